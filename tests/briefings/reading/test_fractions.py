"""Fractions, powers and units of each format are told as numbers that mean the same."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml

from briefings.reading import read
from tests.fakes.papers import Part
from tests.fakes.papers_books_slides import as_pptx

_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_HALF = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"


def saved(document) -> bytes:
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def rewritten(deck: bytes, before: str, after: str) -> bytes:
    """A presentation with other words in its slides."""
    kept = BytesIO()
    with ZipFile(BytesIO(deck)) as old, ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        (_HALF, "1/2"),
        ("<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>", "10⁶"),
        (
            f"<m:r><m:t>1</m:t></m:r>{_HALF}",
            "1 1/2",
        ),
    ],
)
def test_formulas_in_a_word_document(formula, told):
    document = Document()
    paragraph = document.add_paragraph("The quota fell to ")
    paragraph._p.append(parse_xml(f"<m:oMath {_M}>{formula}</m:oMath>"))
    paragraph.add_run(" of its level.")
    assert f"The quota fell to {told} of its level." in read("note.docx", saved(document)).text


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("<mfrac>\n <mn>1</mn>\n <mn>2</mn>\n</mfrac>", "1/2"),
        ("<mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "1 1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msup><mn>10</mn><mn>6</mn></msup>", "10⁶"),
        ("<semantics><mn>7</mn><annotation>seven</annotation></semantics>", "7"),
    ],
)
def test_formulas_on_a_web_page(formula, told):
    page = f"<html><body><h1>Fish</h1><p>The quota fell to <math>{formula}</math> of its level.</p></body></html>"
    assert f"The quota fell to {told} of its level." in read("note.html", page.encode()).text


def test_superscripts_on_slides():
    paper = [Part("title", "Fish"), Part("heading", "Sea", 1), Part("paragraph", "The catch is 10RAISED")]
    run = '</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>6</a:t></a:r>'
    deck = rewritten(as_pptx(paper), "RAISED</a:t></a:r>", run)
    assert "The catch is 10⁶" in read("fish.pptx", deck).text
