"""Long polling: asks Telegram for updates, passes them on, and confirms those that were stored."""

import asyncio
import logging
from collections.abc import Collection
from functools import partial
from typing import Any, Protocol

from telegram import ChatMember, File, TelegramObject, Update, User, WebhookInfo
from telegram.constants import UpdateType
from telegram.error import Conflict, TelegramError

from bot.platforms.shared.update_json import reason_of, well_formed_json
from bot.platforms.telegram.errors import Health, UnexpectedReply
from bot.platforms.telegram.receiving.older_servers import completed, completed_member
from bot.platforms.telegram.sending.send import PostingBot

Raw = dict[str, Any]

log = logging.getLogger(__name__)

WANTED = (
    *(UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY),
    *(UpdateType.MY_CHAT_MEMBER, UpdateType.INLINE_QUERY, UpdateType.CHOSEN_INLINE_RESULT),
)
POLL_SECONDS = 25
GLANCE_SECONDS, LONGEST_GLANCE = 0.1, 2.0  # between two polls while what came is being kept
FLOOD, BREATH_SECONDS = 25, 0.05  # after so many that were skipped, seconds until the next poll
ANSWER_SECONDS = 10  # how much longer than a poll an answer may take
NAMELESS_SECONDS = 1.0  # before the next poll, where nothing that came has a number by which it could be confirmed
LARGEST_NUMBER = 2**63 - 1  # of an update


_MISREAD = (TypeError, ValueError, KeyError, AttributeError, IndexError)  # what the library raises for an odd answer


class PollingBot(PostingBot):
    """The library's bot with access to raw updates, because the library's parsing fails for all of them if one is
    malformed. An odd answer of an API server to any other call is an UnexpectedReply too.
    """

    async def _post(self, endpoint: str, *args: Any, **kwargs: Any) -> Any:
        """The answer to a call. Raises UnexpectedReply for one that the library would not read."""
        answer = await super()._post(endpoint, *args, **kwargs)
        if endpoint == "getMe" and isinstance(answer, dict) and _is_number(answer.get("id")):
            return {"is_bot": True, "first_name": "", "username": ""} | answer
        if endpoint in _SENDING:
            return _essential(answer, endpoint)
        if endpoint == "getChatMember":
            answer = completed_member(answer)
        if kind := _READ.get(endpoint):
            try:
                readable = kind.de_json(answer, self) is not None
            except _MISREAD:
                readable = False
            if not readable:
                raise _unreadable(endpoint)
        return answer

    async def get_raw_updates(self, offset: int | None, seconds: int) -> list[Raw]:
        """Waits that long for updates from this number on; confirms all earlier ones.

        Raises TelegramError. Skips anything that isn't an update with a number.
        """
        query = {"offset": offset, "timeout": seconds, "allowed_updates": WANTED}
        result = await self._post("getUpdates", query, read_timeout=seconds + ANSWER_SECONDS)
        if not isinstance(result, list):
            raise UnexpectedReply("Telegram answered with something other than updates")
        return [_well_formed(raw) for raw in result if is_update(raw)] or await self._without_name(result)

    async def _without_name(self, result: list[Any]) -> list[Raw]:
        """No update, after a pause: an update without a number can't be confirmed and would come again at once."""
        if result:
            log.warning("What is no update was skipped", extra={"number": len(result)})
            await asyncio.sleep(NAMELESS_SECONDS)
        return []


class UpdateSink(Protocol):
    """Handles updates."""

    async def start(self, me: User) -> None:
        """Receives the bot's identity before any update."""

    def skips(self, raw: Raw) -> bool:
        """Whether an update is over the limit and isn't even parsed."""

    def take(self, update: Update, raw: Raw) -> None:
        """Does the urgent part of an update at once."""

    async def keep(self, numbers: Collection[int]) -> None:
        """Stores the taken updates and queues them."""


