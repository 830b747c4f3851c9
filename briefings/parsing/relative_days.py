"""Relative days in any case: "next friday", "fri", "tuesday next week", "a week from friday". Pure."""

import re
from datetime import date, timedelta

from briefings.errors import Ambiguous
from briefings.model.agenda import EventDate
from briefings.reading import dates
from briefings.text import lazy_re

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SHORT = {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday", "sept": "september"}
_WHOLE = {each[:3]: each for each in (*_MONTHS, *_DAYS)} | _SHORT | {each: each for each in (*_MONTHS, *_DAYS)}
_DAY = "|".join(_DAYS)
_IN_WEEK = lazy_re(rf"(?:on )?({_DAY}),?(?: (?:of|in))? (this week|next week|in .+ weeks?)", re.IGNORECASE)
_WEEK_FIRST = lazy_re(rf"(this week|next week|in .+ weeks?),?(?: on)? ({_DAY})", re.IGNORECASE)
_FROM = lazy_re(
    rf"(in .+ weeks?|(?:a|an|one|two|three|four|\d) weeks?) (?:from|after|on) ({_DAY}|today|tomorrow)", re.I
)
_BARE = lazy_re(rf"(?:on |this )?({_DAY})", re.IGNORECASE)
_SLASHED = lazy_re(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_WEEK = 7
_VERBS = frozenset(("may", "march", "mar", "sun", "sat", "wed", "jan", "dec", "second"))


def read(words: str, today: date) -> EventDate | None:
    """The date that all of the words mean, choosing the next of several; None if they aren't a date."""
    typed = _capital(words)
    return dates.parse(typed, today) or _counted(typed, today) or _figures(typed, today)


def _capital(words: str) -> str:
    """Writes day and month names out in full with a capital, as texts do."""
    return " ".join(
        _WHOLE.get(word.lower().strip(".,"), word).title() if word.lower().strip(".,") in _WHOLE else word
        for word in words.split()
    )


def _counted(said: str, today: date) -> EventDate | None:
    """A weekday in a named week, or a number of weeks after a day."""
    if found := _IN_WEEK.fullmatch(said):
        return _in_week(found[2], found[1], today)
    if found := _WEEK_FIRST.fullmatch(said):
        return _in_week(found[1], found[2], today)
    if found := _FROM.fullmatch(said):
        start, weeks = dates.parse(found[2], today), dates.parse(f"in {found[1].removeprefix('in ')}", today)
        if start and weeks:
            monday = today - timedelta(days=today.weekday())
            return _one(start.first + (weeks.first - monday))
    return None


def _figures(said: str, today: date) -> EventDate | None:
    """A numeric day and month in either order, if only one order is possible."""
    found = _SLASHED.fullmatch(said)
    days = _both_orders(found, today) if found else set()
    return _one(days.pop()) if len(days) == 1 else None


def _in_week(week: str, day: str, today: date) -> EventDate | None:
    span = dates.parse(week, today)
    if span is None or span.precision != "week":
        return None
    return _one(span.first + timedelta(days=_DAYS.index(day.lower())))


def _one(day: date) -> EventDate:
    return EventDate(day, day, "day")


def ask_back(words: str, today: date) -> None:
    """Raises Ambiguous with a question if the words mean two days equally."""
    if two := _either(words, today):
        one, other = (each.isoformat() for each in two)
        raise Ambiguous(
            "“{words}” can mean {one} or {other}. Which one?", (one, other), words=words, one=one, other=other
        )


def _either(words: str, today: date) -> tuple[date, date] | None:
    """The two equally likely days for ambiguous words: "04/05/2026", or "Tuesday" on a Tuesday."""
    if found := _SLASHED.fullmatch(words):
        both = sorted(_both_orders(found, today), reverse=True)
        return (both[0], both[1]) if len(both) == 2 else None
    found = _BARE.fullmatch(_capital(words))
    if found and _DAYS.index(found[1].lower()) == today.weekday():
        return today, today + timedelta(days=_WEEK)
    return None


def _both_orders(found: re.Match[str], today: date) -> set[date]:
    made = (_slashed(found, today, day, month) for day, month in ((1, 2), (2, 1)))
    return {day for day in made if day is not None}


def _slashed(found: re.Match[str], today: date, day: int, month: int) -> date | None:
    try:
        made = date(int(found[3] or today.year), int(found[month]), int(found[day]))
    except ValueError:
        return None
    return made if found[3] or made >= today else made.replace(year=today.year + 1)


def may_be_no_date(words: str) -> bool:
    """Whether a single word is probably not a date within a sentence: "may", "march", "sun"."""
    return words in _VERBS
