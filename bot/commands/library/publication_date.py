"""Parses and sets the publication date of an analysis."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.commands.registry import Call
from briefings.errors import BadInput
from briefings.parsing import parse_when


def day_of_publication(call: Call, words: tuple[str, ...]) -> date:
    """Parses a day no later than today. Raises BadInput."""
    when, rest = parse_when(words, call.now, call.zone)
    typed = " ".join(words)
    if rest or when.precision != "day":
        raise BadInput("“{words}” isn't a full date. Use for example 2026-02-05.", words=typed)
    if when.first > call.now.astimezone(ZoneInfo(call.zone)).date():
        raise BadInput("“{words}” is in the future, so it can't be a publication date.", words=typed)
    return when.first
