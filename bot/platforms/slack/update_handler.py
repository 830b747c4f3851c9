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
from bot.platforms.slack.address import NAME, SlackAddress
from bot.platforms.slack.assistant import AssistantPanel
from bot.platforms.slack.ephemeral import ELSEWHERE, EphemeralAnswers
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
from bot.platforms.slack.sending.render import Part, render
from bot.platforms.slack.sending.send import Sender
from bot.platforms.slack.users import UserDirectory
from bot.platforms.slack.views import Names, ViewBuilder

log = logging.getLogger(__name__)

UNSHOWN = msgid("There is an answer, but Slack rejected it. See the bot's log for the reason.")
PREFIX = "/readout "  # of commands, where words of this platform's own name one
HOME = "home"  # the line that is answered on the home tab


@dataclass(frozen=True, slots=True)
class UpdateHandler:
    """Answers messages and passes on channel events; `on_removed` is awaited when the app is removed."""

    sender: Sender
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
        return partial(self.hear, event)

    async def hear(self, event: Event) -> None:
        """Handles one event."""
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

    async def _answer(self, said: MessageReceived, request: Request) -> None:
        """Answers, showing a status in assistant threads."""
        alone = request.private and not said.hidden
        place = said.place if alone else SlackAddress(said.place.channel)
        async with self.panel.working(place, request.language) as status:
            message = await self.answer(replace(request, progress=status.tell) if place.thread else request)
            await status.told()
            if message:
                await self._reply(said, message)
        if message:
            self.follow_ups.follow(message, partial(self._reply, said))
            await self.panel.name(place, request, message)

    async def _view(self, event: ModalRequest, opened: Awaitable[Names]) -> None:
        """Answers in a modal and updates the Home tab."""
        message = await self.answer(await self._introduced(event, event.request))
        try:
            names = await opened
            if message:
                await self._fill(event, names, message)
                self.follow_ups.follow(message, partial(self._fill, event, names))
        except DeliveryFailed as failed:
            _log(event.place, failed)
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
        request = Request(place.address, f"{NAME}:{user}", HOME, at, private=True)
        message = await self.answer(await self._introduced(HomeOpened(user, place, at), request))
        try:
            if message:
                await ViewBuilder(self.sender).publish(place, user, message)
        except DeliveryFailed as failed:
            _log(place, failed)

    async def _introduced(
        self, said: MessageReceived | ModalRequest | HomeOpened | ThreadStarted, request: Request
    ) -> Request:
        """The request with the sender's user data from Slack."""
        person = await self.people.find(said.user)
        private = request.private
        if isinstance(said, MessageReceived) and said.hidden and said.place.channel.startswith("D"):
            private = await self.people.is_direct(said.user, said.place.channel)
        return replace(
            request,
            private=private,
            sender_name=person.name or request.sender_name,
            language=person.language,
            locale_zone=person.zone,
            refetch=self.sender.web.shared,
            administers=partial(self.people.leads, said.user),
        )

    async def _reply(self, said: MessageReceived, message: Message) -> None:
        with language_set(message.language or current()):
            await self._put(said, message)

    async def _put(self, said: MessageReceived, message: Message) -> None:
        try:
            parts = render(message, said.home)
        except ValueError:
            log.exception("An answer could not be rendered")
            parts = render(say(_(UNSHOWN)))
        try:
            if said.hidden and message.public:
                await self._ephemeral_answers(once=message.once).publish(said, parts)
            elif not await self._replaced(said, message, parts):
                await self._say(said, parts, once=message.once)
        except DeliveryFailed as failed:
            _log(said.place, failed)
            if failed.kind == "refused":
                await self._tell_of_failure(said)
            elif failed.kind in TEMPORARY:
                self._owe(said, once=message.once)

    def _owe(self, said: MessageReceived, *, once: bool) -> None:
        """Schedules the notice that an answer was lost."""
        (part,) = render(apology(once=once, prefix=PREFIX))
        self.missed.owe(f"{said.place.address} {said.user}", partial(self._tell, said, part))

    async def _tell(self, said: MessageReceived, part: Part) -> None:
        if said.hidden:
            await self._ephemeral_answers().post_ephemeral(said, (part,))
        else:
            await self.sender.try_post(said.place, part)

    async def _replaced(self, said: MessageReceived, message: Message, parts: Sequence[Part]) -> bool:
        """Replaces the message with the button; false if that isn't wanted or failed."""
        if not (said.replaceable and message.replaces) or len(parts) != 1 or parts[0].file:
            return False
        try:
            await self.sender.respond(said.place, said.hook, parts[0], how="replace")
        except DeliveryFailed as failed:
            if failed.kind in TEMPORARY:
                raise
            _log(said.place, failed)  # most often: the message was deleted
            return False
        return True

    async def _say(self, said: MessageReceived, parts: Sequence[Part], *, once: bool = False) -> None:
        if said.hidden:
            await self._ephemeral_answers(once=once).post_ephemeral(said, parts)
            return
        for part in parts:
            await self.sender.post(said.place, part, once=once)

    async def _tell_of_failure(self, said: MessageReceived) -> None:
        try:
            await self._say(said, render(say(_(UNSHOWN))))
        except DeliveryFailed as failed:
            _log(said.place, failed)


def _log(place: SlackAddress, failed: DeliveryFailed) -> None:
    log.warning("An answer did not arrive", extra={"address": place.address, "reason": failed.reason})
