"""The page of an analysis: its text with the references beside it, and all that Readout knows about it."""

import asyncio
from collections.abc import Awaitable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from bot.languages import _
from bot.views import outlook as outlook_views
from bot.views.accounts.markings import label_in_words
from bot.views.library.reading_room import page_until
from bot.views.shared.names_and_dates import counted, day, marked_heading
from bot.views.shared.statement_marks import mark
from bot.web.reading_room import panels
from bot.web.reading_room.addresses import ALL, PageAddresses, RequestedPlace
from bot.web.reading_room.html_cache import HtmlCache, top
from bot.web.reading_room.panels import Panel
from bot.web.reading_room.parts import MOST_BYTES, Parts, Span
from bot.web.reading_room.templates import rendered
from bot.web.reading_room.text import Mark
from briefings.bibliography import FORMS
from briefings.errors import NotFound
from briefings.library import Revised, Unread, audit_analysis, timeline_of, words_in
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis, Section
from briefings.model.corrections import Correction, QuotedSpan
from briefings.model.disagreements import Disagreement
from briefings.model.marking import Label, Marking, strictest
from briefings.model.outlook import TrackedStatement
from briefings.model.people import WebLink, WebVisit
from briefings.service import Briefings

_MOST_REVISIONS, _MOST_CORRECTIONS = 50, 100
_SHORT_BYTES = 24_000  # of a text's HTML; the panels of a longer one have pages of their own
_CONTENTS_BYTES, _ENTRY = 9_000, 55  # of the HTML of a table of contents, and of an entry beside its words
TEXT = "text"  # the export of the text itself
OF_TEXT = ("sources", "timeline", "audit")  # what any revision says of itself
OF_NEWEST = ("outlook", "disagreements", "corrections", "changes", "revisions")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens a page: the link that let them in, their time zone, and the instant."""

    link: WebLink
    zone: str
    now: datetime

    @property
    def library(self) -> bool:
        """Whether the link opens the whole library."""
        return self.link.analysis is None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known about an analysis beside its text; all below `portions` only of the newest revision.

    `marking` is the strictest of what the page shows, `own` that of the analysis, `portions` those of its sections.
    `marked` are the statements that need a mark behind their sentences.
    """

    newest: int
    marking: Marking
    own: Label
    portions: Mapping[int, Marking]
    marked: Sequence[TrackedStatement] = ()
    disagreements: Sequence[Disagreement] = ()
    visit: WebVisit | None = None


