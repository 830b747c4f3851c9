"""What an audit finds: each defect that is put into a text is told, at its place, and nothing else is."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.library.reports.audit import audit_analysis
from briefings.library.reports.disambiguation import Disambiguation
from briefings.library.reports.sources import shares
from briefings.model.analysis import Author, Citation, Quotation, Reference
from briefings.reading import read
from tests.examples import examples

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AUTHORS = ("Adler", "Berg", "Cruz", "Dahl", "Eskola", "Fuchs", "Greco", "Holm")
TOPICS = ("ports", "rivers", "tariffs", "winters", "unions", "harvests", "bridges", "fisheries")
HEADINGS = (
    "Introduction",
    "Fees and Tolls",
    "The Long Winter",
    "Two Towns",
    "What Remains",
    "Outlook",
    "The Quay",
    "Ice",
)


class Paper:
    """A paper of which the test knows everything: who is cited in which section, and who is listed."""

    def __init__(self, cited: list[list[int]], listed: list[int]) -> None:
        self.cited, self.listed = cited, listed

    @property
    def text(self) -> str:
        lines = ["On harbours and those who use them"]
        for heading, authors in zip(HEADINGS, self.cited, strict=False):
            said = [f"The {TOPICS[a]} of the coast have changed a lot ({AUTHORS[a]}, 2024)." for a in authors]
            lines += [heading, " ".join(["Ships came and went as they always had in these towns.", *said])]
        entries = [f"{AUTHORS[a]}, A. (2024). A study of {TOPICS[a]}. https://example.org/{a}" for a in self.listed]
        return "\n".join([*lines, "References", *entries]) + "\n"

    def found(self) -> Counter[tuple[str, str]]:
        draft = read("paper.txt", self.text.encode())
        return Counter((one.kind, draft.text[one.start : one.end]) for one in audit_analysis(draft, NOW))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Every section cites somebody, and who is cited is listed."""
    groups = draw(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True), min_size=3, max_size=8))
    used = sorted({author for group in groups for author in group})
    return Paper(groups, used)


