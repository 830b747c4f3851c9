"""The library folder: what is taken in when, what never is, and what is told of it."""

import asyncio
import os
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.run.folder_watcher import RefusedFile, Watcher, content, content_below, resolved, watch_folder
from briefings.library import FileStat, ImportResult, RevisionChoice
from briefings.library.watched_folder import WatchedFolder
from briefings.service import Briefings
from tests.contracts.test_concurrent_revisions import EDITED, TIDES
from tests.contracts.test_concurrent_revisions import ICE as ICE_REPORT
from tests.fakes.deadline import HANGS

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


class Noted(WatchedFolder):
    """The folder as another edition of the reading code sees it; `order` is the paths in the order of their reading."""

    def __init__(self, core: Briefings) -> None:
        super().__init__(core.library._store, core.library, lambda: "another")
        self.order: list[str] = []

    async def take(self, path: str, look: FileStat, data: bytes, now: datetime) -> ImportResult | None:
        self.order.append(path)
        return await super().take(path, look, data, now)


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


async def test_a_folder_that_does_not_exist_is_logged_once_until_it_is_there(core, folder, caplog):
    watcher = Watcher(core, folder / "typo", lambda: NOW)
    await settle(watcher)
    assert [each.getMessage() for each in caplog.records] == ["the library folder doesn't exist, nothing is imported"]
    (folder / "typo").mkdir()
    await watcher.look()
    (folder / "typo").rmdir()
    await settle(watcher)
    assert len(caplog.records) == 2


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


async def test_a_file_that_this_readout_cannot_read_is_read_again_only_once_one_of_them_changes(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    await settle(watcher)
    assert not await watcher.look()
    later = Watcher(core, folder, lambda: NOW)
    assert not await later.look()
    os.utime(folder / "noise.bin", ns=(1, 1))
    assert await later.look()
    assert not await later.look()
    upgraded = replace(core, folder=Noted(core))
    newer = Watcher(upgraded, folder, lambda: NOW)
    assert await newer.look()
    assert not await newer.look()
    assert not await Watcher(upgraded, folder, lambda: NOW).look()


async def test_what_was_refused_before_comes_last(core, folder):
    (folder / "a.bin").write_bytes(NOISE)
    await settle(Watcher(core, folder, lambda: NOW))
    (folder / "z.txt").write_text(ICE)
    noted = Noted(core)
    await settle(Watcher(replace(core, folder=noted), folder, lambda: NOW))
    assert noted.order == ["z.txt", "a.bin"]


async def test_links_that_lead_nowhere_are_listed_and_keep_no_other_file_waiting(watcher, core, folder):
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "one").symlink_to("other")
    (folder / "other").symlink_to("one")
    (folder / "through.txt").symlink_to(Path("loop.txt") / "ice.txt")
    (folder / "nowhere.txt").symlink_to("nothing.txt")
    (folder / "long.txt").symlink_to("x" * 300)
    (folder / "ice.txt").write_text(ICE)
    await settle(watcher)
    circle = "It is a link that leads back to itself."
    assert dict(await core.folder.faults()) == {
        **dict.fromkeys(("loop.txt", "one", "other", "through.txt"), circle),
        "nowhere.txt": "It is a link to a file that does not exist.",
        "long.txt": "It cannot be opened (File name too long).",
    }
    assert await titles(core) == ["Ice on the Northern Quay"]
    (folder / "nothing.txt").write_text(FOG)
    (folder / "loop.txt").unlink()
    await settle(watcher)
    assert await titles(core) == ["Fog over the Sound", "Ice on the Northern Quay"]
    assert not {"nowhere.txt", "loop.txt"} & {*dict(await core.folder.faults())}


async def test_a_folder_too_deep_to_be_opened_is_listed_and_keeps_no_file_waiting(watcher, core, folder, monkeypatch):
    monkeypatch.chdir(folder)
    for _ in range(20):  # each step by itself, for the whole path is longer than a system takes at once
        os.mkdir("d" * 250)  # noqa: PTH102
        monkeypatch.chdir("d" * 250)
    monkeypatch.chdir("/")
    (folder / "ice.txt").write_text(ICE)
    await settle(watcher)
    assert await titles(core) == ["Ice on the Northern Quay"]
    ((path, fault),) = await core.folder.faults()
    assert path.startswith("d" * 250 + "/")
    assert fault == "It cannot be opened (File name too long)."


