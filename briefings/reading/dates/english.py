"""Reads English dates, such as "mid-March", "early next year" and "the week of 5 May"; specific patterns come first.

The days that an early, middle or late part of a month has are in `spans`, for all languages.
"""

import re
from datetime import timedelta

from briefings.model.agenda import EventDate
from briefings.reading.dates import month_words, spans
from briefings.reading.dates.context import Context, Rule, days_of_month, figure, group
from briefings.reading.dates.year_parts import is_of_year

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
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 0,
    "final": 0,
}  # 0: of the last part
_PARTS: dict[str, spans.Part] = {
    "early": "early", "start": "early", "beginning": "early", "mid": "mid", "middle": "mid", "late": "late",
    "later": "late", "end": "late", "close": "late",
}  # fmt: skip
_DOTTED_REACH = 24  # characters before a day in dotted figures
_BEFORE_DOTTED = re.compile(
    r"(?:(?:^|[\n|\t(\[–—;])\s*|\b(?i:on|of|by|due|dated?|received|signed|sent|updated|published|issued|posted|deadline|"
    r"am|vom|zum|bis|ab|seit|dem|den|der|stand|datum|termin|frist|beginn|ende|le|du|au|dès|от|с|до|по|на|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|mo|di|mi|do|fr|sa|so)"
    r"[.:]?,?\s+)$"
)
_NEAR_YEARS = 10  # from the reference, within which a year may be given by two figures
_DECADE_YEARS = {"early": (0, 4), "mid": (4, 3), "late": (7, 3)}  # first year and how many


def _month(match: re.Match[str], name: str = "month") -> int:
    return MONTHS.index(match[name][:3].lower()) + 1


def _year(match: re.Match[str]) -> int:
    return figure(match, "year")


def day_month(match: re.Match[str], context: Context) -> EventDate | None:
    """A day and month; the year is optional, a second day makes a range."""
    return days_of_month(match, context, _month(match))


def low_day_month(match: re.Match[str], context: Context) -> EventDate | None:
    """A day and a month in lower case, unless the month's name is a verb here."""
    return day_month(match, context) if month_words.is_month(match, context) else None


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
    """A day with two figures of its year, within ten years of the reference: 16.12.26.

    Without a zero in front of day or month, or a place where a date stands, it is a version: "Django 4.2.27".
    """
    padded = match["day"].startswith("0") or match["mm"].startswith("0")
    if not padded and not _BEFORE_DOTTED.search(context.text[max(0, context.start - _DOTTED_REACH) : context.start]):
        return None
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


def part_of_month(match: re.Match[str], context: Context) -> EventDate | None:
    """A numbered half or week of a month, or its first or last days."""
    number, what, month = ORDINALS[match["which"].lower()], match["of_month"].lower(), _month(match)
    if _year(match):
        return spans.part_of_month(spans.months(_year(match), month), what, number)
    return context.yearly(lambda year: spans.part_of_month(spans.months(year, month), what, number))


def fraction(match: re.Match[str], context: Context) -> EventDate | None:
    """A numbered quarter or half of a year."""
    number = ORDINALS[match["nth"].lower()] if group(match, "nth") else figure(match, "number")
    make, last = (spans.half, 2) if match["what"].lower().startswith("h") else (spans.quarter, 4)
    if not number and "year" not in match[0].lower() and not _year(match):
        return None  # "last quarter" is the one before this
    number = number or last
    if _year(match):
        return make(_year(match), number)
    if group(match, "rel") and context.reference:
        return make(context.reference.year + context.step(match["rel"]), number)
    if "year" not in match[0].lower() and not is_of_year(context, match["what"]):
        return None
    return context.yearly(lambda year: make(year, number))


def season(match: re.Match[str], context: Context) -> EventDate | None:
    """A season of a given year, the last or next one, or the one the clause suggests."""
    name = match["season"].lower().replace("fall", "autumn")
    if _year(match):
        return spans.season(_year(match), name)
    step = context.step(match["rel"]) if group(match, "rel") else None
    return context.season(name, step)


def year(match: re.Match[str], _context: Context) -> EventDate | None:
    """ "in 2027" from 1 January to 31 December."""
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


