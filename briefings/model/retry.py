"""Decides the next state of a delivery from the outcome of an attempt. Pure."""

from datetime import datetime, timedelta

from briefings.model.delivery import Delivery, DeliveryState, Outcome

_ATTEMPTS = 2000  # at five minutes each about a week; most deliveries expire before
_BACKOFF = (5, 15, 60, 300)  # seconds, by attempt; the last one repeats


def next_state(delivery: Delivery, outcome: Outcome, now: datetime) -> tuple[DeliveryState, datetime | None]:
    """The new state and, if pending, the earliest instant for the next attempt."""
    match outcome.kind:
        case "sent":
            return "sent", None
        case "doubt":
            return "in_doubt", None
        case "refused":
            return "refused", None
        case "dead":
            return ("pending", now) if outcome.moved_to else ("dead", None)
        case "sender":
            return "pending", now
        case "retry" if outcome.unreachable:  # the sender as a whole waits, however long that takes
            return "pending", now
        case "retry" if delivery.attempts >= _ATTEMPTS and outcome.retry_after is None:
            return "dead", None
        case _:
            wait = outcome.retry_after or _BACKOFF[min(max(delivery.attempts, 1), len(_BACKOFF)) - 1]
            return "pending", now + timedelta(seconds=wait)
