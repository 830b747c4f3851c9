"""Plain sentences: which request each is, by the classifier, and what fills its command line, by the slots. Pure.

`classifier` names the kind of request. `slots` and its neighbours read what the line needs: times, days, leads, zones,
markings, persons, periods, topics. `normalise` takes courtesies away.
"""

from dataclasses import dataclass
from functools import lru_cache

from bot.commands.phrases import normalise
from bot.commands.phrases.classifier import Guess, classify
from bot.languages import language_called

__all__ = ["SURE", "TEXTS", "Interpretation", "understand"]

SURE = 0.55  # likelihood from which on a kind is acted on
_FACT = 0.25  # likelihood of a fact, from which on it goes before a question about the text
TEXTS = frozenset(("ask", "search"))  # kinds that look into the texts
_LONGEST = 300  # characters; what is longer is a text, not a wish


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a sentence may ask for, likeliest first; `parts` are the wishes of a sentence with several."""

    guesses: tuple[Guess, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The likeliest kind; "" without a guess."""
        return self.guesses[0].kind if self.guesses else ""

    @property
    def sure(self) -> bool:
        """Whether the likeliest kind is acted on."""
        return bool(self.guesses) and self.guesses[0].likelihood >= SURE

    @property
    def certain(self) -> bool:
        """Whether the sentence is surely a request that has a command, or small talk."""
        return self.sure and self.kind not in TEXTS and self.kind != "offer"

    @property
    def talk(self) -> str:
        """The kind of small talk; "" for a request."""
        return self.kind[1:] if self.sure and self.kind.startswith("=") else ""


@lru_cache(maxsize=256)
def understand(line: str) -> Interpretation:
    """The kinds of request that plain words may be."""
    sentence = normalise.plain(line)
    if not sentence or len(sentence) > _LONGEST:
        return Interpretation((Guess("ask" if normalise.asks(line) else "search", 1),) if sentence else ())
    if language_called(normalise.bare(line)):
        return Interpretation((Guess("language", 1),))
    return Interpretation(_facts_first(classify(line)))


def _facts_first(guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """The guesses, with a fact of an analysis before a nearly as likely question about its text."""
    first, second, *rest = guesses
    fact, question = (second, first) if first.kind in TEXTS else (first, second)
    if question.kind not in TEXTS or not fact.kind.startswith("info") or fact.likelihood < _FACT:
        return guesses
    return (Guess(fact.kind, fact.likelihood + question.likelihood), Guess(question.kind, 0), *rest)
