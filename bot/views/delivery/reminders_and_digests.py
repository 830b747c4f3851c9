"""The text of reminders, digests and notices."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.languages import _, current, ngettext, translate
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, code, say, text
from bot.views import corrections, disagreements, outlook
from bot.views.accounts.markings import marking_note
from bot.views.shared.names_and_dates import (
    BECAME,
    clock,
    counted,
    day,
    is_day_unset,
    joined,
    lead,
    review_button,
    unconfirmed_note,
    when,
)
from bot.views.shared.quotations import (
    PUSHED_BYTES,
    Marks,
    asking_of,
    numbers_for,
    quoted,
    sourced,
    subject_first,
    titles,
)
from bot.views.shared.relative_time import relative_time
from bot.views.shared.statement_marks import event_with_outcomes
from briefings.bounded_count import BoundedCount
from briefings.model.agenda import Event
from briefings.model.delivery import (
    ClockJumped,
    CorrectionDue,
    CorrectionQuestion,
    CorrectionTakenBack,
    DatabaseFailed,
    DigestDue,
    EventMoved,
    EventStopped,
    News,
    Notice,
    OutcomeQuestion,
    ReminderDue,
    SenderRefused,
    StatementQuestion,
    WebhookStopped,
)
from briefings.model.outlook import TrackedStatement
from briefings.model.schedule.due import distance, end_of
from briefings.parsing import parse_snooze

_OFFERED = 4
_EVENING = 18  # the hour at which it begins
_AHEAD = 10
_ALIKE = 16  # digests whose words are kept while they go out to many
TO_ADMINS = SenderRefused | WebhookStopped | ClockJumped | DatabaseFailed  # what is about the service itself


def notice_message(of: Notice) -> Message:
    """The message for a delivery, with why it was sent and how to stop it."""
    match of:
        case ReminderDue():
            return reminder(of)
        case DigestDue():
            return digest(of)
        case EventMoved():
            return event_moved(of)
        case EventStopped():
            return event_stopped(of)
        case OutcomeQuestion() | StatementQuestion():
            return question(of)
        case CorrectionQuestion() | CorrectionDue() | CorrectionTakenBack():
            return corrections.notice(of)
        case SenderRefused() | WebhookStopped() | ClockJumped() | DatabaseFailed():
            return _to_admins(of)


def _to_admins(of: TO_ADMINS) -> Message:
    """A notice about the service itself."""
    match of:
        case SenderRefused():
            return account_refused(of)
        case WebhookStopped():
            return webhook_stopped(of)
        case ClockJumped():
            return clock_jumped(of)
        case DatabaseFailed():
            return database_failed(of)


def reminder(due: ReminderDue) -> Message:
    """A reminder: how far away the event is, at its true precision, and what the analyses say about it."""
    event, points = due.event, (*due.points, *due.questions)
    numbers = numbers_for(points)
    analyses = list(dict.fromkeys(point.analysis for point in points))[:_OFFERED]
    summaries = tuple(Button(_("Full summary of {id}", id=f"a{each}"), f"/summary a{each}") for each in analyses)
    origin = asking_of(due.points, PUSHED_BYTES)
    return say(
        Heading(f"{event.title}: {relative_time(event.when, due.now, due.zone)}"),
        Note(text(code(f"e{event.id}"), f" · {when(event.when, due.zone)}")),
        *quoted(due.points, numbers),
        *((Heading(_("Open questions"), 2), *quoted(due.questions, numbers)) if due.questions else ()),
        *titles(points),
        *sourced(points, numbers),
        Note(text(_why(due), _quoted_note(due))),
        Buttons(tuple(row for row in (summaries, origin, _snooze_buttons(due), (_stop(event), _mute(event))) if row)),
        whole=f"/event e{event.id}",
        about=f"e{event.id}",
    )


def digest(due: DigestDue) -> Message:
    """What is new since the last digest, and upcoming events."""
    blocks, rows = _for_everybody(replace(due, subscription=0, shares_chat=False), current())
    last = (Button(_("Events"), "/events"), Button(_("Stop this digest"), f"/unsubscribe {due.subscription}"))
    if due.first:
        ordered = _("Subscription {id}: later digests bring only what is new.", id=due.subscription)
    else:
        ordered = _("Subscription {id}: new since {day}.", id=due.subscription, day=day(due.since))
    return say(*blocks, Note(text(ordered)), Buttons((*rows, last)), whole="/list")


@lru_cache(maxsize=_ALIKE)
def _for_everybody(due: DigestDue, _language: str) -> tuple[tuple[Block, ...], tuple[tuple[Button, ...], ...]]:
    """What a digest says to all who ordered the same, which is made once: its blocks and its rows of buttons."""
    points = [point for news in due.news for point in news.points]
    numbers = numbers_for(points)
    blocks = (
        Heading(_first_heading(due) if due.first else _heading(due)),
        *marking_note(due.marking),
        *(block for news in due.news for block in _news(news, numbers)),
        *disagreements.in_digest(due.disputed),
        *_events(_("Changed events"), () if due.first else due.changed, due),
        *_events(_("Upcoming events"), due.ahead[:_AHEAD], due),
        *_more_events(len(due.ahead) - _AHEAD),
        *unconfirmed_note(BoundedCount(due.unconfirmed)),
        *sourced(points, numbers),
    )
    review = (review_button(),) if due.unconfirmed else ()
    return blocks, tuple(row for row in (_summaries(due), asking_of(points, PUSHED_BYTES), review) if row)


def _heading(due: DigestDue) -> str:
    if not (due.news or due.changed):
        return ngettext("Today: {number} event", "Today: {number} events", len(due.today))
    fresh = _counted_news(due.news) if due.news else _("no new analysis, but an event changed")
    about = _("New about “{words}”: {fresh}", words=due.words, fresh=fresh)
    return about if due.words else _("New: {fresh}", fresh=fresh)


def _counted_news(news: Sequence[News]) -> str:
    """How many analyses are new, and how many are revised."""
    revised = sum(each.revision > 1 for each in news)
    parts = (
        counted(len(news) - revised, "analysis", "analyses") if len(news) > revised else "",
        counted(revised, "revised analysis", "revised analyses") if revised else "",
    )
    return joined([part for part in parts if part])


def _first_heading(due: DigestDue) -> str:
    """Says that it is the chat's first digest, and how many of the library's analyses are in it."""
    if not due.news:
        return _("Your first digest: upcoming events")
    if due.known > len(due.news):
        return _("Your first digest: the {number} newest of {total} analyses", number=len(due.news), total=due.known)
    fresh = counted(len(due.news), "analysis", "analyses")
    about = _("Your first digest about “{words}”: {fresh}", words=due.words, fresh=fresh)
    return about if due.words else _("Your first digest: {fresh}", fresh=fresh)


def _news(news: News, numbers: Marks) -> tuple[Block, ...]:
    facts = (
        joined(news.authors),
        _("published {day}", day=day(news.published)) if news.published else "",
        _("revision {number}", number=news.revision) if news.revision > 1 else "",
        _("what is new in it:") if news.changed else "",
    )
    left = ngettext("{number} more new sentence.", "{number} more new sentences.", news.left)
    return (
        Heading(news.title, 2),
        Note(text(code(f"a{news.analysis}"), *(f" · {fact}" for fact in facts if fact))),
        Bullets(tuple(subject_first(point, numbers) for point in news.points)),
        *((Note(text(left)),) if news.left else ()),
    )


def _events(heading: str, events: Sequence[Event], due: DigestDue) -> tuple[Block, ...]:
    lines = tuple(event_with_outcomes(each, _outcomes(each, due), due.now, due.zone) for each in events)
    return (Heading(heading, 2), Bullets(lines)) if lines else ()


def _outcomes(event: Event, due: DigestDue) -> list[TrackedStatement]:
    return [each for id_, each in due.outcomes if id_ == event.id]


def _more_events(number: int) -> tuple[Note, ...]:
    """How many upcoming events the digest leaves out."""
    if number <= 0:
        return ()
    told = ngettext("{number} more upcoming event.", "{number} more upcoming events.", number)
    return (Note(text(told)),)


def _summaries(due: DigestDue) -> tuple[Button, ...]:
    ids = [news.analysis for news in due.news[:_OFFERED]]
    return tuple(Button(_("Full summary of {id}", id=f"a{each}"), f"/summary a{each}") for each in ids)


def event_moved(due: EventMoved) -> Message:
    """Notice that an event's date has changed."""
    event = due.event
    past = distance(event.when, due.now, due.zone).past
    again = due.before == event.when
    follows = _("Your reminders are on again.") if again else _("Your reminders move with it.")
    then = _("That date has passed, so no more reminders will come.") if past else follows
    was = (
        _("It was cancelled but will take place after all.")
        if again
        else _("Previously: {date}.", date=when(due.before, due.zone))
    )
    return say(
        Heading(f"{event.title}: {_('on again') if again else _('another date')}"),
        Note(
            text(
                code(f"e{event.id}"), f" · {when(event.when, due.zone)}; {relative_time(event.when, due.now, due.zone)}"
            )
        ),
        f"{was} {then}",
        Note(text(_("You asked to be reminded of this event."))),
        Buttons(((Button(_("The event"), f"/event e{event.id}"), _stop(event)),)),
        about=f"e{event.id}",
    )


