"""Keys under which a claim is found by those that it may contradict. Pure.

Two claims contradict each other only if nearly all words of one stand in the other. So words that stand beside each
other, or next but one, in one of them mostly do so in the other: each such pair is a key.
"""

from collections.abc import Iterator
from hashlib import blake2b

from briefings.model.disagreements import Claim

_MOST = 10  # words of a claim that are paired


def keys(claim: Claim) -> tuple[int, ...]:
    """The keys of a claim, each of 63 bits; two claims about the same thing share at least one."""
    return tuple(dict.fromkeys(_number("|".join(sorted(pair))) for pair in _pairs(claim)))


def _pairs(claim: Claim) -> Iterator[tuple[str, str]]:
    words = [*(name.split()[-1] for name in claim.names), *claim.words][:_MOST]
    for at, word in enumerate(words):
        yield from ((word, other) for other in words[at + 1 : at + 3])


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) >> 1
