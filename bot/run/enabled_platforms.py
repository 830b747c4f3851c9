"""The platforms whose tokens are set, each with a token bucket for the limits in its `rates` module."""

from collections.abc import Callable
from datetime import datetime

from bot.delivery.courier import Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.platforms.slack import rates as slack_rates
from bot.platforms.telegram import rates as telegram_rates
from bot.run import process_memory
from bot.run.settings import Settings

_SLACK_CHANNEL = ChatLimit(interval=slack_rates.CHANNEL_INTERVAL)
# Telegram's library imports them where they are installed, for Passport and for httpx's command line.
_NOT_NEEDED = ("click", "cryptography")


def routes_of(settings: Settings, clock: Callable[[], datetime]) -> list[Route]:
    """The platforms whose tokens are set; only these are imported, to save memory."""
    routes = []
    if settings.telegram_bot_token:
        with process_memory.without(*_NOT_NEEDED), process_memory.gc_paused():
            from bot.platforms.telegram.adapter import TelegramPlatform  # 0.4 s, not for Slack alone

        pacer = TokenBucket(telegram_rates.PER_SECOND, _telegram_limit)
        token = settings.telegram_bot_token.get_secret_value()
        routes.append(Route(TelegramPlatform(token, settings.telegram_api_url, pacer, clock), pacer))
    if settings.slack_bot_token and settings.slack_app_token:
        with process_memory.gc_paused():
            from bot.platforms.slack.adapter import SlackPlatform  # 0.3 s, not for Telegram alone

        pacer = TokenBucket(slack_rates.PER_SECOND, lambda _: _SLACK_CHANNEL, by_chat=True)
        tokens = settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value()
        secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
        slack = SlackPlatform(*tokens, settings.slack_api_url, pacer, clock, signing_secret=secret)
        routes.append(Route(slack, pacer))
    return routes


def _telegram_limit(chat: str) -> ChatLimit:
    return ChatLimit(telegram_rates.CHAT_INTERVAL, telegram_rates.per_minute(chat))
