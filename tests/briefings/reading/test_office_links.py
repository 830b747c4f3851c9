"""Links in word processors' files and PDFs are citations of their targets."""

from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from briefings.model.analysis import Draft
from briefings.reading import read
from tests.fakes.papers import archive

URL = "https://www.quay.example/ice/plan-2026.html"
BEFORE, WORDS, AFTER = "The council\u00ad has", "a plan for the ice", "that costs 3 million."
OFFICE, TEXT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def saved(document: object) -> bytes:
    kept = BytesIO()
    document.save(kept)  # type: ignore[attr-defined]
    return kept.getvalue()


def by_element(paragraph: Paragraph, words: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(URL, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for part in (words[:5], words[5:]):
        link.append(paragraph.add_run(part)._r)
    paragraph._p.append(link)


def by_field(paragraph: Paragraph, words: str) -> None:
    for kind, said in (("begin", ""), ("", f'HYPERLINK "{URL}" \\o "Plan"'), ("separate", "")):
        run = paragraph.add_run()._r
        made = OxmlElement("w:fldChar" if kind else "w:instrText")
        made.set(qn("w:fldCharType"), kind) if kind else setattr(made, "text", said)
        run.append(made)
    paragraph.add_run(words)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(end)


def by_simple_field(paragraph: Paragraph, words: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f' HYPERLINK "{URL}" ')
    field.append(paragraph.add_run(words)._r)
    paragraph._p.append(field)


def word(link: object) -> bytes:
    document = Document()
    document.add_heading("Ice")
    paragraph = document.add_paragraph(f"  {BEFORE} ")
    link(paragraph, WORDS)  # type: ignore[operator]
    paragraph.add_run(f" {AFTER}")
    document.add_paragraph("Nothing else was decided.")
    return saved(document)


def odt() -> bytes:
    linked = f'<text:a xlink:href="{URL}">{WORDS[:5]}<text:span>{WORDS[5:]}</text:span></text:a>'
    names = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    body = f"<text:h>Ice</text:h><text:p>{BEFORE} {linked} {AFTER}</text:p><text:p>Nothing else.</text:p>"
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
    return archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"{content}</office:document-content>"}
    )


def rtf() -> bytes:
    field = rf'{{\field{{\*\fldinst {{HYPERLINK "{URL}"}}}}{{\fldrslt {{\ul {WORDS}}}}}}}'
    body = rf"{{\rtf1 {{\b Ice}}\par {BEFORE} {field} {AFTER}\par Nothing else was decided.\par}}"
    return body.encode("ascii", "ignore")


FILES = {
    "element.docx": word(by_element),
    "field.docx": word(by_field),
    "simple.docx": word(by_simple_field),
    "a.odt": odt(),
    "a.rtf": rtf(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_link_is_a_citation_of_its_target(name: str) -> None:
    draft = read(name, FILES[name])
    assert [one.text for one in draft.citations] == [WORDS]
    assert [draft.text[one.start : one.end] for one in draft.citations] == [WORDS]
    assert [one.url for one in cited(draft)] == [URL]
    assert f"has {WORDS} {AFTER}" in draft.text


def cited(draft: Draft) -> list:
    return [draft.references[at] for one in draft.citations for at in one.references]


def pdf(*, drawn_whole: bool, url: str = URL) -> bytes:
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=A4, invariant=1)
    canvas.setFont("Times-Roman", 11)
    first, second = "The council has a plan for", "the ice that costs 3 million. Nothing else was decided."
    canvas.drawString(60, 700, first)
    if drawn_whole:
        canvas.drawString(60, 686, second)
    else:
        canvas.drawString(60, 686, "the ice")
        canvas.drawString(60 + width("the ice "), 686, second.removeprefix("the ice "))
    canvas.linkURL(url, (60 + width("The council has "), 698, 60 + width(first), 709), relative=0)
    canvas.linkURL(url, (60, 684, 60 + width("the ice"), 695), relative=0)
    canvas.save()
    return kept.getvalue()


def width(words: str) -> float:
    return stringWidth(words, "Times-Roman", 11)


@pytest.mark.parametrize("drawn_whole", [True, False])
def test_a_link_over_two_lines_of_a_pdf_is_one_citation_of_its_target(drawn_whole: bool) -> None:
    draft = read("ice.pdf", pdf(drawn_whole=drawn_whole))
    assert [(one.text, one.status) for one in draft.citations] == [("a plan for the ice", "linked")]
    assert [one.url for one in draft.references] == [URL]


@pytest.mark.parametrize("url", ["mailto:ada@quay.example", "https://x.com/intent/post?a=1", "plan.pdf"])
def test_a_link_of_a_pdf_to_no_source_cites_nothing(url: str) -> None:
    assert read("ice.pdf", pdf(drawn_whole=True, url=url)).citations == ()