_LONG = "January|February|March|April|May|June|July|August|September|October|November|December"
_M = rf"(?P<month>{_LONG}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_LOW = "january|february|march|april|may|june|july|august|september|october|november|december"
_LOW_M = rf"(?P<month>(?:{_LOW}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
_M2 = _M.replace("<month>", "<month2>")
_DOW = r"(?P<dow>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_WD = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+(?:the\s+)?)?"
_Y = r"(?P<year>(?:1[0-9]|20)\d{2})\b"
# After a month or a day any year is one, and where none can be taken that stands there, no other is put in its place.
_NO_COUNT = r"(?!\s(?:people|troops|soldiers|men|women|million|billion|GMT|UTC|hours|hrs|local)\b)"
_FAR_Y = rf"(?P<year>[12]\d{{3}})\b{_NO_COUNT}"
_NO_Y = rf"(?![a-z\d]|\.?,?\s+(?:of\s+)?\d{{4}}\b{_NO_COUNT})"
_AND_Y = rf"(?:,?\s+(?:of\s+)?{_FAR_Y}|{_NO_Y})"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_D2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-–—]\s?|\s(?:to|through|until|till|and)\s)"
_THROUGH = r"(?:\s?[-–—]\s?|\s(?:to|through|until|till)\s)"
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade)s?"
_REL = r"(?P<rel>last|past|previous|this|current|coming|upcoming|next|following)"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_NTH = rf"(?P<nth>{'|'.join(ORDINALS)})"
_WORD_DAY = "|".join(words.replace(" ", r"\s+") for words in sorted(WORD_DAYS, key=len, reverse=True))
_PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ater?|[Mm]iddle|"
    r"(?:[Tt]he\s)?(?:very\s)?(?:[Ss]tart|[Bb]eginning|[Mm]iddle|[Ee]nd|[Cc]lose)\s+of)[-\s]+(?:in\s)?(?:the\s)?"
)
# Months that are no other word; April, June and August may be a person's name before a capital.
_NO_PERSON = (
    r"(?!\s[A-Z][a-z])(?!\s(?:said|says|told|tells|asked|asks|wrote|writes|added|thinks|thought|knew|felt|smiled|nodded|"
    r"laughed|lives|lived|works|worked|replied|agreed|explained|wants|wanted)\b)"
)
_NO_TITLE = "".join(rf"(?<!\b{title}\s)" for title in ("Mr", "Ms", "Mrs", "Dr", r"Mr\.", r"Ms\.", r"Mrs\.", r"Dr\."))
_CLEAR = rf"(?P<month>January|February|July|September|October|November|December|(?:April|June|August){_NO_PERSON})"
_NO_NAME = r"(?!\s[A-Z][a-z])"
# A month beside a day that it does not have is no month.
_ALONE = rf"(?!\.?\s+(?:the\s)?(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w:/%]|[.,]\d)|\.?\s+\d\d?,?\s+\d{{4}}\b){_NO_Y}"
_NO_DAY = r"(?<!\d\s)(?<!\d[snrt][tdh]\s)(?<!\d\sof\s)(?<!\d[snrt][tdh]\sof\s)"
_NOT_OF = r"(?!(?:(?<=\d\s)|(?<=\d[snrt][tdh]\s))of\b)"
_ANY_M = rf"(?:{_LONG}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_NO_DATE = (
    rf"(?!,?\s+\(?(?:the\s)?(?:{_ANY_M}\s+(?:the\s)?\d|\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?{_ANY_M}))"
    r"(?!\s\(\d{1,4}[./-]\d)"
)
_NO_NTH = "".join(
    rf"(?<!\b{word}\s)"
    for word in ("first", "second", "third", "fourth", "fifth", "other", "every", "each", "Every", "Each")
)
_BEFORE_MONTH = r"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Tt]hrough|[Aa]round)"
_BEFORE_MONTH_OR_NAME = r"(?:[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|of|for|to|and|or)"
_BEFORE_NAME = r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)"
_BEFORE_YEAR = (
    r"(?i:in|since|by|until|till|during|for|from|before|after|of|to|through|throughout|around|year|FY|back\sin)"
)
_NO_YEAR_AFTER = (
    r"(?!\s?[%×°]|[-–/]\d|,\d|\s[x×*]\s?\d|\s(?:people|troops|soldiers|men|women|words|km|miles|tons|tonnes|dollars|million|billion|"
    r"bytes|bits|pixels|px|dpi|rpm|MHz|GHz|Hz|MB|GB|kB|TB|mm|cm|m|kg|g|ft|mAh|kW|MW|W|V|euros?|pounds|points|pages|lines|items|"
    r"files|users|members|copies|cases|times|ways|steps|samples|units|votes|seats|jobs|rooms|beds|ships|cars|homes|houses|days|"
    r"hours|minutes|seconds|metres|meters|feet|acres|hectares|degrees|years|calories|volts|watts)\b)"
)

