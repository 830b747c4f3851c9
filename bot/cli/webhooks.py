"""The webhook subcommand: the addresses to which changes are posted."""

import argparse
import re

from bot.cli.answer_command import require_form, tell
from bot.cli.base import Subcommands, subcommand

_FORMS = re.compile(
    r"(?:list(?: #?\d+)?)?|new \S+.*|(?:test|rotate|on|off) #?\d+|revoke (?:#?\d+|all)|replay \S+", re.IGNORECASE
)


def declare(commands: Subcommands) -> None:
    """Adds this subcommand."""
    parser = subcommand(commands, "webhook", _webhook, "post changes to an address; list, test and revoke webhooks")
    parser.add_argument(
        "rest", nargs="*", metavar="WORD", help="list, new URL EVENTS, test N, rotate N, off N, replay ID"
    )


def _webhook(arguments: argparse.Namespace) -> int:
    usage = "readout webhook list, readout webhook new URL, or test, rotate, on, off or revoke with a number"
    require_form(_FORMS, arguments.rest, usage)
    return tell("webhook", arguments)
