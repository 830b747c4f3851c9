"""Judges a sender's heartbeat: whether its courier works, due messages are looked for, and they leave."""

from datetime import datetime
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefings.store import Heartbeat

SENDING = "sending"  # the task of the process that writes what is due
LEAST_PATIENCE = 60.0  # seconds; a courier that ticks more often may still be busy for so long
_TICKS_MISSED = 4
_AHEAD = 30.0  # seconds by which the clock of the machine that runs the service may be ahead


def patience_of(tick_seconds: float) -> float:
    """Seconds after which a missing sign of life is a fault."""
    return max(LEAST_PATIENCE, _TICKS_MISSED * tick_seconds)


def ailment(of: "Heartbeat", moment: datetime, patience: float) -> str:
    """What is wrong with a sender according to its heartbeat, or ""."""
    name, allowed = of.name.capitalize(), f"{patience:.0f} s are allowed."
    if (ahead := max(_ahead(moment, of.beat_at), _ahead(moment, of.written_until))) > _AHEAD:
        return f"The last sign of life of {name} lies {ahead:.0f} s ahead: the clock was set back. Check the clock."
    if (late := age(moment, of.beat_at)) > patience:
        return f"The courier for {name} last showed a sign of life {late:.0f} s ago; {allowed}"
    if (late := age(moment, of.written_until)) > patience:
        return f"What is due was last looked for {late:.0f} s ago; {allowed}"
    if of.stuck_since is not None:
        late = age(moment, of.stuck_since)
        return f"What was due in {name} {late:.0f} s ago has not left, nor has anything else; {allowed}"
    return ""


def age(moment: datetime, then: datetime | None) -> float:
    """Seconds since then; infinite if it never happened."""
    return inf if then is None else max(0.0, (moment - then).total_seconds())


def _ahead(moment: datetime, then: datetime | None) -> float:
    """By how many seconds an instant lies ahead; 0 if it never happened."""
    return 0.0 if then is None else (then - moment).total_seconds()
