"""Shows progress: the typing indicator, and a status message edited in place."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.chat import DeliveryFailed
from bot.platforms.telegram.address import TelegramAddress
from bot.platforms.telegram.sending.render import Part
from bot.platforms.telegram.sending.send import TelegramSender

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProgressDelays:
    """Seconds until progress is shown and between updates, and for which a press waits for its toast.

    Telegram shows an action for five seconds.
    """

    action: float = 1.0
    action_again: float = 4.5
    words: float = 2.0
    words_again: float = 2.0
    toast: float = 1.0


PATIENCE = ProgressDelays()


class Progress:
    """Progress shown in one place during the `async with` block."""

    def __init__(
        self,
        bot: Bot,
        sender: TelegramSender,
        place: TelegramAddress,
        patience: ProgressDelays,
        acted: dict[TelegramAddress, float] | None = None,
    ) -> None:
        """`acted` holds when each place last showed it, so that several waiting requests show it once."""
        self._bot, self._sender, self._place, self._patience = bot, sender, place, patience
        self._acted = {} if acted is None else acted
        self._words = ""
        self._message: int | None = None
        self._news = asyncio.Event()
        self._over = asyncio.Event()  # nothing more is told in words
        self._done = asyncio.Event()  # the answer is there
        self._telling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Enables status messages."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops showing progress."""
        self.hide()
        await self.stop_updates()

    def hide(self) -> None:
        """Shows nothing under the chat's name any more."""
        self._done.set()
        self._acted.pop(self._place, None)

    async def tell(self, words: str) -> None:
        """Updates the status message without waiting."""
        self._words = words
        self._news.set()
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    async def stop_updates(self) -> int | None:
        """Stops updates and returns the id of the status message, or None."""
        self._over.set()
        self._news.set()
        if self._telling:
            await asyncio.wait({self._telling})  # never cancelled: a message on its way would stay for good
        return self._message

    async def act(self) -> None:
        """Shows the typing indicator until done; work done at once shows nothing."""
        pause = self._patience.action
        while not await _within(pause, self._done):
            if self._is_due():
                await show(self._bot, self._place, ChatAction.TYPING)
            pause = self._patience.action_again

    def _is_due(self) -> bool:
        """Whether no other request has just shown it in this place."""
        now = asyncio.get_running_loop().time()
        if now - self._acted.get(self._place, float("-inf")) < self._patience.action_again / 2:
            return False
        self._acted[self._place] = now
        return True

    async def _tell(self) -> None:
        pause = self._patience.words
        while not await _within(pause, self._over):
            await self._news.wait()
            self._news.clear()
            if self._over.is_set():
                return
            try:
                await self._put(Part(self._words))
            except DeliveryFailed as failure:
                log.info("Telegram does not take what is being done", extra={"reason": failure.reason})
                return
            pause = self._patience.words_again

    async def _put(self, part: Part) -> None:
        if self._message is None:
            self._message = await self._sender.try_post(self._place, part)
        else:
            await self._sender.try_edit(self._place, self._message, part)


async def _within(seconds: float, end: asyncio.Event) -> bool:
    """Waits up to this long and returns whether it ended."""
    with suppress(TimeoutError):
        await asyncio.wait_for(end.wait(), seconds)
    return end.is_set()


async def show(bot: Bot, place: TelegramAddress, action: ChatAction) -> None:
    """Shows the typing indicator, which lasts five seconds."""
    try:
        await bot.send_chat_action(place.chat, action, message_thread_id=place.thread)
    except TelegramError as error:
        log.info("What is being done could not be shown", extra={"reason": error.message})
