"""Single values stored for the whole database."""

from sqlalchemy import Connection, select

from briefings.store import sql
from briefings.store.tables import constant


def set_once(connection: Connection, name: str, proposed: str) -> str:
    """The value of a constant: the one that was proposed first."""
    connection.execute(sql.insert(connection, constant).values(name=name, value=proposed).on_conflict_do_nothing())
    kept = value(connection, name)
    if kept is None:  # it is there and cannot be read
        exchange(connection, name, proposed)
    return kept or proposed


def value(connection: Connection, name: str) -> str | None:
    """A constant, None where it was never kept."""
    return connection.execute(select(constant.c.value).where(constant.c.name == name)).scalar_one_or_none()


def exchange(connection: Connection, name: str, value: str) -> str | None:
    """Keeps a value and returns the one before."""
    before = connection.execute(select(constant.c.value).where(constant.c.name == name)).scalar_one_or_none()
    new = sql.insert(connection, constant).values(name=name, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=[constant.c.name], set_={"value": value}))
    return before
