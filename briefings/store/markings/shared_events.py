"""Events whose mentions have several labels: their mentions, their labels, and the entries of the log about them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, select, update

from briefings.model.agenda import EventMention
from briefings.store.markings.visibility import unrestricted
from briefings.store.sql import one_of
from briefings.store.tables import event, journal, mention


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention of an event with its row and its label; offsets count the whole text."""

    id: int
    label: int | None
    of: EventMention


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry of the log about an event, with its row; dates are as they are stored."""

    id: int
    deed: str
    title: str
    note: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@unrestricted
def events_about(connection: Connection, analysis: int) -> list[int]:
    """The events that an analysis mentions or that it moved."""
    found = set(connection.execute(select(mention.c.event).where(mention.c.analysis == analysis)).scalars())
    moved = select(journal.c.subject).where(journal.c.deed == "moved", journal.c.note == f"a{analysis}")
    numbers = {int(each[1:]) for each in connection.execute(moved).scalars()}
    there = select(event.c.id).where(one_of(event.c.id, sorted(found | numbers)), event.c.same_as.is_(None))
    return sorted(connection.execute(there).scalars())


@unrestricted
def mentions_of(connection: Connection, number: int) -> list[StoredMention]:
    """The mentions of an event, the oldest analysis first."""
    columns = (mention.c[each.name] for each in fields(EventMention))
    query = select(mention.c.id, mention.c.label, *columns).where(mention.c.event == number)
    found = [StoredMention(row.id, row.label, EventMention(*row[2:])) for row in connection.execute(query)]
    return sorted(found, key=lambda each: (abs(each.of.analysis), each.of.start))


def give(connection: Connection, mentions: Collection[StoredMention], number: int) -> None:
    """Gives mentions to another event."""
    mine = one_of(mention.c.id, sorted(each.id for each in mentions))
    connection.execute(update(mention).where(mine).values(event=number, was=None))


@unrestricted
def set_event_label(connection: Connection, number: int, label: int | None) -> None:
    """Sets who may see an event; None is unmarked."""
    connection.execute(update(event).where(event.c.id == number).values(label=label))


@unrestricted
def log_of(connection: Connection, number: int) -> list[LogEntry]:
    """The entries of the log about an event."""
    columns = (journal.c[name] for name in LogEntry.__slots__)
    query = select(*columns).where(journal.c.subject == f"e{number}").order_by(journal.c.id)
    return [LogEntry(*row) for row in connection.execute(query)]


@unrestricted
def readdress_log(connection: Connection, entries: Collection[int], number: int, label: int | None) -> None:
    """Makes entries of the log those of another event, for the readers of its label."""
    mine = one_of(journal.c.id, sorted(entries))
    connection.execute(update(journal).where(mine).values(subject=f"e{number}", label=label))
