"""Markings by the Traffic Light Protocol 2.0, and the viewer for whom the store answers."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal, get_args

from briefings.model.agenda import EventDate

Marking = Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
MARKINGS: tuple[Marking, ...] = get_args(Marking)  # the widest circle of readers first
DEFAULT_MARKING: Marking = "AMBER"
STRICTEST: Marking = "RED"
HOLDER = re.compile(r"telegram:-?[1-9][0-9]{0,19}|slack:[A-Z][A-Z0-9]{1,20}|terminal:(?:local|owner)")
OUTLET = re.compile(r"(?:webhook|feed):[1-9][0-9]{0,9}")  # what hands texts on without being asked by a person
GROUP = re.compile(r"@[\w-]{1,40}")
_LAST_ZONE = timedelta(hours=12)  # by which the last zone is behind UTC
NO_READERS = "@nobody"  # the audience of what two audiences without common members may see
_HELD = ":held"  # behind a chat in an audience: whoever reads there, and none of its programs


class NoViewer(RuntimeError):
    """The store was asked about analyses, and nobody said for whom."""


def rank(marking: Marking) -> int:
    """How strict a marking is: 0 for CLEAR to 4 for RED."""
    return MARKINGS.index(marking)


def typed_marking(word: str) -> Marking | None:
    """A marking as people type it: "red", "TLP:RED", "amber+strict"; None for other words. WHITE was CLEAR's name."""
    named = re.sub(r"\s", "", word.upper().removeprefix("TLP").lstrip(":： "))
    named = "CLEAR" if named == "WHITE" else named
    return next((each for each in MARKINGS if each == named), None)


def strictest(*markings: Marking) -> Marking:
    """The strictest of some markings."""
    return max(markings, key=rank)


@dataclass(frozen=True, slots=True)
class Label:
    """Who may see something: a marking, for RED's readers alone `until` an instant, and an audience.

    `audience` holds addresses of chats ("telegram:-100"), people ("slack:U7") and groups ("@board"); () is everybody
    who is cleared for the marking. A text that nobody has marked yet is held in a chat ("telegram:-100:held").
    """

    marking: Marking
    until: datetime | None = None
    audience: tuple[str, ...] = ()

    def at(self, now: datetime) -> Marking:
        """The marking that counts at an instant: RED during an embargo."""
        return STRICTEST if self.embargoed(now) else self.marking

    def embargoed(self, now: datetime) -> bool:
        """Whether an embargo is in force."""
        return self.until is not None and self.until > now

    @property
    def held(self) -> bool:
        """Whether it is shown in chats alone, and leaves to no program, until somebody marks it."""
        return any(each.endswith(_HELD) for each in self.audience)

    @property
    def readers(self) -> tuple[str, ...]:
        """The audience by name, whether or not it is held."""
        return tuple(each.removesuffix(_HELD) for each in self.audience)

    def restricts(self, default: Marking) -> bool:
        """Whether some readers of unmarked analyses may not see it."""
        return rank(self.marking) > rank(default) or self.until is not None or bool(self.audience)


def shown(label: Label | None) -> str:
    """A label in notation: "TLP:RED until 2026-12-04T09:00+01:00 for @board"; "unmarked" without one."""
    if label is None:
        return "unmarked"
    until = f" until {label.until.isoformat(timespec='minutes')}" if label.until else ""
    return f"TLP:{label.marking}{until}{' for ' + ' '.join(label.readers) if label.audience else ''}"


def held_in(holders: Iterable[str]) -> tuple[str, ...]:
    """The audience of a text that whoever reads in these chats sees, and none of their programs."""
    return tuple(sorted(f"{each}{_HELD}" for each in holders if HOLDER.fullmatch(each)))


@dataclass(frozen=True, slots=True)
class ProposedMarking:
    """What a text says of its own secrecy, and the marking that fits; `when` its embargo ends, if told."""

    words: str
    marking: Marking
    when: EventDate | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it is an embargo that has ended."""
        if self.when is None:
            return False
        if self.when.at and self.when.zone:
            return self.when.at <= now
        return self.when.is_over((now - _LAST_ZONE).date())

    def end(self, zone: tzinfo) -> datetime | None:
        """When its embargo ends: in a zone unless the text names another; one by a day ends with that day."""
        if self.when is None:
            return None
        if self.when.at is None:
            return datetime.combine(self.when.last + timedelta(days=1), time(), zone)
        return self.when.at if self.when.zone else self.when.at.replace(tzinfo=zone)


@dataclass(frozen=True, slots=True)
class LabelChange:
    """What becomes of a label: its marking, its embargo ("now" ends it), its audience. None leaves a part as it is.

    Whatever changes, it is held no longer.
    """

    marking: Marking | None = None
    until: datetime | Literal["now"] | None = None
    audience: tuple[str, ...] | None = None

    def applied(self, to: Label) -> Label:
        """The label with the change."""
        until = to.until if self.until is None else None if self.until == "now" else self.until
        audience = to.readers if self.audience is None else self.audience
        return Label(self.marking or to.marking, until, audience)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who gets an answer: the marking that they are cleared for, and the audiences to which they belong.

    `default` is the marking of unmarked analyses. `everything` is for jobs that serve nobody in particular.
    """

    clearance: Marking
    default: Marking = DEFAULT_MARKING
    holders: frozenset[str] = frozenset()
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    everything: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """The same for viewers who see the same, apart from the passage of time."""
        return self.clearance, self.default, self.holders, self.everything

    @property
    def anywhere(self) -> "Viewer":
        """The viewer whose answer may end up in any chat: cleared for no more than unmarked analyses."""
        return replace(self.up_to(self.default), holders=frozenset())

    def up_to(self, ceiling: Marking) -> "Viewer":
        """A program of the viewer, cleared for no more than a marking; what is held doesn't leave to it."""
        holders = frozenset(each for each in self.holders if not each.endswith(_HELD))
        return replace(self, clearance=min(self.clearance, ceiling, key=rank), holders=holders, everything=False)

    def reading_in(self, *chats: str) -> "Viewer":
        """The viewer, who reads in some chats themselves, where a text is shown that is held for these."""
        return replace(self, holders=self.holders | set(held_in(chats)))

    def sees(self, label: Label | None) -> bool:
        """Whether they may see something with a label; None is unmarked."""
        if self.everything:
            return True
        if label is None:
            return rank(self.clearance) >= rank(self.default)
        cleared = rank(self.clearance) >= rank(label.at(self.now))
        return cleared and (not label.audience or not self.holders.isdisjoint(label.audience))


SYSTEM = Viewer(STRICTEST, everything=True)
_VIEWER: ContextVar[Viewer | None] = ContextVar("viewer", default=None)


@contextmanager
def viewing(viewer: Viewer) -> Iterator[Viewer]:
    """During the block, the store answers for this viewer, also in tasks that begin there."""
    before = _VIEWER.set(viewer)
    try:
        yield viewer
    finally:
        _VIEWER.reset(before)


def viewer() -> Viewer:
    """The viewer for whom the store answers. Raises NoViewer."""
    bound = _VIEWER.get()
    if bound is None:
        raise NoViewer("no viewer is bound: use viewing(...)")
    return bound
