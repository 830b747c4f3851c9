"""Followers of an event: what each was last told, who must be notified of a change, and new dates of reminders.

Reminders move to the new date. One notice goes to each follower who was told another date or would otherwise wait in
vain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.delivery import DeliveryKind, Follow, Reminder, chat_of
from briefings.model.schedule.due import end_of, lead_due
from briefings.model.schedule.quiet_hours import ChatTimes, reminder_due
from briefings.reminders.linked_duplicates import suppress
from briefings.reminders.quiet_hours import earliest_release, held_back, reapply_quiet_hours
from briefings.store import Connection, follows
from briefings.store import agenda as events
from briefings.store import follows as mutes
from briefings.store.accounts import chats, people
from briefings.store.follows import StoredFollow, StoredReminder
from briefings.store.outbox import pending
from briefings.store.outbox.pending import REMINDER_LANE, NewDelivery
from briefings.store.sql import ILLEGIBLE, packed, parts, set_aside, unpacked
from briefings.translatable import phrase


@dataclass(frozen=True, slots=True)
class LastTold:
    """What a follower believes about an event before it changes.

    `told` is the last date sent or being sent, and `state` the event's state then. `pending_date` is the date before an
    earlier change whose notice hasn't been sent. `waited` says that a message was still to come.
    """

    told: EventDate | None
    state: EventState
    pending_date: EventDate | None
    waited: bool


def date_to_correct(belief: LastTold, before: Event, after: Event, *, waits: bool) -> EventDate | None:
    """The outdated date a follower still believes and must be notified about, or None.

    `waits` says that a reminder will still come; it gives the new date to followers who were never sent one.
    """
    if belief.told is not None:
        return belief.told if belief.told != after.when or belief.state != "set" else None
    expected = belief.pending_date or before.when
    in_vain = (belief.waited or belief.pending_date is not None) and not waits
    return expected if in_vain and expected != after.when else None


def expects_notice(belief: LastTold, before: Event, after: Event, zone: str, now: datetime) -> bool:
    """Whether a follower still expects a cancelled or postponed event and hasn't been notified."""
    if belief.told is not None and belief.state == after.state:
        return False
    ahead = belief.told is not None and end_of(before.when, zone) > now
    return belief.waited or belief.pending_date is not None or ahead


MUTED = phrase("this event is muted here")
_SERVED = timedelta(days=1)  # a platform that was not heard of for longer tells nobody
_NOTICE_KEEPS = timedelta(days=2)  # at least; a notice about an event further ahead matters until the event


def replan(plan: StoredReminder, event: Event, chat_times: ChatTimes, now: datetime) -> StoredReminder:
    """A reminder after its event or its reader's settings changed: due at a new instant, or passed.

    A snoozed reminder keeps its instant unless the event is over by then.
    """
    if plan.lead is None:
        in_time = event.state == "set" and plan.due_at <= end_of(event.when, chat_times.zone)
        return replace(plan, rev=event.rev, state="passed" if plan.state == "waiting" and not in_time else plan.state)
    due_at = lead_due(event.when, plan.lead, chat_times.zone)
    if event.state != "set" or due_at <= now:
        return replace(plan, due_at=due_at, rev=event.rev, state="passed")
    due_at = max(reminder_due(event.when, plan.lead, chat_times), now)
    return replace(plan, due_at=due_at, rev=event.rev, state="waiting")


@dataclass(frozen=True, slots=True)
class _Change:
    """What happened to an event, why unsent messages are cancelled, and who must be notified.

    `correct` returns the date that a follower was last told, or None; its last argument is whether a reminder is still
    due. The people at the address `seen_in` read of the change in the answer to it.
    """

    kind: DeliveryKind
    before: Event
    after: Event
    reason: str
    correct: Callable[[LastTold, ChatTimes, bool], EventDate | None]
    seen_in: str = ""


