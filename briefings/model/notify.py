"""Decides whether followers must be told about a change of an event. Pure."""

from dataclasses import dataclass
from datetime import datetime

from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.due import end_of


@dataclass(frozen=True, slots=True)
class LastTold:
    """What a follower believes about an event before it changes.

    `told` is the last date sent or being sent, and `state` the event's state then. `owed` is the date before an earlier
    change whose notice hasn't been sent. `waited` says that a message was still to come.
    """

    told: EventDate | None
    state: EventState
    owed: EventDate | None
    waited: bool


def date_to_correct(belief: LastTold, before: Event, after: Event, *, waits: bool) -> EventDate | None:
    """The outdated date a follower still believes and must be notified about, or None.

    `waits` says that a reminder will still come; it gives the new date to followers who were never sent one.
    """
    if belief.told is not None:
        return belief.told if belief.told != after.when or belief.state != "set" else None
    expected = belief.owed or before.when
    in_vain = (belief.waited or belief.owed is not None) and not waits
    return expected if in_vain and expected != after.when else None


def expects_notice(belief: LastTold, before: Event, after: Event, zone: str, now: datetime) -> bool:
    """Whether a follower still expects a cancelled or postponed event and hasn't been notified."""
    if belief.told is not None and belief.state == after.state:
        return False
    ahead = belief.told is not None and end_of(before.when, zone) > now
    return belief.waited or belief.owed is not None or ahead
