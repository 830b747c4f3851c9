"""`python -m benchmarks.outage [FOLLOWERS]`: the bot was away for 26 hours over a clock change; what does each get?

Everybody follows an event with several leads and has a digest each morning; both fell due several times meanwhile.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time

from benchmarks.fanout import Sink
from bot.delivery import Courier, Route
from bot.pacing import ChatLimit, Pacer
from briefings.model.agenda import When
from briefings.model.delivery import Lead
from briefings.service import SAMPLE, open_briefings

AWAY = datetime(2026, 3, 28, 6, 0, tzinfo=UTC)  # a Saturday; clocks in Europe change the next night
BACK = AWAY + timedelta(hours=26)
_LEADS = [Lead(30, "d"), Lead(7, "d"), Lead(2, "d"), Lead(1, "d")]


def main() -> None:
    """Prints the table."""
    followers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(f"sqlite+aiosqlite:///{folder}/outage.db", followers))


async def _measure(url: str, followers: int) -> None:
    async with open_briefings(url, zone="Europe/Berlin") as core:
        day = (AWAY + timedelta(days=2)).date()
        before = AWAY - timedelta(hours=1)
        event = await core.agenda.create("Harbour vote", When(day, day, "day"), "x:1", before)
        days = frozenset(range(1, 8))
        for number in range(followers):
            address = f"telegram:{number + 1}"
            await core.subscriptions.remind(address, event.id, _LEADS, address, before)
            await core.subscriptions.subscribe(address, address, days, wall_time(8, 30), None, "", address, before)
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), AWAY)
        sink, now = Sink(), BACK
        courier = Courier(core, [Route(sink, Pacer(100_000, lambda _: ChatLimit()))], lambda: now)  # type: ignore[arg-type]
        await courier.start()
        for _ in range(3):
            await core.outbox.enqueue_due(["telegram"], now)
            courier.wake()
            await courier.drain()
            now += timedelta(seconds=15)
        got = Counter(key.split(":")[0] + " " + key.split(":")[1] for key in sink.accepted)
        rows = await core.outbox.latest(limit=20 * followers)
        print(f"{followers:,} followers, away from {AWAY:%d %b %H:%M} to {BACK:%d %b %H:%M} UTC")
        for kind in ("reminder", "digest"):
            each = Counter(count for name, count in got.items() if name.startswith(kind))
            print(f"{kind:9} messages for each follower: {dict(each)}")
        states = Counter((row.kind, row.state, row.reason) for row in rows)
        for (kind, state, reason), count in sorted(states.items()):
            print(f"  {count:7,} {kind} {state}{f': {reason}' if reason else ''}")
        late = sum(row.state == "sent" and row.expires_at <= now for row in rows)
        print(f"sent after it had expired: {late}; sent twice: {len(sink.log) - len(sink.accepted)}")


if __name__ == "__main__":
    main()
