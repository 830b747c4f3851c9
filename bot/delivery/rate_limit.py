"""When a platform may be sent to: the rate limit, the wait after a 429, and a backoff while it is unreachable.

The numbers of each platform are in `bot/platforms/telegram/rates.py` and `bot/platforms/slack/rates.py`.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from itertools import count
from math import inf

from briefings.model.delivery import chat_of

Seconds = float
_MINUTE = 60.0
_LONGEST_SEND = 30.0  # after so long a message that nobody told of is counted or lost
_OFTEN, _LATELY = 10, 30.0  # answers into one chat within so many seconds, after which the next ones wait behind pushes
_ANSWER, _PUSH, _FLOOD = range(3)  # the lanes, in their order
_SHARES = {_PUSH: 3, _FLOOD: 4}  # after so many tokens of others one goes to a lane in which somebody waits
_YIELD = 0.3  # seconds for which a push steps aside for answers in `wait_for_window`
_GLANCE = 0.02  # how often those who wait are looked at again
_BELATED = 0.15  # of a chat's interval: a message this much later than its turn moves the next turn
_LONG, _BRIEF = 60.0, 30.0  # a longer pause may be one chat's: after so many seconds another chat is tried
_BLINK = 0.002  # how long others step aside for an answer to a person
_FIRST_PROBE = 1.0  # seconds until the first attempt after an outage has begun
_LONGEST_PROBE = 15.0  # where the attempts prove that nothing was accepted
_LONGEST_DOUBTFUL = 120.0  # where each attempt leaves a message in doubt
_DOUBTS = 3  # in a row, after which the platform counts as not answering


@dataclass(frozen=True, slots=True)
class ChatLimit:
    """The limit per chat: `interval` seconds apart, at most `per_minute` (0: no limit).

    `late` says that a message is sent later than at its turn.
    """

    interval: Seconds = 0.0
    per_minute: int = 0
    late: bool = False


Turns = Callable[[str, ChatLimit], Awaitable[Seconds]]  # takes a chat's next turn: seconds until then


@dataclass(slots=True)
class BucketToken:
    """A token; call `release` when the platform has answered."""

    clock: Callable[[], Seconds]
    sent_at: Seconds
    interactive: bool = False
    released_at: Seconds | None = None
    turn_at: Seconds = 0.0  # when its chat's turn comes where other processes send too

    def release(self) -> None:
        """The platform has counted the message by now. Only the first call counts."""
        if self.released_at is None:
            self.released_at = self.clock()

    def counted_at(self) -> Seconds:
        """The latest instant at which the platform counted the message."""
        if self.released_at is not None:
            return self.released_at
        return self.sent_at + _LONGEST_SEND


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    lane: int
    number: int
    chat: str
    turn: "asyncio.Future[BucketToken]"


class TokenBucket:
    """Grants at most `per_second` tokens a second, evenly, within each chat's limit.

    No sliding second ever holds more as the platform counts, even across processes: a message is sent a second after
    the one that many places before it arrived.
    """

    def __init__(
        self,
        per_second: int,
        limit: Callable[[str], ChatLimit],
        *,
        clock: Callable[[], Seconds] = time.monotonic,
        sleep: Callable[[Seconds], Awaitable[None]] = asyncio.sleep,
        by_chat: bool = False,
    ) -> None:
        """`by_chat` says that the platform counts each chat's messages, so a refusal holds only that chat."""
        self.per_second = self.share = per_second  # `share` is what this process may use of it
        self.turns: Turns | None = None  # where other processes send to the same chats
        self.held: Callable[[Seconds, str], None] = lambda *_: None  # is told of each pause, to tell other processes
        self._interval = 1 / per_second
        self._limit = limit
        self._clock, self._sleep, self._by_chat = clock, sleep, by_chat
        self._next = clock() + 2 * self._interval  # the process before this one may have sent until just now
        self._chats: dict[str, deque[Seconds]] = {}  # when each chat heard from us, or will
        self._answers: dict[str, deque[Seconds]] = {}  # when each chat asked for leave for its last answers
        self._waiting: list[_Waiting] = []
        self._numbers = count()
        self._passed = dict.fromkeys(_SHARES, 0)  # tokens that others had while somebody waited in a lane
        self._recent: deque[BucketToken] = deque(maxlen=per_second)
        self._hurried = 0  # answers to people that wait in `wait_for_window`
        self._held = clock()
        self._chats_held: dict[str, Seconds] = {}  # until when a chat asked for a long pause
        self._suspected = clock()  # until when that pause may bind the whole sender
        self._probe: BucketToken | None = None  # the one token at a time that finds out
        self._swept = clock()
        self._pump: asyncio.Task[None] | None = None

    async def token(self, address: str, *, interactive: bool) -> BucketToken:
        """Waits until a message to this address may be sent; call `release` on the token.

        "" asks for the sender's token alone; callers that write first pass `wait_for_window` before sending.
        """
        turn: asyncio.Future[BucketToken] = asyncio.get_running_loop().create_future()
        chat = chat_of(address)
        lane = (_FLOOD if self._is_flood(chat) else _ANSWER) if interactive else _PUSH
        self._waiting.append(_Waiting(lane, next(self._numbers), chat, turn))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._hand_out())
        ticket = await turn
        if address:
            if self.turns:
                await self._take_turn(self.turns, ticket, chat)
            await self.wait_for_window(ticket, chat)
        return ticket

    async def _take_turn(self, turns: Turns, ticket: BucketToken, chat: str) -> None:
        """Takes a chat's turn, of which other processes know, once it can be used."""
        self._hurried += ticket.interactive
        try:
            await self.until_window()
            await self._sleep(await turns(chat, self._limit(chat)))
        finally:
            self._hurried -= ticket.interactive
        ticket.turn_at = self._clock()

    async def until_window(self) -> None:
        """Waits until another message fits the platform's second, which it doesn't take yet.

        Whoever takes a chat's turn only then seldom has to tell other processes that it comes late.
        """
        while (now := self._clock()) < (free_at := self._window_free_at()):
            await self._sleep(self._until(now, free_at))

    def set_share(self, share: int) -> None:
        """Changes how many of the messages a second this process may send; others may send the rest."""
        self.share = share
        self._interval = 1 / max(1, share)

    def used(self) -> int:
        """How many messages the platform may have counted within the last second."""
        now = self._clock()
        return sum(1 for each in self._recent if each.counted_at() + 1.0 > now)

    def limit_of(self, address: str) -> ChatLimit:
        """The limit of an address's chat."""
        return self._limit(chat_of(address))

    def counted_chats(self) -> dict[str, list[Seconds]]:
        """How many seconds ago messages of the last minute were sent to chats with a limit per minute."""
        now = self._clock()
        return {
            chat: [now - at for at in times if at > now - _MINUTE]
            for chat, times in self._chats.items()
            if self._limit(chat).per_minute and times[-1] > now - _MINUTE
        }

    def _is_flood(self, chat: str) -> bool:
        """Counts an answer; True if the chat had so many lately that pushes go first."""
        now, times = self._clock(), self._answers.setdefault(chat, deque(maxlen=_OFTEN))
        flood = len(times) == _OFTEN and times[0] > now - _LATELY
        times.append(now)
        return flood

    async def wait_for_window(self, ticket: BucketToken, chat: str = "") -> None:
        """Waits until another message fits the platform's second; answers to people go first.

        A push waits behind them for at most a third of a second.
        """
        self._hurried += ticket.interactive
        stays = None  # when a push steps aside no longer
        try:
            while True:
                now, free_at = self._clock(), self._window_free_at()
                if now < free_at:
                    await self._sleep(self._until(now, free_at))
                elif self._hurried and not ticket.interactive and now < (stays := stays or now + _YIELD):
                    await self._sleep(_BLINK)
                else:
                    break
        finally:
            self._hurried -= ticket.interactive
        ticket.sent_at = now
        self._recent.append(ticket)
        limit = self._limit(chat)
        if (
            self.turns
            and chat
            and ticket.turn_at
            and ticket.sent_at - ticket.turn_at > max(_GLANCE, _BELATED * limit.interval)
        ):
            await self.turns(chat, replace(limit, late=True))

    def _until(self, now: Seconds, free_at: Seconds) -> Seconds:
        """How long to wait for the window; it may be free earlier while the platform hasn't answered."""
        certain = self.share and self._recent[-self.share].released_at is not None
        return free_at - now if certain else min(free_at - now, _GLANCE)

    async def chat_turn(self, address: str) -> None:
        """Waits for a chat's limit alone, for a message that has the sender's token."""
        now = self._clock()
        turn = max(now, self._free_at(chat_of(address)))
        self._note(chat_of(address), turn)
        if turn > now:
            await self._sleep(turn - now)

    def hold(self, seconds: float, address: str = "") -> None:
        """Pauses tokens after "too many requests" for a message to this address, for that long, in all processes."""
        self.hold_here(seconds, address)
        self.held(seconds, address)

    def hold_here(self, seconds: float, address: str = "") -> None:
        """Pauses tokens after "too many requests" for a message to this address, for that long.

        A pause of more than a minute holds its chat that long, and the sender for half a minute; then messages to other
        chats are tried one at a time. Once one is refused too, the sender is held for the whole pause. If the platform
        counts by chat, any pause holds its chat alone, and the sender only once a second chat is refused too.
        """
        now, chat = self._clock(), chat_of(address) if address else ""
        if chat and self._by_chat:
            if any(until > now for other, until in self._chats_held.items() if other != chat):
                self._held = max(self._held, now + seconds)
            self._chats_held[chat] = max(self._chats_held.get(chat, 0.0), now + seconds)
            return
        if not chat or seconds <= _LONG or (self._suspected > now and chat not in self._chats_held):
            self._held = max(self._held, now + seconds, self._suspected if chat not in self._chats_held else 0.0)
        if chat and seconds > _LONG:
            self._chats_held[chat] = max(self._chats_held.get(chat, 0.0), now + seconds)
            self._suspected = max(self._suspected, now + seconds)
            self._held = max(self._held, now + _BRIEF)

    def accepted(self, address: str) -> None:
        """Notes that a message was accepted; if it was a probe, a chat's pause no longer holds others."""
        if self._probe is not None and chat_of(address) not in self._chats_held:
            self._suspected, self._probe = self._clock(), None

    def chat_held_for(self, address: str) -> Seconds:
        """Seconds for which the chat of an address has to wait; 0 if it isn't held."""
        return max(0.0, self._chats_held.get(chat_of(address), 0.0) - self._clock())

    def held_for(self) -> Seconds:
        """Seconds until tokens are granted again; 0 if not held."""
        return max(0.0, self._held - self._clock())

    def left(self) -> int:
        """How many messages the rate limit allows at this moment."""
        now = self._clock()
        return 0 if self._held > now else max(0, self.share - self.used())

    def waiting(self) -> int:
        """How many messages wait for a token."""
        return len(self._waiting)

    async def _hand_out(self) -> None:
        while self._waiting:
            now = self._clock()
            free_at = max(self._next, self._held)
            if now < free_at or not self.share:  # nothing makes it earlier
                await self._sleep(free_at - now if self.share else _GLANCE)
                continue
            trying = self._suspected > now
            if trying and self._probe is not None and self._probe.counted_at() > now:
                await self._sleep(_GLANCE)
                continue
            chosen = self._first_ready(now)
            if chosen is None:
                await self._sleep(_GLANCE)
                continue
            if chosen.turn.cancelled():
                continue
            self._next = max(self._next, now - self._interval) + self._interval
            self._note(chosen.chat, now)
            token = BucketToken(self._clock, now, interactive=chosen.lane == _ANSWER)
            self._probe = token if trying else None
            chosen.turn.set_result(token)
            self._forget(now)

    def _window_free_at(self) -> Seconds:
        if not self.share:
            return inf
        if len(self._recent) < self.share:
            return 0.0
        return self._recent[-self.share].counted_at() + 1.0

    def _first_ready(self, now: Seconds) -> _Waiting | None:
        """Removes and returns the next waiter whose chat may get a message, from the lane whose turn it is."""
        first: dict[int, _Waiting] = {}
        for each in self._waiting:
            ready = each.turn.cancelled() or self._free_at(each.chat) <= now
            if ready and (each.lane not in first or self._rank(each) < self._rank(first[each.lane])):
                first[each.lane] = each
        if not first:
            return None
        overdue = [lane for lane, share in _SHARES.items() if lane in first and self._passed[lane] >= share]
        lane = overdue[0] if overdue else min(first)
        self._passed = {each: self._passed[each] + 1 if each in first and each != lane else 0 for each in _SHARES}
        self._waiting.remove(first[lane])
        return first[lane]

    def _rank(self, waiting: _Waiting) -> tuple[Seconds, int]:
        """Among waiting answers, the chat served least recently goes first."""
        times = self._chats.get(waiting.chat) if waiting.lane == _ANSWER else None
        return (times[-1] if times else 0.0), waiting.number

    def _free_at(self, chat: str) -> Seconds:
        """When a chat's limit allows the next message."""
        times, limit, held = self._chats.get(chat), self._limit(chat), self._chats_held.get(chat, 0.0)
        if not times:
            return held
        free = max(held, times[-1] + limit.interval)
        if limit.per_minute and len(times) >= limit.per_minute:
            free = max(free, times[-limit.per_minute] + _MINUTE)
        return free

    def _note(self, chat: str, at: Seconds) -> None:
        if chat:
            self._chats.setdefault(chat, deque(maxlen=max(1, self._limit(chat).per_minute))).append(at)

    def _forget(self, now: Seconds) -> None:
        if now - self._swept < _MINUTE:
            return
        self._swept = now
        self._chats_held = {chat: until for chat, until in self._chats_held.items() if until > now}
        for chat in [chat for chat, times in self._chats.items() if times[-1] + _MINUTE < now]:
            del self._chats[chat]
        for chat in [chat for chat, times in self._answers.items() if times[-1] + _MINUTE < now]:
            del self._answers[chat]


