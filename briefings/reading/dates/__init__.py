"""Finds dates in running text and in phrases, and keeps their precision.

"April 2026" is a month and stays one. A date without a year is resolved relative to a reference day, forwards or
backwards as its clause suggests. Without a reference day only dates with a year are found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from briefings.model.agenda import EventDate
from briefings.reading.dates import chinese, clock, english, french, german, russian, spans, weekdays
from briefings.reading.dates.context import Context, Make, Rule
from briefings.text import CHINESE_SIGN, lazy_re

_LOOK_BACK = 40  # characters before a day in which its time of day may stand
_JOINT = lazy_re(r"\s?(?:[-–—]|to|through|until|till|по|до|至|到)\s?", re.IGNORECASE)
_AND = lazy_re(r"\s(?:and|и)\s")
_BETWEEN = lazy_re(r"(?:between|между)\s(?:the\s)?$", re.IGNORECASE)
_LEAD = lazy_re(r"(?:on|in|at|by|for|the|of|from|в|во|на|к|до|于|在|（|\()\s+", re.IGNORECASE)
_DAYTIME = lazy_re(
    r"(?:the\s)?(?:early\s|late\s)?(?:morning|afternoon|evening|night|eve)\s(?:of|on)\s(?:the\s)?", re.IGNORECASE
)
_STAMP = lazy_re(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?")
_ERA_REACH = 12  # characters before a year
_ERA_BEFORE = lazy_re(r"(?:公元|西元|纪元|紀元)前\s?(?:约|約|大约|大約)?\s?(?:\d{1,4}\s?年?\s?[至到—–-]\s?)?$")
_ERA_AFTER = lazy_re(
    r"(?:\s?(?:[–—/-]|to|and|or|until|bis|und|et|à|до|и)\s?(?:about\s|c\.\s?|circa\s)?\d{1,4})?\s?(?:г(?:г|оды?|ода?)?\.?\s?)?"
    r"(?:BCE?\b|B\.\s?C\.|v\.\s?(?:Chr|u\.\s?Z)|av(?:\.|ant)\s(?:J|notre)|до\s(?:н\.|нашей|Р\.|Рождества))"
)
_REACH = 60  # characters on either side of a cue in which the whole date stands
_CUES = {
    "english": lazy_re(
        r"\b(?:\d{4}|\d{1,2}(?:[./-]\d|st|nd|rd|th)|(?:\d{1,2}\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|[QH][1-4]|[1-4][QH]|"
        r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}|"
        r"[Dd]ays?|[Ww]eek|[Ff]ortnight|[Mm]onth|[Qq]uarter|[Hh]alf|[Yy]ear|[Dd]ecade|[Tt]oday|[Tt]omorrow|[Tt]onight|"
        r"[Yy]esterday|[Nn]ight|[Mm]orning|[Aa]fternoon|[Ee]vening|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
    ),
    "russian": lazy_re(
        r"\d{4}|январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр|вчера|сегодня|завтра|недел|месяц|"
        r"год|лет|дн[яей]|квартал|полугод|половин|весн|осен|зим|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень",
        re.IGNORECASE,
    ),
    "german": lazy_re(
        r"\d\.\s?[A-ZÄ]|\d\.[01]\d\.|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|gestern|heute|morgen|Woche|Monat|Quartal|Jahr|"
        r"Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|(?:Anfang|Mitte|Ende|[Ii]m)\s(?:April|August|Sept|Nov|\d{4})|"
        r"Frühling|Sommer|Herbst|Winter"
    ),
    "french": lazy_re(
        r"janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
        r"janv\.|févr\.|avr\.|juil\.|sept\.|oct\.|nov\.|déc\.|hier|aujourd|demain|prochain|dernier|(?:en|depuis|fin|début)\s\d{4}",
        re.IGNORECASE,
    ),
    "chinese": lazy_re(r"[年月日号號天周季后前晚晨]|星期|礼拜"),
}
_RULES = {
    "english": english.RULES,
    "german": german.RULES,
    "french": french.RULES,
    "russian": russian.RULES,
    "chinese": chinese.RULES,
}
# For groups that a rule of English cannot do without, what one of must stand in a stretch, in lower case.
_NEEDED = {
    "dow": ("nday", "sday", "rday", "iday"),
    "season": ("spring", "summer", "autumn", "fall", "winter"),
    "word": ("yesterday", "today", "tomorrow", "night", "this"),
    "unit": ("day", "week", "fortnight", "month", "quarter", "year", "decade"),
    "part": ("early", "mid", "late", "start", "beginning", "end", "close"),
    "decade": ("0s", "0's", "0’s"),
    "century": ("century",),
    "nth": ("quarter", "half"),
    "number": ("q1", "q2", "q3", "q4", "1q", "2q", "3q", "4q", "h1", "h2", "1h", "2h", "h3", "h4", "3h", "4h"),
    "mm": ("-", "/", "."),
    "a": ("-", "/"),
    "yy": ("-", "/", "."),
}
_NEEDED_BY_PATTERN = {
    "month": lazy_re(
        r"january|february|march|april|may|june|july|august|september|october|november|december|"
        r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
    ),
    "year": lazy_re(r"\d{4}"),
}
_GERMAN = lazy_re(
    r"\d\.[01]\d\.(?!\d)|\b(?:Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Okt\.|Dez\.|gestern|heute|übermorgen|(?i:am|im|bis|ab|zum|vom|seit)\s"
    r"(?:\d|[A-Z])|(?i:letzt|vergangen|dies|kommend|nächst)e[nrsm]?\s[A-Z]|(?:Anfang|Mitte|Ende)\s\d{4}|(?:Frühjahr|Frühling|Sommer|Herbst|Winter)(?:ferien)?\s\d{4})"
)
_FRENCH = lazy_re(
    r"\b(?:janvier|février|fevrier|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    r"(?:\d{1,2}|en|depuis|de|début|fin)\s(?:mars|avr\.|nov\.|oct\.|sept\.)|janv\.|févr\.|juil\.|déc\.|hier|aujourd|demain|"
    r"(?:en|depuis|fin|début)\s\d{4}|di\s(?:prochain|dernier))",
    re.IGNORECASE,
)
_CYRILLIC = lazy_re(r"[а-яё]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date found in a text; offsets count characters, `end` is exclusive."""

    start: int
    end: int
    when: EventDate


