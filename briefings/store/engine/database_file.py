"""The files of an SQLite database: permissions, and whether one was lost, emptied or replaced under a sender."""

import hashlib
import os
import re
import socket
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

FILE, FOLDER = 0o600, 0o700
_BESIDE = ("", "-wal", "-shm", "-journal", ".sender.lock")  # what SQLite and Readout put beside a database
_BACKUP = r"-\d{4}-\d{8}T\d{6}"  # between the name and the ending of a database: what `migrate` adds for its backup
_HEADER = b"SQLite format 3\x00"  # the first bytes of a database


@dataclass(frozen=True, slots=True)
class TooOpen:
    """A path that others could access; `mode` is its former mode, `mended` whether it is private now."""

    path: Path
    mode: int
    mended: bool


def make_folder(folder: Path) -> None:
    """Creates a folder and its parents; an existing one stays unchanged. Raises OSError."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(file: Path) -> None:
    """Creates an empty file; an existing one stays unchanged. Raises OSError."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE))


def has_lost(database: Path) -> bool:
    """Whether a database file is missing although other files show that it existed."""
    return not database.exists() and any(each.exists() for each in files_of(database))


def size_of(file: Path) -> int:
    """The size of a file in bytes; 0 if it is missing. Raises OSError if it can't be examined."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def restrict(paths: Iterable[Path]) -> list[TooOpen]:
    """Removes all access by other users to files and folders of this user; returns those that were open.

    Links, missing paths, other users' files and sticky folders such as /tmp stay unchanged.
    """
    return [found for path in paths if (found := _narrowed(path))]


def access_by_others(path: Path) -> int:
    """The mode of a file or folder that other users can use; 0 for a private, sticky, linked or missing one."""
    try:
        found = path.lstat()
    except OSError:
        return 0
    mode = stat.S_IMODE(found.st_mode)
    if not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)) or mode & stat.S_ISVTX or not mode & 0o077:
        return 0
    return mode


def is_database(file: Path) -> bool:
    """Whether a file is an SQLite database, or an empty file that becomes one."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_HEADER)) in (b"", _HEADER)
    except OSError:
        return False


def files_of(database: Path) -> Iterator[Path]:
    """A database's file, the files that SQLite and Readout put beside it, and the backups by `migrate`."""
    yield from (database.with_name(f"{database.name}{each}") for each in _BESIDE)
    backup = re.compile(f"{re.escape(database.stem)}{_BACKUP}{re.escape(database.suffix)}")
    with suppress(OSError):
        yield from sorted(each for each in database.parent.iterdir() if backup.fullmatch(each.name))


def belongs_to(file: Path, database: Path) -> bool:
    """Whether a path is the database's own or is reserved for a file that SQLite or Readout puts beside it."""
    real, kept = file.resolve(), database.resolve()
    return real.parent == kept.parent and real.name.casefold() in {f"{kept.name}{each}".casefold() for each in _BESIDE}


def _narrowed(path: Path) -> TooOpen | None:
    mode = access_by_others(path)
    if not mode or path.lstat().st_uid != os.geteuid():
        return None
    try:
        _set(path, mode & (FOLDER if path.is_dir() else FILE))
    except OSError:
        return TooOpen(path, mode, mended=False)
    return TooOpen(path, mode, mended=True)


def _set(path: Path, mode: int) -> None:
    """Sets a mode without following links, where the system supports that."""
    try:
        path.chmod(mode, follow_symlinks=False)
    except NotImplementedError:
        path.chmod(mode)


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for a server or a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


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
    return database.exists() and not size_of(database) and any(each.exists() for each in beside)


def is_lost(database: Path) -> bool:
    """Whether a database's file is missing though files beside it or a running sender show that it existed."""
    return not database.exists() and (has_lost(database) or _is_marked(_name(database)))


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
