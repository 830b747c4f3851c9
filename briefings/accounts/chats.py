"""Chats: time zone, quiet hours, access, reading context, and updates already answered."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from briefings.errors import BadInput
from briefings.model.analysis import Analysis
from briefings.model.audit_log import Record
from briefings.model.delivery import chat_of
from briefings.model.schedule.due import next_fire
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.parsing.zones import zone_named
from briefings.reminders.followers import Followers
from briefings.store import Connection, Store, analyses, current_update, intake, subscriptions
from briefings.store.accounts import audit_log, chats, people
from briefings.store.accounts import chats as rows
from briefings.store.accounts.people import lower_clearance
from briefings.store.outbox import pending
from briefings.store.retention import erasure, hidden_answers

ANSWER = "answer to {sender}"
LENGTH = "medium"  # of summaries, where nobody has chosen another one
QUESTION = "question to {sender}"
_WRONG_CODES = "wrong codes of {sender} from {hour}"
_ANSWERED_WITHIN = timedelta(minutes=15)  # an answer to a question that the bot asked
_TOKEN_LENGTH = 16  # hexadecimal digits
_KEY_BYTES = 9
PASTED = rows.TEXT  # before the key of a long text, in place of a platform's key of a file
_SAME_READING = timedelta(minutes=10)  # for so long a person who asks on is not noted anew


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat's settings; `zone` is an IANA name, `paused` is the reason why nothing is sent there."""

    address: str
    zone: str
    opened_by: str = ""
    paused: str = ""
    quiet: QuietHours | None = None
    language: str = ""  # the tag that was chosen, "" where each is answered in the language of their client
    heard: str = ""  # the tag of a language that is spoken there
    length: str = ""  # of summaries: "short", "medium" or "long", "" where nobody has chosen
    own_zone: bool = False  # the zone was chosen there, or is the person's
    open_settings: bool = False  # in a group everybody may change them
    person: str = ""  # whose direct messages these are, where their address is another


def chat_in(kept: rows.StoredChat, zone: str) -> Chat:
    """A chat by its stored data and the default time zone."""
    chosen = (kept.quiet, kept.language, kept.heard, kept.length, bool(kept.zone), kept.open_settings, kept.person)
    return Chat(kept.address, kept.zone or zone, kept.opened_by, kept.paused, *chosen)


def question_in(kept: str, now: datetime) -> str:
    """The command line that is awaited, by what was noted of it; "" if none is, or not lately."""
    at, _, line = kept.partition(" ")
    return line if line and abs(now - datetime.fromisoformat(at)) <= _ANSWERED_WITHIN else ""


def language_in(chat: Chat, own: Chat, client: str) -> str:
    """The language tag for a person in a chat: the chat's, their own, or their client's."""
    return chat.language or own.language or client or chat.heard


