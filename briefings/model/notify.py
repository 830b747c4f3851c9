"""Decides whether followers must be told about a change of an event. Pure."""

from dataclasses import dataclass
from datetime import datetime

from briefings.model.agenda import Event, EventState, When
from briefings.model.due import end_of


@dataclass(frozen=True, slots=True)
class Belief:
    """What a follower thinks of an event before it changes.

    `told` is the date last told, or on its way, with the event's state at that time. `owed` is the date before an
    earlier change of which the notice has not left. `waited` says that something was still to come.
    """

    told: When | None
    state: EventState
    owed: When | None
    waited: bool


def date_to_correct(belief: Belief, before: Event, after: Event, *, waits: bool) -> When | None:
    """The date that a follower still counts on and has to be told otherwise; None where nothing need be said.

    `waits` says that a reminder is to come all the same, which will tell the new date to whoever was told none.
    """
    if belief.told is not None:
        return belief.told if belief.told != after.when or belief.state != "set" else None
    expected = belief.owed or before.when
    in_vain = (belief.waited or belief.owed is not None) and not waits
    return expected if in_vain and expected != after.when else None


def expects(belief: Belief, before: Event, after: Event, zone: str, now: datetime) -> bool:
    """Whether a follower still counts on an event that was cancelled or postponed, and was not told so before."""
    if belief.told is not None and belief.state == after.state:
        return False
    ahead = belief.told is not None and end_of(before.when, zone) > now
    return belief.waited or belief.owed is not None or ahead
