"""What people send by habit: links, voice messages, pictures, corrections of what they typed, late messages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Media, Request
from tests.scenarios.stage import ADMIN, READER, Stage, attachment, says

GROUP = "telegram:-5"
LINK = "https://news.example/harbour?x=1"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (f"import {LINK}", True),
        (f"import {LINK}", False),
        (f"import published 2026-02-05 {LINK}", True),
        (LINK, False),
        (f"<{LINK}>", False),
        ("www.news.example/harbour", False),
        (f"{LINK}\nhttps://other.example", False),
        (f"summary {LINK}", True),
        (f"please read this {LINK}", False),
        (f"summarise {LINK} for me", False),
        (f"посмотри {LINK}", False),
        (f"请总结 {LINK}", False),
    ],
)
async def test_files_are_taken_and_links_are_not(stage: Stage, line: str, command: bool):
    told = await stage.say(line, command=command)
    assert "I take files, not links." in told
    assert "save" in told
    assert ".html" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"search {LINK}", "Nothing"),
        (f"where is {LINK} cited?", ""),
        (f"remind me of {LINK} tomorrow", ""),
    ],
)
async def test_other_words_around_a_link_are_read(stage: Stage, line: str, told: str):
    answer = await stage.say(line, command=False)
    assert "I take files, not links." not in answer
    assert told in answer


async def test_a_reader_is_sent_to_an_editor_with_a_link(stage: Stage):
    await stage.say("start", sender=ADMIN, address=GROUP)
    told = await stage.say(LINK, sender=READER, address=GROUP, command=False)
    assert "Ask an editor to import the page as a file" in told


@pytest.mark.parametrize(
    ("media", "told"),
    [
        ("voice", "I can't listen to voice messages"),
        ("photo", "I can't read pictures"),
        ("sticker", "I can't read stickers"),
        ("video", "I can't watch videos"),
    ],
)
async def test_what_is_no_text_gets_one_sentence(stage: Stage, media: Media, told: str):
    request = Request("telegram:1", ADMIN, "", stage.now, command=False, private=True, media=media)
    answer = await stage.conversation.answer(request)
    assert answer
    assert told in answer.plain()
    assert len(answer.blocks) == 1
    outsider = replace(request, sender=READER, address=READER)
    refused = await stage.conversation.answer(outsider)
    assert refused
    assert told not in refused.plain()


@pytest.mark.parametrize(
    ("line", "command", "quoted", "runs"),
    [
        ("summary a1 short", True, "/summary a1 short", "/summary a1 short"),
        ("What's the  latest analysis?", False, "“What's the  latest analysis?”", "/say What's the  latest analysis?"),
        ("/summary a1", True, "/summary a1", "/summary a1"),
    ],
)
async def test_a_message_of_long_ago_is_quoted_as_typed_and_runs_at_a_press(
    stage: Stage, line: str, command: bool, quoted: str, runs: str
):
    await stage.import_ferries()
    late = await stage.message(line, command=command, age=timedelta(hours=3))
    assert late
    assert quoted in late.plain()
    assert "3 hours ago" in late.plain()
    assert says(late) == [runs]
    again = await stage.say(runs.removeprefix("/"))
    assert "Three Harbours" in again


async def test_what_somebody_else_wrote_long_ago_gets_no_button(stage: Stage):
    late = await stage.message("import new", forwarded=True, age=timedelta(hours=3))
    assert late
    assert says(late) == []


async def test_a_file_of_long_ago_is_offered_for_import(stage: Stage):
    late = await stage.message("", command=False, files=(attachment("a.txt", b"x"),), age=timedelta(hours=3))
    assert late
    assert "I was offline" in late.plain()
    assert "a.txt" in late.plain()


async def said(stage: Stage, line: str, message: str, *, edited: bool = False, **how: object) -> str:
    request = Request("telegram:1", ADMIN, line, stage.now, command=False, private=True, message=message, edited=edited)
    answer = await stage.conversation.answer(replace(request, **how))  # type: ignore[arg-type]
    return answer.plain() if answer else ""


async def test_a_corrected_message_is_read_again_within_a_minute(stage: Stage):
    await stage.import_ferries()
    assert "Did you mean" in await said(stage, "sumary", "7", command=True)
    stage.now += timedelta(seconds=59)
    assert "Three Harbours" in await said(stage, "summary", "7", edited=True, command=True)
    assert await said(stage, "summary a1 short", "7", edited=True) == ""  # that was understood
    assert "There is no analysis" in await said(stage, "summary a9", "8", command=True)
    stage.now += timedelta(seconds=61)
    assert await said(stage, "summary a1", "8", edited=True, command=True) == ""


async def test_a_corrected_message_that_is_still_unclear_gets_another_minute(stage: Stage):
    await stage.import_ferries()
    assert await said(stage, "summary a9", "7", command=True)
    stage.now += timedelta(seconds=50)
    assert await said(stage, "summary a8", "7", edited=True, command=True)
    stage.now += timedelta(seconds=50)
    assert "Three Harbours" in await said(stage, "summary a1", "7", edited=True, command=True)


async def test_an_edit_of_what_was_never_answered_is_passed_over(stage: Stage):
    assert await said(stage, "help", "7", edited=True, command=True) == ""
    assert await said(stage, "help", "", edited=True, command=True) == ""
    assert await said(stage, "sumary", "9", command=True)
    assert await said(stage, "help", "9", edited=True, command=True, address="telegram:2", sender="telegram:2") == ""
