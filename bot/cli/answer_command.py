"""Declares a subcommand that prints an answer: as the chat shows it, or as JSON."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.cli.base import (
    FAILED,
    MISUSED,
    CommandFailed,
    Subcommands,
    as_typed,
    finish,
    one_line,
    settings,
    subcommand,
    with_core,
)

if TYPE_CHECKING:
    from bot.json_answers.shapes import Shape
    from briefings.service import Briefings

PLACE, SENDER = "terminal:local", "terminal:owner"  # whose current analysis is meant where none is named


def answer_command(commands: Subcommands, name: str, line: str, takes: str, says: str) -> argparse.ArgumentParser:
    """Adds a subcommand that takes `takes` and prints the chat's answer to `line`, or with --json its shape."""

    def run(arguments: argparse.Namespace) -> int:
        shape = with_core(lambda core: _shape(name, core, arguments))  # what is not there fails here, in words too
        if isinstance(shape, bytes):
            sys.stdout.buffer.write(shape)
            return 0
        if arguments.json:
            print(one_line(shape))
            return 0
        return tell(line, arguments)

    parser = subcommand(commands, name, run, says)
    parser.add_argument("rest", nargs="*", metavar="WORD", help=takes)
    parser.add_argument("--json", action="store_true", help="for other programs: JSON")
    return parser


async def _shape(command: str, core: "Briefings", arguments: argparse.Namespace) -> "Shape | list[Shape] | bytes":
    from bot.cli.answer_shapes import shape_of  # 1 s of commands, which --help need not pay

    return await shape_of(command, core, arguments)


def tell(command: str, arguments: argparse.Namespace) -> int:
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


def require_form(forms: re.Pattern[str], words: Sequence[str], usage: str) -> None:
    """Raises CommandFailed, with the status of misuse, for words that are none of a command's forms."""
    if not forms.fullmatch(" ".join(words)):
        raise CommandFailed(f"Type {usage}.", MISUSED)


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
