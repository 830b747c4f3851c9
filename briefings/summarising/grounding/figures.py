"""Checks numbers and dates: value, kind and what they count."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefings.summarising.grounding.measures import KINDS, MAGNITUDES
from briefings.summarising.grounding.tokens import tokens
from briefings.text import number_words
from briefings.text.patterns import lazy_re

_VALUES = number_words.ENGLISH | number_words.RUSSIAN
_WORDED = "|".join(sorted(_VALUES, key=len, reverse=True))
_FIGURE = lazy_re(
    r"(?P<before>[$€£¥])? ?(?:(?<![\dA-Za-z\u00c0-\u024f\u0400-\u04ff])"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?P<rest>[.,]\d+(?!\d))?"
    rf"|\b(?P<words>(?:{_WORDED})(?:[- ](?:{_WORDED}))?)\b)"
    rf"(?:[ -]?(?P<magnitude>{'|'.join(pattern for pattern, _ in MAGNITUDES)}))?"
    rf"(?:[ -]?(?P<after>{'|'.join(pattern for _, pattern in KINDS)}))?",
    re.IGNORECASE,
)
_SHARES = {"half": "1/2", "halv": "1/2", "twice": "2x", "doubl": "2x", "tripl": "3x", "thrice": "3x", "dozen": "12"} | {
    word: word for word in ("third", "quarter", "fourth", "fifth", "tenth", "second", "first", "hundredth", "treble")
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_RUSSIAN_MONTHS = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма[йяе]",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
]
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DATES = (
    lazy_re(rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?\b{_MONTH}(?:,? (?P<year>\d{{4}}))?"),
    lazy_re(rf"\b{_MONTH}\.? (?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"),
    lazy_re(rf"(?:\b(?P<day>\d{{1,2}}) )?\b(?P<month>{'|'.join(_RUSSIAN_MONTHS)})\w*(?: (?P<year>\d{{4}}))?", re.I),
    lazy_re(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?"),
    lazy_re(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)
_NEAR = 3  # words after a number among which that which it counts is looked for


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    kind: str
    start: int
    end: int


def unsupported_figures(sentence: str, source: str) -> bool:
    """Whether a number or a fraction in words is missing from the source with that value and kind."""
    known = {(figure.value, figure.kind) for figure in _figures(source)}
    values = {value for value, _ in known}
    for figure in _figures(sentence):
        plain_one = figure.value == 1 and not sentence[figure.start : figure.end].strip().isdecimal()
        if not plain_one and (figure.value, figure.kind) not in known and (figure.kind or figure.value not in values):
            return True
        if not plain_one and not figure.kind and (figure.value, "") not in known and (figure.value, "%") in known:
            return True
    return bool(_shares(sentence) - _shares(source))


def misplaced_figures(sentence: str, source: str) -> bool:
    """Whether a number counts a different thing than in the source, which gives that thing another number."""
    told, known = _counted(sentence), _counted(source)
    things, words = {thing for _, thing in told}, {token.term for token in tokens(sentence)}
    for value, thing in told:
        values = {other for other, counted in known if counted == thing}
        own = {counted for other, counted in known if other == value}
        if values and value not in values and own and not (own & words) - things:
            return True
    return False


def displaced_figures(clause: str, nearest: Sequence[str]) -> bool:
    """Whether a clause has a number where the matching source clauses have others of its kind."""
    figures = list(_figures(clause))
    told = {figure.value for figure in figures}
    for figure in figures:
        there = [{other.value for other in _figures(near) if other.kind == figure.kind} for near in nearest]
        if there and all(values - told and figure.value not in values for values in there):
            return True
    return False


def unsupported_dates(sentence: str, source: str) -> bool:
    """Whether a date matches no date of the source, as far as both are known."""
    known = _dates(source)
    return any(not any(_fits(date, other) for other in known) for date in _dates(sentence))


def _figures(text: str) -> Iterator[_Figure]:
    plain = _plain(text)
    for match in _FIGURE.finditer(plain):
        value = _value(match)
        for pattern, factor in MAGNITUDES:
            if match["magnitude"] and re.fullmatch(pattern, match["magnitude"], re.IGNORECASE):
                value *= factor
        marks = f"{match['before'] or ''} {match['after'] or ''}"
        kind = next((name for name, pattern in KINDS if re.search(pattern, marks, re.IGNORECASE)), "")
        yield _Figure(value.normalize(), kind, match.start(), match.end())


def _plain(text: str) -> str:
    """Full-width characters as plain ones, if all offsets stay the same."""
    folded = "".join(unicodedata.normalize("NFKC", sign) if 0xFF00 <= ord(sign) <= 0xFFEF else sign for sign in text)
    return folded if len(folded) == len(text) else text


def _value(match: re.Match[str]) -> Decimal:
    if match["words"]:
        words = re.split(r"[- ]", match["words"].lower())
        return Decimal(sum(_VALUES[word] for word in words if word in _VALUES))
    whole = re.sub(r"\D", "", match["digits"])
    rest = (match["rest"] or "").replace(",", ".")
    return Decimal(f"{whole}{rest}")


def _shares(text: str) -> set[str]:
    return {_SHARES[token.term] for token in tokens(text) if token.term in _SHARES}


def _counted(text: str) -> set[tuple[Decimal, str]]:
    """Each number with the first content word after it, before the next number."""
    figures, pairs = list(_figures(text)), set()
    for number, figure in enumerate(figures, 1):
        end = figures[number].start if number < len(figures) else len(text)
        after = [token for token in tokens(text) if figure.end <= token.start < end][:_NEAR]
        thing = next((token.term for token in after if token.content and not token.figure), None)
        stop = re.search(r"[.;:,，。；]", text[figure.end : after[0].start]) if after else None
        if thing and not stop:
            pairs.add((figure.value, thing))
    return pairs


_Date = tuple[int | None, int, int | None]


def _dates(text: str) -> list[_Date]:
    found = [_date(match) for pattern in _DATES for match in pattern.finditer(_plain(text)) if _is_month(match)]
    whole = {month for day, month, _ in found if day is not None}
    return [date for date in found if date[0] is not None or date[1] not in whole]


def _is_month(match: re.Match[str]) -> bool:
    """Whether “May” or “March” is a month; both are ordinary words too, especially at the start of a sentence."""
    if match["month"] not in ("May", "March", "Mar"):
        return True
    words = match.string[: match.start()].split()[-1:]
    return bool(match["day"] or match["year"] or (words and words[0][-1] not in '.!?:“"' and words[0].islower()))


def _date(match: re.Match[str]) -> _Date:
    day, year, month = match["day"], match["year"], match["month"].lower()
    if month.isdecimal():
        number = int(month)
    elif month[:3] in _MONTHS:
        number = _MONTHS.index(month[:3]) + 1
    else:
        number = next(n for n, pattern in enumerate(_RUSSIAN_MONTHS, 1) if re.match(pattern, month))
    return (int(day) if day else None), number, (int(year) if year else None)


def _fits(date: _Date, other: _Date) -> bool:
    """Whether dates match: a day must be present; a year may be elsewhere in the source, as a number."""
    (day, month, year), (known_day, known_month, known_year) = date, other
    return month == known_month and day in (None, known_day) and (None in (year, known_year) or year == known_year)
