"""/settings: a chat's settings in one panel whose buttons update it in place."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import time
from types import MappingProxyType

from bot.commands.accounts.language import change_language
from bot.commands.accounts.time_zone import await_zone, change_zone, resolve_zones
from bot.commands.group_permissions import may_end, may_open, require_chat, require_end
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button, without_undo
from bot.languages import LANGUAGES, current, language_called
from bot.message import Message, say
from bot.views.accounts import preferences as views
from bot.views.accounts.preferences import Preferences
from briefings.errors import BadInput, NotAllowed
from briefings.model.delivery import BEGINNING, Subscription
from briefings.model.undo import DigestsEnded, LengthSet, QuietSet, Step, Subscribed, Unsubscribed
from briefings.parsing import parse_days, parse_quiet, parse_time

_SETTINGS = ("zone", "language", "length", "digest", "quiet", "changes")


@command(
    "settings",
    "Shows this chat's settings, with buttons to change them",
    *(Argument("zone|language|length|digest|quiet|changes", required=False, choices=_SETTINGS),),
    Argument("value", required=False, many=True),
    forms=(
        *("", "zone CITY", "language en|zh|ru|auto", "length short|medium|long"),
        *("digest daily|weekdays|mon,thu HH:MM", "digest off", "quiet HH:MM-HH:MM", "quiet off"),
        "changes everyone|editors",
    ),
    examples=("settings", "settings length short"),
    changes=2,
    usual=True,
)
async def settings(call: Call) -> Message:
    """Shows the panel or the choices for one setting, or changes a setting."""
    if not call.args:
        return views.panel(await _preferences(call), call.now)
    change = _CHANGES.get(call.args[0].lower())
    if change is None:
        raise BadInput(
            "There is no setting “{word}”. Type {prefix}settings to see all settings.",
            word=call.args[0],
            prefix=call.prefix,
        )
    return await change(call, " ".join(call.args[1:]))


async def _preferences(call: Call) -> Preferences:
    core, request = call.briefings, call.request
    chat = await core.chats.chat(request.address)
    length = await core.chats.length(request.address, request.sender)
    open_ = None if call.request.private else chat.open_settings
    set_by = {} if request.private else await core.audit_log.settings_of(request.address)
    return Preferences(chat.zone, current(), chat.language, length, await _digests(call), chat.quiet, open_, set_by)


async def _digests(call: Call) -> tuple[Subscription, ...]:
    """The digests of the whole library set up here and sent here."""
    here = call.request.address
    found = await call.briefings.subscriptions.of(here)
    return tuple(each for each in found if each.owner == each.address == here and not each.words)


async def _panel(call: Call, step: Step | None) -> Message:
    """The panel with current values, and a way back."""
    message = await with_undo_button(call, say(), step)
    panel = views.panel(await _preferences(call), call.now)  # which tells who set what, this change among it
    return replace(panel, blocks=(*panel.blocks, *message.blocks), unchanged=message.unchanged)


async def _zone(call: Call, words: str) -> Message:
    of = await _preferences(call)
    if not words:
        own = (call.request.locale_zone,) if call.request.locale_zone else ()
        await await_zone(call.request, call.briefings, call.now)
        offered, alone = tuple(dict.fromkeys((*own, *views.ZONES))), call.request.private
        return views.zones(of, offered, "", call.prefix, typed_alone=alone)
    found = resolve_zones(words)
    if not found.zone:
        await await_zone(call.request, call.briefings, call.now)
        return views.zones(of, found.zones, words, call.prefix, exact=found.exact)
    return await _panel(call, await change_zone(call, found.zone))


async def _language(call: Call, tag: str) -> Message:
    if not tag:
        return views.languages(await _preferences(call))
    if not language_called(tag):
        raise BadInput("Readout supports {languages}.", languages=", ".join(LANGUAGES))
    return await _panel(call, await change_language(call, language_called(tag)))


async def _length(call: Call, length: str) -> Message:
    if not length:
        return views.lengths(await _preferences(call))
    if length.lower() not in views.LENGTHS:
        raise BadInput("A summary is short, medium or long.")
    chats = call.briefings.chats
    before, after = (await chats.chat(call.request.address)).length, length.lower()
    await chats.set_length(call.request.holders, after)
    return await _panel(call, LengthSet(call.request.holders, before, after) if after != before else None)


async def _digest(call: Call, words: str) -> Message:
    if not words:
        return views.days(await _preferences(call), call.prefix)
    if words.lower() == "off":
        return await _no_digest(call)
    days, _, at = words.rpartition(" ")
    wall = parse_time(at) if days else None
    if wall is None:
        parse_days(words)
        return views.times(words.lower())
    return await _ordered(call, parse_days(days), wall)


async def _ordered(call: Call, days: frozenset[int], at: time) -> Message:
    """Sets up a digest in place of the existing one, or an additional one if there are several."""
    core, here, before = call.briefings.subscriptions, call.request.address, await _digests(call)
    if any((each.days, each.at) == (days, at) for each in before):
        return await _panel(call, None)
    replaced = before[0] if len(before) == 1 and await may_end(call, before[0].id) else None
    if replaced is not None:
        await core.unsubscribe(here, replaced.id, call.now)
    zone, skips, told = (replaced.zone, replaced.skips, replaced.since) if replaced else (None, (), BEGINNING)
    by, now = call.request.sender, call.now
    ordered = await core.subscribe(here, here, days, at, zone, "", by, now, skips=skips, told=told)
    if ordered.existed:  # it was ordered from elsewhere
        return await _panel(call, Unsubscribed(replaced) if replaced else None)
    message = await _panel(call, Subscribed(ordered.order.id, replaced))
    return message if call.request.pressed else views.with_new_digest(message, ordered.order, call.zone)


async def _no_digest(call: Call) -> Message:
    here = await _digests(call)
    before = tuple([each for each in here if await may_end(call, each.id)])
    if here and not before:
        await require_end(call, here[0].id)
    for each in before:
        await call.briefings.subscriptions.unsubscribe(call.request.address, each.id, call.now)
    step = Unsubscribed(before[0]) if len(before) == 1 else DigestsEnded(before) if before else None
    others = sum(bool(each.words) for each in await call.briefings.subscriptions.of(call.request.address))
    message = views.panel(await _preferences(call), call.now)
    return await with_undo_button(
        call, views.with_continuing_digests(message, others, call.prefix) if others else message, step
    )


async def _quiet(call: Call, words: str) -> Message:
    of = await _preferences(call)
    if not words:
        return views.hours(of, call.prefix)
    after = None if words.lower() == "off" else parse_quiet(words)
    await require_chat(call)
    await call.briefings.chats.set_quiet(call.request.address, after, call.now)
    step = QuietSet(str(of.quiet or ""), str(after or ""))
    return await _panel(call, step if after != of.quiet else None)


async def _changes(call: Call, words: str) -> Message:
    """Sets who may change a group's settings."""
    if call.request.private:
        raise BadInput("This is for groups. In this chat, only you change the settings.")
    if not words:
        return views.changes(await _preferences(call))
    if words.lower() not in views.CHANGERS:
        raise BadInput("Choose who may change the settings here: everyone or editors.")
    if not await may_open(call):
        raise NotAllowed("Only editors and chat admins can decide who may change the settings here.")
    before, after = (await _preferences(call)).open_settings, words.lower() == "everyone"
    await call.briefings.chats.set_open_settings(call.request.address, open_=after)
    message = replace(views.panel(await _preferences(call), call.now), unchanged=before == after)
    return message if before == after else await without_undo(call, message, "settings changes")


_CHANGES: Mapping[str, Callable[[Call, str], Awaitable[Message]]] = MappingProxyType(
    dict(zip(_SETTINGS, (_zone, _language, _length, _digest, _quiet, _changes), strict=True))
)
