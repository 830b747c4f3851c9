"""An encoder that works: sentences are near each other by the words that they share, some of which are one."""

import re
from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from briefings.meaning.codes import packed

ALIKE = {"costs": "price", "dear": "price", "boat": "ferry", "ship": "ferry", "hull": "ferry"}


class HashedWords:
    """Adds up a fixed vector for each word; words that `ALIKE` names have one vector."""

    name = "hashed-words 1"

    def __init__(self, name: str = name) -> None:
        self.name = name
        self.asked: list[str] = []  # each sentence that was encoded
        self.ended = 0

    async def encode(self, sentences: Sequence[str], within: float | None = None) -> list[bytes] | None:
        """See `Encoder`."""
        self.asked += sentences
        return packed(np.stack([_vector(each) for each in sentences])) if sentences else []

    def end(self) -> None:
        """Counts how often it was ended."""
        self.ended += 1


def _vector(sentence: str) -> np.ndarray:
    words = re.findall(r"\w+", sentence.casefold()) or ["nothing"]
    found: np.ndarray = np.sum([_of_word(ALIKE.get(each, each)) for each in words], axis=0)
    found /= np.linalg.norm(found)
    return found


def _of_word(word: str) -> np.ndarray:
    seed = int.from_bytes(sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(512).astype(np.float32)
