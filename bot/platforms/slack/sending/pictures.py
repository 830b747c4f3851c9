"""Uploads pictures, which an image block of the message then refers to.

So a message with a picture is still one message and is found by its key. If an upload fails, or Slack rejects the
message with the picture, the alternative text is sent instead.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.chat import DeliveryFailed
from bot.message import Picture, say
from bot.platforms.slack.sending.render import Part, render
from bot.platforms.slack.sending.web import Web

log = logging.getLogger(__name__)
T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Uploads pictures; `pause` is the number of seconds Slack needs to process a new file."""

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
