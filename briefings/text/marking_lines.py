"""Finds the marking that a text says it has: in its first and last lines, page headers, metadata or a sentence. Pure.

A text about the Traffic Light Protocol isn't marked by what it explains: where several levels stand in one line, or
three and more at the head of lines, only a level behind a label such as "Classification:" counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import whitespace

from briefings.model.marking import Marking, strictest, typed_marking
from briefings.text.patterns import lazy_re

_HEAD, _FOOT = 12, 4  # lines with words at either end of a text in which a marking counts
_LABELLED_HEAD = 40  # the same for a marking behind a label
_TITLES = 3  # first lines, in which it may stand in brackets beside a title
_LONGEST = 300  # characters of such a line
_SEVERAL = 3  # levels from which a text is about them
_LEVEL = r"(?P<level>AMBER\s?\+\s?STRICT|AMBER|RED|GREEN|CLEAR|WHITE)(?![\w+])"
_TLP = rf"TLP\s?(?:[:：-]\s?|\s){_LEVEL}"
_ASIDE = r"(?:\s?[(（\[][^()（）\[\]]{0,80}[)）\]])?"
_LABEL = (
    r"(?:(?:(?:information|document|report|security|data|tlp|overall|sharing|handling) )?"
    r"(?:classification|distribution|marking|dissemination|sensitivity|handling|sharing|tlp|level|protection)"
    r"(?: (?:level|marking|restrictions?))?"
    r"|(?:гриф|пометка|классификация|распространение|уровень)(?: (?:доступа|конфиденциальности|tlp|документа))?"
    r"|(?:文件|信息|文档|报告|文書|문서 )?(?:密级|分级|分类|级别|标记|传播级别|共享级别|分類|분류)"
    r"|einstufung|weitergabe|vertraulichkeit|klassifi[zk]ierung|diffusion|marquage)"
)
_BARE = lazy_re(rf"{_TLP}{_ASIDE}", re.IGNORECASE)
_LABELLED = lazy_re(rf"{_LABEL}{_ASIDE}\s?[:：=]\s?(?:{_TLP}){_ASIDE}(?P<rest>[,;.，；。].*)?", re.IGNORECASE)
_VALUE = lazy_re(rf"[\"']?(?:TLP\s?[:：-]?\s?)?{_LEVEL}[\"']?(?:\s+#.*)?", re.IGNORECASE)
_KEY = lazy_re(
    r"(?P<key>tlp(?:[_ -]?(?:level|marking))?|classification|distribution|marking|sensitivity)\s*[:=]\s*(?P<value>.+)",
    re.I,
)
_TAGS = lazy_re(
    r"(?:tags?|labels?|keywords?|schlagw[oö]rter|mots-clés|теги|метки|标签|標籤)\s?[:：=]\s*(?P<value>.*)",
    re.IGNORECASE,
)
_TAG = lazy_re(rf"(?<![\w:])TLP:{_LEVEL}(?!:)", re.IGNORECASE)
_ITEM = lazy_re(r"-\s+\S.*")
_BRACKETED = lazy_re(rf"^[\[(（【]{_TLP}[\])）】]|[\[(（【]{_TLP.replace('level', 'last')}[\])）】]$", re.IGNORECASE)
_SUBJECT = lazy_re(r"(?:subject|betreff|тема|主题|主旨)\s?[:：]\s*", re.IGNORECASE)  # of a pasted mail
_SIGNS = lazy_re(r"^[^\w\[(（【]+")  # such as a coloured disc
_FENCE = lazy_re(r"(?:---|\+\+\+)[ \t]*")
_MOST_META = 60  # lines of a metadata header
_DECORATION = lazy_re(r"[*_`~\\]|</?(?:b|strong|em|i|u|center|p|div|span|h\d)\b[^<>]{0,80}>|^<!--|-->$")
_BLANKS = f"{whitespace}\u00a0\u2003\u3000"
_APART = lazy_re(r"\s*[|｜·•‧]\s*")
_DASH = lazy_re(r"\s+[–—/-]+\s+|\s*——\s*")
_OPENS, _CLOSES = "[(（【", "])）】"
_IS_LABEL = lazy_re(rf"{_LABEL}{_ASIDE}\s?[:：]?", re.IGNORECASE)
_PICTURE = lazy_re(
    r"\[?!\[(?P<alt>[^\[\]\n]{0,100})\]\([^()\n]{0,500}\)(?:\]\([^()\n]{0,500}\))?(?:\{[^{}\n]{0,200}\})?"
    r"|<img\b(?:[^<>]{0,500}?\balt=[\"'](?P<text>[^\"'<>]{0,100})[\"'])?[^<>]{0,500}>",
    re.IGNORECASE,
)
_BADGE = lazy_re(
    r"/badge/(?:label-)?TLP(?:[-_:]|%20|%3A){1,3}"
    r"(?P<level>AMBER(?:\+|%2B)STRICT|AMBER|RED|GREEN|CLEAR|WHITE)(?=[-.?)\"' ])",
    re.IGNORECASE,
)
_WORDS = lazy_re(r"^[^\S\n]*\S", re.MULTILINE)
_ANY = lazy_re(_TLP, re.IGNORECASE)
_SENTENCE = lazy_re(
    r"(?:^|(?<=[.!?。！？]\s)|(?<=[。！？]))[>*_ \t]{0,20}"
    r"(?:(?:This|The present) (?:\w+ ){0,2}?"
    r"(?:document|report|advisory|bulletin|product|publication|alert|notice|briefing|brief|information|analysis|message"
    r"|e-?mail|presentation|memo|note|paper)s? (?:is|was|has been|are) "
    r"(?:(?:marked|classified|shared|distributed|released|designated|published|issued|labell?ed|provided) )?"
    r"(?:as |under |at |with )?(?:the )?"
    r"|(?:Настоящ\w+|Эт\w+|Данн\w+) (?:документ|отч[её]т|бюллетень|анализ|сообщение)\w* (?:\w+ ){0,3}"
    r"|本(?:文件|报告|文档|通报|分析)的?(?:密级|级别|标记|分级)?(?:被)?(?:标记)?[为是]?\s?)"
    rf"[*_`“\"]*{_TLP}",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class FoundMarking:
    """The strictest marking that a text says it has, and the spans of the lines that hold nothing else."""

    marking: Marking
    lines: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A level in a line; `sure` if a label or a bracket beside a title says that it is the text's own."""

    marking: Marking
    sure: bool
    alone: bool = False
    span: tuple[int, int] = (0, 0)


