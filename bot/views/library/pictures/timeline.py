"""The timeline picture: the dates of a text between the first and the last. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from math import copysign, sqrt
from zoneinfo import ZoneInfo

from bot.languages import _, ngettext, plurals
from bot.pictures import drawing
from bot.pictures.fonts import lines, width
from bot.views.library.timeline import statement
from bot.views.shared.names_and_dates import day, listed, when
from bot.views.shared.quotations import in_picture
from briefings.library import Moment
from briefings.model.agenda import EventDate
from briefings.model.analysis import Analysis, Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.schedule.due import end_of

SHOWN = 9
_AXIS, _DATE, _SAID, _TRACK, _GAP = 22.0, 24.0, 27.0, 14.0, 26.0
_TOLD = 120  # characters of a statement in the alternative text
_LEAP = 0.6  # of the whole span: a gap that would squeeze all else
_FURTHER = plurals("{number} more in words", "{number} more in words")

Place = Callable[[date], float]  # a day -> pixels from the left


def nearest(moments: Sequence[Moment], now: datetime, zone: str) -> Sequence[Moment]:
    """The dates nearest to now, as many as fit."""
    past = sum(end_of(each.when, zone) <= now for each in moments)
    start = max(0, min(past - SHOWN // 2, len(moments) - SHOWN))
    return moments[start : start + SHOWN]


def origins(analysis: Analysis, moments: Sequence[Moment], now: datetime, zone: str) -> tuple[QuotedSpan, ...]:
    """The spans of the statements in the picture."""
    shown = nearest(moments, now, zone)
    return tuple(QuotedSpan(analysis.id, analysis.revision, each.start, each.end) for each in shown)


def alternative(draft: Draft, moments: Sequence[Moment], now: datetime, zone: str) -> str:
    """The alternative text of the picture."""
    shown = nearest(moments, now, zone)
    past = [_told(draft, each, zone, now) for each in shown if end_of(each.when, zone) <= now]
    ahead = [_told(draft, each, zone, now) for each in shown if end_of(each.when, zone) > now]
    parts = [(_("Past"), past), (_("Now and upcoming"), ahead)]
    return "\n".join(
        _("{past_or_ahead}: {statements}.", past_or_ahead=name, statements=listed(statements))
        for name, statements in parts
        if statements
    )


def timeline(draft: Draft, about: str, moments: Sequence[Moment], now: datetime, zone: str) -> str:
    """The picture; `about` is the line below the title. At least one date is required."""
    shown = nearest(moments, now, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    place = scale([each.when for each in shown], today)
    shapes, y = drawing.head(draft.title, about)
    top = y = y + _AXIS + 16
    for moment in shown:
        made, y = _row(draft, moment, place, y, now, zone)
        shapes += made
    at, label = place(today), _("Today, {day}", day=day(today))
    end = at + width(label, _AXIS) > drawing.WIDTH - drawing.MARGIN
    shapes.append(drawing.words(at, top - 16, label, _AXIS, drawing.NOW, end=end))
    left = len(moments) - len(shown)
    notes = (
        [_("Dates farther from today are drawn closer together.")]
        if compressed_scale([each.when for each in shown], today)
        else []
    )
    for note in [*notes, *([ngettext(*_FURTHER, left)] if left else [])]:
        y += _AXIS + 10
        shapes.append(drawing.words(drawing.MARGIN, y - 14, note, _AXIS, drawing.MUTED))
    return drawing.card(y + drawing.MARGIN - _GAP + 12, shapes)


def compressed_scale(spans: Sequence[EventDate], today: date) -> bool:
    """Whether one gap would take most of the space, so that a square-root scale is used."""
    days = _days(spans, today)
    far = max((later - earlier).days for earlier, later in pairwise(days)) if len(days) > 1 else 0
    return len(days) > 3 and far > _LEAP * (days[-1] - days[0]).days


def scale(spans: Sequence[EventDate], today: date) -> Place:
    """Positions of days from first to last, including today."""
    days, root = _days(spans, today), compressed_scale(spans, today)

    def distance(of: date) -> float:
        between = (of - today).days
        return copysign(sqrt(abs(between)), between) if root else float(between)

    first, last = distance(days[0]), distance(days[-1])
    room = drawing.ROOM - 2 * _TRACK
    return lambda of: (
        drawing.MARGIN + _TRACK + room * ((distance(of) - first) / (last - first) if last > first else 0.5)
    )


def _days(spans: Sequence[EventDate], today: date) -> Sequence[date]:
    return sorted({today, *(each.first for each in spans), *(each.last for each in spans)})


def _row(draft: Draft, moment: Moment, place: Place, y: float, now: datetime, zone: str) -> tuple[list[str], float]:
    over = end_of(moment.when, zone) <= now
    colour = drawing.PAST if over else drawing.AHEAD
    shapes = []
    date = moment.said or when(moment.when, zone, now)
    for each in lines(f"{date[0].upper()}{date[1:]}", _DATE, drawing.ROOM, 1, bold=True):
        y += 32
        shapes.append(drawing.words(drawing.MARGIN, y - 6, each, _DATE, colour, bold=True))
    for each in lines(_said(draft, moment), _SAID, drawing.ROOM, 2):
        y += 36
        shapes.append(drawing.words(drawing.MARGIN, y - 6, each, _SAID, drawing.MUTED if over else drawing.TEXT))
    y += 8
    first, last = place(moment.when.first), place(moment.when.last)
    half = _TRACK / 2
    shapes += [
        drawing.bar(drawing.MARGIN, y + half / 2, drawing.ROOM, half, drawing.TRACK),
        drawing.bar(first - half, y, last - first + _TRACK, _TRACK, colour),
        drawing.line(place(now.astimezone(ZoneInfo(zone)).date()), y - 4, y + _TRACK + 4, drawing.NOW),
    ]
    return shapes, y + _TRACK + _GAP


def _said(draft: Draft, moment: Moment) -> str:
    return moment.title or in_picture(statement(draft, moment))


def _told(draft: Draft, moment: Moment, zone: str, now: datetime) -> str:
    statement = " ".join(_said(draft, moment).split()).rstrip(".。")
    shown = statement if len(statement) <= _TOLD else statement[: _TOLD - 1].rstrip() + "…"
    return f"{moment.said or when(moment.when, zone, now)}: {shown}"
