"""Finds the title of an essay below the lines that name its student, teacher, course and day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.reading.dates import find
from briefings.reading.layout import Block, Layout, lines, trimmed

_HEAD = 1_500  # characters in which the lines stand
_MOST_LINES, _LONGEST, _LONGEST_TITLE = 6, 70, 220  # lines before a title, and characters
_MARKS = re.compile(r"^[#>*_\s]+|[*_\s\\]+$")
_NAME = re.compile(
    r"[^\W\d_a-z][\w.’'-]*(?:\s(?:(?:van|von|der|den|de|del|da|di|la|le|bin|al)\s)?[^\W\d_a-z][\w.’'-]*){1,3}"
)
_NAME_LABEL = re.compile(r"(?:name|student|by|author)\s?:?\s+", re.IGNORECASE)
_RUNNING_HEAD = re.compile(r"[^\W\d_a-z][\w’'-]+\s\d{1,3}")
_TEACHER = re.compile(
    r"(?:prof(?:essor)?|dr|mr|mrs|ms|mx|miss|instructor|teacher|doctor|lecturer|tutor)\b\.?:?\s\S", re.IGNORECASE
)
_COURSE = re.compile(
    r"(?:course|class)\s?:|\b[A-Z]{2,5}[ -]?\d{2,4}[A-Z]?\b|\b(?:english|history|literature|composition|comp|writing|"
    r"rhetoric|philosophy|biology|psychology|sociology|seminar|humanities|studies|science|politics|economics|art|film)\b"
    r".{0,40}\b(?:\d{1,4}[A-Z]?|I{1,3}V?|honou?rs|period|section)\b|^(?:AP|IB|honou?rs)\s|^(?:english|history|literature|"
    r"composition)\b(?:.{0,25}literature)?$",
    re.IGNORECASE,
)


def with_essay_title(layout: Layout) -> Layout:
    """The layout with an essay's title as the first heading, and the lines above it outside the running text."""
    span = _title(layout.text)
    if not span or layout.titled:
        return layout
    heading = Block("heading", *span, 1, _MARKS.sub("", " ".join(layout.text[span[0] : span[1]].split())))
    rest = [part for block in layout.blocks for part in _beside(layout.text, block, span)]
    at = sum(block.start < span[0] for block in rest)
    return replace(layout, blocks=(*rest[:at], heading, *rest[at:]))


def _title(text: str) -> tuple[int, int] | None:
    """The span of the title below a student's name, a teacher or a course, and a day; None without these."""
    rows = [span for line in lines(text, 0, min(len(text), _HEAD)) if (span := trimmed(text, *line))[0] < span[1]]
    words = [_MARKS.sub("", text[start:end]) for start, end in rows]
    first = 1 if words and _RUNNING_HEAD.fullmatch(words[0]) else 0
    if len(words) <= first or not _NAME.fullmatch(_NAME_LABEL.sub("", words[first])):
        return None
    told = [*_kinds(words[first + 1 : first + _MOST_LINES])]
    if "day" not in told or not {"teacher", "course"} & {*told}:
        return None
    at = first + 1 + len(told)
    if at >= len(rows) or not _is_title(words[at]):
        return None
    return rows[at]


def _kinds(words: Sequence[str]) -> Iterator[str]:
    """What each line of the head tells, up to the first that tells nothing of the kind."""
    for line in words:
        kind = _kind(line)
        if not kind:
            return
        yield kind


def _kind(line: str) -> str:
    if len(line) > _LONGEST:
        return ""
    if _is_day(line):
        return "day"
    if line[-1:] in {".", "?", "!"}:
        return ""
    return "teacher" if _TEACHER.match(line) else "course" if _COURSE.search(line) else ""


def _is_day(line: str) -> bool:
    """Whether a line is a day and nothing else but a label or a weekday."""
    days = [found for found in find(line, None) if found.when.precision in {"day", "month"}]
    return len(days) == 1 and len(line) - (days[0].end - days[0].start) <= len("Due date: Wednesday, ")


def _is_title(line: str) -> bool:
    return 1 < len(line) <= _LONGEST_TITLE and line[-1] not in ".,;" and any(map(str.isalpha, line))


def _beside(text: str, block: Block, title: tuple[int, int]) -> Iterator[Block]:
    """The parts of a block before and after the title; what stands before is no running text."""
    start, end = title
    if block.start < start:
        stop = trimmed(text, block.start, min(block.end, start))[1]
        yield Block("code", block.start, stop)
    if block.start >= end:
        yield block
    elif block.end > end:
        after = trimmed(text, end, block.end)
        if after[0] < after[1]:
            yield replace(block, start=after[0], end=after[1])
