"""The mark and clearance subcommands: who may see which analyses and sections."""

import argparse
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeVar

from bot.cli.arguments import holder, instant, level, reader
from bot.cli.base import MISUSED, CommandFailed, Subcommands, now, subcommand, with_core
from briefings.errors import ReasonNeeded
from briefings.model.marking import Label, LabelChange, Marking, shown

if TYPE_CHECKING:
    from briefings.library import ResolvedPlace
    from briefings.service import Briefings

_UNMARKED, _DEFAULT, _EVERYBODY = "none", "default", "all"
_HERE = "the command line"  # who does it, in the audit log
T = TypeVar("T")


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    mark = subcommand(commands, "mark", _mark, "show or set who may see an analysis or a section")
    mark.add_argument("analysis", metavar="ANALYSIS", help="its id or title; write a restricted one as `-- a-1`")
    mark.add_argument(
        "marking", nargs="?", type=_level, metavar="MARKING", help="clear, green, amber, amber+strict, red or none"
    )
    mark.add_argument("--section", metavar="SECTION", help="mark only this section, by number or heading")
    mark.add_argument(
        "--until",
        type=_until,
        metavar="INSTANT",
        help="embargo: RED until then, such as 2026-12-04T09:00+01:00; now ends it",
    )
    mark.add_argument(
        "--for", dest="audience", nargs="+", default=(), metavar="HOLDER", help="only for these; all for no audience"
    )
    _add_reason(mark)
    cleared = subcommand(commands, "clearance", _clearance, "list or set what chats and people are cleared for")
    cleared.add_argument(
        "holder", nargs="?", type=reader, metavar="HOLDER", help="a chat or person, such as telegram:42; or @group"
    )
    cleared.add_argument(
        "to", nargs="*", metavar="MARKING", help="a marking, or default; of a @group: its members, or none"
    )
    _add_reason(cleared)


def _add_reason(parser: argparse.ArgumentParser) -> None:
    why = "the reason; needed if somebody may see more than before"
    parser.add_argument("--because", "--reason", type=_reason, metavar="WORDS", help=why)


def _reason(typed: str) -> str:
    if not (words := " ".join(typed.split())):
        raise argparse.ArgumentTypeError("a reason has words, such as: --because 'the council published it'")
    return words


def _level(typed: str) -> "Marking | Literal['none']":
    return "none" if typed.lower() == _UNMARKED else level(typed)


def _mark(arguments: argparse.Namespace) -> int:
    if arguments.audience != [_EVERYBODY]:
        arguments.audience = [_checked(reader, each, "--for") for each in arguments.audience]
    print(_with_reason_asked(lambda core: _marked(core, arguments)))
    return 0


def _checked(check: Callable[[str], T], word: str, option: str) -> T:
    """A word of several that an option or place takes. Raises CommandFailed."""
    try:
        return check(word)
    except argparse.ArgumentTypeError as wrong:
        raise CommandFailed(f"argument {option}: {wrong}", MISUSED) from None


def _with_reason_asked(use: "Callable[[Briefings], Awaitable[str]]") -> str:
    """What was done, by a core that is open meanwhile. Raises CommandFailed where the reason is missing."""
    try:
        return with_core(use)
    except ReasonNeeded as asked:
        sentence = str(asked).partition(".")[0]
        raise CommandFailed(f"{sentence}. Give the reason: --because WORDS", MISUSED) from None


async def _marked(core: "Briefings", arguments: argparse.Namespace) -> str:
    words = [arguments.analysis, *([arguments.section] if arguments.section else [])]
    place = await core.library.resolve(words, None)
    id_ = place.analysis.id
    if not (arguments.marking or arguments.until or arguments.audience):
        if arguments.because:
            raise CommandFailed("Give a marking, --until or --for with the reason.", MISUSED)
        sections = {
            place.analysis.draft.sections[i].heading: shown(x) for i, x in (await core.markings.sections(id_)).items()
        }
        lines = [
            f"a{id_}: {shown(await core.markings.of(id_))}",
            *(f"{name}: {label}" for name, label in sections.items()),
        ]
        return "\n".join(lines)
    to = await _label(core, place, arguments)
    await _check_groups(core, arguments.audience)
    done = await core.markings.mark(id_, place.section, to, _HERE, now(), arguments.because or "")
    return f"a{id_}: {shown(done.before)}, now {shown(done.after)}"


