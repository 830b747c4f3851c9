"""Who calls with a token: its owner, with the rights of the chat in which it was made."""

import math
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.commands.accounts.tokens import PREFIX
from bot.commands.permissions import Access, Roles, allows
from bot.json_answers.queries import Asker
from briefings.errors import BriefingError, NotAllowed
from briefings.model.delivery import platform_of
from briefings.model.marking import Viewer, viewing
from briefings.model.people import Role, WebLink
from briefings.service import Briefings
from briefings.store import Step

BURST, PER_SECOND = 60, 1.0  # requests of one token at once, and as a lasting rate
_MOST_COUNTED = 10_000  # tokens whose requests are counted


class UnknownToken(BriefingError):
    """A token is missing, unknown, revoked or expired."""


class TooManyRequests(BriefingError):
    """A token has made too many requests; `seconds` until the next one is allowed."""

    def __init__(self, seconds: int) -> None:
        super().__init__("This token has made too many requests. Wait {seconds} s.", seconds=seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """The owner of a valid token, and on whose behalf the core is asked."""

    link: WebLink
    asker: Asker
    role: Role
    viewer: Viewer  # what the owner may see
    roles: Roles

    def recheck(self, action: str) -> Step:
        """Looks again in the transaction that stores whether token and role still allow an action."""
        person = self.link.person
        return self.asker.core.people.recheck(
            person, self.link.address, lambda given: allows(self.roles.of(person, given), action), link=self.link
        )

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


async def caller_with(
    token: str, core: Briefings, access: Access, now: datetime, limit: RequestLimit | None = None
) -> Caller:
    """The owner of a token such as "readout_...". Raises UnknownToken, TooManyRequests or NotAllowed."""
    link = await core.web_links.find(token.removeprefix(PREFIX), "token") if token.startswith(PREFIX) else None
    if link is None:
        raise UnknownToken("This token is unknown. Ask the bot for one in a direct message: /token new NAME")
    if link.revoked:
        raise UnknownToken("This token was revoked. Ask the bot for another in a direct message: /token new NAME")
    if link.expires_at <= now:
        raise UnknownToken("This token has expired. Ask the bot for another in a direct message: /token new NAME")
    if limit and (wait := limit.wait(link.id, now)):
        raise TooManyRequests(math.ceil(wait))
    caller = await _with_rights(link, core, access, now)
    await core.web_links.opened(link, now)
    return caller


async def _with_rights(link: WebLink, core: Briefings, access: Access, now: datetime) -> Caller:
    """The owner with their present role. Raises NotAllowed if they no longer have access."""
    chat = await core.chats.chat(link.address)
    local = platform_of(link.address) == "terminal"
    given = None if local else await access.role_given(link.person, link.address, chat)
    if not access.is_admitted(link.person, chat, given):
        raise NotAllowed("The owner of this token no longer has access to this Readout.")
    asker = Asker(core, link.address, link.person, chat.zone, now)
    viewer = await core.markings.viewer(link.address, link.person, now, private=link.private)
    return Caller(link, asker, access.roles.of(link.person, given), viewer, access.roles)
