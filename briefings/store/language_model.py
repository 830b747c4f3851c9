"""The language model's cached output, kept for a year, and the tokens that each chat has spent of its daily budget."""

from datetime import date, datetime, timedelta
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select, update

from briefings.model.summary import Prose
from briefings.store.sql import insert, one
from briefings.store.tables import prose, spent

_KEPT = timedelta(days=365)  # a text that nobody has asked about for so long may be written anew
_DAYS_KEPT = timedelta(days=7)


def cached_prose(connection: Connection, key: str) -> Prose | None:
    """The prose under a key; also None if it can't be read, so that it is written anew."""
    row = connection.execute(select(prose.c.prose).where(prose.c.key == key)).first()
    return one(row, lambda kept: _prose().validate_json(kept.prose), "prose") if row else None


def cache_prose(connection: Connection, key: str, made: Prose, now: datetime) -> None:
    """Stores prose under a key and prunes old entries."""
    connection.execute(delete(prose).where((prose.c.key == key) | (prose.c.at < now - _KEPT)))
    connection.execute(prose.insert().values(key=key, prose=_prose().dump_json(made).decode(), at=now))


def reserve(connection: Connection, address: str, day: date, tokens: int, most: int) -> bool:
    """Reserves tokens from a chat's daily budget; False, without change, if too few are left."""
    connection.execute(delete(spent).where(spent.c.day < day - _DAYS_KEPT))
    row = {"address": address, "day": day, "tokens": 0}
    connection.execute(insert(connection, spent).values(row).on_conflict_do_nothing())
    mine = (spent.c.address == address, spent.c.day == day)
    taken = update(spent).where(*mine, spent.c.tokens + tokens <= most).values(tokens=spent.c.tokens + tokens)
    return bool(connection.execute(taken).rowcount)


def settle(connection: Connection, address: str, day: date, difference: int) -> None:
    """Corrects a reservation by the tokens really used; `difference` is negative if fewer were."""
    mine = (spent.c.address == address, spent.c.day == day)
    connection.execute(update(spent).where(*mine).values(tokens=spent.c.tokens + difference))


@cache
def _prose() -> TypeAdapter[Prose]:
    """Converts stored prose. Made at its first use: it takes 1 ms, which a start does without."""
    return TypeAdapter(Prose)