def event_stopped(due: EventStopped) -> Message:
    """Notice that an event was cancelled or postponed."""
    event = due.event
    why = " " + _("Why: {reason}.", reason=event.why) if event.why else ""
    again = " " + _("Set a new date to turn them back on.") if event.state == "postponed" else ""
    return say(
        Heading(f"{event.title}: {_(BECAME[event.state])}"),
        Note(text(code(f"e{event.id}"), " · ", _("it was set {date}", date=when(event.when, due.zone)))),
        f"{_('Your reminders of it are muted.')}{why}{again}",
        Note(text(_("You asked to be reminded of this event."))),
        Buttons(((Button(_("The event"), f"/event e{event.id}"), _stop(event)),)),
        about=f"e{event.id}",
    )


def question(of: OutcomeQuestion | StatementQuestion) -> Message:
    """Asks an editor what became of an event or of statements."""
    return outcome_question(of) if isinstance(of, OutcomeQuestion) else statement_question(of)


def outcome_question(of: OutcomeQuestion) -> Message:
    """Asks an editor about the outcome of a past event."""
    event = of.event
    answers = (
        (_("It took place"), "held"),
        (_("It moved to..."), "moved"),
        (_("Postponed"), "postponed"),
        (_("Cancelled"), "cancelled"),
    )
    return say(
        Heading(_("{title}: how did it turn out?", title=event.title)),
        Note(
            text(code(f"e{event.id}"), f" · {when(event.when, of.zone)}; {relative_time(event.when, of.now, of.zone)}")
        ),
        _("Nobody has said yet whether it took place."),
        Note(text(_("You are asked once, because you are an editor."))),
        Buttons((tuple(Button(label, f"/event e{event.id} {says}") for label, says in answers),)),
        whole=f"/event e{event.id}",
    )


