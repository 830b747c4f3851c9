"""Receives updates: acknowledges button presses at once, stores updates, and queues them."""

import asyncio
import json
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Bot, Update, User

from bot.platforms.shared.update_json import first_words, reason_of
from bot.platforms.shared.update_queue import SkippedUpdates, UpdateQueue, Work, interruption
from bot.platforms.telegram.address import NAME, TelegramAddress
from bot.platforms.telegram.events import Event, InlineQueryReceived, MessageReceived
from bot.platforms.telegram.receiving.incoming import ApiLookup, read_update
from bot.platforms.telegram.receiving.polling import LARGEST_NUMBER
from bot.platforms.telegram.update_handler import Begun, UpdateHandler
from briefings.model.intake import Update as StoredUpdate

_LAST_SECONDS = 1.0  # after a message of an album, until it is taken for the last one

Raw = dict[str, Any]

_MESSAGES = ("message", "edited_message")

log = logging.getLogger(__name__)


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


@dataclass(slots=True)
class Receiver:
    """Handles a bot's updates; `met` gets its identity, `heard` each answered chat and line."""

    bot: Bot
    desk: ApiLookup
    clock: Callable[[], datetime]
    backlog: UpdateQueue
    handler: UpdateHandler
    met: Callable[[User], None]
    heard: Callable[[int, str], None]
    albums: Albums = field(default_factory=Albums)
    _me: User | None = None
    _taken: dict[int, tuple[StoredUpdate, Event, Begun]] = field(default_factory=dict)

    async def start(self, me: User) -> None:
        """Learns the bot's identity, then handles updates that the previous process left."""
        self._me = me
        self.met(me)
        for kept in await self.backlog.unfinished(NAME):
            self._take_up_or_drop(kept)

    async def take_over(self) -> None:
        """Handles what other processes received or left for this one, until cancelled."""
        while True:
            for kept in await self.backlog.passed_on(NAME):
                self._take_up_or_drop(kept)

    def _take_up_or_drop(self, kept: StoredUpdate) -> None:
        try:
            self._take_up(kept)
        except Exception as error:  # noqa: BLE001 - it would end each start anew
            log.error("A kept update could not be read", extra={"update": kept.name, "reason": reason_of(error)})  # noqa: TRY400
            self.backlog.drop(kept)

    def _take_up(self, kept: StoredUpdate) -> None:
        event = self._understood(Update.de_json(json.loads(kept.payload), self.bot), kept.received_at)
        if event is None:
            self.backlog.drop(kept)
            return
        event = _asked(event, kept)
        self._put(kept, event, self._begun(event))

    def skips(self, raw: Raw) -> bool:
        """Whether a message is over the limit of its chat or person; other updates are read."""
        kind = next((each for each in _MESSAGES if each in raw), "")
        chat, person = _number(raw, kind, "chat", "id"), _number(raw, kind, "from", "id")
        return bool(chat and person) and self.backlog.skips(
            TelegramAddress(chat).address, f"{NAME}:{person}", _about(raw)
        )

    def take(self, update: Update, raw: Raw) -> None:
        """Acknowledges a press and shows the typing indicator, unless too much is waiting there."""
        event = self._understood(update, self.clock())
        if event is None:
            return
        if isinstance(event, InlineQueryReceived):  # whoever types on asks again
            self.backlog.aside(f"looks up {event.lookup.sender}", self._work(event, self.handler.begin(event).work))
            return
        kept = _kept(update, raw, self.clock())
        if not self.backlog.admit(kept, _about(raw), limited=isinstance(event, MessageReceived)):
            self.handler.acknowledge(event)
            return
        event = _asked(event, kept)
        self._taken[update.update_id] = kept, event, self._begun(event)

    def _begun(self, event: Event) -> Begun:
        """What the handler begins; for a message of an album nothing is shown before it is known who is meant."""
        return Begun(_nothing) if isinstance(event, MessageReceived) and event.album else self.handler.begin(event)

    async def keep(self, numbers: Collection[int]) -> None:
        """Stores admitted updates and queues them; waits while the backlog is full.

        Updates that the database rejects are handled before this returns, so that Telegram keeps them until then.
        Those that came before and are still being stored are waited for, too.
        """
        taken = [self._taken.pop(number) for number in sorted(numbers) if number in self._taken]
        new = await self.backlog.keep([kept for kept, _, _ in taken])
        for kept, event, begun in taken:
            if kept.name in new:
                self._put(kept, event, begun)
            else:
                begun.hide()
        await self.backlog.settled({_name(number) for number in numbers}.union(new))
        await self.backlog.room()

    def _put(self, kept: StoredUpdate, event: Event, begun: Begun) -> None:
        if self.backlog.is_stranger(kept):  # who may wait for minutes; an action in each such chat would cost more
            begun.hide()
        if isinstance(event, MessageReceived) and event.album:
            self._put_album(kept, event, self.albums.add(event))
            return
        self.backlog.put(kept, kept.address, self._work(event, begun.work), partial(self._skipped, event))

    def _put_album(self, kept: StoredUpdate, event: MessageReceived, opened: Album | None) -> None:
        """Queues a message of an album: the first one is answered for all, behind which the others only end."""
        if opened is None:
            self.backlog.put(kept, kept.address, _nothing, partial(self._skipped_after, event))
            return

        async def work() -> None:
            if whole := await self.albums.complete(opened):
                await self._work(whole, self.handler.begin(whole).work)()

        async def skipped(of: SkippedUpdates) -> None:
            self.albums.close(opened)
            await self._skipped(event, of)

        self.backlog.put(kept, kept.address, work, skipped)

    def _work(self, event: Event, work: Work) -> Work:
        async def done() -> None:
            await work()
            if isinstance(event, MessageReceived):
                self.heard(event.place.chat, event.request.line)

        return done

    async def _skipped(self, event: Event, of: SkippedUpdates) -> None:
        if isinstance(event, MessageReceived):
            request = replace(event.request, skipped=of.number, skipped_names=of.names)
            await self.handler.begin(replace(event, request=request)).work()

    async def _skipped_after(self, event: MessageReceived, of: SkippedUpdates) -> None:
        """Tells of what was skipped after a message of an album, which is answered with the first one."""
        if of.number > 1:
            await self._skipped(event, SkippedUpdates(of.number - 1, of.names[1:]))

    def _understood(self, update: Update, at: datetime) -> Event | None:
        """The parsed update; one that fails to parse doesn't stop the others."""
        try:
            return read_update(_with_ids(update), self._me, at, self.desk) if self._me else None
        except Exception as error:  # noqa: BLE001 - whatever a form of it that nobody foresaw brings about
            details = {"update": update.update_id, "reason": reason_of(error)}
            log.error("An update could not be understood", extra=details)  # noqa: TRY400
            return None


