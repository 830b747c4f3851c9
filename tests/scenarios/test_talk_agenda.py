"""Events and reminders by typing."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.message import Message
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import EDITOR, READER, Stage, attachment, says


@pytest.fixture(autouse=True)
@filled_once
async def _imported(stage: Stage) -> None:
    await stage.import_ferries()
    await stage.say("start", sender=EDITOR, address="telegram:-5")


async def test_events_keep_their_precision(stage: Stage):
    assert "in April 2026, day not set; in about two months (50-79 days away)" in await stage.say("events")
    stage.now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert "No upcoming events" in await stage.say("events")
    assert "passed 32 days ago" in await stage.say("events all")


async def test_an_event_is_moved_by_date_time_and_zone(stage: Stage):
    told = await stage.say("event e1 2026-04-14 09:30 Beijing")
    assert "on 14 April 2026, 09:30 Asia/Shanghai (02:30 here); in 63 days" in told
    assert "Before: in April 2026, day not set." in told
    assert "in May 2026, day not set" in await stage.say("event e1 to 2026-05")
    assert "on 3 June 2026" in await stage.say("event harbour summit 3 June 2026")
    assert "Nothing changed" in await stage.say("event e1 2026-06-03")


async def test_an_event_in_the_past_is_set_and_said_plainly(stage: Stage):
    asked = await stage.message("event e1 2026-02-01")
    assert asked
    assert "is in the past. Move it there anyway?" in asked.plain()
    assert says(asked) == ["/event e1 2026-02-01 anyway"]
    assert "2026" in await stage.say("event e1")
    told = await stage.say("event e1 2026-02-01 anyway")
    assert "passed 9 days ago" in told
    assert "That date has passed, so nobody will be reminded." in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("event e1 2026-02-30", "isn't in the calendar"),
        ("event e1 9999-12-31", "“9999-12-31” is out of range: I accept dates from 1900 to 2200"),
        ("event e1 0001-01-01", "out of range"),
        ("event e1 9999-12", "out of range"),
        ("event e1 2201-01-01", "out of range"),
        ("event e1 1 May 1899", "out of range"),
        ("event new 9999-12-31 23:59 Honolulu last", "out of range"),
        ("event new 0001-01-01 00:00 Tokyo first", "out of range"),
        ("event e1 2026-04-14 25:00", "isn't a"),
        ("event e1 2026-04-14 09:30 Atlantis", "time zone"),
        ("event e1 2026-04-14 Atlantis", "“Atlantis” isn't a time"),
        ("event e1 2026-04 09:30", "Put the date before the time"),
        ("event e1 soonish", "as a date"),
        ("event e9", "There is no event e9"),
        ("event e9 2026-04-14", "There is no event e9"),
        ("event a1", "is an analysis"),
        ("event habour sumit", "Similar: e1 (Harbour summit)"),
        ("event new 2026-05-02", "Add a title"),
        ("event new", "Type the date and the title as your next line, such as 2026-04-14 09:30 Budget vote"),
        ("event e1 2026-04-14 09:30 CEST", "for example Europe/Berlin"),
        ("event e1 same", "Name the event that is the same"),
        ("event e1 same e1", "already one event"),
        ("remind e1", "/remind needs EVENT and LEADS. For example: /remind e1 30d 7d 1d 2h."),
        ("remind e1 soon", "before the event"),
        ("remind e1 0d", "before the event"),
        ("remind nothing 7d", "I found no event called “nothing”"),
        ("remind e1 off", "no reminders of e1"),
    ],
)
async def test_what_makes_no_sense_gets_one_sentence(stage: Stage, line: str, told: str):
    answer = await stage.say(line)
    assert told in answer
    assert "\n" not in answer
    assert "in April 2026" in await stage.say("events")


async def test_an_event_is_made_settled_and_joined(stage: Stage):
    made = await stage.say("event new 2026-03-01 10:00 Press briefing")
    assert "Press briefing" in made
    assert "on 1 March 2026, 10:00 Europe/London" in made
    assert "cancelled (no room)" in await stage.say("event e3 cancelled no room")
    assert "Press briefing: cancelled (no room)" in await stage.say("events all")
    stage.now = datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert "held" in await stage.say("event press briefing held")
    await stage.say("event new 2026-04 Summit of the harbours")
    assert "e4 is now part of it" in await stage.say("event e1 same e4")
    assert "Summit of the harbours" not in await stage.say("events all")


@pytest.mark.parametrize(
    ("dated", "first"),
    [
        ("2026-03-01 10:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-02 03:00 Tokyo", datetime(2026, 3, 1, tzinfo=UTC)),  # in London that is the evening before
        ("2026-03-03", datetime(2026, 3, 3, tzinfo=UTC)),
        ("2026-04", datetime(2026, 3, 31, 23, tzinfo=UTC)),  # summer time there
    ],
)
async def test_what_is_ahead_cannot_have_been_held(stage: Stage, dated: str, first: datetime):
    await stage.say(f"event new {dated} Harbour vote")
    stage.now = first - timedelta(minutes=1)
    before = await stage.say("event harbour vote")
    told = await stage.say("event harbour vote held")
    assert told.startswith("e3 is still upcoming, ")
    assert "/event e3 DATE" in told
    assert await stage.say("event harbour vote") == before
    assert "cancelled" in await stage.say("event harbour vote cancelled")
    stage.now = first
    assert "held" in await stage.say("event harbour vote held")


OTHER = b"""Mayors and Berths
Introduction
A congress of the mayors in April 2026 is to settle the price of berths. It will be short.
Costs
Nobody has named a price. The quay is dear.
"""


async def test_what_was_joined_is_parted_again_with_its_mentions(stage: Stage):
    await stage.say("import published 2026-01-22", files=(attachment("mayors.txt", OTHER),))
    assert "Congress of the mayors" in await stage.say("event e3")
    await stage.say("remind e3 1d")
    await stage.say("event e1 same e3")
    assert "A congress of the mayors in April" in await stage.say("event e1")
    told = await stage.say("event e3 apart")
    assert "Congress of the mayors" in told.splitlines()[0]
    assert "1 chat still follows e1; nobody follows e3 yet." in told
    assert "A congress of the mayors in April" in await stage.say("event e3")
    assert "A congress of the mayors in April" not in await stage.say("event e1")
    assert "e1 isn't merged with any other event" in await stage.say("event e1 apart")


async def test_a_revision_in_between_does_not_hinder_the_parting(stage: Stage):
    await stage.say("import published 2026-01-22", files=(attachment("mayors.txt", OTHER),))
    await stage.say("event e1 same e3")
    await stage.say("import", files=(attachment("mayors.txt", OTHER.replace(b"short", b"long")),))
    await stage.say("event e1 apart")
    assert "A congress of the mayors in April" in await stage.say("event e3")


async def test_of_several_that_were_joined_one_is_named(stage: Stage):
    for title in ("Fair", "Market"):
        await stage.say(f"event new 2026-05-01 {title}")
    await stage.say("event e3 same e4")
    await stage.say("event e1 same e3")
    await stage.say("event e1 same e2")
    assert "Which one should be separate again? e2 or e3." in await stage.say("event e1 apart")
    assert "Fair" in await stage.say("event e3 apart")
    assert "Market" not in await stage.say("events all")
    assert "Market" in await stage.say("event fair apart")
    assert "is for editors only" in await stage.say("event e1 apart", sender=READER, address="telegram:-5")


async def test_an_event_shows_where_it_is_mentioned(stage: Stage):
    told = await stage.say("event e1")
    assert "A harbour summit in April is to settle the price of berths" in told
    assert "The Pact" in told
    assert told == await stage.say("event harbour")


async def test_readers_see_events_and_editors_change_them(stage: Stage):
    group = {"address": "telegram:-5"}
    assert "Harbour summit" in await stage.say("event e1", sender=READER, **group)
    for line in ("event e1 2026-05", "event e1 held", "event new 2026-05-01 Fair", "event e1 same e1"):
        assert "you are a reader here." in await stage.say(line, sender=READER, **group)
    assert "in May 2026" in await stage.say("event e1 2026-05", sender=EDITOR, **group)


async def test_reminders_count_back_from_the_first_day(stage: Stage):
    told = await stage.say("remind e1 90d 30d 7d 1d 2h")
    assert "90 days before: already passed" in told
    assert "30 days before: Monday 2 March 2026, 09:00 Europe/London" in told
    assert "2 hours before: Wednesday 1 April 2026, 07:00 Europe/London" in told
    assert "count back from 1 April 2026, 09:00 Europe/London" in told


@pytest.mark.parametrize(
    "line", ["remind e1 7d 1d", "remind harbour summit 7d 1d", "remind e1 1 day 7 days", "remind summit 1w,1d"]
)
async def test_leads_are_typed_in_many_ways(stage: Stage, line: str):
    told = await stage.say(line)
    assert "7 days before: Wednesday 25 March 2026" in told
    assert "1 day before: Tuesday 31 March 2026" in told


async def test_moving_an_event_moves_its_reminders(stage: Stage):
    await stage.say("remind e1 7d", sender=READER, address="telegram:-5")
    await stage.say("event e1 2026-05-20")
    assert "Wednesday 13 May 2026, 09:00" in await stage.say("status", sender=READER, address="telegram:-5")
    assert "Next message: none" in await stage.say("status")


async def test_the_answer_to_a_move_tells_when_this_chat_is_reminded(stage: Stage):
    assert "Reminders here" not in await stage.say("event e1 2026-05-19")
    await stage.say("remind e1 7d")
    told = await stage.say("event e1 2026-05-20")
    assert "Reminders here" in told
    assert "7 days before: Wednesday 13 May 2026, 09:00 Europe/London" in told


def offered(message: Message | None) -> list[str]:
    return [line for line in says(message) if line.startswith("/remind")]


async def test_only_leads_that_are_still_ahead_are_offered(stage: Stage):
    stage.now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert "/remind e1 7d 1d" in says(await stage.message("event e1"))
    stage.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert offered(await stage.message("event e1")) == ["/remind e1 1d"]
    assert "/remind e1 1d" in says(await stage.message("events"))
    stage.now = datetime(2026, 4, 2, 12, tzinfo=UTC)
    assert not offered(await stage.message("event e1"))


async def test_reminders_are_switched_off_by_line_or_button(stage: Stage):
    set_up = await stage.message("remind e1 7d 1d")
    assert "/remind e1 off" in says(set_up)
    assert "No more reminders of e1 Harbour summit." in await stage.say("remind e1 off")
    await stage.say("remind e1 7d")
    assert "No more reminders" in await stage.say("remind harbour summit off")


async def test_leads_that_have_all_passed_are_told(stage: Stage):
    stage.now += timedelta(days=200)
    assert (
        "No reminders will come: all these times have passed. They are saved in case the event moves."
        in await stage.say("remind e1 7d")
    )


async def test_postponed_to_a_date_moves_the_event_and_its_reminders(stage: Stage):
    await stage.say("remind e1 7d")
    told = await stage.say("event e1 postponed to 2026-06")
    assert "in June 2026, day not set" in told
    assert "25 May 2026" in await stage.say("remind e1 7d")


async def test_a_reminder_is_asked_for_in_words_with_a_time_of_its_own(stage: Stage):
    for line in (
        "remind 3 days before the April summit at 9am Beijing time",
        "remind e1 3 days before at 9am Beijing time",
    ):
        told = await stage.say(line)
        assert "Harbour summit" in told
        assert "3 days before, at 09:00 Asia/Shanghai: Sunday 29 March 2026" in told
    await stage.say("event e1 2026-05-20")
    assert "Sunday 17 May 2026, 02:00 Europe/London" in await stage.say("status")
    assert "I found no event called" in await stage.say("remind 3 days before the June summit")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-03-29 02:30 Berlin", "Clocks in Europe/Berlin skip 02:30 that day; 03:30 is used instead."),
        ("2026-10-25 2:30 am Berlin", "Clocks in Europe/Berlin show 02:30 twice that day; this is the first."),
        ("2026-11-01 01:15 New York", "Clocks in America/New_York show 01:15 twice that day"),
    ],
)
async def test_a_time_that_clocks_skip_or_show_twice_is_told(stage: Stage, typed: str, told: str):
    assert told in await stage.say(f"event new {typed} Ferry day")
    await stage.say("event e1 2026-05-05")
    assert told in await stage.say(f"event e1 {typed}")


async def test_an_unturned_clock_is_not_told_of(stage: Stage):
    assert "Clocks in" not in await stage.say("event new 2026-03-29 03:30 Berlin Ferry day")


async def test_a_date_in_words_is_taken_and_told_and_can_be_undone(stage: Stage):
    await stage.say("event new 2026-05-20 Board meeting")
    for typed, taken in (
        ("next friday", "I read “next friday” as Friday, 20 February 2026."),
        ("Friday 14:00 Berlin", "as Friday 13 February 2026, 14:00 Europe/Berlin."),
        ("in two weeks", "I read “in two weeks” as 23 February to 1 March 2026."),
    ):
        told = await stage.say(f"event board meeting {typed}")
        assert taken in told
        assert "on 20 May 2026" in await stage.say("undo")
    assert "I read “" not in await stage.say("event board meeting 2026-05-21")


async def test_a_date_that_can_be_two_is_asked_about_and_nothing_changes(stage: Stage):
    await stage.say("event new 2026-05-20 Board meeting")
    for typed in ("04/05/2026", "tuesday"):
        assert "Which one?" in await stage.say(f"event board meeting {typed}")
        assert "Which one?" in await stage.say(f"event new {typed} Tea")
    assert "on 20 May 2026" in await stage.say("event board meeting")


@pytest.mark.parametrize(
    ("typed", "title", "zone"),
    [
        ("14:00 Geneva summit", "summit", "Europe/Zurich"),
        ("at 2 pm New York fair", "fair", "America/New_York"),
        ("14:00 Стамбул встреча", "встреча", "Europe/Istanbul"),
    ],
)
async def test_a_city_before_a_title_is_told_as_the_zone(stage: Stage, typed: str, title: str, zone: str):
    told = await stage.say(f"event new 2026-12-05 {typed}")
    assert told.startswith(f"{title}\n")
    assert f"14:00 {zone}" in told
    line = told.partition("undo this and type ")[2].partition(".\n")[0]
    whole = await stage.say(line.removeprefix("/"))
    assert "14:00 Europe/London" in whole
    assert whole.splitlines()[0].endswith(f" {title}")


@pytest.mark.parametrize("typed", ["14:00 Europe/Zurich", "14:00 UTC", "14:00 Geneva time", "", "14:00"])
async def test_what_can_only_be_a_zone_or_is_none_is_not_told(stage: Stage, typed: str):
    told = await stage.say(f"event new 2026-12-05 {typed} Budget vote")
    assert told.startswith("Budget vote\n")
    assert "I read “" not in told


@pytest.mark.parametrize("title", ["Iran talks", "Japan visit", "PRC delegation", "met office day", "Singaporean fair"])
async def test_a_country_stays_in_the_title(stage: Stage, title: str):
    assert (await stage.say(f"event new 2026-12-05 14:00 {title}")).startswith(f"{title}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Turkey", "10:00 Europe/Istanbul"),
        ("Egypt", "10:00 Africa/Cairo"),
        ("EST", "“EST” can mean several time zones: America/New_York, America/Panama. Choose one."),
        ("Brazil", "“Brazil” can mean several time zones: America/Manaus, America/Sao_Paulo"),
        ("CEST", "isn't the time zone of a place"),
        ("UTC+3", "isn't the time zone of a place"),
    ],
)
async def test_a_zone_at_the_end_is_never_passed_over(stage: Stage, words: str, told: str):
    await stage.say("event new 2026-12-05 Budget vote")
    assert told in await stage.say(f"event e1 2026-12-05 10:00 {words}")
