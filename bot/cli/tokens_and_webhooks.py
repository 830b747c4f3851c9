"""The token and webhook subcommands: the owner's tokens for the API, and the addresses to which changes are posted."""

import argparse

from bot.cli.answer_command import tell
from bot.cli.base import Subcommands, subcommand


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    parser = subcommand(commands, "token", _token, "make, list and revoke your tokens for the API")
    parser.add_argument("rest", nargs="*", metavar="WORD", help="list, new NAME, revoke N, or revoke all")
    hooks = subcommand(commands, "webhook", _webhook, "post changes to an address; list, test and revoke webhooks")
    hooks.add_argument(
        "rest", nargs="*", metavar="WORD", help="list, new URL EVENTS, test N, rotate N, off N, replay ID"
    )


def _token(arguments: argparse.Namespace) -> int:
    return tell("token", arguments)


def _webhook(arguments: argparse.Namespace) -> int:
    return tell("webhook", arguments)
