"""Compares two claims: whether both can be right, and if not, by which rule. Pure.

Two claims are about the same thing if their names and words match but for one slot: a date, a quantity, a polarity or
state, who, where, or an order. What differs besides means another thing, period or scope, and is no conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from briefings.disagreements import lexicon
from briefings.disagreements.quantities import compatible
from briefings.model.agenda import EventDate
from briefings.model.disagreements import Claim, ClaimDate, Dissent, Quantity
from briefings.text.terms import terms
from briefings.translatable import phrase

Name = tuple[str, ...]
_DAYS_OF_STATE = 7  # between two texts that tell how things stand
_DAYS_OF_FACT = 60
_DAYS_OF_DENIAL = 3  # by which a denial may be the older one
_DAYS_OF_VISIT = 100  # between two dates of one planned act that is repeated at times
_DAYS_OF_STOCK = 60
_DAYS_OF_UNDATED = 21
_DAYS_OF_DEADLINE = 20  # between two days on which the same paper is due; later ones are for its next issue
_DAYS_OF_NEWS = 10  # within which a paper tells what was done
_TALKS = frozenset(terms("talk talks negotiations переговоры"))
_CHINESE_SUFFIXES = frozenset([*"市省县国方案所内上中了的", "公司", "集团", "组织", "项目", "工程"])
_NAMELESS = 3  # shared words from which two claims that name nobody are about the same event
_NARROWING = frozenset(["among", "of", "to", "from", "for", "with", "per", "under", "over", "in", "by", "between"])
_NARROW = 2  # words that only one of two claims has


@dataclass(frozen=True, slots=True)
class DatedClaim:
    """A claim with the day on which its text was published, None if unknown."""

    claim: Claim
    published: date | None


@dataclass(slots=True)
class _Match:
    """What two claims share and what only one has."""

    names: int = 0
    words: int = 0
    own_names: tuple[Name, ...] = ()
    other_names: tuple[Name, ...] = ()
    own_words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    opposed: int = 0
    shared: tuple[str, ...] = ()

    @property
    def both_differ(self) -> bool:
        """Whether each side has a name or word that the other lacks."""
        return bool(self.own_names or self.own_words) and bool(self.other_names or self.other_words)

    @property
    def left(self) -> tuple[str, ...]:
        return (*self.own_words, *self.other_words)

    @property
    def narrowed(self) -> bool:
        """Whether one side names another scope."""
        return any(each in lexicon.scope() for each in self.left) or bool(self.own_names or self.other_names)

    @property
    def anchored(self) -> bool:
        """Whether enough is shared to be about the same thing."""
        return self.names + self.words >= 2 and (self.names > 0 or self.words >= 2)


def dissent(one: DatedClaim, other: DatedClaim) -> Dissent | None:
    """How two claims of different texts disagree, None if both can be right."""
    first, second = one.claim, other.claim
    if not _comparable(first, second):
        return None
    match = _matched(first, second)
    if not match.anchored:
        return None
    for rule in (_order, _polarity, _quantity, _date, _where, _who):
        if found := rule(match, one, other):
            return found
    return None


def agrees(one: Claim, other: Claim) -> bool:
    """Whether two claims say the same: names, words, dates, quantities and polarity."""
    if one.negative != other.negative or one.ranks != other.ranks:
        return False
    match = _matched(one, other)
    if match.opposed or not match.anchored or match.both_differ or len(match.left) > _NARROW or match.narrowed:
        return False
    told = match.names + match.words + len(one.dates) + len(one.quantities)
    return (
        told >= 3 and _dates_meet(one, other) is not False and _amounts(one.quantities, other.quantities) is not False
    )


def _comparable(one: Claim, other: Claim) -> bool:
    marks = one.marks | other.marks
    if "corrected" in marks or "opinion" in (one.force, other.force):
        return False
    return "forecast" not in (one.force, other.force)


def _matched(one: Claim, other: Claim) -> _Match:
    names, own_names, other_names = _paired(one.names, other.names)
    own_names, other_names = _unmeant(own_names, other.meant), _unmeant(other_names, one.meant)
    shared, own, loose = _shared(one.words, other.words)
    opposed = _opposed(shared, own, loose)
    own = [each for each in own if not any(lexicon.same(each, known) for known in shared)]
    loose = [each for each in loose if not any(lexicon.same(each, known) for known in (*shared, *one.words))]
    if not (set(own) & lexicon.titles() and set(loose) & lexicon.titles()):
        own, loose = ([each for each in side if each not in lexicon.titles()] for side in (own, loose))
    own, other_names, more = _crossed(own, other_names)
    loose, own_names, again = _crossed(loose, own_names)
    own_names, other_names = _unagreed(one, other, own_names), _unagreed(other, one, other_names)
    return _Match(
        len(names) + more + again, len(shared), own_names, other_names, tuple(own), tuple(loose), opposed, tuple(shared)
    )


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The words that both have, and those that only the first and only the second has."""
    shared: list[str] = []
    own: list[str] = []
    more: list[str] = []
    loose = list(theirs)
    for word in ours:
        twin = next((each for each in loose if each == word), None) or next(
            (each for each in loose if _alike(word, each)), None
        )
        if twin is None:
            own.append(word)
            continue
        loose.remove(twin)
        shared.append(word)
        if not lexicon.same(word, twin):
            (own if len(word) > len(twin) else more).extend(_narrower(word, twin))
    return shared, own, [*loose, *more]


