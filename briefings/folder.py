"""The files of the library folder: each content is taken in once, and what was refused is told until it is mended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from briefings.errors import BriefingError
from briefings.library import Added, Library
from briefings.store import Store, watched
from briefings.store.watched import File

_BY = "the library folder"  # who adds, as /revisions tells it


@dataclass(frozen=True, slots=True)
class Look:
    """A file as a look found it; two looks alike mean that it has stopped growing. `changed` is in nanoseconds."""

    size: int
    changed: int


class Folder:
    """What is known in a store of the files in the library folder, by their path in it."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    async def settled(self) -> Mapping[str, tuple[Look, str]]:
        """Each file that was taken in or refused, as it was then, with why it was refused ("" where it was not)."""
        files = await self._store.read(watched.all_)
        return {file.path: (Look(file.size, file.changed), file.fault) for file in files}

    async def faults(self) -> list[tuple[str, str]]:
        """The files that were refused, each with its sentence."""
        return [(path, fault) for path, (_, fault) in (await self.settled()).items() if fault]

    async def take(self, path: str, look: Look, data: bytes, now: datetime) -> Added | None:
        """Takes a file in, unless its content was before; a refusal is kept. None where nothing was done."""
        hash_ = sha256(data).hexdigest()
        async with self._store.look() as glance:
            again = await watched.taken(glance, hash_)
        added, fault = None, ""
        if not again:
            try:
                added = await self._library.add(PurePath(path).name, data, now, by=_BY)
            except BriefingError as error:
                fault = str(error)
        await self._note(File(path, look.size, look.changed, hash_, fault), now)
        return added

    async def refuse(self, path: str, look: Look, why: str, now: datetime) -> None:
        """Keeps why a file could not be opened."""
        await self._note(File(path, look.size, look.changed, "", why), now)

    async def gone(self, paths: Collection[str]) -> None:
        """Strikes files that are no longer there from those that were refused."""
        if paths:
            async with self._store.work() as work:
                await watched.drop_faults(work, list(paths))

    async def unwatched(self) -> None:
        """Strikes all of them, since no folder is watched."""
        if await self.faults():
            async with self._store.work() as work:
                await watched.drop_faults(work)

    async def _note(self, file: File, now: datetime) -> None:
        async with self._store.work() as work:
            await watched.put(work, file, now)
