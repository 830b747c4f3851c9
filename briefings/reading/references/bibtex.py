"""Works that a text describes in BibTeX: the entries of a block of code."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from briefings.model.analysis import Author, Reference
from briefings.reading.layout import Block
from briefings.reading.references.composing import composed

_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})[^\n]*\n")
_ENTRY = re.compile(r"^[ \t]*@([A-Za-z]{3,20})[ \t]*\{[ \t]*([^\s,{}\"]{1,100})[ \t]*,", re.MULTILINE)
_FIELD = re.compile(r"\s*([A-Za-z][\w-]{0,30})\s*=\s*")
_OPENING = {"{": "}", '"': '"'}
_BRACE = re.compile(r"(?<!\\)[{}\"]")
_BARE = re.compile(r"[^\s,{}\"]{1,100}")
_AND = re.compile(r"\s+and\s+")
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d")
_DAY = re.compile(r"(?:1[4-9]|20)\d\d(?:-\d\d){0,2}")
_COMMAND = re.compile(r"\\[A-Za-z]{2,20}\s?|\\(?=[&%$#_])")
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "i", "j": "j",
}  # fmt: skip
_LETTER = re.compile(rf"\\({'|'.join(_LETTERS)})(?![A-Za-z])(?:\{{\}}|\s)?")
_ACCENT = re.compile(r"\\([uvHckrdb](?=[\s{])|['`^\"~=.])\s?\{?([A-Za-z])")
_LONGEST, _MOST_FIELDS, _MOST_NAMES = 5_000, 60, 200
_NO_WORK = frozenset({"comment", "string", "preamble"})
_KINDS = {
    "article": "article-journal", "book": "book", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report", "online": "webpage",
}  # fmt: skip


def is_bibtex(text: str, block: Block) -> bool:
    """Whether a block of code begins with an entry of BibTeX."""
    if block.kind != "code":
        return False
    fence = _FENCE.match(text, block.start, block.end)
    found = _ENTRY.search(text, fence.end() if fence else block.start, block.end)
    return found is not None


def described_in_bibtex(text: str, blocks: Iterable[Block]) -> Iterator[tuple[str, Reference]]:
    """The works with their keys, in order."""
    for block in blocks:
        if is_bibtex(text, block):
            found = [*_ENTRY.finditer(text, block.start, block.end)]
            ends = [*(entry.start() for entry in found[1:]), block.end]
            for entry, end in zip(found, ends, strict=True):
                if entry[1].lower() not in _NO_WORK:
                    yield entry[2], _work(text, entry, min(end, entry.end() + 20 * _LONGEST))


def _work(text: str, entry: re.Match[str], end: int) -> Reference:
    fields = dict(_fields(text, entry.end(), end))
    value = {name: _plain(words) or None for name, words in fields.items()}
    day = _DAY.match(value.get("date") or value.get("year") or "")
    return composed(
        Reference(
            entry.start(2) - 1,
            text.rfind("}", entry.end(), end) + 1 or end,
            "",
            authors=tuple(_authors(fields.get("author") or fields.get("editor") or "")),
            year=day[0][:4] if day else None,
            date=day[0] if day else None,
            title=value.get("title"),
            url=value.get("url"),
            kind=_KINDS.get(entry[1].lower(), "document"),
            container=value.get("journal") or value.get("journaltitle") or value.get("booktitle"),
            publisher=value.get("publisher") or value.get("institution") or value.get("school"),
            volume=value.get("volume"),
            issue=value.get("number") or value.get("issue"),
            pages=(value.get("pages") or "").replace("--", "–") or None,
            doi=value.get("doi"),
        )
    )


def _fields(text: str, at: int, end: int) -> Iterator[tuple[str, str]]:
    """The fields of an entry by name in lower case, their values without the braces or quotation marks around them."""
    for _ in range(_MOST_FIELDS):
        field = _FIELD.match(text, at, end)
        if not field:
            return
        stop = _value_end(text, field.end(), end)
        within = text[field.end()] in _OPENING if field.end() < end else False
        yield field[1].lower(), text[field.end() + within : stop - within]
        at = text.find(",", stop, end) + 1
        if not at:
            return


def _value_end(text: str, start: int, end: int) -> int:
    """The end of a value in braces, in quotation marks, or of one word."""
    closing = _OPENING.get(text[start : start + 1])
    if not closing:
        bare = _BARE.match(text, start, end)
        return bare.end() if bare else start
    depth, last = 0, min(end, start + _LONGEST)
    for sign in _BRACE.finditer(text, start + 1, last):
        if depth == 0 and sign[0] == closing:
            return sign.end()
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
    return last


def _authors(words: str) -> Iterator[Author]:
    for name in _AND.split(words.strip())[:_MOST_NAMES]:
        whole = name.strip()
        inner = whole.removeprefix("{").removesuffix("}")
        if "{" not in inner and whole == f"{{{inner}}}":
            yield Author(literal=_plain(inner))
        elif "," in whole:
            family, _, given = whole.partition(",")
            yield Author(family=_plain(family), given=_plain(given))
        elif _plain(whole):
            *given_names, last = _plain(whole).split()
            yield Author(family=last, given=" ".join(given_names)) if given_names else Author(literal=last)


def _plain(words: str) -> str:
    """A value on one line, without braces and TeX's marks."""
    if "\\" in words:
        words = _without_tex(words)
    return " ".join(words.replace("{", "").replace("}", "").split())


def _without_tex(words: str) -> str:
    words = _LETTER.sub(lambda found: _LETTERS[found[1]], words)
    words = _ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + _ACCENTS[found[1]]), words)
    return _COMMAND.sub("", words)
