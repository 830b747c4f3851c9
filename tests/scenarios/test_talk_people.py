"People and roles, and who has done what, as people type and read it."

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.commands import Roles
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, says

GROUP = "telegram:-5"


async def test_the_log_tells_who_changed_what_and_when(stage: Stage):
    assert await stage.say("log", sender=ADMIN) == "Nothing has been changed yet."
    await stage.import_ferries()
    await stage.say("event e1 2026-05-06", sender=EDITOR)
    await stage.say("event e1 cancelled the ice came back", sender=EDITOR)
    await stage.say("start", sender=EDITOR, address=GROUP)
    lines = (await stage.say("log", sender=ADMIN)).splitlines()
    assert "6 changes, newest first." in lines
    when = "- Tuesday 10 February 2026, 12:00 Europe/London: "
    told = [line.removeprefix(when) for line in lines if line.startswith(when)]
    assert told[0] == "telegram:2 opened chat telegram:-5"
    assert told[1].startswith("telegram:2 cancelled e1 “")
    assert told[1].endswith("”: the ice came back")
    assert "is now on 6 May 2026" in told[2]
    assert {line.split()[1] for line in told[3:5]} == {"kept"}
    assert told[5].startswith("terminal:owner added a1 “")
    assert len(told) == 6
    assert (await stage.say("log 1", sender=ADMIN)).count("- ") == 1


async def test_the_log_is_for_admins(stage: Stage):
    assert await stage.say("log", sender=EDITOR) == "/log is for admins only; you are an editor here."
    assert "from 1 to 200" in await stage.say("log 0", sender=ADMIN)


def code_of(told: str) -> str:
    """The code of an invitation as its maker reads it."""
    found = re.search(r"/start (\d+-[a-z2-7]{26})", told)
    assert found
    return found[1]


async def invited(stage: Stage, what: str = "") -> str:
    return code_of(await stage.say(f"invite {what}", sender=ADMIN))


async def test_an_invitation_lets_a_person_in_by_its_code(stage: Stage):
    told = await stage.say("invite", sender=ADMIN)
    assert "Invitation i1 for one person or chat:" in told
    assert "Thursday 12 February 2026, 12:00 Europe/London" in told
    code = code_of(told)
    assert f"/readout start {code}" in told
    assert "people who were invited" in await stage.say("list", sender=READER)
    welcome = await stage.say(f"start {code}", sender=READER)
    assert welcome.startswith("You now have access.")
    assert "The library is empty" in await stage.say("list", sender=READER)
    assert "already been used" in await stage.say(f"start {code}", sender="telegram:9")


async def test_a_link_brings_the_code_where_the_platform_has_links(stage: Stage):
    stage.invitation_links = lambda code: (f"https://t.me/bot?start={code}", f"https://t.me/bot?startgroup={code}")
    told = await stage.say("invite", sender=ADMIN)
    [code] = re.findall(r"https://t\.me/bot\?start=(\S+)", told)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code)
    assert f"startgroup={code}" in told
    assert "You now have access." in await stage.say(f"start {code}", sender=READER)


@pytest.mark.parametrize("role", ["editor", "admin"])
async def test_a_code_above_a_readers_given_in_a_group_is_withdrawn_and_the_admins_hear_of_it(stage: Stage, role: str):
    code = await invited(stage, role)
    told = await stage.say(f"start {code}", sender=READER, address=GROUP)
    assert told.startswith(f"This is an {role} code, meant for a direct message to me.")
    assert [person for person, _ in stage.directs] == ["slack:U1", ADMIN]
    assert "telegram:3 posted the code of invitation i1" in stage.directs[0][1]
    assert GROUP in stage.directs[0][1]
    for sender, address in ((READER, ""), ("telegram:9", ""), ("telegram:9", GROUP)):
        assert "has been withdrawn" in await stage.say(f"start {code}", sender=sender, address=address)
    assert "opened with /start" in await stage.say("list", sender="telegram:9", address=GROUP)
    log = await stage.say("log", sender=ADMIN)
    assert f"telegram:3 posted the code of invitation i1 ({role}) in a group, so it was withdrawn" in log


