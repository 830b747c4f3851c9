"""Events found in texts or set by people: when they take place, how sure that is, merging, and what became of them.

It tells followers of a change through `briefings.reminders` and knows nothing of how messages are sent.
"""

from briefings.agenda.agenda import Change, Parted
from briefings.agenda.status import Agendum, Standing

__all__ = [
    "Agendum",
    "Change",
    "Parted",
    "Standing",
]