async def _check_groups(core: "Briefings", audience: Sequence[str]) -> None:
    """Raises CommandFailed for a group that nobody set: it would hide the analysis from everybody."""
    known = await core.markings.groups()
    for name in audience:
        if name.startswith("@") and name[1:] not in known:
            raise CommandFailed(f"There is no group {name}. Make it: readout clearance {name} telegram:42", MISUSED)


async def _label(core: "Briefings", place: "ResolvedPlace", arguments: argparse.Namespace) -> Label | None:
    """The label with the parts that were named; a section without one begins with the marking of its analysis."""
    if arguments.marking == _UNMARKED:
        if arguments.until or arguments.audience:
            raise CommandFailed("Without a marking, there is no embargo and no audience.", MISUSED)
        return None
    whole = await core.markings.of(place.analysis.id)
    sections = await core.markings.sections(place.analysis.id)
    before = whole if place.section is None else sections.get(place.section)
    audience = None if not arguments.audience else _audience(arguments.audience)
    change = LabelChange(arguments.marking, arguments.until, audience)
    return change.applied(before or Label(whole.marking if whole else core.markings.default))


def _audience(words: Sequence[str]) -> tuple[str, ...]:
    return () if list(words) == [_EVERYBODY] else tuple(sorted(words))


def _until(typed: str) -> "datetime | Literal['now']":
    """The end of an embargo. Raises ArgumentTypeError."""
    if typed == "now":
        return "now"
    if not isinstance(instant(typed), datetime):
        raise argparse.ArgumentTypeError(f"{typed!r} has no time; give it with its zone: 2026-12-04T09:00+01:00")
    until = datetime.fromisoformat(typed.upper())
    if until <= now():
        raise argparse.ArgumentTypeError(f"{typed} has passed, so nothing would be under embargo")
    return until


def _clearance(arguments: argparse.Namespace) -> int:
    name, words, reason = arguments.holder, arguments.to, arguments.because or ""
    if name and name.startswith("@"):
        members = [] if words == [_UNMARKED] else [_checked(holder, each, "MEMBER") for each in words]
        print(_with_reason_asked(lambda core: _group(core, name[1:], members if words else None, reason)))
        return 0
    if len(words) > 1:
        raise CommandFailed("Give one marking, or default: readout clearance telegram:42 red", MISUSED)
    to = [None if each.lower() == _DEFAULT else _checked(level, each, "MARKING") for each in words]
    print(_with_reason_asked(lambda core: _cleared(core, name, to, reason)))
    return 0


async def _group(core: "Briefings", name: str, members: Sequence[str] | None, reason: str) -> str:
    """Shows a group, or sets its members."""
    if members is None:
        members = (await core.markings.groups()).get(name, ())
    else:
        await core.markings.set_group(name, members, _HERE, now(), reason)
    return f"@{name}: {' '.join(sorted(members)) or 'no members'}"


async def _cleared(core: "Briefings", holder: str | None, to: "Sequence[Marking | None]", reason: str) -> str:
    """Shows all clearances or one, or sets one."""
    markings = core.markings
    known = await markings.clearances()
    if holder is None:
        groups = [f"@{name}: {' '.join(members)}" for name, members in (await markings.groups()).items()]
        named = [f"{each}: TLP:{marking}" for each, marking in known.items()]
        return "\n".join([f"default: TLP:{markings.default}", *named, *groups])
    if not to:
        return f"{holder}: TLP:{known.get(holder, markings.default)}"
    await markings.clear(holder, to[0], _HERE, now(), reason)
    return f"{holder}: TLP:{to[0] or markings.default}"
