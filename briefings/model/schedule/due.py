"""Due dates: pure rules of wall time for 1970-2037 and every zone of the tz database.

A wall time in a gap moves forward by the gap; in an overlap the first one counts. No instant occurs twice.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Literal
from zoneinfo import ZoneInfo

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead

DAY_STARTS = time(9)  # where a day is known and no time
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_SKIP_KEPT = 400 * _DAY  # a clock that was a year ahead and is set back finds them still
_LAST = date.max - 3 * _DAY
_MARGIN = 1500 * _DAY  # more than the longest lead and any zone's offset
_START = datetime.min.replace(tzinfo=UTC) + _MARGIN
_END = datetime.max.replace(tzinfo=UTC) - _MARGIN
Some = frozenset[int] | None


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a wall time on a day."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def reached(day: date, at: time, zone: str) -> datetime:
    """The first UTC instant when clocks show a wall time on a day or, in a DST gap, any later time."""
    late, place = instant(day, at, zone), ZoneInfo(zone)
    if _shows(late, day, at, zone):
        return late
    early = datetime.combine(day, at.replace(fold=1), tzinfo=place).astimezone(
        UTC
    )  # before the gap, as `late` is after
    before = early.astimezone(place).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(place).utcoffset() == before else (early, middle)
    return late.replace(microsecond=0)


def occurrences(
    minutes: Some, hours: Some, month_days: Some, months: Some, weekdays: Some, zone: str, after: datetime
) -> Iterator[datetime]:
    """All instants after `after` when a wall-time rule falls due, in order.

    None matches every value. Weekdays are ISO's (0 is Sunday too); if month days are given as well, either may match. A
    rule for certain hours keeps its wall time as `instant` does; one for every hour falls due at each real instant
    showing it: none in a DST gap, both in an overlap.
    """
    day = after.astimezone(ZoneInfo(zone)).date() - 2 * _DAY  # a gap of a day and a shifted midnight lie behind it
    found: set[datetime] = set()
    while day < _LAST:
        if (months is None or day.month in months) and _is_day(day, month_days, weekdays):
            found |= _moments(day, minutes, hours, zone)
        day += _DAY
        certain = instant(day, time(), zone) - _DAY  # later days bring nothing before it: no gap is longer than a day
        yield from sorted(each for each in found if after < each < certain)
        found = {each for each in found if each >= certain}


def _is_day(day: date, month_days: Some, weekdays: Some) -> bool:
    on_weekday = weekdays is not None and not weekdays.isdisjoint((day.isoweekday(), day.isoweekday() % 7))
    if month_days is None:
        return on_weekday or weekdays is None
    return on_weekday or day.day in month_days


def _moments(day: date, minutes: Some, hours: Some, zone: str) -> set[datetime]:
    chosen = range(60) if minutes is None else minutes
    if hours is not None and len(hours) < 24:
        return {instant(day, time(hour, minute), zone) for hour in hours for minute in chosen}
    walls = (time(hour, minute, fold=fold) for hour in range(24) for minute in chosen for fold in (0, 1))
    return {at for wall in walls if _shows(at := instant(day, wall, zone), day, wall, zone)}


def _shows(at: datetime, day: date, wall: time, zone: str) -> bool:
    """Whether clocks in a zone show this date and time at an instant; never for times in a DST gap."""
    local = at.astimezone(ZoneInfo(zone))
    return (local.date(), local.hour, local.minute) == (day, wall.hour, wall.minute)


def fires_on(
    days: frozenset[int], at: time, zone: str, after: datetime, skips: Iterable[date] = ()
) -> Iterator[datetime]:
    """All instants after `after` when a weekday rule falls due, in order (ISO weekdays), without those of `skips`."""
    left_out = {instant(day, at, zone) for day in skips}
    fires = occurrences(frozenset({at.minute}), frozenset({at.hour}), None, None, days, zone, after)
    return (due for due in fires if due not in left_out) if left_out else fires


def rule_day(due: datetime, at: time, zone: str) -> date:
    """The day whose wall time `at` is due at an instant; a DST gap at midnight can move it to the next local day."""
    local = due.astimezone(ZoneInfo(zone)).date()
    return next((day for day in (local, local - _DAY) if instant(day, at, zone) == due), local)


def current_skips(skips: Iterable[date], now: datetime) -> tuple[date, ...]:
    """Skipped days in order, without those over for so long that no wrong clock can make them count again."""
    return tuple(sorted(day for day in skips if day > (now - _SKIP_KEPT).date()))


def next_fire(days: frozenset[int], at: time, zone: str, after: datetime, skips: Iterable[date] = ()) -> datetime:
    """The first instant after `after` when the rule falls due on none of the days in `skips`."""
    return next(fires_on(days, at, zone, after, skips))


@lru_cache(maxsize=4096)  # a digest often falls due for many chats at once
def latest_fire(
    days: frozenset[int], at: time, zone: str, first: datetime, now: datetime, skips: tuple[date, ...] = ()
) -> tuple[datetime, datetime]:
    """The latest occurrence from `first` (itself due) up to `now`, and the next one, both on no day of `skips`."""
    newest = first
    start = max(first, now - (9 + 7 * len(skips)) * _DAY)
    for due in fires_on(days, at, zone, start - timedelta(microseconds=1), skips):
        if due > now:
            return newest, due
        newest = due
    raise AssertionError("a rule never ends")


def realigned_due_date(
    days: frozenset[int], at: time, zone: str, due_at: datetime, skips: Iterable[date] = ()
) -> datetime:
    """The occurrence nearest to an instant computed under older rules of its zone; less than half a day away."""
    return next_fire(days, at, zone, due_at - _DAY / 2, skips)


def rules_of(zones: Iterable[str], now: datetime) -> str:
    """A hash of the zones' offsets this year and next; it changes when time-zone rules change."""
    first = datetime(now.year, 1, 1, 12, tzinfo=UTC)
    days = [first + n * _DAY for n in range(2 * 366)]
    offsets = {zone: _offsets(zone, days) for zone in zones}
    return sha256(json.dumps(offsets, sort_keys=True).encode()).hexdigest()


