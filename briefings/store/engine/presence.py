"""Marks the database of a running sender for other processes, also when its folder is moved or unmounted."""

import hashlib
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from briefings.store.engine import file_modes


@contextmanager
def presence(database: Path) -> Iterator[None]:
    """Marks a database path and its file as in use until the end of the block or process. Linux only.

    A mark is an abstract Unix socket, which belongs to no folder. Without them, a moved folder can't be told from a
    first start, nor another file in the database's place from its own; all else works.
    """
    names = [_name(database), _name(database, identity(database))] if sys.platform == "linux" else []
    with ExitStack() as stack:
        for name in names:
            mark = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            with suppress(OSError):
                mark.bind(name)
        yield


def identity(file: Path) -> tuple[int, int]:
    """What tells a file from another one with the same path. Raises OSError."""
    found = file.stat()
    return found.st_dev, found.st_ino


def is_replaced(database: Path) -> bool:
    """Whether a running sender has another file open than the one in the database's place. Raises OSError."""
    return database.exists() and _is_marked(_name(database)) and not _is_marked(_name(database, identity(database)))


def is_emptied(database: Path) -> bool:
    """Whether a database's file is empty though files beside it show that it had contents."""
    beside = (database.with_name(f"{database.name}{each}") for each in ("-wal", "-shm"))
    return database.exists() and not file_modes.size_of(database) and any(each.exists() for each in beside)


def is_lost(database: Path) -> bool:
    """Whether a database's file is missing though files beside it or a running sender show that it existed."""
    return not database.exists() and (file_modes.has_lost(database) or _is_marked(_name(database)))


def _is_marked(name: str) -> bool:
    if sys.platform != "linux":
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        try:
            attempt.bind(name)
        except OSError:
            return True
    return False


def _name(database: Path, file: tuple[int, int] | None = None) -> str:
    of_file = f":{file[0]}:{file[1]}" if file else ""
    return f"\0readout:{hashlib.sha256(bytes(database.absolute())).hexdigest()}{of_file}"
