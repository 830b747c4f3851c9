"""What waits in the outbox and whom it concerns: held back by quiet hours, let go, or overtaken by a later change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.tables import PENDING, content, delivery


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that has not left."""

    id: int
    address: str
    due_at: datetime
    not_before: datetime
    expires_at: datetime
    held_until: datetime | None
    facts: dict[str, Any]


_WAITING = (
    select(delivery, content.c.facts)
    .join(content, content.c.id == delivery.c.content)
    .where(delivery.c.state == PENDING)
    .order_by(delivery.c.id)
)


async def waiting(connection: AsyncConnection, chat: str) -> list[Waiting]:
    """What waits for a chat and its threads."""
    inside = (delivery.c.address == chat) | delivery.c.address.startswith(f"{chat}:", autoescape=True)
    return [
        Waiting(row.id, row.address, row.due_at, row.not_before, row.expires_at, row.held_until, row.facts)
        for row in await connection.execute(_WAITING.where(inside))
    ]


async def keep(connection: AsyncConnection, changed: Iterable[Waiting]) -> None:
    """Keeps until when deliveries are held, and until when they matter."""
    rows = [
        {"row": w.id, "not_before": w.not_before, "held_until": w.held_until, "expires_at": w.expires_at}
        for w in changed
    ]
    if rows:
        statement = update(delivery).where(delivery.c.id == bindparam("row"), delivery.c.state == PENDING)
        values: dict[str, Any] = {name: bindparam(name) for name in ("not_before", "held_until", "expires_at")}
        await connection.execute(statement.values(values), rows)


async def unsent_change(connection: AsyncConnection, owner: str) -> dict[str, Any] | None:
    """The facts of a notice of change that an owner owes and that has not left."""
    query = _WAITING.where(delivery.c.owner == owner, delivery.c.kind.in_(("moved", "stopped")))
    row = (await connection.execute(query)).first()
    return row.facts if row else None
