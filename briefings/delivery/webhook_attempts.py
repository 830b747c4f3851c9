"""What follows from an attempt to post to a webhook: when it is tried again, and when the webhook is turned off. Pure.

A receiver recognises a repeat by its id, so that what is in doubt is posted again, unlike a message to a chat.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from briefings.model.delivery import DeliveryState

AttemptKind = Literal["taken", "failed", "rejected", "gone", "unsure"]

# Before the second attempt, the third and so on. With 30 s for an answer, all attempts take four days.
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400)
)
REJECTIONS = 5  # attempts after which a post is given up that the receiver refuses by itself
FAILING = timedelta(days=3)  # without a post that was taken, after which a webhook is turned off
LONGEST_WISH = timedelta(days=1)  # of what a receiver asks for with Retry-After


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt.

    taken     the receiver answered 2xx
    failed    it was not taken: no connection, 3xx, 408, 425, 429, 5xx; `retry_after` in seconds where it asked for one
    rejected  it refuses this post: any other 4xx, or an address to which nothing is posted
    gone      410: it wants no more posts
    unsure    the connection was cut or the time was up before an answer: it may have been taken
    """

    kind: AttemptKind
    reason: str = ""
    retry_after: float | None = None


def next_step(attempts: int, attempt: Attempt, now: datetime) -> tuple[DeliveryState, datetime | None]:
    """The new state of a post after so many attempts, and when it is posted again."""
    if attempt.kind == "taken":
        return "sent", None
    most = REJECTIONS if attempt.kind == "rejected" else len(PAUSES) + 1
    if attempt.kind == "gone" or attempts >= most:
        return "unknown" if attempt.kind == "unsure" else "dead", None
    pause = PAUSES[max(attempts, 1) - 1]
    if attempt.retry_after is not None:
        pause = max(pause, min(timedelta(seconds=attempt.retry_after), LONGEST_WISH))
    return "in_doubt" if attempt.kind == "unsure" else "pending", now + pause


def is_hopeless(attempt: Attempt, failing_since: datetime | None, now: datetime) -> bool:
    """Whether a webhook is turned off after an attempt."""
    failing = failing_since is not None and now - failing_since >= FAILING
    return attempt.kind == "gone" or (attempt.kind != "taken" and failing)
