"""Plays the same acts to two libraries and tells where what people get differs."""

import logging
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from tests.fakes.interference.libraries import DIFFERENCES, Difference
from tests.fakes.interference.script import Act, script
from tests.fakes.interference.world import COUNTED, NUMBERED, Got, World, world_of

_RESTRICTED_EVENT = re.compile(r"\be(-\d+)\b")


@dataclass(frozen=True, slots=True)
class Leak:
    """An act after which two libraries differ for who isn't cleared for the difference."""

    seed: int
    number: int
    act: Act
    without: Got | None
    with_it: Got | None

    def __str__(self) -> str:
        one, other = (each[1] if each else "nothing" for each in (self.without, self.with_it))
        at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        begin = max(0, at - 150)
        both = f"  without: …{one[begin : at + 250]}\n  with it: …{other[begin : at + 250]}"
        return f"seed {self.seed}, act {self.number}: {self.act}\n{both}"


class _Errors(logging.Handler):
    """Collects what is logged as an error."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(self.format(record))

    async def __aenter__(self) -> None:
        logging.getLogger().addHandler(self)

    async def __aexit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


@dataclass(slots=True)
class Compared:
    """How many outputs of each surface were compared, those that differ, and what was logged as an error."""

    acts: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    leaks: list[Leak] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


async def compared(name: str, seed: int, count: int, cleared: Collection[str] = ()) -> Compared:
    """Plays so many acts to the two libraries of a difference; ends at the first leak.

    The chats in `cleared` may see everything.
    """
    return await compared_pair(DIFFERENCES[name], seed, count, cleared)


async def compared_pair(difference: Difference, seed: int, count: int, cleared: Collection[str] = ()) -> Compared:
    """See `compared`."""
    found = Compared()
    errors = _Errors(found.broken)
    one_world, other_world = (world_of(each, cleared) for each in (difference.one, difference.other))
    async with errors, one_world as without, other_world as with_it:
        if difference.late:
            await _count_alike(NUMBERED, without, with_it)
        for number, act in enumerate(script(seed, count)):
            if act.surface == "editor" and await _means_another(act.words, without, with_it):
                found.acts += 1
                continue
            one, other = await without.act(act), await with_it.act(act)
            found.acts += 1
            found.seen.update(surface for surface, _ in one)
            found.leaks += [
                Leak(seed, number, act, a, b) for a, b in zip_longest(*_comparable(act, one, other)) if a != b
            ]
            if found.leaks or found.broken:
                break
            await _count_alike(COUNTED, without, with_it)
    return found


async def _means_another(words: str, without: World, with_it: World) -> bool:
    """Whether a cleared editor names an event by a number that another event has in the other library.

    Their change of it is then not the same act.
    """
    numbers = [int(each) for each in _RESTRICTED_EVENT.findall(words)]
    return any([await without.restricted_event(n) != await with_it.restricted_event(n) for n in numbers])


def _comparable(act: Act, one: Sequence[Got], other: Sequence[Got]) -> tuple[Sequence[Got], Sequence[Got]]:
    """What people and programs got that is to be alike.

    For a cleared editor, the model's server is asked nothing about a text of which they see more than it may: then what
    it was asked in the other library isn't compared.
    """
    if act.surface != "editor" or all(any(name == "model" for name, _ in each) for each in (one, other)):
        return one, other
    without = [[got for got in each if got[0] != "model"] for each in (one, other)]
    return without[0], without[1]


async def _count_alike(tables: Collection[str], *worlds: World) -> None:
    """Both go on with the same numbers."""
    one, other = [await each.numbers(tables) for each in worlds]
    if one != other:
        last = {name: max(one.get(name, 0), other.get(name, 0)) for name in {*one, *other}}
        for each in worlds:
            await each.count_on(last)
