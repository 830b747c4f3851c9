"""Changes that can be undone: what changed, and what must still hold for that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from briefings.model.agenda import Event
from briefings.model.corrections import Correction
from briefings.model.delivery import Lead, Subscription
from briefings.model.disagreements import Judgement
from briefings.model.marking import Label, Marking
from briefings.model.outlook import Settlement


@dataclass(frozen=True, slots=True)
class EventChanged:
    """The date or state of an event changed; `rev` is its revision since."""

    before: Event
    rev: int
    kind: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class EventsKept:
    """The unconfirmed events of an analysis were kept; each as it was before, with its revision since."""

    analysis: int
    events: tuple[tuple[Event, int], ...]
    kind: Literal["kept"] = "kept"


@dataclass(frozen=True, slots=True)
class EventCreated:
    """A person added an event."""

    event: Event
    kind: Literal["created"] = "created"


@dataclass(frozen=True, slots=True)
class EventJoined:
    """An event was merged into another."""

    kept: int
    joined: int
    kind: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class EventParted:
    """A merged event was separated again."""

    kept: int
    parted: int
    kind: Literal["parted"] = "parted"


@dataclass(frozen=True, slots=True)
class RemindersSet:
    """A chat changed its leads; None means it doesn't follow the event.

    `kept` is the event as it was before, with its revision since, if that confirmed it.
    """

    event: int
    before: tuple[Lead, ...] | None
    after: tuple[Lead, ...] | None
    kept: tuple[tuple[Event, int], ...] = ()
    kind: Literal["reminders"] = "reminders"


@dataclass(frozen=True, slots=True)
class AllRemindersEnded:
    """A chat ended its reminders of all events; `before` holds each event with its leads."""

    before: tuple[tuple[int, tuple[Lead, ...]], ...]
    kind: Literal["all_reminders"] = "all_reminders"


@dataclass(frozen=True, slots=True)
class Snoozed:
    """An event's reminder was snoozed until an instant; `before` is an earlier snooze, if any."""

    event: int
    before: datetime | None
    after: datetime
    kind: Literal["snoozed"] = "snoozed"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A digest was set up, replacing another one if given."""

    number: int
    replaced: Subscription | None = None
    kind: Literal["subscribed"] = "subscribed"


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """A digest was deleted."""

    order: Subscription
    kind: Literal["unsubscribed"] = "unsubscribed"


@dataclass(frozen=True, slots=True)
class DigestSkipped:
    """Digests were skipped on these days, or if not `skipped`, are sent on these days after all."""

    number: int
    days: tuple[date, ...]
    skipped: bool = True
    kind: Literal["digest_skipped"] = "digest_skipped"


@dataclass(frozen=True, slots=True)
class DigestsEnded:
    """Several digests were deleted at once."""

    orders: tuple[Subscription, ...]
    kind: Literal["digests"] = "digests"


@dataclass(frozen=True, slots=True)
class Muted:
    """An event was muted or unmuted in a chat."""

    event: int
    muted: bool
    kind: Literal["muted"] = "muted"


@dataclass(frozen=True, slots=True)
class ZoneSet:
    """A chat's time zone (an IANA name) changed."""

    before: str
    after: str
    kind: Literal["zone"] = "zone"


@dataclass(frozen=True, slots=True)
class LanguageSet:
    """Chats, by address, changed language (a tag); "" follows each person's client."""

    addresses: tuple[str, ...]
    before: str
    after: str
    kind: Literal["language"] = "language"


@dataclass(frozen=True, slots=True)
class LengthSet:
    """Chats, by address, changed the summary length; "" is unset."""

    addresses: tuple[str, ...]
    before: str
    after: str
    kind: Literal["length"] = "length"


@dataclass(frozen=True, slots=True)
class QuietSet:
    """A chat's quiet hours changed, as "22:00-07:00"; "" for none."""

    before: str
    after: str
    kind: Literal["quiet"] = "quiet"


@dataclass(frozen=True, slots=True)
class Redated:
    """An analysis was read again with another publication date.

    `given` is the date a person had given before, if `noted`; None if the date came from the text.
    """

    analysis: int
    before: date | None
    after: date
    given: date | None = None
    noted: bool = False
    kind: Literal["redated"] = "redated"


