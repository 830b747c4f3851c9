"""Runs all steps of reading a PDF."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from briefings.errors import Unreadable
from briefings.reading.layout import Layout, compose
from briefings.reading.pdf.blocks import blocks
from briefings.reading.pdf.line_numbers import without_line_numbers
from briefings.reading.pdf.lines import lines_of_page
from briefings.reading.pdf.link_annotations import placed_links
from briefings.reading.pdf.measures import measure
from briefings.reading.pdf.pages import BROKEN, UNKNOWN, Page, pages
from briefings.reading.pdf.reflow import reflow
from briefings.reading.pdf.running_heads import edge_lines, without_running_heads
from briefings.reading.pdf.slides import are_slides, by_slides
from briefings.reading.plain_text.plain_text import with_headings
from briefings.text.plain_words import letters_of

_DAY = re.compile(rb"(?:D:)?\s?(\d{4})(\d\d)(\d\d)")
_PRINTED = re.compile(rb"Skia/PDF|Mozilla|HeadlessChrome|wkhtmltopdf|Safari|Ghostscript|pdftk|iLovePDF", re.IGNORECASE)

_FEWEST_WORDS = 2  # of a title in the properties
_LONGEST_COVER = 300  # letters and digits
_FEWEST_LETTERS = 40  # on a page with a picture: fewer are a stamp on a scan


def read_pdf(data: bytes) -> Layout:
    """The text of a PDF in reading order, with its blocks. Raises Unreadable."""
    found = without_line_numbers(list(pages(data)))
    _refuse_wordless(found)
    lines = lines_of_page(without_running_heads(found)) or lines_of_page(found)
    measures = measure(lines)
    parts = blocks(lines, measures)
    composed = compose(reflow([*by_slides(parts)] if are_slides(found) else parts, measures))
    made = replace(
        composed,
        links=placed_links(composed.text, (link for page in found for link in page.links)),
        filled=any(page.values for page in found),
        created=created_on(data),
        around=edge_lines(found),
    )
    if not any(block.kind == "heading" for block in made.blocks):
        made = replace(made, blocks=tuple(with_headings(made.text, made.blocks)), composed=False)
    title = _title_of_cover(stated_title(data), found[0])
    return replace(made, title=title, titled=bool(title))


def _title_of_cover(title: str, first: Page) -> str:
    """The title in the properties, if the first page is a cover that shows its words; otherwise ""."""
    shown = letters_of(" ".join(fragment.text for fragment in first.fragments))
    words = [letters_of(word) for word in title.split()]
    stated = len(words) >= _FEWEST_WORDS and all(word in shown for word in words)
    return title if stated and len(shown) <= _LONGEST_COVER else ""


def _refuse_wordless(found: Sequence[Page]) -> None:
    unknown = sum(fragment.text.count(UNKNOWN) for page in found for fragment in page.fragments)
    letters = sum(sum(map(str.isalpha, fragment.text)) for page in found for fragment in page.fragments)
    pictures = sum(page.pictures for page in found)
    if unknown > letters:
        raise Unreadable(
            "The PDF's fonts don't say which letters they show. Export it again from the program that made it."
        )
    if pictures >= len(found) and letters < _FEWEST_LETTERS * len(found):
        raise Unreadable("The PDF is a scan. Run text recognition (OCR) on it and try again.")
    if not letters:
        raise Unreadable("The PDF contains no text.")


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
