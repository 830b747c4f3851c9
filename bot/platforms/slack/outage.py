"""Says what a failure of the connection to Slack means for its health."""

from dataclasses import dataclass

from bot.chat import DeliveryFailed, ReportOutage
from bot.platforms.shared import health
from bot.platforms.shared.follow_ups import MISSED_PAUSES


@dataclass(frozen=True, slots=True)
class Pauses(health.Pauses):
    """`ping` is the interval of connection checks; at shutdown, answers have `stop` seconds.

    Work of `status` seconds shows a status. `missed` are the pauses between attempts to report a lost answer.
    """

    first: float = 0.5
    slow: float = 60.0
    ping: float = 5.0
    stop: float = 4.0
    status: float = 0.7
    missed: tuple[float, ...] = MISSED_PAUSES


PAUSES = Pauses()
Health = health.Health[DeliveryFailed]


def slack_health(tell: ReportOutage, pauses: Pauses) -> Health:
    """The health of the connection to Slack."""
    return Health("slack", tell, pauses, DeliveryFailed, _trouble_of)


def _trouble_of(failed: DeliveryFailed, _: int) -> health.Trouble:
    # One that is refused, then cut, then refused is down all the time, whatever the sentences say.
    state = "down" if failed.kind in {"retry", "doubt"} else failed.reason
    refused, by_person = failed.kind == "sender", failed.kind in {"sender", "refused"}
    return health.Trouble(state, failed.reason, refused, by_person, failed.retry_after)
