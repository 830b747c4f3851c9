"""Webhooks on each database, posted to a receiver that verifies them with the standard's library."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from pydantic import TypeAdapter

from bot.commands import Conversation, Roles
from bot.delivery.platform_events import PlatformEventLog
from bot.json_answers.webhook_types import POSTED
from bot.message import Bullets, Run, say, text
from bot.webhooks.client import WebhookClient
from bot.webhooks.sender import WebhookSender
from briefings.delivery import FAILING, PAUSES, Endpoint, IssuedWebhook
from briefings.errors import BadInput, NotFound
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import Lead, Outcome, WebhookStopped
from briefings.model.marking import Label, Viewer
from briefings.service import Briefings, open_briefings
from tests.fakes.town import HERE, Town, at, on
from tests.fakes.webhook_receiver import Receiver

OWNER, ADMIN = "telegram:7", "telegram:9"
PAPER = b"# Ferry\n\nThe council will vote on the ferry on 5 March 2030. The pier is closed.\n"
SECRET = b"# Harbour\n\nThe harbour will be sold on 6 March 2030.\n"


@dataclass
class Hooked:
    """A core with a receiver, and the sender that posts to it."""

    core: Briefings
    receiver: Receiver
    now: datetime
    sender: WebhookSender = field(init=False)

    def __post_init__(self) -> None:
        roles = Roles(frozenset({ADMIN}), frozenset({OWNER}))
        access = Conversation(self.core, roles, self.clock, {}).access
        client = WebhookClient(self.clock, private=True, timeout=0.5)
        self.sender = WebhookSender(self.core, access, client, self.clock, [ADMIN])

    def clock(self) -> datetime:
        """The real time, as a receiver checks it, moved on by tests."""
        return self.now

    async def hook(self, *events: str, path: str = "/one", person: str = OWNER) -> IssuedWebhook:
        """A webhook to the receiver."""
        url = f"{self.receiver.url}{path}"
        made = await self.core.webhooks.add(person, person, url, events, self.now, everywhere=False)
        self.receiver.secrets[path] = made.secret
        return made

    async def viewer(self, of: Endpoint) -> Viewer:
        """For whom posts to an endpoint are written."""
        return await self.core.markings.viewer(of.address, of.person, self.now, private=True, outlet=of.target)

    async def states(self, of: Endpoint) -> list[tuple[str, str, int]]:
        """Type, state and attempts of the posts to an endpoint, oldest first."""
        found = await self.core.webhooks.posts([of], 100)
        return [(event, each.state, each.attempts) for each, event in reversed(found)]

    async def reason(self, of: Endpoint) -> str:
        [(newest, _event)] = await self.core.webhooks.posts([of], 1)
        return newest.reason

    async def pass_time(self, span: timedelta) -> None:
        """Sends what is due after a while, which passes for the receiver too."""
        self.now += span
        self.receiver.ahead += span
        await self.sender.drain()

    def check_types(self) -> None:
        """Fails unless what was posted has the type that the API's description gives."""
        for each in self.receiver.seen:
            TypeAdapter(POSTED[each.type][1]).validate_python(each.body["data"], strict=True)

    @property
    def types(self) -> list[str]:
        return [each.type for each in self.receiver.taken]


@pytest.fixture
async def hooked(database: str) -> AsyncIterator[Hooked]:
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings(database, private_webhooks=True))
        receiver = Receiver()
        await receiver.start()
        leaving.push_async_callback(receiver.stop)
        hooked = Hooked(core, receiver, datetime.now(UTC).replace(microsecond=0))  # noqa: TID251 - the library asks it
        yield hooked
        hooked.check_types()


