"""Input and output of a summariser: sentences with positions, and those chosen or composed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A section's heading ("" for none), text, and sentences as character spans of that text, in order."""

    heading: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, order=True)
class ChosenSentence:
    """A sentence, by the index of its passage and its own index within it."""

    section: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Relevant:
    """A sentence on a topic; `score` runs from 0 to 1, where 1 means it contains all the topic's words."""

    section: int
    sentence: int
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: sentences `first` to `last` of a source, in one of its sections.

    `run` holds the first and the last of the sentences that it may only be told with, itself among them; None where it
    may not be told. `closes` where its paragraph ends with it.
    """

    source: str
    section: int
    first: int
    last: int
    run: tuple[int, int] | None
    closes: bool = True


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence and its place, None if unknown."""

    text: str
    place: Place | None = None
