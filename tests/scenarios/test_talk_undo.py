"Undo: each change offers to be taken back, by whom it may, while it stands, and once."

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.conversation import commands
from tests.scenarios.stage import ADMIN, EDITOR, FERRIES, READER, Stage, attachment, says

GROUP = "telegram:-5"
EVENT = "event new 2026-04-14 09:30 Harbour vote"


async def offered(stage: Stage, line: str, **how: Any) -> str:
    """What the button says that takes the change back which the line makes."""
    lines = [line for line in says(await stage.message(line, **how)) if line.startswith("/undo ")]
    assert len(lines) == 1, line
    return lines[0].removeprefix("/")


async def told(stage: Stage) -> tuple[str, ...]:
    lines = ("status", "event e1", "event e2", "quiet", "subscriptions", "list")
    return tuple([await stage.say(line) for line in lines])


@pytest.mark.parametrize(
    "change",
    [
        "event e1 2026-05-02",
        "event e1 postponed fog",
        "event e1 cancelled",
        "event e1 same e2",
        "remind e1 7d 1d",
        "snooze e1 1h",
        "mute e1",
        "language ru",
        "subscribe weekdays 08:00 Tokyo harbours",
        "timezone Asia/Tokyo",
        "quiet 22:00-07:00",
        "published a1 2026-02-01",
    ],
)
async def test_a_change_undone_leaves_all_as_it_was(stage: Stage, change: str):
    await stage.import_ferries()
    await stage.say(EVENT)
    before = await told(stage)
    undo = await offered(stage, change)
    assert await told(stage) != before
    assert "Undone: " in await stage.say(undo)
    assert await told(stage) == before
    assert await stage.say(undo) == "That has already been undone."


@pytest.mark.parametrize(
    ("set_up", "change"),
    [
        ("event e1 2026-02-10", "event e1 held"),
        ("event e1 cancelled fog", "event e1 2026-06-01"),
        ("event e1 postponed fog", "event e1 cancelled"),
        ("event e1 same e2", "event e1 apart"),
        ("remind e1 7d 1d", "remind e1 3d"),
        ("remind e1 7d 1d", "remind e1 off"),
        ("remind e1 7d 1d", "snooze e1 1h"),
        ("snooze e1 1h", "snooze e1 tomorrow"),
        ("mute e1", "mute e1 off"),
        ("timezone Asia/Tokyo", "timezone Europe/Paris"),
        ("quiet 22:00-07:00", "quiet off"),
    ],
)
async def test_what_stood_before_comes_back(stage: Stage, set_up: str, change: str):
    await stage.import_ferries()
    await stage.say(EVENT)
    await stage.say(set_up)
    before = await told(stage)
    undo = await offered(stage, change)
    assert await told(stage) != before
    assert "Undone: " in await stage.say(undo)
    assert await told(stage) == before


async def test_all_digests_ended_at_once_come_again_at_once(stage: Stage):
    for order in ("weekdays 08:00 Tokyo", "sat 10:00", "fri 12:00 harbours"):
        await stage.say(f"subscribe {order}")
    before = set(orders(await stage.say("subscriptions")))
    undo = await offered(stage, "settings digest off")
    assert len(orders(await stage.say("subscriptions"))) == 1
    assert "These digests are on again: " in await stage.say(undo)
    assert set(orders(await stage.say("subscriptions"))) == before
    assert len(before) == 3


def orders(told: str) -> list[str]:
    return re.findall(r"Every .*", told)


async def test_an_ended_digest_comes_again(stage: Stage):
    await stage.say("subscribe weekdays 08:00 Tokyo harbours")
    before = await stage.say("subscriptions")
    assert "The digest is on again" in await stage.say(await offered(stage, "unsubscribe 1"))
    assert await stage.say("subscriptions") == before  # under the same number
    assert "Every weekday at 08:00 Asia/Tokyo, about “harbours”" in await stage.say("subscriptions")


