"""Bytes become text: byte order marks, encodings, line ends; what is no text is refused."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from briefings.errors import Unreadable
from briefings.phrases import kept
from briefings.reading.encodings import TRIED, likely

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
_BLANK = frozenset("\u2800\u3164\uffa0\u115f\u1160")  # letters and signs that leave their place empty
_SEEN = re.compile("[LNPS]|Co")  # categories: letters, numbers, punctuation, symbols, signs of a private font
_WRONG = "\ufffd"
_TOLD_FOR_EACH_WRONG = 3  # letters, or bytes of UTF-8; where there are fewer, the encoding is another one
_BY_CHANCE = 12  # bytes of UTF-8 that another encoding has at most, and then beside more that are none
_TWICE = re.compile("[ÃÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\xbf™œ“”˜¦]")
_NAMES = {
    **{f"cp125{number}": f"Windows-125{number}" for number in range(9)},
    "gb18030": "GB 18030", "koi8_r": "KOI8-R", "mac_roman": "Mac Roman", "mac_cyrillic": "Mac Cyrillic",
    "shift_jis": "Shift JIS", "big5": "Big5", "iso8859_5": "ISO 8859-5", "euc_kr": "EUC-KR", "euc_jp": "EUC-JP",
}  # fmt: skip
_MOST_CONTROLS = 0.001  # share of characters


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and what about its letters is doubtful."""

    text: str
    doubts: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file, without byte order mark, lines ending in "\\n"; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is larger than {number} MB.", number=MOST_BYTES // 1_000_000)
    found = _decoded(data)
    text = _LINE_END.sub("\n", found.text).lstrip(_MARK)
    if not shows(text):
        raise Unreadable("The file is empty.")
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise Unreadable("The file is not text.")
    twice = (kept("Some letters look like “Ã©”: the file was probably saved in a wrong encoding once."),)
    return Decoded(text, found.doubts + (twice if len(_TWICE.findall(text)) > 1 else ()))


def shows(text: str) -> bool:
    """Whether anything of a text can be seen: more than blanks, controls, marks and signs of no width."""
    return any(_SEEN.match(unicodedata.category(sign)) and sign not in _BLANK for sign in text)


def as_read(text: str) -> str:
    """The text in as many characters, all lines of which end in "\\n": page breaks and old line ends too."""
    return text.translate(_AS_READ)


def _decoded(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], encoding)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _mended(data, "utf-8") if _spells_utf8(data) else _guessed(data)


def _spells_utf8(data: bytes) -> bool:
    """Whether so many bytes beyond ASCII spell letters of UTF-8 as they do in no other encoding by chance."""
    text = data.decode("utf-8", "replace")
    wrong, told = _wrong(text, data, "utf-8"), _told(text, "utf-8")
    return told >= _TOLD_FOR_EACH_WRONG * wrong or told >= max(wrong, _BY_CHANCE)


def _wrong(text: str, data: bytes, encoding: str) -> int:
    """In how many places bytes are no letters."""
    return text.count(_WRONG) - (data.count(_WRONG.encode()) if encoding == "utf-8" else 0)


def _told(text: str, encoding: str) -> int:
    """How many letters beyond ASCII speak for the encoding; in UTF-8 the bytes do, for a longer one says more."""
    plain = len(text.encode("ascii", "ignore"))
    if encoding == "utf-8":
        return len(text.encode()) - plain - text.count(_WRONG) * len(_WRONG.encode())
    return len(text) - plain - text.count(_WRONG)


def _guessed(data: bytes) -> Decoded:
    if wide := _wide(data):
        try:
            return Decoded(data.decode(wide))
        except UnicodeDecodeError as error:  # zeros as a program or a picture has them
            raise Unreadable("The file is not text.") from error
    if b"\x00" in data:
        raise Unreadable("The file is not text.")
    encoding = likely(data) or _other(data)
    found = _mended(data, encoding)
    name = _NAMES.get(encoding, encoding.replace("_", "-").upper())
    guess = kept(f"The file is not in UTF-8 and does not say how its letters are encoded; I took it for {name}.")
    return Decoded(found.text, (guess, *found.doubts))


def _other(data: bytes) -> str:
    import charset_normalizer  # most files are UTF-8, and it takes memory

    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None or best.encoding in TRIED:
        raise Unreadable("The file's character encoding could not be told.")
    return best.encoding


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _mended(data: bytes, encoding: str) -> Decoded:
    """The text with a sign in the place of a few wrong bytes, which is told; raises Unreadable where they are many."""
    text = data.decode(encoding, "replace")
    wrong = _wrong(text, data, encoding)
    if wrong <= 0:
        return Decoded(text)
    if _told(text, encoding) < _TOLD_FOR_EACH_WRONG * wrong:
        raise Unreadable("The file is damaged: it is not valid {encoding}.", encoding=encoding.upper())
    line = text.count("\n", 0, text.index(_WRONG)) + 1
    one = kept(f"1 place is damaged and shown as “�”; it stands in line {line}.")
    several = kept(f"{wrong} places are damaged and shown as “�”; the first stands in line {line}.")
    return Decoded(text, (several if wrong > 1 else one,))
