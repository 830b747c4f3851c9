"""The token subcommand: tokens of the terminal's owner for the API and for language models."""

import argparse

from bot.cli.answer_command import tell
from bot.cli.base import Subcommands, subcommand


def declare(commands: Subcommands) -> None:
    """Adds this subcommand."""
    parser = subcommand(commands, "token", _token, "make, list and revoke your tokens for the API")
    parser.add_argument("rest", nargs="*", metavar="WORD", help="list, new NAME, revoke N, or revoke all")


def _token(arguments: argparse.Namespace) -> int:
    return tell("token", arguments)
