"""Corrections: the spans that messages quoted, the sentences that a revision changed, and what an editor decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Arrival = Literal["arrived", "doubtful", "open", "lost"]


@dataclass(frozen=True, slots=True, order=True)
class QuotedSpan:
    """A span of one revision of an analysis that a message quotes; offsets count characters of its text."""

    analysis: int
    revision: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuotingMessage:
    """What is kept of a message that quotes: its spans and its blocks, from which it can be shown again with a mark.

    `head` are the blocks up to the last quotation as JSON, which many chats share; `tail` are the notes and buttons
    below them.
    """

    spans: tuple[QuotedSpan, ...]
    head: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class Showing:
    """A message that quoted an analysis: where it went, and whether it arrived; `open` as long as that isn't known yet.

    `messages` are the platform's ids of its parts, as far as the bot knows them.
    """

    id: int
    text: int
    address: str
    messages: tuple[str, ...]
    arrival: Arrival
    at: datetime


Verdict = Literal["", "correction", "wording"]
CorrectionKind = Literal["revision", "withdrawal"]
CorrectionState = Literal["new", "asked", "ready", "sent", "closed", "undone", "reverting", "reverted"]


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence or table row that messages quoted, and what the new revision says instead; `new` is "" if nothing.

    `key` has the old words as they are compared. `start` and `end` are the span of the new one, `section` is an index
    into the new revision's sections. `events` are those that the new one mentions. `verdict` is an editor's, "" until
    there is one, with the reason `why`. `told` is the wording that chats were told, if the text changed again before.
    `places` are where these wordings begin, each a revision and an offset in it; a revision that was taken back is 0.
    `label` is the id of the label of those who may see all of these places, None if it is unmarked.
    """

    key: str
    old: str
    new: str = ""
    start: int = 0
    end: int = 0
    section: int | None = None
    heading: str = ""
    events: tuple[int, ...] = ()
    verdict: Verdict = ""
    why: str = ""
    told: str = ""
    places: tuple[tuple[int, int], ...] = ()
    label: int | None = None

    @property
    def withheld(self) -> bool:
        """Whether the viewer may not see it."""
        return not self.key

    @property
    def now(self) -> str:
        """The new wording as chats were told it."""
        return self.told or self.new


WITHHELD = ChangedSentence("", "")  # stands for one that the viewer may not see, so that the others keep their numbers


@dataclass(frozen=True, slots=True)
class Correction:
    """What a revision, or the removal of an analysis, changed about sentences that were shown.

    new        a revision was added; whether it changes a shown sentence isn't known yet
    asked      an editor is asked about each sentence
    ready      every sentence has a verdict, at least one is a correction; chats are told from `decided_at` on
    sent       the chats' messages are in the outbox
    closed     every change is wording only
    undone     taken back before any chat was told
    reverting  taken back afterwards; the chats that were told are told so, and then it is reverted

    `place` is the address where the revision was added, "" if in no chat; `by` and `decided_by` name people in words.
    """

    id: int
    analysis: int
    title: str
    revision: int
    kind: CorrectionKind
    state: CorrectionState
    items: tuple[ChangedSentence, ...]
    place: str
    by: str
    at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None

    @property
    def visible(self) -> tuple[ChangedSentence, ...]:
        """The sentences that the viewer may see."""
        return tuple(item for item in self.items if not item.withheld)

    @property
    def corrected(self) -> tuple[int, ...]:
        """The indexes of the sentences that are corrections."""
        return tuple(index for index, item in enumerate(self.items) if item.verdict == "correction")

    @property
    def is_decided(self) -> bool:
        """Whether every sentence has a verdict."""
        return all(item.verdict for item in self.items)


@dataclass(frozen=True, slots=True)
class ToldChat:
    """What became of a correction in one chat: the delivery's state, why it wasn't sent, and the sentences in it."""

    address: str
    state: str
    reason: str = ""
    items: tuple[int, ...] = ()
