"""The library folder: what is taken in when, what never is, and what is told of it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.watching import Watcher, watching
from briefings.service import Briefings

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
ICE = "Ice on the Northern Quay\nCosts\nBreaking the ice costs more than the berths bring in.\n"
FOG = "Fog over the Sound\nCosts\nNobody sails in the fog of November.\n"
NOISE = bytes(range(256)) * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    papers.mkdir()
    return papers


@pytest.fixture
def watcher(core: Briefings, folder: Path) -> Watcher:
    return Watcher(core, folder, lambda: NOW)


async def titles(core: Briefings) -> list[str]:
    return sorted(entry.title for entry in await core.library.entries())


async def settle(watcher: Watcher) -> None:
    await watcher.look()
    await watcher.look()


async def test_a_file_is_taken_in_when_two_looks_find_it_alike(watcher, core, folder):
    (folder / "ice.txt").write_text(ICE[:30])
    assert await watcher.look()
    (folder / "ice.txt").write_text(ICE)
    assert await watcher.look()
    assert await core.library.count() == 0
    assert not await watcher.look()
    assert await titles(core) == ["Ice on the Northern Quay"]
    assert (await core.history.revisions(1, 9))[0].by == "the library folder"
    assert not await watcher.look()


async def test_a_changed_file_is_a_revision_and_a_touched_one_is_not(watcher, core, folder):
    file = folder / "ice.txt"
    file.write_text(ICE)
    await settle(watcher)
    os.utime(file, ns=(1, 1))
    await settle(watcher)
    assert (await core.library.get(1)).revision == 1
    file.write_text(ICE + "The quay stays shut.\n")
    await settle(watcher)
    assert (await core.library.get(1)).revision == 2
    file.write_text(ICE)
    await settle(watcher)
    assert (await core.library.get(1)).revision == 3


async def test_the_same_content_is_never_taken_in_twice(watcher, core, folder):
    (folder / "ice.txt").write_text(ICE)
    await settle(watcher)
    await core.history.remove(1, NOW)
    (folder / "copy.txt").write_text(ICE)
    (folder / "ice.txt").rename(folder / "renamed.txt")
    await settle(watcher)
    await settle(Watcher(core, folder, lambda: NOW))
    assert await core.library.count() == 0


async def test_what_cannot_be_read_is_listed_until_it_is_mended_or_gone(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    (folder / "empty.txt").touch()
    (folder / "ice.txt").write_text(ICE)
    await settle(watcher)
    assert await titles(core) == ["Ice on the Northern Quay"]
    listed = dict(await core.folder.faults())
    assert set(listed) == {"empty.txt", "noise.bin"}
    assert "empty" in listed["empty.txt"]
    (folder / "empty.txt").write_text(FOG)
    (folder / "noise.bin").unlink()
    await settle(watcher)
    assert await core.folder.faults() == []
    assert "Fog over the Sound" in await titles(core)


async def test_a_refused_file_is_tried_again_at_the_next_start_alone(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    await settle(watcher)
    assert not await watcher.look()
    later = Watcher(core, folder, lambda: NOW)
    assert await later.look()
    assert not await later.look()


async def test_hidden_half_written_and_strange_files_are_left_alone(watcher, core, folder):
    for name in (".hidden.txt", "~$ice.docx", "ice.txt.part", "ice.txt~", "ice.tmp", "Thumbs.db"):
        (folder / name).write_text(ICE)
    (folder / ".git").mkdir()
    (folder / ".git" / "ice.txt").write_text(ICE)
    os.mkfifo(folder / "pipe.txt")
    (folder / "nowhere.txt").symlink_to(folder / "nothing")
    await settle(watcher)
    assert (await core.library.count(), await core.folder.faults()) == (0, [])


async def test_subfolders_and_linked_files_are_read_and_linked_folders_are_not(watcher, core, folder, tmp_path):
    (folder / "2026" / "february").mkdir(parents=True)
    (folder / "2026" / "february" / "ice.txt").write_text(ICE)
    (folder / "2026" / "again").symlink_to(folder)
    (tmp_path / "fog.txt").write_text(FOG)
    (folder / "fog.txt").symlink_to(tmp_path / "fog.txt")
    await settle(watcher)
    assert await titles(core) == ["Fog over the Sound", "Ice on the Northern Quay"]


async def test_a_folder_that_is_away_changes_nothing(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    await settle(watcher)
    folder.rename(folder.with_name("away"))
    assert not await watcher.look()
    assert len(await core.folder.faults()) == 1


async def test_what_is_there_is_taken_in_before_the_first_word(core, folder):
    (folder / "ice.txt").write_text(ICE)
    async with watching(core, folder, lambda: NOW, 0.01, first=True):
        assert await titles(core) == ["Ice on the Northern Quay"]


async def test_without_a_folder_nothing_is_listed(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    await settle(watcher)
    async with watching(core, None, lambda: NOW, 1):
        assert await core.folder.faults() == []
