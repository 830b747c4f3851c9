"""Events, and time spans that keep their precision.

"April 2026" is a month, 1 to 30 April, and never a made-up day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Precision = Literal["instant", "day", "week", "month", "quarter", "season", "year", "range"]
EventState = Literal["set", "held", "postponed", "cancelled"]
Review = Literal["", "open", "dropped"]  # of an event found in a text: kept, not yet looked at, taken out

YEARS = range(1900, 2201)  # those in which people may set dates


@dataclass(frozen=True, slots=True)
class EventDate:
    """A span of days, both ends included; `at` (aware) is set only for the precision "instant".

    `zone` is the IANA name that the text or a person gave with the time, else None.
    """

    first: date
    last: date
    precision: Precision
    at: datetime | None = None
    zone: str | None = None

    def is_over(self, day: date) -> bool:
        """Whether all of it lies before a day, as a timeline files it under "Past" on that day."""
        return self.last < day


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event on the agenda; `rev` rises whenever its title, date, state or review changes.

    While its review is "open", it is in no calendar, digest or reminder; once "dropped", it is nowhere.
    """

    id: int
    title: str
    when: EventDate
    state: EventState = "set"
    why: str = ""
    rev: int = 1
    set_by_person: bool = False
    review: Review = ""


@dataclass(frozen=True, slots=True)
class AgendaChanges:
    """What a text changed on the agenda: the events it mentions, the ids of new ones, and those it moved.

    Moved events are given as they were before, with their present `rev`.
    """

    events: tuple[Event, ...]
    created: tuple[int, ...] = ()
    moved: tuple[tuple[Event, int], ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """A sentence of a revision that mentions an event; `was` is its original event if that was merged into this one."""

    event: int
    analysis: int
    revision: int
    start: int
    end: int
    title: str
    was: int | None = None


@dataclass(frozen=True, slots=True)
class EventWindow:
    """Which events a page is of: upcoming and postponed ones or all, those that may fall within these days.

    `unconfirmed` leaves only those that no editor has confirmed.
    """

    everything: bool = False
    unconfirmed: bool = False
    first: date = date.min
    last: date = date.max
