"""Sends message parts to Slack within the rate limit. Raises DeliveryFailed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import Any, Literal, TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat import DeliveryFailed, RateLimit
from bot.message import File, Picture, say
from bot.platforms.shared.retry import PUSH_RETRY, RETRY, AlreadySent, Retry, give_up, push_parts, repeat, send_paced
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.sending.find_sent import find, mark
from bot.platforms.slack.sending.render import Part, render
from bot.platforms.slack.sending.web import Web

log = logging.getLogger(__name__)

T = TypeVar("T")
How = Literal["alone", "replace", "public"]
Json = dict[str, Any]
Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

HOOK_SECONDS = 8.0  # for which a response URL is tried
LOOK_SECONDS = 20.0  # for which Slack is asked whether an answer arrived

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
class SentPart:
    """The place of a sent part: Slack's channel id and the message's time stamp ("" for a file)."""

    channel: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Uploads pictures, which an image block of the message then refers to.

    So a message with a picture is still one message and is found by its key. `pause` is the number of seconds Slack
    needs to process a new file. If an upload fails, or Slack rejects the message, the alternative text is sent instead.
    """

    web: Web
    pause: float

    async def shown(self, part: Part, send: Callable[[Part], Awaitable[T]]) -> T:
        """The result of `send` for the part with its pictures, or else for its text. Raises what `send` raises."""
        if not part.pictures:
            return await send(part)
        uploaded = await self._uploaded(part)
        for attempt in range(2 if uploaded else 0):
            await asyncio.sleep(self.pause * attempt)
            try:
                return await send(uploaded or part)
            except DeliveryFailed as failed:
                if failed.kind != "refused":
                    raise
                log.info("Slack did not take a message with a picture", extra={"reason": failed.reason})
        return await send(as_words(part))

    async def _uploaded(self, part: Part) -> Part | None:
        try:
            return with_pictures(part, [await self._upload(each) for each in part.pictures])
        except DeliveryFailed as failed:
            log.warning("A picture could not be uploaded", extra={"reason": failed.reason})
            return None

    async def _upload(self, picture: Picture) -> str:
        response: Any = await self.web.ask(
            lambda client: client.files_upload_v2(
                filename=picture.name, title=picture.name, content=picture.data, alt_txt=picture.alt
            )
        )
        return str(response["files"][0]["id"])


