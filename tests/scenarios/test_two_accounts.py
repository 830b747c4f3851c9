"""One person in Slack and in Telegram, both played by loopback servers: what is told at the one is not told twice."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.commands import Conversation, Roles
from bot.commands.conversation import menu
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from briefings.service import Briefings, open_briefings
from tests.contracts.loopback_platforms import WORLDS, World, make_world
from tests.scenarios.stage import FERRIES, SERVED


class Person:
    """Both of one person's accounts, and the program behind them."""

    def __init__(self, core: Briefings, worlds: dict[str, World]) -> None:
        self.core, self.worlds = core, worlds
        routes = [Route(world.platform, TokenBucket(100_000, lambda _: ChatLimit())) for world in worlds.values()]
        self.courier = Courier(core, routes, self.now)
        self.scheduler = Scheduler(core, self.courier, self.now, timedelta(days=30))

    def now(self) -> datetime:
        return next(iter(self.worlds.values())).now

    async def becomes(self, now: str) -> None:
        """It is that minute in UTC, and what is due by then is sent."""
        for world in self.worlds.values():
            world.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        await self.scheduler.tick()
        await self.courier.drain()

    async def says(self, where: str, line: str) -> str:
        await self.worlds[where].say(line)
        return (await self.worlds[where].heard()).text

    async def hears(self, where: str) -> list[str]:
        """What came there, and was not read before."""
        return [(await self.worlds[where].heard()).text for _ in range(self.worlds[where].unheard())]

    async def links(self) -> None:
        """What would come to both comes in Slack from now on."""
        code = re.search(r"/readout link (\S{4}-\S{4})", await self.says("telegram", "link"))
        assert code
        assert "go to Slack" in await self.says("slack", f"link {code[1]}")


@asynccontextmanager
async def person() -> AsyncIterator[Person]:
    worlds: dict[str, World] = {name: make_world(name) for name in WORLDS}
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_briefings("sqlite:///:memory:", zone="Europe/London"))
        for world in worlds.values():
            await world.open()
        made = Person(core, worlds)
        conversation = Conversation(core, Roles(open_access=True), made.now, SERVED)
        for world in worlds.values():
            world.platform_events = PlatformEventLog(core, made.now, made.courier.refused)  # type: ignore[misc, assignment]
            await world.serve(conversation.answer, menu())
            stack.push_async_callback(world.stop)
        await made.courier.start()
        yield made


def _lines_of(told: list[str], start: str) -> Iterator[str]:
    return (line for text in told for line in text.splitlines() if start in line)


async def test_a_digest_comes_once_and_to_the_other_chat_where_one_is_gone():
    async with person() as me:
        await me.links()
        for where in WORLDS:
            assert "Subscription" in await me.says(where, "subscribe daily 08:00 London")
        await me.becomes("2026-11-26 07:59")
        await me.core.library.add("ferries.txt", FERRIES.read_bytes(), me.now())
        await me.becomes("2026-11-26 08:00")
        assert len(list(_lines_of(await me.hears("slack"), "Your first digest: 1 analysis"))) == 1
        assert await me.hears("telegram") == []
        assert "sent to the same person in Slack instead" in await me.says("telegram", "deliveries")
        await me.becomes("2026-11-26 08:30")
        await me.core.library.add("berths.txt", (FERRIES.parent / "berths.txt").read_bytes(), me.now())
        me.worlds["slack"].refuse("dead")
        await me.becomes("2026-11-27 08:00")
        assert await me.hears("telegram") == []
        await me.becomes("2026-11-27 08:01")
        assert len(list(_lines_of(await me.hears("telegram"), "New: 1 analysis"))) == 1
        assert await me.hears("slack") == []