class Followers:
    """The followers of events; `zone` is the default time zone."""

    def __init__(self, zone: str) -> None:
        self._zone = zone

    def habits_of(self, connection: Connection, address: str) -> ChatTimes:
        """A chat's time zone and quiet hours."""
        return chats.chat_times(connection, [address], self._zone)[chat_of(address)]

    def moved(self, connection: Connection, before: Event, after: Event, now: datetime, seen_in: str = "") -> int:
        """Moves the reminders of all followers; returns how many will be notified, other than those at `seen_in`."""

        def correct(belief: LastTold, _: ChatTimes, waits: bool) -> EventDate | None:  # noqa: FBT001
            return date_to_correct(belief, before, after, waits=waits)

        change = _Change("moved", before, after, "the event moved before this was sent", correct, seen_in)
        return self._carry_out(connection, change, now)

    def stopped(self, connection: Connection, before: Event, after: Event, now: datetime, seen_in: str = "") -> int:
        """Cancels the reminders of all followers; they are notified once, unless the event was held or at `seen_in`."""

        def correct(belief: LastTold, here: ChatTimes, _: bool) -> EventDate | None:  # noqa: FBT001
            notify = after.state != "held" and expects_notice(belief, before, after, here.zone, now)
            return (belief.told or belief.pending_date or before.when) if notify else None

        change = _Change("stopped", before, after, f"the event was {after.state}", correct, seen_in)
        return self._carry_out(connection, change, now)

    def _carry_out(self, connection: Connection, change: _Change, now: datetime) -> int:
        """Reschedules reminders, cancels unsent messages, writes notices; returns how many will be notified."""
        muted = mutes.muters(connection, change.after.id)
        notified = 0
        for some in parts(follows.followers(connection, change.after.id)):
            plans: list[StoredReminder] = []
            notices: list[NewDelivery] = []
            for kept, here, belief, planned in self._notified_chats(connection, some, change.before):
                try:
                    new = [replan(plan, change.after, here, now) for plan in planned]
                    was = change.correct(belief, here, any(plan.state == "waiting" for plan in new))
                    notice = None if was is None else _notice(change.kind, kept, change.after, was, here, now)
                    if notice and kept.address == change.seen_in:
                        follows.set_told(connection, kept.id, change.after.when)
                        notice = None
                except ILLEGIBLE as error:  # its zone is unknown: it harms no other follower
                    set_aside("follow", kept.id, error)
                    continue
                if notice is not None:
                    notices.append(unless_muted(notice, {kept.address, chat_of(kept.address)} & muted))
                plans += new
            follows.set_plans(connection, plans)
            pending.cancel(connection, [_owner(kept) for kept in some], change.reason, now)
            notices = suppress(connection, notices, partial(people.is_platform_alive, connection, since=now - _SERVED))
            pending.enqueue(connection, notices, now)
            notified += sum(notice.state == "pending" for notice in notices)
        return notified

    def joined(self, connection: Connection, kept: Event, gone: Event, now: datetime) -> None:
        """Moves the followers of a merged event to the other event, without duplicates."""
        there = {follower.address: follower for follower in follows.followers(connection, kept.id)}
        mutes.merge_mutes(connection, kept.id, gone.id)
        for follower in follows.followers(connection, gone.id):
            pending.cancel(connection, [f"follow:{follower.id}"], phrase("joined to e{id}", id=kept.id), now)
            if follower.address in there:
                follows.drop(connection, follower.id)
                continue
            follows.readdress(connection, follower, kept.id)
            here = self.habits_of(connection, follower.address)
            plans = follows.plans(connection, [follower.id])
            follows.set_plans(connection, [replan(plan, kept, here, now) for plan in plans])

    def settle_in(self, connection: Connection, chat: str, now: datetime) -> None:
        """Applies a chat's new zone or quiet hours to upcoming messages; those already due stay due."""
        chat_times = self.habits_of(connection, chat)
        for follower in follows.of_chat(connection, chat):
            event = events.find(connection, follower.event)
            plans = [p for p in follows.plans(connection, [follower.id]) if p.state == "waiting" and p.due_at > now]
            follows.set_plans(connection, [replan(plan, event, chat_times, now) for plan in plans if event])
        reapply_quiet_hours(connection, chat, self._zone, now)

    def _notified_chats(
        self, connection: Connection, followers: Sequence[StoredFollow], event: Event
    ) -> list[tuple[StoredFollow, ChatTimes, LastTold, list[StoredReminder]]]:
        chat_times = chats.chat_times(connection, [kept.address for kept in followers], self._zone)
        plans = _plans_of(connection, followers)
        owners = [_owner(kept) for kept in followers]
        unsent = pending.unsent(connection, owners)
        arriving = pending.in_progress(connection, owners)
        found = []
        for kept in followers:
            planned, owner = plans.get(kept.id, []), _owner(kept)
            waiting = unsent.get(owner, [])
            waited = bool(waiting) or any(plan.state == "waiting" for plan in planned)
            pending_date = next((_before(facts) for facts in waiting if "before" in facts), None)
            told, state = (event.when, event.state) if owner in arriving else (kept.told, kept.told_state)
            found.append(
                (kept, chat_times[chat_of(kept.address)], LastTold(told, state, pending_date, waited), planned)
            )
        return found


