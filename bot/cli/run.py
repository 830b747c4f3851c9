"""The run, chat, start and mcp subcommands: Readout answers until it is stopped."""

import argparse
import logging
import sys
from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.cli.arguments import day
from bot.cli.base import MISUSED, CommandFailed, Subcommands, finish, print_error, settings, subcommand
from bot.run.signals import exit_at_once, exit_in
from briefings.errors import OtherAccount

if TYPE_CHECKING:
    from bot.run.settings import Settings

_log = logging.getLogger(__name__)
_LAST_SECONDS = 8.5  # after a signal, until the process ends whatever still hangs


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    run = subcommand(commands, "run", _run, "serve Slack and Telegram and send what is due, until stopped")
    run.add_argument("--wait", action="store_true", help="without a token, wait until one is set; for containers")
    chat = subcommand(
        commands,
        "chat",
        lambda arguments: _talk(_settings(), arguments.as_of),
        "talk to Readout in the terminal; from a pipe, one command per line",
    )
    chat.add_argument(
        "--as-of", type=day, metavar="DATE", help="answer as on that day, on a throwaway copy of the data"
    )
    subcommand(commands, "mcp", _mcp, "answer a language model's program over standard input and output (MCP)")
    subcommand(commands, "start", _start, "do what run does, or chat while no token is set")


def _run(arguments: argparse.Namespace) -> int:
    known = _settings()
    if arguments.wait and not (known.telegram or known.slack):
        from bot.cli.setup.wait_for_tokens import tokens_set  # 0.1 s, for containers without a token

        if not finish(tokens_set()):
            return 0
        known = settings()
    return _serve(known)


def _start(_arguments: argparse.Namespace) -> int:
    known = _settings()
    return _serve(known) if known.telegram or known.slack else _talk(known, None)


def _mcp(_arguments: argparse.Namespace) -> int:
    if find_spec("mcp") is None:
        raise CommandFailed(
            "readout mcp needs the library mcp. Install it with “make mcp”, or with “pip install 'readout[mcp]'”."
        )
    known = _settings()
    if sys.stdin.isatty():
        print_error(
            "Waiting for messages of MCP, one a line. Usually a program starts this command; end it with Ctrl-D."
        )
    from bot.run.language_tools import serve_tools  # 1.5 s, which --help need not pay

    exit_at_once()  # a thread that waits for input would hold up a Ctrl-C
    return finish(serve_tools(known))


def _settings() -> "Settings":
    """Loads the settings and logs those that are misspelt."""
    from bot.run.settings import unknown_settings  # 300 ms, which other commands do without

    known = settings()
    for each in unknown_settings():
        _log.warning("%s %s", each.fault, each.fix)
    return known


def _serve(known: "Settings") -> int:
    # 1 s in all, which --help need not pay
    from bot.run import event_loop, logs
    from bot.run.wiring import run

    logs.set_up(known.log_level, known.secrets, known.log_format)
    try:
        return finish(run(known, partial(exit_in, _LAST_SECONDS)), event_loop.loop_factory())
    except OtherAccount as error:
        raise CommandFailed(str(error), MISUSED) from error


def _talk(known: "Settings", as_of: date | None) -> int:
    from bot.run.wiring import chat  # 1 s, which --help need not pay

    return finish(chat(known, as_of))
