"""Tokenizer for Rich Text: groups, control words with numbers, bytes and text."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<group>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_CHARSETS = {
    0: "cp1252",
    2: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `kind` is "{", "}", "word", "sign" or "bytes"; `number` is None for a word without one."""

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""The tokens of a file, without the bytes of \bin."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        if word := match["word"]:
            number = int(match["number"]) if match["number"] else None
            if word == b"bin" and number:
                at += max(number, 0)
            yield Token("word", word.decode(), number)
        elif match["byte"]:
            yield Token("bytes", data=bytes.fromhex(match["byte"].decode()))
        elif match["sign"]:
            yield Token("sign", match["sign"].decode("latin-1"))
        elif match["group"]:
            yield Token(match["group"].decode())
        elif match["text"]:
            yield Token("bytes", data=match["text"])


def codec_of(charset: int) -> str:
    """The encoding of a font's character set."""
    return _CHARSETS.get(charset, "cp1252")


def codec_of_page(page: int) -> str:
    """The encoding of a code page; Western if unknown."""
    try:
        return codecs.lookup({10000: "mac_roman", 936: "gb18030"}.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"
