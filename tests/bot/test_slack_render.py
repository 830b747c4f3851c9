"""Messages become blocks that Slack takes and people read as they were meant."""

import pytest
from hypothesis import given
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
    Quote,
    Run,
    bold,
    code,
    italic,
    say,
    text,
)  # fmt: skip
from bot.platforms.slack.sending.render import MOST_PARTS, Part, render
from briefings.text import displayed
from tests.fakes.slack_rules import calls, check_message, shown

HOSTILE = "<!here> *b* _i_ ~s~ `c` &amp; & <b>x</b> @channel :smile: <https://example.org|x> \u202eabc\u202c > quoted"


def one(*blocks) -> Part:
    (part,) = checked(say(*blocks))
    return part


def checked(message: Message) -> list[Part]:
    parts = render(message, "slack:C7")
    for part in parts:
        told = {"text": part.text, "blocks": list(part.blocks)}
        if not part.file:
            check_message(told)
        assert calls(told) == []
    return parts


def elements(part: Part, place: int = 0):
    return part.blocks[place]["elements"][0]["elements"]


def test_a_text_keeps_its_styles_and_links():
    part = one(
        Paragraph(
            text("see ", bold("this"), italic(" and "), code("x = 1"), Run("there", link="https://a.example/?q=(1)|2"))
        )
    )
    assert elements(part) == [
        {"type": "text", "text": "see "},
        {"type": "text", "text": "this", "style": {"bold": True}},
        {"type": "text", "text": " and ", "style": {"italic": True}},
        {"type": "text", "text": "x = 1", "style": {"code": True}},
        {"type": "link", "url": "https://a.example/?q=(1)|2", "text": "there"},
    ]


@pytest.mark.parametrize(
    ("link", "linked"),
    [
        ("https://a.example/x_(y)", True),
        ("http://a.example/?a=1&b=2#c", True),
        ("https://a.example/" + "x" * 3000, False),
        ("javascript:alert(1)", False),
        ("https:///a", False),
        ("https://a.example/a b", True),
        ("https://a.example/<x>|y", True),
    ],
)
def test_only_what_slack_takes_for_a_link_is_one(link: str, linked: bool):
    (element,) = elements(one(Paragraph(text(Run("there", link=link)))))
    assert (element["type"] == "link") == linked
    assert element["text"] == "there"


def test_each_block_has_its_shape():
    message = say(
        Heading("Ice on the river"),
        Heading("The winter", 2),
        Bullets((text("one"), text("two"))),
        Bullets((text("five"), text("six")), numbered=True, first=5),
        Fields((("Published", text("May")), ("", text("and later")), ("By", text(bold("Ada"))))),
        Quote(text("It held.")),
        Note(text("From a diary")),
    )
    (part,) = checked(message)
    kinds = [block["type"] if block["type"] == "header" else block["elements"][0]["type"] for block in part.blocks]
    assert kinds == [
        "header", "rich_text_section", "rich_text_list", "rich_text_list", "rich_text_section", "rich_text_quote",
        "rich_text_section",
    ]  # fmt: skip
    assert shown(part.blocks).splitlines() == [
        "Ice on the river", "The winter", "• one", "• two", "5. five", "6. six", "Published: May", "and later",
        "By: Ada", "It held.", "From a diary",
    ]  # fmt: skip
    assert part.blocks[6]["elements"][0]["elements"][0]["style"] == {"italic": True}


@pytest.mark.parametrize("words", ["x" * 151, "a & b", "<!here>", "🙂" * 76])
def test_a_heading_that_is_no_header_of_slacks_is_bold(words: str):
    (element,) = elements(one(Heading(words)))
    assert element == {"type": "text", "text": words, "style": {"bold": True}}


@pytest.mark.parametrize(
    "block",
    [Paragraph(text(HOSTILE)), Quote(text(HOSTILE)), Note(text(HOSTILE)), Bullets((text(HOSTILE),)), Heading(HOSTILE),
     Fields((("name", text(HOSTILE)),))],
)  # fmt: skip
def test_text_comes_out_as_written(block):
    assert displayed(HOSTILE) in shown(one(block).blocks)


def test_the_fallback_underlines_no_title():
    (part,) = render(say(Heading("Ships"), "Two came."))
    assert part.text == "Ships\n\nTwo came."


