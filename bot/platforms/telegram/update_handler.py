"""Handles one update: gets the answer and puts it where the question was asked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from telegram import Bot
from telegram.constants import ChatAction

from bot.chat import Answer, DeliveryFailed, PlatformEvents
from bot.languages import _, current, language_set
from bot.message import Message, say
from bot.platforms.shared.follow_ups import FollowUps, LostAnswers, apology
from bot.platforms.shared.retry import TEMPORARY
from bot.platforms.telegram.address import TelegramAddress, place_of
from bot.platforms.telegram.events import (
    ButtonPress,
    CardChosen,
    ChatClosed,
    ChatMoved,
    ChatReopened,
    Event,
    InlineQueryReceived,
    MessageReceived,
)
from bot.platforms.telegram.inline import Inline
from bot.platforms.telegram.sending.acknowledgement import Acknowledgement
from bot.platforms.telegram.sending.progress import Progress, ProgressDelays, show
from bot.platforms.telegram.sending.render import Part, render, with_share
from bot.platforms.telegram.sending.send import TelegramSender

log = logging.getLogger(__name__)


def not_shown() -> Message:
    """The message in place of an answer that can't be shown."""
    return say(_("There is an answer, but Telegram rejected it. See the bot's log for the reason."))


def _shown_nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Begun:
    """Queued work for an event; `hide` removes its typing indicator."""

    work: Callable[[], Awaitable[None]]
    hide: Callable[[], None] = _shown_nothing


