"""Numbers of restricted rows: negative, from a sequence of their own, so that they leave no gaps among the others."""

from sqlalchemy import Connection, Table, select

from briefings.store import key_value
from briefings.store.tables import label


def restricted_number(connection: Connection, table: Table, label_: int | None) -> dict[str, int]:
    """The id of a new row with a label, as a column of the row; {} if it takes the next number of all."""
    if label_ is None or not is_restricted(connection, label_):
        return {}
    name = f"restricted {table.name}"
    number = int(key_value.value(connection, name) or 0) + 1
    key_value.exchange(connection, name, str(number))
    return {"id": -number}


def is_restricted(connection: Connection, label_: int) -> bool:
    """Whether some readers of unmarked analyses may not see a label."""
    return bool(connection.execute(select(label.c.restricted).where(label.c.id == label_)).scalar_one_or_none())
