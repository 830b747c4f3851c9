"""Finds the publication date stated in a text.

A date line at the top wins, then what the text calls its date of writing. Without either it is the newest day in
running text or references, except future ones; and if no day is named, the first day of the newest month. Years alone
are ignored.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from briefings.model.agenda import EventDate
from briefings.model.analysis import Reference
from briefings.reading.dates import DateFound, find
from briefings.reading.dates.context import Context
from briefings.reading.front_matter import is_byline
from briefings.reading.layout import Layout, lines

_HEAD_LINES = 12
_LONGEST_DATE_LINE = 90
_REACH = 160  # characters before a date in which its clause is looked at
_CLAUSE_END = re.compile(r"[.!?;:]\s+|[。！？；\n]|,\s(?:and|but|while)\s")
_TEXT = r"(?:text|note|analysis|report|briefing|article|paper|memo|brief|review|piece)"
_WRITTEN = re.compile(
    r"\b(?:(?:we|I)\s(?:(?:are|am)\s)?(?:write|writing|wrote|finish|finished|publish|published)(?:\sthis)?"
    rf"|this\s{_TEXT}\s(?:is|was|has\sbeen)\s(?:written|finished|completed|published|issued|updated)"
    rf"|(?:at\sthe\stime\sof\s)?writing)(?:\s{_TEXT})?,?\s(?:on\s)?(?:the\s)?$",
    re.IGNORECASE,
)
_ASKED = (
    "meet|send|submit|reply|register|join|apply|vote|come|pay|bring|sign|deliver|finish|complete|attend|gather|remember|"
    "save|hand|prepare"
)
# What the clause puts ahead: an order, a limit, or what is told in the present of a day that is named.
_AHEAD = re.compile(
    rf"(?:^|[\n•*-])\s*(?:please\s|then\s|do\s)?(?:{_ASKED})\b(?!ing)"
    r"|\b(?:summit|meeting|elections?|vote|conference|hearing|talks):\s$|\b(?:agreed|travels?)\sto\b"
    r"|\bdeadline\b|\b(?:no(?:t)?\slater\sthan|by|until|till)\s(?:the\s)?$"
    r"|\b(?:meets?|opens?|begins?|starts?|ends?|closes?|resumes?|convenes?|expires?|lapses?|takes?\s(?:place|effect)|"
    r"(?:comes?|enters?)\sinto\sforce|votes?|falls?)\s(?:again\s|next\s)?(?:in\s[A-Z]\w+\s)?(?:on|in|at)\s(?:the\s)?$",
    re.IGNORECASE,
)


def publication_date(layout: Layout, prose: str, references: Sequence[Reference], latest: date) -> date | None:
    """The publication date that a file states or implies, at most `latest`; None if unknown."""
    if own := [day for day in own_dates(layout) if day <= latest]:
        return own[0]
    stated = [found for found in find(prose, None) if found.when.first <= latest]
    if written := [found.when.first for found in stated if _WRITTEN.search(_clause_before(prose, found))]:
        return max(written)
    listed = [when for when in _listed(references) if when.first <= latest]
    for precision in ("day", "instant"), ("month",):
        said = _last_said(prose, [found for found in stated if found.when.precision in precision])
        if days := [*([said] if said else []), *(when.first for when in listed if when.precision in precision)]:
            return max(days)
    return None


def own_dates(layout: Layout) -> list[date]:
    """The dates a file states for itself: in its metadata, and in a line near its start."""
    return [day for day in (layout.published, _date_line(layout)) if day is not None]


def _date_line(layout: Layout) -> date | None:
    """A short line near the top that is little more than a date."""
    for at, (start, end) in enumerate(lines(layout.text)):
        if at == _HEAD_LINES:
            return None
        line = layout.text[start:end].strip()
        if len(line) > _LONGEST_DATE_LINE or (line.endswith((".", "。")) and not is_byline(line)):
            continue
        for found in find(line, None):
            rest = len(line) - (found.end - found.start)
            if found.when.precision in {"day", "instant"} and (rest < 25 or "date" in line.lower()):
                return found.when.first
    return None


def _last_said(prose: str, stated: Iterable[DateFound]) -> date | None:
    """The latest date that its clause doesn't place in the future."""
    for found in sorted(stated, key=lambda found: found.when.first, reverse=True):
        ahead = Context(prose, found.start, found.end, None).direction == "future"
        if not ahead and not _AHEAD.search(_clause_before(prose, found)):
            return found.when.first
    return None


def _clause_before(prose: str, found: DateFound) -> str:
    """The text between the last clause end and the date."""
    return _CLAUSE_END.split(prose[max(0, found.start - _REACH) : found.start])[-1]


def _listed(references: Sequence[Reference]) -> Iterator[EventDate]:
    for reference in references:
        if reference.date and len(reference.date) > len("2026"):
            yield from (found.when for found in find(_spelt(reference.date), None))


def _spelt(iso: str) -> str:
    return iso if len(iso) > len("2026-02") else f"{iso[:4]}年{iso[5:]}月"
