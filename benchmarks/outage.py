"""`python -m benchmarks.outage [FOLLOWERS]`: the bot was away for 26 hours over a clock change; what does each get?

Everybody (10,000 chats) follows an event with several leads and has a digest each morning; both fell due several times
meanwhile. Telegram is played on a loopback port. Exits with 1 where a promise is missed.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time

from benchmarks.promises import Promises
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, Pacer
from bot.platforms.telegram.adapter import TelegramPlatform
from briefings.model.agenda import When
from briefings.model.delivery import Delivery, Lead
from briefings.service import SAMPLE, Briefings, open_briefings
from tests.fakes.telegram_server import TelegramServer

AWAY = datetime(2026, 3, 28, 6, 0, tzinfo=UTC)  # a Saturday; clocks in Europe change the next night
BACK = AWAY + timedelta(hours=26)
_LEADS = [Lead(30, "d"), Lead(7, "d"), Lead(2, "d"), Lead(1, "d")]
_OWED = {("reminder", "sent"): 1, ("reminder", "expired"): 1, ("digest", "sent"): 1}  # rows of each follower
_FIRST = 1000
_TICK = timedelta(seconds=15)


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    followers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(asyncio.run(_measure(f"sqlite+aiosqlite:///{folder}/outage.db", followers)))


async def _measure(url: str, followers: int) -> int:
    telegram = TelegramServer()
    await telegram.start()
    addresses = [f"telegram:{telegram.chat(_FIRST + number).id}" for number in range(followers)]
    async with open_briefings(url, zone="Europe/Berlin") as core:
        await _follow(core, addresses)
        now = await _back(core, telegram)
        rows = await core.outbox.latest(limit=20 * followers)
    await telegram.stop()
    return _tell(addresses, telegram, rows, now)


async def _follow(core: Briefings, addresses: Sequence[str]) -> None:
    """Everybody orders, and the analysis that the digests tell of comes while the bot is away."""
    day, before = (AWAY + timedelta(days=2)).date(), AWAY - timedelta(hours=1)
    event = await core.agenda.create("Harbour vote", When(day, day, "day"), "x:1", before)
    days = frozenset(range(1, 8))
    for address in addresses:
        await core.subscriptions.remind(address, event.id, _LEADS, address, before)
        await core.subscriptions.subscribe(address, address, days, wall_time(8, 30), None, "", address, before)
    await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), AWAY)


async def _back(core: Briefings, telegram: TelegramServer) -> datetime:
    """Three ticks after the bot is back; the instant of the last."""
    now = BACK
    pacer = Pacer(100_000, lambda _: ChatLimit())  # Telegram's own pace is measured elsewhere
    platform = TelegramPlatform(telegram.token, telegram.url, pacer, lambda: now)
    courier = Courier(core, [Route(platform, pacer)], lambda: now)
    await courier.start()
    for _ in range(3):
        await core.outbox.enqueue_due(["telegram"], now)
        courier.wake()
        await courier.drain()
        now += _TICK
    await platform.close()
    return now


def _tell(addresses: Sequence[str], telegram: TelegramServer, rows: Sequence[Delivery], now: datetime) -> int:
    followers, promises = len(addresses), Promises()
    print(f"{followers:,} followers, away from {AWAY:%d %b %H:%M} to {BACK:%d %b %H:%M} UTC")
    for (kind, state, reason), count in sorted(Counter((row.kind, row.state, row.reason) for row in rows).items()):
        print(f"  {count:7,} {kind} {state}{f': {reason}' if reason else ''}")
    heard = Counter(f"telegram:{post.chat.id}" for post in telegram.posts)
    each = Counter((row.address, row.kind, row.state) for row in rows)
    lost = sum(each[address, *owed] < count for address in addresses for owed, count in _OWED.items())
    promises.hold("lost: a row of a follower is gone or without its end", lost, 0)
    promises.hold("rows that nobody expects", len(rows) - followers * sum(_OWED.values()), 0)
    promises.hold("followers who missed a message", sum(heard[address] < 2 for address in addresses), 0)
    promises.hold("followers who got more than one reminder and one digest", sum(n > 2 for n in heard.values()), 0)
    promises.hold("sent after it had expired", sum(row.state == "sent" and row.expires_at <= now for row in rows), 0)
    return promises.status()


if __name__ == "__main__":
    main()
