"""Chooses the groups of sentences that are worth most within a number of words, section by section; exact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

COST = 0.12  # worth that each point costs, so that few say more than many
_NEAR_BEST = 0.6  # share of a section's best worth from which on a group may stand for its section
_OWED = 1_000.0  # what a section that is due counts beside any worth


@dataclass(frozen=True, slots=True)
class Group:
    """A sentence, by number, with those it can't be understood without; `size` in words."""

    number: int
    members: tuple[int, ...]
    size: int
    worth: float


@dataclass(frozen=True, slots=True)
class Part:
    """The groups of a section, and whether one of them must be chosen where there is room."""

    groups: tuple[Group, ...]
    is_due: bool

    @property
    def best(self) -> Group:
        """The group that is worth most."""
        return max(self.groups, key=lambda group: (group.worth, -group.number))


def most_worth(parts: Sequence[Part], room: int, cost: float = COST) -> list[Group]:
    """The groups of most worth that fit together; where not all due sections fit, those whose best are worth most.

    Each group costs so much of its worth. Dynamic programming over words: place n of a list holds the most worth that n
    words can have.
    """
    parts = [
        replace(part, groups=tuple(replace(each, worth=each.worth - cost) for each in part.groups)) for part in parts
    ]
    best = [0.0] * (room + 1)
    steps: list[_Step] = []
    for part in parts:
        if part.groups:
            best = _with_part(part, best, steps)
    return [*_followed_back(steps, best.index(max(best)))]


_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class _Best:
    """The most worth by words: `open` while nothing stands for the section at hand, `led` once a group does."""

    open: list[float]
    led: list[float]


@dataclass(frozen=True, slots=True)
class _Step:
    """A group that was offered, None at the end of a section, with the most worth before and after it."""

    group: Group | None
    before: _Best
    after: _Best


def _with_part(part: Part, known: list[float], steps: list[_Step]) -> list[float]:
    """The most worth once a section was offered."""
    now = _Best(known, [_NEVER] * len(known))
    least = _NEAR_BEST * max(part.best.worth, 0.0)
    for group in part.groups:
        stands = group.worth >= least
        after = _offered(group, now, stands=stands)
        steps.append(_Step(group, now, after))
        now = after
    bonus = _OWED * max(part.best.worth, COST) if part.is_due else 0.0
    paid = _Best(now.open, [value + bonus for value in now.led])
    steps.append(_Step(None, now, paid))
    return [*map(max, paid.open, paid.led)]


def _offered(group: Group, now: _Best, *, stands: bool) -> _Best:
    from_led = _with_more(now.led, group)
    from_open = _with_more(now.open, group)
    if stands:
        return _Best(now.open, [*map(max, now.led, from_led, from_open)])
    return _Best([*map(max, now.open, from_open)], [*map(max, now.led, from_led)])


def _with_more(values: list[float], group: Group) -> list[float]:
    """The worth by words if the group is added."""
    kept = len(values) - group.size
    if kept <= 0:
        return [_NEVER] * len(values)
    gain = group.worth
    return [_NEVER] * group.size + [value + gain for value in values[:kept]]


def _followed_back(steps: Sequence[_Step], words: int) -> Iterator[Group]:
    """The groups by which so many words came to their worth."""
    is_led = False
    for step in reversed(steps):
        group = step.group
        if group is None:
            is_led = step.after.led[words] > step.after.open[words]
            continue
        before, after = (step.before.led, step.after.led) if is_led else (step.before.open, step.after.open)
        if after[words] == before[words]:
            continue
        yield group
        words -= group.size
        is_led = is_led and step.before.led[words] + group.worth == after[words + group.size]
