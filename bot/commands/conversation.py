"""Answers one request in five steps: identify, admit, interpret, run, dress."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

from bot.chat import (
    LONGEST_LINE,
    TOO_LONG,
    Direct,
    IsMember,
    MenuEntry,
    Request,
    Served,
    WebPages,
    always_member,
    no_direct,
)
from bot.commands import (
    agenda,
    answers,
    buttons,
    compare,
    forms,
    help,
    home,
    outlook,
    start,
    status,
    undo,
)
from bot.commands.accounts import forget, language, markings, people, preferences, time_zone, tokens, webhooks
from bot.commands.accounts.marking_heads import errors_marked, with_marking_of_content, with_marking_of_names
from bot.commands.delivery import feed, reminders, schedule, subscriptions
from bot.commands.library import (
    audit,
    confirm_import,
    facts,
    history,
    library,
    quotes_timeline_actors,
    reading_room,
    sharing,
)
from bot.commands.library.pasted_text import is_long_text
from bot.commands.library.sent_links import is_bare_link, takes_no_link
from bot.commands.memory.awaited_answers import (
    PROPOSED,
    completes,
    keeps_question,
    proposal,
    proposed_line,
    said_with_reason,
)
from bot.commands.memory.awaited_answers import answers as answers_question
from bot.commands.memory.edited_messages import note_misunderstood, reads_again
from bot.commands.memory.repeated_lines import is_repeated, note_change
from bot.commands.natural_language import natural_language
from bot.commands.natural_language.natural_language import reply_line
from bot.commands.permissions import Access, InvitationLinks, Roles, allows, no_invitation_links
from bot.commands.phrases import Interpretation
from bot.commands.phrases.variation import KEPT, with_place_by_id
from bot.commands.registry import Call, Command, Registry, line_words, registry, split_line, without_prefix
from bot.commands.shortcuts import opened_line
from bot.languages import current, known, language_set, msgid, note_typed, set_language, translate
from bot.message import Message, quoted_spans, say
from bot.paging import PAGE_UNITS, page_of_message
from bot.splitting import without_echo
from bot.views import refusals
from bot.views.accounts.markings import with_marking
from bot.views.natural_language import ask_which, refused
from bot.views.shared.names_and_dates import in_quotes, prefix_of
from bot.views.shared.place_links import with_place_links
from bot.views.shared.statement_marks import with_marks
from briefings.accounts import Chat, Sender, language_in, looks_like_code, looks_like_link_code
from briefings.errors import BadInput, BriefingError, Broken, Busy, NotFound, new_reference
from briefings.library import Stamp
from briefings.model.delivery import platform_of
from briefings.model.intake import Change
from briefings.model.marking import Viewer, viewing
from briefings.model.people import Role
from briefings.service import Briefings

_log = logging.getLogger(__name__)
_TOO_OLD = timedelta(minutes=10)
SAY = "say"  # what a button says before plain words that it sends again
_FIRST = buttons.ButtonLine("")  # of what comes later, the first page is shown
_NONE, _EMPTY = Interpretation(), Message(())


@cache
def commands() -> Registry:
    """The registry of every command, grouped as `/help` lists them."""
    return registry(
        *(
            (msgid("Analyses"), library),
            (msgid("Facts and numbers"), facts),
            (msgid("The whole library"), answers, compare),
            (msgid("Contents"), quotes_timeline_actors),
            (msgid("Sources and checks"), audit),
            (msgid("Reading room"), reading_room),
            (msgid("Changes"), history),
            (msgid("Events"), agenda),
            (msgid("Outlook"), outlook),
            (msgid("Reminders and digests"), reminders, subscriptions),
        ),
        *(
            (msgid("Undo"), undo),
            (msgid("Schedule"), schedule),
            (msgid("This chat"), start, help, status, time_zone, language, forget),
            (msgid("Settings"), preferences),
            (msgid("Overview"), home),
            (msgid("People and roles"), people),
            (msgid("Who may see what"), markings),
            (msgid("Tokens"), tokens),
            (msgid("Webhooks"), webhooks),
            (msgid("Feeds"), feed),
        ),
    )


def menu() -> tuple[MenuEntry, ...]:
    """All commands as menu entries."""
    return commands().menu()


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request on its way to its answer, with what the steps before have found out; `said` is its line as it came.

    identify  `chat`, `sender`, `role`; a `guest` is somebody without access
    admit     `chat` with the person's time zone
    complete  `proposed` if the sender was asked last whether to make a change
    interpret `line` with its page; the `command` with the `rest` of the line, or else the `meaning` of plain words
    run       `message`
    """

    request: Request
    now: datetime
    chat: Chat
    sender: Sender | None = None
    said: str = ""
    role: Role = "reader"
    guest: bool = False
    line: buttons.ButtonLine = _FIRST
    command: Command | None = None
    rest: str = ""
    meaning: Interpretation = _NONE
    proposed: bool = False
    message: Message = _EMPTY


