"""Parses a Telegram update: a message, a chat that moved or closed, or nothing relevant. Pure."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Document,
    InlineQuery,
    Message,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType, FileSizeLimit

from bot.chat import Attachment, Hears, Media, Request, SearchQuery
from bot.platforms.shared.update_json import all_text
from bot.platforms.telegram.address import GENERAL_TOPIC, NAME, TelegramAddress, decode_start_payload
from bot.platforms.telegram.errors import MAY_NOT_WRITE, TOPIC_CLOSED
from bot.platforms.telegram.events import (
    ButtonPress,
    CardChosen,
    ChatClosed,
    ChatMoved,
    ChatReopened,
    Event,
    InlineQueryReceived,
    MessageReceived,
)
from bot.platforms.telegram.sending.render import STAYS
from briefings.accounts import any_code_in
from briefings.translatable import phrase

COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>\w+))?(?=\s|$)")
GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


class ApiLookup(Protocol):
    """What a request may look up later."""

    async def fetch(self, file_id: str) -> bytes:
        """Downloads a file. Raises DeliveryFailed."""

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Whether a person is an admin of a chat."""


def read_update(update: Update, me: User, now: datetime, desk: ApiLookup) -> Event | None:
    """Parses an update for the bot `me`; None if it isn't meant for it.

    `now` is used as the time of a button press, which Telegram doesn't give.
    """
    event = _read(update, me, now, desk)
    if not isinstance(event, MessageReceived) or event.request.private:
        return event
    hears: Hears = "all" if me.can_read_all_group_messages else "addressed"
    return replace(event, request=replace(event.request, hears=hears))


def _read(update: Update, me: User, now: datetime, desk: ApiLookup) -> Event | None:
    name = f"{NAME}:{update.update_id}"
    if update.callback_query:
        return _press(update.callback_query, name, now, desk)
    if update.inline_query:
        return _lookup(update.inline_query)
    if update.chosen_inline_result:
        chosen = update.chosen_inline_result
        person = f"{NAME}:{chosen.from_user.id}"
        return CardChosen(SearchQuery(person, person, chosen.result_id, chosen.from_user.language_code or ""), name)
    if update.my_chat_member:
        return _membership(update.my_chat_member, name, desk)
    if update.message:
        return _message(update.message, name, me, desk)
    if update.edited_message:
        return _edited(update.edited_message, name, me, desk)
    return None


def _edited(message: Message, update: str, me: User, desk: ApiLookup) -> Event | None:
    """A message that its sender has changed; in a group, one that shows a code to everybody is only looked at."""
    if exposing := _exposing(message, update, desk):
        return exposing
    event = _message(message, update, me, desk)
    if not isinstance(event, MessageReceived):
        return None
    at = message.edit_date or message.date
    if not event.heard:
        return None
    return MessageReceived(event.place, replace(event.request, edited=True, sent_at=at))


def _press(query: CallbackQuery, update: str, now: datetime, desk: ApiLookup) -> Event:
    message = query.message
    if message is None or not query.data:
        return ButtonPress(query.id)
    # One that is out of reach comes with its chat and number alone, so it is neither in a topic nor edited.
    whole = message if isinstance(message, Message) else None
    place = _place(whole) if whole else TelegramAddress(message.chat.id)
    request = Request(
        address=place.address,
        sender=f"{NAME}:{query.from_user.id}",
        line=query.data.lstrip("/"),
        sent_at=now,
        update=update,
        private=message.chat.type == ChatType.PRIVATE,
        sender_name=query.from_user.full_name,
        language=query.from_user.language_code or "",
        pressed=True,
        refetch=desk.fetch,
        administers=_administers(message.chat, query.from_user, desk),
    )
    replaceable = whole is not None and bool(whole.text) and not query.data.startswith(f"{STAYS}/")
    return MessageReceived(place, request, ButtonPress(query.id, whole.message_id if whole and replaceable else None))


