"""Patterns of English dates, the most specific first."""

from briefings.reading.dates import english as means
from briefings.reading.dates.context import Rule

_LONG = "January|February|March|April|May|June|July|August|September|October|November|December"
_M = rf"(?P<month>{_LONG}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_LOW = "january|february|march|april|may|june|july|august|september|october|november|december"
_LOW_M = rf"(?P<month>(?:{_LOW}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
_LOW_WD = r"(?:(?i:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?)?"
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
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(means.NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade)s?"
_REL = r"(?P<rel>last|past|previous|this|current|coming|upcoming|next|following)"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_NTH = rf"(?P<nth>{'|'.join(means.ORDINALS)})"
_WORD_DAY = "|".join(words.replace(" ", r"\s+") for words in sorted(means.WORD_DAYS, key=len, reverse=True))
_PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ater?|[Mm]iddle|"
    r"(?:[Tt]he\s)?(?:very\s)?(?:[Ss]tart|[Bb]eginning|[Mm]iddle|[Ee]nd|[Cc]lose)\s+of)[-\s]+(?:in\s)?(?:the\s)?"
)
# Months that are no other word; April, June and August may be a person's name before a capital.
_CLEAR = r"(?P<month>January|February|July|September|October|November|December|(?:April|June|August)(?!\s[A-Z][a-z]))"
_NO_NAME = r"(?!\s[A-Z][a-z])"
# A month beside a day that it does not have is no month.
_ALONE = rf"(?!\.?\s+(?:the\s)?(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w:/%]|[.,]\d)|\.?\s+\d\d?,?\s+\d{{4}}\b){_NO_Y}"
_NO_DAY = r"(?<!\d\s)(?<!\d[snrt][tdh]\s)(?<!\d\sof\s)(?<!\d[snrt][tdh]\sof\s)"
_NOT_OF = r"(?!(?:(?<=\d\s)|(?<=\d[snrt][tdh]\s))of\b)"
_ANY_M = rf"(?:{_LONG}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_NO_DATE = rf"(?!,?\s+(?:the\s)?(?:{_ANY_M}\s+(?:the\s)?\d|\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?{_ANY_M}))"
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

_WEEK_OF = r"(?i:(?:the\s)?week\s(?:of|beginning|commencing|starting)\s(?:on\s)?(?:the\s)?)"

