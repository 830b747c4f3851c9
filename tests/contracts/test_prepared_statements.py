"""What a database's driver executes by itself gives the rows, the checks and the errors that SQLAlchemy gives."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, delete, event, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from briefings.errors import Broken
from briefings.model.marking import SYSTEM, Viewer, viewing
from briefings.service import open_briefings
from briefings.store import Store, connect, create_schema
from briefings.store.engine.prepared import PreparedResult
from briefings.store.sql import UnguardedQuery, insert_of, one_of_named
from briefings.store.tables import analysis, chat, intake, label

NOW = datetime(2026, 3, 5, 12, 0, 0, 5, UTC)
OFTEN = 12
ROW = {"name": "telegram:1", "platform": "telegram", "address": "telegram:5", "sender": "", "payload": "{}"}
NAMED = select(intake).where(one_of_named(intake.c.name, "names"))


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """A store on each database in turn, with one row."""
    store = await connect(database)
    if store.dialect == "sqlite":
        await create_schema(store)
    row = ROW | {"received_at": NOW, "done_at": None, "owner": "me"}
    await store.write(lambda connection: connection.execute(intake.insert(), row))
    yield store
    await store.close()


def often(connection: Connection, statement: Any, given: dict[str, Any]) -> PreparedResult:
    """The result of the last of many executions, which is by the driver."""
    results = [connection.execute(statement, given) for _ in range(OFTEN)]
    assert isinstance(results[-1], PreparedResult)
    return results[-1]


def is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def in_transaction(check: Callable[[Connection], None]) -> Callable[[Store], Any]:
    """A test of a function that works on a connection in a transaction."""

    async def test(store: Store) -> None:
        await store.write(check)

    return test


@in_transaction
def test_the_rows_are_those_that_sqlalchemy_gives(connection: Connection) -> None:
    first = connection.execute(NAMED, {"names": ["telegram:1"]})
    assert not isinstance(first, PreparedResult)
    row, again = first.one(), often(connection, NAMED, {"names": ["telegram:1"]}).one()
    assert tuple(again) == tuple(row)
    assert (again.received_at, again.done_at, again.saved, again.tries) == (NOW, None, False, 0)
    assert connection.execute(NAMED, {"names": []}).all() == []


@in_transaction
def test_rows_that_cannot_be_read_are_told_to_who_asks(connection: Connection) -> None:
    connection.execute(update(intake).values(received_at=text("9000000000000000000")))
    often(connection, NAMED, {"names": []})
    lost: list[int] = []
    found = connection.execute(NAMED, {"names": ["telegram:1"]}, execution_options={"lost": lost})
    assert isinstance(found, PreparedResult)
    assert (found.all(), lost) == ([], [1])


@in_transaction
def test_values_that_stand_in_the_statement_are_sent(connection: Connection) -> None:
    found = select(intake.c.name).where(intake.c.owner == "me", intake.c.tries < bindparam("most"))
    assert often(connection, found, {"most": 1}).scalars().all() == ["telegram:1"]
    assert connection.execute(found, {"most": 0}).scalars().all() == []


@in_transaction
def test_changes_tell_how_many_rows_they_changed(connection: Connection) -> None:
    change = update(intake).where(intake.c.name == bindparam("wanted")).values(done_at=bindparam("now"))
    assert often(connection, change, {"wanted": "telegram:1", "now": NOW}).rowcount == 1
    assert connection.execute(NAMED, {"names": ["telegram:1"]}).one().done_at == NOW
    assert connection.execute(change, {"wanted": "telegram:2", "now": NOW}).rowcount == 0


@in_transaction
def test_a_row_is_inserted_once(connection: Connection) -> None:
    insert = insert_of(connection.dialect.name, intake)
    once = insert.on_conflict_do_nothing(index_elements=[intake.c.name]).returning(intake.c.name)
    new = ROW | {"received_at": NOW, "owner": "me"}
    assert often(connection, once, new).scalars().all() == []
    assert connection.execute(once, [new | {"name": "telegram:2"}]).scalars().all() == ["telegram:2"]
    several = [new | {"name": f"telegram:{number}"} for number in (2, 3, 4)]
    assert set(connection.execute(once, several).scalars()) == {"telegram:3", "telegram:4"}


@in_transaction
def test_many_rows_are_inserted_at_once(connection: Connection) -> None:
    new = intake.insert()

    def rows(*names: str, **more: Any) -> list[dict[str, Any]]:
        return [ROW | {"name": name, "received_at": NOW} | more for name in names]

    for number in range(OFTEN):
        added = connection.execute(new, rows(f"telegram:a{number}", f"telegram:b{number}"))
    assert (isinstance(added, PreparedResult), added.rowcount) == (True, 2 if is_sqlite(connection) else -1)
    assert connection.execute(NAMED, {"names": ["telegram:b11"]}).one().received_at == NOW
    connection.execute(new, rows("telegram:d", "telegram:e", owner="me"))
    assert connection.execute(NAMED, {"names": ["telegram:e"]}).one().owner == "me"
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(new, rows("telegram:c", "telegram:a0"))


@in_transaction
def test_rows_that_cannot_be_read_are_left_out(connection: Connection) -> None:
    named = select(intake.c.name, intake.c.received_at).where(intake.c.platform == bindparam("platform"))
    assert len(often(connection, named, {"platform": "telegram"}).all()) == 1
    connection.execute(text("UPDATE intake SET received_at = 9223372036854775807"))
    assert connection.execute(named, {"platform": "telegram"}).all() == []


@in_transaction
def test_a_query_that_asks_for_no_viewer_is_refused(connection: Connection) -> None:
    titles = select(analysis.c.title).where(analysis.c.id == bindparam("number"))
    with viewing(SYSTEM):
        often(connection, titles, {"number": 1})
    with viewing(Viewer("GREEN")), pytest.raises(UnguardedQuery):
        connection.execute(titles, {"number": 1})


async def test_errors_are_those_of_sqlalchemy(store: Store):
    rename = update(intake).where(intake.c.name == bindparam("old")).values(name=bindparam("new"))
    gone = delete(label).where(label.c.id == bindparam("number"))
    other = ROW | {"name": "telegram:2", "received_at": NOW, "owner": "me"}

    def fails(connection: Connection) -> None:
        connection.execute(rename, {"old": "telegram:2", "new": "telegram:1"})

    def lacks_a_table(connection: Connection) -> None:
        often(connection, gone, {"number": 1})
        connection.execute(text("ALTER TABLE label RENAME TO earlier"))
        connection.execute(gone, {"number": 1})

    await store.write(lambda connection: often(connection, rename, {"old": "none", "new": "telegram:1"}))
    await store.write(lambda connection: connection.execute(intake.insert(), other))
    with pytest.raises(IntegrityError):
        await store.write(fails)
    with pytest.raises((DBAPIError, Broken)):
        await store.write(lacks_a_table)
    assert await store.read(lambda connection: connection.execute(text("SELECT count(*) FROM intake")).scalar()) == 2


@in_transaction
def test_what_is_sent_otherwise_each_time_is_left_to_sqlalchemy(connection: Connection) -> None:
    listed = select(chat.c.address).where(chat.c.address.in_(bindparam("some", expanding=True)))
    lost: list[str] = []
    for statement, given in (
        (listed, {"some": ["telegram:5", "telegram:6"]}),
        (select(intake.c.name).execution_options(lost=lost), {}),
    ):
        results = [connection.execute(statement, given) for _ in range(OFTEN)]
        assert not isinstance(results[-1], PreparedResult)
        results[-1].all()


@in_transaction
def test_plain_sql_is_executed_as_well(connection: Connection) -> None:
    owned = text("SELECT name FROM intake WHERE owner = :owner")
    assert often(connection, owned, {"owner": "me"}).scalars().all() == ["telegram:1"]
    assert connection.execute(owned, {"owner": "another"}).scalars().all() == []


@in_transaction
def test_who_listens_to_statements_hears_all_of_them(connection: Connection) -> None:
    often(connection, NAMED, {"names": ["telegram:1"]})
    heard: list[str] = []

    def hear(*given: Any) -> None:
        heard.append(given[2])

    event.listen(connection.engine, "before_cursor_execute", hear)
    assert connection.execute(NAMED, {"names": ["telegram:1"]}).one().name == "telegram:1"
    event.remove(connection.engine, "before_cursor_execute", hear)
    assert len(heard) == 1


async def test_a_changed_setting_is_seen_at_once(tmp_path: Path):
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        for number in range(OFTEN):
            zone = ("Asia/Tokyo", "Europe/Paris")[number % 2]
            await core.chats.set_zone("telegram:1", zone, NOW)
            assert (await core.chats.chat("telegram:1")).zone == zone


async def test_a_statement_that_postgresql_ends_is_tried_again_on_another_connection(url: str):
    store = await connect(url)
    mine, ended = text("SELECT pg_backend_pid()"), text("SELECT pg_terminate_backend(pg_backend_pid())")
    attempts: list[int] = []

    def step(connection: Connection) -> int:
        number: int = often(connection, mine, {}).scalar_one()
        attempts.append(number)
        if len(attempts) == 1:
            often(connection, ended, {})
        return number

    await store.read(step)
    assert len(set(attempts)) == len(attempts) == 2
    await store.close()


async def test_postgresql_prepares_a_statement_anew_once_a_column_has_changed(url: str):
    store = await connect(url)
    found = select(chat.c.zone).where(chat.c.address == bindparam("address"))
    await store.read(lambda connection: often(connection, found, {"address": "telegram:5"}))
    changed = text("ALTER TABLE chat ALTER COLUMN zone TYPE VARCHAR(300)")
    await store.write(lambda connection: connection.execute(changed))
    with pytest.raises(DBAPIError):
        await store.read(lambda connection: connection.execute(found, {"address": "telegram:5"}))
    assert await store.read(lambda connection: connection.execute(found, {"address": "telegram:5"}).all()) == []
    await store.close()
