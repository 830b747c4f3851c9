"""`python -m benchmarks.outage [FOLLOWERS] [SECONDS]`: the bot was away for 26 hours, or Telegram cannot be reached.

Everybody (10,000 chats) follows an event with several leads and has a digest each morning; both fell due several times
while the bot was away, over a clock change. Then `readout run` has 300 reminders due and finds nobody at Telegram's
address for so many seconds (60 after a minute): prints what that costs, and how long after Telegram's return the first
and the last reminder arrive. Telegram is played on a loopback port. Exits with 1 where a promise is missed.
"""

import asyncio
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Table, insert, select

from benchmarks.loopback import readout_run
from benchmarks.promises import Promises
from benchmarks.startup import cpu_of
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.platforms.telegram.adapter import TelegramPlatform
from briefings.model.agenda import EventDate
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState, Lead
from briefings.service import SAMPLE, Briefings, open_briefings
from briefings.store import Connection, connect
from briefings.store.tables import follow, reminder, subscription
from tests.fakes.telegram_server import TelegramServer

AWAY = datetime(2026, 3, 28, 6, 0, tzinfo=UTC)  # a Saturday; clocks in Europe change the next night
BACK = AWAY + timedelta(hours=26)
_LEADS = [Lead(30, "d"), Lead(7, "d"), Lead(2, "d"), Lead(1, "d")]
_OWED: dict[tuple[DeliveryKind, DeliveryState], int] = {
    ("reminder", "sent"): 1,
    ("reminder", "expired"): 1,
    ("digest", "sent"): 1,
}  # rows of each follower
_FIRST = 1000
_TICK = timedelta(seconds=15)
_DUE, _LEAD = 300, Lead(7, "d")  # reminders that are due while Telegram cannot be reached
_SETTLING = 60.0  # seconds in which the program starts and learns that Telegram is away
_AT_ONCE = 8  # deliveries that are on their way at a time
_CPU = 2.0  # percent of a core
_FIRST_SENT, _LAST_SENT = 16.0, 30.0  # seconds after Telegram's return


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    followers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    promises = Promises()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(f"sqlite:///{folder}/outage.db", followers, promises))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_unreachable(Path(folder), seconds, promises))
    sys.exit(promises.status())


async def _measure(url: str, followers: int, promises: Promises) -> None:
    telegram = TelegramServer()
    await telegram.start()
    addresses = [f"telegram:{telegram.chat(_FIRST + number).id}" for number in range(followers)]
    async with open_briefings(url, zone="Europe/Berlin") as core:
        await _follow(core, url, addresses)
        now = await _back(core, telegram)
        rows = await core.outbox.latest(limit=20 * followers)
    await telegram.stop()
    _tell(addresses, telegram, rows, now, promises)


async def _follow(core: Briefings, url: str, addresses: Sequence[str]) -> None:
    """Everybody orders, and the analysis that the digests tell of comes while the bot is away.

    One chat orders in the ordinary way; its rows are copied for the others, since each order waits for the disk.
    """
    day, before = (AWAY + timedelta(days=2)).date(), AWAY - timedelta(hours=1)
    event = await core.agenda.create("Harbour vote", EventDate(day, day, "day"), "x:1", before)
    days = frozenset(range(1, 8))
    first, *others = addresses
    await core.subscriptions.remind(first, event.id, _LEADS, first, before)
    await core.subscriptions.subscribe(first, first, days, wall_time(8, 30), None, "", first, before)
    store = await connect(url)
    await store.write(lambda connection: _copy_orders(connection, first, others))
    await store.close()
    await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), AWAY)


