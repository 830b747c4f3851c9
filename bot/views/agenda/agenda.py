"""Views of events: date, certainty, status, outcome."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.languages import _, ngettext
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
    code,
    filled,
    italic,
    say,
    text,
)
from bot.views.delivery.reminders import stop_buttons
from bot.views.shared import statement_marks
from bot.views.shared.names_and_dates import (
    BECAME,
    before,
    capital,
    clock,
    day,
    days,
    event_header,
    event_line,
    in_line,
    month,
    reminder,
    review_button,
    short_time,
    up_to,
    when,
)
from bot.views.shared.quotations import asking_of, numbers_for, quoted, sourced, titles
from briefings.agenda import AgendaItem, Change, EventFilter, EventWithState, SplitEvent
from briefings.bounded_count import NONE, BoundedCount
from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import CitedSentence, Follow, Lead, Reminder
from briefings.model.outlook import TrackedStatement
from briefings.model.schedule.due import distance, lead_due, start_of
from briefings.model.schedule.quiet_hours import ChatTimes, held_until

SHOWN = 40
LISTED = 400  # events of an answer in full
_OFFERED = 4
Claimed = Mapping[tuple[int, int], EventDate]
_UNDISPUTED: Claimed = {}
Outcomes = Mapping[int, Sequence[TrackedStatement]]
_UNKNOWN: Outcomes = {}
_USUAL = (Lead(7, "d"), Lead(1, "d"))


def events(
    agenda: Sequence[AgendaItem],
    now: datetime,
    zone: str,
    prefix: str,
    wanted: EventFilter = EventFilter(),  # noqa: B008  it is frozen
    *,
    rest: BoundedCount = NONE,
    muted: Collection[int] = (),
    changes: bool = False,
    claimed: Claimed = _UNDISPUTED,
    outcomes: Outcomes = _UNKNOWN,
) -> Message:
    """The events that pass a filter, in order; `rest` more aren't shown. `changes` if the reader may confirm them.

    `claimed` holds the dates of sentences that contradict each other, by analysis and start, and `outcomes` the
    settled statements that announced an event, by its id.
    """
    if not agenda and wanted.unconfirmed:
        return say(_("All upcoming events are confirmed."), Buttons(((Button(_("Upcoming events"), "/events"),),)))
    if not agenda:
        return _none_passes(wanted) if wanted.period or wanted.words else say(_none(prefix, past=wanted.everything))
    note, shown = _rest(rest, prefix), BoundedCount(len(agenda))
    ahead = [each.event for each in agenda if each.state == "coming" and each.event.id not in muted and each.confirmed]
    unconfirmed = [each.event for each in agenda if each.ahead and not each.confirmed] if changes else []
    if wanted.unconfirmed:
        rows = tuple(review_buttons(each) for each in unconfirmed[:_OFFERED])
    else:
        rows = (reminder_lines(ahead, now, zone, most=None), (review_button(),) if unconfirmed else ())
    return say(
        Heading(_title(wanted)),
        *((Note(text(capital(up_to(rest + shown, _number)))),) if wanted.period or wanted.words else ()),
        Bullets(tuple(_line(each, now, zone, muted, claimed, outcomes) for each in agenda)),
        *titles([each.mentions[0] for each in agenda if each.mentions]),
        *((Note(text(note)),) if note else ()),
        *((Buttons(offered, most=_OFFERED),) if (offered := tuple(row for row in rows if row)) else ()),
        line=f"/events {wanted.line}".rstrip(),
    )


def _rest(rest: BoundedCount, prefix: str) -> str:
    if not rest:
        return ""

    def told(number: int) -> str:
        return ngettext(
            "{number} event not shown. To find one by title, type {prefix}event WORDS.",
            "{number} events not shown. To find one by title, type {prefix}event WORDS.",
            number,
            prefix=prefix,
        )

    return capital(up_to(rest, told))


def _title(wanted: EventFilter) -> str:
    """ "Upcoming events: December 2026, about lithium"."""
    if wanted.unconfirmed:
        return _("Events to confirm")
    title = _("All events") if wanted.everything else _("Upcoming events")
    narrowed = _narrowed(wanted)
    return f"{title}: {narrowed}" if narrowed else title


def _narrowed(wanted: EventFilter) -> str:
    """The period and the topic of a filter in words: "December 2026, about lithium"."""
    about = _("about {words}", words=wanted.words) if wanted.words else ""
    return ", ".join(filter(None, (_period(wanted) if wanted.period else "", about)))


def _period(wanted: EventFilter) -> str:
    """The days of a filter as a month, a year, a day, a span, or one that is open on one side."""
    first, last = wanted.first, wanted.last
    if (first, last) == (date.min, date.max):
        return wanted.period
    if first == date.min:
        return _("until {day}", day=day(last))
    if last == date.max:
        return _("from {day}", day=day(first))
    if (first.day, last) == (1, first.replace(day=monthrange(first.year, first.month)[1])):
        return month(first)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return str(first.year) if whole else days(first, last)


def _number(count: int) -> str:
    return ngettext("{number} event", "{number} events", count)


def _none_passes(wanted: EventFilter) -> Message:
    """No event within the period or about the topic, with the way to all of them."""
    if wanted.everything:
        return say(_("No event matches “{words}”.", words=_narrowed(wanted)))
    none = _("No upcoming event matches “{words}”.", words=_narrowed(wanted))
    rows = ((Button(_("Upcoming events"), "/events"), Button(_("Include past events"), f"/events all {wanted.line}")),)
    return say(none, Buttons(rows), line=f"/events {wanted.line}")


def reminder_lines(
    ahead: Sequence[Event], now: datetime, zone: str, *, most: int | None = _OFFERED
) -> tuple[Button, ...]:
    """Buttons that set the usual reminders of the first `most` events, or of all."""
    offered = [(event, leads) for event in ahead if (leads := _leads(event, now, zone))][:most]
    return tuple(
        Button(_("Remind me of {id}", id=f"e{event.id}"), _line_for(event, leads), of=f"e{event.id}")
        for event, leads in offered
    )


def event_page(agenda: Sequence[EventWithState], most: int = SHOWN) -> Sequence[EventWithState]:
    """The events of one answer: the next ones, and past ones if there is room."""
    first = next((i for i, each in enumerate(agenda) if each.state == "coming"), len(agenda))
    start = max(min(first, len(agenda) - most), 0)
    return agenda[start : start + most]


def _none(prefix: str, *, past: bool) -> str:
    if past:
        return _("There are no events yet. To add one, type {prefix}event new DATE TITLE.", prefix=prefix)
    return _("No upcoming events. Type {prefix}events all to include past ones.", prefix=prefix)


def _line(
    agendum: AgendaItem, now: datetime, zone: str, muted: Collection[int], claimed: Claimed, outcomes: Outcomes
) -> Text:
    silent = text(_("; muted here")) if agendum.event.id in muted else ()
    today = now.astimezone(ZoneInfo(zone)).date()
    places = _claims(agendum.mentions, claimed, today) or _places(agendum.mentions)
    line = statement_marks.event_with_outcomes(agendum.event, outcomes.get(agendum.event.id, ()), now, zone)
    return (*line, *silent, *places)


def _claims(mentions: Sequence[CitedSentence], claimed: Claimed, today: date) -> Text:
    """Which analysis names which date, if they differ: " (April 2026 in a1, May 2026 in a2)"."""
    told = {(each.analysis, each.start): each for each in mentions if (each.analysis, each.start) in claimed}
    if len({claimed[place] for place in told}) < 2:
        return ()
    dates = dict.fromkeys((_named(claimed[place], today), place[0]) for place in sorted(told))
    return text(f" ({in_line(_('{date} in {id}', date=named, id=f'a{id_}') for named, id_ in dates)})")


def _named(of: EventDate, today: date) -> str:
    return month(of.first) if of.precision == "month" else short_time(of, today)


def _places(mentions: Sequence[CitedSentence]) -> Text:
    if not mentions:
        return ()
    first, others = mentions[0], len({mention.analysis for mention in mentions}) - 1
    place = text(code(f"a{first.analysis}"), *([italic(f", {first.heading}")] if first.heading else ()))
    if not others:
        return filled(_(" (in {place})"), place=place)
    more = ngettext(" (in {{place}} and {number} other)", " (in {{place}} and {number} others)", others)
    return filled(more, place=place)


def event(
    agendum: AgendaItem,
    now: datetime,
    here: ChatTimes,
    muted: Collection[int] = (),
    follow: Follow | None = None,
    outcomes: Outcomes = _UNKNOWN,
) -> Message:
    """One event with the sentences that mention it, what became of them, and the reminders of this chat."""
    zone = here.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    known = statement_marks.known_outcomes(outcomes.get(agendum.event.id, ()), today)
    numbers = numbers_for(agendum.mentions)
    mentioned = quoted(agendum.mentions, numbers)
    return say(
        *event_header(agendum.event, now, zone),
        *((Fields(((_("Outcome"), text(in_line(known))),)),) if known else ()),
        *((Heading(_("Mentions"), 2), *mentioned) if mentioned else (_("No analysis mentions it."),)),
        *titles(agendum.mentions),
        *sourced(agendum.mentions, numbers),
        *((Buttons((asked,)),) if (asked := asking_of(agendum.mentions)) else ()),
        *(_muted(agendum.event) if agendum.event.id in muted else ()),
        *(_actions(agendum, now, here, follow) if agendum.event.id not in muted else ()),
        about=f"e{agendum.event.id}",
        line=f"/event e{agendum.event.id}",
    )


def ask_past_date(of: Event, to: EventDate, line: str, now: datetime, zone: str) -> Message:
    """Asks whether an upcoming event is meant to move to a past date."""
    asked = _("{date} is in the past. Move it there anyway?", date=when(to, zone))
    return say(*event_header(of, now, zone), asked, Buttons(((Button(_("Yes"), f"/{line}"),),)))


def _actions(agendum: AgendaItem, now: datetime, here: ChatTimes, follow: Follow | None) -> tuple[Block, ...]:
    if agendum.event.review:
        return (Buttons((review_buttons(agendum.event),)),)
    if agendum.state != "coming":
        return ()
    waits = follow is not None and (follow.snoozed or any(each.state == "waiting" for each in follow.reminders))
    return (
        *(() if waits else _remind(agendum.event, now, here.zone)),
        *((*_reminders(follow, follow.reminders, here), Buttons(stop_buttons(follow))) if follow else ()),
    )


def review_buttons(of: Event) -> tuple[Button, ...]:
    """Buttons that keep, rename or drop an event found in a text."""
    id_ = f"e{of.id}"
    choices = {"keep": _("Keep {id}", id=id_), "rename": _("Rename {id}", id=id_), "drop": _("Drop {id}", id=id_)}
    return tuple(Button(label, f"/event {id_} {word}") for word, label in choices.items() if word != of.review[:4])


def ask_new_title(of: Event, now: datetime, zone: str, prefix: str) -> Message:
    """The event, and the question that the next line answers."""
    typed = f"{prefix}event e{of.id} rename {of.title}"
    return say(
        *event_header(of, now, zone),
        Paragraph(
            filled(_("What is the new title? Type it as your next line, or all of it: {line}"), line=code(typed))
        ),
    )


def ask_new_event(prefix: str) -> Message:
    """The question that the next line answers with a date and a title."""
    typed = code("2026-04-14 09:30 Budget vote"), code(f"{prefix}event new 2026-04-14 09:30 Budget vote")
    asked = _("Type the date and the title as your next line, such as {example}, or all of it: {line}")
    return say(Paragraph((*text(_("What happens, and when?"), " "), *filled(asked, example=typed[0], line=typed[1]))))


def event_reviewed(change: Change, now: datetime, zone: str) -> Message:
    """An event that was kept, dropped or renamed."""
    after, before = change.event, change.before
    if change.unchanged:
        outcome = _("Nothing changed: it was already like this.")
    elif after.review == "dropped":
        again = f"/event e{after.id} keep"
        outcome = _(
            "Dropped: no list shows it, and no text brings it back. To keep it after all, type {line}.", line=again
        )
    elif after.title != before.title:
        outcome = _("Renamed. Before: {title}.", title=before.title)
    else:
        outcome = _("Kept. It can be in calendars, digests and reminders now.")
    return say(*event_header(after, now, zone), outcome, *(_remind(after, now, zone) if not after.review else ()))


def events_kept(kept: Sequence[Event], analysis: int, now: datetime, zone: str) -> Message:
    """The events of an analysis that were confirmed together."""
    if not kept:
        return say(_("All events of {id} are confirmed already.", id=f"a{analysis}"))
    outcome = ngettext("{number} event kept.", "{number} events kept.", len(kept))
    return say(outcome, Bullets(tuple(event_line(each, now, zone) for each in kept)))


def _muted(of: Event) -> tuple[Note, Buttons]:
    return Note(text(_("Muted here."))), Buttons(((Button(_("Unmute"), f"/mute e{of.id} off"),),))


def ask_new_date(of: Event, now: datetime, zone: str, prefix: str) -> Message:
    """Asks for the new date of an event, with the next months as buttons."""
    today = now.astimezone(ZoneInfo(zone)).date()
    months = [date(today.year + (today.month + n) // 12, (today.month + n) % 12 + 1, 1) for n in range(3)]
    choices = tuple(Button(month(m), f"/event e{of.id} {m:%Y-%m}") for m in months)
    typed = f"{prefix}event e{of.id} {months[0]:%Y-%m}-14 09:30"
    return say(
        *event_header(of, now, zone),
        Paragraph(
            filled(
                _("What is the new date? Type it as your next line, or all of it: {line}. Or choose a month."),
                line=code(typed),
            )
        ),
        Buttons((choices,)),
    )


def event_created(new: Event, now: datetime, zone: str) -> Message:
    """The event as it was stored, with reminder buttons unless it is too late for any."""
    late = _too_late(new, now, zone)
    return say(*event_header(new, now, zone), *(late or _remind(new, now, zone)))


def event_changed(change: Change, now: datetime, here: ChatTimes, follow: Follow | None = None) -> Message:
    """An event before and after a change, the number of chats notified, and this chat's reminders."""
    zone = here.zone
    after, before = change.event, change.before
    if change.unchanged:
        return say(*event_header(after, now, zone), _("Nothing changed: it was already like this."))
    waiting = [each for each in follow.reminders if each.state == "waiting"] if follow else []
    was = _(BECAME[before.state]) if before.state != "set" else when(before.when, zone)
    outcome = ngettext(
        "The {number} chat following this event will be notified.",
        "The {number} chats following this event will be notified.",
        change.told,
    )
    return say(
        *event_header(after, now, zone),
        _("Before: {date}.", date=was),
        *((outcome,) if change.told else ()),
        *(_too_late(after, now, zone) if after.state == "set" else (_("Its reminders are muted."),)),
        *(_reminders(follow, waiting, here) if follow and after.state == "set" else ()),
    )


