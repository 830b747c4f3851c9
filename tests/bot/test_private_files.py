"""Database, backups, lock, exports and `.env` are their owner's alone, whatever the umask and whatever they were."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from bot.file_modes import make_private
from briefings.service import open_briefings
from briefings.store import only_sender
from tests.fakes.command_line import typed


def modes(folder: Path) -> dict[str, int]:
    return {
        each.relative_to(folder).as_posix(): stat.S_IMODE(each.stat().st_mode) for each in sorted(folder.rglob("*"))
    }


@pytest.fixture
def library(tmp_path: Path, imported: Path) -> Path:
    """A folder in which the sample was imported."""
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_everything_that_is_made_is_private_under_any_umask(library):
    assert typed(library, "backup", "data/copy.db").returncode == 0
    talked = typed(library, "chat", lines="timeline a1\nsources a1 bibtex\nexport a1\nexit\n")
    assert talked.returncode == 0, talked.stderr
    found = modes(library)
    assert {"data", "data/readout.db", "data/copy.db"} <= set(found)
    assert any(name.startswith("data/files/") for name in found)
    open_ = {name: oct(mode) for name, mode in found.items() if mode & 0o077}
    assert open_ == {}


def test_what_was_open_to_others_is_closed_at_the_start_and_told(library):
    data = library / "data"
    (library / ".env").write_text("READOUT_TIMEZONE=UTC\n")
    for name in ("readout.db-wal", "readout.db-shm", "readout.db.sender.lock", "readout-0001-20260101T000000.db"):
        (data / name).touch()
    for each in (library / ".env", data, *data.iterdir()):
        each.chmod(0o777 if each.is_dir() else 0o666)
    told = typed(library, "list")
    assert told.returncode == 0
    assert told.stderr.count("closed to others what they could read") == 7
    assert {name: mode for name, mode in modes(library).items() if mode & 0o077} == {}
    assert "closed to others" not in typed(library, "list").stderr


def test_doctor_tells_what_was_open(library):
    (library / "data" / "readout.db").chmod(0o644)
    told = typed(library, "doctor")
    assert "readout.db (mode 0644); it is closed to them now." in told.stdout
    assert told.stdout.count("NOTE") == 1
    assert "NOTE" not in typed(library, "doctor").stdout


@pytest.mark.parametrize("data", [".", "..", "/tmp", "link"])  # noqa: S108
def test_folders_that_others_need_keep_their_mode(tmp_path, monkeypatch, data):
    here = tmp_path / "home" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    if data == ".":
        monkeypatch.setenv("HOME", str(here))
    if data == "link":
        (here / "link").symlink_to("/tmp")  # noqa: S108
    folder = (here / data).resolve()
    if folder.is_relative_to(tmp_path):
        folder.chmod(0o755)
    before = stat.S_IMODE(folder.stat().st_mode)
    make_private(Path(data), f"sqlite+aiosqlite:///{data}/readout.db")
    assert stat.S_IMODE(folder.stat().st_mode) == before


async def test_the_database_and_its_lock_are_private_also_without_the_command_line(tmp_path):
    url, before = f"sqlite+aiosqlite:///{tmp_path}/new/readout.db", os.umask(0)
    try:
        async with only_sender(url), open_briefings(url):
            found = {name: oct(mode) for name, mode in modes(tmp_path).items() if mode & 0o077}
            assert {"new/readout.db", "new/readout.db-wal", "new/readout.db.sender.lock"} <= set(modes(tmp_path))
            assert found == {}
    finally:
        os.umask(before)
