"""`python -m briefings.store.migrations` migrates the database named on standard input to the newest schema.

The URL is read from standard input because other users can see arguments, and it may hold a password.
"""

import asyncio
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from briefings.errors import Unavailable
from briefings.store.engine.database import connect, lock_schema


def upgrade(connection: Connection) -> None:
    """Runs every migration that the database has not seen, in the transaction of `connection`."""
    lock_schema(connection)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def migrate(url: str) -> None:
    """Brings the database at `url` to the newest schema, all or nothing. Raises Unavailable."""
    store = await connect(url)
    try:
        await store.write(upgrade)
    finally:
        await store.close()


if __name__ == "__main__":
    try:
        asyncio.run(migrate(sys.stdin.readline().strip()))
    except Unavailable as error:
        sys.exit(str(error))
