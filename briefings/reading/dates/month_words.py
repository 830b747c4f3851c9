"""Whether "may" or "march" behind a number is a month: "on 9 may 2026", unlike "section 9 may apply"."""

import re

from briefings.reading.dates.context import Context
from briefings.text import lazy_re

_WORD = lazy_re(r"(?:may|march|mar)\b", re.IGNORECASE)
_DAY_FIRST = lazy_re(r"\d{1,2}(?:(?:\s?[-–—]\s?|\s(?:to|through|and)\s)\d{1,2})?\s+(?:[Mm]ay|[Mm]arch)\b")
_YEAR = lazy_re(r"\d{4}\b")
_LABEL_REACH = 80  # characters before a number in which the word stands that it numbers
_LABEL = lazy_re(
    r"(?:\b(?:(?:sub)?section|sec\.|article|art\.|rule|regulation|class|category|column|row|chapter|clause|paragraph|"
    r"para\.?|part|item|step|stage|phase|level|tier|group|figure|fig\.|table|page|room|line|schedule|annex|appendix|lot|"
    r"number|no\.|point|option|question)\s(?:no\.\s|number\s)?|"
    r"(?:\b(?:(?:sub)?sections|articles|rules|regulations|classes|categories|columns|rows|chapters|clauses|paragraphs|"
    r"paras\.?|parts|items|steps|stages|phases|levels|tiers|groups|figures|tables|pages|rooms|lines|schedules|annexes|"
    r"lots|numbers|nos\.|points|options|questions)\s|§{1,2}\s?)"
    r"(?:\(?\d[\w.()]{0,11}(?:,?\s(?:and|or|to|through)\s|,\s?|\s?[-–—]\s?)(?:§{1,2}\s?)?){0,8})$",
    re.IGNORECASE,
)
_BEFORE_DAY = lazy_re(
    r"\b(?:on|by|until|till|since|from|before|after|starting|due|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?\.?,?)\s(?:the\s)?$",
    re.IGNORECASE,
)
_CLAUSE_END = lazy_re(
    r"\s*(?:$|\n|[.;:!?)\]](?:\s|$)|,(?:\s|$)(?!\s?(?:at|if|in|where|when|with|however|subject|unless|but|as|therefore)\b)|"
    r"(?:at\s)?(?:\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m\b|\so.clock)|noon\b|midnight\b)|at\s\d{1,2}\b(?!\s\w)|"
    r"in\sthe\s(?:morning|afternoon|evening)|(?:[-–—]|to|until|till|through|and)\s?\d)"
)
_OTHER_REACH = 2_000  # characters on either side in which a month in lower case tells how the text writes months
_OTHER = lazy_re(
    r"\b(?:january|february|april|june|july|august|september|october|november|december)\b"
    r"|\d(?:st|nd|rd|th)?\s(?:of\s)?(?:may|march),?\s\d{4}\b"
)


def is_month(match: re.Match[str], context: Context) -> bool:
    """Whether a month in lower case behind a day is one; without a year it is unless it could be a verb."""
    word = match["month"]
    if not _WORD.fullmatch(word) or match["year"] or re.search(r"\sof\s", match[0]):
        return True
    if not _CLAUSE_END.match(context.text, match.end("month")):
        return False
    before = context.text[max(0, context.start - _OTHER_REACH) : context.start]
    said = match[0][: match.start("day") - match.start()]
    around = before + context.text[context.end : context.end + _OTHER_REACH]
    return context.leaning is not None or bool(_BEFORE_DAY.search(before + said) or _OTHER.search(around))


def numbers_a_part(text: str, start: int, end: int) -> bool:
    """Whether the day of a date without a year is a part's number before a verb: "Section 12 May Be Amended"."""
    day = _DAY_FIRST.match(text, start, end)
    if day is None or _YEAR.search(text, day.end(), end):
        return False
    return _LABEL.search(text[max(0, start - _LABEL_REACH) : start]) is not None
