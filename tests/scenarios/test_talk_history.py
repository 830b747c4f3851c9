"""Revisions, what is new since one last read, and removal, by typing."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from briefings.library import FileStat
from briefings.library.cache import Cache
from tests.scenarios.stage import EDITOR, FERRIES, READER, Stage, attachment, says

REVISED = FERRIES.read_bytes().replace(b"eleven ships", b"twelve ships")
ICE = b"Ice on the Northern Quay\nCosts\nBreaking the ice costs more than the berths bring in.\n"


async def revise(stage: Stage) -> None:
    stage.now += timedelta(hours=2)
    await stage.say("import", files=(attachment("ferries.txt", REVISED),))


async def test_revisions_tell_when_who_and_what(stage: Stage):
    await stage.import_ferries()
    await revise(stage)
    told = await stage.say("changes a1")
    assert "Revision 2, Tuesday 10 February 2026, 14:00 Europe/London, by terminal:owner: 1 sentence added" in told
    assert "Revision 1" in told
    assert "the first" in told
    assert "not on a section" in await stage.say("changes a1 2")


async def test_changes_tell_what_is_new_since_this_person_read(stage: Stage):
    await stage.import_ferries()
    reader = {"sender": READER, "address": "telegram:-1"}
    await stage.say("start", sender="telegram:1", address="telegram:-1")
    assert "You haven't read anything here yet." in await stage.say("changes", **reader)
    assert "You haven't read it here yet." in await stage.say("changes a1", **reader)
    await stage.say("summary a1", **reader)
    assert "Nothing is new since" in await stage.say("changes", **reader)
    await revise(stage)
    await stage.say("import", files=(attachment("ice.txt", ICE),))
    overview = await stage.say("changes", **reader)
    assert "Revised" in overview
    assert "a2 Ice on the Northern Quay" in overview
    told = await stage.say("changes a1", **reader)
    assert "twelve ships" in told
    assert "eleven ships" in told
    assert "changes since revision 1" in told
    assert "None: you have read the newest revision." in await stage.say("changes a1", **reader)


@pytest.mark.parametrize("line", ["sections a1", "sources a1", "timeline a1", "audit a1", "read a1 99"])
async def test_only_what_shows_the_text_counts_as_read(stage: Stage, line: str):
    await stage.import_ferries()
    await stage.say("read a1")
    await revise(stage)
    await stage.say(line)
    told = await stage.say("changes a1")
    assert "changes since revision 1" in told
    assert "twelve ships" in told


@pytest.mark.parametrize("line", ["read a1", "summary a1", "summary a1 short", "changes a1"])
async def test_what_shows_the_text_counts_as_read(stage: Stage, line: str):
    await stage.import_ferries()
    await stage.say("read a1")
    await revise(stage)
    await stage.say(line)
    assert "None: you have read the newest revision." in await stage.say("changes a1")


async def test_what_was_looked_at_is_the_current_analysis_though_it_was_not_read(stage: Stage):
    await stage.import_ferries()
    await stage.say("import", files=(attachment("ice.txt", ICE),))
    await stage.say("changes a1")
    assert "Three Harbours" in await stage.say("sections")
    assert "You haven't read it here yet." in await stage.say("changes a1")


async def test_removing_asks_first_and_is_for_editors(stage: Stage):
    await stage.import_ferries()
    await stage.say("remind e1 7d")
    await stage.say("start", sender=EDITOR, address="telegram:-5")
    refused = await stage.say("remove a1", sender=READER, address="telegram:-5")
    assert "is for editors only" in refused
    message = await stage.message("remove a1", sender=EDITOR, address="telegram:-5")
    assert message
    assert "e1 Harbour summit" in message.plain()
    assert "You can undo this for a day." in message.plain()
    assert "Three Harbours" in await stage.say("list")
    told = await stage.say(says(message)[0], sender=EDITOR, address="telegram:-5")
    assert "Removed: “Three Harbours" in told
    assert "(a1), with its 1 revision." in told
    assert "The library is empty" in await stage.say("list")
    assert "There is no analysis a1" in await stage.say("remove a1 yes", sender=EDITOR, address="telegram:-5")
    assert "No analysis mentions it." in await stage.say("event e1")


async def test_a_removed_analysis_is_nobodys_current_one(stage: Stage):
    await stage.import_ferries()
    await stage.say("import", files=(attachment("ice.txt", ICE),))
    await stage.say("summary a1")
    await stage.say("remove a1 yes")
    assert "Ice on the Northern Quay" in await stage.say("summary")


async def test_files_that_the_folder_holds_in_vain_are_told_to_editors_alone(stage: Stage):
    await stage.briefings.folder.refuse(
        "ice.docx", FileStat(1, 1), "It cannot be opened (Permission denied).", stage.now
    )
    await stage.say("start", sender=EDITOR, address="telegram:-5")
    told = await stage.say("status", sender=EDITOR, address="telegram:-5")
    assert "1 file of the library folder wasn't imported." in told
    assert "ice.docx" not in told  # a name tells of a file to whom its marking may hide it
    assert "ice.docx" not in await stage.say("status", sender=READER, address="telegram:-5")


async def test_an_analysis_that_cannot_be_read_is_removed_and_restored(stage: Stage):
    await stage.import_ferries()
    store = stage.briefings.outbox._store
    spoil = text("UPDATE revision SET draft = '[[['")
    assert await store.write(lambda connection: connection.execute(spoil).rowcount)
    stage.briefings.library._memory = stage.briefings.history._library._memory = Cache()  # as after a restart
    assert await stage.say("summary a1") == "a1 can't be read. Import it again, or remove it: /remove a1"
    assert "remove it?" in await stage.say("remove a1")
    assert "Removed" in await stage.say("remove a1 yes")
    await stage.say("undo")
    assert "Three Harbours" in await stage.say("list")
