"""`python -m benchmarks.reach [-v]`: through how many files of `bot/` and `briefings/` requests pass (gate).

They are followed in Telegram, whose server is played on a loopback port: `/summary moscow` on the samples, a plain
question and an import, from the platform's update to the answer, and a reminder from its row to its message. What a
process of its own reads isn't counted. A file counts where one of its functions was entered on the way, in any thread,
as the interpreter's profile hook tells; another request is answered before, so that nothing is only imported. With -v
the files are named in the order in which they were first entered.
"""

import asyncio
import sys
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from bot.commands import Conversation, Roles, menu
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import DatabaseIntake, PlatformEventLog
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from briefings.service import Briefings, open_briefings
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.stage import SERVED

ROOT = Path(__file__).parent.parent
_PACKAGES = tuple(f"{ROOT / package}/" for package in ("bot", "briefings"))
_LEAD = timedelta(days=7)
_TEXT = b"# Dry docks\n\nThe dry dock at the quay opens on 3 May 2031. It costs twelve million euros.\n"
# Files; a change that needs more first finds what can go.
MOST = {"a summary": 89, "a reminder": 88, "a plain question": 114, "an import": 125}


class Profile:
    """The files whose functions were entered while it was `on`."""

    def __init__(self) -> None:
        self.on = False
        self.files: dict[str, None] = {}  # in the order in which they were first entered

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """The interpreter's profile hook."""
        code = frame.f_code
        if self.on and event == "call" and code.co_filename.startswith(_PACKAGES) and code.co_name != "<module>":
            self.files.setdefault(code.co_filename.removeprefix(f"{ROOT}/"))

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Forgets what it knew, and is on within the block."""
        self.files.clear()
        self.on = True
        try:
            yield
        finally:
            self.on = False


class Town:
    """A bot with the samples, and one person in Telegram."""

    def __init__(self, core: Briefings, world: TelegramWorld) -> None:
        def clock() -> datetime:
            return world.now

        self.core, self.world = core, world
        route = Route(world.platform, TokenBucket(100_000, lambda _: ChatLimit()))
        self.courier = Courier(core, [route], clock)
        self.scheduler = Scheduler(core, self.courier, clock, timedelta(days=30), [])
        self.conversation = Conversation(
            core, Roles(editors=frozenset({"telegram:42"}), open_access=True), clock, SERVED
        )
        self.events = PlatformEventLog(core, clock, self.courier.refused)

    async def said(self, line: str, *, command: bool = True) -> str:
        """The answer to a command, or to plain words."""
        await self.world.say(line, command=command)
        return (await self.world.heard()).text

    async def settled(self) -> None:
        """Waits until nothing of what was said is left to do."""
        while await self.core.intake.unfinished("telegram"):
            await asyncio.sleep(0.01)

    async def reminded(self) -> str:
        """The reminder that is due now."""
        await self.scheduler.tick()
        await self.courier.drain()
        return (await self.world.heard()).text


@asynccontextmanager
async def _town() -> AsyncGenerator[Town]:
    world = TelegramWorld()
    async with open_briefings("sqlite:///:memory:") as core:
        await core.library.add_samples(NOW)
        world.intake = DatabaseIntake(core, lambda: world.now)
        await world.open()
        town = Town(core, world)
        world.platform_events = town.events  # type: ignore[assignment]
        await town.courier.start()
        await world.serve(town.conversation.answer, menu())
        try:
            yield town
        finally:
            await world.stop()


async def _meeting(town: Town) -> int:
    """The next event that is more than a lead away."""
    coming = [each.event for each in await town.core.agenda.events_with_state(NOW) if each.ahead]
    return next(event.id for event in coming if event.when.first > (NOW + _LEAD).date())


async def measured(profile: Profile) -> AsyncGenerator[tuple[str, str, list[str]]]:
    """Each way with what was told at its end, and the files that it passes in order."""
    async with _town() as town:
        await town.said("help summary")
        await town.settled()
        with profile.counting():
            told = await town.said("summary moscow")
        yield "a summary", told, [*profile.files]
        await town.settled()
        with profile.counting():
            told = await town.said("what is coming up?", command=False)
        yield "a plain question", told, [*profile.files]
        await town.settled()
        with profile.counting():
            await town.world.say("import", file=("docks.md", _TEXT))
            told = (await town.world.heard()).text
        yield "an import", told, [*profile.files]
        await town.settled()
        await town.said(f"remind e{await _meeting(town)} {_LEAD.days}d")
        await town.settled()
        (push,) = await town.core.schedule.ahead(town.world.address(), NOW, 1)
        town.world.now = push.at - timedelta(seconds=1)
        await town.scheduler.tick()  # which prunes
        town.world.now = push.at
        with profile.counting():
            told = await town.reminded()
        yield "a reminder", told, [*profile.files]


@contextmanager
def profiled() -> Iterator[Profile]:
    """A profile that the interpreter tells of each call within the block, in every thread that begins there."""
    hook, before = Profile(), sys.getprofile()
    threading.setprofile(hook)
    sys.setprofile(hook)
    try:
        yield hook
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


async def _print(*, named: bool) -> bool:
    """Whether each way passes no more files than it may."""
    kept = True
    with profiled() as profile:
        async for what, told, files in measured(profile):
            packages = Counter("/".join(name.split("/")[:2]).removesuffix(".py") for name in files)
            print(f"{what}: {len(files)} files, at most {MOST[what]}")
            print("  " + ", ".join(f"{package} {count}" for package, count in sorted(packages.items())))
            if named:
                print(told, *files, "", sep="\n")
            kept = kept and len(files) <= MOST[what]
    return kept


if __name__ == "__main__":
    sys.exit(not asyncio.run(_print(named="-v" in sys.argv)))