def without_shares(found: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({key: number for key, number in found.items() if key[0] != "source_concentration"})


@settings(max_examples=examples(25))
@given(papers())
def test_a_sound_paper_has_no_findings_but_a_large_share(paper: Paper):
    assert without_shares(paper.found()) == Counter()


@settings(max_examples=examples(25))
@given(papers(), st.data())
def test_a_reference_taken_out_leaves_its_citations_without_one(paper: Paper, data: st.DataObject):
    if len(paper.listed) < 2:
        return
    gone = data.draw(st.sampled_from(paper.listed))
    less = Paper(paper.cited, [author for author in paper.listed if author != gone])
    times = sum(gone in group for group in paper.cited)
    wanted = Counter({("missing_reference", f"({AUTHORS[gone]}, 2024)"): times})
    assert without_shares(less.found()) == wanted


@settings(max_examples=examples(25))
@given(papers(), st.data())
def test_a_citation_put_in_without_reference_is_the_one_finding_more(paper: Paper, data: st.DataObject):
    section = data.draw(st.integers(0, len(paper.cited) - 1))
    sentence = "Nobody had expected the strike (Reuters, 2026)."
    text = paper.text.replace(f"{HEADINGS[section]}\n", f"{HEADINGS[section]}\n{sentence} ", 1)
    draft = read("paper.txt", text.encode())
    more = [one for one in audit_analysis(draft, NOW) if one.kind != "source_concentration"]
    assert [(one.kind, draft.text[one.start : one.end]) for one in more] == [("missing_reference", "(Reuters, 2026)")]


@settings(max_examples=examples(25))
@given(papers(), st.data())
def test_a_reference_that_nobody_cites_and_a_section_that_cites_nobody_are_told(paper: Paper, data: st.DataObject):
    others = sorted(set(range(8)) - set(paper.listed))
    if not others:
        return
    extra = data.draw(st.sampled_from(others))
    bare = data.draw(st.integers(0, len(paper.cited) - 1))
    kept = [group if index != bare else [] for index, group in enumerate(paper.cited)]
    draft = read("paper.txt", Paper(kept, sorted([*paper.listed, extra])).text.encode())
    found = Counter(one.kind for one in audit_analysis(draft, NOW))
    used = {author for group in kept for author in group}
    assert found["never_cited"] == len({*paper.listed, extra} - used)
    assert found["section_without_source"] == 1
    assert found["missing_reference"] == found["ambiguous_citation"] == 0


SOUND = """Fees in the north
Abstract
We ask who pays.
The Fees
The fees fell by a third (Berg, 2024). They may fall again, says the board (Board, 2026).
Ice
The ice came early (Berg, 2024).
Appendix
Tables follow.
References
Berg, T. (2024). Fees and quays. https://example.org/fees
Board. (2026, January 9). The fees. https://example.org/one
"""


def found(text: str, now: datetime = NOW) -> list[tuple[str, str]]:
    draft = read("fees.txt", text.encode())
    return [(one.kind, draft.text[one.start : one.end]) for one in audit_analysis(draft, now)]


def test_abstract_appendix_and_references_need_no_source():
    assert found(SOUND) == []


def test_a_citation_that_fits_two_references_is_told_each_time_with_the_letters_that_cure_it():
    text = (
        SOUND.replace("(Berg, 2024).\n", "(Board, 2026).\n")
        + "Board. (2026, January 20). The ice. https://example.org/2\n"
    )
    draft = read("fees.txt", text.encode())
    told = [one for one in audit_analysis(draft, NOW) if one.kind == "ambiguous_citation"]
    assert [draft.text[one.start : one.end] for one in told] == ["(Board, 2026)"] * 2
    assert {one.references for one in told} == {(1, 2)}
    assert "“Board, 2026a” [2] or “Board, 2026b” [3]" in told[0].message


def test_references_without_date_and_without_link_are_told():
    text = SOUND.replace(" https://example.org/fees", "").replace("Board. (2026, January 9)", "Board. (n.d.)")
    text = text.replace("(Board, 2026)", "(Board, n.d.)")
    assert {kind for kind, _ in found(text)} == {"reference_without_date", "reference_without_link"}


LAYERED = b"""# Fees

## One

### Deep

Fees fell (Berg, 2024).

### Deeper

Nothing is known.

## References

Berg, T. (2024). Fees. https://example.org/fees
"""


def test_a_section_with_only_subsections_is_none_without_a_source():
    draft = read("fees.md", LAYERED)
    assert [draft.text[one.start : one.end].split()[1] for one in audit_analysis(draft, NOW)] == ["Deeper"]


@pytest.mark.parametrize(
    ("sentence", "overdue"),
    [
        ("The treaty is set to expire on February 5, 2026.", True),
        ("The summit will be held in February 2026.", True),
        ("The summit will be held in April 2026.", False),
        ("The summit was held on January 3, 2026.", False),
        ("A new tariff takes effect on 1 March 2026 and will be reviewed.", False),  # its day is not over
    ],
)
def test_a_day_that_lay_ahead_and_has_passed_makes_its_sentence_overdue(sentence: str, overdue: bool):
    text = SOUND.replace("The ice came early", f"{sentence} The ice came early")
    assert found(text) == ([("overdue_statement", sentence)] if overdue else [])


def test_a_statement_is_overdue_from_the_end_of_its_day_on():
    text = SOUND.replace("The ice came early", "The treaty is set to expire on February 5, 2026. The ice came early")
    assert found(text, datetime(2026, 2, 5, 23, tzinfo=UTC)) == []
    assert len(found(text, datetime(2026, 2, 6, tzinfo=UTC))) == 1


def test_a_quotation_whose_sentence_cites_nothing_is_told_with_its_speaker():
    draft = read(
        "fees.txt", SOUND.replace("They may fall again", "“They may fall”, said Berg. They may fall again").encode()
    )
    start = draft.text.index("They may fall”")
    quoted = Quotation(start, start + len("They may fall"), "Berg")
    (told,) = [
        one
        for one in audit_analysis(replace(draft, quotations=(quoted,)), NOW)
        if one.kind == "quotation_without_source"
    ]
    assert (told.start, told.end) == (quoted.start, quoted.end)
    assert "Berg" in told.message
    late = draft.text.index("fell by a third")
    cited = Quotation(late, late + len("fell by a third"), "Berg")
    assert "quotation_without_source" not in {
        one.kind for one in audit_analysis(replace(draft, quotations=(cited,)), NOW)
    }


def test_a_source_that_carries_much_is_told_with_its_share():
    again = SOUND.replace(
        "The ice came early (Berg, 2024).", "Ice (Berg, 2024). More ice (Berg, 2024). Fog (Berg, 2024)."
    )
    draft = read("fees.txt", again.encode())
    told = [one.message for one in audit_analysis(draft, NOW) if one.kind == "source_concentration"]
    assert told == ["4 of 5 citations go to Berg."]
    assert [(share.name, share.count) for share in shares(draft)] == [("Berg", 4), ("Board", 1)]


def test_authors_who_share_a_name_are_told_apart_by_their_initials():
    smiths = [Reference(0, 1, entry, (Author("Smith", given),), "2013") for entry, given in (("a", "J."), ("b", "D."))]
    assert Disambiguation(smiths).rewrites((0, 1), "Smith, 2013") == ("J. Smith, 2013", "D. Smith, 2013")


def test_letters_go_into_the_citation_as_it_stands_and_those_of_the_list_are_kept():
    board = [Reference(0, 1, entry, (Author(literal="Board"),), year) for entry, year in (("a", "2026"), ("b", "2026"))]
    assert Disambiguation(board).rewrites((0, 1), "see Board, 2026, p. 4") == (
        "see Board, 2026a, p. 4",
        "see Board, 2026b, p. 4",
    )
    assert Disambiguation(board).rewrites((0, 1), "Board 4") == ("Board, 2026a", "Board, 2026b")
    lettered = [replace(one, year=f"2026{letter}") for one, letter in zip(board, "xy", strict=True)]
    assert Disambiguation(lettered).rewrites((0, 1), "Board, 2026") == ("Board, 2026x", "Board, 2026y")
    undated = [replace(one, year="n.d.") for one in board]
    assert Disambiguation(undated).rewrites((0, 1), "Board, n.d.") == ("Board, n.d.-a", "Board, n.d.-b")


def test_the_likely_reference_is_told_as_a_likelihood():
    draft = read("fees.txt", (SOUND + "Board. (2026, January 20). The ice. https://example.org/two\n").encode())
    unsure = next(one for one in draft.citations if one.status == "ambiguous")
    likely: Citation = replace(unsure, likely=2, reason="the section is on ice")
    draft = replace(draft, citations=tuple(likely if one is unsure else one for one in draft.citations))
    (told,) = [one for one in audit_analysis(draft, NOW) if one.kind == "ambiguous_citation"]
    assert "likely to mean [3]: the section is on ice." in told.whole
    assert "likely" not in told.message


def test_a_text_without_anything_has_no_findings():
    assert audit_analysis(read("note.txt", b"A note. It says little."), NOW) == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Hoffmann (2024) says so.", "Hoffmann (2024)"),
        ("Ports grew (Hoffmann, 2024).", "Hoffmann, 2024"),
        ("Ports grew (Rural Health Agency [RHA], 2024).", "Rural Health Agency [RHA], 2024"),
        ("佐藤（2023）认为港口正在发展。", "佐藤（2023）"),
    ],
)
def test_a_missing_reference_is_told_in_the_words_of_its_citation(words: str, told: str):
    text = f"Ports\n\nSummary\n\n{words}\n\nReferences\n\nAdler, A. (2024). A study of ports. https://example.org/1\n"
    found = [
        one.message for one in audit_analysis(read("paper.txt", text.encode()), NOW) if one.kind == "missing_reference"
    ]
    assert found == [f"“{told}” isn't in the reference list."]


