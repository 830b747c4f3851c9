"""Reads the audit log. The kinds of entries are in `model/audit_log`, and their SQL in `store/accounts/audit_log`."""

from datetime import datetime

from briefings.model.audit_log import OfSettings, Record
from briefings.model.delivery import chat_of
from briefings.store import Store
from briefings.store.accounts import audit_log as rows


class AuditLog:
    """The audit log; entries are written where changes are made."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def latest(self, limit: int | None = None) -> list[Record]:
        """The latest changes, newest first."""
        return await self._store.read(lambda connection: rows.latest(connection, limit))

    async def note_setting(self, setting: OfSettings, address: str, value: str, by: str, now: datetime) -> None:
        """Records who set a group's time zone, language or quiet hours to what."""
        record = Record(now, by, setting, chat_of(address), note=value)
        await self._store.write(lambda connection: rows.note(connection, record))

    async def settings_of(self, address: str) -> dict[str, Record]:
        """Who last set which setting of a group, and when."""
        found = await self._store.read(lambda connection: rows.settings_of(connection, chat_of(address)))
        return {each.deed: each for each in found}