# "The last week of the trial" and "the last quarter of 2026" are counted within that.
_NOT_OF_IT = rf"(?!\s+of\s+(?:the|an?|his|her|my|our|your|their|its|this|that|{_ANY_M}|(?:1[0-9]|20)\d\d)\b)"
_WEEK_OF = r"(?i:(?:the\s)?week\s(?:of|beginning|commencing|starting)\s(?:on\s)?(?:the\s)?)"

RULES: tuple[Rule, ...] = (
    Rule(rf"\b{_WEEK_OF}{_WD}{_D}\s+(?:of\s+)?{_M}{_AND_Y}", week_of),
    Rule(rf"\b{_WEEK_OF}{_WD}{_M}\s+{_D}(?![\d:]){_AND_Y}", week_of),
    Rule(rf"\b{_M}\s+{_D}{_THROUGH}{_M2}\s+{_D2}{_AND_Y}", two_months),
    Rule(rf"\b{_D}\s+{_M}{_THROUGH}{_D2}\s+{_M2}{_AND_Y}", two_months),
    Rule(rf"\b{_M}\s+{_D}{_TO}{_D2}(?![\d:]){_AND_Y}", day_month),
    Rule(rf"\b{_D}{_TO}{_D2}\s+(?:of\s+)?{_M}{_AND_Y}", day_month),
    Rule(rf"\b{_M}\s+(?:the\s)?{_D}(?![\d:/%]|\.\d|,\d|\s?[ap]\.?m\b){_AND_Y}", day_month),
    Rule(rf"\b{_D}\s+(?:of\s+|day\sof\s+)?{_M}{_AND_Y}", day_month),
    Rule(rf"\b{_M}{_TO}{_M2}(?:,?\s+(?:of\s+)?{_FAR_Y})", two_months),
    Rule(rf"\b(?:from|between)\s{_M}{_TO}{_M2}{_NO_Y}", two_months),
    Rule(rf"\b{_NO_DAY}{_M},?\s+(?:of\s+)?{_FAR_Y}", lambda match, _context: spans.months(_year(match), _month(match))),
    Rule(rf"\b{_D}\s+(?:of\s+)?{_M}\s+(?:of\s+)?{_REL}\s+year\b", day_of_relative_year),
    Rule(rf"\b{_M}\s+{_D}\s+(?:of\s+)?{_REL}\s+year\b", day_of_relative_year),
    Rule(rf"\b{_M}\s+(?:of\s+)?{_REL}\s+year\b", month_of_relative_year),
    Rule(rf"\b(?i:{_REL})\s+{_M}{_ALONE}", relative_month),
    Rule(r"\b(?i:later\s+this\s+(?P<unit>week|month|quarter|year))\b", rest_of),
    Rule(rf"\b{_PART}{_M}(?!\w){_AND_Y}", part),
    Rule(
        rf"\b(?i:(?:the\s)?(?P<which>first|second|third|fourth|last|final)\s(?:full\s)?(?P<of_month>half|week|days)\s(?:of|in)\s)"
        rf"{_M}(?!\w){_AND_Y}",
        part_of_month,
    ),
    Rule(rf"\b{_PART}{_Y}", part),
    Rule(rf"\b{_PART}(?P<decade>(?:1[0-9]|20)\d0)[’']?s\b", part),
    Rule(rf"\b{_PART}(?:{_REL}\s+)?(?P<unit>month|year)\b", part),
    Rule(
        r"(?<![\d/.-])(?P<year>(?:19|2\d)\d{2})(?P<sep>[-/.])(?P<mm>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d/-]|\.\d)",
        numeric,
    ),
    Rule(r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<mm>\d{1,2})\.(?P<year>(?:19|2\d)\d{2})(?!\d|\.\d)", numeric),
    Rule(r"(?<![\w/.-])(?<!ersion\s)(?P<day>\d{1,2})\.(?P<mm>\d{1,2})\.(?P<yy>\d{2})(?![\w/%-]|\.\d)", short_year),
    Rule(rf"\b{_D}\s+(?:of\s+)?{_LOW_M}(?:,?\s+{_FAR_Y}|(?!\w))", low_day_month),
    Rule(rf"\b(?!may|mar\b){_LOW_M}\s+{_D}(?![\w:/%.,-])(?:,?\s+{_FAR_Y})?", day_month),
    Rule(r"(?<![\d/.-])(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<year>(?:19|2\d)\d{2})(?![\d/-])", slashed),
    Rule(
        rf"\b(?i:(?:the\s)?{_NTH}[-\s]+(?P<what>quarter|half)(?!-)(?:\s+(?:of\s+)?(?:{_FAR_Y}|(?:the\s)?(?:{_REL}\s+)?year\b)|(?!\s+(?:of\s+)?\d{{4}}\b|\s+of\b)))",
        fraction,
    ),
    Rule(
        rf"\b(?P<what>[QH])(?P<number>[1-4])(?:[\s-]+(?:of\s+)?{_FAR_Y}|\s+of\s+{_REL}\s+year|(?![\s-]+(?:of\s+)?\d{{4}}\b))\b",
        fraction,
    ),
    Rule(rf"\b(?P<number>[1-4])(?P<what>[QH])\s?{_Y}", fraction),
    Rule(rf"\b(?i:{_REL})\s+{_DOW}", weekday),
    Rule(rf"{_NO_NTH}\b{_DOW}\b(?!\s(?:mornings|afternoons|evenings|nights)\b){_NO_DATE}", weekday),
    Rule(
        rf"\b(?i:(?P<word>{_WORD_DAY}))\b",
        lambda match, context: context.days(WORD_DAYS[" ".join(match["word"].lower().split())]),
    ),
    Rule(
        rf"\b(?i:{_REL}\s+(?P<unit>week|weekend|month|quarter|year|decade))\b(?!-){_NOT_OF_IT}",
        lambda match, context: context.unit(match["unit"].lower(), context.step(match["rel"])),
    ),
    Rule(
        rf"\b(?i:(?P<way>in|within)\s+(?:the\snext\s+)?(?:about\s|around\s|just\s|only\s)?{_N}\s+{_UNIT})\b"
        r"(?!'|’|\s+(?:of|since|after|before|later|earlier|that)\b)",
        counted,
    ),
    Rule(rf"\b(?i:{_N}\s+{_UNIT}\s+(?P<way>ago|earlier|from\snow))\b", counted),
    Rule(rf"\b(?i:{_REL}\s+{_SEASON})\b", season),
    Rule(
        rf"\b(?i:(?:in|by|until|before|since)\s(?:the\s)?|(?:during|for)\sthe\s)(?P<core>(?i:{_SEASON}))\b(?!\s+of\b|,?\s+\d{{4}}\b)",
        season,
    ),
    Rule(rf"\b(?i:(?:the\s)?{_SEASON}(?:,?\s+|\s+of\s+|-)){_FAR_Y}", season),
    Rule(r"\b(?i:the\s)?(?P<decade>(?:1[0-9]|20)\d0)[’']?s\b", decade),
    Rule(r"\b(?i:the\s)?(?P<century>1[0-9]|2[01])(?:th|st)\scentury\b", century),
    Rule(rf"(?<![\d.,/-])(?<!\d,\s){_Y}\s?[-–—/]\s?(?P<year2>(?:19|20)\d{{2}}|\d{{2}})(?![-\w/%]|\.\d)", years),
    Rule(rf"\b[Ff]rom\s{_Y}\s(?:to|through|until)\s(?P<year2>(?:19|20)\d{{2}})\b", years),
    Rule(rf"\b[Bb]etween\s{_Y}\sand\s(?P<year2>(?:19|20)\d{{2}})\b", years),
    Rule(rf"{_NO_DAY}{_NO_TITLE}\b{_CLEAR}\b{_ALONE}", month_only),
    Rule(rf"\b{_BEFORE_MONTH}\s(?P<core>{_M})(?!\w|\s(?:Day|Fourth)\b){_ALONE}", month_only),
    Rule(rf"\b{_NOT_OF}{_BEFORE_MONTH_OR_NAME}\s(?P<core>{_M})(?!\w){_NO_NAME}{_ALONE}", month_only),
    Rule(rf"\b{_BEFORE_NAME}\s(?P<core>(?P<month>March|May))\s(?!(?:on|to|of|against|and)\b)[a-z]{{4}}", month_only),
    Rule(rf"\b{_BEFORE_YEAR}\s(?P<core>{_Y}){_NO_YEAR_AFTER}", year),
    Rule(
        r"\b[Oo]n\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+of\b|\s+[a-z]+(?:ary|versary|floor|session))",
        nth_day,
    ),
    Rule(r"\b(?i:year[-’'\s]end)\b", lambda _match, context: spans.part(context.unit("year", 0), "late")),
)

WHOLE: tuple[Rule, ...] = (
    Rule(
        r"(?P<year>(?:19|20)\d{2})-(?P<mm>0[1-9]|1[0-2])",
        lambda match, _context: spans.months(_year(match), figure(match, "mm")),
    ),
    Rule(_Y, year),
    Rule(_M, month_only),
    Rule(rf"(?i:(?:the\s)?{_SEASON})", season),
    Rule(r"(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)", nth_day),
)
