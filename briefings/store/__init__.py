"""The only SQL: tables, and queries named for what they answer. Every function takes the transaction it runs in."""

from briefings.store.database import (
    PATIENCE,
    SCHEMA,
    Brief,
    Connection,
    Store,
    connect,
    create_schema,
    lacking,
    schema_version,
)
from briefings.store.keeping import backup, copy, file_of, migrate, newer
from briefings.store.lock import only_sender
from briefings.store.private import TooOpen, files_of, narrow
from briefings.store.reaching import is_outage

__all__ = [
    "PATIENCE",
    "SCHEMA",
    "Brief",
    "Connection",
    "Store",
    "TooOpen",
    "backup",
    "connect",
    "copy",
    "create_schema",
    "file_of",
    "files_of",
    "is_outage",
    "lacking",
    "migrate",
    "narrow",
    "newer",
    "only_sender",
    "schema_version",
]
