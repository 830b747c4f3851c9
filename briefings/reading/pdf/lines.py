"""Combines text fragments into lines in reading order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefings.reading.office.numerals import RAISED
from briefings.reading.pdf.columns import gutters, join_columns, slot_of
from briefings.reading.pdf.fragments import Fragment
from briefings.reading.pdf.pages import SPACE, Page

_SPACE_OF_SINGLES = 0.1  # of the size: a blank between letters that are placed one by one
CELL = 0.6  # of the size: words of a sentence hardly stand further apart
_SAME_LINE = 0.5  # of the size: baselines that are nearer than this belong to one line
_RAISED_SIZE = 0.8  # of the line's size: what is smaller and higher is raised
_RAISED_BY = 0.12
_MOSTLY = 0.8  # share of letters that gives a line its look
_RAISED_MARK = re.compile(r"[\d,–−\s-]+")
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_LETTERS = str.maketrans({**_LIGATURES, 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0xF0B7: "•"})
_ACCENT = re.compile(r"([´`¨ˆ˜ˇ˚˝¯])\s?([A-Za-zı])|([A-Za-z])(¸)")
_COMBINING = str.maketrans("´`¨ˆ˜ˇ˚˝¯¸", "\u0301\u0300\u0308\u0302\u0303\u030c\u030a\u030b\u0304\u0327")
_BLANKS = re.compile(r"\s+")
_EVEN_SHARE = 0.2  # of a column's lines: so many end together only where lines are made equally long
_FEW = 5
_STAND_OUT = 0.98
_MOST_EDGE_SHARE = 0.05  # of a column's lines: an edge at which fewer begin or end is an accident


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line between wide gaps."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column; `left` and `right` are the column's edges; all measures are in points.

    `cells` are the stretches between unusually wide gaps; `slot` is the column index, -1 across all.
    """

    page: int
    slot: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    text: str
    cells: tuple[Cell, ...]
    left: float = 0
    right: float = 0

    @property
    def indent(self) -> float:
        """The distance from the column's left edge, in font sizes."""
        return (self.x0 - self.left) / self.size

    @property
    def lack(self) -> float:
        """The distance to the column's right edge, in font sizes."""
        return (self.right - self.x1) / self.size


def lines_of_page(pages: Sequence[Page]) -> list[Line]:
    """All lines in reading order, each with the edges of its column."""
    kinds: dict[int, list[Line]] = {}
    places = gutters(pages)
    for number, (page, starts) in enumerate(zip(pages, places, strict=True)):
        kinds.setdefault(len(starts), []).extend(_in_order(_lines(page, number, starts)))
    return sorted((line for found in kinds.values() for line in _framed(found)), key=lambda line: line.page)


def _lines(page: Page, number: int, starts: Sequence[float]) -> list[Line]:
    slots: dict[int, list[Fragment]] = {}
    across = {round(f.y) for f in join_columns(page.fragments) if slot_of(f, starts) < 0} if starts else set()
    for fragment in page.fragments:
        slot = -1 if round(fragment.y) in across else slot_of(fragment, starts)
        slots.setdefault(slot, []).append(fragment)
    lines = [_line(group, number, slot) for slot, found in slots.items() for group in _grouped(found)]
    return _across_to_their_end(lines) if across else lines


def _across_to_their_end(lines: Iterable[Line]) -> list[Line]:
    """Treats the short last line of a title or abstract across all columns as part of it."""
    made: list[Line] = []
    ordered = sorted(lines, key=lambda line: -line.y)
    for line, following in zip(ordered, [*ordered[1:], None], strict=True):
        above = made[-1] if made else None
        goes_on = (
            above is not None
            and above.slot < 0 == line.slot
            and (abs(above.size - line.size) < 0.1 and above.bold == line.bold)
            and above.y - line.y < 1.6 * line.size
        )
        alone = following is None or line.y - following.y > 0.7 * line.size
        made.append(replace(line, slot=-1) if goes_on and alone else line)
    return made


def _grouped(fragments: Iterable[Fragment]) -> Iterator[list[Fragment]]:
    """Groups fragments into lines, from the top; a raised mark belongs to the line whose baseline is below it."""
    group: list[Fragment] = []
    base: Fragment | None = None
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x0)):
        if base and base.y - fragment.y > _SAME_LINE * max(base.size, fragment.size):
            yield group
            group, base = [], None
        group.append(fragment)
        base = fragment if base is None or fragment.size > base.size else base
    if group:
        yield group


