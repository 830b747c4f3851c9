"""Long texts that are pasted or forwarded: offered for import, and deleted after a no or a day without an answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.commands.library.pasted_text import file_name
from briefings.store.tables import metadata
from tests.scenarios.stage import EDITOR, FERRIES, READER, Stage, says

TEXT = FERRIES.read_text("utf-8")


async def stored(stage: Stage) -> str:
    """All that any table holds, as text."""

    def all_rows(connection) -> str:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)))

    return await stage.briefings.library._store.read(all_rows)


@pytest.mark.parametrize("how", [{"command": False}, {"command": False, "forwarded": True}])
async def test_a_long_text_is_offered_and_imported_after_a_yes(stage: Stage, how: dict):
    message = await stage.message(TEXT, sender=EDITOR, **how)
    assert message.plain().startswith("Import this text?")
    assert "The library is empty" in await stage.say("list", sender=EDITOR)
    yes, _ = says(message)
    told = await stage.say(yes.removeprefix("/"), sender=EDITOR)
    assert "new" in told
    analysis = await stage.briefings.library.get(1)
    assert analysis.draft.references


async def test_after_a_no_nothing_is_kept(stage: Stage):
    yes, no = says(await stage.message(TEXT, sender=EDITOR, command=False))
    assert "the strait" in (await stored(stage)).lower()
    assert await stage.say(no.removeprefix("/"), sender=EDITOR) == "Not imported. The text is deleted."
    assert "the strait" not in (await stored(stage)).lower()
    assert "send it again" in await stage.say(yes.removeprefix("/"), sender=EDITOR)
    assert "The library is empty" in await stage.say("list", sender=EDITOR)


async def test_without_an_answer_a_text_is_deleted_after_a_day_and_by_forget(stage: Stage):
    for hours, kept in ((23, True), (25, False)):
        yes, _ = says(await stage.message(TEXT, sender=EDITOR, command=False))
        stage.now += timedelta(hours=hours)
        await stage.briefings.outbox.prune(stage.now, timedelta(days=400))
        assert ("the strait" in (await stored(stage)).lower()) is kept
    assert "send it again" in await stage.say(yes.removeprefix("/"), sender=EDITOR)
    await stage.message(TEXT, sender=EDITOR, command=False)
    await stage.say("forget yes", sender=EDITOR)
    assert "the strait" not in (await stored(stage)).lower()


async def test_somebody_elses_button_imports_nothing(stage: Stage):
    yes, _ = says(await stage.message(TEXT, sender=EDITOR, command=False))
    await stage.say(yes.removeprefix("/"), sender=READER)
    assert "The library is empty" in await stage.say("list", sender=EDITOR)


async def test_readers_get_the_usual_answer(stage: Stage):
    assert "Import this text?" not in await stage.say(TEXT[:3_000], sender=READER, command=False)


async def test_a_text_like_a_stored_one_is_its_revision(stage: Stage):
    await stage.import_ferries()
    changed = TEXT.replace("ferries", "boats", 3)
    yes, _ = says(await stage.message(changed, sender=EDITOR, command=False))
    assert "a revision" in await stage.say(yes.removeprefix("/"), sender=EDITOR)
    assert (await stage.briefings.library.get(1)).revision == 2


@pytest.mark.parametrize(
    "line", ["Why did the ferries stop? " * 30, "lorem ipsum " * 200, "search " + "Ice melts. " * 150]
)
async def test_a_short_message_a_line_of_words_and_a_command_are_no_text(stage: Stage, line: str):
    assert "Import this text?" not in await stage.say(line, sender=EDITOR, command=False)


def test_a_file_name_from_a_first_line_has_single_spaces():
    assert file_name("The ferry:  a “summer” plan\nIt sails.") == "The ferry a summer plan.txt"


async def test_many_pasted_lines_in_a_terminal_are_offered_for_import_up_to_the_files_limit(stage: Stage):
    said = "# The strait\n\nThe strait froze in May.\n\nNo ferry sailed.\n"
    assert "Import this text?" in await stage.say(said, command=False)
    assert "Import this text?" in await stage.say(said * 1_000, command=False)
    assert "Import this text?" not in await stage.say(said, command=False, sender="telegram:1", address="telegram:1")
    assert "Import this text?" not in await stage.say("what is coming up?\nlist", command=False)


def test_a_file_name_is_cut_between_words():
    line = "The ferry office counts the boats at the northern quay each morning"
    assert file_name(line) == "The ferry office counts the boats at the northern.txt"
    assert file_name("x" * 70) == f"{'x' * 50}.txt"
