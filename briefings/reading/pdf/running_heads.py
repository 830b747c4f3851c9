"""Removes running heads, footers and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from briefings.reading.pdf.columns import join_columns
from briefings.reading.pdf.fragments import Fragment
from briefings.reading.pdf.pages import Page

_DEEPEST = 3  # lines from the edge of a page that may be furniture
_SAME_PLACE = 4.0  # points
_APART = 1.3  # of the usual distance of lines: a page number stands at least as far from the text
_FAR = 1.6  # the same for a running head whose words change
_SHORTEST = 8  # letters of a title that tell it
_MARGIN = 0.06  # of the page's height: hardly a text stands so near to the edge
_LARGE = 1.2  # of the usual size of letters: what stands so large names a page, unless many pages have it
_LARGE_PAGES = 0.3  # share of pages on which a large running head stands
_MOST_REMOVED = 0.75  # share of a file's letters: where more repeats, it is a form or a list, and all stays
_MOST_PAGES = 0.6  # share of pages on which a changing head stands
_WORDS = r"(?:page|p\.|стр\.?|с\.|страница|seite|página|第)"
_PAGE_NUMBER = re.compile(
    rf"{_WORDS}?\s*[-–—\[(|]?\s*(?:\d{{1,4}}|[ivxl]{{1,6}})\s*[-–—\])|]?\s*(?:(?:/|of|из|von|de)\s*\d{{1,4}}|页)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
_Groups = list[list[Fragment]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line at the edge of a page, and the distance to the next one."""

    page: int
    y: float
    text: str
    gap: float
    size: float
    in_margin: bool

    @property
    def pattern(self) -> str:
        """The words without what changes from page to page."""
        return _NUMBER.sub("#", self.text.casefold())

    def repeats(self, other: "_Row", *, large: bool) -> bool:
        """Whether another page has the line too; the number of a large one, as in "Ports (1/3)", makes it another."""
        if other.page == self.page:
            return False
        return other.text == self.text if large else other.pattern == self.pattern

    @property
    def outer_numbers(self) -> set[int]:
        """The numbers at either end, as in a running head."""
        words = self.text.split()
        return {int(word) for word in (words[0], words[-1]) if _NUMBER.fullmatch(word)} if words else set()


@dataclass(frozen=True, slots=True)
class _Usual:
    """The usual distance of lines, the size above which letters are large, and the number of pages."""

    gap: float
    large: float
    pages: int


