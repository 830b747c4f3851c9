"""The queue of incoming updates: stored first, limited per chat and person, each chat's handled in order.

People take fair turns, and strangers wait in a slow lane of their own.
"""

import asyncio
import heapq
import logging
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

from bot.chat import Answer, Intake, Interruption, Known, Request, everybody_known
from bot.message import Message
from briefings.errors import Busy, referring_to
from briefings.model.intake import Update

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]

AT_ONCE = 8  # answers that are made side by side; more only lengthen each round of the event loop, and so every receipt
HOLD_SECONDS = 1.0  # after so long an answer gives its place back: it waits for something other than the processor
REMEMBERED = 4096  # people whose last turn is remembered
STRANGERS_PER_SECOND = 5.0  # a sixth of what Telegram takes; the rest is left for known people and pushes
STRANGERS_AT_ONCE = 4
Skipped = Callable[["SkippedUpdates"], Awaitable[None]]
Staff = Callable[[], Awaitable[Collection[str]]]
PAUSES = (0.5, 5.0)  # seconds after what is not answered, the second one where as much waits as may
EACH = 20  # updates that may wait for one chat, and for one person
NAMED = 10  # skipped updates that are told by name
EACH_OF_STAFF = 500  # of one person who may import: albums with a library in them; of 4 KB each, and in the database
STAFF_SECONDS = 10.0  # after which it is looked up anew who that is
TRIES = 4  # restarts amid the same update, after which it is given up
AGAIN_SECONDS = 0.5  # between two tries
LAST_SECONDS = 0.5  # for which it is tried once the end has come
APART_SECONDS = 3.0  # for which it is looked up who is let in
PASSED_ON_SECONDS = 1.0  # until another try to read what other processes received
TELL_SECONDS = 3.0  # at the end, to tell people what of theirs could not be kept
STRANGERS = 1000  # of whom so many wait at most; a larger flood of them is counted, logged and let go
_TOLD_AT = frozenset({1, 10, 100, 1_000, 10_000, 100_000})


@dataclass(frozen=True, slots=True)
class SkippedUpdates:
    """How many updates were skipped, and what the first ones of the person who is told were: files, or first words."""

    number: int
    names: tuple[str, ...] = ()


class Unkept(Exception):
    """An update was neither stored nor handled: it stays with its platform."""


class KeyedQueues:
    """Runs the work of each lane in order."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def put(self, lane: str, work: Work) -> None:
        """Queues work without waiting; nothing starts after `close`."""
        if self._closed:
            return
        if lane in self._lanes:
            self._lanes[lane].append(work)
            return
        self._lanes[lane] = deque([work])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, seconds: float) -> None:
        """Drops work that hasn't started, waits this long for the rest, then cancels it."""
        self._closed = True
        for queue in self._lanes.values():
            queue.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        queue = self._lanes[lane]
        try:
            while queue:
                try:
                    await queue.popleft()()
                except Exception:
                    log.exception("An update could not be dealt with")
        finally:
            del self._lanes[lane]


class FairLimiter:
    """Limits concurrent answers; the person served least recently goes first."""

    def __init__(self, at_once: int = AT_ONCE, hold: float = HOLD_SECONDS) -> None:
        self._free, self._hold = at_once, hold
        self._numbers = count(1)
        self._last: OrderedDict[str, int] = OrderedDict()  # the number of each person's last turn
        self._order: list[tuple[int, int, str]] = []  # those who wait: last turn, since when, person
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, person: str) -> AsyncGenerator[None]:
        """Waits for a person's turn, which ends with the block or after `hold` seconds."""
        await self._take(person)
        held = _Place(self._give)
        late = asyncio.get_running_loop().call_later(self._hold, held.give)
        try:
            yield
        finally:
            late.cancel()
            held.give()

    async def _take(self, person: str) -> None:
        if self._free:
            self._free -= 1
            self._note(person)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if person in self._waiting:
            self._waiting[person].append(turn)
        else:
            self._waiting[person] = deque([turn])
            self._line_up(person)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give()
            raise

    def _give(self) -> None:
        """Gives the free place to the next person waiting."""
        while self._order:
            person = heapq.heappop(self._order)[2]
            turns = self._waiting[person]
            turn = turns.popleft()
            if not turn.done():
                self._note(person)
            if turns:
                self._line_up(person)
            else:
                del self._waiting[person]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _line_up(self, person: str) -> None:
        heapq.heappush(self._order, (self._last.get(person, 0), next(self._numbers), person))

    def _note(self, person: str) -> None:
        self._last[person] = next(self._numbers)
        self._last.move_to_end(person)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)


