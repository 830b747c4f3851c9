"""A stored analysis: one immutable text and the spans that point into it.

Offsets count characters (code points) in `Draft.text`; `end` is exclusive. Indexes are 0-based.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator

from briefings.model.agenda import EventDate
from briefings.model.marking import ProposedMarking
from briefings.months import day_or_month
from briefings.translatable import packed, unpacked


def _day(value: object) -> date | None:
    return value if value is None or isinstance(value, date) else day_or_month(str(value))


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


CitationStatus = Literal["linked", "ambiguous", "missing"]
ActorKind = Literal["person", "organisation", "place"]
PublishedFrom = Literal["given", "text", "none"]
Translatable = Annotated[str, PlainValidator(unpacked), PlainSerializer(packed)]  # JSON keeps a phrase's parts
# JSON keeps that only the month is known.
Published = Annotated[date | None, PlainValidator(_day), PlainSerializer(_iso)]
Kind = Literal["heading", "paragraph", "item", "quote", "note", "code", "table"]
StatementKind = Literal[
    "reported", "attributed", "expected", "promised", "scheduled", "conditional", "recommended", "deadline"
]
AUTHOR = "author"  # the holder of a statement that is attributed to nobody


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text, trimmed; `level` counts headings from 1, `words` holds a heading's text.

    `header_rows` says how many rows of a table are header cells, None if the format doesn't tell, -1
    if it may be no table.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    words: str = ""
    header_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next one; `start` is the heading line's first character."""

    heading: str
    level: int
    start: int
    end: int
    body: int  # offset of the first character after the heading line
    cut: int = 0  # sections with this heading that stood before it and are hidden from the viewer


@dataclass(frozen=True, slots=True)
class Sentence:
    """`section` is an index into `Draft.sections`, None in the preamble."""

    section: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table below its header; `cells` are spans by column, of length 0 for an empty cell."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its rows can answer a question or match a search like a sentence, but are never in `Draft.sentences`.

    `header` holds the rows of header cells, each as spans by column like `TableRow.cells`; () if there are none.
    `caption` is the span of its caption or of the line that announces it. `briefings.model.table_rows` puts a row into
    words with its header cells and the caption.
    """

    start: int
    end: int
    section: int | None  # index into `Draft.sections`, None in the preamble
    rows: tuple[TableRow, ...]
    header: tuple[tuple[tuple[int, int], ...], ...] = ()
    caption: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """A person by `family` and `given`, or an organisation by `literal`."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def name(self) -> str:
        """The author's name as citations use it."""
        return self.literal or self.family


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list; `entry` is its raw text, `year` may carry a letter ("2026a") or be "n.d.".

    An `inline` one is the target of a link in the running text: its span is that of the first such link, its `entry`
    names the site and the link's words.
    """

    start: int
    end: int
    entry: str
    authors: tuple[Author, ...] = ()
    year: str | None = None
    date: str | None = None  # ISO, at its true precision
    title: str | None = None
    url: str | None = None
    kind: str = "document"  # a type of CSL: "article-journal", "book", "chapter", "webpage", ...
    container: str | None = None  # the journal, newspaper, book or site that it stands in
    publisher: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited work in a bracket, or a narrative "Wang (2026)"; `references` are all that fit.

    If several fit, `likely` is the one the context suggests, and `reason` says why.
    """

    start: int
    end: int
    text: str
    status: CitationStatus
    references: tuple[int, ...] = ()
    likely: int | None = None
    reason: Translatable = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation; the span is the text between the quotation marks, or the block quotation.

    `speaker` is "" if the text names none; `references` are cited in the same sentence.
    """

    start: int
    end: int
    speaker: str = ""
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation or place, under the fullest name in the text."""

    name: str
    kind: ActorKind
    mentions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression in the text and its meaning, relative to the document's date."""

    when: EventDate
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A dated event mentioned in a sentence; the span is that sentence's."""

    title: str
    when: EventDate
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence states: `start` and `end` are the sentence's, `what` is the span of the words that state it.

    `holder` is `AUTHOR`, or the name or words for whom it is attributed to. `due` is the time by which it comes true
    or not; facts have none. `condition` is the span of its condition. `event` is the title of the event it is about.
    """

    start: int
    end: int
    kind: StatementKind
    holder: str
    what: tuple[int, int]
    due: EventDate | None = None
    condition: tuple[int, int] | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The result of reading a file: the text and everything found in it."""

    title: str
    language: str  # ISO 639-1: "en", "ru", "zh", ...
    published: Published
    published_from: PublishedFrom
    text: str
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    actors: tuple[Actor, ...] = ()
    dates: tuple[Dated, ...] = ()
    paragraphs: tuple[tuple[int, int], ...] = ()
    reference_section: int | None = None  # index of the reference list's section
    doubts: tuple[Translatable, ...] = ()  # sentences for the importer: what was doubtful
    date_source: Translatable = ""  # where a date that nobody gave comes from: "from the front matter"
    tables: tuple[Table, ...] = ()
    blocks: tuple[Block, ...] = ()  # what the file's format said of the text; () where the text says it itself
    statements: tuple[Statement, ...] = ()
    marking: Literal["", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] = ""  # that the file's first lines name
    proposal: ProposedMarking | None = None  # what they say of its secrecy without naming a marking


@dataclass(frozen=True, slots=True)
class Analysis:
    """A stored draft; `reading` rises each time its text is read again, 0 for an older revision."""

    id: int
    revision: int
    draft: Draft
    reading: int = 1

    @property
    def title(self) -> str:
        """The draft's title."""
        return self.draft.title


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in the list of analyses."""

    id: int
    title: str
    revision: int
    published: date | None
    sections: int
    words: int


def section_at(draft: Draft, offset: int) -> int | None:
    """The index of the section that contains an offset; None in the preamble."""
    index = bisect_right(draft.sections, offset, key=lambda s: s.start) - 1
    return index if index >= 0 else None


def cited_in(citations: Sequence[Citation], start: int, end: int) -> tuple[int, ...]:
    """Indexes of the references cited within a span, in order of first use; `citations` are in order of start."""
    first = bisect_left(citations, start, key=lambda c: c.start)
    inside = takewhile(lambda c: c.start < end, islice(citations, first, None))
    return tuple(dict.fromkeys(i for citation in inside for i in citation.references))
