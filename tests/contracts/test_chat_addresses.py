"""Rows of a chat and its threads are found by an index, and no others, on each database."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy import Connection, event

from briefings.model.delivery import Lead
from briefings.service import Briefings
from briefings.store import follows, subscriptions
from briefings.store.outbox import pending
from tests.fakes.town import ALL_DAYS, SOMEONE, at, on

CHATS = {  # a chat, and the addresses that are inside it
    "telegram:1": {"telegram:1", "telegram:1:7", "telegram:1:9"},
    "slack:T_1/C%": {"slack:T_1/C%", "slack:T_1/C%:5.2"},
    "telegram:1:7": {"telegram:1:7"},
    "telegram:2": set(),
}
OTHERS = {"telegram:10", "telegram:1;7", "telegram:12:7", "slack:Tx1/C%:5.2", "slack:T_1/Cx:5.2", "TELEGRAM:1:7"}


@pytest.mark.parametrize("chat", CHATS)
async def test_a_chat_is_found_with_its_threads_alone(town, chat: str):
    meeting = await town.event(on("2026-05-20"))
    for address in sorted(OTHERS.union(*CHATS.values())):
        await town.core.subscriptions.subscribe(
            address, address, ALL_DAYS, time(8), "UTC", "", SOMEONE, at("2026-03-01T12:00")
        )
        await town.remind(meeting, Lead(1, "d"), address=address)
    await town.core.outbox.enqueue_due(["telegram", "slack"], at("2026-03-02T08:00"))
    store = town.core.library._store
    found = await store.read(lambda connection: subscriptions.of_chat(connection, chat))
    assert {each.address for each in found} == CHATS[chat]
    followed = await store.read(lambda connection: follows.of_chat(connection, chat))
    assert {each.address for each in followed} == CHATS[chat]
    waiting = await store.read(lambda connection: pending.waiting(connection, chat))
    assert {each.address for each in waiting} == CHATS[chat]


async def test_a_chat_is_found_among_a_million_without_reading_all(core: Briefings):
    def step(connection: Connection) -> str:
        ran: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *call: ran.append(call[2:4]))
        subscriptions.of_chat(connection, "telegram:1")
        subscriptions.pause(connection, "telegram:1", "blocked")
        return "\n".join(_plan(connection, said, values) for said, values in list(ran)[:2])

    plan = await core.library._store.write(step)
    assert plan.count("ix_subscription_address") >= 2
    assert "SCAN subscription" not in plan
    assert "Seq Scan" not in plan


def _plan(connection: Connection, said: str, values: Any) -> str:
    """How a statement is carried out with its values; a server reads a small table as a whole unless told not to."""
    if connection.dialect.name == "sqlite":
        return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values))
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return "\n".join(connection.exec_driver_sql(f"EXPLAIN {said}", values).scalars())
