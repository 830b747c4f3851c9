"""Reads the audit log. The kinds of entries are in `model/audit_log`, and their SQL in `store/audit_log`."""

from briefings.model.audit_log import Record
from briefings.store import Store
from briefings.store import audit_log as rows


class AuditLog:
    """The audit log; entries are written where changes are made."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def latest(self, limit: int | None = None) -> list[Record]:
        """The latest changes, newest first."""
        return await self._store.read(lambda connection: rows.latest(connection, limit))
