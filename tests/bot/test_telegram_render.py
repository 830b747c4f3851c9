"""What a message looks like in Telegram."""

import pytest

from bot.message import (
    Bullets,
    Fields,
    Heading,
    Note,
    Paragraph,
    Quote,
    Run,
    bold,
    code,
    italic,
    say,
    text,
)
from bot.platforms.telegram.sending.render import Part
from tests.fakes.telegram_parts import accepted, only


def marked(part: Part) -> list[tuple[str, str]]:
    """Each entity's kind with the words that it covers."""
    raw = part.text.encode("utf-16-le")
    return [
        (entity.type, raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le"))
        for entity in part.entities
    ]


def test_each_block_has_its_look():
    part = only(
        say(
            Heading("Ports"),
            Paragraph(text("Two ", bold("froze"), ", one ", italic("perhaps"), ".")),
            Bullets((text("north"), text("east"))),
            Bullets((text("ask"), text("wait")), numbered=True),
            Fields((("Ice", text("40 cm")), ("", text("and more")))),
            Quote(text("It was cold.")),
            Note(text("Type ", code("/more a1"), " to go on")),
        )
    )
    assert part.text == (
        "Ports\n\nTwo froze, one perhaps.\n\n• north\n• east\n\n1. ask\n2. wait\n\nIce: 40 cm\nand more\n\n"
        "It was cold.\n\nType /more a1 to go on"
    )
    assert marked(part) == [
        ("bold", "Ports"),
        ("bold", "froze"),
        ("italic", "perhaps"),
        ("bold", "Ice:"),
        ("blockquote", "It was cold."),
        ("italic", "Type"),
        ("code", "/more a1"),
        ("italic", "to go on"),
    ]


def test_offsets_count_utf16_units():
    part = only(say(Paragraph(text("🧊🧊 ", bold("ice 🧊"), " end ", code("x")))))
    assert marked(part) == [("bold", "ice 🧊"), ("code", "x")]
    assert part.entities[0].offset == 5


def test_text_comes_out_as_written():
    words = "<b>x</b> *y* _z_ `q` [a](b) &amp; \u200fعربي\u200f " + "w" * 4000
    assert only(say(words)).text == words


def test_a_quotation_of_several_styles_is_one():
    part = only(say(Quote(text("It was ", bold("very"), " cold, said @ada"))))
    assert marked(part) == [
        ("blockquote", "It was very cold, said @ada"),
        ("bold", "very"),
        ("code", "@ada"),
    ]
    assert accepted(part)


@pytest.mark.parametrize("words", ["@ada knows", "ask @ada, (@bob)", "по-русски@ada", ".@ada_1", "„@ada“"])
def test_nobody_is_pinged(words: str):
    assert accepted(only(say(words, Heading(words), Note(text(words)), Bullets((text(words),)))))


def test_a_name_in_two_styles_pings_nobody_either():
    assert accepted(only(say(Paragraph(text("ask @", bold("ada"), " or ", italic("@b"), "ob")))))


def test_an_email_address_stays_one():
    assert only(say("write to ada@example.org")).entities == ()


def test_links_that_telegram_takes_are_links():
    part = only(say(Paragraph(text(Run("the report by @ada", link="https://example.org/r?a=1&b=(2)"), " says"))))
    assert marked(part) == [("text_link", "the report by @ada")]
    assert part.entities[0].url == "https://example.org/r?a=1&b=(2)"
    assert accepted(part)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("http://localhost:8080/r", "here <http://localhost:8080/r>"),
        ("tg://user?id=42", "here"),
        ("javascript:alert(1)", "here"),
        ("https://example.org/a b", "here <https://example.org/a b>"),
        ("https://[broken", "here <https://[broken>"),
    ],
)
def test_other_links_are_words(link: str, shown: str):
    part = only(say(Paragraph(text(Run("here", link=link)))))
    assert (part.text, part.entities) == (shown, ())


def test_a_link_within_code_stays_a_link():
    assert marked(only(say(Paragraph(text(Run("doi", code=True, link="https://doi.org/1")))))) == [("text_link", "doi")]