class Backoff:
    """Decides when to try an unreachable platform again; `reason` is the outage, "" if the platform is reachable."""

    def __init__(
        self,
        clock: Callable[[], Seconds] = time.monotonic,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1),  # noqa: S311 - spreads attempts, keeps no secret
    ) -> None:
        self._clock, self._jitter = clock, jitter
        self.reason = ""
        self._attempts = 0  # since the outage began
        self._doubts = 0  # in a row
        self._next = 0.0
        self._trying = False

    def resume(self, reason: str) -> None:
        """Continues an outage known before a restart; "" means none."""
        self.reason, self._next = reason, self._clock()

    def remaining(self) -> Seconds:
        """Seconds until the next send is allowed: 0 if now, infinite while a probe is in progress."""
        if not self.reason:
            return 0.0
        return inf if self._trying else max(0.0, self._next - self._clock())

    def begin(self) -> bool:
        """Registers a send; True if it is the probe that shows whether the outage is over."""
        self._trying = bool(self.reason)
        return self._trying

    def end(self, *, trying: bool) -> None:
        """Registers the end of a send, whatever its outcome."""
        if trying:
            self._trying = False

    def unreachable(self, reason: str, *, trying: bool) -> None:
        """Registers that a send proved the platform unreachable."""
        self._fail(reason, _LONGEST_PROBE, trying=trying)

    def doubtful(self, reason: str, *, trying: bool) -> None:
        """Registers a send with an unknown outcome; several in a row count as an outage."""
        self._doubts += 1
        if self.reason or self._doubts >= _DOUBTS:
            self._fail(reason, _LONGEST_DOUBTFUL, trying=trying)

    def answered(self) -> None:
        """Registers that the platform answered, which ends an outage."""
        self.reason, self._attempts, self._doubts = "", 0, 0

    def try_now(self) -> None:
        """Makes the next probe due at once, because the platform was reached otherwise."""
        self._next = self._clock()

    def _fail(self, reason: str, longest: Seconds, *, trying: bool) -> None:
        """Schedules the next probe; failures of sends begun before the outage was known count once."""
        if self.reason and not trying:
            return
        self.reason = reason
        pause = min(_FIRST_PROBE * 2.0 ** min(self._attempts, 10), longest)
        self._attempts += 1
        self._next = self._clock() + pause * self._jitter()
