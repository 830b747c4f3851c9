"""View of the overview page: upcoming events, subscriptions and news, with buttons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest

from bot.languages import _
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
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
from bot.views import forms, outlook
from bot.views.agenda import agenda
from bot.views.delivery import subscriptions
from bot.views.library import library
from bot.views.shared.names_and_dates import clock, prefix_of, review_button, unconfirmed_note, when
from bot.views.shared.statement_marks import event_with_outcomes
from briefings.bounded_count import NONE, BoundedCount
from briefings.markings import Levels
from briefings.model.agenda import Event
from briefings.model.analysis import Entry
from briefings.model.delivery import Follow, Subscription
from briefings.model.outlook import TrackedStatement

SHOWN = 5  # of each kind
_BUTTONS = 10  # in all
_IN_ROW = 4


@dataclass(frozen=True, slots=True)
class Overview:
    """The contents of the page: first upcoming events, subscriptions, newest analyses."""

    ahead: tuple[Event, ...]
    follows: tuple[Follow, ...]
    subscriptions: tuple[Subscription, ...]
    newest: tuple[Entry, ...]
    levels: Mapping[int, Levels]  # of the newest analyses, by id
    zone: str
    address: str
    imports: bool
    changes_events: bool
    came_due: int = 0  # statements of the last seven days
    unconfirmed: BoundedCount = NONE
    outcomes: Mapping[int, Sequence[TrackedStatement]] = field(default_factory=dict)  # by event


def home(of: Overview, now: datetime) -> Message:
    """The page at an instant, with at most ten buttons: the first ones of each row, and the general ones."""
    page = say(
        Heading(_("Upcoming events")),
        *_ahead(of, now),
        *_outlook(of),
        Heading(_("What you follow")),
        *_followed(of),
        Heading(_("Newest analyses")),
        *_newest(of.newest, of.levels),
        Buttons((_general(of),)),
        Note(text(_("Times are in {zone}.", zone=of.zone))),
    )
    return replace(page, blocks=_with_few_buttons(page.blocks))


def _with_few_buttons(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the buttons that have room; the last row keeps its own, the others share what is left."""
    *rows, general = [row for block in blocks if isinstance(block, Buttons) for row in block.rows]
    in_turn = [button for column in zip_longest(*rows) for button in column if button is not None]
    kept = {*general, *in_turn[: _BUTTONS - len(general)]}
    return tuple(_kept(block, kept) if isinstance(block, Buttons) else block for block in blocks)


def _kept(block: Buttons, kept: Collection[Button]) -> Buttons:
    rows = [row for each in block.rows if (row := tuple(button for button in each if button in kept))]
    if len(rows) <= _IN_ROW and all(len(row) == 1 for row in rows):
        rows = [tuple(replace(row[0], of="") for row in rows)]
    return Buttons(tuple(row for row in rows if row))


def _ahead(of: Overview, now: datetime) -> tuple[Block | str, ...]:
    if not of.ahead:
        return (_("No upcoming events."),)
    waiting = of.unconfirmed if of.changes_events else NONE
    followed = {each.event.id for each in of.follows}
    asked = tuple(Button(_("About {id}", id=f"e{each.id}"), f"/event e{each.id}") for each in of.ahead)
    remind = agenda.reminder_lines([each for each in of.ahead if each.id not in followed], now, of.zone)
    moves = tuple(forms.date_button(each) for each in of.ahead) if of.changes_events else ()
    review = (review_button(),) if waiting else ()
    rows = tuple(row for row in (review, asked, remind, moves) if row)
    lines = tuple(event_with_outcomes(each, of.outcomes.get(each.id, ()), now, of.zone) for each in of.ahead)
    return Bullets(lines), *unconfirmed_note(waiting), Buttons(rows)


def _outlook(of: Overview) -> tuple[Block | str, ...]:
    """The statements that came due this week; nothing if none did."""
    if not of.came_due:
        return ()
    see = filled(_("See {line}."), line=code(f"{prefix_of(of.address)}outlook"))
    return Heading(_("Outlook")), Paragraph(text(f"{outlook.came_due(of.came_due)} ", *see))


def _followed(of: Overview) -> tuple[Block | str, ...]:
    if not of.follows and not of.subscriptions:
        return (_("Nothing yet. Set up a digest or a reminder."),)
    lines = [_follow(each, of.zone) for each in of.follows[:SHOWN]]
    lines += [subscriptions.line(each, of.address, of.zone) for each in of.subscriptions[:SHOWN]]
    stops = tuple(
        Button(_("Stop reminders of {id}", id=f"e{each.event.id}"), f"/remind e{each.event.id} off")
        for each in of.follows[:SHOWN]
    )
    ends = tuple(
        Button(_("Stop digest {id}", id=each.id), f"/unsubscribe {each.id}") for each in of.subscriptions[:SHOWN]
    )
    return Bullets(tuple(lines)), Buttons(tuple(row for row in (stops, ends) if row))


def _follow(of: Follow, zone: str) -> Text:
    coming = [each.due_at for each in of.reminders if each.state == "waiting"]
    next_time = _("next {time}", time=clock(min(coming), zone)) if coming else when(of.event.when, zone)
    return text(code(f"e{of.event.id}"), " ", bold(of.event.title), f": {next_time}")


def _newest(entries: Sequence[Entry], levels: Mapping[int, Levels]) -> tuple[Block | str, ...]:
    if not entries:
        return (_("The library is empty."),)
    return Bullets(tuple(library.entry_line(each, levels) for each in entries)), Buttons(
        (library.summaries_of(entries),)
    )


def _general(of: Overview) -> tuple[Button, ...]:
    everyone = (forms.digest_button(), Button(_("All events"), "/events"), Button(_("Help"), "/help"))
    imports = (forms.import_button(),) if of.imports else ()
    return (*everyone, *imports, *((forms.event_button(),) if of.changes_events else ()))
