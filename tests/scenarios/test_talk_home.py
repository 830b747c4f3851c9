"""The page on which everything begins, and the forms that it leads to."""

from typing import Any

import pytest

from bot.chat import Request
from bot.commands import Conversation
from bot.message import Buttons, Message, form_line
from tests.scenarios.stage import EDITOR, READER, Stage, says

HERE = "slack:D1"


async def ask(stage: Stage, line: str, zone: str = "", **how: Any) -> Message:
    request = Request(HERE, "slack:U1", line, stage.now, private=True, locale_zone=zone, **how)
    answer = await Conversation(stage.briefings, stage.roles, lambda: stage.now).answer(request)
    assert answer
    return answer


async def test_an_empty_page_says_what_to_do(stage: Stage):
    told = (await ask(stage, "home")).plain()
    for words in ("No upcoming events", "Nothing yet", "The library is empty", "Set up a digest"):
        assert words in told


async def test_the_page_tells_what_is_ahead_followed_and_new(stage: Stage):
    await stage.import_ferries()
    page = await ask(stage, "home")
    assert {"/event e1", "/summary a1"} <= set(says(page))
    assert {"/form subscribe", "/form import", "/form event", "/form event e1"} <= forms_of(page)
    remind = next(line for line in says(page) if line.startswith("/remind e1"))
    await ask(stage, remind.removeprefix("/"))
    await ask(stage, "subscribe weekdays 08:00")
    page = await ask(stage, "home")
    assert {"/remind e1 off", "/unsubscribe 1"} <= set(says(page))
    assert remind not in says(page)
    assert "every weekday at 08:00" in page.plain().lower()


async def test_every_button_of_the_page_is_answered(stage: Stage):
    await stage.import_ferries()
    for line in ("remind e1 7d 1d", "subscribe weekdays 08:00"):
        await ask(stage, line)
    for line in says(await ask(stage, "home")):
        answer = await ask(stage, line.removeprefix("/"), pressed=True)
        assert not answer.failed, answer.plain()


async def test_the_page_has_at_most_ten_buttons_and_no_empty_row(stage: Stage):
    await stage.import_ferries()
    for number in range(6):
        await ask(stage, f"event new 2027-05-0{number + 1} Budget vote {number}")
        await ask(stage, f"subscribe weekdays 0{number + 1}:00")
        if number < 3:
            await ask(stage, f"remind budget vote {number} 7d")
    page = await ask(stage, "home")
    assert len(says(page)) == 10
    assert {"/event e1", "/unsubscribe 1", "/settings digest", "/events", "/help", "/import"} <= set(says(page))
    assert all(row for block in page.blocks if isinstance(block, Buttons) for row in block.rows)


async def test_readers_get_no_buttons_for_editors(stage: Stage):
    await stage.import_ferries()
    await stage.say("start", sender=EDITOR, address="telegram:7")
    page = await stage.message("home", sender=READER, address="telegram:7")
    assert page
    assert forms_of(page) == {"/form subscribe"}


async def test_a_chat_of_ones_own_counts_in_ones_own_zone_until_another_is_chosen(stage: Stage):
    assert "Times are in Asia/Tokyo" in (await ask(stage, "home", "Asia/Tokyo")).plain()
    await ask(stage, "timezone Beijing", "Asia/Tokyo")
    assert "Times are in Asia/Shanghai" in (await ask(stage, "home", "Asia/Tokyo")).plain()
    assert (await stage.briefings.chats.chat("slack:D2")).zone == "Europe/London"


async def test_a_zone_that_is_none_is_left_out(stage: Stage):
    assert "Times are in Europe/London" in (await ask(stage, "home", "Nowhere/Land")).plain()


async def test_forms_make_commands_that_do_what_was_filled_in(stage: Stage):
    await stage.import_ferries()
    for opens, values, expected in (
        ("form subscribe", {"days": "mon,fri", "at": "07:30", "words": "ferry"}, "every Monday and Friday at 07:30"),
        ("form subscribe", {"days": "sat", "at": "09:00"}, "every Saturday at 09:00"),
        ("form event e1", {"day": "2026-04-14", "at": "09:30"}, "14 April 2026, 09:30"),
        ("form event e1", {"day": "2026-04-15"}, "15 April 2026"),
        ("form event", {"day": "2026-05-01", "title": "Budget vote"}, "Budget vote"),
    ):
        form = (await ask(stage, opens)).form
        assert form
        answer = await ask(stage, form_line(form.says, values).removeprefix("/"))
        assert expected.lower() in answer.plain().lower()
        assert not answer.failed


async def test_a_form_says_what_to_type_where_none_can_be_shown(stage: Stage):
    assert "Type /readout subscribe weekdays 08:00 instead" in (await ask(stage, "form subscribe")).plain()
    form = (await ask(stage, "form import")).form
    assert form
    assert {choice.value for choice in form.fields[0].choices} >= {"md", "pdf", "docx"}


async def test_what_cannot_be_done_is_marked_as_failed(stage: Stage):
    for line in ("form event e9", "form nonsense", "summary a9"):
        assert (await ask(stage, line)).failed


@pytest.mark.parametrize(
    ("says_", "answer", "next_line", "then"),
    [
        ("/settings digest", "Digest", "", ""),
        ("/import", "Send a file", "", ""),
        ("/event new", "What happens, and when? Type", "2026-05-01 Budget vote", "Budget vote"),
        ("/event e1 moved", "new date", "2026-04-15", "15 April 2026"),
    ],
)
async def test_where_there_are_no_forms_each_button_asks_and_the_next_line_answers(
    stage: Stage, says_: str, answer: str, next_line: str, then: str
):
    await stage.import_ferries()
    assert says_ in says(await stage.message("home", sender=EDITOR))
    asked = await stage.message(says_.removeprefix("/"), sender=EDITOR, pressed=True)
    assert asked
    assert answer in asked.plain()
    assert not asked.failed
    assert "no form" not in asked.plain()
    assert then in await stage.say(next_line, sender=EDITOR, command=False)


def forms_of(page: Message) -> set[str]:
    return {b.form for block in page.blocks if isinstance(block, Buttons) for row in block.rows for b in row if b.form}
