"""The backup, restore, drill, migrate and setup subcommands."""

import argparse
import sys
from pathlib import Path

from bot.cli.base import MISUSED, CommandFailed, Subcommands, finish, settings, subcommand


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    backup = subcommand(commands, "backup", _backup, "back up all data to one file, even while Readout runs")
    backup.add_argument(
        "file", type=Path, metavar="FILE", help="the backup to write, or - for a pipe; an existing file is left alone"
    )
    backup.add_argument(
        "--verify", action="store_true", help="also restore it into a scratch SQLite database, and compare"
    )
    restore = subcommand(commands, "restore", _restore, "restore a backup into an empty database of either kind")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup to read, or - for a pipe")
    only = restore.add_mutually_exclusive_group()
    only.add_argument("--verify", action="store_true", help="only restore into a scratch SQLite database and compare")
    only.add_argument("--moved", action="store_true", help="nothing was sent since the backup: send what is due")
    subcommand(commands, "drill", _drill, "back up, restore into a scratch database, start and answer, and time each")
    migrate = subcommand(commands, "migrate", _migrate, "bring the database to this version's schema, after a backup")
    migrate.add_argument(
        "--check",
        action="store_true",
        help="only say whether this version can run beside the database's, status 0 or 1",
    )
    subcommand(commands, "setup", _setup, "ask for missing tokens, check them and write .env")


def _backup(arguments: argparse.Namespace) -> int:
    from bot.run.backups import make  # 1 s, which --help need not pay

    piped = arguments.file == Path("-")
    if piped and arguments.verify:
        raise CommandFailed("A backup in a pipe can't be verified. Type: readout restore --verify FILE", MISUSED)
    told = finish(make(settings(), arguments.file, verified=arguments.verify))
    print(told, file=sys.stderr if piped else sys.stdout)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from bot.run.backups import restore, verify  # 1 s, which --help need not pay

    known = settings()
    print(finish(verify(arguments.file) if arguments.verify else restore(known, arguments.file, moved=arguments.moved)))
    return 0


def _drill(_arguments: argparse.Namespace) -> int:
    from bot.run.backups import drill  # 1 s, which --help need not pay

    finish(drill(settings(), print))
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.run.wiring import migrate, side_by_side  # 1 s, which --help need not pay

    if arguments.check:
        possible, told = finish(side_by_side(settings()))
        print(told)
        return 0 if possible else 1
    print(finish(migrate(settings())))
    return 0


def _setup(_arguments: argparse.Namespace) -> int:
    from bot.cli.setup import setup  # 0.15 s with pydantic, which --help need not pay

    return setup.run()
