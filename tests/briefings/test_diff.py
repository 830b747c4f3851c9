"""What is told as new between two revisions, and what is only written another way."""

import pytest

from briefings.library.diff import Difference, compare
from briefings.reading import read

WORDS = """Tides

Summary

Ships left “at once” – nobody’s fault (Tan, 2023). Mud is money (Hale & Berg, 2020).

References

"""
APA = (
    "Hale, A., & Berg, B. (2020). Mud and money. Coastal Works, 12(3), 44–61.",
    "Tan, W. (2023, May 4). Silt wins again. Fleet News. https://example.org/s",
)
CHICAGO = (
    "Hale, A., and B. Berg. 2020. “Mud and Money.” Coastal Works 12 (3): 44–61.",
    "Tan, W. 2023. “Silt Wins Again.” Fleet News, May 4, 2023. https://example.org/s.",
)


def told(before: str, after: str) -> Difference:
    return compare(read("a.txt", before.encode()), read("a.txt", after.encode()))


@pytest.mark.parametrize(
    "after",
    [
        WORDS + "\n\n".join(CHICAGO),
        WORDS + "\n\n".join(f"*  {entry}" for entry in APA),
        WORDS.replace("“", '"').replace("”", '"').replace("’", "'").replace(" – ", " — ") + "\n\n".join(APA),
        WORDS.replace(" nobody", "\u00a0nobody") + "\n\n".join(entry.replace(". ", ".  ") for entry in APA),
    ],
)
def test_another_style_of_the_list_or_of_marks_is_no_change(after):
    assert told(WORDS + "\n\n".join(APA), after) == Difference()


def test_another_work_and_another_sentence_are_told():
    later = APA[1].replace("wins again", "loses")
    changed = told(WORDS + "\n\n".join(APA), WORDS.replace("at once", "late") + "\n\n".join([APA[0], later]))
    assert (changed.references_added, changed.references_removed) == ((later,), (APA[1],))
    assert (len(changed.added), len(changed.removed)) == (1, 1)


FARES = """# Fares

| Ticket | Price |
|---|---|
| Week | £655 |
| Day | £120 |
"""


def rows_told(before: str, after: str) -> tuple[list[str], list[str]]:
    was, now = (read("a.md", words.encode()) for words in (before, after))
    changed = compare(was, now)
    assert (changed.added, changed.removed) == ((), ())
    return (
        [now.text[start:end] for start, end in changed.rows_added],
        [was.text[start:end] for start, end in changed.rows_removed],
    )


def test_a_changed_cell_is_told_as_its_row():
    assert rows_told(FARES, FARES.replace("£655", "£640")) == (["Week | £640"], ["Week | £655"])


def test_a_changed_header_and_a_new_row_are_told():
    assert rows_told(FARES, FARES.replace("Price", "Fare") + "| Year | £9 |\n") == (
        ["Ticket | Fare", "Year | £9"],
        ["Ticket | Price"],
    )


def test_padding_marks_and_order_of_rows_are_no_change():
    padded = "# Fares\n\n| Ticket | Price  |\n|:----|-----:|\n| Day   | £120 |\n| **Week** |  £655 |\n"
    assert rows_told(FARES, padded) == ([], [])
