"""Followers of events, and their reminders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    true,
    update,
)

from briefings.model.agenda import EventDate, EventState
from briefings.model.delivery import Lead, chat_of, platform_of
from briefings.store import sql
from briefings.store.accounts import chats
from briefings.store.markings import unrestricted
from briefings.store.sql import (
    chat_part,
    check_zone,
    ids_in,
    in_chat,
    one,
    one_of,
    one_of_named,
    packed,
    parts,
    readable,
    unpacked,
    within,
)
from briefings.store.tables import WAITING, event, follow, link, mute, reminder

_PUT_OFF = "s"  # the unit of a reminder without a lead
_MUTED = select(mute.c.address, mute.c.event).where(one_of_named(mute.c.address, "addresses"))


@dataclass(frozen=True, slots=True)
class StoredFollow:
    """A follower as stored; `told` is the last date announced to it, with the event's state then; None before the
    first.
    """

    id: int
    address: str
    event: int
    told: EventDate | None
    paused: str = ""
    told_state: EventState = "set"


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A follower's reminder as stored: a lead time, or none for a snoozed one.

    `overtaken` means that a later reminder of the same follower is due as well.
    """

    id: int
    follow: int
    address: str
    event: int
    lead: Lead | None
    due_at: datetime
    rev: int
    state: Literal["waiting", "fired", "passed"]
    overtaken: bool = False


def check_lead(row: Row[Any]) -> None:
    """Raises ValueError for a reminder row with an unreadable lead."""
    wall, _, zone = row.wall.partition(" ")
    if wall:
        time.fromisoformat(wall)
    check_zone(zone)


def _kept(row: Row[Any]) -> StoredFollow:
    told = unpacked(row.told) if row.told else None
    return StoredFollow(row.id, row.address, row.event, told, row.paused, row.told_state)


def _planned(row: Row[Any], *, overtaken: bool = False) -> StoredReminder:
    check_lead(row)
    lead = None if row.unit == _PUT_OFF else Lead(row.amount, row.unit, row.wall)
    return StoredReminder(row.id, row.follow, row.address, row.event, lead, row.due_at, row.rev, row.state, overtaken)


_PLANNED = select(reminder, follow.c.address, follow.c.event).join(follow, follow.c.id == reminder.c.follow)


def followers(connection: Connection, event: int) -> list[StoredFollow]:
    """The chats that follow an event, muted ones too, without rows that can't be read."""
    return readable(connection.execute(select(follow).where(follow.c.event == event)), _kept, "follow")


_AT_ADDRESS = select(follow).where(follow.c.address == bindparam("at")).order_by(follow.c.id)


def of_address(connection: Connection, address: str) -> list[StoredFollow]:
    """The events followed at an address."""
    return readable(connection.execute(_AT_ADDRESS, {"at": address}), _kept, "follow")


def of_chat(connection: Connection, address: str | None) -> list[StoredFollow]:
    """The events followed in a chat and its threads, or in all chats."""
    query = select(follow).order_by(follow.c.id)
    if address is not None:
        query = query.where(in_chat(follow.c.address, address))
    return readable(connection.execute(query), _kept, "follow")


def get(connection: Connection, id_: int) -> StoredFollow | None:
    """A follower by id."""
    row = connection.execute(select(follow).where(follow.c.id == id_)).first()
    return one(row, _kept, "follow") if row else None


def put(connection: Connection, address: str, event: int, by: str, now: datetime) -> StoredFollow:
    """Adds a follower of an event, or keeps the existing one."""
    same = (follow.c.address == address, follow.c.event == event)
    row = connection.execute(select(follow).where(*same)).first()
    kept = one(row, _kept, "follow") if row else None
    if kept is None:
        connection.execute(delete(follow).where(*same))  # one that cannot be read
        values = {"address": address, "event": event, "by": by, "created_at": now}
        id_ = connection.execute(insert(follow).values(values).returning(follow.c.id)).scalar_one()
        return StoredFollow(id_, address, event, None)
    return kept


def drop(connection: Connection, id_: int) -> None:
    """Deletes a follower and its reminders."""
    connection.execute(delete(follow).where(follow.c.id == id_))


def readdress(connection: Connection, kept: StoredFollow, event: int) -> None:
    """Moves a follower to another event."""
    connection.execute(update(follow).where(follow.c.id == kept.id).values(event=event))


