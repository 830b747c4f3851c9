"""Looks through the signs of all vectors for those that are nearest to a question's; 64 bytes of memory a sentence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefings.meaning.codes import SIGNS, SIZE

_HIDDEN = 8 * SIGNS + 1  # a distance beyond all others
_WORDS = SIGNS // 8


class Scan:
    """The signs of the vectors in some parts of texts, by the parts' ids. Never changes."""

    def __init__(self, ids: NDArray[Any], sizes: NDArray[Any], signs: NDArray[np.uint64]) -> None:
        """`sizes` are the numbers of vectors by part; `signs` has a row for each 64 components, a column a vector."""
        self.ids, self._sizes, self._signs = ids, sizes, signs

    @classmethod
    def empty(cls) -> "Scan":
        """One without vectors."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((_WORDS, 0), np.uint64))

    def changed(self, keep: Collection[int], more: Iterable[Mapping[int, bytes]]) -> "Scan":
        """The same with the parts to keep alone, and more parts with their vectors, some at a time."""
        kept = np.isin(self.ids, list(keep))
        ids, sizes = [self.ids[kept]], [self._sizes[kept]]
        signs = [self._signs[:, np.repeat(kept, self._sizes)]]
        for some in more:
            ids.append(np.array(list(some), np.int64))
            sizes.append(np.array([len(each) // SIZE for each in some.values()], np.int64))
            new = np.frombuffer(b"".join(some.values()), np.uint8).reshape(-1, SIZE)[:, :SIGNS]
            signs.append(np.ascontiguousarray(new).view(np.uint64).T)
        return Scan(np.concatenate(ids), np.concatenate(sizes), np.concatenate(signs, axis=1))

    def nearest(
        self, questions: Sequence[bytes], seen: Collection[int], hidden: Mapping[int, Collection[int]], most: int
    ) -> list[tuple[int, int]]:
        """The part and the index in it of the vectors nearest to any of the questions', nearest first.

        Only those in the parts `seen` are looked at, without those `hidden`, given as indexes by part.
        """
        distances = np.minimum.reduce([self._distances(each) for each in questions])
        ends = np.cumsum(self._sizes)
        distances[~np.repeat(np.isin(self.ids, list(seen)), self._sizes)] = _HIDDEN
        for part, places in hidden.items():
            for at in np.flatnonzero(self.ids == part):
                distances[ends[at] - self._sizes[at] + np.array(list(places), np.int64)] = _HIDDEN
        enough = next((far for far, count in enumerate(accumulate(np.bincount(distances))) if count >= most), _HIDDEN)
        near = np.flatnonzero(distances <= min(enough, _HIDDEN - 1))
        near = near[np.argsort(distances[near], kind="stable")][:most]
        parts = np.searchsorted(ends, near, side="right")
        starts = ends[parts] - self._sizes[parts]
        return list(zip(self.ids[parts].tolist(), (near - starts).tolist(), strict=True))

    def _distances(self, question: bytes) -> NDArray[np.uint16]:
        """In how many signs each vector differs."""
        found = np.zeros(self._signs.shape[1], np.uint16)
        for column, word in zip(self._signs, np.frombuffer(question[:SIGNS], np.uint64), strict=True):
            found += np.bitwise_count(column ^ word)
        return found