class Shown(NamedTuple):
    """A panel on the page: its anchor, its heading, and its HTML."""

    anchor: str
    heading: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Step:
    """A link to another part of the text, or words without one."""

    words: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above the text, with a link behind it."""

    words: str
    to: str
    label: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """What panels show that the text doesn't hold; empty for panels that aren't on the page."""

    mentioned: Mapping[str, Event]
    statements: Sequence[TrackedStatement]
    since: Unread | None
    corrections: Sequence[Correction]
    revised: Sequence[Revised]


@dataclass(frozen=True, slots=True)
class _Request:
    """A request for the page of an analysis, with what is known."""

    reader: Reader
    analysis: Analysis
    known: _Known
    place: RequestedPlace
    root: str
    spoken: Sequence[tuple[str, str]]

    @property
    def now(self) -> datetime:
        """The minute."""
        return self.reader.now.replace(second=0, microsecond=0)

    @property
    def names(self) -> tuple[str, ...]:
        """The panels that this revision has."""
        return (*OF_TEXT, *OF_NEWEST) if self.known.newest == self.analysis.revision else OF_TEXT


async def analysis_page(
    briefings: Briefings,
    reader: Reader,
    id_: int,
    found: Awaitable[Analysis],
    place: RequestedPlace,
    root: str,
    spoken: Sequence[tuple[str, str]],
) -> str:
    """The page as HTML; `spoken` are the other languages with the address of the page in each.

    A short text has one page with all panels. A longer one has a page for each of its parts and one for each panel, so
    that none has more than `MOST_BYTES`, and another with everything.
    Raises NotFound for a panel that isn't there.
    """
    analysis, known = await _known(briefings, reader, id_, found, place)
    asked = _Request(reader, analysis, known, place, root, spoken)
    if place.show not in ("", ALL, *asked.names):
        raise NotFound("There is no page with this address.")
    parts = await asyncio.to_thread(_ARTICLES.parts, analysis.draft)
    if place.show == ALL or (not place.show and parts.size <= _SHORT_BYTES):
        asked = await _with_quoted(briefings, asked, asked.names)
        rows = await _rows(briefings, asked, asked.names)
        page = await asyncio.to_thread(_whole, asked, rows)
        if place.show == ALL or len(page.encode()) <= MOST_BYTES:
            return page
    if place.show:
        asked = await _with_quoted(briefings, asked, [place.show])
        rows = await _rows(briefings, asked, [place.show])
        return await asyncio.to_thread(_panel_page, asked, rows)
    return await asyncio.to_thread(_text_page, asked, parts)


async def _known(
    briefings: Briefings, reader: Reader, id_: int, found: Awaitable[Analysis], place: RequestedPlace
) -> tuple[Analysis, _Known]:
    """The analysis that is found, with what is known about it, read side by side."""
    analysis, highest, own, marked, disputed, visits = await asyncio.gather(
        found,
        briefings.markings.highest([id_]),
        briefings.markings.of(id_),
        briefings.outlook.marked(id_, reader.now, reader.zone),
        briefings.disagreements.all([id_], settled=True),
        briefings.web_links.visits(reader.link, id_),
    )
    known = highest, own or Label(briefings.markings.default), await briefings.markings.portions(analysis)
    if place.revision is not None:
        newest = (await briefings.library.get(id_)).revision
        if newest != place.revision:
            return analysis, _Known(newest, *known)
    visit = await briefings.web_links.note_visit(reader.link, analysis, visits, reader.now)
    return analysis, _Known(analysis.revision, *known, marked, disputed, visit)


async def _with_quoted(briefings: Briefings, asked: _Request, names: Collection[str]) -> _Request:
    """The request with the strictest marking of what these panels show, other analyses' sentences too."""
    known = asked.known
    if "disagreements" not in names or not known.disagreements:
        return asked
    sides = [side for each in known.disagreements for side in (each.first, each.second)]
    quotes = [QuotedSpan(each.analysis, each.revision, each.start, each.end) for each in sides]
    quoted = await briefings.markings.above_default(quotes=quotes) or known.marking
    return replace(asked, known=replace(known, marking=strictest(known.marking, quoted)))


async def _rows(briefings: Briefings, asked: _Request, names: Collection[str]) -> _Rows:
    analysis, visit, history = asked.analysis, asked.known.visit, briefings.history
    read = visit.revision if visit and "changes" in names and visit.revision != analysis.revision else None
    logged, revised = "corrections" in names, "revisions" in names
    return _Rows(
        await briefings.agenda.mentioned(analysis.id) if "timeline" in names else {},
        await briefings.outlook.statements([analysis.id]) if "outlook" in names else (),
        None if read is None else await history.since(analysis, read),
        await briefings.corrections.log(analysis.id, _MOST_CORRECTIONS) if logged else (),
        await history.revisions(analysis.id, _MOST_REVISIONS + 1) if revised else (),
    )


def _whole(asked: _Request, rows: _Rows) -> str:
    """The page with all of the text and all panels."""
    span = (0, len(asked.analysis.draft.text))
    addresses = _addresses(asked, span, whole=True)
    shown = [_panel(name, asked, rows, addresses) for name in asked.names]
    return _rendered(asked, addresses, article=_article(asked, span, addresses), panels=shown)


def _text_page(asked: _Request, parts: Parts) -> str:
    """The page with a part of the text."""
    part = parts.at(asked.place.at or 0)
    addresses = _addresses(asked, part, whole=False)
    article = _article(asked, part, addresses)
    return _rendered(asked, addresses, part, article=article, steps=_steps(parts, part, addresses))


