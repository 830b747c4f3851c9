"""The webhook: tells Telegram where to send updates, and stores each one before it is answered with 200.

The secret that comes with each update is made from the bot's token, so that all processes know it.
"""

import asyncio
import hashlib
import hmac
import logging
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Update

from bot.http_updates import BUSY, MALFORMED, PATHS, REFUSED, HttpReply, HttpUpdate
from bot.platforms.shared.update_json import read_json, reason_of
from bot.platforms.shared.update_queue import Unkept
from bot.platforms.telegram.address import NAME
from bot.platforms.telegram.errors import Health
from bot.platforms.telegram.receiving.older_servers import completed
from bot.platforms.telegram.receiving.polling import WANTED, PollingBot, UpdateSink, is_update

log = logging.getLogger(__name__)

CONNECTIONS = 40  # by which Telegram sends updates at a time; it puts those of one chat one after another
LOOK_SECONDS = 60.0  # between two looks whether the webhook still stands
STORE_SECONDS = 20.0  # within which an update has to be stored; Telegram waits for a minute and sends it again
UNACCEPTED = "401"  # in what Telegram says of its last failure: the secret that it sent isn't the bot's
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


def webhook_address(web_url: str) -> str:
    """The address for updates below that of the web server."""
    return f"{web_url.rstrip('/')}{PATHS[NAME]}"


def secret_of(token: str) -> str:
    """The secret that Telegram sends with each update of the bot with this token."""
    return hmac.new(token.encode(), b"readout webhook", hashlib.sha256).hexdigest()


class Webhook:
    """The webhook of a bot; `look` is how many seconds pass until it is looked at again."""

    def __init__(self, bot: PollingBot, address: str, look: float = LOOK_SECONDS) -> None:
        self.address, self._bot, self._look = address, bot, look
        self._secret = secret_of(bot.token)
        self._sink: UpdateSink | None = None
        self._refused_at: datetime | None = None  # the last refusal that the webhook was set again for

    async def keep(self, health: Health) -> None:
        """Sets the webhook, and sets it again if somebody else changed its address or secret, until cancelled."""
        await health.keep_trying(self._set)
        while True:
            await asyncio.sleep(self._look)
            await health.keep_trying(self._check)

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self.address, allowed_updates=WANTED, max_connections=CONNECTIONS, secret_token=self._secret
        )
        log.info("Telegram sends updates to the webhook")

    async def _check(self) -> None:
        found = await self._bot.get_webhook_info()
        refused_at = found.last_error_date if UNACCEPTED in (found.last_error_message or "") else None
        if found.url != self.address or (refused_at and refused_at != self._refused_at):
            log.warning("The webhook was changed by somebody else and is set again")
            await self._set()
            self._refused_at = refused_at

    def open(self, sink: UpdateSink | None) -> None:
        """Passes updates on to this sink from now on; None refuses them until there is one."""
        self._sink = sink

    async def receive(self, request: HttpUpdate) -> HttpReply:
        """Stores the update of a request. Telegram sends again what isn't answered with 200."""
        given = {name.lower(): value for name, value in request.headers.items()}.get(_SECRET_HEADER.lower(), "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode()):
            return REFUSED
        try:
            raw = read_json(request.body)
        except ValueError:
            return MALFORMED
        if not is_update(raw):
            return MALFORMED
        return await self._stored(completed(raw), self._sink) if self._sink else BUSY

    async def _stored(self, raw: dict[str, Any], sink: UpdateSink) -> HttpReply:
        number = raw["update_id"]
        if not sink.skips(raw):
            try:
                update = Update.de_json(raw, self._bot)
                sink.take(update, raw)
            except Exception as error:  # noqa: BLE001 - whatever a form of it that nobody foresaw brings about
                log.error("An update could not be read", extra={"update": number, "reason": reason_of(error)})  # noqa: TRY400
                return HttpReply()
            keeping = asyncio.create_task(sink.keep({number}))
            keeping.add_done_callback(partial(_heeded, number))
            done, _ = await asyncio.wait({keeping}, timeout=STORE_SECONDS)
            if not done or keeping.exception():
                return BUSY
        return HttpReply()


def _heeded(number: int, keeping: "asyncio.Task[None]") -> None:
    error = None if keeping.cancelled() else keeping.exception()
    if isinstance(error, Exception) and not isinstance(error, Unkept):
        log.error("An update could not be stored", extra={"update": number, "reason": reason_of(error)})