def _lookup(query: InlineQuery) -> Event:
    person = f"{NAME}:{query.from_user.id}"
    shown = int(query.offset) if query.offset.isdecimal() else 0
    return InlineQueryReceived(
        query.id, SearchQuery(person, person, query.query, query.from_user.language_code or "", shown)
    )


def _membership(change: ChatMemberUpdated, update: str, desk: ApiLookup) -> Event | None:
    place, private = TelegramAddress(change.chat.id), change.chat.type == ChatType.PRIVATE
    before, after = change.old_chat_member, change.new_chat_member
    if after.status in GONE:
        return ChatClosed(
            place, phrase("The bot was blocked") if private else phrase("The bot was removed from the chat")
        )
    if not _may_write(after):
        return ChatClosed(place, MAY_NOT_WRITE)
    if private or change.chat.type == ChatType.CHANNEL:
        return None  # a person who comes back says /start, and nobody talks to a bot in a channel
    if before.status in GONE:
        return MessageReceived(place, _added(change, update, desk))
    return None if _may_write(before) else ChatReopened(place, MAY_NOT_WRITE)


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or (member.is_member and member.can_send_messages)


def _added(change: ChatMemberUpdated, update: str, desk: ApiLookup) -> Request:
    """Adding the bot to a group counts as /start by the person who did it."""
    person = change.from_user
    return Request(
        address=TelegramAddress(change.chat.id).address,
        sender=f"{NAME}:{person.id}",
        line="start",
        sent_at=change.date,
        implied=True,
        update=update,
        sender_name=person.full_name,
        language=person.language_code or "",
        administers=_administers(change.chat, person, desk),
    )


def _message(message: Message, update: str, me: User, desk: ApiLookup) -> Event | None:
    if message.migrate_to_chat_id:
        return ChatMoved(TelegramAddress(message.chat.id), TelegramAddress(message.migrate_to_chat_id))
    if message.forum_topic_reopened or message.general_forum_topic_unhidden:
        return ChatReopened(_place(message), TOPIC_CLOSED)
    author = _author(message)
    heard = _heard(message, me)
    if author is None or heard is None:
        return _exposing(message, update, desk) or (_silent_file(message, author, update, desk) if author else None)
    line, command = heard
    request = replace(
        _request(message, author, update, desk),
        line=line,
        message=str(message.message_id),
        media=_media(message),
        command=command,
        unnamed=command and not _names(message, me),
        attachments=_attachments(message, desk, with_replied=command),
        replied=str(message.reply_to_message.message_id)
        if _is_reply_to(message, me) and message.reply_to_message
        else "",
        refetch=desk.fetch,
    )
    return MessageReceived(_place(message), request, album=message.media_group_id or "")


def _silent_file(message: Message, author: User | Chat, update: str, desk: ApiLookup) -> Event | None:
    """A file without a caption in a group's album, whose caption another message has."""
    if not message.media_group_id or not message.document or message.caption:
        return None
    request = replace(
        _request(message, author, update, desk), attachments=_attachments(message, desk, with_replied=False)
    )
    return MessageReceived(_place(message), request, album=message.media_group_id, heard=False)


def _exposing(message: Message, update: str, desk: ApiLookup) -> Event | None:
    """A message of a group that is not for us, or was edited: it counts where it shows a code to everybody."""
    author = _author(message)
    if author is None or message.chat.type == ChatType.PRIVATE:
        return None
    request = _request(message, author, update, desk)
    words = message.text or message.caption or ""
    if not any_code_in(f"{request.shown}\n{words}"):
        return None
    return MessageReceived(_place(message), replace(request, line=words, command=False, overheard=True))


def _request(message: Message, author: User | Chat, update: str, desk: ApiLookup) -> Request:
    """Who says something, when and where."""
    private = message.chat.type == ChatType.PRIVATE
    return Request(
        address=_place(message).address,
        sender=f"{NAME}:{author.id}",
        line="",
        sent_at=message.date,
        update=update,
        private=private,
        public=not private,
        shown="" if private else all_text(message.to_dict()),
        forwarded=message.forward_origin is not None,
        sender_name=(author.full_name if isinstance(author, User) else author.title) or "",
        language=(author.language_code if isinstance(author, User) else None) or "",
        administers=_administers(message.chat, author, desk),
    )


