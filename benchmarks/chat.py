"""`python -m benchmarks.chat [PEOPLE]`: so many people (200) at once on Telegram and on Slack, one bot behind both.

Prints, for each platform and command, how long an answer takes from what was said to the message that was accepted,
and how long an acknowledgement takes: the receipt in Slack, the answer to a press in Telegram. The platforms are played
on loopback ports of the same process and set no pace: the figures hold their cost as well, and not the 30 messages a
second that Telegram allows.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict

from benchmarks.figures import line, percentile
from benchmarks.promises import Promises
from bot.commands import Conversation, Roles
from bot.commands.conversation import menu
from bot.delivery.platform_events import DatabaseIntake
from bot.run import process_memory
from briefings.service import SAMPLE, open_briefings
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.slack_workspace import Post as SlackPost
from tests.fakes.slack_world import SlackWorld, person
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.stage import SERVED

_SAID = (
    "summary a1",
    "sources a1",
    "events",
    "search taiwan",
    "read a1 2",
    "status",
    "help summary",
    "summary a1 long",
)
_PRESSED = ("events", "read a1 2", "help summary")  # what buttons say in Telegram
_PATIENCE = 120.0  # seconds, after which an answer is lost; one that gets no receipt in three is lost too
_MOST = 500.0  # milliseconds: what an acknowledgement may take


class Acknowledged(list[str]):
    """The presses that were acknowledged, each named by when it was made; `taken` gets the milliseconds since then."""

    def __init__(self, taken: list[float]) -> None:
        super().__init__()
        self._taken = taken

    def append(self, query: str) -> None:
        """Takes in one more."""
        super().append(query)
        self._taken.append(1000 * (time.perf_counter() - float(query)))


class Talk:
    """The people of one platform, who say one line after the other, each waiting for the answer."""

    def __init__(self, world: TelegramWorld | SlackWorld, people: int) -> None:
        self.world, self.people = world, people
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.acknowledged: list[float] = []
        self.lost = 0  # answers that nobody got
        self._waiting: dict[str, asyncio.Future[float]] = {}
        if isinstance(world, TelegramWorld):
            world.server.acknowledged = Acknowledged(self.acknowledged)

    async def hold(self) -> None:
        """Everybody says everything."""
        listening = asyncio.create_task(self._listen())
        await asyncio.gather(*(self._person(number) for number in range(1000, 1000 + self.people)))
        listening.cancel()

    async def _listen(self) -> None:
        while True:
            post = await self.world.post()
            place = post.channel if isinstance(post, SlackPost) else str(post.chat.id)
            waiting = self._waiting.get(place)
            if waiting and not waiting.done():
                waiting.set_result(time.perf_counter())

    async def _person(self, number: int) -> None:
        place = f"D{number}" if isinstance(self.world, SlackWorld) else str(number)
        for said in _SAID:
            self._waiting[place] = asyncio.get_running_loop().create_future()
            start = time.perf_counter()
            try:
                await self._say(number, said)
                came = await asyncio.wait_for(self._waiting[place], _PATIENCE)
            except TimeoutError:
                self.lost += 1
            else:
                self.taken[said].append(1000 * (came - start))

    async def _say(self, number: int, said: str) -> None:
        if isinstance(self.world, SlackWorld):
            start = time.perf_counter()
            await self.world.slash("/readout", said, channel=f"D{number}", user=f"U{number}")
            self.acknowledged.append(1000 * (time.perf_counter() - start))
            return
        server = self.world.server
        somebody = {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        message = {"message_id": time.monotonic_ns(), "date": int(NOW.timestamp()), "chat": server.chat(number).json()}
        if said in _PRESSED:
            query = {"id": str(time.perf_counter()), "chat_instance": "1", "data": said, "from": somebody}
            await server.update(callback_query=query | {"message": message | {"date": 0}})
        else:
            await server.update(message=message | {"text": f"/{said}", "from": somebody})


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    sys.exit(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200)))


async def measure(people: int) -> int:
    """What to exit with."""
    process_memory.set_switch_interval()  # as `readout run` does
    with tempfile.TemporaryDirectory() as folder:
        return await _measure(f"sqlite:///{folder}/readout.db", people)


async def _measure(url: str, people: int) -> int:
    async with open_briefings(url) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
        access_list = {
            f"{platform}{number}" for platform in ("telegram:", "slack:U") for number in range(1000, 1000 + people)
        }
        answer = Conversation(core, Roles(frozenset(access_list)), lambda: NOW, SERVED).answer
        telegram, slack = TelegramWorld(), SlackWorld()
        for number in range(1000, 1000 + people):
            slack.slack.people[f"U{number}"] = person(f"U{number}")
            slack.slack.channels[f"D{number}"] = Channel(f"D{number}", {f"U{number}", BOT_USER})
        for world in (telegram, slack):
            world.intake = DatabaseIntake(core, lambda: NOW)
            await world.start(answer, menu())
        promises = Promises()
        talks = [Talk(world, people) for world in (telegram, slack)]
        start = time.perf_counter(), time.process_time()
        await asyncio.gather(*(talk.hold() for talk in talks))
        wall, cpu, answers = time.perf_counter() - start[0], time.process_time() - start[1], 2 * people * len(_SAID)
        print(f"{answers:,} answers, {answers / wall:.0f} a second; {1000 * cpu / answers:.1f} ms of CPU each")
        for name, talk in zip(("Telegram", "Slack"), talks, strict=True):
            for said, values in talk.taken.items():
                print(line(f"{name}: /{said}", values))
            print(line(f"{name}: acknowledgement", talk.acknowledged))
            promises.hold(f"{name}: acknowledgement, p99, ms", percentile(talk.acknowledged, 0.99), _MOST)
            promises.hold(f"{name}: answers lost", talk.lost, 0)
        for world in (telegram, slack):
            await world.stop()
    return promises.status()


if __name__ == "__main__":
    main()
