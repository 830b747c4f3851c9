"""Keys under which a claim is found by those that it may contradict: pairs of what it names and says. Pure.

Two claims contradict each other only if they share two names or words, so a pair of those is a key.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations, product

from briefings.disagreements import lexicon
from briefings.model.disagreements import Claim

_MOST = 24  # keys of a claim
_NAMES, _WORDS = 4, 5  # that are paired
_STEM = 5  # letters that forms of a word have in common


def keys(claim: Claim) -> tuple[int, ...]:
    """The keys of a claim, each of 63 bits; two claims about the same thing share at least one."""
    parts = [*_names(claim), *_words(claim)]
    found = dict.fromkeys(
        _number("|".join(sorted(pair)))
        for one, other in sorted(combinations(range(len(parts)), 2), key=sum)
        for pair in product(parts[one], parts[other])
        if pair[0] != pair[1]
    )
    return tuple(found)[:_MOST]


def _names(claim: Claim) -> Iterator[tuple[str, ...]]:
    """The last word of each name, as an initial word that may be one is keyed."""
    for name in dict.fromkeys(name[-1] for name in claim.names[:_NAMES]):
        yield _forms(name)


def _words(claim: Claim) -> Iterator[tuple[str, ...]]:
    """The words: those of no family first, for they tell most."""
    for word in sorted(claim.words, key=lexicon.is_act)[:_WORDS]:
        yield _forms(word)


def _forms(word: str) -> tuple[str, ...]:
    """What a word and its synonyms have in common: the lines of its families, or else the start of its stem."""
    lines = tuple(f"={line}" for line, _ in sorted(lexicon.families().get(word, ())))
    if lines:
        return tuple(dict.fromkeys(lines))
    if "\u4e00" <= word[0] <= "\u9fff":
        return tuple(dict.fromkeys((word[:2], word[-2:])))
    return (word[:_STEM],)


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) >> 1
