"""Compares two claims: whether both can be right, and if not, what differs. Pure.

Two clauses are about the same thing if nine tenths of the words of either stand in the other, its sentence, heading and
title included. They contradict each other if one thing differs: an amount, a day, a name, or the word "not".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings.disagreements.quantities import compatible
from briefings.model.agenda import EventDate
from briefings.model.analysis import AUTHOR
from briefings.model.disagreements import Claim, ClaimDate, Dissent, Quantity
from briefings.translatable import phrase

_SHARE = 0.9  # of the words of the shorter claim
_FEWEST = 3  # words that two claims share
_MOST_EXTRA = 1  # words that only the longer one has in its clause
_DAYS_OF_NEWS = 60  # between two texts, within which undated amounts and states are of the same time
_DAYS_OF_ACT = 7  # between two days of one act in the past
_DAYS_APART = 100  # between two days of one event


@dataclass(frozen=True, slots=True)
class DatedClaim:
    """A claim with the day on which its text was published, None if unknown."""

    claim: Claim
    published: date | None


def dissent(one: DatedClaim, other: DatedClaim) -> Dissent | None:
    """How two claims of different texts disagree, None if both can be right."""
    first, second = one.claim, other.claim
    if not _share_enough(first, second) or _are_positions(first, second):
        return None
    found = [each for rule in (_quantity, _date, _polarity, _name) if (each := rule(one, other))]
    return found[0] if len(found) == 1 else None


def agrees(one: Claim, other: Claim) -> bool:
    """Whether two claims say the same: words, names, dates, amounts and polarity."""
    if not _share_enough(one, other) or one.negative != other.negative or _names_differ(one, other):
        return False
    counted = one.quantities or other.quantities
    return _meet(one, other) is not False and (not counted or _amounts(one.quantities, other.quantities) is True)


def _share_enough(one: Claim, other: Claim) -> bool:
    """Whether two clauses are about the same thing, but for what their slots hold."""
    short, long = sorted((one, other), key=lambda each: len({*each.words}))
    ours, theirs = {*short.words}, {*long.words}
    beside_long, beside_short = theirs | long.about | long.above, ours | short.about | short.above
    common = len((ours | {*_parts(short.names)}) & (theirs | long.about))
    shared, extra = len(ours & beside_long), len(theirs - beside_short)
    most = _MOST_EXTRA if common > _FEWEST else 0
    return common >= _FEWEST and shared >= _SHARE * len(ours) and extra <= most


def _parts(names: Iterable[str]) -> Iterator[str]:
    """The words of names."""
    for name in names:
        yield from name.split()


def _alone(one: Claim, other: Claim) -> list[str]:
    """The names of a claim that the other hasn't, and of which no word stands in its sentence or above it."""
    return [name for name in one.names if name not in other.names and not other.about.intersection(name.split())]


def _names_differ(one: Claim, other: Claim) -> bool:
    return bool(_alone(one, other) or _alone(other, one))


def _are_positions(one: Claim, other: Claim) -> bool:
    """Whether two people each say what they hold."""
    return one.holder != other.holder and AUTHOR not in (one.holder, other.holder)


def _quantity(one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if _amounts(first.quantities, second.quantities) is not False or _names_differ(first, second):
        return None
    if _meet(first, second) is False or first.negative != second.negative:
        return None
    if not (first.dates and second.dates) and _days_between(one.published, other.published) > _DAYS_OF_NEWS:
        return None
    return Dissent("quantity", phrase("different amount for the same thing"))


def _amounts(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool | None:
    """Whether all quantities of two claims fit, or one differs; None if they measure something else.

    So do "6 per cent over five years" and "2 per cent in two years", which differ in two, or "2 per cent" alone.
    """
    fits = [[compatible(a, b) for b in theirs] for a in ours]
    columns = [[row[n] for row in fits] for n in range(len(theirs))]
    if not fits or any(all(each is None for each in line) for line in (*fits, *columns)):
        return None
    differing = sum(True not in row for row in fits)
    return differing == 0 if differing <= 1 else None


def _date(one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if _meet(first, second) is not False or _names_differ(first, second) or first.negative != second.negative:
        return None
    if _amounts(first.quantities, second.quantities) is False:
        return None
    apart = min(abs((a.when.first - b.when.first).days) for a in first.dates for b in second.dates)
    most = _DAYS_APART if _is_ahead(one) or _is_ahead(other) else _DAYS_OF_ACT
    if apart > most or _days_between(one.published, other.published) > _DAYS_OF_NEWS:
        return None
    return Dissent("date", _date_reason(first.dates[0].when, second.dates[0].when))


def _is_ahead(each: DatedClaim) -> bool:
    """Whether a claim is about a day after its text; what is past is often done again on another day."""
    return each.published is None or any(date.when.first > each.published for date in each.claim.dates)


def _date_reason(one: EventDate, other: EventDate) -> str:
    for precision, reason in (
        ("year", phrase("different year for the same event")),
        ("month", phrase("different month for the same event")),
    ):
        if precision in (one.precision, other.precision):
            return reason
    if {one.precision, other.precision} <= {"day", "instant"}:
        return phrase("different day for the same event")
    return phrase("different time for the same event")


def _polarity(one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if first.negative == second.negative or _meet(first, second) is False or _names_differ(first, second):
        return None
    if _amounts(first.quantities, second.quantities) is False:
        return None
    if _days_between(one.published, other.published) > _DAYS_OF_NEWS or _may_have_happened_since(one, other):
        return None
    return Dissent("polarity", phrase("one says yes, the other no"))


def _may_have_happened_since(one: DatedClaim, other: DatedClaim) -> bool:
    """Whether the text that says no is the older one."""
    denial, other = (one, other) if one.claim.negative else (other, one)
    return bool(denial.published and other.published and denial.published < other.published)


def _name(one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    ours, theirs = _alone(first, second), _alone(second, first)
    if len(ours) != 1 or len(theirs) != 1 or first.negative != second.negative or _meet(first, second) is False:
        return None
    places = [ours[0] in first.places, theirs[0] in second.places]
    if _amounts(first.quantities, second.quantities) is False or places[0] != places[1]:
        return None
    if all(places):
        return Dissent("where", phrase("different place for the same event"))
    return Dissent("who", phrase("different person or body for the same act"))


def _meet(one: Claim, other: Claim) -> bool | None:
    """Whether a date of one claim fits one of the other; None if one has none."""
    if not one.dates or not other.dates:
        return None
    return any(_fits(a, b) for a in one.dates for b in other.dates)


def _fits(one: ClaimDate, other: ClaimDate) -> bool:
    """Whether two dates can both be right: one within the other, or alike but for a year that one doesn't name."""
    if one.when.first <= other.when.last and other.when.first <= one.when.last:
        return True
    if one.stated_year and other.stated_year:
        return False
    return (_in_year(one.when), one.when.precision) == (_in_year(other.when), other.when.precision)


def _in_year(when: EventDate) -> tuple[int, int, int, int]:
    return when.first.month, when.first.day, when.last.month, when.last.day


def _days_between(one: date | None, other: date | None) -> int:
    """Days between two publications, 0 if one is unknown."""
    return abs((one - other).days) if one and other else 0
