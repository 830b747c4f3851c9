"""The settings in one panel: every one is shown, chosen by buttons or by typing, and taken back."""

from datetime import timedelta

import pytest

from bot.message import Buttons, Fields
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, says

GROUP = "telegram:-5"


async def yes() -> bool:
    return True


async def panel(stage: Stage, **how: str) -> str:
    return (await stage.say("settings", **how)).partition("\n\n[")[0]


async def test_the_panel_tells_what_holds_and_leads_to_every_choice(stage: Stage):
    told = await stage.message("settings")
    shown = told.plain()
    for fact in (
        "Time zone: Europe/London",
        "Language: English",
        "Summaries: Medium",
        "Digest: none",
        "Quiet hours: none",
    ):
        assert fact in shown
    choices = [f"/settings {name}" for name in ("zone", "language", "length", "digest", "quiet")]
    assert says(told) == [*choices, "/status", "/schedule", "/subscriptions", "/links"]
    for line in choices:
        assert says(await stage.message(line))[-1] == "/settings"


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("settings zone Asia/Tokyo", "Time zone: Asia/Tokyo"),
        ("settings zone Лиссабон", "Time zone: Europe/Lisbon"),
        ("settings length short", "Summaries: Short"),
        ("settings digest weekdays 08:00", "Digest: Every weekday at 08:00 Europe/London"),
        ("settings digest mon,thu 18:30", "Digest: Every Monday and Thursday at 18:30"),
        ("settings quiet 22:00-07:00", "Quiet hours: 22:00-07:00"),
        ("settings language zh", "中文"),
        ("settings language chinese", "中文"),
        ("settings language русский", "Русский"),
    ],
)
async def test_a_choice_shows_in_the_panel_and_can_be_taken_back(stage: Stage, line: str, fact: str):
    before = await panel(stage)
    told = await stage.message(line)
    assert fact in told.plain()
    undo = says(told)[-1]
    assert undo.startswith("/undo")
    assert await panel(stage) != before
    await stage.say(undo.removeprefix("/"))
    assert await panel(stage) == before


async def test_every_button_of_every_choice_does_something(stage: Stage):
    await stage.say("settings digest daily 10:00")
    await stage.say("settings quiet 20:00-06:00")
    waiting, seen = ["settings"], set()
    while waiting:
        for line in says(await stage.message(waiting.pop())):
            said = line.removeprefix("/")
            if said not in seen and said.startswith("settings"):
                seen.add(said)
                waiting.append(said)
    assert {"settings language ru", "settings length long", "settings digest weekdays 08:00"} <= seen
    assert {"settings quiet off", "settings digest off", "settings zone Asia/Shanghai"} <= seen


async def test_a_digest_takes_the_place_of_the_one_that_came(stage: Stage):
    await stage.say("subscribe fri 12:00 harbours")
    await stage.say("settings digest daily 07:00")
    replaced = await stage.message("settings digest weekdays 09:00")
    told = await stage.say("subscriptions")
    assert "Every weekday at 09:00" in told
    assert "Every day at 07:00" not in told
    assert "about “harbours”" in told
    await stage.say(says(replaced)[-1].removeprefix("/"))
    told = await stage.say("subscriptions")
    assert "Every day at 07:00" in told
    assert "09:00" not in told
    ended = await stage.say("settings digest off")
    assert "Digest: none" in ended
    assert "1 digest about a topic continues: /subscriptions." in ended
    await stage.say("subscribe sat 12:00 berths")
    assert "2 digests about a topic continue: /subscriptions." in await stage.say("settings digest off")
    assert "about “harbours”" in await stage.say("subscriptions")


async def test_the_length_holds_for_a_summary_that_names_none_here_or_of_the_person(stage: Stage):
    await stage.import_ferries()
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("settings length short", sender=EDITOR)
    assert "short summary" in await stage.say("summary a1", sender=EDITOR)
    assert "short summary" in await stage.say("summary a1", sender=EDITOR, address=GROUP)
    assert "medium summary" in await stage.say("summary a1", sender=READER, address=GROUP)
    await stage.say("settings length long", sender=READER, address=GROUP)
    for sender in (EDITOR, READER):
        assert "long summary" in await stage.say("summary a1", sender=sender, address=GROUP)
    assert "medium summary" in await stage.say("summary a1 medium", sender=EDITOR)


async def test_a_country_with_several_zones_is_asked_about(stage: Stage):
    for command in ("timezone", "settings zone"):
        told = await stage.message(f"{command} Portugal")
        assert "Which of these is “Portugal”?" in told.plain()
        assert f"/{command} Europe/Lisbon" in says(told)
    assert "Europe/Lisbon" in await stage.say("timezone lisbon")


