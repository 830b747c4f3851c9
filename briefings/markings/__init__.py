"""Markings, embargoes and audiences of analyses, and what chats and people are cleared for."""

from briefings.markings.markings import Levels, Marked, Portions, ShownParts
from briefings.model.marking import shown

__all__ = ["Levels", "Marked", "Portions", "ShownParts", "shown"]
