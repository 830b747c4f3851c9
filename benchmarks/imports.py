"""`python -m benchmarks.imports [COUNT]`: the CPU of an import of 750 words, from its bytes to its committed rows.

The processes that read count too. The peers do part of the same on the same texts: a reader of Markdown, and the
library that splits sentences.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from markdown_it import MarkdownIt
from sentencex import segment

from benchmarks.corpus import analyses
from benchmarks.promises import Promises
from briefings import disagreements
from briefings.library.library import Library
from briefings.model.marking import SYSTEM, viewing
from briefings.sandbox.protocol import Request, draft_unpacked
from briefings.sandbox.reader import answer, preload
from briefings.service import open_briefings

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
    whole = asyncio.run(_imported(texts))
    print(f"{'import, from bytes to committed rows':44}{whole:8.1f}")
    preload()
    drafts = [draft_unpacked(b"".join(answer(Request(*each).packed())[1])) for each in texts[:_WARM]]
    print(f"{'  reading alone':44}{_each(texts, lambda each: answer(Request(*each).packed())):8.1f}")
    print(f"{'  claims alone':44}{_each(drafts, disagreements.claims):8.1f}")
    markdown = _each(texts, lambda each: MarkdownIt().parse(each[1].decode()))
    print(f"{'peer: markdown-it-py reads the text':44}{markdown:8.1f}")
    split = _each(texts, lambda each: list(segment("en", each[1].decode())))
    print(f"{'peer: sentencex splits its sentences':44}{split:8.1f}")
    promises = Promises()
    promises.hold("an import, in milliseconds of CPU", whole, _PROMISED)
    return promises.status()


async def _imported(texts: Sequence[Text]) -> float:
    """The CPU of each import beyond the first ones, in this process and in those that read."""
    with tempfile.TemporaryDirectory() as folder, viewing(SYSTEM):
        async with open_briefings(f"sqlite:///{Path(folder) / 'library.db'}") as core:
            await _add(core.library, texts[:_WARM])
            before = time.process_time() + _readers()
            await _add(core.library, texts[_WARM:])
            return 1000 * (time.process_time() + _readers() - before) / len(texts[_WARM:])


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
