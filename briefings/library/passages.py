"""A stored text as a summariser gets it: sections with their sentences, and what reading found in each sentence."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.model.analysis import Draft
from briefings.reading import section_names
from briefings.summarising import Marks, Passage
from briefings.text import lazy_re

_AHEAD = ("scheduled", "deadline", "promised")
_HEAD = 3  # sections with sentences among which the author's own summary is looked for
_LABEL = lazy_re(r"[\W_]*([^\W_][^\n:：.。*]{0,40}?)[*_\s]*(?:[:：.。—–-][*_]*\s*|[*_]*\s*\n|[*_]*$)")


@dataclass(frozen=True, slots=True)
class Span:
    """The place of a chosen sentence in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A section's own sentences: its index (None is the preamble) and their spans."""

    section: int | None
    spans: tuple[Span, ...]


def parts_of(draft: Draft) -> list[Part]:
    """The parts of a text that have sentences, without the reference list."""
    spans: dict[int | None, list[Span]] = {}
    for sentence in draft.sentences:
        if draft.reference_section is None or sentence.section != draft.reference_section:
            spans.setdefault(sentence.section, []).append(Span(sentence.start, sentence.end))
    return [Part(section, tuple(found)) for section, found in spans.items()]


def within(draft: Draft, parts: Sequence[Part], section: int) -> list[int]:
    """The indexes of the parts that belong to a section or its subsections."""
    level, after = draft.sections[section].level, range(section + 1, len(draft.sections))
    end = next((index for index in after if draft.sections[index].level <= level), len(draft.sections))
    return [at for at, part in enumerate(parts) if part.section is not None and section <= part.section < end]


def passages_of(draft: Draft, parts: Sequence[Part] | None = None) -> list[Passage]:
    """A text's sections as a summariser gets them, without the reference list."""
    parts = parts_of(draft) if parts is None else parts
    own = _own_summary(draft, parts)
    found = _Found(draft)
    return [_passage(draft, part, found, own) for part in parts]


def _passage(draft: Draft, part: Part, found: "_Found", own: frozenset[int]) -> Passage:
    start, end = part.spans[0].start, part.spans[-1].end
    section = None if part.section is None else draft.sections[part.section]
    heading = section.heading if section else ""
    return Passage(
        heading,
        draft.text[start:end],
        tuple((span.start - start, span.end - start) for span in part.spans),
        marks=tuple(found.marks(span, start, own=span.start in own) for span in part.spans),
        level=section.level if section else 1,
        opens=section_names.opens(heading),
        closes=section_names.concludes(heading),
    )


class _Found:
    """What reading found in a text, by place."""

    def __init__(self, draft: Draft) -> None:
        self._dates = _Spans((each.start, each.end) for each in draft.dates)
        self._citations = _Spans((each.start, each.end) for each in draft.citations)
        self._quotations = _Spans((each.start, each.end) for each in draft.quotations)
        ahead = [(each.start, each.end) for each in draft.statements if each.kind in _AHEAD]
        self._ahead = {*ahead, *((each.start, each.end) for each in draft.mentions)}
        self._advised = {(each.start, each.end) for each in draft.statements if each.kind == "recommended"}
        mentions = sorted((start, end, actor.name) for actor in draft.actors for start, end in actor.mentions)
        self._actors = _Spans((start, end) for start, end, _ in mentions)
        self._names = [name for _, _, name in mentions]

    def marks(self, span: Span, offset: int, *, own: bool) -> Marks:
        """The marks of a sentence, with places counted from an offset."""
        names = self._actors.inside(span)
        return Marks(
            dates=self._dates.spans(span, offset),
            citations=self._citations.spans(span, offset),
            names=frozenset(self._names[names.start : names.stop]),
            ahead=(span.start, span.end) in self._ahead,
            advised=(span.start, span.end) in self._advised,
            quoted=bool(self._quotations.inside(span)),
            own=own,
        )


class _Spans:
    """Spans in order, found by the place of their beginning."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def inside(self, span: Span) -> range:
        """The numbers of those that begin within a sentence."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def spans(self, span: Span, offset: int) -> tuple[tuple[int, int], ...]:
        """Those that begin within a sentence, with places counted from an offset."""
        return tuple((self._spans[n][0] - offset, self._spans[n][1] - offset) for n in self.inside(span))


def _own_summary(draft: Draft, parts: Sequence[Part]) -> frozenset[int]:
    """Where the sentences of the author's own summary begin, which stands at the head, under its name.

    What takes more than half of the text is no summary of it.
    """
    found: list[int] = []
    for part in parts[:_HEAD]:
        if part.section is not None and section_names.summarises(draft.sections[part.section].heading):
            found += [span.start for span in part.spans]
        else:
            found += _labelled(draft.text, part.spans)
    return frozenset(found if 2 * len(found) <= len(draft.sentences) else ())


def _labelled(text: str, spans: Sequence[Span]) -> Iterator[int]:
    """The sentences of a paragraph that begins with the name of a summary, "Bottom line: ...", or of the list below."""
    inside = alone = False
    for number, span in enumerate(spans):
        gap = text[spans[number - 1].end : span.start] if number else "\n\n"
        if "\n\n" in gap or (inside and not alone and "\n" in gap):
            label = _LABEL.match(text, span.start, span.end)
            named = label is not None and section_names.summarises(label[1])
            goes_on = alone and re.search(r"\n\s*(?:[-*+•◦▪‣●–]|\d{1,2}[.)])\s", gap) is not None
            begins = named or goes_on or (alone and number > 0 and inside)
            alone = named and label is not None and label.end() >= span.end
            inside = begins
        if inside and not alone:
            yield span.start
