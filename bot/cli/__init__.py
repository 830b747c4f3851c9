"""The command line for operators. A subcommand imports the core, 0.6 s, when it runs."""

import argparse
import os
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from bot.cli import (
    answers,
    completion,
    delivery,
    doctor,
    files,
    maintenance,
    markings,
    run,
)
from bot.cli.base import status_of


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_given: Any) -> None:
        print(f"readout {version('readout')}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit status. Raises SystemExit(2) for a usage error."""
    os.umask(0o077)  # what Readout writes is for its owner's eyes alone
    arguments = parser().parse_args(argv)
    return status_of(lambda: arguments.run(arguments))


def parser() -> argparse.ArgumentParser:
    """The argument parser; `run` on its result takes the arguments and returns the exit status."""
    whole = argparse.ArgumentParser(
        prog="readout",
        description="Readout briefs people on written analyses, in Slack, in Telegram and in a terminal.",
    )
    whole.add_argument("--version", action=_Version)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for family in (run, files, answers, markings, delivery, doctor, maintenance, completion):
        family.declare(commands)
    return whole
