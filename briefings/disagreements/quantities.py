"""Quantities in running text with unit, scale, bounds and rounding, in figures or in words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.model.disagreements import Quantity
from briefings.text import lazy_re, number_words
from briefings.text.terms import is_function, terms

_WORDED: dict[str, float] = {
    **number_words.ENGLISH,
    **number_words.COMPOUND,
    **number_words.GERMAN,
    **number_words.FRENCH,
}
_WORDED |= {"dozen": 12.0, "half": 0.5, "half a": 0.5, "a quarter of a": 0.25, "one and a half": 1.5}
_NUMBERS: dict[str, float] = {**number_words.CHINESE, **number_words.RUSSIAN, **_WORDED}
_SHARES = {
    "a quarter": 25.0,
    "a third": 100 / 3,
    "half": 50.0,
    "two thirds": 200 / 3,
    "two-thirds": 200 / 3,
    "three quarters": 75.0,
    "a fifth": 20.0,
    "a tenth": 10.0,
}
_SCALES = (
    (r"thousand|k(?![A-Za-z])|тыс\.?|тысяч\w{0,3}|千(?!米|克)", 1e3),
    (r"hundred", 1e2),
    (r"million|mn\b|mln\b|m\b|млн\.?|миллион\w{0,3}|百万", 1e6),
    (r"billion|bn\b|млрд\.?|миллиард\w{0,3}|十亿", 1e9),
    (r"trillion|tn\b|трлн\.?|триллион\w{0,3}|万亿", 1e12),
    (r"万", 1e4),
    (r"亿", 1e8),
)
# Pattern, base unit, factor.
_UNITS = (
    (r"percentage[ -]points?|процентн\w+ пункт\w*|个百分点", "point", 1.0),
    (r"%|％|per ?cent\b|pct\b|prozent\b|pour cent\b|процент\w*", "%", 1.0),
    (r"us\$|\$|(?:us )?dollars?\b|usd\b|долл\w*\.?|美元", "usd", 1.0),
    (r"€|euros?\b|eur\b|евро\b|欧元", "eur", 1.0),
    (r"£|pounds?\b|gbp\b|英镑", "gbp", 1.0),
    (r"¥|yuan\b|renminbi\b|rmb\b|юан\w*|元|人民币", "cny", 1.0),
    (r"yen\b|иен\w*|日元", "jpy", 1.0),
    (r"roubles?\b|rubles?\b|руб\w*\.?|卢布", "rub", 1.0),
    (r"kilometres? per hour|km/h|kph", "km/h", 1.0),
    (r"square kilomet(?:re|er)s?|km²|sq km|кв\. км|平方公里", "m2", 1e6),
    (r"square met(?:re|er)s?|m²|кв\. м|平方米", "m2", 1.0),
    (r"hectares?\b|ha\b|гектар\w*|公顷", "m2", 1e4),
    (r"acres?\b", "m2", 4046.86),
    (r"kilomet(?:re|er)s?\b|kms?\b|километр\w*|км\b|公里|千米", "m", 1e3),
    (r"nautical miles?\b", "m", 1852.0),
    (r"miles?\b|мил[ьяи]\b", "m", 1609.34),
    (r"centimet(?:re|er)s?\b|cm\b|сантиметр\w*|厘米", "m", 0.01),
    (r"millimet(?:re|er)s?\b|mm\b|миллиметр\w*|毫米", "m", 0.001),
    (r"met(?:re|er)s?\b|m\b|метр(?:а|ов)?\b|米", "m", 1.0),
    (r"feet\b|foot\b|ft\b", "m", 0.3048),
    (r"kilogram(?:me)?s?\b|kgs?\b|килограмм\w*|кг\b|公斤|千克", "kg", 1.0),
    (r"grams?\b|г\b|克", "kg", 0.001),
    (r"tonnes?\b|tons?\b|тонн\w*|吨", "kg", 1e3),
    (r"barrels?\b|баррел\w*|桶", "bbl", 1.0),
    (r"lit(?:re|er)s?\b|литр\w*|升", "l", 1.0),
    (r"gigawatts?\b|gw\b|гвт\b|吉瓦", "w", 1e9),
    (r"megawatts?\b|mw\b|мвт\b|兆瓦", "w", 1e6),
    (r"kilowatts?\b|kw\b|квт\b|千瓦", "w", 1e3),
    (r"degrees?\b|°c|градус\w*|摄氏度", "deg", 1.0),
    (r"seconds?\b|sekunden?\b|secondes?\b|секунд\w*|秒", "s", 1.0),
    (r"minuten?\b|minutes?\b|минут\w*|分钟", "s", 60.0),
    (r"hours?\b|stunden?\b|stündig\w*|heures?\b|час(?:а|ов)?\b|小时", "s", 3600.0),
    (r"days?\b|tagen?\b|tage\b|tägig\w*|jours?\b|дн(?:я|ей)\b|день|дневн\w+|天", "d", 1.0),
    (r"weeks?\b|wochen?\b|wöchig\w*|semaines?\b|недел\w*|周|星期", "d", 7.0),
    (r"months?\b|monaten?\b|monate\b|monatig\w*|mois\b|месяц\w*|месячн\w+|个月", "mo", 1.0),
    (r"years?\b|jahren?\b|jahre\b|jährig\w*|ans\b|années\b|год(?:а|у)?\b|лет\b|летн\w+|年", "mo", 12.0),
)
_LEAST = (
    r"more than|at least|over|above|exceed\w*|no (?:less|fewer) than|not less than|upwards of|a minimum of|свыше|"
    r"более(?: чем)?|больше|не менее|как минимум|至少|超过|不少于|逾"
)
_MOST = (
    r"up to|at most|fewer than|less than|under|below|no more than|not more than|a maximum of|до|менее(?: чем)?|меньше|"
    r"не более|至多|最多|不到|不超过|少于"
)
_ABOUT = (
    r"about|around|some|roughly|approximately|nearly|almost|close to|an estimated|estimated|circa|ca\.|c\.|just over|"
    r"just under|~|около|примерно|почти|порядка|приблизительно|约|大约|近|将近|大概"
)
_NUMERAL = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"
_WORDS = "|".join(sorted((*_WORDED, *number_words.RUSSIAN), key=len, reverse=True))
_SCALE = "|".join(f"(?:{pattern})" for pattern, _ in _SCALES)
_UNIT = "|".join(f"(?:{pattern})" for pattern, _, _ in _UNITS)
_SIGN = r"us\$|[$€£¥]"
_LONG = "jährig|monatig|wöchig|tägig|stündig|летн|месячн|недельн|дневн"  # that a number in words is joined to
_VALUE = (
    rf"(?:{_NUMERAL}|(?<![A-Za-zА-Яа-яё])(?:{_WORDS})(?:(?![A-Za-zÀ-ÿА-Яа-яё])|(?={_LONG}))|[一二三四五六七八九十两]{{1,3}}(?=(?:{_SCALE}|"
    rf"{_UNIT}|"
    rf"[个名人至到辆艘架座次]))|[一二三四五六七八九十两](?=[至到]))"
)
_QUANTITY = lazy_re(
    rf"(?:(?P<most>(?<![\w])(?:{_MOST}))[  ]?|(?P<least>(?<![\w])(?:{_LEAST}))[  ]?|(?P<about>(?<![\w])(?:{_ABOUT}))[  "
    rf"]?)?"
    rf"(?P<span>(?:between|from|от|从)[  ]?)?(?P<sign>{_SIGN})?[  ]?(?<![\d.,A-Za-zА-Яа-яё-])(?P<value>{_VALUE})"
    rf"(?:[  ]?(?P<scale1>{_SCALE})(?![A-Za-zа-яё]))?"
    rf"(?:[  ]?(?:-|–|—|to|and|or|до|至|到|или)[  ]?(?P<to>{_SIGN}?(?:{_VALUE})))?"
    rf"(?:[  -]?(?P<scale>{_SCALE})(?![A-Za-zа-яё]))?"
    rf"(?:[  -]?(?P<after>多|余))?"
    rf"(?:[  -]?(?:of )?(?P<unit>{_UNIT}))?",
)
# Without a digit or one of these there is no quantity.
_VALUES = lazy_re(
    rf"(?<![a-zа-яё])(?:{_WORDS})(?:(?![a-zß-ÿа-яё])|(?={_LONG}))|[一二三四五六七八九十两]",
)
_DIGIT = lazy_re(r"\d")
_RATE = lazy_re(
    r"[  ]?(?:a|an|per|every|each|в|на|/|每)[  ]?(?P<period>second|minute|hour|day|week|month|year|секунду|минуту|час|"
    r"день|неделю|месяц|год)\b"
    r"|(?P<adverb>daily|weekly|monthly|annually|yearly|hourly|ежегодно|ежемесячно|ежедневно)",
    re.IGNORECASE,
)
_RATE_BEFORE = lazy_re(r"每(?P<zh>年|月|天|日|周|小时)")
_COUNTED = lazy_re(
    r"[  ]?(?:new |more |other |of the |of )?(?P<noun>[A-Za-zА-Яа-яё-]{3,}(?:[  ][A-Za-zА-Яа-яё-]{3,}){0,2})"
)
_SHARE = lazy_re(
    rf"(?P<about>{_ABOUT})?[  ]?\b(?P<share>{'|'.join(sorted(_SHARES, key=len, reverse=True))})\b(?![  ](?:of|year|"
    rf"hour|day))",
)
_NO_QUANTITY = lazy_re(
    r"(?:№|\b(?:no\.|nr\.|article|chapter|section|page|paragraph|resolution|flight|route|room|version|(?-i:[GAE])|boeing|airbus|"
    r"covid|第|статья|глава|пункт))[  -]?$",
    re.IGNORECASE,
)
_NEXT = lazy_re(r"\s([A-Za-zА-Яа-яё]+)")
_CAPITALISED = lazy_re(r"(?:^|\s)[A-ZА-ЯЁ][\w-]+\s(?:No\.\s?)?$")
_PEOPLE = frozenset(["人", *terms("people person persons men women man dead lives humans человек людей человека")])
_STAFF = frozenset(["people", *terms("employee employees staff")])
_TOLERANCE = 0.1  # of "about 400"
_LONGEST_NOUN_GAP = 24
_CHINESE_COUNTED = lazy_re(r"[个名辆艘架座次份项位只]?(?P<noun>[\u4e00-\u9fff]{1,3})")


@dataclass(frozen=True, slots=True)
class QuantityFound:
    """A quantity and where it stands in the text, by offsets of characters."""

    start: int
    end: int
    quantity: Quantity


def quantities(text: str, taken: Sequence[tuple[int, int]]) -> list[QuantityFound]:
    """The quantities of a text in order, but for those in spans that are taken: dates and citations."""
    return [*_found(text, taken), *_shares(text)]


def _shares(text: str) -> Iterator[QuantityFound]:
    for match in _SHARE.finditer(_small(text)):
        value = _SHARES[match["share"]]
        ends = (value * (1 - _TOLERANCE), value * (1 + _TOLERANCE))
        yield QuantityFound(match.start(), match.end(), Quantity(*ends, "%", approximate=True))


def _found(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[QuantityFound]:
    for match in _matches(text):
        at = match.start("value")
        if any(start <= at < end for start, end in taken) or _NO_QUANTITY.search(text[:at][-12:]):
            continue
        if _designates(text, match):
            continue
        if quantity := _quantity(text, match):
            yield QuantityFound(match.start(), match.end(), quantity)


@lru_cache(maxsize=2)
def _matches(text: str) -> Sequence[re.Match[str]]:
    """The matches in a text; kept, since both its quantities and its designators are asked for."""
    small = _small(text)
    return tuple(_QUANTITY.finditer(small)) if _DIGIT.search(small) or _VALUES.search(small) else ()


def _small(text: str) -> str:
    """The text in small letters, which is searched in a third of the time that ignoring case takes.

    One whose small letters are more, as those of "İ" are, is searched as it stands.
    """
    small = text.lower()
    return small if len(small) == len(text) else text


def designators(text: str) -> Iterator[tuple[int, int, str]]:
    """The numbers that name a thing, as in "Line 4", with their spans."""
    for match in _matches(text):
        if _designates(text, match):
            yield match.start("value"), match.end("value"), match["value"]


def _designates(text: str, match: re.Match[str]) -> bool:
    """Whether a bare whole number stands behind a capitalised noun and counts nothing."""
    if match["unit"] or match["sign"] or match["scale"] or not match["value"].isdigit() or match["about"]:
        return False
    if not _CAPITALISED.search(text[: match.start("value")]):
        return False
    after = _NEXT.match(text, match.end())
    return (
        after is None or is_function(after[1].lower()) or (after[1].endswith(("s", "ed")) and len(match["value"]) < 4)
    )


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    value, other = _number(match["value"]), _number(match["to"] or "")
    if value is None:
        return None
    scale = _scale(match["scale"]) or _scale(match["scale1"]) or 1.0
    unit, factor = _unit(match["unit"] or match["sign"] or "")
    counted = "" if unit else _counted(text, match.end())
    worded = not match["value"][:1].isdigit()
    if worded and value == 1 and not unit:
        return None
    first = value * (_scale(match["scale1"]) or scale) * factor
    last = other * scale * factor if other is not None else None
    ends = _bounds(match, first, last)
    about = bool(match["about"]) and last is None
    if about:
        ends = (first * (1 - _TOLERANCE), first * (1 + _TOLERANCE))
    return Quantity(*ends, unit, counted, _rate(text, match), about)


def _bounds(match: re.Match[str], first: float, last: float | None) -> tuple[float | None, float | None]:
    if last is not None and last > first:
        return first, last
    if match["most"]:
        return None, first
    if match["least"] or match["after"]:
        return first, None
    return first, first


def _number(words: str) -> float | None:
    low = words.lower().removeprefix("us").lstrip("$€£¥")
    if not low:
        return None
    if low[0].isdigit():
        return float(_plain(low))
    return _NUMBERS.get(low)


def _plain(digits: str) -> str:
    """Digits with a point as decimal mark: "4,2" is 4.2, "1,200" and "1 200" are 1200."""
    bare = re.sub(r"[\u00a0\u202f ]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        return bare.replace(",", "")
    return bare.replace(",", ".")


def _scale(words: str | None) -> float | None:
    if not words:
        return None
    return next((value for pattern, value in _SCALES if re.fullmatch(pattern, words, re.IGNORECASE)), None)


def _unit(words: str) -> tuple[str, float]:
    for pattern, unit, factor in _UNITS:
        if words and re.fullmatch(pattern, words, re.IGNORECASE):
            return unit, factor
    return "", 1.0


def _counted(text: str, at: int) -> str:
    if match := _CHINESE_COUNTED.match(text, at):
        return "people" if match["noun"][0] == "人" else match["noun"]
    match = _COUNTED.match(text, at)
    if match is None:
        return ""
    found = [each for each in terms(match["noun"]) if not is_function(each)]
    return " ".join("people" if each in _PEOPLE else each for each in found)


def _rate(text: str, match: re.Match[str]) -> str:
    after = _RATE.match(text, match.end()) or _RATE.search(text[match.end() : match.end() + _LONGEST_NOUN_GAP])
    if after:
        return (after["period"] or after["adverb"]).lower()[:3]
    before = _RATE_BEFORE.search(text[: match.start()][-6:])
    return before["zh"] if before else ""


def compatible(one: Quantity, other: Quantity) -> bool | None:
    """Whether two quantities can both be right; None if they measure different things."""
    if (one.unit, one.rate) != (other.unit, other.rate):
        return None
    if not one.unit and not _count_the_same(one.counted, other.counted):
        return None
    measures = bool(one.unit or one.counted or other.counted)  # "port 49" and "port 50" are two ports, not nearly one
    return _meet(one, other) or (measures and _rounds(one, other))


def _count_the_same(one: str, other: str) -> bool:
    ours, theirs = frozenset(one.split()), frozenset(other.split())
    if not ours or not theirs or ours & theirs:
        return True
    return bool(ours & _STAFF and theirs & _STAFF)


def _meet(one: Quantity, other: Quantity) -> bool:
    low = max(each for each in (one.low, other.low, float("-inf")) if each is not None)
    high = min(each for each in (one.high, other.high, float("inf")) if each is not None)
    return low <= high * (1 + 1e-9)


def _rounds(one: Quantity, other: Quantity) -> bool:
    """Whether one exact value is the other rounded, or they differ by less than a fiftieth."""
    if None in (one.low, one.high, other.low, other.high) or one.low != one.high or other.low != other.high:
        return False
    first, second = float(one.low or 0), float(other.low or 0)
    if abs(first - second) <= max(abs(first), abs(second)) / 50:
        return True
    return _rounded_to(first, second) or _rounded_to(second, first)


def _rounded_to(coarse: float, fine: float) -> bool:
    """Whether a value with few figures is another one rounded to as many."""
    told = f"{coarse:.10g}".rstrip("0").rstrip(".") if "." in f"{coarse:.10g}" else f"{coarse:.10g}"
    figures = len(told.replace(".", "").lstrip("0").rstrip("0")) or 1
    own = len(f"{fine:.10g}".replace(".", "").lstrip("0").rstrip("0")) or 1
    if own <= figures or (abs(coarse) < 100 and "." not in told and figures < 2 and fine == int(fine)):
        return False
    return float(f"{fine:.{figures}g}") == coarse