def without_running_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages without headers, footers and page numbers; all as they are if these are most of the text."""
    cuts = [(page.height + 1, -1.0) for page in pages]
    groups = [_row_groups(page) for page in pages]
    usual = median([row.gap for page, found in zip(pages, groups, strict=True) for row in _rows(page, found)] or [0])
    sides = {top: _edges(pages, groups, top=top) for top in (True, False)}
    look = _Usual(usual, _LARGE * _usual_size(pages), len(pages))
    title = _largest(pages[0])
    first = _first_number([row for edges in sides.values() for edge in edges for row in edge[:1]])
    for top, edges in sides.items():
        for depth in range(_DEEPEST):
            rows = [edge[depth] for edge in edges if len(edge) > depth]
            number = None if depth else first  # further in a number is a section's
            gone = {row.page for row in rows if _is_furniture(row, rows, look, number, top=top)}
            gone |= {row.page for row in rows if top and not depth and _names_title(row, title, usual)}
            for row in rows:
                if row.page in gone:
                    above, below = cuts[row.page]
                    cuts[row.page] = (min(above, row.y), below) if top else (above, max(below, row.y))
            edges[:] = [edge if at in gone else edge[:depth] for at, edge in enumerate(edges)]
    kept = [_cut(page, *limits) for page, limits in zip(pages, cuts, strict=True)]
    return kept if _size(kept) >= (1 - _MOST_REMOVED) * _size(pages) else [*pages]


def edge_lines(pages: Sequence[Page]) -> tuple[str, ...]:
    """The first and last lines of all pages, which may be headers and footers."""
    groups = [_row_groups(page) for page in pages]
    sides = [_edges(pages, groups, top=top) for top in (True, False)]
    return tuple(dict.fromkeys(row.text for both in zip(*sides, strict=True) for edge in both for row in edge))


def _size(pages: Sequence[Page]) -> int:
    return sum(len(fragment.text) for page in pages for fragment in page.fragments)


def _largest(page: Page) -> tuple[float, str]:
    """The size of the largest letters on the page, and their text."""
    size = max((f.size for f in page.fragments), default=0)
    return size, " ".join(" ".join(f.text for f in page.fragments if f.size > 0.97 * size).casefold().split())


def _names_title(row: _Row, title: tuple[float, str], usual: float) -> bool:
    """Whether a line far above the text repeats the title or its beginning in smaller letters."""
    words = row.text.casefold().strip("0123456789 |·–—-").rstrip("….")
    return len(words) >= _SHORTEST and words in title[1] and row.size < 0.9 * title[0] and row.gap > _FAR * usual


def _cut(page: Page, above: float, below: float) -> Page:
    kept = (f for f in page.fragments if below + 1.5 < f.y < above - 1.5)
    return replace(page, fragments=tuple(kept))


def _usual_size(pages: Sequence[Page]) -> float:
    """The size of most letters."""
    sizes = Counter[float]()
    for page in pages:
        for fragment in page.fragments:
            sizes[round(fragment.size, 1)] += len(fragment.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _is_furniture(row: _Row, rows: Sequence[_Row], page: _Usual, first: int | None, *, top: bool) -> bool:
    if _PAGE_NUMBER.fullmatch(row.text) and (row.in_margin or row.gap > _APART * page.gap):
        return True
    large = row.size > page.large
    placed = [other for other in rows if abs(other.y - row.y) <= _SAME_PLACE]
    repeated = sum(row.repeats(other, large=large) for other in placed)
    if repeated and (not large or repeated + 1 >= _LARGE_PAGES * page.pages):
        return True
    if large or row.gap <= _FAR * page.gap:
        return False
    if first is not None and row.page + first in row.outer_numbers:
        return True
    apart = sum(other.gap > _FAR * page.gap for other in placed)
    return top and len(placed) >= max(3, _MOST_PAGES * (page.pages - 1)) and apart > _MOST_PAGES * len(placed)


def _first_number(rows: Sequence[_Row]) -> int | None:
    """The first page's number, if at least two pages agree on it."""
    told = Counter(offset for row in rows for offset in {number - row.page for number in row.outer_numbers})
    offset, pages = told.most_common(1)[0] if told else (0, 0)
    return offset if pages > 1 else None


def _edges(pages: Sequence[Page], groups: Sequence[_Groups], *, top: bool) -> list[list[_Row]]:
    """The outermost lines of each page, at its top or from its bottom."""
    rows = [_rows(page, found, number, top=top) for number, (page, found) in enumerate(zip(pages, groups, strict=True))]
    return [each[:_DEEPEST] if top else each[::-1][:_DEEPEST] for each in rows]


def _row_groups(page: Page) -> _Groups:
    """The fragments of each line across the page, from the top."""
    groups: _Groups = []
    for fragment in join_columns(page.fragments):
        if groups and groups[-1][0].y - fragment.y < 0.5 * fragment.size:
            groups[-1].append(fragment)
        else:
            groups.append([fragment])
    return groups


def _rows(page: Page, groups: _Groups, number: int = 0, *, top: bool = True) -> list[_Row]:
    """The lines, each with the distance to the next line inwards."""
    return [_row(page, groups, at, number, top=top) for at in range(len(groups))]


def _row(page: Page, groups: _Groups, at: int, number: int, *, top: bool) -> _Row:
    group, other = groups[at], at + 1 if top else at - 1
    gap = abs(group[0].y - groups[other][0].y) if 0 <= other < len(groups) else page.height
    text = " ".join(" ".join(f.text for f in sorted(group, key=lambda f: f.x0)).split())
    in_margin = not _MARGIN * page.height < group[0].y < (1 - _MARGIN) * page.height
    return _Row(number, group[0].y, text, gap, max(f.size for f in group), in_margin)
