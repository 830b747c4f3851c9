"""The token, webhook, mark and clearance subcommands: tokens and webhooks of the owner, and who may see what."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from bot.cli.answer_command import tell
from bot.cli.base import MISUSED, CommandFailed, Subcommands, now, subcommand, with_core

if TYPE_CHECKING:
    from briefings.library import ResolvedPlace
    from briefings.model.marking import Label, Marking
    from briefings.service import Briefings

_UNMARKED, _DEFAULT, _EVERYBODY = "none", "default", "all"


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    _declare_mark(commands)
    cleared = subcommand(commands, "clearance", _clearance, "list or set what chats and people are cleared for")
    cleared.add_argument("holder", nargs="?", metavar="HOLDER", help="a chat or person, such as telegram:42; or @group")
    cleared.add_argument("to", nargs="*", metavar="MARKING", help="a marking, or default; of a @group: its members")
    parser = subcommand(commands, "token", _token, "make, list and revoke your tokens for the API")
    parser.add_argument("rest", nargs="*", metavar="WORD", help="list, new NAME, revoke N, or revoke all")
    hooks = subcommand(commands, "webhook", _webhook, "post changes to an address; list, test and revoke webhooks")
    hooks.add_argument(
        "rest", nargs="*", metavar="WORD", help="list, new URL EVENTS, test N, rotate N, off N, replay ID"
    )


def _token(arguments: argparse.Namespace) -> int:
    return tell("token", arguments)


def _webhook(arguments: argparse.Namespace) -> int:
    return tell("webhook", arguments)


def _declare_mark(commands: Subcommands) -> None:
    mark = subcommand(commands, "mark", _mark, "show or set who may see an analysis or a section")
    mark.add_argument("analysis", metavar="ANALYSIS", help="its id or title; write a restricted one as `-- a-1`")
    mark.add_argument("marking", nargs="?", metavar="MARKING", help="clear, green, amber, amber+strict, red or none")
    mark.add_argument("--section", metavar="SECTION", help="mark only this section, by number or heading")
    mark.add_argument(
        "--until", metavar="INSTANT", help="embargo: RED until then, such as 2026-12-04T09:00+01:00; now ends it"
    )
    mark.add_argument(
        "--for", dest="audience", nargs="+", default=(), metavar="HOLDER", help="only for these; all for no audience"
    )
    mark.add_argument("--because", default="", metavar="WORDS", help="the reason; needed if more people may see it")


def _mark(arguments: argparse.Namespace) -> int:
    print(with_core(lambda core: _marked(core, arguments)))
    return 0


async def _marked(core: "Briefings", arguments: argparse.Namespace) -> str:
    from briefings.markings import shown  # 0.6 s with the store, which --help need not pay

    words = [arguments.analysis, *([arguments.section] if arguments.section else [])]
    place = await core.library.resolve(words, None)
    id_, by = place.analysis.id, "the command line"
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
    done = await core.markings.mark(id_, place.section, to, by, now(), arguments.because)
    return f"a{id_}: {shown(done.before)}, now {shown(done.after)}"


async def _check_groups(core: "Briefings", audience: Sequence[str]) -> None:
    """Raises CommandFailed for a group that nobody set: it would hide the analysis from everybody."""
    known = await core.markings.groups()
    for name in audience:
        if name.startswith("@") and name[1:] not in known:
            raise CommandFailed(f"There is no group {name}. Make it: readout clearance {name} telegram:42", MISUSED)


async def _label(core: "Briefings", place: "ResolvedPlace", arguments: argparse.Namespace) -> "Label | None":
    """The label with the parts that were named; a section without one begins with the marking of its analysis."""
    from briefings.model.marking import Label, LabelChange  # with pydantic's types, which --help need not pay

    if arguments.marking == _UNMARKED:
        if arguments.until or arguments.audience:
            raise CommandFailed("Without a marking, there is no embargo and no audience.", MISUSED)
        return None
    whole = await core.markings.of(place.analysis.id)
    sections = await core.markings.sections(place.analysis.id)
    before = whole if place.section is None else sections.get(place.section)
    change = LabelChange(
        _known(arguments.marking) if arguments.marking else None,
        _until(arguments.until) if arguments.until else None,
        _audience(arguments.audience) if arguments.audience else None,
    )
    return change.applied(before or Label(whole.marking if whole else core.markings.default))


def _audience(words: Sequence[str]) -> tuple[str, ...]:
    return () if list(words) == [_EVERYBODY] else tuple(sorted(words))


def _until(words: str) -> "datetime | Literal['now']":
    """The end of an embargo. Raises CommandFailed."""
    if words == "now":
        return "now"
    try:
        until = datetime.fromisoformat(words)
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        raise CommandFailed("Give the instant with its zone: --until 2026-12-04T09:00+01:00", MISUSED)
    if until <= now():
        raise CommandFailed(f"{words} has passed, so nothing would be under embargo.", MISUSED)
    return until


def _known(word: str) -> "Marking":
    from briefings.model.marking import MARKINGS, typed_marking  # as above

    named = typed_marking(word)
    if named is None:
        raise CommandFailed(f"“{word}” isn't a marking. Use {', '.join(MARKINGS)}.", MISUSED)
    return named


def _clearance(arguments: argparse.Namespace) -> int:
    print(with_core(lambda core: _cleared(core, arguments)))
    return 0


async def _cleared(core: "Briefings", arguments: argparse.Namespace) -> str:
    holder, to, markings = arguments.holder, arguments.to, core.markings
    if holder is None:
        groups = [f"@{name}: {' '.join(members)}" for name, members in (await markings.groups()).items()]
        known = [f"{each}: TLP:{marking}" for each, marking in (await markings.clearances()).items()]
        return "\n".join([f"default: TLP:{markings.default}", *known, *groups])
    if holder.startswith("@"):
        await markings.set_group(holder[1:], to, "the command line", now())
        return f"{holder}: {' '.join(to) or 'no members'}"
    if len(to) != 1:
        raise CommandFailed("Give one marking, or default: readout clearance telegram:42 red", MISUSED)
    marking = None if to[0] == _DEFAULT else _known(to[0])
    await markings.clear(holder, marking, "the command line", now())
    return f"{holder}: TLP:{marking or markings.default}"
