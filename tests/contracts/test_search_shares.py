"""Searching a large library: the newest sentences first, and none of them split that isn't shown."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from briefings.library import search
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings
from briefings.store import search as index
from tests.contracts.test_query_counts import counted

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


async def filled(core: Briefings) -> None:
    for number in range(40):
        rare = " The lantern shines." if number in (1, 2, 30) else ""
        await core.library.add(f"a{number}.txt", f"Port {number}\n\nHarbour {number} is open.{rare}\n".encode(), NOW)


async def ids_of(core: Briefings, groups: list[set[str]], most: int, large: int = index.LARGE) -> list[int]:
    def look(connection: Connection) -> list[int]:
        return [each.id for each in index.sentences_with(connection, groups, None, most, large)]

    with viewing(SYSTEM):
        return await core.library._store.read(look)


@pytest.mark.parametrize("words", [[{"harbour"}], [{"lantern"}], [{"harbour"}, {"open"}], [{"harbour", "lantern"}]])
@pytest.mark.parametrize("most", [1, 3, 400])
async def test_a_large_library_gives_the_newest_sentences_in_order(core: Briefings, words: list[set[str]], most: int):
    await filled(core)
    small = await ids_of(core, words, most)
    assert await ids_of(core, words, most, large=10) == small == sorted(small, reverse=True)
    assert len(small) == min(most, 43 if words[0] == {"harbour", "lantern"} else 3 if words == [{"lantern"}] else 40)


async def test_the_shares_are_asked_for_by_one_statement(core: Briefings):
    await filled(core)
    with counted() as sent:
        await ids_of(core, [{"harbour"}], 3, large=10)
    assert len(sent) <= 2


async def test_only_the_sentences_that_are_shown_are_split(core: Briefings):
    await filled(core)

    def look(connection: Connection) -> list[index.Candidate]:
        return index.sentences_with(connection, [{"harbour"}])

    with viewing(SYSTEM):
        candidates = await core.library._store.read(look)
    ranked = search.ranked([frozenset({"harbour"}), frozenset({"11"})], candidates)
    assert "11" in ranked[0].words.split()
    assert not any("terms" in vars(each) for each in candidates)
    assert [each.length for each in ranked] == [len(each.terms) for each in ranked]
    assert all(each.has({term}) for each in ranked for term in each.terms)
    assert not any(each.has({"harbou", "arbour", ""}) for each in ranked)