def statement_question(of: StatementQuestion) -> Message:
    """Asks an editor what became of the statements that came due; one message for all of a day."""
    number = of.total
    title = ngettext(
        "{number} statement came due: what became of it?", "{number} statements came due: what became of them?", number
    )
    lines = tuple(outlook.statement_line(each, outlook.today_in(of.now, of.zone)) for each in of.statements)
    left = number - len(of.statements)
    once = _("You are asked a second and last time, because you are an editor.")
    first = _("You are asked because you are an editor. If nobody answers, you are asked once more in a week.")
    return say(
        Heading(title),
        Bullets(lines),
        *((Note(text(ngettext("{number} more statement.", "{number} more statements.", left))),) if left else ()),
        Note(text(once if of.again else first)),
        Buttons(outlook.question_rows(of.statements, of.now, of.zone)),
        whole="/outlook",
    )


def _stop(event: Event) -> Button:
    return Button(_("Stop reminders"), f"/remind e{event.id} off")


def _mute(event: Event) -> Button:
    return Button(_("Mute this event"), f"/mute e{event.id}")


def _ended(words: str) -> str:
    """Words that may come from a platform, with a full stop."""
    return words if words.endswith((".", "。", "!", "?")) else f"{words}."


def account_refused(of: SenderRefused) -> Message:
    """Notice that a platform refuses the bot's token, what is waiting, and the fix."""
    name = of.sender.capitalize()
    then = _("Messages due there are waiting. Set a valid token and restart Readout.")
    return say(
        Heading(_("{platform} refuses Readout's account", platform=name)),
        f"{_ended(translate(of.reason))} {then}",
        Note(text(_("You get this because you are an admin. It won't be repeated until the account works again."))),
    )


