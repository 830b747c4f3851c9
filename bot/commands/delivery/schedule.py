"""Quiet hours, upcoming deliveries, a preview of the next digest, and the delivery log."""

from bot.commands.group_permissions import require_chat
from bot.commands.permissions import SEE_ALL_DELIVERIES, allows
from bot.commands.registry import Argument, Call, command, number_of
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views.delivery import schedule as views
from briefings.model.delivery import chat_of
from briefings.model.undo import QuietSet
from briefings.parsing import parse_quiet

_AHEAD = 10
_LOOKED_AHEAD = 200  # messages among which those of one kind are looked for
_SHOWN, _MOST = 10, 50
_LOOKED_THROUGH = 1000  # rows of each table for those set aside; `readout doctor` looks through all


@command(
    "quiet",
    "Sets quiet hours for this chat",
    Argument("HH:MM-HH:MM", required=False, many=True),
    forms=("HH:MM-HH:MM", "off", ""),
    examples=("quiet 22:00-07:00", "quiet off"),
    changes=1,
)
async def quiet(call: Call) -> Message:
    """Sets quiet hours in the chat's zone; messages due then arrive together when they end."""
    chats, address, typed = call.briefings.chats, call.request.address, " ".join(call.args)
    if not typed:
        return views.quiet((await chats.chat(address)).quiet, call.zone, call.prefix)
    await require_chat(call)
    before = (await chats.chat(address)).quiet
    hours = None if typed.lower() == "off" else parse_quiet(typed)
    await chats.set_quiet(address, hours, call.now)
    message = views.quiet(hours, call.zone, call.prefix) if hours else views.quiet_hours_off()
    step = QuietSet(str(before or ""), str(hours or ""))
    return await with_undo_button(call, message, step if hours != before else None)


@command(
    "schedule",
    "Lists the next ten messages this chat will get",
    Argument("reminders|digests", required=False, choices=("reminders", "digests")),
    examples=("schedule reminders",),
)
async def schedule(call: Call) -> Message:
    """Shows future digests and reminders of this chat or thread, with quiet hours applied; one kind may be first."""
    address, core = call.request.address, call.briefings.schedule
    if not call.args:
        return views.schedule(await core.ahead(address, call.now, _AHEAD), call.zone, call.prefix)
    first = call.args[0].lower().removesuffix("s")
    ahead = await core.ahead(address, call.now, _LOOKED_AHEAD)
    one, other = ([each for each in ahead if (each.kind == first) is here][:_AHEAD] for here in (True, False))
    return views.schedule_by_kind(first, one, other, call.zone, call.prefix)


@command("preview", "Previews the next digest")
async def preview(call: Call) -> Message:
    """Shows the next digest of this chat or thread as if it were sent now."""
    found = await call.briefings.schedule.next_digest(call.request.address, call.now)
    if found is None:
        return views.no_preview(call.prefix)
    order, push = found
    return views.preview(order, push, await call.briefings.digests.preview(order, call.now), call.zone)


@command(
    "deliveries",
    "Lists messages sent, held, skipped or failed, with reasons",
    Argument("n", required=False),
    examples=("deliveries 20",),
)
async def deliveries(call: Call) -> Message:
    """Shows the delivery log of this chat with its threads, or of all chats for an admin."""
    everywhere = allows(call.role, SEE_ALL_DELIVERIES)
    chat = None if everywhere else chat_of(call.request.address)
    latest = await call.briefings.outbox.latest(chat, limit=number_of(call, "deliveries", usual=_SHOWN, most=_MOST))
    aside = await call.briefings.outbox.unreadable_rows(chat, _LOOKED_THROUGH)
    return views.deliveries(latest, call.request.address, call.zone, aside, everywhere=everywhere)
