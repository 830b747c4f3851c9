"""Sentences with the neighbours that they need to be understood."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from briefings.model.analysis import Draft
from briefings.summarising.anaphora import LANGUAGES
from briefings.summarising.composing import Paragraph, runs
from briefings.summarising.passages import Place, SourceSentence

_ITEM = re.compile(r"\s*(?:[-*+•‣·–—]|\(?(?:\d{1,3}|[a-zA-Zа-яА-Я])[.)、]|[（(]?[一二三四五六七八九十]+[、）)])\s*$")

Run = tuple[int, int] | None


def in_context(draft: Draft, spans: Sequence[tuple[int, int]], source: str = "") -> list[SourceSentence]:
    """The words of spans of whole sentences with their position; `source` distinguishes texts."""
    starts = [each.start for each in draft.sentences]
    wanted = [(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end) - 1) for start, end in spans]
    known = _runs(draft, {draft.sentences[first].section for first, _ in wanted} if starts else set())
    return [
        SourceSentence(draft.text[start:end], _place(draft, known, source, first, max(first, last)))
        for (start, end), (first, last) in zip(spans, wanted, strict=True)
    ]


def missing_context(draft: Draft, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences outside some spans that one of them must not be shown without."""
    places = [each.place for each in in_context(draft, spans) if each.place is not None]
    there = {number for place in places for number in range(place.first, place.last + 1)}
    needed = {number for place in places if place.run for number in range(place.run[0], place.run[1] + 1)}
    return [(draft.sentences[number].start, draft.sentences[number].end) for number in sorted(needed - there)]


def _place(draft: Draft, known: Sequence[Run], source: str, first: int, last: int) -> Place | None:
    if not draft.sentences:
        return None
    section = draft.sentences[first].section
    inside = [run for run in known[first : last + 1] if run is not None]
    run = (min(low for low, _ in inside), max(high for _, high in inside)) if inside else None
    whole = len(inside) == last + 1 - first
    return Place(source, -1 if section is None else section, first, last, run if whole else None)


def _runs(draft: Draft, wanted: set[int | None]) -> list[Run]:
    """The run of each sentence; None in sections that aren't wanted, and in a language not known."""
    found: list[Run] = []
    paragraphs, quotations = _Spans.of(draft.paragraphs), _Spans.of([(q.start, q.end) for q in draft.quotations])
    for section, sentences in groupby(draft.sentences, key=lambda each: each.section):
        lines = [(each.start, each.end) for each in sentences]
        offset = len(found)
        if section not in wanted or draft.language not in LANGUAGES:
            found += [None] * len(lines)
            continue
        made = runs(tuple(_paragraphs(draft, lines, paragraphs, quotations)))
        found += [None if run is None else (run[0] + offset, run[1] + offset) for run in made]
    return found


def _paragraphs(
    draft: Draft, lines: Sequence[tuple[int, int]], paragraphs: "_Spans", quotations: "_Spans"
) -> Iterator[Paragraph]:
    for start, found in groupby(lines, key=lambda line: paragraphs.around(line[0], line[0] + 1)):
        inside = list(found)
        begin = inside[0][0] if start is None else start
        marker = draft.text[draft.text.rfind("\n", 0, begin) + 1 : begin]
        quoted = tuple(quotations.around(*line) is not None for line in inside)
        texts = tuple(draft.text[first:end] for first, end in inside)
        yield Paragraph(texts, _ITEM.match(marker) is not None, quoted)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans by start, each with the farthest end so far."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, spans: Sequence[tuple[int, int]]) -> "_Spans":
        ordered = sorted(spans)
        return cls([start for start, _ in ordered], list(accumulate((end for _, end in ordered), max)))

    def around(self, start: int, end: int) -> int | None:
        """The start of the last span before `start` if one of them reaches to `end`."""
        last = bisect_right(self.starts, start) - 1
        return self.starts[last] if last >= 0 and self.ends[last] >= end else None
