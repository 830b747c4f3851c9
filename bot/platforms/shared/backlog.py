"""The queue of incoming updates: stored in the database first, limited per chat and per person."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import nullcontext, suppress
from functools import partial

from bot.chat import Answer, Intake, Known, Request, Standing, everybody_known
from bot.message import Message
from bot.platforms.shared.lanes import FairTurns, Lanes, SlowLane, Work
from briefings.errors import Busy
from briefings.model.intake import Update

Skipped = Callable[[int], Awaitable[None]]

log = logging.getLogger(__name__)

PAUSES = (0.5, 5.0)  # seconds after what is not answered, the second one where as much waits as may
EACH = 20  # updates that may wait for one chat, and for one person
TRIES = 4  # restarts amid the same update, after which it is given up
AGAIN_SECONDS = 0.5  # between two tries
LAST_SECONDS = 0.5  # for which it is tried once the end has come
APART_SECONDS = 3.0  # for which it is looked up who is let in
TELL_SECONDS = 3.0  # at the end, to tell people what of theirs could not be kept
STRANGERS = 1000  # of whom so many wait at most; a larger flood of them is counted, logged and let go
_TOLD_AT = frozenset({1, 10, 100, 1_000, 10_000, 100_000})


class Backlog:
    """The updates of one platform, from their receipt until they are dealt with.

    `most` bounds how many wait in all; after what is not answered (a stranger's) its chat pauses for so many seconds.
    An update takes its place with `admit`, is kept with `keep` and dealt with in its lane after `put`; `drop` is for
    what means nothing. Those who are not `known` wait apart, in a slow lane of their own, so that no number of them
    holds up an answer to somebody who is let in.
    """

    def __init__(
        self,
        intake: Intake,
        *,
        most: int,
        pauses: tuple[float, float] = PAUSES,
        known: Known = everybody_known,
        slow: SlowLane | None = None,
        again: float = AGAIN_SECONDS,
        last: float = LAST_SECONDS,
    ) -> None:
        self._intake, self._most, self._pauses, self._known = intake, most, pauses, known
        self._again, self._last = again, last
        self._lanes = Lanes()
        self._turns = FairTurns()
        self._slow = slow or SlowLane()
        self._strangers: set[str] = set()  # updates of people who are not let in
        self._release = 0
        self._held: Counter[str] = Counter()  # places taken, by chat and by person
        self._inside: dict[str, Update] = {}
        self._resumed: set[str] = set()
        self._unanswered: set[str] = set()
        self._skipped: Counter[str] = Counter()  # what was not taken, by the update that tells of it
        self._telling: dict[str, str] = {}  # that update, by chat
        self._room = asyncio.Event()
        self._room.set()
        self._unkept: dict[str, asyncio.Future[None]] = {}  # done once they are kept or dealt with
        self._lost: dict[str, Work] = {}  # what tells of them where neither comes about
        self._attempts: dict[str, asyncio.Future[Collection[str]]] = {}  # to keep them, by which they may be kept yet
        self._limits: set[asyncio.Timeout] = set()  # of what is being kept
        self._ending = False

    @property
    def full(self) -> bool:
        """Whether as much waits as may wait in all."""
        return len(self._inside) >= self._most

    async def room(self) -> None:
        """Waits until fewer wait than may in all."""
        await self._room.wait()

    def limited(self, answer: Answer) -> Answer:
        """The same, made for so many at once; whoever waits for leave to send holds up nobody."""

        async def made(request: Request) -> Message | None:
            async with self._turns.turn(request.sender):
                message = await answer(request)
            if message is None and request.update in self._inside:
                self._unanswered.add(request.update)
            return message

        return made

    def admit(self, update: Update) -> bool:
        """Takes a place; False, and it is not to be kept, where too much waits for its chat or its person.

        The first one beyond the bound has a place all the same: in its turn it tells how many were not taken.
        """
        if update.name in self._inside:
            return False
        if self._crowded(_holders(update)):
            teller = self._telling.setdefault(update.address, update.name)
            self._skipped[teller] += 1
            if teller != update.name:
                return False
        self._enter(update)
        return True

    def skips(self, address: str, sender: str) -> bool:
        """Whether one more of this chat and person is skipped at once: it is counted by what tells of it already."""
        teller = self._telling.get(address)
        if teller is None or not self._crowded((f"in {address}", f"by {sender}")):
            return False
        self._skipped[teller] += 1
        return True

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """Keeps updates that have a place, so that a restart takes them up; the names of those that are new.

        While another process writes to the database that is tried until it ends, or the end has come. Where the
        database does not take them they count as new, and are told so when they ask it for something; `settled` tells
        when they need no keeping.
        """
        if not updates:
            return ()
        for each in updates:
            self._unkept[each.name] = asyncio.get_running_loop().create_future()
        try:
            new, _ = await asyncio.gather(self._kept(updates), self._tell_apart(updates))
        except TimeoutError:
            log.error("Updates could not be kept, the database is busy", extra={"updates": len(updates)})  # noqa: TRY400
            return {each.name for each in updates}
        except Exception:
            log.exception("Updates could not be kept", extra={"updates": len(updates)})
            return {each.name for each in updates}
        for each in updates:
            self._settle(each)
            if each.name not in new:
                self._leave(each)
        return await self._without_surplus([each for each in updates if each.name in new])

    def is_stranger(self, update: Update) -> bool:
        """Whether an update that is kept comes from somebody who is not let in."""
        return update.name in self._strangers

    async def _tell_apart(self, updates: Sequence[Update]) -> None:
        """Notes which updates come from strangers; where the database does not tell, none does."""
        try:
            async with asyncio.timeout(APART_SECONDS):
                known = await self._known({(each.address, each.sender) for each in updates})
        except Exception:
            log.exception("It could not be found out who is let in", extra={"updates": len(updates)})
            return
        strangers = {each.name for each in updates if (each.address, each.sender) not in known}
        self._strangers |= strangers & self._inside.keys()

    async def _without_surplus(self, updates: Sequence[Update]) -> Collection[str]:
        """The names of those that are dealt with: all but those of strangers, where too many of them wait already."""
        room = STRANGERS - len(self._strangers)
        surplus = [each for each in updates if self.is_stranger(each)][room:] if room < 0 else []
        await asyncio.gather(*(self._intake.finish(each.name) for each in surplus))
        for each in surplus:
            self._leave(each)
            self._release += 1
            if self._release in _TOLD_AT:
                log.warning("Strangers are not answered, for too many wait", extra={"since_start": self._release})
        gone = {each.name for each in surplus}
        return {each.name for each in updates if each.name not in gone}

    async def settled(self, names: Iterable[str]) -> None:
        """Waits until each of these updates is kept or dealt with: only then its platform may forget it."""
        if waiting := [self._unkept[name] for name in names if name in self._unkept]:
            await asyncio.wait(waiting)

    def is_kept(self, update: Update) -> bool:
        """Whether the platform may forget an update that it hands over again."""
        return update.name not in self._unkept

    def end_keeping(self) -> None:
        """What is not kept yet is hardly waited for any longer: the end has come."""
        self._ending = True
        for limit in self._limits:
            limit.reschedule(asyncio.get_running_loop().time() + self._last)

    def put(
        self, update: Update, lane: str, work: Work, skipped: Skipped | None = None, lost: Work | None = None
    ) -> None:
        """Has an update dealt with in its turn; `skipped` tells how many were not taken, from this one on.

        `lost` tells, where the platform does not hand it over again, that it was neither kept nor dealt with.
        """
        if lost and update.name in self._unkept:
            self._lost[update.name] = lost
        self._lanes.put(lane, partial(self._deal, update, work, skipped))

    def drop(self, update: Update) -> None:
        """Lets go of an update that means nothing."""
        self.put(update, update.address, _nothing)

    def aside(self, lane: str, work: Work) -> None:
        """Has something dealt with that nobody misses after a restart."""
        self._lanes.put(lane, work)

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """What the process before this one did not deal with to the end; each takes its place again."""
        found = await self._intake.unfinished(platform)
        for each in found:
            self._enter(each)
            self._resumed.add(each.name)
        await self._tell_apart(found)
        return found

    async def close(self, seconds: float) -> None:
        """Lets what has begun end within this time; the rest stays for the next start, or with the platform."""
        self.end_keeping()
        telling = [asyncio.ensure_future(tell()) for tell in self._lost.values()]
        await self._lanes.close(seconds)
        if telling:
            _, late = await asyncio.wait(telling, timeout=TELL_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*telling, return_exceptions=True)

    async def _kept(self, updates: Sequence[Update]) -> Collection[str]:
        """Keeps updates, and tries again while the database is busy; raises TimeoutError where it is so at the end.

        An attempt goes on when the waiting for it ends: it may be in the database already.
        """
        async with asyncio.timeout(self._last if self._ending else None) as limit:
            self._limits.add(limit)
            try:
                while True:
                    attempt = asyncio.ensure_future(self._intake.keep(updates))
                    attempt.add_done_callback(_heeded)
                    self._attempts |= {each.name: attempt for each in updates}
                    with suppress(Busy):
                        return await asyncio.shield(attempt)
                    await asyncio.sleep(self._again)
            finally:
                self._limits.discard(limit)

    async def _is_new(self, update: Update) -> bool:
        """Whether an update is to be dealt with; one that was not kept may be kept now, or since it was tried."""
        if update.name not in self._unkept:
            return True
        with suppress(Exception):  # logged when it was tried before
            if attempt := self._attempts.get(update.name):
                new = await asyncio.shield(attempt)
                self._settle(update)
                return update.name in new
        with suppress(Exception):
            new = await self._intake.keep([update])
            self._settle(update)
            return update.name in new
        return True

    def _settle(self, update: Update) -> None:
        """What is kept or dealt with may be forgotten by its platform."""
        self._attempts.pop(update.name, None)
        self._lost.pop(update.name, None)
        if waiting := self._unkept.pop(update.name, None):
            waiting.set_result(None)

    async def _deal(self, update: Update, work: Work, skipped: Skipped | None) -> None:
        crowded = self._crowded(_holders(update))
        self._lost.pop(update.name, None)
        try:
            async with self._slow.turn() if self.is_stranger(update) else nullcontext():
                if await self._is_new(update):
                    await self._work(update, work, skipped)
            if update.name not in self._unkept:
                await self._intake.finish(update.name)
            if update.name in self._unanswered:  # no pace of sending holds it up
                await asyncio.sleep(self._pauses[crowded])
        finally:
            self._leave(update)

    async def _work(self, update: Update, work: Work, skipped: Skipped | None) -> None:
        try:
            if update.name in self._resumed:
                await self._intake.begin_again(update.name)
            number = self._told(update)
            await (skipped(number) if number and skipped else work())
        except Exception:
            log.exception("An update could not be dealt with", extra={"update": update.name})

    def _crowded(self, holders: Iterable[str]) -> bool:
        return any(self._held[holder] >= EACH for holder in holders)

    def _told(self, update: Update) -> int:
        """How many were not taken, where this update is to tell of it."""
        if self._telling.get(update.address) == update.name:
            del self._telling[update.address]
        return self._skipped.pop(update.name, 0)

    def _enter(self, update: Update) -> None:
        self._inside[update.name] = update
        self._held.update(_holders(update))
        if self.full:
            self._room.clear()

    def _leave(self, update: Update) -> None:
        if self._inside.pop(update.name, None) is None:
            return
        self._resumed.discard(update.name)
        self._settle(update)
        self._unanswered.discard(update.name)
        self._strangers.discard(update.name)
        self._told(update)
        for holder in _holders(update):
            self._held[holder] -= 1
            if not self._held[holder]:
                del self._held[holder]
        if not self.full:
            self._room.set()


def _heeded(attempt: "asyncio.Future[Collection[str]]") -> None:
    """Takes note of a failure that nobody may wait for any longer."""
    if not attempt.cancelled():
        attempt.exception()


async def _nothing() -> None:
    pass


def standing(update: Update) -> Standing:
    """What is known of an update that was taken up again."""
    if update.saved:
        return "saved"
    return "hopeless" if update.tries >= TRIES else "new"


def _holders(update: Update) -> list[str]:
    return [f"{kind}{name}" for kind, name in (("in ", update.address), ("by ", update.sender)) if name]
