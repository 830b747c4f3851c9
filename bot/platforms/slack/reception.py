"""Receives everything that Slack sends: acknowledges it at once, reads it and hands it on."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack.connection import Connection
from bot.platforms.slack.incoming import Event, Me, read_command, read_event
from bot.platforms.slack.presses import read_press, read_shortcut
from bot.platforms.slack.surfaces import waiting
from bot.platforms.slack.viewing import external_of, read_submission
from bot.platforms.slack.web import Web, wire_log

ANYTHING = re.compile("")
READ_AT_ONCE = 16  # requests; so many take 25 ms, which the next receipt may have to wait

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reception:
    """What comes over connections of Socket Mode, as events; `hand` takes them and returns at once."""

    web: Web
    commands: frozenset[str]
    signing_secret: str
    clock: Callable[[], datetime]
    hand: Callable[[Event], None]

    async def connect(self, ping: float) -> Connection:
        """An open connection; raises DeliveryFailed where Slack cannot be reached or refuses one of the tokens."""
        account = await self.web.account()
        app = self._app(account)
        url = await self.web.socket_url()
        turns = asyncio.Semaphore(READ_AT_ONCE)

        async def take(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            # Before anything else, and whoever hears it: what is not acknowledged Slack sends again.
            receipt = SocketModeResponse(request.envelope_id, _receipt(request.payload))
            await connection.send_socket_mode_response(receipt)
            async with turns:
                await asyncio.sleep(0)  # what came in meanwhile gets its receipt before this one is read
                await run_async_bolt_app(app, request)

        connection = Connection(url, self.web.client(None), take, ping)
        try:
            await connection.open()
        except BaseException:
            await connection.close()
            raise
        return connection

    def _app(self, account: AsyncSlackResponse) -> AsyncApp:
        """Bolt's application: it knows whose events are our own, and sorts the rest."""
        me = Me(str(account["user_id"]), str(account.get("bot_id", "")), self.commands)

        async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            # Known already: asking Slack again would hold up the first request.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_id=me.bot, bot_user_id=me.user)

        app = AsyncApp(
            name="readout",
            logger=wire_log("bolt", logging.ERROR),  # it warns of what is meant so: a token of its own unused
            client=self.web.client(None),
            signing_secret=self.signing_secret,
            authorize=authorize,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )

        self._listen(app, me)
        return app

    def _listen(self, app: AsyncApp, me: Me) -> None:
        """Everything that can come, each kind acknowledged before it is read."""

        async def command(ack: AsyncAck, body: Json) -> None:
            await ack()
            self.hand(read_command(body, me, self.clock()))

        async def press(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._hand_any(read_press(body, me))

        async def shortcut(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._hand_any(read_shortcut(body, self.clock()))

        async def send(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._hand_any(read_submission(body, self.web.download, self.clock()))

        async def event(body: Json) -> None:
            self._hand_any(read_event(body, me, self.web.download))

        app.command(ANYTHING)(command)
        app.action(ANYTHING)(press)
        app.shortcut(ANYTHING)(shortcut)
        app.view(ANYTHING)(send)
        app.event(ANYTHING)(event)

    def _hand_any(self, event: Event | None) -> None:
        if event:
            self.hand(event)


def _receipt(payload: Json) -> Json | None:
    """What goes along with the receipt: a form that is sent stays, under the modal that its answer will fill."""
    if payload.get("type") != "view_submission" or not payload.get("view", {}).get("private_metadata"):
        return None
    return {"response_action": "push", "view": waiting(external_of(payload))}
