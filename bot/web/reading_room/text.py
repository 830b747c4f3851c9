"""The text of an analysis for its page: rows in sections, an anchor for each sentence, a note for each citation.

An anchor is "s" with the offset of its sentence, table row, reference or heading, as in /where.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from bot.languages import _
from bot.views.library import reading
from bot.views.shared.page_addresses import anchor
from bot.views.shared.quotations import bare, cited_within, entry, plain_lines, strip_markdown
from bot.web.reading_room.blocks import WordRun, no_address, words_of
from briefings.model import table_rows
from briefings.model.analysis import Citation, Draft, Section, Table

_FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,})[^\n]*\n(?P<code>.*?)(?:^(?P=mark)[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
RowKind = Literal["paragraph", "list", "quote", "code", "table"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence; with a `note` they are a citation, with a `link` the words of a web link."""

    words: str
    note: str = ""
    link: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with its anchor, or the words between two sentences, which have none; `marks` stand behind it."""

    anchor: str
    pieces: tuple[Piece, ...]
    marks: tuple["Mark", ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of Readout behind a sentence: its outcome, or that another analysis contradicts it; `to` is an anchor."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class MarginNote:
    """What stands beside a citation: its references by number, and what is doubtful about it."""

    anchor: str
    doubt: str
    references: tuple[tuple[int, tuple[WordRun, ...]], ...]


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table: its caption, its header cells, and its rows with their anchors."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class TextRow:
    """A block of the text with the notes beside it; `items` are its paragraphs, each with its own anchor or ""."""

    kind: RowKind
    items: tuple[tuple[str, tuple[Unit, ...]], ...] = ()
    notes: tuple[MarginNote, ...] = ()
    code: str = ""
    table: TableRows | None = None


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A section: its anchor and heading, "" for what stands before the first; `level` counts from 1.

    `listed` says that references of it were left out, because the page lists them under the sources; `continued` that
    it began on an earlier page. `marking` stands behind the heading.
    """

    anchor: str
    heading: str
    level: int
    rows: tuple[TextRow, ...]
    listed: bool = False
    continued: bool = False
    marking: str = ""


def sections_of(draft: Draft, marks: Mapping[int, Sequence[Mark]], part: Span | None = None) -> tuple[SectionRows, ...]:
    """The sections of a text, or of a part of it between two offsets.

    `marks` are those of headings and sentences by their start.
    """
    return _Reader(draft, marks, part or (0, len(draft.text))).sections()


