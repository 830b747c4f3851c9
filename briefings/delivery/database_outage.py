"""Notifies admins after the database could not be written to, and notes the outage for `readout health`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from briefings.model.delivery import chat_of
from briefings.reminders.quiet_hours import held_back
from briefings.store import Connection, chats, key_value
from briefings.store.outbox import pending
from briefings.store.outbox.pending import NewDelivery
from briefings.translatable import stored

_LAST = "last database outage"
_KEEPS = timedelta(days=7)


def tell(
    connection: Connection, addresses: Iterable[str], since: datetime, until: datetime, reason: str, zone: str
) -> None:
    """Notifies these addresses once of an outage and stores it as the last one; `zone` is the default zone."""
    key_value.exchange(connection, _LAST, f"{since.isoformat()} {until.isoformat()}")
    wanted = list(dict.fromkeys(addresses))
    habits = chats.habits(connection, wanted, zone)
    facts = {"kind": "database", "since": since.isoformat(), "until": until.isoformat(), "reason": stored(reason)}
    owed = [
        NewDelivery(
            key=f"database:{since.isoformat()}:{address}",
            address=address,
            kind="notice",
            lane=pending.REMINDER_LANE,
            owner="database",
            owner_rev=0,
            facts=facts,
            due_at=until,
            expires_at=until + _KEEPS,
        )
        for address in wanted
    ]
    pending.enqueue(connection, [held_back(each, habits[chat_of(each.address)], until) for each in owed], until)


def last(connection: Connection) -> tuple[datetime, datetime] | None:
    """Start and end of the last database outage; None if there was none."""
    kept = key_value.value(connection, _LAST)
    if not kept:
        return None
    since, until = kept.split()
    return datetime.fromisoformat(since), datetime.fromisoformat(until)
