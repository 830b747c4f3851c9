"""User data from Slack: name, language, time zone, and the direct-message channel."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.chat import DeliveryFailed
from bot.platforms.slack.sending.web import Web

T = TypeVar("T")

KEPT = 10_000  # people
FRESH = timedelta(hours=6)
SOON = timedelta(minutes=1)
PATIENCE_SECONDS = 3.0  # an answer does not wait longer for a name
AT_ONCE = 4  # lookups; in a burst of new people, more would hold up Slack's receipts


@dataclass(frozen=True, slots=True)
class SlackUser:
    """A workspace member; unknown values are ""."""

    name: str = ""
    language: str = ""  # an IETF tag
    zone: str = ""  # an IANA name
    leads: bool = False  # an admin or owner of the workspace


class UserDirectory:
    """User data from Slack, cached for some hours."""

    def __init__(self, web: Web, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._clock = clock
        self.team = ""  # the bot's workspace, once it is known
        self._known: dict[str, tuple[datetime, SlackUser]] = {}
        self._lookups = asyncio.Semaphore(AT_ONCE)
        self._direct: dict[str, str] = {}  # each person's channel with the bot, which never changes

    async def find(self, user: str) -> SlackUser:
        """A user by id; values stay "" if Slack doesn't answer in time."""
        now = self._clock()
        asked, person = self._known.get(user, (None, SlackUser()))
        if asked is None or now - asked > FRESH:
            profile = await self._ask(user)
            # Where Slack has not answered, what it said earlier holds, and it is asked again before long.
            person, asked = (profile, now) if profile else (person, now - FRESH + SOON)
            _keep(self._known, user, (asked, person))
        return person

    async def leads(self, user: str) -> bool:
        """Whether a user is an admin or owner of the workspace."""
        return (await self.find(user)).leads

    async def direct_channel(self, user: str) -> str:
        """The direct-message channel with a user, opened if necessary. Raises DeliveryFailed."""
        if user not in self._direct:
            response = await self._web.look(lambda client: client.conversations_open(users=user))
            _keep(self._direct, user, str(response["channel"]["id"]))
        return self._direct[user]

    async def is_direct(self, user: str, channel: str) -> bool:
        """Whether a channel is a direct message with the bot."""
        if user not in self._direct:
            try:
                response = await self._web.ask(
                    lambda client: client.conversations_open(users=user, prevent_creation=True)
                )
            except DeliveryFailed:
                return False
            found = (response.get("channel") or {}).get("id")
            if not found:
                return False
            _keep(self._direct, user, str(found))
        return self._direct[user] == channel

    async def _ask(self, user: str) -> SlackUser | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._lookups:
                response = await self._web.ask(lambda client: client.users_info(user=user, include_locale=True))
        except (DeliveryFailed, TimeoutError):
            return None
        return _person(response["user"], self.team)


def _keep(known: dict[str, T], user: str, value: T) -> None:
    """Caches the latest values for a limited number of users."""
    known.pop(user, None)
    known[user] = value
    while len(known) > KEPT:
        del known[next(iter(known))]


def _person(user: dict[str, Any], team: str) -> SlackUser:
    """What Slack says of a user; an admin of another organisation's workspace is none of this one's."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("name", "")
    foreign = team and user.get("team_id", team) != team and not user.get("enterprise_user")
    leads = not foreign and bool(user.get("is_admin") or user.get("is_owner"))
    return SlackUser(name, user.get("locale") or "", user.get("tz") or "", leads)
