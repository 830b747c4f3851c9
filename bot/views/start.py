"""Views of /start: the first answer in a chat, and what opens or resumes there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Hears, Introduction
from bot.languages import _, msgid
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Message,
    Note,
    Paragraph,
    code,
    filled,
    say,
    text,
)
from bot.views.accounts.people import same_role
from bot.views.delivery.subscriptions import order
from bot.views.shared.names_and_dates import (
    invite,
)
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis
from briefings.model.delivery import Subscription
from briefings.model.people import Role

_DAILY = "/subscribe daily 08:00"

_LOWEST = "clear"  # of all clearances

_WHAT = msgid("Readout briefs you on written analyses and shows the source of every sentence.")


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
    channel. `imports`: the sender may import documents. `shared`: another organisation is there, too. `hears` says
    which messages of a group the platform gives to the bot, "" where none can be missed. `zone` is the chat's, "" if
    nobody has said it. `role` is what the sender is on the platform `held_in`, and not `here`.
    """

    opened: bool = False
    resumed: bool = False
    imports: bool = False
    closed: bool = False
    absent: bool = False
    shared: bool = False
    hears: Hears = ""
    zone: str = ""
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
        names = []
    else:
        named = filled(_("The newest analysis is {id} {title}."), id=code(f"a{newest.id}"), title=newest.title)
        lines += (Paragraph(named),)
        names = [(_("Summary"), f"/summary a{newest.id}"), (_("Events"), "/events")]
    lines += (
        _("Times are in {zone}. To change that, type {line}.", zone=of.zone, line=f"{prefix}timezone CITY")
        if of.zone
        else _("Which time zone are you in? Choose it first."),
    )
    names += [(_("Daily digest at 08:00"), _DAILY) if of.zone else (_("Time zone"), "/settings zone")]
    names += [(_("Help"), "/help")]
    first = say(
        *lines,
        *_since_now(opened=of.opened, resumed=of.resumed),
        *(_still_closed(of, prefix) if of.closed else ()),
        *(_read_along(prefix) if of.shared else ()),
        *_heard(of.hears),
        *invite(absent=of.absent),
        Buttons((tuple(Button(label, says) for label, says in names),)),
    )
    return replace(first, stays=newest is None)  # so that a press leaves the way to the first document in sight


def _heard(of: Hears) -> tuple[Note, ...]:
    """Which messages of a group reach the bot."""
    match of:
        case "addressed":
            told = _("In this group I get only commands, replies to me and messages that name me. No others reach me.")
        case "all":
            told = _("I get every message here, but read only commands, replies to me and messages that name me.")
        case "":
            return ()
    return (Note(text(told)),)


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
