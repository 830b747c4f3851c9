"""`python -m benchmarks.broadcast [SECONDS] [FOLLOWERS]`: a digest to 100,000 followers at Telegram's pace.

`readout run` sends to a loopback Telegram for so many seconds (180) while people ask `/summary` twice a second. Prints
the rate against the permitted 30 a second, the most that Telegram counted in any sliding second, how often it refused,
how long an answer takes beside the same answer before the broadcast, CPU for each delivery, and memory; then the
fan-out to all followers and the CPU for each delivery without HTTP. Exits with 1 where a promise is missed. The peer,
in the same run, is python-telegram-bot's AIORateLimiter.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks import fanout
from benchmarks.figures import percentile
from benchmarks.loopback import readout_run
from benchmarks.promises import Promises
from benchmarks.startup import cpu_of, resident_of
from briefings.service import open_briefings
from briefings.store import connect
from briefings.store.tables import delivery
from tests.fakes.telegram_rules import Refused
from tests.fakes.telegram_server import TelegramServer

_FIRST = 1_000_000  # the first follower's chat; those who ask have smaller numbers
_ASKING = 120  # people, so that no chat hears from the bot twice a second
_WARM, _IDLE = 5.0, 30.0  # seconds of asking before the broadcast: until the program has warmed up, and after it
_PERMITTED = 30
_UNUSED = 1.0  # percent
_LATER, _CPU = 150, 4.0  # milliseconds
_STARTS = 120.0  # seconds after which the program counts as not starting
_MEMORY = 120  # megabytes
_AT_ONCE = 8  # deliveries that are on their way at a time


class CountingTelegram(TelegramServer):
    """Notes when each message came, and while it is `strict` refuses what is too much in a sliding second."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[float] = []
        self.strict, self.too_many = True, 0
        self.got: Counter[int] = Counter()  # messages by chat
        self.waiting_for: dict[int, asyncio.Future[float]] = {}

    async def _send_message(self, params: Any) -> Any:
        now, chat = time.monotonic(), int(params["chat_id"])
        self.came.append(now)
        if self.strict and len(self.came) > _PERMITTED and now - self.came[-1 - _PERMITTED] < 1.0:
            self.too_many += 1
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        if chat in self.waiting_for and not self.waiting_for[chat].done():
            self.waiting_for[chat].set_result(now)
        self.chat(chat)
        result = await super()._send_message(params)
        self.got[chat] += 1
        self.posts.clear()
        self.calls.clear()
        return result


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 180.0
    followers = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    promises = Promises()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), seconds, followers, promises))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/fanout.db"
        asyncio.run(fanout.measure(url, followers, promises, sent=min(followers, 3000)))
    sys.exit(promises.status())


async def _measure(folder: Path, seconds: float, followers: int, promises: Promises) -> None:
    telegram = CountingTelegram()
    await telegram.start()
    for number in range(1, _ASKING + 1):
        telegram.chat(number)
    begins = datetime.now(UTC) + timedelta(seconds=_WARM + _IDLE + 15)
    await _follow(folder, followers, begins)
    settings = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
    process = await readout_run(folder, settings, READOUT_LOG_LEVEL="WARNING")
    async with asyncio.timeout(_STARTS):
        while "getUpdates" not in telegram.methods():
            await asyncio.sleep(0.1)
    warm = await _asking(telegram, _WARM)
    idle_cpu = cpu_of(process.pid)
    idle = await _asking(telegram, _IDLE)
    answer_cpu = (cpu_of(process.pid) - idle_cpu) / len(idle)
    while len(telegram.came) < len(warm) + len(idle) + 100:
        await asyncio.sleep(0.2)
    busy_cpu, first = cpu_of(process.pid), len(telegram.came)
    answers = await _asking(telegram, seconds)
    used, sent = cpu_of(process.pid) - busy_cpu - answer_cpu * len(answers), telegram.came[first:]
    resident = resident_of(process.pid)
    process.terminate()
    await process.wait()
    _tell(telegram, sent, idle, answers, used, promises)
    promises.hold("resident memory, MB", resident, _MEMORY)
    await _count(folder, followers, telegram, promises)
    await _peer(telegram)
    await telegram.stop()


async def _follow(folder: Path, followers: int, begins: datetime) -> None:
    """Everybody's digest falls due at one moment, and there is something new to tell."""
    url = f"sqlite:///{folder}/readout.db"
    async with open_briefings(url) as core:
        await fanout.follow(core, url, range(_FIRST, _FIRST + followers), begins)


