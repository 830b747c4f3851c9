"""Numbered notes at the ends of pages and of plain texts are notes, linked to the marks that call them."""

import pytest

from briefings.reading import read

BODY = "The board met twice in the spring{0} and settled the order of the quays.{1} Nobody asked who would pay for it."
LATER = "The towns along the coast named one person who may speak for them.{2} He was never asked again."
NOTES = (
    "See Holm, Quays of the North (Port Press, 2019), p. 4.",
    "Board of Harbours, Minutes (2020), p. 7.",
    "Novak, Winter Harbours (Lund UP, 2018), p. 12.",
)


def text(marks: tuple[str, str, str], numbers: tuple[str, str, str], rule: str, between: str = "\n") -> str:
    first, second, third = (f"{number} {note}" for number, note in zip(numbers, NOTES, strict=True))
    page = f"{BODY.format(*marks)}\n\n{rule}{first}{between}{second}\n"
    return f"Ice on the Quays\n\n{page}\f\n{LATER.format(*marks)}\n\n{rule}{third}\n"


@pytest.mark.parametrize(
    ("marks", "numbers", "rule", "between"),
    [
        (("1", "2", "3"), ("1", "2", "3"), "__________\n", "\n"),
        (("[1]", "[2]", "[3]"), ("[1]", "[2]", "[3]"), "----------\n", "\n"),
        (("¹", "²", "³"), ("1.", "2.", "3."), "", "\n\n"),
        (("[1]", "[2]", "[3]"), ("1", "2", "3"), "", "\n\n"),
    ],
)
def test_notes_are_linked_to_their_marks(
    marks: tuple[str, str, str], numbers: tuple[str, str, str], rule: str, between: str
) -> None:
    draft = read("a.txt", text(marks, numbers, rule, between).encode())
    told = [draft.text[one.start : one.end] for one in draft.sentences]
    assert not any(note in sentence for sentence in told for note in NOTES)
    assert [(each.text, each.references) for each in draft.citations] == [
        (mark, (at,)) for at, mark in enumerate(marks)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "The board met in the spring.\n\n1. It settled the order of the quays.\n\n2. It set money aside for them.\n",
        "No.1 and No.2 quays are shut.\n\n1 The first one is shut until May.\n\n2 The second one is shut until June.\n",
        "Q1 and Q2 were calm [3].\n\n1. The first quarter was calm.\n2. The second quarter was calm as well.\n",
    ],
)
def test_lists_whose_numbers_nothing_calls_stay_text(words: str) -> None:
    draft = read("a.txt", f"Ice on the Quays\n\n{words}".encode())
    assert len(draft.sentences) == 3


def test_a_text_with_a_list_of_sources_has_no_page_notes() -> None:
    numbers = ("1", "2", "3")
    listed = text(numbers, numbers, "") + "\nReferences\n\nHolm, A. (2019). Quays of the North. Port Press.\n"
    assert read("a.txt", text(numbers, numbers, "").encode()).citations
    assert not any(each.text in numbers for each in read("a.txt", listed.encode()).citations)
