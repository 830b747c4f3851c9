"""Sends parts to Slack, at the sender's pace. Failures come as DeliveryFailed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat import DeliveryFailed, Pace
from bot.message import File
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.places import Place
from bot.platforms.slack.render import Part
from bot.platforms.slack.web import Web
from briefings.phrases import kept

T = TypeVar("T")
Json = dict[str, Any]
Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

DELIVERY = "readout_delivery"  # the kind of metadata by which a message is found again
ATTEMPTS = 4

# Nothing in a text is a name to be linked or called, nothing is unfolded below it.
AS_WRITTEN: Json = {"parse": "none", "link_names": False}
NO_PREVIEW: Json = {"unfurl_links": False, "unfurl_media": False}

# What a response address does with a message.
RESPONSES: dict[str, Json] = {
    "alone": {"response_type": "ephemeral", "replace_original": False},
    "replace": {"replace_original": True},
    "public": {"response_type": "in_channel", "replace_original": False},
}


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a part stands: the channel that Slack names, the message's time stamp ("" for a file)."""

    channel: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts, whispers and shares files; waits `pause` seconds, doubling, after a connection that could not be made."""

    web: Web
    pace: Pace
    pause: float

    @property
    def _pictures(self) -> Pictures:
        return Pictures(self.web, self.pause)

    async def push(self, place: Place, parts: Sequence[Part], key: str) -> list[Sent]:
        """Sends a message that can be found again by its key; the caller has taken the token for the first part.

        A failure after the first part leaves the message half delivered: its kind is "doubt".
        """
        steps = [
            partial(self._put, place, part, _mark(key, number, len(parts))) for number, part in enumerate(parts, 1)
        ]
        sent = [await self._once(steps[0])]
        for step in steps[1:]:
            try:
                sent.append(await self._patiently(place, step, hurry=False))
            except DeliveryFailed as failed:
                told = kept(f"{len(sent)} of {len(parts)} parts arrived, then: {failed.reason}")
                raise DeliveryFailed(told, "doubt") from failed
        return sent

    async def post(self, place: Place, part: Part) -> Sent:
        """Sends one part of an answer; tries again while it certainly did not arrive."""
        return await self._patiently(place, partial(self._put, place, part, None), hurry=True)

    async def whisper(self, place: Place, user: str, part: Part) -> None:
        """Shows one part of an answer to one person in a channel where the bot is."""
        whisper = partial(self._whisper, place, user)
        await self._patiently(place, partial(self._pictures.shown, part, whisper), hurry=True)

    async def respond(
        self, place: Place, hook: str, part: Part, how: Literal["alone", "replace", "public"] = "alone"
    ) -> None:
        """Sends one part to a response address: to the person alone, in the place of the pressed message, or to all."""

        async def respond(shown: Part) -> None:
            told = {"text": shown.text, "blocks": list(shown.blocks), "mrkdwn": False, **AS_WRITTEN, **NO_PREVIEW}
            await self.web.respond(hook, told | RESPONSES[how])

        await self._patiently(place, partial(self._pictures.shown, part, respond), hurry=True)

    async def show(self, place: Place, call: Call) -> None:
        """Changes one of Slack's own windows, which does no harm when done twice."""
        await self._patiently(place, partial(self.web.look, call), hurry=True)

    async def withdraw(self, place: Place, hook: str) -> None:
        """Takes away the message with the pressed button."""
        await self._patiently(place, partial(self.web.respond, hook, {"delete_original": True}), hurry=True)

    async def _patiently(self, place: Place, step: Callable[[], Awaitable[T]], *, hurry: bool) -> T:
        for attempt in range(ATTEMPTS - 1):
            token = await self.pace.token(place.address, interactive=hurry)
            try:
                return await self._once(step)
            except DeliveryFailed as failed:
                if failed.kind != "retry":
                    raise
                if failed.retry_after is None:  # else the pace holds the next token back
                    await asyncio.sleep(self.pause * 2**attempt)
            finally:
                token.landed()
        token = await self.pace.token(place.address, interactive=hurry)
        try:
            return await self._once(step)
        finally:
            token.landed()

    async def _once(self, step: Callable[[], Awaitable[T]]) -> T:
        try:
            return await step()
        except DeliveryFailed as failed:
            if failed.retry_after is not None:
                self.pace.hold(failed.retry_after)
            raise

    async def _put(self, place: Place, part: Part, mark: Json | None) -> Sent:
        if part.file:
            await self._share(place, part.file, part.text)
            return Sent(place.channel, "")
        return await self._pictures.shown(part, partial(self._post, place, mark))

    async def _post(self, place: Place, mark: Json | None, part: Part) -> Sent:
        response = await self.web.ask(
            lambda client: client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread or None,
                text=part.text,
                blocks=part.blocks,
                metadata=mark,
                mrkdwn=False,
                **AS_WRITTEN,
                **NO_PREVIEW,
            )
        )
        return Sent(str(response["channel"]), str(response["ts"]))

    async def _whisper(self, place: Place, user: str, part: Part) -> None:
        await self.web.ask(
            lambda client: client.chat_postEphemeral(
                channel=place.channel,
                user=user,
                thread_ts=place.thread or None,
                text=part.text,
                blocks=part.blocks,
                **AS_WRITTEN,
            )
        )

    async def _share(self, place: Place, file: File, caption: str) -> None:
        await self.web.ask(
            lambda client: client.files_upload_v2(
                filename=file.name,
                title=file.name,
                content=file.data,
                channel=place.channel,
                thread_ts=place.thread or None,
                initial_comment=caption or None,
            )
        )


def _mark(key: str, part: int, parts: int) -> Json:
    return {"event_type": DELIVERY, "event_payload": {"key": key, "part": part, "parts": parts}}