def _narrower(word: str, other: str) -> list[str]:
    """What the longer of two Chinese words says besides, as in "net loss" and "loss"."""
    short, long = sorted((word, other), key=len)
    rest = long.replace(short, "", 1)
    return [rest] if rest and rest not in _CHINESE_SUFFIXES else []


def _opposed(shared: list[str], own: list[str], loose: list[str]) -> int:
    """How many words have their opposites on the other side; they are taken out of what only one side has."""
    found = 0
    for word in list(own):
        against = next((each for each in loose if lexicon.opposite(word, each)), None)
        if against is not None:
            own.remove(word)
            loose.remove(against)
            shared.append(word)
            found += 1
    return found


def _unagreed(one: Claim, other: Claim, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names that only the first claim has, without who acts if the other leaves that open: "was dissolved"."""
    if "agentless" not in other.marks or len(names) != 1 or other.agents or one.places or "agentless" in one.marks:
        return names
    return tuple(each for each in names if each not in one.agents)


def _unmeant(names: tuple[Name, ...], meant: Name) -> tuple[Name, ...]:
    """The names without those that the other claim means by a pronoun."""
    return tuple(each for each in names if not set(each) & set(meant))


def _alike(word: str, other: str) -> bool:
    if lexicon.same(word, other):
        return True
    if "\u4e00" <= word[0] <= "\u9fff":
        return len(min(word, other, key=len)) >= 2 and (word in other or other in word)
    return False


def _paired(ours: Sequence[Name], theirs: Sequence[Name]) -> tuple[list[Name], tuple[Name, ...], tuple[Name, ...]]:
    """The names that both have, those that only the first has, and those that only the second has."""
    loose, both, own = list(theirs), [], []
    for name in ours:
        twin = next((each for each in loose if _same_name(name, each)), None)
        if twin is None:
            own.append(name)
        else:
            both.append(name)
            loose.remove(twin)
    return both, tuple(own), tuple(loose)


def _same_name(one: Name, other: Name) -> bool:
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    return len(one) == len(other) == 1 and lexicon.same(one[0], other[0])


def _crossed(words: list[str], names: tuple[Name, ...]) -> tuple[list[str], tuple[Name, ...], int]:
    """The words and names left once names are matched by words: an initial "Arvia" isn't known to be a name."""
    left = list(words)
    kept: list[Name] = []
    for name in names:
        twins = [each for each in left if any(lexicon.same(each, part) for part in name)]
        if twins and len(twins) >= len(name) - 1:
            left = [each for each in left if each not in twins]
        else:
            kept.append(name)
    return left, tuple(kept), len(names) - len(kept)


def _polarity(match: _Match, one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if "judging" in first.marks | second.marks:
        return None
    flips = match.opposed + (first.negative != second.negative)
    if flips % 2 == 0 or match.opposed > 1 or match.both_differ or len(match.left) > _NARROW or match.narrowed:
        return None
    if _dates_meet(first, second) is False or _amounts(first.quantities, second.quantities) is False:
        return None
    if not _are_alike(first, second):
        return None
    if first.negative != second.negative and any(lexicon.is_act(each) for each in match.left):
        return None
    if not _at_the_same_time(match, one, other):
        return None
    if match.opposed and (first.present or second.present):
        return Dissent("state", phrase("the opposite state of the same thing"))
    if first.present and second.present and first.negative != second.negative:
        return Dissent("state", phrase("one says that it is so, the other that it isn't"))
    if match.opposed:
        return Dissent("polarity", phrase("the opposite is said of the same thing"))
    return Dissent("polarity", phrase("one affirms what the other denies"))


def _are_alike(one: Claim, other: Claim) -> bool:
    """Whether two claims are about one thing of one rank and period, neither only until a day."""
    if one.ranks != other.ranks or "indefinite" in one.marks & other.marks:
        return False
    return _periods(one) == _periods(other) and not _ends_then(one, other)


def _ends_then(one: Claim, other: Claim) -> bool:
    """Whether one claim holds until a day on which the other comes true."""
    return any(each.bound == "until" for each in (*one.dates, *other.dates))


def _at_the_same_time(match: _Match, one: DatedClaim, other: DatedClaim) -> bool:
    """Whether two opposite claims are about the same time, so that nothing can have changed in between."""
    first, second = one.claim, other.claim
    apart = _apart(one.published, other.published)
    if first.force != second.force and not (match.opposed and apart <= 1):
        return False
    if first.present or second.present:
        return apart <= _DAYS_OF_STATE
    if first.force == "plan":
        return apart <= _DAYS_OF_FACT
    if _dates_meet(first, second):
        return True
    if first.negative != second.negative and not match.opposed:
        denied, told = (one, other) if first.negative else (other, one)
        if "yet" in denied.claim.marks and (told.published or date.min) > (denied.published or date.min):
            return False
        late = (told.published or date.min) - (denied.published or date.min)
        return late <= timedelta(days=_DAYS_OF_DENIAL) and apart <= _DAYS_OF_FACT
    return apart <= _DAYS_OF_UNDATED


def _quantity(match: _Match, one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if _amounts(first.quantities, second.quantities) is not False:
        return None
    if match.opposed or first.negative or second.negative or match.both_differ or match.narrowed:
        return None
    if len(match.left) > 1 or first.ranks != second.ranks or not _same_period(one, other):
        return None
    if _is_part(match, first, second):
        return None
    if "again" in first.marks ^ second.marks or not _forces_fit(one, other):
        return None
    dated = _dates_meet(first, second)
    if not dated and ("indefinite" in first.marks & second.marks or lexicon.is_counted_often(match.shared)):
        return None
    return Dissent("quantity", phrase("different amount for the same thing"))


def _is_part(match: _Match, one: Claim, other: Claim) -> bool:
    """Whether a word of one side narrows what both measure: "wheat exports" are a part of the exports."""
    for left, claim in ((match.own_words, one), (match.other_words, other)):
        narrowing = {word for word, after in pairwise(claim.words) if after in match.shared or _is_shared(after, match)}
        narrowing |= {word for before, word in pairwise(terms(claim.text)) if before in _NARROWING}
        if any(not lexicon.is_act(each) and (each in narrowing or not each.isascii()) for each in left):
            return True
    return False


def _is_shared(word: str, match: _Match) -> bool:
    return any(_alike(word, each) for each in match.shared)


def _forces_fit(one: DatedClaim, other: DatedClaim) -> bool:
    """Whether two quantities are both planned or both told as facts; a plan and its news stand side by side."""
    return one.claim.force == other.claim.force or _apart(one.published, other.published) <= _DAYS_OF_NEWS


def _same_period(one: DatedClaim, other: DatedClaim) -> bool:
    """Whether two quantities are of the same period: the same dates, or none and the same time."""
    first, second = one.claim.dates, other.claim.dates
    apart = _apart(one.published, other.published)
    if _periods(one.claim) != _periods(other.claim):
        return False
    if first and second:
        return len(first) == len(second) and all(_same_span(a, b) for a, b in zip(first, second, strict=True))
    if first or second:
        parts = any(each.when.precision in ("month", "part", "quarter") for each in (*first, *second))
        return apart <= _DAYS_OF_UNDATED and not parts and not _is_rate(one.claim)
    return apart <= (_DAYS_OF_UNDATED if _is_rate(one.claim) else _DAYS_OF_STOCK)


def _periods(claim: Claim) -> frozenset[str]:
    """The periods and bases of comparison that a claim names without a date: "half-year", "on the month"."""
    return frozenset(each for each in claim.marks if each.startswith("period"))


def _is_rate(claim: Claim) -> bool:
    return any(each.unit in ("%", "point", "deg") for each in claim.quantities)


def _same_span(one: ClaimDate, other: ClaimDate) -> bool:
    return _spans(one) == _spans(other) or (
        _without_year(one, other) is True and one.when.precision == other.when.precision
    )


def _amounts(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool | None:
    """Whether the quantities of two claims can both be right; None if they measure nothing in common.

    One that fits lets all others of its unit pass, since they are then of its parts.
    """
    found = [(a, fits) for a in ours for b in theirs if (fits := compatible(a, b)) is not None]
    if not found:
        return None
    units = {(each.unit, each.counted) for each, _ in found}
    by_unit = [[fits for each, fits in found if (each.unit, each.counted) == unit] for unit in units]
    if len(ours) == len(theirs) and any(fits == [False] for fits in by_unit):
        return False
    if any(fits for _, fits in found):
        return True
    return False if len(ours) == len(theirs) else None


def _date(match: _Match, one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if _dates_meet(first, second) is not False or len(first.dates) != 1 or len(second.dates) != 1:
        return None
    if (
        match.opposed
        or first.negative != second.negative
        or match.both_differ
        or match.narrowed
        or len(match.left) > _NARROW
    ):
        return None
    if first.ranks != second.ranks or _is_measure(first) or _is_measure(second):
        return None
    if _amounts(first.quantities, second.quantities) is False or _is_another(match, first, second):
        return None
    if _are_news(one, other):
        return None
    if "again" in first.marks ^ second.marks or lexicon.is_regular(match.shared) or not _is_once(match, one, other):
        return None
    return Dissent("date", _date_reason(first.dates[0].when, second.dates[0].when))


def _is_another(match: _Match, one: Claim, other: Claim) -> bool:
    """Whether a claim is about any thing of its kind: "a truce"; one that names the same place means the same."""
    both = one.marks & other.marks if match.names and not match.left else one.marks | other.marks
    return "indefinite" in both


def _are_news(one: DatedClaim, other: DatedClaim) -> bool:
    """Whether each of two texts tells soon afterwards what was done on its day, so that it was done twice."""
    days = _between(one.claim.dates[0].when, other.claim.dates[0].when)
    if "plan" in (one.claim.force, other.claim.force) or days <= _DAYS_OF_NEWS or not one.published:
        return False
    late = [_days_after(each) for each in (one, other)]
    return all(0 <= each <= _DAYS_OF_NEWS for each in late) and _apart(one.published, other.published) > _DAYS_OF_NEWS


def _days_after(each: DatedClaim) -> int:
    """Days from what a claim dates to the publication of its text."""
    return (each.published - each.claim.dates[0].when.first).days if each.published else 0


def _is_measure(claim: Claim) -> bool:
    """Whether a claim measures something that has another value at another time."""
    return any(each.unit not in ("", "s", "d", "mo") for each in claim.quantities)


def _is_once(match: _Match, one: DatedClaim, other: DatedClaim) -> bool:
    """Whether what two claims date happens once."""
    first, second = one.claim, other.claim
    acts = [each for each in match.shared if lexicon.is_act(each)]
    again = lexicon.is_repeated((*match.shared, *(word for name in first.names for word in name)))
    days = _between(first.dates[0].when, second.dates[0].when)
    if not match.names and match.words < _NAMELESS and "fact" in (first.force, second.force):
        return False
    if not acts and not match.left and match.words + match.names >= 2 and not again:
        return (first.force == second.force and days <= _DAYS_OF_FACT) or first.dates[0].when.precision == "year"
    if not acts or ("due" in first.marks | second.marks and not match.opposed and len(match.left)):
        due = "due" in first.marks | second.marks and first.force == second.force == "plan"
        return due and match.names + match.words >= 3 and days <= _DAYS_OF_DEADLINE
    if {first.force, second.force} == {"plan", "fact"}:
        return days <= _DAYS_OF_DENIAL * 10 and not lexicon.is_repeated(acts)
    if not again:
        return True
    if first.force == "plan":
        return days <= _DAYS_OF_VISIT
    return days <= 2


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


def _where(match: _Match, one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    ours, theirs = _only(match.own_names, match.own_words), _only(match.other_names, match.other_words)
    if ours not in first.places or theirs not in second.places or not _rest_is_same(match, first, second):
        return None
    if "indefinite" in first.marks | second.marks or "again" in first.marks ^ second.marks:
        return None
    if lexicon.is_country(ours) != lexicon.is_country(theirs):
        return None
    done = "fact" in (first.force, second.force)
    again = lexicon.is_repeated(word for word in match.shared if word not in _TALKS)  # talks are told with their place
    if done and again and not (first.dates and second.dates):
        return None
    return Dissent("where", phrase("different place for the same event"))


def _who(match: _Match, one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    ours, theirs = _only(match.own_names, match.own_words), _only(match.other_names, match.other_words)
    if ours not in first.agents or theirs not in second.agents or not _rest_is_same(match, first, second):
        return None
    if (
        not (lexicon.has_one_agent(match.shared) or "passive" in first.marks & second.marks)
        or "indefinite" in first.marks | second.marks
    ):
        return None
    if _apart(one.published, other.published) > _DAYS_OF_FACT:
        return None
    return Dissent("who", phrase("different person or body for the same act"))


def _only(names: tuple[Name, ...], words: tuple[str, ...]) -> Name:
    """The only name, or word that may be one, that a side has for itself; () if there are none or several."""
    found = (*names, *((each,) for each in words))
    return found[0] if len(found) == 1 else ()


def _rest_is_same(match: _Match, one: Claim, other: Claim) -> bool:
    """Whether two claims that differ by a name differ by nothing else."""
    if match.opposed or one.negative or other.negative or one.ranks != other.ranks or match.words + match.names < 2:
        return False
    return _dates_meet(one, other) is not False and _amounts(one.quantities, other.quantities) is not False


def _order(match: _Match, one: DatedClaim, other: DatedClaim) -> Dissent | None:
    first, second = one.claim, other.claim
    if first.negative != second.negative or match.opposed or "judging" in first.marks | second.marks:
        return None
    if first.sequence and second.sequence and not match.narrowed and not match.left:
        if _are_same(first.sequence[0], second.sequence[1]) and _are_same(first.sequence[1], second.sequence[0]):
            return Dissent("order", phrase("the opposite order of the same events"))
        return None
    ranked = first.ranks and second.ranks and first.ranks != second.ranks
    if not ranked or match.both_differ or match.narrowed or len(match.left) > 1 or _dates_meet(first, second) is False:
        return None
    if _apart(one.published, other.published) > _DAYS_OF_FACT:
        return None
    return Dissent("order", phrase("different rank of the same thing"))


def _are_same(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the words of one part stand in the other, by which it may be shorter."""
    short, long = sorted((ours, theirs), key=len)
    return all(any(_alike(word, each) for each in long) for word in short)


def _dates_meet(one: Claim, other: Claim) -> bool | None:
    """Whether a date of one claim fits one of the other; None if one has none."""
    if not one.dates or not other.dates:
        return None
    return any(_fits(a, b) for a in one.dates for b in other.dates)


def _fits(one: ClaimDate, other: ClaimDate) -> bool:
    """Whether two dates can both be right: a finer one, an open one, or one without its year."""
    if one.weekday and one.weekday == other.weekday:
        return True
    if "until" in (one.bound, other.bound) and one.bound != other.bound:
        return True
    (first, last), (start, end) = _spans(one), _spans(other)
    if max(first, start) <= min(last, end):
        return True
    return _without_year(one, other) is True


def _spans(one: ClaimDate) -> tuple[date, date]:
    if one.bound == "by":
        return date.min, one.when.last
    if one.bound == "after":
        return one.when.first, date.max
    return one.when.first, one.when.last


def _without_year(one: ClaimDate, other: ClaimDate) -> bool:
    """Whether two dates agree but for a year that at least one doesn't name."""
    if (one.stated_year and other.stated_year) or "year" in (one.when.precision, other.when.precision):
        return False
    (first, last), (start, end) = ((each.when.first, each.when.last) for each in (one, other))
    years = start.year - first.year
    if abs(years) != 1:
        return False
    moved = (_in_year(first, years), _in_year(last, years))
    return max(moved[0], start) <= min(moved[1], end)


def _in_year(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _between(one: EventDate, other: EventDate) -> int:
    """Days between the first days of two dates."""
    return abs((one.first - other.first).days)


def _apart(one: date | None, other: date | None) -> int:
    """Days between two publications, 0 if one is unknown."""
    return abs((one - other).days) if one and other else 0