async def test_a_zone_that_only_comes_near_is_offered_and_not_set(stage: Stage):
    for command in ("timezone", "settings zone"):
        told = await stage.message(f"{command} Berln")
        assert "I don't know “Berln”. Is it one of these?" in told.plain()
        assert f"/{command} Europe/Berlin" in says(told)
    assert "Europe/London" in await stage.say("status")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("settings length huge", "short, medium or long"),
        ("settings zone xyzzy", "I don't know the time zone"),
        ("settings zone Atlantis", "I don't know the time zone"),
        ("settings digest never", "never"),
        ("settings quiet 9", "isn't a time range"),
        ("settings language xx", "Readout supports en, zh, ru."),
        ("settings colour", "There is no setting “colour”."),
    ],
)
async def test_what_cannot_be_set_is_told(stage: Stage, line: str, told: str):
    before = await panel(stage)
    assert told in await stage.say(line)
    assert await panel(stage) == before


@pytest.mark.parametrize("tag", ["en", "zh", "ru"])
async def test_every_setting_has_a_name_of_its_own_in_every_language(stage: Stage, tag: str):
    await stage.say(f"language {tag}")
    message = await stage.message("settings")
    assert message
    (fields,) = (block for block in message.blocks if isinstance(block, Fields))
    names = [name for name, _ in fields.rows]
    buttons = [b.label for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]
    assert buttons[: len(names)] == names
    assert len({name.casefold() for name in names}) == len(names) == 5
    assert not any(name in other for name in names for other in names if name != other)
    digest = names[3].casefold()
    for line in ("home", "help subscribe", "subscriptions"):
        assert digest in (await stage.say(line)).casefold()


async def test_a_city_typed_after_the_choices_of_zones_is_set(stage: Stage):
    for typed, zone in (("Kyoto", "Asia/Tokyo"), ("нью-йорк", "America/New_York"), ("Ho Chi Minh City", "Ho_Chi_Minh")):
        assert "For another city, type its name, for example Lisbon." in await stage.say("settings zone", sender=EDITOR)
        told = await stage.message(typed, sender=EDITOR, command=False)
        assert zone in told.plain()
        assert "[Undo]" in told.plain()


async def test_what_only_comes_near_is_offered_there_and_the_right_name_is_still_awaited(stage: Stage):
    await stage.say("settings zone", sender=EDITOR)
    assert "I don't know “Berln”" in await stage.say("Berln", sender=EDITOR, command=False)
    assert "Europe/Berlin" in await stage.say("Berlin", sender=EDITOR, command=False)


async def test_a_city_is_awaited_of_one_person_once_and_for_ten_minutes(stage: Stage):
    await stage.import_ferries()
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("settings zone", sender=EDITOR, address=GROUP)
    assert "Asia/Tokyo" not in await stage.say("Kyoto", sender=READER, address=GROUP, command=False)
    asked = await stage.say("when is the harbour summit?", sender=EDITOR, address=GROUP, command=False)
    assert "You can also type" in asked
    await stage.say("settings zone", sender=EDITOR, address=GROUP)
    assert "I don't know the time zone" in await stage.say("xyzzy", sender=EDITOR, address=GROUP, command=False)
    assert "Nothing" in await stage.say("Kyoto", sender=EDITOR, address=GROUP, command=False)
    await stage.say("settings zone", sender=EDITOR, address=GROUP)
    stage.now += timedelta(minutes=11)
    assert "Nothing" in await stage.say("Kyoto", sender=EDITOR, address=GROUP, command=False)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("settings zone Asia/Tokyo", "Europe/London"), ("timezone Tokyo", "Europe/London"),
        ("settings language ru", "English"), ("language ru", "English"),
        ("settings quiet 22:00-07:00", "Quiet hours: none"), ("quiet 22:00-07:00", "Quiet hours: none"),
    ],
)  # fmt: skip
async def test_in_a_group_what_holds_for_everybody_is_for_those_who_may(stage: Stage, line: str, kept: str):
    await stage.say("start", sender=EDITOR, address=GROUP)
    told = await stage.say(line, sender=READER, address=GROUP)
    assert told.startswith("In a group this applies to everyone")
    assert "/settings changes everyone" in told
    assert kept in await stage.say("settings", sender=READER, address=GROUP)
    assert "In a group" not in await stage.say(line, sender=READER, address=GROUP, administers=yes)
    await stage.say("undo", sender=READER, address=GROUP)
    assert "In a group" not in await stage.say(line, sender=EDITOR, address=GROUP)
    assert "In a group" not in await stage.say(line, sender=EDITOR)


