"""`python -m benchmarks.imports [COUNT]`: the CPU of an import of 750 words, from its bytes to its committed rows.

The processes that read count too. The parts of an import follow, which sum to the whole. The peers do part of the same
on the same texts: a reader of Markdown, and the library that splits sentences.
"""

import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from sentencex import segment

from benchmarks.corpus import analyses
from benchmarks.promises import Promises
from briefings import disagreements
from briefings.agenda.agenda import Agenda
from briefings.disagreements import register
from briefings.library import library
from briefings.library.library import Library
from briefings.model.marking import SYSTEM, viewing
from briefings.sandbox import client
from briefings.sandbox.protocol import Request
from briefings.sandbox.reader import answer, preload
from briefings.service import open_briefings
from briefings.store import analyses as analysis_rows
from briefings.store import disagreements as claim_rows
from briefings.store import outlook as outlook_rows

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_PROMISED = 20.0  # milliseconds of CPU
_WARM = 10
_TICKS = os.sysconf("SC_CLK_TCK")
Text = tuple[str, bytes]
T = TypeVar("T")


def main() -> int:
    """Prints the milliseconds of an import, of its parts and of the peers; returns 1 where the promise was missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    texts = list(analyses(count + _WARM, seed=4))
    words = sum(len(data.split()) for _, data in texts) / len(texts)
    print(f"{count} texts of {words:.0f} words, milliseconds of CPU for each")
    parts = asyncio.run(_imported(texts))
    whole = sum(parts.values())
    print(f"{'import, from bytes to committed rows':44}{whole:8.1f}")
    for name, milliseconds in sorted(parts.items(), key=lambda each: -each[1]):
        print(f"  {name:42}{milliseconds:8.1f}")
    preload()
    print(f"{'reading alone':44}{_each(texts, lambda each: answer(Request(*each).packed())):8.1f}")
    markdown = _each(texts, lambda each: MarkdownIt().parse(each[1].decode()))
    print(f"{'peer: markdown-it-py reads the text':44}{markdown:8.1f}")
    split = _each(texts, lambda each: list(segment("en", each[1].decode())))
    print(f"{'peer: sentencex splits its sentences':44}{split:8.1f}")
    promises = Promises()
    promises.hold("an import, in milliseconds of CPU", whole, _PROMISED)
    return promises.status()


class _Parts:
    """The CPU of functions, without that of others among them that they call."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._within = threading.local()

    def measure(self, name: str, owner: Any, function: str) -> None:
        """Counts the CPU of a function of a module or class under a name from now on."""
        act = getattr(owner, function)

        def measured(*args: Any, **options: Any) -> Any:
            outer, self._within.seconds = getattr(self._within, "seconds", 0.0), 0.0
            start = time.thread_time()
            try:
                return act(*args, **options)
            finally:
                taken = time.thread_time() - start
                self.seconds[name] = self.seconds.get(name, 0.0) + taken - self._within.seconds
                self._within.seconds = outer + taken

        setattr(owner, function, measured)


def _measured() -> _Parts:
    parts = _Parts()
    for name, owner, function in (
        ("bot: draft from the bytes of the reader", client, "draft_unpacked"),
        ("bot: look-up of related texts", Library, "_kin"),
        ("bot: draft as JSON, hashes, search terms", library, "_written"),
        ("bot: reading the claims", disagreements, "claims"),
        ("bot: keys of the claims", register, "keys"),
        ("bot: storing the claims and their keys", claim_rows, "put_claims"),
        ("bot: finding claims that share keys", claim_rows, "candidates"),
        ("bot: comparing claims", disagreements, "sync"),
        ("bot: search index", analysis_rows, "index_sentences"),
        ("bot: statements about the future", outlook_rows, "sync"),
        ("bot: agenda", Agenda, "noted"),
        ("bot: revision, heading, audit log", Library, "_kept"),
    ):
        parts.measure(name, owner, function)
    return parts


async def _imported(texts: Sequence[Text]) -> dict[str, float]:
    """The milliseconds of CPU of each import beyond the first ones by part, in this process and in those that read."""
    parts = _measured()
    with tempfile.TemporaryDirectory() as folder, viewing(SYSTEM):
        async with open_briefings(f"sqlite:///{Path(folder) / 'library.db'}") as core:
            await _add(core.library, texts[:_WARM])
            parts.seconds.clear()
            readers, before, loop = _readers(), time.process_time(), time.thread_time()
            await _add(core.library, texts[_WARM:])
            found = parts.seconds | {
                "processes that read": _readers() - readers,
                "bot: event loop, sockets of the reader": time.thread_time() - loop,
            }
            found["bot: transactions, threads"] = (
                time.process_time() - before + found["processes that read"] - sum(found.values())
            )
            return {name: 1000 * seconds / len(texts[_WARM:]) for name, seconds in found.items()}


async def _add(library: Library, texts: Sequence[Text]) -> None:
    for name, data in texts:
        await library.add(name, data, NOW)


def _readers() -> float:
    """CPU seconds of the process that forks readers, of the reader that is kept, and of those that have ended."""
    return sum(_used(pid) for each in Path("/proc/self/task").glob("*/children") for pid in each.read_text().split())


def _used(pid: str) -> float:
    """CPU seconds of a process and all its children."""
    ticks = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:15]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return sum(map(int, ticks)) / _TICKS + sum(map(_used, children))


def _each(items: Sequence[T], act: Callable[[T], object]) -> float:
    start = time.process_time()
    for item in items:
        act(item)
    return 1000 * (time.process_time() - start) / len(items)


if __name__ == "__main__":
    sys.exit(main())
