"""Entries of the audit log, and their kinds: what was done to an analysis, an event, a person or a chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from briefings.model.agenda import Event, EventDate

OfAnalysis = Literal[
    "added",
    "revised",
    "redated",
    "removed",
    "restored",
    "corrected",
    "reworded",
    "reopened",
    "settled",
    "judged",
    "marked",
]
OfEvent = Literal[
    "created", "removed", "moved", "renamed", "kept", "dropped", "held", "postponed", "cancelled", "joined", "parted"
]
OfPeople = Literal[
    "opened", "forgotten", "invited", "entitled", "withdrawn", "exposed", "linked", "unlinked", "cleared", "grouped"
]
OfSettings = Literal["zone", "language", "quiet"]  # of a group: the setting that was changed
Deed = OfAnalysis | OfEvent | OfPeople | OfSettings
DEEDS: tuple[str, ...] = (*get_args(OfAnalysis), *get_args(OfEvent), *get_args(OfPeople), *get_args(OfSettings))


@dataclass(frozen=True, slots=True)
class Record:
    """One change: `by` names the person in words, `subject` is "a12", "e3", a person or a chat.

    `title` is the subject's name at that time. `note` depends on the action: the new publication date, why an event was
    cancelled, the other event, the analysis that moved one, a role, the reason of a correction. `before` and `after`
    are an event's dates.
    """

    at: datetime
    by: str
    deed: Deed
    subject: str
    title: str = ""
    note: str = ""
    before: EventDate | None = None
    after: EventDate | None = None


@dataclass(frozen=True, slots=True)
class MentionSource:
    """A text that mentions events: its analysis, revision, and who added it, in words.

    With `reviewed`, that person is shown the events found, which stay unconfirmed until then. With `reread`, the text
    is as it was, and only read anew: nobody is notified.
    """

    analysis: int
    revision: int
    by: str
    reviewed: bool = False
    reread: bool = False


def of_event(
    deed: Deed,
    event: Event,
    by: str,
    at: datetime,
    *,
    note: str = "",
    before: EventDate | None = None,
    after: EventDate | None = None,
) -> Record:
    """A record of a change to an event."""
    return Record(at, by, deed, f"e{event.id}", event.title, note, before, after)