@dataclass(frozen=True, slots=True)
class _Seen:
    text: str
    reference: date | None
    leaning: spans.Direction | None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """A compiled rule; `core` is the group with the date, `needs` what a text must contain for it to be tried."""

    pattern: re.Pattern[str]
    make: Make
    core: str | int
    needs: frozenset[str]


def find(
    text: str, reference: date | None, *, day_first: bool | None = None, leaning: spans.Direction | None = None
) -> list[DateFound]:
    """All dates in the text, in order and without overlaps; masked text is skipped.

    `day_first` says how to read 7/12/2026; without it such a date is left out. `leaning` overrides what the
    clauses tell.
    """
    seen = _Seen(text, _near(reference), leaning, day_first)
    found = [each for each, agrees in _on_weekdays(text, _dates(seen)) if agrees]
    return _ranges(text, [_with_time(text, date_found, None) for date_found in found])


def disagreeing(text: str, reference: date) -> list[DateFound]:
    """The days that don't fall on the weekday written beside them: "Tuesday, 15 April 2026"."""
    return [each for each, agrees in _on_weekdays(text, _dates(_Seen(text, _near(reference), None))) if not agrees]


def _dates(seen: _Seen) -> list[DateFound]:
    return [each for each in _longest(_matches(seen)) if not _is_before_christ(seen.text, each)]


def _on_weekdays(text: str, found: Sequence[DateFound]) -> Iterator[tuple[DateFound, bool]]:
    """The dates with the weekdays beside them, which are none of their own, and whether these are theirs."""
    beside = [
        weekdays.beside(text, each.start, each.end) if each.when.precision in ("day", "range") else None
        for each in found
    ]
    for each, before, own, behind in zip(found, [None, *beside], beside, [*beside[1:], None], strict=False):
        if own:
            when = weekdays.on_weekday(each.when, own, text[each.start : each.end])
            yield DateFound(own.start, own.end, when or each.when), when is not None
        elif not (before and each.start < before.last) and not (behind and behind.start < each.end):
            yield each, True


def _is_before_christ(text: str, found: DateFound) -> bool:
    """Whether a year is counted back from year 1, before which dates can't be stored: "1145 BC"."""
    before = text[max(0, found.start - _ERA_REACH) : found.start]
    return _ERA_AFTER.match(text, found.end) is not None or _ERA_BEFORE.search(before) is not None


def parse(phrase: str, reference: date, zone: str | None = None) -> EventDate | None:
    """The date that a whole phrase means, choosing the next of several; times are in `zone`, else UTC."""
    phrase = phrase.strip()
    if stamp := _STAMP.fullmatch(phrase):
        phrase = f"{stamp[1]} {stamp[2]} {stamp[3] or ''}".strip()
    if len(phrase) > 120:
        return None
    for found in _ranges(phrase, [_with_time(phrase, f, zone) for f in _whole_candidates(phrase, reference)]):
        if _is_all(phrase, found):
            return found.when
    return None


def _near(reference: date | None) -> date | None:
    """A reference date from which days can be counted; None at the ends of the calendar."""
    return reference if reference and spans.year(reference.year) else None


def _whole_candidates(phrase: str, reference: date) -> list[DateFound]:
    seen = _Seen(phrase, _near(reference), "future")
    found = [each for each, _ in _on_weekdays(phrase, _longest(_matches(seen)))]
    return found or _longest(_run(seen, _compiled_whole(), [(0, len(phrase))]))


