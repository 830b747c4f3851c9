"""Output of the language model, cached for a year after it was written."""

from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select

from briefings.model.summary import Prose
from briefings.store.sql import one
from briefings.store.tables import prose

_prose = TypeAdapter(Prose)
_KEPT = timedelta(days=365)  # a text that nobody has asked about for so long may be written anew


def cached_prose(connection: Connection, key: str) -> Prose | None:
    """The prose under a key; also None if it can't be read, so that it is written anew."""
    row = connection.execute(select(prose.c.prose).where(prose.c.key == key)).first()
    return one(row, lambda kept: _prose.validate_json(kept.prose), "prose") if row else None


def cache_prose(connection: Connection, key: str, made: Prose, now: datetime) -> None:
    """Stores prose under a key and prunes old entries."""
    connection.execute(delete(prose).where((prose.c.key == key) | (prose.c.at < now - _KEPT)))
    connection.execute(prose.insert().values(key=key, prose=_prose.dump_json(made).decode(), at=now))
