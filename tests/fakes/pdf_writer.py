"""PDFs made for tests: an analysis set in several looks, and single pages on which each line has its place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.fakes.papers import NOTE, Part

WIDTH, HEIGHT = A4
ASIAN = "STSong-Light"  # a font that each viewer brings; it has Latin, Cyrillic and Chinese letters
VOWELS = frozenset("aeiouy")
MARGIN, GUTTER, RAISED = 54, 12, 0.6


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is set; justified ones cut words and set first lines in, others part paragraphs by gaps."""

    columns: int
    size: float
    family: str
    justified: bool
    numbered: bool = False


LOOKS = {
    "one column": Look(1, 11, "Helvetica", justified=False),
    "two columns": Look(2, 9, "Times", justified=True),
    "paper": Look(2, 10, "Times", justified=True, numbered=True),
}


def as_pdf(paper: Sequence[Part], look: Look = LOOKS["one column"]) -> bytes:
    """A paper with page numbers, heads from the second page on, and notes at the foot of the column that calls them."""
    made = BytesIO()
    sheet = _Sheet(Canvas(made, pagesize=A4, invariant=1), look, paper[0].text)
    sheet.title(paper[0].text)
    numbers = iter(range(1, 99))
    for part in paper[1:]:
        if part.kind == "heading":
            number = f"{next(numbers)}  " if look.numbered and part.level == 1 else ""
            sheet.heading(number + part.text, part.level)
        elif part.kind == "table":
            sheet.table([row.split(" | ") for row in part.text.split("\n")])
        else:
            sheet.block(part)
    sheet.close()
    return made.getvalue()


class _Sheet:
    """Fills columns and pages from the top; `foot` is where the notes of the column begin."""

    def __init__(self, canvas: Canvas, look: Look, head: str) -> None:
        self._canvas, self._look, self._head = canvas, look, head
        self._width = (WIDTH - 2 * MARGIN - GUTTER * (look.columns - 1)) / look.columns
        self._roman = "Times-Roman" if look.family == "Times" else look.family
        self._bold, self._lead = f"{look.family}-Bold", 1.2 * look.size
        self._page, self._column, self._top, self._noted = 1, 0, HEIGHT - 60, 0
        self._y, self._notes = self._top, list[str]()

    def title(self, words: str) -> None:
        for line in lines_of(words, self._roman, 18, WIDTH - 2 * MARGIN):
            self._canvas.setFont(self._roman, 18)
            self._canvas.drawCentredString(WIDTH / 2, self._y, line)
            self._y -= 22
        self._y -= 10
        self._top = self._y

    def heading(self, words: str, level: int) -> None:
        size = self._look.size + 4 - level
        self._y -= 10
        for line in lines_of(words, self._bold, size, self._width):
            self._room(3 * self._lead)
            self._draw(line, self._bold, size)
            self._y -= 1.2 * size
        self._y -= 4

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        self._y -= self._lead
        for row in rows:
            self._room(self._lead)
            for at, cell in enumerate(row):
                self._draw(cell, self._roman, self._look.size, 20 + 80 * at)
            self._y -= self._lead
        self._y -= self._lead

    def block(self, part: Part) -> None:
        loose = not self._look.justified
        left, first = {"quote": (24, 0), "item": (24, -12), "entry": (18, -18)}.get(part.kind, (0, 0 if loose else 14))
        words = f"• {part.text}" if part.kind == "item" else part.text
        words = words if loose else hyphenable(words)
        self._y -= self._lead / 2 if part.kind == "quote" else 0
        lines = lines_of(words.replace(NOTE, "\x01"), self._roman, self._look.size, self._width - left, first)
        for at, line in enumerate(lines):
            self._room(self._lead * (2 + 2 * line.count("\x01")))
            whole = self._look.justified and at < len(lines) - 1
            self._draw(line, self._roman, self._look.size, left + (0 if at else first), to=self._width if whole else 0)
            if "\x01" in line:
                self._notes.append(f"{self._noted} {part.note}")
            self._y -= self._lead
        self._y -= 0.7 * self._look.size if loose or part.kind == "quote" else 0

    def _draw(self, line: str, font: str, size: float, left: float = 0, to: float = 0) -> None:
        before, called, after = line.partition("\x01")
        text = self._canvas.beginText(MARGIN + self._column * (self._width + GUTTER) + left, self._y)
        text.setFont(font, size)
        spare = to - left - stringWidth(line.replace("\x01", ""), font, size)
        text.setWordSpace(spare / max(1, line.count(" ")) if to else 0)
        text.textOut(before)
        if called:
            self._noted += 1
            text.setRise(0.35 * size)
            text.setFont(font, RAISED * size)
            text.textOut(str(self._noted))
            text.setRise(0)
            text.setFont(font, size)
            text.textOut(after)
        self._canvas.drawText(text)

    def _room(self, needed: float) -> None:
        if self._y - needed < 50 + 10 * len(self._notes):
            self._turn()

    def _turn(self) -> None:
        """The notes of the column, then the next column, on the next page where this one is full."""
        for at, note in enumerate(self._notes):
            self._canvas.setFont(self._roman, 7)
            place = MARGIN + self._column * (self._width + GUTTER)
            self._canvas.drawString(place, 50 + 9 * (len(self._notes) - at - 1), note)
        self._notes = []
        self._column += 1
        if self._column == self._look.columns:
            self._dress()
            self._column, self._page, self._top = 0, self._page + 1, HEIGHT - 60
        self._y = self._top

    def _dress(self) -> None:
        self._canvas.setFont("Times-Italic", 8)
        if self._page > 1:
            self._canvas.drawString(MARGIN, HEIGHT - 30, self._head[:40])
        self._canvas.drawCentredString(WIDTH / 2, 25, str(self._page))
        self._canvas.showPage()

    def close(self) -> None:
        self._turn()
        if self._column:
            self._dress()
        self._canvas.save()


def lines_of(text: str, font: str, size: float, width: float, first: float = 0) -> list[str]:
    """The text in lines that fit, cut at blanks and soft hyphens; `first` is how much further in the first starts."""
    made = [""]
    for word in text.split(" "):
        parts = list(_pieces(word))
        while parts:
            room = width - (first if len(made) == 1 else 0)
            line = f"{made[-1]} " if made[-1] else ""
            fitting = [n for n in range(1, len(parts) + 1) if stringWidth(_cut(line, parts, n), font, size) <= room]
            if not fitting and made[-1]:
                made.append("")
                continue
            taken = max(fitting, default=len(parts))
            made[-1] = _cut(line, parts, taken)
            parts = parts[taken:]
            made += [""] if parts else []
    return made


def _pieces(word: str) -> Iterator[str]:
    yield from word.split("\u00ad")


def _cut(line: str, parts: Sequence[str], count: int) -> str:
    return line + "".join(parts[:count]) + ("-" if count < len(parts) else "")


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


def pages(
    *lines: Sequence[tuple[float, float, str, str, float]], password: str | None = None, title: str = ""
) -> bytes:
    """A PDF with so many pages; each line has its place from the upper left corner, a text, a font and a size."""
    made = BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(made, pagesize=A4, invariant=1, encrypt=lock)
    canvas.setTitle(title)
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
