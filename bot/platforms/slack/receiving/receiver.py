"""Receives envelopes: acknowledges and stores them, and passes events to their lanes."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.chat import Request
from bot.http_updates import BUSY, MALFORMED, REFUSED, HttpReply, HttpUpdate
from bot.languages import _, msgid
from bot.platforms.shared.update_json import reason_of, well_formed_json
from bot.platforms.shared.update_queue import SkippedUpdates, Unkept, UpdateQueue, interruption
from bot.platforms.slack.address import NAME, place_of
from bot.platforms.slack.events import Event, MessageReceived, ModalRequest, lane_of
from bot.platforms.slack.modals import loading_modal
from bot.platforms.slack.receiving.connection import Connection
from bot.platforms.slack.receiving.http_requests import is_signed, receipt_reply, refusal_of, request_of
from bot.platforms.slack.receiving.incoming import (
    BotIdentity,
    external_of,
    is_outsider,
    read_command,
    read_event,
    read_press,
    read_shortcut,
    read_submission,
)
from bot.platforms.slack.receiving.stored_envelope import about, comes_again, envelope_of, is_said, update_of
from bot.platforms.slack.sending.web import Web, wire_log
from bot.platforms.slack.update_handler import UpdateHandler
from briefings.model.intake import Update

ANYTHING = re.compile("")
READ_AT_ONCE = 16  # requests; so many take 25 ms, which the next receipt may have to wait

REPLY_SECONDS = 0.3  # after those for storing, a request by HTTP without a receipt is refused
READ_SECONDS = 10.0
TICKET = "readout"  # beside what Slack tells

Json = dict[str, Any]
Receipt = Callable[[Json | None], Awaitable[None]]  # sends a receipt with this payload
UNSAVED = msgid(
    "Readout can't save this now: its database doesn't answer. If no answer comes within a minute, type it again."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateReceipt:
    """The update of a request, and whether it was passed on."""

    kept: Update | None
    taken: asyncio.Future[None]


@dataclass(slots=True)
class Receiver:
    """Receives from Socket Mode connections, or by HTTP from the web server.

    Messages from people are stored in the backlog before Slack gets the acknowledgement. `hand` takes each event and
    returns at once; for an update without meaning it gets None.
    """

    web: Web
    commands: frozenset[str]
    signing_secret: str
    clock: Callable[[], datetime]
    backlog: UpdateQueue
    hand: Callable[[Update | None, Event | None], None]
    store_seconds: float  # within which an update has to be stored
    _app_and_me: tuple[AsyncApp, BotIdentity] | None = None
    _fresh: bool = False
    _resumed: bool = False
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READ_AT_ONCE))
    _taking: set[asyncio.Task[None]] = field(default_factory=set)

    async def meet(self) -> str:
        """Learns the bot's identity and returns its workspace's id; takes up what the previous process left, once.

        Raises DeliveryFailed if Slack is unreachable or refuses the token.
        """
        account = await self.web.account()
        user, bot, team = (str(account.get(name, "")) for name in ("user_id", "bot_id", "team_id"))
        me = BotIdentity(user, bot, self.commands, team)
        self._app_and_me, self._fresh = (self._app(me), me), True
        if not self._resumed:
            for kept in await self.backlog.unfinished(NAME):
                await self._take_up(kept)
            self._resumed = True
        return team

    async def take_over(self) -> None:
        """Handles what other processes received or left for this one, until cancelled."""
        while True:
            for kept in await self.backlog.passed_on(NAME):
                await self._take_up(kept)

    async def connect(self, ping: float) -> Connection:
        """Opens a connection. Raises DeliveryFailed if Slack is unreachable or refuses a token."""
        if not self._fresh:
            await self.meet()
        self._fresh = False
        url = await self.web.socket_url()

        async def take(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            await self._take(request, partial(_send_receipt, connection, request.envelope_id))

        connection = Connection(url, self.web.client(None), take, ping)
        try:
            await connection.open()
        except BaseException:
            await connection.close()
            raise
        return connection

    async def receive(self, update: HttpUpdate) -> HttpReply:
        """Stores and acknowledges a request that came by HTTP, or refuses it with 503 within Slack's three seconds.

        Slack sends an event that was refused again, and shows the person that a press or a form failed. Raises
        nothing. A request with a wrong signature, or an old one, is refused.
        """
        if not is_signed(update, self.signing_secret, self.clock()):
            return replace(REFUSED, reason=refusal_of(update, self.clock()))
        try:
            request = request_of(update)
        except ValueError:
            return MALFORMED
        if isinstance(request, HttpReply):
            return request
        return await self._acknowledged(request) if self._app_and_me else BUSY

    async def _acknowledged(self, request: SocketModeRequest) -> HttpReply:
        replied: asyncio.Future[HttpReply] = asyncio.get_running_loop().create_future()

        async def receipt(payload: Json | None) -> None:
            if not replied.done():
                replied.set_result(receipt_reply(payload))

        taking = asyncio.create_task(self._take(request, receipt))
        self._taking.add(taking)
        taking.add_done_callback(self._taking.discard)
        waiting: set[asyncio.Future[Any]] = {taking, replied}
        await asyncio.wait(waiting, timeout=self.store_seconds + REPLY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return replied.result() if replied.done() else BUSY

    async def close(self, seconds: float) -> None:
        """Gives requests that came by HTTP this many seconds to be stored and passed on."""
        self._app_and_me = None
        if self._taking:
            await asyncio.wait(self._taking, timeout=seconds)

    async def _take(self, request: SocketModeRequest, receipt: Receipt) -> None:
        if self._app_and_me is None:
            return
        app, me = self._app_and_me
        request.payload = _filled(well_formed_json(request.payload))
        try:
            kept = update_of(request.type, request.payload, me, self.clock())
        except Exception as error:  # noqa: BLE001 - whatever a form of it that nobody foresaw brings about
            log.error("A request could not be kept", extra={"reason": reason_of(error)})  # noqa: TRY400
            await receipt(None)  # Slack would send the same again
            return
        if not await self._received(kept, request, receipt):
            return
        async with self._turns:
            await asyncio.sleep(0)  # what came in meanwhile gets its receipt before this one is read
            await self._read(app, kept, request)
        if kept and comes_again(kept) and not self.backlog.is_kept(kept):
            with suppress(Unkept):  # without a receipt Slack sends it again
                await self.backlog.settled([kept.name])
                await receipt(None)

    async def _received(self, kept: Update | None, request: SocketModeRequest, receipt: Receipt) -> bool:
        """Stores the update and acknowledges it; returns whether to process it.

        If there is no acknowledgement, Slack tells the person or resends. An event that the database rejects is
        acknowledged once it is handled.
        """
        if kept is None:
            await receipt(_receipt(request.payload))
            return True
        if self.backlog.full:
            log.error("A request is left with Slack, for too many are waiting")
            return False
        if not self.backlog.admit(kept, about(request.payload), limited=is_said(request.type, request.payload)):
            if await self._is_settled(kept):
                await receipt(_receipt(request.payload))
            return False
        keeping = asyncio.create_task(self.backlog.keep([kept]))
        await asyncio.wait({keeping}, timeout=self.store_seconds)
        await self._acknowledge(kept, request, receipt, tried=keeping.done())
        is_new = kept.name in await keeping
        if comes_again(kept) and self.backlog.is_kept(kept):
            await receipt(None)  # in Socket Mode it counts also if it comes late
        return is_new

    async def _is_settled(self, kept: Update) -> bool:
        """Whether an update that came before is stored or handled in time."""
        settling = asyncio.ensure_future(self.backlog.settled([kept.name]))
        settled, _waiting = await asyncio.wait({settling}, timeout=self.store_seconds)
        settling.cancel()
        return bool(settled) and settling.exception() is None

    async def _acknowledge(self, kept: Update, request: SocketModeRequest, receipt: Receipt, *, tried: bool) -> None:
        """Acknowledges an update that is stored, or is handled at once because the database rejected it.

        For a command that isn't stored yet, the acknowledgement tells the person that it may get lost.
        """
        rejected = tried and not comes_again(kept) and not self.backlog.ending
        if rejected or (self.backlog.is_kept(kept) and not comes_again(kept)):
            await receipt(_receipt(request.payload))
        elif request.type == "slash_commands":
            await receipt({"response_type": "ephemeral", "text": _(UNSAVED)})

    async def _take_up(self, kept: Update) -> None:
        try:
            kind, payload = envelope_of(kept)
        except (ValueError, LookupError, TypeError):  # it would end each start anew
            log.error("A kept update could not be read", extra={"update": kept.name})  # noqa: TRY400
            self.backlog.drop(kept)
            return
        if self._app_and_me:
            await self._read(self._app_and_me[0], kept, SocketModeRequest(kind, kept.name, payload))

    async def _read(self, app: AsyncApp, kept: Update | None, request: SocketModeRequest) -> None:
        """Lets Bolt dispatch a request and returns when it was passed on."""
        payload = {
            **request.payload,
            TICKET: (ticket := UpdateReceipt(kept, asyncio.get_running_loop().create_future())),
        }
        try:
            response = await run_async_bolt_app(app, SocketModeRequest(request.type, request.envelope_id, payload))
            if kept and response.status == HTTPStatus.OK:
                await asyncio.wait({ticket.taken}, timeout=READ_SECONDS)
        except Exception as error:  # noqa: BLE001 - Bolt's, of a form that it does not know
            log.error("A request could not be sorted", extra={"reason": reason_of(error)})  # noqa: TRY400
        if kept:
            self._hand(payload, None)  # where nothing came of it

    def _app(self, me: BotIdentity) -> AsyncApp:
        """The Bolt app, which ignores our own events and dispatches the others."""

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

    def _listen(self, app: AsyncApp, me: BotIdentity) -> None:
        """Registers listeners for all event types, each acknowledged before it is parsed."""

        async def command(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._read_by(body, me, lambda: read_command(body, me, self._at(body)))

        async def press(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._read_by(body, me, lambda: read_press(body, me))

        async def shortcut(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._read_by(body, me, lambda: read_shortcut(body, self._at(body)))

        async def send(ack: AsyncAck, body: Json) -> None:
            await ack()
            self._read_by(body, me, lambda: read_submission(body, self.web.download, self._at(body)))

        async def event(body: Json) -> None:
            self._read_by(body, me, lambda: read_event(body, me, self.web.download))

        app.command(ANYTHING)(command)
        app.action(ANYTHING)(press)
        app.shortcut(ANYTHING)(shortcut)
        app.view(ANYTHING)(send)
        app.event(ANYTHING)(event)
        app.error(_broken)

    def _at(self, body: Json) -> datetime:
        """When a request was made, which Slack doesn't give for every type."""
        kept = body[TICKET].kept
        return kept.received_at if kept else self.clock()

    def _read_by(self, body: Json, me: BotIdentity, read: Callable[[], Event | None]) -> None:
        """Parses a request and passes it on; one that fails to parse is logged without its content."""
        try:
            event = _of_somebody(_of_outsider(read()) if is_outsider(body, me) else read())
        except Exception as error:  # noqa: BLE001 - whatever a form of it that nobody foresaw brings about
            log.error("A request could not be read", extra={"reason": reason_of(error)})  # noqa: TRY400
            event = None
        self._hand(body, event)

    def _hand(self, body: Json, event: Event | None) -> None:
        ticket = body[TICKET]
        if not ticket.taken.done():
            ticket.taken.set_result(None)
            self.hand(ticket.kept, event)


