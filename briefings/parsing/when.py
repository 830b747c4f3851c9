"""Dates, times, days, leads and zones as people type them: DATE [TIME] [ZONE] at the start of a line."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from briefings.errors import BadInput
from briefings.model.agenda import YEARS, EventDate
from briefings.model.delivery import Lead
from briefings.model.schedule.due import DAY_STARTS, instant
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.parsing import relative_days
from briefings.parsing.zones import ZoneReader, zone_at_head
from briefings.reading.dates.recurring import recurrence

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"(\d{1,2}?)(\d{2})?")  # 8, 0800
_LEAD = re.compile(r"(\d{1,4})(d|h|w|m)(?:ins?)?", re.IGNORECASE)
_OTHER_UNIT = re.compile(  # in which a reminder can't come
    r"(?:\d+|an?|one|two|three|five|ten|fifteen|thirty|half)\s?(?:s|secs?|seconds?|mo|months?|y|years?|quarters?)\.?",
    re.IGNORECASE,
)
_MOST_LEADS = 10
_LONGEST = timedelta(days=730)
_EVENING_STARTS = time(18)
_PUT_OFF_BY = re.compile(r"(\d{1,2}) ?h(?:ours?)?", re.IGNORECASE)
_LONGEST_DATE = 5  # words: "the 14th of April 2026"


def parse_time(word: str) -> time | None:
    """Parses a time of day: 9:30, 21:05, 9am, 9:30pm; None for other words."""
    found = _CLOCK.fullmatch(word)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        raise BadInput("“{word}” isn't a valid time.", word=word)
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 23 or minute > 59:
        raise BadInput("“{word}” isn't a valid time; use 00:00 to 23:59.", word=word)
    return time(hour, minute)


def time_at_head(words: Sequence[str]) -> tuple[time | None, Sequence[str]]:
    """Parses an expected time of day and returns the words left; also "at 8", "0800", "8 am". Raises BadInput."""
    rest = words[1:] if words and words[0].lower() == "at" else words
    if len(rest) > 1 and rest[0].isdecimal() and rest[1].lower() in ("am", "pm", "a.m.", "p.m."):
        rest = (rest[0] + rest[1], *rest[2:])
    found = _BARE_CLOCK.fullmatch(rest[0]) if rest else None
    at = parse_time(f"{found[1]}:{found[2] or '00'}" if found else rest[0]) if rest else None
    return at, words if at is None else rest[1:]


def parse_days(word: str) -> frozenset[int]:
    """Parses ISO weekdays from "daily", "weekdays", "weekends" or "mon,thu". Raises BadInput."""
    whole = {"daily": range(1, 8), "weekdays": range(1, 6), "weekends": range(6, 8)}
    if word.lower() in whole:
        return frozenset(whole[word.lower()])
    rule = recurrence(re.sub(r"[,;]+\s*", ", ", word).strip(" ,"))
    if rule is None or rule.weekdays is None:
        raise BadInput("“{word}” isn't a set of days. Use daily, weekdays, or days such as mon,thu.", word=word)
    return rule.weekdays


def parse_leads(words: Sequence[str]) -> tuple[Lead, ...]:
    """Parses leads such as 30d 7d 2h 15m (1w is 7d); longest first, without duplicates. Raises BadInput."""
    leads = set()
    for word in chain.from_iterable(w.split(",") for w in words):
        found = _LEAD.fullmatch(word)
        if _OTHER_UNIT.fullmatch(word):
            raise other_unit(word)
        if found is None or int(found[1]) == 0:
            raise BadInput(
                "“{word}” isn't a time before the event. Use days, hours or minutes, for example 7d 1d 2h 30m.",
                word=word,
            )
        count, unit = int(found[1]), found[2].lower()
        lead = Lead(count * 7, "d") if unit == "w" else Lead.parse(f"{count}{unit}")
        if lead.length > _LONGEST:
            raise BadInput("“{word}” is too long: a reminder can come at most two years before the event.", word=word)
        leads.add(lead)
    if not leads:
        raise BadInput("Give times before the event in days, hours or minutes, for example 7d 1d 2h 30m.")
    if len(leads) > _MOST_LEADS:
        raise BadInput(
            "That is {number} reminders for one event; the limit is {most}.", number=len(leads), most=_MOST_LEADS
        )
    return tuple(sorted(leads, key=lambda lead: lead.length, reverse=True))


def other_unit(words: str) -> BadInput:
    """The error for a lead in seconds, months or another unit in which a reminder can't come."""
    return BadInput(
        "A reminder comes minutes, hours, days or weeks before an event, not “{word}” before it. Use for example 30m, "
        "1h, 7d or 8w.",
        word=words,
    )


