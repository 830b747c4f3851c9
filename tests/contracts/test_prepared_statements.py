"""What SQLite's driver executes by itself gives the rows, the checks and the errors that SQLAlchemy gives."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, create_engine, delete, event, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from briefings.model.marking import SYSTEM, Viewer, viewing
from briefings.service import open_briefings
from briefings.store.engine.prepared import PreparedConnection, PreparedResult, Statements
from briefings.store.sql import UnguardedQuery, drop_unreadable_rows, insert_of, one_of_named
from briefings.store.tables import analysis, chat, intake, label, metadata

NOW = datetime(2026, 3, 5, 12, 0, 0, 5, UTC)
OFTEN = 12
ROW = {"name": "telegram:1", "platform": "telegram", "address": "telegram:5", "sender": "", "payload": "{}"}
NAMED = select(intake).where(one_of_named(intake.c.name, "names"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/readout.db")
    drop_unreadable_rows(engine)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[PreparedConnection]:
    connection = PreparedConnection(engine, Statements(engine.dialect))
    with connection, connection.begin():
        connection.execute(intake.insert(), ROW | {"received_at": NOW, "done_at": None, "owner": "me"})
        yield connection


def often(connection: PreparedConnection, statement: Any, given: dict[str, Any]) -> PreparedResult:
    """The result of the last of many executions, which is by the driver."""
    results = [connection.execute(statement, given) for _ in range(OFTEN)]
    assert isinstance(results[-1], PreparedResult)
    return results[-1]


def test_the_rows_are_those_that_sqlalchemy_gives(connection: PreparedConnection):
    first = connection.execute(NAMED, {"names": ["telegram:1"]})
    assert not isinstance(first, PreparedResult)
    row, again = first.one(), often(connection, NAMED, {"names": ["telegram:1"]}).one()
    assert tuple(again) == tuple(row)
    assert (again.received_at, again.done_at, again.saved, again.tries) == (NOW, None, False, 0)
    assert connection.execute(NAMED, {"names": []}).all() == []


def test_values_that_stand_in_the_statement_are_sent(connection: PreparedConnection):
    found = select(intake.c.name).where(intake.c.owner == "me", intake.c.tries < bindparam("most"))
    assert often(connection, found, {"most": 1}).scalars().all() == ["telegram:1"]
    assert connection.execute(found, {"most": 0}).scalars().all() == []


def test_changes_tell_how_many_rows_they_changed(connection: PreparedConnection):
    change = update(intake).where(intake.c.name == bindparam("wanted")).values(done_at=bindparam("now"))
    assert often(connection, change, {"wanted": "telegram:1", "now": NOW}).rowcount == 1
    assert connection.execute(NAMED, {"names": ["telegram:1"]}).one().done_at == NOW
    assert connection.execute(change, {"wanted": "telegram:2", "now": NOW}).rowcount == 0


def test_a_row_is_inserted_once(connection: PreparedConnection):
    once = insert_of("sqlite", intake).on_conflict_do_nothing(index_elements=[intake.c.name]).returning(intake.c.name)
    assert often(connection, once, ROW | {"received_at": NOW}).scalars().all() == []
    new = [ROW | {"name": "telegram:2", "received_at": NOW}]
    assert connection.execute(once, new).scalars().all() == ["telegram:2"]
    several = [ROW | {"name": f"telegram:{number}", "received_at": NOW} for number in (2, 3, 4)]
    assert set(connection.execute(once, several).scalars()) == {"telegram:3", "telegram:4"}


def test_rows_that_cannot_be_read_are_left_out(connection: PreparedConnection, caplog: pytest.LogCaptureFixture):
    named = select(intake.c.name, intake.c.received_at).where(intake.c.platform == bindparam("platform"))
    often(connection, named, {"platform": "telegram"})
    connection.execute(text("UPDATE intake SET received_at = 'noon'"))
    assert connection.execute(named, {"platform": "telegram"}).all() == []
    assert [record.message for record in caplog.records] == ["a row cannot be read and is set aside"]


def test_a_query_that_asks_for_no_viewer_is_refused(connection: PreparedConnection):
    titles = select(analysis.c.title).where(analysis.c.id == bindparam("number"))
    with viewing(SYSTEM):
        often(connection, titles, {"number": 1})
    with viewing(Viewer("GREEN")), pytest.raises(UnguardedQuery):
        connection.execute(titles, {"number": 1})


def test_errors_are_those_of_sqlalchemy(connection: PreparedConnection):
    rename = update(intake).where(intake.c.name == bindparam("old")).values(name=bindparam("new"))
    often(connection, rename, {"old": "none", "new": "telegram:1"})
    connection.execute(intake.insert(), ROW | {"name": "telegram:2", "received_at": NOW})
    with pytest.raises(IntegrityError):
        connection.execute(rename, {"old": "telegram:2", "new": "telegram:1"})
    gone = delete(label).where(label.c.id == bindparam("number"))
    often(connection, gone, {"number": 1})
    connection.execute(text("DROP TABLE label"))
    with pytest.raises(OperationalError):
        connection.execute(gone, {"number": 1})


def test_what_is_sent_otherwise_each_time_is_left_to_sqlalchemy(connection: PreparedConnection):
    listed = select(chat.c.address).where(chat.c.address.in_(bindparam("some", expanding=True)))
    lost: list[str] = []
    for statement, given in (
        (listed, {"some": ["telegram:5", "telegram:6"]}),
        (select(intake.c.name).execution_options(lost=lost), {}),
        (text("SELECT name FROM intake WHERE owner = :owner"), {"owner": "me"}),
    ):
        results = [connection.execute(statement, given) for _ in range(OFTEN)]
        assert not isinstance(results[-1], PreparedResult)
        results[-1].all()


def test_who_listens_to_statements_hears_all_of_them(connection: PreparedConnection):
    often(connection, NAMED, {"names": ["telegram:1"]})
    heard: list[str] = []
    event.listen(connection.engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    assert connection.execute(NAMED, {"names": ["telegram:1"]}).one().name == "telegram:1"
    assert len(heard) == 1


async def test_a_changed_setting_is_seen_at_once(tmp_path: Path):
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        for number in range(OFTEN):
            zone = ("Asia/Tokyo", "Europe/Paris")[number % 2]
            await core.chats.set_zone("telegram:1", zone, NOW)
            assert (await core.chats.chat("telegram:1")).zone == zone