def test_the_fallback_is_escaped_and_short():
    part = one("<!here> & <@U1>")
    assert part.text == "&lt;!here&gt; &amp; &lt;@U1&gt;"
    part = one("&" * 5000)
    assert len(part.text) <= 4000
    assert part.text.endswith("…")
    assert part.text.replace("&amp;", "") == "…"


def test_nothing_to_show_is_no_part():
    assert (
        render(say(" ", Heading(""), Bullets(()), Bullets((text(),)), Fields(()), Note(text()), Buttons(((),)))) == []
    )


def test_an_empty_item_keeps_its_place():
    part = one(Bullets((text("one"), text(), text("three")), numbered=True))
    assert shown(part.blocks).splitlines() == ["1. one", "2.  ", "3. three"]


def test_buttons_say_their_lines_under_names_of_their_own():
    rows = (tuple(Button(f"B{number}", f"/read a1 {number}") for number in range(30)), (Button("x" * 80, "/help"),))
    part = one("Pick", Buttons(rows), Buttons(((Button(" ", "/list"),),)))
    actions = [block for block in part.blocks if block["type"] == "actions"]
    assert [len(block["elements"]) for block in actions] == [25, 5, 1, 1]
    assert all(block["block_id"].endswith("@slack:C7") for block in actions)
    assert actions[0]["elements"][3]["value"] == "/read a1 3"
    assert actions[2]["elements"][0]["text"]["text"] == "x" * 74 + "…"
    assert actions[3]["elements"][0]["text"]["text"] == "/list"


def test_a_button_that_says_too_much_is_a_fault_of_the_program():
    render(say(Buttons(((Button("x", "/" + "x" * 1999),),))))
    with pytest.raises(ValueError, match="says more"):
        render(say(Buttons(((Button("x", "/" + "x" * 2000),),))))


def test_a_file_goes_alone():
    file = File("a.bib", b"@book{x}", "text/plain", "All <sources>")
    before, middle, after = checked(say("before", file, "after"))
    assert (before.file, middle.file, after.file) == (None, file, None)
    assert middle.text == "All &lt;sources&gt;"


def test_many_blocks_make_several_messages():
    parts = checked(say(*(f"paragraph {number}" for number in range(130))))
    assert len(parts) == 3
    assert "\n".join(shown(part.blocks) for part in parts).split("\n") == [
        f"paragraph {number}" for number in range(130)
    ]


def test_text_of_many_small_pieces_makes_several_messages():
    pieces = [Run(f"{number} ", bold=bool(number % 2)) for number in range(2000)]
    parts = checked(say(Paragraph(tuple(pieces))))
    assert "".join(shown(part.blocks) for part in parts) == "".join(run.text for run in pieces)


@pytest.mark.parametrize("whole", ["/read a1 3", "/readout read a1 3", "read a1 3"])
def test_the_end_of_what_is_too_long_says_where_the_rest_is(whole: str):
    buttons = Buttons(((Button("Sources", "/sources a1"),),))
    parts = checked(say(*("w" * 8000 for _ in range(20)), buttons, whole=whole))
    assert len(parts) == MOST_PARTS + 1
    assert shown(parts[-1].blocks) == "There is more. For all of it, type /readout read a1 3"
    assert parts[-1].blocks[-1]["elements"][0]["value"] == "/sources a1"
    parts = checked(say(*("w" * 8000 for _ in range(20))))
    assert "too long for Slack" in shown(parts[-1].blocks)
    assert len(checked(say(*("w" * 8000 for _ in range(MOST_PARTS))))) == MOST_PARTS


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
RUNS = st.lists(st.builds(Run, WORDS, st.booleans(), st.booleans(), st.booleans()), max_size=5).map(tuple)
BLOCKS = st.one_of(
    st.builds(Heading, WORDS, st.integers(1, 2)),
    st.builds(Paragraph, RUNS),
    st.builds(Quote, RUNS),
    st.builds(Note, RUNS),
    st.builds(Bullets, st.lists(RUNS, max_size=5).map(tuple), st.booleans(), st.integers(1, 99)),
    st.builds(Fields, st.lists(st.tuples(WORDS, RUNS), max_size=4).map(tuple)),
)


@given(st.lists(BLOCKS, max_size=12))
def test_slack_takes_any_message_and_shows_all_its_words(blocks):
    parts = checked(Message(tuple(blocks)))
    told = "".join(shown(part.blocks) for part in parts)
    assert len(parts) > MOST_PARTS or all(
        run.text in told
        for block in blocks
        if isinstance(block, Paragraph | Quote)
        for run in block.text
        if run.text.strip()
    )