def webhook_stopped(of: WebhookStopped) -> Message:
    """Notice that a webhook was turned off, and how it is turned on again."""
    then = _("Posts that waited for it are cancelled; /deliveries lists them.")
    again = _("Its owner turns it on again with {line}", line=f"/webhook on {of.webhook}")
    return say(
        Heading(_("Webhook {number} to {host} is off", number=of.webhook, host=of.host)),
        _("The reason: {reason}", reason=translate(of.reason)),
        then,
        Note(text(again)),
    )


def platform_unreachable(platform: str, reason: str) -> Message:
    """A platform can't be reached or answers with errors or refusals: why, and what waits until it works again."""
    return say(
        Heading(_("{platform} isn't working", platform=platform.capitalize())),
        translate(reason),
        _("Messages from there aren't answered, and what is due there waits. Readout keeps trying."),
        Note(text(_("You are told because you are an admin, and once while it lasts."))),
    )


def clock_jumped(of: ClockJumped) -> Message:
    """Notice that the clock was off by more than a day, and what to check."""
    days = abs(of.step.days) if of.step > timedelta() else abs((-of.step).days)
    if of.step > timedelta():
        what = ngettext("It jumped {number} day ahead.", "It jumped {number} days ahead.", days)
    else:
        what = ngettext("It jumped {number} day back.", "It jumped {number} days back.", days)
    then = (
        _(
            "If Readout really was offline that long, ignore this. Otherwise set the machine's clock. Due "
            "messages are still sent."
        )
        if of.lasted
        else _("The clock was corrected before anything was sent, and due times were recalculated.")
    )
    return say(
        Heading(_("The machine's clock jumped")),
        f"{what} {then}",
        Note(text(_("You get this because you are an admin."))),
    )


def database_fails(since: datetime, reason: str, zone: str) -> Message:
    """The database has taken no writes for a while: why, and what stands still until it works again."""
    what = _("Since {since} Readout can store nothing.", since=clock(since, zone))
    still = _("Messages aren't answered, and what is due waits. Nothing stored is lost.")
    return say(
        Heading(_("The database takes no writes")),
        what,
        still,
        translate(reason),
        Note(text(_("You are told because you are an admin, and once while it lasts."))),
    )


