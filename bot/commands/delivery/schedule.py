"""Quiet hours, upcoming deliveries, a preview of the next digest, and the delivery log."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
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
from briefings.model.schedule.due import instant
from briefings.model.undo import DigestSkipped, QuietSet
from briefings.parsing import parse_quiet, parse_when

_AHEAD = 10
_AROUND_DATE = frozenset(("the", "my", "on", "of", "digest", "digests", "briefing", "briefings"))
_FAR = 366  # days ahead within which digests can be skipped
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
    listed=False,
)
async def quiet(call: Call) -> Message:
    """Sets quiet hours in the chat's zone; messages due then arrive together when they end."""
    chats, address, typed = call.briefings.chats, call.request.address, " ".join(call.args)
    if not typed:
        known = {} if call.request.private else await call.briefings.audit_log.settings_of(address)
        return views.quiet((await chats.chat(address)).quiet, call.zone, call.prefix, known.get("quiet"))
    await require_chat(call)
    before = (await chats.chat(address)).quiet
    hours = None if typed.lower() == "off" else parse_quiet(typed)
    await chats.set_quiet(address, hours, call.now)
    message = views.quiet(hours, call.zone, call.prefix) if hours else views.quiet_hours_off()
    step = QuietSet(str(before or ""), str(hours or ""))
    return await with_undo_button(call, message, step if hours != before else None)


@command(
    "skip",
    "Skips the next digest, that of a day, or all of next week",
    Argument("N", required=False),
    Argument("DATE|next week|until DATE|off", required=False, many=True),
    forms=("[N]", "[N] DATE", "[N] next week", "[N] until DATE", "[N] off"),
    examples=("skip", "skip 2026-12-04", "skip 3 next week", "skip off"),
    changes=0,
)
async def skip(call: Call) -> Message:
    """Skips the next occurrence of a digest, that of a day, or those of a period; "off" sends them after all."""
    digest, words = await _digest_and_period(call)
    await require_end(call, digest.id)
    zone, core, here = digest.zone or call.zone, call.briefings.subscriptions, call.request.address
    if words == ("off",):
        return await _skip_nothing(call, digest, zone)
    before, after = await core.skip(here, digest.id, _period(words, call, zone), call.now)
    days = tuple(day for day in after.skips if day not in before.skips)
    if not days:
        return await with_undo_button(call, skips.skipped_nothing(after, zone), None)
    left_out = [instant(day, digest.at, zone) for day in days]
    return await with_undo_button(call, skips.skipped(after, left_out, zone), DigestSkipped(digest.id, days))


async def _skip_nothing(call: Call, digest: Subscription, zone: str) -> Message:
    """Sends after all what a digest skips."""
    days = tuple(day for day in digest.skips if instant(day, digest.at, zone) > call.now)
    after = await call.briefings.subscriptions.unskip(call.request.address, digest.id, days, call.now)
    if not days:
        return await with_undo_button(call, skips.nothing_skipped(after, zone), None)
    freed = [instant(day, digest.at, zone) for day in days]
    step = DigestSkipped(digest.id, days, skipped=False)
    return await with_undo_button(call, skips.sent_after_all(after, freed, zone), step)


async def _digest_and_period(call: Call) -> tuple[Subscription, tuple[str, ...]]:
    """The digest, by its number or the only one here, and the words after it. Raises NotFound or BadInput."""
    own = await call.briefings.subscriptions.of(call.request.address)
    typed = call.args[0].lstrip("#") if call.args else ""
    if typed.isdecimal() and _day(call.args, call, call.zone) is None:
        found = next((each for each in own if str(each.id) == typed), None)
        if found is None:
            raise NotFound(
                "There is no subscription {number}. Type {prefix}subscriptions to see this chat's.",
                number=typed,
                prefix=call.prefix,
            )
        return found, _plain(call.args[1:])
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
    return own[0], _plain(call.args)


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """Words in small letters without those around a date: "the next Friday's digest" is "next friday"."""
    small = (each.lower().replace("’", "'").removesuffix("'s") for each in words)
    return tuple(each for each in small if each not in _AROUND_DATE)


def _period(words: tuple[str, ...], call: Call, zone: str) -> tuple[datetime, datetime] | None:
    """The start and end of the skipped period, None for the next occurrence alone. Raises BadInput for other words."""
    today = call.now.astimezone(ZoneInfo(zone)).date()
    if not words or words == ("next",):
        return None
    if words == ("next", "week"):
        monday = today + timedelta(days=8 - today.isoweekday())
        return instant(monday, time(), zone), instant(monday + timedelta(days=7), time(), zone)
    until = words[0] == "until"
    day = _day(words[1:] if until else words, call, zone)
    earliest = today + timedelta(days=1) if until else today
    if day is None or not earliest <= day <= today + timedelta(days=_FAR):
        raise BadInput(
            "Type {prefix}skip, {prefix}skip 2026-12-04, {prefix}skip next week or {prefix}skip until 2026-12-07.",
            prefix=call.prefix,
        )
    if until:
        return call.now, instant(day, time(), zone)
    return instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone)


def _day(words: tuple[str, ...], call: Call, zone: str) -> date | None:
    """The single day that words name and nothing else, or None."""
    try:
        when, rest = parse_when(words, call.now, zone)
    except BadInput:
        return None
    return when.first if not rest and when.first == when.last else None


@command(
    "schedule",
    "Lists the next ten messages this chat will get",
    Argument("reminders|digests", required=False, choices=("reminders", "digests")),
    examples=("schedule reminders",),
    listed=False,
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


@command("preview", "Previews the next digest", listed=False)
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
    own = [each.target for each in await call.briefings.webhooks.of(call.request.sender)]
    aside = await call.briefings.outbox.unreadable_rows(chat, _LOOKED_THROUGH)
    return views.deliveries(latest, call.request.address, call.zone, aside, own, everywhere=everywhere)
