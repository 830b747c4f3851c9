"""The backup and migrate subcommands."""

import argparse
from pathlib import Path

from bot.cli.base import Subcommands, finish, settings, subcommand


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    backup = subcommand(commands, "backup", _backup, "write everything that is kept to one file, while others work")
    backup.add_argument("file", type=Path, metavar="FILE", help="where to; an existing file is left alone")
    subcommand(commands, "migrate", _migrate, "bring the database to this version's schema, after a backup")


def _backup(arguments: argparse.Namespace) -> int:
    from bot.run.wiring import backup

    finish(backup(settings(), arguments.file))
    print(f"Written: {arguments.file}")
    return 0


def _migrate(_arguments: argparse.Namespace) -> int:
    from bot.run.wiring import migrate

    print(finish(migrate(settings())))
    return 0
