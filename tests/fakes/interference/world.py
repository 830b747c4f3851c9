"""A running service on one library: its conversation, its web server, its courier, and what all of them hand out."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Self

import aiohttp
from sqlalchemy import Connection, text
from yarl import URL

from bot.chat import Attachment, Request, SearchQuery, WebPages
from bot.commands import Conversation, Roles
from bot.commands.conversation import commands
from bot.commands.offers.completion import proposals
from bot.commands.offers.suggestions import offers_of
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.json_answers.callers import RequestLimit
from bot.message import Buttons, Message
from bot.platforms.slack.sending.render import render as in_slack
from bot.platforms.telegram.inline import results_of
from bot.platforms.telegram.sending.render import render as in_telegram
from bot.web.api.routes import BASE, api_routes
from bot.web.feeds import feed_routes
from bot.web.language_tools import PATH as TOOLS
from bot.web.language_tools import tool_routes
from bot.web.reading_room.routes import reading_room_routes
from bot.web.server import Running, Service, serve_web
from bot.webhooks.sender import WebhookSender
from briefings.delivery import Attempt
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings
from briefings.summarising import ModelServer
from tests.fakes.interference.libraries import EDITOR, NOW, Library
from tests.fakes.interference.script import Act, Surface
from tests.fakes.model_server import KEY, MODEL
from tests.fakes.model_server import ModelServer as Loopback

Got = tuple[Surface, str]  # a surface and what it handed out


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes who isn't cleared."""

    address: str
    sender: str
    private: bool = True
    hidden: bool = False


PLACES: Mapping[str, Place] = {
    "telegram": Place("telegram:5", "telegram:5"),
    "telegram group": Place("telegram:-100", "telegram:6", private=False),
    "new group": Place("telegram:-300", "telegram:6", private=False),
    "slack": Place("slack:D1", "slack:U1"),
    "slack channel": Place("slack:C1", "slack:U2", private=False, hidden=True),
    "terminal": Place("terminal:local", "terminal:owner"),
}
_NAMES = tuple(PLACES)
_ROLES = Roles(frozenset({"telegram:5", EDITOR}), frozenset({"slack:U1", "telegram:6"}), open_access=True)
_CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
_LINK = re.compile(r"http://[\w.:]+/\S+")
_TOKEN = re.compile(r"readout_[\w-]{32}")
_MADE_UP = re.compile(
    r"readout_[\w-]{32}|whsec_[\w+/]{43}=|\b\d-[a-z2-7]{26}\b|"
    r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b|(?<=/)[\w-]{32}(?=[/.])|(?<==)[\w-]{32}(?=; )|http://127\.0\.0\.1:\d+|\b[0-9a-f]{16}\b"
)
_MOST_LINKS = 4
NUMBERED = ("event", "statement", "disagreement", "correction")  # what a text makes when it is imported
COUNTED = ("undo", "subscription", "web_link", "delivery", "follow", "invitation")


class Recorder:
    """A platform that takes every message."""

    def __init__(self, name: str) -> None:
        self.name, self.sent, self._numbers = name, list[tuple[str, Message]](), count(1)

    async def send(self, address: str, message: Message, key: str) -> str:
        self.sent.append((address, message))
        return f"{self.name}-{next(self._numbers)}"

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        return None

    async def mark(self, address: str, messages: Sequence[str], message: Message) -> None:
        self.sent.append((address, message))

    async def is_member(self, address: str) -> bool:
        return True

    def address_of(self, typed: str) -> str | None:
        return typed if typed.startswith(f"{self.name}:") else None

    def invitation_links(self, code: str) -> tuple[str, ...]:
        return ()

    async def close(self) -> None:
        pass


