"""A chat's calendar and feed as programs that subscribe to them read them over HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import aiohttp
import feedparser
import icalendar
import pytest

from bot.chat import Platform, Request, WebPages
from bot.commands import Conversation, Roles
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.message import Message
from bot.web.feeds import feed_routes
from bot.web.server import Running, Service, serve_web
from briefings.model.agenda import EventDate
from briefings.model.marking import SYSTEM, Label, viewing
from briefings.service import Briefings, open_briefings

NOW = datetime(2026, 2, 24, 9, tzinfo=UTC)
CHAT, EDITOR, READER = "telegram:-77", "telegram:1", "telegram:2"


class World:
    """A service with calendars and feeds, and a group with an editor and a reader."""

    def __init__(self, core: Briefings) -> None:
        self.core, self.now, self.service, self.base = core, NOW, Service(), ""
        roles = Roles(frozenset(), frozenset({EDITOR}), open_access=True)
        self.conversation = Conversation(core, roles, self.clock, {}, web=WebPages(self.address))
        self.client: aiohttp.ClientSession
        self.run(self.conversation)

    def run(self, conversation: Conversation) -> None:
        courier, minute = cast(Courier, None), timedelta(seconds=60)
        self.service.running = Running(self.core, conversation, courier, lambda: self.now, minute)

    def clock(self) -> datetime:
        return self.now

    async def address(self) -> str:
        return self.base

    async def say(self, line: str, sender: str = EDITOR, address: str = CHAT) -> str:
        message = await self.conversation.answer(Request(address, sender, line, self.now))
        assert message
        return message.plain()

    async def link(self, kind: str, address: str = CHAT) -> str:
        [found] = re.findall(r"http://\S+", await self.say(f"{kind} link", address=address))
        return found

    async def get(self, address: str) -> tuple[int, str]:
        async with self.client.get(address) as answer:
            return answer.status, await answer.text()

    async def events(self, address: str) -> dict[str, icalendar.Component]:
        status, text = await self.get(address)
        assert status == 200, text
        return {str(each["summary"]): each for each in icalendar.Calendar.from_ical(text).walk("VEVENT")}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as leaving:
        world = World(await leaving.enter_async_context(open_briefings("sqlite:///:memory:")))
        port = await leaving.enter_async_context(serve_web("127.0.0.1", 0, world.service, [feed_routes()]))
        world.base = f"http://127.0.0.1:{port}"
        world.client = await leaving.enter_async_context(aiohttp.ClientSession())
        yield world


def on(day: date) -> EventDate:
    return EventDate(day, day, "day")


async def test_an_event_keeps_its_uid_and_its_sequence_rises(world: World) -> None:
    vote = await world.core.agenda.create("Vote", on(date(2026, 3, 5)), "Ada", NOW)
    address = await world.link("calendar")
    before = (await world.events(address))["Vote"]
    await world.core.agenda.move(vote.id, on(date(2026, 3, 9)), "Ada", NOW)
    moved = (await world.events(address))["Vote"]
    await world.core.agenda.mark(vote.id, "cancelled", "", "Ada", NOW)
    cancelled = (await world.events(address))["Vote"]
    assert before["uid"] == moved["uid"] == cancelled["uid"]
    assert [int(str(each["sequence"])) for each in (before, moved, cancelled)] == [0, 1, 2]
    assert [str(each["status"]) for each in (before, moved, cancelled)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert moved.decoded("dtstart") == date(2026, 3, 9)


async def test_a_month_is_an_all_day_span_that_is_tentative(world: World) -> None:
    month = EventDate(date(2026, 4, 1), date(2026, 4, 30), "month")
    await world.core.agenda.create("Summit", month, "Ada", NOW)
    found = (await world.events(await world.link("calendar")))["Summit"]
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2026, 4, 1), date(2026, 5, 1))
    assert str(found["status"]) == "TENTATIVE"


async def test_alarms_are_those_that_this_chat_ordered(world: World) -> None:
    vote = await world.core.agenda.create("Vote", on(date(2026, 3, 5)), "Ada", NOW)
    await world.say(f"remind e{vote.id} 2d")
    with_alarm, without = await world.link("calendar"), await world.link("calendar", "telegram:-78")
    assert len((await world.events(with_alarm))["Vote"].walk("VALARM")) == 1
    assert (await world.events(without))["Vote"].walk("VALARM") == []


async def test_muted_and_long_past_events_are_left_out(world: World) -> None:
    address = await world.link("calendar")
    assert await world.events(address) == {}
    vote = await world.core.agenda.create("Vote", on(date(2026, 3, 5)), "Ada", NOW)
    await world.core.agenda.create("Old vote", on(date(2025, 3, 5)), "Ada", NOW)
    assert set(await world.events(address)) == {"Vote"}
    await world.say(f"mute e{vote.id}")
    assert await world.events(address) == {}


async def test_an_event_is_marked_as_strictly_as_what_is_quoted_beside_it_and_seen(world: World) -> None:
    paper = (
        b"# Pier\n\n## Votes\n\nThe council votes on 14 April 2026.\n\n## Sales\n\nThe pier is sold on 20 May 2026.\n"
    )
    address = await world.link("calendar")
    with viewing(SYSTEM):
        await world.core.library.add("pier.md", paper, NOW)
        place = await world.core.library.resolve(["a1", "sales"], None)
        await world.core.markings.mark(1, place.section, Label("RED"), "Ada", NOW)
    assert [str(each.get("class")) for each in (await world.events(address)).values()] == ["None"]
    await world.core.markings.clear(CHAT, "RED", "Ada", NOW, "a test")
    events = await world.events(address)
    assert {title[:9]: str(each.get("class")) for title, each in events.items()} == {
        **{title[:9]: "None" for title in events if "TLP" not in title},
        "[TLP:RED]": "CONFIDENTIAL",
    }
    assert len(events) == 2


@pytest.mark.parametrize("kind", ["calendar", "feed"])
async def test_a_revoked_or_foreign_address_says_so(world: World, kind: str) -> None:
    first, second = await world.link(kind), await world.link(kind)
    other = "feed" if kind == "calendar" else "calendar"
    token = first.rsplit("/", 1)[1].split(".")[0]
    path = f"/feed/{token}.atom" if other == "feed" else f"/calendar/{token}.ics"
    assert (await world.get(f"{world.base}{path}"))[0] == 404
    assert (await world.get(first.replace(token, "A" * 32)))[0] == 404
    assert "I ended 2 addresses" in await world.say(f"{kind} revoke")
    assert [(await world.get(each))[0] for each in (first, second)] == [410, 410]
    assert "has no such address" in await world.say(f"{kind} revoke")


async def test_a_chat_that_lost_access_is_told_nothing(world: World) -> None:
    address = await world.link("calendar")
    closed = replace(world.conversation, roles=Roles())
    world.run(closed)
    assert (await world.get(address))[0] == 410
    world.service.running = None
    assert (await world.get(address))[0] == 503


async def test_in_a_group_a_reader_makes_no_address(world: World) -> None:
    assert "only editors" in await world.say("calendar link", READER)
    assert await world.core.web_links.live_of(CHAT, NOW, "calendar") == []


async def test_without_an_address_of_the_web_server_there_is_no_link(world: World) -> None:
    world.base = ""
    assert "READOUT_WEB_URL" in await world.say("calendar link")


async def test_the_feed_has_analyses_with_ids_that_stay(world: World) -> None:
    text = "# Ports & <b>piers</b>\n\nThe pier opens in June.\n"
    await world.core.library.add("ports.md", text.encode(), NOW, published=date(2026, 2, 5))
    address = await world.link("feed")
    _, first = await world.get(address)
    _, again = await world.get(address)
    assert first == again
    parsed = feedparser.parse(first)
    assert not parsed.bozo
    [entry] = parsed.entries
    assert entry.id.startswith("urn:readout:")
    assert "Ports" in entry.title
    assert [tag.term for tag in entry.tags] == ["TLP:AMBER"]
    assert entry.updated == "2026-02-24T09:00:00Z"
    later = NOW + timedelta(days=1)
    await world.core.library.add("ports.md", text.replace("June", "July").encode(), later)
    _, revised = await world.get(address)
    [newest] = feedparser.parse(revised).entries
    assert newest.id != entry.id
    assert newest.updated == "2026-02-25T09:00:00Z"


async def test_an_address_shows_what_its_chat_may_see(world: World) -> None:
    content = b"TLP:RED\n\n# Quay\n\nThe harbour council will vote on the quay on 5 March 2026.\n"
    with viewing(SYSTEM):
        await world.core.library.add("quay.md", content, NOW)
    calendar, feed = await world.link("calendar"), await world.link("feed")
    assert await world.events(calendar) == {}
    assert feedparser.parse((await world.get(feed))[1]).entries == []
    await world.core.markings.clear(CHAT, "RED", "Ada", NOW, "a test")
    assert len(await world.events(calendar)) == 1
    assert feedparser.parse((await world.get(feed))[1]).entries == []
    await world.core.markings.clear("feed:2", "RED", "Ada", NOW, "the reader is a locked machine")
    assert [each.title for each in feedparser.parse((await world.get(feed))[1]).entries] == ["Quay"]


class Inbox:
    """A platform that accepts every message."""

    name = "telegram"

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, address: str, message: Message, key: str) -> str:
        self.messages.append(message)
        return "1"


PIER = b"# Pier\n\n## Costs\n\nThe pier cost 4 million crowns (Vik, 2026).\n\n## References\n\nVik, A. (2026). Costs.\n"
OPENING = b"# Opening\n\nThe mayor will open the new pier in March 2026.\n"
SALE = b"# Sale\n\nThe mayor will open the new pier on 14 March 2026.\n"
FERRY = b"# Ferry\n\nThe ferry ran twelve times. The council will vote on the ferry on 5 March 2026.\n"


async def digest(world: World, *files: bytes) -> Message:
    """The digest of the next day, which tells of these files and is sent."""
    inbox = Inbox()
    courier = Courier(world.core, [Route(cast(Platform, inbox), TokenBucket(20, lambda _: ChatLimit()))], world.clock)
    await courier.start()
    scheduler = Scheduler(world.core, courier, world.clock, timedelta(days=90))
    await scheduler.tick()
    with viewing(SYSTEM):
        for number, content in enumerate(files):
            await world.core.library.add(f"{world.now:%d}-{number}.md", content, world.now)
    if not await world.core.subscriptions.of(CHAT):
        await world.core.subscriptions.subscribe(
            CHAT, CHAT, frozenset(range(1, 8)), time(8), None, "", "Ada", world.now, told=world.now - timedelta(days=1)
        )
    world.now += timedelta(days=1)
    await scheduler.tick()
    await courier.drain()
    [message] = inbox.messages
    return message


def digests(text: str) -> list[feedparser.FeedParserDict]:
    parsed = feedparser.parse(text)
    assert not parsed.bozo
    return [each for each in parsed.entries if ":digest." in each.id]


async def test_the_feed_has_the_digests_that_were_sent_with_what_is_known_of_their_events_now(world: World) -> None:
    address = await world.link("feed")
    sent = await digest(world, PIER, FERRY)
    _, first = await world.get(address)
    [entry] = digests(first)
    assert entry.title == "New: 2 analyses"
    assert entry.updated == "2026-02-25T09:00:00Z"
    for line in ("The pier cost 4 million crowns", "The ferry ran twelve times", "Vik, A. (2026). Costs."):
        assert line in sent.plain()
        assert line in entry.content[0].value
    assert "Stop this digest" not in entry.content[0].value
    world.now += timedelta(hours=20)
    with viewing(SYSTEM):
        await world.core.agenda.move(1, on(date(2026, 3, 9)), "Ada", world.now)
    await digest(world)
    [newest, again] = digests((await world.get(address))[1])
    assert newest.title == "New: no new analysis, but an event changed"
    assert "9 March 2026" in newest.content[0].value
    assert (again.id, again.updated, again.title) == (entry.id, entry.updated, "Digest")
    before, after = entry.content[0].value, again.content[0].value
    assert after == before.replace("on 5 March 2026; in 8 days", "on 9 March 2026; in 12 days")
    assert digests((await world.get(await world.link("feed", "telegram:-78")))[1]) == []


async def test_a_digest_is_cut_to_what_its_chat_may_see_now(world: World) -> None:
    address = await world.link("feed")
    await digest(world, PIER, FERRY)
    whole = digests((await world.get(address))[1])[0]
    assert "TLP:" not in whole.content[0].value
    with viewing(SYSTEM):
        await world.core.markings.mark(1, None, Label("RED"), "Ada", world.now)
    [cut] = digests((await world.get(address))[1])
    assert (cut.id, cut.title) == (whole.id, "Digest")
    assert "The ferry ran twelve times" in cut.content[0].value
    assert "Left out: what this chat may no longer see." in cut.content[0].value
    assert not re.search("Pier|pier|Vik|crowns|Costs", cut.content[0].value)
    for holder in (CHAT, "feed:1"):
        await world.core.markings.clear(holder, "RED", "Ada", world.now, "a test")
    [seen] = digests((await world.get(address))[1])
    assert (seen.title, "TLP:RED" in seen.content[0].value) == (whole.title, True)
    assert [each.tags[0].term for each in (whole, cut, seen)] == ["TLP:AMBER", "TLP:AMBER", "TLP:RED"]
    with viewing(SYSTEM):
        await world.core.history.remove(2, world.now, by="Ada")
    [removed] = digests((await world.get(address))[1])
    assert "ferry" not in removed.content[0].value


async def test_a_digest_tells_no_more_what_only_a_marked_text_says_of_an_event(world: World) -> None:
    address = await world.link("feed")
    await digest(world, OPENING, SALE)
    [whole] = digests((await world.get(address))[1])
    assert "on 14 March 2026" in whole.content[0].value
    with viewing(SYSTEM):
        await world.core.markings.mark(2, None, Label("RED"), "Ada", world.now)
    [cut] = digests((await world.get(address))[1])
    assert "14 March" not in cut.content[0].value
    assert "Mayor will open the new pier: in March 2026" in cut.content[0].value


async def test_a_section_that_was_marked_since_is_cut_out_of_a_digest(world: World) -> None:
    address = await world.link("feed")
    await digest(world, PIER, FERRY)
    with viewing(SYSTEM):
        place = await world.core.library.resolve(["a1", "costs"], None)
        await world.core.markings.mark(1, place.section, Label("RED"), "Ada", world.now)
    [cut] = digests((await world.get(address))[1])
    assert "crowns" not in cut.content[0].value
    assert cut.tags[0].term == "TLP:AMBER"  # what was cut out counts for no head
    assert "The ferry ran twelve times" in cut.content[0].value
