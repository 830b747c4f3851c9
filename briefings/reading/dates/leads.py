"""Lead times of reminders: "3 days before the April meeting at 9am Beijing time"."""

import re
from dataclasses import replace
from datetime import timedelta

from briefings.model.delivery import Lead
from briefings.reading.dates import clock
from briefings.reading.dates.english import NUMBERS
from briefings.reading.dates.recurring import ANY_DAY

_COUNT = rf"(?P<count>\d{{1,4}}|the|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_AHEAD = rf"{_COUNT}\s(?P<unit>day|hour|minute|week)s?\s(?:before|ahead\sof|ahead|prior\sto|in\sadvance(?:\sof)?)\b"
_PHRASE = re.compile(rf"(?:(?:me|us)\s)?(?:(?P<event>.+?),?\s)?{_AHEAD}(?:\s(?P<rest>.+))?", re.IGNORECASE)
_AT = re.compile(r"(?:^|\s)at\s", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:of\s)?(?:the|our|this)\s+|^it$", re.IGNORECASE)
_LONGEST = timedelta(days=730)


def lead_phrase(line: str) -> tuple[str, Lead] | None:
    """The event words and the lead in a line such as "2 days before the summit"; None if it has no such form.

    Only leads in days have a time of day; its zone is kept if the line names one.
    """
    match = _PHRASE.fullmatch(line.strip().rstrip("."))
    if match is None:
        return None
    rest, wall = _timed(match["rest"] or "")
    event = " ".join(filter(None, (match["event"], _ARTICLE.sub("", rest, count=1)))).strip()
    said, unit = match["count"].lower(), match["unit"].lower()
    count = int(said) if said.isdecimal() else NUMBERS.get(said, 1)
    lead = Lead.parse(f"{count * 7}d" if unit == "week" else f"{count}{unit[0]}")
    if not event or not timedelta(0) < lead.length <= _LONGEST or (wall and lead.unit != "d"):
        return None
    return _ARTICLE.sub("", event, count=1), replace(lead, wall=wall)


def _timed(words: str) -> tuple[str, str]:
    """The words without the time of day at their end, and that time with its zone: "09:00 Asia/Shanghai"."""
    for place in _AT.finditer(words):
        match = clock.AFTER.fullmatch(f" {words[place.start() :].strip()}")
        when = clock.at_time(ANY_DAY, match, None) if match else None
        if when and when.at and match and not (match["offset"] or (match["city"] and not when.zone)):
            return words[: place.start()], f"{when.at:%H:%M} {when.zone or ''}".strip()
    return words, ""
