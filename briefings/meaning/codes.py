"""The bytes of a vector: three bits for each of its 512 components, all first bits before all second ones.

The first bit is the sign, so a vector's first 64 bytes are a rough form of it. Whole codes keep nine of ten neighbours
of the full vectors, fixed projections to as many bytes six to seven (docs/measured.md).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 192  # bytes of a vector
SIGNS = 64  # of them, the signs
_STEP = 1 / 40  # between two levels; components of a vector of length 1 have a standard deviation of .044
_LEVELS = 8


def packed(vectors: NDArray[np.float32]) -> list[bytes]:
    """Vectors of 512 components and length 1, one a row, as bytes."""
    levels = np.clip(np.floor(vectors / _STEP) + _LEVELS // 2, 0, _LEVELS - 1).astype(np.uint8)
    planes = [np.packbits(levels >> bit & 1, axis=1) for bit in (2, 1, 0)]
    return [row.tobytes() for row in np.concatenate(planes, axis=1)]


def unpacked(codes: Sequence[bytes]) -> NDArray[np.float32]:
    """Vectors of length 1, one a row."""
    planes = np.frombuffer(b"".join(codes), np.uint8).reshape(len(codes), 3, SIGNS)
    bits = np.unpackbits(planes, axis=2)
    levels = bits[:, 0] * 4 + bits[:, 1] * 2 + bits[:, 2] - np.float32((_LEVELS - 1) / 2)
    found: NDArray[np.float32] = levels / np.linalg.norm(levels, axis=1, keepdims=True)
    return found


def similarities(some: Sequence[bytes], others: Sequence[bytes]) -> NDArray[Any]:
    """The cosine of each vector with each other one, a row for each of `some`."""
    return unpacked(some) @ unpacked(others).T