class Polling:
    """Long polling of a bot's updates."""

    def __init__(self, bot: PollingBot, health: Health) -> None:
        self._bot = bot
        self._health = health
        self._offset: int | None = None
        self._taken: set[int] = set()  # and not confirmed yet

    async def run(self, reception: UpdateSink) -> None:
        """Passes on updates in order; each is confirmed only after it was stored."""
        await self._health.keep_trying(self._bot.delete_webhook)
        keeping: asyncio.Task[int] | None = None
        glance = GLANCE_SECONDS
        try:
            while True:
                pause = 0 if self._taken else POLL_SECONDS
                raws = await self._health.keep_trying(partial(self._poll, pause))
                if sum([self._take(raw, reception) for raw in raws]) >= FLOOD:
                    await asyncio.sleep(BREATH_SECONDS)  # others get their turn before the next ones are asked for
                if not self._taken:
                    continue
                keeping = keeping or asyncio.create_task(self._keep(reception, frozenset(self._taken)))
                # Where keeping takes long, Telegram is asked for what came meanwhile: it can be acknowledged already.
                done, _ = await asyncio.wait({keeping}, timeout=glance)
                glance = GLANCE_SECONDS if done else min(1.5 * glance, LONGEST_GLANCE)
                if done:
                    self._offset = max(self._offset or 0, keeping.result() + 1)
                    keeping = None
        finally:
            if keeping:
                keeping.cancel()
                await asyncio.wait({keeping})

    def _take(self, raw: Raw, reception: UpdateSink) -> bool:
        """Whether an update is skipped; one that fails to parse is logged without its content and confirmed."""
        number = raw["update_id"]
        if number in self._taken:
            return False
        self._taken.add(number)
        try:
            if reception.skips(raw):
                return True
            if update := Update.de_json(raw, self._bot):
                reception.take(update, raw)
        except Exception as error:  # noqa: BLE001 - whatever a form of it that nobody foresaw brings about
            log.error("An update could not be read", extra={"update": number, "reason": reason_of(error)})  # noqa: TRY400
        return False

    async def _keep(self, reception: UpdateSink, numbers: frozenset[int]) -> int:
        """The highest number of the stored updates."""
        await reception.keep(numbers)
        self._taken -= numbers
        return max(numbers)

    async def confirm(self) -> None:
        """Confirms received updates, which otherwise only the next poll does."""
        if self._offset is None:
            return
        try:
            await self._bot.get_raw_updates(self._offset, 0)
        except TelegramError as error:
            log.warning("The last updates could not be confirmed", extra={"reason": error.message})

    async def _poll(self, seconds: int) -> list[Raw]:
        try:
            return await self._bot.get_raw_updates(self._offset, seconds)
        except Conflict as error:
            if "webhook" in error.message:
                await self._bot.delete_webhook()
            raise


_SENDING = frozenset({"sendMessage", "sendDocument", "sendPhoto"})  # they answer with the message
# The form of the other answers that the library reads.
_READ: dict[str, type[TelegramObject]] = {
    "getMe": User,
    "getWebhookInfo": WebhookInfo,
    "getFile": File,
    "getChatMember": ChatMember,
}


def _essential(message: Any, endpoint: str) -> Raw:
    """Of a sent message what identifies it, so that the library makes no objects of its words and buttons.

    Raises UnexpectedReply if that can't be read.
    """
    chat = message.get("chat") if isinstance(message, dict) else None
    numbers = (message.get("message_id"), message.get("date"), chat.get("id")) if isinstance(chat, dict) else (None,)
    if not (chat and all(map(_is_number, numbers)) and isinstance(chat.get("type"), str)):
        raise _unreadable(endpoint)
    kept = {"id": chat["id"], "type": chat["type"]}
    return {"message_id": message["message_id"], "date": message["date"], "chat": kept}


def _unreadable(endpoint: str) -> UnexpectedReply:
    return UnexpectedReply(f"Telegram's answer to {endpoint} can't be read")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER


def _well_formed(raw: Raw) -> Raw:
    """An update as today's servers tell it; one that is nested too deeply keeps its number, so that it is confirmed."""
    try:
        return completed(well_formed_json(raw))
    except ValueError:
        log.error("An update is nested too deeply", extra={"update": raw["update_id"]})  # noqa: TRY400
        return {"update_id": raw["update_id"]}


def is_update(raw: object) -> bool:
    """Whether JSON is an update with a number."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return isinstance(number, int) and 0 < number <= LARGEST_NUMBER