@unrestricted
def set_told(connection: Connection, id_: int, when: EventDate) -> None:
    """Stores the date announced to a follower, with the event's current state."""
    state = select(event.c.state).where(event.c.id == follow.c.event).scalar_subquery()
    connection.execute(update(follow).where(follow.c.id == id_).values(told=packed(when), told_state=state))


def plans(connection: Connection, ids: Sequence[int]) -> list[StoredReminder]:
    """The reminders of followers, each follower's soonest first."""
    found: list[StoredReminder] = []
    for some in parts(ids):
        query = _PLANNED.where(reminder.c.follow.in_(some)).order_by(reminder.c.due_at, reminder.c.id)
        found += readable(connection.execute(query), _planned, "reminder")
    return found


def add_plans(
    connection: Connection, kept: StoredFollow, plans_: Iterable[tuple[Lead, datetime, str]], rev: int
) -> None:
    """Adds reminders to a follower: each with its due time and state."""
    rows = [
        {
            "follow": kept.id,
            "platform": platform_of(kept.address),
            "amount": lead.count,
            "unit": lead.unit,
            "wall": lead.wall,
            "due_at": due_at,
            "rev": rev,
            "state": state,
        }
        for lead, due_at, state in plans_
    ]
    if rows:
        connection.execute(insert(reminder), rows)


def snooze(connection: Connection, kept: StoredFollow, due_at: datetime, rev: int) -> None:
    """Schedules a reminder once more, replacing an earlier snooze."""
    unsnooze(connection, kept)
    row = {"follow": kept.id, "platform": platform_of(kept.address), "amount": 0, "unit": _PUT_OFF}
    connection.execute(insert(reminder).values(**row, due_at=due_at, rev=rev, state="waiting"))


def unsnooze(connection: Connection, kept: StoredFollow) -> None:
    """Cancels a snooze."""
    connection.execute(delete(reminder).where(reminder.c.follow == kept.id, reminder.c.unit == _PUT_OFF))


def drop_plans(connection: Connection, ids: Sequence[int]) -> None:
    """Deletes some reminders of a follower."""
    connection.execute(delete(reminder).where(reminder.c.id.in_(ids)))


def set_plans(connection: Connection, plans_: Iterable[StoredReminder]) -> None:
    """Stores new due times, revs and states of reminders."""
    rows = [{"row": p.id, "due_at": p.due_at, "rev": p.rev, "state": p.state} for p in plans_]
    if rows:
        statement = update(reminder).where(reminder.c.id == bindparam("row"))
        connection.execute(
            statement.values(due_at=bindparam("due_at"), rev=bindparam("rev"), state=bindparam("state")), rows
        )


@dataclass(frozen=True, slots=True)
class DueReminders:
    """A reminder due for many followers of an event: the first one, and the ids of all.

    `muted` and `linked` tell whether these chats have muted the event, or belong to people with linked accounts.
    """

    plan: StoredReminder
    ids: list[int]
    muted: bool
    linked: bool


_SAME = ("event", "amount", "unit", "wall", "due_at", "rev", "overtaken")  # in reminders that are due together


def due(
    connection: Connection, platforms: Iterable[str], now: datetime, limit: int, without: set[int]
) -> list[DueReminders]:
    """Pending reminders that are due, oldest first, without paused ones and those in `without`, grouped where alike.

    Ids of unreadable ones are added to `without`. PostgreSQL locks the rows, and leaves out those that another
    transaction has locked.
    """
    lost: list[str | list[int]] = []
    query = _alike(connection, list(platforms), now, limit, without).execution_options(lost=lost)
    groups = [(ids_in(row[0]), row) for row in connection.execute(query)]
    plans_ = due_plans(connection, [ids[0] for ids, _ in groups], now)
    found = [
        DueReminders(replace(plans_[ids[0]], overtaken=bool(row.overtaken)), ids, bool(row.muted), bool(row.linked))
        for ids, row in groups
        if ids[0] in plans_
    ]
    doubtful = [id_ for ids, _ in groups if ids[0] not in plans_ for id_ in ids]
    doubtful += [id_ for value in lost for id_ in ids_in(value)]
    single = due_plans(connection, doubtful, now)
    without.update(set(doubtful) - set(single))
    muted = muted_events(connection, [plan.address for plan in single.values()])
    alone = (DueReminders(plan, [id_], plan.event in muted[plan.address], linked=True) for id_, plan in single.items())
    return [*found, *alone]


