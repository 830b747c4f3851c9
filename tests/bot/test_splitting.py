"""What holds for every message that is packed into parts, and the places where a text is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
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
    Picture,
    Quote,
    Run,
    Text,
    bold,
    plain_text,
    text,
)
from bot.splitting import pack

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAGS = "\U0001f1eb\U0001f1ee\U0001f1f8\U0001f1ea\U0001f1ee\U0001f1f8"


def size(*blocks: Block) -> int:
    return sum(len(Message((block,)).plain()) for block in blocks)


def room_for(limit: int):
    return lambda part: size(*part) <= limit


def words_of(block: Block) -> str:
    match block:
        case Heading(words):
            return words
        case Paragraph(runs) | Quote(runs) | Note(runs):
            return plain_text(runs)
        case Bullets(items):
            return "".join(plain_text(item) for item in items)
        case Fields(rows):
            return "".join(name + plain_text(value) for name, value in rows)
        case Buttons(rows):
            return "".join(button.label for row in rows for button in row)
        case File() | Picture():
            return block.name


def words_in(blocks) -> str:
    return "".join(words_of(block) for block in blocks)


def cut(words: str, limit: int) -> list[str]:
    parts = pack([Paragraph(text(words))], lambda part: sum(len(words_of(block)) for block in part) <= limit)
    return [words_in(part) for part in parts]


def test_what_fits_is_one_part():
    blocks = (Heading("Northern ports"), Paragraph(text("Two of them froze over.")))
    assert pack(blocks, room_for(500)) == [blocks]
    assert pack([], room_for(500)) == []


def test_whole_blocks_go_before_full_parts():
    blocks = [Paragraph(text("a" * 40)), Paragraph(text("b" * 40)), Paragraph(text("c" * 40))]
    assert pack(blocks, room_for(90)) == [tuple(blocks[:2]), tuple(blocks[2:])]


def test_a_heading_goes_with_what_follows_it():
    blocks: list[Block] = [Paragraph(text("a" * 60)), Heading("Title", 2), Heading("Sub", 2), Paragraph(text("b" * 40))]
    assert pack(blocks, room_for(80)) == [(blocks[0],), tuple(blocks[1:])]


def test_a_heading_goes_with_the_first_piece_of_a_long_text():
    first, second, *_ = pack([Paragraph(text("a" * 60)), Heading("T", 2), Paragraph(text("b" * 200))], room_for(80))
    assert [type(block) for block in first + second] == [Paragraph, Heading, Paragraph]


def test_buttons_stay_with_the_words_before_them():
    press = Buttons(((Button("More", "/more"),),))
    blocks: list[Block] = [Paragraph(text("a" * 30)), Heading("End", 2), Paragraph(text("b" * 30)), press]
    assert pack(blocks, room_for(70)) == [(blocks[0],), (blocks[1], blocks[2], press)]


def test_too_many_buttons_are_divided_by_rows_and_within_a_row():
    row = tuple(Button(f"b{n}", f"/b {n}") for n in range(7))
    parts = pack([Paragraph(text("Pick")), Buttons((row[:2], row[2:]))], lambda part: len(words_in(part)) <= 10)
    assert [words_in(part) for part in parts] == ["Pickb0b1", "b2b3b4b5b6"]
    parts = pack([Buttons((row,))], lambda part: len(words_in(part)) <= 6)
    assert [words_in(part) for part in parts] == ["b0b1b2", "b3b4b5", "b6"]


def test_a_numbered_list_goes_on_counting():
    items = tuple(text(f"source number {n}") for n in range(1, 10))
    parts = pack([Bullets(items, numbered=True)], room_for(60))
    assert "\n".join(Message(part).plain() for part in parts) == Message((Bullets(items, numbered=True),)).plain()


def test_the_rest_of_a_long_item_keeps_its_number():
    parts = pack([Bullets((text("one"), text("x" * 30), text("three")), numbered=True)], room_for(20))
    numbers = [(block.first, words_of(block)) for part in parts for block in part]
    assert numbers == [(1, "one"), (2, "x" * 17), (2, "x" * 13), (3, "three")]


def test_a_long_row_goes_on_without_its_name():
    parts = pack([Fields((("Where", text("y" * 30)), ("When", text("May"))))], room_for(25))
    fields = [block for part in parts for block in part if isinstance(block, Fields)]
    rows = [(name, plain_text(value)) for block in fields for name, value in block.rows]
    assert rows == [("Where", "y" * 18), ("", "y" * 12), ("When", "May")]


def test_a_file_is_never_cut():
    blocks: list[Block] = [
        Paragraph(text("Here it is")),
        File("a.csv", b"1", "text/csv", "Table " * 20),
        Paragraph(text("End")),
    ]
    assert pack(blocks, room_for(15)) == [(block,) for block in blocks]


@pytest.mark.parametrize(
    ("words", "limit", "pieces"),
    [
        ("One goes. Two goes.\n\nThree goes. Four.", 30, ["One goes. Two goes.\n\n", "Three goes. Four."]),
        ("First sentence. Second sentence.", 20, ["First sentence. ", "Second sentence."]),
        ("short\n\nIt grew for long. And then it fell", 30, ["short\n\nIt grew for long. ", "And then it fell"]),
        ("seven plain words without any stop here", 20, ["seven plain words ", "without any stop ", "here"]),
        ("exactly here", 7, ["exactly", " here"]),
        ("第一句话。第二句话。第三句话。", 11, ["第一句话。第二句话。", "第三句话。"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        (FAMILY * 3, 7, [FAMILY] * 3),
        (FLAGS, 3, [FLAGS[:2], FLAGS[2:4], FLAGS[4:]]),
        ("e\u0301" * 3, 3, ["e\u0301"] * 3),
        ("\u1100\u1161\u11a8\u1100\u1161", 4, ["\u1100\u1161\u11a8", "\u1100\u1161"]),
        ("a" + "\u0301" * 8, 5, ["a" + "\u0301" * 4, "\u0301" * 4]),
    ],
)
def test_a_text_is_cut_at_the_best_place(words: str, limit: int, pieces: list[str]):
    assert cut(words, limit) == pieces


def test_styles_go_on_after_a_cut():
    (first,), (second,) = pack([Quote((Run("plain "), bold("loud words")))], lambda part: len(words_in(part)) <= 11)
    assert first == Quote((Run("plain "), bold("loud ")))
    assert second == Quote((bold("words"),))


WORDS = st.text(st.sampled_from("ab .\n。é\u0301\U0001f1eb\U0001f468\u200d"), min_size=1, max_size=150)
RUNS = st.lists(st.builds(Run, WORDS, bold=st.booleans()), min_size=1, max_size=3).map(tuple)
BLOCKS = st.one_of(
    st.builds(Heading, WORDS),
    st.builds(Paragraph, RUNS),
    st.builds(Quote, RUNS),
    st.builds(Note, RUNS),
    st.builds(Bullets, st.lists(RUNS, min_size=1, max_size=5).map(tuple), st.booleans()),
    st.builds(Fields, st.lists(st.tuples(WORDS, RUNS), min_size=1, max_size=4).map(tuple)),
    st.builds(
        Buttons,
        st.lists(
            st.lists(st.builds(Button, WORDS, st.just("/x")), min_size=1, max_size=4).map(tuple), min_size=1, max_size=3
        ).map(tuple),
    ),
)


@given(st.lists(BLOCKS, max_size=8), st.integers(20, 200))
def test_nothing_is_lost_and_everything_divisible_fits(blocks: list[Block], limit: int):
    parts = pack(blocks, lambda part: len(words_in(part)) <= limit)
    assert "".join(words_in(part) for part in parts) == words_in(blocks)
    for part in parts:
        assert part
        assert len(words_in(part)) <= limit or isinstance(part[-1], Buttons)


@given(st.lists(BLOCKS, max_size=8), st.integers(20, 200))
def test_no_part_ends_in_a_heading_that_could_go_on(blocks: list[Block], limit: int):
    parts = pack(blocks, lambda part: len(words_in(part)) <= limit)
    for part, following in pairwise(parts):
        if isinstance(part[-1], Heading) and not all(isinstance(block, Heading) for block in part):
            assert isinstance(following[0], Heading | Buttons)


def test_a_book_is_not_measured_over_and_over():
    measured = 0

    def fits(part: tuple[Block, ...]) -> bool:
        nonlocal measured
        measured += len(words_in(part))
        return len(words_in(part)) <= 4000

    book: Text = text("A sentence that says little. " * 8_000)
    assert len(pack([Paragraph(book)], fits)) > 55
    assert measured < 60 * len(book[0].text)


@pytest.mark.parametrize(
    "kind", [Paragraph, Quote, lambda words: Bullets((words,)), lambda words: Fields((("n", words),))]
)
@pytest.mark.parametrize("before", ["Head:\n", "a\n\nb\n", "a\nb\nc\n" * 3, "One. Two.\n"])
def test_short_lines_before_a_long_one_are_no_parts_of_their_own(kind, before: str):
    long = "word " * 400 + "\n" + "word " * 400
    blocks = [kind(text(before + long + "\n" + before + long))]
    parts = pack(blocks, room_for(400))
    assert words_in(block for part in parts for block in part).removeprefix("n").count("word") == 1600
    assert all(size(*part) > 50 for part in parts[:-1])