def _panel_page(asked: _Request, rows: _Rows) -> str:
    """The page with one panel."""
    addresses = _addresses(asked, (0, 0), whole=False)
    return _rendered(asked, addresses, panels=[_panel(asked.place.show, asked, rows, addresses)])


def _addresses(asked: _Request, shown: Span, *, whole: bool) -> PageAddresses:
    return PageAddresses(asked.analysis, asked.place, shown, whole=whole, library=asked.reader.library)


def _article(asked: _Request, part: Span, addresses: PageAddresses) -> Markup:
    return _ARTICLES.html(asked.analysis.draft, part, _marks(asked, addresses), addresses)


def _panel(name: str, asked: _Request, rows: _Rows, addresses: PageAddresses) -> Shown:
    """A panel as HTML; those that say the same until the text or the minute changes are kept."""
    draft = asked.analysis.draft

    def made() -> Markup:
        return _made(name, asked, rows, addresses).html(draft.language)

    minute = asked.now if name == "audit" else None
    keeps = name in ("sources", "audit")
    html = _ARTICLES.kept(draft, (name, addresses.key, minute, asked.reader.zone), made) if keeps else made()
    return Shown(name, _heading(name), html)


def _made(name: str, asked: _Request, rows: _Rows, addresses: PageAddresses) -> Panel:
    analysis, known, now, zone = asked.analysis, asked.known, asked.now, asked.reader.zone
    draft, resolve = analysis.draft, addresses.quoted
    match name:
        case "sources":
            return panels.sources(analysis, resolve)
        case "timeline":
            return panels.timeline(analysis, timeline_of(draft, None, rows.mentioned), now, zone, addresses)
        case "audit":
            return panels.audit(analysis, audit_analysis(draft, now, zone), addresses)
        case "outlook":
            return panels.outlook(rows.statements, now, zone, resolve)
        case "disagreements":
            return panels.disagreements(known.disagreements, resolve)
        case "corrections":
            return panels.corrections(rows.corrections, zone, resolve)
        case "changes":
            return panels.changes(analysis, known.visit, rows.since, zone, resolve)
        case _:
            return panels.revisions(analysis, rows.revised, zone, _MOST_REVISIONS, addresses)


def _rendered(
    asked: _Request,
    addresses: PageAddresses,
    part: Span | None = None,
    *,
    article: Markup | str = "",
    panels: Sequence[Shown] = (),
    steps: Sequence[Step] = (),
) -> str:
    analysis, known, reader = asked.analysis, asked.known, asked.reader
    return rendered(
        "analysis.html",
        root=asked.root,
        spoken=asked.spoken,
        title=analysis.title,
        marking=f"TLP:{known.marking}",
        facts=(label_in_words(known.own, reader.zone), *_facts(analysis)),
        notices=_notices(asked, addresses),
        text_language=analysis.draft.language,
        contents=_contents(asked, addresses, part),
        about=[(addresses.panel(name), _heading(name)) for name in asked.names],
        beginning="#main" if article and (part is None or not part[0]) else addresses.page(),
        article=article,
        panels=panels,
        steps=steps,
        everything="" if addresses.whole else addresses.page(show=ALL),
        exports=_exports(analysis) if article else (),
        library=f"./{RequestedPlace(language=asked.place.language).query()}" if reader.library else "",
        until=page_until(reader.link, reader.zone),
        words=_words(),
    )


def _steps(parts: Parts, part: Span, addresses: PageAddresses) -> tuple[Step, ...]:
    """The parts before and behind the one shown, with where it stands between them."""
    spans, at = parts.spans, parts.spans.index(part)
    here = _("Part {number} of {total}", number=at + 1, total=len(spans))
    before = [Step(_("Previous part"), addresses.page(spans[at - 1][0]))] if at else []
    behind = [Step(_("Next part"), addresses.page(spans[at + 1][0]))] if at + 1 < len(spans) else []
    return (*before, Step(here), *behind) if len(spans) > 1 else ()


