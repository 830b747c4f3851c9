"""The only SQL: tables, and queries named for what they answer. Every function runs in the caller's transaction."""

from briefings.store.engine.connection_errors import is_outage
from briefings.store.engine.database import (
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
from briefings.store.engine.file_modes import TooOpen, files_of, narrow
from briefings.store.engine.lock import only_sender
from briefings.store.engine.maintenance import backup, copy, damage, file_of, migrate, newer
from briefings.store.outbox.claim import Signs
from briefings.store.unreadable_rows import Illegible

__all__ = [
    "PATIENCE",
    "SCHEMA",
    "Brief",
    "Connection",
    "Illegible",
    "Signs",
    "Store",
    "TooOpen",
    "backup",
    "connect",
    "copy",
    "create_schema",
    "damage",
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
