"""Subscriptions, reminders, notices and their deliveries, and the state of a delivery after an attempt.

An address is a string `platform:chat[:thread]`. All instants are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Reference
from briefings.model.corrections import ChangedSentence, Correction
from briefings.model.disagreements import Disagreement
from briefings.model.marking import Marking
from briefings.model.outlook import TrackedStatement

DeliveryState = Literal["pending", "sending", "sent", "in_doubt", "unknown", "dead", "refused", "expired", "cancelled"]
DeliveryKind = Literal["digest", "reminder", "moved", "stopped", "asked", "notice", "erratum", "webhook"]
Manner = Literal["brief", "first", "news", "nothing new", "screen", "quotations", "again"]
OutcomeKind = Literal["sent", "retry", "refused", "dead", "sender", "doubt"]

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # before everything in a library


def chat_of(address: str) -> str:
    """The chat's address, without its thread."""
    return ":".join(address.split(":", 2)[:2])


def platform_of(address: str) -> str:
    """What stands before the first colon of an address, such as "telegram"."""
    return address.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A recurring digest.

    `days` holds ISO weekdays (1 is Monday); `zone` is an IANA name, None for the chat's own; `since` is the end of the
    period covered by the last digest, BEGINNING in a chat that has had none; `paused` is the reason for a pause, or "".
    On the days in `skips`, in order, no digest is sent; `due_at` is never on one of them.
    """

    id: int
    address: str
    owner: str
    days: frozenset[int]
    at: time
    zone: str | None
    words: str
    due_at: datetime
    since: datetime
    paused: str = ""
    skips: tuple[date, ...] = ()

    @property
    def first(self) -> bool:
        """Whether its next digest is the chat's first, which covers the library so far."""
        return self.since == BEGINNING


@dataclass(frozen=True, slots=True)
class OrderedSubscription:
    """A digest that was set up; `existed` if it already was, `resumed` if it was paused before."""

    order: Subscription
    existed: bool = False
    resumed: bool = False


UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}  # of leads


@dataclass(frozen=True, slots=True, order=True)
class Lead:
    """How long before an event's start: `count` calendar days, hours or minutes.

    `wall` is a time on that day, such as "09:00" or "09:00 Asia/Shanghai"; "" is the event's own time.
    """

    count: int
    unit: Literal["d", "h", "m"]
    wall: str = ""

    def __str__(self) -> str:
        return f"{self.count}{self.unit}{f'@{self.wall}' if self.wall else ''}"

    @classmethod
    def parse(cls, words: str) -> "Lead":
        """The lead whose text this is. Raises ValueError."""
        span, _, wall = words.partition("@")
        match span[-1:]:
            case "d" | "h" | "m" as unit:
                return cls(int(span[:-1]), unit, wall)
        raise ValueError(f"{words!r} is no lead")

    @property
    def length(self) -> timedelta:
        """How long it is, where each day has 24 hours."""
        return self.count * UNITS[self.unit]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One lead of an event's follower."""

    lead: Lead
    due_at: datetime
    state: Literal["waiting", "fired", "passed"]


