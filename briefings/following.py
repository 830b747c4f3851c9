"""What a change of an event means for those who follow it.

Reminders take the new date along. One notice goes to whoever was told another date, or would otherwise wait in vain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefings.holding import held_back, hold_anew, soonest
from briefings.model.agenda import Event, EventState, When
from briefings.model.delivery import DeliveryKind, Follow, Reminder, chat_of
from briefings.model.due import end_of, lead_due
from briefings.model.quiet import Habits, reminder_due
from briefings.store import Connection, chats, follows, holds, mutes, owing, records
from briefings.store import agenda as events
from briefings.store.follows import Kept, Planned, packed, unpacked
from briefings.store.owing import REMINDER_LANE, Owed

MUTED = "this event is muted here"
_NOTICE_KEEPS = timedelta(days=2)  # at least; a notice about an event further ahead matters until the event


@dataclass(frozen=True, slots=True)
class Belief:
    """What a follower thinks of an event before it changes.

    `told` is the date last told, or on its way, with the event's state at that time. `owed` is the date before an
    earlier change of which the notice has not left. `waited` says that a reminder was still to come.
    """

    told: When | None
    state: EventState
    owed: When | None
    waited: bool


def date_to_correct(belief: Belief, before: Event, after: Event, *, waits: bool) -> When | None:
    """The date that a follower still counts on and has to be told otherwise; None where nothing need be said.

    `waits` says that a reminder is to come all the same, which will tell the new date to whoever was told none.
    """
    if belief.told is not None:
        return belief.told if belief.told != after.when or belief.state != "set" else None
    expected = belief.owed or before.when
    in_vain = (belief.waited or belief.owed is not None) and not waits
    return expected if in_vain and expected != after.when else None


def expects(belief: Belief, before: Event, after: Event, zone: str, now: datetime) -> bool:
    """Whether a follower still counts on an event that was cancelled or postponed, and was not told so before."""
    if belief.told is not None and belief.state == after.state:
        return False
    ahead = belief.told is not None and end_of(before.when, zone) > now
    return belief.waited or belief.owed is not None or ahead


def replanned(plan: Planned, event: Event, habits: Habits, now: datetime) -> Planned:
    """A reminder after its event or its reader's habits changed: waiting for its new instant, or passed.

    One that was put off keeps its instant, as long as the event is not over by then.
    """
    if plan.lead is None:
        in_time = event.state == "set" and plan.due_at <= end_of(event.when, habits.zone)
        return replace(plan, rev=event.rev, state="passed" if plan.state == "waiting" and not in_time else plan.state)
    due_at = lead_due(event.when, plan.lead, habits.zone)
    if event.state != "set" or due_at <= now:
        return replace(plan, due_at=due_at, rev=event.rev, state="passed")
    due_at = max(reminder_due(event.when, plan.lead, habits), now)
    return replace(plan, due_at=due_at, rev=event.rev, state="waiting")


class Followers:
    """The followers of events; `zone` is the default one."""

    def __init__(self, zone: str) -> None:
        self._zone = zone

    async def habits_of(self, work: Connection, address: str) -> Habits:
        """The zone and quiet hours of a chat."""
        return (await chats.habits(work, [address], self._zone))[chat_of(address)]

    async def moved(self, work: Connection, before: Event, after: Event, now: datetime) -> int:
        """Moves the reminders of everyone who follows; returns how many are told."""
        notices = []
        for kept, habits, belief in await self._believers(work, before):
            waits = await self._replan(work, kept, after, habits, now)
            await records.cancel(work, f"follow:{kept.id}", "the event moved before this was sent", now)
            was = date_to_correct(belief, before, after, waits=waits)
            if was is not None:
                notices.append(_notice("moved", kept, after, was, habits, now))
        return await self._tell(work, after, notices, now)

    async def stopped(self, work: Connection, before: Event, after: Event, now: datetime) -> int:
        """Silences the reminders of everyone who follows; unless it was held, they are told once."""
        notices = []
        for kept, habits, belief in await self._believers(work, before):
            await self._replan(work, kept, after, habits, now)
            await records.cancel(work, f"follow:{kept.id}", f"the event was {after.state}", now)
            if after.state in ("cancelled", "postponed") and expects(belief, before, after, habits.zone, now):
                was = belief.told or belief.owed or before.when
                notices.append(_notice("stopped", kept, after, was, habits, now))
        return await self._tell(work, after, notices, now)

    async def joined(self, work: Connection, kept: Event, gone: Event, now: datetime) -> None:
        """Lets the followers of an event that was joined to another follow that one, each once."""
        there = {follower.address: follower for follower in await follows.followers(work, kept.id)}
        await mutes.join(work, kept.id, gone.id)
        for follower in await follows.followers(work, gone.id):
            await records.cancel(work, f"follow:{follower.id}", f"joined to e{kept.id}", now)
            if follower.address in there:
                await follows.drop(work, follower.id)
                continue
            await follows.readdress(work, follower, kept.id)
            await self._replan(work, follower, kept, await self.habits_of(work, follower.address), now)

    async def settle_in(self, work: Connection, chat: str, now: datetime) -> None:
        """Lets what is to come take a chat's new zone or quiet hours along; what is due by now stays due."""
        habits = await self.habits_of(work, chat)
        for follower in await follows.of_chat(work, chat):
            event = await events.find(work, follower.event)
            plans = [p for p in await follows.plans(work, [follower.id]) if p.state == "waiting" and p.due_at > now]
            await follows.set_plans(work, [replanned(plan, event, habits, now) for plan in plans if event])
        await hold_anew(work, chat, self._zone, now)

    async def _believers(self, work: Connection, event: Event) -> list[tuple[Kept, Habits, Belief]]:
        followers = await follows.followers(work, event.id)
        habits = await chats.habits(work, [kept.address for kept in followers], self._zone)
        return [(kept, habits[chat_of(kept.address)], await self._belief(work, kept, event)) for kept in followers]

    async def _belief(self, work: Connection, kept: Kept, event: Event) -> Belief:
        waited = any(plan.state == "waiting" for plan in await follows.plans(work, [kept.id]))
        unsent = await holds.unsent_change(work, f"follow:{kept.id}")
        owed = unpacked(unsent["before"]) if unsent else None
        if await records.on_its_way(work, f"follow:{kept.id}"):
            return Belief(event.when, event.state, owed, waited)
        return Belief(kept.told, kept.told_state, owed, waited)

    async def _replan(self, work: Connection, kept: Kept, event: Event, habits: Habits, now: datetime) -> bool:
        """Whether any reminder waits now."""
        plans = [replanned(plan, event, habits, now) for plan in await follows.plans(work, [kept.id])]
        await follows.set_plans(work, plans)
        return any(plan.state == "waiting" for plan in plans)

    async def _tell(self, work: Connection, event: Event, notices: Sequence[Owed], now: datetime) -> int:
        """Writes notices, those to chats that muted the event as cancelled; returns how many will be told."""
        muted = await mutes.of_event(work, event.id)
        told = [unless_muted(notice, {notice.address, chat_of(notice.address)} & muted) for notice in notices]
        await owing.write(work, told, now)
        return sum(notice.state == "pending" for notice in told)


