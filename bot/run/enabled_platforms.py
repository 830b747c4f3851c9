"""The platforms whose tokens are set, each with its rate limit."""

from collections.abc import Callable
from datetime import datetime

from bot.delivery.courier import Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.run import process_memory
from bot.run.settings import Settings

_TELEGRAM_PER_SECOND = 30
_TELEGRAM_PRIVATE = ChatLimit(interval=1.0)
_TELEGRAM_GROUP = ChatLimit(interval=1.0, per_minute=20)
_SLACK_PER_SECOND = 20  # Slack names no sum for a workspace; a choice
_SLACK_CHANNEL = ChatLimit(interval=1.0)
# Telegram's library imports them where they are installed, for Passport and for httpx's command line.
_NOT_NEEDED = ("click", "cryptography")


def routes_of(settings: Settings, clock: Callable[[], datetime]) -> list[Route]:
    """The platforms whose tokens are set; only these are imported, to save memory."""
    routes = []
    if settings.telegram_bot_token:
        with process_memory.without(*_NOT_NEEDED), process_memory.gc_paused():
            from bot.platforms.telegram.adapter import TelegramPlatform  # 0.4 s, not for Slack alone

        pacer = TokenBucket(_TELEGRAM_PER_SECOND, _telegram_limit)
        token = settings.telegram_bot_token.get_secret_value()
        routes.append(Route(TelegramPlatform(token, settings.telegram_api_url, pacer, clock), pacer))
    if settings.slack_bot_token and settings.slack_app_token:
        with process_memory.gc_paused():
            from bot.platforms.slack.adapter import SlackPlatform  # 0.3 s, not for Telegram alone

        pacer = TokenBucket(_SLACK_PER_SECOND, lambda _: _SLACK_CHANNEL, by_chat=True)
        tokens = settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value()
        secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
        slack = SlackPlatform(*tokens, settings.slack_api_url, pacer, clock, signing_secret=secret)
        routes.append(Route(slack, pacer))
    return routes


def _telegram_limit(chat: str) -> ChatLimit:
    """The chat limit; groups and channels have negative ids."""
    return _TELEGRAM_GROUP if chat.startswith("telegram:-") else _TELEGRAM_PRIVATE