class Posts:
    """A client of webhooks whose posts are all taken."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Attempt:
        self.bodies.append(f"{url} {body.decode()}")
        return Attempt("taken", "")


class World:
    """What is said and asked for here, and what comes back."""

    def __init__(
        self, core: Briefings, client: aiohttp.ClientSession, model: Loopback, files: Mapping[str, bytes]
    ) -> None:
        self.core, self.client, self.model, self.files = core, client, model, files
        self.places = dict(PLACES)
        self.now, self.base, self._numbers = NOW, "", count(1)
        self.last: dict[str, Message] = {}  # by place
        self.shown: dict[str, list[str]] = {name: [] for name in PLACES}  # the ids of messages, by place
        self.pages: list[str] = []
        self.feeds: dict[str, list[str]] = {"atom": [], "ics": []}
        self.tokens: list[str] = []
        self.made_up: dict[str, str] = {}
        self._acts: Mapping[Surface, Callable[[Act], Awaitable[list[Got]]]] = {
            "button": self._pressed,
            "reply": self._replied,
            "inline": self._inline,
            "completion": self._completion,
            "suggestions": self._suggestions,
            "form": self._form,
            "page": self._page,
            "api": self._api,
            "tool": self._tool,
            "atom": self._feed,
            "ics": self._feed,
            "delivery": self._delivered,
            "editor": self._edited,
            "upload": self._uploaded,
            "link": self._linked,
            "move": self._moved,
        }
        self.platforms = [Recorder("telegram"), Recorder("slack"), Recorder("terminal")]
        self.service = Service()
        served = {each.name: each.address_of for each in self.platforms}
        web = WebPages(self._address, offered=True)
        self.conversation = Conversation(core, _ROLES, self.clock, served, web=web, direct=self._direct)
        routes = [Route(each, TokenBucket(100_000, lambda _: ChatLimit())) for each in self.platforms]  # type: ignore[arg-type]
        self.courier = Courier(core, routes, self.clock, _ROLES.admins)
        self.scheduler = Scheduler(
            core, self.courier, self.clock, timedelta(days=90), sorted(_ROLES.editors | _ROLES.admins)
        )
        self.posts = Posts()
        self.webhooks = WebhookSender(core, self.conversation.access, self.posts, self.clock)  # type: ignore[arg-type]
        self.events = PlatformEventLog(core, self.clock, self.courier.refused)
        self.offers = offers_of(self.conversation, self.clock)
        self.service.running = Running(core, self.conversation, self.courier, self.clock, timedelta(minutes=1))

    async def numbers(self, tables: Collection[str]) -> dict[str, int]:
        """The last numbers in tables."""

        def step(connection: Connection) -> dict[str, int]:
            rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
            return {row.name: row.seq for row in rows if row.name in tables}

        return await self.core.undo_log._store.read(step)

    async def restricted_event(self, number: int) -> str | None:
        """The title of a restricted event."""

        def step(connection: Connection) -> str | None:
            return connection.execute(text("SELECT title FROM event WHERE id = :id"), {"id": number}).scalar()

        return await self.core.undo_log._store.read(step)

    async def count_on(self, numbers: Mapping[str, int]) -> None:
        """Tables count on from these numbers."""

        def step(connection: Connection) -> None:
            for name, last in numbers.items():
                connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
                connection.execute(
                    text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": name, "last": last}
                )

        await self.core.undo_log._store.write(step)

    def clock(self) -> datetime:
        return self.now

    async def _address(self) -> str:
        return self.base

    async def _direct(self, person: str, message: Message) -> None:
        await next(each for each in self.platforms if person.startswith(f"{each.name}:")).send(person, message, "")

    async def act(self, act: Act) -> list[Got]:
        """What the people who aren't cleared get."""
        self.now += timedelta(seconds=act.seconds)
        got = await self._acts.get(act.surface, self._said)(act)
        return [(surface, self._settled(words)) for surface, words in (*got, *self._sent(), *self._shown_to_model())]

    def _settled(self, words: str) -> str:
        """The words with a name for each token that was drawn at random, the same for the same one."""

        def name(found: re.Match[str]) -> str:
            return self.made_up.setdefault(found[0], f"<{len(self.made_up)}>")

        return _MADE_UP.sub(name, words)

    def _sent(self) -> list[Got]:
        """What was sent by itself meanwhile, to those who aren't cleared."""
        found: list[Got] = []
        for platform in self.platforms:
            for address, message in platform.sent:
                if address != EDITOR:
                    found.append(("delivery", f"{address} {self._shown(platform.name, message)}"))
            platform.sent.clear()
        return sorted(found, key=lambda each: each[1].split(" ")[0])

    def _shown_to_model(self) -> list[Got]:
        """What the language model's server was asked meanwhile."""
        asked = [("model", str(each)) for each in self.model.asked]
        self.model.asked.clear()
        return asked

    def _shown(self, platform: str, message: Message) -> str:
        """A message, and as its platform would show it."""
        parts: object = message.plain()
        if platform in ("telegram", "slack"):
            parts = in_telegram(message) if platform == "telegram" else in_slack(message)
        return f"{without_later(message)}\n{parts}"

    async def _answer(self, name: str, request: Request) -> list[str]:
        message = await self.conversation.answer(request)
        if message is None:
            return ["nothing"]
        said = [self._shown(request.address.partition(":")[0], message)]
        if message.later:
            message = await message.later()
            said.append(self._shown(request.address.partition(":")[0], message))
        if name in PLACES:
            await self._note(name, request, message)
        return said

    async def _note(self, name: str, request: Request, message: Message) -> None:
        self.last[name] = message
        words = message.plain()
        self.tokens = [*_TOKEN.findall(words), *self.tokens][:_MOST_LINKS]
        for link in _LINK.findall(words):
            kind = "ics" if "/calendar/" in link else "atom" if "/feed/" in link else ""
            kept = self.feeds[kind] if kind else self.pages
            kept.insert(0, link.rstrip(".,)"))
            del kept[_MOST_LINKS:]
        number = f"m{next(self._numbers)}"
        self.shown[name].append(number)
        shown_at = request.sender if request.hidden else request.address
        await self.events.answered(shown_at, message, [number], replaces=message.replaces)

    def _request(
        self, place: Place, line: str, *, command: bool = True, pressed: bool = False, replied: str = ""
    ) -> Request:
        public = not (place.private or place.hidden)
        return Request(
            *(place.address, place.sender, line, self.now),
            command=command,
            private=place.private,
            hidden=place.hidden,
            public=public,
            pressed=pressed,
            replied=replied,
            update=f"u{next(self._numbers)}",
            attachments=(),
        )

    async def _said(self, act: Act) -> list[Got]:
        place = self.places[act.surface]
        request = self._request(place, act.words, command=act.command)
        if act.file:
            if act.file not in self.files:
                return []
            request = with_file(request, self.files[act.file])
        return [(act.surface, each) for each in await self._answer(act.surface, request)]

    async def _edited(self, act: Act) -> list[Got]:
        """What somebody does who is cleared; what they get isn't compared."""
        request = self._request(Place(EDITOR, EDITOR), act.words)
        await self._answer("", with_file(request, self.files[act.file]) if act.file else request)
        return []

    async def _pressed(self, act: Act) -> list[Got]:
        name = _NAMES[act.place]
        message = self.last.get(name)
        buttons = (
            [b for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]
            if message
            else []
        )
        lines = [each.says for each in buttons if each.says]
        if not lines:
            return []
        request = self._request(self.places[name], lines[act.nth % len(lines)].removeprefix("/"), pressed=True)
        return [("button", each) for each in await self._answer(name, request)]

    async def _replied(self, act: Act) -> list[Got]:
        name = _NAMES[act.place]
        if not self.shown[name]:
            return []
        message = self.shown[name][-1 - act.nth % min(len(self.shown[name]), 6)]
        request = self._request(self.places[name], act.words, command=False, replied=message)
        return [("reply", each) for each in await self._answer(name, request)]

    async def _inline(self, act: Act) -> list[Got]:
        assert self.offers.look_up
        found = await self.offers.look_up(SearchQuery("telegram:5", "telegram:5", act.words))
        return [("inline", f"{found}\n{results_of(found, 'bot')}")]

    async def _completion(self, act: Act) -> list[Got]:
        place = self.places["terminal"]
        here = await self.core.chats.current(place.address, place.sender)
        viewer = await self.core.markings.viewer(place.address, place.sender, self.now, private=True)
        with viewing(viewer.reading_in(place.address)):
            return [("completion", str(await proposals(self.core, commands(), act.words, self.now, here)))]

    async def _suggestions(self, act: Act) -> list[Got]:
        assert self.offers.prompts
        place = list(self.places.values())[act.place]
        return [("suggestions", str(await self.offers.prompts(self._request(place, ""))))]

    async def _form(self, act: Act) -> list[Got]:
        request = self._request(self.places["slack"], act.words, pressed=True)
        return [("form", each) for each in await self._answer("", request)]

    async def _page(self, act: Act) -> list[Got]:
        if not self.pages:
            return []
        link = self.pages[act.nth % len(self.pages)]
        first = await self._get("page", link)
        root = f"{link.rsplit('/', 1)[0]}/"
        return [first, await self._get("page", f"{root}{act.words}")]

    async def _api(self, act: Act) -> list[Got]:
        if not self.tokens:
            return []
        headers = {"Authorization": f"Bearer {self.tokens[act.nth % len(self.tokens)]}"}
        return [await self._get("api", f"{self.base}{BASE}{act.words}", headers)]

    async def _tool(self, act: Act) -> list[Got]:
        """What a language model's program is told."""
        if not self.tokens:
            return []
        headers = {"Authorization": f"Bearer {self.tokens[act.nth % len(self.tokens)]}"}
        headers["Accept"] = "application/json, text/event-stream"
        name, argument, words = act.words.split(" ", 2)
        params = {"name": name, "arguments": {argument: words}}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        async with self.client.post(f"{self.base}{TOOLS}", headers=headers, json=message) as answer:
            return [("tool", f"{answer.status} {await answer.text()}")]

    async def _feed(self, act: Act) -> list[Got]:
        links = self.feeds[act.surface]
        return [await self._get(act.surface, links[act.nth % len(links)])] if links else []

    async def _get(self, surface: Surface, address: str, headers: Mapping[str, str] | None = None) -> Got:
        async with self.client.get(URL(address, encoded=True), headers=headers, allow_redirects=False) as answer:
            said = {
                name: value
                for name, value in answer.headers.items()
                if name not in ("Date", "Content-Length", "Server")
            }
            return surface, f"{answer.status} {said}\n{await answer.text()}"

    async def _delivered(self, _act: Act) -> list[Got]:
        await self.scheduler.tick()
        await self.courier.drain()
        await self.webhooks.drain()
        posted = [("webhook", each) for each in sorted(self.posts.bodies)]
        self.posts.bodies.clear()
        return posted

    async def _uploaded(self, act: Act) -> list[Got]:
        """A file that a program of somebody uncleared hands in."""
        if not self.tokens or act.file not in self.files:
            return []
        form = aiohttp.FormData()
        form.add_field("file", self.files[act.file], filename="paper.md")
        headers = {"Authorization": f"Bearer {self.tokens[act.nth % len(self.tokens)]}"}
        async with self.client.post(f"{self.base}{BASE}/analyses", headers=headers, data=form) as answer:
            return [("upload", f"{answer.status} {await answer.text()}")]

    async def _linked(self, _act: Act) -> list[Got]:
        """Two accounts of one person become one."""
        said = await self._answer("telegram", self._request(self.places["telegram"], "link"))
        if code := _CODE.search(said[-1]):
            said += await self._answer("slack", self._request(self.places["slack"], f"link {code[0]}"))
        return [("link", each) for each in said]

    async def _moved(self, _act: Act) -> list[Got]:
        """The group becomes another kind of group, with another address."""
        before = self.places["telegram group"]
        after = replace(before, address=f"{before.address}0")
        await self.core.chats.move(before.address, after.address, self.now)
        self.places["telegram group"] = after
        return []


