"""The page of an analysis: its text with the references beside it, and all that Readout knows about it."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from markupsafe import Markup

from bot.languages import _, current
from bot.views import outlook as outlook_views
from bot.views.library.page_addresses import Anchors, anchor
from bot.views.shared.names_and_dates import clock, counted, day
from bot.views.shared.statement_marks import mark
from bot.web import panels
from bot.web.blocks import Resolve
from bot.web.panels import Panel
from bot.web.templates import rendered, rendered_part
from bot.web.text import Mark, sections_of
from briefings.bibliography import FORMS
from briefings.library import Unread, audit_analysis, timeline_of
from briefings.model.analysis import Analysis, Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.disagreements import Disagreement
from briefings.model.outlook import TrackedStatement
from briefings.model.people import WebLink, WebVisit
from briefings.service import Briefings

_MOST_ARTICLES = 16  # texts whose HTML is kept, about 0.3 MB for a text of 100 kB
_MOST_REVISIONS, _MOST_CORRECTIONS = 50, 100
TEXT = "text"  # the export of the text itself


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
    """What is known about an analysis beside its text; all below `marking` only of the newest revision."""

    newest: int
    marking: str
    statements: Sequence[TrackedStatement] = ()
    disagreements: Sequence[Disagreement] = ()
    visit: WebVisit | None = None
    since: Unread | None = None


async def analysis_page(
    briefings: Briefings, reader: Reader, analysis: Analysis, root: str, spoken: Sequence[tuple[str, str]]
) -> str:
    """The page as HTML; `spoken` are the other languages with the address of the page in each."""
    known = await _known(briefings, reader, analysis)
    anchors = Anchors(analysis.draft)
    resolve = partial(_address, analysis, reader, anchors)
    shown = [*await _about_text(briefings, reader, analysis, anchors, resolve)]
    if known.newest == analysis.revision:
        shown += await _about_analysis(briefings, reader, analysis, known, resolve)
    return await asyncio.to_thread(_rendered, reader, analysis, known, shown, root, spoken)


async def _known(briefings: Briefings, reader: Reader, analysis: Analysis) -> _Known:
    newest = (await briefings.library.get(analysis.id)).revision
    marking = f"TLP:{await briefings.markings.highest([analysis.id])}"
    if newest != analysis.revision:
        return _Known(newest, marking)
    visit = await briefings.web_links.visit(reader.link, analysis, reader.now)
    read = visit.revision if visit and visit.revision != newest else None
    return _Known(
        newest,
        marking,
        await briefings.outlook.statements([analysis.id]),
        await briefings.disagreements.all([analysis.id], settled=True),
        visit,
        None if read is None else await briefings.history.since(analysis, read),
    )


async def _about_text(
    briefings: Briefings, reader: Reader, analysis: Analysis, anchors: Anchors, resolve: Resolve
) -> tuple[Panel, ...]:
    """What any revision says of itself."""
    now, zone, draft = reader.now, reader.zone, analysis.draft
    moments = timeline_of(draft, None, await briefings.agenda.mentioned(analysis.id))
    findings = await asyncio.to_thread(audit_analysis, draft, now, zone)
    return (
        panels.sources(analysis, resolve),
        panels.timeline(analysis, moments, now, zone),
        panels.audit(analysis, findings, anchors, resolve),
    )


async def _about_analysis(
    briefings: Briefings, reader: Reader, analysis: Analysis, known: _Known, resolve: Resolve
) -> tuple[Panel, ...]:
    """What is kept of an analysis, whose newest revision this is."""
    zone = reader.zone
    logged = await briefings.corrections.log(analysis.id, _MOST_CORRECTIONS)
    revised = await briefings.history.revisions(analysis.id, _MOST_REVISIONS + 1)
    return (
        panels.outlook(known.statements, reader.now, zone, resolve),
        panels.disagreements(known.disagreements, resolve),
        panels.corrections(analysis, logged, zone, resolve),
        panels.changes(analysis, known.visit, known.since, zone, resolve),
        panels.revisions(analysis, revised, zone, _MOST_REVISIONS, resolve),
    )


def _rendered(
    reader: Reader,
    analysis: Analysis,
    known: _Known,
    shown: Sequence[Panel],
    root: str,
    spoken: Sequence[tuple[str, str]],
) -> str:
    words = _words()
    older = _(
        "This is revision {number}; revision {newest} is the newest.", number=analysis.revision, newest=known.newest
    )
    return rendered(
        "analysis.html",
        root=root,
        spoken=spoken,
        title=analysis.title,
        facts=(known.marking, *_facts(analysis)),
        older="" if analysis.revision == known.newest else older,
        page=f"a{analysis.id}",
        text_language=analysis.draft.language,
        sections=analysis.draft.sections,
        top=_top(analysis.draft),
        article=_ARTICLES.of(analysis.draft, _marks(analysis, known, reader), words),
        panels=shown,
        exports=_exports(analysis),
        library=reader.library,
        until=_("Your link works until {time}.", time=clock(reader.link.expires_at, reader.zone)),
        words=words,
    )


def _top(draft: Draft) -> int:
    return min((each.level for each in draft.sections), default=1)


class _Articles:
    """The HTML of the texts shown last, by draft, language and marks; a draft never changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str, str], tuple[Draft, Markup]] = OrderedDict()

    def of(self, draft: Draft, marks: Mapping[int, Sequence[Mark]], words: Mapping[str, str]) -> Markup:
        """The HTML of a text; it is made if it isn't kept."""
        key = id(draft), current(), repr(sorted(marks.items()))
        kept = self._kept.pop(key, None)
        if kept is None or kept[0] is not draft:
            sections = sections_of(draft, marks)
            values = {"sections": sections, "top": _top(draft), "text_language": draft.language, "words": words}
            kept = draft, rendered_part("article.html", **values)
        self._kept[key] = kept
        while len(self._kept) > _MOST_ARTICLES:
            self._kept.popitem(last=False)
        return kept[1]


_ARTICLES = _Articles()


def _words() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "text": _("Text"),
        "about": _("About this text"),
        "library": _("Library"),
        "beside": _("References cited here"),
        "listed": _("The references are listed under Sources."),
        "sources": _("Sources"),
        "export": _("Export"),
        "newest": _("Open the newest revision"),
        "empty": _("There is no text here."),
        "table": _("Table"),
    }


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
        counted(len(draft.text.split()), "word"),
    )


def _address(analysis: Analysis, reader: Reader, anchors: Anchors, of: QuotedSpan) -> str:
    """Where a quoted span stands: on this page, on another one that the link opens, or "" if it opens none."""
    if (of.analysis, of.revision) == (analysis.id, analysis.revision):
        return f"#{anchors.nearest(of.start)}"
    if of.analysis == analysis.id or reader.library:
        return f"a{of.analysis}?rev={of.revision}#{anchor(of.start)}"
    return ""


def _marks(analysis: Analysis, known: _Known, reader: Reader) -> dict[int, list[Mark]]:
    """What stands behind sentences: an outcome, a date that has passed, or that another analysis contradicts them."""
    today = outlook_views.today_in(reader.now, reader.zone)
    found: dict[int, list[Mark]] = {}
    for statement in known.statements:
        if statement.revision == analysis.revision and statement.marked(today):
            found.setdefault(statement.start, []).append(Mark(mark(statement, today), "outlook"))
    for each in known.disagreements:
        sides = [side for side in (each.first, each.second) if side.analysis == analysis.id and each.state == "open"]
        for side in sides:
            if side.revision == analysis.revision:
                found.setdefault(side.start, []).append(Mark(_("[contradicted: d{id}]", id=each.id), "disagreements"))
    return found
