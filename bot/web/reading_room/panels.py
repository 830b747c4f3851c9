"""The parts of a page below the text: sources, timeline, audit, outlook, disagreements, corrections, revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from markupsafe import Markup

from bot.languages import _
from bot.message import Block, Bullets, Paragraph, Text, text
from bot.views import corrections as correction_views
from bot.views import disagreements as disagreement_views
from bot.views import outlook as outlook_views
from bot.views.library import audit as audit_views
from bot.views.library import history as history_views
from bot.views.library import sources as source_views
from bot.views.shared.names_and_dates import clock
from bot.views.shared.page_addresses import anchor
from bot.web.reading_room.addresses import PageAddresses
from bot.web.reading_room.blocks import Part, Resolve, WordRun, parts_of, words_of
from bot.web.reading_room.templates import rendered_part
from bot.web.reading_room.timeline import WIDTH, picture_of, rows_of
from briefings.library import Moment, Revised, Unread, sources_of
from briefings.model.analysis import Analysis
from briefings.model.audit import Finding
from briefings.model.corrections import Correction
from briefings.model.disagreements import Disagreement
from briefings.model.outlook import TrackedStatement
from briefings.model.people import WebVisit
from briefings.outlook import page_of

_HEADER = 2  # blocks with which most answers begin: the title, and the line of facts below it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its words, its own anchor, and where it leads, "" for none of either."""

    words: tuple[WordRun, ...]
    anchor: str = ""
    to: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page; what `parts` can't hold is in `values`, for the template of that name."""

    anchor: str
    heading: str
    parts: tuple[Part, ...] = ()
    template: str = ""
    values: Mapping[str, object] | None = None

    def html(self, text_language: str) -> Markup:
        """What stands below the heading; `text_language` is that of the text."""
        return rendered_part(self.template or "parts.html", panel=self, text_language=text_language)


def sources(analysis: Analysis, resolve: Resolve) -> Panel:
    """The reference list with how often each is cited, and the citations that fit several references or none."""
    cited = replace(sources_of(analysis.draft), never=())  # each reference says so itself
    listed, *rest = source_views.sources(analysis, cited).blocks[_HEADER:]
    items = listed.items if isinstance(listed, Bullets) else ()
    lines = tuple(
        Line(words_of(item, resolve), "" if each.reference.inline else anchor(each.reference.start), "", each.index + 1)
        for each, item in zip(cited.lines, items, strict=bool(items))
    )
    blocks = rest if lines else (listed, *rest)
    return Panel("sources", _("Sources"), parts_of(blocks, resolve), "sources.html", {"lines": lines})


def timeline(
    analysis: Analysis, moments: Sequence[Moment], now: datetime, zone: str, addresses: PageAddresses
) -> Panel:
    """The dated statements as a picture and as a table."""
    values = {
        "rows": rows_of(analysis.draft, moments, now, zone, addresses.start),
        "picture": picture_of(moments, now, zone) if moments else None,
        "width": WIDTH,
        "none": _("No sentence here mentions a date."),
        "compressed": _("Dates farther from today are drawn closer together."),
        "columns": (_("Date"), _("Statement"), *((_("Section"),) if analysis.draft.sections else ())),
        "sections": bool(analysis.draft.sections),
        "past": _("past"),
        "today": _("Today"),
    }
    return Panel("timeline", _("Timeline"), (), "timeline.html", values)


def audit(analysis: Analysis, findings: Sequence[Finding], addresses: PageAddresses) -> Panel:
    """The findings by kind, each with its place in the text."""
    resolve = addresses.quoted
    groups = tuple(
        (heading, tuple(Line(words_of(words, resolve), to=addresses.start(start)) for start, words in lines))
        for heading, lines in audit_views.findings_by_kind(analysis, findings)
    )
    doubts = audit_views.import_doubts(analysis, findings)
    nothing = _said(_("The audit found nothing doubtful.")) if not groups and not doubts else ()
    values = {"groups": groups, "place": _("In the text")}
    return Panel("audit", _("Audit"), parts_of((*nothing, *doubts), resolve), "audit.html", values)


def outlook(statements: Sequence[TrackedStatement], now: datetime, zone: str, resolve: Resolve) -> Panel:
    """The statements about the future by state."""
    page = page_of(statements, outlook_views.today_in(now, zone))
    message = outlook_views.outlook(page, "", "", now, zone, editor=False, everything=True)
    return Panel("outlook", _("Outlook"), parts_of(message.blocks[1:], resolve))


def disagreements(found: Sequence[Disagreement], resolve: Resolve) -> Panel:
    """The sentences of other analyses that contradict this one, with the verdicts."""
    message = disagreement_views.disagreements(found, "", "", editor=False, everything=True) if found else None
    blocks = message.blocks[1:] if message else _said(_("No contradiction found."))
    return Panel("disagreements", _("Disagreements"), parts_of(blocks, resolve))


def corrections(analysis: Analysis, logged: Sequence[Correction], zone: str, resolve: Resolve) -> Panel:
    """The corrections that chats were told."""
    message = correction_views.log(logged, (), analysis.title, zone)
    return Panel("corrections", _("Corrections"), parts_of(message.blocks[1:], resolve))


def changes(analysis: Analysis, visit: WebVisit | None, since: Unread | None, zone: str, resolve: Resolve) -> Panel:
    """What is new since the reader's last visit."""
    return Panel("changes", _("Since your last visit"), parts_of(_changes(analysis, visit, since, zone), resolve))


def _changes(analysis: Analysis, visit: WebVisit | None, since: Unread | None, zone: str) -> tuple[Block, ...]:
    if visit is None:
        return _said(_("This is your first visit to this page."))
    at = clock(visit.at, zone)
    if visit.revision == analysis.revision:
        return _said(_("Nothing has changed since your last visit: {time}.", time=at))
    then = _said(_("Your last visit: {time}, revision {number}.", time=at, number=visit.revision))
    if since is None:
        return (*then, *_said(_("That revision is gone.")))
    return (*then, *history_views.unread(analysis, since, everything=True).blocks[_HEADER:])


def revisions(analysis: Analysis, revised: Sequence[Revised], zone: str, most: int, addresses: PageAddresses) -> Panel:
    """The revisions, newest first, each with a link to its text."""
    listed = history_views.revisions(analysis, revised, zone, most).blocks[_HEADER:]
    items: tuple[Text, ...] = next((block.items for block in listed if isinstance(block, Bullets)), ())
    lines = tuple(
        Line(words_of(item, addresses.quoted), to=addresses.revision(each.revision), number=each.revision)
        for each, item in zip(islice(revised, most), items, strict=False)
    )
    rest = [block for block in listed if not isinstance(block, Bullets)]
    values = {"lines": lines, "shown": analysis.revision, "open": _("Open"), "here": _("shown here")}
    return Panel("revisions", _("Revisions"), parts_of(rest, addresses.quoted), "revisions.html", values)


def _said(sentence: str) -> tuple[Block, ...]:
    return (Paragraph(text(sentence)),)
