"""The reading pipeline: sections, sentences, references, citations and dated events, in this order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.model.analysis import Citation, Dated, Draft, Reference, Section, Sentence, Table, Translatable
from briefings.months import Month, first_day, last_day
from briefings.reading.actors import actors
from briefings.reading.citing import cite
from briefings.reading.citing.disambiguation import Context, likely_references
from briefings.reading.citing.keys import by_key, key_marks
from briefings.reading.citing.links import with_links
from briefings.reading.citing.notes import unlisted
from briefings.reading.dates_of_text import dates_in, is_day_first, settled_dates, two_ways, wrong_weekdays
from briefings.reading.events.find import FoundEvents, find_events
from briefings.reading.events.find import Material as EventMaterial
from briefings.reading.events.tables import table_dates
from briefings.reading.language import language_of
from briefings.reading.layout import PROSE, Block, Layout
from briefings.reading.markdown.links import bare_links
from briefings.reading.outline import Outline, is_day, outline, section_at
from briefings.reading.plain_text.boilerplate import without_boilerplate
from briefings.reading.quotations import Material, quotations
from briefings.reading.quotations.marks import attribution_name
from briefings.reading.references.entries import described, sources
from briefings.reading.references.keyed import keyed
from briefings.reading.references.parse import references
from briefings.reading.references.reference_list import ReferenceList, reference_list
from briefings.reading.sentences import split
from briefings.reading.statements import with_statements
from briefings.reading.tables import tables
from briefings.reading.title_block.author_lines import bylines
from briefings.reading.title_block.publication_date import newest_day, own_dates, publication_date
from briefings.reading.warnings import (
    date_warnings,
    future_date_warning,
    month_warning,
    shape_warnings,
    undated_warning,
    warnings,
)
from briefings.translatable import phrase


@dataclass(frozen=True, slots=True)
class _Reference:
    """When a text was `published`, and the `newest` day or month by which its dates without a year are read."""

    published: date | None
    newest: date | None

    @property
    def day(self) -> date | None:
        return self.newest and first_day(self.newest)

    @property
    def guessed(self) -> bool:
        return self.published is None or isinstance(self.published, Month)


def read_layout(name: str, layout: Layout, *, published: date | None = None, latest: date | None = None) -> Draft:
    """Analyses a laid-out text into a draft; `published` overrides its own date, which is at most `latest`."""
    plan = outline(name, layout)
    shelf, language = reference_list(layout, plan), language_of(layout.text)
    running = _running(layout, plan, shelf)
    sentences, prose = _sentences(layout, plan, running, language), _only(layout.text, running)
    works, citations = _cited(layout, plan, shelf, prose)
    uncited, unbracketed = _uncited(layout.text, prose, citations)
    citations = likely_references(citations, works, Context(uncited, plan.sections, sentences))
    cited, citations = _linked(layout, running, works, citations)
    when, source = (published, "") if published else publication_date(name, layout, uncited, works, latest)
    since, (rows, large) = _Reference(when, when or newest_day(uncited, works, latest)), tables(layout, plan.sections)
    coming, dates, unclear = _events(layout, uncited, plan.sections, sentences, language, since)
    named, spans = actors(layout.text, unbracketed, sentences, works, language), _spans(running)
    material = Material(layout.text, unbracketed, *spans, sentences, citations, cited, named, language)
    doubts = _shape(layout, plan, sentences) + unclear + warnings(plan.sections, cited, citations, coming.nameless)
    draft = Draft(
        title=plan.title,
        language=language,
        published=when,
        published_from="given" if published else "text" if when else "none",
        date_source=source,
        text=layout.text,
        sections=plan.sections,
        sentences=sentences,
        references=cited,
        citations=citations,
        mentions=coming.mentions,
        quotations=quotations(material),
        actors=named,
        dates=_with_tabled(dates, rows, layout.text, language, when and first_day(when)),
        paragraphs=spans[0],
        reference_section=plan.references,
        tables=rows,
        doubts=large + doubts + (() if published else _dated(layout, since, latest)),
        blocks=layout.blocks if layout.composed else (),
    )
    return with_statements(draft, uncited, since.day, guessed=since.guessed)


def _cited(
    layout: Layout, plan: Outline, shelf: ReferenceList | None, prose: str
) -> tuple[tuple[Reference, ...], tuple[Citation, ...]]:
    """The works that are listed, noted or described under keys, and their citations in the running text."""
    listed, notes = sources(layout, shelf.as_section(plan.sections) if shelf else None, plan.notes_section)
    marks = key_marks(prose)
    known = keyed(layout, references(layout.text, listed), listed, (mark.key for mark in marks))
    by_keys = by_key(prose, marks, known.keys, elsewhere=known.elsewhere)
    starts = {entry.start for entry in listed}
    noted = described(layout.text, unlisted(layout.text, [n for n in notes if n.start not in starts], known.works))
    works = (*known.works, *references(layout.text, noted))
    return works, cite(layout.text, prose, works, listed, notes, by_keys)


def _linked(
    layout: Layout, running: Sequence[Block], works: Sequence[Reference], citations: Sequence[Citation]
) -> tuple[tuple[Reference, ...], tuple[Citation, ...]]:
    """References and citations with those made by links. Beside a reference list, a bare address cites nothing."""
    bare = () if works else bare_links(layout.text)
    links = sorted({*layout.links, *bare}, key=lambda link: (link.start, link.end))
    return with_links(layout.text, links, _linking(layout, running), works, citations)


def _shape(layout: Layout, plan: Outline, sentences: Sequence[Sentence]) -> tuple[Translatable, ...]:
    """The reader's doubts, or else those about the title and the sentences."""
    unread = (phrase("Text that is struck out or hidden in the file was left out."),) if layout.left_out else ()
    return unread + layout.unread + (layout.doubts or shape_warnings(layout.text, sentences, named=plan.named))