@dataclass(slots=True)
class _Place:
    """A place that is released once."""

    back: Callable[[], None]
    given: bool = False

    def give(self) -> None:
        if not self.given:
            self.given = True
            self.back()


@dataclass(slots=True)
class Throttle:
    """Limits work to `per_second` starts and `at_once` in progress, in order of arrival."""

    per_second: float = STRANGERS_PER_SECOND
    at_once: int = STRANGERS_AT_ONCE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _next: float = 0.0
    _places: asyncio.Semaphore = field(init=False)
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.at_once)

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Waits for a turn, which ends with the block."""
        async with self._door:
            await self._places.acquire()
            try:
                await self._paced()
            except BaseException:
                self._places.release()
                raise
        try:
            yield
        finally:
            self._places.release()

    async def _paced(self) -> None:
        now = self.clock()
        if now < self._next:
            await self.sleep(self._next - now)
        self._next = max(self._next, now) + 1 / self.per_second


class UpdateQueue:
    """One platform's updates, from receipt until they are handled.

    `most` is the maximum number waiting; after an update without an answer (a stranger's), its chat pauses for that
    many seconds. An update takes its place with `admit`, is stored with `keep` and handled in its lane after `put`;
    `drop` is for meaningless ones. People who are not `known` wait in a slow lane of their own, so that no number of
    them delays answers to others. Of those whom `staff` names more may wait, and they take no place of their chat's.
    """

    def __init__(
        self,
        intake: Intake,
        *,
        most: int,
        pauses: tuple[float, float] = PAUSES,
        known: Known = everybody_known,
        staff: Staff | None = None,
        slow: Throttle | None = None,
        again: float = AGAIN_SECONDS,
        last: float = LAST_SECONDS,
    ) -> None:
        self._intake, self._most, self._pauses, self._known = intake, most, pauses, known
        self._again, self._last = again, last
        self._find_staff, self._staff = staff, frozenset[str]()
        self._staff_found = -STAFF_SECONDS
        self._lanes = KeyedQueues()
        self._turns = FairLimiter()
        self._slow = slow or Throttle()
        self._strangers: set[str] = set()  # updates of people who are not let in
        self._release = 0
        self._held: Counter[str] = Counter()  # places taken, by chat and by person
        self._inside: dict[str, Update] = {}
        self._places: dict[str, Sequence[str]] = {}  # that each of these takes
        self._resumed: set[str] = set()
        self._passed_on: set[str] = set()  # by other processes, without a place in a lane yet
        self._unanswered: set[str] = set()
        self._skipped: Counter[str] = Counter()  # what was not taken, by the update that tells of it
        self._skipped_names: dict[str, list[str]] = {}  # some of it, by the same
        self._telling: dict[str, str] = {}  # that update, by chat
        self._noting: asyncio.Task[None] | None = None  # stores these numbers, for a restart
        self._room = asyncio.Event()
        self._room.set()
        self._unkept: dict[str, asyncio.Future[None]] = {}  # done once they are kept or dealt with
        self._lost: dict[str, Work] = {}  # what tells of them where neither comes about
        self._rejected: set[str] = set()  # by the database, which takes others
        self._attempts: dict[str, asyncio.Future[Collection[str]]] = {}  # to keep them, by which they may be kept yet
        self._limits: set[asyncio.Timeout] = set()  # of what is being kept
        self._ending = False

    @property
    def full(self) -> bool:
        """Whether the maximum number of updates is waiting."""
        return len(self._inside) >= self._most

    async def room(self) -> None:
        """Waits until the backlog isn't full."""
        await self._room.wait()

    def limited(self, answer: Answer) -> Answer:
        """Wraps an answer function so that only a few answers are made at once; sending isn't counted."""

        async def made(request: Request) -> Message | None:
            async with self._turns.turn(request.sender):
                message = await answer(request)
            if request.interruption != "lost":  # that one is stored nowhere, so no other process can answer it
                await self._intake.sure()  # a process that froze may have been replaced meanwhile
            if message is None and request.update in self._inside:
                self._unanswered.add(request.update)
            return message

        return made

    def admit(self, update: Update, about: str = "", *, limited: bool = True) -> bool:
        """Reserves a place for an update that has to be kept next; False if it has one, or too many wait there.

        The first update over the limit still gets a place, and reports in its turn how many were skipped. One that
        isn't `limited`, as it tells of a chat what nobody can send again, is never skipped. `about` names it otherwise.
        """
        if not self._admitted(update, about, limited=limited):
            return False
        self._unkept[update.name] = asyncio.get_running_loop().create_future()
        return True

    def _admitted(self, update: Update, about: str = "", *, limited: bool = True) -> bool:
        if update.name in self._inside:
            return False
        if limited and self._crowded(update.address, update.sender):
            teller = self._telling.setdefault(update.address, update.name)
            self._skip(teller, about if self._is_of(teller, update.sender) else "")
            if teller != update.name:
                return False
        self._enter(update)
        return True

    def skips(self, address: str, sender: str, about: str = "") -> bool:
        """Whether another update of this chat and person is skipped at once, and counts and names it."""
        teller = self._telling.get(address)
        if teller is None or not self._crowded(address, sender):
            return False
        self._skip(teller, about if self._is_of(teller, sender) else "")
        return True

    def _is_of(self, teller: str, sender: str) -> bool:
        """Whether the person is told by this update: nobody else may read what others typed."""
        return teller not in self._inside or self._inside[teller].sender == sender

    def _skip(self, teller: str, about: str) -> None:
        """Counts an update that is skipped, and has the number noted soon."""
        self._skipped[teller] += 1
        names = self._skipped_names.setdefault(teller, [])
        if about and len(names) < NAMED:
            names.append(about)
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note_skipped())

    async def _note_skipped(self) -> None:
        noted: Counter[str] = Counter()
        while noted != self._skipped:
            await asyncio.sleep(self._again)  # its own row has to be stored, and others may come
            changed = {name: number for name, number in self._skipped.items() if noted[name] != number}
            noted = self._skipped.copy()
            if changed:
                await self._intake.note_skipped(changed)

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """Stores admitted updates durably and returns the ids of new ones.

        While another process locks the database, or a server is away, it keeps trying until shutdown. Updates that the
        database rejects count as new; their senders are told when they need it. `settled` tells when they need no
        storing.
        """
        if not updates:
            return ()
        updates = [replace(each, skipped=self._skipped[each.name]) for each in updates]  # for whoever handles it
        try:
            new, _ = await asyncio.gather(self._kept(updates), self._tell_apart(updates))
        except TimeoutError:
            log.error("Updates could not be kept, the database took no writes", extra={"updates": len(updates)})  # noqa: TRY400
            return {each.name for each in updates}
        except Exception:
            log.exception("Updates could not be kept", extra={"updates": len(updates)})
            self._rejected |= {each.name for each in updates}
            return {each.name for each in updates}
        for each in updates:
            self._settle(each)
            if each.name not in new:
                self._leave(each)
        return await self._without_surplus([each for each in updates if each.name in new])

    def is_stranger(self, update: Update) -> bool:
        """Whether a stored update comes from somebody without access."""
        return update.name in self._strangers

    async def _tell_apart(self, updates: Sequence[Update]) -> None:
        """Marks updates of people without access; none if the database can't tell."""
        try:
            async with asyncio.timeout(APART_SECONDS):
                await self._look_up_staff()
                known = await self._known({(each.address, each.sender) for each in updates})
        except TimeoutError:
            log.warning("It could not be found out in time who is let in", extra={"updates": len(updates)})
            return
        except Exception:
            log.exception("It could not be found out who is let in", extra={"updates": len(updates)})
            return
        strangers = {each.name for each in updates if (each.address, each.sender) not in known}
        self._strangers |= strangers & self._inside.keys()

    async def _look_up_staff(self) -> None:
        """Learns who may import, unless that was looked up just now."""
        now = time.monotonic()
        if self._find_staff and now - self._staff_found >= STAFF_SECONDS:
            self._staff_found = now
            self._staff = frozenset(await self._find_staff())

    async def _without_surplus(self, updates: Sequence[Update]) -> Collection[str]:
        """The ids of updates to handle: all but surplus ones of strangers."""
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
        """Waits until these updates are stored or handled; only then may the platform forget them.

        Raises Unkept once it is certain that this process does neither.
        """
        if waiting := [self._unkept[name] for name in names if name in self._unkept]:
            await asyncio.wait(waiting)
            for each in waiting:
                each.result()

    def is_kept(self, update: Update) -> bool:
        """Whether the platform may forget an update that it delivers again."""
        return update.name not in self._unkept

    @property
    def ending(self) -> bool:
        """Whether unsaved updates are no longer waited for."""
        return self._ending

    def end_keeping(self) -> None:
        """Shortens the wait for unsaved updates at shutdown."""
        self._ending = True
        for limit in self._limits:
            limit.reschedule(asyncio.get_running_loop().time() + self._last)

    def put(
        self, update: Update, lane: str, work: Work, skipped: Skipped | None = None, lost: Work | None = None
    ) -> None:
        """Queues an update; `skipped` is called with what was skipped, beginning with this one.

        `lost` is called if the update is neither stored nor handled and its platform doesn't deliver it again.
        """
        if lost and update.name in self._unkept:
            self._lost[update.name] = lost
        if update.name in self._passed_on:
            self._passed_on.discard(update.name)
            self._intake.take(update.name)
        self._lanes.put(lane, partial(self._deal, update, work, skipped))

    def drop(self, update: Update) -> None:
        """Finishes an update that needs no handling."""
        self.put(update, update.address, _nothing)

    def aside(self, lane: str, work: Work) -> None:
        """Runs work that needn't survive a restart."""
        self._lanes.put(lane, work)

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """Updates the previous process didn't finish; each takes its place again."""
        found = await self._intake.unfinished(platform)
        for each in found:
            self._resume(each)
        await self._tell_apart(found)
        return found

    def _resume(self, update: Update) -> None:
        """Gives an update of another process its place, and what it has to tell."""
        self._enter(update)
        self._resumed.add(update.name)
        self._inherit_skipped(update)

    def _inherit_skipped(self, update: Update) -> None:
        """Lets an update tell what another process skipped."""
        if update.skipped:
            self._skipped[update.name] = update.skipped
            self._telling.setdefault(update.address, update.name)

    async def passed_on(self, platform: str) -> Sequence[Update]:
        """Waits for updates from other processes and returns those that have a place; each has to be put or dropped.

        While the backlog is full, they wait in the database. It tries again while the database fails.
        """
        while True:
            await self.room()
            try:
                found = await self._intake.passed_on(platform)
            except Exception:
                log.exception("Updates from other processes could not be read")
                await asyncio.sleep(PASSED_ON_SECONDS)
                continue
            being_kept = {each.address for each in found if each.name in self._inside}  # and later ones come after
            if taken := [each for each in found if each.address not in being_kept and self._takes_over(each)]:
                await self._tell_apart(taken)
                return taken
            if not found:
                await asyncio.sleep(PASSED_ON_SECONDS)

    def _takes_over(self, update: Update) -> bool:
        """Whether an update gets a place; one over the limit of its chat or person is dropped."""
        self._passed_on.add(update.name)
        if not update.inherited and not self._admitted(update):
            if update.skipped and (teller := self._telling.get(update.address)):
                self._skipped[teller] += update.skipped - 1  # it is counted itself
            self.drop(update)
            return False
        if update.inherited:
            self._resume(update)
        elif update.name not in self._skipped:
            self._inherit_skipped(update)
        return True

    async def close(self, seconds: float) -> None:
        """Gives work in progress this many seconds; the rest stays stored, or with the platform."""
        self.end_keeping()
        telling = [asyncio.ensure_future(tell()) for tell in self._lost.values()]
        told_until = time.monotonic() + TELL_SECONDS
        await self._lanes.close(seconds)
        if telling:
            _, late = await asyncio.wait(telling, timeout=max(0.0, told_until - time.monotonic()))
            for task in late:
                task.cancel()
            await asyncio.gather(*telling, return_exceptions=True)
        for name in self._unkept:
            self._abandon(name)
        self._room.set()  # nothing comes any more
        if self._noting:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._last):
                await self._intake.note_skipped(self._skipped)

    async def _kept(self, updates: Sequence[Update]) -> Collection[str]:
        """Stores updates, retrying while the database is busy. Raises TimeoutError if it still is at shutdown.

        An attempt continues when the waiting for it ends, because it may have reached the database.
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
        """Whether an update is to be handled here; one that is stored for others isn't.

        Tries once more to store one that the database rejected. Raises Unkept for one that it didn't take in time:
        another process may get it from its platform, and would do the same again.
        """
        if update.name not in self._unkept:
            return True
        with suppress(Exception):  # logged when it was tried before
            if attempt := self._attempts.get(update.name):
                return self._is_in(update, await asyncio.shield(attempt))
        if update.name not in self._rejected:
            raise Unkept
        with suppress(Exception):
            return self._is_in(update, await self._intake.keep([update]))
        return True

    def _is_in(self, update: Update, new: Collection[str]) -> bool:
        self._settle(update)
        return update.name in new

    def _settle(self, update: Update) -> None:
        """Marks an update as one the platform may forget."""
        self._attempts.pop(update.name, None)
        self._lost.pop(update.name, None)
        self._rejected.discard(update.name)
        waiting = self._unkept.pop(update.name, None)
        if waiting and not waiting.done():
            waiting.set_result(None)

    def _abandon(self, name: str) -> None:
        """Leaves an update that is neither stored nor handled to its platform."""
        waiting = self._unkept.get(name)
        if waiting and not waiting.done():
            waiting.set_exception(Unkept())
            waiting.exception()  # whether somebody waits for it or not

    def _is_abandoned(self, name: str) -> bool:
        return name in self._unkept and self._unkept[name].done()

    async def _deal(self, update: Update, work: Work, skipped: Skipped | None) -> None:
        crowded = self._crowded(update.address, update.sender)
        with referring_to(update.name):
            await self._handle(update, work, skipped, crowded=crowded)

    async def _handle(self, update: Update, work: Work, skipped: Skipped | None, *, crowded: bool) -> None:
        try:
            async with self._slow.turn() if self.is_stranger(update) else nullcontext():
                if not await self._is_new(update):
                    return  # whoever has it marks it as handled
                await self._work(update, work, skipped)
            if update.name not in self._unkept:
                await self._intake.finish(update.name)
            log.info("an update was handled", extra={"update": update.name})
            if update.name in self._unanswered:  # no pace of sending holds it up
                await asyncio.sleep(self._pauses[crowded])
        except Unkept:
            self._abandon(update.name)
        except asyncio.CancelledError:
            self._abandon(update.name)
            raise
        finally:
            self._leave(update)

    async def _work(self, update: Update, work: Work, skipped: Skipped | None) -> None:
        self._lost.pop(update.name, None)
        try:
            if update.name in self._resumed:
                await self._intake.begin_again(update.name)
            untold = self._told(update)
            await (skipped(untold) if untold.number and skipped else work())
        except Exception:
            log.exception("An update could not be dealt with", extra={"update": update.name})

    def _crowded(self, address: str, sender: str) -> bool:
        most = EACH_OF_STAFF if sender in self._staff else EACH
        return any(self._held[holder] >= most for holder in self._holders(address, sender))

    def _holders(self, address: str, sender: str) -> list[str]:
        """What an update takes a place of: its person's, and its chat's unless that person may import."""
        places = (("in ", "" if sender in self._staff else address), ("by ", sender))
        return [f"{kind}{name}" for kind, name in places if name]

    def _told(self, update: Update) -> SkippedUpdates:
        """What was skipped, if this update is to report it."""
        if self._telling.get(update.address) == update.name:
            del self._telling[update.address]
        names = tuple(self._skipped_names.pop(update.name, ()))
        return SkippedUpdates(self._skipped.pop(update.name, 0), names)

    def _enter(self, update: Update) -> None:
        self._inside[update.name] = update
        self._places[update.name] = self._holders(update.address, update.sender)
        self._held.update(self._places[update.name])
        if self.full:
            self._room.clear()

    def _leave(self, update: Update) -> None:
        if self._inside.pop(update.name, None) is None:
            return
        self._resumed.discard(update.name)
        if not self._is_abandoned(update.name):
            self._settle(update)
        self._unanswered.discard(update.name)
        self._strangers.discard(update.name)
        self._told(update)
        for holder in self._places.pop(update.name, ()):
            self._held[holder] -= 1
            if not self._held[holder]:
                del self._held[holder]
        if not self.full:
            self._room.set()


def _heeded(attempt: "asyncio.Future[Collection[str]]") -> None:
    """Consumes the exception of a task that nobody awaits any more."""
    if not attempt.cancelled():
        attempt.exception()


async def _nothing() -> None:
    pass


def interruption(update: Update) -> Interruption:
    """What is known of an update taken up again."""
    if update.saved:
        return "saved"
    return "hopeless" if update.tries >= TRIES else "new"
