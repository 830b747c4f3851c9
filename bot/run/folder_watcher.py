"""The library folder: looks for changed files, imports each content once, and reports what could not be read."""

import asyncio
import errno
import logging
import os
import re
import stat
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from briefings.errors import BriefingError
from briefings.library import FileResult, FileStat
from briefings.model.marking import SYSTEM, viewing
from briefings.reading import MOST_BYTES, endings, is_mail, kind_by_ending
from briefings.service import Briefings
from briefings.translatable import phrase

_log = logging.getLogger(__name__)


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
_KNOWN = (
    *re.findall(r"\.\w+", endings()),
    ".asciidoc",
    ".markdown",
    ".rest",
)  # what is read of a folder that is imported
_OTHERS = frozenset({"thumbs.db", "desktop.ini"})  # what systems leave in folders
_STEP = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW  # into a folder, or to the file itself; a link raises ELOOP
_FAILED = phrase("A fault in Readout keeps it from being imported; the log tells which. The next look tries it again.")
_SOON = 1.0  # seconds between the first two looks at most


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


def contents_of(folder: Path) -> list[tuple[Path, str]]:
    """The files of a folder and its subfolders by name, each with why it isn't read, "" if it is."""
    return [(folder / file.own, _unread(folder, file)) for file in (files_in(folder) or {}).values()]


def _unread(folder: Path, file: FolderFile) -> str:
    if file.fault or file.own.lower().endswith(_KNOWN) or _is_unnamed_mail(folder, file.own):
        return file.fault
    if kind_by_ending(file.own):
        return phrase("Skipped: Readout doesn't read this type of file.")
    return phrase("Skipped: Readout doesn't import files with such a name from a folder. To import it, name the file.")


def _is_unnamed_mail(folder: Path, own: str) -> bool:
    """Whether the file is a saved e-mail without an ending, as mail servers keep them."""
    if "." in own.rpartition("/")[2]:
        return False
    with suppress(*TROUBLES, RefusedFile):
        return is_mail(content(folder, own))
    return False


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


class Watcher:
    """Looks into a folder and its subfolders and imports new and changed files."""

    def __init__(self, briefings: Briefings, folder: Path, clock: Callable[[], datetime]) -> None:
        self._briefings, self._folder, self._clock = briefings, folder, clock
        self._seen: dict[str, FolderFile] = {}
        self._tried: set[str] = set()  # since the start
        self._is_missing = False  # the folder; told once
        self._failed: set[str] = set()  # at the look before, by a fault of Readout's own

    async def look(self) -> bool:
        """Imports files unchanged since the previous look; true if files wait for the next one."""
        found = await asyncio.to_thread(files_in, self._folder)
        if found is None:
            if not self._is_missing:
                _log.warning("the library folder doesn't exist, nothing is imported", extra={"folder": self._folder})
            self._is_missing = True
            return False
        self._is_missing = False
        settled = await self._briefings.folder.settled()
        await self._briefings.folder.gone([path for path in settled if path not in found])
        fresh = [path for path, file in found.items() if not self._is_settled(path, file, settled.get(path))]
        ready = [path for path in fresh if self._seen.get(path) == found[path]]
        # What was refused or broke a look before comes last: it may take long, or break this one too.
        ready.sort(key=lambda path: path in self._tried or (path in settled and bool(settled[path].fault)))
        self._seen = {path: found[path] for path in fresh}
        for path in ready:
            await self._split(path, found[path])
        return len(ready) < len(fresh)

    def _is_settled(self, path: str, file: FolderFile, known: FileResult | None) -> bool:
        if known is None or known.look != file.look or path in self._failed or (file.fault and not known.fault):
            return False
        return not known.fault or known.final or path in self._tried

    async def _split(self, path: str, file: FolderFile) -> None:
        """Imports one file; its failure doesn't affect other files."""
        self._failed.discard(path)
        try:
            await self._take(path, file)
        except BriefingError:  # of the database, which every file needs
            raise
        except Exception:  # noqa: BLE001 - one file's edge
            _log.exception("a file in the folder could not be imported", extra={"file": path})
            self._failed.add(path)
            await self._briefings.folder.refuse(path, file.look, _FAILED, self._clock())

    async def _take(self, path: str, file: FolderFile) -> None:
        folder, now = self._briefings.folder, self._clock()
        self._tried.add(path)
        if file.fault:
            await folder.refuse(path, file.look, file.fault, now)
            return
        try:
            data = await asyncio.to_thread(content, self._folder, file.own)
        except FileNotFoundError:
            return
        except (RefusedFile, *TROUBLES) as error:
            await folder.refuse(path, file.look, fault_of(error), now)
            return
        added = await folder.take(path, file.look, data, now)
        if added and added.outcome != "unchanged":
            _log.info("imported from the folder", extra={"file": path, "analysis": f"a{added.analysis.id}"})
        if added and added.proposed:
            _log.warning(
                "a file of the folder proposes a marking; nobody but the terminal sees it until it is marked",
                extra={"file": path, "analysis": f"a{added.analysis.id}", "marking": added.proposed.marking},
            )


@asynccontextmanager
async def watch_folder(
    briefings: Briefings, folder: Path | None, clock: Callable[[], datetime], seconds: float, *, first: bool = False
) -> AsyncGenerator[None]:
    """Looks at an interval for the duration of the block; with `first`, existing files are imported before it."""
    if folder is None:
        await briefings.folder.unwatched()
        yield
        return
    watcher = Watcher(briefings, folder, clock)
    if first and await _looked(watcher):
        await asyncio.sleep(min(seconds, _SOON))
        await _looked(watcher)
    looking = asyncio.create_task(_forever(watcher, seconds), name="folder")
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _forever(watcher: Watcher, seconds: float) -> None:
    while True:
        waits = await _looked(watcher)
        await asyncio.sleep(min(seconds, _SOON) if waits else seconds)


async def _looked(watcher: Watcher) -> bool:
    try:
        with viewing(SYSTEM):
            return await watcher.look()
    except Exception:  # noqa: BLE001 - the look's edge: the next one tries again
        _log.exception("a look into the folder failed")
        return False
