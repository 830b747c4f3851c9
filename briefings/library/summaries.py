"""Summaries of stored analyses: the summariser gets sections and sentences, the reader points with sources."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefings.library.passages import Part, Span, parts_of, passages_of, within
from briefings.model.analysis import Analysis, Draft, cited_in
from briefings.model.summary import Point, SectionSummary, Summary
from briefings.model.table_rows import caption, row_words
from briefings.months import first_day
from briefings.summarising import LENGTHS, SUMMARISERS, ChosenSentence, Passage, brief
from briefings.summarising.lines import contexts, wording
from briefings.summarising.topic import concerned_sentences, relevant, topic_sentences
from briefings.text import lazy_re
from briefings.text.terms import word_count

_UNDERSTOOD_ALONE = 8  # words; a shorter sentence of a brief is shown under its heading
_LONGEST_TOPIC = 240  # characters
_ANNOUNCES = lazy_re(
    r"(?:(?:the|our) )?(?:(?:key|main|important|following) )?(?:points?|dates?|items?|updates?|topics?|highlights|"
    r"these|below)\b(?: (?:are|is|were|include[ds]?|the|key|main|dates?|as follows|follow|discussed))*|"
    r"(?:below|here|these) are\b.{0,40}",
    re.IGNORECASE,
)
BRIEF = "brief"  # the length of a brief in five lines
_MOST_ROWS = 3  # of a table that is all of its section
_MATERIAL = 3  # times the words of a summary, from which prose of its length is written


def briefing(draft: Draft, length: str, words: int | None = None, section: int | None = None) -> Summary:
    """A summary of "short", "medium" or "long" length, or of at most a number of words, by section.

    With `section`, of that section and its subsections, at a length that suits their size. The length "brief" gives at
    most five sentences, under "decided", "figures", "ahead" and "points" in the place of headings.
    """
    parts = parts_of(draft)
    inside = None if section is None else within(draft, parts, section)
    passages = passages_of(draft, parts)
    if length == BRIEF and words is None:
        return _in_brief(draft, parts, passages, inside)
    choice = SUMMARISERS["extractive"](draft.title, passages, length, words=words, within=inside)
    points = _Points(draft, parts, passages)
    summaries = []
    for number, part in enumerate(parts):
        chosen = tuple(points.point(each) for each in choice.sentences if each.section == number)
        if chosen:
            heading = "" if part.section is None else draft.sections[part.section].heading
            summaries.append(SectionSummary(part.section, heading, chosen))
    if inside is None:
        summaries = sorted([*summaries, *_tables(draft, parts)], key=lambda each: each.points[0].start)
    skipped = (parts[number].section for number in choice.skipped)
    return Summary(tuple(summaries), skipped=tuple(section for section in skipped if section is not None))


def _tables(draft: Draft, parts: Sequence[Part]) -> Iterator[SectionSummary]:
    """The first rows of the tables of which sections without sentences consist."""
    told = {part.section for part in parts}
    for section, tables in groupby(draft.tables, key=lambda each: each.section):
        found = [(table, row) for table in tables for row in table.rows][:_MOST_ROWS]
        points = (
            Point(row_words(draft, *each), each[1].start, each[1].end, topic=caption(draft, each[0])) for each in found
        )
        if found and section is not None and section not in told:
            yield SectionSummary(section, draft.sections[section].heading, tuple(points))


def _in_brief(
    draft: Draft, parts: Sequence[Part], passages: Sequence[Passage], inside: Sequence[int] | None
) -> Summary:
    if inside is not None:
        parts, passages = [parts[at] for at in inside], [passages[at] for at in inside]
    found = brief(draft.title, passages, _past(draft, parts))
    points = _Points(draft, parts, passages)
    kinds = {kind: tuple(map(points.line, chosen)) for kind, chosen in found.told.items()}
    return Summary(
        tuple(SectionSummary(None, kind, points) for kind, points in kinds.items()), further_dates=found.further_dates
    )


class _Points:
    """Chosen sentences as points, with the words under which they are understood."""

    def __init__(self, draft: Draft, parts: Sequence[Part], passages: Sequence[Passage]) -> None:
        self._draft, self._parts, self._passages = draft, parts, passages
        self._contexts: dict[int, list[str]] = {}

    def point(self, chosen: ChosenSentence) -> Point:
        """A point of a summary by section."""
        return self._point(chosen, self._context(chosen))

    def line(self, chosen: ChosenSentence) -> Point:
        """A line of a brief; a short one stands under its heading."""
        heading = self._passages[chosen.section].heading
        text = _text(self._passages[chosen.section], chosen)
        is_short = word_count(text) < _UNDERSTOOD_ALONE
        return self._point(chosen, self._context(chosen) or (_topic(heading) if is_short else ""))

    def _point(self, chosen: ChosenSentence, topic: str) -> Point:
        span = self._parts[chosen.section].spans[chosen.sentence]
        cited = cited_in(self._draft.citations, span.start, span.end)
        own = self._passages[chosen.section].marks[chosen.sentence].own
        return Point(self._draft.text[span.start : span.end], span.start, span.end, cited, topic, own=own)

    def _context(self, chosen: ChosenSentence) -> str:
        if chosen.section not in self._contexts:
            self._contexts[chosen.section] = contexts(self._passages[chosen.section])
        return _topic(self._contexts[chosen.section][chosen.sentence])


def _past(draft: Draft, parts: Sequence[Part]) -> Callable[[ChosenSentence], bool]:
    """Tells the sentences whose dates had all passed when the text was published; none of an undated text."""
    if draft.published is None:
        return lambda _: False
    since, starts = first_day(draft.published), [dated.start for dated in draft.dates]

    def is_past(chosen: ChosenSentence) -> bool:
        span = parts[chosen.section].spans[chosen.sentence]
        told = draft.dates[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        return bool(told) and all(dated.when.is_over(since) for dated in told)

    return is_past


def _topic(line: str) -> str:
    """A line as a topic; "" where it only announces a list ("Key points included:") or is as long as a sentence."""
    words = wording(line).rstrip(":： ")
    return "" if _ANNOUNCES.fullmatch(words) or len(words) > _LONGEST_TOPIC else words


def summary_input(draft: Draft, length: str, section: int | None = None) -> tuple[int, tuple[Span, ...]]:
    """The word limit for prose of a length, and the sentences to write it from (more than the summary has)."""
    parts = parts_of(draft)
    passages = passages_of(draft, parts)
    inside = None if section is None else within(draft, parts, section)
    summarise = SUMMARISERS["extractive"]
    plain = summarise(draft.title, passages, length, within=inside)
    words = max(LENGTHS[length].least, sum(word_count(_text(passages[c.section], c)) for c in plain.sentences))
    chosen = summarise(draft.title, passages, length, words=_MATERIAL * words, within=inside)
    return words, tuple(parts[c.section].spans[c.sentence] for c in chosen.sentences)


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
    parts = parts_of(analysis.draft)
    found = topic_sentences(topic, analysis.title, passages_of(analysis.draft, parts), words)
    told, concerned = (
        tuple(parts[c.section].spans[c.sentence] for c in places) for places in (found.chosen, found.concerned)
    )
    return OnTopic(told, concerned)


def concerned(analysis: Analysis, topic: str) -> tuple[Span, ...]:
    """The sentences on a topic, best first, as `on_topic` gives them; the text is not summarised."""
    parts = parts_of(analysis.draft)
    found = concerned_sentences(topic, analysis.title, passages_of(analysis.draft, parts))
    return tuple(parts[c.section].spans[c.sentence] for c in found)


def sentences_about(analysis: Analysis, topic: str, most: int) -> tuple[Span, ...]:
    """The best sentences on a topic, in text order; may be empty."""
    parts = parts_of(analysis.draft)
    found = relevant(topic, passages_of(analysis.draft, parts), most)
    return tuple(sorted((parts[c.section].spans[c.sentence] for c in found), key=lambda span: span.start))
