"""Parts of each platform's check of its setup: this computer's clock, and addresses of this computer."""

import ipaddress
from datetime import datetime

from bot.diagnostics import Problem, off

MOST_CHATS = 100  # asked one after the other
ADDRESS = "End what is ordered for it: /subscriptions shows its number where it was ordered"
CLOCK = "Let the system set its clock (NTP)"


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, which is reached without a proxy."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def clock_problems(platform: str, theirs: datetime | None, now: datetime, most: float) -> list[Problem]:
    """The problem of a clock more than `most` seconds off the platform's; none if that is unknown."""
    seconds = (now - theirs).total_seconds() if theirs and theirs.tzinfo else 0.0
    if abs(seconds) <= most:
        return []
    return [Problem(f"This computer's clock is {off(seconds, platform)}'s", CLOCK)]
