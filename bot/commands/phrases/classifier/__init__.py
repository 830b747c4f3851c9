"""A linear classifier of plain sentences: which kind of request each is, and how surely. Pure, without network.

`weights.txt` is written by `benchmarks/train_plain_words.py`: the kinds, the scale, and for each bucket of features one
character a kind.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from bot.commands.phrases.classifier.features import features, words_of

__all__ = ["Guess", "classify", "examples", "known_words"]

_ZERO = 79  # the character of a weight of nothing: "O", in the middle of those from "!" to "}"


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind of request, and how likely it is from 0 to 1."""

    kind: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class _Weights:
    kinds: tuple[str, ...]
    scale: float
    rows: tuple[bytes, ...]


@cache
def _weights() -> _Weights:
    text = files("bot.commands.phrases.classifier").joinpath("weights.txt").read_bytes()
    kinds, scale, *rows = text.split(b"\n")
    return _Weights(tuple(kinds.decode().split("|")), float(scale), tuple(rows))


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """The declared example sentences in three languages, each with its kind."""
    text = files("bot.commands.phrases").joinpath("examples.tsv").read_text(encoding="utf-8")
    return tuple((kind, sentence) for kind, _, sentence in (line.partition("\t") for line in text.splitlines()))


@cache
def known_words() -> frozenset[str]:
    """The words of the declared examples, which are no slips."""
    return frozenset(word for _, sentence in examples() for word in words_of(sentence))


def classify(sentence: str) -> tuple[Guess, ...]:
    """All kinds, likeliest first."""
    known = _weights()
    at = features(sentence)
    rows = [known.rows[bucket] for bucket in at if known.rows[bucket]]
    sums = [sum(column) - _ZERO * len(rows) for column in zip(*rows, strict=True)] or [0] * len(known.kinds)
    scale = known.scale / sqrt(len(at))
    most = max(sums)
    shares = [exp(scale * (each - most)) for each in sums]
    whole = sum(shares)
    ranked = sorted(zip(known.kinds, shares, strict=True), key=lambda pair: -pair[1])
    return tuple(Guess(kind, share / whole) for kind, share in ranked)