def without_later(message: Message) -> str:
    """Everything that a message holds, without the address of the function that makes its second part."""
    return repr(message).partition(" later=")[0]


def with_file(request: Request, data: bytes) -> Request:
    """The request with a file."""

    async def fetch() -> bytes:
        return data

    return replace(request, attachments=(Attachment("paper.md", len(data), fetch),))


@asynccontextmanager
async def world_of(library: Library, cleared: Collection[str] = ()) -> AsyncIterator[World]:
    """A world on a library; the chats in `cleared` may see everything."""
    async with AsyncExitStack() as leaving:
        model = Loopback()
        await model.start()
        leaving.push_async_callback(model.stop)
        server = ModelServer(model.url, MODEL, KEY, 20)
        core = await leaving.enter_async_context(open_briefings("sqlite:///:memory:", model=server))
        client = await leaving.enter_async_context(aiohttp.ClientSession())
        with viewing(SYSTEM):
            world = World(core, client, model, library.files)
            for address in (EDITOR, *cleared):
                await core.markings.clear(address, "RED", "Mira", NOW, "a test")
            await core.markings.clear("terminal:local", "AMBER", "Mira", NOW)
            await library.fill(core)
            for each in await core.library.entries():
                await core.agenda.keep_all(each.id, "", NOW)
        limit = RequestLimit(burst=100_000)
        parts = [reading_room_routes(), feed_routes(), api_routes(limit), tool_routes(limit)]
        with viewing(None):  # type: ignore[arg-type]  # as in the service, where whoever answers binds the viewer
            port = await leaving.enter_async_context(serve_web("127.0.0.1", 0, world.service, parts))
            world.base = f"http://127.0.0.1:{port}"
            await world.courier.start()
            yield world
            await world.scheduler.stop()
            await world.events.close(1.0)
