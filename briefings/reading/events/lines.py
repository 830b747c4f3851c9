"""Events in lines without a verb, as in notes, calendars and tables: "Seed swap, 5 December, 10:00"."""

import re
from collections.abc import Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.titles import EventPhrase, titled, without_article
from briefings.reading.events.vocabulary import NOUNS

_NOUN = re.compile(rf"\b(?:{'|'.join(NOUNS)})\b|截止|会议", re.IGNORECASE)
_NO_EVENT = re.compile(
    r"\b(?:copyright|version|updated|published|posted|accessed|retrieved|last\smodified|since|dated|\d\w*\sedition|edition\s\d|issue|volume|page|"
    r"photo|image|figure|abbildung|abb|foto|bild|quelle|source|by\s[A-Z]|filed|signed|received|approved|adopted|until|till|before|after|if|unless|"
    r"aktualisiert|geändert|erschienen|veröffentlicht|publié|modifié|publicad[oa]|pubblicat[oa]|opublikowan\w*|опубликован\w*|обновл\w+|"
    r"not|no|never|cancelled|canceled|every|each|usually|was|were|had|did|would|could|might|may)\b|©|stand:|fundstelle|\bBAnz|\bBGBl|发布|發布|更新|[?%€$£]",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"\b(?:led|hosted|given|held|taught|run|chaired|organi[sz]ed|presented)\sby\s", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from|as of|of|to|for|vom|du|от|del)\s$", re.IGNORECASE)
