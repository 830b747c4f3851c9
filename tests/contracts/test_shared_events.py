"""Events that open and restricted texts share: who isn't cleared sees what the open texts say, on each database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from briefings.errors import NotFound
from briefings.model.delivery import Lead
from briefings.model.marking import SYSTEM, Label, Viewer, viewing
from briefings.service import Briefings
from tests.fakes.town import Town

NOW = datetime(2027, 3, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVERYBODY = Viewer("AMBER", now=LATER)
CLEARED = Viewer("RED", now=LATER)
SHARP = b"""# Talks in the north

## Background

The northern ports traded less in 2026.

## Details

The covert Heron fisheries summit of Nordby will take place in Malmo on 3 June 2027 at 09:15 UTC.
"""
VAGUE = b"""# Calendar of the year

## Dates

The Heron fisheries summit of Nordby will take place in Malmo in June 2027.
"""
DAY, MONTH = date(2027, 6, 3), (date(2027, 6, 1), date(2027, 6, 30))


async def events(core: Briefings) -> dict[int, tuple[str, date, date]]:
    found = await core.agenda.all(LATER)
    return {each.event.id: (each.event.title, each.event.when.first, each.event.when.last) for each in found}


async def both(core: Briefings, first: bytes, second: bytes) -> tuple[int, int]:
    one = (await core.library.add("one.md", first, NOW, by="Ada")).analysis.id
    two = (await core.library.add("two.md", second, NOW, by="Ada")).analysis.id
    (only,) = (await events(core)).values()
    assert only[1:] == (DAY, DAY)
    return one, two


def says_month(found: dict[int, tuple[str, date, date]]) -> bool:
    """Whether the only event is the one of the open text, with its words and its month."""
    ((title, *span),) = found.values()
    return "overt" not in title and tuple(span) == MONTH


async def test_a_shared_event_keeps_nothing_that_only_a_marked_section_says(core: Briefings):
    sharp, _ = await both(core, SHARP, VAGUE)
    await core.markings.mark(sharp, 1, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert says_month(await events(core))
        assert "Covert" not in str(await core.audit_log.latest(50))
    with viewing(CLEARED):
        assert (DAY, DAY) in {each[1:] for each in (await events(core)).values()}


async def test_a_date_that_a_marked_text_gave_to_the_event_of_another_is_taken_back(core: Briefings):
    _, sharp = await both(core, VAGUE, SHARP)
    with viewing(EVERYBODY):
        assert any(each.deed == "moved" for each in await core.audit_log.latest(50))
    await core.markings.mark(sharp, None, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert says_month(await events(core))
        assert not any(each.deed == "moved" for each in await core.audit_log.latest(50))
    with viewing(CLEARED):
        assert any(each.deed == "moved" for each in await core.audit_log.latest(50))


async def test_an_event_that_a_person_settled_keeps_no_words_of_a_marked_text(core: Briefings):
    sharp, _ = await both(core, SHARP, VAGUE)
    (number,) = await events(core)
    await core.agenda.mark(number, "postponed", "no rooms", "Ada", NOW)
    await core.markings.mark(sharp, None, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert says_month(await events(core))


async def test_an_event_that_a_person_moved_vanishes_with_the_only_text_that_names_it(core: Briefings):
    sharp = (await core.library.add("one.md", SHARP, NOW)).analysis.id
    (number,) = await events(core)
    await core.agenda.mark(number, "postponed", "no rooms", "Ada", NOW)
    await core.markings.mark(sharp, None, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert await events(core) == {}
        assert "summit" not in str(await core.audit_log.latest(50))


async def test_an_event_that_a_person_entered_stays_when_a_text_that_names_it_is_marked(core: Briefings):
    entered = (await core.library.add("one.md", SHARP, NOW)).events[0]
    await core.agenda.review(entered.id, "dropped", "Ada", NOW)
    own = await core.agenda.create("Harbour picnic", entered.when, "Ada", NOW)
    text = b"# Outings\n\nThe harbour picnic will take place on 3 June 2027 at 09:15 UTC.\n"
    second = (await core.library.add("two.md", text, NOW)).analysis.id
    assert len(await events(core)) == 1
    await core.markings.mark(second, None, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert list(await events(core)) == [own.id]


async def test_followers_who_are_not_cleared_are_reminded_by_what_the_open_text_says(core: Briefings):
    sharp, _ = await both(core, SHARP, VAGUE)
    (number,) = await events(core)
    await core.markings.clear("telegram:8", "RED", "Ada", NOW, "a test")
    for chat in ("telegram:7", "telegram:8"):
        await core.subscriptions.remind(chat, number, [Lead(1, "d")], chat, NOW)
    await core.markings.mark(sharp, None, Label("RED"), "Ada", NOW)
    (open_,) = await core.subscriptions.follows("telegram:7")
    (secret,) = await core.subscriptions.follows("telegram:8")
    assert (open_.event.id, open_.event.when.first, open_.event.when.at) == (number, MONTH[0], None)
    assert {each.due_at.date() for each in open_.reminders} == {date(2027, 5, 31)}
    assert (secret.event.id < 0, secret.event.when.first) == (True, DAY)
    assert {each.due_at for each in secret.reminders} == {datetime(2027, 6, 2, 9, 15, tzinfo=UTC)}


async def test_a_lowered_marking_joins_the_event_again(core: Briefings):
    sharp, _ = await both(core, SHARP, VAGUE)
    (number,) = await events(core)
    await core.markings.mark(sharp, 1, Label("RED"), "Ada", NOW)
    await core.markings.mark(sharp, 1, None, "Ada", LATER, "published by the ministry")
    with viewing(EVERYBODY):
        ((id_, (_, first, last)),) = (await events(core)).items()
        assert (id_, first, last) == (number, DAY, DAY)
        with pytest.raises(NotFound):  # the number tells how many restricted events there were
            await core.agenda.show(-1, LATER)
    with viewing(SYSTEM):
        assert (await core.agenda.show(-1, LATER)).event.id == number
    await core.markings.mark(sharp, 1, Label("RED"), "Ada", LATER)
    with viewing(EVERYBODY):
        assert says_month(await events(core))


async def test_the_end_of_an_embargo_joins_the_event_again(core: Briefings):
    sharp, _ = await both(core, SHARP, VAGUE)
    end = NOW + timedelta(minutes=30)
    await core.markings.mark(sharp, None, Label("AMBER", end), "Ada", NOW)
    with viewing(Viewer("AMBER", now=NOW)):
        assert says_month(await events(core))
    await core.markings.end_embargoes(LATER)
    with viewing(EVERYBODY):
        (found,) = (await events(core)).values()
        assert found[1:] == (DAY, DAY)
        again = await core.library.add("one.md", SHARP.replace(b"less", b"much less"), LATER)
        assert (again.outcome, len(await events(core))) == ("revised", 1)


async def test_a_reminder_that_a_marking_hides_is_skipped_without_a_word_of_markings(town: Town):
    core, chat = town.core, "telegram:7"
    sharp = (await core.library.add("one.md", SHARP, NOW)).analysis.id
    (number,) = await events(core)
    await core.subscriptions.remind(chat, number, [Lead(1, "d")], chat, NOW)
    await core.markings.mark(sharp, None, Label("RED"), "Ada", NOW)
    assert await town.messages("2027-06-02T09:16") == []
    (skipped,) = await core.outbox.latest(chat)
    assert skipped.reason == "the event changed before this was sent"
