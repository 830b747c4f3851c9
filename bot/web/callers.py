"""Who calls the API: the owner of a token, with the rights of the chat in which it was made."""

import math
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from aiohttp import web

from bot.commands.accounts.tokens import PREFIX
from bot.commands.permissions import allows
from bot.json_answers.queries import Asker
from bot.web.api.problems import Problem
from bot.web.server import SERVICE, Running
from briefings.errors import Busy, NotAllowed
from briefings.model.delivery import platform_of
from briefings.model.marking import Viewer, viewing
from briefings.model.people import Role, WebLink

_SCHEME = "bearer"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="readout"'}
BURST, PER_SECOND = 60, 1.0  # requests of one token at once, and as a lasting rate
_MOST_COUNTED = 10_000  # tokens whose requests are counted


@dataclass(frozen=True, slots=True)
class Caller:
    """The owner of a valid token, and on whose behalf the core is asked."""

    link: WebLink
    asker: Asker
    role: Role
    viewer: Viewer  # what the owner may see

    def require(self, action: str, what: str) -> None:
        """Raises NotAllowed if the role doesn't allow an action; `what` names it."""
        if not allows(self.role, action):
            raise NotAllowed("{what} is for editors only; you are a reader here.", what=what)


class RequestLimit:
    """Limits the requests of each token; the least recently used are forgotten first."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst, self._rate = burst, per_second
        self._left: OrderedDict[int, tuple[float, datetime]] = OrderedDict()

    def wait(self, token: int, now: datetime) -> float:
        """Counts a request; seconds until the next one is allowed if this is one too many, else 0."""
        left, at = self._left.pop(token, (self._burst, now))
        left = min(self._burst, left + max(0.0, (now - at).total_seconds()) * self._rate)
        allowed = left >= 1
        self._left[token] = (left - 1 if allowed else left, now)
        while len(self._left) > _MOST_COUNTED:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate


@contextmanager
def acting_for(caller: Caller) -> Iterator[None]:
    """Answers within the block are given to this caller."""
    with viewing(caller.viewer):
        yield


async def caller_of(request: web.Request, limit: RequestLimit) -> Caller:
    """The owner of the token in a request's header. Raises Problem for one that opens nothing, and Busy."""
    running = running_of(request)
    core, now = running.briefings, running.clock()
    link = await core.web_links.find(_token(request), "token")
    if link is None:
        raise _refused("This token is unknown. Ask the bot for one in a direct message: /token new NAME")
    if link.revoked or link.expires_at <= now:
        ended = "was revoked" if link.revoked else "has expired"
        raise _refused(f"This token {ended}. Ask the bot for another in a direct message: /token new NAME")
    if wait := limit.wait(link.id, now):
        seconds = math.ceil(wait)
        detail = f"This token has made too many requests. Wait {seconds} s."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(seconds)})
    caller = await _with_rights(running, link, now)
    await core.web_links.opened(link, now)
    return caller


async def _with_rights(running: Running, link: WebLink, now: datetime) -> Caller:
    """The owner with their present role. Raises Problem if they no longer have access."""
    access, chats = running.conversation.access, running.briefings.chats
    chat = await chats.chat(link.address)
    local = platform_of(link.address) == "terminal"
    given = None if local else await access.role_given(link.person, link.address, chat)
    if not access.is_admitted(link.person, chat, given):
        raise Problem(HTTPStatus.FORBIDDEN, "The owner of this token no longer has access to this Readout.")
    asker = Asker(running.briefings, link.address, link.person, chat.zone, now)
    viewer = await running.briefings.markings.viewer(link.address, link.person, now, private=link.private)
    return Caller(link, asker, access.roles.of(link.person, given), viewer)


def _token(request: web.Request) -> str:
    """The token in the header; each is sent once, and never in an address, which logs keep."""
    given = request.headers.getall("Authorization", [])
    scheme, _space, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != _SCHEME or not token.startswith(PREFIX):
        raise _refused("Send a token in one header: Authorization: Bearer readout_...")
    return token.removeprefix(PREFIX)


def _refused(detail: str) -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, detail, headers=_CHALLENGE)


def running_of(request: web.Request) -> Running:
    """The running service. Raises Busy while this process starts or stands by."""
    running = request.app[SERVICE].running
    if running is None:
        raise Busy("Readout is starting or being moved to another machine. Try again in a moment.")
    return running
