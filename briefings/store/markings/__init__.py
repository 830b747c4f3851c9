"""Who may see which rows: the clause of every query about analyses, labels, clearances and marked sections."""

from briefings.store.markings.labels import restricted_number
from briefings.store.markings.spans import Hidden, hidden, labeller, moved_all
from briefings.store.markings.visibility import unrestricted, visible

__all__ = [
    "Hidden",
    "hidden",
    "labeller",
    "moved_all",
    "restricted_number",
    "unrestricted",
    "visible",
]
