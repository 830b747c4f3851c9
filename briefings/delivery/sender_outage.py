"""Holds deliveries while a platform refuses the account, and notifies admins elsewhere once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from briefings.model.delivery import chat_of
from briefings.reminders.quiet_hours import held_back
from briefings.store import Connection, chats
from briefings.store.outbox import pending, senders
from briefings.store.outbox.pending import NewDelivery
from briefings.translatable import stored

_KEEPS = timedelta(days=7)


def refuse(
    connection: Connection, sender: str, reason: str, addresses: Iterable[str], zone: str, now: datetime
) -> None:
    """Pauses a sender and notifies these addresses once per refusal.

    `zone` is the default zone.
    """
    since = senders.refuse(connection, sender, reason, now)
    wanted = list(addresses)
    habits = chats.habits(connection, wanted, zone)
    facts = {"kind": "notice", "sender": sender, "reason": stored(reason)}
    owed = [
        NewDelivery(
            key=f"alarm:{sender}:{since.isoformat()}:{address}",
            address=address,
            kind="notice",
            lane=pending.REMINDER_LANE,
            owner=f"sender:{sender}",
            owner_rev=0,
            facts=facts,
            due_at=now,
            expires_at=now + _KEEPS,
        )
        for address in wanted
    ]
    pending.enqueue(connection, [held_back(each, habits[chat_of(each.address)], now) for each in owed], now)