def test_a_citation_at_the_head_of_the_next_sentence_is_no_source_of_a_quotation():
    listed = "References\n\nTan, A. (2024). Silt. Coast Press.\n"
    text = "Tides\n\nThe Quay\n\nLars Vik said: “The quay stays shut.” {}\n\n" + listed
    own, other = "quotation_without_source", text.format("Tan (2024) disagrees, and so do others.")
    assert own in dict(found(other))
    assert own not in dict(found(text.format("(Tan, 2024) Others disagree.")))


def test_a_list_of_which_nothing_is_cited_is_further_reading_and_not_accused():
    reading = "\n\n".join(f"Holm, {name}. (201{at}). Tides {at}. Quay Press." for at, name in enumerate("ABC"))
    words = (
        "# T\n\n## Quays\n\nThe tide rose (Lee, 2025).\n\n## References\n\nLee, A. (2025). Ports. Coast.\n\n"
        f"Tan, W. (2019). Ships. Fleet.\n\n## Further reading\n\n{reading}\n"
    )
    draft = read("a.md", words.encode())
    found = [each for each in audit_analysis(draft, datetime(2026, 5, 1, tzinfo=UTC)) if each.kind == "never_cited"]
    assert [draft.references[each.references[0]].title for each in found] == ["Ships"]
