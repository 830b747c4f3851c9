"""Files of the library folder: each content is imported once, and failures are reported until they are fixed."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from briefings.errors import BriefingError, Undecided, Unreadable
from briefings.library.library import ImportResult, Library
from briefings.library.similarity import RevisionChoice
from briefings.model.marking import Marking, strictest, typed_marking
from briefings.sandbox.reading_version import reading_version
from briefings.store import Store, watched_folder
from briefings.store.watched_folder import File
from briefings.translatable import phrase

_BY = "the library folder"  # who adds, as /revisions tells it


@dataclass(frozen=True, slots=True)
class FileStat:
    """The state of a file; two equal looks mean that it has stopped growing. `changed` is in nanoseconds."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class FileResult:
    """An imported or refused file: its state then, and the reason for refusal, or "".

    `final` if this version of Readout would refuse the same content again.
    """

    look: FileStat
    fault: str
    final: bool


def given_marking(path: str | PurePath, typed: Marking | None = None) -> Marking | None:
    """The strictest of a typed marking and those that folders of a path are named for: "red", "TLP-AMBER"."""
    named = (typed_marking(each.replace("-", ":").replace("_", ":")) for each in PurePath(path).parts[:-1])
    found = [each for each in (typed, *named) if each]
    return strictest(*found) if found else None


class WatchedFolder:
    """The stored state of the files in the library folder, by relative path.

    `version` names the version of the reading code; a file that another one refused is read again.
    """

    def __init__(self, store: Store, library: Library, version: Callable[[], str] = reading_version) -> None:
        self._store = store
        self._library = library
        self._version = version

    async def settled(self) -> Mapping[str, FileResult]:
        """Every imported or refused file, by path."""
        files, now = await self._store.read(watched_folder.all_), await asyncio.to_thread(self._version)
        return {
            file.path: FileResult(FileStat(file.size, file.changed), file.fault, file.edition == now) for file in files
        }

    async def faults(self) -> list[tuple[str, str]]:
        """The refused files, each with its reason."""
        return [(file.path, file.fault) for file in await self._store.read(watched_folder.all_) if file.fault]

    async def take(self, path: str, look: FileStat, data: bytes, now: datetime) -> ImportResult | None:
        """Imports a file unless its content was imported before; stores a refusal. Returns None if nothing was done.

        A folder's name can give the marking of its files. Nobody can be asked here: a text at the same path that is
        still partly similar becomes a revision; a file that only shares its name with an analysis is refused, with
        advice.
        """
        hash_ = sha256(data).hexdigest()
        again, before = await self._store.read(
            lambda connection: (
                watched_folder.with_content(connection, hash_),
                watched_folder.at_path(connection, path),
            )
        )
        added, fault, refused_by, analysis = None, "", "", before.analysis if before else None
        if again:
            analysis = again.analysis
        else:
            try:
                choice = RevisionChoice(path_of=analysis)
                marking = given_marking(path)
                added = await self._library.add(PurePath(path).name, data, now, by=_BY, choice=choice, marking=marking)
                analysis = added.analysis.id
            except Undecided as doubt:
                advice = phrase(
                    "Send it to the bot with the words import new, or import revision a{id}.", id=doubt.analysis
                )
                fault = phrase("{sentence} {advice}", sentence=doubt.sentence, advice=advice)
            except BriefingError as error:
                fault = error.sentence
                refused_by = self._version() if isinstance(error, Unreadable) else ""
        await self._note(File(path, look.size, look.changed, hash_, fault, analysis, refused_by), now)
        return added

    async def refuse(self, path: str, look: FileStat, why: str, now: datetime) -> None:
        """Stores why a file could not be opened."""
        before = await self._store.read(lambda connection: watched_folder.at_path(connection, path))
        await self._note(File(path, look.size, look.changed, "", why, before.analysis if before else None), now)

    async def gone(self, paths: Collection[str]) -> None:
        """Removes refused files that no longer exist."""
        if paths:
            await self._store.write(lambda connection: watched_folder.drop_faults(connection, list(paths)))

    async def unwatched(self) -> None:
        """Removes all refused files, since no folder is watched."""
        if await self.faults():
            await self._store.write(watched_folder.drop_faults)

    async def _note(self, file: File, now: datetime) -> None:
        await self._store.write(lambda connection: watched_folder.put(connection, file, now))
