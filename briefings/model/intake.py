"""A platform's update, stored from its receipt until it is handled."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Update:
    """A message, button press, file or chat event from a platform.

    `name` is unique and begins with the platform's name. `payload` is the platform's own JSON, from which the request
    can be rebuilt. `saved` is true once all of the change it asks for is in the database. `tries` counts new attempts
    after a restart. `inherited`: the process that was handling it has died. `skipped` is how many updates, beginning
    with this one, were too many for its chat; it tells of them.
    """

    name: str
    platform: str
    address: str  # of its chat, "" where it belongs to none
    sender: str  # platform:user, "" where nobody said it
    payload: str
    received_at: datetime  # aware
    saved: bool = False
    tries: int = 0
    inherited: bool = False
    skipped: int = 0


@dataclass(slots=True)
class Change:
    """What is known here of the change that an update asks for: whether it was begun, and whether it is saved.

    `has_more`: what is written now is a part of it, such as one of several files; the update isn't saved with it.
    """

    update: str
    is_begun: bool = False
    is_saved: bool = False
    has_more: bool = False
