"""`python -m benchmarks.hostile`: what everybody else waits while hostile texts are read, and then asked about.

Four files that never end are read at once, then texts of 59 kB that repeat one kind of token: each is read again with
another date, exported and imported, summarised and audited. Meanwhile somebody asks for /status over and over. The exit
status is 1 when that takes more than half a second longer than on an idle bot, or a short text more than 50 ms of time.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, date, datetime

from benchmarks.promises import Promises
from bot.chat import Request
from bot.commands import Conversation, Roles
from briefings.errors import BriefingError
from briefings.sandbox.client import Sandbox, shared_forkserver
from briefings.service import SAMPLE, Briefings, open_briefings

_MOST, _SHORT = 0.5, 0.05  # seconds
_SIZE = 59_000
_ENDLESS = b"<html>" + b"<div>" * 300_000
_TOKENS = {
    "compounds": "Abc-Def-",
    "dates": "3 May 2026 ",
    "citations": "(Wang, 2026) ",
    "quotations": "“a” ",
    "one word": "a",
    "names": "Putin ",
    "sentences": "It is. ",
    "numbers": "1.1.1 ",
    "items": "  - item\n",
}
_COMMANDS = ("/summary a{id}", "/summary a{id} long", "/ask what did Putin say in May?", "/audit a{id}", "/read a{id}")


def main() -> None:
    """Prints the table; the exit status is 1 when others waited too long."""
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(asyncio.run(_measure(f"sqlite:///{folder}/readout.db")))


async def _measure(url: str) -> int:
    async with open_briefings(url) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), _now())
        bench = _Bench(core)
        promises = Promises()
        promises.hold("a short text, in seconds (p50)", await _short_texts(20), _SHORT)
        bench.idle = max(await bench.waits(asyncio.sleep(2)))
        print(f"/status on an idle bot: {1000 * bench.idle:.0f} ms at most")
        await bench.during("4 endless files", _endless(core))
        for name, text in _texts().items():
            await bench.during(f"{name}: read", bench.add(name, text))
            await bench.during(f"{name}: asked about", bench.ask_about(name))
        shared_forkserver().end()
        promises.hold("others' longest wait beyond that, in seconds", bench.longest, _MOST)
        return promises.status()


async def _short_texts(count: int) -> float:
    """The median of the seconds that a short text takes, once the forkserver is warm."""
    sandbox, taken = Sandbox(), []
    for _ in range(count):
        start = time.perf_counter()
        await sandbox.read("a.txt", b"Tides\n\nThe port opens on 3 May 2026.\n")
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


async def _endless(core: Briefings) -> None:
    refused = (core.library.add(f"{number}.html", _ENDLESS, _now()) for number in range(4))
    await asyncio.gather(*refused, return_exceptions=True)


def _texts() -> dict[str, str]:
    texts = {name: f"Hostile {name}\n\n" + token * (_SIZE // len(token)) for name, token in _TOKENS.items()}
    texts["front matter"] = "---\ntitle: Hostile matter\ntags:\n" + _TOKENS["items"] * 70 + "---\n\nIt is late.\n"
    events = (f"The Summit of City{i} opens on {1 + i % 28} May {2027 + i % 9}. " for i in range(1_300))
    return {**texts, "events": "Hostile events\n\n" + "".join(events)}


class _Bench:
    """Asks for /status over and over while something else goes on, and keeps the longest wait."""

    def __init__(self, core: Briefings) -> None:
        self._core, self._ids = core, dict[str, int]()
        self._talk = Conversation(core, Roles(open_access=True), _now, {"terminal": str})
        self.idle = self.longest = 0.0

    async def during(self, name: str, work: Awaitable[object]) -> None:
        start = time.perf_counter()
        waits = await self.waits(work)
        took = time.perf_counter() - start
        if self.idle:
            self.longest = max(self.longest, max(waits) - self.idle)
            print(f"{name:28} {took:6.1f} s   /status at most {1000 * max(waits):5.0f} ms", flush=True)

    async def waits(self, work: Awaitable[object]) -> list[float]:
        """How long each /status took while the work went on."""
        doing, waits = asyncio.ensure_future(work), list[float]()
        while not waits or not doing.done():
            start = time.perf_counter()
            await self._answered("/status", "terminal:other")
            await asyncio.sleep(0.01)
            waits.append(time.perf_counter() - start - 0.01)
        await doing
        return waits

    async def add(self, name: str, text: str) -> None:
        """Reads it, reads it again with a date, and takes its export in as another copy."""
        with suppress(BriefingError):
            added = await self._core.library.add(f"{name}.txt", text.encode(), _now())
            self._ids[name] = added.analysis.id
            await self._core.library.set_published(added.analysis.id, date(2026, 2, 5), _now())
            exported = await self._core.history.export(added.analysis.id)
            await self._core.history.remove(added.analysis.id, _now())
            again = await self._core.library.add(f"{name}.json", exported.encode(), _now())
            self._ids[name] = again.analysis.id

    async def ask_about(self, name: str) -> None:
        for line in _COMMANDS if name in self._ids else ():
            await self._answered(line.format(id=self._ids[name]), "terminal:owner")

    async def _answered(self, line: str, who: str) -> None:
        await self._talk.answer(Request(f"terminal:{who}", who, line, _now(), private=True))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
