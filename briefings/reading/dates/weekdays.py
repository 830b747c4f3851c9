"""Weekdays written beside a day, which belong to it: "Tue, 14 April", "вторник, 14 апреля", "3月18日（周三）". Pure."""

import re
from dataclasses import dataclass

from briefings.model.agenda import EventDate
from briefings.text import lazy_re

_NAMES = (
    r"[Mm]on(?:day)?|Mo|Montag|[Ll]undi|[Пп]онедельник|[Пп]н|(?:[周週]|星期|[礼禮]拜)一",
    r"[Tt]ue(?:s(?:day)?)?|Di|Dienstag|[Mm]ardi|[Вв]торник|[Вв]т|(?:[周週]|星期|[礼禮]拜)二",
    r"[Ww]ed(?:nesday)?|Mi|Mittwoch|[Mm]ercredi|[Сс]ред[ауы]|[Сс]р|(?:[周週]|星期|[礼禮]拜)三",
    r"[Tt]hu(?:rs(?:day)?)?|Do|Donnerstag|[Jj]eudi|[Чч]етверг|[Чч]т|(?:[周週]|星期|[礼禮]拜)四",
    r"[Ff]ri(?:day)?|Fr|Freitag|[Vv]endredi|[Пп]ятниц[ауы]|[Пп]т|(?:[周週]|星期|[礼禮]拜)五",
    r"[Ss]at(?:urday)?|Sa|Samstag|[Ss]amedi|[Сс]уббот[ауы]|[Сс]б|(?:[周週]|星期|[礼禮]拜)六",
    r"[Ss]un(?:day)?|So|Sonntag|[Dd]imanche|[Вв]оскресенье|[Вв]с|(?:[周週]|星期|[礼禮]拜)[日天]",
)
_NAME = "|".join(f"(?P<day{number}>{names})" for number, names in enumerate(_NAMES))
_REACH = 24  # characters before a day in which its weekday stands
_BEFORE = lazy_re(
    rf"(?<![^\W\u4e00-\u9fff])(?:[本上下这這](?=[周週星礼禮]))?(?:{_NAME})\.?(?:,?\s{{1,2}}(?:(?:the|de[nmr]|le)\s)?|\s?[（(])$"
)
_THEN = r"(?:\s?(?P<year>(?:19|20)\d{2})(?!\d)(?:\sгода|年)?)?"
_BEHIND = (
    lazy_re(rf"(?P<time>[^()（）\n]{{0,20}}?)\s?[（(](?:{_NAME})\.?[)）]{_THEN}"),
    lazy_re(rf"(?P<time>),?\s(?![MDFS][oiar]\b)(?:{_NAME})(?=\s?[.,:;]|\s\d{{4}}|$){_THEN}"),
)
_SHORT = lazy_re(r"(?:M[oi]|D[io]|Fr|S[ao])\b")  # of German, before a figure with a point
_FIGURE = lazy_re(r"\d{1,2}\.")
_CLOSED = lazy_re(r"[)）]")
_YEAR = lazy_re(r"\d{4}|[一二][〇○零一二三四五六七八九]{3}")


@dataclass(frozen=True, slots=True)
class Beside:
    """The span of a day with its weekday, and which one that is (0 is Monday).

    `last` is behind that weekday, `year` the year written there, 0 if there is none.
    """

    start: int
    end: int
    last: int
    number: int
    year: int = 0


def beside(text: str, start: int, end: int) -> Beside | None:
    """The weekday in front of a day or behind it."""
    words = text[max(0, start - _REACH) : start]
    match = _BEFORE.search(words)
    if match and (not _SHORT.match(match[0]) or _FIGURE.match(text, start)):
        closed = _CLOSED.match(text, end) if match[0][-1] in "（(" else None
        end = closed.end() if closed else end
        return Beside(start - len(words) + match.start(), end, end, _number(match))
    match = next((found for each in _BEHIND if (found := each.match(text, end))), None)
    if match is None:
        return None
    return Beside(start, end if match["time"] else match.end(), match.end(), _number(match), int(match["year"] or 0))


def _number(match: re.Match[str]) -> int:
    return next(number for number in range(len(_NAMES)) if match[f"day{number}"])


def on_weekday(when: EventDate, by: Beside, written: str) -> EventDate | None:
    """A day that falls on its weekday, in another year where none is written; None if they disagree."""
    around = (by.year - when.first.year,) if by.year else () if _YEAR.search(written) else (-1, 1)
    if when.first.weekday() == by.number and (not by.year or by.year == when.first.year):
        return when
    for years in around:
        try:
            moved = when.first.replace(year=when.first.year + years)
        except ValueError:  # 29 February
            continue
        if moved.weekday() == by.number:
            return EventDate(moved, moved + (when.last - when.first), when.precision)
    return None
