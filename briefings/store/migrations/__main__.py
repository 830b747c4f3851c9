"""`python -m briefings.store.migrations` migrates the database named on standard input to the newest schema.

The URL is read from standard input because other users can see arguments, and it may hold a password. With a schema as
argument, it prints which tables of that schema the newest one changes in other ways than by adding.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from briefings.errors import BriefingError, Busy
from briefings.store.engine.compatibility import changed, declared, found
from briefings.store.engine.database import connect, lock_schema
from briefings.store.sql import POSTGRESQL

_WAIT_MILLISECONDS = 800  # for all tables; after a second PostgreSQL ends one of those who wait for each other
_ATTEMPTS = 100
_PAUSE_SECONDS = 0.3  # between two attempts, each time another one of up to a second


def upgrade(connection: Connection) -> None:
    """Runs every migration that the database has not seen, in the transaction of `connection`.

    Raises DBAPIError if other transactions keep the tables for too long.
    """
    lock_schema(connection)
    _lock_tables(connection)
    _upgrade_to("head", connection)


def _upgrade_to(schema: str, connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


def _lock_tables(connection: Connection) -> None:
    """Takes the tables of a PostgreSQL database that will be altered, all or none of them.

    Other processes work meanwhile, and PostgreSQL would end one of two transactions that wait for each other's tables.
    """
    if connection.dialect.name != POSTGRESQL or not inspect(connection).has_table("alembic_version"):
        return
    quoted = connection.dialect.identifier_preparer.quote
    if altered := _altered_since(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()):
        connection.execute(text(f"SET LOCAL statement_timeout = {_WAIT_MILLISECONDS}"))
        connection.execute(text(f"LOCK TABLE {', '.join(map(quoted, altered))}"))
        connection.execute(text("SET LOCAL statement_timeout = DEFAULT"))


@cache
def _altered_since(schema: str) -> list[str]:
    """The tables of a schema that the migrations after it change in any way."""
    with _scratch(schema) as connection:
        before = _drawn(connection)
        _upgrade_to("head", connection)
        after = _drawn(connection)
    return sorted(name for name, statements in before.items() if statements != after.get(name))


def _drawn(connection: Connection) -> dict[str, set[str]]:
    """The statements that make each table of an SQLite database, and its indexes."""
    drawn: dict[str, set[str]] = {}
    for table, statement in connection.execute(text("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")):
        drawn.setdefault(table, set()).add(statement)
    return drawn


@contextmanager
def _scratch(schema: str) -> Iterator[Connection]:
    """An SQLite database with that schema, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/scratch.db", poolclass=NullPool)
        with engine.begin() as connection:
            _upgrade_to(schema, connection)
            yield connection


def changed_since(schema: str) -> list[str]:
    """The tables of a schema that the newest one changes in other ways than by adding to them."""
    with _scratch(schema) as connection:
        return changed(found(connection), declared(connection.dialect))


async def migrate(url: str) -> None:
    """Brings the database at `url` to the newest schema, all or nothing. Raises Busy and Unavailable."""
    store = await connect(url)
    try:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await store.write(upgrade)
            except Busy:
                if attempt == _ATTEMPTS:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS * attempt % 1)
    finally:
        await store.close()


if __name__ == "__main__":
    try:
        if schemas := sys.argv[1:]:
            sys.stdout.write("\n".join(changed_since(schemas[0])))
        else:
            asyncio.run(migrate(sys.stdin.readline().strip()))
    except BriefingError as error:
        sys.exit(str(error))