def _events(
    layout: Layout,
    uncited: str,
    sections: Sequence[Section],
    sentences: Sequence[Sentence],
    language: str,
    of: _Reference,
) -> tuple[FoundEvents, tuple[Dated, ...], tuple[str, ...]]:
    """The coming events, all dates, and the warnings about dates that are doubtful."""
    day_first = is_day_first(layout.text, language)
    latest = last_day(of.published) if of.published else None
    headings = [section.heading for section in sections]
    dates = dates_in(uncited, sentences, of.day, latest, day_first=day_first, headings=headings, language=language)
    coming = find_events(
        EventMaterial(layout.text, uncited, sentences, dates, layout.blocks, language, of.day, day_first, of.guessed)
    )
    unsure = two_ways(uncited, day_first=day_first), wrong_weekdays(uncited, of.day)
    unclear = date_warnings(coming.zoneless, *unsure)
    return coming, settled_dates(dates, sentences, layout.text), tuple(unclear)


def _with_tabled(
    dates: Sequence[Dated], rows: Sequence[Table], text: str, language: str, when: date | None
) -> tuple[Dated, ...]:
    """The dates of the sentences and those of the tables, in text order."""
    tabled = table_dates(text, rows, when, day_first=is_day_first(text, language))
    return tuple(sorted((*dates, *tabled), key=lambda dated: dated.start))


def _dated(layout: Layout, of: _Reference, latest: date | None) -> tuple[str, ...]:
    """The warnings about a publication date that nobody gave."""
    own = [stated.day for stated in own_dates(layout)]
    told = month_warning(of.published) if of.published else undated_warning(of.newest)
    return told + future_date_warning(own, latest or date.max)


def in_own_words(draft: Draft, own: str) -> Draft:
    """The draft over the text exactly as in its file; all offsets are the same."""
    return replace(
        draft,
        text=own,
        references=tuple(
            each if each.entry != draft.text[each.start : each.end] else replace(each, entry=own[each.start : each.end])
            for each in draft.references
        ),
        citations=tuple(replace(each, text=own[each.start : each.end]) for each in draft.citations),
    )


def _linking(layout: Layout, running: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """The spans in which a link cites a source: running text and tables."""
    yield from ((block.start, block.end) for block in running)
    yield from ((block.start, block.end) for block in layout.blocks if block.kind == "table")


def _spans(running: Sequence[Block]) -> tuple[tuple[tuple[int, int], ...], frozenset[int]]:
    """The spans of the paragraphs, and the starts of the block quotations."""
    quotes = frozenset(block.start for block in running if block.kind == "quote")
    return tuple((block.start, block.end) for block in running), quotes


def _running(layout: Layout, plan: Outline, shelf: ReferenceList | None) -> list[Block]:
    """The blocks of running text: prose outside the reference list and the notes."""
    blocks = (block for block in layout.blocks if block.kind in PROSE)
    placed = ((block, section_at(plan.sections, block.start)) for block in blocks)
    running = [
        block
        for block, at in placed
        if (at is None or at != plan.notes) and not (shelf is not None and shelf.holds(at, block.start))
    ]
    return without_boilerplate(layout.text, running)


def _sentences(layout: Layout, plan: Outline, running: Iterable[Block], language: str) -> tuple[Sentence, ...]:
    told = bylines(layout.text, layout.blocks, plan.title_block)
    quoted = _beside_quotes(layout)
    return tuple(
        Sentence(section_at(plan.sections, block.start), start, end)
        for block in running
        if block.start not in told and not is_day(layout.text[block.start : block.end])
        for start, end in split(layout.text, language, block.start, block.end)
        if block.start not in quoted or not attribution_name(layout.text[start:end])
    )


def _beside_quotes(layout: Layout) -> frozenset[int]:
    """The starts of the blocks that are block quotations, or come right after one."""
    quotes = [
        b.kind == "quote" or layout.text.startswith(">", layout.text.rfind("\n", 0, b.start) + 1) for b in layout.blocks
    ]
    before = [False, *quotes]
    return frozenset(b.start for b, one, other in zip(layout.blocks, quotes, before, strict=False) if one or other)


def _only(text: str, blocks: Iterable[Block]) -> str:
    """The text of the blocks, with newlines between them, so that offsets stay and no match crosses them."""
    parts: list[str] = []
    at = 0
    for block in blocks:
        parts += ["\n" * (block.start - at), text[block.start : block.end].replace("\n", " ")]
        at = block.end
    return "".join([*parts, "\n" * (len(text) - at)])


def _uncited(text: str, prose: str, citations: Sequence[Citation]) -> tuple[str, str]:
    """The running text without citations, and without the parts of them in brackets alone."""
    whole = _without(prose, ((citation.start, citation.end) for citation in citations))
    return whole, _without(prose, (_bracket(text, citation) for citation in citations))


def _bracket(text: str, citation: Citation) -> tuple[int, int]:
    """The part of a citation outside running text: in "Wang (2026)" the name is part of the sentence."""
    opened = text.find("(", citation.start, citation.end)
    return max(opened, citation.start), citation.end


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans blanked out; spans are in order of their start."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if end > at:
            parts += [text[at : max(at, start)], " " * (end - max(at, start))]
            at = end
    return "".join([*parts, text[at:]])
