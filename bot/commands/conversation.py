"""Answers one request: identifies the sender, finds the command, runs it, and handles failures."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial

from bot.chat import Direct, MenuEntry, Request, Served, no_direct
from bot.commands import agenda, answers, buttons, exposed_codes, forms, help, home, parsing, undo
from bot.commands.access import Doors, Roles, no_doors
from bot.commands.accounts import people, preferences
from bot.commands.admission import WrongCodes, has_invitation, is_admitted, role_given, unknown_command
from bot.commands.delivery import reminders, schedule, subscriptions
from bot.commands.library import audit, confirm_import, history, library, quotes_timeline_actors, sharing
from bot.commands.natural_language import understanding
from bot.commands.natural_language.replies import reply_line
from bot.commands.phrases.following import KEPT
from bot.commands.registry import Call, Command, Registry, may, registry
from bot.languages import current, known, language_set, msgid, set_language, translate
from bot.message import Buttons, Message, say
from bot.paging import page_of_message
from bot.views import refusals
from bot.views.shared.dates_and_numbers import prefix_of
from briefings.accounts import Chat
from briefings.errors import BadInput, BriefingError, Broken
from briefings.model.delivery import chat_of, platform_of
from briefings.model.people import ROLES, Role
from briefings.service import Briefings

_log = logging.getLogger(__name__)
_TOO_OLD = timedelta(minutes=10)
_FIRST = buttons.ButtonLine("")  # of what comes later, the first page is shown


@cache
def commands() -> Registry:
    """All commands."""
    return registry(
        *(
            (msgid("Analyses"), library),
            (msgid("The whole library"), answers),
            (msgid("Contents"), quotes_timeline_actors),
            (msgid("Sources and checks"), audit),
            (msgid("Revisions"), history),
            (msgid("Events"), agenda),
            (msgid("Reminders and digests"), subscriptions),
        ),
        *(
            (msgid("Snooze and mute"), reminders),
            (msgid("Undo"), undo),
            (msgid("Schedule"), schedule),
            (msgid("This chat"), help),
            (msgid("Settings"), preferences),
            (msgid("Overview"), home),
            (msgid("People and roles"), people),
        ),
    )


def menu() -> tuple[MenuEntry, ...]:
    """All commands as menu entries."""
    return commands().menu()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers requests; `served` holds the platforms that can be sent to, `doors` makes invitation links."""

    briefings: Briefings
    roles: Roles
    clock: Callable[[], datetime]
    served: Served = field(default_factory=dict)
    registry: Registry = field(default_factory=commands)
    doors: Doors = no_doors
    wrong_codes: WrongCodes = field(default_factory=WrongCodes)
    direct: Direct = no_direct

    async def answer(self, request: Request) -> Message | None:
        """The answer, or None if there is none to give. Never raises for a failing command."""
        with language_set(request.language):  # until it is known which language was chosen here
            message = await self._told(request, partial(self._answer, request, self.clock()))
            return message and replace(message, language=current())

    async def _told(self, request: Request, make: Callable[[], Awaitable[Message | None]]) -> Message | None:
        """Builds the message, ready to be sent, or turns an error into a message."""
        try:
            message = await make()
            return message and await self._pressable(message, request, self.clock())
        except BriefingError as error:
            if isinstance(error, Broken):
                _log.error("the database cannot be used", extra={"failure": error})
            names = [each.name for each in self.registry]
            words = say(refusals.prefixed(translate(error.sentence), names, prefix_of(request.address)))
            return replace(words, failed=True)
        except Exception:  # noqa: BLE001 - whatever breaks, the reader gets a reference that the log has too
            reference = secrets.token_hex(2).upper()
            name, _ = parsing.split(request.line)
            _log.exception("An answer broke", extra={"ref": reference, "command": name, "address": request.address})
            return refusals.broken(reference)

    async def _later(self, request: Request, language: str, make: Callable[[], Awaitable[Message]]) -> Message:
        with language_set(language):
            message = await self._told(request, lambda: self._shown(make(), request, _FIRST, later=True)) or Message(())
            return replace(message, language=language)

    async def _answer(self, request: Request, now: datetime) -> Message | None:
        if request.standing == "lost":  # for this, nothing is asked of the database
            return refusals.lost(parsing.without_prefix(request.line), prefix_of(request.address))
        chats = self.briefings.chats
        if request.update and not request.standing and await chats.seen(request.update, now):
            return None
        chat = await chats.chat(request.address)
        given = await self._given(request, chat)
        role = self.roles.of(request.sender, given)
        set_language(await chats.language(chat, request.sender, request.language))
        if restarted := _restarted(request):
            return restarted
        told = await exposed_codes.withdrawn(request, self.briefings, self.roles, self.direct, now)
        if told or request.overheard:
            return told
        guest = not is_admitted(request.sender, chat, given, self.roles)
        if guest and (not has_invitation(request) or request.skipped or self.wrong_codes.too_many(request, now)):
            return await self._outsider(request, now)
        chat = chat if guest else await self._noted(request, chat, now)
        if request.skipped:
            return refusals.skipped(parsing.without_prefix(request.line), request.skipped, prefix_of(request.address))
        if now - request.sent_at > _TOO_OLD:
            said = request.command or request.private
            age, prefix = now - request.sent_at, prefix_of(request.address)
            return refusals.late(parsing.without_prefix(request.line), age, prefix) if said else None
        with self.briefings.intake.carrying_out(request.update):
            if guest:
                return await self._invited(request, chat, role, now)
            return await self._said(request, chat, role, now)

    async def _invited(self, request: Request, chat: Chat, role: Role, now: datetime) -> Message | None:
        """The answer to somebody not let in who gives a code; None to the second wrong one within the hour."""
        try:
            message = await self._said(request, chat, role, now)
        except BriefingError:
            if self.wrong_codes.count(request, now) > 1:
                return None
            raise
        if await self.admits(request.address, request.sender):
            await self._noted(request, chat, now)
        return message

    async def _noted(self, request: Request, chat: Chat, now: datetime) -> Chat:
        """The chat, in which a person's time zone and language are noted; of strangers nothing is kept."""
        chat = await self.briefings.chats.settled(chat, request.locale_zone, now) if request.private else chat
        await self.briefings.chats.hear(chat, request.sender, known(request.language), private=request.private)
        return chat

    async def _said(self, request: Request, chat: Chat, role: Role, now: datetime) -> Message | None:
        """The answer to a person with access."""
        if request.forwarded:
            request = understanding.as_question(request, self.registry)
        asked = await self._line(request, now)
        name, rest = parsing.split(asked.line)
        if name == forms.FORM:
            return await forms.form(rest, request, self.briefings, now, chat.zone)
        if name == sharing.SHARE:
            return await sharing.share(rest, request, self.briefings)
        if name == confirm_import.TAKE:
            token, rest = parsing.split(rest)
            request, name = await confirm_import.confirmed_request(token, request, self.briefings), "import"
        elif request.attachments and not name and not may(role, "editor"):
            name = "import"  # which says who may
        found = self.registry.find(name or "help")
        if request.attachments and may(role, "editor") and (not name or (found is None and not request.command)):
            return await confirm_import.offer_import(request, self.briefings)
        run = partial(self._run, request=request, chat=chat, role=role, now=now)
        if meant := understanding.interpretation_of(name, rest, request, self.registry):
            spoken = understanding.PlainRequest(request, self.briefings, role, now, chat.zone)
            return await self._shown(understanding.answer(meant, spoken, run, self.registry), request, asked)
        if found is None:
            return unknown_command(name, rest, request, self.registry)
        return await self._shown(run(found, rest), request, asked)

    async def admits(self, address: str, sender: str) -> bool:
        """Whether a person is answered in a place."""
        chat = await self.briefings.chats.chat(address)
        given = await role_given(sender, address, chat, self.briefings, self.roles)
        return is_admitted(sender, chat, given, self.roles)

    async def known(self, speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
        """Those speakers, each a chat's address and a sender, of whom one or the other is let in."""
        rest = {each for each in speakers if not (self.roles.open_access or may(self.roles.of(each[1]), "editor"))}
        if not rest:
            return speakers
        there = await self.briefings.people.let_in({name for each in rest for name in (chat_of(each[0]), each[1])})
        return {each for each in speakers if each not in rest or chat_of(each[0]) in there or each[1] in there}

    async def staff(self) -> Mapping[str, Role]:
        """The people with a role above reader, by sender or chat address."""
        people = self.briefings.people
        given: dict[str, Role] = {name: role for role in ROLES[1:] for name in await people.with_role(role)}
        named = {*given, *self.roles.admins, *self.roles.editors}
        return {name: self.roles.of(name, given.get(name)) for name in named}

    async def _given(self, request: Request, chat: Chat) -> Role | None:
        """The role given by invitation."""
        if platform_of(request.address) == "terminal":
            return None
        return await role_given(request.sender, request.address, chat, self.briefings, self.roles)

    async def _outsider(self, request: Request, now: datetime) -> Message | None:
        """The refusal for people without access, at most once an hour per person and chat."""
        if request.implied or await self.briefings.chats.refused(request.address, request.sender, now):
            return None
        ownerless = not self.roles.admins and not self.roles.editors and not await self.briefings.people.any_admin()
        return refusals.outsider(request.sender, prefix_of(request.address), ownerless=ownerless)

    async def _line(self, request: Request, now: datetime) -> buttons.ButtonLine:
        """The typed line, or the line stored under a button's token."""
        name, rest = parsing.split(request.line)
        if name != buttons.KEPT or not request.command:
            replied = bool(request.replied)
            line = await reply_line(request, self.briefings, self.registry, now) if replied else request.line
            return buttons.parse_button_line(line)
        kept = await self.briefings.chats.kept_line(rest)
        if kept is None:
            raise BadInput(refusals.stale_button())
        return buttons.stored_button_line(kept)

    async def _run(
        self, command: Command, rest: str, request: Request, chat: Chat, role: Role, now: datetime
    ) -> Message:
        call = Call(
            request=request,
            args=parsing.words(rest),
            rest=rest,
            briefings=self.briefings,
            now=now,
            zone=chat.zone,
            role=role,
            registry=self.registry,
            served=self.served,
            roles=self.roles,
            doors=self.doors,
            direct=self.direct,
        )
        call.require(command.role, f"{call.prefix}{command.name}")
        if request.verbatim and not call.args:
            raise BadInput("That message has no words to search for.")
        command.check(call.args, call.prefix)
        message = await command.run(call)
        if command.name in KEPT:
            line = f"{command.name} {rest}".strip()
            await self.briefings.chats.answered(request.address, request.sender, line, now)
        return replace(message, once=command.told_once(call.args, message))

    async def _shown(
        self, made: Awaitable[Message], request: Request, asked: buttons.ButtonLine, *, later: bool = False
    ) -> Message:
        """One page of an answer, in place of a pressed button's message; ephemeral answers get a Share button.

        A later part replaces the first one unless it only says why it failed.
        """
        if request.whole:
            message = await made
            return replace(message, blocks=tuple(each for each in message.blocks if not isinstance(each, Buttons)))
        message = page_of_message(await made, asked.page)
        if platform_of(request.address) != "terminal":
            message = buttons.with_back_button(message, asked.back)
        keeps = message.unchanged or (later and not message.line)
        message = replace(message, replaces=request.pressed and not keeps)
        if not request.hidden or request.private or not message.blocks:
            return message
        chats, now = self.briefings.chats, self.clock()
        blocks = await buttons.with_short_payloads(message.blocks, request.address, chats, now)
        return await sharing.shareable(replace(message, blocks=blocks), request, self.briefings)

    async def _pressable(self, message: Message, request: Request, now: datetime) -> Message:
        """Replaces long button lines with tokens, except in the terminal, where they are read."""
        if message.later is not None:
            message = replace(message, later=partial(self._later, request, current(), message.later))
        if platform_of(request.address) == "terminal":
            return message
        return replace(
            message,
            blocks=await buttons.with_short_payloads(message.blocks, request.address, self.briefings.chats, now),
        )


def _restarted(request: Request) -> Message | None:
    """The message for a request interrupted by a restart, or None if it can be answered normally."""
    line, prefix = parsing.without_prefix(request.line), prefix_of(request.address)
    if request.standing == "saved":
        return refusals.already_done(line, prefix)
    return refusals.abandoned(line, prefix) if request.standing == "hopeless" else None
