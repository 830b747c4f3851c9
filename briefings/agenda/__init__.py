"""Events from texts or set by people: dates and their certainty, merging, outcomes.

It informs followers of a change through `briefings.reminders` and doesn't know how messages are sent.
"""

from briefings.agenda.agenda import Change, SplitEvent
from briefings.agenda.status import AgendaItem, EventStatus

__all__ = [
    "AgendaItem",
    "Change",
    "EventStatus",
    "SplitEvent",
]