async def test_an_analysis_and_its_revision_are_posted_as_the_api_shows_them(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.library.add("ferry.md", PAPER.replace(b"closed", b"open"), hooked.now)
    await hooked.sender.drain()
    assert hooked.types == ["analysis.added", "analysis.revised"]
    first, second = hooked.receiver.taken
    assert first.body["timestamp"] == hooked.now.isoformat().replace("+00:00", "Z")
    entry = {"id": "a1", "title": "Ferry", "revision": 2, "published": None}
    assert second.body["data"] == entry | {"marking": "TLP:AMBER"}
    assert first.id != second.id
    assert first.headers["User-Agent"].startswith("Readout/")
    assert await hooked.states(made.endpoint) == [("analysis.added", "sent", 1), ("analysis.revised", "sent", 1)]
    assert hooked.receiver.refused == []


async def test_a_post_that_waits_can_be_read(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    assert await hooked.states(made.endpoint) == [("analysis.added", "pending", 0)]
    assert await hooked.core.outbox.unreadable_rows() == []


async def test_the_row_is_written_in_the_transaction_of_its_change(hooked: Hooked) -> None:
    """What isn't stored is not told: a change that fails leaves no post."""
    made = await hooked.hook()
    event = await hooked.core.agenda.create("Regatta", on("2030-05-20"), "Ada", hooked.now)
    with pytest.raises(NotFound):
        await hooked.core.agenda.move(event.id + 1, on("2030-05-21"), "Ada", hooked.now)
    assert await hooked.states(made.endpoint) == []
    await hooked.core.agenda.move(event.id, on("2030-05-21"), "Ada", hooked.now)
    assert await hooked.states(made.endpoint) == [("event.moved", "pending", 0)]
    await hooked.sender.drain()
    [post] = hooked.receiver.taken
    assert (post.body["data"]["id"], post.body["data"]["first"]) == ("e1", "2030-05-21")


async def test_a_webhook_gets_the_events_that_it_wants(hooked: Hooked) -> None:
    await hooked.hook("event.moved")
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    [event] = await hooked.core.agenda.all(hooked.now)
    await hooked.core.agenda.mark(event.event.id, "cancelled", "fog", "Ada", hooked.now)
    await hooked.sender.drain()
    assert [(each.type, each.body["data"]["state"]) for each in hooked.receiver.taken] == [("event.moved", "cancelled")]


async def test_a_failed_post_is_repeated_with_its_id_after_growing_pauses(hooked: Hooked) -> None:
    made = await hooked.hook()
    hooked.receiver.answer = lambda _: web.Response(status=500)
    await hooked.core.webhooks.test(OWNER, made.endpoint.id, hooked.now)
    await hooked.sender.drain()
    for attempt, pause in enumerate(PAUSES[:3], start=1):
        assert await hooked.states(made.endpoint) == [("webhook.test", "pending", attempt)]
        await hooked.pass_time(pause - timedelta(seconds=1))
        assert await hooked.states(made.endpoint) == [("webhook.test", "pending", attempt)]
        await hooked.pass_time(timedelta(seconds=1))
    hooked.receiver.answer = lambda _: None
    await hooked.pass_time(PAUSES[3])
    assert await hooked.states(made.endpoint) == [("webhook.test", "sent", 5)]
    assert len(hooked.receiver.seen) == 5
    assert len({each.id for each in hooked.receiver.seen}) == 1
    assert hooked.receiver.refused == []


async def test_a_later_post_waits_for_an_earlier_one(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.library.add("harbour.md", SECRET, hooked.now)
    hooked.receiver.answer = lambda _: web.Response(status=503)
    await hooked.sender.drain()
    assert [state for _, state, _ in await hooked.states(made.endpoint)] == ["pending", "pending"]
    assert len(hooked.receiver.seen) == 1
    hooked.receiver.answer = lambda _: None
    await hooked.pass_time(PAUSES[0])
    assert [each.body["data"]["id"] for each in hooked.receiver.taken] == ["a1", "a2"]


async def test_one_endpoint_that_hangs_delays_no_other(hooked: Hooked) -> None:
    slow, _ = await hooked.hook(path="/slow"), await hooked.hook(path="/fast")
    hooked.receiver.answer = lambda post: "hang" if post.path == "/slow" else None
    for number in range(5):
        await hooked.core.library.add(f"{number}.md", PAPER.replace(b"Ferry", b"Ferry %d" % number), hooked.now)
    began = time.monotonic()
    sending = asyncio.create_task(hooked.sender.drain())
    while len(hooked.receiver.taken) < 5:
        assert time.monotonic() - began < 10
        await asyncio.sleep(0.01)
    assert {each.path for each in hooked.receiver.taken} == {"/fast"}
    await sending
    assert ("analysis.added", "in_doubt", 1) in await hooked.states(slow.endpoint)


@pytest.mark.parametrize("fault", ["cut", "hang"])
async def test_what_is_in_doubt_is_posted_again_under_its_id(hooked: Hooked, fault: str) -> None:
    made = await hooked.hook()
    hooked.receiver.answer = lambda _: fault
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.sender.drain()
    assert await hooked.states(made.endpoint) == [("analysis.added", "in_doubt", 1)]
    hooked.receiver.answer = lambda _: None
    await hooked.pass_time(PAUSES[0])
    assert await hooked.states(made.endpoint) == [("analysis.added", "sent", 2)]
    assert len(hooked.receiver.seen) == 2
    assert len({each.id for each in hooked.receiver.seen}) == 1


async def test_a_post_that_a_crash_left_on_its_way_is_posted_again(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    epoch = await hooked.core.webhooks.take_over(hooked.now)
    [post] = await hooked.core.webhooks.ready(hooked.now)
    assert await hooked.core.webhooks.claim(post, await hooked.viewer(post.endpoint), epoch, hooked.now)
    await hooked.sender.drain()
    assert await hooked.states(made.endpoint) == [("analysis.added", "in_doubt", 1)]
    await hooked.pass_time(timedelta(seconds=11))
    [taken] = hooked.receiver.taken
    assert taken.id == post.id
    assert await hooked.states(made.endpoint) == [("analysis.added", "sent", 2)]


async def test_retry_after_is_obeyed(hooked: Hooked) -> None:
    made = await hooked.hook()
    hooked.receiver.answer = lambda _: web.Response(status=429, headers={"Retry-After": "90"})
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.sender.drain()
    hooked.receiver.answer = lambda _: None
    await hooked.pass_time(timedelta(seconds=89))
    assert hooked.receiver.taken == []
    await hooked.pass_time(timedelta(seconds=1))
    assert await hooked.states(made.endpoint) == [("analysis.added", "sent", 2)]


async def test_410_turns_a_webhook_off_and_tells_its_owner_and_the_admins(hooked: Hooked) -> None:
    town = Town(hooked.core, await hooked.core.outbox.take_over("telegram", hooked.now))
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.library.add("harbour.md", SECRET, hooked.now)
    hooked.receiver.answer = lambda _: web.Response(status=410)
    await hooked.sender.drain()
    assert await hooked.states(made.endpoint) == [("analysis.added", "dead", 1), ("analysis.added", "cancelled", 0)]
    [endpoint] = await hooked.core.webhooks.of(OWNER)
    assert endpoint.off == "it answered 410"
    told = await town.messages(hooked.now.isoformat()[:-6])
    assert {address for address, _ in told} == {OWNER, ADMIN}
    assert told[0][1][0] == WebhookStopped(endpoint.id, "127.0.0.1", "it answered 410", hooked.now)
    await hooked.core.library.add("third.md", PAPER.replace(b"Ferry", b"Third"), hooked.now)
    assert len(await hooked.states(made.endpoint)) == 2


async def test_a_webhook_that_fails_for_three_days_turns_itself_off(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.receiver.stop()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.sender.drain()
    begun = hooked.now
    while not (await hooked.core.webhooks.of(OWNER))[0].off:
        assert hooked.now - begun < FAILING + timedelta(days=2)
        await hooked.pass_time(timedelta(hours=12))
    assert hooked.now - begun >= FAILING
    [(_, state, attempts)] = await hooked.states(made.endpoint)
    assert (state, "turned off" in await hooked.reason(made.endpoint)) == ("cancelled", True)
    assert attempts >= 5


async def test_a_post_that_the_receiver_refuses_lets_others_by_after_five_attempts(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.library.add("harbour.md", SECRET, hooked.now)
    hooked.receiver.answer = lambda post: web.Response(status=422) if post.body["data"]["id"] == "a1" else None
    await hooked.sender.drain()
    for pause in PAUSES[:4]:
        assert hooked.receiver.taken == []
        await hooked.pass_time(pause)
    assert await hooked.states(made.endpoint) == [("analysis.added", "dead", 5), ("analysis.added", "sent", 1)]


async def test_a_settled_post_is_replayed_under_its_own_id(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.sender.drain()
    [(post, _event)] = await hooked.core.webhooks.posts([made.endpoint], 1)
    with pytest.raises(NotFound):
        await hooked.core.webhooks.replay("telegram:8", post.id, hooked.now)
    await hooked.core.webhooks.replay(OWNER, post.id, hooked.now)
    with pytest.raises(BadInput, match="hasn't been settled"):
        await hooked.core.webhooks.replay(OWNER, post.id, hooked.now)
    await hooked.sender.drain()
    assert len({each.id for each in hooked.receiver.taken}) == 1
    assert len(hooked.receiver.taken) == 2


async def test_after_a_rotation_both_secrets_verify_for_a_day(hooked: Hooked) -> None:
    made = await hooked.hook()
    second = await hooked.core.webhooks.rotate(OWNER, made.endpoint.id, hooked.now)
    assert second.secret != made.secret
    await hooked.core.webhooks.test(OWNER, made.endpoint.id, hooked.now)
    await hooked.sender.drain()
    assert hooked.types == ["webhook.test"]
    hooked.receiver.secrets["/one"] = second.secret
    await hooked.core.webhooks.test(OWNER, made.endpoint.id, hooked.now + timedelta(seconds=1))
    await hooked.pass_time(timedelta(seconds=1))
    assert hooked.types == ["webhook.test"] * 2
    endpoint = (await hooked.core.webhooks.of(OWNER))[0]
    assert endpoint.secrets(hooked.now + timedelta(hours=25)) == (second.secret,)


async def test_what_a_chat_may_not_see_is_not_written_for_it(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("harbour.md", b"TLP:RED\n" + SECRET, hooked.now)
    await hooked.sender.drain()
    assert hooked.receiver.seen == []
    assert await hooked.states(made.endpoint) == []


async def test_a_chat_that_is_cleared_for_more_clears_no_webhook(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.markings.clear(OWNER, "RED", "Ada", hooked.now, "she edits it")
    await hooked.core.library.add("harbour.md", b"TLP:RED\n" + SECRET, hooked.now)
    assert await hooked.states(made.endpoint) == []
    await hooked.core.markings.clear(made.endpoint.target, "RED", "Ada", hooked.now, "it posts to the board's server")
    await hooked.core.library.add("quay.md", b"TLP:RED\n" + SECRET.replace(b"arbour", b"igh quay"), hooked.now)
    await hooked.sender.drain()
    assert [each.body["data"]["id"] for each in hooked.receiver.taken] == ["a-2"]
    await hooked.core.webhooks.revoke(OWNER, hooked.now)
    assert await hooked.core.markings.clearances() == {OWNER: "RED"}


async def test_a_post_is_not_claimed_once_its_endpoint_may_be_told_less(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    webhooks, viewer = hooked.core.webhooks, await hooked.viewer(made.endpoint)
    epoch = await webhooks.take_over(hooked.now)
    [post] = await webhooks.ready(hooked.now)
    await hooked.core.markings.mark(1, None, Label("RED"), "Ada", hooked.now)
    assert not await webhooks.claim(post, viewer, epoch, hooked.now)
    await hooked.core.markings.mark(1, None, None, "Ada", hooked.now, "it is public")
    await hooked.core.markings.clear(OWNER, "GREEN", "Ada", hooked.now)
    assert not await webhooks.claim(post, viewer, epoch, hooked.now)
    await hooked.core.markings.clear(OWNER, None, "Ada", hooked.now, "by mistake")
    assert await webhooks.claim(post, viewer, epoch, hooked.now)


async def test_what_became_hidden_is_not_sent_and_the_row_says_why(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("harbour.md", SECRET, hooked.now)
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.markings.mark(1, None, Label("RED"), "Ada", hooked.now)
    await hooked.sender.drain()
    assert [each.body["data"]["id"] for each in hooked.receiver.taken] == ["a2"]
    states = await hooked.states(made.endpoint)
    assert states[0] == ("analysis.added", "cancelled", 0)
    hidden, _event = (await hooked.core.webhooks.posts([made.endpoint], 2))[1]
    assert "may not see it any more" in hidden.reason


async def test_the_end_of_an_embargo_is_posted_to_those_who_see_it_then(hooked: Hooked) -> None:
    await hooked.hook()
    await hooked.core.library.add("harbour.md", b"TLP:RED\n" + SECRET, hooked.now)
    until = hooked.now + timedelta(hours=1)
    await hooked.core.markings.mark(-1, None, Label("AMBER", until), "Ada", hooked.now, "the sale is public then")
    await hooked.core.markings.end_embargoes(until - timedelta(seconds=1))
    await hooked.pass_time(timedelta(hours=1))
    assert hooked.receiver.seen == []
    await hooked.core.markings.end_embargoes(until)
    await hooked.core.markings.end_embargoes(until + timedelta(minutes=1))
    await hooked.pass_time(timedelta(minutes=1))
    assert [(each.type, each.body["data"]["id"]) for each in hooked.receiver.taken] == [("analysis.added", "a-1")]


async def test_an_owner_who_is_no_editor_any_more_gets_nothing(hooked: Hooked) -> None:
    await hooked.hook(person="telegram:8")
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.sender.drain()
    assert hooked.receiver.seen == []
    [endpoint] = await hooked.core.webhooks.of("telegram:8")
    assert "may not keep webhooks" in endpoint.off


async def test_a_message_that_failed_is_posted_to_its_chat_and_to_those_who_see_all(hooked: Hooked) -> None:
    await hooked.hook(path="/mine", person=HERE)
    await hooked.hook(path="/other")
    url = f"{hooked.receiver.url}/all"
    all_ = await hooked.core.webhooks.add(ADMIN, ADMIN, url, (), hooked.now, everywhere=True)
    hooked.receiver.secrets["/all"] = all_.secret
    town = Town(hooked.core, await hooked.core.outbox.take_over("telegram", hooked.now))
    event = await town.event(on("2030-05-20"))
    day = at("2030-05-19T12:00")
    await town.core.subscriptions.remind(HERE, event.id, [Lead(1, "d")], OWNER, hooked.now)
    await hooked.core.outbox.enqueue_due(("telegram",), day)
    [batch] = await hooked.core.outbox.ready("telegram", day)
    assert await hooked.core.outbox.claim(batch, town.epoch, day)
    await hooked.core.outbox.settle(batch, town.epoch, Outcome("dead", "the chat is gone"), day)
    found = {}
    for endpoint in await hooked.core.webhooks.of(None):
        found[endpoint.url.rpartition("/")[2]] = await hooked.states(endpoint)
    assert found["other"] == []
    assert found["mine"] == found["all"] == [("delivery.failed", "pending", 0)]
    await hooked.pass_time(day - hooked.now)
    [post] = hooked.receiver.taken
    assert (post.path, post.body["data"]["reason"]) == ("/all", "the chat is gone")


async def test_a_statement_is_posted_once_it_is_due(hooked: Hooked) -> None:
    made = await hooked.hook("statement.due")
    text = b"# Pier\n\nThe pier will open on 5 March 2030, said Ada Reyes.\n"
    await hooked.core.library.add("pier.md", text, hooked.now)
    for day in ("2030-03-05T12:00", "2030-03-06T12:00", "2030-03-07T12:00", "2030-03-12T12:00"):
        await hooked.core.outbox.enqueue_due(("telegram",), at(day), [ADMIN])
    assert await hooked.states(made.endpoint) == [("statement.due", "pending", 0)]
    await hooked.pass_time(at("2030-03-12T12:00") - hooked.now)
    assert [(each.type, each.body["data"]["state"]) for each in hooked.receiver.taken] == [("statement.due", "due")]


async def test_too_many_webhooks_and_addresses_that_are_none_are_refused(hooked: Hooked) -> None:
    for url in ("ftp://example.org", "https://", "https://user:x@example.org", "https://example.org/#x", "nonsense"):
        with pytest.raises(BadInput):
            await hooked.core.webhooks.add(OWNER, OWNER, url, (), hooked.now, everywhere=False)
    for number in range(10):
        await hooked.hook(path=f"/{number}")
    with pytest.raises(BadInput, match="the maximum"):
        await hooked.hook()


async def test_a_chat_that_is_forgotten_leaves_no_webhook(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.chats.forget(OWNER, hooked.now)
    assert await hooked.core.webhooks.of(OWNER) == []
    assert await hooked.states(made.endpoint) == []


async def test_a_post_that_cannot_be_made_is_refused_and_the_next_one_goes_out(hooked: Hooked) -> None:
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    await hooked.core.library.add("harbour.md", SECRET, hooked.now)
    [post] = await hooked.core.webhooks.ready(hooked.now)
    broken = replace(post, claimed=replace(post.claimed, facts=post.claimed.facts | {"subject": "ax"}))
    async with hooked.sender._client:
        await hooked.sender._start()
        await hooked.sender._posted(broken)
    states = await hooked.states(made.endpoint)
    assert states == [("analysis.added", "refused", 0), ("analysis.added", "sent", 1)]
    assert "could not be made" in (await hooked.core.webhooks.posts([made.endpoint], 2))[1][0].reason


async def test_a_restore_holds_back_no_post(hooked: Hooked) -> None:
    """A chat may have had the message before; a receiver recognises the id."""
    made = await hooked.hook()
    await hooked.core.library.add("ferry.md", PAPER, hooked.now)
    assert await hooked.core.outbox.set_aside_restored(hooked.now + timedelta(hours=1), 0) == 0
    assert await hooked.states(made.endpoint) == [("analysis.added", "pending", 0)]


async def test_a_correction_is_posted_when_chats_are_told(hooked: Hooked) -> None:
    await hooked.hook("correction.published")
    old = b"# Ice\n\nThe ice is ten centimetres thick. Skating is allowed.\n"
    result = await hooked.core.library.add("ice.md", old, hooked.now)
    sentence = next(
        each for each in result.analysis.draft.sentences if "ten" in result.analysis.draft.text[each.start :]
    )
    run = Run("The ice is ten centimetres thick.", origin=QuotedSpan(1, 1, sentence.start, sentence.end))
    events = PlatformEventLog(hooked.core, hooked.clock, refused)
    await events.answered(HERE, say(Bullets((text(run),))), ["1"])
    await hooked.core.library.add("ice.md", old.replace(b"ten", b"eight"), hooked.now, place=OWNER)
    await hooked.core.reviews.work(("telegram",), hooked.now)
    await hooked.core.corrections.decide(1, "correction", "It was measured again.", hooked.now, by="Ida")
    hooked.now += timedelta(minutes=1)
    await hooked.core.reviews.work(("telegram",), hooked.now)
    await hooked.sender.drain()
    [post] = hooked.receiver.taken
    told = {"old": "The ice is ten centimetres thick.", "new": "The ice is eight centimetres thick."}
    assert post.type == "correction.published"
    assert post.body["data"]["sentences"] == [told | {"why": "It was measured again."}]
    assert (post.body["data"]["analysis"], post.body["data"]["marking"]) == ("a1", "TLP:AMBER")


async def refused(_platform: str, _reason: str) -> None:
    raise AssertionError