def _of_somebody(event: Event | None) -> Event | None:
    """An event whose person has an id. Raises TypeError for any other."""
    if not isinstance(getattr(event, "user", ""), str):
        raise TypeError("a person without an id")
    return event


async def _broken(error: Exception) -> None:
    """Tells in one line of a request in which Bolt's own parts broke; Bolt would log its content with a traceback."""
    log.error("A request could not be sorted", extra={"reason": reason_of(error)})


async def _send_receipt(connection: AsyncBaseSocketModeClient, name: str, payload: Json | None) -> None:
    """Acknowledges a request; if the connection has broken meanwhile, Slack may send it again."""
    try:
        await connection.send_socket_mode_response(SocketModeResponse(name, payload))
    except Exception as error:  # noqa: BLE001 - whatever the library raises where a connection ends
        log.warning("A receipt could not be sent", extra={"reason": str(error) or type(error).__name__})


def _receipt(payload: Json) -> Json | None:
    """The acknowledgement's payload: a submitted form stays open below the modal with the answer."""
    view = payload.get("view")
    if payload.get("type") != "view_submission" or not isinstance(view, dict) or "id" not in view:
        return None
    return (
        {"response_action": "push", "view": loading_modal(external_of(payload))}
        if view.get("private_metadata")
        else None
    )


