"""Parses the year bracket of a reference: a year with or without month and day, or a full date."""

import re
from dataclasses import dataclass

YEAR = r"(?:(?:1[4-9]|20)\d{2}[a-zабвд]?|n\.\s?d\.(?:-?[a-z]\b)?|б\.\s?г\.|in press|forthcoming)"
MONTH, OF_MONTH = "-(?:0[1-9]|1[0-2])", "-(?:0[1-9]|[12]\\d|3[01])"  # as ISO 8601 writes them behind a year
_YEAR_FIRST = re.compile(
    rf"[(（](?P<year>{YEAR})(?P<iso>{MONTH}(?:{OF_MONTH})?)?(?:[,，]\s*(?P<rest>[^()（）]{{1,40}}))?[)）]"
)
_FIGURES = r"(?:1[4-9]|20)\d{2}"
_NAMED_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|"
    r"октябр[ья]|ноябр[ья]|декабр[ья])\.?"
)
_SPAN = r"\d{1,2}(?:\s?[–-]\s?\d{1,2})?"
_WHOLE_DATE = re.compile(
    rf"[(（]\s?(?P<said>(?:{_SPAN}\s)?{_NAMED_MONTH}(?:\s{_SPAN})?,?\s(?P<worded>{_FIGURES}[a-zабвд]?)"
    r"(?:\s?г\.|\s?года)?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./](?P<behind>{_FIGURES})(?:\s?г\.)?"
    rf"|(?P<before>{_FIGURES})[./]\d{{1,2}}[./]\d{{1,2}}"
    rf"|(?P<han>{_FIGURES})\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号])?)?)\s?[)）]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class YearBracket:
    """The place of a bracket, its year, and its month and day in words; `sure` if the year comes first."""

    start: int
    end: int
    year: str
    when: str
    sure: bool


def bracketed_year(entry: str) -> YearBracket | None:
    """The first bracket in an entry that contains only a year or a date."""
    year, whole = _YEAR_FIRST.search(entry), _WHOLE_DATE.search(entry)
    if year and not (whole and whole.start() < year.start()):
        return YearBracket(*year.span(), year["year"], _beside(year), sure=True)
    if not whole:
        return None
    figures = next(filter(None, whole.group("worded", "behind", "before", "han")))
    said = re.sub(r"\s?(?:г\.|года)$", "", whole["said"]) if whole["worded"] or whole["behind"] else whole["said"]
    said = "".join(said.split()) if whole["han"] else said
    return YearBracket(*whole.span(), figures, "" if said == f"{figures}年" else said, sure=False)


def _beside(year: re.Match[str]) -> str:
    """The month and day with a bracketed year, in words of a language with an unambiguous order."""
    if not year["iso"]:
        return year["rest"] or ""
    month, _, day = year["iso"][1:].partition("-")
    return f"{month}月{day}日" if day else f"{month}月"
