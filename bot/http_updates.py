"""Updates that a platform sends to the web server: their paths, and what a platform gets and answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

PATHS: Mapping[str, str] = {"telegram": "/telegram/webhook", "slack": "/slack/events"}  # below READOUT_WEB_URL


@dataclass(frozen=True, slots=True)
class HttpUpdate:
    """A request of a platform, as it came; the names of headers are matched in any case."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpReply:
    """The answer to a platform: 200 says that the update is stored; after 503 the platform sends it again."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    reason: str = ""  # for the log


Receive = Callable[[HttpUpdate], Awaitable[HttpReply]]
BUSY = HttpReply(503)
REFUSED = HttpReply(401)
MALFORMED = HttpReply(400)
