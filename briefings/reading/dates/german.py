"""Dates in German."""

import re

from briefings.model.agenda import EventDate
from briefings.reading.dates import spans
from briefings.reading.dates.context import Context, Rule, days_of_month, figure, group, whole_month

_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_PARTS: dict[str, spans.Part] = {"anfang": "early", "mitte": "mid", "ende": "late"}
_SEASONS = {
    "Frühjahr": "spring", "Frühling": "spring", "Sommer": "summer", "Herbst": "autumn", "Winter": "winter",
}  # fmt: skip
_WORD_DAYS = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
_STEP = {"letzt": -1, "vergangen": -1, "dies": 0, "kommend": 1, "nächst": 1}
_UNITS = {"woche": "week", "monat": "month", "jahr": "year", "quartal": "quarter"}


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"][:3].lower()) + 1


def _day(match: re.Match[str], context: Context) -> EventDate | None:
    return days_of_month(match, context, _month(match))


def _figures(match: re.Match[str], context: Context) -> EventDate | None:
    """A day and month in figures, "bis 02.09.", or a span of two: "06.10.-10.10."."""
    months = figure(match, "mm"), figure(match, "mm2") or figure(match, "mm")
    first, last = figure(match, "day"), figure(match, "day2") or figure(match, "day")

    def in_year(year: int) -> EventDate | None:
        opening = spans.day(year, months[0], first)
        return opening if not group(match, "day2") else spans.between(opening, spans.day(year, months[1], last))

    return context.yearly(in_year)


def _whole_month(match: re.Match[str], context: Context) -> EventDate | None:
    return whole_month(match, context, _month(match), _PARTS.get(group(match, "part").lower()))


_M = (
    r"(?P<month>Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    r"(?:Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.)"
)
_Y = r"(?P<year>(?:1[0-9]|20)\d{2})(?!\d)"
_AND_Y = rf"(?:\s{_Y}|(?!\w|\s\d{{4}}))"
_DOW = r"(?P<dow>Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)"
_D = r"(?<![\d.])(?P<day>\d{1,2})\."
_D2 = r"(?P<day2>\d{1,2})\."

RULES: tuple[Rule, ...] = (
    Rule(rf"{_D}\s?(?:bis|und|[-–])\s?(?:zum\s)?{_D2}\s?{_M}{_AND_Y}", _day),
    Rule(rf"{_D}\s?{_M}{_AND_Y}", _day),
    Rule(
        r"(?<![\d.])(?P<day>[0-3]?\d)\.(?P<mm>[01]\d)\.?\s?(?:[-–]|bis)\s?(?P<day2>[0-3]?\d)\.(?P<mm2>[01]\d)\.(?!\d)",
        _figures,
    ),
    Rule(r"(?<![\d.])(?P<day>[0-3]?\d)\.(?P<mm>[01]\d)\.(?!\d)", _figures),
    Rule(rf"(?<!\w)(?P<part>Anfang|Mitte|Ende)\s{_M}{_AND_Y}", _whole_month),
    Rule(rf"(?<![\w.])(?<!\d\.\s){_M}\s{_Y}", _whole_month),
    Rule(rf"(?<!\w)(?i:im|seit|bis|ab|vom|zum)\s(?P<core>{_M})(?!\w|\s\d)", _whole_month),
    Rule(
        rf"(?<!\w)(?i:am|bis|zum|ab)\s(?P<core>{_DOW})(?!\w|,?\s(?:(?:den|dem)\s)?\d)",
        lambda match, context: context.weekday(_DAYS.index(match["dow"].lower())),
    ),
    Rule(
        rf"(?<!\w)(?P<word>{'|'.join(_WORD_DAYS)})(?!\w)(?!\sfrüh)",
        lambda match, context: context.days(_WORD_DAYS[match["word"].lower()]),
    ),
    Rule(
        r"(?<!\w)(?i:(?P<rel>letzt|vergangen|dies|kommend|nächst)e[nrsm]?)\s(?P<unit>Woche|Monat|Jahr|Quartal)(?:es|s)?(?!\w)",
        lambda match, context: context.unit(_UNITS[match["unit"].lower()], _STEP[match["rel"].lower()]),
    ),
    Rule(
        rf"(?<!\w)(?P<part>Anfang|Mitte|Ende)\s{_Y}",
        lambda match, _context: spans.part(spans.year(figure(match, "year")), _PARTS[match["part"].lower()]),
    ),
    Rule(
        rf"(?<!\w)(?P<season>{'|'.join(_SEASONS)})(?:ferien)?\s{_Y}",
        lambda match, _context: spans.season(figure(match, "year"), _SEASONS[match["season"]]),
    ),
    Rule(rf"(?<!\w)(?i:im\sJahre?|seit|bis|Jahre?s?)\s{_Y}", lambda match, _context: spans.year(figure(match, "year"))),
)
