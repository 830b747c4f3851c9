"""A PDF's properties: its title, and the day on which it was made."""

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from briefings.reading.pdf.pages import BROKEN

_DAY = re.compile(rb"(?:D:)?\s?(\d{4})(\d\d)(\d\d)")
_PRINTED = re.compile(rb"Skia/PDF|Mozilla|HeadlessChrome|wkhtmltopdf|Safari|Ghostscript|pdftk|iLovePDF", re.IGNORECASE)


def created_on(data: bytes) -> date | None:
    """The day, or None; a page printed from a browser or made anew from another PDF tells only when that was done."""
    with contextlib.suppress(*BROKEN, ValueError):
        for properties in _properties(data):
            made_by = b" ".join(
                each for key in ("Creator", "Producer") if isinstance(each := properties.get(key), bytes)
            )
            stated = properties.get("CreationDate")
            found = _DAY.match(stated) if isinstance(stated, bytes) else None
            if found and not _PRINTED.search(made_by.replace(b"\x00", b"")):
                return date(*map(int, found.groups()))
    return None


def stated_title(data: bytes) -> str:
    """The title, or "": programs also write a file's name there, which isn't told apart here."""
    with contextlib.suppress(*BROKEN, ValueError):
        for properties in _properties(data):
            stated = properties.get("Title")
            if isinstance(stated, bytes):
                return " ".join(decode_text(stated).split())
    return ""


def _properties(data: bytes) -> Iterator[dict[str, Any]]:
    yield from PDFDocument(PDFParser(BytesIO(data))).info
