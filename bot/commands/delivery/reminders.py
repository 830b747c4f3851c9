"""/snooze and /mute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views.delivery import subscriptions as views
from briefings.errors import BadInput
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.model.undo import Muted, Snoozed
from briefings.parsing import parse_id, parse_snooze

_LONGEST_CHOICE = 2  # words: "next week"
_SAME = timedelta(minutes=1)  # within which two snoozes are one


@command(
    "snooze",
    "Repeats a reminder once, later",
    *(Argument("EVENT", offers="event"), Argument("1h|evening|tomorrow|week", many=True)),
    examples=("snooze e1 1h", "snooze e1 tomorrow"),
    changes=0,
)
async def snooze(call: Call) -> Message:
    """Snoozes a reminder. Each chat has at most one snooze per event; a new one replaces it."""
    name, until = _event_and_instant(call)
    event = await call.briefings.agenda.find(name)
    core, request = call.briefings.subscriptions, call.request
    known = next((each for each in await core.follows(request.address) if each.event.id == event.id), None)
    before = known.snoozed if known else None
    if before is not None and abs(until - before) < _SAME:  # "in an hour", pressed twice or by two people
        until = before
    follow = await core.snooze(request.address, event.id, until, request.sender, call.now)
    chat = await call.briefings.chats.chat(request.address)
    absent = not await call.is_member(request.address)
    message = views.snoozed(follow, ChatTimes(chat.zone, chat.quiet), again=known is not None, absent=absent)
    return await with_undo_button(call, message, Snoozed(event.id, before, until) if until != before else None)


def _event_and_instant(call: Call) -> tuple[str, datetime]:
    """Splits the arguments: after an id the rest is the time, after a title the last words are."""
    words = call.args
    if parse_id(words[0]):
        return words[0], parse_snooze(" ".join(words[1:]), call.now, call.zone)
    for count in range(min(_LONGEST_CHOICE, len(words) - 1), 1, -1):
        try:
            return " ".join(words[:-count]), parse_snooze(" ".join(words[-count:]), call.now, call.zone)
        except BadInput:
            continue
    return " ".join(words[:-1]), parse_snooze(words[-1], call.now, call.zone)


@command(
    "mute",
    "Stops all messages about an event in this chat",
    *(Argument("EVENT", offers="event"), Argument("off", required=False, many=True)),
    forms=("EVENT", "EVENT off"),
    examples=("mute e1", "mute e1 off"),
    changes=0,
)
async def mute(call: Call) -> Message:
    """Mutes or unmutes an event. Leads are kept for when it is unmuted."""
    words, off = _without_off(call.args)
    event = await call.briefings.agenda.find(" ".join(words))
    core, address = call.briefings.subscriptions, call.request.address
    if off:
        message = views.unmuted(await core.unmute(address, event.id), call.now, call.zone)
        return await with_undo_button(call, message, Muted(event.id, muted=False))
    already = event.id in await core.muted(address)
    await core.mute(address, event.id, call.now)
    followed = any(follow.event.id == event.id for follow in await core.follows(address))
    message = views.muted(event, followed=followed)
    return await with_undo_button(call, message, None if already else Muted(event.id, muted=True))


def _without_off(words: Sequence[str]) -> tuple[Sequence[str], bool]:
    off = len(words) > 1 and words[-1].lower() == "off"
    return (words[:-1] if off else words), off
