"""Announcements in Russian sentences."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.phrase import EventPhrase, titled

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_IDLE = re.compile(
    r"(?<!\w)(?:если|бы|чтобы|мог(?:ут|ла|ло|ли)?|может|возможно|вероятно|не|отмен[её]н\w*|кажд\w+|ежегодно|ежемесячно|"
    r"еженедельно|обычно|после|с\sтех\sпор|ожидал\w*)(?!\w)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<!\w)(?:был[аои]?|[а-яё]{2,}(?:[её]сли|[её]зли|гли|кли|рли|нули)|прош[её]л|пришл[аио]|[а-яё]{3,}(?:ал|ял|ил|ел|ул|ыл)(?:[аои]|ся|ась|ось|ись)?|стал[аои]?|ш[её]л)(?!\w)",
    re.IGNORECASE,
)
_NO_VERB = re.compile(
    r"(?:материал|сигнал|канал|финал|журнал|капитал|персонал|потенциал|филиал|апрел\w*|квартал\w*|раздел\w*)",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"(?<!\w)(?:буд(?:ет|ут)|[а-яё]{3,}(?:ет|ёт|ит|ут|ют|ат|ят|ется|ётся|ится|утся|ются|атся|ятся)|вступ\w+\sв\sсилу)(?!\w)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"(?<!\w)(?:состо(?:ится|ятся)|прой?д[её]т|пройдут|будет\sпроходить|будут\sпроходить|проходит|проходят|"
    r"(?:будет\s)?(?:запланирован\w*|намечен\w*|назначен\w*)(?:\sна)?)(?!\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?<!\w)(?:в|во|на|к|ко|до|с|со|по|около|начиная|не\sпозднее|в\sсередине|в\sконце|в\sначале)\s)+$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"(?<!\w)(?:был[аои]?\s)?(?:перен[её]с\w*|отлож\w*|сдвину\w*)(?:\s(?:на|до|с))?\s*$", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:он|она|оно|они|мы|вы|я|это|эт\w+|котор\w+|что|кто)(?!\w)", re.IGNORECASE)
_BOUND = re.compile(r"[;:]\s|,\s(?:а|но|котор\w+|что|и|где|когда)\s|,\s")
_MOST_WORDS = 10


def russian_events(sentence: str, wanted: Sequence[DateFound]) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a Russian sentence announces for each of the wanted dates."""
    if not _CYRILLIC.search(sentence) or _IDLE.search(sentence):
        return
    for found in wanted:
        start, end = _clause(sentence, found)
        before, after = _LEAD.sub("", sentence[start : found.start] + ""), sentence[found.end : end]
        words = re.sub(r"\s+", " ", f"{before} {after}").strip(" ,.—–-")
        happens = _HAPPENS.search(words)
        named = (
            happens
            or _WILL.search(words)
            or re.search(r"[—–]\s*(?:[вн]а?\s)?$", sentence[: found.start].rstrip("в на"))
        )
        if _MOVED.search(words):
            yield found, EventPhrase(titled(_MOVED.sub("", words).strip(" ,.")), start, found.end)
            continue
        if not words or not named or _PRONOUN.match(words) or _is_past(words):
            continue
        title = " ".join(_HAPPENS.sub(" ", words).split()[:_MOST_WORDS]).strip(" —–-")
        if re.search(r"[а-яё]{3}", title, re.IGNORECASE):
            yield found, EventPhrase(titled(title), start, found.end)


def _is_past(words: str) -> bool:
    return any(not _NO_VERB.fullmatch(match[0]) for match in _PAST.finditer(words))


def _clause(sentence: str, found: DateFound) -> tuple[int, int]:
    """The stretch between commas around a date; one without a word beside dates takes its neighbour along."""
    edges = [0, *(m.end() for m in _BOUND.finditer(sentence)), len(sentence)]
    at = max(i for i, edge in enumerate(edges) if edge <= found.start)
    start, end = edges[at], edges[at + 1] if at + 1 < len(edges) else len(sentence)
    bare = re.sub(r"\W", "", sentence[start : found.start] + sentence[found.end : end])
    if len(bare) < 4 and at + 2 < len(edges):
        end = edges[at + 2]
    return start, end
