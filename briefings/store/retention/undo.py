"""Changes that can be undone for a while."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from briefings.store.tables import undo


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A change as stored: `step` is JSON, `undone_at` is None until it is undone."""

    address: str
    sender: str
    at: datetime
    step: str
    undone_at: datetime | None


def note(connection: Connection, address: str, sender: str, step: str, now: datetime) -> int:
    """Records a change and returns its number."""
    row = {"address": address, "sender": sender, "at": now, "step": step}
    return int(connection.execute(insert(undo).values(row).returning(undo.c.id)).scalar_one())


def noted(connection: Connection, number: int) -> StoredChange | None:
    """A change by number."""
    query = select(undo.c.address, undo.c.sender, undo.c.at, undo.c.step, undo.c.undone_at).where(undo.c.id == number)
    row = connection.execute(query).first()
    return StoredChange(*row) if row else None


def standing(connection: Connection, address: str, sender: str, most: int) -> list[tuple[int, str]]:
    """The numbers and steps of somebody's latest changes in a chat or thread that aren't undone, newest first."""
    mine = (undo.c.address == address, undo.c.sender == sender, undo.c.undone_at.is_(None))
    query = select(undo.c.id, undo.c.step).where(*mine).order_by(undo.c.id.desc()).limit(most)
    return [(row.id, row.step) for row in connection.execute(query)]


def count_since(connection: Connection, address: str, sender: str, since: datetime) -> int:
    """How many changes of somebody in a chat or thread were recorded since a time, undone ones included."""
    mine = (undo.c.address == address, undo.c.sender == sender, undo.c.at >= since)
    return int(connection.execute(select(func.count()).where(*mine)).scalar_one())


def holds_undone(connection: Connection, address: str, sender: str) -> bool:
    """Whether somebody's changes in a chat or thread include one that was undone lately."""
    query = select(undo.c.id).where(undo.c.address == address, undo.c.sender == sender, undo.c.undone_at.is_not(None))
    return connection.execute(query.limit(1)).first() is not None


def claim(connection: Connection, number: int, now: datetime) -> bool:
    """Marks a change as undone; False if somebody else was first."""
    where = (undo.c.id == number, undo.c.undone_at.is_(None))
    return bool(connection.execute(update(undo).where(*where).values(undone_at=now)).rowcount == 1)


def release(connection: Connection, number: int) -> None:
    """Clears the mark after undoing failed."""
    connection.execute(update(undo).where(undo.c.id == number).values(undone_at=None))


def prune(connection: Connection, before: datetime) -> None:
    """Deletes older changes."""
    connection.execute(delete(undo).where(undo.c.at < before))
