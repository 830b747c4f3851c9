"""Keys under which a claim is found by those that it may contradict: pairs of what it names and says. Pure.

Two claims contradict each other only if they have at most two words between them that the other lacks, as `prefilter`
tells. So of the four that come first in each, in an order that is the same for all claims, two are shared: each pair of
the four is a key. Where names differ too, or a word stands for another by half, as in Chinese, that is nearly so.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product
from zlib import crc32

from briefings.disagreements import lexicon
from briefings.model.disagreements import Claim

_PAIRED = 4  # names and words of a claim
_FAMILY = "="
_STEM = 5  # letters that forms of a word have in common


def keys(claim: Claim) -> tuple[int, ...]:
    """The keys of a claim, each of 63 bits; two claims about the same thing share at least one."""
    first = sorted(dict.fromkeys(_parts(claim)), key=_rank)[:_PAIRED]
    pairs = (pair for one, other in combinations(first, 2) for pair in product(one, other) if pair[0] != pair[1])
    return tuple(dict.fromkeys(_number("|".join(sorted(pair))) for pair in pairs))


def _parts(claim: Claim) -> Iterator[tuple[str, ...]]:
    """The last word of each name, as an initial word that may be one is keyed, and the words."""
    for name in claim.names:
        yield _forms(name[-1])
    for word in claim.words:
        yield _forms(word)


@lru_cache(maxsize=1 << 13)
def _rank(forms: tuple[str, ...]) -> tuple[bool, int]:
    """The place in the order of all words: those of no family first, for they tell most, each lot in no order."""
    return forms[0].startswith(_FAMILY), crc32(min(forms).encode())


@lru_cache(maxsize=1 << 13)
def _forms(word: str) -> tuple[str, ...]:
    """What a word and its synonyms have in common: the lines of its families, or else the start of its stem."""
    lines = tuple(f"{_FAMILY}{line}" for line, _ in sorted(lexicon.families().get(word, ())))
    if lines:
        return tuple(dict.fromkeys(lines))
    if "\u4e00" <= word[0] <= "\u9fff":
        return tuple(dict.fromkeys((word[:2], word[-2:])))
    return (word[:_STEM],)


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) >> 1