class _Reader:
    def __init__(self, draft: Draft, marks: Mapping[int, Sequence[Mark]], part: Span) -> None:
        self._draft, self._part = replace(draft, text=plain_lines(draft.text)), part
        self._text, self._marks = self._draft.text, marks
        self._sentences = [sentence.start for sentence in draft.sentences]
        self._citations = [citation.start for citation in draft.citations]
        self._paragraphs = [reading.line_start(self._text, start) for start, _end in draft.paragraphs]
        listed = [(each.start, each.end) for each in draft.references if not each.inline]
        self._references = sorted(listed)
        self._note_of: dict[int, str] = {}  # the note of each citation by its start

    def sections(self) -> tuple[SectionRows, ...]:
        draft = self._draft
        first, (start, end) = draft.sections[0].start if draft.sections else len(self._text), self._part
        opening = self._section("", "", 1, (reading.after_title(draft), first))
        shown = [each for each in draft.sections if each.start < end and (each.start >= start or each.end > start)]
        rest = [
            replace(
                self._section(anchor(each.start), each.heading, each.level, (each.body, each.end), each.start < start),
                marking=" ".join(mark.words for mark in self._marks.get(each.start, ())),
            )
            for each in (*self._above(shown[:1]), *shown)
        ]
        return (*((opening,) if opening.rows or opening.listed else ()), *rest)

    def _above(self, first: Sequence[Section]) -> list[Section]:
        """The sections that began on an earlier page and whose subsections go on with the first one here."""
        found: list[Section] = []
        for each in reversed(self._draft.sections[: self._draft.sections.index(first[0])] if first else ()):
            if each.level < (found[-1] if found else first[0]).level:
                found.append(each)
        return found[::-1] if self._part[0] else []

    def _section(self, name: str, heading: str, level: int, span: Span, continued: bool = False) -> SectionRows:  # noqa: FBT001, FBT002
        spans = [*self._spans(max(span[0], self._part[0]), min(span[1], self._part[1]))]
        kept = [each for each in spans if not self._is_reference(each)]
        return SectionRows(name, heading, level, tuple(self._rows(kept)), len(kept) < len(spans), continued)

    def _is_reference(self, span: "Span | Table") -> bool:
        """Whether a paragraph lies within an entry of the reference list, or is made of several of them."""
        if isinstance(span, Table):
            return False
        at = max(0, bisect_right(self._references, (span[0], len(self._text))) - 1)
        left = whole = self._text[span[0] : span[1]]
        for start, end in self._references[at:]:
            if start >= span[1]:
                break
            inside = slice(max(start - span[0], 0), max(end - span[0], 0))
            gone = left[inside]
            left = left[: inside.start] + " " * len(gone) + left[inside.stop :]
        return left != whole and not re.sub(r"\W|\d", "", left)

    def _spans(self, start: int, end: int) -> "Iterator[Span | Table]":
        """The paragraphs and tables between two offsets, in order."""
        for table in self._tables(start, end):
            begin = table.start if start <= table.start else table.rows[0].start
            yield from self._prose(start, begin)
            yield table
            start = table.rows[-1].end
        yield from self._prose(start, end)

    def _tables(self, start: int, end: int) -> list[Table]:
        """The tables between two offsets; of one that is cut, the rows that begin there."""
        first = bisect_left(self._draft.tables, start, key=lambda table: table.start)
        last = bisect_left(self._draft.tables, end, key=lambda table: table.start)
        near = self._draft.tables[max(0, first - 1) : last]
        within = (replace(table, rows=tuple(row for row in table.rows if start <= row.start < end)) for table in near)
        return [table for table in within if table.rows]

    def _prose(self, start: int, end: int) -> Iterator[Span]:
        for fence in _FENCE.finditer(self._text, start, max(start, end)):
            yield from self._paragraphs_between(start, fence.start())
            yield fence.span()
            start = fence.end()
        yield from self._paragraphs_between(start, end)

    def _paragraphs_between(self, start: int, end: int) -> Iterator[Span]:
        first, last = bisect_right(self._paragraphs, start), bisect_left(self._paragraphs, end)
        for begin, stop in pairwise([start, *self._paragraphs[first:last], max(start, end)]):
            blank = [found.span() for found in reading.BLANK_LINES.finditer(self._text, begin, stop)]
            edges = [begin, *(edge for gap in blank for edge in gap), stop]
            yield from filter(None, (self._trimmed(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)))

    def _trimmed(self, start: int, end: int) -> Span | None:
        words = self._text[start:end]
        if not words.strip():
            return None
        return start + len(words) - len(words.lstrip("\n")), end - len(words) + len(words.rstrip())

    def _rows(self, spans: "Iterable[Span | Table]") -> Iterator[TextRow]:
        for kind, those in groupby(spans, key=self._kind):
            if kind == "list":
                items = [each for each in those if not isinstance(each, Table)]
                notes = self._notes(items)
                yield TextRow("list", tuple(self._item(each, kind) for each in items), notes)
            else:
                yield from (self._row(each, kind) for each in those)

    def _kind(self, span: "Span | Table") -> RowKind:
        if isinstance(span, Table):
            return "table"
        words = self._text[slice(*span)]
        if _FENCE.match(words):
            return "code"
        kinds: dict[str, RowKind] = {"quote": "quote", "item": "list"}
        return kinds.get(reading.kind_of(words), "paragraph")

    def _row(self, span: "Span | Table", kind: RowKind) -> TextRow:
        if isinstance(span, Table):
            return TextRow("table", notes=self._notes([(span.start, span.end)]), table=self._table(span))
        if kind == "code":
            found = _FENCE.match(self._text[slice(*span)])
            return TextRow("code", ((anchor(span[0]), ()),), code=found["code"] if found else "")
        notes = self._notes([span])
        return TextRow(kind, (self._item(span, kind),), notes)

    def _table(self, table: Table) -> TableRows:
        header = table_rows.headings(self._draft, table)
        rows = tuple(
            (anchor(row.start), tuple(table_rows.cell_words(self._text, cell) for cell in row.cells))
            for row in table.rows
        )
        return TableRows(table_rows.caption(self._draft, table), header, rows)

    def _item(self, span: Span, kind: RowKind) -> tuple[str, tuple[Unit, ...]]:
        """A paragraph as sentences; the anchor is its own where no sentence starts with it."""
        units = tuple(self._units(*span, quoted=kind == "quote"))
        if kind == "list":
            units = _without_bullet(units)
        return "" if units and units[0].anchor else anchor(span[0]), units

    def _units(self, start: int, end: int, *, quoted: bool) -> Iterator[Unit]:
        first, last = bisect_left(self._sentences, start), bisect_left(self._sentences, end)
        for sentence in self._draft.sentences[first:last]:
            if sentence.start > start and self._text[start : sentence.start].strip():
                yield Unit("", self._pieces(start, sentence.start, quoted=quoted))
            start = max(start, min(sentence.end, end))
            marks = tuple(self._marks.get(sentence.start, ()))
            yield Unit(anchor(sentence.start), self._pieces(sentence.start, start, quoted=quoted), marks)
        if self._text[start:end].strip():
            yield Unit("", self._pieces(start, end, quoted=quoted))

    def _pieces(self, start: int, end: int, *, quoted: bool) -> tuple[Piece, ...]:
        made: list[Piece] = []
        for begin, stop, cited in self._cuts(start, end):
            made += self._linked(start, begin, quoted=quoted)
            shown = self._shown(begin, stop, quoted=quoted)
            made.append(Piece(shown, self._note_of.get(cited.start, ""), doubtful=cited.status != "linked"))
            start = stop
        return (*made, *self._linked(start, end, quoted=quoted))

    def _cuts(self, start: int, end: int) -> Iterator[tuple[int, int, Citation]]:
        """The stretches of citations; one that cuts a link in two takes all of the link."""
        links = [found.span() for found in reading.LINK.finditer(self._text, start, end)]
        first, last = bisect_left(self._citations, start), bisect_left(self._citations, end)
        for citation in self._draft.citations[first:last]:
            if citation.start < start:
                continue
            around = next((link for link in links if link[0] <= citation.start < link[1]), None)
            begin, stop = around or (citation.start, citation.end)
            start = min(max(stop, citation.end), end)
            yield begin, start, citation

    def _linked(self, start: int, end: int, *, quoted: bool) -> Iterator[Piece]:
        for found in reading.LINK.finditer(self._text, start, end):
            yield from self._plain(start, found.start(), quoted=quoted)
            yield Piece(strip_markdown(found[1]), link=found[2])
            start = found.end()
        yield from self._plain(start, end, quoted=quoted)

    def _plain(self, start: int, end: int, *, quoted: bool) -> Iterator[Piece]:
        if words := self._shown(start, end, quoted=quoted):
            yield Piece(words)

    def _shown(self, start: int, end: int, *, quoted: bool) -> str:
        words = self._text[start:end]
        words = reading.NOTE.sub(r"[\1]", words) if "[^" in words else words
        return strip_markdown(reading.QUOTED.sub("", words) if quoted else words)

    def _notes(self, spans: Iterable[Span]) -> tuple[MarginNote, ...]:
        """The notes beside a row: one for each citation, but only the first of those that say the same."""
        found: dict[object, MarginNote] = {}
        for start, end in spans:
            for citation in cited_within(self._draft, start, end):
                key = (citation.references, citation.likely, citation.text if not citation.references else "")
                self._note_of[citation.start] = found.setdefault(key, self._note(citation)).anchor
        return tuple(found.values())

    def _note(self, citation: Citation) -> MarginNote:
        found = ((index, self._draft.references[index]) for index in citation.references)
        numbered = tuple((index + 1, words_of(entry(reference), no_address)) for index, reference in found)
        return MarginNote(f"n{citation.start}", _doubt(citation), numbered)


def _doubt(citation: Citation) -> str:
    if citation.status == "ambiguous":
        return reading.doubt(citation)
    if citation.status == "missing":
        return _("“{citation}” isn't in the reference list.", citation=bare(citation.text))
    return ""


def _without_bullet(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The sentences of an item of a list without the sign that marks it."""
    first, *rest = units or (Unit("", ()),)
    head, *pieces = first.pieces or (Piece(""),)
    words = reading.ITEM.sub("", head.words, count=1)
    left = replace(first, pieces=((replace(head, words=words), *pieces) if words else tuple(pieces)))
    return (*((left,) if left.pieces else ()), *rest)