def due_plans(connection: Connection, ids: Sequence[int], now: datetime) -> dict[int, StoredReminder]:
    """Due reminders by id, without unreadable ones."""
    query = _PLANNED.add_columns(_overtaken(reminder, now)).where(within(reminder.c.id, ids))
    rows = connection.execute(query.order_by(reminder.c.due_at, reminder.c.id)) if ids else ()
    found = readable(rows, lambda row: _planned(row, overtaken=bool(row.overtaken)), "reminder")
    return {plan.id: plan for plan in found}


def _overtaken(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    """SQL: whether a later reminder of the same follower is due as well."""
    newer = reminder.alias()
    later = (newer.c.due_at > rows.c.due_at) | (newer.c.due_at == rows.c.due_at) & (newer.c.id > rows.c.id)
    same = (newer.c.follow == rows.c.follow, newer.c.state == WAITING)
    return exists().where(*same, newer.c.due_at <= now, later).label("overtaken")


def _alike(connection: Connection, platforms: list[str], now: datetime, limit: int, without: set[int]) -> Select[Any]:
    """The ids of due reminders by event, lead, and settings of their chats."""
    taken = (
        select(*(reminder.c[name] for name in ("id", "follow", "amount", "unit", "wall", "due_at", "rev")))
        .add_columns(follow.c.address, follow.c.event)
        .join_from(reminder, follow)
        .where(reminder.c.state == WAITING, reminder.c.due_at <= now, reminder.c.platform.in_(platforms))
        .where(follow.c.paused == "", ~one_of(reminder.c.id, list(without)) if without else true())
        .order_by(reminder.c.due_at)
        .limit(limit)
        .with_for_update(of=reminder, skip_locked=True)
        .subquery()
    )  # PostgreSQL passes over locked rows only after it has worked out all that is asked here
    some = select(taken, _overtaken(taken, now)).subquery()
    places = (some.c.address, chat_part(connection, some.c.address))
    muted = exists().where(mute.c.event == some.c.event, mute.c.address.in_(places)).label("muted")
    linked = or_(*(exists().where(column == some.c.address) for column in (link.c.person, link.c.place))).label(
        "linked"
    )
    return chats.alike(connection, some, [*(some.c[name] for name in _SAME), muted, linked])


def take(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Marks due reminders as fired."""
    where = (within(reminder.c.id, ids), reminder.c.state == WAITING, reminder.c.due_at <= now)
    connection.execute(update(reminder).where(*where).values(state="fired"))


def followers_of(connection: Connection, ids: Sequence[int]) -> list[int]:
    """The followers to whom reminders belong."""
    return list(connection.execute(select(reminder.c.follow).where(within(reminder.c.id, ids))).scalars())


# Which events a chat or thread does not want to hear of; what a chat mutes is muted in its threads too.
def mute_event(connection: Connection, address: str, event: int) -> None:
    """Mutes an event at an address."""
    connection.execute(sql.insert(connection, mute).values(address=address, event=event).on_conflict_do_nothing())


def unmute_event(connection: Connection, address: str, event: int) -> bool:
    """Unmutes an event; False if it wasn't muted there."""
    where = (mute.c.address == address, mute.c.event == event)
    return connection.execute(delete(mute).where(*where)).rowcount > 0


def muted_events(connection: Connection, addresses: Iterable[str]) -> dict[str, frozenset[int]]:
    """The events muted at each address or in its chat."""
    wanted = set(addresses)
    asked = [*wanted, *(set(map(chat_of, wanted)) - wanted)]
    found: dict[str, set[int]] = {}
    for some in parts(asked):
        for row in connection.execute(_MUTED, {"addresses": some}):
            found.setdefault(row.address, set()).add(row.event)
    return {each: frozenset(found.get(each, set()) | found.get(chat_of(each), set())) for each in wanted}


def muters(connection: Connection, event: int) -> frozenset[str]:
    """The addresses that muted an event."""
    query = select(mute.c.address).where(mute.c.event == event)
    return frozenset(row.address for row in connection.execute(query))


def merge_mutes(connection: Connection, kept: int, joined: int) -> None:
    """After a merge of events, transfers the mutes of one to the other."""
    there = select(mute.c.address).where(mute.c.event == kept)
    connection.execute(delete(mute).where(mute.c.event == joined, mute.c.address.in_(there)))
    connection.execute(update(mute).where(mute.c.event == joined).values(event=kept))
