"""How far an event is from now: in days, hours or minutes; without a set day, also in weeks or months."""

from datetime import datetime

from bot.languages import _, figure, msgid, ngettext
from briefings.model.agenda import EventDate
from briefings.model.schedule.due import Distance, distance

_ROUGHLY = ("week", "month")  # the precisions whose middle says how far it is
_NEAR, _WEEK, _MONTH = 5, 7, 30.44  # days
_MOST_WEEKS = 7  # beyond them, months are told
_WEEKS = (
    *(msgid("in about a week"), msgid("in about two weeks"), msgid("in about three weeks")),
    *(msgid("in about four weeks"), msgid("in about five weeks"), msgid("in about six weeks")),
    msgid("in about seven weeks"),
)
_MONTHS = (
    *(msgid("in about two months"), msgid("in about three months"), msgid("in about four months")),
    *(msgid("in about five months"), msgid("in about six months"), msgid("in about seven months")),
    *(msgid("in about eight months"), msgid("in about nine months"), msgid("in about ten months")),
    *(msgid("in about eleven months"), msgid("in about a year")),
)


def relative_time(of: EventDate, now: datetime, zone: str) -> str:
    """A relative time: "in about two months (50-79 days away)", "in 3 days", "tomorrow", "passed 12 days ago"."""
    far = distance(of, now, zone)
    about = _about(far) if of.precision in _ROUGHLY else ""
    return _("{about} ({range})", about=about, range=_exactly(far)) if about else _exactly(far)


def range_of_days(of: EventDate, now: datetime, zone: str) -> str:
    """A relative time without the words for its middle: "50-79 days away"."""
    return _exactly(distance(of, now, zone))


def _about(far: Distance) -> str:
    """The middle of a range of days in weeks or months; "" if it has begun, is nearer than five days, or beyond a
    year.
    """
    middle = (far.low + far.high) / 2
    weeks, months = round(middle / _WEEK), round(middle / _MONTH)
    if far.past or far.unit != "days" or not far.low or middle < _NEAR:
        return ""
    if weeks <= _MOST_WEEKS:
        return _(_WEEKS[weeks - 1])
    return _(_MONTHS[months - 2]) if months - 2 < len(_MONTHS) else ""


def _exactly(far: Distance) -> str:
    if far.past:
        return _passed(far.low, far.unit)
    if far.low == far.high or far.unit != "days":
        return _ahead(far.low, far.unit)
    if far.low == 0:
        if far.high == 1:
            return _("today or tomorrow")
        return ngettext("any day now, within {number} day", "any day now, within {number} days", far.high)
    return ngettext("{low}-{number} day away", "{low}-{number} days away", far.high, low=figure(far.low))


def _passed(low: int, unit: str) -> str:
    match unit, low:
        case "days", 0:
            return _("passed today")
        case "days", 1:
            return _("passed yesterday")
        case "days", _:
            return ngettext("passed {number} day ago", "passed {number} days ago", low)
        case _, 0:
            return _("just passed")
        case "hours", _:
            return ngettext("passed {number} hour ago", "passed {number} hours ago", low)
        case _:
            return ngettext("passed {number} minute ago", "passed {number} minutes ago", low)


def _ahead(low: int, unit: str) -> str:
    match unit, low:
        case "days", 0:
            return _("today")
        case "days", 1:
            return _("tomorrow")
        case "days", _:
            return ngettext("in {number} day", "in {number} days", low)
        case _, 0:
            return _("now")
        case "hours", _:
            return ngettext("in {number} hour", "in {number} hours", low)
        case _:
            return ngettext("in {number} minute", "in {number} minutes", low)