def find_marking(text: str, around: Iterable[str] = ()) -> FoundMarking | None:
    """The marking of a text; `around` are lines that its file shows around it, such as page headers.

    None if it names none.
    """
    shown = tuple(dict.fromkeys(" ".join(each.split()) for each in around))
    if not any("tlp" in each.lower() for each in (text, *shown)):
        return None
    rows = [*_rows(text)]
    start = _end_of_metadata(text, rows)
    body = [row for row in rows if row[0] >= start]
    ends = dict.fromkeys((*body[:_HEAD], *body[-_FOOT:]))
    named = [each for at, row in enumerate(ends) for each in _in_line(text, row, title=at < _TITLES)]
    further = body[_HEAD : min(_LABELLED_HEAD, len(body) - _FOOT)]
    named += [each for row in further for each in _in_line(text, row, title=False) if each.sure]
    named += [each for line in shown for each in _in_line(line, (0, len(line)), title=False)]
    if len(_at_heads(text, body) | {each.marking for each in named}) >= _SEVERAL:
        named = [each for each in named if each.sure]
    found = [*(each.marking for each in named), *_in_metadata(text, rows, start), *_in_sentences(text)]
    lines = tuple(sorted({each.span for each in named if each.alone and each.span[1] and text[slice(*each.span)]}))
    return FoundMarking(strictest(*found), lines) if found else None


def lines_about_itself(text: str, around: Iterable[str] = ()) -> list[str]:
    """The lines in which a text says what it is, without decoration: metadata, the first and last, those `around`."""
    rows = [*_rows(text)]
    start = _end_of_metadata(text, rows)
    body = [row for row in rows if row[0] >= start]
    metadata = rows[: len(rows) - len(body)]
    own = (text[first:end].strip() for first, end in dict.fromkeys((*metadata, *body[:_HEAD], *body[-_FOOT:])))
    return [_undecorated(each) for each in (*own, *around)]


def _undecorated(line: str) -> str:
    """A line without the signs of its layout."""
    return _DECORATION.sub("", line.strip()).lstrip(f"{_BLANKS}>#|•·+-").rstrip(f"{_BLANKS}|")


def without_lines(text: str, lines: Sequence[tuple[int, int]]) -> str:
    """The text without some lines and the empty ones behind each."""
    for start, end in reversed(lines):
        text = text[:start] + text[end:]
    return text


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """The lines with words; each ends where the next one begins."""
    starts = [found.start() for found in _WORDS.finditer(text)]
    return pairwise((*starts, len(text)))


