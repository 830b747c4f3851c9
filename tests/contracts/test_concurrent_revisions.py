"""Two texts are never mixed: what was found in one is never kept, summed up or quoted beside another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from briefings.errors import BadInput, Busy, NotFound, Undecided
from briefings.library import RevisionChoice
from briefings.library.cache import Cache
from briefings.library.library import Library
from briefings.model.analysis import Analysis, Draft
from briefings.sandbox.client import Sandbox
from briefings.service import Briefings, open_briefings
from briefings.store import Store, tables
from tests.fakes.town import at
from tests.scenarios.stage import FERRIES

NOW = at("2026-03-01T12:00")
DAY, OTHER = date(2026, 2, 1), date(2026, 2, 3)
TEXT = FERRIES.read_text()
LONGER = TEXT.replace("\n", "\n\nA sentence that moves all the others down.\n", 1)

Meanwhile = Callable[[], Awaitable[Any]]


class Interrupted(Sandbox):
    """A sandbox that reads as ever; once a text is read, and before anybody gets it, other things happen."""

    def __init__(self, *meanwhile: Meanwhile) -> None:
        super().__init__()
        self._meanwhile = list(meanwhile)

    async def read(self, name: str, data: bytes, **how: Any) -> Draft:
        return await self._then(await super().read(name, data, **how))

    async def read_again(self, name: str, draft: Draft, **how: Any) -> Draft:
        return await self._then(await super().read_again(name, draft, **how))

    async def _then(self, draft: Draft) -> Draft:
        if self._meanwhile:
            await self._meanwhile.pop(0)()
        return draft


class InterruptedStore(Store):
    """A store with the same connections, in which something happens after each read."""

    def __init__(self, store: Store, meanwhile: Meanwhile) -> None:
        super().__init__(store._connections)
        self._meanwhile = meanwhile

    async def read(self, step: Callable[[Connection], Any], *, urgent: bool = False) -> Any:
        found = await super().read(step, urgent=urgent)
        await self._meanwhile()
        return found


class InterruptedLibrary(Library):
    """A library in which something happens before analyses are loaded by their ids."""

    def __init__(self, core: Briefings, meanwhile: Meanwhile) -> None:
        super().__init__(core.library._store, core.agenda.noted, Cache(), "UTC")
        self._meanwhile = meanwhile

    async def several(self, ids: Collection[int]) -> dict[int, Analysis]:
        await self._meanwhile()
        return await super().several(ids)


@pytest.fixture
async def database(database: str, tmp_path: Path) -> str:
    """A database without analyses that two processes can open, of each kind in turn."""
    return f"sqlite:///{tmp_path}/kept.db" if database.startswith("sqlite") else database


@pytest.fixture
async def rival(core: Briefings, database: str) -> AsyncIterator[Briefings]:
    """The same database, opened by another process."""
    async with open_briefings(database) as other:
        yield other


def interrupt(core: Briefings, *meanwhile: Meanwhile) -> None:
    core.library._sandbox = Interrupted(*meanwhile)


async def take(core: Briefings, text: str, **how: Any):
    return await core.library.add("ferries.txt", text.encode(), NOW, **how)


async def whole(core: Briefings, id_: int = 1) -> Draft:
    """What is stored, when each of its spans cuts the text where a reader of that text would."""
    kept = (await core.library.get(id_)).draft
    fresh = await Sandbox().read_again("ferries.txt", kept, published=kept.published)
    assert [(s.start, s.end) for s in kept.sentences] == [(s.start, s.end) for s in fresh.sentences]
    assert kept.sections == fresh.sections
    return kept


async def test_a_date_that_races_with_a_revision_is_read_from_the_new_text(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    interrupt(core, lambda: take(rival, LONGER))
    told = await core.library.set_published(1, DAY, NOW)
    assert told.analysis.draft.text == (await whole(core)).text
    assert (await core.library.get(1)).revision == 2
    assert (await core.library.get(1)).draft.published == DAY


async def test_two_dates_at_once_leave_the_later_one(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    interrupt(core, lambda: rival.library.set_published(1, OTHER, NOW))
    await core.library.set_published(1, DAY, NOW)
    assert (await whole(core)).published == DAY


async def test_a_date_for_what_is_removed_meanwhile_is_refused(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    interrupt(core, lambda: rival.history.remove(1, NOW))
    with pytest.raises(NotFound, match="There is no analysis a1"):
        await core.library.set_published(1, DAY, NOW)
    assert await core.library.count() == 0


async def test_who_is_overtaken_again_and_again_is_told_so(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    turns = [f"{TEXT}\n\nLine number {number} is new.\n" for number in range(9)]
    interrupt(core, *(lambda turn=turn: take(rival, turn) for turn in turns))
    with pytest.raises(Busy, match="Someone else is changing"):
        await core.library.set_published(1, DAY, NOW)
    await whole(core)


async def test_many_at_once_leave_whole_texts(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    revised = [f"{TEXT}\n\nLine number {number} is new.\n" for number in range(4)]
    jobs: list[Awaitable[Any]] = [take(each, text) for each, text in zip([core, rival] * 2, revised, strict=True)]
    jobs += [rival.library.set_published(1, DAY, NOW), core.library.set_published(1, OTHER, NOW)]
    done = await asyncio.gather(*jobs, return_exceptions=True)
    assert [each for each in done if isinstance(each, Exception) and not isinstance(each, Busy)] == []
    await whole(core)
    numbers = [each.revision for each in await core.history.revisions(1, 99)]
    assert numbers == list(range(len(numbers), 0, -1))


async def test_the_same_new_file_from_two_doors_is_one_analysis(core: Briefings, rival: Briefings):
    interrupt(core, lambda: take(rival, TEXT))
    assert (await take(core, TEXT)).outcome == "unchanged"
    assert await core.library.count() == 1


async def kept_summaries(core: Briefings) -> list[tuple[int, int]]:
    def step(connection: Connection) -> list[tuple[int, int]]:
        rows = connection.execute(select(tables.summary.c.revision, tables.summary.c.reading))
        return [tuple(row) for row in rows]

    return await core.library._store.read(step)


async def test_a_summary_of_an_older_reading_is_not_kept_for_the_newer(core: Briefings):
    await take(core, TEXT)
    older = await core.library.get(1)
    await core.library.set_published(1, DAY, NOW)
    newer = await core.library.get(1)
    assert (older.reading, newer.reading) == (1, 2)
    await core.library.summary(older, "short")
    assert await kept_summaries(core) == []
    await core.library.summary(newer, "short")
    assert await kept_summaries(core) == [(1, 2)]


async def test_a_summary_made_while_its_analysis_goes_is_given_and_not_kept(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    analysis = await core.library.get(1)
    store = InterruptedStore(core.library._store, lambda: rival.history.remove(1, NOW))
    interrupted = Library(store, core.agenda.noted, Cache(), "UTC")
    assert (await interrupted.summary(analysis, "short")).sections
    assert await kept_summaries(core) == []
    await core.chats.remember("telegram:3", "telegram:3", analysis, NOW, read=True)
    assert await core.chats.current("telegram:3", "telegram:3") is None


async def test_a_search_quotes_the_text_in_which_it_found_the_words(core: Briefings, rival: Briefings):
    await take(core, TEXT)
    interrupted = InterruptedLibrary(core, lambda: take(rival, LONGER))
    hits = (await interrupted.search("eleven ships")).hits
    assert hits
    assert all(hit.text.endswith((".", "”")) and "leven ships" in hit.text for hit in hits)


TIDES = """# The Price of Tides

