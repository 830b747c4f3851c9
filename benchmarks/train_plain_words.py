"""Learns which command a plain sentence means: `python -m benchmarks.train_plain_words` writes the package's weights.

It learns from sentences drawn from the grammars in `plain_words/`, from the phrase rules' own patterns and from the
questions in `questions/`, some of them with slips of the finger. A softmax regression with weight decay; its weights
are rounded to one character each.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np

from bot.commands.natural_language import classifier
from bot.commands.natural_language.classifier import BUCKETS, features
from bot.commands.phrases import rule_of, understand
from briefings.errors import BriefingError

HERE = Path(__file__).parent
GRAMMARS = HERE / "plain_words"
LANGUAGES = ("english", "chinese", "russian")
WEIGHTS = Path(classifier.__file__).parent / "weights.txt"
_EACH = 260  # sentences of a kind in a language, at most
_PATTERN = 40  # sentences of a pattern, at most
_ASKED = 700  # questions about the texts
_EPOCHS, _RATE, _DECAY = 14, 0.5, 2e-6
_WITHOUT_RULE = 0.5  # of the sentences
_SLIPS = 0.18
_ZERO, _SPREAD = 79, 44  # of a character; see `classifier`
_TOKEN = re.compile(r"\{(?P<slot>\w+)\}|<(?P<part>[\w]+)>|(?P<sign>[\[\]()|])|(?P<word>[^\[\](){}<>|]+)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of each kind, with what fills their slots and parts."""

    kinds: Mapping[str, list[str]]
    slots: Mapping[str, list[str]]
    parts: Mapping[str, str]
    spaced: bool


def grammar(language: str) -> Grammar:
    """Reads a grammar: `{slot} = a|b`, `<part> = pattern`, `> kind`, and patterns below it."""
    kinds: dict[str, list[str]] = {}
    slots: dict[str, list[str]] = {}
    parts: dict[str, str] = {}
    text = (GRAMMARS / f"{language}.txt").read_text(encoding="utf-8")
    kind = ""
    for line in text.splitlines():
        if line.startswith("> "):
            kind = line[2:]
        elif found := re.fullmatch(r"\{(\w+)\} = (.+)", line):
            slots[found[1]] = found[2].split("|")
        elif found := re.fullmatch(r"<(\w+)> = (.+)", line):
            parts[found[1]] = found[2]
        elif line and kind:
            kinds.setdefault(kind, []).append(line)
    return Grammar(kinds, slots, parts, spaced=not text.startswith("unspaced"))


class Draw:
    """Draws a sentence from a pattern."""

    def __init__(self, of: Grammar, rng: random.Random) -> None:
        self._of, self._rng = of, rng

    def sentence(self, pattern: str) -> str:
        """One sentence, with single spaces, or none in an unspaced language."""
        words, _ = self._choice(list(_TOKEN.finditer(pattern)), 0)
        words = re.sub(r"\s+([,.?!:])", r"\1", " ".join(words.split()))
        return words if self._of.spaced else re.sub(r"(?<=[^a-zA-Z]) | (?=[^a-zA-Z])", "", words)

    def _choice(self, tokens: list[re.Match[str]], at: int) -> tuple[str, int]:
        """One of the alternatives from here to the closing sign, and where that stands."""
        options = [""]
        while at < len(tokens):
            token = tokens[at]
            sign = token["sign"]
            if sign in ("]", ")"):
                break
            if sign == "|":
                options.append("")
            elif sign in ("[", "("):
                inner, at = self._choice(tokens, at + 1)
                options[-1] += inner if sign == "(" or self._rng.random() < 0.5 else ""
            elif token["slot"]:
                options[-1] += (
                    self._rng.choice(self._of.slots[token["slot"]]) if token["slot"] in self._of.slots else "x"
                )
            elif token["part"]:
                options[-1] += self._choice(list(_TOKEN.finditer(self._of.parts[token["part"]])), 0)[0]
            else:
                options[-1] += token["word"]
            at += 1
        return self._rng.choice(options), at


