"""Interprets English dates; `english_rules` has their patterns."""

import re
from collections.abc import Callable
from datetime import timedelta

from briefings.model.agenda import EventDate
from briefings.reading.dates import spans
from briefings.reading.dates.context import Context, figure, group

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORD_DAYS = {
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PARTS: dict[str, spans.Part] = {
    "early": "early", "start": "early", "beginning": "early", "mid": "mid", "middle": "mid", "late": "late",
    "later": "late", "end": "late", "close": "late",
}  # fmt: skip
_NEAR_YEARS = 10  # from the reference, within which a year may be given by two figures
_DECADE_YEARS = {"early": (0, 4), "mid": (4, 3), "late": (7, 3)}  # first year and how many


def _month(match: re.Match[str], name: str = "month") -> int:
    return MONTHS.index(match[name][:3].lower()) + 1


def _year(match: re.Match[str]) -> int:
    return figure(match, "year")


def day_month(match: re.Match[str], context: Context) -> EventDate | None:
    """A day and month; the year is optional, a second day makes a range."""
    month, first = _month(match), figure(match, "day")
    last = figure(match, "day2") or first

    def in_year(year: int) -> EventDate | None:
        opening = spans.day(year, month, first)
        return opening if first == last else spans.between(opening, spans.day(year, month, last))

    if _year(match):
        return in_year(_year(match))
    return _on_weekday(match[0], in_year, context) or context.yearly(in_year)


def _on_weekday(said: str, in_year: Callable[[int], EventDate | None], context: Context) -> EventDate | None:
    """The occurrence of a yearly date next to the reference that falls on the weekday written before it."""
    number = next((n for n, name in enumerate(DAYS) if said[:3].lower() == name[:3]), None)
    if number is None or context.reference is None:
        return None
    around = [when for by in (0, 1, -1) if (when := in_year(context.reference.year + by))]
    return next((when for when in around if when.first.weekday() == number), None)


def week_of(match: re.Match[str], context: Context) -> EventDate | None:
    """The week that contains a given day."""
    when = day_month(match, context)
    return spans.week(when.first) if when else None


def two_months(match: re.Match[str], context: Context) -> EventDate | None:
    """A range from a month, or a day in it, to another month; the year is the last one's."""
    first, last = _month(match), _month(match, "month2")

    def ending_in(year: int) -> EventDate | None:
        opening = _day_or_month(year - (last < first), first, figure(match, "day"))
        return spans.between(opening, _day_or_month(year, last, figure(match, "day2")))

    return ending_in(_year(match)) if _year(match) else context.yearly(ending_in)


def _day_or_month(year: int, month: int, number: int) -> EventDate | None:
    return spans.day(year, month, number) if number else spans.months(year, month)


def month_year(match: re.Match[str], _context: Context) -> EventDate | None:
    """A month of a given year."""
    return spans.months(_year(match), _month(match))


def month_only(match: re.Match[str], context: Context) -> EventDate | None:
    """A month without a year."""
    month = _month(match)
    return context.yearly(lambda year: spans.months(year, month))


def relative_month(match: re.Match[str], context: Context) -> EventDate | None:
    """ "Last", "next" or "this" month by name."""
    here, month, step = context.reference, _month(match), context.step(match["rel"])
    if here is None:
        return None
    moved = {-1: -(month >= here.month), 0: 0, 1: month <= here.month}[step]
    return spans.months(here.year + moved, month)


def month_of_relative_year(match: re.Match[str], context: Context) -> EventDate | None:
    """A month of last, this or next year."""
    here = context.reference
    return spans.months(here.year + context.step(match["rel"]), _month(match)) if here else None


def day_of_relative_year(match: re.Match[str], context: Context) -> EventDate | None:
    """A day and month of last, this or next year."""
    here = context.reference
    return spans.day(here.year + context.step(match["rel"]), _month(match), figure(match, "day")) if here else None


def iso_month(match: re.Match[str], _context: Context) -> EventDate | None:
    """A numeric year and month."""
    return spans.months(_year(match), figure(match, "mm"))


def numeric(match: re.Match[str], _context: Context) -> EventDate | None:
    """A numeric year, month and day in an unambiguous order."""
    return spans.day(_year(match), figure(match, "mm"), figure(match, "day"))


def slashed(match: re.Match[str], context: Context) -> EventDate | None:
    """A numeric day and month in either order; None if both orders are possible and the text doesn't tell."""
    first, second = figure(match, "a"), figure(match, "b")
    if first == second or first > 12:
        return spans.day(_year(match), second, first)
    if second > 12 or context.day_first is False:
        return spans.day(_year(match), first, second)
    return spans.day(_year(match), second, first) if context.day_first else None


def short_year(match: re.Match[str], context: Context) -> EventDate | None:
    """A day with two figures of its year, within ten years of the reference: 16.12.26."""
    year = 2000 + figure(match, "yy")
    if context.reference is None or abs(year - context.reference.year) > _NEAR_YEARS:
        return None
    return spans.day(year, figure(match, "mm"), figure(match, "day"))


def rest_of(match: re.Match[str], context: Context) -> EventDate | None:
    """What is left of this week, month, quarter or year after the reference day."""
    whole = context.unit(match["unit"].lower(), 0)
    if whole is None or context.reference is None or context.reference >= whole.last:
        return None
    return spans.between(spans.one_day(context.reference + timedelta(days=1)), whole)


def weekday(match: re.Match[str], context: Context) -> EventDate | None:
    """A weekday, with or without "last", "this" or "next"."""
    return context.weekday(DAYS.index(match["dow"].lower()), group(match, "rel"))


def word_day(match: re.Match[str], context: Context) -> EventDate | None:
    """A day with a word of its own, such as "today"."""
    return context.days(WORD_DAYS[" ".join(match["word"].lower().split())])


def relative_unit(match: re.Match[str], context: Context) -> EventDate | None:
    """The last, this or the next week, month, quarter, year or decade."""
    return context.unit(match["unit"].lower(), context.step(match["rel"]))


def counted(match: re.Match[str], context: Context) -> EventDate | None:
    """A number of days, weeks, months or years ago or from now."""
    number = match["n"].lower()
    count = int(number) if number.isdecimal() else NUMBERS[number]
    back = match["way"].lower() in {"ago", "earlier"}
    length = match["way"].lower() == "within" and "next" not in match[0].lower() and not context.leaning
    if length or (not back and context.direction == "past"):
        return None  # "within a week the protests had spread" counts from what was told before
    return context.unit(match["unit"].lower(), -count if back else count)


def part(match: re.Match[str], context: Context) -> EventDate | None:
    """An early, middle or late part of a month, year or decade."""
    which = _PARTS[re.findall("|".join(_PARTS), match["part"].lower())[-1]]
    if group(match, "decade"):
        first, count = _DECADE_YEARS[which]
        return spans.months(figure(match, "decade") + first, 1, 12 * count, "range")
    if group(match, "month"):
        month = _month(match)
        if _year(match):
            return spans.part(spans.months(_year(match), month), which)
        return context.yearly(lambda year: spans.part(spans.months(year, month), which))
    if _year(match):
        return spans.part(spans.year(_year(match)), which)
    return spans.part(context.unit(match["unit"].lower(), context.step(group(match, "rel") or "this")), which)


def fraction(match: re.Match[str], context: Context) -> EventDate | None:
    """A numbered quarter or half of a year."""
    number = ORDINALS[match["nth"].lower()] if group(match, "nth") else figure(match, "number")
    make = spans.half if match["what"].lower().startswith("h") else spans.quarter
    if _year(match):
        return make(_year(match), number)
    if group(match, "rel") and context.reference:
        return make(context.reference.year + context.step(match["rel"]), number)
    return context.yearly(lambda year: make(year, number))


def season(match: re.Match[str], context: Context) -> EventDate | None:
    """A season of a given year, the last or next one, or the one the clause suggests."""
    name = match["season"].lower().replace("fall", "autumn")
    if _year(match):
        return spans.season(_year(match), name)
    step = context.step(match["rel"]) if group(match, "rel") else None
    return context.season(name, step)


def year(match: re.Match[str], _context: Context) -> EventDate | None:
    """A whole year."""
    return spans.year(_year(match))


def years(match: re.Match[str], _context: Context) -> EventDate | None:
    """A range of years; the second may have two digits. 2006/2017 is none, since a slash joins neighbouring years."""
    first, last = match["year"], match["year2"]
    if "/" in match[0] and (int(last) - int(first)) % 100 != 1:
        return None
    return spans.between(spans.year(int(first)), spans.year(int(first[: 4 - len(last)] + last)))


def decade(match: re.Match[str], _context: Context) -> EventDate | None:
    """Ten years."""
    return spans.decade(figure(match, "decade"))


def century(match: re.Match[str], _context: Context) -> EventDate | None:
    """A century; the twentieth starts in 1901."""
    return spans.months(100 * figure(match, "century") - 99, 1, 1200, "range")


def nth_day(match: re.Match[str], context: Context) -> EventDate | None:
    """A day of an unnamed month."""
    return context.monthly(figure(match, "day"))


def year_end(_match: re.Match[str], context: Context) -> EventDate | None:
    """The last third of this year."""
    return spans.part(context.unit("year", 0), "late")
