"""What the contracts of pushing and of several processes may ask for."""

from collections.abc import AsyncIterator

import pytest

from briefings.service import Briefings
from briefings.store import Store, connect
from tests.fakes.databases import empty_database
from tests.fakes.town import Town, at


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database that has its tables and nothing in them, of each kind in turn."""
    if request.param == "sqlite":
        yield "sqlite:///:memory:"
        return
    async with empty_database(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture
async def town(core: Briefings) -> Town:
    """A core on each database in turn, whose sender is ready."""
    return Town(core, await core.outbox.take_over("telegram", at("2026-03-01T12:00")))


@pytest.fixture
async def url(postgresql: str) -> AsyncIterator[str]:
    """The address of an empty PostgreSQL database."""
    async with empty_database(postgresql) as address:
        yield address


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A store on that database."""
    opened = await connect(url)
    yield opened
    await opened.close()
