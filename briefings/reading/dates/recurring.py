"""Recurrence phrases: "every weekday", "on the 15th of every month", "по будням", "每周一"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import cache

from briefings.model.agenda import EventDate
from briefings.model.schedule.recurrence import Recurrence
from briefings.reading.dates import clock
from briefings.reading.dates.english import MONTHS, NUMBERS

_WORKING, _WEEKEND = frozenset(range(1, 6)), frozenset((6, 7))
_STEMS = (
    *(("mon", 1), ("tue", 2), ("wed", 3), ("thu", 4), ("fri", 5), ("sat", 6), ("sun", 7)),
    *(("пон", 1), ("вто", 2), ("сре", 3), ("чет", 4), ("пят", 5), ("суб", 6), ("вос", 7)),
    *(("一", 1), ("二", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("日", 7), ("天", 7)),
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\b"
_TO = r"(?:\s?[-–—]\s?|\s(?:to|till|until|through|thru)\s)"
_DAYS = rf"(?P<days>{_DAY}(?:(?:,\s*(?:and\s)?|\s(?:and|&)\s|,?\s?&\s?|{_TO}|\s){_DAY})*)"
_SPAN = re.compile(rf"({_DAY})(?:{_TO}({_DAY}))?", re.IGNORECASE)
_RU_DAY = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)[а-яё]{0,3}"
_RU_DAYS = rf"(?P<days>{_RU_DAY}(?:(?:,\s*|\sи\s){_RU_DAY})*)"
_COUNT = r"(?P<count>\d{1,2}|other|second|third|two|three|four|five|six)"
_NTH = r"(?P<nth>\d{1,2})(?:st|nd|rd|th)?"
_WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
_OF_MONTH = r"of\s(?:every|each|the)\smonth"


_HOURS = ("word", "zhhour", "zhminute", "zhhalf", "hour", "minute", "half", "hour24", "minute24", "hour_ru", "ru_half")
ANY_DAY = EventDate(date(2026, 1, 1), date(2026, 1, 1), "day")


def recurrence(phrase: str) -> Recurrence | None:
    """The recurrence rule that a whole phrase means, with its time of day and zone if named."""
    found = recurrence_at_head(phrase)
    return found[0] if found and not found[1].strip(" .") else None


def recurrence_at_head(line: str) -> tuple[Recurrence, str] | None:
    """The recurrence rule at the start of a line, a time of day on either side, and the rest of the line."""
    body = line.strip()
    early = clock.AFTER.match(body)
    start, at, zone = _told(early) if early else (0, None, None)
    if at is not None:
        start += len(body[start:]) - len(body[start:].lstrip(" ,"))
    for pattern, make in _shapes():
        match = pattern.match(body, start)
        rule = make(match) if match else None
        if match is None or rule is None:
            continue
        end, late = match.end(), clock.AFTER.match(body, match.end())
        if at is None and late:
            end, at, zone = _told(late)
        return replace(rule, at=at, zone=zone), body[end:].strip(" ,")
    return None


def _told(match: re.Match[str]) -> tuple[int, time | None, str | None]:
    """The end of a time of day, the time, and its zone; zone abbreviations such as CET are left to the caller."""
    when = clock.at_time(ANY_DAY, match, None)
    if when is None or when.at is None:
        return match.start(), None, None
    zone = None if match["short"] else when.zone
    end = match.end() if zone else max(match.end(name) for name in _HOURS)
    end += (
        len(match.string[end : end + 1])
        if match["zhhour"] and not match["zhminute"] and not match["zhhalf"] and not zone
        else 0
    )
    return end, when.at.time().replace(tzinfo=None), zone


def _weekly(match: re.Match[str]) -> Recurrence:
    if spans := _SPAN.findall(match["days"]):
        return Recurrence("weekly", _count(match), frozenset().union(*(_through(*span) for span in spans)))
    days = frozenset(_day(word) for word in re.findall(r"[^\W\d_]+", match["days"]) if word.lower() != "и")
    return Recurrence("weekly", _count(match), days)


def _through(first: str, last: str) -> frozenset[int]:
    """The weekdays from one to another, across the week's end if needed; a single day is itself."""
    start = _day(first)
    return frozenset((start + n - 1) % 7 + 1 for n in range((_day(last or first) - start) % 7 + 1))


def _chinese_weekly(match: re.Match[str]) -> Recurrence:
    return Recurrence("weekly", 1, frozenset(_day(sign) for sign in match["days"] if sign in "一二三四五六日天"))


def _russian_monthly(match: re.Match[str]) -> Recurrence | None:
    number = int(match["nth"] or match["nth2"])
    return Recurrence("monthly", 1, month_days=(number,)) if 1 <= number <= 31 else None


