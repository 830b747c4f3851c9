"""Who is answered, who may do what, and what is said when nothing can be done."""

import logging
import re
from datetime import timedelta

import pytest

from bot.chat import DeliveryFailed, Request
from bot.commands import Conversation, Roles, menu
from bot.commands.help import DOORS
from bot.commands.offers.suggestions import offers_of
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, attachment, says

GROUP = "telegram:-5"


async def yes() -> bool:
    return True


async def unknown() -> bool:
    raise DeliveryFailed("Telegram does not say.", "retry")


async def test_an_outsider_gets_one_polite_sentence(stage: Stage):
    told = await stage.say("summary", sender=READER)
    assert "people who were invited" in told
    assert "telegram:3" in told
    assert await stage.say("list", sender=READER) == ""
    stage.now += timedelta(hours=1)
    assert await stage.say("list", sender=READER) == told


async def test_on_slack_the_sentence_says_what_works_there(stage: Stage):
    assert "/readout start" in await stage.say("summary", sender="slack:U7", address="slack:D1")


async def test_without_any_admin_the_sentence_says_how_to_become_one(stage: Stage):
    stage.roles = Roles()
    assert "READOUT_ADMINS=telegram:3" in await stage.say("start", sender=READER)


async def test_a_chat_is_opened_for_everyone_in_it(stage: Stage):
    assert "opened with /start" in await stage.say("start", sender=READER, address=GROUP)
    assert "I'll answer everyone in this chat" in await stage.say("start", sender=EDITOR, address=GROUP)
    assert "The library is empty" in await stage.say("list", sender=READER, address=GROUP)
    assert "The library is empty" in await stage.say("list", sender=READER, address=f"{GROUP}:7")
    assert "people who were invited" in await stage.say("list", sender=READER)


async def test_open_access_answers_all(stage: Stage):
    stage.roles = Roles(open_access=True)
    assert "The library is empty" in await stage.say("list", sender=READER)


@pytest.mark.parametrize("line", ["import", "published a1 2026-02-05"])
async def test_a_reader_is_told_the_role_that_is_needed(stage: Stage, line: str):
    await stage.say("start", sender=EDITOR, address=GROUP)
    file = (attachment("x.txt", b"X"),)
    told = await stage.say(line, sender=READER, address=GROUP, files=file)
    assert told == f"/{line.split()[0]} is for editors only; you are a reader here."


async def test_an_update_delivered_twice_is_answered_once(stage: Stage):
    assert await stage.say("help", update="telegram:77")
    assert await stage.message("help", update="telegram:77") is None
    assert await stage.say("help", update="telegram:78")


async def test_an_old_command_is_answered_once_and_not_run(stage: Stage):
    old = timedelta(minutes=11)
    told = await stage.say("timezone Tokyo", age=old, update="telegram:79")
    assert told.startswith("I was offline when you sent this 11 minutes ago, so I didn't run it: /timezone Tokyo\n")
    assert await stage.message("timezone Tokyo", age=old, update="telegram:79") is None
    assert "Europe/London" in await stage.say("status")
    assert "3 hours ago" in await stage.say("list", age=timedelta(hours=3))
    assert "Asia/Tokyo" in await stage.say("timezone Tokyo", age=timedelta(minutes=9))


async def test_old_talk_in_a_group_is_left_alone(stage: Stage):
    assert await stage.message("hello", sender=ADMIN, address=GROUP, command=False, age=timedelta(hours=1)) is None
    assert await stage.message("hello", sender=ADMIN, command=False, age=timedelta(hours=1))


async def test_unknown_commands_offer_the_closest(stage: Stage):
    message = await stage.message("sumary a1 short")
    assert message
    assert "There is no /sumary. Did you mean /summary?" in message.plain()
    assert says(message) == ["/summary a1 short"]
    assert "There is no /frobnicate. Type /help to see all commands." in await stage.say("frobnicate")
    assert "There is no /readout frobnicate." in await stage.say("frobnicate", sender=ADMIN, address="slack:D1")


