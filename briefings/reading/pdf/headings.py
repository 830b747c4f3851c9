"""Recognises headings by their look: larger, bold, capitals, italics, numbered, alone on a line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings.reading import section_names
from briefings.reading.pdf.lines import Line
from briefings.reading.pdf.measures import Measures, is_apart, same_column
from briefings.reading.pdf.non_prose import is_caption

LARGER = 1.07  # of the usual size
_SAME_SIZE = 0.04
_MOST_LINES = 5
_LONGEST = 220  # characters
_LONGEST_PLAIN = 110
_TITLE_LARGER = 1.12
_DEEPEST = 6
_LARGEST_PROSE = 1.3  # of the usual size
_CENTRED, _OFF_CENTRE = 4, 1.5  # ems at either side of a centred line, and by which they may differ
_FULL = 8  # ems that a full line lacks at most: one more word
_NUMBERED = re.compile(
    r"(?:(?:chapter|section|part|глава|раздел)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+\S", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:table of )?contents|содержание|оглавление|目录|目錄|inhalt|sommaire|índice", re.IGNORECASE)
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]\s+\S")
_CHINESE = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十\d]{1,3}[章节]")
_ENDS = re.compile(r"[.;,，。；、]$")
_SENTENCE_END = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]¹²³⁰⁴-⁹]*$")
_WORD = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")
_DIGITS_ONLY = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """The typography of a heading."""

    size: float
    bold: bool
    caps: bool
    italic: bool

    @property
    def rank(self) -> tuple[float, bool, bool, bool]:
        """A rank; higher means a higher level."""
        return (self.size, self.bold, self.caps, not self.italic)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading in lines `start` to `end` (exclusive) of a text; level 1 is the title."""

    start: int
    end: int
    words: str
    look: HeadingStyle
    level: int = 0


def headings(lines: Sequence[Line], measures: Measures, taken: set[int]) -> list[Heading]:
    """The headings with their levels; `taken` are lines already used for something else."""
    found: list[Heading] = []
    at = 0
    while at < len(lines):
        heading = None if at in taken else _heading(lines, at, measures, taken)
        if heading and _is_within_sentence(lines, heading, measures):
            heading = None
        if heading:
            found.append(heading)
        at = heading.end if heading else at + 1
    title = _title(lines, found, measures)
    found = [h for h in found if h == title or not _in_front(h, found, title, lines)]
    return _levelled(found, title)


def _heading(lines: Sequence[Line], at: int, measures: Measures, taken: set[int]) -> Heading | None:
    look = _look(lines[at])
    if not _stands_out(lines, at, look, measures) or is_caption(lines, at, measures):
        return None
    end = at + 1
    while end < len(lines) and end not in taken and _goes_on(lines, end, look, measures):
        end += 1
    words = " ".join(line.text for line in lines[at:end])
    if end - at > _MOST_LINES or len(words) > _LONGEST or not _WORD.search(words):
        return None
    loud = look.size > LARGER * measures.size
    if _ENDS.search(words) and not (loud and words.endswith(".") and not look.bold and len(words) < 60):
        return None
    return Heading(at, end, words, look)


def _is_within_sentence(lines: Sequence[Line], heading: Heading, measures: Measures) -> bool:
    """Whether a sentence runs into the line or out of it, in letters of one size."""
    first, last = lines[heading.start], lines[heading.end - 1]
    if heading.look.caps or heading.look.size > _LARGEST_PROSE * measures.size:
        return False
    before = lines[heading.start - 1] if heading.start else None
    if before and _joins(before, first) and first.text[0].islower():
        return True
    after = lines[heading.end] if heading.end < len(lines) else None
    alike = after and ((after.bold, after.italic) == (last.bold, last.italic) or last.lack < _FULL)
    return bool(after and alike and _joins(last, after) and after.text[0].islower())


def _joins(before: Line, line: Line) -> bool:
    alike = abs(before.size - line.size) < _SAME_SIZE * line.size and same_column(before, line)
    return alike and not _SENTENCE_END.search(before.text)


def _look(line: Line) -> HeadingStyle:
    letters = [c for c in line.text if c.isalpha() and c.lower() != c.upper()]
    caps = len(letters) > 3 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)
    return HeadingStyle(line.size, line.bold, caps, line.italic)


def _stands_out(lines: Sequence[Line], at: int, look: HeadingStyle, measures: Measures) -> bool:
    line = lines[at]
    if _DIGITS_ONLY.fullmatch(line.text):
        return False
    if look.size > LARGER * measures.size:
        return True
    if section_names.holds_references(line.text) or section_names.holds_notes(line.text):
        return is_apart(lines, at, measures)
    if look.bold and not measures.bold and _is_centred(lines, at):
        return True
    if look.size < 0.85 * measures.size or not is_apart(lines, at, measures):
        return False
    if look.bold and not measures.bold:
        return True
    if len(line.text) > _LONGEST_PLAIN or line.lack < 2 or _follows_at_once(lines, at, measures):
        return False
    numbered = bool(_numbering(line.text) or _ROMAN.match(line.text))
    return look.caps or (look.italic and (numbered or line.text[0].isupper())) or section_names.opens(line.text)


