"""Summaries of stored analyses: the summariser gets sections and sentences, the reader points with sources."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from briefings.model.analysis import Analysis, Draft, cited_in
from briefings.model.summary import Point, SectionSummary, Summary
from briefings.months import first_day
from briefings.summarising import LENGTHS, SUMMARISERS, Passage, brief, budget
from briefings.summarising.lines import wording
from briefings.summarising.passages import ChosenSentence
from briefings.summarising.topic import concerned_sentences, relevant, topic_sentences
from briefings.text import lazy_re
from briefings.text.terms import word_count

_LEAST = {"short": 1, "medium": 2, "long": 4}  # sentences of a section, where it has so many
_ROOMY = 1.5  # times a section's usual sentence, or the shortest ones would be chosen
_UNDERSTOOD_ALONE = 8  # words; a shorter sentence of a brief is shown under its heading
_LONGEST_TOPIC = 100  # characters
_ANNOUNCES = lazy_re(
    r"(?:(?:the|our) )?(?:(?:key|main|important|following) )?(?:points?|dates?|items?|updates?|topics?|highlights|"
    r"these|below)\b(?: (?:are|is|were|include[ds]?|the|key|main|dates?|as follows|follow|discussed))*|"
    r"(?:below|here|these) are\b.{0,40}",
    re.IGNORECASE,
)
BRIEF = "brief"  # the length of a brief in five lines
_MATERIAL = 3  # times the words of a summary, from which prose of its length is written


@dataclass(frozen=True, slots=True)
class Span:
    """The place of a chosen sentence in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A section's own sentences: its index (None is the preamble) and their spans."""

    section: int | None
    spans: tuple[Span, ...]


def briefing(draft: Draft, length: str, words: int | None = None, section: int | None = None) -> Summary:
    """A summary of "short", "medium" or "long" length, or of at most a number of words, by section.

    With `section`, of that section and its subsections, at a length that suits their size. The length "brief" gives at
    most five sentences, under "decided", "figures", "ahead" and "points" in the place of headings.
    """
    parts = _parts(draft) if section is None else _parts_of(draft, section)
    passages = [_passage(draft, part) for part in parts]
    if length == BRIEF and words is None:
        return _in_brief(draft, parts, passages)
    chosen = _chosen(draft.title, passages, length, words, whole=section is None)
    summaries = []
    for number, part in enumerate(parts):
        points = tuple(_point(draft, part.spans[c.sentence]) for c in chosen if c.section == number)
        if points:
            heading = "" if part.section is None else draft.sections[part.section].heading
            summaries.append(SectionSummary(part.section, heading, points))
    return Summary(tuple(summaries))


def _in_brief(draft: Draft, parts: Sequence[_Part], passages: Sequence[Passage]) -> Summary:
    found = brief(draft.title, passages, _over(draft, parts))

    def point(chosen: ChosenSentence) -> Point:
        told = _point(draft, parts[chosen.section].spans[chosen.sentence])
        lead = found.leads.get(chosen)
        if lead is not None:
            return replace(told, topic=_topic(_text(passages[lead.section], lead)))
        is_short = word_count(told.text) < _UNDERSTOOD_ALONE
        return replace(told, topic=_topic(passages[chosen.section].heading)) if is_short else told

    kinds = {kind: tuple(map(point, chosen)) for kind, chosen in found.told.items()}
    return Summary(
        tuple(SectionSummary(None, kind, points) for kind, points in kinds.items()), further_dates=found.further_dates
    )


