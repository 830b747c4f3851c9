"""Input and output of a summariser: sentences with positions and marks, and those chosen or composed."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marks:
    """What reading has found in a sentence; a text without marks has none.

    `dates` and `citations` are spans of the passage's text. `ahead` is set where it tells an event to come, or what is
    scheduled, due or promised; `own` where it belongs to the author's own summary of the text.
    """

    dates: tuple[tuple[int, int], ...] = ()
    citations: tuple[tuple[int, int], ...] = ()
    names: frozenset[str] = frozenset()
    ahead: bool = False
    advised: bool = False
    quoted: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A section's heading ("" for none), text, and sentences as character spans of that text, in order.

    `level` is the heading's, from 1; `opens` and `closes` where it is that of an introduction or of a conclusion.
    """

    heading: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    marks: tuple[Marks, ...] = field(default=(), kw_only=True)  # one for each sentence, or none at all
    level: int = field(default=1, kw_only=True)
    opens: bool = field(default=False, kw_only=True)
    closes: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True, order=True)
class ChosenSentence:
    """A sentence, by the index of its passage and its own index within it."""

    section: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen sentences in text order, and the passages of substance from which none was chosen."""

    sentences: tuple[ChosenSentence, ...]
    skipped: tuple[int, ...] = ()


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
    may not be told.
    """

    source: str
    section: int
    first: int
    last: int
    run: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence and its place, None if unknown."""

    text: str
    place: Place | None = None
