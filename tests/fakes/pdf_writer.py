"""PDFs made for tests: an analysis set in several looks, and single pages on which each line has its place."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Literal

from PIL import Image
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate, Paragraph, Spacer

from briefings.model.analysis import Draft

Look = Literal["one column", "two columns", "paper"]
WIDTH, HEIGHT = A4
ASIAN = "STSong-Light"  # a font that each viewer brings; it has Latin, Cyrillic and Chinese letters
VOWELS = frozenset("aeiouy")


def set_analysis(draft: Draft, look: Look) -> bytes:
    """An analysis as a PDF with running heads, page numbers, justified and hyphenated lines."""
    made = BytesIO()
    document = BaseDocTemplate(made, pagesize=A4, invariant=1)
    head, columns, size = {"one column": (True, 1, 11), "two columns": (True, 2, 9), "paper": (False, 2, 10)}[look]

    def dress(canvas: Canvas, _: object) -> None:
        canvas.setFont("Times-Italic", 8)
        if head:
            canvas.drawString(60, HEIGHT - 30, draft.title[:40])
        canvas.drawCentredString(WIDTH / 2, 25, str(canvas.getPageNumber()))

    first, later = _frames(columns, top=170), _frames(columns, top=50)
    banner = Frame(54, HEIGHT - 170, WIDTH - 108, 120, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate("first", [banner, *first] if columns > 1 else later, onPage=dress),
            PageTemplate("later", later, onPage=dress),
        ]
    )
    document.build([NextPageTemplate("later"), *_story(draft, look, size)])
    return made.getvalue()


def _frames(columns: int, top: float) -> list[Frame]:
    gap = 12 if columns > 1 else 0
    width = (WIDTH - 108 - gap * (columns - 1)) / columns
    return [Frame(54 + n * (width + gap), 50, width, HEIGHT - 50 - top, 0, 0, 0, 0) for n in range(columns)]


def _story(draft: Draft, look: Look, size: float) -> list[Flowable]:
    spaced = look == "one column"
    family = "Helvetica" if spaced else "Times"
    roman, bold = family if spaced else "Times-Roman", f"{family}-Bold"
    text = ParagraphStyle(
        "text", fontName=roman, fontSize=size, leading=1.2 * size, alignment=0 if spaced else TA_JUSTIFY,
        firstLineIndent=0 if spaced else 1.5 * size, spaceAfter=0.7 * size if spaced else 0, embeddedHyphenation=1,
    )  # fmt: skip
    entry = ParagraphStyle("entry", text, leftIndent=18, firstLineIndent=-18, spaceAfter=3)
    title = ParagraphStyle("title", fontName=roman, fontSize=18, leading=22, alignment=TA_CENTER, spaceAfter=14)
    heading = ParagraphStyle(
        "heading", fontName=bold, fontSize=size + 3, leading=1.3 * size + 4, spaceBefore=10, spaceAfter=5
    )
    story: list[Flowable] = [Paragraph(draft.title, title)]
    if not spaced:
        story.append(Spacer(1, 200))  # the columns begin on their own
    entries = {reference.start for reference in draft.references}
    for number, section in enumerate(draft.sections, 1):
        words = f"{number}  {section.heading}" if look == "paper" else section.heading
        story.append(Paragraph(words, heading))
        blocks = [(a, b) for a, b in draft.paragraphs if section.start <= a < section.end]
        blocks += [(r.start, r.end) for r in draft.references if section.start <= r.start < section.end]
        for start, end in blocks:
            words = draft.text[start:end]
            style = entry if start in entries else text
            story.append(Paragraph(words if spaced else hyphenable(words), style))
    return story


def hyphenable(text: str) -> str:
    """The text with a soft hyphen wherever a word may be cut: between two consonants that vowels enclose."""
    return " ".join(_cuttable(word) if word.isalpha() and word.islower() else word for word in text.split(" "))


def _cuttable(word: str) -> str:
    cuts = [
        at + 1
        for at, (a, b) in enumerate(pairwise(word))
        if 1 < at < len(word) - 3 and a not in VOWELS and b not in VOWELS and word[at - 1] in VOWELS
    ]
    edges = [0, *cuts, len(word)]
    return "\u00ad".join(word[a:b] for a, b in pairwise(edges))


def pages(*lines: Sequence[tuple[float, float, str, str, float]], password: str | None = None) -> bytes:
    """A PDF with so many pages; each line has its place from the upper left corner, a text, a font and a size."""
    made = BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(made, pagesize=A4, invariant=1, encrypt=lock)
    pdfmetrics.registerFont(UnicodeCIDFont(ASIAN))
    for page in lines:
        for x, y, text, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def scan() -> bytes:
    """A PDF whose only page is a picture, with the stamp of the program that took it."""
    canvas = Canvas("scan.pdf", pagesize=A4, invariant=1)
    canvas.drawInlineImage(Image.new("L", (8, 8)), 0, 0, WIDTH, HEIGHT)
    canvas.drawString(60, 20, "Scanned by a telephone")
    return bytes(canvas.getpdfdata())


def column(
    texts: Iterable[str], x: float = 60, y: float = 100, font: str = "Times-Roman", size: float = 10, step: float = 12
) -> list[tuple[float, float, str, str, float]]:
    """Lines one below the other."""
    return [(x, y + step * at, text, font, size) for at, text in enumerate(texts)]
