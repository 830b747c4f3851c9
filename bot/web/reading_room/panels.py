"""The parts of a page below the text: sources, timeline, audit, outlook, disagreements, corrections, revisions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.languages import _
from bot.message import Block, Bullets, Paragraph, Text, text
from bot.views import corrections as correction_views
from bot.views import disagreements as disagreement_views
from bot.views import outlook as outlook_views
from bot.views.library import audit as audit_views
from bot.views.library import history as history_views
from bot.views.library import sources as source_views
from bot.views.library.pictures.timeline import compressed_scale, scale
from bot.views.library.timeline import statement
from bot.views.shared.names_and_dates import clock, day, when
from bot.views.shared.page_addresses import anchor
from bot.views.shared.quotations import strip_markdown
from bot.web.reading_room.addresses import PageAddresses
from bot.web.reading_room.blocks import Part, Resolve, WordRun, parts_of, words_of
from bot.web.reading_room.templates import rendered_part
from briefings.library import Moment, Revised, Unread, sources_of
from briefings.model.analysis import Analysis, Draft
from briefings.model.audit import Finding
from briefings.model.corrections import Correction
from briefings.model.disagreements import Disagreement
from briefings.model.outlook import TrackedStatement
from briefings.model.people import WebVisit
from briefings.model.schedule.due import end_of
from briefings.outlook import page_of

WIDTH, ROW, LEAST = 960, 18, 8  # units of the picture: its width, a bar's row, the shortest bar
_EDGE = 40

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


def corrections(logged: Sequence[Correction], zone: str, resolve: Resolve) -> Panel:
    """The corrections that chats were told."""
    return Panel("corrections", _("Corrections"), parts_of(correction_views.log(logged, (), zone), resolve))


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
    return (*then, *history_views.unread(analysis, since, everything=True))


def revisions(analysis: Analysis, revised: Sequence[Revised], zone: str, most: int, addresses: PageAddresses) -> Panel:
    """The revisions, newest first, each with a link to its text."""
    listed = history_views.revisions(revised, zone, most)
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


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its left edge, its top, its length, and whether its time is over."""

    x: float
    y: float
    length: float
    over: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A dated statement: its date in words, its sentence with its address, and its section."""

    date: str
    words: str
    to: str
    heading: str
    over: bool


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """The bars, where today stands, and what the picture says in words."""

    bars: tuple[Bar, ...]
    today: float
    height: float
    said: str
    compressed: bool


def rows_of(
    draft: Draft, moments: Sequence[Moment], now: datetime, zone: str, address: Callable[[int], str]
) -> tuple[TimelineRow, ...]:
    """The dated statements in order."""
    return tuple(
        TimelineRow(
            _date(each, now, zone),
            each.title or " ".join(strip_markdown(statement(draft, each)).split()),
            address(each.start),
            "" if each.section is None else draft.sections[each.section].heading,
            end_of(each.when, zone) <= now,
        )
        for each in moments
    )


def picture_of(moments: Sequence[Moment], now: datetime, zone: str) -> TimelinePicture:
    """A bar for each dated statement between the first and the last day, in the order of the rows."""
    today = now.astimezone(ZoneInfo(zone)).date()
    spans = [each.when for each in moments]
    place = scale(spans, today)
    bars = [
        _bar(row, place(each.when.first), place(each.when.last), over=end_of(each.when, zone) <= now)
        for row, each in enumerate(moments)
    ]
    first, last = min([today, *(each.first for each in spans)]), max([today, *(each.last for each in spans)])
    said = _("Timeline from {first} to {last}. The table below has the same dates.", first=day(first), last=day(last))
    height = _EDGE + ROW * len(bars) + ROW / 2
    return TimelinePicture(tuple(bars), place(today), height, said, compressed_scale(spans, today))


def _bar(row: int, first: float, last: float, *, over: bool) -> Bar:
    length = max(last - first, 0.0) + LEAST
    return Bar(round(first - LEAST / 2, 1), _EDGE + row * ROW, round(length, 1), over)


def _date(moment: Moment, now: datetime, zone: str) -> str:
    date = moment.said or when(moment.when, zone, now)
    named = f"{date[0].upper()}{date[1:]}"
    if moment.told:
        return named + " " + _("(in the text: {date})", date=when(moment.told, zone, now))
    return named
