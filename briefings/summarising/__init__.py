"""Extractive summarisers. Pure and without network, except `language_model`, which runs only if configured.

A summariser gets a title, sections with sentences, and a word count, and returns positions of sentences, so that a
summary contains only sentences of the text. To add one, add a module and a line in `SUMMARISERS`.
"""

from collections.abc import Sequence
from typing import Protocol

from briefings.summarising.brief import BriefKind, brief
from briefings.summarising.extractive import LENGTHS, budget, choose
from briefings.summarising.language_model import MODEL_MISSING, ModelServer, model_fault, model_installed
from briefings.summarising.passages import ChosenSentence, Passage, Relevant
from briefings.summarising.topic import relevant

__all__ = [
    "LENGTHS",
    "MODEL_MISSING",
    "SUMMARISERS",
    "BriefKind",
    "ChosenSentence",
    "ModelServer",
    "Passage",
    "Relevant",
    "Summariser",
    "brief",
    "budget",
    "model_fault",
    "model_installed",
    "relevant",
]


class Summariser(Protocol):
    """Chooses sentences of at most `words` words in total, in text order.

    With `every_section`, each section that has something to say gets one sentence before any gets a second, while words
    last. With `least`, words are added until that many sentences fit. A longer summary is chosen `including` the
    sentences of a shorter one, a shorter one `among` those of a longer.
    """

    def __call__(
        self,
        title: str,
        sections: Sequence[Passage],
        words: int,
        *,
        every_section: bool = False,
        least: int = 0,
        including: Sequence[ChosenSentence] = (),
        among: Sequence[ChosenSentence] = (),
    ) -> list[ChosenSentence]: ...


SUMMARISERS: dict[str, Summariser] = {"extractive": choose}
