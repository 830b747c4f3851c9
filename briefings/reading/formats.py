"""Supported file formats: detection by content, and the reader of each.

A reader's libraries are imported when the first file of its format arrives.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefings.errors import Unreadable
from briefings.reading.encoding import MOST_BYTES, as_read, decode
from briefings.reading.layout import Layout
from briefings.reading.sniff import is_archive, is_docx, is_html, is_odt, is_pdf, is_rtf, pdf_start, unsupported_kind
from briefings.text import shows
from briefings.translatable import phrase


@dataclass(frozen=True, slots=True)
class Format:
    """A file format; `is_it` tests a file's bytes; `layout` reads name and bytes and may raise Unreadable."""

    endings: tuple[str, ...]
    is_it: Callable[[bytes], bool]
    layout: Callable[[str, bytes], Layout]


def _is_text(_data: bytes) -> bool:
    return True


def _text(name: str, data: bytes) -> Layout:
    decoded = decode(data)
    own = decoded.text
    text = as_read(own)
    if _is_data(name, text):
        raise Unreadable("The file is JSON but not a Readout export. Readout reads {endings} files.", endings=endings())
    # 50 ms of tables for headings and lists, as in each reader below
    from briefings.reading.text.markdown import looks_like_markdown, read_markdown
    from briefings.reading.text.plain_text import read_plain

    layout = read_markdown(text) if looks_like_markdown(name, text) else read_plain(text)
    return replace(layout, own="" if own == text else own, doubts=decoded.doubts)


def _is_data(name: str, text: str) -> bool:
    """Whether a file is JSON; a file named so counts even if broken."""
    opened, named = text.lstrip()[:1] in {"{", "["}, name.lower().endswith(".json")
    if opened and named:
        return True
    try:
        return opened and json.loads(text) is not None
    except RecursionError:
        return True
    except ValueError:
        return False


def _docx(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.word import read_docx  # 0.1 s with lxml and python-docx

    return read_docx(data)


def _odt(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.odt import read_odt  # 70 ms

    return read_odt(data)


def _rtf(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.rtf import read_rtf  # 60 ms

    return read_rtf(data)


def _html(_name: str, data: bytes) -> Layout:
    from briefings.reading.web import read_html  # 60 ms

    return read_html(data)


def _pdf(_name: str, data: bytes) -> Layout:
    from briefings.reading.pdf.reader import read_pdf  # 0.1 s with the PDF library

    return read_pdf(data[pdf_start(data) :])


# The first that fits reads the file; text, which is told by nothing but its letters, stands last.
FORMATS = (
    Format((".docx",), is_docx, _docx),
    Format((".odt",), is_odt, _odt),
    Format((".rtf",), is_rtf, _rtf),
    Format((".html", ".htm"), is_html, _html),
    Format((".pdf",), is_pdf, _pdf),
    Format((".txt", ".md"), _is_text, _text),
)
TEXT = FORMATS[-1]
_MOST_CHARACTERS = 5_000_000  # some two thousand pages


def endings(*, choice: bool = False) -> str:
    """The supported file endings in words: ".txt, .md and .docx", or with "or" for the choice of one."""
    names = [ending for known in (TEXT, *FORMATS[:-1]) for ending in known.endings]
    if choice:
        return phrase("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])
    return phrase("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def format_of(data: bytes) -> Format:
    """The format of a file's bytes. Raises Unreadable for too large files and unsupported formats."""
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is larger than {number} MB.", number=MOST_BYTES // 1_000_000)
    found = next(known for known in FORMATS if known.is_it(data))
    if found is TEXT:
        if kind := unsupported_kind(data):
            raise Unreadable("Readout reads {endings} files; this is {kind}.", endings=endings(), kind=kind)
        if is_archive(data):
            raise Unreadable("The file is damaged and can't be opened. It may be incomplete.")
    return found


def layout_of(name: str, data: bytes) -> Layout:
    """The file's text and blocks. Raises Unreadable."""
    layout = format_of(data).layout(name, data)
    if not shows(layout.text):
        raise Unreadable("The file contains no text.")
    if len(layout.text) > _MOST_CHARACTERS:
        raise Unreadable(
            "The file has more than {most:,} characters of text. Split it.",
            most=_MOST_CHARACTERS,
        )
    return layout
