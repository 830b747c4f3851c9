"""Supported file formats: detection by content, and the reader of each.

A reader's libraries are imported when the first file of its format arrives.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefings.errors import Unreadable
from briefings.reading.confidentiality import proposed_marking
from briefings.reading.encoding import CONTROL, MOST_BYTES, as_read, decode
from briefings.reading.layout import Layout, without_marking
from briefings.reading.sniff import (
    is_archive,
    is_docx,
    is_epub,
    is_html,
    is_mail,
    is_odt,
    is_pdf,
    is_pptx,
    is_rtf,
    kind_by_ending,
    pdf_start,
    unsupported_kind,
)
from briefings.text import shows
from briefings.text.marking_lines import find_marking, lines_about_itself, without_lines
from briefings.translatable import phrase


@dataclass(frozen=True, slots=True)
class Format:
    """A file format; `is_it` tests a file's bytes; `layout` reads name and bytes and may raise Unreadable."""

    endings: tuple[str, ...]
    is_it: Callable[[bytes], bool]
    layout: Callable[[str, bytes], Layout]


# Soft hyphens and marks of writing direction
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A)))


def _text(name: str, data: bytes) -> Layout:
    decoded = decode(data)
    named = find_marking(decoded.text)
    if named:
        decoded = replace(decoded, text=without_lines(decoded.text, named.lines))
    own = decoded.text.translate(_UNSEEN) if not decoded.text.isascii() else decoded.text
    text = as_read(own)
    layout = _marked_up(name, text, own)
    kept = own if layout.text == text or layout.own else ""
    marking = named.marking if named else ""
    doubts = decoded.doubts + layout.doubts
    return replace(layout, own="" if kept == layout.text else kept, doubts=doubts, marking=marking)


def _refuse_json(name: str, text: str) -> None:
    """Raises Unreadable for JSON, even if broken."""
    if text.lstrip()[:1] not in {"{", "["}:
        return
    named = name.lower().endswith(".json")
    try:
        named = json.loads(text) is not None or named
    except RecursionError:
        named = True
    except ValueError:
        pass
    if named:
        raise Unreadable("The file is JSON but not a Readout export. Readout reads {endings} files.", endings=endings())


def _marked_up(name: str, text: str, own: str) -> Layout:
    # 50 ms of tables for headings and lists, as in each reader below
    from briefings.reading.markdown.markdown import looks_like_markdown, read_markdown
    from briefings.reading.markdown.rare_formats import READ_AS_TEXT, rare_ending, without_markup
    from briefings.reading.plain_text.plain_text import read_plain
    from briefings.reading.plain_text.table_lines import table_of_values

    _refuse_too_long(text)
    if name.lower().endswith(_VALUES):
        return table_of_values(text)
    if ending := rare_ending(name):
        layout = stored_layout("", without_markup(ending, text))
        return replace(layout, doubts=(READ_AS_TEXT,))
    _refuse_json(name, text)
    if not looks_like_markdown(name, text):
        return read_plain(text, own)
    from briefings.reading.markdown.cleaning import cleaned  # as above

    shown, struck = cleaned(text)
    layout = read_markdown(shown)
    return replace(layout, left_out=layout.left_out or struck)


def stored_layout(name: str, text: str) -> Layout:
    """The layout of a text that is stored as it was read, in Markdown or plain."""
    # as in the readers of files
    from briefings.reading.markdown.markdown import looks_like_markdown, read_markdown

    # as above
    from briefings.reading.plain_text.plain_text import read_plain

    read = as_read(text)
    layout = read_markdown(read) if looks_like_markdown(name, read) else read_plain(read, text, exact=True)
    return replace(layout, own="" if layout.text == text else text)


def _docx(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.word.document import read_docx  # 0.1 s with lxml and python-docx

    return read_docx(data)


def _odt(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.odt import read_odt  # 70 ms

    return read_odt(data)


def _rtf(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.rtf import read_rtf  # 60 ms

    return read_rtf(data)


def _pptx(_name: str, data: bytes) -> Layout:
    from briefings.reading.office.pptx import read_pptx  # 70 ms with lxml

    return read_pptx(data)


def _epub(_name: str, data: bytes) -> Layout:
    from briefings.reading.web.epub import read_epub  # 0.1 s with lxml and the reader of pages

    return read_epub(data)


def _mail(_name: str, data: bytes) -> Layout:
    from briefings.reading.mail.message_file import read_mail  # 30 ms

    return read_mail(data)


def _html(_name: str, data: bytes) -> Layout:
    from briefings.reading.web.page import read_html  # 60 ms

    return read_html(data)


def _pdf(_name: str, data: bytes) -> Layout:
    from briefings.reading.pdf.reader import read_pdf  # 0.1 s with the PDF library

    return read_pdf(data[pdf_start(data) :])


# The first that fits reads the file; text, which is told by nothing but its letters, stands last.
FORMATS = (
    Format((".docx",), is_docx, _docx),
    Format((".odt",), is_odt, _odt),
    Format((".rtf",), is_rtf, _rtf),
    Format((".pptx",), is_pptx, _pptx),
    Format((".epub",), is_epub, _epub),
    Format((".eml",), is_mail, _mail),
    Format((".html", ".htm"), is_html, _html),
    Format((".pdf",), is_pdf, _pdf),
    Format((".txt", ".md", ".adoc", ".org", ".rst", ".tex", ".ipynb", ".mbox"), lambda _: True, _text),
)
TEXT = FORMATS[-1]
_VALUES = (".csv", ".tsv")
_MOST_CHARACTERS = 5_000_000  # some two thousand pages


def endings(*, choice: bool = False) -> str:
    """The supported file endings in words: ".txt, .md and .docx", or with "or" for the choice of one."""
    names = [ending for known in (TEXT, *FORMATS[:-1]) for ending in known.endings]
    if choice:
        return phrase("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])
    return phrase("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def refused_by_name(name: str) -> str:
    """Why a file can't be read whatever it holds, by its name; "" if it may be read."""
    kind = kind_by_ending(name)
    return phrase("Readout reads {endings} files; this is {kind}.", endings=endings(), kind=kind) if kind else ""


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


def is_text(data: bytes) -> bool:
    """Whether a file's bytes are text of any kind. Raises Unreadable as `format_of` does."""
    return format_of(data) is TEXT


def layout_of(name: str, data: bytes) -> Layout:
    """The file's text and blocks. Raises Unreadable."""
    known = format_of(data)
    layout = known.layout(name, data)
    if known is not TEXT:
        layout = without_marking(_without_controls(layout))
    if not shows(layout.text):
        raise Unreadable("The file contains no text.")
    _refuse_too_long(layout.text)
    return layout if layout.marking else _with_proposal(layout)


def _with_proposal(layout: Layout) -> Layout:
    """The layout with the marking that it proposes in plain words."""
    return replace(layout, proposal=proposed_marking(lines_about_itself(layout.text, layout.around)))


def _without_controls(layout: Layout) -> Layout:
    """The layout with a blank for each control character, also in its headings."""
    if not CONTROL.search(layout.text):
        return layout
    blocks = (replace(each, words=CONTROL.sub(" ", each.words)) for each in layout.blocks)
    return replace(layout, text=CONTROL.sub(" ", layout.text), blocks=tuple(blocks))


def _refuse_too_long(text: str) -> None:
    if len(text) > _MOST_CHARACTERS:
        raise Unreadable(
            "The file has more than {most:,} characters of text. Split it.",
            most=_MOST_CHARACTERS,
        )
