"""Marks quotations in an answer whose day has passed, or of whose outcome something is known."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.json_answers.shapes import Shape
from bot.views.outlook import today_in
from bot.views.shared.statement_marks import marks_in
from briefings.model.corrections import QuotedSpan
from briefings.service import Briefings

_LISTED = ("sentences", "statements")  # spans of sentences, given without their words


async def with_statement_marks(
    core: Briefings, shape: Shape | list[Shape], now: datetime, zone: str
) -> Shape | list[Shape]:
    """The shape with the field in everything that quotes a span of an analysis: what has `start`, `end` and `text`."""
    quoted = list(_quotations(shape, 0, 0, listed=False))
    found = await core.outlook.quoted([span for _, span in quoted], now, zone)
    today = today_in(now, zone)
    for each, span in quoted:
        each["stale"] = marks_in(found, span, today) or None
    return shape


def _quotations(shape: Any, analysis: int, revision: int, *, listed: bool) -> Iterator[tuple[Shape, QuotedSpan]]:
    """Each part that quotes a span, with the span; an analysis named further out is meant further in."""
    if isinstance(shape, list):
        for each in shape:
            yield from _quotations(each, analysis, revision, listed=listed)
    elif isinstance(shape, dict):
        named = shape.get("analysis", shape.get("id"))
        if isinstance(named, str) and named[:1] == "a" and named[1:].removeprefix("-").isdecimal():
            analysis, revision = int(named[1:]), 0
        revision = shape["revision"] if isinstance(shape.get("revision"), int) else revision
        if analysis and _is_quotation(shape, listed=listed):
            yield shape, QuotedSpan(analysis, revision, shape["start"], shape["end"])
        for name, value in list(shape.items()):
            yield from _quotations(value, analysis, revision, listed=name in _LISTED)


def _is_quotation(shape: Shape, *, listed: bool) -> bool:
    placed = isinstance(shape.get("start"), int) and isinstance(shape.get("end"), int)
    return placed and "verdict" not in shape and (listed or ("text" in shape and "status" not in shape))
