"""The outbox: each delivery is written once, claimed by one sender, sent, and settled; `doubts` settles doubts."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from briefings.accounts.chats import Chats
from briefings.corrections.receipts import push
from briefings.delivery.admin_notices import (
    last_database_outage,
    notify_clock_jump,
    notify_database_outage,
    pause_refused_sender,
)
from briefings.delivery.content import ContentFailed, DeliveryContent
from briefings.delivery.couriers import Couriers
from briefings.delivery.enqueue import GROUP, UNREADABLE, Enqueuer
from briefings.model.corrections import QuotingMessage
from briefings.model.delivery import (
    Delivery,
    DeliveryState,
    DigestDue,
    HeldChat,
    Notice,
    Outcome,
    chat_of,
    next_state,
    platform_of,
)
from briefings.model.marking import SYSTEM, Viewer
from briefings.reminders.quiet_hours import in_quiet_hours, reapply_quiet_hours
from briefings.store import Connection, Store, analyses, follows, intake, key_value, subscriptions
from briefings.store import agenda as events
from briefings.store.accounts import chats
from briefings.store.outbox import chat_pace, claim, clock_jump, couriers, digests_told, pending, senders
from briefings.store.outbox import restored as restored_rows
from briefings.store.outbox.chat_pace import take_turn
from briefings.store.outbox.claim import ClaimedDelivery, Heartbeat
from briefings.store.outbox.pending import DeliveryCount
from briefings.store.sql import POSTGRESQL
from briefings.store.unreadable_rows import UnreadableRow, unreadable
from briefings.store.webhooks import posts
from briefings.translatable import phrase, restored, stored


@dataclass(slots=True)
class ChatTurn:
    """A chat's limit: seconds between messages and messages a minute (0: no limit); `seconds` until its next turn."""

    interval: float
    per_minute: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Deliveries sent as one message: a single one, or all that quiet hours held back, with their content."""

    claimed: tuple[ClaimedDelivery, ...]
    notices: tuple[Notice, ...]
    language: str = ""  # the tag of the language in which it is said
    viewer: Viewer = SYSTEM  # what those who get it may see

    @property
    def ids(self) -> list[int]:
        """The ids of all deliveries that leave as this one message."""
        return [claimed.delivery.id for claimed in self.claimed]

    @property
    def address(self) -> str:
        """The address to which all of them go."""
        return self.claimed[0].delivery.address

    @property
    def key(self) -> str:
        """The key in the message: that of the first attempt, or of the first delivery."""
        return self.claimed[0].sent_as or self.claimed[0].delivery.key

    @property
    def due_at(self) -> datetime:
        """When the earliest was due."""
        return min(claimed.delivery.due_at for claimed in self.claimed)


def batches(told: Sequence[tuple[ClaimedDelivery, Notice]], languages: Mapping[str, str]) -> list[Batch]:
    """Groups deliveries: one batch each, but one for all that the same quiet hours held for an address.

    `languages` are the chats' language tags.
    """
    groups: dict[object, list[tuple[ClaimedDelivery, Notice]]] = {}
    for claimed, notice in told:
        held = claimed.held_until
        groups.setdefault((claimed.delivery.address, held) if held else claimed.delivery.id, []).append(
            (claimed, notice)
        )
    return [
        Batch(tuple(c for c, _ in group), tuple(n for _, n in group), languages[chat_of(group[0][0].delivery.address)])
        for group in groups.values()
    ]


_PACE_KEEPS = timedelta(hours=1)  # longer than any limit that counts messages
_TICKED = "ticked"  # until when what is due has been written
_BELIEVED = "clock believed"  # when the machine's clock was last taken to be right
_ASKED = phrase("the platform had asked for a pause")
_BROKE = "task that broke"
_TRIED, _FILLER = "last tried by hand", "filler"
_ROOM = 65_536  # characters of the filler, which need new pages
LEASE = timedelta(minutes=2)  # longer than the longest send


class Outbox:
    """The deliveries in a store; `zone` is the default zone."""

    def __init__(self, store: Store, content: DeliveryContent, chats_: Chats, zone: str) -> None:
        self._store, self._content, self._chats, self._zone = store, content, chats_, zone
        self._due, self.couriers = Enqueuer(store, zone), Couriers(store)

    async def enqueue_due(
        self, platforms: Iterable[str], now: datetime, editors: Iterable[str] = (), group: int = GROUP
    ) -> int:
        """Writes all due deliveries for these platforms and returns their number.

        After an outage a subscription yields its newest occurrence, and a follower the newest reminder of each event.
        `editors` are asked about outcomes of past events. `group` is how many deliveries a transaction writes.
        """
        return await self._due.write_all(tuple(platforms), now, tuple(editors), group)

    def recompute_due(self) -> None:
        """Recalculates due dates before the next write, because the clock was set."""
        self._due.recompute_due()

    async def warn_of_clock_jump(
        self, addresses: Iterable[str], step: timedelta, now: datetime, *, lasted: bool
    ) -> None:
        """Notifies these addresses of a clock jump and whether it lasted."""
        await self._store.write(
            lambda connection: notify_clock_jump(connection, addresses, step, self._zone, now, lasted=lasted)
        )

    async def warn_of_outage(self, addresses: Iterable[str], since: datetime, until: datetime, reason: str) -> None:
        """Stores an outage between two instants and notifies these addresses once."""
        await self._store.write(
            lambda connection: notify_database_outage(connection, addresses, since, until, reason, self._zone)
        )

    async def last_outage(self) -> tuple[datetime, datetime] | None:
        """Start and end of the last database outage; None if there was none."""
        return await self._store.read(last_database_outage)

    async def newest(self) -> datetime | None:
        """When the clock was last trusted, or else the newest instant in any row; None in an empty database.

        The first answer is cached: a clock that is wrong at two starts would otherwise be confirmed by its own rows.
        """

        def step(connection: Connection) -> datetime | None:
            believed = _instant(key_value.value(connection, _BELIEVED) or "")
            if believed is None and (believed := clock_jump.newest_row(connection)) is not None:
                key_value.exchange(connection, _BELIEVED, believed.isoformat())
            return believed

        return await self._store.write(step)

    async def database_time(self) -> datetime | None:
        """What the clock of a database's server says; None for a file."""
        return await self._store.read(clock_jump.server_time)

    async def clock_lead(self, clock: Callable[[], datetime]) -> float:
        """By how many seconds a clock is ahead of that of a database's server; 0 for a file."""
        begun = clock()
        there = await self.database_time()
        return ((clock() - begun) / 2 + begun - there).total_seconds() if there else 0.0

    async def take_over(self, sender: str, now: datetime, limit: int = 0, place: str = "", settings: str = "") -> int:
        """Lets this process send for a platform and returns its epoch, which ends its earlier ones.

        What dead processes left in progress is now in doubt. `limit` is the platform's rate limit in messages a second,
        of which the process gets what others don't use; `place` names its machine, and `settings` are
        the hashes of its settings as JSON.
        """
        me = self._store.replica
        rows = await self._store.read(lambda connection: couriers.couriers(connection, sender))
        async with AsyncExitStack() as stack:
            others = {row.replica for row in rows} - {me.name}
            dead = [name for name in sorted(others) if await stack.enter_async_context(me.without(name))]
            join = partial(couriers.join, limit=limit, place=place, settings=settings)
            return await self._store.write(lambda connection: join(connection, sender, me.name, dead, now))

    async def ready(self, sender: str, now: datetime, most: int = 1, epoch: int = 0) -> list[Batch]:
        """The next deliveries of a sender, at most so many; with an `epoch`, other processes leave them out.

        Those without content are cancelled, and those whose content fails are refused.
        """
        while claimed := await self._readable(sender, now, most, epoch):
            worded = list(zip(claimed, await self._content.notices(claimed, now), strict=True))
            await self._release([(c, words) for c, words in worded if isinstance(words, ContentFailed)], now)
            if sendable := [(c, notice) for c, notice in worded if not isinstance(notice, ContentFailed)]:
                return await self._batches(sendable, now)
        return []

    async def _batches(self, said: Sequence[tuple[ClaimedDelivery, Notice]], now: datetime) -> list[Batch]:
        addresses = [c.delivery.address for c, _ in said]

        def step(connection: Connection) -> tuple[Mapping[str, str], Mapping[str, Viewer]]:
            return chats.languages(connection, addresses), self._content.viewers(connection, addresses, now)

        languages, viewers = await self._store.read(step)
        return [replace(each, viewer=viewers[each.address]) for each in batches(said, languages)]

    async def _release(self, unsaid: Sequence[tuple[ClaimedDelivery, ContentFailed]], now: datetime) -> None:
        alike: dict[ContentFailed, list[int]] = {}
        for c, why in unsaid:
            alike.setdefault(why, []).append(c.delivery.id)

        def step(connection: Connection) -> None:
            for why, ids in alike.items():
                claim.drop(connection, ids, why.state, why.reason, now)
            for c, why in unsaid:
                if why.told:
                    subscriptions.covered(connection, _owner_id(c), _until(c))
            posts.note_failures(connection, now)

        if alike:
            await self._store.write(step)

    async def refuse_words(self, ids: Sequence[int], reason: str, now: datetime) -> None:
        """Refuses deliveries whose content can't be made; nothing was sent."""

        def step(connection: Connection) -> None:
            claim.drop(connection, ids, "refused", reason, now)
            posts.note_failures(connection, now)

        await self._store.write(step)

    async def _readable(self, sender: str, now: datetime, most: int, epoch: int) -> list[ClaimedDelivery]:
        """Deliveries that may leave now; unreadable ones are settled as refused."""
        while True:
            lost: list[int] = []
            claimed = await self._upcoming(sender, now, most, lost, epoch)
            if lost:
                await self.give_up(lost, now)
            if claimed or not lost:
                return claimed

    async def give_up(self, ids: Sequence[int], now: datetime) -> None:
        """Settles deliveries whose rows can't be read: refused if pending, unknown if they may have left."""

        def step(connection: Connection) -> None:
            pending.give_up(connection, ids, UNREADABLE, now)
            posts.note_failures(connection, now)

        await self._store.write(step)

    async def _upcoming(
        self, sender: str, now: datetime, most: int, lost: list[int], epoch: int
    ) -> list[ClaimedDelivery]:
        """Deliveries that may be sent now; those within quiet hours are held."""
        shared = epoch if self._store.dialect == POSTGRESQL else 0  # SQLite has one process that sends

        def waiting(connection: Connection) -> tuple[list[ClaimedDelivery], list[str]]:
            until, trouble = senders.held(connection, sender)
            if trouble or (until is not None and until > now):
                return [], []
            claimed = claim.upcoming(connection, sender, now, most, lost, epoch, read_ahead=bool(shared))
            addresses = [each.delivery.address for each in claimed]
            return claimed, in_quiet_hours(connection, addresses, self._zone, now) if addresses else []

        claimed, quiet = await (self._store.write(waiting) if shared else self._store.read(waiting))
        if not quiet:
            return claimed

        def step(connection: Connection) -> list[ClaimedDelivery]:
            for chat in quiet:
                reapply_quiet_hours(connection, chat, self._zone, now)
            return claim.upcoming(connection, sender, now, most, lost, epoch, read_ahead=bool(shared))

        return await self._store.write(step)

    async def claim(
        self,
        batch: Batch,
        epoch: int,
        now: datetime,
        quoting: QuotingMessage | None = None,
        turn: ChatTurn | None = None,
    ) -> bool:
        """Claims a batch before any byte is sent; false if it is no longer wanted or another sender's.

        `quoting` is what its message quotes of analyses. A `turn` is taken where several processes send.
        """

        def step(connection: Connection) -> bool:
            if turn:  # first: it lets no other process claim anything for this chat meanwhile
                turn.seconds = take_turn(connection, chat_of(batch.address), turn.interval, turn.per_minute)
            ours = claim.claim(connection, batch.ids, batch.key, epoch, now, LEASE)
            for claimed, notice in zip(batch.claimed, batch.notices, strict=True) if ours else ():
                if isinstance(notice, DigestDue) and notice.shares_chat:
                    digests_told.note(connection, batch.address, claimed.delivery.id, notice.until, notice.items)
            if ours:
                again = any(claimed.delivery.attempts for claimed in batch.claimed)
                push(connection, quoting, batch.address, batch.ids, now, again=again)
            return ours

        return await self._store.write(step)

    async def settle(self, batch: Batch, epoch: int, outcome: Outcome, now: datetime) -> DeliveryState:
        """Stores the outcome of an attempt with its consequences; returns the new state."""
        first = batch.claimed[0].delivery
        state, when = next_state(first, outcome, now)
        lease = now + couriers.ENDS if state == "in_doubt" else None

        def settled(connection: Connection) -> bool:
            values = {"reason": outcome.reason, "receipt": outcome.receipt, "not_before": when, "lease_until": lease}
            ours = claim.settle(connection, batch.ids, epoch, state, now, **values)  # type: ignore[arg-type]
            if ours and state in ("sent", "in_doubt"):
                for claimed in batch.claimed:
                    _note_told(connection, claimed, sent=state == "sent")
                    if state == "sent" and claimed.delivery.kind == "digest" and _may_be_first(batch):
                        words, until = claimed.facts["words"], _until(claimed)
                        subscriptions.first_told(connection, claimed.delivery.address, words, until)
            if ours and state != "sent":
                self._follow_up(connection, batch, state, outcome, now)
            if ours and state in posts.FAILED:
                posts.note_failures(connection, now)
            return ours

        if await self._store.write(settled) and outcome.kind == "dead":
            await self._gone(first, outcome, now)
        return state

    def _follow_up(
        self, connection: Connection, batch: Batch, state: DeliveryState, outcome: Outcome, now: datetime
    ) -> None:
        sender = platform_of(batch.address)
        if state == "pending":
            for claimed in batch.claimed:
                if self._stale(connection, claimed):
                    changed = phrase("the event changed before this was sent")
                    claim.drop(connection, [claimed.delivery.id], "cancelled", changed, now)
        if outcome.kind == "sender":
            senders.set_trouble(connection, sender, outcome.reason)
        if outcome.kind == "retry" and outcome.retry_after:
            pause = outcome.retry_after if outcome.pause is None else outcome.pause
            senders.hold(connection, sender, now + timedelta(seconds=pause))
            if outcome.retry_after > pause:
                until = now + timedelta(seconds=outcome.retry_after)
                pending.postpone(connection, chat_of(batch.address), outcome.reason, until)

    def _stale(self, connection: Connection, claimed: ClaimedDelivery) -> bool:
        if "event" not in claimed.facts:
            return False
        event = events.find(connection, claimed.facts["event"])
        return event is None or event.rev != claimed.owner_rev

    async def _gone(self, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
        if outcome.moved_to:
            await self._chats.move(chat_of(delivery.address), outcome.moved_to, now)
        else:
            await self._chats.close(delivery.address, outcome.reason, now)

    async def leave(self, epoch: int, ids: Collection[int]) -> None:
        """Lets other processes send what this one has read ahead and won't send."""
        await self._store.write(lambda connection: couriers.leave(connection, epoch, sorted(ids)))

    async def wakes_at(self, sender: str, epoch: int = 0) -> datetime | None:
        """When the process of this epoch next has something to do for a platform; None if nothing waits."""
        return await self._store.read(lambda connection: claim.wakes_at(connection, sender, epoch))

    async def latest(
        self, address: str | None = None, state: DeliveryState | None = None, limit: int = 20
    ) -> list[Delivery]:
        """The newest deliveries of a chat and its threads, or of all chats.

        A pending one has its platform's outage as the reason, if there is one.
        """

        def step(connection: Connection) -> list[Delivery]:
            outages = senders.outages(connection)
            return [_with_outage(each, outages) for each in claim.latest(connection, address, state, limit)]

        return await self._store.read(step)

    async def unreadable_rows(self, address: str | None = None, most: int | None = None) -> list[UnreadableRow]:
        """Unreadable rows of a chat with its threads, or of all chats and texts.

        With `most`, only the newest rows of each table are checked, and no texts.
        """

        def step(connection: Connection) -> list[UnreadableRow]:
            texts = analyses.unreadable_texts(connection) if address is None and most is None else []
            return [*unreadable(connection, address, most), *texts]

        return await self._store.read(step)

    async def set_trouble(self, sender: str, trouble: str) -> None:
        """Pauses a sender whose account is refused; "" resumes it."""
        await self._store.write(lambda connection: senders.set_trouble(connection, sender, trouble))

    async def outage(self, sender: str) -> str:
        """Why a platform is unreachable; "" if it is reachable."""
        return (await self._store.read(senders.outages)).get(sender, "")

    async def set_outage(self, sender: str, reason: str) -> None:
        """Stores why a platform is unreachable; "" if it is reachable."""
        await self._store.write(lambda connection: senders.set_outage(connection, sender, reason))

    async def troubles(self) -> dict[str, str]:
        """Senders whose account is refused, with the reason; "" while it is being tried again."""
        return await self._store.read(senders.troubles)

    async def postpone(self, address: str, until: datetime) -> None:
        """Postpones the pending deliveries of a chat and its threads, as the platform asked."""
        await self._store.write(lambda connection: pending.postpone(connection, chat_of(address), _ASKED, until))

    async def hold(self, sender: str, until: datetime) -> None:
        """Pauses a sender until an instant, across restarts."""
        await self._store.write(lambda connection: senders.hold(connection, sender, until))

    async def held_chats(self, now: datetime) -> list[HeldChat]:
        """Chats with postponed deliveries, each with until when and why; the shortest wait first."""
        return await self._store.read(lambda connection: claim.held_chats(connection, now))

    async def held_until(self, sender: str) -> datetime | None:
        """Until when a sender is paused."""
        return await self._store.read(lambda connection: senders.held(connection, sender)[0])

    async def refuse(self, sender: str, reason: str, addresses: Iterable[str], now: datetime) -> None:
        """Pauses a sender whose account is refused, and notifies these addresses once."""
        await self._store.write(
            lambda connection: pause_refused_sender(connection, sender, reason, addresses, self._zone, now)
        )

    async def recovered(self, sender: str) -> None:
        """Notes that a sender's account or platform works again."""

        def step(connection: Connection) -> None:
            senders.recover(connection, sender)
            for each in (_ailing(sender), _outage_told(sender)):
                key_value.exchange(connection, each, "")

        await self._store.write(step)

    async def tells_outage(self, sender: str, now: datetime) -> bool:
        """Whether this process tells the admins that a platform can't be reached; one of all does, once an outage."""
        told = _outage_told(sender)
        return await self._store.write(lambda connection: key_value.claim(connection, told, now.isoformat()))

    async def note_failure(self, sender: str, reason: str) -> None:
        """Notes a platform's problem for health checks; deliveries continue."""
        await self._store.write(lambda connection: key_value.exchange(connection, _ailing(sender), stored(reason)))

    async def last_failure(self, sender: str) -> str:
        """A platform's current problem, or ""."""
        kept = await self._store.read(lambda connection: key_value.value(connection, _ailing(sender)))
        return restored(kept or "")

    async def refused_since(self, sender: str) -> datetime | None:
        """Since when a sender's account is refused, including retries; None if it isn't."""
        return await self._store.read(lambda connection: senders.refused_since(connection, sender))

    async def beat(self, names: Iterable[str], now: datetime, epoch: int = 0, *, connected: bool | None = None) -> None:
        """Records a heartbeat of these senders' couriers in the process with this epoch.

        `connected` says whether its connection to the platform works; None if it hasn't found out.
        """

        def step(connection: Connection) -> None:
            for sender in names:
                senders.record_heartbeat(connection, sender, now, epoch, connected=connected)

        await self._store.write(step)

    async def ticked(self, now: datetime, *, believed: bool = True) -> None:
        """Stores that a tick has ended; `believed` means the clock was right and all due deliveries were written."""

        def step(connection: Connection) -> None:
            key_value.exchange(connection, _TICKED, now.isoformat())
            if believed:
                key_value.exchange(connection, _BELIEVED, now.isoformat())

        await self._store.write(step)

    async def try_to_write(self, now: datetime, *, room: bool = False) -> None:
        """Tests whether the database accepts writes. Raises Busy or Broken.

        `room` also tests for new pages, which a full disk refuses while it takes what fits into old ones; it is tested
        as well once a write has failed, until that succeeds.
        """
        await self._store.write(lambda connection: key_value.exchange(connection, _TRIED, now.isoformat()))
        if room or self._store.has_failed:
            filler = secrets.token_hex(_ROOM // 2)
            await self._store.write(lambda connection: key_value.exchange(connection, _FILLER, filler))
            await self._store.write(lambda connection: key_value.exchange(connection, _FILLER, ""))
            self._store.has_failed = False

    async def task_broke(self, task: str, reference: str, now: datetime) -> None:
        """Stores that a task of the service broke and was restarted, with the log's reference."""
        await self._store.write(
            lambda connection: key_value.exchange(connection, _BROKE, f"{now.isoformat()} {task} {reference}")
        )

    async def last_broken(self) -> tuple[datetime, str, str] | None:
        """When a task of the service last broke, its name and the log's reference."""
        kept = await self._store.read(lambda connection: key_value.value(connection, _BROKE))
        if not kept:
            return None
        at, task, reference = kept.split()
        return datetime.fromisoformat(at), task, reference

    async def heartbeat_age(self, now: datetime) -> float | None:
        """Seconds since the last heartbeat; None if there never was one."""
        newest = await self._store.read(senders.newest_beat)
        return None if newest is None else (now - newest).total_seconds()

    async def signs(self, names: Iterable[str], patience: timedelta, now: datetime) -> list[Heartbeat]:
        """The heartbeats of these senders, and what has been due for longer than `patience`."""

        def step(connection: Connection) -> list[Heartbeat]:
            ticked = key_value.value(connection, _TICKED)
            written = _instant(ticked or "")
            return [claim.heartbeat(connection, name, written, now - patience, now) for name in names]

        return await self._store.read(step)

    async def counts(self, now: datetime, settled_since: datetime) -> Sequence[DeliveryCount]:
        """Counts open deliveries, and those settled since an instant, by sender and state."""
        return await self._store.read(lambda connection: pending.counts(connection, now, settled_since))

    async def set_aside_restored(self, now: datetime, behind: int | None = None) -> int:
        """Sets aside what may have been sent since the backup that was restored; returns the number of deliveries.

        With `behind` it also takes everything written after that id; `newest_id` tells it.
        """

        def step(connection: Connection) -> int:
            restored_rows.end_intake(connection, now)
            return restored_rows.hold(connection, now, behind)

        return await self._store.write(step)

    async def forget_processes(self) -> None:
        """Forgets the signs of life of processes that ran where a backup was made."""
        await self._store.write(restored_rows.forget_processes)

    async def newest_id(self) -> int:
        """The highest id of a delivery; 0 if there is none."""
        return await self._store.read(restored_rows.newest_id)

    async def senders(self) -> list[str]:
        """The platforms that were ever served from this database."""
        return await self._store.read(senders.names)

    async def set_aside(self) -> int:
        """How many deliveries wait for the operator, because they may have been sent before a restore."""
        return await self._store.read(restored_rows.held)

    async def release_restored(self, now: datetime, ids: Collection[int] | None = None) -> int:
        """Makes deliveries that were set aside due, all of them or some; returns their number."""
        return await self._store.write(lambda connection: restored_rows.release(connection, now, ids))

    async def prune(self, now: datetime, keep: timedelta) -> None:
        """Removes deliveries settled longer ago than the retention period."""

        def step(connection: Connection) -> None:
            digests_told.prune(connection, now - keep)
            claim.prune(connection, now - keep)
            chat_pace.prune(connection, now - _PACE_KEEPS)
            chats.prune(connection, now, now - keep)
            chats.prune_message_contexts(connection, now - keep)
            intake.prune(connection, now, now - keep)

        await self._store.write(step)


def _may_be_first(batch: Batch) -> bool:
    """Whether a batch may hold a chat's first digest; one that was in doubt comes without its content."""
    return not batch.notices or any(isinstance(each, DigestDue) and each.first for each in batch.notices)


def _note_told(connection: Connection, claimed: ClaimedDelivery, *, sent: bool) -> None:
    """Notes what a reader knows after a delivery; a digest in doubt is repeated by the next one."""
    if claimed.delivery.kind == "digest" and sent:
        subscriptions.covered(connection, _owner_id(claimed), _until(claimed))
    if claimed.owner.startswith("follow:"):
        event = events.find(connection, claimed.facts["event"])
        if event is not None and event.rev == claimed.owner_rev:
            follows.set_told(connection, _owner_id(claimed), event.when)


def _with_outage(of: Delivery, outages: Mapping[str, str]) -> Delivery:
    waits = of.state == "pending" and of.held_until is None and not of.reason
    return replace(of, reason=outages.get(platform_of(of.address), "")) if waits else of


def _owner_id(claimed: ClaimedDelivery) -> int:
    return int(claimed.owner.partition(":")[2])


def _until(claimed: ClaimedDelivery) -> datetime:
    """The end of a digest's period."""
    return datetime.fromisoformat(claimed.facts["until"])


def _instant(kept: str) -> datetime | None:
    """Parses a stored instant; None if there is none."""
    try:
        found = datetime.fromisoformat(kept)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _outage_told(sender: str) -> str:
    return f"outage told of {sender}"


def _ailing(sender: str) -> str:
    return f"ailment of {sender}"
