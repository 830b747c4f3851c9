"""A platform's update, stored from its receipt until it is handled."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Update:
    """What a person said, pressed or sent, or what became of a chat.

    `name` is unique and begins with the platform's name. `payload` is the platform's own JSON, from which the request
    can be made again. `saved` is true once a change that it asks for is in the database. `tries` counts how often it
    was taken up again after a restart.
    """

    name: str
    platform: str
    address: str  # of its chat, "" where it belongs to none
    sender: str  # platform:user, "" where nobody said it
    payload: str
    received_at: datetime  # aware
    saved: bool = False
    tries: int = 0
