"""View of /status: what is stored about a chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.languages import LANGUAGES, _, msgid, ngettext, translate
from bot.message import (
    Block,
    Bullets,
    Fields,
    Heading,
    Message,
    Note,
    Text,
    code,
    filled,
    say,
    text,
)
from bot.views.accounts.preferences import set_by
from bot.views.delivery.schedule import delivery_line
from bot.views.delivery.subscriptions import line
from bot.views.shared.names_and_dates import (
    BECAME,
    clock,
    counted,
    in_line,
    lead,
    when,
)
from bot.views.shared.relative_time import relative_time
from briefings.model.agenda import Event
from briefings.model.audit_log import Record
from briefings.model.delivery import Follow, Subscription
from briefings.model.schedule.forecast import ScheduledDelivery
from briefings.model.schedule.quiet_hours import QuietHours

_ROLES = {
    "reader": msgid("{address}, you are a reader"),
    "editor": msgid("{address}, you are an editor"),
    "admin": msgid("{address}, you are an admin"),
}

_FILES = 10  # refused files that the status lists


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
    names_files: bool = False  # whether their names are shown


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
        *(_refused(of.refused) if of.names_files else _counted(len(of.refused))),
    )


def _language(of: ChatStatus) -> tuple[tuple[str, Text], ...]:
    """The language that somebody chose for a group; none where each person's own is used."""
    if not of.language or "language" not in of.set_by:
        return ()
    return ((_("Language"), text(LANGUAGES[of.language], *set_by(of.set_by["language"], of.zone))),)


def _counted(files: int) -> tuple[Block, ...]:
    """How many files were refused, for who may not see how they are called."""
    told = ngettext(
        "{number} file of the library folder wasn't imported. Who is cleared for TLP:RED sees its name here.",
        "{number} files of the library folder weren't imported. Who is cleared for TLP:RED sees their names here.",
        files,
    )
    return (Note(text(told)),) if files else ()


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