def _offsets(zone: str, days: Iterable[datetime]) -> list[str]:
    """The offsets of a zone on these days; empty if the time-zone data lacks the zone."""
    try:
        return [f"{day.astimezone(ZoneInfo(zone)):%z}" for day in days]
    except (LookupError, ValueError, OSError):
        return []


def start_of(when: EventDate, zone: str) -> datetime:
    """The event's start, or 09:00 in `zone` on its first day if no time is known.

    Dates at the ends of the calendar move four years inwards, so that zones and leads can be computed.
    """
    return _kept(when.at) if when.at else instant(_near(when.first), DAY_STARTS, zone)


def end_of(when: EventDate, zone: str) -> datetime:
    """The instant after which an event is past: its start, or the end of its last day in `zone`."""
    return _kept(when.at) if when.at else instant(_near(when.last) + _DAY, time(), zone)


def _kept(at: datetime) -> datetime:
    return min(max(at, _START), _END).astimezone(UTC)


def _near(day: date) -> date:
    return min(max(day, _START.date()), _END.date())


def lead_due(when: EventDate, lead: Lead, zone: str) -> datetime:
    """The instant of a lead: days keep the wall time in `zone` or have their own; an hour has 60 minutes."""
    start = start_of(when, zone)
    if lead.wall:
        wall, _, there = lead.wall.partition(" ")
        first = start.astimezone(ZoneInfo(there or zone)).date() if when.at else _near(when.first)
        return instant(first - lead.count * _DAY, time.fromisoformat(wall), there or zone)
    if lead.unit != "d":
        return start - lead.length
    local = start.astimezone(ZoneInfo(zone))
    return instant(local.date() - lead.count * _DAY, local.time(), zone)


@dataclass(frozen=True, slots=True)
class Distance:
    """The time to an event: calendar days to its first and last day, or hours or minutes to an instant.

    If `past`, the numbers count back and `low` is the nearer end.
    """

    low: int
    high: int
    unit: Literal["days", "hours", "minutes"]
    past: bool


def distance(when: EventDate, now: datetime, zone: str) -> Distance:
    """The time to an event for a reader in `zone`."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    if when.at:
        left = when.at - now
        if abs(left) < timedelta(hours=1):
            minutes = round(abs(left).total_seconds() / 60)
            return Distance(minutes, minutes, "minutes", left < timedelta(0))
        if abs(left) < _DAY:
            hours = round(abs(left).total_seconds() / 3600)
            return Distance(hours, hours, "hours", left < timedelta(0))
        days = abs((_kept(when.at).astimezone(here).date() - today).days)
        return Distance(days, days, "days", left < timedelta(0))
    first, last = (when.first - today).days, (when.last - today).days
    if last < 0:
        return Distance(-last, -first, "days", past=True)
    return Distance(max(first, 0), last, "days", past=False)
