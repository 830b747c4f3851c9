"""Dates that only say of which time a thing is: "votes on the budget for the second half of 2027 on 3 December"."""

import re
from collections.abc import Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.clauses import Clause, clauses, masked
from briefings.reading.events.verbs import DOING, DONE, PAST
from briefings.reading.events.vocabulary import NOUNS
from briefings.text.patterns import lazy_re

_DAYS = frozenset(("instant", "day"))
_PERIODS = frozenset(("week", "month", "season", "quarter", "year", "range"))
_BEHIND_NOUN = lazy_re(
    r"\b(?P<noun>[A-Za-z]{3,})\s(?:of|for|in|during|over)\s(?:the\s)?(?:(?:end|beginning|start)\sof\s(?:the\s)?)?$"
)
_EVENT = lazy_re(rf"(?:{'|'.join(NOUNS)})", re.IGNORECASE)
_RUSSIAN = lazy_re(r"(?P<noun>[а-яё]{3,})\s(?:за|на|во?|до\sконца)\s$", re.IGNORECASE)
_RUSSIAN_VERB = lazy_re(
    r"(?<!бюдж)(?<!отч)(?<!расч)(?<!уч)(?<!комит)(?<!кред)(?<!дефиц)(?<!ауд)(?:[её]т|ит|[уюая]т|тся|ть(?:ся)?|(?:е|и)м|(?:л|н)[аои]?|лся|лась|лись|лось)$",
    re.IGNORECASE,
)
_CHINESE = lazy_re(r"[\u4e00-\u9fff](?<![于在自从至到由起和及与定划计将拟並并且是须])$")
_STRETCH = lazy_re(r"[,;:，；：。]|\s(?:и|а|но)\s|并")
_AND = lazy_re(r"\b(?:and|or|but|then)\b|;")
_NOT_NOUN = frozenset(
    ("and", "but", "out", "off", "place", "open", "live", "force", "effect", "again", "them", "early")
)


def modifying(sentence: str, stated: Sequence[DateFound]) -> list[DateFound]:
    """The periods that belong to a noun, in a clause that names the day of its event otherwise."""
    if len(stated) < 2 or not any(found.when.precision in _DAYS for found in stated):
        return []
    periods = [found for found in stated if found.when.precision in _PERIODS]
    days = [found for found in stated if found.when.precision in _DAYS]
    parts = clauses(masked(sentence, [(found.start, found.end) for found in stated])) if periods else ()
    return [found for found in periods if _is_of_noun(sentence, found, days, parts)]


def _is_of_noun(sentence: str, period: DateFound, days: Sequence[DateFound], parts: Sequence[Clause]) -> bool:
    before = sentence[: period.start]
    if noun := _BEHIND_NOUN.search(before):
        own = [day for day in days if _share(parts, period, day) and not _is_parted(sentence, period, day)]
        return bool(own) and _is_thing(noun["noun"])
    if noun := _RUSSIAN.search(before):
        verb = _RUSSIAN_VERB.search(noun["noun"])
        return verb is None and any(_is_one_stretch(sentence, period, day) for day in days)
    chinese = _CHINESE.search(before) and re.match(r"[\u4e00-\u9fff]", sentence[period.end :])
    return bool(chinese) and any(_is_one_stretch(sentence, period, day) for day in days)


def _is_thing(word: str) -> bool:
    """Whether a word before a period is a noun, and no kind of event, whose own time the period would be."""
    low = word.lower()
    form = low in DONE or low in PAST or low in DOING
    return not (form or low in _NOT_NOUN or _EVENT.fullmatch(word))


def _share(parts: Sequence[Clause], period: DateFound, day: DateFound) -> bool:
    """Whether a day stands in the clause of a period, behind its verb unless both lie behind or before it."""
    part = next((p for p in parts if p.tokens and p.tokens[0].start <= period.start < p.tokens[-1].end), None)
    if part is None or not part.tokens[0].start <= day.start < part.tokens[-1].end or not part.verbs:
        return False
    verb = part.tokens[part.verbs[0].first].start
    within = period.when.first <= day.when.first <= period.when.last
    return period.start > verb or not within


def _is_parted(sentence: str, period: DateFound, day: DateFound) -> bool:
    """Whether a period and a day are of two things: "reopens its halls in spring 2027 and the shop on 3 November"."""
    if day.start < period.start:
        return _AND.search(sentence, day.end, period.start) is not None
    return _AND.search(sentence, period.end, day.start) is not None or "," in sentence[period.end : day.start]


def _is_one_stretch(sentence: str, period: DateFound, day: DateFound) -> bool:
    """Whether nothing that ends a clause stands between two dates."""
    first, last = sorted((period, day), key=lambda found: found.start)
    return _STRETCH.search(sentence[first.end : last.start]) is None
