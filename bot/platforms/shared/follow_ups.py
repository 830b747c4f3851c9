"""What follows an answer: its second part once it is ready, or a word that it was lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.chat import DeliveryFailed
from bot.languages import _, msgid
from bot.message import Message, say
from bot.platforms.shared.retry import TEMPORARY

log = logging.getLogger(__name__)

MISSED_PAUSES = (1.0, 60.0, 120.0, 300.0, *[600.0] * 12)  # seconds before each try; two hours in all
MOST = 1000  # places that wait to be told
LOST = msgid("My answer to your last message didn't get through. Please ask again.")
UNSURE = msgid(
    "My last answer may not have reached you. If you changed something, check {command} before you repeat it."
)


class FollowUps:
    """Second parts of answers in progress; cancelled with their owner."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, message: Message, send: Callable[[Message], Awaitable[None]]) -> None:
        """Starts making the later message and sends it with `send`."""
        if message.later is not None:
            task = asyncio.create_task(_sent(message.later, send))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Waits for all in progress."""
        await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Cancels all in progress."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _sent(later: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    await send(await later())


def apology(*, once: bool, prefix: str) -> Message:
    """The sentence in place of a lost answer; `once`: the answer reported a change."""
    return say(_(UNSURE, command=f"{prefix}status") if once else _(LOST))


class LostAnswers:
    """Places to be told that an answer was lost, once per place."""

    def __init__(self, pauses: Sequence[float] = MISSED_PAUSES) -> None:
        self._pauses = pauses
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def retry_later(self, place: str, tell: Callable[[], Awaitable[None]]) -> None:
        """Keeps trying `tell` for up to two hours, until it doesn't raise DeliveryFailed; returns at once."""
        if place in self._tasks or len(self._tasks) >= MOST:
            return
        self._tasks[place] = asyncio.create_task(self._tell(place, tell), name="an apology")

    async def close(self) -> None:
        """Gives up what hasn't been told yet."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, place: str, tell: Callable[[], Awaitable[None]]) -> None:
        try:
            for pause in self._pauses:
                await asyncio.sleep(pause)
                if not await _to_be_told_later(tell):
                    return
        finally:
            del self._tasks[place]


async def _to_be_told_later(tell: Callable[[], Awaitable[None]]) -> bool:
    try:
        await tell()
    except DeliveryFailed as failed:
        log.info("A lost answer could not be told of yet", extra={"reason": failed.reason})
        return failed.kind in TEMPORARY
    return False
