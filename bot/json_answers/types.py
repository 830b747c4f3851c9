"""The types of answers in JSON, from which the API's description is generated. Tests hold every answer against them.

`marking` is the strictest of what is shown, TLP:RED under an embargo, or null if nothing is shown; a whole analysis
counts with all its sections that the reader may see. Offsets count characters, their end excluded; indexes are
0-based; instants are in UTC.
"""

from typing import Annotated, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

_strict = with_config(ConfigDict(extra="forbid"))
AnalysisId = Annotated[str, Field(pattern="^a-?[0-9]+$", examples=["a1"])]
EventId = Annotated[str, Field(pattern="^e-?[0-9]+$", examples=["e1"])]
Span = Annotated[list[int], Field(min_length=2, max_length=2)]
Marking = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
Precision = Literal["instant", "day", "week", "month", "quarter", "season", "year", "range"]
Stale = Annotated[str | None, Field(description="What is known of the outcome or the passed day of what is quoted")]


@_strict
class Entry(TypedDict):
    """An analysis of the library."""

    marking: Marking
    id: AnalysisId
    title: str
    revision: int
    published: str | None


@_strict
class AmbiguousCitation(TypedDict):
    """A citation of a sentence that fits several of its sources, by index, and which of them it probably means."""

    sources: list[int]
    likely: int | None


@_strict
class Quoted(TypedDict):
    """A sentence with its place; `sources` are the references that it cites."""

    marking: Marking
    analysis: AnalysisId
    title: str
    heading: str
    text: str
    start: int
    end: int
    sources: list[str]
    ambiguous: NotRequired[list[AmbiguousCitation]]
    stale: NotRequired[Stale]


@_strict
class BriefPoint(TypedDict):
    """A sentence on a topic; `also` lists the analyses that say the same."""

    marking: Marking
    analysis: AnalysisId
    title: str
    heading: str
    text: str
    start: int
    end: int
    sources: list[str]
    ambiguous: NotRequired[list[AmbiguousCitation]]
    published: str | None
    also: list[AnalysisId]
    stale: NotRequired[Stale]


@_strict
class Brief(TypedDict):
    """What the library says on a topic, oldest first; `left` more sentences were left out."""

    marking: Marking | None
    words: str
    points: list[BriefPoint]
    left: int


@_strict
class Reply(TypedDict):
    """The passages that answer, best first, or the closest sentences; `claims` are indexes of a party's claims."""

    marking: Marking | None
    question: str
    passages: list[Quoted]
    claims: list[int]
    closest: Quoted | None
    close: list[Quoted]


Search = TypedDict(
    "Search", {"marking": Marking | None, "words": str, "in": str, "bounded": bool, "hits": list[Quoted]}
)
Search.__doc__ = "The sentences with the words, best first; `bounded` if a very common word left older ones out."
_strict(Search)


@_strict
class Point(TypedDict):
    """A sentence of a summary; `references` are indexes of those it cites, `own` is set in the author's own summary."""

    text: str
    start: int
    end: int
    references: list[int]
    own: bool
    topic: NotRequired[str]
    stale: NotRequired[Stale]


@_strict
class SummarySection(TypedDict):
    """The chosen sentences of a section, or of a line of a brief."""

    marking: Marking
    heading: str
    points: list[Point]


@_strict
class Summary(TypedDict):
    """The summary of an analysis or a section; `skipped` has the indexes of sections of substance without a point."""

    marking: Marking
    analysis: AnalysisId
    revision: int
    sections: list[SummarySection]
    skipped: list[int]
    further_dates: NotRequired[int]


@_strict
class Source(TypedDict):
    """A cited source; `count` includes the `ambiguous` citations."""

    index: int
    entry: str
    count: int
    ambiguous: int
    sections: list[int]


@_strict
class MissingCitation(TypedDict):
    """A citation without a reference."""

    text: str
    start: int
    end: int
    stale: NotRequired[Stale]


@_strict
class LikelyReference(TypedDict):
    """The reference that ambiguous citations probably mean, and why."""

    reference: int
    count: int
    reason: str


@_strict
class AmbiguousKey(TypedDict):
    """Citations that fit several references."""

    text: str
    references: list[int]
    count: int
    likely: list[LikelyReference]


@_strict
class Sources(TypedDict):
    """The sources of an analysis or a section; `never` are indexes of references that nothing cites."""

    marking: Marking
    analysis: AnalysisId
    revision: int
    section: int | None
    sources: list[Source]
    missing: list[MissingCitation]
    ambiguous: list[AmbiguousKey]
    never: list[int]


@_strict
class Finding(TypedDict):
    """A problem in an analysis."""

    kind: str
    start: int
    end: int
    message: str


@_strict
class Share(TypedDict):
    """How often a source is cited."""

    source: str
    count: int


@_strict
class Audit(TypedDict):
    """The problems in an analysis."""

    marking: Marking
    analysis: AnalysisId
    revision: int
    citations: int
    references: int
    shares: list[Share]
    findings: list[Finding]
    doubts: list[str]


@_strict
class Event(TypedDict):
    """An event of the agenda; the analysis and the span are those of its first mention."""

    marking: Marking
    id: EventId
    title: str
    first: str
    last: str
    precision: Precision
    analysis: AnalysisId | None
    analysis_title: str | None
    start: int | None
    end: int | None
    state: str