_EDGE = re.compile(r"^(?:[\s,:;|•*\[\]()–—-]|\d{1,2}[.)]\s)+|[\s,:;|•*\[\](–—-]+$")
_PREPOSITION = re.compile(r"(?:^|\s)(?:on|at|in|from|for|the|am|le|ab|um|date|when|w/)$", re.IGNORECASE)
_PAST = re.compile(
    r"^(?:(?!seed|feed|speed|need|weed|shed|breed|red\b|bed\b)\w{2,}ed\b|paid|sent|met|had|got|did|saw|went|bought|sold|wrote|came|made|took)\b|\b\w+ed$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:issue|start|end|effective|due|meeting|event|publication|release|report|expiry|opening|closing)\s)?"
    r"(?:dates?|time|day|when)(?:\s?(?:/|&|and|of|,)\s?(?:time|date|place|location|meeting|event|hearing|issue|publication))*"
    r"|timeline|events?|period|publication|cost|price|place|venue|location|author|contact|subject|start|end|begins?|datum|wann|tag|uhrzeit|zeit|beginn|ende|termine?|quand|"
    r"dates?\s(?:et|de)\s\w+|heure|когда|дата|время|日期|时间|時間",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\]\([^()\s]*\)|\]\[[^\]]*\]|\*\*|<[^<>]{1,80}>|[\[\]`]|https?://\S+")
_LETTERS = re.compile(r"[^\W\d_]{3}|[\u4e00-\u9fff]{2}")
_LINK = re.compile(r"^(?:(?:is|are|will be|due)\b\s?)+", re.IGNORECASE)
_BEFORE = re.compile(r"[\W_]{0,6}(?:\d{1,2}[.)]\s)?[\W_]{0,4}")
_SET_OFF = re.compile(r"(?:\s\([^()]{1,40}\))?(?:[.:|–—]\s*|\s+[-–—|:]\s+)(?=[\W_]{0,4}[^\W\d_])")
_ITEM_SET_OFF = re.compile(  # in an item of a list, a comma sets a date and its time off as well
    r"(?:\s\([^()]{1,40}\)|,?\s\d{1,2}:\d\d[^,]{0,40}|\s[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?(?=[\s,(])){0,3},\s+(?=[\W_]{0,4}[^\W\d_])"
)
_REMARK = re.compile(r"(?<=\S)\s+\([^()\n]{1,200}\)\s*$")  # what a line adds to its date, also on the next line
_VERSION = re.compile(r"v?\d{1,4}(?:\.\d{1,4}){1,3}", re.IGNORECASE)  # all that a line of a schedule of releases says
_WEEKDAY = re.compile(r"(?:^|[\s,:;(–—-]+)(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")  # beside its day
_BAR = re.compile(r"\s\|\s")
_FRAGMENT = re.compile(r"(?:With|Without|As|Than|Für|Mit|Von|Aus|Ohne|Wegen|Laut|Pour|Avec|Sans|Selon)\s")
_MOST_WORDS = 9
_MOST_SET_OFF = 14  # words behind a date that leads its line
_WEEK = 31  # days that what a line announces takes at most


def line_event(
    sentence: str, found: DateFound, stated: Sequence[DateFound], *, item: bool = False
) -> EventPhrase | None:
    """What a line without a verb, perhaps an item of a list, announces for its only date."""
    when = found.when
    short = (when.last - when.first).days < _WEEK or when.precision == "month"
    if re.fullmatch(r"(?i:to(?:day|night)|this\s\w+)", sentence[found.start : found.end]):
        return None
    if (
        any(not _holds(other, found) for other in stated)
        or not short
        or _BY.search(sentence[: found.start])
        or _NO_EVENT.search(_LED_BY.sub(" ", _REMARK.sub("", _without_date(sentence, found))))
    ):
        return None
    led = _set_off(sentence, found, item=item) if leads(sentence, found, item=item) else None
    before, after = _cleaned(sentence[: found.start]), _cleaned(sentence[led.end() if led else found.end :])
    words = before if (len(before) > 2 and _LETTERS.search(before)) or _VERSION.fullmatch(before) else after
    if before and after and words == before and _is_label(before):
        words = after if _LETTERS.search(after) else before
    if " " not in before and _NOUN.search(after) and not _NOUN.search(before):
        words = after
    words = _MARKUP.sub(" ", _REMARK.sub("", words).split(". ")[0]).strip()
    if _VERSION.fullmatch(words):
        return EventPhrase(f"Version {words.lstrip('vV')}", 0, len(sentence))
    most = _MOST_SET_OFF if leads(sentence, found, item=item) else _MOST_WORDS
    if not _LETTERS.search(words) or len(words.split()) > most or _PAST.search(words.split("\n")[0]):
        return None
    words = " ".join(words.split())
    separate = re.search(r"[:–—|]", sentence[max(0, found.start - 3) : found.end + 3]) is not None
    if not (separate or _NOUN.search(words) or when.precision in ("day", "instant")):
        return None
    title = titled(without_article(words))
    if words == after and _is_label(before) and words.islower() and " " not in words and not _NOUN.search(words):
        return None  # "Cost: 3 May 2027 rate"
    return None if _is_label(title) or _FRAGMENT.match(title) else EventPhrase(title, 0, len(sentence))


def cell_events(
    sentence: str, stated: Sequence[DateFound], wanted: Sequence[DateFound]
) -> list[tuple[DateFound, EventPhrase]]:
    """What a line of cells with dates in several of them announces: its first cell, and the words beside each date."""
    bars = [*_BAR.finditer(sentence)]
    cells = list(zip([0, *(bar.end() for bar in bars)], [*(bar.start() for bar in bars), len(sentence)], strict=True))
    held = [next((cell for cell in cells if cell[0] <= each.start < cell[1]), cells[0]) for each in stated]
    head = _cleaned(_MARKUP.sub(" ", sentence[slice(*cells[0])]))
    if len(set(held)) < 2 or cells[0] in held or not _LETTERS.search(head):
        return []
    told: list[tuple[DateFound, EventPhrase]] = []
    for found in wanted:
        start, end = next(cell for cell in cells if cell[0] <= found.start < cell[1])
        beside = _cleaned(f"{sentence[start : found.start]} {sentence[found.end : end]}")
        if len(beside.split()) <= _MOST_WORDS and not _NO_EVENT.search(beside):
            told.append((found, EventPhrase(titled(f"{head}, {beside}" if beside else head), 0, len(sentence))))
    return told


def leads(sentence: str, found: DateFound, *, item: bool = False) -> bool:
    """Whether a line begins with a date that is set off from what it announces: "3 January. Rope night"."""
    return _BEFORE.fullmatch(sentence[: found.start]) is not None and _set_off(sentence, found, item=item) is not None


def _set_off(sentence: str, found: DateFound, *, item: bool) -> re.Match[str] | None:
    """What parts a date at the start of a line from what the line announces."""
    return (_ITEM_SET_OFF.match(sentence, found.end) if item else None) or _SET_OFF.match(sentence, found.end)


def _without_date(sentence: str, found: DateFound) -> str:
    """A line without its date, whose month may look like a verb: "May"."""
    return f"{sentence[: found.start]} {sentence[found.end :]}"


def _holds(other: DateFound, found: DateFound) -> bool:
    """Whether another date of a line is this one or the month in which it lies."""
    return other.when.first <= found.when.first and found.when.last <= other.when.last


def _cleaned(words: str) -> str:
    before = ""
    while words != before:
        before = words
        words = _EDGE.sub("", words)
        words = _WEEKDAY.sub("", _PREPOSITION.sub("", words))
    return _LINK.sub("", words).strip(" .")


def _is_label(words: str) -> bool:
    return _LABEL.fullmatch(words.strip(" :|*")) is not None


def is_label(words: str) -> bool:
    """Whether a line holds nothing but the name of a field and a date: "Date/Time: 3 May, 5:30pm"."""
    return _is_label(_cleaned(_MARKUP.sub(" ", words)))
