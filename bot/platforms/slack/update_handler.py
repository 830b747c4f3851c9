"""Handles one update: gets the answer and puts it where the question was asked."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.chat import Answer, DeliveryFailed, PlatformEvents, Prompts, Request
from bot.languages import _, current, language_set, msgid
from bot.message import Message, Note, say, text
from bot.platforms.shared.follow_ups import FollowUps, LostAnswers, apology
from bot.platforms.shared.retry import TEMPORARY
from bot.platforms.slack.address import NAME, SlackAddress, place_of
from bot.platforms.slack.assistant import AssistantPanel
from bot.platforms.slack.ephemeral import ELSEWHERE, EphemeralAnswers, log_undelivered
from bot.platforms.slack.events import (
    AppRemoved,
    ChannelClosed,
    ChannelMoved,
    Event,
    HomeOpened,
    MessageReceived,
    ModalRequest,
    ThreadStarted,
)
from bot.platforms.slack.membership import is_shared
from bot.platforms.slack.modals import Names, ViewBuilder
from bot.platforms.slack.sending.render import Part, render
from bot.platforms.slack.sending.send import SlackSender
from bot.platforms.slack.users import UserDirectory

log = logging.getLogger(__name__)

UNSHOWN = msgid("There is an answer, but Slack rejected it. See the bot's log for the reason.")
PREFIX = "/readout "  # of commands, where words of this platform's own name one
HOME = "home"  # the line that is answered on the home tab


@dataclass(frozen=True, slots=True)
class NotedPlace:
    """Where an answer was shown; `stamps` are of the messages that the bot can edit, `replaces` if it was edited."""

    place: SlackAddress
    stamps: Sequence[str] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class UpdateHandler:
    """Answers messages and passes on channel events; `on_removed` is awaited when the app is removed."""

    sender: SlackSender
    people: UserDirectory
    answer: Answer
    platform_events: PlatformEvents
    on_removed: Callable[[], Awaitable[None]]
    follow_ups: FollowUps
    panel: AssistantPanel
    missed: LostAnswers
    prompts: Callable[[Request], Awaitable[Prompts | None]] | None = None

    def _ephemeral_answers(self, *, once: bool = False) -> EphemeralAnswers:
        return EphemeralAnswers(self.sender, self.people, once)

    def begin(self, event: Event) -> Callable[[], Awaitable[None]]:
        """Does the urgent part at once and returns the rest as a coroutine."""
        if isinstance(event, ModalRequest):
            return partial(self._view, event, ViewBuilder(self.sender).begin(event))
        return partial(self.handle, event)

    async def handle(self, event: Event) -> None:
        """Answers a message, opens the Home tab, or notes what became of a channel or the app."""
        match event:
            case HomeOpened(user, place, at):
                await self._publish_home(user, place, at)
            case ChannelMoved(old, new):
                await self.platform_events.chat_moved(old.address, new.address)
            case ChannelClosed(place, reason):
                await self.platform_events.chat_closed(place.address, reason)
            case AppRemoved():
                await self.on_removed()
            case ThreadStarted():
                await self._propose(event)
            case MessageReceived(request=request):
                await self._answer(event, await self._introduced(event, request))

    async def _propose(self, begun: ThreadStarted) -> None:
        prompts = None
        if self.prompts:
            home = SlackAddress(begun.place.channel).address
            request = Request(home, f"{NAME}:{begun.user}", "", begun.at, private=True)
            prompts = await self.prompts(await self._introduced(begun, request))
        await self.panel.propose(begun.place, prompts)

    async def _answer(self, received: MessageReceived, request: Request) -> None:
        """Answers, showing a status in assistant threads."""
        alone = request.private and not received.hidden
        place = received.place if alone else SlackAddress(received.place.channel)
        async with self.panel.working(place, request.language) as status:
            message = await self.answer(replace(request, progress=status.tell) if place.thread else request)
            await status.stop_updates()
            if message:
                await self._reply(received, message)
        if message:
            self.follow_ups.follow(message, partial(self._reply, received))
            await self.panel.name(place, request, message)

    async def _view(self, event: ModalRequest, opened: Awaitable[Names]) -> None:
        """Answers in a modal and updates the Home tab."""
        message = await self.answer(await self._introduced(event, event.request))
        try:
            names = await opened
            if message:
                await self._fill(event, names, message)
                await self.platform_events.answered(f"{NAME}:{event.user}", message, (), event.request.update)
                self.follow_ups.follow(message, partial(self._fill, event, names))
        except DeliveryFailed as failed:
            log_undelivered(event.place, failed)
            if message:  # the modal could not be opened
                await self._reply(MessageReceived(event.request, event.place, event.user), message)
        if event.request.private and not (message and message.form):
            await self._publish_home(event.user, event.place, event.request.sent_at)

    async def _fill(self, event: ModalRequest, names: Names, message: Message) -> None:
        with language_set(message.language or current()):
            files = [part for part in render(Message(message.blocks)) if part.file]
            for part in files:
                await self._ephemeral_answers().handed_over(event.user, part)
            elsewhere = (Note(text(_(ELSEWHERE))),) if files else ()
            shown = replace(message, blocks=(*message.blocks, *elsewhere))
            await ViewBuilder(self.sender).fill(event.place, names, shown, event.request.address)

    async def _publish_home(self, user: str, place: SlackAddress, at: datetime) -> None:
        request = Request(place.address, f"{NAME}:{user}", HOME, at, private=True, page=True)
        message = await self.answer(await self._introduced(HomeOpened(user, place, at), request))
        try:
            if message:
                await ViewBuilder(self.sender).publish(place, user, message)
        except DeliveryFailed as failed:
            log_undelivered(place, failed)

    async def _introduced(
        self, event: MessageReceived | ModalRequest | HomeOpened | ThreadStarted, request: Request
    ) -> Request:
        """The request with the sender's user data from Slack."""
        person = await self.people.find(event.user)
        private = request.private
        if isinstance(event, MessageReceived) and event.hidden and event.place.channel.startswith("D"):
            private = await self.people.is_direct(event.user, event.place.channel)
        return replace(
            request,
            private=private,
            sender_name=person.name or request.sender_name,
            language=person.language,
            locale_zone=person.zone,
            refetch=self.sender.web.shared,
            administers=partial(self.people.leads, event.user),
            shared=partial(is_shared, self.sender.web, event.place),
        )

    async def _reply(self, received: MessageReceived, message: Message) -> None:
        with language_set(message.language or current()):
            await self._put(received, message)

    async def _put(self, received: MessageReceived, message: Message) -> None:
        try:
            parts = render(message, received.home)
        except ValueError:
            log.exception("An answer could not be rendered")
            parts = render(say(_(UNSHOWN)))
        alone = received.hidden and not message.public and not received.request.private
        doubtful = NotedPlace(SlackAddress(received.user) if alone else received.place)
        if message.once:  # it isn't made again after a restart, so what it may have quoted is noted first
            await self._note(received, message, doubtful, doubt=True)
        try:
            put = await self._put_parts(received, message, parts)
        except DeliveryFailed as failed:
            log_undelivered(received.place, failed)
            if failed.kind == "doubt":
                await self._note(received, message, doubtful, doubt=True)
            if failed.kind == "refused":
                await self._tell_of_failure(received)
            elif failed.kind in TEMPORARY:
                self._owe(received, once=message.once)
        else:
            await self._note(received, message, put)

    async def _put_parts(self, received: MessageReceived, message: Message, parts: Sequence[Part]) -> NotedPlace:
        """Puts the parts where they belong; returns the place, and the time stamps of those that the bot can edit."""
        alone = SlackAddress(received.user) if not received.request.private else received.place
        if message.toast:
            # Tells the person who pressed a button, and nobody else, that it did nothing new.
            beside = replace(received, place=place_of(received.request.address))
            await self._ephemeral_answers().post_ephemeral(beside, render(say(message.toast)))
            return NotedPlace(alone)
        if received.hidden and message.public:
            stamps = await self._ephemeral_answers(once=message.once).publish(received, parts)
            return NotedPlace(received.open_place or received.place, stamps)
        if await self._replaced(received, message, parts):
            place = alone if received.ephemeral else received.carrier or received.place
            return NotedPlace(place, [received.carrier_stamp] if received.carrier_stamp else [], replaces=True)
        stamps = await self._say(received, parts, once=message.once)
        return NotedPlace(alone if received.hidden else received.place, stamps)

    async def _note(self, received: MessageReceived, message: Message, at: NotedPlace, *, doubt: bool = False) -> None:
        """Notes what an answer quotes; one that its sender alone sees is noted of that person."""
        await self.platform_events.answered(
            at.place.address,
            replace(message, about=""),
            at.stamps,
            received.request.update,
            replaces=at.replaces,
            doubt=doubt,
        )

    def _owe(self, received: MessageReceived, *, once: bool) -> None:
        """Schedules the notice that an answer was lost."""
        (part,) = render(apology(once=once, prefix=PREFIX))
        self.missed.retry_later(f"{received.place.address} {received.user}", partial(self._tell, received, part))

    async def _tell(self, received: MessageReceived, part: Part) -> None:
        if received.hidden:
            await self._ephemeral_answers().post_ephemeral(received, (part,))
        else:
            await self.sender.try_post(received.place, part)

    async def _replaced(self, received: MessageReceived, message: Message, parts: Sequence[Part]) -> bool:
        """Replaces the message with the button; false if that isn't wanted or failed."""
        if not (received.replaceable and message.replaces) or len(parts) != 1 or parts[0].file:
            return False
        try:
            await self.sender.respond(received.place, received.hook, parts[0], how="replace")
        except DeliveryFailed as failed:
            if failed.kind in TEMPORARY and not failed.unreachable:
                raise
            log_undelivered(received.place, failed)  # most often: the message was deleted
            return False
        return True

    async def _say(self, received: MessageReceived, parts: Sequence[Part], *, once: bool = False) -> Sequence[str]:
        if received.hidden:
            await self._ephemeral_answers(once=once).post_ephemeral(received, parts)
            return ()
        sent = [await self.sender.post(received.place, part, once=once) for part in parts]
        return [each.stamp for each in sent if each.stamp]

    async def _tell_of_failure(self, received: MessageReceived) -> None:
        try:
            await self._say(received, render(say(_(UNSHOWN))))
        except DeliveryFailed as failed:
            log_undelivered(received.place, failed)
