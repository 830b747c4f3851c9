"""Statements with a fate: when they are due, what became of them, and how it is known. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.analysis import StatementKind
from briefings.model.corrections import QuotedSpan

Verdict = Literal["", "happened", "not", "partly", "moved", "unknown"]
FateState = Literal["ahead", "due", "open", "settled"]
FATE_STATES: tuple[FateState, ...] = ("due", "ahead", "settled", "open")  # in the order of an answer
VERDICTS: tuple[Verdict, ...] = ("happened", "not", "partly", "moved", "unknown")
OUTLOOK_KINDS: tuple[StatementKind, ...] = (
    *("expected", "promised", "scheduled", "conditional", "recommended", "deadline"),
)

_OF_EVENTS: dict[EventState, Verdict] = {"held": "happened", "cancelled": "not"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a verdict is known: a typed line or a link as `text`, or a sentence of another analysis with its span."""

    text: str = ""
    span: QuotedSpan | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a statement; `to` is the new time of a moved one. Without a verdict it isn't settled."""

    verdict: Verdict = ""
    to: EventDate | None = None
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class TrackedStatement:
    """A statement about the future in the current revision of an analysis; `start` and `end` are its sentence's.

    `text` holds the sentence. `rev` rises with each settlement.
    """

    id: int
    analysis: int
    revision: int
    start: int
    end: int
    what: tuple[int, int]
    text: str
    kind: StatementKind
    holder: str
    due: EventDate | None
    event: str
    settlement: Settlement = Settlement()
    rev: int = 0
    asked: int = 0  # how often the editors were asked
    key: str = ""  # the same in every revision that has its words
    is_shared: bool = False  # its sentence holds another statement as well
    changed_event: Event | None = None  # held, cancelled, postponed or moved since the sentence announced it

    @property
    def verdict(self) -> Verdict:
        """What became of it, "" as long as nobody knows; that of its event counts unless one is recorded."""
        if self.settlement.verdict or self.changed_event is None:
            return self.settlement.verdict
        return _OF_EVENTS.get(self.changed_event.state, "")

    @property
    def clause(self) -> str:
        """Its own words in its sentence."""
        return self.text[self.what[0] - self.start : self.what[1] - self.start]

    @property
    def awaited(self) -> EventDate | None:
        """When it is due now: a moved one at its new time."""
        return self.settlement.to or self.due

    def state(self, today: date) -> FateState:
        """Ahead until the last day of its time; then due until it is settled. Open if it names no time."""
        if self.verdict and self.verdict != "moved":
            return "settled"
        awaited = self.awaited
        if awaited is None or self._is_postponed:
            return "settled" if self.verdict else "open"
        return "ahead" if awaited.last >= today else "due"

    @property
    def _is_postponed(self) -> bool:
        """Whether its event is to take place at some time that nobody knows, and no other time is recorded for it."""
        return bool(self.changed_event and self.changed_event.state == "postponed" and not self.verdict)

    def marked(self, today: date) -> bool:
        """Whether a quotation of it must say that it has expired, or what became of it."""
        return bool(self.verdict or self.changed_event) or self.state(today) == "due"