@pytest.mark.parametrize("role", ["editor", "admin"])
@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("for Ida: {code}", {"overheard": True}),
        ("https://t.me/ReadoutTestBot?start={code}", {"overheard": True}),
        ("what does {code} mean?", {"command": False}),
        ("start {code}", {"hidden": True, "public": True}),
        ("start {code}", {"forwarded": True}),
    ],
)
async def test_a_code_is_withdrawn_wherever_in_a_group_it_stands(
    stage: Stage, role: str, line: str, how: dict[str, bool]
):
    code = await invited(stage, role)
    told = await stage.say(line.format(code=code.upper()), sender="telegram:9", address=GROUP, **how)
    assert f"This is an {role}" in told
    assert [person for person, _ in stage.directs] == ["slack:U1", ADMIN]
    assert "has been withdrawn" in await stage.say(f"start {code}", sender=READER)


async def test_a_code_in_another_text_of_a_groups_message_is_withdrawn(stage: Stage):
    code = await invited(stage, "editor")
    told = await stage.say("thanks", sender="telegram:9", address=GROUP, overheard=True, public=True, shown=code)
    assert "This is an editor code" in told
    assert "has been withdrawn" in await stage.say(f"start {code}", sender=READER)


async def test_what_is_overheard_without_a_code_that_works_is_left_alone(stage: Stage):
    forged, reading = f"1-{'a' * 26}", await invited(stage, "reader")
    for line in ("list", f"start {forged}", f"start {reading}"):
        assert await stage.say(line, sender=ADMIN, address=GROUP, overheard=True) == ""
    assert "You now have access." in await stage.say(f"start {reading}", sender=READER)


@pytest.mark.parametrize("line", ["link {code}", "/link@bot {code}", "here it is: {code}"])
async def test_a_code_that_joins_accounts_is_struck_when_a_group_reads_it(stage: Stage, line: str):
    [code] = re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", await stage.say("link", sender=EDITOR))
    told = await stage.say(line.format(code=code), sender=EDITOR, address=GROUP, overheard=True)
    assert "no longer works. /link, typed to me alone, shows a new one" in told
    assert "is unknown" in await stage.say(f"link {code}", sender="slack:U1")


async def test_a_code_above_a_readers_that_the_group_did_not_see_still_works_in_private(stage: Stage):
    code = await invited(stage, "editor")
    told = await stage.say(f"start {code}", sender=READER, address=GROUP, hidden=True)
    assert "Send it to me in a direct message" in told
    assert "Type /start CODE there." in told
    assert stage.directs == []
    assert "You are now an editor" in await stage.say(f"start {code}", sender=READER)


async def test_a_group_that_was_made_an_admin_once_gives_its_members_no_more_than_reading(stage: Stage):
    made = await stage.briefings.people.invite("admin", timedelta(hours=1), "Ida", stage.now)
    await stage.briefings.people.accept(made.code, GROUP, GROUP, "Ida", stage.now)
    assert "is for admins only" in await stage.say("log", sender=READER, address=GROUP)
    assert "people who were invited" in await stage.say("list", sender=READER)


async def test_an_invitation_made_in_a_group_comes_as_a_direct_message(stage: Stage):
    for kind in ("", "editor"):
        told = await stage.say(f"invite {kind}", sender=ADMIN, address=GROUP)
        assert not re.search(r"[a-z2-7]{26}", told)
        person, words = stage.directs.pop()
        assert person == ADMIN
        name = re.findall(r"\bi[0-9]+\b", words)[0]
        assert told == f"I sent invitation {name} to you in a direct message, so that nobody else can read its code."
        assert code_of(words)
    assert "You are now an editor" in await stage.say(f"start {code_of(words)}", sender=READER)


async def test_an_answer_that_only_its_sender_sees_holds_no_code_to_be_shared(stage: Stage):
    message = await stage.message("invite", sender="slack:U1", address="slack:C5", hidden=True)
    assert message
    assert not re.search(r"[a-z2-7]{26}", message.plain())
    assert stage.directs[0][0] == "slack:U1"


async def test_who_cannot_be_written_to_is_told_how_to_begin(stage: Stage):
    stage.unreachable.add(ADMIN)
    assert "Open a direct message with me and type /invite there." in await stage.say(
        "invite admin", sender=ADMIN, address=GROUP
    )
    stage.invitation_links = lambda code: (f"https://t.me/bot?start={code}", f"https://t.me/bot?startgroup={code}")
    told = await stage.say("invite", sender=ADMIN, address=GROUP)
    assert "Open https://t.me/bot?start=hello, press Start, and type /invite there." in told
    assert (await stage.briefings.people.access_list(stage.now)).invitations == ()


async def test_an_invitation_above_a_readers_offers_no_way_into_a_group(stage: Stage):
    stage.invitation_links = lambda code: (f"https://t.me/bot?start={code}", f"https://t.me/bot?startgroup={code}")
    told = await stage.say("invite editor", sender=ADMIN)
    assert "startgroup" not in told
    assert "In Slack, in a direct message to me" in told


