"""Digests, time zones and the state of a chat by typing."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, says

GROUP, TOPIC = "telegram:-5", "telegram:-5:7"


@pytest.fixture(autouse=True)
@filled_once
async def _opened(stage: Stage) -> None:
    await stage.say("start", sender=EDITOR, address=GROUP)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("subscribe daily 08:00", "Every day at 08:00 Europe/London: news and upcoming events"),
        ("subscribe weekdays 8:00", "Every weekday at 08:00 Europe/London"),
        ("subscribe mon,thu 18:30 Asia/Tokyo", "Every Monday and Thursday at 18:30 Asia/Tokyo"),
        ("subscribe mon, thu 6pm", "Every Monday and Thursday at 18:00 Europe/London"),
        ("subscribe daily 08:00 New York trade war", "at 08:00 America/New_York, about “trade war”"),
        ("subscribe daily 08:00 taiwan", "at 08:00 Europe/London, about “taiwan”"),
        ("subscribe daily 08:00 iran", "at 08:00 Europe/London, about “iran”"),
        ("subscribe daily 08:00 about London", "at 08:00 Europe/London, about “London”"),
        ("subscribe mon-fri 09:00 ice", "Every weekday at 09:00 Europe/London, about “ice”"),
        ("subscribe Sat to Tue 0930", "Every Monday, Tuesday, Saturday and Sunday at 09:30 Europe/London"),
        ("subscribe mon mon 08:00", "Every Monday at 08:00"),
        ("subscribe daily at 8", "Every day at 08:00"),
        ("subscribe daily 1830 Tokyo ice", "Every day at 18:30 Asia/Tokyo, about “ice”"),
        ("subscribe mon, thu at 6 pm ice", "Every Monday and Thursday at 18:00 Europe/London, about “ice”"),
        ("subscribe каждый день в 9 по Москве", "Every day at 09:00 Europe/Moscow: "),
        ("subscribe каждый день в 9 утра по Парижу", "Every day at 09:00 Europe/Paris: "),
        ("subscribe daily 08:00 по киевскому времени лёд", "Every day at 08:00 Europe/Kyiv, about “лёд”"),
        ("subscribe каждый день в 9:00 мск", "Every day at 09:00 Europe/Moscow: "),
        ("subscribe daily 08:00 по делу о льде", "about “по делу о льде”"),
        ("subscribe daily 08:00 Taiwan", "at 08:00 Europe/London, about “Taiwan”"),
        ("subscribe daily 08:00 NATO", "at 08:00 Europe/London, about “NATO”"),
        ("subscribe daily 08:00 Springfield", "I read “Springfield” as the topic; the time is in"),
        ("subscribe daily 08:00 about Londn", "at 08:00 Europe/London, about “Londn”"),
        ("subscribe daily 08:00 Paris", "I read “Paris” as the time zone Europe/Paris"),
    ],
)
async def test_a_digest_is_ordered(stage: Stage, line: str, told: str):
    assert told in await stage.say(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("subscribe", "/subscribe needs daily|weekdays|mon,thu"),
        ("subscribe monthly 1st 08:00", "repeats on days of the week"),
        ("subscribe monthly 08:00", "“monthly” isn't a set of days"),
        ("subscribe daily at 25", "isn't a"),
        ("subscribe daily 08:00 по марсианскому времени", "I don't know the time zone"),
        ("subscribe daily 08:00 Londn", "Did you mean Europe/London?"),
        ("subscribe daily 08:00 Lond", "type: subscribe daily 08:00 about Lond."),
        ("subscribe every day at 8:00 Berln", "Did you mean Europe/Berlin?"),
        ("timezone EEST", "for example Europe/Berlin"),
        ("subscribe sometimes 08:00", "isn't a set of days"),
        ("subscribe daily 25:00", "isn't a"),
        ("subscribe daily morning", "Give a time as HH:MM"),
        ("subscribe daily 08:00 Europe/Londn", "time zone"),
        ("subscribe daily 08:00 UTC+3 ice", "time zone"),
        ("subscribe daily 08:00 EST", "“EST” can mean several time zones: America/New_York, America/Panama."),
        ("subscribe daily 08:00 CST ice", "“CST” can mean several time zones: America/Chicago, Asia/Shanghai"),
        ("subscribe daily 08:00 AEDT", "isn't the time zone of a place"),
        ("timezone localtime", "I don't know the time zone"),
        ("timezone Factory", "I don't know the time zone"),
        ("unsubscribe 9", "There is no subscription 9"),
        ("unsubscribe x", "isn't a subscription number"),
        ("unsubscribe 1 2", "/unsubscribe takes 1 word at most"),
        ("timezone Gondolin", "I don't know the time zone"),
        ("timezone", "/timezone needs ZONE"),
        ("subscribe daily 08:00 to fax:1", "only connected to Slack and Telegram"),
        ("subscribe daily 08:00 to fax:1 ice", "I can't reach “fax:1”"),
        ("subscribe daily 08:00 to #quay ice", "doesn't identify one channel"),
        ("subscribe daily 08:00 CEST", "for example Europe/Berlin"),
        ("subscribe daily 08:00 to discord:", "I can't reach"),
        (
            "subscribe daily 08:00 to telegram:",
            "“telegram:” isn't a chat address. Type status in that chat to see its address.",
        ),
        ("subscribe daily 08:00 to telegram:abc", "“telegram:abc” isn't a chat address"),
        ("subscribe daily 08:00 to telegram:C7:7 ice", "“telegram:C7:7” isn't a chat address"),
        ("subscribe daily 08:00 ice to telegram:٤٢", "isn't a chat address"),
        ("subscribe daily 08:00 to telegram:0", "isn't a chat address"),
        ("subscribe daily 08:00 to slack:zzz", "“slack:zzz” isn't a chat address"),
        ("subscribe daily 08:00 to slack:#quay", "isn't a chat address"),
        ("subscribe daily 08:00 to slack:C7:x", "isn't a chat address"),
        ("subscribe daily 08:00 to bogus", "type: subscribe daily 08:00 about to bogus."),
        ("subscribe daily 08:00 London to bogus", "“bogus” isn't a chat address"),
        ("subscribe daily 08:00 to bogus ice", "“bogus” isn't a chat address"),
        ("subscribe daily 08:00 ice to -100123", "“-100123” isn't a chat address"),
        ("subscribe daily 08:00 ice to @ada", "“@ada” isn't a chat address"),
        ("subscribe daily 08:00 ice to C0123ABCD", "“C0123ABCD” isn't a chat address"),
    ],
)
async def test_what_makes_no_sense_gets_one_sentence(stage: Stage, line: str, told: str):
    answer = await stage.say(line)
    assert told in answer
    assert "\n" not in answer
    assert "No subscriptions here" in await stage.say("subscriptions")


async def test_a_digest_belongs_to_its_topic(stage: Stage):
    await stage.say("subscribe daily 08:00", sender=READER, address=TOPIC)
    assert "Every day" in await stage.say("subscriptions", sender=READER, address=TOPIC)
    assert "No subscriptions here" in await stage.say("subscriptions", sender=ADMIN)
    assert "belongs to another chat" in await stage.say("unsubscribe 1", sender=ADMIN)
    assert "Subscription 1 has ended" in await stage.say("unsubscribe #1", sender=READER, address=TOPIC)


async def test_only_an_admin_sends_a_digest_elsewhere(stage: Stage):
    line = "subscribe weekdays 08:00 ice to slack:C9"
    assert "is for admins only" in await stage.say(line, sender=EDITOR)
    assert "It will be sent to slack:C9." in await stage.say(line, sender=ADMIN)
    assert "to slack:C9" in await stage.say("subscriptions", sender=ADMIN)


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        *(("Istanbul", "Europe/Istanbul"), ("Nicosia", "Asia/Nicosia"), ("Singapore", "Asia/Singapore")),
        *(("Buenos Aires", "America/Argentina/Buenos_Aires"), ("Ho Chi Minh City", "Asia/Ho_Chi_Minh")),
        *(("Стамбул", "Europe/Istanbul"), ("东京", "Asia/Tokyo"), ("по Токио", "Asia/Tokyo")),
    ],
)
async def test_a_city_is_a_zone_wherever_one_is_typed(stage: Stage, city: str, zone: str):
    await stage.say("event new 2026-12-05 Harbour vote")
    told = await stage.say(f"subscribe daily 08:00 {city}")
    assert f"08:00 {zone}" in told
    assert f"10:00 {zone}" in await stage.say(f"event e1 2026-12-05 10:00 {city}")
    assert f"11:00 {zone}" in await stage.say(f"event harbour vote 2026-12-05 11:00 {city}")


@pytest.mark.parametrize("said", ["Iran", "Turkey", "Japan talks", "PRC", "met office"])
async def test_a_country_is_a_topic(stage: Stage, said: str):
    assert f"08:00 Europe/London, about “{said}”" in await stage.say(f"subscribe daily 08:00 {said}")


@pytest.mark.parametrize(
    "said",
    ["to telegram:-500:7 taiwan strait", "taiwan to telegram:-500:7 strait", "Tokyo taiwan strait to telegram:-500:7"],
)
async def test_an_address_may_stand_anywhere_after_the_time(stage: Stage, said: str):
    told = await stage.say(f"subscribe daily 8:00 {said}", sender=ADMIN)
    assert "about “taiwan strait”" in told
    assert "It will be sent to telegram:-500:7." in told


@pytest.mark.parametrize(
    ("typed", "address"),
    [("Telegram:-500", "telegram:-500"), ("telegram:-500:1", "telegram:-500"), ("SLACK:C9:1.5", "slack:C9:1.5")],
)
async def test_an_address_is_kept_as_its_platform_writes_it(stage: Stage, typed: str, address: str):
    assert f"It will be sent to {address}." in await stage.say(f"subscribe daily 8:00 to {typed}", sender=ADMIN)


async def test_what_is_called_a_topic_needs_no_word_about_zones(stage: Stage):
    assert "I read “" in await stage.say("subscribe daily 8:00 Springfield")
    assert "I read “" not in await stage.say("subscribe daily 8:00 about Springfield")


async def test_words_that_begin_with_to_are_a_topic_where_it_is_said(stage: Stage):
    assert "about “to the lighthouse”" in await stage.say("subscribe daily 8:00 about to the lighthouse")


async def test_a_colon_among_the_words_is_no_address(stage: Stage):
    assert "about “road to peace: talks”" in await stage.say("subscribe daily 8:00 road to peace: talks")


async def test_in_a_slack_channel_that_it_is_not_in_it_says_how_to_be_let_in(stage: Stage):
    stage.absent |= {"slack:C7", "slack:C8"}
    assert "/invite @readout" in await stage.say("start", sender="slack:U1", address="slack:C7", private=False)
    assert "/invite @readout" in await stage.say("subscribe daily 8:00 to slack:C8", sender=ADMIN)
    assert "/invite" not in await stage.say("start", sender="slack:U1", address="slack:D7", private=True)


async def test_in_a_slack_channel_that_it_is_in_nothing_is_said_about_that(stage: Stage):
    await stage.import_ferries()
    for line in ("start", "subscribe daily 8:00", "subscribe daily 8:00", "remind e1 7d", "snooze e1 1h"):
        assert "/invite" not in await stage.say(line, sender="slack:U1", address="slack:C7", private=False)


async def test_hints_of_the_core_are_typed_as_people_type_here(stage: Stage):
    for address, prefix in (("slack:C7", "/readout "), ("telegram:-5", "/")):
        how = {"sender": "slack:U1", "address": address}
        assert f"Type {prefix}subscriptions" in await stage.say("unsubscribe 9", **how)
        assert f"Type {prefix}events all" in await stage.say("event e99", **how)
        assert f"Type {prefix}list" in await stage.say("summary a99", **how)


async def test_the_time_zone_is_the_chats_own(stage: Stage):
    await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    assert "Asia/Shanghai" in await stage.say("timezone Beijing", sender=EDITOR, address=GROUP)
    assert "08:00 Asia/Shanghai" in await stage.say("subscriptions", sender=READER, address=GROUP)
    assert "Time zone: Asia/Shanghai" in await stage.say("status", sender=READER, address=GROUP)
    assert "Time zone: Europe/London" in await stage.say("status")


async def test_status_tells_what_is_followed_and_what_comes_next(stage: Stage):
    await stage.import_ferries()
    await stage.say("remind e1 7d", sender=READER, address=GROUP)
    await stage.say("subscribe daily 08:00 ice", sender=READER, address=GROUP)
    told = await stage.say("status", sender=READER, address=GROUP)
    assert "you are a reader" in told
    assert "Library: 1 analysis" in told
    assert "Next message: Wednesday 11 February 2026, 08:00 Europe/London: digest, ice" in told
    assert "day not set; in about two months (50-79 days away); to come: 7 days before" in told


async def test_a_paused_chat_is_resumed_by_start(stage: Stage):
    await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    await stage.briefings.chats.close(GROUP, "the bot was removed", stage.now)
    assert "paused: the bot was removed" in await stage.say("subscriptions", sender=READER, address=GROUP)
    assert "Paused messages in this chat are on again." in await stage.say("start", sender=READER, address=GROUP)
    assert "paused" not in await stage.say("subscriptions", sender=READER, address=GROUP)


async def test_a_digest_is_ordered_in_plain_words(stage: Stage):
    assert "Every weekday at 08:00" in await stage.say("subscribe every weekday 08:00 Europe/Oslo ice")
    listed = await stage.say("subscriptions")
    assert "08:00 Europe/Oslo" in listed
    assert "ice" in listed
    assert "Every Monday and Thursday" in await stage.say("subscribe every Monday and Thursday at 6 pm Beijing time")
    assert "18:00 Asia/Shanghai" in await stage.say("subscriptions")
    assert "Every Friday at 09:30" in await stage.say("subscribe at 9:30 every Friday London ice and tolls")


async def test_a_rule_that_is_not_of_one_week_is_refused_and_one_without_a_time_means_eight(stage: Stage):
    told = await stage.say("subscribe every 2 weeks on Friday at 8:00")
    assert "“every 2 weeks on Friday at 8:00” is a different rule" in told
    assert "No subscriptions here." in await stage.say("subscriptions")
    assert "at 08:00" in await stage.say("subscribe every Friday")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("IST", ("Asia/Kolkata", "Europe/Dublin")),
        ("est", ("America/New_York", "America/Panama")),
        ("CST", ("America/Chicago", "Asia/Shanghai")),
    ],
)
async def test_an_abbreviation_of_several_zones_is_offered_and_not_taken(
    stage: Stage, typed: str, offered: tuple[str, str]
):
    answer = await stage.say(f"timezone {typed}")
    assert all(zone in answer for zone in offered)
    assert "“" + typed + "”?" in answer
    assert "Europe/London" in await stage.say("subscribe daily 08:00")


@pytest.mark.parametrize(
    "how", [{}, {"sender": "slack:U1", "address": "slack:D7", "private": True}, {"sender": EDITOR}]
)
async def test_the_same_digest_ordered_again_is_one_subscription(stage: Stage, how: dict[str, Any]):
    await stage.say("start", **how)
    assert "The first one is due" in await stage.say("subscribe weekdays 08:00", **how)
    for line in ("/subscribe weekdays 08:00", "/subscribe mon-fri 8am London", "every weekday at 8 am"):
        told = (await stage.done(line, **how)).plain()
        assert "Subscription 1" in told, line
        assert "Every weekday at 08:00 Europe/London: this digest is already set up." in told
        assert "The next one is due Wednesday 11 February 2026, 08:00 Europe/London" in told
        assert "Undo" not in told
    await stage.say("subscribe weekdays 08:00 river ice", **how)
    assert "Subscription 2" in await stage.say("subscribe weekdays 08:00 River  Ice", **how)
    assert "3 Every" not in await stage.say("subscriptions", **how)


@pytest.mark.parametrize(
    ("language", "named", "told"),
    [
        *(("en", "Subscription 1\n", "already set up"), ("zh", "订阅 1\n", "已经订好了")),
        ("ru", "Подписка 1\n", "уже настроена"),
    ],
)
async def test_that_it_is_set_up_already_is_told_in_the_chats_language(
    stage: Stage, language: str, named: str, told: str
):
    await stage.say("subscribe weekdays 08:00")
    await stage.say(f"settings language {language}")
    again = await stage.say("subscribe weekdays 08:00")
    assert named in again
    assert told in again


async def test_ordering_a_paused_digest_again_resumes_it(stage: Stage):
    how = {"sender": READER, "address": GROUP}
    await stage.say("subscribe daily 08:00", **how)
    await stage.briefings.chats.close(GROUP, "the bot was removed", stage.now)
    told = await stage.say("subscribe daily 08:00", **how)
    assert "already set up" in told
    assert "It was paused and is now on again." in told
    assert "paused" not in await stage.say("subscriptions", **how)


async def test_a_digest_that_another_chat_ordered_is_not_ordered_twice(stage: Stage):
    await stage.say(f"subscribe daily 08:00 to {GROUP}", sender=ADMIN)
    assert "Subscription 1" in await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    assert "Subscription 2" in await stage.say("subscribe daily 08:00", sender=READER, address=TOPIC)
    assert "Subscription 3" in await stage.say("subscribe daily 08:00 ice", sender=READER, address=GROUP)


async def test_a_list_of_leads_replaces_earlier_ones_by_name_and_one_that_is_told_is_added(stage: Stage):
    await stage.say("event new 2027-04-14 09:30 Budget vote")
    assert "No longer" not in await stage.say("remind e1 30d 7d")
    told = await stage.say("remind 3 days before e1")
    assert "No longer" not in told
    assert all(f"{days} days before" in told for days in (30, 7, 3))
    told = await stage.say("remind e1 1d 7d")
    assert "No longer: 3 days before and 30 days before." in told
    assert "Reminders set." in told
    assert "30 days before" in await stage.say("undo")


async def test_a_digest_with_an_unknown_zone_is_numbered_and_ends(stage: Stage):
    await stage.say("subscribe weekdays 08:00 London")
    await _write(stage, "UPDATE subscription SET zone = 'Mars/Phobos'")
    assert "1 can't be read, so it sends nothing" in await stage.say("subscriptions")
    for command in ("schedule", "preview", "status", "home"):
        assert "reference" not in await stage.say(command)
    assert await stage.say("unsubscribe 1") == "Subscription 1 has ended."
    assert "No subscriptions here" in await stage.say("subscriptions")


async def test_a_chat_with_an_unknown_zone_is_answered_in_the_default_one(stage: Stage):
    await stage.say("timezone Paris")
    await _write(stage, "UPDATE chat SET zone = 'Mars/Phobos'")
    assert "Time zone: Europe/London" in await stage.say("settings")
    assert "Europe/Paris" in await stage.say("timezone Paris")


async def _write(stage: Stage, statement: str) -> None:
    store = stage.briefings.outbox._store
    assert await store.write(lambda connection: connection.execute(text(statement)).rowcount)


@pytest.mark.parametrize("days", ["daily", "mon,thu", "weekdays about grain", "every Friday"])
async def test_a_digest_without_a_time_comes_at_eight_and_says_so(stage: Stage, days: str):
    told = await stage.say(f"subscribe {days}")
    assert "at 08:00 Europe/London" in told
    assert "You gave no time, so it comes at 08:00." in told
    assert "You gave no time" not in await stage.say("subscribe daily 9:30")


async def test_a_short_lead_stands_before_the_event_as_well(stage: Stage):
    await stage.import_ferries()
    assert "7 days before" in await stage.say("remind 7d before e1")
    assert "2 hours before" in await stage.say("remind 2h before e1")


async def test_a_slash_before_an_unknown_word_is_read_as_a_wish_where_it_surely_is_one(stage: Stage):
    await stage.import_ferries()
    assert "That would run /event e1 cancelled" in await stage.say("cancel e1")
    assert "/summary a9" in says(await stage.message("sumary a9"))
    assert "There is no /frobnicate" in await stage.say("frobnicate e1")
