"""Pages of events that the database makes are those that all events together would make, on each database."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import delete

from bot.views.agenda.agenda import event_page
from briefings.agenda import EventWithState
from briefings.bounded_count import BoundedCount
from briefings.errors import Ambiguous, NotFound
from briefings.library import RevisionChoice
from briefings.model.agenda import Event, EventDate, EventState, EventWindow
from briefings.model.marking import SYSTEM, Label, Viewer, viewing
from briefings.parsing.names import TitledEvent, event_named
from briefings.service import Briefings
from briefings.store import agenda as rows
from briefings.store.tables import mention
from tests.fakes.kept_libraries import filled_once
from tests.fakes.town import at

NOW = at("2026-05-12T08:00")
TODAY = NOW.date()
NEW = RevisionChoice(new=True)
VOTE = "Votes\n\nThe vote on ferry {n} will be held on {day} May 2026.\n"
STATES: tuple[EventState, ...] = ("held", "postponed", "cancelled")
WINDOWS = {
    "ahead": EventWindow(),
    "everything": EventWindow(everything=True),
    "unconfirmed": EventWindow(unconfirmed=True),
    "spring": EventWindow(first=date(2026, 4, 1), last=date(2026, 5, 31)),
    "past spring": EventWindow(everything=True, first=date(2026, 4, 1), last=date(2026, 5, 10)),
    "next year": EventWindow(first=date(2027, 1, 1), last=date(2027, 12, 31)),
}
READERS = {"everything": SYSTEM, "unmarked": Viewer("AMBER", "AMBER", frozenset(), NOW)}


async def fill(core: Briefings) -> None:
    """Events of days, spans, hours and states around today, some from texts, one of them marked."""
    with viewing(SYSTEM):
        for n in range(6):
            words, reviewed = VOTE.format(n=n, day=9 + 2 * n).encode(), n % 2 == 0
            await core.library.add(f"{n}.txt", words, at("2026-05-01T08:00"), choice=NEW, reviewed=reviewed)
        await core.markings.mark(6, None, Label("RED"), "Anna", NOW)
        for number in range(24):
            first = TODAY + timedelta(days=9 * (number - 12))
            hour = NOW + timedelta(hours=number - 6)
            when = (
                EventDate(hour.date(), hour.date(), "instant", hour, "UTC")
                if number % 4 == 0
                else EventDate(first, first + timedelta(days=40 * (number % 3)), "range" if number % 3 else "day")
            )
            made = await core.agenda.create(f"Meeting {number}", when, "Anna", NOW)
            if number % 5 == 0:
                await core.agenda.mark(made.id, STATES[number % 3], "", "Anna", NOW)


@pytest.fixture
@filled_once
async def filled(core: Briefings) -> Briefings:
    await fill(core)
    return core


async def passing(core: Briefings, of: EventWindow) -> list[EventWithState]:
    """The events of a window, from all events."""
    found = await (core.agenda.events_with_state(NOW) if of.everything else core.agenda.ahead(NOW))
    return [
        each
        for each in found
        if of.first <= each.event.when.last
        and each.event.when.first <= of.last
        and not (of.unconfirmed and each.confirmed)
    ]


@pytest.mark.parametrize("viewer", READERS.values(), ids=READERS.keys())
async def test_a_page_has_the_events_around_the_first_one_that_is_coming(filled: Briefings, viewer: Viewer):
    with viewing(viewer):
        for name, window in WINDOWS.items():
            every = await passing(filled, window)
            for most in (1, 3, 8, 100):
                page = await filled.agenda.page(window, NOW, most)
                assert list(page.events) == list(event_page(every, most)), (name, most)
                assert page.total == BoundedCount(len(every)), (name, most)
        assert (await filled.agenda.unconfirmed(NOW)).number == len(await passing(filled, WINDOWS["unconfirmed"]))


async def test_counting_events_stops_at_a_bound(filled: Briefings):
    with viewing(SYSTEM):
        for name in ("ahead", "everything"):
            counted = partial(rows.count, of=WINDOWS[name], now=NOW, today=TODAY, most=3)
            found = await filled.agenda._store.read(counted)
            assert found == BoundedCount(3, more=True)


async def test_events_are_found_by_their_titles_and_those_of_their_texts(filled: Briefings):
    with viewing(SYSTEM):
        every = await filled.agenda.cited(await passing(filled, WINDOWS["ahead"]))

        def passes(titles):
            return any("Votes" in title or "Meeting 2" in title for title in titles)

        wanted = [e.event for e in every if passes([e.event.title, *(said.title for said in e.mentions)])]
        found = await filled.agenda.about(WINDOWS["ahead"], passes, NOW)
        assert [each.event for each in found] == wanted
        assert {each.event.title[:4] for each in found} >= {"Meet"}


async def test_an_event_is_found_by_words_of_its_title(filled: Briefings):
    with viewing(SYSTEM):
        found: Event = await filled.agenda.find("meeting 23")
        assert found.title == "Meeting 23"


async def test_the_years_and_the_upcoming_events_are_counted(filled: Briefings):
    with viewing(SYSTEM):
        years, ahead = await filled.agenda.numbers(NOW)
        every = await filled.agenda.events_with_state(NOW)
        counted = {year: sum(each.event.when.first.year == year for each in every) for year, _ in years}
    assert dict(years) == counted
    assert sum(counted.values()) == len(every)
    assert ahead == sum(each.ahead for each in every)


@pytest.mark.parametrize(
    "name", ["Meeting 7", "MEETING  23", "vote ferry 3", "“ferry 2”", "meeting", "nothing like it", "é"]
)
async def test_words_find_the_event_that_they_would_find_among_all_that_are_listed(filled: Briefings, name: str):
    with viewing(SYSTEM):
        listed = [TitledEvent(each.event.id, each.event.title) for each in await filled.agenda.events_with_state(NOW)]
        try:
            wanted: object = event_named(name, listed).id
        except (NotFound, Ambiguous) as error:
            wanted = str(error)
        try:
            found: object = (await filled.agenda.find(name)).id
        except (NotFound, Ambiguous) as error:
            found = str(error)
    assert found == wanted


async def test_an_event_that_no_text_mentions_any_more_is_not_found_by_its_words(filled: Briefings):
    with viewing(SYSTEM):
        event = await filled.agenda.find("vote ferry 3")
        assert await filled.agenda.titled(lambda title: "ferry 3" in title) == [event.id]
        await filled.agenda._store.write(
            lambda connection: connection.execute(delete(mention).where(mention.c.event == event.id))
        )
        assert await filled.agenda.titled(lambda title: "ferry 3" in title) == []
        with pytest.raises(NotFound):
            await filled.agenda.find("vote ferry 3")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ELECTION", "Élection of the mayor"),
        ("élection", "Élection of the mayor"),
        ("full width", "Ｆｕｌｌ ｗｉｄｔｈ"),
        ("о порте", "Спор о порте"),
        ("100%", "A levy of 100%"),
        ("a_b", "Talks on a_b"),
    ],
)
async def test_an_event_is_found_whatever_the_script_of_its_title(core: Briefings, name: str, title: str):
    with viewing(SYSTEM):
        for each in (title, "A levy of 1000", "Talks on axb", "Meeting"):
            await core.agenda.create(each, EventDate(TODAY, TODAY, "day"), "Anna", NOW)
        assert (await core.agenda.find(name)).title == title


async def test_without_a_match_only_the_last_titles_are_read(filled: Briefings):
    with viewing(SYSTEM):
        every = await filled.agenda._store.read(rows.titles)
        for most in (3, 600):
            last = await filled.agenda._store.read(partial(rows.last_titles, most=most))
            assert last == every[-most:]
