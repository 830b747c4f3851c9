"""The library folder: what is put into it is imported once it stops growing."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.folder_files import FolderFile, Refused, content, files_in
from briefings.phrases import kept
from briefings.service import Briefings, Look

_log = logging.getLogger(__name__)
_SOON = 1.0  # seconds between the first two looks at most


class Watcher:
    """Looks into a folder and its subfolders, and takes in what is new or changed."""

    def __init__(self, briefings: Briefings, folder: Path, clock: Callable[[], datetime]) -> None:
        self._briefings, self._folder, self._clock = briefings, folder, clock
        self._seen: dict[str, FolderFile] = {}
        self._tried: set[str] = set()  # refused files that were tried since the start: a newer Readout may read them

    async def look(self) -> bool:
        """Takes in what is as it was at the look before; True where files wait for the next look."""
        found = await asyncio.to_thread(files_in, self._folder)
        if found is None:
            return False
        settled = await self._briefings.folder.settled()
        await self._briefings.folder.gone([path for path in settled if path not in found])
        fresh = [path for path, file in found.items() if not self._is_settled(path, file, settled.get(path))]
        ready = [path for path in fresh if self._seen.get(path) == found[path]]
        ready.sort(key=self._tried.__contains__)  # one that broke a look comes last, so that the others come at all
        self._seen = {path: found[path] for path in fresh}
        for path in ready:
            await self._take(path, found[path])
        return len(ready) < len(fresh)

    def _is_settled(self, path: str, file: FolderFile, known: tuple[Look, str] | None) -> bool:
        return known is not None and known[0] == file.look and (not known[1] or path in self._tried)

    async def _take(self, path: str, file: FolderFile) -> None:
        folder, now = self._briefings.folder, self._clock()
        self._tried.add(path)
        if file.fault:
            await folder.refuse(path, file.look, file.fault, now)
            return
        try:
            data = await asyncio.to_thread(content, self._folder, path)
        except FileNotFoundError:
            return
        except Refused as refused:
            await folder.refuse(path, file.look, str(refused), now)
            return
        except OSError as error:
            await folder.refuse(path, file.look, kept(f"It cannot be opened ({error.strerror})."), now)
            return
        added = await folder.take(path, file.look, data, now)
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