def sentences(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Sentences with their kinds."""
    rng = random.Random(seed)
    for language in LANGUAGES:
        of = grammar(language)
        draw = Draw(of, rng)
        for kind, patterns in of.kinds.items():
            drawn = {draw.sentence(pattern) for pattern in patterns for _ in range(_PATTERN)}
            most = _ASKED if kind == "ask" else _EACH
            chosen = rng.sample(sorted(drawn), min(most, len(drawn)))
            yield from ((_slipped(each, rng, spaced=of.spaced), kind) for each in chosen)
    yield from ((each, "ask") for each in _questions(rng))


def _questions(rng: random.Random) -> list[str]:
    """Questions about texts, from those by which the answering was shaped."""
    found = []
    for name in ("tuned.tsv", "worded/learnt.tsv"):
        lines = (HERE / "questions" / name).read_text(encoding="utf-8").splitlines()
        found += [line.partition("\t")[0] for line in lines if line]
    return rng.sample(found, min(len(found), _ASKED))


def _slipped(sentence: str, rng: random.Random, *, spaced: bool) -> str:
    """The sentence, at times with other capitals or punctuation, and with letters swapped, doubled or left out."""
    if spaced and rng.random() < 0.4:
        sentence = sentence[:1].upper() + sentence[1:]
    if rng.random() < 0.15:
        sentence += rng.choice(("?", ".", "!")) if spaced else rng.choice(("？", "。"))
    if spaced and rng.random() < _SLIPS and len(sentence) > 8:
        at = rng.randrange(1, len(sentence) - 2)
        one, two = sentence[at], sentence[at + 1]
        sentence = sentence[:at] + rng.choice((two + one, one, one + one + two)) + sentence[at + 2 :]
    return sentence


@cache
def _said(sentence: str) -> str:
    try:
        return rule_of(understand(sentence))
    except BriefingError:  # a time zone that nobody knows
        return ""


def learn(lessons: list[tuple[str, str]], seed: int = 1) -> tuple[list[str], np.ndarray]:
    """The kinds, and the weight of each bucket for each of them."""
    rng = random.Random(seed)
    kinds = sorted({kind for _, kind in lessons})
    rows = [
        (np.array(features(words, "" if rng.random() < _WITHOUT_RULE else _said(words))), kinds.index(kind))
        for words, kind in lessons
    ]
    weights, squares = np.zeros((BUCKETS, len(kinds))), np.full((BUCKETS, len(kinds)), 1e-2)
    for _epoch in range(_EPOCHS):
        rng.shuffle(rows)
        for at, kind in rows:
            scale = 1 / sqrt(len(at))
            shares = weights[at].sum(axis=0) * scale
            shares = np.exp(shares - shares.max())
            slope = shares / shares.sum()
            slope[kind] -= 1
            slope = slope * scale + _DECAY * weights[at]
            squares[at] += slope**2
            weights[at] -= _RATE * slope / np.sqrt(squares[at])
    return kinds, weights


def written(kinds: list[str], weights: np.ndarray) -> str:
    """The weights as text: each from -44 to 44 as a character, a row of nothing as an empty line."""
    scale = np.quantile(np.abs(weights), 0.9995) / _SPREAD
    rounded = np.clip(np.rint(weights / scale), -_SPREAD, _SPREAD).astype(int)
    rows = ("".join(chr(_ZERO + each) for each in row) if row.any() else "" for row in rounded)
    return "\n".join(("|".join(kinds), f"{scale:.6g}", *rows))


def main() -> None:
    """Writes the weights."""
    lessons = list(sentences())
    kinds, weights = learn(lessons)
    WEIGHTS.write_text(written(kinds, weights), encoding="ascii")
    print(f"{len(lessons):,} sentences, {len(kinds)} kinds, {WEIGHTS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
