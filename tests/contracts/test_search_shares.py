"""Searching a large library: the newest sentences first, and none of them split that isn't shown."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from briefings.library import RevisionChoice, search
from briefings.model.marking import SYSTEM, Label, Marking, Viewer, viewing
from briefings.service import Briefings
from briefings.store.search import LARGE, Candidate, SentenceIndex
from briefings.store.tables import INDEXED_TERMS
from tests.contracts.test_query_counts import counted

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


async def filled(core: Briefings) -> None:
    for number in range(40):
        rare = " The lantern shines." if number in (1, 2, 30) else ""
        await core.library.add(f"a{number}.txt", f"Port {number}\n\nHarbour {number} is open.{rare}\n".encode(), NOW)


async def ids_of(core: Briefings, groups: list[set[str]], most: int, large: int = LARGE) -> list[int]:
    def look(connection: Connection) -> list[int]:
        return [each.id for each in SentenceIndex(connection, large).sentences_with(groups, None, most)]

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


async def indexed(core: Briefings, term: str) -> int:
    """How many sentences the index finds for who sees no label, before any is sorted out."""
    match = {
        "sqlite": "SELECT count(*) FROM sentence_index WHERE sentence_index MATCH :term",
        "postgresql": f"SELECT count(*) FROM sentence WHERE {INDEXED_TERMS} @@ CAST(:term AS tsquery)",  # noqa: S608
    }

    def look(connection: Connection) -> int:
        found: int = connection.execute(text(match[connection.dialect.name]), {"term": term}).scalar_one()
        return found

    return await core.library._store.read(look)


async def test_a_word_of_a_marked_sentence_is_found_behind_its_label_alone(core: Briefings):
    body = b"# Port\n\n## Pier\n\nThe lantern shines.\n\n## Quay\n\nThe lantern is lit and the harbour open.\n"
    added = (await core.library.add("port.md", body, NOW)).analysis
    id_, quay = added.id, [each.heading for each in added.draft.sections].index("Quay")

    async def found(term: str, clearance: Marking) -> int:
        with viewing(Viewer(clearance, now=NOW)):
            return len((await core.library.search(term, None)).hits)

    async def state() -> tuple[int, int, int]:
        return await indexed(core, "lantern"), await found("lantern", "AMBER"), await found("lantern", "RED")

    assert await state() == (2, 2, 2)
    await core.markings.mark(id_, quay, Label("RED"), "Ada", NOW)
    assert await state() == (1, 1, 2)
    await core.markings.mark(id_, None, Label("RED"), "Ada", NOW)
    assert await state() == (0, 0, 2)
    await core.library.add("port.md", body.replace(b"lit", b"bright"), NOW, choice=RevisionChoice(revises=id_))
    assert await state() == (0, 0, 2)
    await core.markings.mark(id_, None, Label("CLEAR"), "Ada", NOW, "published by the owner")
    assert await state() == (0, 1, 2)


async def test_only_the_sentences_that_are_shown_are_split(core: Briefings):
    await filled(core)

    def look(connection: Connection) -> list[Candidate]:
        return SentenceIndex(connection).sentences_with([{"harbour"}])

    with viewing(SYSTEM):
        candidates = await core.library._store.read(look)
    ranked = search.ranked([frozenset({"harbour"}), frozenset({"11"})], candidates)
    assert "11" in ranked[0].words.split()
    assert not any("terms" in vars(each) for each in candidates)
    assert [each.length for each in ranked] == [len(each.terms) for each in ranked]
    assert all(each.has({term}) for each in ranked for term in each.terms)
    assert not any(each.has({"harbou", "arbour", ""}) for each in ranked)
