"""Where and how answers appear in Slack."""

import asyncio
from dataclasses import replace

import pytest

from bot.message import Button, Buttons, File, Message, Paragraph, say, text
from bot.platforms.shared.update_queue import AT_ONCE
from tests.contracts.loopback_platforms import Chat
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.slack_rules import Refused, limited
from tests.fakes.slack_world import DIRECT, GROUP, OUTSIDE, PERSON, ROOT, SlackWorld, person, seen

pytest_plugins = ["tests.fakes.slack_fixtures"]

PAGE = "word " * 1800  # a message of Slack's each
CHOICE = Buttons(((Button("More", "/summary a1 long"),),))
REPORT = File("plan.ics", b"BEGIN:VCALENDAR", "text/calendar", "The plan <as> a calendar")


def pages(count: int) -> Message:
    return say(*(f"{number}. {PAGE}" for number in range(count)))


async def test_a_slash_command_is_answered_to_its_sender_alone(world: SlackWorld):
    await world.slash("/summary")
    post = await world.post()
    assert (post.channel, post.only, post.thread) == (GROUP, PERSON, "")
    assert world.pace.tokens == [(f"slack:{GROUP}", True)]


async def test_five_messages_go_by_the_response_address_and_more_as_whispers(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: pages(5)
    await world.slash("/summary")
    assert [(await world.post()).only for _ in range(5)] == [PERSON] * 5
    assert world.server.count("chat.postEphemeral") == 0
    listener.reply = lambda _: pages(7)
    await world.slash("/summary")
    posts = [await world.post() for _ in range(7)]
    assert [post.shown[:2] for post in posts] == [f"{number}." for number in range(7)]
    assert {post.only for post in posts} == {PERSON}
    assert world.server.count("hook") == 9


async def test_where_the_bot_is_not_the_rest_is_owned_up_to(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: pages(7)
    await world.slash("/summary", channel=OUTSIDE)
    posts = [await world.post() for _ in range(5)]
    assert {post.only for post in posts} == {PERSON}
    assert "There is more" in posts[-1].shown


async def test_a_pressed_button_is_replaced_where_the_answer_says_so(world: SlackWorld, listener: Listener):
    listener.reply = lambda request: Message(
        (Paragraph(text(f"You said {request.line}")), CHOICE), replaces=request.pressed
    )
    for ask in (world.slash("/summary"), world.mention("summary")):
        await ask
        before = await world.post()
        await world.press(seen(before), "More")
        after = await world.post()
        assert (after.ts, after.replaces, after.only) == (before.ts, before.ts, before.only)
        assert "You said summary a1 long" in after.shown


async def test_else_a_pressed_button_is_answered_beside_it(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: say("Pick", CHOICE)
    await world.slash("/summary")
    await world.press(await world.heard(), "More")
    post = await world.post()
    assert (post.only, post.replaces, post.thread) == (PERSON, "", "")
    await world.platform.send(f"slack:{GROUP}", say("A reminder", CHOICE), "key")
    pushed = await world.heard()
    await world.press(pushed, "More", sender="43")
    post = await world.post()
    assert (post.only, post.replaces, post.thread) == ("", "", pushed.id)


async def test_a_push_stays_and_who_asks_about_it_is_answered_alone(world: SlackWorld, listener: Listener):
    listener.reply = lambda request: Message(say("More of it", CHOICE).blocks, public="long" not in request.line)
    push = replace(say("A reminder", Buttons(((Button("More", "/summary a1 long"),),))), stays=True)
    await world.platform.send(f"slack:{GROUP}", push, "key")
    pushed = await world.heard()
    await world.press(pushed, "More", sender="43")
    post = await world.post()
    assert (post.only, post.replaces, post.thread) == ("U43", "", "")
    listener.reply = lambda _: replace(say("More of it"), public=True)
    await world.press(seen(post), "More", sender="43")
    shared = await world.post()
    assert (shared.only, shared.thread) == ("", pushed.id)


async def test_a_button_on_a_deleted_message_is_answered_anew(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: Message((Paragraph(text("Pick")), CHOICE), replaces=True)
    await world.mention("summary", thread_ts=ROOT)
    picked = await world.heard()
    world.slack.deleted.add(picked.id)
    await world.press(picked, "More")
    post = await world.post()
    assert (post.replaces, post.thread) == ("", ROOT)


async def test_an_answer_too_long_to_replace_is_sent_anew(world: SlackWorld, listener: Listener):
    listener.reply = lambda request: Message(
        (*((Paragraph(text(PAGE)),) * (2 if request.pressed else 1)), CHOICE), replaces=True
    )
    await world.mention("summary")
    await world.press(await world.heard(), "More")
    assert [(await world.post()).replaces for _ in range(2)] == ["", ""]


async def test_a_file_goes_to_the_thread_where_all_may_see_it(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: replace(say("Here it is", REPORT), public=True)
    await world.mention("summary", thread_ts=ROOT)
    assert (await world.post()).shown == "Here it is"
    post = await world.post()
    assert (post.file, post.thread, post.only) == (("plan.ics", b"BEGIN:VCALENDAR"), ROOT, "")
    assert post.text == "The plan &lt;as&gt; a calendar"


@pytest.mark.parametrize("thread", ["", ROOT])
async def test_a_mention_is_answered_alone_and_shared_below_it(world: SlackWorld, listener: Listener, thread: str):
    listener.reply = lambda request: replace(say("Kept to one", CHOICE), public="long" in request.line)
    await world.mention("summary", ts="1795593000.000100", **({"thread_ts": thread} if thread else {}))
    alone = await world.post()
    assert (alone.only, alone.thread) == (PERSON, thread)
    await world.press(seen(alone), "More")
    shared = await world.post()
    assert (shared.only, shared.thread, shared.replaces) == ("", thread or "1795593000.000100", "")
    assert "Kept to one" in shared.shown
    await world.server.until(lambda: alone.ts in world.slack.deleted)
    requests = [await listener.heard() for _ in range(2)]
    assert {request.address for request in requests} == {f"slack:{GROUP}:{thread}" if thread else f"slack:{GROUP}"}
    assert [request.hidden for request in requests] == [True, True]


async def test_a_slash_command_is_shared_in_its_channel(world: SlackWorld, listener: Listener):
    listener.reply = lambda request: replace(say("Kept to one", CHOICE), public=request.pressed)
    await world.slash("/summary")
    alone = await world.post()
    await world.press(seen(alone), "More")
    shared = await world.post()
    assert (alone.only, shared.only, shared.thread, shared.channel) == (PERSON, "", "", GROUP)


async def test_where_the_bot_is_not_an_answer_is_shared_all_the_same(world: SlackWorld, listener: Listener):
    listener.reply = lambda request: replace(say("Kept to one", CHOICE), public=request.pressed)
    await world.slash("/summary", channel=OUTSIDE)
    await world.press(await world.heard(), "More")
    shared = await world.post()
    assert (shared.channel, shared.only) == (OUTSIDE, "")


async def test_many_parts_in_a_thread_are_seen_by_one(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: pages(7)
    await world.mention("summary", thread_ts=ROOT)
    posts = [await world.post() for _ in range(7)]
    assert {(post.only, post.thread) for post in posts} == {(PERSON, ROOT)}


async def test_a_file_for_one_person_goes_to_the_direct_channel(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: say(REPORT)
    await world.slash("/summary")
    file, note = [await world.post() for _ in range(2)]
    assert (file.channel, file.file) == (DIRECT, ("plan.ics", b"BEGIN:VCALENDAR"))
    assert (note.channel, note.only) == (GROUP, PERSON)
    assert "direct messages" in note.shown


@pytest.mark.parametrize("target", ["hook", "chat.postMessage"])
async def test_an_answer_that_certainly_did_not_arrive_is_sent_again(world: SlackWorld, target: str):
    world.server.fail(target, limited(2), limited(3))
    await (world.slash("/summary") if target == "hook" else world.direct("summary"))
    assert (await world.post()).shown == "You said summary"
    assert world.pace.holds == [2.0, 3.0]
    assert world.unheard() == 0


@pytest.mark.parametrize("target", ["hook", "chat.postMessage"])
async def test_an_answer_that_slack_does_not_take_is_owned_up_to(world: SlackWorld, target: str):
    world.server.fail(target, Refused("invalid_blocks"))
    await (world.slash("/summary") if target == "hook" else world.direct("summary"))
    assert "Slack rejected it" in (await world.post()).shown


async def test_a_button_that_says_too_much_is_owned_up_to(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: say(Buttons(((Button("More", "/" + "x" * 2001),),)))
    await world.direct("summary")
    assert "Slack rejected it" in (await world.post()).shown


@pytest.mark.parametrize("outcome", [Refused("is_archived"), Refused("missing_scope")])
async def test_an_answer_that_fails_leaves_the_next_unharmed(world: SlackWorld, outcome):
    world.server.fail("chat.postMessage", outcome)
    await world.direct("summary a1")
    await world.direct("summary a2")
    assert (await world.post()).shown == "You said summary a2"


@pytest.mark.parametrize("chat", ["private", "group", "thread"])
async def test_while_something_else_answers_an_answer_is_tried_again(world: SlackWorld, chat: Chat):
    world.server.fail("hook", "page", "page")
    world.server.fail("chat.postMessage", "page", "page")
    world.server.fail("chat.postEphemeral", "page", "page")
    await world.say("summary", chat=chat)
    assert (await world.heard()).text == "You said summary"


@pytest.mark.parametrize("target", ["hook", "chat.postMessage"])
async def test_an_answer_that_something_else_took_is_told_of_later(world: SlackWorld, target: str):
    world.server.draw[target] = lambda: "page"
    await (world.slash("/summary") if target == "hook" else world.direct("!summary"))
    await world.server.until(lambda: world.server.count(target) > 3)
    await asyncio.sleep(2 * world.retry.seconds)
    world.server.draw.clear()
    assert (await world.heard()).text.startswith("My answer to your last message didn't get through")


async def test_an_answerer_that_breaks_leaves_the_next_unharmed(world: SlackWorld, listener: Listener):
    def reply(request):
        if request.line == "break":
            raise RuntimeError("broken on purpose")
        return say("Whole")

    listener.reply = reply
    await world.direct("break")
    await world.direct("go on")
    assert (await world.post()).shown == "Whole"


async def test_nobody_is_called(world: SlackWorld, listener: Listener):
    hostile = "<!here> <!channel> <@U43> @channel @everyone <!subteam^S1>"
    listener.reply = lambda _: say(hostile, File("a.txt", b"-", "text/plain", hostile))
    await world.direct("summary")
    await world.slash("/summary")
    await world.platform.send(f"slack:{GROUP}", say(hostile), "key")
    assert hostile in (await world.post()).shown
    while len(world.slack.posts) < 5:
        await world.post()
    assert world.slack.called == []


async def test_everything_is_acknowledged_while_all_answers_wait(silent: SlackWorld):
    go, done, lines = asyncio.Event(), asyncio.Event(), []

    async def slowly(request):
        lines.append((request.address, request.line))
        await go.wait()
        if len(lines) == 300:
            done.set()

    await silent.serve(slowly)
    for number in range(50):
        silent.slack.channels[f"C{100 + number}"] = silent.slack.channels[GROUP]
        silent.slack.people[f"U{100 + number}"] = person(f"U{100 + number}")
    for number in range(300):
        place = 100 + number % 50
        await silent.slash("/readout", f"{number}", channel=f"C{place}", user=f"U{place}")
    assert len(silent.server.acknowledged) == 300
    assert AT_ONCE <= len(lines) <= 50  # those that take over a second give their places back; of each chat one is made
    go.set()
    await asyncio.wait_for(done.wait(), HANGS)
    for number in range(50):
        said = [int(line) for address, line in lines if address == f"slack:C{100 + number}"]
        assert said == sorted(said)


async def test_a_burst_in_one_channel_keeps_its_order(silent: SlackWorld, listener: Listener):
    await silent.serve(listener)
    said = []
    for number in range(20):
        name = silent.slack.number("trigger")
        command = {"command": "/readout", "text": str(number), "channel_id": GROUP, "user_id": PERSON}
        event = {"type": "app_mention", "channel": GROUP, "user": PERSON, "text": str(number), "ts": f"{number + 1}.0"}
        if number % 3:
            payload = {"type": "event_callback", "event_id": name, "event": event}
            said.append(silent.server.play("events_api", payload))
        else:
            hook = silent.slack.hook(GROUP, PERSON)
            said.append(silent.server.play("slash_commands", command | {"trigger_id": name, "response_url": hook}))
    await asyncio.gather(*said)
    assert [int((await listener.heard()).line) for _ in range(20)] == list(range(20))
