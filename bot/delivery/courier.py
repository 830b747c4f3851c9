"""The courier: claims due deliveries, sends them and records their outcome.

It takes a rate-limit token before it claims a row, and commits the claim before any byte leaves. While a platform
cannot be reached it tries one delivery at a time, and reads, words and claims nothing else for it. At shutdown, sends
in progress finish and are settled; whatever is still open is found in doubt at the next start.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from math import inf

from bot.chat import DeliveryFailed, Platform
from bot.delivery.quoting import SharedHeads, quoting
from bot.delivery.rate_limit import Backoff, BucketToken, TokenBucket
from bot.delivery.settings_mismatch import mismatches
from bot.delivery.shared_sending import SharedSending
from bot.delivery.write_probe import WriteProbe
from bot.http_updates import Receive
from bot.languages import language_set
from bot.message import Message, NamedParts, parts_shown
from bot.views.accounts.markings import with_marking
from bot.views.delivery.countdown_picture import with_countdown
from bot.views.delivery.reminders_and_digests import TO_ADMINS, bundle, notice_message
from bot.views.shared.names_and_dates import prefix_of
from bot.views.shared.place_links import with_place_links
from bot.views.shared.statement_marks import with_marks
from briefings.delivery import Batch, ChatTurn, CourierRow
from briefings.errors import content_failure, new_reference, reference_of, referring_to
from briefings.model.delivery import DeliveryState, DigestDue, Notice, Outcome, chat_of, platform_of
from briefings.model.marking import SYSTEM, Marking, strictest, viewing
from briefings.model.outlook import TrackedStatement
from briefings.service import Briefings
from briefings.translatable import phrase

_log = logging.getLogger(__name__)

_AT_ONCE = 8  # sends on their way at the same time
_AHEAD = 64  # deliveries read at once; each is committed by itself before it leaves
_AHEAD_OF_OTHERS = 32  # the same where other processes could send them
_PATIENCE_SECONDS = 60.0  # after which an account that was refused is tried again
_LEAST_SECONDS = 0.2
_MARKED = 64  # messages whose marks are kept for a minute
_IDLE_SECONDS = 5.0  # how long a courier sleeps when nobody wakes it
_BEAT_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 10.0  # after which a doubt that could not be looked into is looked into again
_LOOK_SECONDS = 1.0  # between two looks for a doubt while others are sent: its chat doesn't wait for all of them
_PAUSED = phrase("the platform had asked for a pause")
_STOPPED = phrase("Readout was stopped before this was sent")
_UNCLAIMED = phrase("the database failed before this was sent")
_FENCED = phrase("the connection to the database was lost while this was sent")
_LONGEST_HOLD = 3600.0  # seconds for which a pause found at the start is believed without looking again
_STOP_SECONDS = 4.0  # how long a send may take to end when the courier stops; the connections close after that
_SETTLE_SECONDS = 100.0  # how long a settlement is tried while the database fails; its lease is longer
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0  # seconds between two attempts while the database fails
Settled = Callable[[str, Batch, DeliveryState, datetime], None]  # a sender, its message, the new state, and when


class SendQueue:
    """One platform's queue; `wake` is set when something may be due, `noted` is the outage stored last."""

    def __init__(self, backoff: Backoff) -> None:
        self.backoff, self.noted = backoff, ""
        self.wake = asyncio.Event()
        self.slots = asyncio.Semaphore(_AT_ONCE)
        self.under_way: set[str] = set()
        self.failure, self.failures = "", 0  # of steps in a row, "" and 0 while they succeed
        self.read_ahead: set[int] = set()  # ids of deliveries that other processes leave to this one
        self.looks_at = -inf  # when a doubt is looked for at the latest
        self.looks_from = -inf  # until then the platform has asked not to be asked for messages
        self._ahead: deque[Batch] = deque()

    def resume_outage(self, reason: str) -> None:
        """Continues an outage after a restart, one delivery at a time; "" means none."""
        self.backoff.resume(reason)
        self.noted = reason

    def fill(self, batches: Iterable[Batch]) -> None:
        """Adds deliveries read from the store."""
        for batch in batches:
            self.read_ahead.update(batch.ids)
            if batch.address not in self.under_way:
                self._ahead.append(batch)

    def empty(self) -> bool:
        """Whether the store has to be read."""
        return not self._ahead

    def take(self) -> Batch | None:
        """The next batch whose chat isn't being sent to; earlier ones are read again later."""
        while self._ahead:
            batch = self._ahead.popleft()
            if batch.address not in self.under_way:
                return batch
        return None

    def forget(self) -> None:
        """Discards what was read ahead, because something has changed."""
        self._ahead.clear()

    def forget_chat(self, address: str) -> None:
        """Discards what was read ahead for a chat and its threads."""
        chat = chat_of(address)
        self._ahead = deque(batch for batch in self._ahead if chat_of(batch.address) != chat)


