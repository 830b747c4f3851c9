"""Database, backups, lock, exports and `.env` are their owner's alone, whatever the umask and whatever they were."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from bot.run.file_modes import make_private
from briefings.service import open_briefings
from briefings.store import only_sender
from tests.fakes.command_line import called


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
    assert called(library, "backup", "data/copy.db").returncode == 0
    talked = called(library, "chat", lines="timeline a1\nsources a1 bibtex\nexport a1\nexit\n")
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
    told = called(library, "list")
    assert told.returncode == 0
    assert told.stderr.count("Removed other users' access (path=") == 7
    assert {name: mode for name, mode in modes(library).items() if mode & 0o077} == {}
    assert "other users" not in called(library, "list").stderr


def test_doctor_tells_what_was_open(library):
    (library / "data" / "readout.db").chmod(0o644)
    told = called(library, "doctor")
    assert "readout.db (mode 0644); now only its owner can." in told.stdout
    assert "make new tokens" not in told.stdout
    assert told.stdout.count("NOTE") == 1
    assert "NOTE" not in called(library, "doctor").stdout


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
    make_private(Path(data), f"sqlite:///{data}/readout.db", frozenset())
    assert stat.S_IMODE(folder.stat().st_mode) == before


@pytest.mark.parametrize("command", [("doctor",), ("health",), ("list",), ("import", "paper.md")])
def test_a_folder_with_other_files_keeps_every_mode(tmp_path, command):
    shared = tmp_path / "shared"
    for folder in (shared, shared / "files", shared / "pictures"):
        folder.mkdir()
        folder.chmod(0o2775)
    for name in ("report.txt", "history", "readout-notes.db", "files/theirs.txt"):
        (shared / name).write_text("theirs")
        (shared / name).chmod(0o664)
    (tmp_path / "paper.md").write_text("# A title\n\nThe council decided on the plan. It will be published in May.\n")
    before = modes(shared)
    (tmp_path / ".env").write_text("READOUT_DATA_DIR=shared\n")
    for _ in range(2):
        called(tmp_path, *command)
    after = modes(shared)
    assert {name: after[name] for name in before} == before
    assert stat.S_IMODE(shared.stat().st_mode) == 0o2775


def test_doctor_tells_what_to_do_about_a_folder_with_other_files(library):
    (library / "data" / "theirs.txt").touch()
    (library / "data").chmod(0o775)
    told = called(library, "doctor").stdout
    assert f"NOTE  Other users can open the data folder {library / 'data'} (mode 0775)" in told
    assert "Name a folder for Readout alone in READOUT_DATA_DIR" in told


@pytest.mark.parametrize(("written", "told"), [("TELEGRAM_BOT_TOKEN=", False), ("OTHER_TOKEN=1", None)])
def test_an_env_file_without_tokens_needs_no_new_tokens(library, written, told):
    (library / ".env").write_text(f"{written}\n")
    (library / ".env").chmod(0o644)
    said = called(library, "doctor").stdout
    assert "make new tokens" not in said
    assert stat.S_IMODE((library / ".env").stat().st_mode) == (0o644 if told is None else 0o600)


def test_misspelt_settings_are_named_by_doctor_and_at_the_start(library, monkeypatch):
    (library / ".env").write_text("READOUT_ADMIN=telegram:1\nTELEGRAM_TOKEN=7:abc\nREADOUT_COLOUR=red\nOTHER=1\n")
    (library / ".env").chmod(0o644)
    monkeypatch.setenv("READOUT_TIMEZON", "Europe/London")
    told = called(library, "doctor").stdout
    for name, place, near in (
        ("READOUT_TIMEZON", "the environment", "READOUT_TIMEZONE"),
        ("READOUT_ADMIN", ".env", "READOUT_ADMINS"),
        ("TELEGRAM_TOKEN", ".env", "TELEGRAM_BOT_TOKEN"),
    ):
        assert (
            f"NOTE  {name} in {place} isn't a setting of Readout, so it has no effect.\n"
            f"      Name it {near}, if you meant that.\n"
        ) in told
    assert "NOTE  READOUT_COLOUR in .env isn't a setting" in told
    assert "OTHER" not in told
    assert stat.S_IMODE((library / ".env").stat().st_mode) == 0o600
    started = called(library, "chat", lines="/status\n").stderr
    assert "TELEGRAM_TOKEN in .env isn't a setting of Readout" in started
    assert "Name it READOUT_TIMEZONE, if you meant that." in started


def test_an_env_file_with_a_token_that_was_open_needs_a_new_one(library):
    (library / ".env").write_text("READOUT_TIMEZONE=UTC\nSLACK_SIGNING_SECRET=0123456789abcdef\n")
    (library / ".env").chmod(0o644)
    assert "make new tokens" in called(library, "doctor").stdout


@pytest.mark.parametrize(
    "folder",
    [
        *("/", "/sys", "/proc/self", "/etc", "/dev", "/usr", str(Path("/home", "somebody")), "/root"),
        *("/mnt", "/media", str(Path("/var", "tmp")), str(Path("/dev", "shm"))),
    ],
)
def test_a_folder_of_the_system_is_refused_as_the_data_folder(tmp_path, folder):
    (tmp_path / ".env").write_text(f"READOUT_DATA_DIR={folder}\n")
    for command in ("doctor", "list"):
        refused = called(tmp_path, command)
        assert refused.returncode == 2
        assert "READOUT_DATA_DIR is" in refused.stderr
        assert "isn't Readout's alone" in refused.stderr


def test_a_folder_in_which_all_users_may_write_is_refused_and_one_in_it_is_taken(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (tmp_path / ".env").write_text(f"READOUT_DATA_DIR={shared}\n")
    told = called(tmp_path, "doctor")
    assert (told.returncode, told.stderr) == (
        2,
        f"READOUT_DATA_DIR is '{shared}', which isn't Readout's alone: name another folder, or a new one in it.\n",
    )
    (tmp_path / ".env").write_text(f"READOUT_DATA_DIR={shared / 'readout'}\n")
    assert called(tmp_path, "doctor").returncode == 0


def test_another_file_named_as_the_database_keeps_its_mode(tmp_path):
    theirs = tmp_path / "theirs.txt"
    theirs.write_text("not a database, but the text of somebody else")
    theirs.chmod(0o644)
    (tmp_path / ".env").write_text(f"DATABASE_URL=sqlite:///{theirs}\n")
    assert called(tmp_path, "list").returncode == 1
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o644


async def test_the_database_and_its_lock_are_private_also_without_the_command_line(tmp_path):
    url, before = f"sqlite:///{tmp_path}/new/readout.db", os.umask(0)
    try:
        async with only_sender(url), open_briefings(url):
            found = {name: oct(mode) for name, mode in modes(tmp_path).items() if mode & 0o077}
            assert {"new/readout.db", "new/readout.db-wal", "new/readout.db.sender.lock"} <= set(modes(tmp_path))
            assert found == {}
    finally:
        os.umask(before)