Tidal mills along the estuary earned their keep for three centuries before the railway came. Their owners kept ledgers
in which every sack of flour is noted, with the height of the water on that day. The ledgers show that a neap tide cost
a mill a third of its income. Nobody has used them to work out what a barrage would earn today.

A barrage across the mouth would flood the salt marsh on the northern shore twice a day. Fishermen fear for the eels,
and the county fears for its roads. An inquiry heard forty witnesses and published nothing.
"""
ICE = """# Ice on the Northern Quay

Breaking the ice at the northern quay costs more than the berths bring in during the winter. The harbour master counted
nine ships in January, against thirty in July. Two of the nine were the icebreakers themselves.

The town could close the quay from December to March and pay the pilots to stay at home. That would save a sum that the
council has already spent on new cranes. Whoever proposed it was not elected again.
"""
UNTITLED_TIDES, UNTITLED_ICE = (text.split("\n", 2)[2] for text in (TIDES, ICE))
EDITED = """# The Price of Tides

Tidal mills along the estuary earned their keep for three centuries before the railway came. Their owners kept ledgers
in which every sack of flour is noted, with the height of the water on that day. New work on the ledgers by two students
puts the loss in a week of neaps at nearly half. Electricity is dearer than flour ever was, which changes every sum.

We therefore propose a smaller wall with six gates, each of which could be opened for the eels in spring. The county
engineer has costed it. Nobody has yet asked the owners of the marsh what they would take for it.
"""


async def add(core: Briefings, name: str, text: str, **how: Any):
    return await core.library.add(name, text.encode(), NOW, **how)


@pytest.mark.parametrize("name", ["report.docx", "document"])
@pytest.mark.parametrize("texts", [(TIDES, ICE), (UNTITLED_TIDES, UNTITLED_ICE)], ids=["titled", "untitled"])
async def test_unrelated_papers_of_one_file_name_are_two_analyses(core: Briefings, name: str, texts: tuple[str, str]):
    for text in texts:
        assert (await add(core, name, text)).outcome == "new"
    assert [(await core.library.get(number)).revision for number in (1, 2)] == [1, 1]


async def test_a_revision_of_the_same_name_stays_one(core: Briefings):
    await add(core, "report.docx", TIDES)
    shorter = TIDES.replace("Nobody has used them to work out what a barrage would earn today.", "They burnt.")
    assert (await add(core, "report.docx", shorter)).outcome == "revised"
    assert (await add(core, "final.docx", shorter + "\n\nWhat was burnt was copied before.\n")).outcome == "revised"
    assert await core.library.count() == 1


async def test_what_is_partly_the_same_is_asked_about_and_nothing_is_stored(core: Briefings):
    await add(core, "report.docx", TIDES)
    with pytest.raises(Undecided, match=r"may be a revision of “The Price of Tides” \(a1\)") as asked:
        await add(core, "report.docx", EDITED)
    assert (asked.value.analysis, asked.value.older) == (1, False)
    assert (await core.library.get(1)).draft.text == TIDES
    assert await core.library.count() == 1
    assert (await add(core, "report.docx", EDITED, choice=RevisionChoice(revises=1))).analysis.revision == 2


async def test_the_same_may_be_a_new_analysis_too(core: Briefings):
    await add(core, "report.docx", TIDES)
    new = await add(core, "report.docx", EDITED, choice=RevisionChoice(new=True))
    assert (new.outcome, new.analysis.id) == ("new", 2)
    with pytest.raises(NotFound, match="no analysis a9"):
        await add(core, "report.docx", ICE, choice=RevisionChoice(revises=9))


async def test_unrelated_texts_of_one_title_are_two_analyses(core: Briefings):
    await add(core, "a.md", TIDES)
    other = await add(core, "b.md", ICE.replace("Ice on the Northern Quay", "The Price of Tides"))
    assert (other.outcome, other.analysis.id) == ("new", 2)


async def test_the_text_of_an_older_revision_is_asked_about(core: Briefings):
    await add(core, "report.docx", TIDES)
    await add(core, "report.docx", TIDES + "\n\nThe ledgers burnt.\n")
    with pytest.raises(Undecided, match="This is revision 1 of a1") as asked:
        await add(core, "other.docx", TIDES)
    assert asked.value.older
    back = await add(core, "other.docx", TIDES, choice=RevisionChoice(revises=1))
    assert (back.outcome, back.analysis.revision, back.analysis.draft.text) == ("revised", 3, TIDES)


async def test_a_decision_that_is_overtaken_is_made_anew(core: Briefings, rival: Briefings):
    interrupt(core, lambda: add(rival, "report.docx", TIDES))
    assert (await add(core, "report.docx", TIDES + "\n\nThe ledgers burnt.\n")).analysis.revision == 2


async def test_a_date_that_a_person_gave_stays_until_a_person_changes_it(core: Briefings):
    dated = TIDES.replace("# The Price of Tides\n", "# The Price of Tides\n\n1 January 2026\n")
    await add(core, "report.docx", dated)
    await core.library.set_published(1, DAY, NOW)
    longer = dated + "\n\nThe ledgers burnt.\n"
    told = (await add(core, "report.docx", longer)).analysis.draft
    assert (told.published, told.published_from) == (DAY, "given")
    exported = (await core.history.export(1)).replace("The ledgers burnt.", "The ledgers sank.")
    assert (await add(core, "x.json", exported)).analysis.draft.published == DAY
    await add(core, "report.docx", longer + "\n\nSo they say.\n", published=OTHER)
    assert (await add(core, "report.docx", longer + "\n\nSo we hear.\n")).analysis.draft.published == OTHER


async def test_no_door_publishes_in_the_future(core: Briefings):
    ahead = date(2026, 3, 9)
    with pytest.raises(BadInput, match="9 March 2026 is in the future"):
        await add(core, "a.md", TIDES, published=ahead)
    with pytest.raises(BadInput, match="9 March 2026 is in the future"):
        await core.library.set_published(1, ahead, NOW)
    own = TIDES.replace("# The Price of Tides\n", "# The Price of Tides\n\n9 March 2026\n")
    assert (await add(core, "a.md", own)).analysis.draft.published is None
    exported = await core.history.export(1)
    await core.history.remove(1, NOW)
    later = exported.replace('"published":null', '"published":"2026-03-09"')
    later = later.replace('"given_date":null', '"given_date":"2026-03-09"')
    assert later != exported
    assert (await add(core, "x.json", later)).analysis.draft.published is None
