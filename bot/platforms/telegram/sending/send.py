"""Sends parts to a chat within the rate limit. Raises DeliveryFailed."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, InputFile, LinkPreviewOptions, MessageEntity
from telegram.error import BadRequest, TelegramError

from bot.chat import RateLimit
from bot.message import File, Picture
from bot.platforms.shared.retry import PUSH_RETRY, RETRY, Retry, give_up, push_parts, repeat, send_paced
from bot.platforms.telegram.address import TelegramAddress
from bot.platforms.telegram.errors import failure_of
from bot.platforms.telegram.sending.render import Part

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NO_PREVIEW = NO_PREVIEW.to_dict()

_ENTITY = ("type", "offset", "length", "url")  # what Readout sets of an entity

T = TypeVar("T")


class PostingBot(Bot):
    """The library's bot, which sends text without making objects of each call and of Telegram's answer to it.

    The library's own `send_message` takes 0.2 ms of CPU, which is as much as the HTTP request.
    """

    async def post_text(self, place: TelegramAddress, part: Part) -> int:
        """Sends a part without its file or picture, and returns its id."""
        call: dict[str, Any] = {"chat_id": place.chat, "text": part.text, "link_preview_options": _NO_PREVIEW}
        if part.entities:
            call["entities"] = [_told(each) for each in part.entities]
        if part.keyboard:
            call["reply_markup"] = part.keyboard.to_dict()
        if place.thread:
            call["message_thread_id"] = place.thread
        sent = await self._post("sendMessage", call)
        number: int = sent["message_id"]
        return number


def _told(entity: MessageEntity) -> dict[str, Any]:
    return {name: value for name in _ENTITY if (value := getattr(entity, name)) is not None}


@dataclass(frozen=True, slots=True)
class TelegramSender:
    """Posts and edits messages; `retry` is for answers, `push_retry` for the later parts of a push."""

    bot: PostingBot
    pace: RateLimit
    retry: Retry = RETRY
    push_retry: Retry = PUSH_RETRY

    async def push(self, place: TelegramAddress, parts: Sequence[Part]) -> list[int]:
        """Sends a message and returns the ids of its parts; the caller has taken the token for the first part.

        A failure after the first part has kind "doubt".
        """
        steps = [partial(self._post, place, part) for part in parts]
        return await push_parts(self.pace, place.address, steps, self.push_retry)

    async def post(self, place: TelegramAddress, part: Part, *, once: bool = False) -> int:
        """Sends one part of an answer and returns its id, retrying for a minute.

        A part that may have arrived is sent again, unless it is sent `once`, because Telegram can't look.
        """
        return await self.retry.for_answers.run(partial(self.try_post, place, part), give_up if once else repeat)

    async def try_post(self, place: TelegramAddress, part: Part) -> int:
        """Sends one part once and returns its id."""
        return await self._paced(place, lambda: self._post(place, part))

    async def edit(self, place: TelegramAddress, message: int, part: Part) -> bool:
        """Replaces an earlier message, retrying for a minute; false if Telegram doesn't allow it."""
        return await self.retry.for_answers.run(partial(self.try_edit, place, message, part))

    async def try_edit(self, place: TelegramAddress, message: int, part: Part) -> bool:
        """The same, tried once."""
        return await self._paced(place, partial(self._edit, place, message, part))

    async def mark(self, place: TelegramAddress, message: int, part: Part) -> bool:
        """Replaces an earlier message once, behind answers; false if Telegram doesn't allow it."""
        return await send_paced(self.pace, place.address, partial(self._edit, place, message, part), interactive=False)

    async def call(self, step: Callable[[], Awaitable[T]], *, seconds: float | None = None) -> T:
        """A call without a token that is safe to repeat, such as acknowledging a press, retried for a minute."""

        async def attempt() -> T:
            try:
                return await step()
            except TelegramError as error:
                raise failure_of(error) from error

        retry = replace(self.retry, seconds=min(seconds or self.retry.seconds, self.retry.seconds))
        return await retry.run(attempt, paced=False)

    async def _paced(self, place: TelegramAddress, step: Callable[[], Awaitable[T]]) -> T:
        return await send_paced(self.pace, place.address, step, interactive=True)

    async def _post(self, place: TelegramAddress, part: Part) -> int:
        with _failures(place):
            return await self._posted(place, part)

    async def _posted(self, place: TelegramAddress, part: Part) -> int:
        if part.picture:
            return await self._post_picture(place, part, part.picture)
        return await (self._post_file(place, part, part.file) if part.file else self.bot.post_text(place, part))

    async def _post_file(self, place: TelegramAddress, part: Part, file: File) -> int:
        sent = await self.bot.send_document(
            place.chat,
            InputFile(file.data, filename=file.name),
            caption=part.text or None,
            caption_entities=part.entities or None,
            reply_markup=part.keyboard,
            message_thread_id=place.thread,
        )
        return sent.message_id

    async def _post_picture(self, place: TelegramAddress, part: Part, picture: Picture) -> int:
        """Sends a picture, or the text if Telegram rejects it."""
        try:
            sent = await self.bot.send_photo(
                place.chat,
                InputFile(picture.data, filename=picture.name),
                caption=part.text or None,
                caption_entities=part.entities or None,
                reply_markup=part.keyboard,
                message_thread_id=place.thread,
            )
        except BadRequest as error:
            if part.words is None:
                raise
            log.info("A picture is told in words", extra={"address": place.address, "told": error.message})
            return await self.bot.post_text(place, replace(part.words, keyboard=part.keyboard))
        return sent.message_id

    async def _edit(self, place: TelegramAddress, message: int, part: Part) -> bool:
        with _failures(place):
            try:
                await self.bot.edit_message_text(
                    part.text,
                    place.chat,
                    message,
                    entities=part.entities or None,
                    reply_markup=part.keyboard,
                    link_preview_options=NO_PREVIEW,
                )
            except BadRequest as error:
                return "not modified" in error.message
        return True


@contextmanager
def _failures(place: TelegramAddress) -> Iterator[None]:
    """Turns errors of Telegram's library within the block into DeliveryFailed."""
    try:
        yield
    except TelegramError as error:
        log.info("Telegram did not take a message", extra={"address": place.address, "told": error.message})
        raise failure_of(error, place) from error