async def _nothing() -> None:
    pass


def _with_ids(update: Update) -> Update:
    """The update if its chat and person have ids. Raises TypeError otherwise."""
    for each in (update.effective_chat, update.effective_user):
        if each and (type(each.id) is not int or abs(each.id) > LARGEST_NUMBER):
            raise TypeError("An id is no number")
    return update


def _about(raw: Raw) -> str:
    """The file, or the first words, of a message or a button."""
    said: object = next((raw[each] for each in _MESSAGES if each in raw), {})
    press = raw.get("callback_query")
    file = said.get("document") if isinstance(said, dict) else None
    candidates = (
        file.get("file_name") if isinstance(file, dict) else None,
        *((said.get("text"), said.get("caption")) if isinstance(said, dict) else ()),
        press.get("data") if isinstance(press, dict) else None,
    )
    return first_words(next((each for each in candidates if isinstance(each, str) and each), ""))


def _number(raw: object, *path: str) -> int:
    """A number in the JSON, or 0 if it is missing or no number."""
    for key in path:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw if isinstance(raw, int) else 0


def _asked(event: Event, kept: StoredUpdate) -> Event:
    return (
        replace(event, request=replace(event.request, interruption=interruption(kept)))
        if isinstance(event, MessageReceived)
        else event
    )


def _kept(update: Update, raw: Raw, now: datetime) -> StoredUpdate:
    chat, person = update.effective_chat, update.effective_user
    return StoredUpdate(
        name=_name(update.update_id),
        platform=NAME,
        address=TelegramAddress(chat.id).address if chat else "",
        sender=f"{NAME}:{person.id}" if person else "",
        payload=json.dumps(raw, ensure_ascii=False),
        received_at=now,
    )


def _name(number: int) -> str:
    return f"{NAME}:{number}"


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
