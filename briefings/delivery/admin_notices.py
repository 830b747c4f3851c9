"""Notices to admins: the clock jumped, the database failed, a platform refuses the account, or a webhook was stopped.

Each is written once, and held back in quiet hours. `zone` is the default zone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from briefings.model.delivery import chat_of
from briefings.reminders.linked_duplicates import suppress
from briefings.reminders.quiet_hours import held_back
from briefings.store import Connection, key_value
from briefings.store.accounts import chats, people
from briefings.store.outbox import pending, senders
from briefings.store.outbox.pending import NewDelivery
from briefings.translatable import stored

_LAST_OUTAGE = "last database outage"
_KEEPS = timedelta(days=7)
_SERVED = timedelta(days=1)  # a platform that wasn't heard of for longer tells nobody


def notify_clock_jump(
    connection: Connection, addresses: Iterable[str], step: timedelta, zone: str, now: datetime, *, lasted: bool
) -> None:
    """Notifies these addresses of a clock jump and whether it lasted."""
    facts = {"kind": "clock", "seconds": round(step.total_seconds()), "lasted": lasted}
    _write(connection, addresses, f"clock:{now.isoformat()}", "clock", facts, zone, now)


def notify_database_outage(
    connection: Connection, addresses: Iterable[str], since: datetime, until: datetime, reason: str, zone: str
) -> None:
    """Notifies these addresses of an outage that has ended, and stores it as the last one."""
    key_value.exchange(connection, _LAST_OUTAGE, f"{since.isoformat()} {until.isoformat()}")
    facts = {"kind": "database", "since": since.isoformat(), "until": until.isoformat(), "reason": stored(reason)}
    _write(connection, addresses, f"database:{since.isoformat()}", "database", facts, zone, until)


def last_database_outage(connection: Connection) -> tuple[datetime, datetime] | None:
    """Start and end of the last database outage; None if there was none."""
    kept = key_value.value(connection, _LAST_OUTAGE)
    if not kept:
        return None
    since, until = kept.split()
    return datetime.fromisoformat(since), datetime.fromisoformat(until)


def pause_refused_sender(
    connection: Connection, sender: str, reason: str, addresses: Iterable[str], zone: str, now: datetime
) -> None:
    """Pauses a sender whose account is refused, and notifies these addresses once per refusal."""
    since = senders.refuse(connection, sender, reason, now)
    facts = {"kind": "notice", "sender": sender, "reason": stored(reason)}
    _write(connection, addresses, f"alarm:{sender}:{since.isoformat()}", f"sender:{sender}", facts, zone, now)


def notify_webhook_stopped(
    connection: Connection,
    webhook: int,
    host: str,
    reason: str,
    addresses: Iterable[str],
    zone: str,
    now: datetime,
) -> None:
    """Notifies these addresses that a webhook was turned off."""
    facts = {"kind": "webhook stopped", "webhook": webhook, "host": host, "reason": stored(reason)}
    key, owner = f"webhook stopped:{webhook}:{now.isoformat()}", f"webhook:{webhook}:stopped"
    _write(connection, addresses, key, owner, facts, zone, now)


def _write(
    connection: Connection,
    addresses: Iterable[str],
    key: str,
    owner: str,
    facts: dict[str, Any],
    zone: str,
    at: datetime,
) -> None:
    """Writes one notice with these facts to each address, under the key followed by the address.

    A person with two linked accounts among the addresses gets it once.
    """
    wanted = list(dict.fromkeys(addresses))
    chat_times = chats.chat_times(connection, wanted, zone)
    made = [
        NewDelivery(
            key=f"{key}:{address}",
            address=address,
            kind="notice",
            lane=pending.REMINDER_LANE,
            owner=owner,
            owner_rev=0,
            facts=facts,
            due_at=at,
            expires_at=at + _KEEPS,
        )
        for address in wanted
    ]
    held = [held_back(each, chat_times[chat_of(each.address)], at) for each in made]
    alive = partial(people.is_platform_alive, connection, since=at - _SERVED)
    pending.enqueue(connection, suppress(connection, held, alive), at)
