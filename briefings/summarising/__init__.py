"""Choosing the sentences that tell a text; pure, and without network but for `remote`, which only who set it up calls.

A summariser is given a title, sections with their sentences and a number of words; it gives back places of sentences,
so that a summary says nothing that the text does not say. A further one is one file and one line in `SUMMARISERS`.
"""

from collections.abc import Sequence
from typing import Protocol

from briefings.summarising.extractive import choose, relevant
from briefings.summarising.lengths import LENGTHS, budget
from briefings.summarising.passages import Chosen, Passage, Relevant
from briefings.summarising.remote import MODEL_MISSING, ModelServer, model_fault, model_installed

__all__ = [
    "LENGTHS",
    "MODEL_MISSING",
    "SUMMARISERS",
    "Chosen",
    "ModelServer",
    "Passage",
    "Relevant",
    "Summariser",
    "budget",
    "model_fault",
    "model_installed",
    "relevant",
]


class Summariser(Protocol):
    """Chooses sentences of at most `words` words together, in the text's order.

    With `every_section` each section of some weight has one sentence before any has a second, while words last.
    With `least`, words are added until so many sentences have room.
    """

    def __call__(
        self, title: str, sections: Sequence[Passage], words: int, *, every_section: bool = False, least: int = 0
    ) -> list[Chosen]: ...


SUMMARISERS: dict[str, Summariser] = {"extractive": choose}
