"""When a statement is due: the time in its words by which it comes true or not."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.reading.dates import DateFound
from briefings.reading.events.english import moved_to
from briefings.reading.events.vocabulary import UNPLANNED
from briefings.reading.statements.grammar import Grammar, Span

_BACK = re.compile(
    r"(?:(?<!be\s)(?<!is\s)(?<!are\s)\b(?:since|dated|signed|adopted|agreed|announced|said|published|reported|filed|founded|compared\swith|(?<!later\s)than)\s(?:on\s|in\s|as\sof\s)?"
    r"|\bwith\seffect\sfrom\s$)$|自从$",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:an?|the|its|their)\s(?:(?!(?:be|been|being|is|are|was|were|to|will|would|has|have|had|get|gets|must|should|may)\b)"
    r"[\w-]+\s){1,4}?(?!(?:expected|scheduled|planned|slated|timed|booked|arranged|postponed|moved|delayed|rescheduled|"
    r"adjourned|deferred|proposed|promised|needed|required|requested|offered)\b)[a-z]{2,}ed\s(?:late\s|early\s)?(?:on\s)?$",
    re.IGNORECASE,
)
_UNPLANNED = re.compile(rf"\b(?:{'|'.join(UNPLANNED)})(?:e?s)?\s(?:late\s|early\s)?on\s$", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_WEEK = timedelta(days=7)
_BY = re.compile(
    r"\b(?:moved|postponed|put\soff|rescheduled|delayed|brought\sforward|adjourned|deferred|extended)\s(?:to|until|till|for)\s$|\b(?:by|before|until|till|than|within|through)\s(?:the\s|about\s|around\s|then\s)?$|(?:до|к|ко|позднее|позже)\s$|(?:在|于|到)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?:之?前|以前|底前|截止)")
_MANNER = re.compile(r"^[’']s\s\w|^-(?!\d)")
_FINE_DAYS = 62
_ERA_DAYS = 30_000


def is_fine(when: EventDate) -> bool:
    """Whether a time is two months or shorter."""
    return (when.last - when.first).days <= _FINE_DAYS


def times_to_come(words: str, dates: Sequence[DateFound], span: Span, published: date | None) -> list[DateFound]:
    """The dates in a span that had not passed when the text was published."""
    inside = [each for each in dates if span[0] <= each.start and each.end <= span[1]]
    free = [each for each in inside if not _BACK.search(words[: each.start])]
    free = [each for each in free if not _is_of_a_find(words, each, published)]
    to_come = [each for each in free if published is None or each.when.last >= published]
    return [each for each in to_come if not _is_era(words, each)]


def _is_of_a_find(words: str, found: DateFound, published: date | None) -> bool:
    """Whether a day tells when a thing was found, made or done: "investigate a spill sighted on Monday"."""
    before = words[: found.start]
    if _UNPLANNED.search(before) and not _YEAR.search(words[found.start : found.end]):
        return True
    near = published is not None and found.when.first <= published + _WEEK
    return near and _FOUND.search(before) is not None


def _is_era(words: str, found: DateFound) -> bool:
    """Whether a time is a whole century, as in "a 21st century government", and no limit."""
    return (found.when.last - found.when.first).days > _ERA_DAYS and not _BY.search(words[: found.start])


def due(words: str, dates: Sequence[DateFound], grammar: Grammar) -> EventDate | None:
    """Of several times the one that words such as "by" stand before, else the finest, else the first."""
    if not dates:
        return None
    able = [each for each in dates if not _MANNER.match(words[each.end :])] or list(dates)
    limits = [each for each in able if _BY.search(words[: each.start]) or _BEHIND.match(words[each.end :])]
    finest = min(each.when.last - each.when.first for each in able)
    chosen = limits[0] if limits else next(each for each in able if each.when.last - each.when.first == finest)
    return _meant(words, chosen, grammar)


def _meant(words: str, found: DateFound, grammar: Grammar) -> EventDate:
    """The last day for "by the end of June", and of two days told of a move the second."""
    when, said = found.when, words[found.start : found.end]
    if grammar.ends(words[: found.start], said + words[found.end : found.end + 3]):
        return EventDate(when.last, when.last, "day")
    if when.precision == "range" and moved_to(words, found):
        return EventDate(when.last, when.last, "day")
    return when
