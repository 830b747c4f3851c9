"""/subscribe, /subscriptions and /unsubscribe: digests by weekday and time."""

from bot.commands.delivery.subscribe_arguments import parse_digest_order
from bot.commands.group_permissions import require_end
from bot.commands.permissions import SEND_DIGEST_ELSEWHERE, needed_by
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button, without_undo
from bot.message import Message
from bot.views.delivery import subscriptions as views
from briefings.errors import BadInput, NotFound
from briefings.model.undo import Subscribed, Unsubscribed
from briefings.translatable import phrase


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
)
async def subscribe(call: Call) -> Message:
    """Sets up a digest for this chat or thread; an admin may send it elsewhere."""
    order = parse_digest_order(call.args)
    target = call.request.address
    if order.target and order.target != target:
        call.require(needed_by(SEND_DIGEST_ELSEWHERE), phrase("Sending a digest to another chat"))
        target = _address(call, order.target)
    ordered = await call.briefings.subscriptions.subscribe(
        call.request.address,
        target,
        order.days,
        order.at,
        order.zone,
        order.words,
        call.request.sender,
        call.now,
    )
    new, zone = ordered.order, (await call.briefings.chats.chat(target)).zone
    absent = not await call.is_member(target)
    if ordered.existed:
        message = views.subscribed_already(ordered, call.request.address, zone, absent=absent)
        if ordered.resumed:
            return await without_undo(call, message, "subscribe")
        return await with_undo_button(call, message, None)
    return await with_undo_button(
        call,
        views.subscribed(
            new, zone, call.prefix, order.zone_word, plain=order.plain, absent=absent, timeless=order.timeless
        ),
        Subscribed(new.id),
    )


def _address(call: Call, typed: str) -> str:
    """A typed address in its platform's form. Raises BadInput if nothing can be sent there."""
    platform, mark, chat = typed.partition(":")
    read = call.served.get(platform.lower())
    address = read(f"{platform.lower()}{mark}{chat}") if read else None
    if address is None:
        raise BadInput(views.unserved_target(typed, sorted(call.served)))
    return address


@command("subscriptions", "Lists this chat's digests")
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
