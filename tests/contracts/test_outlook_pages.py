"""Pages of statements that the database makes are those that all statements together would make."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event

from briefings.errors import NotFound
from briefings.library import RevisionChoice
from briefings.model.agenda import EventDate, EventState
from briefings.model.marking import SYSTEM, Label, Viewer, viewing
from briefings.model.outlook import FATE_STATES, FateState, Settlement, Verdict
from briefings.outlook import OutlookPage, holder_records, page_of
from briefings.service import Briefings, open_briefings
from briefings.store import outlook as outlook_rows
from tests.fakes.kept_libraries import filled_once
from tests.fakes.town import at

READ, NEW = at("2026-05-01T08:00"), RevisionChoice(new=True)
TODAY = date(2026, 5, 12)
HARBOUR = """Plans of the harbour {n}

The bridge {n} is set to open on {day} May 2026. The council promised to repave quay {n} by 10 May 2026.

Traffic on pier {n} is likely to grow. Mayor Holm said that the town will widen road {n} by 20 June 2026.
"""
SUMMIT = "Summits\n\nThe {town} summit will be held on {day} May 2026.\n"
SUMMITS: dict[EventState, str] = {"held": "Oslo", "cancelled": "Bergen", "postponed": "Narvik", "set": "Molde"}
SETTLED: tuple[Verdict, ...] = ("happened", "not", "partly", "unknown")
MOVES = (date(2026, 5, 1), date(2026, 9, 1))


async def fill(core: Briefings) -> None:
    """Texts with statements of each state, of two revisions, one of them for nobody but those who are cleared."""
    with viewing(SYSTEM):
        for n in range(9):
            words = HARBOUR.format(n=n, day=8 + n)
            await core.library.add(f"{n}.txt", words.encode(), READ, choice=NEW)
        await core.library.add("0.txt", HARBOUR.format(n=0, day=28).encode(), READ, choice=RevisionChoice(revises=1))
        for day, (state, town) in enumerate(SUMMITS.items(), 6):
            words = SUMMIT.format(town=town, day=day)
            added = await core.library.add(f"s{day}.txt", words.encode(), READ, choice=NEW)
            if state != "set":
                await core.agenda.mark(added.events[0].id, state, "", "Anna", at("2026-05-10T08:00"))
        found = await core.outlook.statements()
        for number, each in enumerate(found[1::3]):
            to = EventDate(MOVES[number % 2], MOVES[number % 2], "day")
            settled = Settlement(SETTLED[number % 4]) if number % 3 else Settlement("moved", to)
            await core.outlook.settle(each.id, settled, "Anna", at("2026-05-11T08:00"))
        await core.markings.mark(3, None, Label("RED"), "Anna", at("2026-05-11T08:00"))


@pytest.fixture
@filled_once
async def filled(core: Briefings) -> Briefings:
    await fill(core)
    return core


READERS = {
    "everything": SYSTEM,
    "unmarked": Viewer("AMBER", "AMBER", frozenset(), at("2026-05-12T08:00")),
}


def whole(page: OutlookPage) -> OutlookPage:
    """A page as if none followed."""
    return replace(page, goes_on=False)


@pytest.mark.parametrize("viewer", READERS.values(), ids=READERS.keys())
async def test_a_page_has_the_first_statements_of_each_state(filled: Briefings, viewer: Viewer):
    with viewing(viewer):
        every = await filled.outlook.statements()
        assert {each.state(TODAY) for each in every} == set(FATE_STATES)
        for most in (1, 5, 20, 1000):
            assert whole(await filled.outlook.page(TODAY, most)) == page_of(every, TODAY, most)
        for state in FATE_STATES:
            assert whole(await filled.outlook.page(TODAY, 20, (state,))) == page_of(every, TODAY, 20, (state,))


async def test_the_marked_text_is_in_the_page_of_the_cleared_alone(filled: Briefings):
    pages = {}
    for name, viewer in READERS.items():
        with viewing(viewer):
            pages[name] = await filled.outlook.page(TODAY)
    assert 3 in {each.analysis for each in pages["everything"].statements}
    assert 3 not in {each.analysis for each in pages["unmarked"].statements}
    assert pages["unmarked"].total.number < pages["everything"].total.number


async def test_pages_go_on_where_the_last_one_ended(filled: Briefings):
    with viewing(SYSTEM):
        every = page_of(await filled.outlook.statements(), TODAY).statements
        found, after = list[int](), 0
        while (page := await filled.outlook.page(TODAY, 4, after=after)).statements:
            found += [each.id for each in page.statements]
            after = found[-1]
            assert page.goes_on == (len(page.statements) == 4)
        assert found == [each.id for each in every]
        with pytest.raises(NotFound):
            await filled.outlook.page(TODAY, after=9999)


async def test_statements_are_found_by_a_part_of_the_holders_name(filled: Briefings):
    with viewing(SYSTEM):
        holders = await filled.outlook.held_by("hol")
        assert holders
        mine = [each for each in await filled.outlook.statements() if each.holder in holders]
        assert mine
        assert whole(await filled.outlook.page(TODAY, 5, holders=holders)) == page_of(mine, TODAY, 5)
        assert await filled.outlook.held_by("nobody") == []


@pytest.mark.parametrize("viewer", READERS.values(), ids=READERS.keys())
async def test_records_are_counted_as_each_statement_would_be(filled: Briefings, viewer: Viewer):
    with viewing(viewer):
        every = await filled.outlook.statements()
        assert await filled.outlook.records(TODAY) == holder_records(every, TODAY)


async def test_counting_stops_at_a_bound(filled: Briefings):
    with viewing(SYSTEM):
        found = await filled.outlook._store.read(
            lambda connection: outlook_rows.counts(connection, TODAY, ("due",), most=2)
        )
    assert (found["due"].number, found["due"].more) == (2, True)


@pytest.mark.parametrize("state", ["due", "ahead", "settled"])
async def test_a_page_is_read_from_an_index_in_its_order(state: FateState):
    async with open_briefings("sqlite://") as core:
        with viewing(SYSTEM):
            plans = await core.outlook._store.read(lambda connection: plans_of(connection, state))
    assert len(plans) >= 4
    for plan in plans:
        assert "ix_statement_" in plan or "ix_event_state" in plan
        assert "SCAN statement" not in plan


async def test_the_other_statements_of_a_sentence_are_found_by_its_place():
    def plan_of(connection: Connection) -> str:
        ran: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *call: ran.append(call[2:4]))
        outlook_rows.all_of(connection)
        return "\n".join(_plans(connection, ran))

    async with open_briefings("sqlite://") as core:
        with viewing(SYSTEM):
            plan = await core.outlook._store.read(plan_of)
    assert "ix_statement_place (analysis=? AND revision=? AND start=?)" in plan


def plans_of(connection: Connection, state: FateState) -> list[str]:
    """How SQLite finds the statements of a page and their number."""
    ran: list[tuple[str, Any]] = []
    event.listen(connection, "before_cursor_execute", lambda *call: ran.append(call[2:4]))
    outlook_rows.first_of(connection, state, TODAY, 20)
    outlook_rows.counts(connection, TODAY, (state,))
    return _plans(connection, ran)


def _plans(connection: Connection, ran: list[tuple[str, Any]]) -> list[str]:
    asked = [(said, values) for said, values in ran if "FROM statement" in said]
    return [
        "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values))
        for said, values in asked
    ]
