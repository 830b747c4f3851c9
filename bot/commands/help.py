"""/start, /help, /status, /timezone and /forget."""

from dataclasses import replace

from bot.commands.group_permissions import administers, require_chat
from bot.commands.permissions import ERASE_GROUP, OPEN_GROUP, allows
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.commands.zone_choice import resolve_zones
from bot.languages import AUTO, LANGUAGES, current, language_called, set_language
from bot.message import Message
from bot.views import help as views
from bot.views import refusals
from bot.views.accounts import people as people_views
from briefings.accounts import looks_like_code
from briefings.errors import NotAllowed, NotFound
from briefings.model.delivery import chat_of, platform_of
from briefings.model.people import ROLES
from briefings.model.undo import LanguageSet, ZoneSet
from briefings.parsing import parse_id

_AHEAD = 50  # messages among which the next one that isn't skipped is looked for


@command(
    "start",
    "Opens this chat and resumes paused messages",
    Argument("code", required=False, many=True),
    forms=("",),
    changes=0,
)
async def start(call: Call) -> Message:
    """Opens the chat if the sender may, resumes paused messages, and shows what a deep link names.

    An invitation code admits the person in a direct message, or everyone in a group.
    """
    if call.args and looks_like_code(call.args[0]):
        return await _let_in(call)
    chats, address = call.briefings.chats, call.request.address
    newcomer = await chats.current(address, call.request.sender) is None
    opens = allows(call.role, OPEN_GROUP) and not call.request.private
    if call.request.implied:
        return await _added(call, opens=opens)
    resumed = await (chats.open(address, call.who, call.now) if opens else chats.resume(address))
    opened = opens and call.invited
    if call.args and parse_id(call.args[0]):
        shown = await _linked(call)
        return replace(shown, blocks=(*views.welcome(newcomer=newcomer, opened=opened, resumed=resumed), *shown.blocks))
    opening = views.Opening(
        opened,
        resumed,
        imports=allows(call.role, "import"),
        absent=not await call.is_member(address),
        shared=await _is_shared(call),
    )
    if not opened and await _is_closed(call):
        opening = await _closed(call, opening)
    return views.greeting(await call.briefings.library.newest(), opening, call.prefix)


async def _is_shared(call: Call) -> bool:
    """Whether another organisation reads along in this chat."""
    return bool(call.request.shared and not call.request.private and await call.request.shared())


async def _is_closed(call: Call) -> bool:
    """Whether others in this chat get no answers."""
    if call.request.private or not call.invited:
        return False
    chat = chat_of(call.request.address)
    return chat not in await call.briefings.people.let_in({chat})


async def _closed(call: Call, opening: views.Opening) -> views.Opening:
    """What /start says in a chat that the sender can't open, and which role they have on another platform."""
    sender = call.request.sender
    held = await call.roles_of(await call.briefings.account_links.of(sender)) or {sender: call.role}
    best = max(held, key=lambda person: ROLES.index(held[person]))
    return replace(opening, closed=True, role=held[best], held_in=platform_of(best), here=platform_of(sender))


async def _added(call: Call, *, opens: bool) -> Message:
    """Introduces the bot in a chat that it was added to; what is paused there is named, to be resumed by a button."""
    core, chat = call.briefings, chat_of(call.request.address)
    if opens:
        await core.chats.open(chat, call.who, call.now, resumes=False)
    orders, follows = await core.subscriptions.paused(chat)
    newest, opened = await core.library.newest(), opens and call.invited
    opening = views.Opening(opened, imports=allows(call.role, "import"), shared=await _is_shared(call))
    greeting = views.greeting(newest, opening, call.prefix)
    return views.with_paused(greeting, orders, [each.event for each in follows], call.zone)


async def _let_in(call: Call) -> Message:
    request, address = call.request, call.request.address
    if not request.private:
        kept = await call.briefings.people.kept_from_chat(call.args[0], call.who, call.now, exposed=False)
        if kept is not None:
            return people_views.in_private(call.prefix)
    holder, by_settings = (
        (request.sender, call.roles.of(request.sender)) if request.private else (chat_of(address), None)
    )
    already = by_settings if by_settings != "reader" or not call.invited else None
    taken = await call.briefings.people.accept(
        call.args[0], holder, chat_of(address), call.who, call.now, already=already
    )
    if taken is None:
        return people_views.already_allowed(private=request.private)
    opening = views.Opening(imports=allows(taken.role, "import"), absent=not await call.is_member(address))
    greeting = views.greeting(await call.briefings.library.newest(), opening, call.prefix)
    return replace(greeting, blocks=(people_views.access_granted(taken, private=request.private), *greeting.blocks))


