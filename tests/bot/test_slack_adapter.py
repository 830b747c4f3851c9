"""What people say in Slack becomes requests; what concerns nobody is acknowledged and dropped."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat import DeliveryFailed
from bot.message import Button, Buttons, say
from tests.fakes.listener import Listener
from tests.fakes.slack_rules import Refused
from tests.fakes.slack_server import NOW
from tests.fakes.slack_workspace import BOT, BOT_USER, Channel
from tests.fakes.slack_world import DIRECT, GROUP, PERSON, ROOT, SlackWorld, person

pytest_plugins = ["tests.fakes.slack_fixtures"]


@pytest.mark.parametrize(
    ("name", "words", "line"),
    [
        ("/readout", "summary a1 short", "summary a1 short"),
        ("/readout", "  SUMMARY  a1 ", "summary a1"),
        ("/readout", "", "help"),
        ("/readout", "what is this", "what is this"),
        ("/summary", "a1 short", "summary a1 short"),
        ("/summary", "", "summary"),
        ("/readout-test", "search ice &amp; &lt;snow&gt;", "search ice & <snow>"),
        ("/readout", "search <b>bold</b> *x* <https://example.org|example.org>", "search <b>bold</b> *x* example.org"),
    ],
)
async def test_a_slash_command_is_a_line(world: SlackWorld, listener: Listener, name: str, words: str, line: str):
    await world.slash(name, words)
    request = await listener.heard()
    assert (request.line, request.command, request.sent_at) == (line, True, NOW)
    assert (request.address, request.sender) == (f"slack:{GROUP}", f"slack:{PERSON}")
    assert request.update.startswith("slack:trigger")


@pytest.mark.parametrize(
    ("marked", "line", "command"),
    [
        ("summary a1", "summary a1", True),
        (": Summary a1", "summary a1", True),
        ("!summary a1", "summary a1", True),
        ("/readout summary a1", "summary a1", True),
        ("import\npublished 2026-02-05", "import published 2026-02-05", True),
        ("summaries of a1", "summaries of a1", False),
        ("subscribe daily 8:00 to <#C7|news> ice", "subscribe daily 8:00 to slack:C7 ice", False),
        ("what does <@U43> say in <#C7|news>?", "what does @U43 say in #news?", False),
        ("is <https://example.org/a|this> &amp;lt; true?", "is this &lt; true?", False),
        ("see <https://example.org/a> or <mailto:a@example.org|a@example.org>", None, False),
        ("<!here> <!subteam^S1|@team> <!date^1^{date}|yesterday>", "@here @team yesterday", False),
        ("search\u00a0ice", "search ice", True),
        ("", "", False),
    ],
)
async def test_a_mention_is_a_line(world: SlackWorld, listener: Listener, marked: str, line: str | None, command: bool):
    await world.mention(marked)
    request = await listener.heard()
    assert request.line == ("see https://example.org/a or a@example.org" if line is None else line)
    assert (request.command, request.private) == (command, False)


async def test_a_mention_belongs_to_the_channel_and_is_answered_to_its_sender_alone(
    world: SlackWorld, listener: Listener
):
    await world.mention("summary a1", ts="1795593000.000100")
    request = await listener.heard()
    seen = await world.post()
    assert (request.address, seen.thread, seen.only) == (f"slack:{GROUP}", "", PERSON)
    assert request.sent_at == datetime.fromtimestamp(1795593000.0001, UTC)


async def test_a_mention_in_a_thread_belongs_to_the_thread(world: SlackWorld, listener: Listener):
    await world.mention("summary a1", thread_ts=ROOT)
    assert (await listener.heard()).address == f"slack:{GROUP}:{ROOT}"
    assert (await world.post()).thread == ROOT


async def test_a_direct_message_is_private_and_belongs_to_the_channel(world: SlackWorld, listener: Listener):
    await world.direct("what is new?")
    request = await listener.heard()
    assert (request.address, request.private, request.command) == (f"slack:{DIRECT}", True, False)
    post = await world.post()
    assert (post.channel, bool(post.thread)) == (DIRECT, True)


async def test_one_mention_is_one_request(world: SlackWorld, listener: Listener):
    await world.mention("summary a1")
    await world.mention("summary a2")
    assert [(await listener.heard()).line for _ in range(2)] == ["summary a1", "summary a2"]


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "BOTHER"},
        {"bot_id": BOT, "user": BOT_USER},
        {"user": BOT_USER},
        {"user": "USLACKBOT"},
        {"subtype": "message_changed", "message": {"text": "summary"}},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message", "user": None},
        {"subtype": "channel_join"},
        {"edited": {"user": PERSON, "ts": "1795593000.000200"}},
        {"type": "message", "channel_type": "channel", "channel": GROUP},
        {"type": "message", "channel_type": "mpim", "channel": GROUP},
        {"type": "app_mention"},
        {"type": "reaction_added", "item": {}},
        {"type": "something_new"},
        {"type": "member_left_channel", "user": "U43"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U43"]}},
    ],
)
async def test_what_is_not_for_the_bot_is_acknowledged_and_dropped(world: SlackWorld, listener: Listener, event):
    base = {"type": "message", "channel_type": "im", "channel": DIRECT, "user": PERSON, "text": "summary"}
    await world.event(base | {"ts": "1795593000.000100"} | event)
    await world.direct("after it")
    assert (await listener.heard()).line == "after it"
    assert world.platform_events.closed == []


CODE = f"3-{'abcdefgh234567' * 2}"[:28]
SHARED = {"is_share": True, "is_msg_unfurl": True, "author_id": "U9", "channel_id": "C7", "text": "!summary a1"}


async def test_a_mention_that_was_edited_is_looked_through_for_codes(world: SlackWorld, listener: Listener):
    edited: dict[str, Any] = {"edited": {"user": PERSON, "ts": "1795593000.000200"}}
    await world.mention("summary a1", ts="1795593000.000100")
    assert (await listener.heard()).line == "summary a1"
    await world.mention(f"start {CODE}", ts="1795593000.000100", **edited)
    request = await listener.heard()
    assert (request.line, request.overheard, request.public) == (f"start {CODE}", True, True)


async def test_a_shared_message_is_forwarded_unless_words_of_ones_own_stand_above_it(world, listener: Listener):
    await world.direct("", attachments=[SHARED])
    request = await listener.heard()
    assert (request.line, request.command, request.forwarded) == ("summary a1", True, True)
    await world.direct("list", attachments=[SHARED])
    request = await listener.heard()
    assert (request.line, request.forwarded) == ("list", False)
    await world.mention("", attachments=[SHARED])
    request = await listener.heard()
    assert (request.line, request.forwarded, request.public) == ("summary a1", True, True)
    await world.mention("", attachments=[{"text": "A page", "from_url": "https://example.org"}])
    assert not (await listener.heard()).forwarded


async def test_the_file_of_a_shared_message_comes_with_it(world: SlackWorld, listener: Listener):
    await world.direct("", attachments=[SHARED | {"text": "", "files": [world.upload("ice.txt", b"Ice")]}])
    request = await listener.heard()
    assert ([file.name for file in request.attachments], request.forwarded) == (["ice.txt"], True)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"mode": "tombstone", "name": None}, "The file was deleted in Slack."),
        ({"mode": "hidden_by_limit"}, "Slack hides the file, because the workspace is over the limit of its plan."),
        ({"mode": "external", "is_external": True}, "Slack doesn't keep the file itself. Send it as an upload."),
        ({"mode": "hosted", "size": 0}, "The file is empty."),
        ({"mode": "hosted", "file_access": "check_file_info", "id": "F9"}, ""),
    ],
)
async def test_a_file_that_slack_withholds_says_why(world, listener: Listener, told: dict[str, Any], why: str):
    await world.direct("", subtype="file_share", files=[{"id": "F1", **told}])
    (file,) = (await listener.heard()).attachments
    assert file.refused == why


@pytest.mark.parametrize("kind", ["shortcut", "view_submission", "block_suggestion", "message_action"])
async def test_other_interactions_are_acknowledged(world: SlackWorld, kind: str):
    await world.server.deliver("interactive", {"type": kind, "callback_id": "x", "user": {"id": PERSON}, "view": {}})


@pytest.mark.parametrize("thread", ["", ROOT])
async def test_a_shortcut_on_a_message_asks_where_its_words_are_from(
    world: SlackWorld, listener: Listener, thread: str
):
    stamp = "1795593000.000100"
    message = {"ts": stamp, "text": "Ice &amp; snow,\n <https://example.org|here>"}
    if thread:
        message["thread_ts"] = thread
    who = {"id": PERSON, "name": "ada"}
    payload = {"type": "message_action", "callback_id": "where", "trigger_id": "t1", "user": who, "message": message}
    hook = world.slack.hook(GROUP, PERSON)
    world.slack.channels[GROUP].active.add(ROOT)
    await world.server.deliver("interactive", payload | {"channel": {"id": GROUP}, "response_url": hook})
    request = await listener.heard()
    assert (request.line, request.command, request.hidden) == ("where Ice & snow, here", True, True)
    assert request.verbatim
    assert request.address == (f"slack:{GROUP}:{ROOT}" if thread else f"slack:{GROUP}")
    post = await world.post()
    assert (post.only, post.thread) == (PERSON, thread)


async def test_what_slack_knows_about_the_sender_is_told(world: SlackWorld, listener: Listener):
    world.slack.people["U43"] = person("U43", is_admin=True, tz="Asia/Tokyo", locale="ja-JP")
    await world.slash("/summary", user="U43")
    request = await listener.heard()
    assert (request.sender_name, request.language, request.locale_zone) == ("Ada U43", "ja-JP", "Asia/Tokyo")
    assert request.administers
    assert await request.administers()
    await world.slash("/summary", user="U43")
    await listener.heard()
    assert world.server.count("users.info") == 1


async def test_a_stranger_is_answered_too(world: SlackWorld, listener: Listener):
    await world.slash("/summary", user="U99")
    request = await listener.heard()
    assert (request.sender_name, request.locale_zone) == ("ada", "")
    assert request.administers
    assert not await request.administers()


@pytest.mark.parametrize(("channel", "private"), [(DIRECT, True), ("DOTHER", False), (GROUP, False)])
async def test_a_slash_command_is_private_only_between_the_two(
    world: SlackWorld, listener: Listener, channel: str, private: bool
):
    world.slack.channels["DOTHER"] = Channel("DOTHER", {PERSON, "U43"})
    await world.slash("/summary", channel=channel)
    assert (await listener.heard()).private == private


async def test_files_come_with_their_words_and_can_be_had_again(world: SlackWorld, listener: Listener):
    for line in ("", "import published 2026-02-05"):
        files = [world.upload("a.md", b"# Ice"), world.upload("b.txt", b"Snow")]
        await world.direct(line, files=files, subtype="file_share")
        request = await listener.heard()
        assert (request.line, request.command) == (line, bool(line))
        assert [await each.fetch() for each in request.attachments] == [b"# Ice", b"Snow"]
        assert request.refetch
        assert [await request.refetch(each.key) for each in request.attachments] == [b"# Ice", b"Snow"]
        with pytest.raises(DeliveryFailed):
            await request.refetch("F404")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"url_private": "{origin}/files/none"}, "read the file"),
        ({"url_private": "https://example.org/files/a.txt"}, "not kept by Slack"),
        ({"url_private": "http://files.slack.com/a.txt"}, "not kept by Slack"),
        ({"url_private": "https://notslack.com/a.txt"}, "not kept by Slack"),
        ({"url_private": "{origin}/nowhere/a.txt"}, "status 404"),
        ({"url_private": None, "file_access": "check_file_info"}, "refuses to give out"),
    ],
)
async def test_a_file_that_slack_withholds_is_a_failure(world: SlackWorld, listener: Listener, more, reason: str):
    known = {name: value and value.replace("{origin}", world.slack.origin) for name, value in more.items()}
    await world.direct("", files=[world.upload("a.txt", b"Ice", **known)], subtype="file_share")
    (attachment,) = (await listener.heard()).attachments
    with pytest.raises(DeliveryFailed, match=reason):
        await attachment.fetch()


async def test_a_page_of_html_that_was_shared_is_a_file(world: SlackWorld, listener: Listener):
    page = b"<html>Sign in to Slack</html>"  # as long as what the server shows to strangers
    told = world.upload("a.html", page, mimetype="text/html", url_private=f"{world.slack.origin}/files/none")
    await world.direct("", files=[told], subtype="file_share")
    (attachment,) = (await listener.heard()).attachments
    assert await attachment.fetch() == page


@pytest.mark.parametrize("outcome", [Refused("", 502), "cut"])
async def test_a_file_is_fetched_with_patience(world: SlackWorld, listener: Listener, outcome):
    await world.say("import", file=("a.txt", b"Some words"))
    (attachment,) = (await listener.heard()).attachments
    world.server.fail("file", outcome, outcome, outcome)
    assert await attachment.fetch() == b"Some words"


async def test_a_button_belongs_to_the_address_of_its_answer(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: say("Pick", Buttons(((Button("More", "/readout summary a1 long"),),)))
    await world.mention("summary a1")
    await listener.heard()
    await world.press(await world.heard(), "More")
    request = await listener.heard()
    assert (request.line, request.pressed, request.address) == ("summary a1 long", True, f"slack:{GROUP}")


async def test_channels_that_close_or_move_are_reported(world: SlackWorld):
    for kind in ("channel_left", "group_left", "channel_archive", "channel_deleted", "group_archive"):
        await world.event({"type": kind, "channel": GROUP})
    await world.event({"type": "member_left_channel", "channel": GROUP, "user": BOT_USER})
    await world.event({"type": "channel_id_changed", "old_channel_id": GROUP, "new_channel_id": "C9"})
    while not world.platform_events.moved:
        await world.platform_events.happened()
    assert [address for address, _ in world.platform_events.closed] == [f"slack:{GROUP}"] * 6
    assert {reason for _, reason in world.platform_events.closed} == {
        "Readout was removed from the channel", "The channel was archived", "The channel was deleted",
    }  # fmt: skip
    assert world.platform_events.moved == [(f"slack:{GROUP}", "slack:C9")]


SECRET = "3-abcdefgh234567abcdefgh2345"


@pytest.mark.parametrize(
    "more",
    [
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"for Ida: {SECRET}"}}]},
        {"blocks": [{"type": "actions", "elements": [{"type": "button", "url": f"https://t.me/b?start={SECRET}"}]}]},
        {"attachments": [{"fallback": "x", "fields": [{"title": "code", "value": "\u2060".join(SECRET)}]}]},
        {"files": [{"id": "F1", "name": "a.txt", "title": SECRET, "size": 3, "url_private": "http://127.0.0.1/f"}]},
    ],
)
async def test_every_text_of_a_channels_message_is_searched_for_codes(world, listener, more):
    await world.mention("summary", **more)
    request = await listener.heard()
    assert request.public
    assert SECRET in request.shown
    await world.mention("summary", edited={"user": "U1", "ts": "1.0"}, **more)
    assert (await listener.heard()).overheard
