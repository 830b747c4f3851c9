"""`python -m benchmarks.broadcast [SECONDS] [FOLLOWERS]`: a digest to 100,000 followers at Telegram's pace.

`readout run` sends to a loopback Telegram for so many seconds (180) while people ask `/summary` twice a second. Prints
the rate against the permitted 30 a second, the most that Telegram counted in any sliding second, how often it refused,
how long an answer takes beside the same answer before the broadcast, CPU for each delivery, and memory; then the
fan-out to all followers and the CPU for each delivery without HTTP. The peer, in the same run, is python-telegram-bot's
AIORateLimiter.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import fanout
from benchmarks.figures import percentile
from benchmarks.startup import cpu_of, resident_of
from briefings.service import open_briefings
from tests.fakes.telegram_rules import Refused
from tests.fakes.telegram_server import TelegramServer

_FIRST = 1_000_000  # the first follower's chat; those who ask have smaller numbers
_ASKING = 120  # people, so that no chat hears from the bot twice a second
_IDLE = 30.0  # seconds of asking before the broadcast
_PERMITTED = 30


class CountingTelegram(TelegramServer):
    """Notes when each message came, and while it is `strict` refuses what is too much in a sliding second."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[float] = []
        self.strict, self.too_many = True, 0
        self.answers: dict[int, asyncio.Future[float]] = {}

    async def _send_message(self, params: Any) -> Any:
        now, chat = time.monotonic(), int(params["chat_id"])
        self.came.append(now)
        if self.strict and len(self.came) > _PERMITTED and now - self.came[-1 - _PERMITTED] < 1.0:
            self.too_many += 1
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        if chat in self.answers and not self.answers[chat].done():
            self.answers[chat].set_result(now)
        self.chat(chat)
        result = await super()._send_message(params)
        self.posts.clear()
        self.calls.clear()
        return result


def main() -> None:
    """Prints the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 180.0
    followers = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), seconds, followers))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(fanout.measure(f"sqlite+aiosqlite:///{folder}/fanout.db", followers, sent=min(followers, 3000)))


async def _measure(folder: Path, seconds: float, followers: int) -> None:
    telegram = CountingTelegram()
    await telegram.start()
    for number in range(1, _ASKING + 1):
        telegram.chat(number)
    begins = datetime.now(UTC) + timedelta(seconds=_IDLE + 15)
    await _follow(folder, followers, begins)
    process = await _readout(folder, telegram)
    await telegram.until(lambda: "getUpdates" in telegram.methods())
    idle_cpu = cpu_of(process.pid)
    idle = await _asking(telegram, _IDLE)
    idle_cpu = (cpu_of(process.pid) - idle_cpu) / _IDLE
    while len(telegram.came) < len(idle) + 100:
        await asyncio.sleep(0.2)
    busy_cpu, first = cpu_of(process.pid), len(telegram.came)
    answers = await _asking(telegram, seconds)
    used, sent = cpu_of(process.pid) - busy_cpu - idle_cpu * seconds, telegram.came[first:]
    resident = resident_of(process.pid)
    process.terminate()
    await process.wait()
    _tell(telegram, sent, idle, answers, used)
    print(f"; resident {resident:.0f} MB (120 allowed)", flush=True)
    await _peer(telegram)
    await telegram.stop()


async def _follow(folder: Path, followers: int, begins: datetime) -> None:
    """Everybody's digest falls due at one moment, and there is something new to tell."""
    url = f"sqlite+aiosqlite:///{folder}/readout.db"
    async with open_briefings(url) as core:
        await fanout.follow(core, url, range(_FIRST, _FIRST + followers), begins)


async def _readout(folder: Path, telegram: CountingTelegram) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.environ["PATH"],
        "READOUT_DATA_DIR": str(folder),
        "READOUT_ACCESS": "open",
        "READOUT_LOG_LEVEL": "WARNING",
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
    }
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment)


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
    answer = telegram.answers[person] = asyncio.get_running_loop().create_future()
    start = time.monotonic()
    who = {"id": person, "is_bot": False, "first_name": "Ada"}
    chat = {"id": person, "type": "private", "first_name": "Ada"}
    await telegram.update(
        message={"message_id": number, "date": int(time.time()), "chat": chat, "from": who, "text": "/summary"}
    )
    return 1000 * (await asyncio.wait_for(answer, 60) - start)


def _tell(
    telegram: CountingTelegram, sent: Sequence[float], idle: list[float], answers: list[float], cpu: float
) -> None:
    span = sent[-1] - sent[0]
    rate, worst = (len(sent) - 1) / span, _most(telegram.came)
    beyond = percentile(answers, 0.99) - percentile(idle, 0.99)
    print(f"sent {len(sent):,} messages in {span:.0f} s: {rate:.2f} a second, {100 * rate / _PERMITTED:.1f} % of 30")
    print(f"most in a sliding second {worst} (permitted {_PERMITTED}); refused as too many {telegram.too_many}")
    print(f"/summary idle:      p50 {statistics.median(idle):6.0f}  p99 {percentile(idle, 0.99):6.0f} ms")
    print(f"/summary broadcast: p50 {statistics.median(answers):6.0f}  p99 {percentile(answers, 0.99):6.0f} ms", end="")
    print(f" ({beyond:+.0f} ms; 150 allowed)")
    each = 1000 * cpu / (len(sent) - len(answers))
    print(f"CPU for each message, with HTTP, beyond that for the answers: {each:.2f} ms (4 allowed)", end="")


def _most(times: Sequence[float]) -> int:
    return max(bisect_left(times, start + 1.0) - i for i, start in enumerate(times))


async def _peer(telegram: CountingTelegram) -> None:
    """The same pace by python-telegram-bot's own limiter, for half a minute; one answer asked for meanwhile."""
    from telegram.ext import AIORateLimiter, ExtBot

    telegram.came.clear()
    telegram.strict = False
    bot: ExtBot[None] = ExtBot(
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
