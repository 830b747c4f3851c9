"""Commands that only read make no database, and none replaces one whose folder was moved under a running sender."""

import shutil
from pathlib import Path

import pytest

from briefings.errors import Broken
from briefings.service import open_briefings
from briefings.store import only_sender
from tests.fakes.command_line import called

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
