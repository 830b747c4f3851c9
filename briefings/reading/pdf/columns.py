"""Finds where the second column begins, and the edges of each column."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from briefings.reading.pdf.fragments import Fragment
from briefings.reading.pdf.pages import Page

_FEWEST_STARTS = 6  # fragments that begin at one place before a column is believed
_NARROWEST = 0.22  # of the text's width: what is narrower is a cell of a table, not a column's line
_MIDDLE = (0.2, 0.8)  # of the text's width: where a further column may begin
_NEAR = 2.0  # points
_ADDRESS = 20  # letters without a blank
_CANDIDATES = 12  # places at which most fragments begin
_DEEPEST = 0.08  # of the text's width: how far lines of a column are set in at most
_WORD_GAP = 0.8  # of the size: a wider gap may be a gutter
_MOST_CROSSING = 0.5  # share of fragments that may run across a gutter which other pages have


def gutters(pages: Sequence[Page]) -> list[tuple[float, ...]]:
    """For each page, where its second and later columns begin; unclear pages follow others on the same side."""
    own = [_starts(page) for page in pages]
    told = [starts for page, starts in zip(pages, own, strict=True) if page.fragments]
    many = sum(bool(starts) for starts in told) * 2 > len(told)
    return [starts or (_lent(pages, own, at) if many else ()) for at, starts in enumerate(own)]


def _lent(pages: Sequence[Page], own: Sequence[tuple[float, ...]], at: int) -> tuple[float, ...]:
    nearest = sorted((n for n, starts in enumerate(own) if starts), key=lambda n: ((n - at) % 2, abs(n - at)))
    starts = own[nearest[0]]
    fragments = pages[at].fragments
    crossing = sum(any(_crosses(f, start) for start in starts) for f in fragments)
    return starts if crossing <= _MOST_CROSSING * len(fragments) else ()


def _crosses(fragment: Fragment, start: float) -> bool:
    """Whether a fragment continues into the next column, not merely a URL too long for its own."""
    if fragment.x0 >= start - _NEAR or fragment.x1 <= start - _NEAR:
        return False
    last = fragment.text.rsplit(" ", 1)[-1]
    width = (fragment.x1 - fragment.x0) * len(last) / len(fragment.text)
    return len(last) < _ADDRESS or fragment.x1 - width >= start


def _starts(page: Page) -> tuple[float, ...]:
    fragments = join_columns(page.fragments)
    if not fragments:
        return ()
    left, right = min(f.x0 for f in fragments), max(f.x1 for f in fragments)
    width = right - left
    counts = Counter(round(f.x0) for f in fragments if left + _MIDDLE[0] * width < f.x0 < left + _MIDDLE[1] * width)
    found: list[float] = []
    for place, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_CANDIDATES]:
        if count < 2 or any(abs(place - other) < 0.2 * width for other in found):
            continue
        start = _edge_of(fragments, place, width)
        if start is not None and _begins_column(fragments, start, width):
            found.append(start)
    return tuple(sorted(found))


def _beside(fragments: Sequence[Fragment], place: float, width: float) -> list[Fragment]:
    return [f for f in fragments if f.x1 < place and f.x1 - f.x0 > _NARROWEST * width]


def _edge_of(fragments: Sequence[Fragment], place: float, width: float) -> float | None:
    """The left edge of a column in which many lines begin at a place; some may be outdented."""
    beside = sorted(f.x1 for f in _beside(fragments, place, width))
    if not beside:
        return None
    end = beside[int(0.9 * (len(beside) - 1))]
    edges = [f.x0 for f in fragments if max(end + 1, place - _DEEPEST * width) <= f.x0 <= place + 1]
    return min(edges, default=None)  # none where a line to the left ends at the very place


def _begins_column(fragments: Sequence[Fragment], start: float, width: float) -> bool:
    """Whether enough lines of prose begin here, with others ending before, and few crossing."""
    here = [f for f in fragments if start - _NEAR <= f.x0 <= start + _DEEPEST * width]
    crossing = sum(_crosses(f, start) for f in fragments)
    return (
        len(here) >= max(_FEWEST_STARTS, 0.8 * crossing)
        and len(_beside(fragments, start, width)) >= _FEWEST_STARTS
        and median(f.x1 - f.x0 for f in here) > _NARROWEST * width
    )


def join_columns(fragments: Iterable[Fragment]) -> list[Fragment]:
    """Joins fragments on a baseline separated by word gaps, since some programs draw each word separately."""
    made: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (-round(f.y, 1), f.x0)):
        last = made[-1] if made else None
        if (
            last
            and abs(last.y - fragment.y) < 0.2
            and -_WORD_GAP <= (fragment.x0 - last.x1) / min(last.size, fragment.size) <= _WORD_GAP
        ):
            reach = max(last.x1, fragment.x1)
            made[-1] = Fragment(last.x0, reach, last.y, last.size, last.style, last.text + fragment.text)
        else:
            made.append(fragment)
    return made


def slot_of(fragment: Fragment, starts: Sequence[float]) -> int:
    """The column index of a fragment, from 0; -1 if it spans several."""
    if any(_crosses(fragment, start) for start in starts):
        return -1
    return sum(fragment.x0 >= start - _NEAR for start in starts)