async def _count(folder: Path, followers: int, telegram: CountingTelegram, promises: Promises) -> None:
    """Compares the rows with what arrived."""
    store = await connect(f"sqlite:///{folder}/readout.db")
    rows = await store.read(
        lambda connection: {row[0]: row[1] for row in connection.execute(select(delivery.c.address, delivery.c.state))}
    )
    await store.close()
    got = Counter({f"telegram:{chat}": count for chat, count in telegram.got.items() if chat >= _FIRST})
    promises.hold("lost: followers whose row is gone", followers - len(rows), 0)
    promises.hold(
        "lost: sent by its row, and never received", sum(s == "sent" and not got[a] for a, s in rows.items()), 0
    )
    promises.hold("received, and open by its row", sum(rows.get(a) not in ("sent", "in_doubt") for a in got), _AT_ONCE)
    promises.hold("sent twice", sum(count > 1 for count in got.values()), 0)


async def _asking(telegram: CountingTelegram, seconds: float) -> list[float]:
    """Milliseconds from a question to its answer, asked twice a second by one person after the other."""
    taken: list[float] = []
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        taken.append(await _ask(telegram, 1 + number % _ASKING, number))
        await asyncio.sleep(max(0.0, 0.5 - taken[-1] / 1000))
    return taken


async def _ask(telegram: CountingTelegram, person: int, number: int) -> float:
    answer = telegram.waiting_for[person] = asyncio.get_running_loop().create_future()
    start = time.monotonic()
    who = {"id": person, "is_bot": False, "first_name": "Ada"}
    chat = {"id": person, "type": "private", "first_name": "Ada"}
    await telegram.update(
        message={"message_id": number, "date": int(time.time()), "chat": chat, "from": who, "text": "/summary"}
    )
    came: float = await asyncio.wait_for(answer, 60)
    return 1000 * (came - start)


def _tell(
    telegram: CountingTelegram,
    sent: Sequence[float],
    idle: list[float],
    answers: list[float],
    cpu: float,
    promises: Promises,
) -> None:
    span = sent[-1] - sent[0]
    rate, worst = (len(sent) - 1) / span, _most(telegram.came)
    print(f"sent {len(sent):,} messages in {span:.0f} s: {rate:.2f} a second")
    print(f"/summary idle:      p50 {statistics.median(idle):6.0f}  p99 {percentile(idle, 0.99):6.0f} ms")
    print(f"/summary broadcast: p50 {statistics.median(answers):6.0f}  p99 {percentile(answers, 0.99):6.0f} ms")
    promises.hold("share of the permitted pace that is left unused, %", 100 * (1 - rate / _PERMITTED), _UNUSED)
    promises.hold("most in a sliding second", worst, _PERMITTED)
    promises.hold("refused as too many", telegram.too_many, 0)
    beyond = percentile(answers, 0.99) - percentile(idle, 0.99)
    promises.hold("what an answer waits more than before the broadcast, p99, ms", beyond, _LATER)
    each = 1000 * cpu / (len(sent) - len(answers))
    promises.hold("CPU for each message, with HTTP, beyond that for the answers, ms", each, _CPU)


def _most(times: Sequence[float]) -> int:
    return max(bisect_left(times, start + 1.0) - i for i, start in enumerate(times))


async def _peer(telegram: CountingTelegram) -> None:
    """The same pace by python-telegram-bot's own limiter, for half a minute; one answer asked for meanwhile."""
    from telegram.ext import AIORateLimiter, ExtBot

    if not find_spec("aiolimiter"):
        print("peer AIORateLimiter: not installed (requirements-bench.lock)")
        return
    telegram.came.clear()
    telegram.strict = False
    bot: ExtBot[Any] = ExtBot(
        telegram.token, base_url=f"{telegram.url}/bot", rate_limiter=AIORateLimiter(overall_max_rate=_PERMITTED)
    )
    async with bot:
        chats = [_FIRST + n for n in range(30 * _PERMITTED)]
        for chat in (*chats, 1):
            telegram.chat(chat)
        sending = [asyncio.create_task(bot.send_message(chat, "news")) for chat in chats]
        await asyncio.sleep(1)
        start = time.monotonic()
        await bot.send_message(1, "an answer")
        waited = time.monotonic() - start
        await asyncio.gather(*sending)
    rate = len(telegram.came) / (telegram.came[-1] - telegram.came[0])
    worst = f"{_most(telegram.came)} in its worst second"
    print(f"peer AIORateLimiter: {rate:.1f} a second, {worst}; an answer waits {waited:.1f} s")


if __name__ == "__main__":
    main()
