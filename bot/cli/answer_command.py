"""Declares a subcommand that prints an answer: as the chat shows it, or as JSON."""

import argparse
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.cli import json_output
from bot.cli.base import FAILED, Subcommands, as_typed, finish, now, settings, subcommand, with_core
from bot.cli.json_output import Shape
from briefings.model.corrections import QuotedSpan

if TYPE_CHECKING:
    from briefings.library import ResolvedPlace
    from briefings.service import Briefings

Shaped = Callable[["Briefings", argparse.Namespace], Awaitable[json_output.Shape | list[json_output.Shape] | bytes]]

_LISTED = ("sentences", "statements")  # spans of sentences, given without their words
PLACE, SENDER = "terminal:local", "terminal:owner"  # whose current analysis is meant where none is named


def answer_command(
    commands: Subcommands, name: str, line: str, shaped: Shaped, takes: str, says: str
) -> argparse.ArgumentParser:
    """Adds a subcommand that takes `takes` and prints the chat's answer to `line`, or with --json its shape."""

    def run(arguments: argparse.Namespace) -> int:
        shape = with_core(lambda core: _marked(core, shaped, arguments))  # what is not there fails here, in words too
        if isinstance(shape, bytes):
            sys.stdout.buffer.write(shape)
            return 0
        if arguments.json:
            print(json_output.one_line(shape))
            return 0
        return _tell(line, arguments)

    parser = subcommand(commands, name, run, says)
    parser.add_argument("rest", nargs="*", metavar="WORD", help=takes)
    parser.add_argument("--json", action="store_true", help="for other programs: JSON")
    return parser


async def _marked(
    core: "Briefings", shaped: Shaped, arguments: argparse.Namespace
) -> json_output.Shape | list[json_output.Shape] | bytes:
    """The shape; as JSON, its quotations say whether their day has passed."""
    shape = await shaped(core, arguments)
    if isinstance(shape, bytes) or not arguments.json:
        return shape
    return await with_stale(core, shape, now(), settings().timezone)


def _tell(command: str, arguments: argparse.Namespace) -> int:
    """Prints the answer as the chat shows it; returns the exit status."""
    # 1 s, for answers as text alone
    from bot.platforms.console.screen import plain
    from bot.run.wiring import ask

    most = getattr(arguments, "words", None)
    words = (*map(_quoted, arguments.rest), *((str(most), "words") if most else ()))
    words += ("fluent",) if getattr(arguments, "fluent", False) else ()
    line = " ".join((command, *words))
    answered = finish(ask(settings(), line, lambda message: print(as_typed(plain(message)), flush=True)))
    return 0 if answered else FAILED


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


async def place_of(core: "Briefings", words: Sequence[str]) -> "ResolvedPlace":
    """The analysis or section that typed words name; without words, the one read last, else the newest."""
    return await core.library.resolve_typed(words, await core.chats.current(PLACE, SENDER))


async def with_stale(core: "Briefings", shape: Shape | list[Shape], now: datetime, zone: str) -> Shape | list[Shape]:
    """The shape with the field in everything that quotes a span of an analysis: what has `start`, `end` and `text`."""
    # 40 ms of Babel, which --help need not pay
    from bot.views.outlook import today_in
    from bot.views.shared.statement_marks import marks_in

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
        if isinstance(named, str) and named[:1] == "a" and named[1:].isdecimal():
            analysis, revision = int(named[1:]), 0
        revision = shape["revision"] if isinstance(shape.get("revision"), int) else revision
        if analysis and _is_quotation(shape, listed=listed):
            yield shape, QuotedSpan(analysis, revision, shape["start"], shape["end"])
        for name, value in list(shape.items()):
            yield from _quotations(value, analysis, revision, listed=name in _LISTED)


def _is_quotation(shape: Shape, *, listed: bool) -> bool:
    placed = isinstance(shape.get("start"), int) and isinstance(shape.get("end"), int)
    return placed and "verdict" not in shape and (listed or ("text" in shape and "status" not in shape))
