"""What a revision changes about sentences that were shown, and what it doesn't."""

from datetime import date

import pytest

from briefings.corrections.changes import changed, hits
from briefings.model.analysis import Analysis
from briefings.model.corrections import QuotedSpan
from briefings.reading import read

BEFORE = """Ice on the Quay

Background

The ice is ten centimetres thick. Skating is allowed from 12 December 2026. "Nobody fell in last year," said Ida Holm.

Outlook

The harbour office will measure again in January. The rink may close in March.
"""


def text(words: str, revision: int = 1) -> Analysis:
    return Analysis(1, revision, read("ice.txt", words.encode(), published=date(2026, 12, 1)))


def pairs(after: str, before: str = BEFORE) -> list[tuple[str, str]]:
    return [(each.old, each.new) for each in changed(text(before), text(after, 2))]


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        BEFORE.replace('"Nobody fell in last year,"', "“Nobody fell in last year,”"),
        BEFORE.replace(". Skating", ".  Skating").replace("may close", "may\nclose"),
        BEFORE.replace("The rink may close in March.", "").replace(
            "The ice is", "The rink may close in March. The ice is"
        ),
        BEFORE.replace("Background\n", "Background\n\nA new sentence says nothing about the old ones.\n"),
        BEFORE.replace("Outlook", "What comes next"),
    ],
)
def test_moving_spacing_quotation_marks_and_additions_change_nothing(after: str):
    assert pairs(after) == []


def test_a_changed_sentence_is_paired_with_its_new_wording_and_a_dropped_one_with_none():
    after = BEFORE.replace("ten centimetres", "eight centimetres").replace(" The rink may close in March.", "")
    assert pairs(after) == [
        ("The ice is ten centimetres thick.", "The ice is eight centimetres thick."),
        ("The rink may close in March.", ""),
    ]


def test_a_sentence_that_is_moved_and_changed_is_found_where_it_stands_now():
    moved = "The harbour office will measure the ice again in January."
    after = BEFORE.replace("The harbour office will measure again in January. ", "").replace(
        "Background\n\n", f"Background\n\n{moved}\n\n"
    )
    (change,) = changed(text(BEFORE), text(after, 2))
    assert (change.new, change.heading, change.section) == (moved, "Background", 0)
    assert text(after).draft.text[change.start : change.end] == moved


def test_sentences_joined_or_parted_by_their_marks_alone_are_the_same():
    assert pairs("Ice\n\nIt is cold, and dark. We stay in.\n", "Ice\n\nIt is cold , and dark. We stay in.\n") == []


def test_renumbered_sources_change_no_sentence_and_another_source_does():
    listed = "\n\nReferences\n\n[1] Ida Holm. The Ice. 2020.\n\n[2] Jan Berg. The Quay. 2021.\n"
    more = listed.replace("[1] Ida", "[1] Kai Lund. The Wind. 2019.\n\n[2] Ida").replace("[2] Jan", "[3] Jan")
    before = "Ice\n\nIt is cold [1]. It is dark [2].\n"
    assert pairs(before.replace("[2]", "[3]").replace("[1]", "[2]") + more, before + listed) == []
    assert [old for old, _ in pairs(before.replace("[1]", "[2]") + listed, before + listed)] == ["It is cold [1]."]


def test_who_was_shown_a_few_words_is_concerned_only_if_those_words_are_gone():
    before, after = text(BEFORE), text(BEFORE.replace("said Ida Holm", "said Kai Lund"), 2)
    (change,) = items = changed(before, after)
    words = before.draft.text
    quote = words.index("Nobody fell"), words.index('," said')
    whole = words.index('"Nobody'), words.index("Holm.") + 5
    other = words.index("The ice is"), words.index(" Skating")
    page = 0, len(words)
    shown = [hits(before.draft, [QuotedSpan(1, 1, *span)], items) for span in (quote, whole, other, page)]
    assert [bool(each) for each in shown] == [False, True, False, True]
    gone = changed(before, text(BEFORE.replace("Nobody fell in last year", "One boy fell in last year"), 2))
    assert hits(before.draft, [QuotedSpan(1, 1, *quote)], gone) == {0}
    assert change.old.endswith("said Ida Holm.")
