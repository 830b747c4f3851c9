"""Judges a sender's heartbeat: whether its courier works, due messages are looked for, and they leave."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import inf
from typing import TYPE_CHECKING

from bot.diagnostics import off

if TYPE_CHECKING:
    from briefings.service import Briefings
    from briefings.store import Heartbeat

SENDING = "sending"  # the task of the process that writes what is due
LEAST_PATIENCE = 60.0  # seconds; a courier that ticks more often may still be busy for so long
_TICKS_MISSED = 4
CLOCKS_AGREE = 5.0  # seconds by which clocks of two machines may differ
_AHEAD = 30.0  # seconds by which the clock of the machine that runs the service may be ahead


def patience_of(tick_seconds: float) -> float:
    """Seconds after which a missing sign of life is a fault."""
    return max(LEAST_PATIENCE, _TICKS_MISSED * tick_seconds)


async def judged_at(core: "Briefings", clock: Callable[[], datetime]) -> tuple[datetime, float]:
    """The instant at which heartbeats are judged, and by how many seconds `clock` is ahead of the database's.

    The processes that write heartbeats may have the database's clock or this machine's. While the two differ, the one
    that agrees best with the newest heartbeat counts.
    """
    ahead, own = await core.outbox.clock_lead(clock), clock()
    if abs(ahead) <= CLOCKS_AGREE:
        return own, ahead
    ages = {at: await core.outbox.heartbeat_age(at) for at in (own - timedelta(seconds=ahead), own)}
    return min(ages, key=lambda at: abs(ages[at] or 0.0)), ahead


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


def clock_differs(ahead: float) -> str:
    """That a machine's clock isn't the database's, or ""."""
    return f"This machine's clock is {off(ahead, 'the database')}'s." if abs(ahead) > CLOCKS_AGREE else ""


def age(moment: datetime, then: datetime | None) -> float:
    """Seconds since then; infinite if it never happened."""
    return inf if then is None else max(0.0, (moment - then).total_seconds())


def _ahead(moment: datetime, then: datetime | None) -> float:
    """By how many seconds an instant lies ahead; 0 if it never happened."""
    return 0.0 if then is None else (then - moment).total_seconds()
