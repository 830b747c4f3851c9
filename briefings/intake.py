"""The intake: platform updates are stored on receipt until they are handled, so that a restart loses nothing."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from briefings.errors import Busy
from briefings.model.intake import Change, Update
from briefings.store import (
    Connection,
    Replica,
    Step,
    Store,
    is_away,
    is_outage,
    part_of_change,
    shared_snapshots,
    update_in_progress,
)
from briefings.store import intake as rows
from briefings.store.sql import POSTGRESQL

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 5.0  # between two looks for what was passed on, should a notice have been lost
_IN_HAND: ContextVar[Change | None] = ContextVar("in_hand", default=None)
_SAVED_SECONDS = 3.0  # for which the database is asked whether a change is saved
_INHERIT_SECONDS = 1.0  # between two looks for replicas that died
_RETURN_SECONDS = 12.0  # for which others that lost the database too may need until they note what they have answered


@dataclass(eq=False, slots=True)
class _Noted:
    """The updates that were noted as handled while rows were read."""

    names: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Earlier:
    """A process before it opened the database anew: its names, and the updates that it handled and couldn't note."""

    names: set[str] = field(default_factory=set)
    handled: set[str] = field(default_factory=set)


class Intake:
    """Stores updates once, hands out those that aren't handled, and ends each with what was noted meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.with_end = self._with_end_in_hand
        self._note_turn = asyncio.Lock()
        self._noting: asyncio.Task[None] | None = None
        self._open: dict[str, list[Step]] = {}  # what is written when they end, by update
        self._unsure: set[str] = set()  # updates whose storing failed, and which may be stored all the same
        self._handled: dict[str, list[Step]] = {}  # the same of those that ended and aren't noted yet
        self._last = datetime.min.replace(tzinfo=UTC)  # when the last one ended
        self._reading: list[_Noted] = []
        self._notified: dict[str, asyncio.Event] = {}  # by platform
        self._leaving = False
        self._earlier: set[str] = set()  # names of this process
        self._others_from = 0.0  # by the monotonic clock: from when others' updates are taken over

    async def keep(self, updates: Sequence[Update]) -> set[str]:
        """Stores updates durably and returns the ids of new ones that this process handles at once.

        Others are handled by the replica that serves their chat; what comes later for this one is `passed_on`. Raises
        Busy if it has to be called again, also where a server went away: what a failed call stored is new once more.
        """
        names = {each.name for each in updates}
        try:
            new = await self._store.write(self._keeping(updates), urgent=True, bookkeeping=True)
        except BaseException as error:
            self._unsure |= names
            if isinstance(error, Exception) and self._store.dialect == POSTGRESQL and is_away(error):
                raise Busy("The database is busy. Please try again in a minute.") from error
            raise
        self._unsure -= names
        self._open.update({name: [] for name in new})
        return new

    def _keeping(self, updates: Sequence[Update]) -> Callable[[Connection], set[str]]:
        replica = self._store.replica
        again = {each.name for each in updates} & self._unsure

        def keep(connection: Connection) -> set[str]:
            known = self._open.keys() | self._handled.keys()
            if not replica.name:
                return rows.keep(connection, updates) | (rows.unhandled(connection, again) - known)
            shared = rows.share(connection, updates, replica.name, known, again, leaving=self._leaving)
            if shared.behind:
                rows.notify(connection, [replica.name], {each.platform for each in updates})
            return shared.here

        return keep

    async def unfinished(self, platform: str) -> list[Update]:
        """A platform's updates that this process has to handle, oldest first."""
        found = await self._unfinished(platform)
        self._open.update({each.name: [] for each in found})
        return found

    async def _unfinished(self, platform: str) -> list[Update]:
        me = self._store.replica.name
        return await self._store.read(lambda connection: rows.unfinished(connection, platform, me), urgent=True)

    async def passed_on(self, platform: str, look_after: float | None = _LOOK_SECONDS) -> list[Update]:
        """Waits for updates that other replicas received or left for this one; returns them, oldest first.

        Until `take` is called for one, it may come again, and later ones of its chat come the same way. It looks when
        it is told, and after so many seconds, should a notice have been lost; only when told if that is None.
        """
        notified = self._notified.setdefault(platform, asyncio.Event())
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(look_after if self._store.replica.name else None):
                    await notified.wait()
            notified.clear()
            with self._noted_meanwhile() as noted:
                found = await self._unfinished(platform)
            mine = self._open.keys() | self._handled.keys() | noted.names
            if others := [each for each in found if each.name not in mine]:
                return others

    @contextmanager
    def _noted_meanwhile(self) -> Iterator[_Noted]:
        """Collects what is noted as handled within the block; rows that are read there may not tell it yet."""
        noted = _Noted()
        self._reading.append(noted)
        try:
            yield noted
        finally:
            self._reading.remove(noted)

    def take(self, name: str) -> None:
        """Counts an update that was passed on among those that this process handles."""
        self._open.setdefault(name, [])

    async def sure(self) -> None:
        """Returns if no other replica can take this one for dead; never if one did."""
        await self._store.replica.sure()

    def leave(self) -> None:
        """From now on, new updates are stored for other replicas, unless this one has earlier ones of their chats."""
        self._leaving = True

    async def inherit(self, every: float = _INHERIT_SECONDS) -> None:
        """Takes over what replicas leave that end or die, and notes ends that could not be noted, until cancelled.

        It looks when it is told of an end, and after so many seconds.
        """
        replica = self._store.replica
        listening, told = asyncio.create_task(self._listen(replica)), ""
        try:
            while True:
                replica.left.clear()
                await self._note_left()
                try:
                    if replica.name and not self._leaving:
                        await self._inherit_once(replica)
                    told = ""
                except Exception as error:  # noqa: BLE001 - the session says by itself when it is lost
                    if told != str(error):
                        _log.warning("what dead processes left can't be looked for", extra={"failure": error})
                    told = str(error)
                with suppress(TimeoutError):
                    async with asyncio.timeout(every):
                        await replica.left.wait()
        finally:
            listening.cancel()

    async def _listen(self, replica: Replica) -> None:
        while True:
            await replica.notified.wait()
            replica.notified.clear()
            platforms, replica.platforms = replica.platforms, set()
            for name, each in self._notified.items():
                if "" in platforms or name in platforms:
                    each.set()

    async def _inherit_once(self, replica: Replica) -> None:
        for (owner,) in await replica.fetch(rows.OWNERS):
            if owner == replica.name or (owner and not self._may_inherit(owner)):
                continue
            async with replica.without(owner) as dead:
                number = await self._store.write(partial(rows.inherit, dead=owner, me=replica.name)) if dead else 0
            if number and owner:
                level = logging.INFO if owner in replica.ended else logging.WARNING
                _log.log(level, "took over the updates of another process", extra={"updates": number})

    def _may_inherit(self, owner: str) -> bool:
        return owner in self._earlier or time.monotonic() >= self._others_from

    def has(self, name: str) -> bool:
        """Whether this process handles an update of this name, which it then does once."""
        return name in self._open

    @contextmanager
    def answering(self, name: str) -> Iterator[Change]:
        """Within this block, `Store.note` writes with the end of this update, if this process handles it.

        On PostgreSQL, reads that follow one another may share a snapshot.
        """
        change = Change(name)
        before = _IN_HAND.set(change)
        try:
            with shared_snapshots() if self._store.dialect == POSTGRESQL else nullcontext():
                yield change
        finally:
            _IN_HAND.reset(before)

    def with_end(self, name: str, step: Step) -> bool:
        """Adds a step to the transaction that marks an update as handled; False if this process handles none so named.

        If that transaction is never made, the update is answered again, and the step comes with that answer.
        """
        if name not in self._open:
            return False
        self._open[name].append(step)
        return True

    def _with_end_in_hand(self, step: Step) -> bool:
        change = _IN_HAND.get()
        return change is not None and self.with_end(change.update, step)

    async def begin_again(self, name: str) -> None:
        """Counts another attempt at an update, before it is made."""
        await self._store.write(lambda connection: rows.begin_again(connection, name), bookkeeping=True)

    async def note_skipped(self, numbers: Mapping[str, int]) -> None:
        """Notes of how many skipped updates each of these tells, also after a restart."""
        await self._store.write(lambda connection: rows.note_skipped(connection, numbers), bookkeeping=True)

    async def finish(self, name: str, now: datetime) -> None:
        """Marks an update as handled.

        Updates that end at the same time share one statement. If it fails, it is tried again by `inherit` and with the
        next one, and the update isn't handled again meanwhile.
        """
        self._handled.setdefault(name, []).extend(self._open.pop(name, ()))
        self._last = now
        if self._noting is None:
            self._noting = asyncio.create_task(self._note(now))
            self._noting.add_done_callback(_heeded)
        await asyncio.shield(self._noting)

    async def resume(self, earlier: Earlier, now: datetime) -> None:
        """Marks updates as handled that this process handled before it opened the database anew, whoever has them now.

        Others that lost it too need time to do the same; until then what they left isn't taken over.
        """
        if earlier.handled:
            await self._store.write(partial(rows.finish, names=sorted(earlier.handled), now=now), bookkeeping=True)
            earlier.handled.clear()
        self._earlier = set(earlier.names)
        self._others_from = time.monotonic() + (_RETURN_SECONDS if earlier.names else 0.0)

    def leave_to(self, later: Earlier) -> None:
        """Adds what this process has to know once it opens the database anew."""
        later.names |= {self._store.replica.name} - {""}
        later.handled |= self._handled.keys()

    async def _note(self, now: datetime) -> None:
        async with self._note_turn:
            some, self._noting = dict(self._handled), None
            if not some:
                return
            steps = [step for each in some.values() for step in each]
            try:
                await self._finish(list(some), steps, now)
            except Exception as error:
                if is_outage(error) or not steps:
                    raise
                _log.exception("what answers quoted was not noted", extra={"updates": len(some)})
                await self._finish(list(some), [], now)
            for each in self._reading:
                each.names |= some.keys()
            for name in some:
                self._handled.pop(name, None)

    async def _note_left(self) -> None:
        if self._handled and self._noting is None:
            with suppress(Exception):  # who ended them has logged it
                await self._note(self._last)

    async def _finish(self, names: Sequence[str], steps: Sequence[Step], now: datetime) -> None:
        statements = rows.finishing(names, now, self._store.replica.name)
        if len(statements) == 1 and not steps:
            await self._store.execute(*statements[0])
            return

        def finish(connection: Connection) -> None:
            for each in statements:
                connection.execute(*each)
            for step in steps:
                step(connection)

        await self._store.write(finish, urgent=True, bookkeeping=True)

    def carrying_out(self, name: str) -> AbstractContextManager[None]:
        """Within this block, the first saved change also marks this update as carried out, unless it is a `part`."""
        return update_in_progress(_IN_HAND.get() or Change(name))

    def part(self) -> AbstractContextManager[None]:
        """Within this block, what is saved is a part of a change that is safe to make again as a whole."""
        return part_of_change()

    async def is_saved(self, change: Change) -> bool:
        """Whether a change was saved, whatever failed later; the database is asked where a commit may be in doubt."""
        if change.is_saved or not change.is_begun:
            return change.is_saved
        with suppress(Exception):  # where the database can't tell, the failure is all that is known
            async with asyncio.timeout(_SAVED_SECONDS):
                return await self._store.read(partial(rows.is_saved, name=change.update), urgent=True)
        return False


def _heeded(noting: asyncio.Task[None]) -> None:
    """Consumes the exception of a task for which nobody may wait any more."""
    if not noting.cancelled():
        noting.exception()
