"""Parses and sets the publication date of an analysis."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.registry import Call
from briefings.agenda import parse_event_filter
from briefings.errors import Ambiguous, BadInput
from briefings.parsing import parse_when

_YEAR = timedelta(days=365)


def day_of_publication(call: Call, words: tuple[str, ...]) -> date:
    """Parses a day no later than today. Raises BadInput."""
    when, rest = parse_when(words, call.now, call.zone)
    typed = " ".join(words)
    if rest or when.precision != "day":
        raise BadInput("“{words}” isn't a full date. Use for example 2026-02-05.", words=typed)
    if when.first > call.now.astimezone(ZoneInfo(call.zone)).date():
        raise BadInput("“{words}” is in the future, so it can't be a publication date.", words=typed)
    return when.first


def published_days(words: Sequence[str], now: datetime, zone: str) -> tuple[date, date] | None:
    """The first and the last day of a period in which analyses were published; None for other words.

    A month or day without a year is the last one, because nothing was published in the future.
    """
    for at in (now, now - _YEAR):
        try:
            found = parse_event_filter(words, at, zone)
        except (BadInput, Ambiguous):
            return None
        if not found.period or found.words or found.everything:
            return None
        if found.first <= now.astimezone(ZoneInfo(zone)).date() or "next" in found.period:
            break
    return found.first, found.last
