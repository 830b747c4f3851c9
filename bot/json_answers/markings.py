"""Adds the marking to an answer, and to each analysis, event and quotation in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.json_answers.shapes import Shape
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import Label, Marking, strictest, viewer, viewing
from briefings.service import Briefings

_Parts = list[tuple[Shape, str, int]]  # what names an analysis ("a"), a span of it ("text") or an event ("e"), by id


async def with_markings(core: Briefings, shape: Shape | list[Shape], now: datetime) -> Shape | list[Shape]:
    """The shape with `marking` in each result, such as "TLP:RED": the strictest of what it shows, else None.

    Of an analysis that is shown by section, each section has its marking too.
    """
    parts = list(_parts(shape))
    with viewing(replace(viewer(), now=now)):
        for (each, _, _), marking in zip(parts, await _markings(core, parts), strict=True):
            each["marking"] = f"TLP:{marking}"
        await _mark_sections(core, [(of, id_) for of, kind, id_ in parts if kind == "a"])
    for each in shape if isinstance(shape, list) else [shape]:
        each["marking"] = _strictest(each)
    return shape


def _strictest(of: Shape) -> str | None:
    known: list[Any] = [each["marking"].removeprefix("TLP:") for each, _, _ in _parts(of)]
    return f"TLP:{strictest(*known)}" if known else None


def _parts(shape: Any) -> Iterator[tuple[Shape, str, int]]:
    """The outermost parts that name an analysis or an event; a whole analysis counts for all that is in it."""
    if isinstance(shape, list):
        for each in shape:
            yield from _parts(each)
    elif isinstance(shape, dict):
        event, analysis = _number(shape, "id", "e"), _number(shape, "analysis", "a") or _number(shape, "id", "a")
        if event:
            yield shape, "e", event
        elif analysis:
            yield shape, "text" if {"start", "end", "text"} <= shape.keys() else "a", analysis
        else:
            for value in shape.values():
                yield from _parts(value)


def _number(of: Shape, name: str, letter: str) -> int:
    """The number in an id such as "a-1"; 0 for anything else."""
    word = of.get(name)
    given = isinstance(word, str) and word[:1] == letter and word[1:].removeprefix("-").isdecimal()
    return int(word[1:]) if isinstance(word, str) and given else 0


async def _markings(core: Briefings, parts: _Parts) -> list[Marking]:
    """The marking of each part."""
    quotes = [(of, id_) for of, kind, id_ in parts if kind == "text"]
    spans = [QuotedSpan(id_, of.get("revision", 0), of["start"], of["end"]) for of, id_ in quotes]
    quoted = iter(await core.markings.of_spans(spans) if spans else [])
    events = await _of_events(core, [(id_, _number(of, "analysis", "a")) for of, kind, id_ in parts if kind == "e"])
    ids = {id_ for _, kind, id_ in parts if kind == "a"}
    whole = await core.markings.highest_of_each(ids) if ids else {}
    found: list[Marking] = []
    for _, kind, id_ in parts:
        if kind == "text":
            found.append(next(quoted).at(viewer().now))
        else:
            found.append((events if kind == "e" else whole).get(id_, core.markings.default))
    return found


async def _mark_sections(core: Briefings, parts: Sequence[tuple[Shape, int]]) -> None:
    """Adds the marking to each section of some analyses: that of its strictest point, of the analysis without any."""
    sections = [(of, id_, each) for of, id_ in parts for each in of.get("sections", ()) if isinstance(each, dict)]
    spans = [
        [QuotedSpan(id_, of["revision"], each["start"], each["end"]) for each in section.get("points", [section])]
        for of, id_, section in sections
    ]
    labels = iter(await core.markings.of_spans([each for those in spans for each in those]) if sections else [])
    for (of, _, section), those in zip(sections, spans, strict=True):
        markings = [next(labels).at(viewer().now) for _ in those]
        section["marking"] = f"TLP:{strictest(*markings)}" if markings else of["marking"]


async def _of_events(core: Briefings, events: Sequence[tuple[int, int]]) -> dict[int, Marking]:
    """The markings of events, given with the analysis whose title they show, or 0."""
    if not events:
        return {}
    own = await core.markings.of_events([id_ for id_, _ in events])
    titles = await core.markings.of_analyses({analysis for _, analysis in events})
    now, plain = viewer().now, Label(core.markings.default)
    return {
        id_: strictest(own.get(id_, plain).at(now), titles.get(analysis, plain).at(now)) for id_, analysis in events
    }
