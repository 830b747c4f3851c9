"""Selects sentences on a topic, and detects sentences that say the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefings.summarising.document_statistics import document_statistics
from briefings.summarising.extractive import choice
from briefings.summarising.grounding import Fault, grounding_faults
from briefings.summarising.passages import ChosenSentence, Passage
from briefings.summarising.selecting import Selection
from briefings.text.terms import content_terms, terms

_TITLE, _HEADING = 0.6, 0.7  # what a word of the topic counts that stands there and not in the sentence
_ENOUGH = 0.65  # share of the topic that a sentence must say
_SAME = 0.6  # share of the longer sentence's content words that the other holds too
_APART: frozenset[Fault] = frozenset(["figure", "date", "contradiction", "strength", "order"])
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BRACKET = re.compile(r"[(（\[][^()（）\[\]]*\d[^()（）\[\]]*[)）\]]")
_NEGATION = re.compile(
    r"\b(?:not?|never|none|nobody|nothing|neither|nor|without|cannot|не|нет|ни|без|никто|ничто|никогда)\b|n[’']t\b|[不没未无非]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TopicSentences:
    """The chosen sentences in text order, and all relevant ones, best first."""

    chosen: tuple[ChosenSentence, ...]
    concerned: tuple[ChosenSentence, ...]


def topic_sentences(topic: str, title: str, sections: Sequence[Passage], words: int) -> TopicSentences:
    """What a text says on a topic in at most `words` words; may be empty."""
    wanted = frozenset(content_terms(topic) or terms(topic))
    shares = _shares(wanted, title, sections)
    if not any(shares):
        return TopicSentences((), ())
    places = [ChosenSentence(i, n) for i, passage in enumerate(sections) for n in range(len(passage.sentences))]
    plain = choice(document_statistics(title, sections))
    worth = [value * share for value, share in zip(plain.worth, shares, strict=True)]
    selection = Selection(replace(plain, worth=worth), words)
    selection.fill(number for number, share in enumerate(shares) if share)
    best = sorted((number for number, share in enumerate(shares) if share), key=lambda number: -shares[number])
    return TopicSentences(tuple(places[n] for n in sorted(selection.chosen)), tuple(places[n] for n in best))


def _shares(wanted: frozenset[str], title: str, sections: Sequence[Passage]) -> list[float]:
    """The share of a topic in each sentence, with title and heading counted in; 0 if too small."""
    titled = wanted.intersection(terms(title))
    found = []
    for passage in sections:
        around = dict.fromkeys(titled, _TITLE) | dict.fromkeys(wanted & {*terms(passage.heading)}, _HEADING)
        for start, end in passage.sentences:
            held = wanted.intersection(terms(_BRACKET.sub(" ", passage.text[start:end])))
            said = sum(1 if term in held else around.get(term, 0) for term in wanted) / max(1, len(wanted))
            found.append(said if held and said >= _ENOUGH else 0.0)
    return found


def say_the_same(one: str, other: str) -> bool:
    """Whether two sentences say the same: most words in common, equal numbers, both or neither negated.

    Then each is checked against the other like a model's sentence: roles and certainty must match; a name may be in
    only one, but not replaced by another.
    """
    one, other = _BRACKET.sub(" ", one), _BRACKET.sub(" ", other)
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return False
    if len(_NEGATION.findall(one)) % 2 != len(_NEGATION.findall(other)) % 2:
        return False
    first, second = frozenset(content_terms(one)), frozenset(content_terms(other))
    if not first or len(first & second) < _SAME * max(len(first), len(second)):
        return False
    here, there = grounding_faults(one, [other]), grounding_faults(other, [one])
    return _APART.isdisjoint((*here, *there)) and not ("name" in here and "name" in there)
