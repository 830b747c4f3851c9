"""Cuts a long text into parts, so that the HTML of each stays small; a part has an address by where it begins."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from markupsafe import escape

from bot.views.library import reading
from bot.views.shared.quotations import cited_within
from briefings.model.analysis import Draft, Reference

MOST_BYTES = 60_000  # of a page's HTML
PART_BYTES = 44_000  # that the HTML of a part's text and notes may have by estimate
# Bytes of HTML around a line, a sentence, a citation with its note, a reference in it, its link, and a table's cell.
_LINE, _SENTENCE, _CITATION, _REFERENCE, _LINK, _CELL = 50, 32, 60, 70, 70, 10
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a text as spans, and about how many bytes the HTML of the whole takes."""

    spans: tuple[Span, ...]
    size: int

    def at(self, offset: int) -> Span:
        """The part that contains an offset; the last one for an offset behind the text."""
        return self.spans[max(0, bisect_right(self.spans, offset, key=lambda part: part[0]) - 1)]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where a text can be cut: before sections, else before paragraphs, else before sentences and rows of tables."""

    sections: tuple[int, ...]
    paragraphs: tuple[int, ...]
    sentences: tuple[int, ...]


def parts_of(draft: Draft, most: int = PART_BYTES) -> Parts:
    """The parts of a text; one for a short text. A part ends with a section if that fills at least half of it."""
    edges, end = _edges(draft), max(len(draft.text), 1)
    stops = sorted({0, *edges.sections, *edges.paragraphs, *edges.sentences})
    before = [0, *accumulate(_weights(draft, [*stops, end]))]  # what stands before each stop, and before the end
    cuts, at = [0], 0
    while before[-1] - before[at] > most:
        full = bisect_right(before, before[at] + most) - 1
        half = bisect_right(before, before[at] + most // 2) - 1
        choices = (_last(of, stops[half], stops[full]) for of in (edges.sections, edges.paragraphs, edges.sentences))
        cut = next((choice for choice in choices if choice > stops[at]), stops[min(max(full, at + 1), len(stops) - 1)])
        at = bisect_left(stops, cut)
        if cut == cuts[-1]:  # the last sentence alone is too long
            break
        cuts.append(cut)
    return Parts(tuple(pairwise([*cuts, end])), before[-1])


def _last(edges: tuple[int, ...], after: int, until: int) -> int:
    """The last edge from `after` up to `until`; -1 if there is none."""
    at = bisect_right(edges, until) - 1
    return edges[at] if at >= 0 and edges[at] >= after else -1


def _edges(draft: Draft) -> _Edges:
    text = draft.text
    fences = [found.span() for found in _FENCE.finditer(text)]
    tables = [(each.start, each.rows[-1].end) for each in draft.tables if each.rows]
    blank = (found.end() for found in reading.BLANK_LINES.finditer(text))
    paragraphs = {*(reading.line_start(text, start) for start, _end in draft.paragraphs), *blank}
    rows = [row.start for table in draft.tables for row in table.rows[1:]]
    sentences, whole = [sentence.start for sentence in draft.sentences], sorted([*fences, *tables])
    return _Edges(
        tuple(_outside([section.start for section in draft.sections], whole)),
        tuple(_outside(sorted({*paragraphs, *(start for start, _end in tables)}), whole)),
        tuple(sorted({*_outside(sentences, whole), *_outside(rows, fences)})),
    )


def _outside(edges: list[int], spans: list[Span]) -> Iterator[int]:
    """The edges that cut no span in two."""
    for edge in edges:
        at = bisect_left(spans, (edge, 0)) - 1
        if at < 0 or edge >= spans[at][1]:
            yield edge


def _weights(draft: Draft, stops: list[int]) -> Iterator[int]:
    """About how many bytes of HTML the text between two stops takes with its notes; sources are listed elsewhere."""
    listed = sorted((each.start, each.end) for each in draft.references if not each.inline)
    for start, end in pairwise(stops):
        at = bisect_right(listed, (start, end)) - 1
        yield 0 if at >= 0 and start < listed[at][1] else _weight(draft, start, end)


def _weight(draft: Draft, start: int, end: int) -> int:
    words = draft.text[start:end]
    tags = _SENTENCE + _LINE * words.count("\n") + _CELL * (words.count("\t") + words.count("|"))
    cited = cited_within(draft, start, end)
    notes = sum(_CITATION + sum(_entry(draft.references[index]) for index in each.references) for each in cited)
    return len(escape(words).encode()) + tags + notes


def _entry(reference: Reference) -> int:
    return _REFERENCE + len(reference.entry.encode()) + (_LINK + len(reference.url.encode()) if reference.url else 0)