@dataclass(slots=True)
class Route:
    """A platform with its rate limit, and what receives its updates by HTTP, if that is set.

    `account` is the bot's id, if it is known without asking the platform. While `withheld`, this process must not serve
    the platform, or doesn't know yet whether it may.
    """

    platform: Platform
    pacer: TokenBucket
    receive: Receive | None = None
    account: str = ""
    withheld: bool = False


class Courier:
    """Sends the outbox's deliveries until stopped.

    If a platform refuses the account, `admins` are told on the other platforms, and it is tried again after `patience`
    seconds.
    """

    def __init__(
        self,
        briefings: Briefings,
        routes: Sequence[Route],
        clock: Callable[[], datetime],
        admins: Iterable[str] = (),
        patience: float = _PATIENCE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        longest_pause: float = _LONGEST_PAUSE,
        settled: Settled = lambda *_: None,
        *,
        shares: bool = False,
        place: str = "",
        settings: Mapping[str, str] | None = None,
        pages: str = "",
    ) -> None:
        """`longest_pause` is how many seconds pass at most between two steps while the database fails.

        `settled` is told of each message that was settled. `shares` says that other processes may send from the same
        database; `place` names this one's machine, and `settings` holds a hash of each setting that they need alike.
        `pages` is the address of the web server, to whose pages quoted sentences lead; "" for none.
        """
        self._briefings, self._longest_pause, self._tell_settled = briefings, longest_pause, settled
        self._routes: Mapping[str, Route] = {route.platform.name: route for route in routes}
        self._clock, self._monotonic, self._admins, self._patience = clock, monotonic, frozenset(admins), patience
        self._lines = {name: SendQueue(Backoff(monotonic)) for name in self._routes}
        self._epochs, self._heads, self.probe = dict[str, int](), SharedHeads(), WriteProbe(briefings, monotonic)
        self._sending: set[asyncio.Task[None]] = set()
        self._queued: set[asyncio.Task[None]] = set()  # those that wait for their turn: no byte of them has left
        self._statements: dict[tuple[object, ...], tuple[Sequence[TrackedStatement], Marking | None]] = {}
        self._unclear: dict[str, list[Batch]] = {name: [] for name in self._routes}  # perhaps claimed, never sent
        self._beaten: dict[str, float] = {}  # when each platform's courier last showed that it is alive
        self._rounds, self._made_at = dict[str, float](), time.monotonic()  # the end of each courier's last round
        self._connected: dict[str, bool] = {}  # whether the last connection of this process to each platform worked
        self._try_again: dict[str, float] = {}  # when an account that was refused is tried again, by the loop's clock
        self._refused: dict[str, bool] = {}  # accounts that were not accepted since; whether the log has been told
        self._stopping = self.clock_is_doubted = False  # while either is, nothing begins to be sent
        self._place, self._pages, self._settings = place, pages, json.dumps(settings or {}, sort_keys=True)
        couriers, pacers = briefings.outbox.couriers, {name: route.pacer for name, route in self._routes.items()}
        self._shared = SharedSending(couriers, pacers, self._epochs, clock, self.wake) if shares else None

    @property
    def routes(self) -> Mapping[str, Route]:
        """The served platforms with their rate limits, by name."""
        return self._routes

    @property
    def senders(self) -> tuple[str, ...]:
        """The names of the served platforms."""
        return tuple(self._routes)

    @property
    def receivers(self) -> Mapping[str, Receive]:
        """What receives updates by HTTP, by platform."""
        return {name: route.receive for name, route in self._routes.items() if route.receive}

    def beat_age(self, name: str) -> float:
        """Seconds since a platform's courier in this process last ended a round, or since this courier was made."""
        return time.monotonic() - self._rounds.get(name, self._made_at)

    def wake(self) -> None:
        """Signals that something may be due or has changed."""
        for queue in self._lines.values():
            queue.forget()
            queue.wake.set()

    def reached(self, name: str) -> None:
        """Signals that a platform was reached, so that its outage is probed at once."""
        self._note_connection(name, works=True)
        if queue := self._lines.get(name):
            queue.backoff.try_now()
            queue.wake.set()

    def unreached(self, name: str) -> None:
        """Signals that this process can't reach a platform, or receives nothing from it."""
        self._note_connection(name, works=False)

    def _note_connection(self, name: str, *, works: bool) -> None:
        """Shows with a heartbeat, which comes at once, whether a platform's connection works."""
        self._connected[name] = works
        self._beaten.pop(name, None)
        if queue := self._lines.get(name):
            queue.wake.set()

    def is_connected(self, name: str, rows: Iterable[CourierRow]) -> bool:
        """Whether a platform's connection works: as this process found, or the one that receives for all.

        `rows` are the processes that send.
        """
        mine = self._connected.get(name)
        if mine is not None or name in self.receivers:
            return mine is not False
        return not any(row.connected is False for row in rows if row.sender == name)

    async def run(self) -> None:
        """Sends until cancelled, then finishes sends in progress. Call `start` first."""
        with viewing(SYSTEM):  # what a chat may see counts when its message is made
            await self._run()

    async def _run(self) -> None:
        self._stopping = False
        dispatchers = [asyncio.create_task(self._dispatch(name), name=f"courier {name}") for name in self._routes]
        sharing = asyncio.create_task(self._shared.run(), name="shared sending") if self._shared else None
        try:
            await asyncio.wait(dispatchers)
        finally:
            # Nothing is cancelled while it claims or sends: what was claimed would be in doubt without need.
            self._stopping = True
            self.wake()
            for queued in self._queued:
                queued.cancel()
            await asyncio.wait({*dispatchers, *self._sending}, timeout=_STOP_SECONDS)
            if sharing:
                sharing.cancel()
            await asyncio.gather(*map(self._end, self._routes))
            for late in (*dispatchers, *self._sending):
                late.cancel()

    async def _end(self, name: str) -> None:
        """Leaves to other processes what this one doesn't send."""
        with suppress(Exception):  # the next courier will find it in doubt
            await self._hand_back(name)
            await self._leave_to_others(name)
            if self._shared:
                await self._shared.end(name)

    async def drain(self) -> None:
        """Sends everything due now and returns; also works after `run` has ended."""
        self._stopping = False
        with viewing(SYSTEM):
            for name, queue in self._lines.items():
                while await self._step(name, queue) or self._sending:
                    await asyncio.gather(*self._sending)

    async def start(self) -> None:
        """Becomes a sender of its platforms; sends that a dead process left in progress are now in doubt.

        A pause requested by the platform continues, and so does an outage, with one delivery tried at a time; a refused
        account is tried again.
        """
        outbox = self._briefings.outbox
        for name, route in self._routes.items():
            limit, kept = route.pacer.per_second, self._settings
            self._epochs[name] = await outbox.take_over(name, self._clock(), limit, self._place, kept)
            if self._shared:
                await self._shared.begin(name)
            self._rounds[name] = time.monotonic()
            await outbox.set_trouble(name, "")
            self._lines[name].resume_outage(await outbox.outage(name))
            if await outbox.refused_since(name):
                self._refused[name] = False
            until = await outbox.held_until(name)
            if until is not None and until > self._clock():
                route.pacer.hold(min((until - self._clock()).total_seconds(), _LONGEST_HOLD))  # the row binds longer
        if self._shared:
            for sentence in mismatches(await outbox.couriers.serving()):
                _log.warning("a setting differs between processes", extra={"setting": sentence})

    async def _dispatch(self, name: str) -> None:
        """Starts a task for each batch as tokens and slots allow."""
        queue = self._lines[name]
        while not self._stopping:
            queue.wake.clear()
            try:
                # Lets an account refused some time ago try again.
                if self._try_again.get(name, inf) <= asyncio.get_running_loop().time():
                    del self._try_again[name]
                    await self._briefings.outbox.set_trouble(name, "")
                busy = await self._step(name, queue)
                await self._beat(name)
            except Exception as error:  # noqa: BLE001 - the drain's edge: the courier goes on
                await self._rest(name, queue, error)
                continue
            if queue.failures:
                _log.info("the courier goes on", extra={"sender": name, "failures": queue.failures})
                queue.failure, queue.failures = "", 0
            if not busy and not self._stopping:
                idle = await self._idle_for(name)
                with suppress(TimeoutError):
                    await asyncio.wait_for(queue.wake.wait(), idle)

    async def _rest(self, name: str, queue: SendQueue, error: Exception) -> None:
        """Pauses after a step that failed, longer each time; the log gets each failure in a row once."""
        if (failure := f"{type(error).__name__} {error}") != queue.failure:
            _log.error("the courier stumbled", extra={"sender": name}, exc_info=error)
        pause = min(_FIRST_PAUSE * 2 ** min(queue.failures, 10), self._longest_pause)
        queue.failure, queue.failures = failure, queue.failures + 1
        end = time.monotonic() + pause
        while not self._stopping and (left := end - time.monotonic()) > 0:
            queue.wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(queue.wake.wait(), left)

    async def _step(self, name: str, queue: SendQueue) -> bool:
        """Starts the next send of a platform or resolves its next doubt; False if there is nothing to do."""
        await self._hand_back(name)
        await self._note_outage(name, queue)
        if (self.clock_is_doubted or self._routes[name].withheld) or queue.backoff.remaining() or not self._is_sure():
            await self._leave_to_others(name)
            return False
        looks = self._monotonic() >= queue.looks_at
        if looks:
            queue.looks_at = self._monotonic() + _LOOK_SECONDS
            if await self._look_into_doubt(name, queue):
                return True
        if await self._send_next(name, queue):
            return True
        return not looks and await self._look_into_doubt(name, queue)  # else the idle courier wakes for the next one

    def _is_sure(self) -> bool:
        """Whether no other process takes this one for dead."""
        return self._shared is None or self._shared.fence.is_sure()

    async def _leave_to_others(self, name: str) -> None:
        """Lets other processes send what was read ahead."""
        queue = self._lines[name]
        if self._shared and queue.read_ahead:
            await self._briefings.outbox.leave(self._epochs[name], queue.read_ahead)
            queue.read_ahead.clear()
            queue.forget()

    async def tell_due(self) -> None:
        """Wakes this courier, and those of other processes, because something was written that is due."""
        self.wake()
        if self._shared:
            await self._shared.tell_due()

    async def _note_outage(self, name: str, queue: SendQueue) -> None:
        """Stores why nothing is sent to a platform, or that it is reachable."""
        if (reason := queue.backoff.reason) != queue.noted:
            await self._briefings.outbox.set_outage(name, reason)
            _log.warning("the platform cannot be reached" if reason else "reached again", extra={"sender": name})
            queue.noted = reason

    async def _beat(self, name: str) -> None:
        """Records a heartbeat from time to time."""
        at = self._rounds[name] = time.monotonic()
        if at - self._beaten.get(name, -inf) >= _BEAT_SECONDS:
            connected = self._connected.get(name)
            await self._briefings.outbox.beat((name,), self._clock(), self._epochs.get(name, 0), connected=connected)
            self._beaten[name] = at

    async def _hand_back(self, name: str) -> None:
        """Returns a claim that may have been stored while the database failed; nothing was sent."""
        unclear, outcome = self._unclear[name], Outcome("retry", _UNCLAIMED, untried=True)
        while unclear:
            await self._briefings.outbox.settle(unclear[0], self._epochs[name], outcome, self._clock())
            unclear.pop(0)

    async def _idle_for(self, name: str) -> float:
        """Seconds until the next work for a platform, unless woken."""
        outbox, held = self._briefings.outbox, self._routes[name].pacer.held_for()
        if outage := self._lines[name].backoff.remaining():
            return min(outage, _IDLE_SECONDS)
        try:
            at = await outbox.wakes_at(name, self._epochs[name])
            if held:  # an answer was told to slow down: that binds every lane, and the next start too
                await outbox.hold(name, self._clock() + timedelta(seconds=held))
        except Exception:  # noqa: BLE001 - the drain's edge: the database is away
            return 1.0
        seconds = _IDLE_SECONDS if at is None else (at - self._clock()).total_seconds()
        seconds = max(seconds, held, _LEAST_SECONDS)
        return min(seconds, _IDLE_SECONDS)

    async def _send_next(self, name: str, queue: SendQueue) -> bool:
        """Takes a token, claims the next batch and starts a task to send it; False if nothing may be sent.

        The slot and the token are returned on every path.
        """
        with ExitStack() as leaving:
            token = await self._turn(name, queue, leaving) if await self._ahead(name, queue) else None
            if token is None:
                return False
            await self._ahead(name, queue)  # so that no token is lost when what was read has been forgotten meanwhile
            batch = None if self._stopping else queue.take()
            if batch and (held := self._routes[name].pacer.chat_held_for(batch.address)):
                await self._briefings.outbox.postpone(batch.address, self._clock() + timedelta(seconds=held))
                queue.forget_chat(batch.address)
                return True
            message = await self._with_message(queue, batch) if batch else None
            turn = self._turn_of(name, batch) if batch else None
            if batch is None or message is None or not await self._claimed(name, batch, message, turn):
                return batch is not None
            queue.under_way.add(batch.address)
            leaving.callback(queue.under_way.discard, batch.address)
            trying = queue.backoff.begin()
            leaving.callback(partial(queue.backoff.end, trying=trying))
            token.turn_at = time.monotonic() + turn.seconds if turn else 0.0
            sending = self._deliver(name, batch, message, token, trying=trying)
            task = asyncio.create_task(sending, name=f"delivery {batch.key}")
            self._sending.add(task)
            task.add_done_callback(partial(self._ended, queue, leaving.pop_all()))
        return True

    def _turn_of(self, name: str, batch: Batch) -> ChatTurn | None:
        """The turn that a message has to take in its chat; None if no other process sends."""
        if self._shared is None or not self._shared.several:
            return None
        limit = self._routes[name].pacer.limit_of(batch.address)
        return ChatTurn(limit.interval, limit.per_minute)

    async def _turn(self, name: str, queue: SendQueue, leaving: ExitStack) -> BucketToken | None:
        """A slot and a token; None if they aren't available within a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS):
                await queue.slots.acquire()
                leaving.callback(queue.slots.release)
                token = await self._routes[name].pacer.token("", interactive=False)
                leaving.callback(token.release)
                if self._shared and self._shared.several:
                    await self._routes[name].pacer.until_window()
                return token
        return None

    def _ended(self, queue: SendQueue, held: ExitStack, task: "asyncio.Task[None]") -> None:
        self._sending.discard(task)
        held.close()
        queue.wake.set()

    async def _with_message(self, queue: SendQueue, batch: Batch) -> Message | None:
        """The content of a batch; None if it can't be made, and then those deliveries are refused.

        Nothing is claimed yet.
        """
        try:
            message = _said(batch.notices, batch.language)
        except Exception:  # noqa: BLE001 - whatever breaks a view stops one delivery, and no other
            reference = reference_of(batch.claimed[0].delivery.key)
            _log.exception("words could not be made", extra={"deliveries": batch.ids, "reference": reference})
        else:
            return await self._marked(message, batch)
        both = zip(batch.claimed, batch.notices, strict=True)
        broken = [claimed.delivery.id for claimed, notice in both if not _can_be_said(notice, batch.language)]
        reason = content_failure(reference)
        await self._briefings.outbox.refuse_words(broken or batch.ids, reason, self._clock())
        queue.forget_chat(batch.address)
        return None

    async def _marked(self, message: Message, batch: Batch) -> Message:
        """The message with the marks of quoted statements; those of a minute are found once for all chats."""
        if all(isinstance(each, TO_ADMINS) for each in batch.notices):  # which may be of a database that fails
            return message
        shown = parts_shown(message)
        spans = shown.quotes
        now, zone = self._clock(), getattr(batch.notices[0], "zone", "UTC")
        key = (shown, zone, now.replace(second=0, microsecond=0), batch.viewer.key)
        if key not in self._statements:
            if len(self._statements) >= _MARKED:
                self._statements.clear()
            with viewing(batch.viewer):
                due = await self._briefings.outlook.quoted(spans, now, zone) if spans else []
                self._statements[key] = due, await self._marking(shown)
        known, marking = self._statements[key]
        with language_set(batch.language):
            marked = with_marks(message, known, now, zone, prefix_of(batch.address))
            own = (each.marking for each in batch.notices if isinstance(each, DigestDue))
            strict = [each for each in (marking, *own) if each]
            if self._pages:
                marked = with_place_links(marked, self._pages)
            return with_marking(marked, strictest(*strict)) if strict else marked

    async def _marking(self, of: NamedParts) -> Marking | None:
        """The strictest marking of what a notice quotes, and of the events and analyses that it names."""
        return await self._briefings.markings.above_default((), of.events, of.quotes, of.analyses, of.words)

    async def _claimed(self, name: str, batch: Batch, message: Message, turn: ChatTurn | None) -> bool:
        self._lines[name].read_ahead.difference_update(batch.ids)
        more = (turn,) if turn else ()
        try:
            digest = any(each.delivery.kind == "digest" for each in batch.claimed)  # a feed tells of it again
            kept = quoting(message, self._heads.write, always=digest)
            return await self._briefings.outbox.claim(batch, self._epochs[name], self._clock(), kept, *more)
        except Exception:
            self._unclear[name].append(batch)  # the claim may stand all the same
            raise

    async def _ahead(self, name: str, queue: SendQueue) -> bool:
        """Whether a delivery is ready; reads ahead from the store, or one at a time during an outage."""
        if queue.empty():
            most = 1 if queue.backoff.reason else _AHEAD_OF_OTHERS if self._shared and self._shared.several else _AHEAD
            queue.fill(await self._briefings.outbox.ready(name, self._clock(), most, self._epochs[name]))
        return not queue.empty()

    async def _deliver(self, name: str, batch: Batch, message: Message, token: BucketToken, *, trying: bool) -> None:
        with referring_to(batch.claimed[0].delivery.key):
            await self._send_and_settle(name, batch, message, token, trying=trying)

    async def _send_and_settle(
        self, name: str, batch: Batch, message: Message, token: BucketToken, *, trying: bool
    ) -> None:
        queue = self._lines[name]
        try:
            outcome = await self._attempted(name, batch, message, token, trying=trying)
            outcome = _paced(self._routes[name].pacer, batch.address, outcome)
            token.release()
            _learn(queue.backoff, name, outcome, trying=trying)
            if outcome.kind != "sent":
                queue.forget() if _binds_all(outcome) else queue.forget_chat(batch.address)
            state = await self._settled(name, batch, outcome)
            self._tell_settled(name, batch, state, self._clock())
            outcome_told = "delivery put off" if state == "pending" else "delivery settled"
            _log.info(outcome_told, extra={"deliveries": batch.ids, "state": state})
            if outcome.kind == "sender":
                await self.refused(name, outcome.reason)
            elif outcome.kind == "sent" and name in self._refused:
                del self._refused[name]
                await self._briefings.outbox.recovered(name)
        except Exception:  # noqa: BLE001 - the drain's edge: its lease runs out, and then it is in doubt
            _log.exception("a delivery broke", extra={"deliveries": batch.ids})

    async def _attempted(
        self, name: str, batch: Batch, message: Message, token: BucketToken, *, trying: bool
    ) -> Outcome:
        """The outcome of sending a batch when its chat and sender have their turn."""
        route, backoff = self._routes[name], self._lines[name].backoff
        complete = await self._at_its_turn(route, batch, message, token)
        if complete is None:
            return Outcome("retry", _STOPPED, untried=True)
        held = max(
            route.pacer.held_for(), route.pacer.chat_held_for(batch.address)
        )  # another message of ours may have been told to slow down meanwhile
        if held:
            return Outcome("retry", _PAUSED, retry_after=held)
        if backoff.reason and not trying:  # another one has found out meanwhile that nothing arrives
            return Outcome("retry", backoff.reason, unreachable=True)
        if not self._is_sure():
            return Outcome("retry", _FENCED, untried=True)
        try:
            async with self._fenced():
                return Outcome("sent", receipt=await route.platform.send(batch.address, complete, batch.key))
        except DeliveryFailed as failed:
            return _outcome(failed)
        except Exception as error:  # noqa: BLE001 - nobody knows how far it came
            if isinstance(error, TimeoutError) and not self._is_sure():
                return Outcome("doubt", _FENCED)
            reference = new_reference()
            _log.exception("a send broke", extra={"deliveries": batch.ids, "reference": reference})
            return Outcome("doubt", phrase("sending it failed (reference {reference})", reference=reference))

    def _fenced(self) -> AbstractAsyncContextManager[None]:
        """A block that ends with TimeoutError before other processes may take over what it sends."""
        return self._shared.fence.guard() if self._shared else nullcontext()

    async def _at_its_turn(self, route: Route, batch: Batch, message: Message, token: BucketToken) -> Message | None:
        """The message with its picture at its turn; None if the courier stops first."""
        task = asyncio.current_task()
        if self._stopping or task is None:
            return None
        self._queued.add(task)
        try:
            complete = await _with_picture(message, batch)
            await route.pacer.chat_turn(batch.address)
            if (left := token.turn_at - time.monotonic()) > 0:
                await asyncio.sleep(left)
            await route.pacer.wait_for_window(token, chat_of(batch.address))
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            task.uncancel()
            return None
        finally:
            self._queued.discard(task)
        return complete

    async def _settled(self, name: str, batch: Batch, outcome: Outcome) -> DeliveryState:
        """Stores the outcome of an attempt, retrying while the database fails and the lease lasts."""
        loop, pause = asyncio.get_running_loop(), _FIRST_PAUSE
        until = loop.time() + _SETTLE_SECONDS
        while True:
            try:
                return await self._briefings.outbox.settle(batch, self._epochs[name], outcome, self._clock())
            except Exception as error:
                if self._stopping or loop.time() >= until:
                    raise
                _log.warning("a settlement is tried again", extra={"deliveries": batch.ids, "failure": error})
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def refused(self, name: str, reason: str) -> None:
        """Handles a refused account: deliveries wait, and the log and the admins are told once."""
        admins = self._admins | set(await self._briefings.people.with_role("admin"))
        elsewhere = {a for a in admins if platform_of(a) in self._routes and platform_of(a) != name}
        await self._briefings.outbox.refuse(name, reason, sorted(elsewhere), self._clock())
        if not self._refused.get(name):
            details = {"sender": name, "reason": reason, "reference": new_reference()}
            _log.error("the platform refuses the account", extra=details)
        self._refused[name] = True
        self._try_again[name] = asyncio.get_running_loop().time() + self._patience
        self.wake()

    async def _look_into_doubt(self, name: str, queue: SendQueue) -> bool:
        doubts, epoch = self._briefings.doubts, self._epochs[name]
        if self._monotonic() < queue.looks_from:
            return False
        doubt = await doubts.next(name, epoch, self._clock())
        if doubt is None:
            return False
        try:
            receipt, reason = await self._found(self._routes[name].platform, doubt)
        except DeliveryFailed as failed:
            if failed.unreachable:
                queue.backoff.unreachable(failed.reason, trying=True)
            await self._not_now(name, queue, failed)
            again = timedelta(seconds=failed.retry_after or _LOOK_AGAIN_SECONDS)
            await doubts.put_off(doubt, epoch, self._clock() + again)
            return False
        await doubts.settle(doubt, epoch, receipt, reason, self._clock())
        queue.forget_chat(doubt.address)
        return True

    async def _not_now(self, name: str, queue: SendQueue, failed: DeliveryFailed) -> None:
        """Logs that a doubt couldn't be looked into, and heeds what the platform asks for.

        Slack limits looking apart from sending, which goes on.
        """
        _log.warning("a doubt could not be looked into", extra={"sender": name, "reason": failed.reason})
        if failed.retry_after:
            queue.looks_from = self._monotonic() + failed.retry_after
        if failed.kind == "sender":
            await self.refused(name, failed.reason)

    async def _found(self, platform: Platform, doubt: Batch) -> tuple[str | None, str]:
        before = doubt.claimed[0].delivery.reason
        try:
            receipt = await platform.find(doubt.address, doubt.key, doubt.due_at)
        except DeliveryFailed as failed:
            if failed.kind in ("retry", "sender"):
                raise
            return "", phrase("{first}; {then}", first=before, then=failed.reason) if before else failed.reason
        return receipt, "" if receipt else phrase("it had not arrived")


def _outcome(failed: DeliveryFailed) -> Outcome:
    more = {"retry_after": failed.retry_after, "moved_to": failed.moved_to, "unreachable": failed.unreachable}
    return Outcome(failed.kind, failed.reason, **more)  # type: ignore[arg-type]


def _paced(pacer: TokenBucket, address: str, outcome: Outcome) -> Outcome:
    """The outcome with how long it pauses the whole sender; the rate limit is told first."""
    if outcome.kind == "sent":
        pacer.accepted(address)
    if not outcome.retry_after:
        return outcome
    if outcome.reason != _PAUSED:
        pacer.hold(outcome.retry_after, address)
    return replace(outcome, pause=pacer.held_for())


def _learn(backoff: Backoff, name: str, outcome: Outcome, *, trying: bool) -> None:
    """Updates the backoff of the platform from an outcome."""
    if outcome.unreachable:
        backoff.unreachable(outcome.reason, trying=trying)
    elif outcome.kind == "doubt":
        backoff.doubtful(phrase("{name} does not answer", name=name.capitalize()), trying=trying)
    elif outcome.reason != _STOPPED:
        backoff.answered()


def _binds_all(outcome: Outcome) -> bool:
    """Whether the outcome affects the whole sender, not just this chat."""
    return outcome.unreachable or outcome.kind == "sender" or outcome.retry_after is not None


def _said(notices: Sequence[Notice], language: str) -> Message:
    with language_set(language):
        return replace(bundle(notices), language=language)


def _can_be_said(notice: Notice, language: str) -> bool:
    try:
        with language_set(language):
            notice_message(notice)
    except Exception:  # noqa: BLE001 - the log has it
        return False
    return True


async def _with_picture(message: Message, batch: Batch) -> Message:
    """The message with its picture, or without it if drawing fails."""
    try:
        with language_set(batch.language):
            return await with_countdown(message, batch.notices)
    except Exception:  # noqa: BLE001 - told in the log
        _log.exception("a picture could not be drawn", extra={"deliveries": batch.ids})
        return message
