"""The backup, migrate and setup subcommands."""

import argparse
from pathlib import Path

from bot.cli.base import Subcommands, finish, settings, subcommand


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    backup = subcommand(commands, "backup", _backup, "back up all data to one file, even while Readout runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the backup to write; an existing file is left alone")
    subcommand(commands, "migrate", _migrate, "bring the database to this version's schema, after a backup")
    subcommand(commands, "setup", _setup, "ask for missing tokens, check them and write .env")


def _backup(arguments: argparse.Namespace) -> int:
    from bot.run.wiring import backup  # 1 s, which --help need not pay

    finish(backup(settings(), arguments.file))
    print(f"Written: {arguments.file}")
    return 0


def _migrate(_arguments: argparse.Namespace) -> int:
    from bot.run.wiring import migrate  # 1 s, which --help need not pay

    print(finish(migrate(settings())))
    return 0


def _setup(_arguments: argparse.Namespace) -> int:
    from bot.cli import setup  # 0.15 s with pydantic, which --help need not pay

    return setup.run()
