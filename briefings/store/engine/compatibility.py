"""Whether this version and another one can work with one database side by side, while processes are replaced in turn.

A schema that only adds to another keeps its first four digits: 0004_1 adds to 0004. Code of 0004 then works with it: it
names the columns that it reads and writes, and new ones have defaults.
"""

from sqlalchemy import Connection, inspect

from briefings.store.engine.database import SCHEMA, Store, missing_tables
from briefings.store.tables import metadata


def is_additive(version: str, schema: str = SCHEMA) -> bool:
    """Whether one of two schemas only adds to the other, by their numbers."""
    return version[:4] == schema[:4]


async def obstacles(store: Store) -> list[str]:
    """Tables with which this version can't work: what it needs is missing, or a new column has no default."""
    return sorted({*await missing_tables(store), *await store.read(_demanding)})


def _demanding(connection: Connection) -> list[str]:
    looked_at, found = inspect(connection), []
    there = set(looked_at.get_table_names())
    for name, table in metadata.tables.items():
        columns = looked_at.get_columns(name) if name in there else ()
        unknown = [each for each in columns if each["name"] not in table.c]
        if any(not each["nullable"] and each.get("default") is None for each in unknown):
            found.append(name)
    return found