def _end_of_metadata(text: str, rows: Sequence[tuple[int, int]]) -> int:
    """Where a text begins behind its metadata header; 0 without one."""
    if not rows or not _FENCE.fullmatch(text[slice(*rows[0])].strip()):
        return 0
    return next((end for start, end in rows[1:_MOST_META] if _FENCE.fullmatch(text[start:end].strip())), 0)


def _in_metadata(text: str, rows: Sequence[tuple[int, int]], end: int) -> Iterator[Marking]:
    listed = False  # whether the line before is of a list of tags
    for start, stop in rows:
        line = text[start:stop].strip() if start < end else ""
        tagged = _TAGS.fullmatch(line)
        listed = tagged is not None or (listed and _ITEM.fullmatch(line) is not None)
        if listed:
            yield from _tagged(tagged["value"] if tagged else line)
        key = _KEY.fullmatch(line)
        value = _VALUE.fullmatch(key["value"].strip()) if key else None
        if key and value and (key["key"].lower().startswith("tlp") or "tlp" in key["value"].lower()):
            yield from _level(value["level"])


def _in_sentences(text: str) -> Iterator[Marking]:
    for found in _SENTENCE.finditer(text):
        yield from _level(found["level"])


def _in_line(text: str, span: tuple[int, int], *, title: bool) -> Iterator[_Named]:
    """The levels that a line names as the text's own."""
    line = _PICTURE.sub(_pictured, text[span[0] : span[1]].strip())
    if "tlp" not in line.lower() or len(line) > _LONGEST or len({*_levels(line)}) > 1:
        return
    plain = _undecorated(line)
    if title and (beside := _BRACKETED.search(_SUBJECT.sub("", plain))) and not _BARE.fullmatch(plain):
        yield from (_Named(each, sure=True) for each in _level(beside["level"] or beside["last"]))
        return
    if tagged := _TAGS.fullmatch(plain):
        yield from (_Named(each, sure=True) for each in _tagged(tagged["value"]))
        return
    cells = [_SIGNS.sub("", each).rstrip(" .") for each in _APART.split(plain)]
    for at, cell in enumerate(cells):
        labelled = at > 0 and _IS_LABEL.fullmatch(cells[at - 1]) is not None
        named = f"TLP:{cell}" if labelled and cells[at - 1].lower().startswith("tlp") and cell[:3] != "TLP" else cell
        if found := _in_cell(named):
            sure, whole = labelled or found.re.pattern == _LABELLED.pattern, found.end() == len(plain)
            yield from (_Named(each, sure, whole and line[:1] != "|", span) for each in _level(found["level"]))


def _tagged(tags: str) -> Iterator[Marking]:
    """The levels among tags, such as "malware, tlp:green"."""
    for found in _TAG.finditer(tags):
        yield from _level(found["level"])


def _pictured(picture: re.Match[str]) -> str:
    """The level that a picture shows, by its description or as the badge that its address names, in brackets."""
    found = _BARE.fullmatch((picture["alt"] or picture["text"] or "").strip()) or _BADGE.search(picture[0])
    return f"[TLP:{found['level'].replace('%2B', '+')}]" if found else picture[0]


def _in_cell(cell: str) -> re.Match[str] | None:
    """A level that a cell consists of, with a label before it or words behind a dash after it."""
    first, *others = _DASH.split(cell)
    if others and _IS_LABEL.fullmatch(first):
        first = others[0]
    within = first[1:-1] if first[:1] in _OPENS and first[-1:] in _CLOSES else first
    return _LABELLED.fullmatch(cell) or _LABELLED.fullmatch(first) or _BARE.fullmatch(within)


def _levels(line: str) -> Iterator[Marking]:
    for found in _ANY.finditer(line):
        yield from _level(found["level"])


def _level(word: str) -> Iterator[Marking]:
    named = typed_marking(word)
    if named:
        yield named


def _at_heads(text: str, rows: Iterable[tuple[int, int]]) -> set[Marking]:
    """The levels at the head of lines anywhere in a text, and of lines that name several."""
    found: set[Marking] = set()
    for start, end in rows:
        line = _undecorated(text[start : min(end, start + _LONGEST)])
        if line[:3].lower() == "tlp" and (first := _ANY.match(line)):
            found.update(_level(first["level"]))
    return found
