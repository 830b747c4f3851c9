"""`python -m benchmarks.library [COUNT]`: /summary and /search inside the process, with 10 and with COUNT analyses.

The peer is SQLite's own bm25 ranking over all matches, on the same sentences.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from benchmarks.corpus import COMMON, analyses
from benchmarks.figures import line, milliseconds, percentile
from bot.chat import Request
from bot.commands import Conversation, Roles
from briefings.service import open_briefings
from briefings.store import connect

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_WORDS = ("treaty Norland", "pipeline", "fleet quota Meridia", "word17", "visa renewed Pellia", COMMON)
_CALLS = 400


def main() -> None:
    """Prints the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for size in (10, count):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_measure(Path(folder) / "library.db", size))


async def _measure(file: Path, count: int) -> None:
    url = f"sqlite:///{file}"
    async with open_briefings(url) as core:
        start = time.perf_counter()
        for name, data in analyses(count):
            await core.library.add(name, data, NOW)
        each = 1000 * (time.perf_counter() - start) / count
        print(f"\n{count:,} analyses, {file.stat().st_size / 1e6:.0f} MB, imported in {each:.1f} ms each")
        answer = Conversation(core, Roles(), lambda: NOW).answer

        async def say(words: str) -> None:
            message = await answer(Request("terminal:local", "terminal:owner", words, NOW, private=True))
            assert message is not None
            assert message.blocks

        await say("list")
        first = await milliseconds(min(count, 200), lambda i: say(f"summary a{count - i}"))
        kept = await milliseconds(_CALLS, lambda i: say(f"summary a{count - i % min(count, 200)}"))
        found = await milliseconds(_CALLS, lambda i: say(f"search {_WORDS[i % len(_WORDS)]}"))
        print(line("/summary, made for the first time", first))
        print(line("/summary, kept", kept, "p50 under 5 ms"))
        print(line("/search", found, "p99 under 50 ms at 10,000"))
        for words in _WORDS:
            print(line(f"  {words}", found[_WORDS.index(words) :: len(_WORDS)]))
    bm25 = await _bm25(url)
    print(line("peer: SQLite's bm25 over all matches", bm25))
    print(f"ratio at p99, peer / ours: {percentile(bm25, 0.99) / percentile(found, 0.99):.1f}")


async def _bm25(url: str) -> list[float]:
    store = await connect(url)
    query = text(
        "SELECT sentence_ranked.rowid FROM sentence_ranked WHERE sentence_ranked MATCH :match ORDER BY rank LIMIT 10"
    )

    def ranked(connection: Connection) -> None:
        connection.execute(text("CREATE VIRTUAL TABLE sentence_ranked USING fts5(terms)"))
        connection.execute(text("INSERT INTO sentence_ranked(rowid, terms) SELECT id, terms FROM sentence"))

    def taken(connection: Connection) -> list[float]:
        milliseconds = []
        for number in range(60):
            start = time.perf_counter()
            connection.execute(query, {"match": _WORDS[number % len(_WORDS)].lower().replace("ty ", "ti ")}).all()
            milliseconds.append(1000 * (time.perf_counter() - start))
        return milliseconds

    try:
        await store.write(ranked)
        return await store.read(taken)
    finally:
        await store.close()


if __name__ == "__main__":
    main()
