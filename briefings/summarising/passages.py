"""What a summariser is given and what it gives back: passages with their sentences, and the places of those chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A section's heading ("" without one), its text, and its sentences as character spans of that text, in order."""

    heading: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, order=True)
class Chosen:
    """A sentence by the indexes of its passage and of itself within that passage."""

    section: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Relevant:
    """A sentence that concerns a topic; `score` runs from 0 to 1, which means that it holds all the topic's words."""

    section: int
    sentence: int
    score: float
