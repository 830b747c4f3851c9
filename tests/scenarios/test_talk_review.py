"""The editor who imports a text keeps, renames or drops its events before they reach anybody."""

from datetime import UTC, date, datetime

import pytest

from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import EDITOR, FERRIES, READER, Stage, attachment, says

NOTES = b"""Harbour notes

Published 5 February 2026.

The harbour board votes on the toll on 8 May 2026. The pilots' union meets on 10 May 2026. Fares are high.
"""
HERE = {"address": "telegram:-5"}


@pytest.fixture(autouse=True)
@filled_once
async def _imported(stage: Stage) -> None:
    await stage.say("start", sender=EDITOR, **HERE)
    message = await stage.message("import", files=(attachment("notes.txt", NOTES),))
    assert "reach no calendar, digest or reminder until you keep them" in message.plain()
    for line in ("event a1 keep", "event e1 keep", "event e1 rename", "event e1 drop", "event e2 drop"):
        assert f"/{line}" in says(message)


async def test_a_new_event_is_shown_as_not_confirmed_and_in_no_calendar(stage: Stage):
    assert "e1 Harbour board votes on the toll" in (told := await stage.say("events"))
    assert told.count("not confirmed") == 2
    assert "/remind e1 7d 1d" not in says(await stage.message("events"))
    assert "isn't confirmed yet" in await stage.say("calendar e1")
    assert not await stage.briefings.agenda.upcoming(stage.now)


async def test_a_reader_cannot_be_reminded_before_an_editor_keeps_it(stage: Stage):
    assert "isn't confirmed yet" in await stage.say("remind e1 7d", sender=READER, **HERE)
    assert "editors only" in await stage.say("event e1 keep", sender=READER, **HERE)
    assert "Kept." in await stage.say("event e1 keep", sender=EDITOR, **HERE)
    assert "7 days before" in await stage.say("remind e1 7d", sender=READER, **HERE)
    assert [each.event.id for each in await stage.briefings.agenda.upcoming(stage.now)] == [1]


async def test_an_editors_own_reminder_or_date_keeps_it(stage: Stage):
    await stage.say("remind e1 7d")
    await stage.say("event e2 2026-05-11")
    assert "not confirmed" not in await stage.say("events")


async def test_all_are_kept_at_once(stage: Stage):
    assert "2 events kept." in await stage.say("event a1 keep")
    assert "confirmed already" in await stage.say("event a1 keep")
    assert "not confirmed" not in await stage.say("events")


async def test_a_dropped_event_stays_away_when_its_text_is_read_again(stage: Stage):
    assert "Dropped" in await stage.say("event e1 drop")
    assert "e1" not in await stage.say("events")
    await stage.say("published a1 2026-02-06")
    assert "e1" not in await stage.say("events")
    assert "Kept" in await stage.say("event e1 keep")
    assert "e1 Harbour board votes on the toll" in await stage.say("events")


async def test_a_followed_event_is_cancelled_rather_than_dropped(stage: Stage):
    await stage.say("remind e1 7d")
    assert "To end them, cancel it" in await stage.say("event e1 drop")


async def test_a_renamed_event_keeps_its_title_and_the_timeline_follows(stage: Stage):
    assert "What is the new title?" in await stage.say("event e1 rename")
    assert "Renamed." in await stage.say("event e1 rename Toll vote")
    await stage.say("event e1 2026-05-09")
    told = await stage.say("timeline a1 all")
    assert "9 May 2026: Toll vote (in the text: on 8 May 2026)" in told
    await stage.say("published a1 2026-02-06")
    assert "e1 Toll vote" in await stage.say("events")


async def test_the_last_change_of_a_review_is_undone(stage: Stage):
    await stage.say("event e1 drop")
    await stage.say("undo")
    assert "e1 Harbour board votes on the toll" in await stage.say("events")


async def test_what_is_imported_without_a_conversation_counts_as_kept(stage: Stage):
    now = datetime(2026, 2, 10, 12, tzinfo=UTC)
    added = await stage.briefings.library.add("ferries.txt", FERRIES.read_bytes(), now, published=date(2026, 2, 5))
    assert {event.review for event in added.events} == {""}


async def test_many_events_kept_at_once_are_one_change_to_undo(stage: Stage):
    assert "/undo 2" in says(await stage.message("event a1 keep"))
    told = await stage.say("undo")
    assert "The events of a1 that were kept wait for an editor again." in told
    assert (await stage.say("events")).count("not confirmed") == 2
    assert "a1" in await stage.say("list")


async def test_of_many_events_kept_none_is_undone_once_one_has_changed(stage: Stage):
    await stage.say("event a1 keep")
    await stage.say("event e1 2026-05-09")
    assert "changed again since" in await stage.say("undo 2")
    assert "not confirmed" not in await stage.say("events")
