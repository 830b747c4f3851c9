"""Watches the library folder and imports files once they have stopped growing."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.folder_files import TROUBLES, FolderFile, RefusedFile, content, fault_of, files_in
from briefings.errors import BriefingError
from briefings.library import FileResult
from briefings.service import Briefings
from briefings.translatable import phrase

_log = logging.getLogger(__name__)
_FAILED = phrase("A fault in Readout keeps it from being imported; the log tells which. The next look tries it again.")
_SOON = 1.0  # seconds between the first two looks at most


class Watcher:
    """Looks into a folder and its subfolders and imports new and changed files."""

    def __init__(self, briefings: Briefings, folder: Path, clock: Callable[[], datetime]) -> None:
        self._briefings, self._folder, self._clock = briefings, folder, clock
        self._seen: dict[str, FolderFile] = {}
        self._tried: set[str] = set()  # since the start
        self._failed: set[str] = set()  # at the look before, by a fault of Readout's own

    async def look(self) -> bool:
        """Imports files unchanged since the previous look; true if files wait for the next one."""
        found = await asyncio.to_thread(files_in, self._folder)
        if found is None:
            return False
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
        return await watcher.look()
    except Exception:  # noqa: BLE001 - the look's edge: the next one tries again
        _log.exception("a look into the folder failed")
        return False
