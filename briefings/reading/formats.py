"""The formats that can be read: what a file is, told by its content, and the function that reads it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefings.errors import Unreadable
from briefings.reading.decoding import decode
from briefings.reading.layout import Layout
from briefings.reading.markdown import looks_like_markdown, read_markdown
from briefings.reading.plain import read_plain


@dataclass(frozen=True, slots=True)
class Format:
    """`is_it` looks at a file's name and bytes; `layout` reads them and raises Unreadable."""

    name: str
    is_it: Callable[[str, bytes], bool]
    layout: Callable[[str, bytes], Layout]


def _is_text(_name: str, _data: bytes) -> bool:
    return True


def _text_layout(name: str, data: bytes) -> Layout:
    text = decode(data)
    return read_markdown(text) if looks_like_markdown(name, text) else read_plain(text)


# The first that fits reads the file; text, which is told by nothing but its letters, stands last.
FORMATS = (Format("text or Markdown", _is_text, _text_layout),)

_HEAD = 1000  # bytes that are enough to tell what is not read
_BLANK = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*"
_UNREAD = (
    ("a PDF", re.compile(_BLANK + rb"%PDF-\d")),
    (
        "a web page (HTML)",
        re.compile(_BLANK + rb"(?i:(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+)?html\b)", re.DOTALL),
    ),
    ("a Rich Text file (RTF)", re.compile(_BLANK + rb"\{\\rtf")),
    ("an OpenDocument file", re.compile(rb"PK\x03\x04.{20,40}mimetypeapplication/vnd\.oasis", re.DOTALL)),
    (
        "an Office document",
        re.compile(rb"PK\x03\x04.{20,40}\[Content_Types\]\.xml|\xd0\xcf\x11\xe0\xa1\xb1", re.DOTALL),
    ),
    ("a ZIP archive", re.compile(rb"PK(?:\x03\x04|\x05\x06)")),
)


def layout_of(name: str, data: bytes) -> Layout:
    """The file's text and blocks; raises Unreadable."""
    head = data[:_HEAD]
    # ZIP archives need their zero bytes; in wide text every other byte is one.
    narrow = head if head.startswith(b"PK") else head.replace(b"\x00", b"")
    for kind, mark in _UNREAD:
        if mark.match(narrow):
            raise Unreadable(f"Readout reads .txt and .md files; this is {kind}.")
    return next(known for known in FORMATS if known.is_it(name, data)).layout(name, data)
