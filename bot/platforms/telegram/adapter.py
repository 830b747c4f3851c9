"""Telegram as a platform."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from telegram import Bot, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chat import (
    ALONE,
    NO_INTAKE,
    NO_OFFERS,
    Answer,
    DeliveryFailed,
    Intake,
    Leadership,
    MenuEntry,
    Offers,
    PlatformEvents,
    RateLimit,
    Request,
    rendering,
)
from bot.diagnostics import UNKNOWN, CheckContext, Problem
from bot.http_updates import Receive
from bot.languages import current, language_set
from bot.message import Message, Picture
from bot.platforms.shared.checks import is_loopback
from bot.platforms.shared.follow_ups import FollowUps, LostAnswers
from bot.platforms.shared.retry import RETRY, Retry
from bot.platforms.shared.update_queue import UpdateQueue
from bot.platforms.telegram.address import NAME, address_of, group_link_to, link_to, place_of
from bot.platforms.telegram.diagnosis import check
from bot.platforms.telegram.errors import (
    CONFLICT,
    ELSEWHERE,
    PAUSES,
    Health,
    TelegramPauses,
    TooManyRequests,
    failure_of,
    telegram_health,
)
from bot.platforms.telegram.first_start import wait_for_start
from bot.platforms.telegram.inline import Inline
from bot.platforms.telegram.menus import Menus
from bot.platforms.telegram.receiving.polling import Polling, PollingBot
from bot.platforms.telegram.receiving.receiver import Receiver
from bot.platforms.telegram.receiving.webhook import Webhook, webhook_address
from bot.platforms.telegram.sending.progress import PATIENCE, ProgressDelays
from bot.platforms.telegram.sending.render import Part, render, with_share
from bot.platforms.telegram.sending.send import TelegramSender
from bot.platforms.telegram.sending.transport import Transport
from bot.platforms.telegram.update_handler import UpdateHandler

RUNNING = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})

log = logging.getLogger(__name__)

CONNECTIONS = 64
UPDATES_WAITING = 2000  # each acknowledged; what is beyond waits with Telegram
STOP_SECONDS = 4.0  # for answers under way when serving ends
CONFIRM_SECONDS = 3.0


class TelegramPlatform:
    """Serves one Telegram bot account."""

    name = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        pace: RateLimit,
        clock: Callable[[], datetime],
        *,
        pauses: TelegramPauses = PAUSES,
        patience: ProgressDelays = PATIENCE,
        retry: Retry = RETRY,
        web_url: str = "",
    ) -> None:
        """`api_url` is the Bot API's address without "/bot"; `clock` gives an aware time.

        `web_url` is the address of the web server that receives updates; "" asks Telegram for them.
        """
        self._url = api_url.rstrip("/")
        self._clock = clock
        self._pauses, self._patience = pauses, patience
        self._health: Health | None = None
        self._username = ""
        self._platform_events: PlatformEvents | None = None
        proxied = not is_loopback(urlsplit(self._url).hostname or "")
        self._wire = Transport(token, connections=CONNECTIONS, patience=STOP_SECONDS, proxied=proxied)
        self._polls = Transport(token, connections=1, patience=0, proxied=proxied)
        self._bot = PollingBot(
            token,
            base_url=f"{self._url}/bot",
            base_file_url=f"{self._url}/file/bot",
            request=self._wire,
            get_updates_request=self._polls,
        )
        self._webhook = Webhook(self._bot, webhook_address(web_url)) if web_url else None
        self._sender = TelegramSender(self._bot, pace, retry)
        self._desk = TelegramLookup(self._bot, retry)

    async def serve(
        self,
        answer: Answer,
        menu: Sequence[MenuEntry],
        platform_events: PlatformEvents,
        offers: Offers = NO_OFFERS,
        intake: Intake = NO_INTAKE,
        leadership: Leadership = ALONE,
    ) -> None:
        """Receives updates and sends answers until cancelled, then finishes within seconds.

        Unhandled updates are taken up at the next start, or by another process. Of several, one polls Telegram or sets
        the webhook.
        """
        self._platform_events = platform_events
        self._health = telegram_health(partial(platform_events.trouble, NAME), self._pauses)
        menus = Menus(self._bot, menu, offers, self._pauses)
        polling = Polling(self._bot, self._health)
        backlog = UpdateQueue(intake, most=UPDATES_WAITING, known=offers.known, staff=offers.staff)
        follow_ups = FollowUps()
        inline = Inline(self._sender, offers.look_up)
        missed = LostAnswers(self._pauses.missed)
        rest = (follow_ups, inline, self._patience, missed)
        handler = UpdateHandler(self._bot, self._sender, backlog.limited(answer), platform_events, *rest)
        reception = Receiver(self._bot, self._desk, self._clock, backlog, handler, self._learn_identity, menus.heard)
        presenting = asyncio.create_task(menus.run(), name="telegram's menus")
        try:
            me = await self._health.keep_trying(self._bot.get_me)
            await reception.start(me)
            await self._receive(polling, self._health, reception, leadership, me.id)
        finally:
            presenting.cancel()
            await asyncio.wait({presenting})
            await follow_ups.close()
            confirming = asyncio.create_task(_in_time(polling.confirm()))
            await backlog.close(STOP_SECONDS)
            await handler.close()
            await confirming

    async def _receive(
        self, polling: Polling, health: Health, reception: Receiver, leadership: Leadership, bot: int
    ) -> None:
        """Receives updates from Telegram, and from other processes, until cancelled."""

        async def lead() -> None:
            async with leadership.leader(f"receiving:{NAME}:{bot}"):
                await (self._webhook.keep(health) if self._webhook else polling.run(reception))

        try:
            if self._webhook:
                self._webhook.open(reception)
            async with asyncio.TaskGroup() as together:
                together.create_task(reception.take_over())
                together.create_task(lead())
        finally:
            if self._webhook:
                self._webhook.open(None)

    @property
    def receive(self) -> Receive | None:
        """Receives updates by HTTP, if there is a webhook."""
        return self._webhook.receive if self._webhook else None

    def _learn_identity(self, me: User) -> None:
        self._username = me.username or ""

    async def send(self, address: str, message: Message, key: str) -> str:  # noqa: ARG002 - Telegram carries no key
        """Delivers a pushed message and returns the ids of its parts, "12,13".

        The caller has taken the token for the first part; each further part takes its own. A picture is sent only if
        the whole text fits in its caption, because a second message could fail.
        """
        place = place_of(address)
        with rendering():
            parts = with_share(_as_one(render(message), message), message, self._username)
        if not parts:
            raise DeliveryFailed("There is nothing in this message that Telegram could show", "refused")
        numbers = [str(number) for number in await self._sender.push(place, parts)]
        if message.about and self._platform_events:
            await self._platform_events.shown(place.address, numbers, message.about)
        return ",".join(numbers)

    async def find(self, address: str, key: str, since: datetime) -> str | None:  # noqa: ARG002
        """Always raises DeliveryFailed, because a bot can't read its sent messages."""
        raise DeliveryFailed("Telegram offers no way to look", "refused")

    async def wait_for_owner(self, seconds: float) -> Request | None:
        """The person who says /start in a direct message within so many seconds; updates stay queued for `serve`."""
        return await wait_for_start(self._bot, self._clock, self._desk, seconds)

    async def mark(self, address: str, messages: Sequence[str], message: Message) -> None:
        """Edits the text of earlier messages. Raises DeliveryFailed."""
        place = place_of(address)
        with rendering(), language_set(message.language or current()):
            parts = with_share(render(message), message, self._username)
        if len(parts) != len(messages):
            raise DeliveryFailed("The marked message doesn't fit in the place of the earlier one", "refused")
        for number, part in zip(messages, parts, strict=True):
            if not await self._sender.mark(place, int(number), part):
                raise DeliveryFailed("Telegram doesn't allow this message to be edited", "refused")

    def address_of(self, typed: str) -> str | None:
        """The address in canonical form."""
        return address_of(typed)

    def invitation_links(self, code: str) -> tuple[str, ...]:
        """Both kinds of link, once the bot's username is known."""
        try:
            bot = self._bot.username
        except RuntimeError:  # nobody has asked yet
            return ()
        return link_to(bot, code), group_link_to(bot, code)

    async def is_member(self, address: str) -> bool:  # noqa: ARG002
        """True: Telegram brings no messages from chats that the bot isn't in."""
        return True

    async def account(self) -> str:
        """The bot's id, which its token begins with."""
        return self._bot.token.partition(":")[0]

    async def check(self, known: CheckContext = UNKNOWN) -> list[Problem]:
        """Checks the account, how updates are received, and the subscribed chats."""
        if self._health:
            known = replace(known, served=True, trouble=ELSEWHERE if self._health.state == CONFLICT else "")
        address = self._webhook.address if self._webhook else ""
        return await check(self._bot, self._wire, self._url, self._clock, known, address)

    async def close(self) -> None:
        """Finishes sends in progress and closes the connections."""
        await asyncio.gather(self._polls.shutdown(), self._wire.shutdown())


async def _in_time(step: Awaitable[None]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(CONFIRM_SECONDS):
            await step


def _as_one(parts: list[Part], message: Message) -> list[Part]:
    if len(parts) < 2 or not any(part.picture for part in parts):
        return parts
    words = tuple(block for block in message.blocks if not isinstance(block, Picture))
    return render(replace(message, blocks=words)) or parts


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
