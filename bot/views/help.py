"""Views of /help: all commands, one of them, and usage lines in the reader's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import MenuEntry
from bot.languages import _, msgid
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Text,
    code,
    filled,
    say,
    text,
)

_STANDS_FOR = {
    "ADDRESS": msgid("ADDRESS"),
    "ANALYSIS": msgid("ANALYSIS"),
    "CITY": msgid("CITY"),
    "CODE": msgid("CODE"),
    "DATE": msgid("DATE"),
    "EVENT": msgid("EVENT"),
    "EVENTS": msgid("EVENTS"),
    "URL": msgid("URL"),
    "ID": msgid("ID"),
    "[evidence]": msgid("[evidence]"),
    "GROUP": msgid("GROUP"),
    "HOLDER": msgid("HOLDER"),
    "NAME": msgid("NAME"),
    "LEADS": msgid("LEADS"),
    "LEVEL": msgid("LEVEL"),
    "LANGUAGE": msgid("LANGUAGE"),
    "N": msgid("N"),
    "NUMBER": msgid("NUMBER"),
    "PERIOD": msgid("PERIOD"),
    "PLACE": msgid("PLACE"),
    "QUESTION": msgid("QUESTION"),
    "TIME": msgid("TIME"),
    "TITLE": msgid("TITLE"),
    "WORDS": msgid("WORDS"),
    "ZONE": msgid("ZONE"),
    "[ANALYSIS]": msgid("[analysis]"),
    "[EVENT]": msgid("[event]"),
    "[EVENTS]": msgid("[events]"),
    "[TIME]": msgid("[time]"),
    "[ZONE]": msgid("[zone]"),
    "[analysis]": msgid("[analysis]"),
    "[command]": msgid("[command]"),
    "[hours]": msgid("[hours]"),
    "[n]": msgid("[n]"),
    "[section]": msgid("[section]"),
    "[speaker]": msgid("[speaker]"),
    "[why]": msgid("[why]"),
    "[words]": msgid("[words]"),
    "[zone]": msgid("[zone]"),
}

_PLACE = re.compile(r"\[\w+\]|(?<![\w:])[A-Z]+(?![\w:])")


@dataclass(frozen=True, slots=True)
class Manual:
    """The help of a command: all forms, without prefix, and examples."""

    name: str
    help: str
    role: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]


def doors(entries: Sequence[MenuEntry], prefix: str) -> Message:
    """The few commands with which most things are done, and the way to the others."""
    others = ((_("All commands"), "/help all"), (_("Overview"), "/home"), (_("Settings"), "/settings"))
    return say(
        Heading(_("Commands")),
        Bullets(tuple(_usage(entry, prefix) for entry in entries)),
        Note(text(_names(prefix))),
        Buttons((tuple(Button(label, line) for label, line in others),)),
        line="/help",
    )


def manual(groups: Sequence[tuple[str, Sequence[MenuEntry]]], prefix: str) -> Message:
    """All commands with arguments, by group."""
    blocks: list[Block] = [Heading(_("Commands"))]
    for title, entries in groups:
        blocks += [Heading(_(title), 2), Bullets(tuple(_usage(entry, prefix) for entry in entries))]
    return say(*blocks, Note(text(_names(prefix))), line="/help all")


def _names(prefix: str) -> str:
    return _(
        "a1 means an analysis, e1 an event, 2 a section. You can also use words from their titles. Type "
        "{prefix}help COMMAND for details; “…” marks a command with more forms.",
        prefix=prefix,
    )


def _usage(entry: MenuEntry, prefix: str) -> Text:
    more = " …" if entry.more else ""
    return text(code(f"{prefix}{entry.name} {usage_line(entry.arguments)}".rstrip()), f"{more}: {_(entry.help)}")


def command_help(of: Manual, prefix: str) -> Message:
    """What the command does, its forms and examples, and who may use it."""
    roles = {"editor": _("This is for editors."), "admin": _("This is for admins.")}
    role = roles.get(of.role, "")
    between = (run for example in of.examples for run in (" · ", code(f"{prefix}{example}")))
    examples = text(*[*between][1:])
    return say(
        Heading(f"{prefix}{of.name}"),
        f"{_(of.help)}{_('.')}",
        Bullets(tuple(text(code(f"{prefix}{of.name} {usage_line(form)}".rstrip())) for form in of.forms)),
        *((Note(filled(_("For example {line}"), line=examples)),) if examples else ()),
        *((Note(text(role)),) if role else ()),
    )


def usage_line(form: str) -> str:
    """A usage line: "EVENT held|postponed|cancelled [why]"; unchanged in English."""
    return _PLACE.sub(lambda found: _placed(found[0]), form)


def _placed(place: str) -> str:
    placeholder = _STANDS_FOR.get(place)
    return place if placeholder is None or _(placeholder) == placeholder else _(placeholder)