@dataclass(frozen=True, slots=True)
class KeptMention:
    """A text's mention of an event; `was` is its original event, if that was merged into this one."""

    event: int
    title: str
    start: int
    end: int
    was: int | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An analysis before a revision was added."""

    revision: int
    changed_at: datetime
    mentions: tuple[KeptMention, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A file became an analysis, or a revision of the one in `before`; `revision` and `reading` are its own.

    It created the events in `created` and moved those in `moved`, each given as it was before, with its `rev` since.
    """

    analysis: int
    title: str
    revision: int
    reading: int
    before: Earlier | None = None
    created: tuple[int, ...] = ()
    moved: tuple[tuple[Event, int], ...] = ()
    kind: Literal["imported"] = "imported"


@dataclass(frozen=True, slots=True)
class CorrectionDecided:
    """An editor decided what a change of shown sentences is; `before` is the correction as it was."""

    before: Correction
    kind: Literal["correction"] = "correction"


@dataclass(frozen=True, slots=True)
class Removed:
    """An analysis was removed; `kept` restores it. With a `reason`, chats that were shown it are told."""

    analysis: int
    title: str
    kept: str
    reason: str = ""
    kind: Literal["removed"] = "removed"


@dataclass(frozen=True, slots=True)
class StatementSettled:
    """What became of a statement was set to `after`; `rev` is its revision since."""

    statement: int
    before: Settlement
    rev: int
    after: Settlement | None = None
    kind: Literal["settled"] = "settled"


@dataclass(frozen=True, slots=True)
class DisagreementJudged:
    """The verdict on a disagreement was set; `rev` is its revision since."""

    disagreement: int
    before: Judgement
    rev: int
    kind: Literal["judged"] = "judged"


@dataclass(frozen=True, slots=True)
class LabelSet:
    """An analysis, or its section with a heading's key, got the label `after`; None is the library's default.

    `name` says in words what it is, and `place` as it is typed: "a1 2". `reason` is why more people may see it.
    `revision` is the newest one of the text at that time; 0 in a step that an earlier version kept.
    """

    analysis: int
    heading: str | None
    name: str
    place: str
    before: Label | None
    after: Label | None
    reason: str = ""
    revision: int = 0
    kind: Literal["label"] = "label"


@dataclass(frozen=True, slots=True)
class ClearanceSet:
    """A chat or person got the clearance `after`; None is the default. `reason` is why it may see more."""

    holder: str
    before: Marking | None
    after: Marking | None
    reason: str = ""
    kind: Literal["clearance"] = "clearance"


@dataclass(frozen=True, slots=True)
class GroupSet:
    """A group of readers got other members; `reason` is why those who are new may see what the group may see."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str = ""
    kind: Literal["group"] = "group"


@dataclass(frozen=True, slots=True)
class Irreversible:
    """A change by a command, as "people", that can't be undone."""

    command: str
    kind: Literal["irreversible"] = "irreversible"


Step = (
    EventChanged
    | EventsKept
    | EventCreated
    | EventJoined
    | EventParted
    | RemindersSet
    | AllRemindersEnded
    | Snoozed
    | Subscribed
    | Unsubscribed
    | DigestSkipped
    | DigestsEnded
    | Muted
    | ZoneSet
    | LanguageSet
    | LengthSet
    | QuietSet
    | Redated
    | Imported
    | CorrectionDecided
    | Removed
    | StatementSettled
    | DisagreementJudged
    | LabelSet
    | ClearanceSet
    | GroupSet
    | Irreversible
)


def subjects_of(step: Step) -> tuple[str, ...]:
    """The analyses, events, statements, disagreements and corrections that a change is about: "a3", "e1"."""
    match step:
        case Imported() | Redated() | Removed() | EventsKept() | LabelSet():
            return (f"a{step.analysis}",)
        case EventChanged(before=event) | EventCreated(event=event):
            return (f"e{event.id}",)
        case RemindersSet() | Snoozed() | Muted():
            return (f"e{step.event}",)
        case EventJoined():
            return f"e{step.kept}", f"e{step.joined}"
        case EventParted():
            return f"e{step.kept}", f"e{step.parted}"
        case CorrectionDecided():
            return (f"c{step.before.id}",)
        case StatementSettled():
            return (f"s{step.statement}",)
        case DisagreementJudged():
            return (f"d{step.disagreement}",)
        case _:
            return ()