def _reminders(follow: Follow, of: Sequence[Reminder], here: ChatTimes) -> tuple[Heading | Bullets, ...]:
    starts = start_of(follow.event.when, here.zone)
    lines = [text(reminder(each, here.zone, held_until(here, each.due_at, starts))) for each in of]
    lines += [text(_("snoozed: {time}", time=clock(follow.snoozed, here.zone)))] if follow.snoozed else []
    return (Heading(_("Reminders here"), 2), Bullets(tuple(lines))) if lines else ()


def events_merged(kept: Event, other: int, now: datetime, zone: str) -> Message:
    """The event that is kept, and the id that leads to it now."""
    return say(
        *event_header(kept, now, zone), _("{id} is now part of it, with its mentions and reminders.", id=f"e{other}")
    )


def events_separated(of: SplitEvent, now: datetime, zone: str) -> Message:
    """Two separated events, and which one the followers follow."""
    kept, parted = code(f"e{of.kept.id}"), code(f"e{of.parted.id}")
    outcome = ngettext(
        "{number} chat still follows {{kept}}; nobody follows {{parted}} yet.",
        "{number} chats still follow {{kept}}; nobody follows {{parted}} yet.",
        of.following,
    )
    return say(
        *event_header(of.parted, now, zone),
        Paragraph(filled(_("It is a separate event again, with its own mentions, beside {id}:"), id=kept)),
        Bullets((event_line(of.kept, now, zone),)),
        *((Paragraph(filled(outcome, kept=kept, parted=parted)),) if of.following else ()),
        *_remind(of.parted, now, zone),
    )


def _too_late(of: Event, now: datetime, zone: str) -> tuple[str, ...]:
    return (_("That date has passed, so nobody will be reminded."),) if distance(of.when, now, zone).past else ()


def _remind(of: Event, now: datetime, zone: str) -> tuple[Buttons, ...]:
    leads = _leads(of, now, zone)
    if not leads:
        return ()
    label = _("Remind me {before}", before=before(leads))
    return (Buttons(((Button(label, _line_for(of, leads)),),)),)


def _leads(of: Event, now: datetime, zone: str) -> list[Lead]:
    """The usual leads that are still in the future."""
    return [each for each in _USUAL if lead_due(of.when, each, zone) > now]


def _line_for(of: Event, leads: Sequence[Lead]) -> str:
    return f"/remind e{of.id} {' '.join(f'{each.count}{each.unit}' for each in leads)}"
