"""Finds the day, or the recurring days, on which a sentence wants a reminder: "on 5 december", "every day". Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.commands.phrases import slots
from briefings.text import lazy_re

_MONTHS_EN = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,6})?\b"
_MONTHS_RU = r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
_YEAR = r"(?:,? 20\d\d(?: года)?)?"
_DATE = (
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS_EN}{_YEAR}|{_MONTHS_EN} (?:the )?\d{{1,2}}(?:st|nd"
    rf"|rd|th)?(?![\d:]){_YEAR}"
    rf"|\d{{1,2}}(?:-го)? {_MONTHS_RU}{_YEAR}|(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}[日号]|20\d\d-\d\d-\d\d"
)
_NUMBERS = (
    r"(?<![\d.])\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|\.\d{1,2}\.\d{2,4})(?!\d)"  # whose order of day and month is unclear
)
_WEEKDAY = (
    r"(?:(?:on|this|next|coming) )*(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!s)\b"
    r"|\bво? (?:(?:эт|следующ)\w+ )?(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)"
    r"|(?<!每)(?<!每个)(?:[下这本]个?)?(?:周|星期|礼拜)[一二三四五六日天]"
)
_FROM_NOW = (
    r"\bin (?P<en>an?|one|two|three|four|five|six|seven|ten|\d{1,3}) (?P<en_unit>day"
    r"|week)s?\b(?! (?:before|ahead|prior))"
    r"|\bчерез (?:(?P<ru>два|две|три|четыре|пять|шесть|семь|десять|\d{1,3}) )?(?P<ru_unit>день|дн[яей]+|недел[юи]?)\b"
    r"|(?P<zh>\d{1,3}|[一两二三四五六七十])个?(?P<zh_unit>天|周|星期)(?:之|以)?后"
)
_RECURRING = lazy_re(
    r"\b(?:every|each) (?:single |other )?(?:days?|weeks?|months?|mornings?|evenings?|nights?|hours?|\w+day)\b"
    r"|\b(?:daily|weekly|monthly|hourly)\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
    r"|\b(?:twice|once) an? (?:day|week)\b"
    r"|\bкажд\w+ (?:день|недел\w+|месяц\w*|утр\w+|вечер\w*|час\w*|понедельник|вторник|среду|четверг"
    r"|пятницу|субботу|воскресенье)"
    r"|\b(?:ежедневн|еженедельн|ежечасн)\w+|\bпо (?:будням|выходным|\w+ам)\b(?= |$)"
    r"|每(?:[天日]|个?(?:周|星期|礼拜)[一二三四五六日天]?|个?月|小时)",
    re.IGNORECASE,
)
_NAMED = lazy_re(rf"(?P<date>{_DATE})|(?P<weekday>{_WEEKDAY})|(?P<span>{_FROM_NOW})|{_NUMBERS}", re.IGNORECASE)
_NEXT = lazy_re(r"\bnext\b|следующ", re.IGNORECASE)
_SIGN = lazy_re(r"^(?:on|во?) ", re.IGNORECASE)
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "два": 2,
    "две": 2,
    "три": 3,
    "четыре": 4,
    "пять": 5,
    "шесть": 6,
    "семь": 7,
    "десять": 10,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "十": 10,
}
_BETWEEN = lazy_re(  # remind me on 5 december about the vote
    (
        rf"(?<=\s)(?:(?:on|at|for|by|во?|на) )?(?:{_DATE}|{_WEEKDAY}|{_FROM_NOW}),?\s+(?=(?:about|of|for|regarding"
        rf"|that|о|об|про|до)\b)"
    ),
    re.IGNORECASE,
)
_ORDER = lazy_re(r".{0,24}(?:remind|alert|notify|напомн|напомин|предупред)", re.IGNORECASE)
_BEFORE = lazy_re(
    rf"^(?:(?P<head>.*?)(?:(?:on|во?|请?在|请) ?)?(?:{_DATE}|{_WEEKDAY}|{_FROM_NOW}),?\s*)"
    r"(?P<rest>(?:please |пожалуйста )?(?:remind|напомн|предупред|提醒).*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day as a sentence names it; `day` is None for one that can't be told, as 31 February.

    `weekday` if only its weekday was said.
    """

    words: str
    day: date | None = None
    weekday: bool = False


def named_day(sentence: str, today: date) -> NamedDay | None:
    """The first day that a sentence names; None if it names none."""
    found = _NAMED.search(sentence)
    if found is None:
        return None
    words = _SIGN.sub("", found[0].strip())
    if found["date"]:
        iso = slots.period_in(found["date"], today)
        return NamedDay(words, date.fromisoformat(iso) if re.fullmatch(r"\d{4}-\d\d-\d\d", iso) else _iso(found[0]))
    if found["weekday"]:
        return NamedDay(words, _weekday(found["weekday"], today), weekday=True)
    return NamedDay(words, _from_now(found, today) if found["span"] else None)


def recurring(sentence: str) -> str:
    """The words that want a reminder again and again; "" for none."""
    found = _RECURRING.search(sentence)
    return found[0] if found else ""


def without_day(sentence: str) -> str:
    """A sentence without the day before or right behind its order: "on 7 december remind me of it"."""
    found = _BEFORE.match(sentence)
    rest = f"{found['head']}{found['rest']}".strip(" ，,") if found else sentence
    return _BETWEEN.sub("", rest, count=1) if _ORDER.match(rest) else rest


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return None


def _weekday(words: str, today: date) -> date | None:
    """The next such day; None where "next" leaves open which."""
    number = next((at for at, typed in enumerate(slots.WEEK, 1) if typed in slots.days_in(words).split(",")), 0)
    if not number:
        return None
    if "下" in words:
        return today + timedelta(days=7 - today.isoweekday() + number)
    ahead = (number - today.isoweekday()) % 7
    return None if ahead and _NEXT.search(words) else today + timedelta(days=ahead or 7)


def _from_now(found: re.Match[str], today: date) -> date:
    count = (found["en"] or found["ru"] or found["zh"] or "one").lower()
    unit = found["en_unit"] or found["ru_unit"] or found["zh_unit"]
    days = 7 if unit.lower()[:3] in ("wee", "нед") or unit[0] in "周星" else 1
    return today + timedelta(days=days * (int(count) if count.isdecimal() else _COUNTS[count]))