def _line(group: Sequence[Fragment], page: int, slot: int) -> Line:
    parts = sorted(group, key=lambda f: f.x0)
    size = _commonest((f.size, len(f.text)) for f in parts)
    base = _commonest((f.y, len(f.text)) for f in parts if f.size > _RAISED_SIZE * size)
    letters = sum(len(f.text) for f in parts)
    cells = tuple(Cell(c.x0, c.x1, _clean(c.text)) for c in _cells(parts, size, base))
    return Line(
        page=page,
        slot=slot,
        x0=parts[0].x0,
        x1=max(f.x1 for f in parts),
        y=base,
        size=size,
        bold=sum(len(f.text) for f in parts if f.style.bold) >= _MOSTLY * letters,
        italic=sum(len(f.text) for f in parts if f.style.italic) >= _MOSTLY * letters,
        text=" ".join(cell.text for cell in cells if cell.text),
        cells=tuple(cell for cell in cells if cell.text),
    )


def _cells(parts: Sequence[Fragment], size: float, base: float) -> list[Cell]:
    made = [Cell(parts[0].x0, parts[0].x1, _shown(parts[0], size, base))]
    single = sum(p.pieces for p in parts if len(p.text) == p.pieces) > _MOSTLY * sum(p.pieces for p in parts)
    blank = _SPACE_OF_SINGLES if single else SPACE
    for before, part in pairwise(parts):
        last = made[-1]
        gap = (part.x0 - last.x1) / size
        if part.text == before.text and abs(part.x0 - before.x0) < SPACE * size and abs(part.y - before.y) < 1:
            continue  # letters drawn twice to look bold
        words = _shown(part, size, base)
        if gap > CELL:
            made.append(Cell(part.x0, part.x1, words))
        else:
            made[-1] = Cell(last.x0, max(last.x1, part.x1), last.text + (" " if gap > blank else "") + words)
    return made


def _shown(part: Fragment, size: float, base: float) -> str:
    """The text of a fragment; raised digits become superscripts, since they mark notes."""
    raised = part.size < _RAISED_SIZE * size and part.y - base > _RAISED_BY * size
    if raised and _RAISED_MARK.fullmatch(part.text) and any(map(str.isdigit, part.text)):
        return part.text.replace(" ", "").translate(RAISED)
    return part.text


def _clean(text: str) -> str:
    text = _ACCENT.sub(_composed, text.translate(_LETTERS))
    return _BLANKS.sub(" ", text).strip()


def _composed(match: re.Match[str]) -> str:
    """Combines an accent drawn beside its letter, as old TeX fonts do, into one character if it exists."""
    letter, mark = (match[2], match[1]) if match[1] else (match[3], match[4])
    made = unicodedata.normalize("NFC", letter.replace("ı", "i") + mark.translate(_COMBINING))
    return made if len(made) == 1 else match[0]


def _commonest(weighed: Iterable[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighed:
        counts[round(value, 1)] += weight
    return max(counts.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _in_order(lines: Sequence[Line]) -> Iterator[Line]:
    """Reading order: full-width lines split the page into bands, each read column by column."""
    across = sorted((line for line in lines if line.slot < 0), key=lambda line: -line.y)
    rest = sorted((line for line in lines if line.slot >= 0), key=lambda line: (line.slot, -line.y))
    for line in across:
        yield from (other for other in rest if other.y > line.y)
        rest = [other for other in rest if other.y <= line.y]
        yield line
    yield from rest


def _framed(lines: Sequence[Line]) -> list[Line]:
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    places: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        places.setdefault((line.slot, line.page % 2), []).append(line)
    for place, found in places.items():
        edges[place] = (_left_edge([line.x0 for line in found]), _right_edge([line.x1 for line in found]))
    for (slot, side), (left, right) in edges.items():
        other = edges.get((slot, 1 - side))
        if other and abs(other[0] - left) < 2:  # the same margins on both sides: the wider frame holds for both
            edges[slot, side] = (min(left, other[0]), max(right, other[1]))
    return [
        replace(line, left=edges[line.slot, line.page % 2][0], right=edges[line.slot, line.page % 2][1])
        for line in lines
    ]


def _left_edge(values: Sequence[float]) -> float:
    """The outermost position where more than a few lines begin."""
    counts = Counter(round(value) for value in values)
    for place in sorted(counts):
        if sum(counts[place + step] for step in (-1, 0, 1)) > max(1, _MOST_EDGE_SHARE * len(values)):
            return min(value for value in values if abs(value - place) <= 1.5)
    return min(values)


def _right_edge(values: Sequence[float]) -> float:
    """The position where many lines end; in ragged text, where the longest do, except outliers."""
    counts = Counter(round(value) for value in values)
    even = [n for n in counts if sum(counts[n + step] for step in (-1, 0, 1)) > _EVEN_SHARE * len(values)]
    if len(values) > _FEW and even:
        return max(value for value in values if abs(value - max(even)) <= 1.5)
    return sorted(values)[int(_STAND_OUT * (len(values) - 1))]
