"""Extracts the letters of each page, combined into fragments of one font without wide gaps."""

import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from unicodedata import category

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSException
from pdfminer.utils import Matrix, Rect, apply_matrix_rect, mult_matrix

from briefings.errors import Unreadable
from briefings.reading.pdf.form_fields import field_values
from briefings.reading.pdf.fragments import Fragment, Style
from briefings.reading.pdf.link_annotations import LinkedWords, linked_words
from briefings.reading.pdf.operators import TextInterpreter

SPACE = 0.16  # of the font's size: a wider gap is a blank
WIDE = 1.2  # of the font's size: a wider gap parts columns and cells
UNKNOWN = "\ufffd"
_CONTROL = "\u2028"  # a blank; some fonts name theirs by a control character, such as BEL
_FIGURE_SHARE = 0.5  # of the page: a drawing that is smaller is a figure, and the letters in it are its labels
_TEX_PREFIX = re.compile(r"[A-Z]{6}\+")
_BOLD = re.compile(
    r"bold|black|heavy|semibold|demi|medi$|^(?:cm|sf|ec)(?:b|bx|bxti|bxsl|ssbx)\d|^lm\w+-bold|-bd|,b", re.IGNORECASE
)
_ITALIC = re.compile(r"ital|obli|slant|^(?:cm|sf|ec)(?:ti|sl|bxti|bxsl|mi|ssi)\d|-it(?!c)|(?<![a-z])it$", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # flags of a font's descriptor
_ITALIC_FLAG = 1 << 6
_BOLD_WEIGHT = 600
_BULLETS = frozenset({0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D})  # what WinAnsi leaves open it shows as bullets
_TEX_CODES = {
    16: "“", 17: "”", 18: "„", 19: "«", 20: "»", 21: "–", 22: "—", 27: "ff", 28: "fi", 29: "fl", 30: "ffi", 31: "ffl",
    136: "•",
}  # fmt: skip
_STROKED = 2  # a render mode that thickens letters: bold made by hand
# What the library raises on files that break its expectations, beside its own errors.
BROKEN = (
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
    NotImplementedError,
    OSError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a page, in file order; `pictures` counts images, without drawings, `values` those of a form."""

    width: float
    height: float
    fragments: tuple[Fragment, ...]
    pictures: int = 0
    values: int = 0
    links: tuple[LinkedWords, ...] = ()


def pages(data: bytes) -> Iterator[Page]:
    """Reads the pages one by one. Raises Unreadable."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells each oddity of a file
    letters = _Letters()
    read = 0
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        interpreter = TextInterpreter(letters.fonts, letters)
        for page in PDFPage.create_pages(document):
            interpreter.process_page(page)
            yield letters.page
            read += 1
    except PDFPasswordIncorrect as error:
        raise Unreadable("The PDF is password-protected. Save it without a password and try again.") from error
    except MemoryError as error:
        raise Unreadable("The PDF is too large once unpacked.") from error
    except BROKEN as error:
        if read:
            raise Unreadable("The PDF is damaged after page {page}.", page=read) from error
        raise Unreadable("The PDF is damaged.") from error
    if not read:
        raise Unreadable("The PDF has no readable pages.")


class _Letters(PDFTextDevice):
    """Receives what the library draws; skips rotated and upside-down letters."""

    def __init__(self) -> None:
        self.fonts = PDFResourceManager()
        super().__init__(self.fonts)
        self.page = Page(0, 0, ())
        self._found: list[Fragment] = []
        self._area = (0.0, 0.0)
        self._pictures = 0
        self._figures: list[list[Fragment]] = []
        self._known: dict[PDFFont, tuple[Style, float, dict[int, tuple[str, float]]]] = {}

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self._area = (abs(x1 - x0), abs(y1 - y0))
        self._found, self._figures, self._pictures = [], [], 0

    def end_page(self, page: PDFPage) -> None:
        width, height = self._area
        values = [] if page.rotate % 360 else [*field_values(page, page.mediabox[0], page.mediabox[1])]
        self._found += values
        inside = (f for f in self._found if -1 <= f.x0 <= width + 1 and -1 <= f.y <= height + 1)
        found = tuple(inside)
        links = [] if page.rotate % 360 else linked_words(page, page.mediabox[0], page.mediabox[1], found)
        self.page = Page(width, height, found, self._pictures, len(values), tuple(links))

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:  # noqa: ARG002
        self._figures.append(self._found)
        if self.ctm is not None:
            x0, y0, x1, y1 = apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox)
            if (x1 - x0) * (y1 - y0) < _FIGURE_SHARE * self._area[0] * self._area[1]:
                self._found = []

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        self._found = self._figures.pop() if self._figures else self._found

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        self._pictures += 1

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,  # noqa: ARG002
        graphicstate: PDFGraphicState,  # noqa: ARG002
    ) -> None:
        font = textstate.font
        if font is None or self.ctm is None or font.is_vertical():
            return
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        upright = a > 0 and d > 0 and abs(b) < 0.05 * a
        style, tallness, _ = self._font(font)
        style = Style(bold=True, italic=style.italic) if textstate.render == _STROKED else style
        size = abs(d * textstate.fontsize) * tallness
        y0 = textstate.linematrix[1]
        for start, stop, text in self._stretches(textstate, seq, font):
            if upright and size > 0:
                left, y = a * start + c * y0 + e, b * start + d * (y0 + textstate.rise) + f
                self._add(Fragment(left, left + a * (stop - start), y, size, style, text))

    def _add(self, fragment: Fragment) -> None:
        joined = self._found[-1].followed_by(fragment) if self._found else None
        if joined:
            self._found[-1] = joined
        else:
            self._found.append(fragment)

    def _stretches(self, textstate: PDFTextState, seq: PDFTextSeq, font: PDFFont) -> Iterator[tuple[float, float, str]]:
        """The text of a string, cut at wide gaps, with start and end; advances the state's position."""
        fontsize, scaling = textstate.fontsize, textstate.scaling * 0.01
        apart, blank = textstate.charspace * scaling, textstate.wordspace * scaling
        blank = 0 if font.is_multibyte() else blank
        factor, (_, tallness, known) = fontsize * scaling, self._font(font)
        em = abs(factor) * tallness
        x, y = textstate.linematrix
        start = stop = x
        made: list[str] = []
        spaced = parted = False
        for shown in seq:
            if not isinstance(shown, bytes):
                x -= shown * 0.001 * factor if isinstance(shown, int | float) else 0
                spaced = True
                continue
            for code in font.decode(shown):
                x += apart if spaced else 0
                text, width = known.get(code) or self._glyph(font, code)
                if not text.isspace():
                    if made and x - stop > WIDE * em:
                        yield start, stop, "".join(made)
                        made = []
                    elif made and (parted or x - stop > SPACE * em):
                        made.append(" ")
                    parted = False
                    start = start if made else x
                    made.append(text)
                    stop = x + width * factor
                parted = parted or text == _CONTROL
                x += width * factor + (blank if code == 32 else 0)
                spaced = True
        if made:
            yield start, stop, "".join(made)
        textstate.linematrix = (x, y)

    def _font(self, font: PDFFont) -> tuple[Style, float, dict[int, tuple[str, float]]]:
        if font not in self._known:
            self._known[font] = (_style(font), _tallness(font), {})
        return self._known[font]

    def _glyph(self, font: PDFFont, code: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = _unnamed(font, code)
        text = text.replace("\x00", "") or UNKNOWN
        text = _CONTROL if category(text[0]) == "Cc" and not text.isspace() else text
        self._known[font][2][code] = (text, font.char_width(code))
        return self._known[font][2][code]


def _unnamed(font: PDFFont, code: int) -> str:
    """The character of a code its font doesn't map: by TeX's table for TeX bitmap fonts, else WinAnsi."""
    if isinstance(font, PDFType3Font):
        return _TEX_CODES.get(code, UNKNOWN)
    return "•" if code in _BULLETS and not font.is_multibyte() else UNKNOWN


def _style(font: PDFFont) -> Style:
    name = _TEX_PREFIX.sub("", str(font.fontname))
    weight = font.descriptor.get("FontWeight")
    heavy = isinstance(weight, int | float) and weight >= _BOLD_WEIGHT
    flags = font.flags if isinstance(font.flags, int) else 0
    return Style(
        bold=bool(_BOLD.search(name)) or heavy or bool(flags & _FORCED_BOLD),
        italic=bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG),
    )


def _tallness(font: PDFFont) -> float:
    """The height of an em per unit of font size: 1, except for Type 3 fonts."""
    if not isinstance(font, PDFType3Font):
        return 1
    height = abs(font.get_height())
    return height if height > 0 else 1