async def test_a_name_that_is_not_utf8_is_imported_as_what_it_is_shown_as(watcher, core, folder):
    for name, text in ((b"bad\xff.txt", ICE), (b"bad\\xff.txt", FOG), (b"bad\xfe.bin", "")):
        (folder / os.fsdecode(name)).write_text(text)
    await settle(watcher)
    assert await titles(core) == ["Fog over the Sound", "Ice on the Northern Quay"]
    assert [path for path, _ in await core.folder.faults()] == [r"bad\xfe.bin"]
    assert {*await core.folder.settled()} == {r"bad\xff.txt", r"bad\xff.txt_", r"bad\xfe.bin"}
    assert not await watcher.look()


async def test_a_fault_of_readouts_own_at_one_file_is_told_and_tried_again_and_stops_no_other(
    watcher, core, folder, monkeypatch
):
    for name, text in (("a.txt", ICE), ("b.txt", FOG)):
        (folder / name).write_text(text)
    take = core.folder.take

    async def breaking(path, *rest):
        if path == "a.txt":
            raise KeyError(path)
        return await take(path, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(core.folder, "take", breaking)
        await settle(watcher)
        assert await titles(core) == ["Fog over the Sound"]
        ((path, fault),) = await core.folder.faults()
        assert (path, fault.split(";")[0]) == ("a.txt", "A fault in Readout keeps it from being imported")
    await watcher.look()
    assert await core.folder.faults() == []
    assert await titles(core) == ["Fog over the Sound", "Ice on the Northern Quay"]


async def test_hidden_half_written_and_strange_files_are_left_alone(watcher, core, folder):
    for name in (".hidden.txt", "~$ice.docx", "ice.txt.part", "ice.txt~", "ice.tmp", "Thumbs.db"):
        (folder / name).write_text(ICE)
    (folder / ".git").mkdir()
    (folder / ".git" / "ice.txt").write_text(ICE)
    await settle(watcher)
    assert (await core.library.count(), await core.folder.faults()) == (0, [])


async def test_subfolders_and_links_inside_are_read_and_linked_folders_are_not(watcher, core, folder):
    (folder / "2026" / "february").mkdir(parents=True)
    (folder / "2026" / "february" / "ice.txt").write_text(ICE)
    (folder / "2026" / "again").symlink_to(folder)
    (folder / "kept").mkdir()
    (folder / "kept" / "fog.txt").write_text(FOG)
    (folder / "fog-too.txt").symlink_to(Path("kept") / "fog.txt")
    await settle(watcher)
    assert await titles(core) == ["Fog over the Sound", "Ice on the Northern Quay"]
    assert await core.folder.faults() == []


async def test_links_that_lead_outside_are_refused_and_told(watcher, core, folder, tmp_path):
    secret = tmp_path / "secrets.txt"
    secret.write_text(FOG)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "fog.txt").write_text(FOG)
    (folder / ".env").write_text(FOG)
    (folder / "direct.txt").symlink_to(secret)
    (folder / "relative.txt").symlink_to(Path("..") / "secrets.txt")
    (folder / "hop.txt").symlink_to(folder / "direct.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "through.txt").symlink_to(folder / "folder" / "fog.txt")
    (folder / "process.txt").symlink_to("/proc/self/environ")
    (folder / "descriptor.txt").symlink_to("/proc/self/fd/0")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "hidden.txt").symlink_to(folder / ".env")
    await settle(watcher)
    told = dict(await core.folder.faults())
    assert set(told) == {
        *("direct.txt", "relative.txt", "hop.txt", "folder", "through.txt"),
        *("process.txt", "descriptor.txt", "device.txt", "hidden.txt"),
    }
    assert told.pop("folder").startswith("It is a link to a folder outside the library folder")
    assert {each.split(";")[0] for each in told.values()} == {
        "It is a link that leads out of the library folder or to a hidden file"
    }
    assert await core.library.count() == 0
    (folder / "direct.txt").unlink()
    (folder / "direct.txt").write_text(ICE)
    await settle(watcher)
    assert await titles(core) == ["Ice on the Northern Quay"]
    assert "direct.txt" not in dict(await core.folder.faults())


