"""Packs spans into a few bytes: gaps and lengths as variable-length integers. Pure."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]
_BITS, _MORE = 7, 0x80


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, with overlapping ones as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def packed(spans: Iterable[Span]) -> bytes:
    """The merged spans as bytes: each gap to the end of the span before, and each length."""
    made, at = bytearray(), 0
    for start, end in merged(spans):
        for number in (start - at, end - start):
            while number >= _MORE:
                made.append(number & (_MORE - 1) | _MORE)
                number >>= _BITS
            made.append(number)
        at = end
    return bytes(made)


def unpacked(kept: bytes) -> list[Span]:
    """The spans that `packed` made into bytes. Raises ValueError for a number that breaks off."""
    found, at, numbers = [], 0, _numbers(kept)
    for gap in numbers:
        length = next(numbers, None)
        if length is None:
            raise ValueError("a span has no length")
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


def _numbers(kept: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in kept:
        number |= (byte & (_MORE - 1)) << shift
        shift += _BITS
        if byte < _MORE:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("a number breaks off")