async def test_a_code_given_in_a_group_lets_everyone_there_in(stage: Stage):
    code = await invited(stage)
    assert "I'll answer everyone in this chat" in await stage.say(f"start {code}", sender=READER, address=GROUP)
    assert "The library is empty" in await stage.say("list", sender="telegram:9", address=f"{GROUP}:3")
    assert "people who were invited" in await stage.say("list", sender=READER)


@pytest.mark.parametrize(("role", "line"), [("editor", "event new 2026-05-04 Vote"), ("admin", "log")])
async def test_an_invitation_gives_its_role(stage: Stage, role: str, line: str):
    assert f"You are now an {role} of this Readout" in await stage.say(
        f"start {await invited(stage, f'{role} 3')}", sender=READER
    )
    assert "is for" not in await stage.say(line, sender=READER)
    assert f"you are an {role}" in await stage.say("status", sender=READER)


async def test_forged_withdrawn_and_old_codes_get_a_sentence_each(stage: Stage):
    old, gone = await invited(stage, "1"), await invited(stage)
    await stage.say("people remove i2", sender=ADMIN)
    stage.now += timedelta(hours=1)
    assert "has expired" in await stage.say(f"start {old}", sender=READER)
    stage.now += timedelta(hours=1)  # one wrong code of a stranger is answered an hour
    assert "has been withdrawn" in await stage.say(f"start {gone}", sender=READER)
    assert "isn't valid" in await stage.say(f"start 7-{old.partition('-')[2]}", sender="telegram:4")
    assert "people who were invited" in await stage.say("start hello", sender=READER)


async def test_inviting_is_for_admins_and_says_what_it_takes(stage: Stage):
    assert await stage.say("invite", sender=EDITOR) == "/invite is for admins only; you are an editor here."
    told = await stage.say("invite slack:U42 admin", sender=ADMIN)
    assert told == "An invitation is a code, not for one account. Type /invite admin, and send that person the code."
    for wrong in ("invite king", "invite 0", "invite 721", "invite editor never"):
        assert "hours from 1 to 720" in await stage.say(wrong, sender=ADMIN)


@pytest.mark.parametrize(
    ("typed", "role", "hours"),
    [("", "reader", 48), ("24h", "reader", 24), ("editor 24 hours", "editor", 24), ("editors for 2 days", "editor", 48),
     ("an admin", "admin", 48), ("reader 1w", "reader", 168)],
)  # fmt: skip
async def test_a_role_and_a_length_of_time_are_said_as_one_likes(stage: Stage, typed: str, role: str, hours: int):
    await stage.say(f"invite {typed}", sender=ADMIN)
    [made] = (await stage.briefings.people.access_list(stage.now)).invitations
    assert (made.role, made.expires_at - stage.now) == (role, timedelta(hours=hours))


@pytest.mark.parametrize("typed", ["editor reader", "5 10", "readereditor", "editor 31 days", "editor24x", "0"])
async def test_what_says_two_things_makes_no_invitation(stage: Stage, typed: str):
    assert "hours from 1 to 720" in await stage.say(f"invite {typed}", sender=ADMIN)
    assert (await stage.briefings.people.access_list(stage.now)).invitations == ()


async def test_an_invitation_is_withdrawn_however_its_number_is_typed(stage: Stage):
    for typed in ("I1", "#i2"):
        await invited(stage)
        assert "is withdrawn" in await stage.say(f"people remove {typed} yes", sender=ADMIN)


async def test_who_may_do_it_already_leaves_the_invitation_to_others(stage: Stage):
    code = await invited(stage, "editor")
    assert "still unused" in await stage.say(f"start {code}", sender=EDITOR)
    assert "You are now an editor" in await stage.say(f"start {code}", sender=READER)