@pytest.mark.parametrize(
    ("change", "later"),
    [
        ("event e1 2026-05-02", "event e1 2026-05-03"),
        ("event e1 same e2", "event e1 apart"),
        ("remind e1 7d", "remind e1 1d"),
        ("snooze e1 1h", "snooze e1 tomorrow"),
        ("snooze e1 1h", "remind e1 off"),
        ("mute e1", "mute e1 off"),
        ("subscribe weekdays 08:00", "unsubscribe 1"),
        ("timezone Asia/Tokyo", "timezone Europe/Paris"),
        ("quiet 22:00-07:00", "quiet off"),
    ],
)
async def test_what_was_changed_since_is_left_alone(stage: Stage, change: str, later: str):
    await stage.import_ferries()
    await stage.say(EVENT)
    undo = await offered(stage, change)
    await stage.say(later)
    stands = await told(stage)
    assert await stage.say(undo) == "It has been changed again since, so this can't be undone."
    assert await told(stage) == stands


@pytest.mark.parametrize("line", ["event e1 2026-04-14 09:30", "timezone Europe/London", "quiet off"])
async def test_what_changed_nothing_cannot_be_undone(stage: Stage, line: str):
    await stage.say(EVENT)
    await stage.say("timezone Europe/London")
    assert not [said for said in says(await stage.message(line)) if said.startswith("/undo")]