async def _linked(call: Call) -> Message:
    """The analysis, section or event that a deep link names; further words are ignored."""
    name, section = call.args[0], call.args[1:2] if call.args[1:2] and call.args[1].isdecimal() else ()
    command_, args = ("event", (name,)) if name[0] in "eE" else ("summary", (name, *section))
    found = call.registry.find(command_)
    if found is None:
        raise NotFound("Nothing in this message refers to {name}.", name=name)
    return await found.run(replace(call, args=args, rest=" ".join(args)))


@command(
    "help",
    "Lists all commands, or explains one",
    Argument("command", required=False, offers="command"),
    examples=("help summary",),
)
async def help_(call: Call) -> Message:
    """Lists the commands that the sender may use."""
    if not call.args:
        groups = [(g.title, [c.entry() for c in g.commands if allows(call.role, c.name)]) for g in call.registry.groups]
        return views.manual([group for group in groups if group[1]], call.prefix)
    name = call.args[0].lstrip("/!")
    found, close = call.registry.find(name), call.registry.near(name)
    if found:
        return views.command_help(found.manual(), call.prefix)
    if close:
        return refusals.confirm_line(name, "help", f"{call.prefix}help {close.name}", close.name, call.prefix)
    return refusals.unknown(name, call.prefix)


@command("status", "What this chat follows, its time zone and the next message")
async def status(call: Call) -> Message:
    """Shows everything stored about this chat."""
    core, address = call.briefings, call.request.address
    chat = await core.chats.chat(address)
    known = views.ChatStatus(
        address=address,
        role=call.role,
        zone=chat.zone,
        paused=chat.paused,
        analyses=await core.library.count(),
        follows=tuple(await core.subscriptions.follows(address)),
        subscriptions=tuple(await core.subscriptions.of(address)),
        push=next((each for each in await core.schedule.ahead(address, call.now, _AHEAD) if not each.skipped), None),
        quiet=chat.quiet,
        language=chat.language,
        set_by={} if call.request.private else await core.audit_log.settings_of(address),
        muted=tuple([await core.agenda.find(f"e{id_}") for id_ in sorted(await core.subscriptions.muted(address))]),
        refused=tuple(await core.folder.faults()) if allows(call.role, "import") else (),
    )
    return views.status(known, call.now, call.prefix)


@command(
    "timezone",
    "Sets this chat's time zone",
    Argument("ZONE", many=True),
    examples=("timezone Europe/London", "timezone Beijing"),
    changes=0,
)
async def timezone(call: Call) -> Message:
    """Sets the chat's zone; digests and reminders keep their wall time."""
    found = resolve_zones(" ".join(call.args))
    if not found.zone:
        return views.zones_offered(found.zones, " ".join(call.args), call.now, exact=found.exact)
    zone = found.zone
    await require_chat(call)
    before = (await call.briefings.chats.chat(call.request.address)).zone
    await call.briefings.chats.set_zone(call.request.address, zone, call.now)
    return await with_undo_button(
        call, views.zone_set(zone, call.now), ZoneSet(before, zone) if zone != before else None
    )


@command(
    "language",
    "Sets the language of this chat; auto follows each person's app",
    Argument("LANGUAGE", required=False, many=True, choices=(*LANGUAGES, AUTO), reads=language_called),
    forms=("en|zh|ru|auto",),
    examples=("language zh",),
    changes=1,
)
async def language(call: Call) -> Message:
    """Sets the language. In a direct message it also applies to the person in groups without one."""
    chats, request, step = call.briefings.chats, call.request, None
    if call.args:
        await require_chat(call)
        tag = language_called(call.rest).removesuffix(AUTO)
        before, addresses = (await chats.chat(request.address)).language, call.request.holders
        await chats.set_language(addresses, tag)
        step = LanguageSet(addresses, before, tag) if tag != before else None
    chat = await chats.chat(request.address)
    set_language(await chats.language(chat, request.sender, request.language))
    return await with_undo_button(call, views.language(chat.language, current()), step)


@command(
    "forget",
    "Erases everything stored about this chat",
    Argument("yes", required=False, choices=("yes",)),
    forms=("", "yes"),
    running=True,
    changes=1,
)
async def forget(call: Call) -> Message:
    """Erases the chat's data after a confirmation. Allowed for a private chat's owner, admins and chat admins."""
    if not (call.request.private or allows(call.role, ERASE_GROUP) or await administers(call)):
        raise NotAllowed("Only chat admins and Readout admins can use {prefix}forget.", prefix=call.prefix)
    if not call.args:
        return views.confirm_forget(call.prefix)
    person = call.request.sender if call.request.private else ""
    records = await call.briefings.chats.forget(call.request.address, call.now, by=call.who, person=person)
    invited = call.invited and call.role == "reader"
    return views.erased(records, call.prefix, invited=invited, private=call.request.private)
