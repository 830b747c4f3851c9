"""The completion subcommand: a script that lets a shell complete subcommands, options and file names."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bot.cli.base import Subcommands, subcommand

SHELLS = ("bash", "zsh", "fish")


def declare(commands: Subcommands) -> None:
    """Adds this subcommand."""
    parser = subcommand(commands, "completion", _run, "print the script that completes readout's words in a shell")
    parser.add_argument("shell", choices=SHELLS, help="the shell that will read it")


def _run(arguments: argparse.Namespace) -> int:
    import shtab  # 20 ms, for this subcommand alone

    from bot.cli import parser  # which imports this module

    whole = parser()
    for action in _actions(whole):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks for it
    print(shtab.complete(whole, arguments.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The actions of a parser and of its subcommands."""
    for action in parser._actions:  # noqa: SLF001  it has no public name
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  it has no public name
            for each in action.choices.values():
                yield from _actions(each)
