"""Dates in French."""

import re

from briefings.model.agenda import EventDate
from briefings.reading.dates import spans
from briefings.reading.dates.context import Context, Rule, days_of_month, figure, group, whole_month

_MONTHS = (
    ("janv", 1), ("févr", 2), ("fevr", 2), ("mars", 3), ("avr", 4), ("mai", 5), ("juin", 6), ("juil", 7), ("août", 8),
    ("aout", 8), ("sept", 9), ("oct", 10), ("nov", 11), ("déc", 12), ("dec", 12),
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_PARTS: dict[str, spans.Part] = {"début": "early", "mi": "mid", "fin": "late"}
_WORD_DAYS = {"avant-hier": -2, "hier": -1, "aujourd’hui": 0, "aujourd'hui": 0, "demain": 1, "après-demain": 2}


def _month(match: re.Match[str]) -> int:
    return next(number for stem, number in _MONTHS if match["month"].lower().startswith(stem))


def _day(match: re.Match[str], context: Context) -> EventDate | None:
    return days_of_month(match, context, _month(match))


def _whole_month(match: re.Match[str], context: Context) -> EventDate | None:
    return whole_month(match, context, _month(match), _PARTS.get(group(match, "part").lower()))


def _weekday(match: re.Match[str], context: Context) -> EventDate | None:
    return context.weekday(_DAYS.index(match["dow"].lower()), {"dernier": "last", "prochain": "coming"}[match["rel"]])


_M = (
    r"(?P<month>janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    r"(?:janv|févr|avr|juil|sept|oct|nov|déc)\.)"
)
_Y = r"(?P<year>(?:1[0-9]|20)\d{2})(?!\d)"
_AND_Y = rf"(?:\s{_Y}|(?!\w|\s\d{{4}}))"
_WD = rf"(?:(?:{'|'.join(_DAYS)})\s)?"
_D = r"(?<![\d.,])(?P<day>\d{1,2})(?:er)?"
_D2 = r"(?P<day2>\d{1,2})"

RULES: tuple[Rule, ...] = (
    Rule(rf"{_D}\s?(?:et|au|[-–])\s?(?:le\s)?{_WD}{_D2}\s{_M}{_AND_Y}", _day),
    Rule(rf"{_D}\s{_M}{_AND_Y}", _day),
    Rule(rf"(?<!\w)(?P<part>début|mi|fin)[\s-]{_M}{_AND_Y}", _whole_month),
    Rule(rf"(?<!\w)(?<!\d\s){_M}\s{_Y}", _whole_month),
    Rule(rf"(?<!\w)(?:en|depuis|dès|de|d’|d')\s?(?P<core>{_M})(?!\w|\s\d)", _whole_month),
    Rule(rf"(?<!\w)(?P<dow>{'|'.join(_DAYS)})\s(?P<rel>dernier|prochain)(?!\w)", _weekday),
    Rule(
        rf"(?<!\w)(?P<word>{'|'.join(sorted(_WORD_DAYS, key=len, reverse=True))})(?!\w)",
        lambda match, context: context.days(_WORD_DAYS[match["word"].lower()]),
    ),
    Rule(
        rf"(?<!\w)(?:en|depuis|l’année|l'année|fin|début)\s{_Y}",
        lambda match, _context: spans.year(figure(match, "year")),
    ),
)
