"""Subscriptions, reminders, notices and their deliveries.

An address is a string `platform:chat[:thread]`. All instants are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from briefings.model.agenda import Event, When
from briefings.model.analysis import Reference

DeliveryState = Literal["pending", "sending", "sent", "in_doubt", "unknown", "dead", "refused", "expired", "cancelled"]
DeliveryKind = Literal["digest", "reminder", "moved", "stopped", "asked", "notice"]
Lane = Literal["interactive", "reminder", "digest", "broadcast"]
Manner = Literal["brief", "news", "nothing new", "screen", "quotations", "again"]
OutcomeKind = Literal["sent", "retry", "refused", "dead", "sender", "doubt"]


def chat_of(address: str) -> str:
    """The chat of an address, without its thread."""
    return ":".join(address.split(":", 2)[:2])


def platform_of(address: str) -> str:
    """The platform of an address."""
    return address.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A standing order for a digest.

    `days` holds ISO weekdays (1 is Monday); `zone` is an IANA name, None for the chat's own; `since` is the end of the
    period that the last digest sent covered; `paused` says why nothing is sent, "" while it runs.
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


@dataclass(frozen=True, slots=True)
class Ordered:
    """A digest that was ordered; `existed` says that it was set up before, `resumed` that it was paused until now."""

    order: Subscription
    existed: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Lead:
    """How long before an event's start: `count` calendar days or hours.

    `wall` is the time of that day, "09:00" or "09:00 Asia/Shanghai"; "" for the time at which the event starts.
    """

    count: int
    unit: Literal["d", "h"]
    wall: str = ""

    def __str__(self) -> str:
        return f"{self.count}{self.unit}{f'@{self.wall}' if self.wall else ''}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One lead of one follower of an event."""

    lead: Lead
    due_at: datetime
    state: Literal["waiting", "fired", "passed"]


@dataclass(frozen=True, slots=True)
class Follow:
    """A chat follows an event; `snoozed` is when a reminder comes back, `muted` says that nothing about it is sent."""

    address: str
    event: Event
    reminders: tuple[Reminder, ...]
    paused: str = ""
    snoozed: datetime | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one address; `key` is unique for all time and never sent twice."""

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt; `retry_after` in seconds; `moved_to` is the address that replaces a dead one.

    `unreachable` says that no connection to the platform could be made.
    """

    kind: OutcomeKind
    reason: str = ""
    receipt: str = ""
    retry_after: float | None = None
    moved_to: str | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of an analysis with the references that it cites.

    `cites` holds, for each citation in the sentence, the indexes in `sources` of every reference that it fits, and
    `likely` the index of the one that it probably means, None where nothing tells; it is empty when nobody looked.
    `revision` is the one whose text the span points into, 0 where that is not known.
    """

    analysis: int
    title: str
    heading: str
    text: str
    start: int
    end: int
    sources: tuple[Reference, ...] = ()
    cites: tuple[tuple[int, ...], ...] = ()
    revision: int = 0
    likely: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """An event is `lead` away; `points` are the stored analyses' sentences that concern it.

    `lead` is None for a reminder that was put off and comes back. `manner` says what the points are: a full brief, what
    is new after `since` (None where everything is), one screen with open `questions`, or the key quotations.
    """

    event: Event
    lead: Lead | None
    points: tuple[Cited, ...]
    zone: str
    now: datetime
    manner: Manner = "again"
    questions: tuple[Cited, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """An analysis that is new or newly revised, with its telling sentences."""

    analysis: int
    revision: int
    title: str
    points: tuple[Cited, ...]


Item = tuple[str, int]  # "a" and an analysis's id, "e" and an event's


@dataclass(frozen=True, slots=True)
class DigestDue:
    """What is new between `since` and `until`, and the events ahead.

    `beside_others` says that its address gets other digests too, so that what it tells is noted.
    """

    subscription: int
    since: datetime
    until: datetime
    words: str
    news: tuple[News, ...]
    changed: tuple[Event, ...]
    ahead: tuple[Event, ...]
    zone: str
    now: datetime
    beside_others: bool = False

    @property
    def items(self) -> frozenset[Item]:
        """What it tells that is new."""
        return frozenset({("a", news.analysis) for news in self.news} | {("e", event.id) for event in self.changed})

    @property
    def silent(self) -> bool:
        """Whether there is nothing new to tell."""
        return not self.news and not self.changed


@dataclass(frozen=True, slots=True)
class EventMoved:
    """An event of which the reader was already reminded has another date."""

    event: Event
    before: When
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class EventStopped:
    """An event of which reminders were set was cancelled, held or postponed without a new date."""

    event: Event
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class WhatBecame:
    """The span of an event has passed; an editor is asked what became of it."""

    event: Event
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class SenderRefused:
    """A platform refuses the bot's account; nothing is sent there until somebody mends it."""

    sender: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The machine's clock jumped by more than a day; `lasted` where it stayed there, else it came back."""

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


Notice = ReminderDue | DigestDue | EventMoved | EventStopped | SenderRefused | WhatBecame | ClockJumped | DatabaseFailed
