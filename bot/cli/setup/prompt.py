"""Asks the owner questions at the terminal."""

import getpass
from typing import Protocol

NO, YES = ("n", "no"), ("y", "yes")


class Prompter(Protocol):
    """Someone to tell things to and to ask."""

    def tell(self, words: str) -> None:
        """Prints a line."""

    def ask(self, question: str, *, secret: bool = False) -> str:
        """Reads an answer without surrounding blanks; a secret isn't echoed."""


class TerminalPrompter:
    """The owner's terminal."""

    def tell(self, words: str) -> None:
        """Prints a line."""
        print(words)

    def ask(self, question: str, *, secret: bool = False) -> str:
        """Reads a line; end of input counts as Ctrl-C."""
        try:
            return (getpass.getpass if secret else input)(f"{question}: ").strip()
        except EOFError:
            raise KeyboardInterrupt from None


def confirm(desk: Prompter, question: str, *, usual: bool) -> bool:
    """Asks a yes/no question; Enter means the default."""
    while True:
        answer = desk.ask(f"{question} [{'Y/n' if usual else 'y/N'}]").lower()
        if answer in (*NO, *YES, ""):
            return usual if not answer else answer in YES
        desk.tell("Say y or n.")
