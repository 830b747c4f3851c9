"""What a summariser is given and what it gives back: sentences in their places, and those chosen or composed."""

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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with those beside it in its text: None where that is not known, "" where there is none.

    `quoted` where it stands within a quotation that says elsewhere whose words they are. `earlier` holds the sentences
    before it in its paragraph.
    """

    text: str
    before: str | None = None
    after: str | None = None
    quoted: bool = False
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence as a language model composed it: ids of clauses, and one connective less than those."""

    clauses: tuple[str, ...]
    connectives: tuple[str, ...] = ()
