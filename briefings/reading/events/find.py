"""Finds dated events: any clause about a day after the text's own is one, named by its words. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefings.languages import language_in
from briefings.model.analysis import Block, Dated, Mention, Sentence
from briefings.reading.clauses import Clause, clause_around, content, shortened
from briefings.reading.dates import DateFound, find
from briefings.reading.dates_of_text import general_zone, on_a_clock
from briefings.reading.events.duplicates import Candidate, one_each
from briefings.reading.events.tables import table_rows
from briefings.reading.sentences import split

_LONGEST, _MONTH = timedelta(days=184), timedelta(days=31)
_FARTHEST = 2_000  # characters between a line and what it stands below
_LONGEST_HEADING, _LONGEST_SENTENCE = 160, 1500
_DAYS = frozenset(("instant", "day"))
_PERIODS = frozenset(("month", "quarter", "season", "year"))
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])?\s*")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?:\s[A-Z]{2,5}\b)?")  # a time of day and its zone, which name nothing
_CELL = re.compile(r"[^|\n]+")
_SHORTEST_PROSE = 40  # characters of a cell that may hold a sentence
_QUESTION = re.compile(r"[?？][\s”\"»]*$")


@dataclass(frozen=True, slots=True)
class FoundEvents:
    """The events found, and what about their dates is doubtful, each as written.

    `nameless` holds upcoming dates whose sentences name no event, `zoneless` times of day without a time zone.
    """

    mentions: tuple[Mention, ...]
    nameless: tuple[str, ...]
    zoneless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What events are found in.

    `prose` is the text with citations and everything except running prose blanked out; `dates` are in its order.
    `text` is the whole text, of whose `blocks` the tables are read. `day_first` says how it writes days in figures.
    `published` is only the newest day it names where it is `guessed`.
    """

    text: str
    prose: str
    sentences: Sequence[Sentence]
    dates: Sequence[Dated]
    blocks: Sequence[Block]
    language: str
    published: date | None
    day_first: bool | None
    guessed: bool = False


def find_events(of: Material) -> FoundEvents:
    """One mention per event, in text order: the sentence that names it closest to its start."""
    found: list[Candidate] = []
    items = [(block.start, block.end) for block in of.blocks if block.kind == "item"]
    nameless: dict[str, None] = {}
    for sentence in of.sentences:
        words = of.prose[sentence.start : sentence.end]
        stated = dates_within(of.dates, sentence) if len(words) <= _LONGEST_SENTENCE else []
        for each, clause in ahead(words, stated, of.language, of.published, guessed=of.guessed):
            if title := _title(of, clause, sentence.start):
                mention = Mention(title, each.when, sentence.start, sentence.end)
                own_line = clause.is_labelled or _within(sentence, items)
                found.append(Candidate(mention, clause.span[0], own_line))
            else:
                nameless[" ".join(words[each.start : each.end].split())] = None
    found += [Candidate(mention, 0, own_line=True) for mention in (*_headed(of), *_tabled(of))]
    return _on_clocks(of, one_each(found), tuple(nameless))


