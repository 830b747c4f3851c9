"""Lists and opens files of the library folder without following links that lead out of it."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from briefings.library import FileStat
from briefings.reading import MOST_BYTES
from briefings.translatable import phrase

OUTSIDE = phrase(
    "It is a link that leads out of the library folder or to a hidden file; put the file itself into the folder."
)
FOLDER_OUTSIDE = phrase(
    "It is a link to a folder outside the library folder or to a hidden one; put the folder itself in its place."
)
IRREGULAR = phrase("It is no ordinary file, but a pipe, a socket or a device.")
CIRCLE = phrase("It is a link that leads back to itself.")
NOWHERE = phrase("It is a link to a file that does not exist.")
TROUBLES = (OSError, RuntimeError, ValueError)  # what a single file's name, link or content raises

_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", ".swx", ".lock", "~")
_OTHERS = frozenset({"thumbs.db", "desktop.ini"})  # what systems leave in folders
_STEP = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW  # into a folder, or to the file itself; a link raises ELOOP


class RefusedFile(Exception):
    """A file that isn't read, with the reason in a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A listed file or link; `fault` is the reason it isn't read, or "".

    `own` is its path as the system has it, which need not be valid text.
    """

    look: FileStat
    fault: str = ""
    own: str = ""


def files_in(folder: Path) -> dict[str, FolderFile] | None:
    """All files to read or refuse, sorted by path; None if the folder doesn't exist."""
    if not folder.is_dir():
        return None
    root = folder.resolve()
    files: dict[str, FolderFile] = {}
    for own, file in sorted(dict(_walked(root)).items(), key=lambda each: (each[0] != display_path(each[0]), each[0])):
        path = display_path(own)
        while path in files:  # another file's name is what this one's, which is not UTF-8, is shown as
            path += "_"
        files[path] = replace(file, own=own)
    return dict(sorted(files.items()))


def display_path(path: str) -> str:
    r"""A path as text; bytes that aren't UTF-8 become escapes such as "\xff"."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def fault_of(error: Exception) -> str:
    """Why a file can't be read, in a sentence."""
    if isinstance(error, RefusedFile):
        return error.reason
    if isinstance(error, RuntimeError) or (isinstance(error, OSError) and error.errno == errno.ELOOP):
        return CIRCLE  # before Python 3.13 a circle of links is a RuntimeError
    reason = error.strerror if isinstance(error, OSError) else type(error).__name__
    return phrase("It cannot be opened ({reason}).", reason=reason)


def content(folder: Path, path: str) -> bytes:
    """The bytes of a file, cut at the size the reader refuses. Raises RefusedFile or OSError.

    The path is resolved first and then opened from the folder downwards, one step at a time without following links, so
    that nothing can be swapped in between.
    """
    return content_below(*resolved(folder, path))


def resolved(folder: Path, path: str) -> tuple[Path, tuple[str, ...]]:
    """The real folder, and the steps from it to the real file. Raises RefusedFile if the file lies outside."""
    root = folder.resolve()
    real = (root / path).resolve()
    if not _is_within(root, real):
        raise RefusedFile(OUTSIDE)
    return root, real.relative_to(root).parts


def content_below(root: Path, steps: tuple[str, ...]) -> bytes:
    """The bytes of a file so many steps below a folder, no step a link. Raises RefusedFile or OSError."""
    try:
        descriptor = _opened(root, steps)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise RefusedFile(IRREGULAR) from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedFile(IRREGULAR)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MOST_BYTES + 1)


def _is_within(root: Path, real: Path) -> bool:
    """Whether a resolved path lies in the folder and is not hidden."""
    return real.is_relative_to(root) and not any(step.startswith(".") for step in real.relative_to(root).parts)


def _opened(root: Path, steps: tuple[str, ...]) -> int:
    """A descriptor of the file that many steps below the root."""
    here = os.open(root, _STEP | os.O_DIRECTORY)
    for last, step in ((number == len(steps), step) for number, step in enumerate(steps, 1)):
        try:
            # Without O_NONBLOCK a pipe that took the file's place would wait for somebody to write.
            below = os.open(step, _STEP | (os.O_NONBLOCK if last else os.O_DIRECTORY), dir_fd=here)
        finally:
            os.close(here)
        here = below
    return here


def _walked(root: Path) -> Iterator[tuple[str, FolderFile]]:
    """Walks the folder. A link to a file counts as the file; a link to a folder isn't followed, since it may be
    circular.
    """
    closed: list[OSError] = []
    for place, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*names, *folders):
            path = Path(place, name)
            if not _left_alone(name) and (found := _found(root, path)):
                yield path.relative_to(root).as_posix(), found
    for error in closed:
        path = Path(os.fsdecode(error.filename))
        if path != root and error.errno != errno.ENOENT:
            yield path.relative_to(root).as_posix(), FolderFile(FileStat(0, 0), fault_of(error))


def _left_alone(name: str) -> bool:
    """Whether a file is hidden, incomplete or not a document."""
    low = name.lower()
    return low.startswith((".", "~$")) or low.endswith(_UNFINISHED) or low in _OTHERS


def _found(root: Path, path: Path) -> FolderFile | None:
    """The entry at a path, or why it can't be looked at; None for a folder, a link to one, and a file that just
    vanished.
    """
    own: os.stat_result | None = None
    try:
        own = path.lstat()
        return _looked_at(root, path, own)
    except FileNotFoundError:
        if own is None or not stat.S_ISLNK(own.st_mode):
            return None
        return FolderFile(_look(own), NOWHERE)
    except TROUBLES as error:
        return FolderFile(_look(own) if own else FileStat(0, 0), fault_of(error))


def _looked_at(root: Path, path: Path, own: os.stat_result) -> FolderFile | None:
    if stat.S_ISLNK(own.st_mode) and not _is_within(root, path.resolve()):
        return FolderFile(_look(own), FOLDER_OUTSIDE if path.is_dir() else OUTSIDE)
    there = path.stat()
    if stat.S_ISDIR(there.st_mode):
        return None
    return FolderFile(_look(there), "" if stat.S_ISREG(there.st_mode) else IRREGULAR)


def _look(status: os.stat_result) -> FileStat:
    return FileStat(status.st_size, status.st_mtime_ns)
