"""Finds page numbers and running heads in plain text that was printed or cut into pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.reading.layout import lines, trimmed

_WORDS = r"(?:page|p\.|pg\.?|seite|стр\.?|страница|página|第)"
_MARKED = re.compile(
    rf"{_WORDS}\s*(?P<a>\d{{1,4}})(?:\s*(?:/|of|von|de|из)\s*\d{{1,4}}|\s*页)?|[-–—]\s?(?P<b>\d{{1,4}})\s?[-–—]|"
    rf".{{0,100}}\[{_WORDS}\s?(?P<c>\d{{1,4}}|[ivxl]{{1,6}})\]",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_NUMBER = re.compile(r"\d+|\b[ivxl]{1,6}\b")
_LONGEST = 110  # characters of a running head
_FEWEST_MARKED, _FEWEST_BARE, _FEWEST_HEADS = 2, 3, 2
_EDGE = 2  # lines at either edge of a page that can be furniture


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with words; `alone` if there is none right above and below it, `page` counts form feeds."""

    start: int
    words: str
    page: int
    alone: bool

    @property
    def pattern(self) -> str:
        """The words without what changes from page to page."""
        return " ".join(_NUMBER.sub("#", self.words.casefold()).split())


def furniture(text: str, own: str = "") -> frozenset[int]:
    """The starts of the lines that belong to pages and not to the text; `own` is the text with its form feeds."""
    rows = [*_rows(text, own or text)]
    numbers = _page_numbers(rows)
    if rows and rows[-1].page:
        return frozenset(rows[at].start for at in {*numbers, *_edges(rows, numbers)})
    return frozenset(rows[at].start for at in {*numbers, *_beside(rows, numbers)})


def _rows(text: str, own: str) -> Iterator[_Row]:
    spans = [*lines(text)]
    filled = [start < end for start, end in (trimmed(text, *span) for span in spans)]
    page = at = 0
    for number, (start, end) in enumerate(spans):
        page += own.count("\f", at, end)
        at = end
        if filled[number]:
            above = number > 0 and filled[number - 1]
            below = number + 1 < len(spans) and filled[number + 1]
            yield _Row(start, text[start:end].strip(), page, not (above or below))


def _page_numbers(rows: Sequence[_Row]) -> set[int]:
    marked = [at for at, row in enumerate(rows) if len(row.words) <= _LONGEST and _MARKED.fullmatch(row.words)]
    found = {*marked} if len(marked) >= _FEWEST_MARKED else set[int]()
    pages = rows[-1].page if rows else 0
    bare = [
        at for at, row in enumerate(rows) if _BARE.fullmatch(row.words) and (row.alone or _at_edge(rows, at, pages))
    ]
    return found | (_ascending(rows, bare) if len(bare) >= _FEWEST_BARE else set())


def _at_edge(rows: Sequence[_Row], at: int, pages: int) -> bool:
    """Whether a line is the first or last of its page."""
    if not pages:
        return False
    first = at == 0 or rows[at - 1].page != rows[at].page
    return first or at + 1 == len(rows) or rows[at + 1].page != rows[at].page


def _ascending(rows: Sequence[_Row], bare: Sequence[int]) -> set[int]:
    """The lines whose number is one higher than that of another; empty if they are few."""
    known = {int(rows[at].words): at for at in bare if rows[at].words.isdecimal()}
    found = {at for number, at in known.items() if number - 1 in known or number + 1 in known}
    return found if len(found) >= _FEWEST_BARE else set()


def _edges(rows: Sequence[_Row], numbers: set[int]) -> set[int]:
    """The running heads at the edges of pages between form feeds."""
    firsts = [at for at in range(len(rows)) if at == 0 or rows[at - 1].page != rows[at].page]
    edges = [
        at
        for first, after in zip(firsts, [*firsts[1:], len(rows)], strict=True)
        for at in {*range(first, min(first + _EDGE, after)), *range(max(first, after - _EDGE), after)}
    ]
    kept = [at for at in edges if at not in numbers and len(rows[at].words) <= _LONGEST]
    return _repeated(rows, kept)


def _beside(rows: Sequence[_Row], numbers: set[int]) -> set[int]:
    """The running heads right behind or before a page's number."""
    kept = [
        beside
        for at in sorted(numbers)
        for beside in (at - 1, at + 1)
        if 0 <= beside < len(rows)
        and beside not in numbers
        and rows[beside].alone
        and len(rows[beside].words) <= _LONGEST
    ]
    return _repeated(rows, kept)


def _repeated(rows: Sequence[_Row], kept: Sequence[int]) -> set[int]:
    counts = Counter(rows[at].pattern for at in {*kept})
    return {at for at in kept if counts[rows[at].pattern] >= _FEWEST_HEADS}