@dataclass(frozen=True, slots=True)
class Follow:
    """A chat's follow of an event; `snoozed` is when a reminder returns, `muted` stops all messages about it."""

    address: str
    event: Event
    reminders: tuple[Reminder, ...]
    paused: str = ""
    snoozed: datetime | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message due to one address; `key` is unique forever and is never sent twice."""

    id: int
    address: str
    kind: DeliveryKind
    key: str
    due_at: datetime
    state: DeliveryState
    attempts: int
    expires_at: datetime
    reason: str = ""
    receipt: str = ""
    held_until: datetime | None = None  # the end of the quiet hours that hold it
    not_before: datetime | None = None  # when it may be sent, or tried again


@dataclass(frozen=True, slots=True)
class HeldChat:
    """A chat to which nothing that is due is sent until an instant, with the reason."""

    address: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt; `retry_after` in seconds; `moved_to` is the address that replaces a dead one.

    `unreachable` says that no connection to the platform could be made; `pause` is for how many seconds the whole
    sender waits, None for as long as `retry_after`. `untried` if the attempt never began, so that nothing has to wait.
    """

    kind: OutcomeKind
    reason: str = ""
    receipt: str = ""
    retry_after: float | None = None
    moved_to: str | None = None
    unreachable: bool = False
    pause: float | None = None
    untried: bool = False


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an analysis with the references it cites.

    `numbers` holds the place of each source in the analysis's reference list, from 1. `cites` holds, for each citation
    in the sentence, the indexes in `sources` of all references that fit; it is empty if nobody looked them up. `likely`
    holds the index of the probable one, or None. `revision` is the one the span refers to, 0 if unknown.
    """

    analysis: int
    title: str
    heading: str
    text: str
    start: int
    end: int
    sources: tuple[Reference, ...] = ()
    numbers: tuple[int, ...] = ()
    cites: tuple[tuple[int, ...], ...] = ()
    revision: int = 0
    likely: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """An event is `lead` away; `points` are stored sentences about it.

    `lead` is None for a snoozed reminder. `manner` is the kind of points: a full brief, also in the `first` reminder
    that a chat gets, news after `since` (None means all), one screen with open `questions`, or the key quotations.
    """

    event: Event
    lead: Lead | None
    points: tuple[CitedSentence, ...]
    zone: str
    now: datetime
    manner: Manner = "again"
    questions: tuple[CitedSentence, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """A new or revised analysis, with key sentences, or those that `changed` since the last digest.

    `left` is how many other sentences changed.
    """

    analysis: int
    revision: int
    title: str
    authors: tuple[str, ...]
    published: date | None
    points: tuple[CitedSentence, ...]
    changed: bool = False
    left: int = 0


Item = tuple[str, int]  # "a" and an analysis's id, "e" and an event's that changed, "t" and that of an event's day


@dataclass(frozen=True, slots=True)
class DigestDue:
    """The news between `since` and `until`, and upcoming events.

    `today` are those of the upcoming events that begin on its day. `shares_chat` if its address gets other digests too;
    then its contents are recorded. The `first` digest of a chat covers the library so far: its newest analyses, of
    `known` in all (0 if nobody counted them). `unconfirmed` is the number of upcoming events that no editor confirmed
    yet. `disputed` are disagreements of the new analyses, and `outcomes` the settled statements that announced events,
    each after its event's id. `marking` is the strictest of what it quotes, None up to the library's default.
    """

    subscription: int
    since: datetime
    until: datetime
    words: str
    news: tuple[News, ...]
    changed: tuple[Event, ...]
    ahead: tuple[Event, ...]
    today: tuple[Event, ...]
    zone: str
    now: datetime
    shares_chat: bool = False
    first: bool = False
    known: int = 0
    unconfirmed: int = 0
    disputed: tuple[Disagreement, ...] = ()
    outcomes: tuple[tuple[int, TrackedStatement], ...] = ()
    marking: Marking | None = None

    @property
    def items(self) -> frozenset[Item]:
        """What the digest tells, as ("a", analysis), ("e", changed event) and ("t", event of its day)."""
        told = {("a", news.analysis) for news in self.news} | {("e", event.id) for event in self.changed}
        return frozenset(told | {("t", event.id) for event in self.today})

    @property
    def silent(self) -> bool:
        """Whether there is nothing new to report, and no event on its day."""
        return not (self.news or self.changed or self.today)


@dataclass(frozen=True, slots=True)
class EventMoved:
    """The date of an event changed after the reader was reminded of it."""

    event: Event
    before: EventDate
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class EventStopped:
    """An event with reminders was cancelled, held, or postponed without a new date."""

    event: Event
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class OutcomeQuestion:
    """An event has passed; asks an editor for the outcome."""

    event: Event
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class CorrectionQuestion:
    """A revision changed sentences that chats were shown; asks an editor what each change is."""

    correction: Correction
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class CorrectionDue:
    """Sentences that a chat was shown were corrected, or their analysis was withdrawn.

    `items` are those of this chat, with the wording and the places of the newest `revision`, which is 0 if the analysis
    is gone. `doubt` if nobody knows whether the chat was shown them.
    """

    correction: Correction
    items: tuple[ChangedSentence, ...]
    zone: str
    now: datetime
    revision: int = 0
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionTakenBack:
    """A correction that a chat was told was taken back: its earlier sentences stand again."""

    correction: Correction
    items: tuple[ChangedSentence, ...]
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """Statements have come due; asks an editor what became of them. `total` counts those left out too."""

    statements: tuple[TrackedStatement, ...]
    total: int
    zone: str
    now: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class SenderRefused:
    """A platform refuses the bot's account; nothing is sent there until someone fixes it."""

    sender: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The machine's clock jumped by more than a day; `lasted` if it stayed there, else it came back."""

    step: timedelta
    lasted: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class DatabaseFailed:
    """Between two instants nothing could be written to the database; `reason` says why and names the fix."""

    since: datetime
    until: datetime
    reason: str
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class WebhookStopped:
    """A webhook was turned off because its server told so or could not be reached; `reason` says which."""

    webhook: int
    host: str
    reason: str
    now: datetime


Notice = (
    ReminderDue
    | DigestDue
    | EventMoved
    | EventStopped
    | OutcomeQuestion
    | CorrectionQuestion
    | CorrectionDue
    | CorrectionTakenBack
    | SenderRefused
    | WebhookStopped
    | StatementQuestion
    | ClockJumped
    | DatabaseFailed
)


_ATTEMPTS = 20_000  # at half a minute each about a week; most deliveries expire before
_BACKOFF = (5, 15, 30)  # seconds, by attempt; the last one repeats: what comes after it in its chat waits too


def next_state(delivery: Delivery, outcome: Outcome, now: datetime) -> tuple[DeliveryState, datetime | None]:
    """The new state and, if pending, the earliest instant for the next attempt."""
    match outcome.kind:
        case "sent":
            return "sent", None
        case "doubt":
            return "in_doubt", None
        case "refused":
            return "refused", None
        case "dead":
            return ("pending", now) if outcome.moved_to else ("dead", None)
        case "sender":
            return "pending", now
        case "retry" if outcome.untried:
            return "pending", now
        case "retry" if outcome.unreachable:  # the sender as a whole waits, however long that takes
            return "pending", now
        case "retry" if delivery.attempts >= _ATTEMPTS and outcome.retry_after is None:
            return "dead", None
        case _:
            wait = outcome.retry_after or _BACKOFF[min(max(delivery.attempts, 1), len(_BACKOFF)) - 1]
            return "pending", now + timedelta(seconds=wait)
