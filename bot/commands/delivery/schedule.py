"""Quiet hours, upcoming deliveries, a preview of the next digest, and the delivery log."""

from datetime import datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.commands.group_permissions import require_chat, require_end
from bot.commands.permissions import SEE_ALL_DELIVERIES, allows
from bot.commands.registry import Argument, Call, command, number_of
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views.delivery import schedule as views
from bot.views.delivery import subscriptions as skips
from bot.views.shared.names_and_dates import joined
from briefings.errors import BadInput, NotFound
from briefings.model.delivery import Subscription, chat_of
from briefings.model.due import fires_on, instant
from briefings.model.undo import DigestSkipped, QuietSet
from briefings.parsing import parse_quiet, parse_when

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
    "skip",
    "Skips the next digest, or all of next week",
    Argument("N", required=False),
    Argument("next week|until DATE", required=False, many=True),
    forms=("[N]", "[N] next week", "[N] until DATE"),
    examples=("skip", "skip 3 next week"),
    changes=0,
)
async def skip(call: Call) -> Message:
    """Skips the next occurrence of a digest, or those up to the end of next week or to a date."""
    digest, words = await _digest_and_period(call)
    await require_end(call, digest.id)
    zone = digest.zone or call.zone
    until = _until(words, call, zone)
    if words == ("next", "week") and until:
        monday = until - timedelta(days=7)
        before = list(takewhile(lambda at: at < monday, fires_on(digest.days, digest.at, zone, call.now)))
        if before and digest.due_at < monday:
            return skips.ask_skip(digest, before, until, zone)
    found = await call.briefings.subscriptions.skip(call.request.address, digest.id, until, call.now)
    (after,) = [each for each in await call.briefings.subscriptions.of(call.request.address) if each.id == digest.id]
    if after.due_at == found.due_at:
        return await with_undo_button(call, skips.skipped_nothing(after, zone), None)
    fires = fires_on(found.days, found.at, zone, found.due_at - timedelta(microseconds=1))
    left_out = list(takewhile(lambda at: at < after.due_at, fires))
    step = DigestSkipped(found.id, found.due_at, after.due_at)
    return await with_undo_button(call, skips.skipped(after, left_out, zone), step)


async def _digest_and_period(call: Call) -> tuple[Subscription, tuple[str, ...]]:
    """The digest, by its number or the only one here, and the words after it. Raises NotFound or BadInput."""
    own = await call.briefings.subscriptions.of(call.request.address)
    typed = call.args[0].lstrip("#") if call.args else ""
    if typed.isdecimal():
        found = next((each for each in own if str(each.id) == typed), None)
        if found is None:
            raise NotFound(
                "There is no subscription {number}. Type {prefix}subscriptions to see this chat's.",
                number=typed,
                prefix=call.prefix,
            )
        return found, tuple(each.lower() for each in call.args[1:])
    if not own:
        raise NotFound("No digest is set up here.")
    if len(own) > 1:
        numbers = joined([str(each.id) for each in own])
        raise BadInput(
            "Which digest? Add its number ({numbers}): {prefix}skip {first}.",
            numbers=numbers,
            prefix=call.prefix,
            first=own[0].id,
        )
    return own[0], tuple(each.lower() for each in call.args)


def _until(words: tuple[str, ...], call: Call, zone: str) -> datetime | None:
    """The end of the skipped period, None for the next occurrence alone. Raises BadInput for other words."""
    today = call.now.astimezone(ZoneInfo(zone)).date()
    if not words or words == ("next",):
        return None
    if words == ("next", "week"):
        return instant(today + timedelta(days=15 - today.isoweekday()), time(), zone)
    if words[0] == "until" and len(words) > 1:
        when, rest = parse_when(words[1:], call.now, zone)
        if not rest and today < when.first <= today + timedelta(days=366):
            return instant(when.first, time(), zone)
    raise BadInput("Type {prefix}skip, {prefix}skip next week or {prefix}skip until 2026-12-07.", prefix=call.prefix)


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