def _within(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, which are in order, holds the start of a sentence."""
    at = bisect_right(spans, sentence.start, key=lambda span: span[0]) - 1
    return at >= 0 and sentence.start < spans[at][1]


def dates_within(dates: Sequence[Dated], sentence: Sentence) -> list[DateFound]:
    """The dates of a sentence, with offsets from its start."""
    first = bisect_left(dates, sentence.start, key=lambda dated: dated.start)
    last = bisect_left(dates, sentence.end, key=lambda dated: dated.start)
    return [DateFound(each.start - sentence.start, each.end - sentence.start, each.when) for each in dates[first:last]]


def ahead(
    words: str, stated: Sequence[DateFound], language: str, published: date | None, *, guessed: bool
) -> Iterator[tuple[DateFound, Clause]]:
    """The dates of a sentence on which something is to come, each with its clause."""
    wanted = [each for each in stated if _is_ahead(each, published, guessed=guessed)]
    if not wanted or _QUESTION.search(words):
        return
    own = language_in(words, language)
    clauses = [(each, clause_around(words, each, stated, own)) for each in wanted]
    for each, clause in clauses:
        finer = any(
            other.when.precision in _DAYS and beside.pieces == clause.pieces
            for other, beside in clauses
            if other is not each
        )
        if not (finer and each.when.precision not in _DAYS) and _announces(each, clause, published, guessed=guessed):
            yield each, clause


def _is_ahead(found: DateFound, published: date | None, *, guessed: bool) -> bool:
    """Whether a date lies after the text's own day, and is fine enough for an agenda."""
    when = found.when
    if when.last - when.first > _LONGEST or when.precision == "season":
        return False
    if published is None or guessed:
        return published is None or when.last >= published
    return when.first >= published or (when.last > published and when.precision in _DAYS)


def _announces(found: DateFound, clause: Clause, published: date | None, *, guessed: bool) -> bool:
    """Whether a clause says that something takes place on its day: nothing supposed, repeated, denied or over."""
    own, force = clause.language, clause.force
    since = found.when.precision in _DAYS and clause.bound(own.since)
    if clause.condition or since or clause.is_beside(own.off) or clause.has(own.each) or not clause.is_timed:
        return False
    if found.when.precision in _PERIODS and not clause.bound(own.preposition) and (own.spaced or clause.describes):
        return False  # "the November update"
    if found.when.last - found.when.first > _MONTH and force not in ("will", "must", "may"):
        return False
    if published is not None and found.when.first <= published:
        return force in ("will", "must") or (force == "be" and (guessed or found.when.precision == "instant"))
    ahead = clause.is_labelled or clause.bound(own.onto) or clause.bound(own.until)
    return not clause.is_denied and (ahead or force != "past")


def _headed(of: Material) -> Iterator[Mention]:
    """Events in headings, and in lines of notes that look like headings: "9 December: workshop"."""
    for block in of.blocks:
        if block.kind != "heading" or block.end - block.start > _LONGEST_HEADING or of.published is None:
            continue
        words = of.text[block.start : block.end]
        stated = find(words, of.published, day_first=of.day_first) if re.search(r"\d", words) else []
        for each, clause in ahead(words, stated, of.language, of.published, guessed=of.guessed):
            if each.when.precision in _DAYS and each.when.first > of.published and clause.title:
                yield Mention(clause.title, each.when, block.start, block.end)


def _tabled(of: Material) -> Iterator[Mention]:
    """Events in the rows of tables of dates, and in the sentences that cells hold."""
    if of.published is None:
        return
    for block in of.blocks:
        if block.kind == "table":
            yield from _in_cells(of, block)
            for row in table_rows(of.text, block.start, block.end, of.published, day_first=of.day_first):
                named = content(row.title, (0, len(row.title)), (-1, -1), language_in(row.title, of.language))
                if title := row.title if named else _headline(of, row.start):
                    yield Mention(title, row.when, row.start, row.end)


def _in_cells(of: Material, block: Block) -> Iterator[Mention]:
    """Events in the sentences of a table's cells, and of its lines where a cell has several."""
    for match in _CELL.finditer(of.text, block.start, block.end):
        cell = match[0]
        if not re.search(r"\d", cell) or len(cell) < _SHORTEST_PROSE:
            continue
        for first, last in split(cell, of.language):
            words = cell[first:last]
            stated = find(words, of.published, day_first=of.day_first)
            for each, clause in ahead(words, stated, of.language, of.published, guessed=of.guessed):
                start = match.start() + first
                if (clause.force or clause.is_labelled) and (title := _title(of, clause, start)):
                    yield Mention(title, each.when, start, match.start() + last)


def _title(of: Material, clause: Clause, place: int) -> str:
    """The words of a clause, below its heading where they say little: "Notice of meeting: Deadline"."""
    own = clause.title
    row = shortened(clause.written.split("|")[0], clause.language) if "|" in clause.written else ""
    if row and row not in own and content(row, (0, len(row)), (-1, -1), clause.language):
        return f"{row}, {own}" if own else row  # a line of cells, of which the first one names the row
    bare = _CLOCK.sub(" ", own)
    told = content(bare, (0, len(bare)), (-1, -1), clause.language)
    if told > 1 or (told and clause.force):
        return own
    above = _headline(of, place)
    return f"{above}: {own}" if told and above else above or (own if told else "")


def _headline(of: Material, place: int) -> str:
    """What a line that says little stands below: the item above it that is set in less, or else the heading."""
    line = of.text.rfind("\n", 0, place) + 1
    depth = _depth(of.text[line : of.text.find("\n", line) + 1])
    last = line
    while depth and last > max(0, line - _FARTHEST):
        first = of.text.rfind("\n", 0, last - 1) + 1
        above = of.text[first:last]
        if above.strip() and _depth(above) < depth:
            told = _BULLET.sub("", above, count=1).strip()
            return shortened(told, language_in(told, of.language))
        last = first
    headings = [block for block in of.blocks if block.kind == "heading" and block.end <= place]
    return " ".join((headings[-1].words or of.text[headings[-1].start : headings[-1].end]).split()) if headings else ""


def _depth(line: str) -> int:
    """How many characters a line is set in."""
    return len(line) - len(line.lstrip())


def _on_clocks(of: Material, mentions: Sequence[Mention], nameless: tuple[str, ...]) -> FoundEvents:
    """The events with their times on the clock of a place; a time whose zone nothing tells leaves the day."""
    general = general_zone(of.text)
    made: list[Mention] = []
    zoneless: dict[str, None] = {}
    for mention in mentions:
        when = on_a_clock(mention.when, of.text[mention.start : mention.end], general)
        if mention.when.at is not None and when.at is None:
            zoneless[f"{mention.title}, {mention.when.at:%H:%M}"] = None
        made.append(replace(mention, when=when))
    return FoundEvents(tuple(made), nameless, tuple(zoneless))