@dataclass(frozen=True, slots=True)
class UpdateHandler:
    """Answers messages and passes on chat events."""

    bot: Bot
    sender: TelegramSender
    answer: Answer
    platform_events: PlatformEvents
    follow_ups: FollowUps
    inline: Inline
    patience: ProgressDelays
    missed: LostAnswers
    _shown: set[asyncio.Task[None]] = field(default_factory=set)
    _acted: dict[TelegramAddress, float] = field(default_factory=dict)

    def begin(self, event: Event) -> Begun:
        """Does the urgent part at once and returns the rest as a coroutine.

        A button press is acknowledged as soon as it is known whether its answer is a toast, within a second. The
        typing indicator is shown to people who wait.
        """
        if isinstance(event, MessageReceived):
            press = self._acknowledged(event.press, self.patience.toast) if event.press else None
            working = Progress(self.bot, self.sender, event.place, self.patience, self._acted)
            self._at_once(asyncio.create_task(working.act()))
            return Begun(partial(self._answer, event, working, press), working.hide)
        if isinstance(event, ButtonPress):
            self._acknowledged(event)
        return Begun(partial(self.handle, event))

    def acknowledge(self, event: Event) -> None:
        """Acknowledges a button press."""
        press = event.press if isinstance(event, MessageReceived) else event
        if isinstance(press, ButtonPress):
            self._acknowledged(press)

    def _acknowledged(self, press: ButtonPress, seconds: float = 0) -> Acknowledgement:
        begun = Acknowledgement(self.bot, self.sender, press.query, seconds)
        self._at_once(begun.task)
        return begun

    def _at_once(self, task: asyncio.Task[None]) -> None:
        self._shown.add(task)
        task.add_done_callback(self._shown.discard)

    async def close(self) -> None:
        """Ends typing indicators of requests that weren't started."""
        for task in self._shown:
            task.cancel()
        await asyncio.gather(*self._shown, return_exceptions=True)
        await self.missed.close()

    async def handle(self, event: Event) -> None:
        """Handles an event that nobody waits for."""
        match event:
            case ChatMoved(old, new):
                await self.platform_events.chat_moved(old.address, new.address)
            case ChatClosed(place, reason):
                await self.platform_events.chat_closed(place.address, reason)
            case ChatReopened(place, reason):
                await self.platform_events.chat_opened(place.address, reason)
            case InlineQueryReceived():
                await self.inline.answer(event)
            case CardChosen(lookup, update):
                if message := await self.inline.chosen(event):
                    await self.platform_events.answered(lookup.address, replace(message, about=""), (), update)

    async def _answer(self, received: MessageReceived, working: Progress, press: Acknowledgement | None) -> None:
        async with working:
            try:
                message = await self.answer(replace(received.request, progress=working.tell))
                words = await working.stop_updates()
                if message and await _as_toast(message, press):
                    message = None
            finally:
                if press:
                    press.finish()
            if message:
                await self._reply(received, message, words)
            elif words:
                await self._remove(received.place, words)
        if message:
            self.follow_ups.follow(message, partial(self._reply, received))

    async def _reply(self, received: MessageReceived, message: Message, words: int | None = None) -> None:
        """Sends an answer; `words` is the status message that it replaces."""
        with language_set(message.language or current()):
            await self._put(received, message, words)

    async def _put(self, received: MessageReceived, message: Message, words: int | None) -> None:
        try:
            parts = with_share(render(message), message, self.bot.username)
        except ValueError:
            log.exception("An answer could not be rendered")
            parts = render(not_shown())
        carrier = received.press.message if received.press and message.replaces else words
        place, update = received.place, received.request.update
        if message.once:  # it isn't made again after a restart, so what it may have quoted is noted first
            await self.platform_events.answered(place.address, message, (), update, doubt=True)
        try:
            numbers = await self._replaced(place, carrier, parts)
            if not numbers:
                place, numbers = await self._post_all(place, parts, once=message.once)
        except DeliveryFailed as failure:
            await self._failed(place, failure)
            self._owe(place, failure, once=message.once)
            if failure.kind == "doubt":
                await self.platform_events.answered(place.address, message, (), update, doubt=True)
            return
        if words and words not in numbers:
            await self._remove(place, words)
        if numbers:
            replaces = numbers == [carrier]
            told = [str(number) for number in numbers]
            await self.platform_events.answered(place.address, message, told, update, replaces=replaces)

    def _owe(self, place: TelegramAddress, failure: DeliveryFailed, *, once: bool) -> None:
        """Schedules the notice that an answer was lost."""
        if failure.kind in TEMPORARY:
            (part,) = render(apology(once=once, prefix="/"))
            self.missed.retry_later(place.address, partial(self._tell, place, part))

    async def _tell(self, place: TelegramAddress, part: Part) -> None:
        await self.sender.try_post(place, part)

    async def _replaced(self, place: TelegramAddress, carrier: int | None, parts: Sequence[Part]) -> list[int]:
        """The id of the message that the answer replaced, or None if it has to be posted."""
        if carrier is None or len(parts) != 1 or parts[0].file or parts[0].picture:
            return []
        return [carrier] if await self.sender.edit(place, carrier, parts[0]) else []

    async def _remove(self, place: TelegramAddress, message: int) -> None:
        try:
            await self.sender.call(partial(self.bot.delete_message, place.chat, message))
        except DeliveryFailed as failure:
            log.info("A message could not be taken back", extra={"reason": str(failure.__cause__)})

    async def _post_all(
        self, place: TelegramAddress, parts: Sequence[Part], *, once: bool
    ) -> tuple[TelegramAddress, list[int]]:
        """Posts each part and returns where, and the ids of those that arrived. Raises temporary failures."""
        numbers: list[int] = []
        for part in parts:
            if part.file or part.picture:
                await show(self.bot, place, ChatAction.UPLOAD_PHOTO if part.picture else ChatAction.UPLOAD_DOCUMENT)
            try:
                numbers.append(await self.sender.post(place, part, once=once))
            except DeliveryFailed as failure:
                if failure.kind in TEMPORARY:
                    raise
                await self._failed(place, failure)
                if failure.moved_to:
                    place, rest = await self._post_all(place_of(failure.moved_to), parts[len(numbers) :], once=once)
                    return place, numbers + rest
                if failure.kind == "refused" and parts != render(not_shown()):
                    await self._post_all(place, render(not_shown()), once=once)
                break
        return place, numbers

    async def _failed(self, place: TelegramAddress, failure: DeliveryFailed) -> None:
        log.warning("An answer did not arrive", extra={"address": place.address, "reason": failure.reason})
        if failure.moved_to:
            await self.platform_events.chat_moved(TelegramAddress(place.chat).address, failure.moved_to)
        elif failure.kind == "dead":
            await self.platform_events.chat_closed(place.address, failure.reason)


async def _as_toast(message: Message, press: Acknowledgement | None) -> bool:
    """Whether the toast of an answer was shown in its place."""
    return press is not None and bool(message.toast) and await press.show(message.toast, alert=message.failed)