class Chats:
    """The chats in a store; `zone` is the default time zone."""

    def __init__(self, store: Store, zone: str) -> None:
        self._store = store
        self._zone = zone
        self._followers = Followers(zone)

    async def seen(self, update: str, now: datetime) -> bool:
        """Whether an update was seen before; marks it as seen."""
        return not await self._store.write(
            lambda connection: rows.first_time(connection, update, now), bookkeeping=True
        )

    async def refused(self, address: str, sender: str, now: datetime) -> bool:
        """Whether this person was already refused within the hour, since access last changed."""
        refusal = f"{rows.REFUSED}{address}:{sender}:{now:%Y-%m-%dT%H}"
        return await self._store.look_up(lambda connection: rows.noted(connection, refusal)) or await self.seen(
            refusal, now
        )

    async def chat(self, address: str) -> Chat:
        """The chat of an address or of a thread's address."""
        kept = await self._store.look_up(lambda connection: rows.get(connection, chat_of(address)))
        return chat_in(kept, self._zone)

    async def open(self, address: str, by: str, now: datetime, *, resumes: bool = True, opener: str = "") -> bool:
        """Opens a chat and, if it `resumes`, its paused messages; true if there were any.

        `by` names the person in words. The chat's clearance is no higher than that of its `opener`.
        """
        chat = chat_of(address)

        def step(connection: Connection) -> bool:
            before = rows.get(connection, chat).opened_by
            paused = subscriptions.paused_in(connection, chat)
            rows.put(connection, chat, opened_by=by, opened_at=now)
            if resumes:
                rows.put(connection, chat, paused="")
                subscriptions.pause(connection, chat, "")
            if not before:
                audit_log.note(connection, Record(now, by, "opened", chat))
                lower_clearance(connection, chat, opener, by, now)
            return paused and resumes

        return await self._store.write(step)

    async def resume(self, address: str) -> bool:
        """Resumes paused messages of an open chat; true if there were any."""
        chat = chat_of(address)

        def step(connection: Connection) -> bool:
            paused = subscriptions.paused_in(connection, chat)
            if paused:
                rows.put(connection, chat, paused="")
                subscriptions.pause(connection, chat, "")
            return paused

        return await self._store.write(step)

    async def zones(self) -> list[str]:
        """All zones chosen by chats."""
        return await self._store.read(lambda connection: sorted(rows.zones(connection)))

    async def is_open(self, address: str) -> bool:
        """Whether the chat has been opened."""
        return bool((await self.chat(address)).opened_by)

    async def set_zone(self, address: str, zone: str, now: datetime) -> None:
        """Sets a chat's zone; its digests and reminders keep their wall time."""
        chat = chat_of(address)

        def step(connection: Connection) -> None:
            rows.put(connection, chat, zone=zone)
            for order in subscriptions.of_chat(connection, chat):
                if order.zone is None:
                    due_at = next_fire(order.days, order.at, zone, now, order.skips)
                    subscriptions.advance(connection, [order.id], due_at)
            self._followers.settle_in(connection, chat, now)

        await self._store.write(step)

    async def settled(self, chat: Chat, zone: str, now: datetime) -> Chat:
        """The chat; if it has no zone yet, a valid zone of the person becomes its zone."""
        if not zone or chat.own_zone:
            return chat
        try:
            named = zone_named(zone)
        except BadInput:
            return chat
        await self.set_zone(chat.address, named, now)
        return replace(chat, zone=named, own_zone=True)

    async def set_quiet(self, address: str, quiet: QuietHours | None, now: datetime) -> None:
        """Sets or removes a chat's quiet hours, and holds or releases pending deliveries accordingly."""
        chat = chat_of(address)

        def step(connection: Connection) -> None:
            rows.put(connection, chat, quiet=str(quiet) if quiet else "")
            self._followers.settle_in(connection, chat, now)

        await self._store.write(step)

    async def language(self, chat: Chat, sender: str, client: str) -> str:
        """The language tag for a person in a chat: the chat's, their own, or their client's."""
        own = chat if sender == chat.address or chat.language else await self.chat(sender)
        return language_in(chat, own, client)

    async def chosen_languages(self) -> Mapping[str, str]:
        """The language tags of the chats that chose one."""
        return await self._store.look_up(rows.chosen_languages)

    async def set_language(self, addresses: Iterable[str], tag: str) -> None:
        """Sets the language of chats; "" follows each person's client."""

        def step(connection: Connection) -> None:
            for chat in {chat_of(address) for address in addresses}:
                rows.put(connection, chat, language=tag)

        await self._store.write(step)

    async def length(self, address: str, sender: str) -> str:
        """The default summary length: the chat's, the person's, or "medium"."""

        def chosen(connection: Connection) -> str:
            kept = rows.several(connection, [chat_of(address), sender])
            return kept[chat_of(address)].length or kept[sender].length

        return await self._store.look_up(chosen) or LENGTH

    async def set_length(self, addresses: Iterable[str], length: str) -> None:
        """Sets the default summary length of chats; "" removes it."""

        def step(connection: Connection) -> None:
            for chat in {chat_of(address) for address in addresses}:
                rows.put(connection, chat, length=length)

        await self._store.write(step)

    async def set_open_settings(self, address: str, *, open_: bool) -> None:
        """Sets whether everyone in a group may change its settings."""
        await self._store.write(lambda connection: rows.put(connection, chat_of(address), open_settings=open_))

    async def note_language(self, chat: Chat, sender: str, tag: str, *, private: bool) -> None:
        """Notes the language of a client, used for pushed messages if none is chosen.

        In a direct message the latest counts, in a group the first.
        """
        if not tag or chat.heard == tag or (chat.heard and not private):
            return

        def step(connection: Connection) -> None:
            for address in {chat.address, sender} if private else {chat.address}:
                rows.put(connection, address, heard=tag)

        await self._store.write(step)

    async def note_person(self, chat: Chat, sender: str) -> None:
        """Notes whose direct messages a chat is, so that what either was shown is told once."""
        if sender not in (chat.address, chat.person):
            await self._store.write(lambda connection: rows.put(connection, chat.address, person=sender))

    async def current(self, address: str, sender: str) -> int | None:
        """The analysis a person asked for last in this place."""
        return await self._store.look_up(lambda connection: rows.reading(connection, address, sender))

    async def remember(
        self, address: str, sender: str, analysis: Analysis, now: datetime, *, read: bool = False
    ) -> None:
        """Notes the analysis a person asked for, and its revision if they `read` it."""

        def noted(connection: Connection) -> bool:
            asked, kept = rows.last_asked(connection, address, sender)
            if asked != analysis.id or not read:
                return asked == analysis.id
            return kept is not None and kept.revision == analysis.revision and now - kept.at < _SAME_READING

        def note(connection: Connection) -> None:
            if not analyses.stays(connection, analysis.id):
                return
            rows.put_asked(connection, address, sender, analysis.id, now)
            if read:
                rows.put_read(connection, address, sender, analysis.id, analysis.revision, now)

        if not await self._store.look_up(noted):
            await self._store.write(note, durable=False, bookkeeping=True)

    async def show(self, address: str, messages: Sequence[str], about: str, now: datetime) -> None:
        """Notes what the bot's messages in a place are about: "a12", "a12 3" or "e5"."""
        await self._store.write(self.showing(address, messages, about, now), bookkeeping=True)

    def showing(self, address: str, messages: Sequence[str], about: str, now: datetime) -> Callable[[Connection], None]:
        """The same as a step of a larger transaction."""
        return lambda connection: chats.set_message_context(connection, address, messages, about, now)

    async def shown(self, address: str, message: str) -> str:
        """What one of the bot's messages is about, or "" if unknown."""
        return await self._store.look_up(lambda connection: chats.message_context(connection, address, message))

    async def answered(self, address: str, sender: str, line: str, now: datetime) -> None:
        """Notes the last command line answered for a person in a place."""
        await self._store.note(self.showing(address, [ANSWER.format(sender=sender)], line, now))

    async def last_line(self, address: str, sender: str) -> str:
        """The last command line answered for a person in a place, or ""."""
        return await self.shown(address, ANSWER.format(sender=sender))

    async def note(self, address: str, name: str, words: str, now: datetime) -> None:
        """Notes words about a place under a name, in place of earlier ones; "" lets them go."""
        await self._store.write(self.noting(address, name, words, now), bookkeeping=True)

    def noting(self, address: str, name: str, words: str, now: datetime) -> Callable[[Connection], None]:
        """The same as a step of a larger transaction."""
        return self.showing(address, [name], words and f"{now.isoformat()} {words}", now)

    async def noted(self, address: str, name: str, now: datetime, within: timedelta) -> str:
        """The words that were noted about a place under a name within a time; "" for none."""
        at, _, words = (await self.shown(address, name)).partition(" ")
        return words if words and abs(now - datetime.fromisoformat(at)) <= within else ""

    async def wait_for(self, address: str, sender: str, line: str, now: datetime) -> None:
        """Notes the command line that a person's next words in a place complete; "" if none is awaited any more."""
        await self.note(address, QUESTION.format(sender=sender), line, now)

    async def count_wrong_code(self, address: str, sender: str, now: datetime) -> int:
        """Counts a wrong code of a person in a place; returns how many there were within this hour."""
        name = _WRONG_CODES.format(sender=sender, hour=f"{now:%Y-%m-%dT%H}")

        def step(connection: Connection) -> int:
            number = int(chats.message_context(connection, address, name) or 0) + 1
            chats.set_message_context(connection, address, [name], str(number), now)
            return number

        return await self._store.write(step, bookkeeping=True)

    async def wrong_codes(self, address: str, sender: str, now: datetime) -> int:
        """How many wrong codes of a person in a place there were within this hour."""
        name = _WRONG_CODES.format(sender=sender, hour=f"{now:%Y-%m-%dT%H}")
        return int(await self.shown(address, name) or 0)

    async def forget(self, address: str, now: datetime, *, by: str = "", person: str = "") -> int:
        """Erases the data of a chat and its threads, and the person's settings; returns the number of records.

        An open chat is closed, which the audit log records; `by` names the person in words.
        """
        chat = chat_of(address)

        def step(connection: Connection) -> int:
            opened = bool(rows.get(connection, chat).opened_by)
            was_let_in = opened or people.role_of(connection, [chat]) == "reader"
            intake.erase(connection, chat, but=current_update())
            gone = erasure.erase(connection, chat)
            if person:
                gone += rows.clear_settings(connection, person)
            if was_let_in:
                audit_log.note(connection, Record(now, erasure.ERASED if person else by, "forgotten", erasure.ERASED))
            return gone

        return await self._store.write(step)

    async def move(self, old: str, new: str, now: datetime) -> None:
        """Moves a chat's data to its new address."""
        await self._store.write(lambda connection: erasure.move(connection, old, new, now))

    async def close(self, address: str, reason: str, now: datetime) -> None:
        """Pauses messages to a chat that is gone, with a reason for people."""

        def step(connection: Connection) -> None:
            rows.put(connection, address, paused=reason)
            subscriptions.pause(connection, address, reason)
            pending.cancel_to(connection, address, reason, now)

        await self._store.write(step)

    async def reopen(self, address: str, reason: str) -> None:
        """Resumes what was paused in a chat or thread for exactly this reason."""

        def step(connection: Connection) -> None:
            subscriptions.resume(connection, address, reason)
            rows.resume(connection, address, reason)

        await self._store.write(step)

    async def keep_lines(
        self, lines: Iterable[str], address: str, now: datetime, *, once: bool = False
    ) -> Mapping[str, str]:
        """Stores command lines of buttons and returns a short token for each.

        `once` says that their message isn't made again after a restart, so they are stored before it is sent.
        """
        tokens = {says: _token(address, says) for says in lines}
        write = partial(self._store.write, bookkeeping=True) if once else self._store.note
        await write(lambda connection: rows.store_button_lines(connection, tokens, address, now))
        return tokens

    async def keep_line(self, says: str, address: str, now: datetime) -> str:
        """The token under which one long button line is stored."""
        return (await self.keep_lines([says], address, now))[says]

    async def keep_text(self, text: str, address: str, now: datetime) -> str:
        """Stores a long text that waits for a yes, for a day at most; returns its key, for `kept_line`."""
        key = f"{PASTED}{secrets.token_urlsafe(_KEY_BYTES)}"
        await self._store.write(
            lambda connection: rows.store_button_lines(connection, {text: key}, address, now), bookkeeping=True
        )
        return key

    async def drop_text(self, key: str) -> None:
        """Deletes a text that is not wanted."""
        await self._store.write(lambda connection: rows.drop_line(connection, key), bookkeeping=True)

    async def hide_answer(self, answer: str, address: str, now: datetime) -> str:
        """Stores an ephemeral answer, identical ones of a chat once, and returns its token."""
        token = _token(address, answer)
        await self._store.note(lambda connection: hidden_answers.put(connection, token, address, answer, now))
        return token

    async def hidden_answer(self, token: str) -> str | None:
        """The stored answer of a token; None if it is gone."""
        return await self._store.look_up(lambda connection: hidden_answers.get(connection, token))

    async def kept_line(self, token: str) -> str | None:
        """The stored command line of a token; None if it is gone."""
        return await self._store.look_up(lambda connection: rows.button_line(connection, token))


def _token(address: str, words: str) -> str:
    return sha256(f"{address}\n{words}".encode()).hexdigest()[:_TOKEN_LENGTH]
