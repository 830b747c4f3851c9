"""Checks the Telegram setup: token, webhook, privacy mode and chats.

It serves setup and `readout doctor`. What a refused token means while the bot runs is in `errors`, what follows in
`Courier.refused`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from telegram import User, WebhookInfo
from telegram.constants import ChatAction
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.chat import DeliveryFailed
from bot.diagnostics import CheckContext, Problem
from bot.platforms.shared.checks import ADDRESS, MOST_CHATS, clock_problems
from bot.platforms.telegram.address import NAME, place_of
from bot.platforms.telegram.errors import ELSEWHERE, failure_of
from bot.platforms.telegram.receiving.polling import PollingBot
from bot.platforms.telegram.receiving.webhook import UNACCEPTED
from bot.platforms.telegram.sending.transport import Transport

SKEW_SECONDS = 30.0  # a choice
RECENT = timedelta(minutes=10)  # since when a failure to deliver counts; Telegram names only the last one

TOKEN = "Copy the token again from @BotFather into TELEGRAM_BOT_TOKEN"  # noqa: S105 - words about it
NETWORK = "Check the network and TELEGRAM_API_URL"
WEBHOOK = "Start the bot: it removes it"
START = "Start the bot: it sets the webhook"
REPLACED = "Start the bot: it sets its own webhook in its place"
ANOTHER = "Stop the other program with this token; the bot sets its own webhook again within a minute"
UNLIKE = "Give all processes the same TELEGRAM_BOT_TOKEN, and stop any other program that sets this bot's webhook"
UNSTORED = "No process could store it: look at /readyz and the log of each. Telegram sends it again"
UNAVAILABLE = "503"  # in what Telegram says of its last failure
UNREACHED = "Let Telegram reach READOUT_WEB_URL over https on port 443, 80, 88 or 8443, with a valid certificate"
OTHER = "Stop the other program with this token, or let @BotFather make a new token (/revoke)"
PRIVACY = "To be heard in groups without a command, switch it off at @BotFather (/setprivacy) and add the bot anew"
TOPIC = "Order it anew in a topic that is there; /subscriptions and /status in the group show what to end"
CHAT = "Add the bot to the chat again and type /start there, or end what is ordered for it"
PERSON = "The person has to say /start to the bot again"


async def check(
    bot: PollingBot,
    wire: Transport,
    url: str,
    clock: Callable[[], datetime],
    known: CheckContext,
    address: str = "",
) -> list[Problem]:
    """All problems, each with its fix. It asks for no updates, which would end the poll of a running bot.

    `address` is that of the bot's own webhook, "" where it polls.
    """
    try:
        me = await bot.get_me()
        webhook = await bot.get_webhook_info()
    except InvalidToken:
        return [Problem(f"Telegram refuses the bot's token at {url}", TOKEN, about="token")]
    except TelegramError as error:
        return [Problem(f"Telegram cannot be reached at {url}: {error.message}", NETWORK, about="network")]
    return [
        *clock_problems("Telegram", wire.server_time, clock(), SKEW_SECONDS),
        *(_hooked(webhook, address, known, clock()) if address else _receiving(webhook, known)),
        *_privacy(me, known.addresses),
        *await _chats(bot, known.addresses),
    ]


def _hooked(webhook: WebhookInfo, address: str, known: CheckContext, now: datetime) -> list[Problem]:
    """Whether Telegram sends updates to this address, and whether they arrive."""
    if not webhook.url:
        return [] if known.setting_up else [Problem("Telegram has no webhook, so no message arrives", START)]
    if webhook.url != address:
        what = f"Another webhook, at {urlsplit(webhook.url).hostname}, takes this bot's messages"
        return [Problem(what, ANOTHER if known.served and not known.setting_up else REPLACED)]
    failed, why = webhook.last_error_date, webhook.last_error_message or ""
    if not failed or now - failed >= RECENT:
        return []
    at = f"{failed:%H:%M:%S} UTC"
    if UNACCEPTED in why:
        return [Problem(f"Telegram sent to the webhook with a secret that isn't this bot's, at {at}", UNLIKE)]
    fix = UNSTORED if UNAVAILABLE in why else UNREACHED
    return [Problem(f"Telegram couldn't deliver to the webhook at {at}: {why}", fix)]


def _receiving(webhook: WebhookInfo, known: CheckContext) -> list[Problem]:
    """What a running bot found out; asking for updates here would end its own poll."""
    if webhook.url:
        return [Problem(f"A webhook at {urlsplit(webhook.url).hostname} takes this bot's messages", WEBHOOK)]
    return [Problem(ELSEWHERE, OTHER)] if known.trouble.startswith(ELSEWHERE) else []


def _privacy(me: User, addresses: Sequence[str]) -> list[Problem]:
    """Whether privacy mode is on, which is the default and only matters in groups."""
    if me.can_read_all_group_messages is not False or not any(each.startswith(f"{NAME}:-") for each in addresses):
        return []
    what = "Privacy mode is on: in groups the bot hears commands and replies to it, and no other words"
    return [Problem(what, PRIVACY, is_error=False)]


async def _chats(bot: PollingBot, addresses: Sequence[str]) -> list[Problem]:
    found = [await _chat(bot, address) for address in addresses[:MOST_CHATS]]
    return [fault for fault in found if fault]


async def _chat(bot: PollingBot, address: str) -> Problem | None:
    """Problems with posting to a chat, tried with a typing indicator."""
    try:
        place = place_of(address)
    except DeliveryFailed as none:
        return Problem(none.reason, ADDRESS)
    try:
        await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)
    except TelegramError as error:
        failed = failure_of(error, place)
        return (
            Problem(f"{address}: {failed.reason}", _cure(failed, place.chat, error)) if failed.kind == "dead" else None
        )
    return None


def _cure(failed: DeliveryFailed, chat: int, error: TelegramError) -> str:
    if "topic" in failed.reason:
        return TOPIC
    return PERSON if chat > 0 and isinstance(error, Forbidden) else CHAT
