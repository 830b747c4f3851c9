"""Which events `/events` lists: all or upcoming ones, within a period, about a topic. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from briefings.errors import BadInput
from briefings.model.agenda import EventWindow
from briefings.parsing import parse_when
from briefings.parsing.titles import says

_BEFORE = ("before", "until", "till", "by")
_AFTER = ("after", "from", "since")
_WITHIN = ("in", "on", "during", "for")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """A filter; `unconfirmed` leaves only upcoming events that no editor has confirmed.

    `period` and `words` are as typed, "" for none. An event matches if it may fall within the days.
    """

    everything: bool = False
    period: str = ""
    words: str = ""
    first: date = date.min
    last: date = date.max
    unconfirmed: bool = False

    @property
    def line(self) -> str:
        """What to type after the command's name."""
        which = "unconfirmed" if self.unconfirmed else "all" if self.everything else ""
        parts = (which, self.period, f"about {self.words}" if self.words else "")
        return " ".join(filter(None, parts))

    @property
    def window(self) -> EventWindow:
        """The events of the filter's days, whatever they are about."""
        return EventWindow(self.everything, self.unconfirmed, self.first, self.last)

    def passes(self, titles: Sequence[str]) -> bool:
        """Whether a title of an event, its own or one of an analysis that mentions it, contains all the words."""
        return any(says(title, self.words) for title in titles)


def parse_event_filter(args: Sequence[str], now: datetime, zone: str) -> EventFilter:
    """Parses `unconfirmed`, or `[all] [before DATE|after DATE|PERIOD] [about WORDS]`. Raises BadInput."""
    if [word.lower() for word in args] == ["unconfirmed"]:
        return EventFilter(unconfirmed=True)
    everything = bool(args) and args[0].lower() == "all"
    rest = list(args[1:] if everything else args)
    about = next((at for at, word in enumerate(rest) if word.lower() == "about"), len(rest))
    words, typed = " ".join(rest[about + 1 :]), rest[:about]
    if not typed:
        return EventFilter(everything, "", words)
    first, last, period = _days(typed, now, zone)
    return EventFilter(everything, period, words, first, last)


def _days(typed: Sequence[str], now: datetime, zone: str) -> tuple[date, date, str]:
    """The first and the last day, and the words that say so."""
    if [word.lower() for word in typed[:3]] == ["between", "now", "and"]:
        typed = ("until", *typed[3:])
    sign, named = typed[0].lower(), list(typed[1:])
    bound = sign in (*_BEFORE, *_AFTER)
    if not (bound or sign in _WITHIN):
        named = list(typed)
    when, rest = parse_when(named, now, zone)
    if rest:
        raise BadInput("I don't understand “{words}” after the date.", words=" ".join(rest))
    period = " ".join(typed).lower()
    if sign in _BEFORE:
        return date.min, when.first - timedelta(days=1) if sign == "before" else when.last, period
    if sign in _AFTER:
        return (when.last + timedelta(days=1) if sign == "after" else when.first), date.max, period
    return when.first, when.last, period
