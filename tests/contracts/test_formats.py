"""What holds for every format: one paper, saved in each, reads the same; what is broken is refused in one sentence."""

from datetime import date

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read, read_again
from tests.fakes.papers import NOTE, PAPER, as_bold_docx, as_docx, as_text
from tests.fakes.papers_books_slides import as_epub
from tests.fakes.papers_html import as_html, as_saved_page
from tests.fakes.papers_markup import as_mail, as_page_mail
from tests.fakes.papers_odt_rtf import as_bold_rtf, as_odt, as_rtf
from tests.fakes.pdf_writer import LOOKS, as_pdf

WRITERS = {
    "text.txt": as_text,
    "styled.docx": as_docx,
    "bold.docx": as_bold_docx,
    "clean.html": as_html,
    "saved.htm": as_saved_page,
    "styled.odt": as_odt,
    "styled.rtf": as_rtf,
    "bold.rtf": as_bold_rtf,
    "book.epub": as_epub,
    "plain.eml": as_mail,
    "page.eml": as_page_mail,
    "one column.pdf": as_pdf,
    "two columns.pdf": lambda paper: as_pdf(paper, LOOKS["two columns"]),
}
FLAT = frozenset({"text.txt", "plain.eml"})  # formats in which headings have no depth, and tables no place
PAPERS = {name: write(PAPER) for name, write in WRITERS.items()}


@pytest.fixture(params=PAPERS)
def draft(request: pytest.FixtureRequest) -> Draft:
    return read(request.param, PAPERS[request.param])


def said(draft: Draft, start: int, end: int) -> str:
    return " ".join(draft.text[start:end].split())


def test_title_and_sections_are_found(draft: Draft):
    assert draft.title == PAPER[0].text
    headings = [part.text for part in PAPER if part.kind == "heading"]
    assert [section.heading for section in draft.sections] == [*headings, "Notes"]
    assert draft.reference_section == headings.index("References")


def test_headings_keep_their_depth():
    for name in set(PAPERS) - FLAT:
        levels = [section.level for section in read(name, PAPERS[name]).sections]
        assert levels == [*(part.level for part in PAPER if part.kind == "heading"), 1], name


def test_each_paragraph_is_one_block(draft: Draft):
    blocks = [said(draft, *span) for span in draft.paragraphs]
    for part in PAPER:
        if part.kind in {"paragraph", "quote", "item"}:
            assert part.text.replace(NOTE, "¹") in blocks


def test_nothing_but_prose_becomes_a_sentence(draft: Draft):
    sentences = [said(draft, one.start, one.end) for one in draft.sentences]
    assert "Nobody had planned it." in sentences
    assert "Dredge the outer roads first." in sentences
    assert not any("16 m" in one or "Introduction" in one or "Fleet Papers" in one for one in sentences)


def test_references_and_citations_are_found(draft: Draft):
    assert [reference.entry for reference in draft.references] == [p.text for p in PAPER if p.kind == "entry"]
    linked = {citation.text.strip("()"): citation.references for citation in draft.citations}
    assert linked["Port Authority, 2025"] == (1,)
    assert linked["Okafor et al., 2022"] == (0,)
    assert any("Tan" in text and references == (2,) for text, references in linked.items())
    assert linked["¹"] == ()


def test_the_date_of_publication_and_the_event_are_found(draft: Draft):
    assert draft.published == date(2026, 1, 19)
    (event,) = draft.mentions
    assert (event.when.first, event.when.precision) == (date(2026, 3, 12), "day")


def test_every_span_lies_in_the_text(draft: Draft):
    for citation in draft.citations:
        assert draft.text[citation.start : citation.end] == citation.text
    for section in draft.sections:
        assert section.heading in draft.text[section.start :].split("\n")[0]
    for start, end in draft.paragraphs:
        assert draft.text[start:end] == draft.text[start:end].strip() != ""


def test_reading_again_with_another_date_finds_the_same(draft: Draft):
    again = read_again("paper", draft, published=date(2026, 2, 1))
    assert again.published == date(2026, 2, 1)
    assert (again.title, again.text, again.sections, again.references) == (
        *(draft.title, draft.text, draft.sections),
        draft.references,
    )
    assert again.citations == draft.citations


def test_a_table_stays_in_its_place():
    for name in set(PAPERS) - FLAT:
        text = read(name, PAPERS[name]).text
        assert text.index("four years") < text.index("Oslo | 16 m") < text.index("A hearing on"), name
