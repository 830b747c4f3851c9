"""The chats of the Telegram that tests talk to, and what was posted in them."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_rules import (
    Refused,
    bad,
    check_entities,
    check_keyboard,
    check_parse_mode,
    check_text,
    pinged,
)

BOT = {"id": 4242, "is_bot": True, "first_name": "Readout", "username": "ReadoutTestBot"}

Params = dict[str, Any]


@dataclass
class FakeChat:
    id: int
    type: str = "private"
    is_forum: bool = False
    topics: dict[int, bool] = field(default_factory=dict)  # number -> whether it is open
    members: dict[int, str] = field(default_factory=dict)  # person -> status
    refusal: Refused | None = None  # what every attempt to write here meets

    def json(self) -> Params:
        name = {"first_name": "Ada"} if self.type == "private" else {"title": "A group"}
        return {"id": self.id, "type": self.type, **name} | ({"is_forum": True} if self.is_forum else {})


@dataclass(frozen=True)
class Post:
    """A message as it stands in a chat after a call was accepted."""

    method: str
    chat: FakeChat
    id: int
    thread: int | None
    text: str
    entities: list[Params]
    keyboard: list[list[Params]]
    file: tuple[str, bytes] | None
    params: Params
    at: float  # seconds, monotonic

    @property
    def pinged(self) -> list[str]:
        return pinged(self.text, self.entities)

    def json(self) -> Params:
        words = {"caption": self.text, "document": {"file_id": "f", "file_unique_id": "u"}} if self.file else {}
        topic = {"message_thread_id": self.thread, "is_topic_message": True} if self.thread else {}
        base = {"message_id": self.id, "date": int(time.time()), "chat": self.chat.json(), "from": BOT}
        return base | (words or {"text": self.text}) | topic


class Chats:
    """Takes messages and edits, or refuses them; `posts` are those taken, in order."""

    def __init__(self) -> None:
        self.known: dict[int, FakeChat] = {}
        self.posts: list[Post] = []
        self.deleted: list[int] = []
        self._numbers = iter(range(1000, 10**9))

    def send(self, method: str, params: Params, words: str, limit: int) -> Params:
        self.check_writable(params)
        thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        post = self._post(method, params, words, limit, next(self._numbers), thread)
        self.posts.append(post)
        return post.json()

    def edit(self, params: Params) -> Params:
        found = self._posted(params)
        if found.file:
            raise bad("there is no text in the message to edit")
        new = self._post("editMessageText", params, "text", 4096, found.id, found.thread)
        if (new.text, new.entities, new.keyboard) == (found.text, found.entities, found.keyboard):
            raise bad("message is not modified: specified new message content and reply markup are the same")
        self.posts.append(new)
        return new.json()

    def edit_keyboard(self, params: Params) -> Params:
        found = self._posted(params)
        if check_keyboard(params.get("reply_markup"), found.chat.type) == found.keyboard:
            raise bad("message is not modified: specified new message content and reply markup are the same")
        return found.json()

    def delete(self, params: Params) -> None:
        gone = self._posted(params)
        self.deleted.append(gone.id)

    def check_writable(self, params: Params) -> None:
        chat = self.known.get(int(params["chat_id"]))
        if chat is None:
            raise bad("chat not found")
        if chat.refusal:
            raise chat.refusal
        if "message_thread_id" in params:
            thread = int(params["message_thread_id"])
            if thread not in chat.topics:
                raise bad("message thread not found")
            if not chat.topics[thread]:
                raise bad("TOPIC_CLOSED")

    def _post(self, method: str, params: Params, words: str, limit: int, number: int, thread: int | None) -> Post:
        check_parse_mode(params.get("parse_mode"))
        given = params.get(words, "")
        shown = check_text(given, limit, may_be_empty=words == "caption")
        entities = check_entities(given, params.get("entities" if words == "text" else "caption_entities"))
        chat = self.known[int(params["chat_id"])]
        keyboard = check_keyboard(params.get("reply_markup"), chat.type)
        file = params.get("document") or params.get("photo")
        return Post(method, chat, number, thread, shown, entities, keyboard, file, params, time.monotonic())

    def _posted(self, params: Params) -> Post:
        place = (int(params["chat_id"]), int(params["message_id"]))
        found = [post for post in self.posts if (post.chat.id, post.id) == place]
        if not found or found[-1].id in self.deleted:
            raise bad("message to edit not found")
        return found[-1]
