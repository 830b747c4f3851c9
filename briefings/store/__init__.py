"""The only SQL: tables, and queries named for what they answer, synchronous, in the transaction of their caller."""

from sqlalchemy import Connection

from briefings.store.engine.compatibility import is_additive, obstacles
from briefings.store.engine.connection_errors import (
    ended_connection,
    is_away,
    is_outage,
    may_recover,
    no_tables,
)
from briefings.store.engine.database import (
    PATIENCE,
    SCHEMA,
    Step,
    Store,
    connect,
    create_schema,
    current_update,
    database_state,
    leading,
    missing_tables,
    part_of_change,
    schema_version,
    update_in_progress,
)
from briefings.store.engine.database_file import TooOpen, access_by_others, file_of, files_of, is_database, restrict
from briefings.store.engine.lock import has_sender, only_sender, replica_of
from briefings.store.engine.maintenance import (
    copy,
    copy_file,
    damage,
    is_empty,
    is_held,
    migrate,
    newer_schema,
    side_by_side,
    upgrade_breaks,
)
from briefings.store.engine.pool_use import PoolUse
from briefings.store.engine.replica import Replica, check_epoch
from briefings.store.engine.shared_snapshots import shared_snapshots
from briefings.store.outbox.claim import Heartbeat
from briefings.store.unreadable_rows import UnreadableRow

__all__ = [
    "PATIENCE",
    "SCHEMA",
    "Connection",
    "Heartbeat",
    "PoolUse",
    "Replica",
    "Step",
    "Store",
    "TooOpen",
    "UnreadableRow",
    "access_by_others",
    "check_epoch",
    "connect",
    "copy",
    "copy_file",
    "create_schema",
    "current_update",
    "damage",
    "database_state",
    "ended_connection",
    "file_of",
    "files_of",
    "has_sender",
    "is_additive",
    "is_away",
    "is_database",
    "is_empty",
    "is_held",
    "is_outage",
    "leading",
    "may_recover",
    "migrate",
    "missing_tables",
    "newer_schema",
    "no_tables",
    "obstacles",
    "only_sender",
    "part_of_change",
    "replica_of",
    "restrict",
    "schema_version",
    "shared_snapshots",
    "side_by_side",
    "update_in_progress",
    "upgrade_breaks",
]
