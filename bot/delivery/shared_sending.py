"""Sending beside other processes of the same database: each has a part of the rate limit and knows who died.

Alone, a process uses the whole limit and asks the database nothing.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial

from bot.delivery.rate_limit import ChatLimit, Seconds, TokenBucket
from briefings.delivery import CourierRow, Couriers, Want, share_of

_log = logging.getLogger(__name__)
_BEAT_SECONDS = 1.0
_SILENT_SECONDS = 2.5  # without a beat, after which it is found out whether a process lives
_LASTS_SECONDS = 60.0  # for which a process minds the limits of chats after the others have ended
_BEFORE_SHARING = 1.5  # seconds after which no chat hears from what was claimed while this process was alone
_ALONE_SECONDS = 30.0  # between two looks for others, which tell that they have come


class Fence:
    """Ends sends before others may take this process for dead."""

    def __init__(self, sure_until: Callable[[], float]) -> None:
        """`sure_until` is an instant of the monotonic clock."""
        self._sure_until = sure_until
        self._open: set[asyncio.Timeout] = set()

    def is_sure(self) -> bool:
        """Whether nobody takes this process for dead."""
        return time.monotonic() < self._sure_until()

    @asynccontextmanager
    async def guard(self) -> AsyncGenerator[None]:
        """Cancels the block when this process is no longer sure; raises TimeoutError then."""
        async with asyncio.timeout_at(self._sure_until()) as limit:
            self._open.add(limit)
            try:
                yield
            finally:
                self._open.discard(limit)

    def extend(self) -> None:
        """Gives open blocks more time, if this process is sure."""
        until = self._sure_until()
        for limit in self._open:
            if not limit.expired() and until > time.monotonic():
                limit.reschedule(until)


class SharedSending:
    """This process's part in the sending; `epochs` are those of its claims, by platform."""

    def __init__(
        self,
        couriers: Couriers,
        pacers: Mapping[str, TokenBucket],
        epochs: Mapping[str, int],
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._couriers, self._pacers, self._epochs, self._clock, self._wake = couriers, pacers, epochs, clock, wake
        self.fence = Fence(couriers.replica.sure_until)
        self._news = asyncio.Event()
        self._seen: dict[str, tuple[int, Seconds]] = {}  # beats of each other process, and since when
        self._several_until = self._shares_from = 0.0
        self._granted: dict[str, int] = {}
        self._unused = dict.fromkeys(pacers, 0)  # rounds in a row in which a platform needed little
        self._telling: set[asyncio.Task[None]] = set()
        self._failure = ""  # of the database, as the log was told last; "" while it works
        couriers.replica.told = self._heard
        for name, pacer in pacers.items():
            pacer.held, pacer.turns = partial(self._tell_pause, name), self._turn

    @property
    def several(self) -> bool:
        """Whether other processes send, or did within a minute."""
        return time.monotonic() < self._several_until

    async def begin(self, name: str) -> None:
        """Takes the part of a platform's limit that its row says."""
        rows = await self._couriers.rows(name)
        self._note_several(rows, name)
        mine = [row.tokens for row in rows if row.epoch == self._epochs[name]]
        self._granted[name] = mine[0] if mine else 0
        self._pacers[name].set_share(self._granted[name])
        self._news.set()

    async def end(self, name: str) -> None:
        """Leaves this process's part of the limit to the others once the platform has counted its messages."""
        if self.several:
            await self._tell(f"ends {self._couriers.replica.name}")
            self._pacers[name].set_share(0)
            await asyncio.sleep(1.0 if self._pacers[name].used() else 0.0)
            self._granted[name] = await self._couriers.set_tokens(name, self._epochs[name], 0, 0)

    async def run(self) -> None:
        """Beats and shares until cancelled."""
        while True:
            self._news.clear()
            try:
                await self.round()
                self._failure = ""
            except Exception as error:  # noqa: BLE001 - the session says by itself when it is lost
                self._tell_failure("the processes that send can't be counted", error)
            await self._until_next()

    def _tell_failure(self, what: str, error: Exception) -> None:
        """Logs a failure of the database, and the same one again only once a round has succeeded."""
        if self._failure != str(error):
            _log.warning(what, extra={"failure": error})
        self._failure = str(error)

    async def _until_next(self) -> None:
        """Waits a second, or alone for news; sends in progress get more time meanwhile."""
        end = time.monotonic() + _ALONE_SECONDS
        while time.monotonic() < end:
            await asyncio.sleep(_BEAT_SECONDS)
            self.fence.extend()
            if self.several or self._news.is_set():
                return

    async def round(self) -> None:
        """Looks at the other processes, ends the claims of dead ones, and adapts this one's part of each limit."""
        mine = {name: (epoch, self._wanted(name)) for name, epoch in self._epochs.items()}
        found = await self._couriers.beat(mine)
        was_several = self.several
        for name, rows in found.items():
            self._note_several(rows, name)
        if self.several and not was_several:  # chats' limits count over all processes before another one gets a token
            for pacer in self._pacers.values():
                await self._couriers.know(pacer.counted_chats())
            self._shares_from = time.monotonic() + _BEFORE_SHARING
        for name, rows in found.items() if time.monotonic() >= self._shares_from else ():
            await self._adapt(name, rows)
        await self._bury_silent({row.replica: row.beats for rows in found.values() for row in rows})

    def _note_several(self, rows: list[CourierRow], name: str) -> None:
        if any(row.epoch != self._epochs[name] for row in rows):
            self._several_until = time.monotonic() + _LASTS_SECONDS

    async def _turn(self, chat: str, limit: ChatLimit) -> Seconds:
        """The seconds until a chat's turn; 0 where the database can't be asked."""
        if not self.several or not (limit.interval or limit.per_minute):
            return 0.0
        try:
            if not limit.late:
                return await self._couriers.take_turn(chat, limit.interval, limit.per_minute)
            await self._couriers.late(chat, limit.interval)
        except Exception as error:  # noqa: BLE001 - an answer doesn't wait for it
            self._tell_failure("a chat's turn can't be asked for", error)
        return 0.0

    def _wanted(self, name: str) -> int:
        """How much of a platform's limit this process wants."""
        pacer = self._pacers[name]
        used = pacer.used()
        self._unused[name] = self._unused[name] + 1 if 2 * used < pacer.share else 0
        if pacer.waiting() and used >= pacer.share:
            return Want.MORE
        return Want.LITTLE if self._unused[name] > 2 else Want.FAIR

    async def _adapt(self, name: str, rows: list[CourierRow]) -> None:
        """Gives up what others need at once in memory, and in the database when it is no longer used."""
        pacer, epoch = self._pacers[name], self._epochs[name]
        if epoch not in {row.epoch for row in rows}:
            return  # others took this process for dead; its session tells it
        share = share_of(pacer.per_second, {row.epoch: row.wanted for row in rows}, epoch)
        granted = self._granted.get(name, 0)
        if share > granted:
            granted = await self._couriers.set_tokens(name, epoch, share, pacer.per_second)
        elif share < granted:
            pacer.set_share(min(share, pacer.share))
            if max(pacer.used(), share) < granted:
                granted = await self._couriers.set_tokens(name, epoch, max(pacer.used(), share), pacer.per_second)
        self._granted[name] = granted
        pacer.set_share(min(share, granted))

    async def _bury_silent(self, beats: Mapping[str, int]) -> None:
        """Ends the claims of processes that no longer beat and hold no lock."""
        now = time.monotonic()
        self._seen = {
            name: seen if (seen := self._seen.get(name)) and seen[0] == count else (count, now)
            for name, count in beats.items()
            if name != self._couriers.replica.name
        }
        for name, (_, since) in self._seen.items():
            if now - since > _SILENT_SECONDS and await self._couriers.bury(name, self._epochs, self._clock()):
                if name in self._couriers.replica.ended:
                    _log.info("another process has ended as planned", extra={"replica": name})
                else:
                    _log.warning("another process has ended, its deliveries are taken over", extra={"replica": name})
                self._wake()

    def _tell_pause(self, name: str, seconds: Seconds, address: str) -> None:
        """Tells the other processes that a platform asked for a pause."""
        if self.several:
            word = f"pause {self._couriers.replica.name} {name} {seconds:.3f} {address}"
            task = asyncio.create_task(self._tell(word))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _tell(self, word: str) -> None:
        with suppress(Exception):  # the row of the sender has it too
            await self._couriers.tell(word)

    async def tell_due(self) -> None:
        """Tells the other processes that something is due."""
        if self.several:
            await self._tell("due")

    def _heard(self, word: str) -> None:
        """Does what another process tells."""
        what, _, more = word.partition(" ")
        if what == "due":
            self._wake()
        elif what == "couriers":
            self._news.set()
        elif what == "ends":
            self._couriers.replica.ended.add(more)
        elif what == "pause":
            replica, name, seconds, address = (*more.split(" ", 3), "")[:4]
            if replica != self._couriers.replica.name and name in self._pacers:
                self._pacers[name].hold_here(float(seconds), address)
