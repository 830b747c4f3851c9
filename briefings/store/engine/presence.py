"""Marks the database of a running sender for other processes, also when its folder is moved or unmounted."""

import hashlib
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefings.store.engine import file_modes


@contextmanager
def presence(database: Path) -> Iterator[None]:
    """Marks a database path as in use until the end of the block or process. Linux only.

    The mark is an abstract Unix socket, which belongs to no folder. Without it, a moved folder can't be told from a
    first start; all else works.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as mark:
        if sys.platform == "linux":
            with suppress(OSError):
                mark.bind(_name(database))
        yield


def is_lost(database: Path) -> bool:
    """Whether a database's file is missing though files beside it or a running sender show that it existed."""
    return not database.exists() and (file_modes.has_lost(database) or _is_marked(database))


def _is_marked(database: Path) -> bool:
    if sys.platform != "linux":
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        try:
            attempt.bind(_name(database))
        except OSError:
            return True
    return False


def _name(database: Path) -> str:
    return f"\0readout:{hashlib.sha256(bytes(database.absolute())).hexdigest()}"
