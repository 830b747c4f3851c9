"""Each index over some of the rows is used by a query, on both databases, whatever values the query is given.

A database uses such an index only where the statement itself holds the index's condition: with the condition's value
as a parameter it reads the whole table.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event

from briefings.model.agenda import EventWindow
from briefings.model.marking import SYSTEM, viewing
from briefings.model.outlook import FATE_STATES
from briefings.service import Briefings
from briefings.store import agenda, corrections, follows, intake, outlook, subscriptions
from briefings.store.markings import labels
from briefings.store.outbox import claim, pending
from briefings.store.tables import OPEN, delivery, metadata

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
TODAY = NOW.date()


def statements(connection: Connection) -> None:
    outlook.to_ask(connection, TODAY, NOW, 5)
    for state in FATE_STATES:
        outlook.first_of(connection, state, TODAY, 5)


def events(connection: Connection) -> None:
    agenda.page(connection, EventWindow(), NOW, TODAY, 5)
    agenda.count(connection, EventWindow(unconfirmed=True), NOW, TODAY)


def doubtful(connection: Connection) -> None:
    connection.execute(claim.WITH_FACTS.where(delivery.c.sent_as == "x", delivery.c.state.in_(OPEN)))


USES: dict[str, Callable[[Connection], object]] = {
    "ix_label_until": lambda connection: labels.ended(connection, NOW),
    "ix_event_state": events,
    "ix_event_long": events,
    "ix_event_unconfirmed": events,
    "ix_reminder_due": lambda connection: follows.due(connection, ["telegram"], NOW, 5, set()),
    "ix_subscription_due": lambda connection: subscriptions.due(connection, ["telegram"], NOW, 5, "UTC", set()),
    "ix_subscription_elsewhere": lambda connection: subscriptions.of_address(connection, "telegram:1"),
    "ix_delivery_open": lambda connection: claim.upcoming(connection, "telegram", NOW, 5, []),
    "ix_delivery_pending": lambda connection: claim.upcoming(connection, "telegram", NOW, 5, []),
    "ix_delivery_lease": lambda connection: claim.in_doubt(connection, "telegram", 1, NOW, []),
    "ix_delivery_sent_as": doubtful,
    "ix_delivery_settled_at": lambda connection: pending._settled(connection, NOW),
    "ix_delivery_expires_at": lambda connection: pending.expire(connection, NOW),
    "ix_intake_unfinished": lambda connection: intake.unfinished(connection, "telegram"),
    "ix_statement_unasked": statements,
    "ix_statement_unsettled": statements,
    "ix_statement_moved": statements,
    "ix_statement_settled": statements,
    "ix_quote_receipt_delivery": lambda connection: corrections.drop_pushes(connection, [1, 2]),
}

BESIDE = {"ix_subscription_elsewhere": "ix_subscription_address"}  # by which the other half of an OR is found


def test_each_index_over_some_of_the_rows_has_a_query():
    partial = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.info.get("postgresql", {}).get("where") is not None
    }
    assert partial == USES.keys()


@pytest.mark.parametrize("name", USES)
async def test_the_index_is_used_whatever_the_values(core: Briefings, name: str):
    def step(connection: Connection) -> list[str]:
        without_others(connection, name)
        ran: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *call: ran.append(call[2:4]))
        USES[name](connection)
        return [plan_of(connection, said, values) for said, values in list(ran)]

    with viewing(SYSTEM):
        plans = await core.library._store.write(step)
    assert any(re.search(rf"\b{name}\b", plan) for plan in plans), "\n\n".join(plans)


def without_others(connection: Connection, name: str) -> None:
    """Drops the other indexes of its table, between which a database without rows chooses at random."""
    (table,) = (each for each in metadata.tables.values() if name in {index.name for index in each.indexes})
    for index in table.indexes:
        if index.name not in (name, BESIDE.get(name)):
            connection.exec_driver_sql(f"DROP INDEX {index.name}")


def plan_of(connection: Connection, said: str, values: Sequence[Any]) -> str:
    """How a statement is carried out where its values are unknown."""
    if connection.dialect.name == "sqlite":
        return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values))
    for setting in ("enable_seqscan = off", "plan_cache_mode = force_generic_plan"):
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    connection.exec_driver_sql(f"PREPARE asked AS {said}")
    nulls = ", ".join("NULL" for _ in {*re.findall(r"\$\d+", said)})
    plan = connection.exec_driver_sql(f"EXPLAIN EXECUTE asked{f'({nulls})' if nulls else ''}").scalars().all()
    connection.exec_driver_sql("DEALLOCATE asked")
    return "\n".join(plan)


async def test_the_events_of_some_days_are_found_without_reading_all(core: Briefings):
    def step(connection: Connection) -> str:
        ran: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *call: ran.append(call[2:4]))
        agenda.around(connection, [(TODAY, TODAY), (TODAY, TODAY)], [1, 2])
        return plan_of(connection, *ran[0])

    with viewing(SYSTEM):
        plan = await core.library._store.write(step)
    assert "ix_event_first" in plan
    assert "ix_event_long" in plan or core.library._store.dialect == "postgresql"  # which goes by how many there are
    assert not re.search(r"(SCAN|Seq Scan on) event", plan)
