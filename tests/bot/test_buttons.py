"""What buttons say: pages, ways back, and lines that only look like these."""

from dataclasses import replace
from typing import Any

import pytest

from bot.commands import commands
from bot.commands.buttons import (
    ButtonLine,
    parse_button_line,
    stored_button_line,
    with_back_button,
    with_toast,
    without_buttons,
)
from bot.message import Button, Buttons, Message, say

LIST = "/search ice page 2"


def says(message: Message) -> list[str]:
    return [b.says for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]


def row(*lines: str) -> Buttons:
    return Buttons((tuple(Button(line, line) for line in lines),))


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("summary a1", ButtonLine("summary a1")),
        ("page 2 summary a1", ButtonLine("summary a1", 2)),
        ("page 2", ButtonLine("page 2")),
        ("page two summary a1", ButtonLine("page two summary a1")),
        ("page 99999999 summary a1", ButtonLine("page 99999999 summary a1")),
        ("search a\n/search b", ButtonLine("search a\n/search b")),
    ],
)
def test_a_line_that_is_said_may_turn_to_a_page_and_never_leads_back(line: str, asked: ButtonLine):
    assert parse_button_line(line) == asked


def test_a_kept_line_may_turn_to_a_page_and_lead_back():
    assert stored_button_line(f"/page 3 read a1\n{LIST}") == ButtonLine("read a1", 3, LIST)
    assert stored_button_line("/search ice") == ButtonLine("/search ice")


def test_buttons_of_a_list_remember_it_but_for_those_to_its_own_pages():
    listed = say("Ice", row("/search ice page 3", "/page 2 search ice", "/summary a1"), line=LIST)
    assert says(with_back_button(listed, "")) == ["/search ice page 3", "/page 2 search ice", f"/summary a1\n{LIST}"]


def test_what_was_reached_from_a_list_leads_back_and_on():
    shown = say("Ice", row("/sources a1"), about="a1", line="/summary a1 medium")
    assert says(with_back_button(shown, LIST)) == [f"/sources a1\n{LIST}", LIST]
    assert with_back_button(shown, "") is shown


@pytest.mark.parametrize("flag", ["puzzled", "proposes", "failed", "unanswered"])
def test_where_nothing_is_pressed_a_question_keeps_the_buttons_that_answer_it(flag: str):
    values: dict[str, Any] = {flag: True}
    asked = replace(say("Is it one of these?", row("/summary a1", "/read a1")), **values)
    assert says(without_buttons(asked, commands())) == ["/summary a1", "/read a1"]


def test_where_nothing_is_pressed_an_answer_has_no_buttons():
    assert says(without_buttons(say("Ice", row("/summary a1")), commands())) == []


def test_a_pressed_button_is_answered_by_a_toast_where_one_sentence_says_why_nothing_was_done():
    failed = replace(say("There is no event e9."), failed=True)
    assert with_toast(failed).toast == "There is no event e9."
    assert with_toast(replace(failed, failed=False)).toast == ""
    assert with_toast(replace(say("word " * 100), failed=True)).toast == ""
    assert with_toast(replace(say("Which one?", row("/event e1")), failed=True)).toast == ""
    assert with_toast(replace(say("It is so."), unchanged=True)).toast == "Nothing changed: it was already like this."
    assert with_toast(replace(failed, toast="Done.")).toast == "Done."
