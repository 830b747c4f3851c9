"""View of the full text or one section, in pages."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from bot.languages import _, ngettext
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Inline,
    Message,
    Paragraph,
    Quote,
    Run,
    Text,
    bold,
    say,
    text,
    with_origin,
)
from bot.splitting import WORD_ENDS, is_between_characters
from bot.views.shared.names_and_dates import header, joined, marked_heading, place, typed, within
from bot.views.shared.quotations import bare, cited_within, plain_lines, strip_markdown, why
from briefings.library import section_at
from briefings.markings import Portions
from briefings.model import table_rows
from briefings.model.analysis import Analysis, Citation, Draft, Table, TableRow
from briefings.model.corrections import QuotedSpan
from briefings.text import front_matter_end, lazy_re

PAGE = 3_000  # characters, with few enough paragraphs, so that a page is one message on any platform
_PARAGRAPHS = 24
_MOST_DOUBTS = 5
BLANK_LINES = lazy_re(r"\n[ \t]*\n")
# Paragraphs of a text as blocks: lists, block quotations, links and notes' marks, as Markdown writes them.
_LEAD = lazy_re(r"(?:[ \t]*(?:[-*+•‣]|\d{1,3}[.)])[ \t]+|[ \t]*>[ \t]?)+")
ITEM = lazy_re(r"[ \t]*[-*+•‣][ \t]+")
_NUMBER = lazy_re(r"[ \t]*\d{1,3}[.)][ \t]+")
QUOTED = lazy_re(r"^[ \t]*>[ \t]?", re.MULTILINE)
LINK = lazy_re(r"(?<!!)\[([^\[\]\n]{1,300})\]\((https?://[^\s()]{1,500})(?:[ \t]+\"[^\"\n]*\")?\)")
NOTE = lazy_re(r"\[\^([^\]\s]{1,40})\](:?)")


def page_count(analysis: Analysis, section: int | None) -> int:
    """The number of pages."""
    return len(_pages(analysis.draft, section))


def read(analysis: Analysis, section: int | None, page: int, portions: Portions) -> Message:
    """A page of the text; `page` counts from 1. Each heading has its marking where `portions` differ."""
    draft = analysis.draft
    pages = _pages(draft, section)
    about = _("full text") if section is None else place(draft, section)
    return say(
        *header(analysis, about, _("page {page} of {pages}", page=page, pages=len(pages)) if len(pages) > 1 else ""),
        *_continued(draft, pages[page - 1][0], section, portions),
        *(_page(analysis, *pages[page - 1], portions) or (_("There is no text here."),)),
        *_doubts(draft, *pages[page - 1]),
        _buttons(typed(analysis.id, section), page, len(pages)),
        whole=f"/read {typed(analysis.id, section)}",
        about=typed(analysis.id, section),
        line=f"/read {typed(analysis.id, section)} page {page}",
    )


def _continued(draft: Draft, start: int, section: int | None, portions: Portions) -> tuple[Block, ...]:
    """The heading of the section in which a page begins, unless the section begins there.

    The title names a section that is read alone; its heading is repeated for its marking alone.
    """
    within_ = section_at(draft, start)
    if within_ is None or start <= draft.sections[within_].body or (within_ == section and not portions):
        return ()
    return (_heading(draft, within_, portions),)


def _heading(draft: Draft, section: int, portions: Portions) -> Heading:
    return Heading(marked_heading(draft.sections[section].heading, portions.get(section)), 2)


def read_whole(analysis: Analysis, section: int | None, portions: Portions) -> Message:
    """All pages of the text in one message, for output without pages."""
    draft = analysis.draft
    about = _("full text") if section is None else place(draft, section)
    pages = _pages(draft, section)
    return say(
        *header(analysis, about),
        *([block for page in pages for block in _page(analysis, *page, portions)] or (_("There is no text here."),)),
        *_doubts(draft, pages[0][0], pages[-1][1]),
        about=typed(analysis.id, section),
        line=f"/read {typed(analysis.id, section)}",
    )


def _pages(draft: Draft, section: int | None) -> list[tuple[int, int]]:
    """Start and end of each page.

    A page ends with a paragraph if that fills at least half of it, or with a sentence; failing that, with whatever
    fills an eighth, so that no title stands alone; or else within a sentence at the end of a word.
    """
    start, end = _span(draft, section)
    bodies = {each.body for each in draft.sections}  # a cut there would part a heading from its text
    rows = [row.start for _, row in table_rows.rows(draft)]
    sentences = [sentence.start for sentence in draft.sentences if sentence.start not in bodies]
    breaks = (_paragraph_breaks(draft), sorted([*sentences, *rows]))
    pages = []
    while (full := _full(draft, start)) < end:
        least = (start + (full - start) // 2, start + (full - start) // 8)
        whole = (at for after in least for of in breaks if (at := _last(of, after, full)))
        cut = next(whole, None) or _word_end(draft.text, least[0], full)
        pages.append((start, cut))
        start = cut
    return [*pages, (start, end)]


def _word_end(text: str, after: int, until: int) -> int:
    """The last end of a word after `after` and up to `until`, or else the last position between characters."""
    ends = [found.end() for found in WORD_ENDS.finditer(text, after, until)]
    return ends[-1] if ends else next((at for at in range(until, after, -1) if is_between_characters(text, at)), until)


def _full(draft: Draft, start: int) -> int:
    """Where a page from there is full."""
    follow = bisect_right(draft.paragraphs, start, key=lambda span: span[0]) + _PARAGRAPHS - 1
    crowded = draft.paragraphs[follow][0] if follow < len(draft.paragraphs) else len(draft.text)
    return min(start + PAGE, crowded)


def _span(draft: Draft, section: int | None) -> tuple[int, int]:
    if section is None:
        return 0, len(draft.text)
    return draft.sections[section].start, draft.sections[within(draft, section)[-1]].end


def _paragraph_breaks(draft: Draft) -> list[int]:
    """Starts of sections and paragraphs, except between a heading and its first paragraph."""
    starts = [start for start, _ in draft.paragraphs]
    first = {bisect_left(starts, section.body) for section in draft.sections}
    loose = [line_start(draft.text, start) for index, start in enumerate(starts) if index not in first]
    tabled = (table.start for table in draft.tables)
    return sorted({*loose, *tabled, *(section.start for section in draft.sections)})


def _last(breaks: Sequence[int], after: int, until: int) -> int | None:
    """The last break after `after` and up to `until`."""
    index = bisect_right(breaks, until) - 1
    return breaks[index] if index >= 0 and breaks[index] > after else None


def _page(analysis: Analysis, start: int, end: int, portions: Portions) -> list[Block]:
    """The blocks of a span; the first run of the page tells where all of it is from."""
    found = _blocks(analysis.draft, start, end, portions)
    origin = QuotedSpan(analysis.id, analysis.revision, start, end)
    for index, block in enumerate(found):
        if marked := with_origin(block, origin):
            return [*found[:index], marked, *found[index + 1 :]]
    return found


def _blocks(draft: Draft, start: int, end: int, portions: Portions) -> list[Block]:
    """The blocks of a span, with headings and without the title line."""
    draft = replace(draft, text=plain_lines(draft.text))
    marks = [index for index, section in enumerate(draft.sections) if start <= section.start < end]
    first = draft.sections[marks[0]].start if marks else end
    blocks = _paragraphs(draft, start if start else after_title(draft), first)
    stops = [*(draft.sections[index].start for index in marks), end][1:]
    for index, stop in zip(marks, stops, strict=True):
        blocks += [_heading(draft, index, portions), *_paragraphs(draft, draft.sections[index].body, stop)]
    return blocks


def after_title(draft: Draft) -> int:
    """Where the text continues after its title line and an underline."""
    front = front_matter_end(draft.text)
    rest = draft.text[front:]
    body = front + len(rest) - len(rest.lstrip())
    line, _, rest = draft.text[body:].partition("\n")
    if _letters(line) != _letters(draft.title):
        return front
    signs = rest.partition("\n")[0]
    underlined = bool(signs.strip()) and not signs.strip("=- ")
    return body + len(line) + (1 + len(signs) if underlined else 0)


def _letters(line: str) -> str:
    return "".join(character for character in line if character.isalnum())


def _paragraphs(draft: Draft, start: int, end: int) -> list[Block]:
    """The blocks of a span without headings, in order: prose, and each table as a list of its rows."""
    made: list[Block] = []
    for table in _within(draft, start, end):
        rows = [row for row in table.rows if start <= row.start and row.end <= end]
        begin = table.start if start <= table.start else rows[0].start
        made += [*_prose(draft, start, begin), Bullets(tuple(_row(draft, table, row) for row in rows))]
        start = rows[-1].end
    return [*made, *_prose(draft, start, end)]


def _within(draft: Draft, start: int, end: int) -> list[Table]:
    """The tables with a whole row in a span."""
    first = max(0, bisect_right(draft.tables, start, key=lambda table: table.start) - 1)
    last = bisect_left(draft.tables, end, key=lambda table: table.start)
    near = draft.tables[first:last]
    return [table for table in near if any(start <= row.start and row.end <= end for row in table.rows)]


def _row(draft: Draft, table: Table, row: TableRow) -> Text:
    """A row with its header cells, the first cell in bold."""
    words, label = table_rows.row_words(draft, table, row), table_rows.cell_words(draft.text, row.cells[0])
    if not label:
        return text(words)
    before, found, after = words.partition(label)
    return text(before, bold(found), after)


def _prose(draft: Draft, start: int, end: int) -> list[Block]:
    starts = [line_start(draft.text, begin) for begin, _ in draft.paragraphs if start < begin < end]
    starts = [begin for begin in starts if begin > start]
    pieces = [draft.text[a:b] for a, b in pairwise([start, *starts, max(start, end)])]
    lines = (line.strip("\n") for piece in pieces for line in BLANK_LINES.split(piece))
    return [*blocks(line for line in lines if line.strip())]


def _doubts(draft: Draft, start: int, end: int) -> tuple[Block, ...]:
    """A line for each citation on the page that fits several references, with their numbers."""
    found = {(c.text, c.likely): c for c in reversed(cited_within(draft, start, end)) if c.status == "ambiguous"}
    lines = [doubt(citation) for citation in sorted(found.values(), key=lambda citation: citation.start)]
    if not lines:
        return ()
    rest = ngettext(
        "{number} more citation fits several references.",
        "{number} more citations fit several references.",
        len(lines) - _MOST_DOUBTS,
    )
    lines = [*lines[:_MOST_DOUBTS], *([rest] if len(lines) > _MOST_DOUBTS else [])]
    return Heading(_("In doubt"), 2), Bullets(tuple(text(line) for line in lines))


def doubt(citation: Citation) -> str:
    """The references that an ambiguous citation fits, and the likely one with the evidence."""
    fits = joined([f"[{index + 1}]" for index in citation.references], "or")
    words = bare(citation.text)
    if citation.likely is None:
        return _("“{words}” could be {fits} of the sources; the text doesn't say which.", words=words, fits=fits)
    return _(
        "“{words}” could be {fits} of the sources; probably [{likely}] because {reason}.",
        words=words,
        fits=fits,
        likely=citation.likely + 1,
        reason=why(citation),
    )


def _buttons(here: str, page: int, pages: int) -> Buttons:
    turns = [Button(_("Previous page"), f"/read {here} page {page - 1}")] if page > 1 else []
    turns += [Button(_("Next page"), f"/read {here} page {page + 1}")] if page < pages else []
    places = (Button(_("Summary"), f"/summary {here}"), Button(_("Sources"), f"/sources {here}"))
    sections = Button(_("Sections"), f"/sections {here.split()[0]}")
    return Buttons((*((tuple(turns),) if turns else ()), (*places, sections)))


def line_start(words: str, start: int) -> int:
    """The position of a list or quote marker before `start`, or `start`."""
    begin = words.rfind("\n", 0, start) + 1
    return begin if begin < start and _LEAD.fullmatch(words, begin, start) else start


def blocks(paragraphs: Iterable[str]) -> Iterator[Block]:
    """Paragraphs, with consecutive list items as one list."""
    for kind, those in groupby(paragraphs, key=kind_of):
        match kind:
            case "item":
                yield Bullets(tuple(linked(ITEM.sub("", each, count=1)) for each in those))
            case "number":
                yield Paragraph(_lines([linked(each) for each in those]))
            case "quote":
                yield from (Quote(linked(QUOTED.sub("", each))) for each in those)
            case _:
                yield from (Paragraph(linked(each)) for each in those)


def _lines(items: Iterable[Text]) -> Text:
    parts: list[Inline] = []
    for item in items:
        parts += [*(["\n"] if parts else []), *item]
    return text(*parts)


def kind_of(paragraph: str) -> str:
    """Whether a paragraph is a "quote", an "item" of a list or one with a "number"; else ""."""
    if all(QUOTED.match(line) for line in paragraph.split("\n")):
        return "quote"
    return "item" if ITEM.match(paragraph) else "number" if _NUMBER.match(paragraph) else ""


def linked(words: str) -> Text:
    """Text with links, without emphasis markers; a footnote mark becomes its number in brackets."""
    words = NOTE.sub(r"[\1]", words)
    parts: list[Inline] = []
    end = 0
    for found in LINK.finditer(words):
        parts += [strip_markdown(words[end : found.start()]), Run(strip_markdown(found[1]), link=found[2])]
        end = found.end()
    return text(*parts, strip_markdown(words[end:]))
