"""Markings, embargoes and audiences of analyses, and what chats and people are cleared for."""

from briefings.markings.markings import Marked, ShownParts
from briefings.model.marking import shown

__all__ = ["Marked", "ShownParts", "shown"]