def _daily(match: re.Match[str]) -> Recurrence:
    return Recurrence("daily", _count(match))


def _working(_match: re.Match[str]) -> Recurrence:
    return Recurrence("weekly", 1, _WORKING)


def _weekend(_match: re.Match[str]) -> Recurrence:
    return Recurrence("weekly", 1, _WEEKEND)


def _monthly(match: re.Match[str]) -> Recurrence | None:
    number = int(match["nth"])
    return Recurrence("monthly", _count(match), month_days=(number,)) if 1 <= number <= 31 else None


def _nth_weekday(match: re.Match[str]) -> Recurrence:
    return Recurrence("monthly", 1, frozenset((_day(match["day"]),)), which=_WHICH[match["which"].lower()])


def _yearly(match: re.Match[str]) -> Recurrence | None:
    number, month = int(match["nth"]), MONTHS.index(match["month"][:3].lower()) + 1
    return Recurrence("yearly", 1, month_days=(number,), month=month) if 1 <= number <= 31 else None


def _day(word: str) -> int:
    return next(number for stem, number in _STEMS if word.lower().startswith(stem))


def _count(match: re.Match[str]) -> int:
    said = (match.groupdict().get("count") or "1").lower()
    return int(said) if said.isdecimal() else {"other": 2, "second": 2, "third": 3}.get(said) or NUMBERS[said]


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Recurrence | None]], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in _SHAPES)


_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], Recurrence | None]], ...] = (
    (r"(?:on\s)?(?:(?:every|each)\s(?:week|work(?:ing)?\s?|business\s)days?|weekdays|work(?:ing)?\s?days)\b", _working),
    (r"(?:on\s|at\s)?(?:(?:every|each)\s)?weekends?\b", _weekend),
    (rf"(?:every\s|each\s){_COUNT}\sweeks?(?:\son)?\s{_DAYS}", _weekly),
    (
        rf"(?:fortnightly|bi-?weekly|every\sfortnight)(?:\son)?\s{_DAYS}",
        lambda match: replace(_weekly(match), interval=2),
    ),
    (rf"(?:every\s|each\s){_COUNT}\s{_DAYS}", _weekly),
    (rf"(?:weekly(?:\son)?\s|every\sweek\son\s|on\s)?(?:(?:every|each)\s)?{_DAYS}", _weekly),
    (rf"(?:every|each)\s{_COUNT}\sdays\b", _daily),
    (r"(?:daily|(?:every|each)\s(?:day|morning|evening|afternoon|night))\b", _daily),
    (rf"(?:on\s)?(?:the\s)?{_NTH}\s(?:day\s)?{_OF_MONTH}\b", _monthly),
    (rf"(?:monthly|(?:every|each)\s(?:{_COUNT}\s)?months?)\s(?:on\s)?(?:the\s)?{_NTH}(?![\w:])", _monthly),
    (rf"(?:on\s)?(?:the\s)?last\sday\s{_OF_MONTH}\b", lambda _: Recurrence("monthly", month_days=(-1,))),
    (
        rf"(?:on\s)?(?:the\s|every\s)?(?P<which>first|second|third|fourth|last)\s(?P<day>{_DAY})\s{_OF_MONTH}\b",
        _nth_weekday,
    ),
    (rf"(?:yearly|annually|(?:every|each)\syear)\son\s(?:the\s)?{_NTH}\s(?:of\s)?{_MONTH}\b", _yearly),
    (rf"(?:yearly|annually|(?:every|each)\syear)\son\s{_MONTH}\s{_NTH}\b", _yearly),
    (r"ежедневно|кажд(?:ый\sдень|ое\sутро|ый\sвечер)", _daily),
    (r"по\sбудням|(?:по|в)\s(?:будние|рабочие|рабочим|будним)\s?дн(?:и|ям)|каждый\s(?:будний|рабочий)\sдень", _working),
    (r"по\sвыходным", _weekend),
    (rf"(?:кажд(?:ый|ую|ое)|по)\s{_RU_DAYS}", _weekly),
    (
        r"(?P<nth>\d{1,2})(?:-?го)?(?:\sчисла)?\sкаждого\sмесяца|ежемесячно\s(?P<nth2>\d{1,2})(?:-?го)?(?:\sчисла)?",
        _russian_monthly,
    ),
    (r"每(?:个)?工作日|工作日", _working),
    (r"每(?:个)?周末", _weekend),
    (
        r"每(?:个)?(?:周|星期|礼拜)(?P<days>[一二三四五六日天](?:[、和及,，]?(?:周|星期)?[一二三四五六日天])*)",
        _chinese_weekly,
    ),
    (r"每(?:个)?月(?P<nth>\d{1,2})[日号]", _monthly),
    (r"每天|每日", _daily),
)