async def test_pipes_and_sockets_are_refused_without_waiting(watcher, core, folder, monkeypatch):
    os.mkfifo(folder / "pipe.txt")
    monkeypatch.chdir(folder)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        await asyncio.wait_for(settle(watcher), HANGS)
    told = dict(await core.folder.faults())
    assert set(told) == {"pipe.txt", "socket.txt"}
    assert {*told.values()} == {"It is no ordinary file, but a pipe, a socket or a device."}


@pytest.mark.parametrize("exchanged", ["file", "folder", "pipe"])
def test_what_is_exchanged_between_the_look_and_the_opening_is_not_read(folder, tmp_path, exchanged):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "ice.txt").write_text(FOG)
    (folder / "sub").mkdir()
    (folder / "sub" / "ice.txt").write_text(ICE)
    root, steps = resolved(folder, "sub/ice.txt")
    (folder / "sub").rename(folder / "away")
    if exchanged == "folder":
        (folder / "sub").symlink_to(outside)
    else:
        (folder / "sub").mkdir()
        if exchanged == "file":
            (folder / "sub" / "ice.txt").symlink_to(outside / "ice.txt")
        else:
            os.mkfifo(folder / "sub" / "ice.txt")
    with pytest.raises((OSError, RefusedFile)):
        content_below(root, steps)


def test_opening_leaves_no_descriptor_behind(folder):
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "ice.txt").write_text(ICE)
    os.mkfifo(folder / "a" / "pipe.txt")
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(20):
        assert content(folder, "a/b/ice.txt") == ICE.encode()
        for path in ("a/b/none.txt", "a/pipe.txt", "a/b"):
            with pytest.raises((OSError, RefusedFile)):
                content(folder, path)
    assert len(list(Path("/dev/fd").iterdir())) == before


async def test_a_folder_that_is_away_changes_nothing(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    await settle(watcher)
    folder.rename(folder.with_name("away"))
    assert not await watcher.look()
    assert len(await core.folder.faults()) == 1


async def test_what_is_there_is_taken_in_before_the_first_word(core, folder):
    (folder / "ice.txt").write_text(ICE)
    async with watch_folder(core, folder, lambda: NOW, 0.01, first=True):
        assert await titles(core) == ["Ice on the Northern Quay"]


async def test_without_a_folder_nothing_is_listed(watcher, core, folder):
    (folder / "noise.bin").write_bytes(NOISE)
    await settle(watcher)
    async with watch_folder(core, None, lambda: NOW, 1):
        assert await core.folder.faults() == []


async def test_a_file_that_changes_by_degrees_stays_one_analysis(watcher, core, folder):
    (folder / "report.md").write_text(TIDES)
    await settle(watcher)
    (folder / "report.md").write_text(EDITED)
    await settle(watcher)
    assert (await core.library.get(1)).revision == 2
    (folder / "there").mkdir()
    (folder / "there" / "report.md").write_text(ICE_REPORT)
    await settle(watcher)
    assert await core.library.count() == 2


async def test_a_file_elsewhere_that_may_be_a_revision_is_listed_with_what_to_do(watcher, core, folder):
    (folder / "report.md").write_text(TIDES)
    await settle(watcher)
    (folder / "new").mkdir()
    (folder / "new" / "report.md").write_text(EDITED)
    await settle(watcher)
    assert (await core.library.get(1)).revision == 1
    ((path, fault),) = await core.folder.faults()
    assert path == "new/report.md"
    assert "may be a revision of “The Price of Tides” (a1)" in fault
    assert fault.endswith("with the words import new, or import revision a1.")
    await core.library.add("report.md", EDITED.encode(), NOW, choice=RevisionChoice(new=True))
    await settle(Watcher(core, folder, lambda: NOW))
    assert await core.folder.faults() == []
