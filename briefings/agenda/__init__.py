"""Events from texts or set by people: dates and their certainty, merging, outcomes.

It informs followers of a change through `briefings.reminders` and doesn't know how messages are sent.
"""

from briefings.agenda.agenda import Change, SplitEvent
from briefings.agenda.event_filter import EventFilter, parse_event_filter
from briefings.agenda.status import AgendaItem, EventWithState, require_confirmed

__all__ = [
    "AgendaItem",
    "Change",
    "EventFilter",
    "EventWithState",
    "SplitEvent",
    "parse_event_filter",
    "require_confirmed",
]
