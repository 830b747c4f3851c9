"""Extractive summarisers. Pure and without network, except `language_model`, which runs only if configured.

A summariser gets a title, sections with sentences, and a word count, and returns positions of sentences, so that a
summary contains only sentences of the text. To add one, add a module and a line in `SUMMARISERS`.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from briefings.summarising.brief import BriefKind, brief
from briefings.summarising.extractive import LENGTHS, summarise
from briefings.summarising.language_model import MODEL_MISSING, ModelServer, model_fault, model_installed
from briefings.summarising.passages import Choice, ChosenSentence, Marks, Passage, Relevant
from briefings.summarising.topic import relevant

__all__ = [
    "EDITION",
    "LENGTHS",
    "MODEL_MISSING",
    "SUMMARISERS",
    "BriefKind",
    "Choice",
    "ChosenSentence",
    "Marks",
    "ModelServer",
    "Passage",
    "Relevant",
    "Summariser",
    "brief",
    "model_fault",
    "model_installed",
    "relevant",
]

EDITION = 4  # raise it when other sentences are chosen; then stored summaries are made anew


class Summariser(Protocol):
    """Chooses sentences for a summary of a length, or of at most `words` words, in text order.

    A short summary is among the points of the medium one, which are all in the long one. `within` has the indexes of
    the passages that are summarised.
    """

    def __call__(
        self,
        title: str,
        sections: Sequence[Passage],
        length: str = "medium",
        *,
        words: int | None = None,
        within: Collection[int] | None = None,
    ) -> Choice: ...


SUMMARISERS: dict[str, Summariser] = {"extractive": summarise}
