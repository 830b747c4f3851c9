"""RFCs and Internet-Drafts as plain text: head, title, numbered sections and references, without the pages' edges."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.reading.layout import BULLET, Kind, Layout, Piece, compose
from briefings.reading.section_names import holds_references

_HEAD = 6_000  # characters at the start in which a text says what it is
_KIND = re.compile(r"^(?:Internet[ -]Draft\b|Request for Comments: ?\d|RFC:? ?\d{1,5}\b)", re.MULTILINE | re.IGNORECASE)
_FIRST = re.compile(r"\s{0,200}(?:\S[^\n]{0,200}(?:\n[ \t]{0,80}|\Z)){1,30}")  # the lines up to an empty one
_MEMO = re.compile(r"^ {0,3}(?:Status of (?:this|the) Memo|Abstract)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FOOT = re.compile(r"\S.{0,100}\[Page [\divxl]{1,6}\]\s*")
_TOP = re.compile(r"\S.{0,60}\s{2,}\S.{0,60}\s{2,}(?:[A-Z][a-z]{2,8} )?\d{4}\s*")
_COLUMNS = re.compile(r"(?P<left>\S.*?)?\s{3,}(?P<right>\S.*)")
_SECTION = re.compile(r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,5}|[A-Z](?:\.\d{1,2}){0,4})\.?\s+|Appendix [A-Z]\b)\S?")
_UNNUMBERED = re.compile(r"[A-Z][^\W\d_]*(?:[ ’'&,/-]{1,2}[^\W\d_]+){0,8}['’]?")
_CUT_ADDRESS = re.compile(r"(<https?://[^<>\s]{1,200}[/-]) (?=[^<>\s]{1,200}>)")
_SET_IN = re.compile(r"\s{0,3}(?P<key>\[[^\]\s][^\]]{0,40}\])(?:\s+|$)")
_ITEM = re.compile(r"(?P<mark>[o*•+-]|\(?\w{1,2}[.)])\s+(?=\S)")
_DRAWN = re.compile(r"[-=+|_/\\<>^~.]{3}|::=|[{};]$|^\s*[|+<]|\S\s{3,}\S")
_UNREAD = re.compile(
    r"(?:status of (?:this|the) memo|copyright(?: notice| and license notice)?|full copyright statement|index|"
    r"(?:table of )?contents|authors?['’]? ?s? address(?:es)?|contributors?['’]? addresses|intellectual property.*)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:draft|rfc)[\w-]*(?:\.txt)?", re.IGNORECASE)
_ENDS = '.:;!?”")'
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines up to an empty one; `column` is where the first one begins."""

    lines: tuple[str, ...]
    column: int

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.lines).split())


def looks_like_standard(text: str) -> bool:
    """Whether a text says in its first lines that it is an RFC or an Internet-Draft, and has the parts of one."""
    first = _FIRST.match(text)
    return first is not None and _KIND.search(first[0]) is not None and _MEMO.search(text, 0, _HEAD) is not None


def read_standard(text: str, own: str = "") -> Layout:
    """The layout of an RFC or Internet-Draft; `own` is the same text with its form feeds."""
    parts = list(_parts(_without_edges((own or text).split("\n"))))
    head = next((at for at, part in enumerate(parts) if any(map(_KIND.match, part.lines))), 0)
    body = next((at for at, part in enumerate(parts) if at > head and _MEMO.match(part.lines[0])), head + 1)
    named = [part for part in parts[head + 1 : body] if not part.lines[0][:1].isdigit()]
    title = " ".join(part.words for part in _titles(named))
    first = [Piece("code", _columns(parts[head].lines)), Piece("heading", title, 1)]
    return compose([*first, *_sections(parts[body:])], title)


def _titles(parts: Sequence[_Part]) -> Iterator[_Part]:
    """What stands in the middle between the head and the text, without the name of the draft's file."""
    for part in parts:
        rows = tuple(line for line in part.lines if not _NAME.fullmatch(line.strip()))
        if rows:
            yield replace(part, lines=rows)


def _columns(lines: Sequence[str]) -> str:
    """The head's left column, then its right one, with a line for each entry."""
    rows = ((_COLUMNS.fullmatch(line), line) for line in lines)
    found = [(row["left"] or "", row["right"]) if row else (line, "") for row, line in rows]
    return "\n".join(filter(None, (*(left.strip() for left, _ in found), *(right.strip() for _, right in found))))


def _without_edges(lines: Sequence[str]) -> Iterator[str]:
    """The lines without the pages' feet and heads; a paragraph that a page's end parts goes on."""
    kept = ""  # the last line with words
    cut = False
    blank = 0
    for line in (each.replace("\f", "").rstrip() for each in lines):
        if _FOOT.fullmatch(line):
            cut = True
        elif cut and _TOP.fullmatch(line):
            continue
        elif not line:
            blank += 1
        else:
            goes_on = cut and kept[-1:] not in _ENDS and line[:1] == " " and line.lstrip()[:1].islower()
            if blank and not goes_on:
                yield ""
            yield line
            kept, cut, blank = line, False, 0


def _parts(lines: Iterator[str]) -> Iterator[_Part]:
    rows: list[str] = []
    for line in lines:
        if line:
            rows.append(line)
        elif rows:
            yield _part(rows)
            rows = []
    if rows:
        yield _part(rows)


def _part(rows: Sequence[str]) -> _Part:
    return _Part(tuple(rows), len(rows[0]) - len(rows[0].lstrip()))


def _sections(parts: Sequence[_Part]) -> Iterator[Piece]:
    name, unread = "", False
    for part in parts:
        if _is_heading(part):
            name, unread = part.words, _UNREAD.fullmatch(_bare(part.words)) is not None
            yield Piece("heading", name, _level(name))
        elif unread:
            yield Piece("code", "\n".join(part.lines))
        elif holds_references(name):
            yield from _entries(part)
        else:
            yield _prose(part)


def _is_heading(part: _Part) -> bool:
    if part.column or len(part.words) > _LONGEST_HEADING or part.words[-1] in ".,;":
        return False
    return _SECTION.match(part.words) is not None or _UNNUMBERED.fullmatch(part.words) is not None


def _bare(heading: str) -> str:
    number = _SECTION.match(heading)
    return heading[number.end("number") :].lstrip(". ") if number and number["number"] else heading


def _level(heading: str) -> int:
    number = _SECTION.match(heading)
    return 2 + number["number"].count(".") if number and number["number"] else 2


def _entries(part: _Part) -> Iterator[Piece]:
    """The entries of a list: each begins with its key, at the left."""
    rows: list[str] = []
    for line in part.lines:
        if rows and _SET_IN.match(line):
            yield _entry(rows)
            rows = []
        rows.append(line)
    yield _entry(rows)


def _entry(rows: Sequence[str]) -> Piece:
    return Piece("paragraph", _CUT_ADDRESS.sub(r"\1", " ".join(" ".join(rows).split())))


def _prose(part: _Part) -> Piece:
    bare = part.lines[0].strip()
    drawn = sum(_DRAWN.search(line.strip()) is not None for line in part.lines)
    kind: Kind = "code" if drawn * 2 >= len(part.lines) and drawn else "paragraph"
    if kind == "code":
        return Piece(kind, "\n".join(part.lines))
    if mark := _ITEM.match(bare):
        words = part.words[mark.end() :] if part.words.startswith(mark[0].strip()) else part.words
        return Piece("item", words.strip(), label=BULLET if mark["mark"][-1:] not in ".)" else mark["mark"])
    return Piece("paragraph", part.words)