def _is_centred(lines: Sequence[Line], at: int) -> bool:
    """Whether a bold line stands in the middle of its column between paragraphs, as in papers with double spacing."""
    line, before = lines[at], lines[at - 1] if at else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    between = (before is None or _SENTENCE_END.search(before.text)) and after is not None
    return bool(between and _is_in_middle(line) and after and (not after.bold or _is_in_middle(after)))


def _is_in_middle(line: Line) -> bool:
    return line.indent > _CENTRED and abs(line.indent - line.lack) < _OFF_CENTRE


def _follows_at_once(lines: Sequence[Line], at: int, measures: Measures) -> bool:
    """Whether the next line continues in the same look, as in a paragraph."""
    return at + 1 < len(lines) and _goes_on(lines, at + 1, _look(lines[at]), measures) and lines[at].lack < 4


def _goes_on(lines: Sequence[Line], at: int, look: HeadingStyle, measures: Measures) -> bool:
    line, before = lines[at], lines[at - 1]
    here = _look(line)
    alike = (
        abs(here.size - look.size) < _SAME_SIZE * look.size and here.bold == look.bold and here.italic == look.italic
    )
    if not same_column(before, line) or not alike or (look.caps and not here.caps):
        return False
    if _numbering(line.text) and _numbering(before.text):
        return False
    return before.y - line.y < 1.45 * max(line.size, measures.leading * line.size / measures.size / 1.1)


def _numbering(words: str) -> int:
    """The depth of a heading's number: 1 for "2", 2 for "2.1"; 0 without one."""
    match = _NUMBERED.match(words)
    return match["number"].count(".") + 1 if match else 1 if _CHINESE.match(words) else 0


def _is_known(words: str) -> bool:
    return (
        bool(_CONTENTS.fullmatch(words))
        or section_names.opens(words)
        or section_names.holds_references(words)
        or section_names.holds_notes(words)
        or section_names.closes(words)
    )


def _title(lines: Sequence[Line], found: Sequence[Heading], measures: Measures) -> Heading | None:
    """The largest text on the first page, before any numbered or known section heading."""
    front: list[Heading] = []
    for heading in found:
        if lines[heading.start].page != lines[0].page or _is_known(heading.words) or _numbering(heading.words):
            break
        front.append(heading)
    best = max(front, key=lambda h: (h.look.size, -h.start), default=None)
    if best is None:
        return None
    others = [h for h in found if h.start > best.end]
    largest = max((h.look.size for h in others), default=0)
    first = all(line.size <= best.look.size for line in lines[: best.start])
    if best.look.size > _TITLE_LARGER * measures.size and best.look.size >= largest:
        return best
    return best if first and best.start == 0 and others and best.look.rank >= max(h.look.rank for h in others) else None


def _in_front(heading: Heading, found: Sequence[Heading], title: Heading | None, lines: Sequence[Line]) -> bool:
    """Whether a heading belongs to the title page: a series above the title, or authors below."""
    if title is None:
        return False
    if heading.start < title.start:
        return True
    first = next((h for h in found if h.start > title.start and (_is_known(h.words) or _numbering(h.words))), None)
    if first and heading.start < first.start and lines[first.start].page == lines[title.start].page:
        prose = _prose_between(lines, title.end, heading.start)
        return not prose
    again = sum(h.look == heading.look for h in found)
    return (
        not heading.look.bold and again == 1 and not _prose_between(lines, title.end, heading.start) and len(found) > 2
    )


def _prose_between(lines: Sequence[Line], start: int, end: int) -> bool:
    return sum(len(line.text) for line in lines[start:end]) > 500


def _levelled(found: Sequence[Heading], title: Heading | None) -> list[Heading]:
    sections = [h for h in found if h != title]
    levels = _levels(sections)
    top = min(levels.values(), default=2)
    return [Heading(h.start, h.end, h.words, h.look, 1 if h == title else _level(h, levels, top)) for h in found]


def _level(heading: Heading, levels: dict[HeadingStyle, int], top: int) -> int:
    depth = _numbering(heading.words)
    if depth:
        return min(_DEEPEST, 1 + depth)
    alone = levels[heading.look] == _DEEPEST + 1
    return top if alone or section_names.holds_references(heading.words) else levels[heading.look]


def _levels(sections: Iterable[Heading]) -> dict[HeadingStyle, int]:
    """The level of each look: by numbering if most of its headings have it, else by rank."""
    members: dict[HeadingStyle, list[str]] = {}
    for heading in sections:
        members.setdefault(heading.look, []).append(heading.words)
    levels: dict[HeadingStyle, int] = {}
    last = 1
    for look in sorted(members, key=lambda connection: connection.rank, reverse=True):
        depths = Counter(map(_numbering, members[look]))
        depth, count = depths.most_common(1)[0]
        if depth and count * 2 > len(members[look]):
            last = 1 + depth
            levels[look] = min(_DEEPEST, last)
        elif all(map(_is_known, members[look])):
            levels[look] = _DEEPEST + 1
        else:
            last += 1
            levels[look] = min(_DEEPEST, last)
    return levels