async def test_a_digest_in_a_group_is_ended_by_who_ordered_it_and_by_editors(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    other = {"sender": "telegram:9", "address": GROUP}
    for line in ("unsubscribe 1", "settings digest off"):
        assert "Someone else set up this digest" in await stage.say(line, **other)
    assert [each.id for each in await stage.briefings.subscriptions.of(GROUP)] == [1]
    await stage.say("settings digest daily 09:00", **other)  # one more, in nobody's place
    assert len(await stage.briefings.subscriptions.of(GROUP)) == 2
    await stage.say("settings digest off", **other)
    assert [each.id for each in await stage.briefings.subscriptions.of(GROUP)] == [1]
    await stage.say("unsubscribe 1", sender=READER, address=GROUP)
    assert await stage.briefings.subscriptions.of(GROUP) == []
    await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    assert "Somebody" not in await stage.say("unsubscribe 3", sender=EDITOR, address=GROUP)


async def test_a_group_can_be_opened_to_everybody_by_those_who_may(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    assert "Editors and chat admins" in await stage.say("settings", sender=READER, address=GROUP)
    assert "can decide who may change" in await stage.say("settings changes everyone", sender=READER, address=GROUP)
    shown = await stage.message("settings changes", sender=EDITOR, address=GROUP)
    assert says(shown)[0] == "/settings changes everyone"
    assert "Everyone here" in await stage.say("settings changes everyone", sender=EDITOR, address=GROUP)
    assert "Asia/Tokyo" in await stage.say("settings zone Asia/Tokyo", sender=READER, address=GROUP)
    assert "can decide who may change" in await stage.say("settings changes editors", sender=READER, address=GROUP)
    assert "Editors and chat admins" in await stage.say(
        "settings changes editors", sender=READER, address=GROUP, administers=yes
    )
    assert "In a group" in await stage.say("settings zone Europe/Paris", sender=READER, address=GROUP)


async def test_a_private_chat_has_no_such_setting(stage: Stage):
    assert "Changes" not in await stage.say("settings", sender=EDITOR)
    assert "only you change" in await stage.say("settings changes everyone", sender=EDITOR)
    assert "everyone or editors" in await stage.say("settings changes nobody", sender=EDITOR, address=GROUP)


async def test_a_group_shows_who_set_its_zone_language_and_quiet_hours(stage: Stage):
    group = {"address": "telegram:-500", "sender": EDITOR}
    for line in ("timezone Europe/Rome", "language en", "quiet 22:00-07:00"):
        await stage.say(line, **group)
    told = await stage.say("settings", **group)
    for name in ("Time zone", "Language", "Quiet hours"):
        row = next(each for each in told.splitlines() if each.startswith(f"{name}: "))
        assert f"(set by {EDITOR}, " in row, row
    stage.now += timedelta(hours=1)
    changed = await stage.say("settings quiet 21:00-07:00", address="telegram:-500", sender=ADMIN)
    assert f"21:00-07:00 (set by {ADMIN}, " in changed
    await stage.say("undo", address="telegram:-500", sender=ADMIN)
    assert f"22:00-07:00 (set by {ADMIN}, " in await stage.say("settings", **group)
    assert f"{EDITOR} set the time zone of telegram:-500 to Europe/Rome" in await stage.say("log", sender=ADMIN)


async def test_the_status_and_the_quiet_hours_of_a_group_say_who_set_them(stage: Stage):
    group = {"address": "telegram:-500", "sender": EDITOR}
    for line in ("timezone Europe/Rome", "language en", "quiet 22:00-07:00"):
        await stage.say(line, **group)
    await stage.briefings.chats.move("telegram:-500", "telegram:-100500", stage.now)
    moved = {"address": "telegram:-100500", "sender": EDITOR}
    status = (await stage.say("status", **moved)).splitlines()
    for name, value in (("Time zone", "Europe/Rome"), ("Language", "English"), ("Quiet hours", "22:00-07:00")):
        assert any(each.startswith(f"{name}: {value} (set by {EDITOR}, ") for each in status), name
    assert f"before they begin. (set by {EDITOR}, " in await stage.say("quiet", **moved)
    await stage.say("quiet off", **moved)
    assert f"type /quiet 22:00-07:00. (set by {EDITOR}, " in await stage.say("quiet", **moved)
    assert "set by" not in await stage.say("status", **group)
    await stage.say("quiet 22:00-07:00", sender=EDITOR)
    assert "set by" not in await stage.say("quiet", sender=EDITOR) + await stage.say("status", sender=EDITOR)


async def test_what_a_person_sets_alone_is_not_in_the_log(stage: Stage):
    await stage.say("quiet 22:00-07:00", sender=ADMIN)
    assert "set by" not in await stage.say("settings", sender=ADMIN)
    assert "quiet hours of" not in await stage.say("log", sender=ADMIN)


async def test_a_digest_that_is_typed_is_told_above_the_settings(stage: Stage):
    await stage.say("subscribe fri 08:00")
    told = await stage.say("settings digest mon,fri 07:30")
    assert told.startswith("Digest: Every Monday and Friday at 07:30 Europe/London.\n")
