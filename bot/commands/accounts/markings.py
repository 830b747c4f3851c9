"""/mark and /clearance: who may see which analyses and sections."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.accounts.marking_words import (
    DEFAULT,
    NOBODY,
    Typed,
    holder_of,
    is_holder,
    is_named,
    level_of,
    marking_line,
    readings,
    with_reason,
)
from bot.commands.permissions import MARK, allows, needed_by
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views.accounts import markings as views
from briefings.errors import Ambiguous, BadInput, BriefingError, NotFound
from briefings.library import ResolvedPlace
from briefings.model.marking import GROUP, OUTLET, Label, Marking, typed_marking, viewer
from briefings.model.undo import ClearanceSet, GroupSet, LabelSet, Step
from briefings.translatable import phrase


@command(
    "mark",
    "Shows or sets who may see an analysis or a section",
    Argument("ANALYSIS", many=True, offers="analysis"),
    forms=(
        "ANALYSIS [section]",
        "ANALYSIS [section] clear|green|amber|amber+strict|red|none",
        "ANALYSIS [section] LEVEL until DATE TIME ZONE",
        "ANALYSIS [section] until now",
        "ANALYSIS [section] LEVEL for ADDRESS",
        "ANALYSIS [section] for all",
        "ANALYSIS [section] LEVEL because WORDS",
    ),
    examples=("mark a1", "mark a1 red", "mark a1 amber until 2099-12-04 09:00 Berlin for here", "mark a1 until now"),
    changes=1,
)
async def mark(call: Call) -> Message:
    """Shows the marking of an analysis and its sections, or sets one with an embargo, an audience and a reason."""
    typed, place = await _place(call)
    if typed.shows:
        return replace(await _shown(call, place), shows=True)
    call.require(needed_by(MARK), phrase("Setting a marking"))
    if typed.asks:
        line = marking_line(typed, views.typed_place(place), asks=True)
        return replace(views.ask_part(place, typed.asks, call.prefix), awaits=line, shows=True)
    await _check_groups(call, typed)
    before = await _before(call, place)
    to = await _after(call, place, typed, before)
    if asked := await _refusal(call, place, typed, before, to):
        return asked
    if call.spoken and before != to:
        return views.ask_sure_marked(place, marking_line(typed, views.typed_place(place)), call.prefix)
    return await _marked(call, place, typed, to)


async def _place(call: Call) -> tuple[Typed, ResolvedPlace]:
    """The reading of the line whose place is known. Raises BadInput, NotFound or Ambiguous."""
    found, failed = readings(call.args, call.request, call.now, call.zone)
    failures: list[BriefingError] = [failed] if failed else []
    for typed in found:
        try:
            return typed, await call.place(typed.place)
        except (NotFound, Ambiguous) as failure:
            failures.append(failure)
    raise failures[0]


async def _refusal(
    call: Call, place: ResolvedPlace, typed: Typed, before: Label | None, to: Label | None
) -> Message | None:
    """Asks for the reason of a lower marking, or before the chat itself loses sight; None if neither is needed."""
    if before == to:
        return None
    line = marking_line(typed, views.typed_place(place))
    if not typed.reason and call.briefings.markings.widens(before, to):
        asked = views.ask_why(place.name, f"{call.prefix}{line}", f"/mark {views.typed_place(place)}")
        return replace(asked, awaits=f"{line} because")
    if not typed.sure and not viewer().sees(to):
        sure = marking_line(replace(typed, sure=True), views.typed_place(place))
        return replace(views.ask_sure(place, sure), shows=True)
    return None


async def _marked(call: Call, place: ResolvedPlace, typed: Typed, to: Label | None) -> Message:
    markings = call.briefings.markings
    done = await markings.mark(place.analysis.id, place.section, to, call.who, call.now, typed.reason)
    whole = await markings.of(place.analysis.id) if place.section is not None else None
    in_force = markings.in_force(whole, done.before), markings.in_force(whole, done.after)
    message = views.marked(place, done, in_force, markings.default, call.zone)
    name, typed_place = place.name, views.typed_place(place)
    of, labels = place.analysis, (done.before, done.after)
    step = LabelSet(of.id, done.heading, name, typed_place, *labels, typed.reason, of.revision)
    return await with_undo_button(call, message, None if done.unchanged else step)


async def _before(call: Call, place: ResolvedPlace) -> Label | None:
    markings, id_ = call.briefings.markings, place.analysis.id
    return await markings.of(id_) if place.section is None else (await markings.sections(id_)).get(place.section)


async def _after(call: Call, place: ResolvedPlace, typed: Typed, before: Label | None) -> Label | None:
    """The label with what was typed; a section without one begins with the marking of its analysis."""
    if typed.change is None:
        return None
    whole = await call.briefings.markings.of(place.analysis.id)
    level = whole.marking if whole else call.briefings.markings.default
    return typed.change.applied(before or Label(level))


async def _check_groups(call: Call, typed: Typed) -> None:
    """Raises BadInput for a group that nobody set: it would hide the analysis from everybody."""
    named = [each for each in (typed.change.audience if typed.change else None) or () if GROUP.fullmatch(each)]
    known = await call.briefings.markings.groups() if named else {}
    if unknown := [each for each in named if each[1:] not in known]:
        raise BadInput(
            "There is no group {name}. An admin makes it with {line}.",
            name=unknown[0],
            line=f"{call.prefix}clearance {unknown[0]} telegram:42",
        )


async def _shown(call: Call, place: ResolvedPlace) -> Message:
    markings, id_ = call.briefings.markings, place.analysis.id
    whole, sections = await markings.of(id_), await markings.sections(id_)
    own = None if place.section is None else sections.get(place.section)
    known = views.Known(whole, sections, markings.default, markings.in_force(whole, own))
    return views.shown(place, known, call.zone, call.now, editor=allows(call.role, MARK))


@command(
    "clearance",
    "Lists or sets what chats and people may see",
    Argument("ADDRESS", required=False, many=True),
    forms=(
        "",
        "ADDRESS",
        "ADDRESS clear|green|amber|amber+strict|red|default",
        "ADDRESS LEVEL because WORDS",
        "@GROUP ADDRESS",
        "@GROUP ADDRESS because WORDS",
        "@GROUP none",
    ),
    examples=("clearance", "clearance here", "clearance telegram:42 amber", "clearance @board telegram:42"),
    changes=2,
)
async def clearance(call: Call) -> Message:
    """Lists clearances and groups, offers the levels for one, or sets them."""
    markings = call.briefings.markings
    if not call.args:
        known, names = await markings.clearances(), await _names(call)
        return views.clearances(known, await markings.groups(), names, markings.default)
    (name, *rest), reason = with_reason(call.args)
    if GROUP.fullmatch(name):
        return await _group(call, name, rest, reason)
    typed, rest = await _named(call, [name, *rest])
    holder = typed if OUTLET.fullmatch(typed) else holder_of(typed, call.request, group=False)
    if not rest and not reason:
        return views.clearance(
            (await markings.clearances()).get(holder), await _shown_as(call, holder), holder, markings.default
        )
    if len(rest) != 1:
        raise BadInput("Give one level: {line}", line=f"{call.prefix}clearance {name} red")
    to = None if rest[0].lower() == DEFAULT else level_of(rest[0])
    return await _asked(call, name, holder, to, reason) or await _cleared(call, holder, to, reason)


async def _asked(call: Call, name: str, holder: str, to: Marking | None, reason: str) -> Message | None:
    """Asks for the reason of a higher clearance, or whether the change is meant; None where neither is needed.

    It is asked after plain words, and about people who were named as they name themselves.
    """
    markings, line = call.briefings.markings, f"clearance {holder} {(to or DEFAULT).lower()}"
    if not reason and await markings.sees_more(holder, to, call.now):
        return _asked_why(call, await _shown_as(call, holder), line, f"/clearance {holder}")
    before = (await markings.clearances()).get(holder)
    if before == to or (is_holder(name) and not call.spoken):
        return None
    now = views.cleared_now(await _shown_as(call, holder), before, markings.default)
    return _proposed(call, line, reason, now, chosen=not is_holder(name))


async def _cleared(call: Call, holder: str, to: Marking | None, reason: str) -> Message:
    markings = call.briefings.markings
    before = await markings.clear(holder, to, call.who, call.now, reason)
    message = views.cleared(await _shown_as(call, holder), before, to, markings.default)
    return await with_undo_button(call, message, None if before == to else ClearanceSet(holder, before, to, reason))


async def _group(call: Call, name: str, words: Sequence[str], reason: str) -> Message:
    """Shows or sets the members of a group."""
    markings = call.briefings.markings
    if not words and not reason:
        return views.group(name, (await markings.groups()).get(name[1:], ()))
    if not words:
        raise BadInput("Give the members: {line}", line=f"{call.prefix}clearance {name} telegram:42 slack:U7")
    alone = [each.lower() for each in words] == [NOBODY]
    typed = [] if alone else [(await _named(call, [each]))[0] for each in words]
    members = sorted({holder_of(each, call.request, group=False) for each in typed})
    line = f"clearance {name} {' '.join(members)}"
    if not reason and await markings.joining(name[1:], members):
        return _asked_why(call, name, line, f"/clearance {name}")
    if not alone and not all(map(is_holder, words)):
        return _proposed(call, line, reason, chosen=True)
    before = await markings.set_group(name[1:], members, call.who, call.now, reason)
    step: Step | None = None if before == tuple(members) else GroupSet(name[1:], before, tuple(members), reason)
    return await with_undo_button(call, views.group(name, members), step)


async def _named(call: Call, words: list[str]) -> tuple[str, list[str]]:
    """Who is meant, as an address, and the words behind that: a person may go by the name that /people shows."""
    if is_holder(words[0]):
        return words[0], words[1:]
    behind = words[1:] and (words[-1].lower() == DEFAULT or typed_marking(words[-1]) is not None)
    name = " ".join(words[:-1] if behind else words)
    people = (await call.briefings.people.access_list(call.now)).holders
    found = sorted(each.holder for each in people if is_named(each.name, name))
    if len(found) > 1:
        raise BadInput(
            "“{name}” fits several people: {people}. Type the address.", name=name.casefold(), people=" ".join(found)
        )
    return (
        (found[0], words[-1:] if behind else [])
        if found
        else (words[0] if behind else name, words[-1:] if behind else [])
    )


async def _names(call: Call) -> dict[str, str]:
    """The names of people by their addresses, where they are known."""
    holders = (await call.briefings.people.access_list(call.now)).holders
    return {call.request.sender: call.who, **{each.holder: each.name for each in holders if each.name}}


async def _shown_as(call: Call, holder: str) -> str:
    """A chat or person with the name, where it is known."""
    return views.with_name(holder, await _names(call))


def _proposed(call: Call, line: str, reason: str, now: str = "", *, chosen: bool) -> Message:
    """Asks before a change; `chosen` for people who were named as they name themselves, and not by their addresses."""
    return views.ask_sure_cleared(f"{line} because {reason}" if reason else line, call.prefix, now, chosen=chosen)


def _asked_why(call: Call, who: str, line: str, cancelled: str) -> Message:
    """Asks for the reason of a higher clearance or of new members; the next line is the answer."""
    asked = views.ask_why_cleared(who, f"{call.prefix}{line}", cancelled)
    return replace(asked, awaits=f"{line} because")
