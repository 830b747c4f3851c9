"""Removes the numbers of lines in a page's left margin, as on pleading paper and in drafts of laws."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefings.reading.pdf.fragments import Fragment
from briefings.reading.pdf.pages import Page

_FEWEST = 10  # numbers in the margin of one page; a numbered list has fewer, or its numbers stand further apart
_MOST_STEP = 10  # by which a number may be higher than the one above it: 5, 10, 15
_WIDEST = 2  # of the size of letters: how far numbers of more figures begin to the left of others
_EVEN = 3.0  # points by which the distances differ


def without_line_numbers(pages: Sequence[Page]) -> list[Page]:
    """The pages without the numbers of their lines."""
    return [_without(page) for page in pages]


def _without(page: Page) -> Page:
    gone = {id(each) for each in _numbers(page)}
    return replace(page, fragments=tuple(f for f in page.fragments if id(f) not in gone)) if gone else page


def _numbers(page: Page) -> list[Fragment]:
    """The numbers left of all text that count up evenly from top to bottom; [] if they are no line numbers."""
    figures = [f for f in page.fragments if f.text.strip().isdecimal() and len(f.text.strip()) <= 3]
    if len(figures) < _FEWEST:
        return []
    edge = min(f.x0 for f in figures)
    column = sorted((f for f in figures if f.x0 - edge <= _WIDEST * f.size), key=lambda f: -f.y)
    others = {id(f) for f in column}
    if len(column) < _FEWEST or not _count_up(column):
        return []
    beside = (f.x0 for f in page.fragments if id(f) not in others and column[-1].y <= f.y <= column[0].y)
    return column if max(f.x1 for f in column) <= min(beside, default=page.width) else []


def _count_up(column: Sequence[Fragment]) -> bool:
    """Whether numbers rise by one step at even distances."""
    values = [int(f.text) for f in column]
    steps = {b - a for a, b in pairwise(values)}
    gaps = [a.y - b.y for a, b in pairwise(column)]
    return len(steps) == 1 and 0 < min(steps) <= _MOST_STEP and max(gaps) - min(gaps) <= _EVEN
