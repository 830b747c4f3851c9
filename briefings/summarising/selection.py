"""Chooses the groups of sentences that are worth most within a number of words, section by section; exact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COST = 0.3  # worth that each point costs which doesn't go on from the one before: runs are read with less effort
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

    Each group costs so much of its worth, but for one that goes on from the group chosen before it in its section.
    Dynamic programming over words: place n of a list holds the most worth that n words can have.
    """
    best = [0.0] * (room + 1)
    steps: list[_Step] = []
    for part in parts:
        if part.groups:
            best = _with_part(part, cost, best, steps)
    return [*_followed_back(steps, best.index(max(best)))][::-1]


_NEVER = float("-inf")
_Worths = list[float]
_STATES = [(led, told) for led in (False, True) for told in (False, True)]
_Known = dict[tuple[bool, bool], _Worths]  # by whether a group stands for the section, and whether the last was chosen


@dataclass(frozen=True, slots=True)
class _Step:
    """A group that was offered, with what its choice costs alone and behind the one before, and the worths before it.

    None in the place of the group at the end of a section, whose worths have what the section is due added.
    """

    group: Group | None
    costs: tuple[float, float]
    stands: bool
    before: _Known


def _with_part(part: Part, cost: float, known: _Worths, steps: list[_Step]) -> _Worths:
    """The most worth once a section was offered."""
    now: _Known = {state: known if state == (False, False) else [_NEVER] * len(known) for state in _STATES}
    best = part.best.worth - cost
    last = -1
    for group in part.groups:
        goes_on = group.members[0] == last + 1
        step = _Step(group, (cost, 0.0 if goes_on else cost), group.worth - cost >= _NEAR_BEST * max(best, 0.0), now)
        steps.append(step)
        now = {state: _best_of(step, state) for state in _STATES}
        last = group.number
    bonus = _OWED * max(best, cost) if part.is_due else 0.0
    paid = {
        (led, told): [worth + bonus for worth in now[led, told]] if led else now[led, told] for led, told in _STATES
    }
    steps.append(_Step(None, (0.0, 0.0), stands=False, before=paid))
    return [*map(max, *paid.values())]


def _best_of(step: _Step, state: tuple[bool, bool]) -> _Worths:
    """The most worth by words in which a state is reached."""
    ways = [worths for _, worths in _ways(step, state)]
    return ways[0] if len(ways) == 1 else [*map(max, *ways)] if ways else [_NEVER] * len(step.before[False, False])


def _ways(step: _Step, state: tuple[bool, bool]) -> Iterator[tuple[tuple[bool, bool], _Worths]]:
    """The states before one, each with the worth that it has then; the group is chosen where the last one was."""
    led, told = state
    group = step.group
    if not told or group is None:
        yield from (((led, before), step.before[led, before]) for before in (False, True))
        return
    for was_led, before in _STATES:
        if (was_led or step.stands) == led:
            yield (was_led, before), _with_more(step.before[was_led, before], group, step.costs[before])


def _with_more(values: _Worths, group: Group, cost: float) -> _Worths:
    """The worth by words if the group is added."""
    kept = len(values) - group.size
    if kept <= 0:
        return [_NEVER] * len(values)
    gain = group.worth - cost
    return [_NEVER] * group.size + [value + gain for value in values[:kept]]


def _followed_back(steps: Sequence[_Step], words: int) -> Iterator[Group]:
    """The groups by which so many words came to their worth, the last first."""
    state = (False, False)
    for step in reversed(steps):
        if step.group is None:
            state = max(_STATES, key=lambda each: step.before[each][words])
            continue
        chosen = step.group if state[1] else None
        state = max(_ways(step, state), key=lambda way: way[1][words])[0]
        if chosen is not None:
            yield chosen
            words -= chosen.size
