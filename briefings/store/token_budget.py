"""The language model tokens that each chat has spent of its daily budget."""

from datetime import date, timedelta

from sqlalchemy import Connection, delete, update

from briefings.store import sql
from briefings.store.tables import spent

_DAYS_KEPT = timedelta(days=7)


def reserve(connection: Connection, address: str, day: date, tokens: int, most: int) -> bool:
    """Reserves tokens from a chat's daily budget; False, without change, if too few are left."""
    connection.execute(delete(spent).where(spent.c.day < day - _DAYS_KEPT))
    row = {"address": address, "day": day, "tokens": 0}
    connection.execute(sql.insert(connection, spent).values(row).on_conflict_do_nothing())
    mine = (spent.c.address == address, spent.c.day == day)
    taken = update(spent).where(*mine, spent.c.tokens + tokens <= most).values(tokens=spent.c.tokens + tokens)
    return bool(connection.execute(taken).rowcount)


def settle(connection: Connection, address: str, day: date, difference: int) -> None:
    """Corrects a reservation by the tokens really used; `difference` is negative if fewer were."""
    mine = (spent.c.address == address, spent.c.day == day)
    connection.execute(update(spent).where(*mine).values(tokens=spent.c.tokens + difference))