def _filled(payload: Any) -> Any:
    """A payload without null values."""
    if isinstance(payload, dict):
        return {key: _filled(each) for key, each in payload.items() if each is not None}
    return [_filled(each) for each in payload] if isinstance(payload, list) else payload


@dataclass(frozen=True, slots=True)
class Handover:
    """Passes events to their lanes."""

    backlog: UpdateQueue
    handler: UpdateHandler

    def hand(self, kept: Update | None, event: Event | None) -> None:
        """Queues an event in its lane without waiting.

        A stored update without meaning is dropped, and tells only what was skipped after it.
        """
        if event is None:
            if kept:
                self.backlog.put(kept, kept.address, _nothing, partial(self._skipped_after, kept))
        elif kept is None:
            self.backlog.aside(lane_of(event), self.handler.begin(event))
        else:
            event = _asked(event, kept)
            work, skipped = self.handler.begin(event), partial(self._skipped, event)
            lost = None if comes_again(kept) else partial(self._lost, event)
            self.backlog.put(kept, lane_of(event), work, skipped, lost)

    async def _skipped(self, event: Event, of: SkippedUpdates) -> None:
        if isinstance(event, MessageReceived | ModalRequest):
            request = replace(event.request, skipped=of.number, skipped_names=of.names)
            await self.handler.begin(replace(event, request=request))()

    async def _skipped_after(self, kept: Update, of: SkippedUpdates) -> None:
        """Tells its sender of what was skipped after an update without meaning, which doesn't count itself."""
        if of.number == 1 or not (kept.address and kept.sender):
            return
        own = about(envelope_of(kept)[1])
        names = of.names[1:] if own and of.names[:1] == (own,) else of.names
        place, user = place_of(kept.address), kept.sender.removeprefix(f"{NAME}:")
        hidden = not place.channel.startswith("D")  # a direct conversation has nobody else
        request = Request(kept.address, kept.sender, "", kept.received_at, kept.name, private=not hidden, hidden=hidden)
        await self._skipped(MessageReceived(request, place, user, hidden=hidden), SkippedUpdates(of.number - 1, names))

    async def _lost(self, event: Event) -> None:
        if isinstance(event, MessageReceived | ModalRequest):
            await self.handler.begin(replace(event, request=replace(event.request, interruption="lost")))()


async def _nothing() -> None:
    pass


def _of_outsider(event: Event | None) -> Event | None:
    if isinstance(event, MessageReceived | ModalRequest):
        return replace(event, request=replace(event.request, outsider=True))
    return event


def _asked(event: Event, kept: Update) -> Event:
    if isinstance(event, MessageReceived | ModalRequest):
        return replace(event, request=replace(event.request, update=kept.name, interruption=interruption(kept)))
    return event