def unless_muted(owed: Owed, muted: object) -> Owed:
    """A delivery, already cancelled where its event is muted."""
    return replace(owed, state="cancelled", reason=MUTED) if muted else owed


def _notice(kind: DeliveryKind, kept: Kept, event: Event, was: When, habits: Habits, now: datetime) -> Owed:
    owed = Owed(
        key=f"{kind}:{kept.id}:{event.rev}",
        address=kept.address,
        kind=kind,
        lane=REMINDER_LANE,
        owner=f"follow:{kept.id}",
        owner_rev=event.rev,
        facts={"kind": kind, "event": event.id, "before": packed(was)},
        due_at=now,
        expires_at=max(end_of(event.when, habits.zone), now + _NOTICE_KEEPS),
    )
    return held_back(owed, habits, now, soonest((was, event.when), habits.zone, now))


async def described(look: Connection, followers: Sequence[Kept]) -> list[Follow]:
    """Followers with their events and reminders."""
    plans: dict[int, list[Planned]] = {}
    for plan in await follows.plans(look, [kept.id for kept in followers]):
        plans.setdefault(plan.follow, []).append(plan)
    known = {id_: await events.find(look, id_) for id_ in {kept.event for kept in followers}}
    muted = await mutes.among(look, [kept.address for kept in followers])
    return [
        _follow(kept, event, plans.get(kept.id, []), muted=event.id in muted[kept.address])
        for kept in followers
        if (event := known[kept.event]) is not None
    ]


def _follow(kept: Kept, event: Event, plans: Sequence[Planned], *, muted: bool) -> Follow:
    leads = tuple(Reminder(p.lead, p.due_at, p.state) for p in plans if p.lead is not None)
    put_off = next((p.due_at for p in plans if p.lead is None and p.state == "waiting"), None)
    return Follow(kept.address, event, leads, kept.paused, put_off, muted)
