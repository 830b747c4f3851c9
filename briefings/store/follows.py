"""Followers of events, and their reminders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, select, update

from briefings.model.agenda import EventDate, EventState
from briefings.model.delivery import Lead, chat_of, platform_of
from briefings.store import sql
from briefings.store.markings import unrestricted
from briefings.store.sql import check_zone, one, one_of, packed, parts, readable, unpacked
from briefings.store.tables import WAITING, event, follow, mute, reminder

_PUT_OFF = "s"  # the unit of a reminder without a lead


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
    """All followers of an event."""
    return readable(connection.execute(select(follow).where(follow.c.event == event)), _kept, "follow")


def of_address(connection: Connection, address: str) -> list[StoredFollow]:
    """The events followed at an address."""
    query = select(follow).where(follow.c.address == address).order_by(follow.c.id)
    return readable(connection.execute(query), _kept, "follow")


def of_chat(connection: Connection, address: str | None) -> list[StoredFollow]:
    """The events followed in a chat and its threads, or in all chats."""
    query = select(follow).order_by(follow.c.id)
    if address is not None:
        query = query.where((follow.c.address == address) | follow.c.address.startswith(f"{address}:", autoescape=True))
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


def due(
    connection: Connection, platforms: Iterable[str], now: datetime, limit: int, without: set[int]
) -> list[StoredReminder]:
    """Pending reminders that are due, oldest first, without paused ones and those in `without`.

    An unreadable one is added to `without`.
    """
    newer = reminder.alias()
    later = (newer.c.due_at > reminder.c.due_at) | (newer.c.due_at == reminder.c.due_at) & (newer.c.id > reminder.c.id)
    overtaken = exists().where(
        newer.c.follow == reminder.c.follow, newer.c.state == WAITING, newer.c.due_at <= now, later
    )
    query = (
        _PLANNED.add_columns(overtaken.label("overtaken"))
        .where(reminder.c.state == WAITING, reminder.c.due_at <= now)
        .where(reminder.c.platform.in_(list(platforms)), follow.c.paused == "")
        .where(~one_of(reminder.c.id, list(without)))
        .order_by(reminder.c.due_at, reminder.c.id)
        .limit(limit)
    )
    lost: list[int] = []
    rows = connection.execute(query.execution_options(lost=lost))
    found = readable(rows, lambda row: _planned(row, overtaken=bool(row.overtaken)), "reminder", lost)
    without.update(lost)
    return found


def take(connection: Connection, plans_: Iterable[StoredReminder], now: datetime) -> dict[int, int]:
    """Marks due reminders as fired; returns revs by id, without those that moved or fired meanwhile."""
    where = (reminder.c.id.in_([p.id for p in plans_]), reminder.c.state == WAITING, reminder.c.due_at <= now)
    statement = update(reminder).where(*where).values(state="fired").returning(reminder.c.id, reminder.c.rev)
    return {row.id: row.rev for row in connection.execute(statement)}


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
        for row in connection.execute(select(mute.c.address, mute.c.event).where(mute.c.address.in_(some))):
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
