"""Blocks of a page are measured once, and as exactly as the page's plain text."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import Block, Bullets, Fields, Heading, Message, Note, Paragraph, Quote, Run, plain_text, say, text
from bot.paging import PageSize, PageSizes, page_of_message
from tests.examples import examples

_words = st.text(st.sampled_from('ab"\\\n é漢👩\u200d'), max_size=30)
_runs = st.lists(
    st.builds(Run, _words, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "https://example.org"])),
    max_size=3,
).map(tuple)
_blocks = st.one_of(
    st.builds(Heading, _words, st.sampled_from([1, 2])),
    st.builds(Paragraph, _runs),
    st.builds(Note, _runs),
    st.builds(Quote, _runs),
    st.builds(Bullets, st.lists(_runs, max_size=3).map(tuple), st.booleans(), st.integers(1, 12)),
    st.builds(Fields, st.lists(st.tuples(_words, _runs), max_size=3).map(tuple)),
)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(_blocks, max_size=5).map(tuple))
def test_the_size_of_blocks_is_that_of_their_plain_text(blocks: tuple[Block, ...]):
    sizes = PageSizes()
    assert sizes.of(blocks) == sizes.of(blocks) == whole(blocks)


def whole(blocks: tuple[Block, ...]) -> PageSize:
    """The same, measured on the whole page."""
    plain = Message(blocks).plain()
    runs = [run for block in blocks for run in shown(block)]
    items = sum(len(block.items) for block in blocks if isinstance(block, Bullets))
    weight = len(json.dumps(plain, ensure_ascii=False)) + 70 * len(runs) + 60 * items + 100 * len(blocks)
    styles = sum(run.bold + run.italic + run.struck + run.code + bool(run.link) for run in runs)
    return PageSize(len(plain.encode("utf-16-le")) // 2, weight, styles)


def shown(block: Block) -> list[Run]:
    """The runs of a block as platforms show them."""
    match block:
        case Heading(words):
            return [Run(words, bold=True)]
        case Note(runs) | Quote(runs):
            return [Run(each.text, each.bold, True, each.code, each.link, each.struck) for each in runs]
        case Paragraph(runs):
            return list(runs)
        case Bullets(items):
            return [run for item in items for run in item]
        case Fields(rows):
            return [run for name, value in rows for run in (Run(name, bold=True), *value)]
    raise AssertionError(block)


def test_each_item_of_many_pages_is_measured_once():
    measured = []

    def counted(line: tuple[Run, ...]) -> str:
        measured.append(line)
        return plain_text(line)

    points = tuple(text(f"Point {number}: {'the river froze early that year. ' * 6}") for number in range(120))
    message = say(Heading("Rivers"), Bullets(points), line="/list")
    assert "Page 3 of 7" in page_of_message(message, 3, sizes=PageSizes(counted)).plain()
    assert sorted(measured, key=points.index) == list(points)
