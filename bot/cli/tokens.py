"""The token subcommand: the owner's tokens for the API."""

import argparse
import re

from bot.cli.answer_command import require_form, tell
from bot.cli.base import Subcommands, subcommand

_FORMS = re.compile(r"(?:list)?|new .+|revoke (?:#?\d+|all)", re.IGNORECASE)


def declare(commands: Subcommands) -> None:
    """Adds this subcommand."""
    parser = subcommand(commands, "token", _token, "make, list and revoke your tokens for the API")
    parser.add_argument("rest", nargs="*", metavar="WORD", help="list, new NAME, revoke N, or revoke all")


def _token(arguments: argparse.Namespace) -> int:
    require_form(_FORMS, arguments.rest, "readout token list, readout token new NAME or readout token revoke N")
    return tell("token", arguments)
