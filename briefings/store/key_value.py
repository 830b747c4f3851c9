"""Single values stored for the whole database."""

from sqlalchemy import Connection, select

from briefings.store import sql
from briefings.store.tables import constant


def set_once(connection: Connection, name: str, proposed: str) -> str:
    """The value under a name; stores `proposed` if there is none."""
    connection.execute(sql.insert(connection, constant).values(name=name, value=proposed).on_conflict_do_nothing())
    kept = value(connection, name)
    if kept is None:  # it is there and cannot be read
        exchange(connection, name, proposed)
    return kept or proposed


def value(connection: Connection, name: str) -> str | None:
    """The value under a name; None if it was never stored."""
    return connection.execute(select(constant.c.value).where(constant.c.name == name)).scalar_one_or_none()


def claim(connection: Connection, name: str, proposed: str) -> bool:
    """Stores a value where there is none or ""; False if there is one. Of several processes one gets True."""
    new = sql.insert(connection, constant).values(name=name, value=proposed)
    free = new.on_conflict_do_update(
        index_elements=[constant.c.name], set_={"value": proposed}, where=constant.c.value == ""
    )
    return connection.execute(free.returning(constant.c.name)).first() is not None


def exchange(connection: Connection, name: str, value: str) -> str | None:
    """Stores a value and returns the previous one."""
    before = connection.execute(select(constant.c.value).where(constant.c.name == name)).scalar_one_or_none()
    new = sql.insert(connection, constant).values(name=name, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=[constant.c.name], set_={"value": value}))
    return before
