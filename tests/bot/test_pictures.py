"""Pictures: what they say, that every letter of it can be seen, and that they never cost the answer."""

import re
from datetime import date

import pytest
from lxml import etree

from bot.pictures import drawing
from bot.pictures.fonts import lines, replace_missing, width
from bot.views.library.pictures.timeline import compressed_scale, scale
from briefings.model.agenda import EventDate
from tests.bot.picture_pages import GOLDEN, SCENES, drawn

SCRIPTS = {
    "latin": "The quick brown fox — “jumps” over 13 lazy dogs: é ñ ß ł ő ç.",
    "cyrillic": "Съешь ещё этих мягких французских булок. Ґанок, їжак, Јован.",
    "chinese": "两位市长将于四月会晤，“双方”尚未公布日期；普京、习近平、特朗普。繁體中文也能看。",
}


def day(month: int, number: int = 1, year: int = 2026) -> EventDate:
    return EventDate(date(year, month, number), date(year, month, number), "day")


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_picture_is_as_it_was_looked_at(name: str):
    assert drawn(name) + "\n" == (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(SCENES))
def test_all_of_a_picture_stays_on_its_card(name: str):
    root = etree.fromstring(drawn(name))
    height = float(root.attrib["height"])
    for shape in root:
        x, y = float(shape.get("x", 0)), float(shape.get("y", 0))
        wide = float(shape.get("width", 0))
        if shape.tag.endswith("text"):
            wide = width(shape.text or "", float(shape.attrib["font-size"]), bold="font-weight" in shape.attrib)
            x -= wide if shape.get("text-anchor") == "end" else 0
        assert 0 <= x <= x + wide <= drawing.WIDTH
        assert 0 <= y <= y + float(shape.get("height", 0)) <= height


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_every_letter_of_three_scripts_can_be_seen(script: str):
    assert replace_missing(SCRIPTS[script]) == SCRIPTS[script]


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_each_letter_is_drawn_and_is_no_box(script: str):
    letters = [char for char in dict.fromkeys(SCRIPTS[script]) if char.isalpha()]
    pictures = {drawing.png(drawing.card(80, [drawing.words(20, 60, char, 40)])) for char in letters}
    assert len(pictures) == len(letters)
    assert drawing.png(drawing.card(80, [drawing.words(20, 60, "\U0001f6a2", 40)])) not in pictures


def test_what_no_font_has_is_left_out_visibly():
    assert replace_missing("Ships 🚢🚢 sail\x00\nto 한국") == "Ships … sail to …"


def test_lines_break_between_words_and_between_wide_characters():
    assert lines("one two three", 10, width("one two t", 10), 3) == ["one two", "three"]
    assert lines("两位市长将于四月会晤。", 10, 50, 9) == ["两位市长将", "于四月会", "晤。"]
    assert lines("one two three four", 10, width("one two…", 10) + 0.1, 1) == ["one two…"]
    assert lines("", 10, 50, 2) == []


def test_a_picture_drawn_lately_is_not_drawn_again():
    drawing.png.cache_clear()
    first = drawing.png(drawn("timeline-one"))
    assert drawing.png(drawn("timeline-one")) is first
    assert drawing.png.cache_info().hits == 1
    assert drawing.png.cache_info().maxsize == drawing.KEPT


async def test_what_cannot_be_drawn_is_no_picture():
    def broken() -> str:
        raise OSError("the font is gone")

    assert await drawing.draw("a.png", broken, "words") is None
    assert await drawing.draw("a.png", lambda: "no svg", "words") is None
    picture = await drawing.draw("a.png", lambda: drawn("timeline-one"), "words")
    assert picture
    assert picture.data.startswith(b"\x89PNG")


def test_a_month_is_a_span_and_a_day_a_point():
    place = scale([day(2), EventDate(date(2026, 4, 1), date(2026, 4, 30), "month")], date(2026, 3, 1))
    assert drawing.MARGIN < place(date(2026, 2, 1)) < place(date(2026, 3, 1)) < place(date(2026, 4, 1))
    assert place(date(2026, 4, 30)) < drawing.WIDTH - drawing.MARGIN
    assert place(date(2026, 4, 30)) - place(date(2026, 4, 1)) == pytest.approx(
        (place(date(2026, 4, 30)) - place(date(2026, 2, 1))) * 29 / 88
    )


def test_one_day_of_long_ago_does_not_squeeze_the_others():
    spans, today = [day(1, year=1979), day(3), day(4)], date(2026, 2, 10)
    assert compressed_scale(spans, today)
    assert scale(spans, today)(date(2026, 4, 1)) - scale(spans, today)(date(2026, 3, 1)) > 10
    assert not compressed_scale([day(1), day(3), day(4)], today)


def test_a_single_day_that_is_today_stands_in_the_middle():
    assert scale([day(2, 10)], date(2026, 2, 10))(date(2026, 2, 10)) == drawing.WIDTH / 2


def _light(colour: str) -> float:
    parts = [int(each, 16) / 255 for each in re.findall("..", colour[1:])]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [drawing.TEXT, drawing.MUTED, drawing.AHEAD, drawing.PAST, drawing.NOW])
def test_texts_are_read_easily(colour: str):
    assert _contrast(colour, drawing.GROUND) >= 4.5


@pytest.mark.parametrize("client", ["#ffffff", "#000000", "#17212b", "#1a1d21"])
def test_the_card_is_seen_in_light_and_in_dark(client: str):
    assert _contrast(drawing.EDGE, client) >= 3