def lead_in_other_unit(line: str) -> str:
    """The words of a lead such as "2 months", before "before" or at the end of a line; "" for a line without one."""
    after = r"(?:\s(?:before|ahead|prior|in\sadvance|beforehand)\b|$)"
    found = re.search(rf"\b({_OTHER_UNIT.pattern}){after}", line, re.IGNORECASE)
    return found[1] if found else ""


def parse_quiet(words: str) -> QuietHours:
    """Parses quiet hours such as 22:00-07:00. Raises BadInput, also for hours that never end."""
    ends = [parse_time(end.strip()) for end in re.split(r"\s*(?:-|–|—|\bto\b)\s*", words.strip(), maxsplit=1)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise BadInput("“{words}” isn't a time range. Use for example 22:00-07:00, or off.", words=words)
    if ends[0] == ends[1]:
        raise BadInput("Those quiet hours would never end. Give a start and a different end, for example 22:00-07:00.")
    return QuietHours(ends[0], ends[1])


def parse_snooze(words: str, now: datetime, zone: str) -> datetime:
    """The instant of 1h, evening (18:00), tomorrow (09:00) or week (in seven days at 09:00) in a zone.

    If the evening has begun, tomorrow's is meant. Raises BadInput.
    """
    wanted = words.lower().removeprefix("this ").removeprefix("next ").removesuffix(" morning")
    today = now.astimezone(ZoneInfo(zone)).date()
    if (found := _PUT_OFF_BY.fullmatch(wanted)) and int(found[1]):
        return now + timedelta(hours=int(found[1]))
    match wanted:
        case "evening":
            tonight = instant(today, _EVENING_STARTS, zone)
            return tonight if tonight > now else instant(today + timedelta(days=1), _EVENING_STARTS, zone)
        case "tomorrow":
            return instant(today + timedelta(days=1), DAY_STARTS, zone)
        case "week":
            return instant(today + timedelta(days=7), DAY_STARTS, zone)
    raise BadInput("“{words}” isn't a time to snooze until. Use 1h, evening, tomorrow or week.", words=words)


def parse_when(
    words: Sequence[str], now: datetime, zone: str, *, asks: bool = False, zones: ZoneReader = zone_at_head
) -> tuple[EventDate, tuple[str, ...]]:
    """Reads DATE [TIME] [ZONE] from the front and returns the words left over.

    A date with a time is an instant, in `zone` unless `zones` finds one after it. Raises BadInput for an invalid or
    impossible date or an unknown zone, and Ambiguous if two dates are possible; with `asks`, also for today's weekday.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    when, used = _date(words, today)
    if asks:
        relative_days.ask_back(" ".join(words[:used]), today)
    rest = list(words[used:])
    clock: Sequence[str] = rest[1:] if rest and rest[0].lower() == "at" else rest
    halved = len(clock) > 1 and clock[0][:1].isdigit() and clock[1].lower() in ("am", "pm", "a.m.", "p.m.")
    at = parse_time("".join(clock[: 1 + halved])) if clock else None
    clock = clock[1:] if halved else clock
    if at is None:
        return when, tuple(rest)
    if when.first != when.last:
        raise BadInput("Put the date before the time, for example 2026-04-14 09:30.")
    named, count = zones(clock[1:]) or ("", 0)
    there, clock = named, clock[1 + count :]
    moment = instant(when.first, at, there or zone)
    return EventDate(
        when.first, when.first, "instant", moment.astimezone(ZoneInfo(there or zone)), there or zone
    ), tuple(clock)


def _date(words: Sequence[str], today: date) -> tuple[EventDate, int]:
    when, used = _any_date(words, today)
    if when.first.year not in YEARS or when.last.year not in YEARS:
        far, first, last = " ".join(words[:used]), str(YEARS[0]), str(YEARS[-1])
        raise BadInput(
            "“{words}” is out of range: I accept dates from {first} to {last}.", words=far, first=first, last=last
        )
    return when, used


def _any_date(words: Sequence[str], today: date) -> tuple[EventDate, int]:
    if not words:
        raise BadInput("Give a date, for example 2026-04-14, or a month, for example 2026-05.")
    if found := _ISO_DAY.fullmatch(words[0]):
        day = _day(words[0], int(found[1]), int(found[2]), int(found[3]))
        return EventDate(day, day, "day"), 1
    if found := _ISO_MONTH.fullmatch(words[0]):
        first = _day(words[0], int(found[1]), int(found[2]), 1)
        return EventDate(first, first.replace(day=monthrange(first.year, first.month)[1]), "month"), 1
    for count in range(min(_LONGEST_DATE, len(words)), 0, -1):
        when = relative_days.read(" ".join(words[:count]), today)
        if when is not None and when.at is None:
            return when, count
    relative_days.ask_back(words[0], today)
    raise BadInput("I can't read “{words}” as a date. Use 2026-04-14, or 2026-05 for a month.", words=words[0])


def _day(word: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput("{word} isn't in the calendar.", word=word) from None
