"""Files that come without a word wait for a button."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Attachment, DeliveryFailed, Request
from bot.commands import Conversation
from bot.message import File, Message
from briefings.service import open_briefings
from tests.contracts.test_concurrent_revisions import EDITED, ICE, TIDES
from tests.scenarios.stage import FERRIES, Stage, attachment, says

HERE = "slack:D1"


async def shelf(key: str) -> bytes:
    if key != "F1":
        raise DeliveryFailed("Slack does not take this (file_not_found)", "refused")
    return FERRIES.read_bytes()


async def unread() -> bytes:
    raise AssertionError("a file was fetched that nobody wanted yet")


async def ask(stage: Stage, line: str, *keys: str, sender: str = "slack:U1", **how: Any) -> Message:
    files = tuple(Attachment("ferries.txt", 0, unread, key) for key in keys)
    request = Request(
        HERE, sender, line, stage.now, private=True, command=bool(line), attachments=files, refetch=shelf, **how
    )
    answer = await Conversation(stage.briefings, stage.roles, lambda: stage.now).answer(request)
    assert answer
    return answer


async def test_a_button_imports_it(stage: Stage):
    offer = await ask(stage, "", "F1")
    assert "Import “ferries.txt”" in offer.plain()
    assert await stage.briefings.library.count() == 0
    (line,) = says(offer)
    answer = await ask(stage, line.removeprefix("/"), pressed=True)
    assert "new (ferries.txt)" in answer.plain()
    assert await stage.briefings.library.count() == 1
    assert "Nothing changed" in (await ask(stage, line.removeprefix("/"), pressed=True)).plain()
    stage.now += timedelta(minutes=2)
    assert "unchanged" in (await ask(stage, line.removeprefix("/"), pressed=True)).plain()
    assert await stage.briefings.library.count() == 1


async def test_the_button_is_the_senders_in_that_place_alone(stage: Stage):
    (line,) = says(await ask(stage, "", "F1"))
    for sender in ("slack:U2", "slack:U3"):
        stage = replace(stage, roles=replace(stage.roles, admins=frozenset({"slack:U1", "slack:U2"})))
        answer = await ask(stage, line.removeprefix("/"), sender=sender)
        assert await stage.briefings.library.count() == 0, answer.plain()


async def test_a_file_that_is_gone_is_owned_up_to(stage: Stage):
    (line,) = says(await ask(stage, "", "F2"))
    assert "Not imported" in (await ask(stage, line.removeprefix("/"))).plain()


async def test_readers_are_told_that_importing_is_for_editors(stage: Stage):
    await stage.briefings.chats.open(HERE, "slack:U1", stage.now)
    assert "is for editors only" in (await ask(stage, "", "F1", sender="slack:U9")).plain()


async def test_where_files_cannot_be_had_again_words_are_asked_for(stage: Stage):
    assert "import" in (await ask(stage, "", "")).plain()
    assert says(await ask(stage, "", "")) == []


SHELF = {"F1": TIDES.encode(), "F2": EDITED.encode(), "F3": ICE.encode()}


async def shelved(key: str) -> bytes:
    return SHELF[key]


async def hand_in(stage: Stage, line: str, key: str = "", name: str = "report.docx", **how: Any) -> Message:
    files = (Attachment(name, 0, partial(shelved, key), key),) if key else ()
    request = Request(HERE, "slack:U1", line, stage.now, private=True, attachments=files, refetch=shelved, **how)
    answer = await Conversation(stage.briefings, stage.roles, lambda: stage.now).answer(request)
    assert answer
    return answer


async def pressed(stage: Stage, message: Message, number: int) -> Message:
    line = says(message)[number].removeprefix("/")
    return await hand_in(stage, line, pressed=True)


async def test_a_file_that_may_be_a_revision_is_asked_about_with_two_buttons(stage: Stage):
    await hand_in(stage, "import", "F1")
    asked = await hand_in(stage, "import published 2026-02-05", "F2")
    assert "may be a revision of “The Price of Tides” (a1)" in asked.plain()
    assert "Nothing is imported yet." in asked.plain()
    assert len(says(asked)) == 2
    assert await stage.briefings.library.count() == 1
    told = await pressed(stage, asked, 1)
    assert "a revision (report.docx)" in told.plain()
    assert "5 February 2026, as you said" in told.plain()
    assert (await stage.briefings.library.get(1)).revision == 2


async def test_the_other_button_makes_a_new_analysis_once(stage: Stage):
    await hand_in(stage, "import", "F1")
    asked = await hand_in(stage, "import", "F2")
    assert "new (report.docx)" in (await pressed(stage, asked, 0)).plain()
    assert "Nothing changed" in (await pressed(stage, asked, 0)).plain()
    stage.now += timedelta(minutes=2)
    assert "unchanged" in (await pressed(stage, asked, 0)).plain()
    assert await stage.briefings.library.count() == 2
    assert (await stage.briefings.library.get(1)).revision == 1


async def test_the_question_outlives_a_restart(now: datetime, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/kept.db"
    async with open_briefings(url) as briefings:
        await hand_in(Stage(briefings, now), "import", "F1")
        asked = await hand_in(Stage(briefings, now), "import", "F2")
    async with open_briefings(url) as briefings:
        assert "a revision" in (await pressed(Stage(briefings, now), asked, 1)).plain()


async def test_without_a_way_back_to_the_file_the_words_are_told(stage: Stage):
    await stage.say("import", files=(attachment("report.docx", SHELF["F1"]),))
    told = await stage.message("import published 2026-02-05", files=(attachment("report.docx", SHELF["F2"]),))
    assert told
    assert says(told) == []
    assert "/import revision a1 published 2026-02-05 or /import new published 2026-02-05" in told.plain()
    assert "a revision" in await stage.say("import revision a1", files=(attachment("x.docx", SHELF["F2"]),))
    assert "new (y.docx)" in await stage.say("import new", files=(attachment("y.docx", SHELF["F3"]),))


async def test_the_question_keeps_the_marking_that_was_given(stage: Stage):
    await stage.say("import", files=(attachment("report.docx", SHELF["F1"]),))
    told = await stage.say("import amber+strict", files=(attachment("report.docx", SHELF["F2"]),))
    assert "/import revision a1 amber+strict or /import new amber+strict" in told


async def test_words_that_say_nothing_of_a_file_are_refused(stage: Stage):
    for line in ("import revision", "import newly", "import new published", "import revision a1 soon"):
        await stage.say("import", files=(attachment("report.docx", SHELF["F1"]),))
        told = await stage.say(line, files=(attachment("report.docx", SHELF["F3"]),))
        assert "you can add “new” or “revision a3”, a marking such as “red”, and a date" in told


async def test_the_text_of_an_older_revision_comes_back_by_a_button(stage: Stage):
    await hand_in(stage, "import", "F1")
    await hand_in(stage, "import revision a1", "F2")
    asked = await hand_in(stage, "import", "F1")
    assert "This is revision 1 of a1. Bring it back?" in asked.plain()
    assert len(says(asked)) == 1
    assert "a revision" in (await pressed(stage, asked, 0)).plain()
    assert (await stage.briefings.library.get(1)).revision == 3


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("全新的分析", "尚未导入")), ("ru", ("Новый анализ", "Пока ничего не загружено"))]
)
async def test_the_question_is_asked_in_the_chats_language(stage: Stage, language: str, words: tuple[str, str]):
    await hand_in(stage, "import", "F1")
    await hand_in(stage, f"language {language}")
    asked = (await hand_in(stage, "import", "F2")).plain()
    assert all(each in asked for each in words)


OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.mark.parametrize("name", ["\u200b.txt", f"{OVERRIDE}\u200b", "\x00.txt"])
async def test_a_file_whose_title_cannot_be_seen_is_untitled(stage: Stage, name: str):
    text = b"\xe2\x80\x8b\n\nIce comes in May, said Holm, and it stays for long.\n"
    told = await stage.say("import", files=(attachment(name, text),))
    assert "Untitled" in told
    assert not set(await stage.say("list")) & set("\u200b\x00" + OVERRIDE)


async def test_nothing_that_is_shown_or_handed_over_reorders_or_hides_words(stage: Stage):
    text = f"Tides{OVERRIDE}\u200b\n\nThe port of {OVERRIDE}Bergen opens on 3\u2060 May 2031, said Holm\x1b[2J.\n"
    await stage.say("import", files=(attachment(f"x{OVERRIDE}fdp.txt", text.encode()),))
    assert "Add a title" in await stage.say("event new 2031-01-02 \u200b\u202e")
    assert "Budget vote" in await stage.say(f"event new 2031-01-02 Budget{OVERRIDE} vo\u200bte")
    for line in ("list", "read a1", "events all", "search port", "summary a1", "revisions a1"):
        assert not set(await stage.say(line)) & set("\u200b\u2060\x1b" + OVERRIDE), line
    file = next(each for each in (await stage.message("calendar")).blocks if isinstance(each, File))
    assert b"SUMMARY:Budget vote" in file.data
    assert not set(file.data.decode()) & set("\u200b\u2060\x1b" + OVERRIDE)


UNWANTED = {
    "game.EXE": "this is a program.",
    "all.zip": "this is a compressed archive.",
    "large.pdf": "The file is larger than 25 MB",
    "gone.txt": "The file was deleted in Slack.",
}


def sent(*names: str) -> tuple[Attachment, ...]:
    found = [Attachment(name, 30_000_000 if name == "large.pdf" else 5, unread, name) for name in names]
    return tuple(replace(each, refused=UNWANTED["gone.txt"]) if each.name == "gone.txt" else each for each in found)


async def given(stage: Stage, line: str, *names: str) -> Message:
    request = Request(HERE, "slack:U1", line, stage.now, private=True, attachments=sent(*names), refetch=shelf)
    answer = await Conversation(stage.briefings, stage.roles, lambda: stage.now).answer(request)
    assert answer
    return answer


@pytest.mark.parametrize("name", UNWANTED)
async def test_a_file_that_can_only_be_refused_is_refused_at_once(stage: Stage, name: str):
    told = await given(stage, "", name)
    assert f"Not imported: {UNWANTED[name]}" in told.plain() or UNWANTED[name] in told.plain()
    assert told.failed
    assert says(told) == []


async def test_of_several_files_those_that_may_be_read_are_offered(stage: Stage):
    told = await given(stage, "", "game.EXE", "a.txt", "b.md")
    assert told.plain().startswith("Import “a.txt” and “b.md” into the library?")
    assert "Not imported: Readout reads" in told.plain()
    assert len(says(told)) == 1


async def test_a_file_that_its_platform_withholds_is_not_fetched(stage: Stage):
    assert "Not imported: The file was deleted in Slack." in (await given(stage, "import", "gone.txt")).plain()
