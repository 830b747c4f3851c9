"""`readout import FOLDER` and `readout read FOLDER`: all files in it, whatever becomes of single ones."""

import json
from pathlib import Path

import pytest

from tests.bot.test_cli import Readout, called, home, readout

__all__ = ["home", "readout"]
TEXT = "# {}\n\nThe ice on the quay melts, and nobody in {} knows why. It comes again.\n"


@pytest.fixture
def folder(home: Path) -> Path:
    made = Path("notes")
    (made / "deep").mkdir(parents=True)
    (made / "ice.md").write_text(TEXT.format("Ice", "Oslo"))
    (made / "deep" / "water.txt").write_text(TEXT.format("Water", "Bergen"))
    (made / "deep" / "broken.docx").write_bytes(b"PK\x03\x04")
    (made / "picture.png").write_bytes(b"\x89PNG\r\n")
    (made / ".hidden.md").write_text(TEXT.format("Hidden", "Lund"))
    return made


def test_a_folder_is_imported_and_one_bad_file_stops_no_other(readout: Readout, folder: Path):
    ran = readout("import", "notes")
    assert "notes/ice.md: a" in ran.out
    assert "notes/deep/water.txt: a" in ran.out
    assert "notes/deep/broken.docx: The file is damaged" in ran.err
    assert "notes/picture.png: Skipped: Readout doesn't read this type of file." in ran.err
    assert ran.err.rstrip().endswith("2 read, 1 failed, 1 skipped.")
    assert "hidden" not in ran.out + ran.err
    assert ran.status == 1


def test_a_folder_is_read_without_storing_and_json_stays_json(readout: Readout, folder: Path):
    (folder / "deep" / "broken.docx").unlink()
    ran = readout("read", "notes", "--json")
    assert {json.loads(line)["title"] for line in ran.out.splitlines()} == {"Ice", "Water"}
    assert (ran.status, ran.err.rstrip().endswith("2 read, 0 failed, 1 skipped.")) == (0, True)


def test_a_folder_s_asciidoc_org_and_nameless_mails_are_read(readout: Readout, folder: Path):
    for path in [*folder.rglob("*.*")]:
        path.unlink()
    (folder / "tide.adoc").write_text("= Tide\n\nThe tide in Oslo turns, and nobody knows why.\n")
    (folder / "wind.asciidoc").write_text("= Wind\n\nThe wind in Oslo turns, and nobody knows why.\n")
    (folder / "snow.org").write_text("#+TITLE: Snow\n\nThe snow in Oslo melts, and nobody knows why.\n")
    mail = "From: ada@example.org\nMIME-Version: 1.0\nSubject: Rain\n\nThe rain in Oslo stops, and nobody knows why.\n"
    (folder / "mail").write_text(mail)
    (folder / "LICENSE").write_text("Do as you like.\n")
    ran = readout("read", "notes", "--json")
    assert {json.loads(line)["title"] for line in ran.out.splitlines()} == {"Tide", "Wind", "Snow", "Rain"}
    assert "LICENSE: Skipped: Readout doesn't import files with such a name from a folder." in ran.err


def test_an_empty_folder_says_so(readout: Readout, home: Path):
    Path("empty").mkdir()
    ran = readout("import", "empty")
    assert (ran.status, ran.err.strip()) == (0, "0 read, 0 failed, 0 skipped.")


def test_a_folder_is_imported_in_the_terminal_chat_as_on_the_command_line(home: Path, folder: Path):
    told = called(home, "chat", lines="import notes\nlist\n").stdout
    assert "ice.md" in told
    assert "deep/water.txt" in told
    assert "Not imported: The file is damaged" in told
    assert "picture.png\n\nNot imported: Skipped: Readout doesn't read this type of file." in told
    assert "Of 4 files, 2 were imported." in told
    assert "hidden" not in told
    assert all(title in told.rpartition("Analyses\n")[2] for title in ("Ice", "Water"))


def test_a_folder_without_files_says_so_in_the_terminal_chat(home: Path):
    Path("empty").mkdir()
    told = called(home, "chat", lines="import empty\nimport empty published 2026-02-05\n").stdout
    assert told.count("There is no file in empty that Readout reads.") == 2
