"""/subscribe, /subscriptions and /unsubscribe: digests by weekday and time."""

from dataclasses import replace

from bot.commands.delivery.subscribe_arguments import parse_digest_order
from bot.commands.group_permissions import require_end
from bot.commands.permissions import SEND_DIGEST_ELSEWHERE, needed_by
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button, without_undo
from bot.message import Message
from bot.views.delivery import subscriptions as views
from briefings.errors import BadInput, NotFound
from briefings.model.delivery import BEGINNING
from briefings.model.undo import Subscribed, Unsubscribed
from briefings.translatable import phrase

_ALSO, _INSTEAD = "also", "instead"  # before an order: a digest that overlaps stays, or is replaced


@command(
    "subscribe",
    "Sets up a digest of news and upcoming events",
    *(Argument("daily|weekdays|mon,thu"), Argument("HH:MM", required=False), Argument("zone", required=False)),
    Argument("words", required=False, many=True),
    forms=(
        "daily|weekdays|mon,thu HH:MM [zone] [words]",
        "daily|weekdays|mon,thu",
        "daily|weekdays|mon,thu HH:MM [zone] [words] to ADDRESS",
        "every Monday and Thursday at 8 am [zone] [words]",
    ),
    examples=(
        "subscribe weekdays 08:00",
        "subscribe every weekday at 8 am Beijing time",
        "subscribe mon,thu 18:30 London taiwan",
    ),
    changes=0,
    usual=True,
    aliases={"digest": ""},
)
async def subscribe(call: Call) -> Message:
    """Sets up a digest for this chat or thread; an admin may send it elsewhere. Asks beside one that overlaps."""
    beside, args = _beside(call.args)
    order = parse_digest_order(args)
    target = call.request.address
    if order.target and order.target != target:
        call.require(needed_by(SEND_DIGEST_ELSEWHERE), phrase("Sending a digest to another chat"))
        target = _address(call, order.target)
    core, zone = call.briefings.subscriptions, (await call.briefings.chats.chat(target)).zone
    overlapping = await core.overlapping(target, order.days, order.at, order.zone, order.words)
    replaced = next((each for each in overlapping if f"{each.id}" == beside), None)
    if overlapping and not (beside == _ALSO or replaced):
        return replace(views.ask_beside(overlapping, " ".join(args), target, zone), proposes=True, shows=True)
    if replaced:
        await require_end(call, replaced.id)
        await core.unsubscribe(call.request.address, replaced.id, call.now)
    ordered = await core.subscribe(
        call.request.address,
        target,
        order.days,
        order.at,
        order.zone,
        order.words,
        call.request.sender,
        call.now,
        told=replaced.since if replaced else BEGINNING,
    )
    new = ordered.order
    absent = not await call.is_member(target)
    if ordered.existed:
        message = views.subscribed_already(ordered, call.request.address, zone, absent=absent)
        if ordered.resumed:
            return await without_undo(call, message, "subscribe")
        return await with_undo_button(call, message, None)
    message = views.subscribed(
        new, zone, call.prefix, order.zone_word, plain=order.plain, absent=absent, timeless=order.timeless
    )
    if replaced:
        message = replace(message, blocks=(*message.blocks, *views.unsubscribed(replaced, zone).blocks))
    return await with_undo_button(call, message, Subscribed(new.id, replaced))


def _beside(args: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What becomes of a digest on the same days, and the other arguments: "also", or the number of the one to replace.

    It is "" where nothing is said of that.
    """
    if args[0].lower() == _ALSO:
        return _ALSO, args[1:]
    return (args[1], args[2:]) if args[0].lower() == _INSTEAD and len(args) > 1 else ("", args)


def _address(call: Call, typed: str) -> str:
    """A typed address in its platform's form. Raises BadInput if nothing can be sent there."""
    platform, mark, chat = typed.partition(":")
    read = call.served.get(platform.lower())
    address = read(f"{platform.lower()}{mark}{chat}") if read else None
    if address is None:
        raise BadInput(views.unserved_target(typed, sorted(call.served)))
    return address


@command("subscriptions", "Lists this chat's digests", listed=False)
async def subscriptions(call: Call) -> Message:
    """Lists the digests set up here and those sent here."""
    own, here = call.briefings.subscriptions, call.request.address
    return views.subscriptions(await own.of(here), here, call.zone, call.prefix, await own.unreadable(here))


@command("unsubscribe", "Ends a digest", Argument("N"), examples=("unsubscribe 3",), changes=0)
async def unsubscribe(call: Call) -> Message:
    """Ends a digest by its number in /subscriptions."""
    number = call.args[0].lstrip("#")
    if not number.isdecimal() or len(number) > 15:
        raise NotFound(
            "“{word}” isn't a subscription number. Type {prefix}subscriptions to see them.",
            word=call.args[0],
            prefix=call.prefix,
        )
    await require_end(call, int(number))
    gone = await call.briefings.subscriptions.unsubscribe(call.request.address, int(number), call.now)
    if gone is None:
        return await without_undo(call, views.unsubscribed_unreadable(int(number)), "unsubscribe")
    return await with_undo_button(call, views.unsubscribed(gone, call.zone), Unsubscribed(gone))
