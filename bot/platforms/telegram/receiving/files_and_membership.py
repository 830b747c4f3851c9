"""Fetches files and chat membership from Telegram for a request."""

import logging
from dataclasses import dataclass
from functools import partial

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chat import DeliveryFailed
from bot.platforms.shared.retry import RETRY, Retry
from bot.platforms.telegram.errors import TooManyRequests, failure_of

log = logging.getLogger(__name__)

RUNNING = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class TelegramLookup:
    """Looks up files and membership with the bot account."""

    bot: Bot
    retry: Retry = RETRY

    async def fetch(self, file_id: str) -> bytes:
        """Downloads a file, retrying like an answer.

        Raises DeliveryFailed, of kind "refused" for a file over 20 MB or gone.
        """
        return await self.retry.run(partial(self._fetch, file_id), paced=False)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            file = await self.bot.get_file(file_id)
            if not file.file_path:
                raise DeliveryFailed("Telegram doesn't say where this file is", "refused")
            return bytes(await file.download_as_bytearray())
        except (BadRequest, InvalidToken) as error:
            if "too big" in error.message.lower():
                raise DeliveryFailed("Telegram gives bots no file over 20 MB", "refused") from error
            raise DeliveryFailed(
                "Telegram refuses to give out this file: {reason}", "refused", reason=error.message
            ) from error
        except TooManyRequests as error:
            raise failure_of(error) from error
        except TelegramError as error:
            raise DeliveryFailed("The file could not be fetched: {reason}", "retry", reason=error.message) from error

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Whether a person is an admin of a chat; false if Telegram doesn't say."""
        try:
            member = await self.bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            log.warning("Telegram does not tell a member's standing", extra={"reason": error.message})
            return False
        return member.status in RUNNING
