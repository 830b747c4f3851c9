"""Senders: all that is known of a chat and of who says something there, looked up at once before an answer is made."""

from dataclasses import dataclass
from datetime import datetime

from briefings.accounts.chats import ANSWER, LENGTH, QUESTION, Chat, chat_in, question_in
from briefings.model.delivery import chat_of
from briefings.model.marking import Marking, Viewer
from briefings.model.people import ROLES, Role
from briefings.store import Connection, Store
from briefings.store.accounts import chats
from briefings.store.markings import clearances


@dataclass(frozen=True, slots=True)
class Sender:
    """A chat and a person who says something there.

    `own` are the person's settings, `role` was given to the person or chat, `asked` is the command line that the words
    complete ("" if none), `answered` the one answered last, `viewer` is for whom the answer is. `is_noted`: it is known
    whose direct messages these are.
    """

    chat: Chat
    own: Chat
    role: Role | None
    asked: str
    answered: str
    viewer: Viewer
    is_noted: bool

    @property
    def length(self) -> str:
        """The default length of summaries."""
        return self.chat.length or self.own.length or LENGTH


class Senders:
    """The senders in a store; `zone` is the default time zone, `default` the marking of unmarked analyses."""

    def __init__(self, store: Store, zone: str, default: Marking) -> None:
        self._store, self._zone, self._default = store, zone, default

    async def look_up(self, address: str, person: str, now: datetime, *, private: bool) -> Sender:
        """What is known of a person in a place; `private` says that nobody else reads there."""
        chat = chat_of(address)
        question, answer = QUESTION.format(sender=person), ANSWER.format(sender=person)

        holders = {address, chat, person}

        def step(connection: Connection) -> Sender:
            kept = chats.several(connection, {chat, person})
            standing = clearances.standing_of(connection, holders)
            shown = chats.message_contexts(connection, address, [question, answer])
            asked = question_in(shown.get(question, ""), now)
            readers = {address, chat, *([person] if private else ())}
            viewer = standing.viewer(readers, self._default, now).reading_in(*readers)
            is_noted = chat == person or not private or person in clearances.people_at(connection, [chat]).get(chat, ())
            role = standing.roles.get(person) or (ROLES[0] if chat in standing.roles else None)
            here, own = (chat_in(kept[each], self._zone) for each in (chat, person))
            return Sender(here, own, role, asked, shown.get(answer, ""), viewer, is_noted)

        return await self._store.look_up(step)
