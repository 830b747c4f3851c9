"""The dates of a text: which year those without one mean, on which clock they are, and what is doubtful."""

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from briefings.languages import Language, language_in
from briefings.model.agenda import EventDate
from briefings.model.analysis import Dated, Sentence
from briefings.reading.clauses import clause_around
from briefings.reading.dates import DateFound, clock, disagreeing, find
from briefings.reading.dates.adjacent_years import heading_year
from briefings.reading.dates.paragraph_years import ToldYears
from briefings.reading.dates.spans import Direction

_LONGEST = 1500  # characters of a sentence whose clauses are read
_CITY = re.compile(r"\b(?:in|at)\s(?:the\s)?([A-Z][\w’-]+(?:\s[A-Z][\w’-]+){0,2})")
_ALL_TIMES = re.compile(r"\b[Aa]ll\stimes\b[^.\n]{0,60}")
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-]((?:19|2\d)\d{2})(?![\d/-])")
_ADDRESS = re.compile(r"\]\([^()\s]*\)|\bhttps?://\S+")
_YEAR = re.compile(r"\d{4}")
_FIGURE = re.compile(r"\d")
_OWNER = re.compile(r"[’']s\b")
_DAY_FIRST = frozenset(("de", "fr", "es", "it", "pt", "nl", "pl", "uk", "ru", "tr"))
_FAR = 8  # times as far as the nearest day, from which on another one isn't meant
_WEEKS = timedelta(days=60)  # between two days of one name that are more than one week's
_WHOLE_YEAR = timedelta(days=364)
_ANOTHER_DAY = timedelta(days=40)


def dates_in(
    prose: str,
    sentences: Sequence[Sentence],
    published: date | None,
    latest: date | None = None,
    *,
    day_first: bool | None = None,
    headings: Sequence[str] = (),
    language: str = "en",
) -> tuple[Dated, ...]:
    """All time expressions, searched sentence by sentence, in text order.

    A text is of the days from `published` to `latest`: what no day between them would change is kept. Without `latest`
    the day is only guessed; it gives dates their year, and what is counted from it, such as "next Friday", is left out.
    """
    guessed = latest is None  # `headings` are those of the sections
    made: list[Dated] = []
    years = ToldYears(prose, published)
    for sentence in sentences:
        words = prose[sentence.start : sentence.end]
        found = _dates(words, published, language, day_first=day_first)
        kept = _absolute(words, found, published) if guessed and published else found
        if latest and latest != published:
            kept = _steady(kept, _dates(words, latest, language, day_first=day_first))
        below = heading_year(headings[sentence.section]) if headings and sentence.section is not None else None
        kept = [*years.settled(sentence.start, sentence.end, kept, below)]
        made += [Dated(each.when, sentence.start + each.start, sentence.start + each.end) for each in kept]
    return tuple(_with_sure_years(prose, made, published, years.sure) if guessed and published else made)


def _with_sure_years(prose: str, dates: Sequence[Dated], published: date, beside: Collection[int]) -> list[Dated]:
    """The dates without those that only a year named somewhere gives theirs, since that says little of the text's."""
    stated = [each for each in dates if _YEAR.search(prose, each.start, each.end)]
    if any(each.when.precision != "year" and each.when.first.year == published.year for each in stated):
        return [*dates]
    sure = {*beside, *(each.start for each in stated)}
    return [each for each in dates if each.start in sure or each.when.last.year < published.year]


def _absolute(words: str, found: list[DateFound], published: date) -> list[DateFound]:
    """The dates that another day of publication would leave in the same month and on the same day."""
    if all(_YEAR.search(words, each.start, each.end) for each in found):
        return found
    others = {(each.start, each.end): each.when for each in find(words, published + _ANOTHER_DAY)}
    return [
        each
        for each in found
        if _YEAR.search(words, each.start, each.end)
        or (_is_within_year(each.when) and _in_year(each.when) == _in_year(others.get((each.start, each.end))))
    ]


def _steady(found: Sequence[DateFound], later: Sequence[DateFound]) -> list[DateFound]:
    """The dates that mean the same as of a later day."""
    others = {(each.start, each.end): each.when for each in later}
    return [each for each in found if others.get((each.start, each.end)) == each.when]


def _is_within_year(when: EventDate) -> bool:
    """Whether a date isn't a whole year, which is counted from the day of the text: "15 years ago"."""
    return when.last - when.first < _WHOLE_YEAR


def _in_year(when: EventDate | None) -> tuple[int, ...] | None:
    return (when.first.month, when.first.day, when.last.month, when.last.day) if when else None


def _dates(words: str, published: date | None, language: str, *, day_first: bool | None) -> list[DateFound]:
    """The dates of a sentence; one without a year lies where the verb of its clause puts it, else near."""
    words = _ADDRESS.sub(lambda match: " " * len(match[0]), words)
    found = find(words, published, day_first=day_first)
    if published is None or len(words) > _LONGEST or all(_is_fixed(words, each, published) for each in found):
        return found
    settled = (_by_force(words, each, found, language, published) for each in found)
    return [each for each in settled if each]


