"""Summary points: sentences chosen from a text, with their position and sources."""

from dataclasses import dataclass
from datetime import date

from briefings.model.analysis import Reference
from briefings.model.delivery import CitedSentence


@dataclass(frozen=True, slots=True)
class Point:
    """One verbatim sentence of a summary, with the references it cites.

    `topic` is the line, speaker or heading of the text under which the sentence is understood, "" for none. `own` where
    it stands in the author's own summary of the text.
    """

    text: str
    start: int
    end: int
    references: tuple[int, ...] = ()
    topic: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class ProseSentence:
    """Sentences of the text in connected prose; `rests_on` are their indexes among those that were given for it."""

    text: str
    rests_on: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Connected prose in order, of the text's own sentences; of `judged` choices of a model, `kept` could be used."""

    sentences: tuple[ProseSentence, ...]
    kept: int
    judged: int


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """The summary of a section; `section` is an index into the draft's sections, None for the preamble."""

    section: int | None
    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary by section, in text order.

    `further_dates` counts the dates ahead for which a brief has no line; `skipped` has the indexes of the sections of
    substance from which nothing was chosen.
    """

    sections: tuple[SectionSummary, ...]
    further_dates: int = 0
    skipped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The library's answer to a question: `passages`, best first; `claims` are the indexes of those that only claim it.

    If there are none, `closest` has the nearest sentences, best first.
    """

    question: str
    passages: tuple[CitedSentence, ...]
    closest: tuple[CitedSentence, ...] = ()
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPoint:
    """A sentence on a topic, the date of its analysis, and the ids of other analyses that say the same."""

    cited: CitedSentence
    published: date | None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicBrief:
    """What the library says on a topic, oldest first; `left` is the number of relevant analyses not quoted."""

    words: str
    points: tuple[TopicPoint, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Differing:
    """Figures, or dates, that two sentences about the same point give differently, in their own words."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SidePair:
    """What each of two analyses says about the same point, and what differs."""

    first: CitedSentence
    second: CitedSentence
    differing: tuple[Differing, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedSource:
    """A work in both reference lists, with its number in each."""

    source: Reference
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two analyses side by side."""

    pairs: tuple[SidePair, ...]
    sources: tuple[SharedSource, ...]


@dataclass(frozen=True, slots=True)
class TopicComparison:
    """What the library says on each of two topics, and in one sentence on both."""

    first: TopicBrief
    second: TopicBrief
    both: tuple[CitedSentence, ...]