def _copy_orders(connection: Connection, first: str, others: Sequence[str]) -> None:
    """Copies the digest and the reminders of one chat for others."""
    [digest] = _rows(connection, subscription, subscription.c.address == first)
    [followed] = _rows(connection, follow, follow.c.address == first)
    leads = _rows(connection, reminder, reminder.c.follow == followed["id"])
    ids = {each: followed["id"] + number for number, each in enumerate(others, 1)}
    for each in (*leads, digest):
        del each["id"]
    connection.execute(insert(subscription), [{**digest, "address": each, "owner": each} for each in others])
    connection.execute(insert(follow), [{**followed, "id": ids[each], "address": each} for each in others])
    connection.execute(insert(reminder), [{**lead, "follow": ids[each]} for each in others for lead in leads])


def _rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(where)).mappings()
    return [{name: value for name, value in row.items() if value is not None} for row in found]


async def _back(core: Briefings, telegram: TelegramServer) -> datetime:
    """Three ticks after the bot is back; the instant of the last."""
    now = BACK
    pacer = TokenBucket(100_000, lambda _: ChatLimit())  # Telegram's own pace is measured elsewhere
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


def _tell(
    addresses: Sequence[str], telegram: TelegramServer, rows: Sequence[Delivery], now: datetime, promises: Promises
) -> None:
    followers = len(addresses)
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


async def _unreachable(folder: Path, seconds: float, promises: Promises) -> None:
    """`readout run` with reminders due, while nobody listens at Telegram's address and then somebody does."""
    telegram = TelegramServer()
    await telegram.start()
    addresses = [f"telegram:{telegram.chat(_FIRST + number).id}" for number in range(_DUE)]
    await telegram.stop()
    nobody = _bound(telegram.url)
    await _owe(f"sqlite:///{folder}/readout.db", addresses)
    process = await readout_run(folder, {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url})
    try:
        await asyncio.sleep(_SETTLING)
        cpu = cpu_of(process.pid, children=True)
        await asyncio.sleep(seconds)
        share = 100 * (cpu_of(process.pid, children=True) - cpu) / seconds
        nobody.close()
        await telegram.start(_port(telegram.url))
        first, last = await _arrived(telegram)
    finally:
        process.terminate()
        await process.wait()
        await telegram.stop()
    print(f"\n{_DUE} reminders due, nobody at Telegram's address for {_SETTLING + seconds:.0f} s")
    promises.hold("CPU meanwhile, % of a core", share, _CPU)
    promises.hold("seconds from Telegram's return to the first reminder", first, _FIRST_SENT)
    promises.hold("seconds from Telegram's return to the last reminder", last, _LAST_SENT)
    heard = [f"telegram:{post.chat.id}" for post in telegram.posts]
    places = [abs(addresses.index(address) - place) for place, address in enumerate(heard)]
    promises.hold("chats without their reminder", len(set(addresses) - set(heard)), 0)
    promises.hold("places by which a reminder is out of order", max(places, default=0), _AT_ONCE)
    promises.hold("sent twice, or nobody's", len(heard) - _DUE, 0)


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def _bound(url: str) -> socket.socket:
    """Keeps an address from other programs, while whoever connects to it is refused."""
    nobody = socket.socket()
    nobody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    nobody.bind(("127.0.0.1", _port(url)))
    return nobody


async def _owe(url: str, addresses: Sequence[str]) -> None:
    """A reminder that is due today in each chat, of an event that an analysis speaks of."""
    now = datetime.now(UTC)
    day, before = (now + timedelta(days=_LEAD.count)).date(), now - timedelta(days=2)
    async with open_briefings(url) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), before)
        event = await core.agenda.create("Harbour vote", EventDate(day, day, "day"), "x:1", before)
        for address in addresses:
            await core.subscriptions.remind(address, event.id, [_LEAD], address, before)


async def _arrived(telegram: TelegramServer) -> tuple[float, float]:
    """Seconds until the first and until the last reminder has come; those that do not come in two minutes never do."""
    start, first = time.monotonic(), 0.0
    while len(telegram.posts) < _DUE and time.monotonic() - start < 120:
        await asyncio.sleep(0.02)
        if telegram.posts and not first:
            first = time.monotonic() - start
    return first, time.monotonic() - start


if __name__ == "__main__":
    main()
