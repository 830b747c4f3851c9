"""Backups from both databases into both: every row, id and byte; bad files and kills leave nothing behind."""

import asyncio
import gzip
import io
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from briefings import backups
from briefings.errors import BadInput, Outdated, Unavailable
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.intake import Update
from briefings.service import SAMPLE, open_briefings
from briefings.store import SCHEMA, connect, only_sender
from briefings.store import backup as store_backup
from briefings.store.backup import Contents
from briefings.store.backup.restore import compare
from briefings.store.backup.values import kept_tables, kind_of
from briefings.store.tables import metadata
from tests.fakes.databases import fresh_database
from tests.fakes.deadline import HANGS
from tests.fakes.preloaded_run import preloaded_run
from tests.fakes.slack_world import APP_TOKEN, BOT_TOKEN, SlackWorld
from tests.fakes.telegram_world import TOKEN, TelegramWorld

NOW = datetime(2026, 4, 24, 9, tzinfo=UTC)
CHAT = "telegram:1"
KINDS = ("sqlite", "postgresql")
_files: dict[str, bytes] = {}  # made once: a filled database, and a backup of it


@asynccontextmanager
async def database(kind: str, folder, request: pytest.FixtureRequest, name: str) -> AsyncIterator[str]:
    """The address of a database without tables."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/{name}.db"
        return
    async with fresh_database(request.getfixturevalue("postgresql"), "template0") as url:
        yield url


@pytest.fixture(params=KINDS)
async def source(request: pytest.FixtureRequest, tmp_path) -> AsyncIterator[str]:
    """A database of each kind in turn in which each table has rows."""
    async with database(request.param, tmp_path, request, "source") as url:
        await fill(url)
        yield url


@pytest.fixture(params=KINDS)
async def target(request: pytest.FixtureRequest, tmp_path) -> AsyncIterator[str]:
    """An empty database of each kind in turn."""
    async with database(request.param, tmp_path, request, "target") as url:
        yield url


async def fill(url: str) -> None:
    """Fills a database; one in a file becomes a copy of the first that was filled."""
    file = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite") or not _put(file, "filled"):
        await _filled(url)
        _keep(file, "filled")


def _put(file: Path, name: str) -> bool:
    """Whether there was something to put there."""
    if name in _files:
        file.write_bytes(_files[name])
    return name in _files


def _keep(file: Path, name: str) -> None:
    if file.exists():
        _files[name] = file.read_bytes()


async def _filled(url: str) -> None:
    """Imports an analysis, orders a reminder, and puts two hard rows into each table that is empty then."""
    async with open_briefings(url) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
        day = date(2026, 5, 1)
        event = await core.agenda.create("Harbour vote", EventDate(day, day, "day"), CHAT, NOW)
        await core.subscriptions.remind(CHAT, event.id, [Lead(7, "d")], CHAT, NOW - timedelta(days=9))
        await core.outbox.take_over("telegram", NOW)
    store = await connect(url)
    try:
        await store.write(_two_rows_each)
    finally:
        await store.close()


def _two_rows_each(connection: Any) -> None:
    for table in metadata.sorted_tables:
        if not connection.execute(select(text("1")).select_from(table).limit(1)).first():
            for number in (1, 2):
                row = {column.name: hard(connection, column, number) for column in table.c}
                connection.execute(insert(table), [row])


def hard(connection: Any, column: Any, number: int) -> Any:
    """A value that is easily broken: quotes, tabs, backslashes, line ends, every byte, emptiness."""
    if column.foreign_keys:
        [key] = column.foreign_keys
        return (
            connection.execute(select(key.column).limit(1).offset(number - 1)).scalar()
            or connection.execute(select(key.column).limit(1)).scalar_one()
        )
    kind = kind_of(column)
    if kind == "bool":
        return number == 1
    if kind == "bytes":
        return bytes(range(256)) if number == 1 else b""
    name = type(column.type).__name__
    if name == "Instant":
        return NOW + timedelta(microseconds=number)
    if name == "Day":
        return date(2026, 1, number)
    if name == "Word":
        return column.type.words[number - 1]
    if name == "JSON":
        return {"deep": ["\\N", "\t", 'q"', {"漢": None}], "n": number}
    if kind == "int":
        return number + 40
    length = getattr(column.type, "length", None)
    whole = f"{number}\\N\t\n\r\x08'\"\\x41漢字 \U0001f600 é"
    return whole[:length] if length else whole


async def rows_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows by the library that reads them, in one order."""
    store = await connect(url, create=False)

    def step(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for table in kept_tables():
            rows = [tuple(row) for row in connection.execute(select(table))]
            if table.name == "sentence":
                terms = list(table.c).index(table.c.terms)
                rows = [(*row[:terms], " ".join(sorted(set(row[terms].split()))), *row[terms + 1 :]) for row in rows]
            found[table.name] = sorted(rows, key=repr)
        return found

    try:
        return await store.read(step)
    finally:
        await store.close()


async def copied(source: str, target: str, folder, **options: Any) -> backups.Restored:
    file = folder / "kept.backup"
    await backups.make(source, file, NOW)
    with file.open("rb") as opened:
        return await backups.restore(target, opened, "kept.backup", NOW, moved=True, **options)


def but_marks(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows without what a restore notes of itself."""
    return {**rows, "constant": [row for row in rows["constant"] if not row[0].startswith("restore")]}


def but_processes(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows as a restore leaves them: without the processes that sent where the backup was made."""
    beat_at = list(metadata.tables["sender"].c).index(metadata.tables["sender"].c.beat_at)
    silent = [(*row[:beat_at], None, *row[beat_at + 1 :]) for row in rows["sender"]]
    return {**rows, "courier": [], "sender": sorted(silent, key=repr)}


async def test_every_row_comes_back_on_the_other_database_and_on_the_same(source: str, target: str, tmp_path):
    before = await rows_of(source)
    assert all(before.values()), [name for name, rows in before.items() if not rows]
    restored = await copied(source, target, tmp_path)
    after = but_marks(await rows_of(target))
    for name, rows in but_processes(before).items():
        assert after[name] == rows, name
    assert restored.contents.rows == sum(len(rows) for rows in before.values())


async def test_new_ids_go_on_behind_the_highest_that_was_ever_given(source: str, target: str, tmp_path):
    async with open_briefings(source) as core:
        day = date(2026, 6, 1)
        _, last = [await core.agenda.create(t, EventDate(day, day, "day"), CHAT, NOW) for t in ("one", "two")]
    store = await connect(source)
    gone = text("DELETE FROM event WHERE id = :id")
    await store.write(lambda connection: connection.execute(gone, {"id": last.id}))
    await store.close()
    await copied(source, target, tmp_path)
    async with open_briefings(target) as core:
        assert (await core.agenda.create("three", EventDate(day, day, "day"), CHAT, NOW)).id == last.id + 1


async def test_the_restored_library_is_searched_and_grows(source: str, target: str, tmp_path):
    async with open_briefings(source) as core:
        before = await core.library.search("Washington")
    assert before.hits
    await copied(source, target, tmp_path)
    async with open_briefings(target) as core:
        assert await core.library.search("Washington") == before
        await core.library.add("more.txt", b"Dry docks\nCosts\nThe dry dock costs twelve million.\n", NOW)
        assert (await core.library.search("dock twelve")).hits


async def test_a_database_with_rows_is_refused_and_left_as_it_is(source: str, target: str, tmp_path):
    await copied(source, target, tmp_path)
    before = await rows_of(target)
    with pytest.raises(Unavailable, match=r"The database isn't empty: its table .* has rows"):
        await restore_bytes((tmp_path / "kept.backup").read_bytes(), target)
    assert await rows_of(target) == before


async def run_without_library(url: str) -> None:
    """What a service that was started on an empty database, checks of it and the terminal's commands leave behind."""
    async with open_briefings(url, default_marking="GREEN") as core:
        await core.outbox.take_over("telegram", NOW)
        await core.outbox.ticked(NOW)
        await core.outbox.try_to_write(NOW, room=True)
    store = await connect(url)
    try:
        await store.write(_list_in_the_terminal)
    finally:
        await store.close()


def _list_in_the_terminal(connection: Any) -> None:
    here, owner = "terminal:local", "terminal:owner"
    for name, row in (
        ("chat", {"address": here, "person": owner}),
        ("direct_chat", {"address": here, "person": owner}),
        ("shown", {"address": here, "message": f"answer to {owner}", "about": "list", "at": NOW}),
        ("constant", {"name": "zones", "value": "2026a"}),
        ("constant", {"name": "reading", "value": "8 0 0"}),
    ):
        connection.execute(insert(metadata.tables[name]), [row])


@pytest.fixture
async def server(request: pytest.FixtureRequest, tmp_path) -> AsyncIterator[str]:
    """An empty PostgreSQL database that a service, checks and commands have used."""
    async with database("postgresql", tmp_path, request, "server") as url:
        await run_without_library(url)
        yield url


async def test_what_starts_and_checks_wrote_on_a_server_is_replaced(source: str, server: str, tmp_path):
    before = await rows_of(source)
    await copied(source, server, tmp_path)
    assert but_marks(await rows_of(server)) == but_processes(before)


async def start_once(url: str, folder: Path, bot_token: str) -> None:
    """Serves both platforms from an empty database until it has sent and received; nobody writes to it."""
    telegram, slack = TelegramWorld(), SlackWorld()
    await telegram.open()
    await slack.open()
    slack.server.now = telegram.server.now = datetime.now(UTC)  # noqa: TID251 - the process reads the real clock
    tokens = {"TELEGRAM_BOT_TOKEN": TOKEN, "SLACK_BOT_TOKEN": bot_token, "SLACK_APP_TOKEN": APP_TOKEN}
    addresses = {"TELEGRAM_API_URL": telegram.server.url, "SLACK_API_URL": slack.server.url, "DATABASE_URL": url}
    process = await preloaded_run(
        tokens | addresses | {"READOUT_ADMINS": "telegram:42", "READOUT_DATA_DIR": str(folder), "TMPDIR": str(folder)}
    )
    try:
        async with asyncio.timeout(HANGS):
            await telegram.server.until(lambda: "getUpdates" in telegram.server.methods())
            if bot_token != BOT_TOKEN:
                await telegram.server.until(lambda: telegram.server.posts)  # the admin is told of the refused token
            of_slack = {"bot account of slack"} if bot_token == BOT_TOKEN else set()
            wanted = {"ticked", "epoch of sending", "bot account of telegram", *of_slack}
            while not await values_of(url) >= wanted:  # noqa: ASYNC110 - another process writes them
                await asyncio.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        process.kill()
        await slack.stop()
        await telegram.stop()


async def values_of(url: str) -> set[str]:
    """The names of the single values."""
    store = await connect(url)
    try:
        return set(await store.read(lambda c: c.execute(text("SELECT name FROM constant")).scalars().all()))
    finally:
        await store.close()


@pytest.mark.parametrize("bot_token", [BOT_TOKEN, "xoxb-refused"])
async def test_what_a_service_with_both_platforms_wrote_on_an_empty_server_is_replaced(
    bot_token: str, good: bytes, request: pytest.FixtureRequest, tmp_path: Path
):
    async with database("postgresql", tmp_path, request, "server") as url:
        await start_once(url, tmp_path / "data", bot_token)
        await restore_bytes(good, url)
        assert not {each for each in await values_of(url) if each.startswith(("epoch of", "bot account of"))}


@pytest.fixture
def good(kept: Path) -> bytes:
    """What a good backup holds."""
    return kept.read_bytes()


CHOSEN = {
    "a setting": "UPDATE chat SET zone = 'Asia/Shanghai'",
    "another chat": "INSERT INTO chat (address) VALUES ('telegram:1')",
    "another value": "INSERT INTO constant (name, value) VALUES ('origin', '1')",
    "a clearance": "INSERT INTO clearance (holder, rank, at) VALUES ('telegram:1', 1, 0)",
}


@pytest.mark.parametrize("name", CHOSEN)
async def test_what_people_chose_on_a_server_is_not_replaced(name: str, server: str, good: bytes):
    store = await connect(server)
    await store.write(lambda connection: connection.execute(text(CHOSEN[name])))
    await store.close()
    before = await rows_of(server)
    with pytest.raises(Unavailable, match="drop the database and create it again, or name another one"):
        await restore_bytes(good, server)
    assert await rows_of(server) == before


async def test_a_bad_backup_leaves_what_checks_wrote_on_a_server(server: str, good: bytes):
    before = await rows_of(server)
    with pytest.raises(BadInput):
        await restore_bytes(good[:-400], server)
    assert await rows_of(server) == before


async def test_a_database_that_is_sent_from_is_refused(source: str, tmp_path):
    await backups.make(source, tmp_path / "kept.backup", NOW)
    async with only_sender(source):
        with pytest.raises(Unavailable, match="Readout is running on this database"):
            await restore_bytes((tmp_path / "kept.backup").read_bytes(), source)


@pytest.fixture
async def kept(tmp_path) -> Path:
    """A good backup."""
    file = tmp_path / "good.backup"
    if not _put(file, "good"):
        url = f"sqlite:///{tmp_path}/original.db"
        await fill(url)
        await backups.make(url, file, NOW)
        _keep(file, "good")
    return file


async def restore_bytes(data: bytes, target: str) -> None:
    await backups.restore(target, io.BytesIO(data), "it.backup", NOW)


async def is_untouched(target: str) -> bool:
    """Whether a database is still as it was: without tables, or with empty ones."""
    return is_absent(target) if target.startswith("sqlite") else not any((await rows_of(target)).values())


def is_absent(target: str) -> bool:
    """Whether SQLite's file isn't there, nor any part of one."""
    file = Path(target.removeprefix("sqlite:///"))
    return not file.exists() and not list(file.parent.glob(".*"))


def file_exists(target: str) -> bool:
    return Path(target.removeprefix("sqlite:///")).exists()


def unzipped(data: bytes) -> list[bytes]:
    return gzip.decompress(data).splitlines(keepends=True)


def zipped(lines: list[bytes]) -> bytes:
    return gzip.compress(b"".join(lines))


STRANGE = b'{"table":"x","columns":["a"],"last_id":0}\n'
BAD = {
    "nothing": (lambda _: b"", "it.backup is incomplete"),
    "foreign": (lambda _: b"Dear diary, " * 50, "it.backup isn't a backup of Readout."),
    "zipped and foreign": (lambda _: gzip.compress(b'{"a": 1}\n'), "it.backup isn't a backup of Readout."),
    "zipped words": (lambda _: gzip.compress(b"Dear diary\n"), "it.backup is damaged"),
    "an SQLite file": (lambda _: b"SQLite format 3\x00" + bytes(99), "it.backup is an SQLite database, as backups"),
    "of pg_dump": (lambda _: b"PGDMP" + bytes(99), "it.backup was written by pg_dump. Restore it with pg_restore."),
    "cut": (lambda data: data[:-400], "it.backup is (incomplete|damaged)"),
    "cut in half": (lambda data: data[: len(data) // 2], "it.backup is incomplete"),
    "cut after the head": (lambda data: zipped(unzipped(data)[:1]), "it.backup is incomplete"),
    "without its end": (lambda data: zipped(unzipped(data)[:-1]), "it.backup is incomplete"),
    "without a row": (lambda data: zipped([*unzipped(data)[:2], *unzipped(data)[3:]]), "damaged|refused a row"),
    "with a row twice": (lambda data: zipped([*unzipped(data)[:3], *unzipped(data)[2:]]), "damaged|refused a row"),
    "with one letter changed": (lambda data: zipped([b"".join(unzipped(data)).replace(b"Harbo", b"Barbo")]), "damaged"),
    "with a byte turned": (lambda data: turned(data), "it.backup is damaged"),
    "with more behind it": (lambda data: data + b"more", "it.backup is damaged"),
    "with an unknown table": (lambda data: zipped([unzipped(data)[0], STRANGE, *unzipped(data)[1:]]), "is damaged"),
}  # fmt: skip


def turned(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_is_a_sentence_and_leaves_nothing_behind(kept, target: str, name: str):
    spoil, words = BAD[name]
    with pytest.raises(BadInput, match=words):
        await restore_bytes(spoil(kept.read_bytes()), target)
    assert await is_untouched(target)
    await restore_bytes(kept.read_bytes(), target)  # and a good one can follow


async def test_what_a_newer_readout_wrote_is_refused_and_older_schemas_are_taken(kept, target: str):
    lines = unzipped((kept).read_bytes())
    newer = lines[0].replace(f'"schema":"{SCHEMA}"'.encode(), b'"schema":"9000"')
    with pytest.raises(Outdated, match=r"it.backup was made by a newer Readout.*Install a newer Readout"):
        await restore_bytes(zipped([newer, *lines[1:]]), target)
    assert await is_untouched(target)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_backup_of_an_older_schema_restores_into_this_one(kind: str, request, target: str, tmp_path):
    """The older one is made by migrations up to it, as an earlier version made it."""
    async with database(kind, tmp_path, request, "older") as url:
        await make_older(url, "0003")
        with pytest.raises(Outdated):
            async with open_briefings(url):
                pass
        file = tmp_path / "older.backup"
        contents = await backups.make(url, file, NOW)
        assert contents.head.schema == "0003"
        assert "statement" not in contents.tables
        assert (await backups.verify(io.BytesIO(file.read_bytes()), "older.backup")).rows == contents.rows
        await restore_bytes(file.read_bytes(), target)
    async with open_briefings(target, create=False):
        pass
    assert [row[1] for row in (await rows_of(target))["event"]] == ["Regatta"]


async def make_older(url: str, schema: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from alembic import command\n"
        "from briefings.store import connect\n"
        "from briefings.store.migrations import __main__ as migrations\n"
        f"command.upgrade = lambda config, _head, upgrade=command.upgrade: upgrade(config, {schema!r})\n"
        "asyncio.run(migrations.migrate(sys.argv[1]))\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, url)
    assert await process.wait() == 0
    store = await connect(url)
    event = (
        "INSERT INTO event (title, first, last, precision, state, rev, by_person, created_at, changed_at)"
        " VALUES ('Regatta', '2026-06-01', '2026-06-01', 'day', 'set', 1, true, 0, 0)"
    )
    await store.write(lambda connection: connection.execute(text(event)))
    await store.close()


async def test_a_value_that_its_column_cannot_hold_is_named(tmp_path, request: pytest.FixtureRequest):
    """SQLite takes letters in a column of numbers; they come back there, and PostgreSQL can't hold them."""
    url, file = f"sqlite:///{tmp_path}/odd.db", tmp_path / "odd.backup"
    await fill(url)
    with sqlite3.connect(tmp_path / "odd.db") as connection:
        connection.execute("UPDATE event SET changed_at = 'some day'")
    connection.close()
    await backups.make(url, file, NOW)
    await restore_bytes(file.read_bytes(), f"sqlite:///{tmp_path}/again.db")
    with sqlite3.connect(tmp_path / "again.db") as connection:
        assert connection.execute("SELECT DISTINCT changed_at FROM event").fetchall() == [("some day",)]
    connection.close()
    async with database("postgresql", tmp_path, request, "x") as server:
        with pytest.raises(BadInput, match=r"refused a row of the backup's table event: 'some day' is a value of"):
            await restore_bytes(file.read_bytes(), server)
        assert await is_untouched(server)


@pytest.mark.parametrize("left", ["-wal", "-shm", ".sender.lock", "-0003-20260101T000000"])
async def test_a_lost_or_emptied_file_is_restored_over_what_lies_beside_it(kept, tmp_path, left: str):
    for emptied in (False, True):
        file = tmp_path / f"lost{emptied}.db"
        file.with_name(f"{file.name}{left}" if left[1] in "ws." or left[0] == "." else f"{file.stem}{left}.db").touch()
        if emptied:
            file.touch()
        await restore_bytes(kept.read_bytes(), f"sqlite:///{file}")
        async with open_briefings(f"sqlite:///{file}", create=False) as core:
            assert await core.library.count() == 1
        assert file.stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_no_database_is_left_alone(kept, tmp_path):
    (tmp_path / "notes.db").write_text("my notes")
    with pytest.raises(Unavailable, match=r"notes.db isn't an SQLite database. Move it away"):
        await restore_bytes(kept.read_bytes(), f"sqlite:///{tmp_path}/notes.db")
    assert (tmp_path / "notes.db").read_text() == "my notes"


_SLOW = """
import asyncio, io, sys
from datetime import datetime, UTC
from briefings import backups

class Slow(io.BytesIO):
    def read(self, size=-1):
        data = super().read(min(size, 2000))
        if self.tell() > len(self.getvalue()) * float(sys.argv[3]):
            print("here", flush=True)
            import time
            time.sleep(60)
        return data

file = Slow(open(sys.argv[2], "rb").read())
asyncio.run(backups.restore(sys.argv[1], file, "kept", datetime(2026, 4, 24, 9, tzinfo=UTC)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.2, 0.9])
async def test_a_kill_during_a_restore_leaves_nothing_half_and_the_next_one_works(kept, target: str, share: float):
    program = [sys.executable, "-c", _SLOW, target, str(kept), str(share)]
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    async with asyncio.timeout(HANGS):
        assert await process.stdout.readline() == b"here\n"
        process.send_signal(signal.SIGKILL)
        await process.wait()
    if target.startswith("sqlite"):
        assert not file_exists(target)
    else:
        await gone(target)
        assert not any((await rows_of(target)).values())
    await restore_bytes(kept.read_bytes(), target)
    async with open_briefings(target) as core:
        assert await core.library.count() == 1


async def gone(target: str) -> None:
    """Waits until the server has noticed that a process died, which the lock shows."""
    async with asyncio.timeout(HANGS), only_sender(target):
        pass


async def test_a_restore_that_ended_before_its_last_step_cannot_be_opened_and_is_done_again(
    kept, request: pytest.FixtureRequest, tmp_path
):
    """On a server the rows are there, but what may have been sent isn't set aside yet."""
    async with database("postgresql", tmp_path, request, "x") as target:

        class Stopped(Exception):
            pass

        async def stop() -> None:
            async with store_backup.restoring(target):
                await store_backup.load(target, io.BytesIO(kept.read_bytes()), "kept")
                raise Stopped

        with pytest.raises(Stopped):
            await stop()
        with pytest.raises(Unavailable, match="The restore of this database was interrupted"):
            async with open_briefings(target):
                pass
        await restore_bytes(kept.read_bytes(), target)
        async with open_briefings(target) as core:
            assert await core.library.count() == 1


async def test_verify_finds_a_row_that_changed(kept, tmp_path):
    with kept.open("rb") as opened:
        contents = await backups.verify(opened, "good.backup")
    assert contents.rows > 50
    copy = tmp_path / "copy.db"
    await restore_bytes(kept.read_bytes(), f"sqlite:///{copy}")
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE event SET title = 'Barbour vote' WHERE title = 'Harbour vote'")
    connection.close()
    with pytest.raises(BadInput, match="The restored table event differs from the backup"):
        await compare(copy, Contents(contents.head, {"event": contents.tables["event"]}, contents.columns))


async def test_a_backup_is_taken_of_one_instant_while_others_write(source: str, tmp_path):
    """An event and its audit entry are written together: a backup has both or neither, however often."""
    day = EventDate(date(2026, 6, 1), date(2026, 6, 1), "day")
    async with open_briefings(source) as core:

        async def write() -> None:
            for number in range(60):
                await core.agenda.create(f"event {number}", day, CHAT, NOW)

        writing = asyncio.create_task(write())
        kept = [await backups.make(source, tmp_path / f"{number}.backup", NOW) for number in range(4)]
        await writing
    pairs = {(each.tables["event"].rows, each.tables["journal"].rows) for each in kept}
    assert len({events - entries for events, entries in pairs}) == 1


async def test_a_backup_is_private_and_appears_whole(source: str, tmp_path):
    before = os.umask(0)
    try:
        await backups.make(source, tmp_path / "kept.backup", NOW)
    finally:
        os.umask(before)
    assert (tmp_path / "kept.backup").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / ".kept.backup.part").exists()
    first = json.loads(unzipped((tmp_path / "kept.backup").read_bytes())[0])
    assert (first["format"], first["schema"], first["made_at"]) == ("readout-backup", SCHEMA, NOW.isoformat())


LATER = NOW + timedelta(days=8)  # the reminder was due on the first day after the backup


async def test_what_was_due_since_the_backup_is_sent_only_if_the_operator_says_so(source: str, target: str, tmp_path):
    async with open_briefings(source) as core:
        now = NOW - timedelta(hours=1)
        day = date(2026, 5, 4)
        event = await core.agenda.create("Pending before", EventDate(day, day, "day"), CHAT, NOW)
        await core.subscriptions.remind(CHAT, event.id, [Lead(10, "d")], CHAT, now - timedelta(days=9))
        await core.outbox.enqueue_due(["telegram"], NOW)  # written before the backup, sent after it
        far = date(2026, 7, 1)
        later = await core.agenda.create("Due after the restore", EventDate(far, far, "day"), CHAT, NOW)
        await core.subscriptions.remind(CHAT, later.id, [Lead(7, "d")], CHAT, NOW)
        await core.intake.keep([Update("telegram:77", "telegram", CHAT, CHAT, "{}", NOW)])
    file = tmp_path / "kept.backup"
    await backups.make(source, file, NOW)
    restored = await backups.restore(target, io.BytesIO(file.read_bytes()), "kept", LATER)
    async with open_briefings(target) as core:
        assert restored.set_aside == await core.outbox.set_aside() >= 2
        aside = await core.outbox.latest(CHAT, "unknown", 100)
        assert {each.reason for each in aside if each.kind == "reminder"} == {"possibly sent before the restore"}
        assert await core.intake.unfinished("telegram") == []
        await core.outbox.take_over("telegram", LATER)
        for _ in range(3):
            await core.outbox.enqueue_due(["telegram"], LATER)
            assert await core.outbox.ready("telegram", LATER, 100) == []
        one = aside[0].id
        assert await core.outbox.release_restored(LATER, [one, 999_999]) == 1
        assert await core.outbox.release_restored(LATER, [one]) == 0
        ready = await core.outbox.ready("telegram", LATER, 100)
        assert [id_ for batch in ready for id_ in batch.ids] in ([one], [])
        released = await core.outbox.release_restored(LATER)
        assert released == restored.set_aside - 1
        due = datetime(2026, 6, 24, 23, tzinfo=UTC)  # what became due after the restore is nobody's doubt
        await core.outbox.enqueue_due(["telegram"], due)
        [new] = [d for d in await core.outbox.latest(CHAT, "pending", 100) if d.due_at > LATER]
        assert new.kind == "reminder"


async def test_a_database_that_was_moved_sends_what_is_due(source: str, target: str, tmp_path):
    await copied(source, target, tmp_path)
    async with open_briefings(target) as core:
        await core.outbox.take_over("telegram", LATER)
        await core.outbox.enqueue_due(["telegram"], NOW + timedelta(days=1))
        assert await core.outbox.ready("telegram", NOW + timedelta(days=1), 100)
        assert await core.outbox.set_aside() == 0
