"""`python -m benchmarks.flood [NAME ...]`: floods of messages in Telegram, and how the others fare meanwhile.

`readout run` serves a loopback Telegram. A stranger tries 10,000 wrong codes, then 40 strangers do, then 1,000
strangers write once each, then 40 readers send 10,000 `/list` in bursts; a NAME chooses the floods that hold it. An
admin asks `/status` again and again, and two reminders fall due each second. Prints how long the admin waits for an
answer and a reminder for its turn, what the senders were told, and memory and open files after each flood. Exits with 1
where the admin's 99th percentile is over 2 seconds or a reminder's so much longer than without a flood, an answer or a
reminder is lost, a stranger is told more than two sentences, or memory or files grow from 10,000 messages to 30,000.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.figures import line, percentile
from benchmarks.promises import Promises
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.service import Briefings, open_briefings
from tests.fakes.telegram_chats import Post
from tests.fakes.typists import Service, Typists, now

_MESSAGES = 10_000
_ADMIN, _FIRST, _FOLLOWERS = 42, 5000, 7000
_MOST = 2.0  # seconds
_BATCH = 200  # messages that arrive together
_REMINDERS, _EVERY = 400, 0.5  # seconds
_ASKS = 4.0  # seconds between two questions of the admin
_QUIET = 25.0  # seconds without a flood
_GROWS, _FILES = 8.0, 20  # MB and files that count as flat


@dataclass
class Flood:
    """What happens on the platform while so many accounts send."""

    typists: Typists = field(default_factory=lambda: Typists(1, 0))
    waited: list[float] = field(default_factory=list)
    lost: int = 0
    due: dict[str, datetime] = field(default_factory=dict)
    usual: float = 0.0  # milliseconds that a reminder takes without a flood, p99

    async def send(self, line_: str, accounts: int, messages: int) -> None:
        """All messages, as fast as the bot takes them; a short flood is looked at for a while longer."""
        server, end = self.typists.telegram.server, time.monotonic() + _QUIET
        for number in range(messages):
            await self.say(_FIRST + number % accounts, line_)
            if number % _BATCH == _BATCH - 1:
                while len(server.waiting()) > _BATCH:
                    await asyncio.sleep(0.01)
        while server.waiting() or time.monotonic() < end:
            await asyncio.sleep(0.05)

    async def say(self, number: int, words: str) -> None:
        """One message in somebody's private chat."""
        server = self.typists.telegram.server
        somebody = {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        message = {"message_id": time.monotonic_ns(), "date": int(now().timestamp()), "text": words, "from": somebody}
        await server.update(message=message | {"chat": server.chat(number).json()})

    async def ask(self) -> None:
        """The admin asks and waits for each answer, until cancelled."""
        posts = self.typists.telegram.server.posts
        while True:
            before, begun = len(posts), time.perf_counter()
            await self.say(_ADMIN, "/status")
            while not any(post.chat.id == _ADMIN for post in posts[before:]):
                await asyncio.sleep(0.01)
                if time.perf_counter() - begun > 30:
                    self.lost += 1
                    break
            self.waited.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(max(0.0, _ASKS - time.perf_counter() + begun))


def main() -> None:
    """Prints the floods and the promises."""
    sys.exit(asyncio.run(_measure()))


async def _measure() -> int:
    promises, usual = Promises(), 0.0
    for name, words, accounts, messages in (
        ("nobody", "", 0, 0),
        ("1 stranger", f"/start 7-{'a' * 26}", 1, _MESSAGES),
        ("40 strangers", f"/start 7-{'b' * 26}", 40, _MESSAGES),
        ("1,000 strangers", "hello", 1000, 1000),
        ("40 readers", "/list", 40, _MESSAGES),
    ):
        if accounts and sys.argv[1:] and not any(chosen in name for chosen in sys.argv[1:]):
            continue
        flood = Flood(usual=usual)
        await _against(promises, flood, name, words, accounts, messages)
        usual = flood.usual
    return promises.status()


async def _against(promises: Promises, flood: Flood, name: str, words: str, accounts: int, messages: int) -> None:
    """One flood against a service of its own; a single stranger comes three times, to see what memory does."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/readout.db"
        async with open_briefings(database):
            pass
        await flood.typists.open()
        flood.typists.telegram.server.chat(_ADMIN)
        access = {"READOUT_ACCESS": "open"} if words == "/list" else {}
        settings = {"READOUT_ADMINS": f"telegram:{_ADMIN}", "READOUT_TICK_SECONDS": "0.2"} | access
        service = flood.typists.service(Path(folder), **settings)
        await service.start()
        async with open_briefings(database) as core:
            await _order(core, flood)
        first = await _one(promises, flood, service, name, words, accounts, messages)
        if accounts == 1:
            await _flat(promises, flood, service, words, first)
        await service.end(signal.SIGTERM)
        for error in service.errors[:3]:
            print(f"         {error}")
    await flood.typists.close()


async def _flat(promises: Promises, flood: Flood, service: Service, words: str, first: tuple[float, int]) -> None:
    held = [first]
    for _ in range(2):
        await flood.send(words, 1, _MESSAGES)
        held.append(_held(service))
    told = ", ".join(f"{memory:.1f} MB with {files} files" for memory, files in held)
    print(f"after 10,000, 20,000 and 30,000 messages: {told}")
    promises.hold("memory grows from 10,000 to 30,000 messages, MB", held[2][0] - held[0][0], _GROWS)
    promises.hold("open files grow meanwhile, beyond connections that are kept open", held[2][1] - held[0][1], _FILES)


async def _order(core: Briefings, flood: Flood) -> None:
    """Reminders that fall due from now on, two each second, each for somebody else."""
    flood.due.clear()
    for number in range(_REMINDERS):
        at = now() + timedelta(hours=1, seconds=5 + _EVERY * number)
        title, chat = f"Tide {number:03} {int(at.timestamp())}", _FOLLOWERS + number
        flood.typists.telegram.server.chat(chat)
        event = await core.agenda.create(title, EventDate(at.date(), at.date(), "instant", at), "Ada", now())
        await core.subscriptions.remind(f"telegram:{chat}", event.id, [Lead(1, "h")], f"telegram:{chat}", now())
        flood.due[title] = at - timedelta(hours=1)


async def _one(
    promises: Promises, flood: Flood, service: Service, name: str, words: str, accounts: int, messages: int
) -> tuple[float, int]:
    server = flood.typists.telegram.server
    flood.waited.clear()
    before, cpu, begun = len(server.posts), _cpu(service), time.monotonic()
    library_answers = asyncio.create_task(flood.ask())
    await flood.send(words, accounts, messages)
    taken, cpu = time.monotonic() - begun, _cpu(service) - cpu
    owed = {title: due for title, due in flood.due.items() if due < now()}
    arrived = await _arrived(server.posts, owed)
    library_answers.cancel()
    with suppress(asyncio.CancelledError):
        await library_answers
    told = Counter(post.chat.id for post in server.posts[before:] if _FIRST <= post.chat.id < _FOLLOWERS)
    answers, most = sum(told.values()), max(told.values(), default=0)
    print(f"{name}: {messages:,} messages in {taken:.0f} s, {cpu:.1f} s of CPU")
    print(f"{name}: {answers} answers to those who sent them, at most {most} to one account")
    print(line(f"{name}: the admin's /status", flood.waited))
    late = [1000 * (at - owed[title].timestamp()) for title, at in arrived.items()]
    print(line(f"{name}: a reminder after it fell due", late or [0.0]))
    memory, files = _held(service)
    print(f"{name}: {memory:.1f} MB, {files} files", flush=True)
    flood.usual = flood.usual if accounts else percentile(late or [0.0], 0.99)
    promises.hold(f"{name}: the admin's answers, p99, s", percentile(flood.waited, 0.99) / 1000, _MOST)
    promises.hold(f"{name}: the admin's answers lost", flood.lost, 0)
    promises.hold(f"{name}: reminders lost", len(owed) - len(late), 0)
    later = (percentile(late or [0.0], 0.99) - flood.usual) / 1000
    promises.hold(f"{name}: reminders later than without a flood, p99, s", later, _MOST)
    if words != "/list":
        promises.hold(f"{name}: answers to one of them", most, 2)
    return memory, files


async def _arrived(posts: list[Post], owed: Mapping[str, datetime], patience: float = 20.0) -> dict[str, float]:
    """When each of the reminders arrived, in seconds since 1970; waits for so long at most until all have."""
    offset, end = now().timestamp() - time.monotonic(), time.monotonic() + patience
    while True:
        found = {title: offset + post.at for post in posts for title in owed if title in post.text}
        if len(found) == len(owed) or time.monotonic() >= end:
            return found
        await asyncio.sleep(0.2)


def _cpu(service: Service) -> float:
    """Seconds of CPU that the process has used."""
    assert service.process
    fields = (Path("/proc") / str(service.process.pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _held(service: Service) -> tuple[float, int]:
    """Megabytes that the process holds, and its open files."""
    assert service.process
    process = Path("/proc") / str(service.process.pid)
    status = dict(each.split(":", 1) for each in (process / "status").read_text().splitlines() if ":" in each)
    return int(status["VmRSS"].split()[0]) / 1024, len(list((process / "fd").iterdir()))


if __name__ == "__main__":
    main()
