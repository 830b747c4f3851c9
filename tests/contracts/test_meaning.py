"""The vectors of sentences: made in the background, gone with their texts, and compared for who may see them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select, update

from briefings.answers.ask import LibraryAnswers
from briefings.library import CloseSentence, Meaning
from briefings.model.marking import Label, Viewer, viewing
from briefings.service import Briefings
from briefings.store import analyses, vectors
from briefings.store.tables import sentence_vectors
from tests.fakes.hashed_meaning import HashedWords

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVERYBODY = Viewer("AMBER", now=LATER)
FERRY = b"""# Ferry timetable

## Crossings

The ferry ran twelve times a day in spring.

## Fares

A boat costs nine crowns. Nobody paid by card.

## Notes

The ship sails on Mondays alone.
"""
PIER = b"# Pier\n\nThe pier was painted in January. The ferry price rose.\n"


@pytest.fixture
def meaning(core: Briefings) -> Meaning:
    return Meaning(core.library._store, HashedWords())


async def encoded(meaning: Meaning) -> int:
    """Encodes what is left; how many texts that were."""
    count = 0
    while await meaning.encode_next():
        count += 1
    return count


async def words_of(core: Briefings, found: list[CloseSentence]) -> list[str]:
    """The words that stand where the sentences are, for the viewer."""
    return [(await core.library.get(each.analysis)).draft.text[each.start : each.end] for each in found]


async def stored(core: Briefings) -> int:
    query = select(func.count()).select_from(sentence_vectors)
    count: int = await core.library._store.read(lambda connection: connection.execute(query).scalar_one())
    return count


async def test_the_nearest_sentences_of_all_texts_come_first(core: Briefings, meaning: Meaning):
    for name, data in (("ferry.md", FERRY), ("pier.md", PIER)):
        await core.library.add(name, data, NOW)
    assert await meaning.closest(["ferry price"]) == []
    assert await encoded(meaning) == 2
    found = await meaning.closest(["ferry price"], most=2)
    assert await words_of(core, found) == ["The ferry price rose.", "A boat costs nine crowns."]
    assert 1 > found[0].score > found[1].score > 0.2
    assert {(each.analysis, each.revision) for each in found} == {(1, 1), (2, 1)}
    (inside,) = await meaning.closest(["a painted pier", "ferry price"], most=1, within=[1])
    assert await words_of(core, [inside]) == ["A boat costs nine crowns."]
    both = await meaning.closest(["a painted pier", "ferry price"], most=2, within=[2])
    assert len(await words_of(core, both)) == 2


async def test_a_text_is_encoded_once_and_by_each_encoder(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)
    assert (await encoded(meaning), await encoded(meaning)) == (1, 0)
    again = Meaning(core.library._store, HashedWords())
    assert (await encoded(again), await again.closest(["pier"], most=1) != []) == (0, True)
    newer = Meaning(core.library._store, HashedWords("hashed-words 2"))
    assert await newer.closest(["ferry"]) == []
    assert (await encoded(newer), await stored(core)) == (1, 1)
    assert await meaning.closest(["ferry"]) == []


async def test_vectors_go_with_their_sentences(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)
    await encoded(meaning)
    revised = FERRY.replace(b"nine crowns", b"eleven crowns")
    await core.library.add("ferry.md", revised, LATER)
    assert await stored(core) == 0
    assert await meaning.closest(["ferry price"]) == []
    assert await encoded(meaning) == 1
    (found,) = await meaning.closest(["ferry price"], most=1)
    assert (found.revision, await words_of(core, [found])) == (2, ["A boat costs eleven crowns."])
    await core.library.set_published(1, NOW.date(), LATER)
    assert await stored(core) == 1
    gone = await core.history.remove(1, LATER)
    assert (await stored(core), await meaning.closest(["ferry"])) == (0, [])
    await core.history.restore(1, gone.kept, LATER)
    assert (await encoded(meaning), await stored(core)) == (1, 1)


async def test_what_changed_while_it_was_encoded_is_encoded_again(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)

    def step(connection: Connection) -> None:
        stamp = analyses.stamp_of(connection, 1)
        assert stamp is not None
        older = replace(stamp, reading=stamp.reading - 1)
        vectors.put(connection, older, "hashed-words 1", [(0, 3)], [bytes(192)])

    await core.library._store.write(step)
    assert (await stored(core), await encoded(meaning)) == (0, 1)


async def test_a_text_without_sentences_has_a_row_and_is_never_found(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)

    def step(connection: Connection) -> None:
        stamp = analyses.stamp_of(connection, 1)
        assert stamp is not None
        vectors.put(connection, stamp, "hashed-words 1", [], [])

    await core.library._store.write(step)
    assert (await encoded(meaning), await stored(core), await meaning.closest(["ferry"])) == (0, 1, [])


async def test_long_texts_are_encoded(core: Briefings, meaning: Meaning):
    many = "\n\n".join(f"Berth {number} holds {number + 2} barges." for number in range(600))
    await core.library.add("long.md", f"# Berths\n\n{many}\n\nThe ferry moors elsewhere.\n".encode(), NOW)
    assert (await encoded(meaning), await encoded(meaning), await stored(core)) == (1, 0, 3)
    assert await words_of(core, await meaning.closest(["Where does the boat moor?"], most=1)) == [
        "The ferry moors elsewhere."
    ]
    places = [(each.analysis, each.start) for each in await meaning.closest(["barges"], most=300)]
    assert len(set(places)) == 300


async def test_who_may_not_see_a_sentence_gets_the_others_as_if_it_were_not_there(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)
    await core.library.add("pier.md", PIER, NOW)
    await encoded(meaning)
    with viewing(EVERYBODY):
        before = await words_of(core, await meaning.closest(["ferry price"], most=2))
    await core.markings.mark(2, None, Label("RED"), "Ada", LATER)
    with viewing(EVERYBODY):
        assert await words_of(core, await meaning.closest(["ferry price"], most=1)) == before[1:]
    headings = [each.heading for each in (await core.library.get(1)).draft.sections]
    await core.markings.mark(1, headings.index("Fares"), Label("RED"), "Ada", LATER)
    await encoded(meaning)
    with viewing(EVERYBODY):
        found = await meaning.closest(["ferry price"])
        assert sorted(await words_of(core, found)) == [
            "The ferry ran twelve times a day in spring.",
            "The ship sails on Mondays alone.",
        ]
        crowded = Meaning(core.library._store, HashedWords())
        assert [each.start for each in await crowded.closest(["a boat costs nine crowns"], most=1)] == [found[0].start]
    assert len(await words_of(core, await meaning.closest(["ferry price"]))) == 6


async def test_without_an_encoder_nothing_is_encoded_or_found(core: Briefings):
    await core.library.add("ferry.md", FERRY, NOW)
    assert not await core.meaning.encode_next()
    assert (await core.meaning.closest(["ferry"]), await stored(core)) == ([], 0)


class _Broken(HashedWords):
    async def encode(self, sentences, within=None):
        raise OSError("the encoder has ended")


async def test_a_question_whose_encoder_fails_is_answered_without_it(core: Briefings):
    broken = Meaning(core.library._store, _Broken())
    assert await broken.closest(["ferry"]) == []
    await core.library.add("ferry.md", FERRY, NOW)
    with pytest.raises(OSError, match="ended"):
        await broken.encode_next()


async def test_a_question_in_other_words_has_the_passage_among_the_closest(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)
    question = "a hull?"
    assert (await core.library_answers.ask(question)).closest == ()
    await encoded(meaning)
    reply = await LibraryAnswers(core.library._store, core.library, meaning).ask(question)
    assert reply.passages == ()
    assert "nine crowns" in reply.closest[0].text


@pytest.mark.parametrize("damage", [{"vectors": b"x" * 100}, {"spans": b""}, {"spans": b"x" * 8}])
async def test_a_damaged_row_stops_no_question_and_is_made_anew(core: Briefings, meaning: Meaning, damage):
    await core.library.add("ferry.md", FERRY, NOW)
    await core.library.add("pier.md", PIER, NOW)
    await encoded(meaning)
    broken = update(sentence_vectors).where(sentence_vectors.c.analysis == 1).values(damage)
    await core.library._store.write(lambda connection: connection.execute(broken))
    assert {each.analysis for each in await meaning.closest(["ferry price"])} == {2}
    assert await encoded(meaning) == 1
    assert {each.analysis for each in await meaning.closest(["ferry price"])} == {1, 2}


async def test_many_questions_at_once_are_answered(core: Briefings, meaning: Meaning):
    await core.library.add("ferry.md", FERRY, NOW)
    await encoded(meaning)
    fresh = Meaning(core.library._store, HashedWords())
    found = await asyncio.gather(*(fresh.closest(["ferry price"]) for _ in range(8)))
    assert all(found)
