"""Keys under which a claim is found by those that it may contradict: what it names, with what it says of it. Pure."""

from collections.abc import Iterator
from hashlib import blake2b

from briefings.disagreements import lexicon
from briefings.model.disagreements import Claim

_MOST = 24  # keys of a claim
_PLAIN = "is"  # of a claim whose act is in no family


def keys(claim: Claim) -> tuple[int, ...]:
    """The keys of a claim, each of 63 bits; two claims about the same thing share at least one."""
    found = dict.fromkeys(_number(f"{anchor}|{act}") for act in _acts(claim) for anchor in _anchors(claim))
    return tuple(found)[:_MOST]


def _anchors(claim: Claim) -> Iterator[str]:
    """The last word of each name; the words too where at most one name is known."""
    yield from dict.fromkeys(name[-1][:6] for name in claim.names)
    if len(claim.names) <= 1:
        yield from (word[:6] for word in claim.words if not lexicon.is_act(word))


def _acts(claim: Claim) -> list[str]:
    lines = {str(line) for word in claim.words for line, _ in lexicon.families().get(word, ())}
    return sorted(lines) or [_PLAIN]


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) >> 1
