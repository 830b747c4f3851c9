"""Who may see which rows: the clause of every query about analyses, labels, clearances and marked sections."""

from briefings.store.markings.clause import unrestricted, visible
from briefings.store.markings.numbers import restricted_number
from briefings.store.markings.spans import Hidden, Labeller, hidden, labeller, moved_all

__all__ = ["Hidden", "Labeller", "hidden", "labeller", "moved_all", "restricted_number", "unrestricted", "visible"]
