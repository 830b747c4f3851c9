"""Long answers by pages: whole, in order, and each one message wherever it is shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import (
    Block,
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
    say,
    text,
)
from bot.paging import page_of_message
from bot.platforms.slack.sending.render import render as slack
from bot.platforms.telegram.sending.render import render as telegram
from briefings.errors import NotFound
from briefings.model.corrections import QuotedSpan
from tests.examples import examples

LINE = "/sources a1"
POINTS = tuple(text(f"Point {number}: {'the river froze early that year. ' * 6}") for number in range(60))
CHOICE = Buttons(((Button("Summary", "/summary a1"),),))


def says(message: Message) -> list[str]:
    return [b.says for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]


def pages_of(message: Message) -> list[Message]:
    pages = [page_of_message(message)]
    while f"/page {len(pages) + 1} {message.line.removeprefix('/')}" in says(pages[-1]):
        pages.append(page_of_message(message, len(pages) + 1))
    return pages


def test_a_short_answer_stays_as_it_is():
    message = say("Short", CHOICE, line=LINE)
    assert page_of_message(message) is message


def test_a_long_answer_comes_whole_by_pages_with_its_title_and_its_buttons():
    pages = pages_of(say(Heading("Ports"), Bullets(POINTS, numbered=True), CHOICE, line=LINE))
    assert len(pages) > 2
    told = [item for page in pages for block in page.blocks if isinstance(block, Bullets) for item in block.items]
    assert tuple(told) == POINTS
    for number, page in enumerate(pages, 1):
        assert page.plain().startswith("Ports\n")
        assert f"Page {number} of {len(pages)}" in page.plain()
        turns = {f"/page {beside} sources a1" for beside in (number - 1, number + 1) if 1 <= beside <= len(pages)}
        assert set(says(page)) == {*turns, "/summary a1"}


def test_what_cannot_be_made_again_comes_in_one():
    changed = say(Bullets(POINTS))
    with_file = say(Bullets(POINTS), File("a.bib", b"x", "text/plain", "As BibTeX"), line=LINE)
    assert (page_of_message(changed), page_of_message(with_file)) == (changed, with_file)


@pytest.mark.parametrize("page", [0, 99])
def test_a_page_that_there_is_not_is_no_page(page: int):
    for message in (say("Short", line=LINE), say(Bullets(POINTS), line=LINE)):
        with pytest.raises(NotFound, match=f"no page {page}"):
            page_of_message(message, page)


_words = st.text(
    st.one_of(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), st.sampled_from('"\\&<>漢字👩🏽\u200d ')),
    min_size=1,
    max_size=300,
)
_runs = st.lists(
    st.builds(Run, _words, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "https://a.example/b"])),
    min_size=1,
    max_size=6,
).map(tuple)
_buttons = st.lists(
    st.lists(st.builds(Button, st.text("abc 12", min_size=1, max_size=40), st.just("/summary a1 2")), max_size=6).map(
        tuple
    ),
    max_size=4,
).map(lambda rows: Buttons(tuple(rows)))
_blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, _words, st.sampled_from([1, 2])),
    st.builds(Paragraph, _runs),
    st.builds(Quote, _runs),
    st.builds(Note, _runs),
    st.builds(Bullets, st.lists(_runs, min_size=1, max_size=30).map(tuple), st.booleans()),
    st.builds(Fields, st.lists(st.tuples(_words, _runs), min_size=1, max_size=10).map(tuple)),
)


@settings(max_examples=examples(40))
@given(st.lists(_blocks, min_size=1, max_size=40), _buttons)
def test_each_page_is_one_message_on_each_platform(blocks: list[Block], buttons: Buttons):
    for page in pages_of(Message((*blocks, buttons), line=LINE)):
        assert max(len(telegram(page)), len(slack(page, "slack:C1"))) <= 1


def test_a_text_longer_than_a_page_begins_below_its_title():
    whole = "and a ferry sails to each island " * 200
    pages = pages_of(
        say(Heading("Ports"), Note(text("a1 · summary")), Heading("The quay", 2), Bullets((text(whole),)), line=LINE)
    )
    assert len(pages) == 2
    told = [item for page in pages for block in page.blocks if isinstance(block, Bullets) for item in block.items]
    assert len(told[0][0].text) > 3_000
    assert "".join(run.text for item in told for run in item) == whole


def test_the_heading_of_a_group_that_goes_on_is_repeated_and_of_one_that_begins_is_not():
    message = say(
        *(Heading("Ports"), Heading("North", 2), Bullets(POINTS), Heading("South", 2), Bullets(POINTS), CHOICE),
        line=LINE,
    )
    pages = pages_of(message)
    headings = [[block.text for block in page.blocks if isinstance(block, Heading)] for page in pages]
    assert headings[0] == ["Ports", "North"]
    assert all(found[:2] in (["Ports", "North"], ["Ports", "South"]) for found in headings)
    first_south = next(found for found in headings if "South" in found)
    assert first_south.count("South") == 1
    assert headings[-1] == ["Ports", "South"]
    plain = say(Heading("Ports"), Bullets(POINTS), CHOICE, line=LINE)
    assert all(page.plain().count("Ports\n=") == 1 for page in pages_of(plain))


def test_a_page_asks_for_the_origin_of_its_own_sentences_alone():
    quoted = [(1 + number // 30, 10 * number) for number in range(60)]
    items = tuple(
        text(Run(point[0].text, origin=QuotedSpan(analysis, 2, start, start + 9)))
        for point, (analysis, start) in zip(POINTS, quoted, strict=True)
    )
    starts = [" ".join(str(start) for analysis, start in quoted if analysis == each) for each in (1, 2)]
    line = f"/where a1 r2 {starts[0]} 7777 a2 r2 {starts[1]}"
    message = say(Heading("Long"), Bullets(items), Buttons(((Button("Where?", line),),)), line=LINE)
    pages = pages_of(message)
    assert len(pages) > 2
    for page in pages:
        own = [run.origin for b in page.blocks if isinstance(b, Bullets) for item in b.items for run in item]
        (asked,) = [each for each in says(page) if each.startswith("/where")]
        kept = [each for each in asked.split() if each.isdecimal() and each != "7777"]
        assert kept == [str(each.start) for each in own if each]
        assert {f"a{each.analysis}" for each in own if each} <= set(asked.split())
        assert "7777" in asked  # it stands in a picture, so on each page
    quiet = say(Bullets((items[0],)), Bullets(POINTS), Buttons(((Button("Where?", "/where a1 r2 0"),),)), line=LINE)
    assert [any(each.startswith("/where") for each in says(page)) for page in pages_of(quiet)][:2] == [True, False]
    words = say(Bullets(POINTS), Buttons(((Button("Where?", "/where a1 summit"),),)), line=LINE)
    assert all("/where a1 summit" in says(page) for page in pages_of(words))
