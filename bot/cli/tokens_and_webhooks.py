"""The token and webhook subcommands: the owner's tokens for the API, and the addresses to which changes are posted."""

import argparse
import re

from bot.cli.answer_command import tell
from bot.cli.base import MISUSED, CommandFailed, Subcommands, subcommand

_TOKEN = re.compile(r"(?:list)?|new .+|revoke (?:#?\d+|all)", re.IGNORECASE)
_WEBHOOK = re.compile(
    r"(?:list(?: #?\d+)?)?|new \S+.*|(?:test|rotate|on|off) #?\d+|revoke (?:#?\d+|all)|replay \S+", re.IGNORECASE
)


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    parser = subcommand(commands, "token", _token, "make, list and revoke your tokens for the API")
    parser.add_argument("rest", nargs="*", metavar="WORD", help="list, new NAME, revoke N, or revoke all")
    hooks = subcommand(commands, "webhook", _webhook, "post changes to an address; list, test and revoke webhooks")
    hooks.add_argument(
        "rest", nargs="*", metavar="WORD", help="list, new URL EVENTS, test N, rotate N, off N, replay ID"
    )


def _token(arguments: argparse.Namespace) -> int:
    _require(_TOKEN, arguments.rest, "readout token list, readout token new NAME or readout token revoke N")
    return tell("token", arguments)


def _webhook(arguments: argparse.Namespace) -> int:
    forms = "readout webhook list, readout webhook new URL, or test, rotate, on, off or revoke with a number"
    _require(_WEBHOOK, arguments.rest, forms)
    return tell("webhook", arguments)


def _require(forms: re.Pattern[str], words: list[str], usage: str) -> None:
    """Raises CommandFailed, with the status of misuse, for words that are none of the command's forms."""
    if not forms.fullmatch(" ".join(words)):
        raise CommandFailed(f"Type {usage}.", MISUSED)
