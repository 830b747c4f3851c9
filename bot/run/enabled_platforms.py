"""The platforms whose tokens are set, each with a token bucket for the limits in its `rates` module."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.delivery.courier import Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.platforms.slack import rates as slack_rates
from bot.platforms.telegram import rates as telegram_rates
from bot.run.settings import Settings

_log = logging.getLogger(__name__)
_SLACK_CHANNEL = ChatLimit(interval=slack_rates.CHANNEL_INTERVAL)


def routes_of(settings: Settings, clock: Callable[[], datetime]) -> list[Route]:
    """The platforms whose tokens are set; only these are imported, to save memory.

    One that can't be made is logged and left out. Raises what was wrong if none can be made.
    """
    made: list[Route] = []
    failed: list[Exception] = []
    for wanted, make in ((settings.telegram, _telegram), (settings.slack, _slack)):
        try:
            made += [make(settings, clock)] if wanted else []
        except Exception as error:  # noqa: BLE001 - whatever breaks one platform, the other one is served
            failed.append(error)
            _log.exception("a platform can't be started", extra={"platform": make.__name__.strip("_")})
    if failed and not made:
        raise failed[0]
    return made


def _telegram(settings: Settings, clock: Callable[[], datetime]) -> Route:
    from bot.platforms.telegram.adapter import TelegramPlatform  # 0.4 s, not for Slack alone

    pacer = TokenBucket(
        telegram_rates.PER_SECOND, lambda chat: ChatLimit(telegram_rates.CHAT_INTERVAL, telegram_rates.per_minute(chat))
    )
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    web_url = settings.web_url if settings.telegram_receive == "webhook" else None
    platform = TelegramPlatform(token, settings.telegram_api_url, pacer, clock, web_url=web_url or "")
    return Route(platform, pacer, platform.receive, account=token.partition(":")[0])


def _slack(settings: Settings, clock: Callable[[], datetime]) -> Route:
    from bot.platforms.slack.adapter import SlackPlatform  # 0.3 s, not for Telegram alone

    pacer = TokenBucket(slack_rates.PER_SECOND, lambda _: _SLACK_CHANNEL, by_chat=True)
    secrets = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    bot, app, signing = (each.get_secret_value() if each else "" for each in secrets)
    by_http = settings.slack_receive == "http"
    platform = SlackPlatform(bot, app, settings.slack_api_url, pacer, clock, signing_secret=signing, by_http=by_http)
    return Route(platform, pacer, platform.receive)
