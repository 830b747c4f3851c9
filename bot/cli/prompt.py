"""Asks the owner questions at the terminal."""

import getpass
from typing import Protocol

NO, YES = ("n", "no"), ("y", "yes")


class Desk(Protocol):
    """Somebody who can be told something and asked."""

    def tell(self, words: str) -> None:
        """Says something."""
        ...

    def ask(self, question: str, *, secret: bool = False) -> str:
        """The answer, without blanks around it; a secret one is not shown while it is typed."""
        ...


class Terminal:
    """The owner's terminal."""

    def tell(self, words: str) -> None:
        """Prints it."""
        print(words)

    def ask(self, question: str, *, secret: bool = False) -> str:
        """Reads a line; the end of the input counts as Ctrl-C."""
        try:
            return (getpass.getpass if secret else input)(f"{question}: ").strip()
        except EOFError:
            raise KeyboardInterrupt from None


def agrees(desk: Desk, question: str, *, usual: bool) -> bool:
    """Whether the owner says yes; Enter means what is usual."""
    while True:
        said = desk.ask(f"{question} [{'Y/n' if usual else 'y/N'}]").lower()
        if said in (*NO, *YES, ""):
            return usual if not said else said in YES
        desk.tell("Say y or n.")
