"""Slack as a platform."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

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
    rendering,
)
from bot.diagnostics import UNKNOWN, CheckContext, Problem
from bot.http_updates import BUSY, HttpReply, HttpUpdate, Receive
from bot.languages import current, language_set
from bot.message import Message
from bot.platforms.shared.follow_ups import FollowUps, LostAnswers
from bot.platforms.shared.retry import RETRY, Retry
from bot.platforms.shared.update_queue import UpdateQueue
from bot.platforms.slack.address import NAME, SlackAddress, address_of, place_of
from bot.platforms.slack.assistant import AssistantPanel
from bot.platforms.slack.diagnosis import check
from bot.platforms.slack.errors import PAUSES, Health, SlackPauses, slack_health
from bot.platforms.slack.membership import is_member
from bot.platforms.slack.receiving.connection import HttpConnection, SocketConnection
from bot.platforms.slack.receiving.receiver import Handover, Receiver
from bot.platforms.slack.sending.find_sent import find
from bot.platforms.slack.sending.render import render
from bot.platforms.slack.sending.send import SlackSender
from bot.platforms.slack.sending.web import Web
from bot.platforms.slack.update_handler import UpdateHandler
from bot.platforms.slack.users import UserDirectory

log = logging.getLogger(__name__)

REQUESTS_WAITING = 5000


class SlackPlatform:
    """Serves one Slack app in one workspace."""

    name = NAME

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        api_url: str,
        pace: RateLimit,
        clock: Callable[[], datetime],
        *,
        signing_secret: str = "",
        by_http: bool = False,
        pauses: SlackPauses = PAUSES,
        retry: Retry = RETRY,
    ) -> None:
        """`api_url` ends in "/api/"; `clock` gives an aware time.

        `by_http`: the web server receives requests, signed with the signing secret, in place of Socket Mode.
        """
        self._by_http = by_http
        self._reception: Receiver | None = None
        self._web = Web(bot_token, app_token, api_url, retry)
        self._sender = SlackSender(self._web, pace, pauses.first, clock, retry)
        self._people = UserDirectory(self._web, clock)
        self._clock = clock
        self._signing_secret = signing_secret
        self._pauses = pauses

    async def serve(
        self,
        answer: Answer,
        menu: Sequence[MenuEntry],
        platform_events: PlatformEvents,
        offers: Offers = NO_OFFERS,
        intake: Intake = NO_INTAKE,
        leadership: Leadership = ALONE,
    ) -> None:
        """Receives requests and sends answers until cancelled, then finishes within seconds.

        Unhandled updates are taken up at the next start, or by another process. Of several, one is in Socket Mode.
        """
        backlog = UpdateQueue(intake, most=REQUESTS_WAITING, known=offers.known, staff=offers.staff)
        health = slack_health(partial(platform_events.trouble, NAME), self._pauses)
        line = HttpConnection(health) if self._by_http else SocketConnection(health)
        follow_ups = FollowUps()
        panel = AssistantPanel(self._web, self._pauses.status)
        missed = LostAnswers(self._pauses.missed)
        answer = backlog.limited(answer)
        handler = UpdateHandler(
            self._sender, self._people, answer, platform_events, line.renew, follow_ups, panel, missed, offers.prompts
        )
        commands, store = frozenset(entry.name for entry in menu), self._pauses.store
        hand = Handover(backlog, handler).hand
        reception = Receiver(self._web, commands, self._signing_secret, self._clock, backlog, hand, store)
        receiving = self._receive(line, health, reception, leadership)
        keeping = asyncio.create_task(receiving, name="slack's line")
        try:
            await asyncio.wait({keeping})
            keeping.result()
        finally:
            backlog.end_keeping()  # before the connection goes, over which what is not kept came
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            self._reception = None
            await reception.close(self._pauses.stop)
            await follow_ups.close()
            await backlog.close(self._pauses.stop)
            await missed.close()

    async def _receive(
        self, line: HttpConnection | SocketConnection, health: Health, reception: Receiver, leadership: Leadership
    ) -> None:
        team = self._people.team = await health.keep_trying(reception.meet, proof=False)
        await leadership.claim(NAME, await health.keep_trying(self.account, proof=False))
        async with asyncio.TaskGroup() as together:
            together.create_task(reception.take_over())
            if isinstance(line, HttpConnection):
                self._reception = reception
                together.create_task(line.keep(reception.meet))
            else:
                together.create_task(self._keep_socket(line, reception, leadership, team))

    async def _keep_socket(
        self, line: SocketConnection, reception: Receiver, leadership: Leadership, team: str
    ) -> None:
        async with leadership.leader(f"receiving:{NAME}:{team}"):
            await line.keep(partial(reception.connect, self._pauses.ping))

    @property
    def receive(self) -> Receive | None:
        """Receives requests by HTTP, if that is set."""
        return self._received if self._by_http else None

    async def _received(self, update: HttpUpdate) -> HttpReply:
        return await self._reception.receive(update) if self._reception else BUSY

    async def send(self, address: str, message: Message, key: str) -> str:
        """Delivers a pushed message and returns "CHANNEL/TS,TS", the time stamps of its parts.

        The caller has taken the token for the first part; each further part takes its own.
        """
        place = place_of(address)
        with rendering():
            parts = render(message, address)
        if not parts:
            raise DeliveryFailed("There is nothing in this message that Slack could show", "refused")
        sent = await self._sender.push(place, parts, key)
        return f"{sent[0].channel}/{','.join(each.stamp for each in sent if each.stamp)}"

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        """The receipt of a message with this key, or None if no part arrived.

        Raises DeliveryFailed, of kind "doubt" if only some parts arrived.
        """
        place = place_of(address)
        if place.is_person:
            place = SlackAddress(await self._people.direct_channel(place.channel))
        return await find(self._web, place, key, since)

    async def mark(self, address: str, messages: Sequence[str], message: Message) -> None:
        """Updates earlier messages. Raises DeliveryFailed."""
        place = place_of(address)
        if place.is_person:
            place = SlackAddress(await self._people.direct_channel(place.channel))
        with rendering(), language_set(message.language or current()):
            parts = render(message, address)
        if len(parts) != len(messages):
            raise DeliveryFailed("The marked message doesn't fit in the place of the earlier one", "refused")
        for stamp, part in zip(messages, parts, strict=True):
            await self._sender.update(place, stamp, part)

    def address_of(self, typed: str) -> str | None:
        """The address in canonical form."""
        return address_of(typed)

    def invitation_links(self, code: str) -> tuple[str, ...]:  # noqa: ARG002
        """None: in Slack codes are typed."""
        return ()

    async def is_member(self, address: str) -> bool:
        """Whether the bot is in a channel, as Slack says now; True where it doesn't say."""
        return await is_member(self._web, place_of(address))

    async def account(self) -> str:
        """The ids of the workspace and of the bot there. Raises DeliveryFailed if Slack doesn't say."""
        account = await self._web.account()
        return f"{account.get('team_id', '')} {account['user_id']}".strip()

    async def check(self, known: CheckContext = UNKNOWN) -> list[Problem]:
        """Checks both tokens, the scopes, the clock and the subscribed channels."""
        return await check(self._web, self._clock, known.addresses, by_http=self._by_http)

    async def close(self) -> None:
        """Finishes sends in progress and closes the connections."""
        await self._web.close()
