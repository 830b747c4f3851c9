"""Telegram takes every message, however long, and nothing of it is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import (
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Message,
    Note,
    Paragraph,
    Picture,
    Quote,
    Run,
    bold,
    say,
    text,
)
from bot.platforms.telegram.sending.render import PARTS, render
from tests.examples import examples
from tests.fakes.telegram_parts import accepted, only

SHEET = File("ports.csv", b"port;ice", "text/csv", "All ports")
BUTTON = Button("More", "/more a1")


@pytest.mark.parametrize(("words", "parts"), [("w" * 4096, 1), ("w" * 4097, 2), ("🧊" * 2048, 1), ("🧊" * 2049, 2)])
def test_a_part_holds_4096_units(words: str, parts: int):
    rendered = render(say(words))
    assert len(rendered) == parts
    assert "".join(accepted(part) for part in rendered) == words


def test_a_part_holds_100_entities():
    runs = [run for number in range(120) for run in (bold(f"b{number}"), " ")]
    first, second = render(say(Paragraph(text(*runs))))
    assert len(first.entities) <= 100
    assert len(first.entities) + len(second.entities) == 120


def test_eight_buttons_stand_in_a_row():
    row = tuple(Button(str(number), f"/n {number}") for number in range(19))
    keyboard = only(say("Pick", Buttons((row, (BUTTON,))))).keyboard
    assert keyboard is not None
    assert [len(keys) for keys in keyboard.inline_keyboard] == [8, 8, 3, 1]
    assert keyboard.inline_keyboard[3][0].callback_data == "/more a1"


def test_more_than_a_hundred_buttons_take_a_second_message():
    rows = tuple((Button(str(number), f"/n {number}"),) for number in range(130))
    first, second = render(say("Pick", Buttons(rows)))
    assert [len(part.keyboard.inline_keyboard) for part in (first, second) if part.keyboard] == [100, 30]
    assert accepted(second)


@pytest.mark.parametrize("says", ["/x " + "y" * 62, "/x " + "é" * 31])
def test_a_button_that_says_too_much_is_a_mistake(says: str):
    with pytest.raises(ValueError, match="64 bytes"):
        render(say("Pick", Buttons(((Button("More", says),),))))


def test_a_file_carries_the_words_before_it():
    part = only(say(Heading("Ports"), SHEET, Buttons(((BUTTON,),))))
    assert (part.text, part.file) == ("Ports\n\nAll ports", SHEET)
    assert part.keyboard


def test_words_too_long_for_a_caption_go_ahead():
    words, sheet = render(say("w" * 1500, SHEET))
    assert (len(words.text), words.file) == (1500, None)
    assert (sheet.text, sheet.file) == ("All ports", SHEET)


def test_a_caption_too_long_goes_ahead():
    long = File("a.csv", b"1", "text/csv", "c" * 1500)
    words, sheet = render(say(long))
    assert (words.text, sheet.text) == ("c" * 1500, "")


def test_a_message_of_many_parts_ends_with_where_the_rest_is():
    points = tuple(text(f"{number} " + "w" * 390) for number in range(300))
    message = Message((Heading("All"), Bullets(points), SHEET, Buttons(((BUTTON,),))), whole="/read a1 whole")
    parts = render(message)
    assert len(parts) == PARTS
    *texts, sheet = parts
    assert texts[-1].text.endswith("/read a1 whole")
    assert texts[-1].keyboard
    assert sheet.file == SHEET
    told = "\n".join(accepted(part) for part in texts)
    assert [point[0].text in told for point in points] == sorted([point[0].text in told for point in points])[::-1]


def test_a_huge_text_ends_with_a_note_in_twelve_parts():
    parts = render(say("word " * 20_000))
    assert len(parts) == PARTS
    assert "doesn't fit here" in accepted(parts[-1])
    assert len(parts[-1].text) > 3900


@pytest.mark.parametrize("words", ["", " \n\t", "\u200b\u200f", "\u3000"])
def test_what_cannot_be_seen_is_not_sent(words: str):
    assert render(say(words)) == []


def test_buttons_alone_hang_on_a_sign():
    assert accepted(only(say(Buttons(((BUTTON,),)))))


def test_half_a_character_becomes_a_sign():
    assert only(say("broken \ud83e!")).text == "broken \ufffd!"


WORDS = st.text(st.sampled_from("ab @_.\n🧊é\u200f<&*"), min_size=1, max_size=400)
RUNS = st.lists(
    st.builds(
        Run,
        WORDS,
        bold=st.booleans(),
        italic=st.booleans(),
        code=st.booleans(),
        link=st.sampled_from(["", "", "https://example.org/x"]),
    ),
    min_size=1,
    max_size=8,
).map(tuple)
BLOCKS = st.one_of(
    st.builds(Heading, WORDS),
    st.builds(Paragraph, RUNS),
    st.builds(Quote, RUNS),
    st.builds(Note, RUNS),
    st.builds(Bullets, st.lists(RUNS, min_size=1, max_size=6).map(tuple), st.booleans()),
    st.builds(Fields, st.lists(st.tuples(WORDS, RUNS), min_size=1, max_size=6).map(tuple)),
    st.builds(File, st.just("a.txt"), st.just(b"x"), st.just("text/plain"), WORDS),
    st.builds(Picture, st.just("a.png"), st.just(b"x"), WORDS),
    st.just(Buttons(((BUTTON,),))),
)


@settings(max_examples=examples(60))
@given(st.lists(BLOCKS, min_size=1, max_size=8).map(tuple))
def test_telegram_takes_every_message_whole(blocks):
    parts = render(Message(blocks))
    shown = "".join(accepted(part) for part in parts)
    written = "".join(_words(block) for block in blocks)
    assert _bare(written) in _bare(shown) or _in_order(_bare(written), _bare(shown))


def _words(block) -> str:
    match block:
        case Heading(words):
            return words
        case Paragraph(runs) | Quote(runs) | Note(runs):
            return "".join(run.text for run in runs)
        case Bullets(items):
            return "".join(run.text for item in items for run in item)
        case Fields(rows):
            return "".join(name + "".join(run.text for run in value) for name, value in rows)
        case File(caption=caption):
            return caption
        case _:
            return ""


def _bare(words: str) -> str:
    return "".join(char for char in words if not char.isspace() and char != "\u200f")


def _in_order(wanted: str, shown: str) -> bool:
    rest = iter(shown)
    return all(char in rest for char in wanted)
