"""The library folder: what is put into it is imported once it stops growing."""

import asyncio
import logging
import os
import stat
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from briefings.service import MOST_BYTES, Briefings, Look

_log = logging.getLogger(__name__)
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", ".swx", ".lock", "~")
_OTHERS = frozenset({"thumbs.db", "desktop.ini"})  # what systems leave in folders
_SOON = 1.0  # seconds between the first two looks at most


class Watcher:
    """Looks into a folder and its subfolders, and takes in what is new or changed."""

    def __init__(self, briefings: Briefings, folder: Path, clock: Callable[[], datetime]) -> None:
        self._briefings, self._folder, self._clock = briefings, folder, clock
        self._seen: dict[str, Look] = {}
        self._tried: set[str] = set()  # refused files that were tried since the start: a newer Readout may read them

    async def look(self) -> bool:
        """Takes in what is as it was at the look before; True where files wait for the next look."""
        found = await asyncio.to_thread(_files, self._folder)
        if found is None:
            return False
        settled = await self._briefings.folder.settled()
        await self._briefings.folder.gone([path for path in settled if path not in found])
        fresh = [path for path, look in found.items() if not self._is_settled(path, look, settled.get(path))]
        ready = [path for path in fresh if self._seen.get(path) == found[path]]
        ready.sort(key=self._tried.__contains__)  # one that broke a look comes last, so that the others come at all
        self._seen = {path: found[path] for path in fresh}
        for path in ready:
            await self._take(path, found[path])
        return len(ready) < len(fresh)

    def _is_settled(self, path: str, look: Look, known: tuple[Look, str] | None) -> bool:
        return known is not None and known[0] == look and (not known[1] or path in self._tried)

    async def _take(self, path: str, look: Look) -> None:
        folder, now = self._briefings.folder, self._clock()
        self._tried.add(path)
        try:
            data = await asyncio.to_thread(_content, self._folder / path)
        except FileNotFoundError:
            return
        except OSError as error:
            await folder.refuse(path, look, f"It cannot be opened ({error.strerror}).", now)
            return
        added = await folder.take(path, look, data, now)
        if added and added.outcome != "unchanged":
            _log.info("imported from the folder", extra={"file": path, "analysis": f"a{added.analysis.id}"})


@asynccontextmanager
async def watching(
    briefings: Briefings, folder: Path | None, clock: Callable[[], datetime], seconds: float, *, first: bool = False
) -> AsyncGenerator[None]:
    """Looks every so many seconds, for as long as the block lasts; with `first` what is there is imported before it."""
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
        return await watcher.look()
    except Exception:  # noqa: BLE001 - the look's edge: the next one tries again
        _log.exception("a look into the folder failed")
        return False


def _files(folder: Path) -> dict[str, Look] | None:
    """Every file to be read, by its path in the folder, in order; None where the folder is not there."""
    if not folder.is_dir():
        return None
    return dict(sorted(_walked(folder)))


def _walked(folder: Path) -> Iterator[tuple[str, Look]]:
    """A link to a file counts as the file; one to a folder is left alone, for it may lead round in a circle."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if not _left_alone(name) and (look := _look(path)):
                yield path.relative_to(folder).as_posix(), look


def _left_alone(name: str) -> bool:
    """Whether a file is hidden, half written or no document."""
    low = name.lower()
    return low.startswith((".", "~$")) or low.endswith(_UNFINISHED) or low in _OTHERS


def _look(path: Path) -> Look | None:
    try:
        found = path.stat()
    except OSError:
        return None  # it went, or is a link to nothing
    return Look(found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _content(path: Path) -> bytes:
    """The bytes of a file, cut where the reader refuses it anyway."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
