"""Finds dated events fit for an agenda; history and citations are left out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.model.analysis import Dated, Mention, Sentence
from briefings.reading.dates import DateFound, find
from briefings.reading.dates.context import Context
from briefings.reading.events.english import EventPhrase, event_phrases
from briefings.reading.events.generic import generic_events
from briefings.reading.events.russian_chinese import foreign_event_phrases

_NEWS = timedelta(days=45)  # what is longer past is history
_COARSE = frozenset({"year", "season", "quarter"})
_PRECISE = frozenset({"instant", "day", "week", "month"})
_VAGUE = frozenset({"season", "quarter", "range"})
_LONGEST = timedelta(days=370)
_REACH = 110  # characters between a date and what happens then
_LONGEST_SENTENCE = 1500


@dataclass(frozen=True, slots=True)
class FoundEvents:
    """The events found; `nameless` holds upcoming dates, as written, whose sentences name no event."""

    mentions: tuple[Mention, ...]
    nameless: tuple[str, ...]


def find_events(
    prose: str, sentences: Sequence[Sentence], dates: Sequence[Dated], published: date | None
) -> FoundEvents:
    """One mention per event, in text order: the sentence that names it closest to its start.

    `prose` is the text with citations and everything except running prose blanked out; `dates` are in its order.
    """
    best: dict[tuple[str, EventDate], tuple[int, Mention]] = {}
    nameless: dict[str, None] = {}
    for sentence in sentences:
        if sentence.end - sentence.start > _LONGEST_SENTENCE:
            continue
        words = prose[sentence.start : sentence.end]
        stated = _stated(dates, sentence)
        named = [*_in_sentence(words, stated, sentence, published)]
        for place, mention in named:
            key = (mention.title.lower(), mention.when)
            if key not in best or place < best[key][0]:
                best[key] = (place, mention)
        if not named:
            nameless |= dict.fromkeys(_left_over(words, stated, published))
    events = sorted((mention for _, mention in best.values()), key=lambda mention: mention.start)
    return FoundEvents(tuple(events), tuple(nameless))


def dates_in(prose: str, sentences: Sequence[Sentence], published: date | None) -> tuple[Dated, ...]:
    """All time expressions, searched sentence by sentence, in text order."""
    return tuple(
        Dated(found.when, sentence.start + found.start, sentence.start + found.end)
        for sentence in sentences
        for found in find(prose[sentence.start : sentence.end], published)
    )


def _stated(dates: Sequence[Dated], sentence: Sentence) -> list[DateFound]:
    """The dates of a sentence, with offsets from its start."""
    first = bisect_left(dates, sentence.start, key=lambda dated: dated.start)
    last = bisect_left(dates, sentence.end, key=lambda dated: dated.start)
    return [DateFound(each.start - sentence.start, each.end - sentence.start, each.when) for each in dates[first:last]]


def _in_sentence(
    words: str, stated: Sequence[DateFound], sentence: Sentence, published: date | None
) -> Iterator[tuple[int, Mention]]:
    dates = [found for found in stated if _matters(words, found, published)]
    if not dates:
        return
    known = [one for one in (*event_phrases(words, stated), *foreign_event_phrases(words)) if not _within(one, stated)]
    for found in dates:
        near = min(known, key=lambda one: _distance(one, found, words), default=None)
        if near is None or _distance(near, found, words) > _REACH:
            near = _plainly(words, found, stated, published)
        if near:
            yield near.start, Mention(near.title, found.when, sentence.start, sentence.end)


def _plainly(words: str, found: DateFound, stated: Sequence[DateFound], published: date | None) -> EventPhrase | None:
    """The event that a bare noun or a plain subject names for an upcoming date."""
    ahead = published is not None and found.when.first > published
    if not ahead and Context(words, found.start, found.end, published).direction != "future":
        return None
    return next((one for one in generic_events(words, found) if not _within(one, stated)), None)


def _left_over(words: str, stated: Sequence[DateFound], published: date | None) -> Iterator[str]:
    """Upcoming dates worth a reminder; years and "by the autumn" are too vague."""
    for found in stated:
        said = " ".join(words[found.start : found.end].split())
        told = found.when.precision in _PRECISE or (found.when.precision in _VAGUE and any(map(str.isdigit, said)))
        if published and told and found.when.first > published:
            yield said


def _within(one: EventPhrase, dates: Sequence[DateFound]) -> bool:
    """Whether a match is only part of a date: the end in "the end of the year"."""
    return any(found.start <= one.start and one.end <= found.end for found in dates)


def _matters(words: str, found: DateFound, published: date | None) -> bool:
    """Whether a date is recent or upcoming, and precise enough for an agenda."""
    when = found.when
    if when.precision == "season" and not any(map(str.isdigit, words[found.start : found.end])):
        return False
    before = words[max(0, found.start - _REACH) : found.start].rstrip().lower()
    if when.last - when.first > _LONGEST or before.endswith(("since", "с")):
        return False
    if published is None:
        return when.precision not in _COARSE
    if when.first > published:
        return True
    if when.last >= published:
        ahead = Context(words, found.start, found.end, published).direction == "future"
        return ahead or when.precision in {"day", "instant", "week"}
    return when.precision not in _COARSE and published - when.last <= _NEWS


def _distance(one: EventPhrase, found: DateFound, words: str) -> int:
    """The characters between two places; a comma or semicolon counts as many."""
    first, second = (one.end, found.start) if one.start < found.start else (found.end, one.start)
    gap = words[first:second]
    late = 15 if one.start > found.start else 0
    return max(0, len(gap)) + 12 * gap.count(",") + 60 * gap.count(";") + late - one.weight
