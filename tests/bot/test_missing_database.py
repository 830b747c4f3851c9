"""Commands that only read make no database, and none replaces one whose folder was moved under a running sender."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefings import backups
from briefings.errors import Broken
from briefings.service import SAMPLE, open_briefings
from briefings.store import copy_file, is_empty, only_sender
from tests.conftest import NOW
from tests.fakes.command_line import called, typed
from tests.fakes.databases import fresh_database

READING = (
    ("doctor",),
    ("health",),
    ("list",),
    ("show", "a1"),
    ("summary",),
    ("events",),
    ("deliveries",),
    ("log",),
    ("rehearse", "--from", "2026-01-01", "--to", "2026-01-02"),
    ("export",),
    ("migrate",),
    ("backup", "copy.db"),
)


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_command_that_reads_makes_nothing(tmp_path: Path, command: tuple[str, ...]):
    told = called(tmp_path, *command)
    said = told.stdout + told.stderr
    assert f"There is no database {'at ' if command[0] != 'backup' else ''}{tmp_path / 'data' / 'readout.db'}" in said
    assert command[0] == "doctor" or told.returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=["sqlite", "postgresql"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty database of each kind in turn, which the folder's settings name."""
    if request.param == "sqlite":
        yield _named(tmp_path, f"sqlite:///{tmp_path / 'other' / 'readout.db'}")
        return
    async with fresh_database(request.getfixturevalue("postgresql"), "template0") as url:
        yield _named(tmp_path, url)


def _named(folder: Path, url: str) -> str:
    (folder / ".env").write_text(f"DATABASE_URL={url}\n")
    return url


async def test_a_backup_restores_after_checks_of_an_empty_database(tmp_path: Path, address: str):
    kept = f"sqlite:///{tmp_path / 'kept.db'}"
    async with open_briefings(kept) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
    await backups.make(kept, tmp_path / "b1.backup", NOW)
    for command in ("doctor", "health", "list"):
        told = await asyncio.to_thread(called, tmp_path, command)
        assert (
            "There is no database at" in told.stdout + told.stderr or "There are no tables" in told.stdout + told.stderr
        )
        assert await is_empty(address)
    restored = await asyncio.to_thread(called, tmp_path, "restore", "--moved", "b1.backup")
    assert (restored.returncode, restored.stderr) == (0, "")
    again = await asyncio.to_thread(called, tmp_path, "restore", "--moved", "b1.backup")
    assert again.returncode == 1
    cure = "drop the database and create it again" if "postgresql" in address else "move the database's files away"
    assert f"Restore into an empty one: {cure}, or name another one" in again.stderr


def test_an_empty_file_stays_empty(tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "readout.db").touch()
    assert "There is no database at" in called(tmp_path, "list").stderr
    assert [each.stat().st_size for each in (tmp_path / "data").iterdir()] == [0]


async def test_a_folder_moved_under_a_sender_is_not_made_anew(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/data/readout.db"
    async with only_sender(url), open_briefings(url):
        shutil.move(tmp_path / "data", tmp_path / "moved")
        with pytest.raises(Broken, match="file is missing"):
            async with only_sender(url):
                pass
        with pytest.raises(Broken, match="file is missing"):
            async with open_briefings(url):
                pass
        assert not (tmp_path / "data").exists()
    async with open_briefings(url):
        pass
    assert (tmp_path / "data" / "readout.db").exists()


async def test_another_file_in_the_place_of_an_open_one_is_told_of_and_stays_as_it_is(tmp_path: Path):
    url, file = f"sqlite:///{tmp_path}/data/readout.db", tmp_path / "data" / "readout.db"
    async with only_sender(url), open_briefings(url) as core:
        await copy_file(file, tmp_path / "other.db")
        (tmp_path / "other.db").replace(file)
        there = file.read_bytes()
        with pytest.raises(Broken, match="Another file is in the database's place"):
            await core.outbox.try_to_write(NOW)
        for command in ("health", "list", "doctor"):
            told = await asyncio.to_thread(called, tmp_path, command)
            assert told.returncode == 1
            assert "Another file is in the database's place" in " ".join((told.stdout + told.stderr).split())
        assert file.read_bytes() == there
    assert (await asyncio.to_thread(called, tmp_path, "list")).returncode == 0


async def test_a_write_ahead_log_that_was_deleted_under_a_sender_is_told_of(tmp_path: Path):
    url, file = f"sqlite:///{tmp_path}/data/readout.db", tmp_path / "data" / "readout.db"
    async with open_briefings(url):
        pass
    async with only_sender(url), open_briefings(url) as core:
        await core.outbox.try_to_write(NOW)
        for ending in ("-wal", "-shm"):
            file.with_name(f"{file.name}{ending}").unlink()
        for _ in range(2):
            with pytest.raises(Broken, match="-wal and -shm, were deleted while Readout was running"):
                await core.outbox.try_to_write(NOW)
            told = await asyncio.to_thread(typed, tmp_path, "health")  # which makes a log of its own
            assert (told.returncode, "Readout is running, but the database holds no sign of life" in told.stderr) == (
                1,
                True,
            )


async def test_a_file_that_was_emptied_is_never_filled_anew(tmp_path: Path):
    url, file = f"sqlite:///{tmp_path}/data/readout.db", tmp_path / "data" / "readout.db"
    async with only_sender(url), open_briefings(url):
        os.truncate(file, 0)
        for command in ("health", "list", "doctor"):
            told = await asyncio.to_thread(called, tmp_path, command)
            said = " ".join((told.stdout + told.stderr).split())
            assert (told.returncode, "The database file is damaged" in said, "There is no database" in said) == (
                1,
                True,
                False,
            )
        assert file.stat().st_size == 0
    os.truncate(file, 0)
    file.with_name(f"{file.name}-wal").touch()  # as a process leaves it that was killed
    with pytest.raises(Broken, match="The database file is damaged"):
        async with only_sender(url):
            pass
    assert file.stat().st_size == 0
