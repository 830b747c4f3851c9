"""Reads as the reader does, but computes without end for a file whose name begins with `freeze`."""

from collections.abc import Iterable

from briefings.sandbox import reader
from briefings.sandbox.protocol import Request
from briefings.sandbox.reader import preload

__all__ = ["answer", "preload"]


def answer(request: bytes) -> tuple[int, Iterable[bytes]]:
    while Request.unpacked(request).name.startswith("freeze"):
        pass
    return reader.answer(request)
