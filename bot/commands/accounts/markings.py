"""/mark and /clearance: who may see which analyses and sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.permissions import MARK, allows, needed_by
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import without_undo
from bot.message import Message
from bot.views.accounts import markings as views
from briefings.errors import BadInput
from briefings.library import ResolvedPlace
from briefings.model.delivery import chat_of
from briefings.model.marking import MARKINGS, Label, Marking, typed_marking, viewer
from briefings.parsing import parse_when
from briefings.translatable import phrase

_UNMARKED, _DEFAULT, _HERE, _YES = "none", "default", "here", "yes"
_PARTS = ("until", "for", "because")
_HOLDER = re.compile(r"telegram:-?[0-9]{1,20}|slack:[A-Z][A-Z0-9]{1,20}|terminal:local")
_GROUP = re.compile(r"@[\w-]{1,40}")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed line in its parts; `level` is "" if it names none."""

    place: tuple[str, ...]
    level: str
    until: tuple[str, ...]
    audience: tuple[str, ...]
    reason: str
    sure: bool


@command(
    "mark",
    "Shows or sets who may see an analysis or a section",
    Argument("ANALYSIS", many=True, offers="analysis"),
    forms=(
        "ANALYSIS [section]",
        "ANALYSIS [section] clear|green|amber|amber+strict|red|none",
        "ANALYSIS [section] LEVEL until DATE TIME ZONE",
        "ANALYSIS [section] LEVEL for ADDRESS",
        "ANALYSIS [section] LEVEL because WORDS",
    ),
    examples=("mark a1", "mark a1 red", "mark a1 amber until 2099-12-04 09:00 Berlin for here"),
    changes=2,
)
async def mark(call: Call) -> Message:
    """Shows the marking of an analysis and its sections, or sets one with an embargo, an audience and a reason."""
    typed = _parts(call.args)
    place = await call.place(typed.place)
    if not typed.level:
        return replace(await _shown(call, place), unchanged=True)
    call.require(needed_by(MARK), phrase("Setting a marking"))
    markings, id_, to = call.briefings.markings, place.analysis.id, _label(call, typed)
    before = await _before(call, place)
    if before != to and not typed.reason and markings.widens(before, to):
        line = " ".join(call.args)
        return replace(views.ask_why(place, f"{call.prefix}mark {line}"), awaits=f"mark {line} because")
    if before != to and not typed.sure and not viewer().sees(to):
        return replace(views.ask_sure(place, " ".join(call.args)), unchanged=True)
    done = await markings.mark(id_, place.section, to, call.who, call.now, typed.reason)
    message = views.marked(place, done.before, done.after, markings.default, call.zone)
    if done.unchanged:
        return replace(message, unchanged=True)
    return await without_undo(call, message, "mark")


async def _before(call: Call, place: ResolvedPlace) -> Label | None:
    markings, id_ = call.briefings.markings, place.analysis.id
    return await markings.of(id_) if place.section is None else (await markings.sections(id_)).get(place.section)


async def _shown(call: Call, place: ResolvedPlace) -> Message:
    markings, id_ = call.briefings.markings, place.analysis.id
    known = views.Known(await markings.of(id_), await markings.sections(id_), markings.default)
    return views.shown(place, known, call.zone, editor=allows(call.role, MARK))


def _parts(args: Sequence[str]) -> _Typed:
    """A line in its parts. Raises BadInput for other words after the level."""
    words, sure = (args[:-1], True) if args[-1].lower() == _YES else (args, False)
    level = next((i for i in range(1, len(words)) if _is_level(words[i])), None)
    if level is None:
        return _Typed(tuple(args), "", (), (), "", sure)
    parts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for word in words[level + 1 :]:
        if word.lower() in _PARTS and word.lower() not in parts and "because" not in parts:
            current = parts.setdefault(word.lower(), [])
        elif current is None:
            raise BadInput("After the level, type until, for or because.")
        else:
            current.append(word)
    until, audience, reason = (parts.get(each, []) for each in _PARTS)
    return _Typed(tuple(words[:level]), words[level].lower(), tuple(until), tuple(audience), " ".join(reason), sure)


def _is_level(word: str) -> bool:
    return word.lower() == _UNMARKED or typed_marking(word) is not None


def _label(call: Call, typed: _Typed) -> Label | None:
    """The label that was typed. Raises BadInput."""
    if typed.level == _UNMARKED:
        return None
    audience = tuple(sorted({_holder(call, each, group=True) for each in typed.audience}))
    return Label(_level(typed.level), _instant(call, typed.until) if typed.until else None, audience)


def _instant(call: Call, words: tuple[str, ...]) -> datetime:
    """The end of an embargo. Raises BadInput."""
    when, rest = parse_when(words, call.now, call.zone)
    if rest or when.at is None or when.at <= call.now:
        raise BadInput("Give the day and the time at which the embargo ends: until 2099-12-04 09:00 Berlin.")
    return when.at


def _level(word: str) -> Marking:
    found = typed_marking(word)
    if found is None:
        raise BadInput("“{word}” isn't a marking. Use {markings}.", word=word, markings=", ".join(MARKINGS))
    return found


def _holder(call: Call, word: str, *, group: bool) -> str:
    """A chat, person or group as it is stored. Raises BadInput."""
    typed = word.strip(",;")
    if typed.lower() == _HERE:
        return chat_of(call.request.address)
    if _HOLDER.fullmatch(typed) or (group and _GROUP.fullmatch(typed)):
        return typed
    raise BadInput("“{word}” is no chat or person. Type here, telegram:42, slack:U7 or a group: @board.", word=word)


@command(
    "clearance",
    "Lists or sets what chats and people may see",
    Argument("ADDRESS", required=False, many=True),
    forms=(
        "",
        "ADDRESS",
        "ADDRESS clear|green|amber|amber+strict|red|default",
        "@GROUP ADDRESS",
        "@GROUP none",
    ),
    examples=("clearance", "clearance here", "clearance telegram:42 amber", "clearance @board telegram:42"),
    changes=2,
)
async def clearance(call: Call) -> Message:
    """Lists clearances and groups, offers the levels for one, or sets them."""
    markings = call.briefings.markings
    if not call.args:
        return views.clearances(await markings.clearances(), await markings.groups(), markings.default)
    name, *rest = call.args
    if _GROUP.fullmatch(name):
        return await _group(call, name, rest)
    holder = _holder(call, name, group=False)
    if not rest:
        return views.clearance((await markings.clearances()).get(holder), holder, markings.default)
    if len(rest) != 1:
        raise BadInput("Give one level: {line}", line=f"{call.prefix}clearance {name} red")
    to = None if rest[0].lower() == _DEFAULT else _level(rest[0])
    before = await markings.clear(holder, to, call.who, call.now)
    message = views.cleared(holder, before, to, markings.default)
    return replace(message, unchanged=True) if before == to else await without_undo(call, message, "clearance")


async def _group(call: Call, name: str, words: Sequence[str]) -> Message:
    """Shows or sets the members of a group."""
    markings = call.briefings.markings
    if not words:
        return views.group(name, (await markings.groups()).get(name[1:], ()))
    members = [] if words == [_UNMARKED] else sorted({_holder(call, each, group=False) for each in words})
    await markings.set_group(name[1:], members, call.who, call.now)
    return await without_undo(call, views.group(name, members), "clearance")
