"""Answers in a terminal break at words; no line is longer than the terminal."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Quote, Run, columns, say, text
from bot.platforms.console import screen
from bot.platforms.console.adapter import ConsolePlatform
from bot.platforms.console.wrap import wrap
from bot.run.settings import terminal
from tests.bot.test_console import NOW, RecordedEvents

LONG = "The treaty is set to expire in spring, and neither capital has tabled a successor (Lee, 2026). [1]"
PAGE = say(
    Heading("Two Calls Before a Summit: What Was Said and What Was Left Out"),
    LONG,
    Bullets((text(LONG), text(LONG)), numbered=True, first=9),
    Quote(text(LONG)),
    Note(text("见《北京时报》（2026年），双方同意在春天举行会谈，但日期还没有确定。", Run(LONG, italic=True))),
    Buttons(((Button("Where is this from?", "/where"), Button("Full text", "/read"), Button("Shorter", "/summary")),)),
)


def lines(message: Message, width: int) -> list[str]:
    return screen.plain(message, width).splitlines()


@pytest.mark.parametrize("width", [16, 40, 80])
def test_no_line_is_longer_than_the_terminal_and_no_word_is_lost(width: int):
    assert max(map(columns, lines(PAGE, width))) <= width
    flat = ["".join(screen.plain(PAGE, asked).replace("=", "").split()) for asked in (width, None)]
    assert flat[0].replace(">", "") == flat[1].replace(">", "")


@pytest.mark.parametrize("width", [40, 80])
def test_colours_break_where_plain_text_breaks(width: int):
    seen = "".join(words for _, words in screen.styled(PAGE, width=width)).splitlines()
    assert [line for line in seen if line.strip()] == [
        line for line in lines(PAGE, width) if line.strip() and line.strip("=")
    ]


def test_what_follows_a_sign_stands_under_its_words():
    assert lines(say(Bullets((text("one two three four"),), numbered=True, first=10)), 14) == [
        "10. one two",
        "    three four",
    ]
    assert lines(say(Quote(text("one two three four"))), 14) == ["> one two", "> three four"]


def test_a_button_keeps_its_number_and_its_words_together():
    assert [line for line in lines(PAGE, 40) if line.startswith(("[1] W", "[2]"))] == [
        "[1] Where is this from?  [2] Full text"
    ]


def test_chinese_breaks_between_characters_but_not_before_a_comma_and_counts_two_columns_each():
    shown = lines(Message((Paragraph(text("双方同意在春天，举行会谈")),)), 14)
    assert shown == ["双方同意在春", "天，举行会谈"]


def test_a_long_word_is_cut_and_an_address_or_a_path_is_not():
    assert lines(say("x" * 30), 20) == ["x" * 20, "x" * 10]
    for whole in ("https://example.org/a/very/long/address", "/srv/readout/data/pictures/timeline.png"):
        assert lines(say(f"See it at {whole}, please"), 20) == ["See it at", f"{whole},", "please"]


def test_a_joined_sign_is_not_cut():
    family = "\U0001f469‍\U0001f469‍\U0001f467"
    assert all("‍" not in (line[0], line[-1]) for line in lines(say(family * 9), 13))


def test_what_takes_no_room_stays_where_it_is():
    fragments = [
        ("", "one "),
        ("[ZeroWidthEscape]", "\x1b]8;;https://x.example\x1b\\"),
        ("bold", "two three four five"),
    ]
    assert wrap(fragments, 12) == [
        *fragments[:2],
        ("bold", "two"),
        ("", "\n"),
        ("bold", "three four"),
        ("", "\n"),
        ("bold", "five"),
    ]


@given(some.text(alphabet="ab 中，“(\n-", max_size=80), some.integers(12, 40), some.integers(1, 9))
def test_whatever_is_written_keeps_its_signs_and_fits(words: str, width: int, piece: int):
    pieces = [("", words[at : at + piece]) for at in range(0, len(words), piece)]
    shown = "".join(part for _, part in wrap(pieces, width))
    assert "".join(shown.split()) == "".join(words.split())
    assert all(columns(line) <= width for line in shown.splitlines() if len(line.split()) > 0)


async def test_a_pipe_is_wrapped_where_columns_are_named():
    async def answer(_: object) -> Message:
        return say(LONG)

    told: dict[int | None, str] = {}
    for width in (None, 40):
        out = io.StringIO()
        console = ConsolePlatform(
            io.StringIO("list\n"), out, lambda: NOW, interactive=False, welcome=LONG, columns=width
        )
        await console.serve(answer, (), RecordedEvents())
        told[width] = out.getvalue()
    assert told[None] == f"{LONG}\n\n{LONG}\n\n"
    assert max(map(len, told[40].splitlines())) <= 40


@pytest.mark.parametrize(("named", "known"), [("40", 40), ("", None), ("0", None), ("wide", None)])
def test_columns_are_those_that_the_environment_names(named: str, known: int | None):
    assert terminal.columns({"COLUMNS": named}) == known