async def test_plain_words_are_commands_where_they_begin_with_one(stage: Stage):
    assert "The library is empty" in await stage.say("List", command=False)
    assert await stage.say("/help", command=False) == await stage.say("help")


async def test_nothing_said_is_a_call_for_help(stage: Stage):
    for line in ("", "/", "  "):
        assert "Commands" in await stage.say(line)


async def test_help_opens_eight_doors_and_shows_the_way_to_all(stage: Stage):
    message = await stage.message("help")
    assert message is not None
    lines = [line for line in message.plain().splitlines() if line.startswith("- /")]
    assert [line.split()[1] for line in lines] == [f"/{each}" for each in DOORS]
    assert "/help all" in says(message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("revisions a1", "changes a1"),
        ("corrections", "changes"),
        ("corrections 3", "changes 3"),
        ("disagree", "compare"),
        ("disagree a1 all", "compare a1 all"),
    ],
)
async def test_words_that_were_commands_are_understood(stage: Stage, old: str, new: str):
    await stage.import_ferries()
    assert await stage.say(old) == await stage.say(new)
    assert f"/{old.split()[0]} " not in await stage.say("help all")


async def test_help_lists_what_the_sender_may_do_as_it_is_typed_there(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    assert "/import" not in await stage.say("help all", sender=READER, address=GROUP)
    told = await stage.say("help all", sender=EDITOR, address=GROUP)
    assert "/import [new|revision ANALYSIS] [published DATE]" in told
    pages = [await stage.say(line, sender="slack:U1", address="slack:D1") for line in ("help all", "page 2 help all")]
    assert "/readout remind EVENT LEADS" in "".join(pages)
    explained = await stage.say("help /remind")
    assert "/remind EVENT off" in explained
    assert "For example /remind e1 30d 7d 1d 2h" in explained
    assert "Did you mean /help events?" in await stage.say("help evnts")


async def test_wrong_arguments_show_the_usage(stage: Stage):
    assert await stage.say("search") == "/search needs WORDS. For example: /search taiwan."
    assert await stage.say("status now") == "/status takes nothing more. Type /status."
    assert "Type /readout search WORDS" in await stage.say("search", sender=ADMIN, address="slack:D1")


async def test_forgetting_is_for_those_who_run_the_chat(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    for asked in (None, unknown):
        told = await stage.say("forget yes", sender=READER, address=GROUP, administers=asked)
        assert "Only chat admins and Readout admins can use" in told
    assert "Erased: " in await stage.say("forget yes", sender=READER, address=GROUP, administers=yes)
    assert "No subscriptions" in await stage.say("subscriptions", sender=ADMIN, address=GROUP)
    assert "opened with /start" in await stage.say("list", sender=READER, address=GROUP)


async def test_forgetting_asks_first(stage: Stage):
    await stage.say("timezone Tokyo", sender=ADMIN)
    message = await stage.message("forget", sender=ADMIN)
    assert "It can't be undone." in message.plain()
    assert says(message) == ["/forget yes"]
    assert "Asia/Tokyo" in await stage.say("status", sender=ADMIN)
    assert "doesn't accept" in await stage.say("forget now", sender=ADMIN)
    assert "Erased: " in await stage.say("forget yes", sender=ADMIN)
    assert "It can't be undone." in await stage.say("forget")
    assert "Only chat admins and Readout admins can use" in await stage.say("forget", sender=EDITOR, address=GROUP)


async def test_a_private_chat_is_its_owners_to_forget(stage: Stage):
    stage.roles = Roles(open_access=True)
    await stage.say("timezone Tokyo", sender=READER)
    assert "Erased: 3 records about this chat" in await stage.say("forget yes", sender=READER)
    assert "Europe/London" in await stage.say("status", sender=READER)
    assert "Nothing was stored" in await stage.say("forget yes", sender=READER)


async def test_a_long_button_line_is_kept_under_a_token(stage: Stage):
    words = "the price of berths and the ice on the northern quay in winter"
    message = await stage.message(f"serch {words}", sender=ADMIN)
    (line,) = says(message)
    assert line.startswith("/more ")
    assert len(line.encode()) <= 60
    assert f"Nothing in the library mentions “{words}”" in await stage.say(line, sender=ADMIN)
    assert "That button has expired" in await stage.say("/more 0000", sender=ADMIN)
    assert says(await stage.message(f"serch {words}")) == [f"/search {words}"]


async def test_a_fault_is_answered_with_a_reference_that_the_log_has_too(
    stage: Stage, caplog: pytest.LogCaptureFixture
):
    async def broken() -> bytes:
        raise ZeroDivisionError("secret detail")

    file = attachment("x.txt", b"")
    caplog.set_level(logging.ERROR)
    told = await stage.say("import", files=(type(file)(file.name, 1, broken),))
    assert "secret detail" not in told
    (record,) = caplog.records
    assert record.__dict__["reference"] in told
    assert record.exc_info
    assert record.__dict__["command"] == "import"


async def link_code(stage: Stage, sender: str) -> str:
    shown = re.search(r"link (\S{4}-\S{4})", await stage.say("link", sender=sender))
    assert shown
    return shown[1]


async def test_a_link_code_lets_the_other_account_in_as_a_reader(stage: Stage):
    assert "I only answer people who" in await stage.say("list", sender="slack:U7")
    code = await link_code(stage, ADMIN)
    assert "is unknown" in await stage.say("link ABCD-2345", sender="slack:U7")
    assert "go to Slack" in await stage.say(f"link {code.lower()}", sender="slack:U7")
    assert "The library is empty" in await stage.say("list", sender="slack:U7")
    assert "is for admins only" in await stage.say("people", sender="slack:U7")
    assert await stage.say("list", sender="slack:U8", address="slack:U8") != await stage.say("list", sender="slack:U7")


async def test_a_linked_account_is_let_in_no_longer_than_the_other(stage: Stage):
    code = (await stage.briefings.people.invite("reader", timedelta(hours=1), "terminal", stage.now)).code
    await stage.say(f"start {code}", sender="telegram:77")
    await stage.say(f"link {await link_code(stage, 'telegram:77')}", sender="slack:U7")
    assert "Subscription" in await stage.say("subscribe daily 08:00", sender="slack:U7")
    await stage.say("people remove telegram:77 yes", sender=ADMIN)
    assert "I only answer people who" in await stage.say("list", sender="slack:U7")
    assert (await stage.briefings.chats.chat("slack:U7")).paused
    assert "I only answer people who" in await stage.say("list", sender="telegram:77")


async def test_after_the_accounts_are_parted_the_other_one_is_told_so(stage: Stage):
    await stage.say("list", sender="slack:U7")
    await stage.say(f"link {await link_code(stage, ADMIN)}", sender="slack:U7")
    await stage.say("link off", sender=ADMIN)
    assert "I only answer people who" in await stage.say("list", sender="slack:U7")


async def test_who_is_taken_back_hears_the_polite_sentence_once_more(stage: Stage):
    assert "I only answer people who" in await stage.say("list", sender="telegram:77")
    code = (await stage.briefings.people.invite("reader", timedelta(hours=1), "terminal", stage.now)).code
    assert "You now have access" in await stage.say(f"start {code}", sender="telegram:77")
    await stage.say("people remove telegram:77 yes", sender=ADMIN)
    assert "I only answer people who" in await stage.say("list", sender="telegram:77")
    assert await stage.say("list", sender="telegram:77") == ""


@pytest.mark.parametrize("closing", ["people remove telegram:-5 yes", "forget yes"])
async def test_a_chat_that_is_closed_again_hears_the_sentence_once_more(stage: Stage, closing: str):
    assert "I only answer in chats" in await stage.say("list", sender=READER, address=GROUP)
    await stage.say("start", sender=EDITOR, address=GROUP)
    await stage.say(closing, sender=ADMIN, address=GROUP)
    assert "I only answer in chats" in await stage.say("list", sender=READER, address=GROUP)
    assert await stage.say("list", sender=READER, address=GROUP) == ""


async def test_whoever_may_not_import_is_refused_however_it_is_asked_and_is_offered_it_nowhere(stage: Stage):
    file = (attachment("x.txt", b"X"),)
    await stage.say("start", sender=EDITOR, address=GROUP)
    refused = "/import is for editors only; you are a reader here."
    assert await stage.say("import", sender=READER, address=GROUP, files=file) == refused
    assert await stage.say("", sender=READER, address=GROUP, command=False, files=file) == refused
    assert "/import" not in says(await stage.message("home", sender=READER, address=GROUP))
    assert "/import" in says(await stage.message("home", sender=EDITOR, address=GROUP))
    assert "editors only" not in await stage.say("", sender=EDITOR, address=GROUP, command=False, files=file)
    assert next(each.role for each in menu() if each.name == "import") == "editor"
    offers = offers_of(Conversation(stage.briefings, stage.roles, lambda: stage.now), lambda: stage.now)
    for sender, told in ((READER, False), (EDITOR, True)):
        first = await offers.prompts(Request(GROUP, sender, "", stage.now)) if offers.prompts else None
        assert ("help import" in [each.says for each in first.lines]) is told


async def test_whoever_may_not_change_an_event_is_refused_however_it_is_asked(stage: Stage):
    await stage.import_ferries()
    await stage.say("start", sender=EDITOR, address=GROUP)
    spoken = "move e1 to 7 May 2026"
    refused = "is for editors only; you are a reader here."
    for line, typed in (("event e1 2027-01-01", True), (spoken, False)):
        assert refused in await stage.say(line, sender=READER, address=GROUP, command=typed)
    assert "/event e1" in await stage.say(spoken, sender=EDITOR, address=GROUP, command=False)
    offered = {"/import", "/event e1 moved"}
    assert not offered & {*says(await stage.message("home", sender=READER, address=GROUP))}
    assert offered <= {*says(await stage.message("home", sender=EDITOR, address=GROUP))}


async def test_a_link_says_which_role_each_account_has_and_how_to_get_the_same(stage: Stage):
    told = await stage.say(f"link {await link_code(stage, ADMIN)}", sender="slack:U7")
    assert "telegram:1: admin" in told
    assert "slack:U7: reader" in told
    assert "type /invite admin to me in Telegram" in told
    assert "/readout start CODE" in told
    assert "telegram:1: admin" in await stage.say("link", sender=ADMIN)
    code = (await stage.briefings.people.invite("admin", timedelta(hours=1), "terminal", stage.now)).code
    await stage.say(f"start {code}", sender="slack:U7")
    assert "reader" not in await stage.say("link", sender=ADMIN)


@pytest.mark.parametrize(("person", "way"), [(ADMIN, "/invite admin to me in Telegram"), (EDITOR, "ask an admin to")])
async def test_whoever_cannot_open_a_chat_is_told_that_others_get_no_answers(stage: Stage, person: str, way: str):
    await stage.say(f"link {await link_code(stage, person)}", sender="slack:U7")
    how = {"sender": "slack:U7", "address": "slack:C7", "private": False}
    told = await stage.say("start", **how)
    assert "Others here get no answers yet" in told
    assert way in told
    assert "Others here" not in await stage.say("start", sender="slack:U7")
    assert "only answer in chats" in await stage.say("start", sender="slack:U8", address="slack:C7", private=False)
    await stage.say("start", sender="slack:U1", address="slack:C7", private=False)
    assert "Others here" not in await stage.say("start", **how)


async def test_a_stranger_hears_what_can_be_done_in_a_private_chat(stage: Stage):
    told = await stage.say("list", sender="slack:U7")
    assert "ask a Readout admin for an invitation" in told
    assert "Type /invite admin to me there, and send me the code here: /readout start CODE" in told
    code = (await stage.briefings.people.invite("reader", timedelta(hours=1), "terminal", stage.now)).code
    await stage.say(f"start {code}", sender="slack:U7")
    await stage.say("subscribe daily 08:00", sender="slack:U7")
    assert "ask a Readout admin for an invitation" in await stage.say("forget yes", sender="slack:U7")
