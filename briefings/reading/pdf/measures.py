"""Typical measures of a text: letter size, line spacing, paragraph indent."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from briefings.reading.pdf.lines import Line

LOOSE = 1.25  # of the usual distance of lines: a wider one parts paragraphs
INDENTED = 0.6  # of the size of letters: a line that starts so much deeper is indented
_DEEPEST_INDENT = 4.0
_USUAL_LEADING, _WIDE_LEADING = 1.2, 1.5  # of the size
_EARLY = 6  # of the size: what most next words would have room in
_COMMON = 0.2  # of the commonest
_FEW_INDENTS = 0.4
_FULL = 0.3  # of the size: a line that lacks less reaches the edge
_MOSTLY_FULL = 0.6
_FEWEST_GAPS = 2  # between lines that tell of double spacing
_STOP = re.compile(r"[.!?…:;。！？：；]\W*$")
_WORD = re.compile(r"\W{0,2}[^\W_]")
_NEIGHBOURS = 3  # lines on each side that tell how far lines stand apart at a place


@dataclass(frozen=True, slots=True)
class Measures:
    """The text's usual measures; `size` and `leading` in points; `begins` says what marks a new paragraph.

    In `justified` text, a line ends before the edge only at the end of a paragraph.
    """

    size: float
    leading: float
    bold: bool
    justified: bool
    begins: Literal["indent", "gap", "neither"]

    def ends_early(self, line: Line, right: float, following: Line) -> bool:
        """Whether the next line's first word would have fitted before an edge (in points from the page's left)."""
        room = (right - line.x1) / line.size
        word = len(following.text.split(" ", 1)[0])
        return room > (1 if self.justified else 0.55 * word + 1)

    def expected(self, line: Line) -> float:
        """The usual distance to the next line for this font size."""
        return self.leading * line.size / self.size


def measure(lines: Sequence[Line]) -> Measures:
    """The usual measures, weighted by letters; the text isn't empty."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 0.06 * size]
    gaps = [round(a.y - b.y, 1) for a, b in pairwise(body) if same_column(a, b) and a.y > b.y]
    leading = _leading(gaps, size)
    if leading > _WIDE_LEADING * size and _parts_paragraphs(body, leading):
        leading = _USUAL_LEADING * size
    bold = sum(len(line.text) for line in body if line.bold) * 2 > sum(len(line.text) for line in body)
    justified = sum(line.lack < _FULL for line in body) > _MOSTLY_FULL * len(body)
    return Measures(size, leading, bold, justified, _beginning(body, leading))


def _leading(gaps: Sequence[float], size: float) -> float:
    """The smallest common line distance; among short paragraphs, the distance between them may be more common."""
    counts = Counter(round(gap * 2) / 2 for gap in gaps if 0.9 * size < gap < 3 * size)
    most = max(counts.values(), default=0)
    return min((gap for gap, count in counts.items() if count >= _COMMON * most), default=_USUAL_LEADING * size)


def _parts_paragraphs(body: Sequence[Line], leading: float) -> bool:
    """Whether lines at this distance are short separate paragraphs: most end before the edge."""
    here = [a for a, b in pairwise(body) if same_column(a, b) and abs(a.y - b.y - leading) < 0.5]
    return sum(line.lack > _EARLY for line in here) * 2 > len(here)


def _beginning(body: Sequence[Line], leading: float) -> Literal["indent", "gap", "neither"]:
    indents = gaps = 0
    for before, line, after in zip(body, body[1:], body[2:], strict=False):
        if same_column(before, line) and before.y - line.y > LOOSE * leading:
            gaps += before.indent < INDENTED
        elif same_column(before, after) and before.indent < INDENTED < line.indent < _DEEPEST_INDENT:
            indents += after.indent < INDENTED
    if not indents and not gaps:
        return "neither"
    return "indent" if indents >= _FEW_INDENTS * gaps else "gap"  # lists of sources have gaps in any text


def same_column(a: Line, b: Line) -> bool:
    """Whether two lines are in the same column of the same page."""
    return a.page == b.page and a.slot == b.slot


def spacing(lines: Sequence[Line], at: int, measures: Measures) -> float:
    """The line distance around a line: at most the usual one, except where sentences run on over wider ones."""
    line = lines[at]
    near = lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
    pairs = [
        (a, b)
        for a, b in pairwise(near)
        if same_column(a, line) and same_column(b, line) and abs(a.size - line.size) + abs(b.size - line.size) < 0.1
    ]
    gaps = [gap for a, b in pairs if (gap := a.y - b.y) > 0.8 * line.size]
    usual = measures.expected(line)
    if len(gaps) >= _FEWEST_GAPS and min(gaps) > LOOSE * usual and _run_on(pairs):
        return min(gaps)
    return min([*gaps, usual])


def _run_on(pairs: Sequence[tuple[Line, Line]]) -> bool:
    """Whether half of the lines reach the edge without a sentence end, as in text set with double spacing."""
    full = sum(a.lack < _EARLY and not _STOP.search(a.text) and _WORD.match(b.text) is not None for a, b in pairs)
    return full * 2 >= len(pairs)


def is_apart(lines: Sequence[Line], at: int, measures: Measures) -> bool:
    """Whether a line is further below the previous one than within a paragraph, or starts a column."""
    if not at or not same_column(lines[at - 1], lines[at]):
        return True
    return lines[at - 1].y - lines[at].y > LOOSE * spacing(lines, at, measures)
