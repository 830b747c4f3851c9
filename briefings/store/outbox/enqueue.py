"""Writes deliveries under a key that is unique for all time; shared facts are stored once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, Text, cast, literal, select

from briefings.model.delivery import DeliveryKind, DeliveryState, platform_of
from briefings.store import sql
from briefings.store.outbox import duplicates
from briefings.store.sql import Instant, one_of
from briefings.store.tables import content, delivery, subscription

REMINDER_LANE, DIGEST_LANE = 1, 2
FINAL = ("sent", "unknown", "dead", "refused", "expired", "cancelled")


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to write; shared `facts` are stored once, `owner_rev` is the event's rev or 0."""

    key: str
    address: str
    kind: DeliveryKind
    lane: int
    owner: str
    owner_rev: int
    facts: dict[str, Any]
    due_at: datetime
    expires_at: datetime
    state: DeliveryState = "pending"
    reason: str = ""
    not_before: datetime | None = None  # the due instant unless it is held back
    held_until: datetime | None = None
    rather: str = ""  # the key of the delivery that its person gets instead, where this one is spared for it


def _insert_new(connection: Connection, table: Table) -> Any:
    return sql.insert(connection, table).on_conflict_do_nothing()


def write_digests(connection: Connection, owed: NewDelivery, ids: Sequence[int]) -> None:
    """Writes one digest for many subscriptions; `owed` is a template for all but key, address and owner."""
    content_id = _contents(connection, [owed.facts])[json.dumps(owed.facts, sort_keys=True)]
    values = {
        "dedup": literal("digest:") + cast(subscription.c.id, Text) + literal(f":{owed.due_at.isoformat()}"),
        "sender": subscription.c.platform,
        "lane": literal(owed.lane),
        "address": subscription.c.address,
        "kind": literal(owed.kind),
        "owner": literal("subscription:") + cast(subscription.c.id, Text),
        "owner_rev": literal(owed.owner_rev),
        "content": literal(content_id),
        "state": literal(owed.state),
        "due_at": literal(owed.due_at, Instant),
        "not_before": literal(owed.not_before or owed.due_at, Instant),
        "held_until": literal(owed.held_until, Instant),
        "expires_at": literal(owed.expires_at, Instant),
    }
    chosen = select(*values.values()).where(one_of(connection, subscription.c.id, ids)).order_by(subscription.c.id)
    connection.execute(_insert_new(connection, delivery).from_select(list(values), chosen))


def _contents(connection: Connection, facts: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Stores facts, each once; returns ids by their JSON text."""
    contents = {json.dumps(each, sort_keys=True): each for each in facts}
    rows = [{"key": key, "facts": each} for key, each in contents.items()]
    connection.execute(_insert_new(connection, content), rows)
    query = select(content.c.key, content.c.id).where(content.c.key.in_(list(contents)))
    return {row.key: row.id for row in connection.execute(query)}


def write(connection: Connection, owed: Sequence[NewDelivery], now: datetime) -> None:
    """Writes deliveries; existing keys stay unchanged."""
    if not owed:
        return
    ids = _contents(connection, [o.facts for o in owed])
    connection.execute(
        _insert_new(connection, delivery),
        [
            {
                "dedup": o.key,
                "sender": platform_of(o.address),
                "lane": o.lane,
                "address": o.address,
                "kind": o.kind,
                "owner": o.owner,
                "owner_rev": o.owner_rev,
                "content": ids[json.dumps(o.facts, sort_keys=True)],
                "state": o.state,
                "due_at": o.due_at,
                "not_before": o.not_before or o.due_at,
                "held_until": o.held_until,
                "expires_at": o.expires_at,
                "reason": o.reason,
                "settled_at": now if o.state in FINAL else None,
            }
            for o in owed
        ],
    )
    if spared := [(o.key, o.rather) for o in owed if o.rather]:
        duplicates.note(connection, spared)
