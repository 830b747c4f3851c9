"""Plays reading processes that were taken over and answer what no reader does; the file's name says how."""

import os
from collections.abc import Iterable, Iterator

from briefings.sandbox.protocol import DONE, REFUSED, Request

_ANSWERS: dict[str, tuple[int, list[bytes]]] = {
    "nothing": (DONE, []),
    "garbage": (DONE, [b"\xff\x00 {]\n"]),
    "no such field": (DONE, [b'password "x"\n']),
    "a wrong type": (DONE, [b"title 7\n"]),
    "half a draft": (DONE, [b'title "Tides"\n']),
    "a broken refusal": (REFUSED, [b"{"]),
    "an odd status": (77, [b""]),
}
KINDS = (*_ANSWERS, "without end", "a sudden end")


def preload() -> None:
    """Nothing has to be loaded."""


def answer(request: bytes) -> tuple[int, Iterable[bytes]]:
    """What the file's name asks for."""
    name = Request.unpacked(request).name
    if name == "a sudden end":
        os._exit(0)
    return _ANSWERS.get(name, (DONE, _without_end()))


def _without_end() -> Iterator[bytes]:
    while True:
        yield b"x" * 1_000_000