async def test_people_lists_everyone_and_takes_roles_back(stage: Stage):
    await stage.say(f"start {await invited(stage, 'editor')}", sender=READER)
    await stage.say("start", sender=EDITOR, address=GROUP)
    await invited(stage)
    message = await stage.message("people", sender=ADMIN)
    assert message
    told = message.plain()
    assert "telegram:1: admin, by the settings" in told
    assert "telegram:2: editor, by the settings" in told
    assert "telegram:3: editor, invited by telegram:1, Tuesday 10 February 2026" in told
    assert "telegram:-5: a chat, opened by telegram:2" in told
    assert "i2: an invitation (reader) by telegram:1" in told
    assert says(message) == ["/people remove telegram:3", "/people remove telegram:-5", "/people remove i2"]
    assert "telegram:2" not in await stage.say("people telegram:3", sender=ADMIN)
    for line in says(message):
        assert (
            "is withdrawn" in (gone := await stage.say(f"{line} yes", sender=ADMIN)) or "no role here any more" in gone
        )
    assert says(await stage.message("people", sender=ADMIN)) == []
    assert "people who were invited" in await stage.say("list", sender=READER)
    log = await stage.say("log", sender=ADMIN)
    assert "telegram:1 withdrew telegram:3" in log
    assert "telegram:3 used invitation i1: telegram:3 (editor)" in log
    assert "telegram:1 created invitation i2 (reader)" in log


async def test_the_settings_cannot_be_overruled(stage: Stage):
    told = await stage.say("people remove telegram:2 yes", sender=ADMIN)
    assert told == "telegram:2 is listed in READOUT_EDITORS. Remove it there and restart Readout."
    assert "Name the person" in await stage.say("people remove", sender=ADMIN)
    assert "has no role" in await stage.say("people remove telegram:77 yes", sender=ADMIN)


async def test_with_an_admin_by_invitation_nobody_is_told_to_become_one(stage: Stage):
    await stage.say(f"start {await invited(stage, 'admin')}", sender=READER)
    stage.roles = Roles()
    assert "READOUT_ADMINS" not in await stage.say("list", sender="telegram:9")


async def test_one_persons_accounts_are_linked_by_a_code(stage: Stage):
    stage.roles = Roles(open_access=True)
    direct: dict[str, Any] = {"sender": "slack:U5", "address": "slack:D5", "private": True}
    shown = await stage.say("link", sender=READER)
    found = re.search(r"/readout link (\S{4}-\S{4})", shown)
    assert found
    assert "within 15 minutes" in shown
    assert "for the other platform" in await stage.say(f"link {found[1]}", sender="telegram:9")
    message = await stage.message(f"link {found[1]}", **direct)
    assert message
    assert "messages for both go to Slack" in message.plain()
    assert says(message) == ["/link prefer telegram", "/link off"]
    assert "go to Telegram" in await stage.say("link prefer telegram", **direct)
    assert "go to Telegram" in await stage.say("link", sender=READER)
    assert "go to Slack" in await stage.say("link slack", sender=READER)
    assert "Your last change, /link prefer, can't be undone." in await stage.say("undo", sender=READER)
    assert "Your last change, /readout link prefer, can't be undone." in await stage.say("undo", **direct)
    assert "no longer linked" in await stage.say("link off", sender=READER)
    assert "isn't linked" in await stage.say("link off", sender=READER)
    assert "is unknown" in await stage.say(f"link {found[1]}", **direct)


async def test_linking_is_for_a_conversation_alone(stage: Stage):
    stage.roles = Roles(open_access=True)
    assert "in a direct message with me" in await stage.say("link", sender=READER, address=GROUP)
    assert "in a direct message with me" in await stage.say("link")
    assert "Choose a platform" in await stage.say("link prefer email", sender=READER)


@pytest.mark.parametrize("sender", [ADMIN, "telegram:9"])
async def test_other_bots_commands_in_a_group_are_left_alone_and_ours_are_answered(stage: Stage, sender: str):
    for line in ("ban @bob", "report", "poll Lunch?", "weather Berlin", "cancel e1", "tip", "?"):
        assert await stage.say(line, sender=sender, address=GROUP, unnamed=True, public=True) == "", line
    for line in ("sumary a1", "hlep", "settings", "events"):
        assert await stage.say(line, sender=ADMIN, address=GROUP, unnamed=True, public=True), line
    assert "There is no /ban." in await stage.say("ban @bob", sender=ADMIN, address=GROUP, public=True)


async def test_who_belongs_to_another_organisation_is_a_guest_until_invited(stage: Stage):
    outside = {"sender": "slack:U9", "address": "slack:C1", "public": True, "outsider": True}
    await stage.say("start", sender="slack:U1", address="slack:C1", public=True)
    assert "The library is empty" in await stage.say("list", sender="slack:U8", address="slack:C1", public=True)
    assert "slack:U9" in await stage.say("list", **outside)
    code = await invited(stage, "reader")
    await stage.say(f"start {code}", sender="slack:U9", address="slack:DU9", private=True)
    assert "The library is empty" in await stage.say("list", **outside)
