"""Changes that can be undone: what changed, and what must still hold for that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from briefings.model.agenda import Event
from briefings.model.delivery import Lead, Subscription


@dataclass(frozen=True, slots=True)
class EventChanged:
    """An event moved, or something became of it; `rev` is what it has had since."""

    before: Event
    rev: int
    kind: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class EventCreated:
    """A person entered an event."""

    event: Event
    kind: Literal["created"] = "created"


@dataclass(frozen=True, slots=True)
class EventJoined:
    """One event became part of another."""

    kept: int
    joined: int
    kind: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class EventParted:
    """An event that was part of another stands by itself."""

    kept: int
    parted: int
    kind: Literal["parted"] = "parted"


@dataclass(frozen=True, slots=True)
class RemindersSet:
    """A chat chose other leads, None where it does not follow the event."""

    event: int
    before: tuple[Lead, ...] | None
    after: tuple[Lead, ...] | None
    kind: Literal["reminders"] = "reminders"


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A reminder of an event comes back at an instant, where it would have come back at another one or not."""

    event: int
    before: datetime | None
    after: datetime
    kind: Literal["snoozed"] = "snoozed"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A digest was ordered, in the place of another where one was replaced."""

    number: int
    replaced: Subscription | None = None
    kind: Literal["subscribed"] = "subscribed"


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """A digest was ended."""

    order: Subscription
    kind: Literal["unsubscribed"] = "unsubscribed"


@dataclass(frozen=True, slots=True)
class DigestsEnded:
    """Several digests were ended at once."""

    orders: tuple[Subscription, ...]
    kind: Literal["digests"] = "digests"


@dataclass(frozen=True, slots=True)
class Muted:
    """An event was muted in a chat, or is heard of again."""

    event: int
    muted: bool
    kind: Literal["muted"] = "muted"


@dataclass(frozen=True, slots=True)
class ZoneSet:
    """A chat has another time zone, by IANA name."""

    before: str
    after: str
    kind: Literal["zone"] = "zone"


@dataclass(frozen=True, slots=True)
class LanguageSet:
    """Chats, by address, have another language, by tag; "" where each is answered in the language of their client."""

    addresses: tuple[str, ...]
    before: str
    after: str
    kind: Literal["language"] = "language"


@dataclass(frozen=True, slots=True)
class LengthSet:
    """Chats, by address, get summaries of another length, "" where nobody has chosen."""

    addresses: tuple[str, ...]
    before: str
    after: str
    kind: Literal["length"] = "length"


@dataclass(frozen=True, slots=True)
class QuietSet:
    """A chat has other quiet hours, as "22:00-07:00", "" for none."""

    before: str
    after: str
    kind: Literal["quiet"] = "quiet"


@dataclass(frozen=True, slots=True)
class Redated:
    """An analysis was read again with another date of publication.

    `given` is the date that a person had given before, where that is `noted`; None where the text gave it.
    """

    analysis: int
    before: date | None
    after: date
    given: date | None = None
    noted: bool = False
    kind: Literal["redated"] = "redated"


@dataclass(frozen=True, slots=True)
class KeptMention:
    """What a text said of an event; `was` is the event that it belonged to before that was joined to this one."""

    event: int
    title: str
    start: int
    end: int
    was: int | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An analysis as it stood before a revision came in."""

    revision: int
    changed_at: datetime
    mentions: tuple[KeptMention, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A file became an analysis, or a revision of one that stood as `before`; `revision` and `reading` are its own.

    It entered the events `created`, and moved those in `moved`, each as it was and with the rev that it has had since.
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
class Removed:
    """An analysis was removed; `kept` brings it back."""

    analysis: int
    title: str
    kept: str
    kind: Literal["removed"] = "removed"


Step = (
    EventChanged
    | EventCreated
    | EventJoined
    | EventParted
    | RemindersSet
    | Snoozed
    | Subscribed
    | Unsubscribed
    | DigestsEnded
    | Muted
    | ZoneSet
    | LanguageSet
    | LengthSet
    | QuietSet
    | Redated
    | Imported
    | Removed
)