def database_failed(of: DatabaseFailed) -> Message:
    """The database works again: when and why it did not, and what that has delayed."""
    begin, end = clock(of.since, of.zone), clock(of.until, of.zone)
    late = _("Messages that people sent meanwhile are answered late, and what was due arrives late.")
    lost = _(
        "Nothing stored is lost. Anyone who was told that a command failed, by Readout or Slack, has to type it again."
    )
    return say(
        Heading(_("The database works again")),
        _("Readout could store nothing from {begin} to {end}.", begin=begin, end=end),
        _("The reason: {reason}", reason=translate(of.reason)),
        late,
        lost,
        Note(text(_("You get this because you are an admin."))),
    )


def bundle(notices: Sequence[Notice]) -> Message:
    """Several notices in one message; it stays when a button is pressed."""
    messages = [notice_message(notice) for notice in notices]
    if len(messages) == 1:
        return replace(messages[0], stays=True)
    note = ngettext(
        "Held back {number} message during quiet hours.",
        "Held back {number} messages during quiet hours.",
        len(messages),
    )
    held = Note(text(note))
    blocks = [_with_event_names(b, n) for n, message in zip(notices, messages, strict=True) for b in message.blocks]
    return Message((held, *blocks), whole="/deliveries", stays=True)


def _with_event_names(block: Block, notice: Notice) -> Block:
    """A block in a bundle: its buttons name the event or the analysis."""
    nameless = DigestDue | TO_ADMINS | StatementQuestion
    if not isinstance(block, Buttons) or isinstance(notice, nameless):
        return block
    if isinstance(notice, CorrectionQuestion | CorrectionDue | CorrectionTakenBack):
        name = f"a{notice.correction.analysis}"
    else:
        name = f"e{notice.event.id}"
    return Buttons(tuple(tuple(Button(f"{name}: {b.label}", b.says) for b in row) for row in block.rows))


def _why(due: ReminderDue) -> str:
    """Why the reminder was sent, and what it counts from."""
    first = due.event.when.first
    if due.lead is None:
        again = _("You asked for this reminder again.")
        return f"{again} {_('The day is not set.')}" if is_day_unset(due.event.when) else again
    if not is_day_unset(due.event.when):
        return _("You asked to be reminded {lead}.", lead=lead(due.lead))
    return _(
        "You asked to be reminded {lead}; the day is not set, so this counts from {day}.",
        lead=lead(due.lead),
        day=day(first),
    )


def _quoted_note(due: ReminderDue) -> str:
    """What the quoted sentences are, so that news or quotations aren't taken for everything."""
    if not due.points:
        return ""
    match due.manner:
        case "brief":
            return " " + _("This far ahead of the event, you get the full brief.")
        case "first":
            return " " + _("This is the first one here, so you get the full brief.")
        case "news":
            return " " + _since(due, _("The sentences above are new."), _("The sentences above are new since {day}."))
        case "nothing new":
            ever = _("Nothing new. These sentences mention the event.")
            return " " + _since(due, ever, _("Nothing new since {day}. These sentences mention the event."))
        case "screen":
            if not due.questions:
                return " " + _("This close to the event, you get the main points.")
            return " " + _("This close to the event, you get the main points and open questions.")
        case "quotations":
            return " " + _("This close to the event, you get the key quotations.")
        case "again":
            return ""


def _since(due: ReminderDue, ever: str, since: str) -> str:
    return since.format(day=day(due.since.astimezone(ZoneInfo(due.zone)))) if due.since else ever


def _snooze_buttons(due: ReminderDue) -> tuple[Button, ...]:
    """Snooze buttons; those that would end after the event are left out."""
    late = due.now.astimezone(ZoneInfo(due.zone)).hour >= _EVENING
    labels = {
        "1h": _("In 1 hour"),
        "evening": _("Tomorrow evening") if late else _("This evening"),
        "tomorrow": _("Tomorrow morning"),
        "week": _("Next week"),
    }
    over = end_of(due.event.when, due.zone)
    fitting = [choice for choice in labels if parse_snooze(choice, due.now, due.zone) <= over]
    return tuple(Button(labels[choice], f"/snooze e{due.event.id} {choice}") for choice in fitting)