@_strict
class Evidence(TypedDict):
    """How an outcome is known: typed words, or a sentence of an analysis."""

    words: NotRequired[str]
    source: NotRequired[AnalysisId]
    revision: NotRequired[int]
    start: NotRequired[int]
    end: NotRequired[int]


@_strict
class Statement(TypedDict):
    """A statement about the future with its outcome."""

    marking: Marking
    id: str
    analysis: AnalysisId
    revision: int
    section: int | None
    start: int
    end: int
    text: str
    kind: str
    holder: str
    first: str | None
    last: str | None
    precision: Precision | None
    state: str
    verdict: str | None
    evidence: Evidence | None


@_strict
class Side(TypedDict):
    """One of two sentences that contradict each other."""

    marking: Marking
    analysis: AnalysisId
    revision: int
    start: int
    end: int
    text: str
    holder: str
    published: str | None
    stale: NotRequired[Stale]


@_strict
class Disagreement(TypedDict):
    """Two sentences that can't both be right, the newer first, and the rule in words."""

    marking: Marking
    id: Annotated[str, Field(pattern="^d-?[0-9]+$", examples=["d1"])]
    kind: str
    reason: str
    first: Side
    second: Side
    same_source: str | None
    state: str
    holder_difference: bool


@_strict
class CorrectedSentence(TypedDict):
    """A sentence that messages quoted, and what the text says instead."""

    old: str
    new: str | None
    why: str


@_strict
class Correction(TypedDict):
    """A correction with its first sentences; `left` more were left out."""

    id: str
    analysis: AnalysisId
    title: str
    revision: int
    kind: Literal["revision", "withdrawal"]
    state: Literal["published", "retracted"]
    sentences: list[CorrectedSentence]
    left: int


@_strict
class Section(TypedDict):
    """A section of a text."""

    marking: Marking
    heading: str
    level: int
    start: int
    end: int


@_strict
class Sentence(TypedDict):
    """A sentence; `section` is an index."""

    start: int
    end: int
    section: int | None
    stale: NotRequired[Stale]


@_strict
class Author(TypedDict):
    """A person by names, or an organisation as written."""

    literal: NotRequired[str]
    family: NotRequired[str]
    given: NotRequired[str]


@_strict
class Reference(TypedDict):
    """An entry of the reference list."""

    start: int
    end: int
    entry: str
    authors: list[Author]
    year: str | None
    date: str | None
    title: str | None
    url: str | None
    kind: str | None
    container: str | None
    publisher: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None
    inline: bool


@_strict
class Citation(TypedDict):
    """A citation with the references that it fits."""

    start: int
    end: int
    text: str
    status: str
    references: list[int]
    likely: int | None
    reason: str


@_strict
class Row(TypedDict):
    """A row of a table."""

    start: int
    end: int
    cells: list[Span]


@_strict
class Table(TypedDict):
    """A table as spans of its cells."""

    start: int
    end: int
    section: int | None
    caption: Span | None
    header: list[list[Span]]
    rows: list[Row]


@_strict
class Mention(TypedDict):
    """A sentence that mentions an event; `id` is "" if it isn't on the agenda."""

    id: str
    title: str
    first: str
    last: str
    precision: Precision
    start: int
    end: int


@_strict
class Dated(TypedDict):
    """A date in the text."""

    start: int
    end: int
    first: str
    last: str
    precision: Precision


@_strict
class Quotation(TypedDict):
    """Quoted words."""

    start: int
    end: int
    speaker: str
    references: list[int]


@_strict
class Actor(TypedDict):
    """A person, organisation or place with the spans that name it."""

    name: str
    kind: str
    mentions: list[Span]


@_strict
class TextStatement(TypedDict):
    """A statement in a text."""

    start: int
    end: int
    kind: str
    holder: str
    what_start: int
    what_end: int
    condition: str | None
    first: str | None
    last: str | None
    precision: Precision | None
    event: str | int | None
    stale: NotRequired[Stale]


@_strict
class Analysis(TypedDict):
    """An analysis with its text and everything found in it."""

    marking: Marking
    id: AnalysisId
    title: str
    revision: int
    language: str
    published: str | None
    text: str
    sections: list[Section]
    sentences: list[Sentence]
    references: list[Reference]
    citations: list[Citation]
    tables: list[Table]
    events: list[Mention]
    dates: list[Dated]
    quotations: list[Quotation]
    actors: list[Actor]
    statements: list[TextStatement]
    findings: list[Finding]


@_strict
class ProposedMarking(TypedDict):
    """What a text says of its own secrecy, and the marking that fits; `until` is the end of an embargo, if it is told.

    A time without an offset is on the clock of whoever wrote it; an embargo by a day ends with that day.
    """

    words: str
    marking: Marking
    until: str | None


@_strict
class Imported(TypedDict):
    """The result of an import; the id of the analysis is null if its marking hides it from you.

    `marked_again` are the headings, in lower case, that got the marking of a section whose sentences stand there now;
    "" is the whole analysis. With `proposed_marking`, the analysis is seen by nobody but you until somebody marks it.
    """

    marking: Marking | None
    proposed_marking: ProposedMarking | None
    analysis: AnalysisId | None
    revision: int
    title: str
    outcome: str
    events: list[EventId]
    disagreements: list[str]
    marked_again: list[str]


@_strict
class Problem(TypedDict):
    """Why a request failed (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    analysis: NotRequired[AnalysisId]
    reference: NotRequired[str]
