"""Makes files and folders private to their owner, whatever the umask and previous modes."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
_BESIDE = ("", "-wal", "-shm", "-journal", ".sender.lock")  # what SQLite and Readout put beside a database


@dataclass(frozen=True, slots=True)
class TooOpen:
    """What others could read; `mode` is what it was, `mended` says whether it is private now."""

    path: Path
    mode: int
    mended: bool


def make_folder(folder: Path) -> None:
    """Makes a folder, with those above it; one that is there stays as it is. Raises OSError."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(file: Path) -> None:
    """Makes an empty file; one that is there stays as it is. Raises OSError."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE))


def has_lost(database: Path) -> bool:
    """Whether a database's file is missing where others tell that it was there."""
    return not database.exists() and any(each.exists() for each in files_of(database))


def restrict(paths: Iterable[Path]) -> list[TooOpen]:
    """Takes from everybody but the owner what they may do with files and folders; tells those where that was needed.

    Links, what is not there, and folders that systems share (with the sticky bit, such as /tmp) are left alone.
    """
    return [found for path in paths if (found := _narrowed(path))]


def files_of(database: Path) -> Iterator[Path]:
    """A database's file, what stands beside it, and the backups that migrations made of it."""
    yield from (database.with_name(f"{database.name}{each}") for each in _BESIDE)
    with suppress(OSError):
        yield from sorted(database.parent.glob(f"{_literal(database.stem)}-*{_literal(database.suffix)}"))


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _narrowed(path: Path) -> TooOpen | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    is_folder, mode = stat.S_ISDIR(found.st_mode), stat.S_IMODE(found.st_mode)
    if not (is_folder or stat.S_ISREG(found.st_mode)) or mode & stat.S_ISVTX or not mode & 0o077:
        return None
    try:
        _set(path, mode & (FOLDER if is_folder else FILE))
    except OSError:
        return TooOpen(path, mode, mended=False)
    return TooOpen(path, mode, mended=True)


def _set(path: Path, mode: int) -> None:
    """Sets a mode; of what became a link meanwhile, where the system can tell, the link's own."""
    try:
        path.chmod(mode, follow_symlinks=False)
    except NotImplementedError:
        path.chmod(mode)
