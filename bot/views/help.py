"""Views of greeting, help and status, and usage lines in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.chat import Introduction, MenuEntry
from bot.languages import LANGUAGES, _, msgid, ngettext, translate
from bot.languages.zones import city_of
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    Heading,
    Message,
    Note,
    Paragraph,
    Text,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.accounts.people import same_role
from bot.views.accounts.preferences import set_by
from bot.views.delivery.schedule import delivery_line
from bot.views.delivery.subscriptions import line, order
from bot.views.shared.names_and_dates import (
    BECAME,
    clock,
    counted,
    in_line,
    invite,
    lead,
    when,
    which_zone,
)
from bot.views.shared.relative_time import relative_time
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis
from briefings.model.audit_log import Record
from briefings.model.delivery import Follow, Subscription
from briefings.model.people import Role
from briefings.model.schedule.forecast import ScheduledDelivery
from briefings.model.schedule.quiet_hours import QuietHours

_DAILY = "/subscribe daily 08:00"
_LOWEST = "clear"  # of all clearances
_WHAT = msgid("Readout briefs you on written analyses and shows the source of every sentence.")
_ROLES = {
    "reader": msgid("{address}, you are a reader"),
    "editor": msgid("{address}, you are an editor"),
    "admin": msgid("{address}, you are an admin"),
}
_FILES = 10  # refused files that the status lists
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
class ChatStatus:
    """What is stored about a chat and the library; `paused` is the reason why nothing is sent.

    `language` is the tag of the chosen language; `set_by` tells who last set a group's "zone", "language" and "quiet".
    """

    address: str
    role: str
    zone: str
    paused: str
    analyses: int
    follows: tuple[Follow, ...]
    subscriptions: tuple[Subscription, ...]
    push: ScheduledDelivery | None
    quiet: QuietHours | None = None
    muted: tuple[Event, ...] = ()
    language: str = ""
    set_by: Mapping[str, Record] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()  # files of the library folder, each with why


@dataclass(frozen=True, slots=True)
class Manual:
    """The help of a command: all forms, without prefix, and examples."""

    name: str
    help: str
    role: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]


def introduction() -> Introduction:
    """The bot's description."""
    return Introduction(
        _(
            "Readout briefs your team on its written analyses: summaries by section with the source of every "
            "sentence, verbatim answers, and reminders of upcoming events. Press Start. Type /help for all "
            "commands."
        ),
        _("Briefs you on written analyses, shows the source of every sentence, reminds you of events."),
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """What /start did in a chat, and what is missing there.

    `opened` if others are answered from now on, `resumed` if paused messages come again. `closed`: only people with
    access are answered, and the sender can't open the chat. `absent`: the bot can't post, because it isn't in the
    channel. `imports`: the sender may import documents. `shared`: another organisation is there, too. `role` is what
    the sender is on the platform `held_in`, and not `here`.
    """

    opened: bool = False
    resumed: bool = False
    imports: bool = False
    closed: bool = False
    absent: bool = False
    shared: bool = False
    role: Role = "reader"
    held_in: str = ""
    here: str = ""


def greeting(newest: Analysis | None, of: Opening, prefix: str) -> Message:
    """The first answer in a chat."""
    lines: tuple[Block | str, ...] = (_(_WHAT),)
    if newest is None:
        lines += (
            _("The library is empty."),
            _("First choose when a digest comes. Then send me documents, such as .docx or .pdf, and press Import.")
            if of.imports
            else _("Editors and admins add documents. You can already choose when a digest comes."),
        )
        names = [(_("Daily digest at 08:00"), _DAILY), (_("Help"), "/help")]
    else:
        named = filled(_("The newest analysis is {id} {title}."), id=code(f"a{newest.id}"), title=newest.title)
        lines += (Paragraph(named),)
        names = [(_("Summary"), f"/summary a{newest.id}"), (_("Events"), "/events")]
        names += [(_("Daily digest at 08:00"), _DAILY), (_("Help"), "/help")]
    first = say(
        *lines,
        *_since_now(opened=of.opened, resumed=of.resumed),
        *(_still_closed(of, prefix) if of.closed else ()),
        *(_read_along(prefix) if of.shared else ()),
        *invite(absent=of.absent),
        Buttons((tuple(Button(label, says) for label, says in names),)),
    )
    return replace(first, stays=newest is None)  # so that a press leaves the way to the first document in sight


def _read_along(prefix: str) -> tuple[Paragraph, ...]:
    """What people of another organisation see in a shared channel, and how to let them ask or see less."""
    told = filled(
        _(
            "This channel is shared with another organisation. Its people read digests, reminders and shared answers "
            "here, but get no answers of their own. To let some of them ask, invite them with {invite} in a direct "
            "message to me. To show less here, an admin types {clearance}."
        ),
        invite=code(f"{prefix}invite reader"),
        clearance=code(f"{prefix}clearance here {_LOWEST}"),
    )
    return (Paragraph(told),)


def _still_closed(of: Opening, prefix: str) -> tuple[Paragraph, ...]:
    """Why others aren't answered in this chat, and how the sender gets the role that opens it."""
    line = code(f"{prefix}start")
    closed = filled(
        _("Others here get no answers yet: you aren't an editor here. To open this chat, an editor types {line}."),
        line=line,
    )
    return Paragraph(closed), *same_role(of.role, of.held_in, of.here)


def with_paused(greeting: Message, orders: Sequence[Subscription], events: Sequence[Event], zone: str) -> Message:
    """A greeting after what is paused in a chat that the bot is back in, with a button that resumes it."""
    if not (orders or events):
        return greeting
    names = [text(_("reminder, {title}", title=each.title)) for each in {each.id: each for each in events}.values()]
    return replace(
        greeting,
        blocks=(
            Paragraph(text(_("I'm back. These messages are paused here since I was removed:"))),
            Bullets((*(text(order(each, zone)) for each in orders), *names)),
            Buttons(((Button(_("Resume"), "/start"),),)),
            *greeting.blocks,
        ),
    )


def welcome(*, newcomer: bool, opened: bool, resumed: bool) -> tuple[Block, ...]:
    """What precedes the target of a deep link: an introduction for new people, and changes here."""
    lines = ((_(_WHAT),) if newcomer else ()) + _since_now(opened=opened, resumed=resumed)
    return tuple(Paragraph(text(line)) for line in lines)


def _since_now(*, opened: bool, resumed: bool) -> tuple[str, ...]:
    sentences = (_("I'll answer everyone in this chat from now on."),) if opened else ()
    return (*sentences, _("Paused messages in this chat are on again.")) if resumed else sentences


def manual(groups: Sequence[tuple[str, Sequence[MenuEntry]]], prefix: str) -> Message:
    """All commands with arguments, by group."""
    blocks: list[Block] = [Heading(_("Commands"))]
    for title, entries in groups:
        blocks += [Heading(_(title), 2), Bullets(tuple(_usage(entry, prefix) for entry in entries))]
    names = _(
        "a1 means an analysis, e1 an event, 2 a section. You can also use words from their titles. Type "
        "{prefix}help COMMAND for details; “…” marks a command with more forms.",
        prefix=prefix,
    )
    return say(*blocks, Note(text(names)), line="/help")


def _usage(entry: MenuEntry, prefix: str) -> Text:
    more = " …" if entry.more else ""
    return text(code(f"{prefix}{entry.name} {usage_line(entry.arguments)}".rstrip()), f"{more}: {_(entry.help)}")


def command_help(of: Manual, prefix: str) -> Message:
    """One command with all its forms."""
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


def status(of: ChatStatus, now: datetime, prefix: str) -> Message:
    """The chat's subscriptions, time zone and next delivery."""
    rows: list[tuple[str, Text]] = [
        (_("This chat"), filled(_(_ROLES[of.role]), address=code(of.address))),
        (_("Time zone"), text(of.zone, *set_by(of.set_by.get("zone"), of.zone))),
        *_language(of),
        (_("Quiet hours"), text(str(of.quiet) if of.quiet else _("none"), *set_by(of.set_by.get("quiet"), of.zone))),
        (_("Library"), text(counted(of.analyses, "analysis", "analyses"))),
        (_("Next message"), text(_push(of.push, of.zone))),
    ]
    if of.paused:
        rows.append(
            (_("Paused"), text(_("{reason}; type {prefix}start to resume", reason=translate(of.paused), prefix=prefix)))
        )
    return say(
        Heading(_("Status")),
        Fields(tuple(rows)),
        *_listed(_("Reminders"), [_follow(follow, now, of.zone) for follow in of.follows]),
        *_listed(_("Muted"), [text(code(f"e{event.id}"), f" {event.title}") for event in of.muted]),
        *_listed(_("Subscriptions"), [line(each, of.address, of.zone) for each in of.subscriptions]),
        *_refused(of.refused),
    )


def _language(of: ChatStatus) -> tuple[tuple[str, Text], ...]:
    """The language that somebody chose for a group; none where each person's own is used."""
    if not of.language or "language" not in of.set_by:
        return ()
    return ((_("Language"), text(LANGUAGES[of.language], *set_by(of.set_by["language"], of.zone))),)


def _refused(files: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    more = ngettext(
        "{number} more. Fix or remove a file and it leaves this list.",
        "{number} more. Fix or remove a file and it leaves this list.",
        len(files) - _FILES,
    )
    listed = _listed(
        _("Not imported from the library folder"),
        [text(code(name), f": {translate(why)}") for name, why in files[:_FILES]],
    )
    return (*listed, Note(text(more))) if len(files) > _FILES else listed


def _push(push: ScheduledDelivery | None, zone: str) -> str:
    return _("none") if push is None else f"{clock(push.at, push.zone or zone)}: {delivery_line(push)}"


def _follow(follow: Follow, now: datetime, zone: str) -> Text:
    event = follow.event
    waiting = [lead(each.lead) for each in follow.reminders if each.state == "waiting"]
    waiting += [_("put off until {time}", time=clock(follow.snoozed, zone))] if follow.snoozed else []
    reminders = _("; to come: {reminders}", reminders=in_line(waiting)) if waiting else _("; none to come")
    paused = _("; paused: {reason}", reason=translate(follow.paused)) if follow.paused else ""
    paused += _("; muted") if follow.muted else ""
    far = relative_time(event.when, now, zone) if event.state == "set" else _(BECAME[event.state])
    return text(code(f"e{event.id}"), f" {event.title}: {when(event.when, zone)}; {far}{reminders}{paused}")


def _listed(heading: str, items: Sequence[Text]) -> tuple[Block, ...]:
    return (Heading(heading, 2), Bullets(tuple(items))) if items else ()


def confirm_forget(prefix: str) -> Message:
    """Asks whether to erase everything stored about this chat."""
    warning = _(
        "This erases everything stored about this chat: settings, digests, reminders, sent messages and saved "
        "answers. It can't be undone. The roles of editors and admins stay."
    )
    hint = filled(_("To erase it, press the button or type {line}."), line=code(f"{prefix}forget yes"))
    asked = say(warning, Note(hint), Buttons(((Button(_("Erase everything"), "/forget yes"),),)))
    return replace(asked, proposes=True)


def erased(records: int, prefix: str, *, invited: bool, private: bool) -> Message:
    """The chat's data was erased; `invited` if the sender needs somebody else to begin again."""
    if not records:
        return say(_("Nothing was stored about this chat."))
    erased = ngettext(
        "Erased: {number} record about this chat, with its subscriptions, reminders and time zone.",
        "Erased: {number} records about this chat, with its subscriptions, reminders and time zone.",
        records,
    )
    again = _("To start again, type {prefix}start.", prefix=prefix)
    if invited and private:
        again = _("To start again, ask a Readout admin for an invitation.")
    elif invited:
        again = _("To start again, an editor has to type {prefix}start here.", prefix=prefix)
    return say(f"{erased} {_('The library is unchanged.')} {again}")


def language(chosen: str, spoken: str) -> Message:
    """The chat's language and buttons for the others; `chosen` is "" if none was chosen."""
    explanation = (
        _("Readout uses {language} here.", language=LANGUAGES[spoken])
        if chosen
        else _("Readout uses your app's language if it can.")
    )
    others = [(tag, name) for tag, name in LANGUAGES.items() if tag != chosen]
    buttons = [Button(name, f"/language {tag}") for tag, name in others]
    buttons += [Button(_("As in the app"), "/language auto")] if chosen else []
    return say(explanation, Buttons((tuple(buttons),)))


def zones_offered(zones: Sequence[str], typed: str, now: datetime, *, exact: bool = True) -> Message:
    """The zones that typed words may mean, each with its current time and a button."""
    lines = tuple(text(bold(city_of(zone)), f" ({zone}): {clock(now, zone)}") for zone in zones)
    return say(
        which_zone(typed, exact=exact),
        Bullets(lines),
        Buttons((tuple(Button(city_of(zone), f"/timezone {zone}") for zone in zones),)),
    )


def zone_set(zone: str, now: datetime) -> Message:
    """The chat's zone with its current time."""
    return say(_("The time zone here is {zone}, where it is now {time}.", zone=zone, time=clock(now, zone)))


def usage_line(form: str) -> str:
    """A usage line: "EVENT held|postponed|cancelled [why]"; unchanged in English."""
    return _PLACE.sub(lambda found: _placed(found[0]), form)


def _placed(place: str) -> str:
    placeholder = _STANDS_FOR.get(place)
    return place if placeholder is None or _(placeholder) == placeholder else _(placeholder)
