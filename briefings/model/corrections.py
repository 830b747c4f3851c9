"""Corrections: the spans that messages quoted, the sentences that a revision changed, and what an editor decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Arrival = Literal["arrived", "doubtful", "open", "lost"]


@dataclass(frozen=True, slots=True, order=True)
class QuotedSpan:
    """A span of one revision of an analysis that a message quotes; offsets count characters of its text."""

    analysis: int
    revision: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuotingMessage:
    """What is kept of a message that quotes: its spans and its blocks, from which it can be shown again with a mark.

    `head` are the blocks up to the last quotation as JSON, which many chats share; `tail` are the notes and buttons
    below them.
    """

    spans: tuple[QuotedSpan, ...]
    head: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class Showing:
    """A message that quoted an analysis: where it went, and whether it arrived; `open` as long as that isn't known yet.

    `messages` are the platform's ids of its parts, as far as the bot knows them.
    """

    id: int
    text: int
    address: str
    messages: tuple[str, ...]
    arrival: Arrival
    at: datetime