async def test_whoever_did_it_or_an_admin_undoes_it_there_for_half_an_hour(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("settings changes everyone", sender=EDITOR, address=GROUP)
    undo = await offered(stage, "timezone Asia/Tokyo", sender=READER, address=GROUP)
    for sender in (EDITOR, "telegram:99"):
        assert "Only the person who did it, or an admin, can undo it." in await stage.say(
            undo, sender=sender, address=GROUP
        )
    assert f"There is no change {undo.split()[1]} here" in await stage.say(undo, sender=ADMIN)
    assert "Asia/Tokyo" in await stage.say("status", sender=READER, address=GROUP)
    assert "Undone" in await stage.say(undo, sender=ADMIN, address=GROUP)
    undo = await offered(stage, "timezone Asia/Tokyo", sender=READER, address=GROUP)
    stage.now += timedelta(minutes=31)
    assert "more than 30 minutes ago" in await stage.say(undo, sender=READER, address=GROUP)


async def test_a_number_that_is_none_is_told(stage: Stage):
    assert "“x” isn't the number" in await stage.say("undo x")
    assert "There is no change 7 here" in await stage.say("undo 7")


async def test_nothing_of_it_outlives_the_chat(stage: Stage):
    undo = await offered(stage, "timezone Asia/Tokyo")
    await stage.say("forget yes")
    assert "There is no change 1 here" in await stage.say(undo)


_TABLE = (Path(__file__).parents[2] / "docs" / "undo.md").read_text()
_ROWS = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", _TABLE, re.MULTILINE))


def test_the_table_of_changes_knows_every_command():
    reading = set(re.findall(r"`(\w+)`", _TABLE.rpartition("These commands change no stored data")[2]))
    changing = {line.split()[0] for line in _ROWS}
    assert not reading & changing
    assert reading | changing == {command.name for command in commands()}


# How each change that isn't undone by typing is kept from being an accident; a new row without one of these fails.
_SAFE_BY = ("Undo", "its own button", "the button", "asks", "a new `/invite`", "`/people remove`", "the command")


def test_each_change_can_be_undone_or_asks_first():
    assert [line for line, how in _ROWS.items() if not how.startswith(_SAFE_BY)] == []


@pytest.mark.parametrize("command", [each.name for each in commands() if each.changes is not None])
def test_each_declared_change_stands_in_the_table(command: str):
    assert command in {line.split()[0] for line in _ROWS}


@pytest.mark.parametrize("line", ["forget", "remove a1", "people remove telegram:77"])
async def test_what_erases_asks_and_a_button_says_yes(stage: Stage, line: str):
    await stage.import_ferries()
    before = await _standing(stage), await stage.say("people", sender=ADMIN)
    asked = await stage.message(line, sender=ADMIN)
    assert f"/{line} yes" in says(asked)
    assert (await _standing(stage), await stage.say("people", sender=ADMIN)) == before


@pytest.mark.parametrize("change", [line for line, how in _ROWS.items() if how.startswith("Undo")])
async def test_what_the_table_of_changes_promises_is_offered_and_done_by_typing(stage: Stage, change: str):
    await stage.import_ferries()
    await stage.say(EVENT)
    if change.startswith(("unsubscribe", "skip")):
        await stage.say("subscribe daily 08:00")
    if change == "remind all off":
        await stage.say("remind e1 7d")
    if change.startswith("compare"):
        for name, day in (("early", 4), ("late", 11)):
            words = f"# The {name} plan\n\nThe Danube summit opens in Budapest on {day} May 2026.\n"
            await stage.say("import new", files=(attachment(f"{name}.md", words.encode()),))
    before = await _standing(stage)
    await offered(stage, change)
    assert await _standing(stage) != before
    assert "Undone: " in await stage.say("undo because of a slip" if change.startswith("mark ") else "undo")
    assert await _standing(stage) == before


_STATES = ("events all", "settings", "outlook all", "mark a1", "clearance")


async def _standing(stage: Stage) -> str:
    """How all stands; an order that comes again has another number."""
    lines = [*await told(stage), *[await stage.say(each) for each in _STATES]]
    return re.sub(r"(- |Stop |unsubscribe )\d+", r"\1", "\n".join(lines))


async def test_typed_without_a_number_it_takes_back_ones_own_last_change_here(stage: Stage):
    assert await stage.say("undo") == "There is nothing of yours here to undo."
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("settings changes everyone", sender=EDITOR, address=GROUP)
    await stage.say("timezone Asia/Tokyo", sender=READER, address=GROUP)
    await stage.say("quiet 22:00-07:00", sender=EDITOR, address=GROUP)
    assert "time zone here is Europe/London again" in await stage.say("undo", sender=READER, address=GROUP)
    again = "Your last change here is undone already. Nothing else of yours can be undone."
    assert await stage.say("undo", sender=READER, address=GROUP) == again
    assert "Quiet hours are off" in await stage.say("undo", sender=EDITOR, address=GROUP)
    assert "nothing of yours here to undo" in await stage.say("undo", sender=EDITOR)


async def test_an_import_is_undone_by_its_button_and_by_typing(stage: Stage):
    files = (attachment("ferries.txt", FERRIES.read_bytes()),)
    message = await stage.message("import", files=files)
    (undo,) = [line for line in says(message) if line.startswith("/undo ")]
    assert "a1 “" in (told := await stage.say(undo.removeprefix("/")))
    assert "is gone again." in told
    assert "The library is empty" in await stage.say("list")
    await stage.say("import", files=files)
    longer = FERRIES.read_bytes() + b"\n\nThe board met again.\n"
    await stage.say("import", files=(attachment("ferries.txt", longer),))
    assert "a2 is at revision 1 again." in await stage.say("undo")
    assert "board met again" not in await stage.say("read a2")


async def test_a_reader_undoes_no_import(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("import", sender=EDITOR, address=GROUP, files=(attachment("f.txt", FERRIES.read_bytes()),))
    assert "Only the person who did it" in await stage.say("undo 1", sender=READER, address=GROUP)
    assert await stage.briefings.library.count() == 1


async def test_a_removal_tells_of_an_only_revision_as_one(stage: Stage):
    await stage.import_ferries()
    assert "This also removes its only revision, its summaries" in await stage.say("remove a1")


@pytest.mark.parametrize("change", ["settings changes everyone", "invite", "people remove i1"])
async def test_a_last_change_that_stays_is_not_skipped(stage: Stage, change: str):
    where: dict[str, Any] = {"sender": ADMIN, "address": GROUP}
    await stage.say("start", **where)
    if change.startswith("people"):
        await stage.say("invite", **where)
    undo = await offered(stage, "timezone Asia/Tokyo", **where)
    assert "can't be undone" not in await stage.say(change, **where)
    message = await stage.message("undo", **where)
    stays = f"Your last change, /{change.removesuffix(' everyone').removesuffix(' i1')}, can't be undone."
    assert stays in message.plain()
    assert f"/{undo}" in says(message)
    assert "Asia/Tokyo" in await stage.say("status", **where)
    assert "time zone here is Europe/London again" in await stage.say(undo, **where)
    assert stays in (again := await stage.message("undo", **where)).plain()
    assert not [line for line in says(again) if line.startswith("/undo ")]