@dataclass(frozen=True, slots=True)
class SlackSender:
    """Posts messages, ephemeral messages and files; `pause` is the number of seconds Slack needs for a new picture.

    `retry` is for answers, `push_retry` for the later parts of a push. What is sent `once` isn't repeated if it may
    have arrived; a posted message is looked for first.
    """

    web: Web
    pace: RateLimit
    pause: float
    clock: Callable[[], datetime]
    retry: Retry = RETRY
    push_retry: Retry = PUSH_RETRY

    @property
    def _pictures(self) -> Pictures:
        return Pictures(self.web, self.pause)

    async def push(self, place: SlackAddress, parts: Sequence[Part], key: str) -> list[SentPart]:
        """Sends a message that can be found by its key; the caller has taken the token for the first part.

        A failure after the first part has kind "doubt".
        """
        steps = [partial(self._put, place, part, mark(key, number, len(parts))) for number, part in enumerate(parts, 1)]
        return await push_parts(self.pace, place.address, steps, self.push_retry)

    async def post(self, place: SlackAddress, part: Part, *, once: bool = False) -> SentPart:
        """Sends one part of an answer, retrying for a minute; if it may have arrived, looks for it first."""
        key = token_hex(8)
        send = partial(self._paced, place, partial(self._put, place, part, mark(key, 1, 1)))
        if part.file:  # nothing by which it could be found
            return await self.retry.for_answers.run(send, give_up if once else repeat)
        return await self.retry.for_answers.run(send, partial(self._looked_for, place, key, self.clock(), once=once))

    async def try_post(self, place: SlackAddress, part: Part) -> None:
        """Sends one part once."""
        await self._paced(place, partial(self._put, place, part, None))

    async def post_ephemeral(self, place: SlackAddress, user: str, part: Part, *, once: bool = False) -> None:
        """Sends one ephemeral part to a person in a channel."""
        post_ephemeral = partial(self._pictures.shown, part, partial(self._post_ephemeral, place, user))
        await self.retry.for_answers.run(partial(self._paced, place, post_ephemeral), give_up if once else repeat)

    async def respond(
        self, place: SlackAddress, hook: str, part: Part, how: How = "alone", *, once: bool = False
    ) -> None:
        """Sends one part to a response URL: to the person, in place of the pressed message, or to everyone.

        The URL's host isn't the API's, so one that can't be reached is given up soon for another way.
        """

        async def respond(shown: Part) -> None:
            body = {"text": shown.text, "blocks": list(shown.blocks), "mrkdwn": False, **AS_WRITTEN, **NO_PREVIEW}
            await self.web.respond(hook, body | RESPONSES[how])

        attempt = partial(self._paced, place, partial(self._pictures.shown, part, respond))
        soon = replace(self.retry, seconds=min(HOOK_SECONDS, self.retry.seconds))
        await soon.run(attempt, give_up if once and how != "replace" else repeat)

    async def show(self, place: SlackAddress, call: Call) -> None:
        """Updates a view; safe to repeat."""
        await self.retry.run(partial(self._paced, place, partial(self.web.ask, call)))

    async def update(self, place: SlackAddress, stamp: str, part: Part) -> None:
        """Replaces an earlier message of the bot once, behind answers."""

        async def updated() -> None:
            await self.web.ask(
                lambda client: client.chat_update(
                    channel=place.channel, ts=stamp, text=part.text, blocks=part.blocks, **AS_WRITTEN
                )
            )

        await send_paced(self.pace, place.address, updated, interactive=False)

    async def withdraw(self, place: SlackAddress, hook: str) -> None:
        """Deletes the message with the pressed button."""
        gone = {"delete_original": True}
        await self.retry.run(partial(self._paced, place, partial(self.web.respond, hook, gone)))

    async def call(self, step: Callable[[], Awaitable[T]]) -> T:
        """A call without a token that is safe to repeat, retried for a minute."""
        return await self.retry.run(step, paced=False)

    async def _looked_for(
        self, place: SlackAddress, key: str, since: datetime, failed: DeliveryFailed, *, once: bool
    ) -> AlreadySent[SentPart] | None:
        """What Slack has of a part in doubt; None to send it again."""
        looking = replace(self.retry, seconds=min(LOOK_SECONDS, self.retry.seconds))
        try:
            receipt = await looking.run(partial(find, self.web, place, key, since), paced=False)
        except DeliveryFailed as hidden:
            log.info("Slack could not be asked for an answer in doubt", extra={"reason": hidden.reason})
            if once:
                raise failed from hidden
            return None
        if receipt is None:
            return None
        channel, _, stamp = receipt.partition("/")
        return AlreadySent(SentPart(channel, stamp))

    async def _paced(self, place: SlackAddress, step: Callable[[], Awaitable[T]]) -> T:
        return await send_paced(self.pace, place.address, step, interactive=True)

    async def _put(self, place: SlackAddress, part: Part, mark: Json | None) -> SentPart:
        if part.file:
            await self._share(place, part.file, part.text)
            return SentPart(place.channel, "")
        return await self._pictures.shown(part, partial(self._post, place, mark))

    async def _post(self, place: SlackAddress, mark: Json | None, part: Part) -> SentPart:
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
        return SentPart(str(response["channel"]), str(response["ts"]))

    async def _post_ephemeral(self, place: SlackAddress, user: str, part: Part) -> None:
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

    async def _share(self, place: SlackAddress, file: File, caption: str) -> None:
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


def with_pictures(part: Part, files: Sequence[str]) -> Part:
    """The part with its image blocks referring to uploaded files."""
    ids = iter(files)
    named = (block | {"slack_file": {"id": next(ids)}} if _is_image(block) else block for block in part.blocks)
    return replace(part, blocks=tuple(named))


def as_words(part: Part) -> Part:
    """The part with alternative texts instead of pictures."""
    alts = iter(part.pictures)
    blocks = (_words(next(alts)) if _is_image(b) else b for b in part.blocks)
    return replace(part, blocks=tuple(blocks), pictures=())


def _is_image(block: Json) -> bool:
    return bool(block["type"] == "image")


def _words(picture: Picture) -> Json:
    (part,) = render(say(picture.alt if picture.alt.strip() else picture.name))
    return part.blocks[0]