def _author(message: Message) -> User | Chat | None:
    """The sender: a person, or the chat in whose name an admin or channel owner writes; never a bot."""
    if message.is_automatic_forward:
        return None
    if message.sender_chat:
        return message.sender_chat
    return None if message.from_user is None or message.from_user.is_bot else message.from_user


def _heard(message: Message, me: User) -> tuple[str, bool] | None:
    """The line addressed to the bot and whether it is a command; None if it isn't addressed to it."""
    private = message.chat.type == ChatType.PRIVATE
    mention, words = _mention(me), message.text or message.caption or ""
    if not words and not message.document:
        spoken_to = _media(message) and (private or _is_reply_to(message, me))
        return ("", False) if spoken_to else None
    command = COMMAND.match(words) or COMMAND.match(mention.sub("", words).strip())
    if command:
        addressed = command["bot"] or me.username or ""
        ours = addressed.casefold() == (me.username or "").casefold()
        return (_line(command["name"], command.string[command.end() :].rstrip()), True) if ours else None
    if private or mention.search(words) or _is_reply_to(message, me):
        return mention.sub("", words).strip().lstrip(",:;").lstrip(), False
    return None


def _mention(me: User) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@])@{re.escape(me.username or '')}(?!\w)\s?", re.IGNORECASE)


def _names(message: Message, me: User) -> bool:
    """Whether a message says that it is meant for the bot: by its place, by its name, or as a reply to it."""
    words = message.text or message.caption or ""
    named = (command := COMMAND.match(words)) and command["bot"]
    return bool(
        message.chat.type == ChatType.PRIVATE or named or _mention(me).search(words) or _is_reply_to(message, me)
    )


def _media(message: Message) -> Media:
    """What a message without words shows or plays; "" for a document."""
    if message.document:
        return "video" if message.animation else ""
    if message.voice or message.audio:
        return "voice"
    if message.sticker:
        return "sticker"
    if message.photo:
        return "photo"
    return "video" if message.video or message.video_note else ""


def _line(name: str, rest: str) -> str:
    """A command's line; after "start" comes the payload of a deep link."""
    return f"{name} {decode_start_payload(rest.strip())}".rstrip() if name.lower() == "start" else name + rest


def _is_reply_to(message: Message, me: User) -> bool:
    # Within a topic each message is, formally, a reply to the message that opened it.
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created or replied.from_user is None:
        return False
    return replied.from_user.id == me.id


def _administers(chat: Chat, author: User | Chat, desk: ApiLookup) -> Callable[[], Awaitable[bool]]:
    async def at_once() -> bool:
        return True

    # In private, and for an administrator who hides behind the group's name, there is nothing to ask.
    return at_once if author.id == chat.id else partial(desk.administers, chat.id, author.id)


def _attachments(message: Message, desk: ApiLookup, *, with_replied: bool) -> tuple[Attachment, ...]:
    document = message.document
    if document is None and with_replied and message.reply_to_message:
        document = message.reply_to_message.document
    return (_attachment(document, desk),) if document else ()


def _attachment(document: Document, desk: ApiLookup) -> Attachment:
    name, key, size = document.file_name or "document", document.file_id, document.file_size
    refused = phrase("The file is empty.") if size == 0 else ""
    if size and size > FileSizeLimit.FILESIZE_DOWNLOAD:
        refused = phrase("Telegram gives bots no file over 20 MB")
    return Attachment(name, size or 0, partial(desk.fetch, key), key, refused)


def _place(message: Message) -> TelegramAddress:
    # Outside topics the thread is only the message that was replied to.
    thread = message.message_thread_id if message.is_topic_message else None
    return TelegramAddress(message.chat.id, None if thread == GENERAL_TOPIC else thread)
