"""The timeline of a page: a picture of bars on one scale, each named by its date, and the table of the same dates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.languages import _
from bot.views.library.pictures.timeline import compressed_scale, scale
from bot.views.library.timeline import statement
from bot.views.shared.names_and_dates import day, when
from bot.views.shared.quotations import strip_markdown
from briefings.library import Moment
from briefings.model.analysis import Draft
from briefings.model.schedule.due import end_of

WIDTH, ROW, LEAST = 960, 18, 8  # units of the picture: its width, a bar's row, the shortest bar
_EDGE = 40


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