RULES: tuple[Rule, ...] = (
    Rule(rf"\b{_WEEK_OF}{_WD}{_D}\s+(?:of\s+)?{_M}{_AND_Y}", means.week_of),
    Rule(rf"\b{_WEEK_OF}{_WD}{_M}\s+{_D}(?![\d:]){_AND_Y}", means.week_of),
    Rule(rf"\b{_WD}{_M}\s+{_D}{_THROUGH}{_M2}\s+{_D2}{_AND_Y}", means.two_months),
    Rule(rf"\b{_WD}{_D}\s+{_M}{_THROUGH}{_D2}\s+{_M2}{_AND_Y}", means.two_months),
    Rule(rf"\b{_WD}{_M}\s+{_D}{_TO}{_D2}(?![\d:]){_AND_Y}", means.day_month),
    Rule(rf"\b{_WD}{_D}{_TO}{_D2}\s+(?:of\s+)?{_M}{_AND_Y}", means.day_month),
    Rule(rf"\b{_WD}{_M}\s+(?:the\s)?{_D}(?![\d:/%]|\.\d|,\d|\s?[ap]\.?m\b){_AND_Y}", means.day_month),
    Rule(rf"\b{_WD}{_D}\s+(?:of\s+|day\sof\s+)?{_M}{_AND_Y}", means.day_month),
    Rule(rf"\b{_M}{_TO}{_M2}(?:,?\s+(?:of\s+)?{_FAR_Y})", means.two_months),
    Rule(rf"\b(?:from|between)\s{_M}{_TO}{_M2}{_NO_Y}", means.two_months),
    Rule(rf"\b{_NO_DAY}{_M},?\s+(?:of\s+)?{_FAR_Y}", means.month_year),
    Rule(rf"\b{_WD}{_D}\s+(?:of\s+)?{_M}\s+(?:of\s+)?{_REL}\s+year\b", means.day_of_relative_year),
    Rule(rf"\b{_WD}{_M}\s+{_D}\s+(?:of\s+)?{_REL}\s+year\b", means.day_of_relative_year),
    Rule(rf"\b{_M}\s+(?:of\s+)?{_REL}\s+year\b", means.month_of_relative_year),
    Rule(rf"\b(?i:{_REL})\s+{_M}{_ALONE}", means.relative_month),
    Rule(r"\b(?i:later\s+this\s+(?P<unit>week|month|quarter|year))\b", means.rest_of),
    Rule(rf"\b{_PART}{_M}(?!\w){_AND_Y}", means.part),
    Rule(rf"\b{_PART}{_Y}", means.part),
    Rule(rf"\b{_PART}(?P<decade>(?:1[0-9]|20)\d0)[’']?s\b", means.part),
    Rule(rf"\b{_PART}(?:{_REL}\s+)?(?P<unit>month|year)\b", means.part),
    Rule(
        r"(?<![\d/.-])(?P<year>(?:19|2\d)\d{2})(?P<sep>[-/.])(?P<mm>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d/-]|\.\d)",
        means.numeric,
    ),
    Rule(r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<mm>\d{1,2})\.(?P<year>(?:19|2\d)\d{2})(?!\d|\.\d)", means.numeric),
    Rule(
        r"(?<![\w/.-])(?<!ersion\s)(?P<day>\d{1,2})\.(?P<mm>\d{1,2})\.(?P<yy>\d{2})(?![\w/%-]|\.\d)", means.short_year
    ),
    Rule(rf"\b{_LOW_WD}{_D}\s+(?:of\s+)?{_LOW_M}(?:,?\s+{_FAR_Y}|(?!\w))", means.day_month),
    Rule(rf"\b{_LOW_WD}(?!may|mar\b){_LOW_M}\s+{_D}(?![\w:/%.,-])(?:,?\s+{_FAR_Y})?", means.day_month),
    Rule(r"(?<![\d/.-])(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<year>(?:19|2\d)\d{2})(?![\d/-])", means.slashed),
    Rule(
        rf"\b(?i:(?:the\s)?{_NTH}[-\s]+(?P<what>quarter|half)(?!-)(?:\s+(?:of\s+)?(?:{_FAR_Y}|(?:the\s)?(?:{_REL}\s+)?year\b)|(?!\s+(?:of\s+)?\d{{4}}\b|\s+of\b)))",
        means.fraction,
    ),
    Rule(
        rf"\b(?P<what>[QH])(?P<number>[1-4])(?:[\s-]+(?:of\s+)?{_FAR_Y}|\s+of\s+{_REL}\s+year|(?![\s-]+(?:of\s+)?\d{{4}}\b))\b",
        means.fraction,
    ),
    Rule(rf"\b(?P<number>[1-4])(?P<what>[QH])\s?{_Y}", means.fraction),
    Rule(rf"\b(?i:{_REL})\s+{_DOW}", means.weekday),
    Rule(rf"{_NO_NTH}\b{_DOW}\b(?!\s(?:mornings|afternoons|evenings|nights)\b){_NO_DATE}", means.weekday),
    Rule(rf"\b(?i:(?P<word>{_WORD_DAY}))\b", means.word_day),
    Rule(rf"\b(?i:{_REL}\s+(?P<unit>week|weekend|month|quarter|year|decade))\b(?!-)", means.relative_unit),
    Rule(
        rf"\b(?i:(?P<way>in|within)\s+(?:the\snext\s+)?(?:about\s|around\s)?{_N}\s+{_UNIT})\b"
        r"(?!'|’|\s+(?:of|since|after|before|later|earlier|that)\b)",
        means.counted,
    ),
    Rule(rf"\b(?i:{_N}\s+{_UNIT}\s+(?P<way>ago|earlier|from\snow))\b", means.counted),
    Rule(rf"\b(?i:{_REL}\s+{_SEASON})\b", means.season),
    Rule(
        rf"\b(?i:(?:in|by|until|before|since)\s(?:the\s)?|(?:during|for)\sthe\s)(?P<core>(?i:{_SEASON}))\b(?!\s+of\b|,?\s+\d{{4}}\b)",
        means.season,
    ),
    Rule(rf"\b(?i:(?:the\s)?{_SEASON}(?:,?\s+|\s+of\s+|-)){_FAR_Y}", means.season),
    Rule(r"\b(?i:the\s)?(?P<decade>(?:1[0-9]|20)\d0)[’']?s\b", means.decade),
    Rule(r"\b(?i:the\s)?(?P<century>1[0-9]|2[01])(?:th|st)\scentury\b", means.century),
    Rule(rf"(?<![\d.,/-])(?<!\d,\s){_Y}\s?[-–—/]\s?(?P<year2>(?:19|20)\d{{2}}|\d{{2}})(?![-\w/%]|\.\d)", means.years),
    Rule(rf"\b[Ff]rom\s{_Y}\s(?:to|through|until)\s(?P<year2>(?:19|20)\d{{2}})\b", means.years),
    Rule(rf"\b[Bb]etween\s{_Y}\sand\s(?P<year2>(?:19|20)\d{{2}})\b", means.years),
    Rule(rf"{_NO_DAY}\b{_CLEAR}\b{_ALONE}", means.month_only),
    Rule(rf"\b{_BEFORE_MONTH}\s(?P<core>{_M})(?!\w|\s(?:Day|Fourth)\b){_ALONE}", means.month_only),
    Rule(rf"\b{_NOT_OF}{_BEFORE_MONTH_OR_NAME}\s(?P<core>{_M})(?!\w){_NO_NAME}{_ALONE}", means.month_only),
    Rule(
        rf"\b{_BEFORE_NAME}\s(?P<core>(?P<month>March|May))\s(?!(?:on|to|of|against|and)\b)[a-z]{{4}}", means.month_only
    ),
    Rule(rf"\b{_BEFORE_YEAR}\s(?P<core>{_Y}){_NO_YEAR_AFTER}", means.year),
    Rule(
        r"\b[Oo]n\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+of\b|\s+[a-z]+(?:ary|versary|floor|session))",
        means.nth_day,
    ),
    Rule(r"\b(?i:year[-’'\s]end)\b", means.year_end),
)

WHOLE: tuple[Rule, ...] = (
    Rule(r"(?P<year>(?:19|20)\d{2})-(?P<mm>0[1-9]|1[0-2])", means.iso_month),
    Rule(_Y, means.year),
    Rule(_M, means.month_only),
    Rule(rf"(?i:(?:the\s)?{_SEASON})", means.season),
    Rule(r"(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)", means.nth_day),
)
