"""Dates, numbers and distances in words."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from briefings.model.agenda import When
from briefings.model.delivery import Lead, Reminder
from briefings.model.due import distance

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUARTERS = {1: "first", 4: "second", 7: "third", 10: "fourth"}
SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}  # by their first month, as the north counts them
UNSET = "day not set"


def prefix_of(address: str) -> str:
    """What is typed before a command's name in that place; Slack takes some names itself, so one command holds all."""
    return "/readout " if address.startswith("slack:") else "/"


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: "1 section", "7,000 sections"; `nouns` where the plural does not just end in s."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def joined(names: Sequence[str], last: str = "and") -> str:
    """An enumeration: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def day(of: date) -> str:
    """A date: "5 February 2026"."""
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"


def clock(at: datetime, zone: str) -> str:
    """An instant as the reader's wall shows it: "Thursday 5 February 2026, 09:00 Europe/London"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{WEEKDAYS[local.weekday()]} {day(local)}, {local:%H:%M} {zone}"


def days(first: date, last: date) -> str:
    """A span of dates: "6 to 12 April 2026", with month and year told once where they are the same."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def when(of: When, zone: str) -> str:
    """A span at its true precision: "in April 2026, day not set"; an instant also as the reader in `zone` sees it."""
    first, last = of.first, of.last
    match of.precision:
        case "instant":
            return _instant(of, zone)
        case "day":
            return f"on {day(first)}"
        case "week":
            return f"in the week of {days(first, last)}, {UNSET}"
        case "month":
            return f"in {MONTHS[first.month - 1]} {first.year}, {UNSET}"
        case "quarter" if first.month in QUARTERS:
            return f"in the {QUARTERS[first.month]} quarter of {first.year}, {UNSET}"
        case "season" if first.month in SEASONS:
            year = f"{first.year}" if first.year == last.year else f"{first.year}/{last.year % 100:02}"
            return f"in {SEASONS[first.month]} {year} ({days(first, last)}), {UNSET}"
        case "year":
            return f"in {first.year}, {UNSET}"
        case "range":
            return f"on {day(first)}" if first == last else f"from {days(first, last)}"
        case _:
            return f"between {day(first)} and {day(last)}, {UNSET}"


def unset(of: When) -> bool:
    """Whether a date is a span in which the day is not known."""
    return of.at is None and of.precision not in ("day", "range")


def _instant(of: When, zone: str) -> str:
    if of.at is None:
        return f"on {day(of.first)}"
    there, here = of.at.astimezone(ZoneInfo(of.zone or zone)), of.at.astimezone(ZoneInfo(zone))
    told = f"on {day(there)}, {there:%H:%M} {of.zone or zone}"
    if there.utcoffset() == here.utcoffset():
        return told
    return f"{told} ({here:%H:%M} here)" if there.date() == here.date() else f"{told} ({day(here)}, {here:%H:%M} here)"


def away(of: When, now: datetime, zone: str) -> str:
    """How far away: "50-79 days away", "in 3 days", "tomorrow", "today", "passed 12 days ago"."""
    far = distance(of, now, zone)
    if far.past:
        return _passed(far.low, far.unit)
    if far.unit != "days":
        return "now" if far.low == 0 else f"in {counted(far.low, far.unit.removesuffix('s'))}"
    if far.low == far.high:
        return _ahead(far.low)
    if far.low == 0:
        return "today or tomorrow" if far.high == 1 else f"any day now, within {far.high:,} days"
    return f"{far.low:,}-{far.high:,} days away"


def _passed(low: int, unit: str) -> str:
    if unit == "days" and low < 2:
        return ("passed today", "passed yesterday")[low]
    return "just passed" if low == 0 else f"passed {counted(low, unit.removesuffix('s'))} ago"


def _ahead(number: int) -> str:
    return ("today", "tomorrow")[number] if number < 2 else f"in {number:,} days"


def lead(of: Lead) -> str:
    """A lead: "7 days before", "3 days before, at 09:00 Asia/Shanghai"."""
    wall = f", at {of.wall}" if of.wall else ""
    return f"{counted(of.count, 'day' if of.unit == 'd' else 'hour')} before{wall}"


def reminder(of: Reminder, zone: str, held_until: datetime | None = None) -> str:
    """A lead with the instant at which it falls due, and until when it is held then, or that it has passed."""
    if of.state == "passed":
        return f"{lead(of.lead)}: that has passed"
    if of.state == "fired":
        return f"{lead(of.lead)}: sent, {clock(of.due_at, zone)}"
    return f"{lead(of.lead)}: {clock(of.due_at, zone)}{f'; {held(held_until, zone)}' if held_until else ''}"


def held(until: datetime, zone: str) -> str:
    """Until when quiet hours hold something: "held by quiet hours until Friday 6 February 2026, 07:00 UTC"."""
    return f"held by quiet hours until {clock(until, zone)}"


def weekdays(of: frozenset[int]) -> str:
    """ISO weekdays in words: "every day", "every weekday", "every Monday and Thursday"."""
    if len(of) == 7:
        return "every day"
    if of == frozenset(range(1, 6)):
        return "every weekday"
    return f"every {joined([WEEKDAYS[number - 1] for number in sorted(of)])}"
