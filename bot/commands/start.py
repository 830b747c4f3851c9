"""/start: opens a chat, resumes what is paused, and admits who brings an invitation code."""

from dataclasses import replace

from bot.commands.permissions import OPEN_GROUP, allows
from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views import start as views
from bot.views.accounts import people as people_views
from briefings.accounts import looks_like_code
from briefings.errors import NotFound
from briefings.model.delivery import chat_of, platform_of
from briefings.model.people import ROLES
from briefings.parsing import parse_id


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
    resumed = await (
        chats.open(address, call.who, call.now, opener=call.request.sender) if opens else chats.resume(address)
    )
    if opens:
        await _take_zone(call)
    opened = opens and call.invited
    if call.args and parse_id(call.args[0]):
        shown = await _linked(call)
        return replace(shown, blocks=(*views.welcome(newcomer=newcomer, opened=opened, resumed=resumed), *shown.blocks))
    absent = not await call.is_member(address)
    opening = replace(await _seen(call), opened=opened, resumed=resumed, absent=absent)
    if not opened and await _is_closed(call):
        opening = await _closed(call, opening)
    return views.greeting(await call.briefings.library.newest(), opening, call.prefix)


async def _take_zone(call: Call) -> None:
    """Gives a chat that is opened the zone of the person who does it, if it has none and the platform knows theirs."""
    chats = call.briefings.chats
    await chats.settled(await chats.chat(call.request.address), call.request.locale_zone, call.now)


async def _seen(call: Call) -> views.Opening:
    """What the greeting says of a chat in which nothing has changed."""
    chat = await call.briefings.chats.chat(call.request.address)
    return views.Opening(
        imports=allows(call.role, "import"),
        shared=await _is_shared(call),
        hears=call.request.hears,
        zone=chat.zone if chat.own_zone else "",
    )


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
        await core.chats.open(chat, call.who, call.now, resumes=False, opener=call.request.sender)
        await _take_zone(call)
    orders, follows = await core.subscriptions.paused(chat)
    newest, opened = await core.library.newest(), opens and call.invited
    opening = replace(await _seen(call), opened=opened)
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
        call.args[0], holder, chat_of(address), call.who, call.now, already=already, opener=request.sender
    )
    if taken is None:
        return people_views.already_allowed(private=request.private)
    absent = not await call.is_member(address)
    opening = replace(await _seen(call), imports=allows(taken.role, "import"), absent=absent, shared=False)
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
