"""Markings, embargoes and audiences of analyses, and what chats and people are cleared for."""

from briefings.markings.markings import Marked, Markings, ShownParts
from briefings.model.marking import shown

__all__ = ["Marked", "Markings", "ShownParts", "shown"]
