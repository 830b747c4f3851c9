"""The values of filled-in form fields, as fragments at their places on the page."""

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import list_value, resolve1
from pdfminer.utils import decode_text

from briefings.reading.pdf.fragments import Fragment, Style

_HIDDEN = 2  # flag of an annotation
_PASSWORD = 1 << 13  # flag of a text field
_DEEPEST = 8  # fields above a field
_SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s+Tf")
_LARGEST = 12.0  # points, of a value whose size is up to the viewer
_INDENT = 2.0  # points
_PLAIN = Style(bold=False, italic=False)


def field_values(page: PDFPage, left: float, bottom: float) -> Iterator[Fragment]:
    """The values of the page's text and choice fields; `left` and `bottom` are its corner in the file's coordinates."""
    for annotation in list_value(page.annots) if page.annots else ():
        field = resolve1(annotation)
        if not isinstance(field, dict) or _name(field.get("Subtype")) != "Widget" or _number(field, "F") & _HIDDEN:
            continue
        place = [resolve1(each) for each in list_value(field.get("Rect") or [])]
        value = resolve1(_inherited(field, "V"))
        if _is_shown(field) and isinstance(value, bytes | str) and len(place) == 4:
            words = decode_text(value) if isinstance(value, bytes) else value
            x0, y0, x1, y1 = (float(each) for each in place)
            area = min(x0, x1) - left, min(y0, y1) - bottom, max(x0, x1) - left, max(y0, y1) - bottom
            yield from _lines(words, area, _size(field, abs(y1 - y0)))


def _lines(words: str, area: tuple[float, float, float, float], size: float) -> Iterator[Fragment]:
    x0, y0, x1, y1 = area
    lines = [line.strip() for line in re.split(r"\r\n?|\n", words)]
    top = y1 - size if len(lines) > 1 else (y0 + y1 - 0.7 * size) / 2
    for number, line in enumerate(lines):
        if line:
            width = min(x1 - x0 - _INDENT, 0.5 * size * len(line))
            yield Fragment(x0 + _INDENT, x0 + _INDENT + width, top - 1.2 * size * number, size, _PLAIN, line)


def _is_shown(field: dict[str, Any]) -> bool:
    kind = _name(resolve1(_inherited(field, "FT")))
    flags = resolve1(_inherited(field, "Ff"))
    return kind in {"Tx", "Ch"} and not (isinstance(flags, int) and kind == "Tx" and flags & _PASSWORD)


def _size(field: dict[str, Any], height: float) -> float:
    """The size of a value's letters in points."""
    look = resolve1(_inherited(field, "DA"))
    found = _SIZE.search(look.decode("latin-1") if isinstance(look, bytes) else str(look))
    told = float(found[1]) if found else 0.0
    return told or min(_LARGEST, max(1.0, 0.7 * height))


def _inherited(field: dict[str, Any], key: str) -> Any:
    """A field's own entry, or that of the nearest field above it."""
    for _ in range(_DEEPEST):
        if key in field:
            return field[key]
        above = resolve1(field.get("Parent"))
        if not isinstance(above, dict):
            return None
        field = above
    return None


def _name(of: object) -> str:
    return str(getattr(of, "name", ""))


def _number(field: dict[str, Any], key: str) -> int:
    found = resolve1(field.get(key))
    return found if isinstance(found, int) else 0
