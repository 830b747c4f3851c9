"""The status of an event at an instant. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from briefings.errors import BadInput
from briefings.model.agenda import Event
from briefings.model.delivery import CitedSentence
from briefings.model.schedule.due import end_of

AgendumState = Literal["coming", "past", "held", "postponed", "cancelled"]


@dataclass(frozen=True, slots=True)
class EventWithState:
    """An event and what it is at an instant: coming, past, held, postponed or cancelled."""

    event: Event
    state: AgendumState

    @property
    def ahead(self) -> bool:
        """Whether it is upcoming or postponed."""
        return self.state in ("coming", "postponed")

    @property
    def confirmed(self) -> bool:
        """Whether it may reach a calendar, a digest or a reminder."""
        return not self.event.review


@dataclass(frozen=True, slots=True)
class AgendaItem(EventWithState):
    """An event with its current state and the sentences that mention it."""

    mentions: tuple[CitedSentence, ...]


def require_confirmed(event: Event) -> Event:
    """The event. Raises BadInput for one that no editor has confirmed yet."""
    if event.review:
        raise BadInput("e{id} isn't confirmed yet. An editor can type /event e{id} keep.", id=event.id)
    return event


def state_of(event: Event, now: datetime, zone: str) -> AgendumState:
    """An event's state at an instant, for a reader in `zone`."""
    if event.state != "set":
        return event.state
    return "past" if end_of(event.when, zone) <= now else "coming"
