"""Two texts are never mixed: what was found in one is never kept, summed up or quoted beside another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from briefings.errors import Busy, NotFound
from briefings.model.analysis import Draft
from briefings.sandbox.outside import Sandbox
from briefings.service import Briefings, open_briefings
from briefings.store import tables
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


@pytest.fixture
async def database(database: str, tmp_path: Path) -> str:
    """An empty database that two processes can open, of each kind in turn."""
    return f"sqlite+aiosqlite:///{tmp_path}/kept.db" if database.startswith("sqlite") else database


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
    with pytest.raises(Busy, match="Somebody else is changing"):
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
    async with core.library._store.look() as look:
        rows = await look.execute(select(tables.summary.c.revision, tables.summary.c.reading))
        return [tuple(row) for row in rows]


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


async def test_a_summary_made_while_its_analysis_goes_is_given_and_not_kept(
    core: Briefings, rival: Briefings, monkeypatch: pytest.MonkeyPatch
):
    await take(core, TEXT)
    analysis = await core.library.get(1)
    glance = core.library._store.glance

    async def then_removed(step: Any) -> Any:
        found = await glance(step)
        await rival.history.remove(1, NOW)
        return found

    monkeypatch.setattr(core.library._store, "glance", then_removed)
    assert (await core.library.summary(analysis, "short")).sections
    monkeypatch.undo()
    assert await kept_summaries(core) == []
    await core.chats.remember("telegram:3", "telegram:3", analysis, NOW, read=True)
    assert await core.chats.current("telegram:3", "telegram:3") is None


async def test_a_search_quotes_the_text_in_which_it_found_the_words(
    core: Briefings, rival: Briefings, monkeypatch: pytest.MonkeyPatch
):
    await take(core, TEXT)
    several = core.library.several

    async def after_a_revision(*asked: Any) -> Any:
        await take(rival, LONGER)
        return await several(*asked)

    monkeypatch.setattr(core.library, "several", after_a_revision)
    hits = (await core.library.search("eleven ships")).hits
    assert hits
    assert all(hit.text.endswith((".", "”")) and "leven ships" in hit.text for hit in hits)
