"""What a language model wrote is kept, and its budget holds, on each database."""

from collections.abc import AsyncIterator, Awaitable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from briefings.model.summary import Prose, ProseSentence
from briefings.store import Store, connect
from briefings.store import language_model as rows

DAY = date(2026, 2, 10)
PROSE = Prose((ProseSentence("Ships wait outside.", (0, 2)), ProseSentence("Ice.", (1,))), 1, 2)


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    opened = await connect(database)
    yield opened
    await opened.close()


async def test_prose_comes_back_as_it_was_written_and_a_newer_one_takes_its_place(store: Store, now: datetime) -> None:
    newer = Prose((ProseSentence("Ice.", (1,)),), 1, 1)

    def step(connection: Connection) -> None:
        rows.cache_prose(connection, "one", PROSE, now)
        assert rows.cached_prose(connection, "one") == PROSE
        rows.cache_prose(connection, "one", newer, now)
        assert (rows.cached_prose(connection, "one"), rows.cached_prose(connection, "two")) == (newer, None)

    await store.write(step)


async def test_prose_that_is_a_year_old_makes_room(store: Store, now: datetime) -> None:
    def step(connection: Connection) -> None:
        rows.cache_prose(connection, "old", PROSE, now)
        rows.cache_prose(connection, "new", PROSE, now + timedelta(days=366))
        assert (rows.cached_prose(connection, "old"), rows.cached_prose(connection, "new")) == (None, PROSE)

    await store.write(step)


async def test_a_budget_is_never_overdrawn_and_begins_anew_each_day(store: Store) -> None:
    def taken(address: str, day: date, tokens: int) -> Awaitable[bool]:
        return store.write(lambda connection: rows.reserve(connection, address, day, tokens, 100))

    assert [await taken("slack:C1", DAY, tokens) for tokens in (60, 60, 40, 1)] == [True, False, True, False]
    assert await taken("slack:C2", DAY, 100)
    assert await taken("slack:C1", DAY + timedelta(days=1), 100)


async def test_what_was_not_spent_goes_back(store: Store) -> None:
    assert await store.write(lambda connection: rows.reserve(connection, "slack:C1", DAY, 90, 100))
    await store.write(lambda connection: rows.settle(connection, "slack:C1", DAY, -80))
    assert await store.write(lambda connection: rows.reserve(connection, "slack:C1", DAY, 90, 100))