def _is_all(phrase: str, found: DateFound) -> bool:
    before = _DAYTIME.sub("", phrase[: found.start] + " ").strip()
    left = _LEAD.sub("", before + " ").strip()
    return not left and phrase[found.end :].strip(" .,)）") == ""


@lru_cache(maxsize=16)  # a line is asked for its dates, its cues and its day
def _languages(text: str) -> tuple[str, ...]:
    others = () if text.isascii() else (("russian", _CYRILLIC), ("chinese", CHINESE_SIGN))
    western = (("german", _GERMAN), ("french", _FRENCH))
    return ("english", *(name for name, signs in (*western, *others) if signs.search(text)))


@cache
def _compiled(language: str) -> tuple[_Shape, ...]:
    return _compile(
        _RULES[language],
        re.IGNORECASE if language in ("russian", "french") else re.NOFLAG,
        (*_NEEDED, "month") if language == "english" else (),
    )


@cache
def _compiled_whole() -> tuple[_Shape, ...]:
    return _compile(english.WHOLE, re.NOFLAG) + _compile(russian.WHOLE, re.IGNORECASE)


def _compile(rules: Iterable[Rule], flags: re.RegexFlag, needed: Iterable[str] = ()) -> tuple[_Shape, ...]:
    made: list[_Shape] = []
    for rule in rules:
        pattern = re.compile(rule.pattern, flags)
        needs = frozenset(name for name in needed if name in pattern.groupindex)
        only = frozenset({"year"}) if needed and not needs and "year" in pattern.groupindex else needs
        made.append(_Shape(pattern, rule.make, "core" if "core" in pattern.groupindex else 0, only))
    return tuple(made)


def _matches(seen: _Seen) -> Iterator[DateFound]:
    for language in _languages(seen.text):
        yield from _run(seen, _compiled(language), _windows(seen.text, language))


def _windows(text: str, language: str) -> list[tuple[int, int]]:
    """The stretches around date words; dates are searched only there."""
    made: list[tuple[int, int]] = []
    for cue in _CUES[language].finditer(text):
        start, end = max(0, cue.start() - _REACH), min(len(text), cue.end() + _REACH)
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _run(seen: _Seen, shapes: Iterable[_Shape], windows: Iterable[tuple[int, int]]) -> Iterator[DateFound]:
    for window in windows:
        there = _present(seen.text, *window)
        for shape in shapes:
            if shape.needs <= there:
                yield from _shaped(seen, shape, window)


def _present(text: str, start: int, end: int) -> set[str]:
    """Which of the rules' required features a stretch contains."""
    low = text[start:end].lower()
    there = {name for name, signs in _NEEDED.items() if any(map(low.__contains__, signs))}
    return there.union(name for name, signs in _NEEDED_BY_PATTERN.items() if signs.search(low))


def _shaped(seen: _Seen, shape: _Shape, window: tuple[int, int]) -> Iterator[DateFound]:
    for match in shape.pattern.finditer(seen.text, *window):
        start, end = match.span(shape.core)
        if when := shape.make(match, Context(seen.text, start, end, seen.reference, seen.leaning, seen.day_first)):
            yield DateFound(start, end, when)


def _longest(found: Iterator[DateFound]) -> list[DateFound]:
    """Of overlapping dates, the longest; on a tie, the first rule's."""
    kept: list[DateFound] = []
    for one in sorted(found, key=lambda f: (f.start, f.start - f.end)):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _with_time(text: str, found: DateFound, zone: str | None) -> DateFound:
    if found.when.precision != "day":
        return found
    after = clock.AFTER.match(text, found.end)
    if after and (when := clock.at_time(found.when, after, zone)):
        return _there(text, DateFound(found.start, after.end(), when))
    window = max(0, found.start - _LOOK_BACK)
    before = clock.BEFORE.search(text[window : found.start])
    if before and (when := clock.at_time(found.when, before, zone)):
        return DateFound(window + before.start(), found.end, when)
    return found


def _there(text: str, found: DateFound) -> DateFound:
    """A time without a zone on the clock of the place named after it, if there is one."""
    place = None if clock.has_zone(found.when) else clock.place_after(text, found.end)
    return DateFound(found.start, place[1], clock.in_zone(found.when, place[0])) if place else found


def _ranges(text: str, found: list[DateFound]) -> list[DateFound]:
    """Joins neighbouring dates with a word like "to" between them into one range."""
    made: list[DateFound] = []
    for one in found:
        whole = _joined(text, made[-1], one) if made else None
        if whole:
            made[-1] = whole
        else:
            made.append(one)
    return made


def _joined(text: str, left: DateFound, right: DateFound) -> DateFound | None:
    gap = text[left.end : right.start]
    said = _AND.fullmatch(gap) and _BETWEEN.search(text[max(0, left.start - 12) : left.start])
    if left.when.precision == "range" or len(gap) > 12 or not (_JOINT.fullmatch(gap) or said):
        return None
    when = spans.between(left.when, right.when)
    return DateFound(left.start, right.end, when) if when else None