def _contents(asked: _Request, addresses: PageAddresses, part: Span | None) -> list[tuple[int, str, str]]:
    """The headings of the text: the level of each from 1, its address, and its words; of very many, the nearest."""
    draft, highest = asked.analysis.draft, top(asked.analysis.draft)
    here = [each for each in draft.sections if part and part[0] <= each.start < part[1]]
    main = [each for each in draft.sections if each.level == highest or each in here]
    shown = next((those for those in (draft.sections, main) if _size(those) <= _CONTENTS_BYTES), here)
    return [(min(each.level - highest + 1, 4), addresses.start(each.start), _marked(each, asked)) for each in shown]


def _marked(section: Section, asked: _Request) -> str:
    """A heading with the marking of its section, where sections differ."""
    index = asked.analysis.draft.sections.index(section)
    return marked_heading(section.heading, asked.known.portions.get(index))


def _size(sections: Iterable[Section]) -> int:
    """About how many bytes of HTML their headings take."""
    return sum(_ENTRY + len(each.heading.encode()) for each in sections)


def _notices(asked: _Request, addresses: PageAddresses) -> tuple[Notice, ...]:
    """What a reader has to know first: that a revision isn't the newest, or that the text changed since their visit."""
    number, known, id_ = asked.analysis.revision, asked.known, asked.analysis.id
    if number != known.newest:
        older = _("This is revision {number}; revision {newest} is the newest.", number=number, newest=known.newest)
        newest = f"a{id_}{replace(asked.place, revision=None, at=None, show='').query()}"
        return (Notice(older, newest, _("Open the newest revision")),)
    if known.visit is None or known.visit.revision == number:
        return ()
    changed = _(
        "The text has changed since your last visit, when it was revision {number}.", number=known.visit.revision
    )
    return (Notice(changed, addresses.panel("changes"), _("What changed")),)


_ARTICLES = HtmlCache()


def _words() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "text": _("Text"),
        "about": _("About this text"),
        "library": _("Library"),
        "sources": _("Sources"),
        "export": _("Export"),
        "everything": _("Everything on one page"),
        "parts": _("Parts of the text"),
    }


def _heading(name: str) -> str:
    return {
        "sources": _("Sources"),
        "timeline": _("Timeline"),
        "audit": _("Audit"),
        "outlook": _("Outlook"),
        "disagreements": _("Disagreements"),
        "corrections": _("Corrections"),
        "changes": _("Since your last visit"),
        "revisions": _("Revisions"),
    }[name]


def _exports(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """The files of an analysis: address and name of each."""
    folder, revision = f"a{analysis.id}", f"?rev={analysis.revision}"
    forms = tuple((f"{folder}/{name}{revision}", form.title) for name, form in FORMS.items())
    return ((f"{folder}/{TEXT}{revision}", _("Plain text")), *(forms if analysis.draft.references else ()))


def _facts(analysis: Analysis) -> tuple[str, ...]:
    draft = analysis.draft
    return (
        f"a{analysis.id}",
        _("revision {number}", number=analysis.revision),
        _("published {day}", day=day(draft.published)) if draft.published else _("no publication date"),
        counted(words_in(draft.text), "word"),
    )


def _marks(asked: _Request, addresses: PageAddresses) -> dict[int, list[Mark]]:
    """What stands behind headings, and behind sentences: an outcome, a day that has passed, a contradiction."""
    analysis, known, reader = asked.analysis, asked.known, asked.reader
    today = outlook_views.today_in(reader.now, reader.zone)
    found = {
        section.start: [Mark(f"[TLP:{known.portions[index]}]", "")]
        for index, section in enumerate(analysis.draft.sections)
        if index in known.portions
    }
    for statement in known.marked:
        if statement.revision == analysis.revision:
            found.setdefault(statement.start, []).append(Mark(mark(statement, today), addresses.panel("outlook")))
    for each in known.disagreements:
        sides = [side for side in (each.first, each.second) if side.analysis == analysis.id and each.state == "open"]
        for side in sides:
            if side.revision == analysis.revision:
                to = addresses.panel("disagreements")
                found.setdefault(side.start, []).append(Mark(_("[contradicted: d{id}]", id=each.id), to))
    return found
