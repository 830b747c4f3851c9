"""Views of markings, clearances and audiences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.languages import _, ngettext
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Message,
    Note,
    Paragraph,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.help import usage_line
from bot.views.shared.names_and_dates import clock
from briefings.library import ResolvedPlace
from briefings.markings import Marked
from briefings.model.marking import MARKINGS, STRICTEST, Label, Marking

_HEAD = 3  # first blocks of a message, among which its marking stands


@dataclass(frozen=True, slots=True)
class Known:
    """The label of an analysis and those of its marked sections, by index; None is unmarked."""

    whole: Label | None
    sections: Mapping[int, Label]
    default: Marking
    in_force: Label | None  # that counts for what was asked about


def shown(of: ResolvedPlace, known: Known, zone: str, now: datetime, *, editor: bool) -> Message:
    """The marking of an analysis or a section and who may see it; editors get the levels as buttons."""
    draft, index = of.analysis.draft, of.section
    label = known.in_force
    sections = [each for each in sorted(known.sections) if index is None]
    lines = [
        text(f"{draft.sections[each].heading}: ", _level(known.sections[each], known.default, zone, holders=editor))
        for each in sections
    ]
    blocks: list[Block] = [
        Heading(of.name),
        Paragraph(text(_level(label, known.default, zone, holders=editor))),
        Paragraph(text(_who(label, known.default, now))),
        *((Note(text(_("Sections with a marking of their own:"))), Bullets(tuple(lines))) if lines else ()),
    ]
    return say(*blocks, *(_choices(f"/mark {typed_place(of)}", label) if editor else ()))


def _choices(line: str, label: Label | None) -> tuple[Buttons, ...]:
    """The levels, the embargo and the audience as buttons."""
    until = Button(_("End the embargo"), f"{line} until now") if label and label.until else None
    holders = Button(_("No audience"), f"{line} for all") if label and label.audience else None
    parts = (
        until or Button(_("Embargo"), f"{line} until"),
        holders or Button(_("Audience"), f"{line} for"),
    )
    return (Buttons((*_levels(line, "none").rows, parts)),)


def marking_note(marking: str | None) -> tuple[Block, ...]:
    """The strictest marking of what a message quotes, for its head."""
    return (Note(text(bold(f"TLP:{marking}"))),) if marking else ()


def ceiling_note(outlet: str, most: Marking, prefix: str) -> Note:
    """Up to which marking a feed or webhook is told of texts, and how an admin changes that."""
    line = code(f"{prefix}clearance {outlet} red")
    told = _("It is told of nothing above {marking}. To change that, an admin types {line}")
    return Note(filled(told, marking=f"TLP:{most}", line=line))


def with_marking(message: Message, marking: str | None) -> Message:
    """A message with the marking below its heading, once."""
    note = marking_note(marking)
    if not note or note[0] in message.blocks[:_HEAD]:
        return message
    at = 1 if message.blocks and isinstance(message.blocks[0], Heading) else 0
    blocks = [_marked_file(each, f"TLP:{marking}") if isinstance(each, File) else each for each in message.blocks]
    return replace(message, blocks=(*blocks[:at], *note, *blocks[at:]))


def _marked_file(file: File, marking: str) -> File:
    """A file that carries the marking: in its name, and BibTeX inside too. A calendar has that of each event."""
    stem, dot, ending = file.name.rpartition(".")
    name = f"{stem}-{marking.replace(':', '-').replace('+', '-')}{dot}{ending}"
    data = file.data
    if ending == "bib":
        data = f"% {marking}\n".encode() + data
    return replace(file, name=name, data=data)


def _level(label: Label | None, default: Marking, zone: str, *, holders: bool = True) -> str:
    if label is None:
        return _("TLP:{marking}, the default of this library", marking=default)
    return label_in_words(label, zone, holders=holders)


def label_in_words(label: Label, zone: str, *, holders: bool = True) -> str:
    """A label in words, with its audience only if `holders`."""
    words = [f"TLP:{label.marking}"]
    if label.until:
        words.append(_("under embargo until {time}", time=clock(label.until, zone)))
    if label.held:
        words.append(_("held back until somebody marks it"))
    if label.audience and holders:
        words.append(_("for {holders} only", holders=" ".join(label.readers)))
    return ", ".join(words)


def _who(label: Label | None, default: Marking, now: datetime) -> str:
    marking = label.marking if label else default
    if label and label.embargoed(now) and label.marking != STRICTEST:
        if label.audience:
            return _(
                "Until then, its audience needs clearance for TLP:RED to see it; after that, for TLP:{marking}.",
                marking=marking,
            )
        return _(
            "Until then, only those cleared for TLP:RED may see it; after that, those cleared for TLP:{marking}.",
            marking=marking,
        )
    if label and label.audience:
        return _("Members of its audience who are cleared for TLP:{marking} may see it.", marking=marking)
    return _("Chats and people who are cleared for TLP:{marking} may see it.", marking=marking)


def _levels(line: str, none: str) -> Buttons:
    levels = [Button(each, f"{line} {each.lower()}") for each in MARKINGS]
    default = Button(_("Default"), f"{line} {none}")
    return Buttons((tuple(levels[:3]), (*levels[3:], default)))


def typed_place(of: ResolvedPlace) -> str:
    """A place as it is typed behind /mark: "a1 2"."""
    return f"a{of.analysis.id}" if of.section is None else f"a{of.analysis.id} {of.section + 1}"


def ask_why(name: str, line: str, cancelled: str) -> Message:
    """Asks for the reason why more people may see something; `cancelled` is the line of the button that ends it."""
    asked = _("More people would see {place}. Why? Your next line is the reason; the log keeps it.", place=name)
    return _asked_why(asked, line, cancelled)


def ask_why_cleared(holder: str, line: str, cancelled: str) -> Message:
    """Asks why a chat, a person or the new members of a group may see more; `cancelled` is as in `ask_why`."""
    if holder.startswith("@"):
        asked = _(
            "More people would belong to {name}. Why? Your next line is the reason; the log keeps it.", name=holder
        )
    else:
        asked = _("{holder} would see more. Why? Your next line is the reason; the log keeps it.", holder=holder)
    return _asked_why(asked, line, cancelled)


def ask_sure_cleared(line: str, prefix: str, now: str = "", *, chosen: bool) -> Message:
    """Asks before a change of a clearance or a group, below what is set `now`.

    `chosen` if a person was named by the name that they chose.
    """
    asked = _("That would run {line}. Go ahead?")
    if chosen:
        asked = _("People choose their names themselves. Is this whom you mean? {line}")
    buttons = Buttons(((Button(_("Yes"), f"/{line}"), Button(_("Cancel"), "/clearance")),))
    told = filled(asked, line=code(f"{prefix}{line}"))
    return replace(say(*((now,) if now else ()), Paragraph(told), buttons), proposes=True)


def ask_sure_marked(of: ResolvedPlace, line: str, prefix: str) -> Message:
    """Asks before a marking is changed that plain words are taken for."""
    asked = filled(_("That would run {line}. Go ahead?"), line=code(f"{prefix}{line}"))
    buttons = Button(_("Yes"), f"/{line}"), Button(_("Cancel"), f"/mark {typed_place(of)}")
    return replace(say(of.name, Paragraph(asked), Buttons((buttons,))), proposes=True)


def _asked_why(asked: str, line: str, cancelled: str) -> Message:
    note = Note(filled(_("Or type {line}"), line=code(usage_line(f"{line} because WORDS"))))
    return say(asked, note, Buttons(((Button(_("Cancel"), cancelled),),)))


def ask_part(of: ResolvedPlace, part: Literal["until", "for"], prefix: str) -> Message:
    """Asks until when an embargo lasts, or who the audience is; the next line is the answer."""
    line = f"{prefix}mark {typed_place(of)}"
    if part == "until":
        asked = _("Until when is {place} under embargo? Type the day, the time and the zone.", place=of.name)
        example = f"{line} until 2099-12-04 09:00 Berlin"
    else:
        asked = _("Who may see {place}? Type chats, people or groups.", place=of.name)
        example = f"{line} for here @board"
    cancel = Buttons(((Button(_("Cancel"), f"/mark {typed_place(of)}"),),))
    return say(asked, Note(filled(_("Or type {line}"), line=code(example))), cancel)


def ask_sure(of: ResolvedPlace, line: str) -> Message:
    """Asks before something is hidden from the very chat in which it is marked; `line` goes on."""
    asked = _(
        "After that, nobody can see {place} in this chat, and it can't be marked from here. Go on?", place=of.name
    )
    buttons = Button(_("Yes"), f"/{line}"), Button(_("Cancel"), f"/mark {typed_place(of)}")
    return replace(say(asked, Buttons((buttons,))), proposes=True)


def marked(
    of: ResolvedPlace, done: Marked, in_force: tuple[Label | None, Label | None], default: Marking, zone: str
) -> Message:
    """What a marking is now, and what it was; `in_force` are the labels that counted and count."""
    was, now = (_level(each, default, zone) for each in in_force)
    if done.unchanged:
        return say(_("{place} already has this marking: {label}.", place=of.name, label=now))
    if of.section is not None and done.after is None:
        told = _("{place} has no marking of its own now. Like its analysis, it is {label}.", place=of.name, label=now)
    else:
        told = _("{place} is now {label}.", place=of.name, label=now)
    before = Note(text(_("Before: {label}. What was sent earlier stays in its chats.", label=was)))
    return say(told, before, *_hidden_revisions(done.hidden))


def _hidden_revisions(numbers: Sequence[int]) -> tuple[Block, ...]:
    if not numbers:
        return ()
    named = ", ".join(map(str, numbers))
    told = ngettext(
        "Revision {numbers} lacks this section, so all of that revision is hidden alike.",
        "Revisions {numbers} lack this section, so all of these revisions are hidden alike.",
        len(numbers),
        numbers=named,
    )
    return (Note(text(told)),)


def with_name(holder: str, names: Mapping[str, str]) -> str:
    """An address behind the name of whom it belongs to, where that is known: "Anna Berg (telegram:3)"."""
    name = names.get(holder, "")
    return name if holder in name else f"{name} ({holder})" if name else holder


def clearances(
    known: Mapping[str, Marking], groups: Mapping[str, Sequence[str]], names: Mapping[str, str], default: Marking
) -> Message:
    """What chats and people are cleared for, and the groups that audiences may name."""
    rows = [(with_name(each, names), f"TLP:{marking}") for each, marking in sorted(known.items())]
    members = [
        (f"@{group_}", ", ".join(with_name(each, names) for each in those)) for group_, those in sorted(groups.items())
    ]
    rest = _("Everybody else is cleared for TLP:{marking}.", marking=default)
    named = [(name, text(words)) for name, words in (*rows, *members)]
    return say(Heading(_("Clearances"), 1), *((Fields(tuple(named)),) if named else ()), rest)


def clearance(known: Marking | None, shown: str, holder: str, default: Marking) -> Message:
    """What a chat or person is cleared for, with the levels as buttons."""
    return say(cleared_now(shown, known, default), _levels(f"/clearance {holder}", "default"))


def cleared_now(holder: str, known: Marking | None, default: Marking) -> str:
    """What a chat or person is cleared for in a sentence."""
    if known is None:
        return _("{holder} has the default clearance, TLP:{marking}.", holder=holder, marking=default)
    return _("{holder} is cleared for TLP:{marking}.", holder=holder, marking=known)


def cleared(holder: str, before: Marking | None, to: Marking | None, default: Marking) -> Message:
    """What a chat or person is cleared for now, and was before."""
    was = Note(text(_("Before: {label}.", label=f"TLP:{before or default}")))
    return say(cleared_now(holder, to, default), *(() if before == to else (was,)))


def group(name: str, members: Sequence[str]) -> Message:
    """Whom a group of an audience stands for, such as @board, or that nobody is in it."""
    if not members:
        return say(_("{name} has no members.", name=name))
    return say(_("{name} stands for {members}.", name=name, members=" ".join(members)))
