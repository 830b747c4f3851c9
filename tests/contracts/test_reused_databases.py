"""A database that a test gets begins as a new one does, whatever the test before did with it."""

from sqlalchemy import text

from briefings.service import open_briefings
from briefings.store import connect
from tests.conftest import NOW
from tests.fakes.databases import empty_database
from tests.fakes.town import MAY, SOMEONE


async def test_it_is_emptied_and_counts_from_one_again(postgresql: str) -> None:
    used = []
    for _ in range(2):
        async with empty_database(postgresql) as url, open_briefings(url) as core:
            assert await core.agenda.all(NOW) == []
            assert (await core.agenda.create("Regatta", MAY, SOMEONE, NOW)).id == 1
            used.append(url)
    assert used[0] == used[1]


async def test_one_whose_tables_were_changed_is_not_used_again(postgresql: str) -> None:
    async with empty_database(postgresql) as changed:
        store = await connect(changed)
        await store.write(lambda connection: connection.execute(text("ALTER TABLE event DROP COLUMN title")))
        await store.close()
    async with empty_database(postgresql) as url:
        assert url != changed
