"""Bytes become text: byte order marks, encodings, line ends; what is no text is refused."""

import codecs
import re

from briefings.errors import Unreadable

MOST_BYTES = 25_000_000
_SAMPLE = 200_000  # bytes that are enough to tell an encoding
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?")
_MARK = "\ufeff"
# Signs that end a line beside "\n", and a mark within the text, by what the reader finds in their places.
_AS_READ = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n") | {_MARK: " "})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.001  # share of characters


def decode(data: bytes) -> str:
    """The text of a file, without byte order mark, lines ending in "\\n"; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is larger than {number} MB.", number=MOST_BYTES // 1_000_000)
    text = _LINE_END.sub("\n", _decoded(data)).lstrip(_MARK)
    if not as_read(text).strip():
        raise Unreadable("The file is empty.")
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise Unreadable("The file is not text.")
    return text


def as_read(text: str) -> str:
    """The text in as many characters, all lines of which end in "\\n": page breaks and old line ends too."""
    return text.translate(_AS_READ)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> str:
    if wide := _wide(data):
        try:
            return data.decode(wide)
        except UnicodeDecodeError as error:  # zeros as a program or a picture has them
            raise Unreadable("The file is not text.") from error
    if b"\x00" in data:
        raise Unreadable("The file is not text.")
    import charset_normalizer  # most files are UTF-8, and it takes memory

    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise Unreadable("The file's character encoding could not be told.")
    return _strictly(data, best.encoding)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("The file is damaged: it is not valid {encoding}.", encoding=encoding.upper()) from error
