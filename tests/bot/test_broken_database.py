"""A database that is gone, damaged, full or shut: each command says in a sentence what mends it."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from briefings.accounts.chats import Chats
from briefings.errors import Broken
from briefings.service import SAMPLE
from briefings.store import Store, connect
from briefings.store.engine.postgresql import PostgresqlServer
from tests.conftest import NOW
from tests.fakes.command_line import BATCH, PROGRAM, called, typed
from tests.fakes.databases import fresh_database
from tests.fakes.deadline import HANGS

COMMANDS = (
    ("list",), ("import", str(SAMPLE)), ("show", "a1"), ("summary", "a1"), ("events",), ("deliveries",), ("log",),
    ("health",), ("doctor",), ("migrate",), ("backup", "copy.db"), ("ask", "who", "calls"), ("chat",),
)  # fmt: skip


@pytest.fixture
def library(tmp_path: Path, imported: Path) -> Path:
    """A folder in which the sample was imported."""
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_damaged_file_is_told_of_by_every_command(library: Path, command: tuple[str, ...]):
    file = library / "data" / "readout.db"
    file.write_bytes(b"no database " * 1000)
    told = called(library, *command, lines="list\nexit\n")
    said = " ".join((told.stdout + told.stderr).split())
    assert told.returncode == 1
    assert "Traceback" not in said
    assert "The database file is damaged. Stop Readout, move the file away, restore a backup" in said
    assert file.read_bytes() == b"no database " * 1000
    assert not (library / "copy.db").exists()


def test_a_page_that_is_damaged_is_told_of(library: Path):
    file = library / "data" / "readout.db"
    whole = bytearray(file.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    file.write_bytes(whole)
    for words in (("list",), ("backup", "copy.db"), ("import", str(SAMPLE))):
        told = called(library, *words)
        assert "Traceback" not in told.stderr
        assert (told.returncode, "The database file is damaged" in told.stderr) == (1, True)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_file_that_was_taken_away_is_told_of_and_no_new_one_is_made(library: Path, command: tuple[str, ...]):
    data = library / "data"
    (data / "readout.db.sender.lock").touch()  # as `run` leaves it
    (data / "readout.db").rename(library / "away.db")
    told = called(library, *command)
    said = " ".join((told.stdout + told.stderr).split())
    assert "Traceback" not in said
    assert told.returncode == 1
    missing = "The database file is missing. Reconnect its disk or folder"
    assert ("There is no database" if command[0] == "backup" else missing) in said
    assert not (data / "readout.db").exists()


@pytest.mark.parametrize("command", ["health", "doctor"])
def test_a_database_that_another_process_keeps_for_itself_is_told_of(library: Path, command: str):
    with closing(sqlite3.connect(library / "data" / "readout.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        told = called(library, command)
    assert told.returncode == 1
    assert "The database takes no writes: another process has kept it" in told.stdout + told.stderr
    assert command == "doctor" or "for at least 3 seconds" in " ".join(told.stderr.split())


def test_the_chat_says_at_its_start_that_it_waits_for_the_database(library: Path):
    with closing(sqlite3.connect(library / "data" / "readout.db", isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        told = called(library, "chat", lines="list\nexit\n")
    assert "Another process has locked the database. Waiting for it to end" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("command", ["doctor", "health"])
def test_rubbish_amid_the_file_is_told_of(library: Path, command: str):
    file = library / "data" / "readout.db"
    with closing(sqlite3.connect(file)) as database:
        [(page,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mention'")
        [(size,)] = database.execute("PRAGMA page_size")
    whole = bytearray(file.read_bytes())
    whole[(page - 1) * size : page * size] = b"rubbish " * (size // 8)
    file.write_bytes(whole)
    told = called(library, command)
    assert "Traceback" not in told.stderr
    assert told.returncode == 1
    said = " ".join((told.stdout + told.stderr).split())
    assert "The database's file is damaged: " in said
    assert "Stop Readout, move the file away, restore a backup (readout restore), and start it again." in said


def test_a_backup_of_nothing_makes_no_library(tmp_path: Path):
    told = called(tmp_path, "backup", "copy.db")
    assert told.returncode == 1
    assert "There is no database" in told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_disk_that_takes_no_more_is_told_of_and_nothing_is_lost(library: Path, tmp_path: Path):
    file = library / "data" / "readout.db"

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    more = tmp_path / "more.txt"
    more.write_text(
        "Ice on the Quay\nCosts\n" + "\n".join(f"Berth {n} is shut by ice of the sound." for n in range(900))
    )
    for words in (("import", str(more)),):
        told = typed(library, *words, before=small)
        assert "Traceback" not in told.stdout + told.stderr
        assert told.returncode == 1
        assert "The database's disk reports errors." in told.stderr  # it has room, but takes no more of this process
    assert not (library / "copy.db").exists()
    assert file.stat().st_size > 60_000
    listed = called(library, "list").stdout
    assert "- a1 Two Calls" in listed
    assert "- a2" not in listed


FULL = 'mount -t tmpfs -o size=3m tmpfs "$0" && cd "$0" && "$@"'
FILL = "rm -rf data rest copy.db; cp -r ../data .; dd if=/dev/zero of=rest bs=1k"
SMALL = 'mount -t tmpfs -o size=100k tmpfs "$0" && "$@"'


def on_a_disk(
    script: str, library: Path, *words: str, program: str = PROGRAM, lines: str = ""
) -> subprocess.CompletedProcess[str]:
    """`readout ...` where a script in a mount namespace of its own mounts a disk at the folder `disk`."""
    disk = library / "disk"
    disk.mkdir()
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script, disk, sys.executable, "-c", program, *words],
        cwd=library,
        env={"PATH": os.environ["PATH"], "HOME": str(library)},  # noqa: TID251
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
        input=lines,
    )


def mounts_disks() -> bool:
    """Whether this system lets a test mount a disk of its own."""
    tried = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        shutil.which("unshare") is not None and subprocess.run(tried, capture_output=True, check=False).returncode == 0
    )


needs_disk = pytest.mark.skipif(not mounts_disks(), reason="this system lets a test mount no disk")


@pytest.mark.slow
@needs_disk
def test_a_full_disk_is_told_of_by_every_command(library: Path):
    asked = json.dumps({"begin": FILL, "commands": COMMANDS, "lines": "/list\n"})
    ran = on_a_disk(FULL, library, program=BATCH, lines=asked)
    assert ran.returncode == 0, ran.stderr
    for command, (status, out, err) in zip(COMMANDS, json.loads(ran.stdout), strict=True):
        said = " ".join((out + err).split())
        assert "Traceback" not in said, command
        assert status == 1, command
        assert "The database's disk is full. Free some space and try again." in said, command
        assert "reports errors" not in said, command


@pytest.mark.slow
@needs_disk
def test_a_backup_for_which_its_disk_has_no_room_is_told_of(library: Path):
    told = on_a_disk(SMALL.replace("100k", "8k"), library, "backup", "disk/copy.db")
    assert told.returncode == 1
    assert "The backup's disk is full. Free some space, or name a file on another disk." in told.stderr


async def test_a_server_that_lost_the_database_or_refuses_is_told_of(postgresql: str):
    async with fresh_database(postgresql) as url:
        store = await connect(url)
        name = url.partition("@/")[2].partition("?")[0]
        admin = create_async_engine(postgresql.format(name="postgres"), isolation_level="AUTOCOMMIT")
        async with admin.connect() as server:
            await server.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            await server.execute(ended, {"name": name})
            with pytest.raises(Broken, match="server"):
                await Chats(store, "UTC").chat("telegram:1")
            await server.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
            assert (await Chats(store, "UTC").chat("telegram:1")).zone == "UTC"
            await server.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
            for _ in range(3):
                with pytest.raises(Broken, match="or its tables are missing on the server"):
                    await Chats(store, "UTC").set_quiet("telegram:1", None, NOW)
            await server.execute(text(f'CREATE DATABASE "{name}"'))
        await store.close()
        await admin.dispose()


async def test_a_server_whose_socket_is_gone_is_told_of(tmp_path: Path):
    store = Store(PostgresqlServer(f"postgresql+asyncpg://postgres@/postgres?host={tmp_path}", again=0.0))
    for _ in range(2):
        with pytest.raises(Broken, match="The database server can't be reached"):
            await store.read(lambda connection: connection.execute(text("SELECT 1")))
    await store.close()


async def test_a_role_without_rights_is_told_of(postgresql: str):
    async with fresh_database(postgresql) as url:
        store = await connect(url)
        await store.write(lambda connection: connection.execute(text("CREATE ROLE readout_guest LOGIN")))
        guest = await connect(url.replace("postgres@", "readout_guest@"))
        with pytest.raises(Broken, match="refuses the login"):
            await Chats(guest, "UTC").chat("telegram:1")
        await guest.close()
        await store.write(lambda connection: connection.execute(text("DROP ROLE readout_guest")))
        await store.close()