def _is_fixed(words: str, found: DateFound, published: date) -> bool:
    """Whether no verb can move a date: it names its year, or is the text's own day."""
    when = found.when
    if _YEAR.search(words, found.start, found.end) or when.first <= published <= when.last:
        return True
    return when.precision == "season"


def _by_force(
    words: str, found: DateFound, dates: Sequence[DateFound], language: str, published: date
) -> DateFound | None:
    """A date where the verb of its clause puts it, or else the nearest; None where it can't lie there: "in two weeks".

    What a day names, "Tuesday’s vote", is no clause's.
    """
    if _is_fixed(words, found, published):
        return found
    own = language_in(words, language)
    if _is_figurative(words, found, own):
        return None
    clause = clause_around(words, found, dates, own)
    named = _OWNER.match(words, found.end) is not None
    force = "" if named else clause.tense
    if clause.bound(own.onto) or clause.bound(own.until):  # what something is put off to, or has to be done by
        force = "will"
    if found.when.first == found.when.last and clause.bound(own.since):
        force = "past"
    back, forth = _leaning(words, found, published, "past"), _leaning(words, found, published, "future")
    if back is None or forth is None:
        return back if force == "past" else forth or back
    since, until = published - back.when.last, forth.when.first - published
    near = until * _FAR < since or since * _FAR < until  # where no verb can mean the other one
    if near or (force in ("", "be") and (named or not own.spaced or since + until > _WEEKS)):
        return forth if until < since else back
    return back if force == "past" else forth


def _is_figurative(words: str, found: DateFound, own: Language) -> bool:
    """Whether a day in words belongs to a noun as no weekday does: "the leaders of tomorrow"."""
    day, before = words[found.start : found.end], words[: found.start].rstrip()
    if not own.spaced or _FIGURE.search(day) or own.label.search(day) or " " in day:
        return False
    return any(match.end() == len(before) for match in own.of.finditer(before))


def _leaning(words: str, found: DateFound, published: date, direction: Direction) -> DateFound | None:
    """A date without a year as the last or the next one; None if it can't be."""
    others = find(words, published, leaning=direction)
    return next((each for each in others if (each.start, each.end) == (found.start, found.end)), None)


def is_day_first(text: str, language: str) -> bool | None:
    """Whether a text writes 7/12/2026 for 7 December, by its language or its other dates; None if nothing tells."""
    told = {int(match[1]) > 12 for match in _SLASHED.finditer(text) if max(int(match[1]), int(match[2])) > 12}
    if len(told) == 1:
        return told.pop()
    return True if not told and language in _DAY_FIRST else None


def two_ways(prose: str, *, day_first: bool | None) -> tuple[str, ...]:
    """The dates in figures that can be read in two ways, as written."""
    if day_first is not None:
        return ()
    either = (match for match in _SLASHED.finditer(prose) if 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 12)
    return tuple(dict.fromkeys(match[0] for match in either if match[1].lstrip("0") != match[2].lstrip("0")))


def wrong_weekdays(prose: str, published: date | None) -> tuple[str, ...]:
    """The days that don't fall on the weekday beside them, as written; one without a year may mean any of three."""
    found = disagreeing(prose, published) if published else ()
    return tuple(dict.fromkeys(" ".join(prose[each.start : each.end].split()) for each in found))


def settled_dates(dates: Sequence[Dated], sentences: Sequence[Sentence], text: str) -> tuple[Dated, ...]:
    """The dates with their times on the clock of a place, as the events have them; without one, the days."""
    if all(clock.has_zone(each.when) for each in dates):
        return tuple(dates)
    general = general_zone(text)
    starts = [sentence.start for sentence in sentences]
    made: list[Dated] = []
    for each in dates:
        sentence = sentences[max(0, bisect_left(starts, each.start + 1) - 1)]
        made.append(replace(each, when=on_a_clock(each.when, text[sentence.start : sentence.end], general)))
    return tuple(made)


def on_a_clock(when: EventDate, sentence: str, general: str | None) -> EventDate:
    """A time on the clock of the place that its sentence or the whole text names; without one, the day."""
    if clock.has_zone(when):
        return when
    zone = _zone_in(sentence) or general
    return clock.in_zone(when, zone) if zone else EventDate(when.first, when.last, "day")


def _zone_in(sentence: str) -> str | None:
    """The zone of the only place with a known zone that a sentence says something is "in"."""
    zones = {zone for match in _CITY.finditer(sentence) if (zone := _zone_of(match[1]))}
    return zones.pop() if len(zones) == 1 else None


def _zone_of(name: str) -> str | None:
    words = name.split()
    return next((zone for n in range(len(words), 0, -1) if (zone := clock.city_zone(" ".join(words[:n])))), None)


def general_zone(text: str) -> str | None:
    """The zone that a text gives for all its times: "All times are Brussels time"."""
    said = _ALL_TIMES.search(text)
    named = clock.zone_in(said[0]) if said else None
    return named or (_zone_in(said[0]) if said else None)
