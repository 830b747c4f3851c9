"""The results of tools: quotations with marking, stale mark and disagreements, within a number of tokens."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from bot.json_answers.queries import Asker
from bot.json_answers.shapes import Shape
from bot.views.outlook import today_in
from bot.views.shared.statement_marks import marks_in
from briefings.model.corrections import QuotedSpan
from briefings.model.disagreements import Disagreement
from briefings.model.marking import Marking, shown, strictest

MOST_TOKENS = 1_500  # of a result, and of the description of all tools
BYTES_A_TOKEN = 2.8  # of English, Chinese and Russian in JSON; the tokens of usual models hold 2.9 to 4.4
MOST_BYTES = int(MOST_TOKENS * BYTES_A_TOKEN)
_READ = 30  # quotations that are looked at for one result; no more fit into it
_MOST_SOURCES, _LONGEST_SOURCE = 4, 240  # of a quotation, characters of one
_MOST_DISAGREEMENTS = 2  # of a quotation that are given in words
_SHORTER = (1_000, 500, 250, 120, 60, 20)  # characters of each text in an item that doesn't fit
_ROOM = 300  # bytes for what a result says of itself: its marking, how much was left out, how to get it


@dataclass(frozen=True, slots=True)
class Listing:
    """A result before it is cut: `items` stand under `name`, the first `skip` are left out, `head` before them.

    `rest` says how to get what doesn't fit; {skip} in it is how many items to leave out.
    """

    head: Shape
    name: str
    items: Sequence[Shape] = ()
    skip: int = 0
    rest: str = "Call it again with skip={skip}."
    marked: Sequence[str] = field(default=())  # markings of what is told without a span


def tokens(text: str) -> int:
    """The number of tokens that a text counts as."""
    return ceil(len(text.encode()) / BYTES_A_TOKEN)


async def written(asker: Asker, of: Listing) -> str:
    """A result as JSON of at most MOST_TOKENS."""
    chosen = [_trimmed(each) for each in of.items[of.skip : of.skip + _READ]]
    markings = await _flagged(asker, chosen)
    head: Shape = _with_short_texts(of.head, _LONGEST_SOURCE)
    kept = _fitting(chosen, MOST_BYTES - _ROOM - _bytes(head))
    left = len(of.items) - of.skip - len(kept)
    told: Shape = {"marking": _highest([*of.marked, *markings[: len(kept)]])} | head | {of.name: kept}
    if left > 0:
        told |= {"left_out": left, "rest": of.rest.format(skip=of.skip + len(kept))}
    return _json(told)


def _highest(markings: Sequence[str]) -> str | None:
    known: Any = markings
    return f"TLP:{strictest(*known)}" if markings else None


def _trimmed(of: Shape) -> Shape:
    """An item with a few of its sources, each of them short."""
    sources = of.get("sources")
    if not isinstance(sources, list):
        return dict(of)
    told = [_shortened(each, _LONGEST_SOURCE) for each in sources[:_MOST_SOURCES]]
    more = len(sources) - len(told)
    return of | {"sources": told} | ({"more_sources": more} if more else {})


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _fitting(items: Sequence[Shape], room: int) -> list[Shape]:
    """The first items that fit into so many bytes; a first one that is too long has its texts cut, which it says."""
    kept: list[Shape] = []
    for each in items:
        fitting = each if kept or _bytes(each) <= room else _cut(each, room)
        room -= _bytes(fitting) + 1
        if room < 0:
            break
        kept.append(fitting)
    return kept


def _cut(of: Shape, room: int) -> Shape:
    """The item with each text cut to as many characters as it takes."""
    for most in _SHORTER:
        made: Shape = _with_short_texts(of, most) | {"cut": True}
        if _bytes(made) <= room:
            break
    return made


def _with_short_texts(of: Any, most: int) -> Any:
    if isinstance(of, dict):
        return {name: _with_short_texts(value, most) for name, value in of.items()}
    if isinstance(of, list):
        return [_with_short_texts(each, most) for each in of]
    return _shortened(of, most) if isinstance(of, str) else of


async def _flagged(asker: Asker, items: Sequence[Shape]) -> list[Marking]:
    """Adds its marking, stale mark and disagreements to each item that quotes a span; returns the markings."""
    quoted = [each for each in items if {"analysis", "start", "end", "text"} <= each.keys()]
    if not quoted:
        return []
    core, spans = asker.core, [_span(each) for each in quoted]
    stale = await core.outlook.quoted(spans, asker.now, asker.zone)
    disputed = await core.disagreements.touching(spans)
    today = today_in(asker.now, asker.zone)
    markings: list[Marking] = []
    for each, span, label in zip(quoted, spans, await core.markings.of_spans(spans), strict=True):
        told = [found for of in disputed if (found := _against(of, span))]
        more = len(told) - _MOST_DISAGREEMENTS
        each |= {"marking": shown(label), "stale": marks_in(stale, span, today) or None}
        each |= {"disagreements": told[:_MOST_DISAGREEMENTS]} | ({"more_disagreements": more} if more > 0 else {})
        markings.append(strictest(label.at(asker.now), *await _mark(asker, told[:_MOST_DISAGREEMENTS])))
    return markings


async def _mark(asker: Asker, told: Sequence[Shape]) -> list[Marking]:
    """Adds its marking to each disagreement; returns the markings."""
    labels = await asker.core.markings.of_spans([_span(each) for each in told]) if told else []
    for each, label in zip(told, labels, strict=True):
        each |= {"marking": shown(label)}
    return [label.at(asker.now) for label in labels]


def _span(of: Shape) -> QuotedSpan:
    return QuotedSpan(int(of["analysis"][1:]), of.get("revision", 0), of["start"], of["end"])


def _against(of: Disagreement, span: QuotedSpan) -> Shape | None:
    """What contradicts a span, and why; None if this disagreement isn't about it."""
    for own, other in ((of.first, of.second), (of.second, of.first)):
        if own.analysis == span.analysis and own.start < span.end and span.start < own.end:
            told = {"id": f"d{of.id}", "reason": str(of.reason), "analysis": f"a{other.analysis}"}
            return told | {"start": other.start, "end": other.end, "text": _shortened(other.text, _LONGEST_SOURCE)}
    return None


def _bytes(of: Any) -> int:
    return len(_json(of).encode())


def _json(of: Any) -> str:
    return json.dumps(of, ensure_ascii=False, separators=(",", ":"))
