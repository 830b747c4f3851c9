"""Joins the messages of an album, which Telegram delivers one by one, into one message."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.platforms.telegram.events import MessageReceived

_LAST_SECONDS = 1.0  # after a message of an album, until it is taken for the last one


@dataclass(eq=False, slots=True)
class Album:
    """The messages of an album that have come, and when the last one came by the clock of the event loop."""

    messages: list[MessageReceived]
    last: float


@dataclass(slots=True)
class Albums:
    """The albums whose messages are still coming; `wait` is how many seconds the next one may take."""

    wait: float = _LAST_SECONDS
    _open: dict[tuple[str, str], Album] = field(default_factory=dict)

    def add(self, message: MessageReceived) -> Album | None:
        """Adds a message to its album; returns the album if it is the first one, which has to be answered for all."""
        key, now = _key(message), asyncio.get_running_loop().time()
        if album := self._open.get(key):
            album.messages.append(message)
            album.last = now
            return None
        self._open[key] = album = Album([message], now)
        return album

    async def complete(self, album: Album) -> MessageReceived | None:
        """Waits for the rest of an album and returns it as one message; None if none of it is meant for the bot."""
        loop = asyncio.get_running_loop()
        try:
            while (left := album.last + self.wait - loop.time()) > 0:  # noqa: ASYNC110 - more may come meanwhile
                await asyncio.sleep(left)
        finally:
            self.close(album)
        return joined(album.messages)

    def close(self, album: Album) -> None:
        """Lets a further message of the album begin another one."""
        self._open.pop(_key(album.messages[0]), None)


def _key(message: MessageReceived) -> tuple[str, str]:
    return message.place.address, message.album


def joined(messages: Sequence[MessageReceived]) -> MessageReceived | None:
    """The message that has the caption, with the files of all; None if none of them is meant for the bot."""
    heard = [each for each in messages if each.heard]
    if not heard:
        return None
    lead = next((each for each in heard if each.request.line), heard[0])
    files = tuple(file for each in messages for file in each.request.attachments)
    return replace(lead, request=replace(lead.request, attachments=files, media="" if files else lead.request.media))
