"""Ephemeral answers, by whichever method Slack allows, and sharing them with the channel."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.chat import DeliveryFailed
from bot.languages import _, msgid
from bot.message import Message, Note, text
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.errors import ResponseUrlExpired
from bot.platforms.slack.events import MessageReceived
from bot.platforms.slack.sending.render import Part, render
from bot.platforms.slack.sending.send import SlackSender
from bot.platforms.slack.users import UserDirectory

log = logging.getLogger(__name__)

HOOK_USES = 5
ELSEWHERE = msgid("The file is in your direct messages with Readout.")
CUT_OFF = msgid("There is more, but Readout can't show it here. /invite it, or ask in a direct message.")
TOO_LATE = msgid("Slack no longer shows this where you asked. Here it is:")
UNSHARED = msgid("Slack no longer lets Readout show that in the channel. Ask again there, or /invite Readout.")


@dataclass(frozen=True, slots=True)
class EphemeralAnswers:
    """Sends ephemeral answers. Raises DeliveryFailed if no method works.

    Parts sent `once` aren't repeated if they may have arrived.
    """

    sender: SlackSender
    people: UserDirectory
    once: bool = False

    async def post_ephemeral(self, received: MessageReceived, parts: Sequence[Part]) -> None:
        """Answers only the sender, in the thread if there is one; response URLs don't support threads."""
        if received.hook and not received.place.thread:
            await self._respond(received, parts)
            return
        try:
            await self._post_ephemeral(received, parts)
        except DeliveryFailed as failed:
            if failed.kind != "dead" or not received.hook:
                raise
            await self._respond(received, parts)

    async def publish(self, received: MessageReceived, parts: Sequence[Part]) -> Sequence[str]:
        """Shows an ephemeral answer to everyone and deletes the ephemeral copy; returns the parts' time stamps."""
        place, sent = received.open_place or received.place, []
        try:
            sent = [await self.sender.post(place, part, once=self.once) for part in parts]
        except DeliveryFailed as failed:
            if failed.kind != "dead" or not received.hook:
                raise
            if not await self._publish_by_hook(received, parts):  # the bot is not in the channel
                return ()
        if received.ephemeral:
            try:
                await self.sender.withdraw(received.place, received.hook)
            except DeliveryFailed as failed:  # it stays beside what everybody sees
                log_undelivered(received.place, failed)
        return [each.stamp for each in sent if each.stamp]

    async def handed_over(self, user: str, part: Part) -> Part:
        """Sends a file to the person's direct messages, because the channel would see it, and says so."""
        await self.sender.post(await self._direct(user), part, once=self.once)
        return _note(ELSEWHERE)

    async def _publish_by_hook(self, received: MessageReceived, parts: Sequence[Part]) -> bool:
        """Whether the response URL accepted it. One use is reserved for deleting."""
        room = HOOK_USES - 1
        shown = parts if len(parts) <= room else (*parts[: room - 1], _note(CUT_OFF))
        try:
            for part in shown:
                await self.sender.respond(received.place, received.hook, part, how="public", once=self.once)
        except ResponseUrlExpired as failed:
            log_undelivered(received.place, failed)
            await self.sender.post(await self._direct(received.user), _note(UNSHARED))
            return False
        return True

    async def _respond(self, received: MessageReceived, parts: Sequence[Part]) -> None:
        """Answers through the response URL; one use is reserved for the note that the rest can't be shown."""
        uses = HOOK_USES if len(parts) <= HOOK_USES else HOOK_USES - 1
        for number, part in enumerate(parts[:uses]):
            shown = await self.handed_over(received.user, part) if part.file else part
            try:
                await self.sender.respond(received.place, received.hook, shown, once=self.once)
            except DeliveryFailed as failed:
                if not (isinstance(failed, ResponseUrlExpired) or failed.unreachable):  # the API may still be reached
                    raise
                log_undelivered(received.place, failed)
                await self._otherwise(received, (shown, *parts[number + 1 :]))
                return
        try:
            await self._post_ephemeral(received, parts[uses:])
        except DeliveryFailed as failed:
            log_undelivered(received.place, failed)
            await self.sender.respond(received.place, received.hook, _note(CUT_OFF))

    async def _otherwise(self, received: MessageReceived, parts: Sequence[Part]) -> None:
        """Posts in the channel or in direct messages what the response URL no longer accepts."""
        try:
            await self._post_ephemeral(received, parts)
        except DeliveryFailed as failed:
            if failed.kind != "dead":
                raise
            direct = await self._direct(received.user)
            for part in (_note(TOO_LATE), *parts):
                await self.sender.post(direct, part, once=self.once)

    async def _post_ephemeral(self, received: MessageReceived, parts: Sequence[Part]) -> None:
        for part in parts:
            shown = await self.handed_over(received.user, part) if part.file else part
            await self.sender.post_ephemeral(received.place, received.user, shown, once=self.once)

    async def _direct(self, user: str) -> SlackAddress:
        return SlackAddress(await self.sender.call(partial(self.people.direct_channel, user)))


def _note(words: str) -> Part:
    (part,) = render(Message((Note(text(_(words))),)))
    return part


def log_undelivered(place: SlackAddress, failed: DeliveryFailed) -> None:
    log.warning("An answer did not arrive", extra={"address": place.address, "reason": failed.reason})
