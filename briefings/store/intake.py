"""Platform updates stored until they are handled, and their keys for a while after that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select, update

from briefings.model.intake import Update
from briefings.store import sql
from briefings.store.sql import parts
from briefings.store.tables import intake

_REPEATED = timedelta(days=3)  # no platform delivers an update again later than a day after it
_TOGETHER = 64  # in one statement


def keep(connection: Connection, updates: Sequence[Update]) -> set[str]:
    """Stores updates in order; returns the names of the new ones.

    It is one statement, since the thread waits for the interpreter once for each.
    """
    new: set[str] = set()
    for some in parts(list({each.name: each for each in updates}.values()), _TOGETHER):
        rows = [
            {
                "name": each.name,
                "platform": each.platform,
                "address": each.address,
                "sender": each.sender,
                "payload": each.payload,
                "received_at": each.received_at,
            }
            for each in some
        ]
        statement = sql.insert(connection, intake).values(rows)
        statement = statement.on_conflict_do_nothing(index_elements=[intake.c.name]).returning(intake.c.name)
        new.update(connection.execute(statement).scalars())
    return new


def unfinished(connection: Connection, platform: str) -> list[Update]:
    """A platform's updates that weren't handled to the end, oldest first."""
    query = select(intake).where(intake.c.platform == platform, intake.c.done_at.is_(None)).order_by(intake.c.id)
    return [
        Update(r.name, r.platform, r.address, r.sender, r.payload, r.received_at, r.saved, r.tries)
        for r in connection.execute(query)
    ]


def begin_again(connection: Connection, name: str) -> None:
    """Counts another attempt at an update."""
    connection.execute(update(intake).where(intake.c.name == name).values(tries=intake.c.tries + 1))


def finish(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """Marks updates as handled and deletes their content, address and sender."""
    values = {"done_at": now, "payload": "", "address": "", "sender": ""}
    for some in parts(names):
        connection.execute(update(intake).where(intake.c.name.in_(some)).values(**values))


def erase(connection: Connection, address: str, but: str) -> int:
    """Deletes the waiting updates of a chat except one, by name; returns the number of rows."""
    where = (intake.c.address == address, intake.c.name != but)
    return connection.execute(delete(intake).where(*where)).rowcount


def prune(connection: Connection, now: datetime, before: datetime) -> None:
    """Deletes the names of updates that no platform repeats any more, and updates received before `before`."""
    repeated = intake.c.done_at.is_not(None) & (intake.c.received_at < now - _REPEATED)
    connection.execute(delete(intake).where(or_(repeated, intake.c.received_at < before)))
