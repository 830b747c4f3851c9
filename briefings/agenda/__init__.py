"""Events from texts or set by people: dates and their certainty, merging, outcomes.

It informs followers of a change through `briefings.reminders` and doesn't know how messages are sent.
"""

from briefings.agenda.agenda import Change, Parted
from briefings.agenda.status import Agendum, Standing

__all__ = [
    "Agendum",
    "Change",
    "Parted",
    "Standing",
]