Step = Callable[[RequestContext], Awaitable[RequestContext | Message | None]]  # a message, or None, ends the way


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers requests; `served` holds the platforms that can be sent to, `invitation_links` makes invitation links."""

    briefings: Briefings
    roles: Roles
    clock: Callable[[], datetime]
    served: Served = field(default_factory=dict)
    registry: Registry = field(default_factory=commands)
    invitation_links: InvitationLinks = no_invitation_links
    direct: Direct = no_direct
    is_member: IsMember = always_member
    web: WebPages = field(default_factory=WebPages)
    page_units: int = PAGE_UNITS  # of UTF-16, which a page of an answer has at most

    @property
    def access(self) -> Access:
        """The rules of access with the present settings of this conversation."""
        return Access(self.briefings, self.roles, self.direct, frozenset(self.served))

    async def answer(self, request: Request) -> Message | None:
        """The answer, or None if there is none to give. Never raises for a failing command."""
        with (
            language_set(request.language),  # until it is known which language was chosen here
            self.briefings.intake.answering(request.update) as change,
        ):
            message = await self._or_failure(request, partial(self._steps, request), change)
            if message or not request.edited:
                await self._note_misunderstood(request, message)
            if message and request.pressed:
                message = buttons.with_toast(message)
            return message and replace(without_echo(message, request.line), language=current())

    async def _note_misunderstood(self, request: Request, message: Message | None) -> None:
        try:
            await note_misunderstood(self.briefings, request, message, self.clock())
        except Exception:  # noqa: BLE001 - the answer is made, whatever becomes of the note
            _log.exception("a message that wasn't understood was not noted", extra={"address": request.address})

    async def _steps(self, request: Request) -> Message | None:
        """The whole way of a request: identify, admit, leave out repetitions, complete a question that was asked,
        redirect, offer an import, interpret, run, dress.

        Each step adds to the context, or ends it with a message or with None.
        """
        context = RequestContext(request, self.clock(), Chat(request.address, "UTC"), said=request.line)
        identified = await self._identify(context)
        if not isinstance(identified, RequestContext):
            return identified and await self._pressable(identified, context)
        with viewing(await self._viewer(identified)):
            return await self._answered(identified)

    async def _viewer(self, context: RequestContext) -> Viewer:
        """For whom the answer is; it is noted whose direct messages these are."""
        request, sender = context.request, context.sender or await self._sender(context)
        if request.private and not context.guest and not sender.is_noted:
            await self.briefings.markings.note_direct(request.address, request.sender)
        return sender.viewer

    async def _sender(self, context: RequestContext) -> Sender:
        request = context.request
        senders = self.briefings.senders
        return await senders.look_up(request.address, request.sender, context.now, private=request.private)

    async def _answered(self, context: RequestContext) -> Message | None:
        """The way of a request whose chat and sender are known."""
        steps: tuple[Step, ...] = (
            *(self._admit, self._once, self._complete),
            *(self._redirect, self._offer_text, self._interpret, self._run),
        )
        try:
            async with errors_marked(self.briefings):
                for step in steps:
                    result = await step(context)
                    if not isinstance(result, RequestContext):
                        return result and await self._pressable(await self._headed(result), context)
                    context = result
                return await self._dress(context)
        except BriefingError:
            if context.guest and await self.access.count_wrong_code(context.request, context.now) > 1:
                return None  # to the second wrong code within the hour
            raise

    async def _identify(self, context: RequestContext) -> RequestContext | Message | None:
        """Finds the chat, the sender's role and the language. Ends for an update answered before or cut off."""
        request = context.request
        if request.interruption == "lost":  # for this, nothing is asked of the database
            return refusals.lost(without_prefix(request.line), prefix_of(request.address))
        if await self._seen(request, context.now):
            return None
        sender = await self._sender(context)
        chat, given = sender.chat, None
        if platform_of(request.address) != "terminal":
            given = await self.access.role_or_linked(request.sender, chat, sender.role)
        set_language(language_in(chat, sender.own, request.language))
        note_typed("" if request.command or chat.language or sender.own.language else request.line)
        if request.interruption == "saved":
            return await self._saved_before(request, context.now)
        if request.interruption == "hopeless":
            return refusals.abandoned(without_prefix(request.line), prefix_of(request.address))
        guest = await self.access.is_guest(request, chat, given)
        role = self.roles.of(request.sender, given)
        return replace(context, chat=chat, sender=sender, role=role, guest=guest)

    async def _saved_before(self, request: Request, now: datetime) -> Message:
        """What is told after a restart of a request whose change is saved."""
        line = request.line
        with suppress(BadInput):  # the line of a button that is gone by now
            line = (await self._line(request, now)).line
        await self._note_unrecorded(request, line, now)
        files = [each.name for each in request.attachments]
        return refusals.already_done(without_prefix(request.line), prefix_of(request.address), files)

    async def _note_unrecorded(self, request: Request, line: str, now: datetime) -> None:
        """Keeps /undo from the change before one whose record a killed process did not write any more."""
        found = self.registry.find(split_line(without_prefix(line))[0])
        if found is None or found.name != "undo":
            command, since = found.name if found else "say", request.sent_at
            undo_log = self.briefings.undo_log
            await undo_log.note_unrecorded(command, 1, request.address, request.sender, since, now)

    async def _seen(self, request: Request, now: datetime) -> bool:
        """Whether an update was answered before; one that the intake has in hand comes from there once."""
        if not request.update or request.interruption or self.briefings.intake.has(request.update):
            return False
        return await self.briefings.chats.seen(request.update, now)

    async def _admit(self, context: RequestContext) -> RequestContext | Message | None:
        """Lets in people with access, and guests with a code. Ends for all others, and for what comes too late."""
        request = context.request
        warning = await self.access.exposed(request, context.now)
        overheard = request.edited and not await reads_again(self.briefings, request, context.now)
        if warning or request.overheard or overheard or self._is_for_another_bot(request):
            return warning
        if context.guest and (not _has_code(request) or await self.access.ignores(request, context.now)):
            return await self.access.refusal(request, context.now)
        chat = context.chat if context.guest else await self._noted(context)
        line, prefix = without_prefix(request.line), prefix_of(request.address)
        if request.skipped:
            return refusals.skipped(line, request.skipped, prefix, request.skipped_names)
        if (age := context.now - request.sent_at) > _TOO_OLD:
            return await self._late(context, age) if request.command or request.private else None
        return replace(context, chat=chat)

    def _is_for_another_bot(self, request: Request) -> bool:
        """Whether a command in a group that names no bot is none of ours, nor one of ours with a slip."""
        name, _rest = split_line(request.line[:LONGEST_LINE])
        return request.unnamed and not (self.registry.find(name) or self.registry.mistyped(name))

    async def _late(self, context: RequestContext, age: timedelta) -> Message:
        """What came too late, quoted as it was typed, with a button that runs it or imports its files."""
        request = context.request
        if request.attachments and allows(context.role, "import"):
            offered = await confirm_import.offer_import(request, self.briefings, _today(context))
            return replace(offered, blocks=(*refusals.late("", age, "").blocks, *offered.blocks))
        if isinstance(redirected := await self._redirect(context), Message):
            return redirected
        line, quoted = request.line.strip(), _quoted(request)
        if request.forwarded:
            return refusals.late(quoted, age, "")
        return refusals.late(quoted, age, f"/{without_prefix(line)}" if request.command else f"/{SAY} {line}")

    async def _noted(self, context: RequestContext) -> Chat:
        """The chat, after storing a person's time zone and language; nothing is stored for strangers."""
        request, chat, chats = context.request, context.chat, self.briefings.chats
        if request.private:
            await chats.note_person(chat, request.sender)
            chat = await chats.settled(chat, request.locale_zone, context.now)
        await chats.note_language(chat, request.sender, known(request.language), private=request.private)
        return chat

    async def _once(self, context: RequestContext) -> RequestContext | Message:
        """Ends for a line that has just been carried out: a second press, or a second person's."""
        request = context.request
        if not await is_repeated(self.briefings, request, context.now):
            return context
        return refusals.repeated(prefix_of(request.address), pressed=request.pressed)

    async def _complete(self, context: RequestContext) -> RequestContext:
        """Makes a command line of the answer to what the sender was asked here; any other request ends the waiting."""
        request, asked = context.request, context.sender.asked if context.sender else ""
        if request.implied or not asked:
            return context
        await self.briefings.chats.wait_for(request.address, request.sender, "", context.now)
        line = " ".join(without_prefix(request.line).split())
        if split_line(asked)[0] == PROPOSED:
            answer = proposed_line(asked, line)
            if not answer and not request.pressed and keeps_question(line):
                await self.briefings.chats.wait_for(request.address, request.sender, asked, context.now)
            return _confirmed(context, answer)
        if not (request.pressed or request.forwarded) and (told := said_with_reason(line, asked, self.registry)):
            return replace(context, request=replace(request, line=f"/{told}", command=True, replied=""))
        if not (completes(request, self.registry) and answers_question(line, asked, context.now, context.chat.zone)):
            return context
        return replace(context, request=replace(request, line=f"/{asked} {line}", command=True, replied=""))

    async def _offer_text(self, context: RequestContext) -> RequestContext | Message:
        """Ends with the offer to import a long text, or with what follows a no to it."""
        request = context.request
        if not allows(context.role, "import"):
            return context
        name, rest = split_line(request.line[:LONGEST_LINE])
        if request.command and name == confirm_import.TAKE and rest.endswith(f" {confirm_import.NO}"):
            token = rest.removesuffix(f" {confirm_import.NO}")
            return await confirm_import.declined(token, request, self.briefings)
        if not is_long_text(request, starts_with_command=self.registry.find(name) is not None):
            return context
        return await confirm_import.offer_text(request, self.briefings)

    async def _redirect(self, context: RequestContext) -> RequestContext | Message:
        """Ends with a sentence for what has no words, and for a link where a file or a question belongs."""
        request = context.request
        name, rest = split_line(request.line[:LONGEST_LINE])
        if request.media and not name:
            return refusals.no_text(request.media)
        if request.attachments or request.verbatim:
            return context
        if self.registry.find(name):
            found = takes_no_link(name) and is_bare_link(rest)
        else:
            found = not request.command and is_bare_link(request.line)
        return refusals.link(imports=allows(context.role, "import")) if found else context

    async def _interpret(self, context: RequestContext) -> RequestContext | Message:
        """Finds the command that is meant. Ends with what needs none: a form, a shared answer, a question back."""
        request = context.request
        if len(request.line) > LONGEST_LINE:
            raise BadInput(TOO_LONG)
        if request.forwarded:
            request = natural_language.as_question(request, self.registry)
        line = await self._line(request, context.now)
        request, name, rest = _said_again(request, line.line)
        if request.command and name == forms.FORM:
            return await forms.form(rest, request, self.briefings, context.now, context.chat.zone)
        if request.command and name == sharing.SHARE:
            return await sharing.share(rest, request, self.briefings)
        imports, captioned = allows(context.role, "import"), confirm_import.has_caption(request)
        if request.command and name == confirm_import.TAKE:
            token, rest = split_line(rest)
            request = await confirm_import.confirmed_request(token, request, self.briefings)
            name = "import"
        elif captioned and not imports:
            name = "import"  # which says who may
        found = self.registry.find(name or "help")
        if imports and (captioned or (request.attachments and not name)):
            return await confirm_import.offer_import(request, self.briefings, _today(context))
        context = replace(context, request=request, line=line, rest=rest)
        if meaning := natural_language.interpretation_of(
            name, rest, request, self.registry, context.now, context.chat.zone
        ):
            return replace(context, meaning=meaning)
        if found is None:
            return natural_language.unknown_command(name, rest, request, self.registry)
        return replace(context, command=found)

    async def _line(self, request: Request, now: datetime) -> buttons.ButtonLine:
        """The typed line, or the line stored under a button's token."""
        name, rest = split_line(request.line)
        if name != buttons.KEPT or not request.command:
            replied = bool(request.replied)
            line = await reply_line(request, self.briefings, self.registry, now) if replied else request.line
            return buttons.parse_button_line(line if request.attachments or request.verbatim else opened_line(line))
        kept = await self.briefings.chats.kept_line(rest)
        if kept is None:
            raise BadInput(refusals.stale_button())
        return buttons.stored_button_line(kept)

    async def _run(self, context: RequestContext) -> RequestContext:
        """Runs the command, or the first one that plain words can mean."""
        request, run = context.request, partial(self._call, context)
        with self.briefings.intake.carrying_out(request.update):
            message = await self._said(context, run)
            if message.proposes:
                await self.briefings.chats.wait_for(request.address, request.sender, proposal(message), context.now)
            elif context.proposed and (message.puzzled or message.failed or message.unanswered):  # undo is about it yet
                await self.briefings.chats.wait_for(request.address, request.sender, PROPOSED, context.now)
            if context.guest and await self.access.admits(request.address, request.sender):
                await self._noted(context)
        return replace(context, message=message)

    async def _said(self, context: RequestContext, run: natural_language.Run) -> Message:
        """The answer of the command, or to plain words; what names nothing behind a command may be a sentence."""
        request, meaning = context.request, context.meaning
        if context.command:
            try:
                return await run(context.command, context.rest)
            except NotFound:
                sentence = None if context.command.changes is not None else natural_language.sentence_of(request)
                if not sentence:
                    raise
                meaning = sentence
        spoken = natural_language.PlainRequest(
            request, self.briefings, context.role, context.now, context.chat.zone, proposed=context.proposed
        )
        return await natural_language.answer(meaning, spoken, run, self.registry)

    async def _call(self, context: RequestContext, command: Command, rest: str) -> Message:
        call = self._call_of(context, rest)
        call.require(command.role, f"{call.prefix}{command.name}")
        if call.request.verbatim and not call.args:
            raise BadInput("That message has no words to search for.")
        command.check(call.args, call.prefix)
        if context.proposed and command.name == "undo" and not call.args:
            return refused(call.prefix)
        message = await command.run(call)
        message = await with_marking_of_content(message, call, command)
        message = replace(message, once=message.once or command.answered_once(call.args, message))
        await self._note_answer(context, command, rest, message)
        return message

    async def _headed(self, message: Message) -> Message:
        """A message that no command made, such as a question, with the marking of what it names at its head."""
        marked = await with_marking_of_names(message, self.briefings) if message.marking is None else message
        return with_marking(marked, marked.marking)

    def _call_of(self, context: RequestContext, rest: str) -> Call:
        return Call(
            request=context.request,
            args=line_words(rest),
            rest=rest,
            briefings=self.briefings,
            now=context.now,
            zone=context.chat.zone,
            length=context.sender.length if context.sender else "",
            role=context.role,
            registry=self.registry,
            served=self.served,
            roles=self.roles,
            invitation_links=self.invitation_links,
            direct=self.direct,
            is_member=self.is_member,
            web=self.web,
            spoken=context.command is None,
        )

    async def _note_answer(self, context: RequestContext, command: Command, rest: str, message: Message) -> None:
        """Notes what the next line may refer to: the line that was answered, a question of ours, and a change."""
        request = context.request
        if command.name in KEPT:
            line = with_place_by_id(f"{command.name} {rest}".strip(), message.about)
            if context.command is None or not context.sender or context.sender.answered != line:
                await self.briefings.chats.answered(request.address, request.sender, line, context.now)
        if message.awaits:
            await self.briefings.chats.wait_for(request.address, request.sender, message.awaits, context.now)
        if (message.once or message.awaits) and not request.implied:
            await note_change(self.briefings, request, context.said, self.clock())

    async def _dress(self, context: RequestContext, *, later: bool = False) -> Message:
        """One page of the answer, in place of a pressed button's message; ephemeral answers get a Share button.

        A later part replaces the first one unless it only says why it failed.
        """
        request, message = context.request, await self._marked(context)
        if request.whole:
            message = with_marking(message, message.marking)
            return await self._pressable(buttons.without_buttons(message, self.registry), context)
        if self.web.offered:
            message = buttons.with_open_button(message)
            if platform_of(request.address) != "terminal":  # where an address is long and stands in the line
                message = with_place_links(message, await self.web.address())
        message = with_marking(page_of_message(message, context.line.page, self.page_units), message.marking)
        if platform_of(request.address) != "terminal":
            message = buttons.with_back_button(message, context.line.back)
        keeps = message.unchanged or (later and not message.line)
        message = await self._pressable(replace(message, replaces=request.pressed and not keeps), context)
        if not request.hidden or request.private or message.personal or not message.blocks:
            return message
        return await sharing.shareable(message, request, self.briefings)

    async def _marked(self, context: RequestContext) -> Message:
        """The message with a mark behind each quoted statement whose day has passed or whose outcome is known."""
        message, zone = context.message, context.chat.zone
        found = await self.briefings.outlook.quoted(quoted_spans(message), context.now, zone)
        return with_marks(message, found, context.now, zone, prefix_of(context.request.address))

    async def _pressable(self, message: Message, context: RequestContext) -> Message:
        """A message whose long button lines are replaced by tokens, except in the terminal, where they are read."""
        if message.later is not None:
            shown = await self.briefings.library.stamps({each.analysis for each in quoted_spans(message)})
            message = replace(message, later=partial(self._later, context, current(), shown, message.later))
        address, chats = context.request.address, self.briefings.chats
        if platform_of(address) == "terminal":
            return message
        short = await buttons.with_short_payloads(message.blocks, address, chats, self.clock(), once=message.once)
        return replace(message, blocks=short)

    async def _later(
        self, context: RequestContext, language: str, shown: Mapping[int, Stamp], make: Callable[[], Awaitable[Message]]
    ) -> Message:
        """The second part of an answer, which takes long; `shown` is what the first part rests on."""

        async def dressed() -> Message:
            with viewing(await self._viewer(replace(context, sender=None))):
                async with errors_marked(self.briefings):
                    message = await make()
            with viewing(await self._viewer(replace(context, sender=None))):
                await self.briefings.library.stay(shown)
                return await self._dress(replace(context, line=_FIRST, message=message), later=True)

        with language_set(language):
            message = await self._or_failure(context.request, dressed) or _EMPTY
            return replace(message, language=language)

    async def _or_failure(
        self, request: Request, make: Callable[[], Awaitable[Message | None]], change: Change | None = None
    ) -> Message | None:
        """The message, or the error's sentence if making it fails; what was saved before is told as saved."""
        try:
            return await make()
        except BriefingError as error:
            if isinstance(error, Broken):
                _log.error("the database cannot be used", extra={"failure": error})
            if isinstance(error, Broken | Busy) and change and await self.briefings.intake.is_saved(change):
                return refusals.saved(_quoted(request))
            names = [*self.registry.words]
            sentence = refusals.prefixed(translate(error.sentence), names, prefix_of(request.address))
            if isinstance(error, Broken) and platform_of(request.address) != "terminal":
                sentence = f"{sentence} {refusals.tell_operator()}"
            found = buttons.choices(request.line, error, self.registry)
            message = ask_which(sentence, found) if found else replace(say(sentence), failed=True)
            message = with_marking(replace(message, marking=error.marking), error.marking)
            return await self._pressable(message, RequestContext(request, self.clock(), Chat(request.address, "UTC")))
        except Exception:  # noqa: BLE001 - whatever breaks, the reader gets a reference that the log has too
            reference = new_reference()
            name, _ = split_line(request.line)
            _log.exception(
                "An answer broke", extra={"reference": reference, "command": name, "address": request.address}
            )
            return refusals.broken(reference)


def _confirmed(context: RequestContext, line: str) -> RequestContext:
    """The context after a question whether to make a change, with the `line` that a typed yes runs."""
    request = context.request
    if request.pressed or request.forwarded or request.attachments or not line:
        return replace(context, proposed=not request.pressed)
    return replace(context, said=line, request=replace(request, line=line, command=True, replied=""))


def _today(context: RequestContext) -> date:
    return context.now.astimezone(ZoneInfo(context.chat.zone)).date()


def _said_again(request: Request, line: str) -> tuple[Request, str, str]:
    """The request, with the first word of its line and the rest; plain words behind a button are plain again."""
    name, rest = split_line(line)
    if name != SAY or not request.command:
        return request, name, rest
    return replace(request, line=rest, command=False), *split_line(rest)


def _quoted(request: Request) -> str:
    """The line of a request as it was typed."""
    line = request.line.strip()
    return f"{prefix_of(request.address)}{without_prefix(line)}" if request.command else in_quotes(line)


def _has_code(request: Request) -> bool:
    """Whether a request contains an invitation code or a link code."""
    name, rest = split_line(request.line)
    code = rest.strip()
    return (name.lower() == "start" and looks_like_code(code)) or (
        name.lower() == "link" and looks_like_link_code(code)
    )
