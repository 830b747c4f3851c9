"""What an ambiguous citation probably means, with what in the text says so; never more than a likelihood."""

import pytest

from briefings.model.analysis import Citation
from briefings.reading import read, to_json

CALLS = """Gazette. (2026, May 3). Mayor holds call with Anna Brandt.
Gazette. (2026, May 7). Mayor holds call with Tom Okafor."""
WORKS = """Board. (2025, March 2). Dredging of harbour mud by suction.
Board. (2025, June 9). Wages of lighthouse keepers since the war."""
FILLER = (
    "The harbour opened in spring. Ferries crossed twice a day. Nobody counted the passengers. Bread cost little. "
    "The clock tower burned. A school moved uphill. Winters were mild. The market closed early on feast days. "
)


def cited(body: str, entries: str = CALLS) -> list[Citation]:
    document = f"# Harbour calls\n\n{body}\n\n## References\n\n{entries.replace(chr(10), chr(10) * 2)}\n"
    return [*read("calls.md", document.encode()).citations]


@pytest.mark.parametrize(
    ("body", "likely", "says"),
    [
        ("## Ferries\n\nBrandt was promised a quay (Gazette, 2026).", 0, "the sentence says “Brandt”"),
        ("## Ferries\n\nIn the talk with Okafor a quay was promised (Gazette, 2026).", 1, "the sentence says “Okafor”"),
        ("## Ferries\n\nOkafor called at noon. A quay was promised (Gazette, 2026).", 1,
         "the sentence beside it says “Okafor”"),
        ("## Okafor on the line\n\nNoon struck. A quay was promised (Gazette, 2026).", 1, "the heading says “Okafor”"),
        ("## Ferries\n\nTom Okafor called. Noon struck. Gulls cried. A quay was promised (Gazette, 2026).", 1,
         "the section says “Tom”"),
        ("## Ferries\n\nOn May 3 a quay was promised (Gazette, 2026).", 0, "the sentence names May 3"),
        ("## Ferries\n\nA quay was promised on 7 May (Gazette, 2026).", 1, "the sentence names 7 May"),
    ],
)  # fmt: skip
def test_titles_that_differ_in_a_name_are_told_apart_by_the_closest_words(body: str, likely: int, says: str) -> None:
    (citation,) = cited(body)
    assert (citation.status, citation.references, citation.likely) == ("ambiguous", (0, 1), likely)
    assert citation.reason.startswith(says)


@pytest.mark.parametrize(
    "body",
    [
        "## Ferries\n\nA quay was promised (Gazette, 2026).",
        "## Ferries\n\nBrandt and Okafor were promised a quay (Gazette, 2026).",
        "## Ferries\n\nBetween May 3 and May 7 a quay was promised (Gazette, 2026).",
    ],
)
def test_where_nothing_or_both_are_named_nothing_is_likely(body: str) -> None:
    (citation,) = cited(body)
    assert (citation.status, citation.likely, citation.reason) == ("ambiguous", None, "")


def test_each_section_on_one_call_means_that_call() -> None:
    body = (
        "## Brandt\n\nShe asked for a quay (Gazette, 2026). Bread was dear (Gazette, 2026).\n\n"
        "## Okafor\n\nHe wanted a crane (Gazette, 2026)."
    )
    assert [citation.likely for citation in cited(body)] == [0, 0, 1]


def test_initials_in_a_citation_come_before_the_words_around_it() -> None:
    works = (
        "Rubin, A. (2026). Talk with Brandt.\nRubin, A. (2026). Talk with Okafor.\nRubin, V. (2026). Talk with Brandt."
    )
    body = "## Sea\n\nBrandt came (A. Rubin, 2026). Okafor came (V. Rubin, 2026). Nobody left (A. Rubin, 2026)."
    found = cited(body, works)
    assert [citation.references for citation in found] == [(0, 1, 2)] * 3
    assert [citation.likely for citation in found] == [0, 2, 1]
    assert found[1].reason == "the citation says “V.”, the initials of that author"


def test_titles_of_other_subjects_need_more_than_one_word() -> None:
    told = f"## Mud\n\n{FILLER}Suction frees the harbour of mud, and dredging pays (Board, 2025)."
    faint = f"## Mud\n\n{FILLER}The war ended (Board, 2025)."
    assert [citation.likely for citation in cited(told, WORKS)] == [0]
    assert [citation.likely for citation in cited(faint, WORKS)] == [None]


def test_a_citation_that_fits_very_many_references_is_left_alone() -> None:
    many = "\n".join(f"Gazette. (2026, May {day}). Mayor holds call with Guest{day}." for day in range(1, 20))
    (citation,) = cited("## Ferries\n\nGuest7 was promised a quay (Gazette, 2026).", many)
    assert (len(citation.references), citation.likely) == (19, None)


def test_the_likelihood_stands_in_the_json_and_the_status_stays() -> None:
    document = f"# Calls\n\n## Ferries\n\nBrandt came (Gazette, 2026).\n\n## References\n\n{CALLS}\n"
    (told,) = to_json(read("a.md", document.encode()))["citations"]
    assert (told["status"], told["references"], told["likely"]) == ("ambiguous", [0, 1], 0)
    assert told["reason"] == "the sentence says “Brandt”, a word of that title"