def _over(draft: Draft, parts: Sequence[_Part]) -> frozenset[ChosenSentence]:
    """The sentences with dates that had all passed when the text was published; none of an undated text."""
    if draft.published is None:
        return frozenset()
    since, starts = first_day(draft.published), [dated.start for dated in draft.dates]

    def is_over(span: Span) -> bool:
        told = draft.dates[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        return bool(told) and all(dated.when.is_over(since) for dated in told)

    return frozenset(
        ChosenSentence(at, number)
        for at, part in enumerate(parts)
        for number, span in enumerate(part.spans)
        if is_over(span)
    )


def _topic(line: str) -> str:
    """A line as a topic; "" where it only announces a list ("Key points included:") or is as long as a sentence."""
    words = wording(line).rstrip(":： ")
    return "" if _ANNOUNCES.fullmatch(words) or len(words) > _LONGEST_TOPIC else words


def _chosen(
    title: str, passages: list[Passage], length: str, words: int | None, *, whole: bool
) -> list[ChosenSentence]:
    """The chosen sentences; those of a shorter length are all among those of a longer."""
    choose = SUMMARISERS["extractive"]
    if words is not None:
        return choose(title, passages, words, every_section=whole and words >= budget(passages, "medium"))
    medium = _of_length(title, passages, "medium", whole=whole)
    if length == "short":
        return _of_length(title, passages, length, whole=whole, among=medium)
    return medium if length == "medium" else _of_length(title, passages, length, whole=whole, including=medium)


def _of_length(
    title: str,
    passages: list[Passage],
    length: str,
    *,
    whole: bool,
    including: Sequence[ChosenSentence] = (),
    among: Sequence[ChosenSentence] = (),
) -> list[ChosenSentence]:
    choose = partial(SUMMARISERS["extractive"], title, passages, including=including, among=among)
    room = budget(passages, length)
    if whole:
        return choose(room, every_section=LENGTHS[length].every_section)
    size = sum(word_count(passage.text) for passage in passages)
    sentences = sum(len(passage.sentences) for passage in passages)
    least = min(_LEAST[length], sentences)
    usual = size / max(sentences, 1) * _ROOMY
    return choose(min(room, round(max(LENGTHS[length].share * size, least * usual))), least=least)


def summary_input(draft: Draft, length: str, section: int | None = None) -> tuple[int, tuple[Span, ...]]:
    """The word limit for prose of a length, and the sentences to write it from (more than the summary has)."""
    parts = _parts(draft) if section is None else _parts_of(draft, section)
    passages = [_passage(draft, part) for part in parts]
    plain = _chosen(draft.title, passages, length, None, whole=section is None)
    words = sum(word_count(_text(passages[c.section], c)) for c in plain)
    chosen = SUMMARISERS["extractive"](draft.title, passages, _MATERIAL * words, every_section=section is None)
    return words, tuple(parts[c.section].spans[c.sentence] for c in chosen)


def _text(passage: Passage, chosen: ChosenSentence) -> str:
    start, end = passage.sentences[chosen.sentence]
    return passage.text[start:end]


@dataclass(frozen=True, slots=True)
class OnTopic:
    """The sentences chosen for a topic, in text order, and all relevant ones, best first."""

    told: tuple[Span, ...]
    concerned: tuple[Span, ...]


def on_topic(analysis: Analysis, topic: str, words: int) -> OnTopic:
    """What an analysis says on a topic, in at most a number of words."""
    parts = _parts(analysis.draft)
    found = topic_sentences(topic, analysis.title, [_passage(analysis.draft, part) for part in parts], words)
    told, concerned = (
        tuple(parts[c.section].spans[c.sentence] for c in places) for places in (found.chosen, found.concerned)
    )
    return OnTopic(told, concerned)


def concerned(analysis: Analysis, topic: str) -> tuple[Span, ...]:
    """The sentences on a topic, best first, as `on_topic` gives them; the text is not summarised."""
    parts = _parts(analysis.draft)
    found = concerned_sentences(topic, analysis.title, [_passage(analysis.draft, part) for part in parts])
    return tuple(parts[c.section].spans[c.sentence] for c in found)


def sentences_about(analysis: Analysis, topic: str, most: int) -> tuple[Span, ...]:
    """The best sentences on a topic, in text order; may be empty."""
    parts = _parts(analysis.draft)
    found = relevant(topic, [_passage(analysis.draft, part) for part in parts], most)
    return tuple(sorted((parts[c.section].spans[c.sentence] for c in found), key=lambda span: span.start))


def passages_of(draft: Draft) -> list[Passage]:
    """A text's sections as a summariser gets them, without the reference list."""
    return [_passage(draft, part) for part in _parts(draft)]


def _parts(draft: Draft) -> list[_Part]:
    spans: dict[int | None, list[Span]] = {}
    for sentence in draft.sentences:
        if draft.reference_section is None or sentence.section != draft.reference_section:
            spans.setdefault(sentence.section, []).append(Span(sentence.start, sentence.end))
    return [_Part(section, tuple(found)) for section, found in spans.items()]


def _parts_of(draft: Draft, section: int) -> list[_Part]:
    """The parts of a section and its subsections."""
    level, after = draft.sections[section].level, range(section + 1, len(draft.sections))
    end = next((index for index in after if draft.sections[index].level <= level), len(draft.sections))
    return [part for part in _parts(draft) if part.section is not None and section <= part.section < end]


def _passage(draft: Draft, part: _Part) -> Passage:
    start, end = part.spans[0].start, part.spans[-1].end
    heading = "" if part.section is None else draft.sections[part.section].heading
    inside = tuple((span.start - start, span.end - start) for span in part.spans)
    return Passage(heading, draft.text[start:end], inside)


def _point(draft: Draft, span: Span) -> Point:
    cited = cited_in(draft.citations, span.start, span.end)
    return Point(draft.text[span.start : span.end], span.start, span.end, cited)