def _before(facts: dict[str, Any]) -> EventDate | None:
    """The date in a notice, or None if it can't be read."""
    try:
        return unpacked(facts["before"])
    except ILLEGIBLE:
        return None


def _owner(kept: StoredFollow) -> str:
    return f"follow:{kept.id}"


def _plans_of(connection: Connection, followers: Sequence[StoredFollow]) -> dict[int, list[StoredReminder]]:
    plans: dict[int, list[StoredReminder]] = {}
    for plan in follows.plans(connection, [kept.id for kept in followers]):
        plans.setdefault(plan.follow, []).append(plan)
    return plans


def unless_muted(new_delivery: NewDelivery, muted: object) -> NewDelivery:
    """A delivery, already cancelled if its event is muted."""
    return replace(new_delivery, state="cancelled", reason=MUTED) if muted else new_delivery


def _notice(
    kind: DeliveryKind, kept: StoredFollow, event: Event, was: EventDate, chat_times: ChatTimes, now: datetime
) -> NewDelivery:
    new_delivery = NewDelivery(
        key=f"{kind}:{kept.id}:{event.rev}",
        address=kept.address,
        kind=kind,
        lane=REMINDER_LANE,
        owner=_owner(kept),
        owner_rev=event.rev,
        facts={"kind": kind, "event": event.id, "before": packed(was)},
        due_at=now,
        expires_at=max(end_of(event.when, chat_times.zone), now + _NOTICE_KEEPS),
    )
    return held_back(new_delivery, chat_times, now, earliest_release((was, event.when), chat_times.zone, now))


def described(connection: Connection, followers: Sequence[StoredFollow]) -> list[Follow]:
    """Followers with their events and reminders."""
    plans = _plans_of(connection, followers)
    known = {id_: events.find(connection, id_) for id_ in {kept.event for kept in followers}}
    muted = mutes.muted_events(connection, [kept.address for kept in followers])
    return [
        _follow(kept, event, plans.get(kept.id, []), muted=event.id in muted[kept.address])
        for kept in followers
        if (event := known[kept.event]) is not None
    ]


def _follow(kept: StoredFollow, event: Event, plans: Sequence[StoredReminder], *, muted: bool) -> Follow:
    leads = tuple(Reminder(p.lead, p.due_at, p.state) for p in plans if p.lead is not None)
    postpone = next((p.due_at for p in plans if p.lead is None and p.state == "waiting"), None)
    return Follow(kept.address, event, leads, kept.paused, postpone, muted)
