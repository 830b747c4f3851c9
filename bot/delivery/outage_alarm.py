"""Tells admins about database outages: directly while a long one lasts, and in a stored message after it."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import DeliveryFailed, Direct
from bot.languages import language_set
from bot.views.delivery.reminders_and_digests import database_fails
from briefings.errors import Broken, Busy
from briefings.model.delivery import platform_of
from briefings.service import Briefings
from briefings.store import is_outage
from briefings.translatable import phrase

_log = logging.getLogger(__name__)
Seconds = float
_TOLD_AFTER = 60.0  # how long an outage must last for a message afterwards
_WARNED_AFTER = 120.0  # and for a warning while it lasts
_WARNED_APART = 1800.0  # between the warnings of two outages
_RETRY_AFTER = 60.0  # before an admin is warned again whom the warning certainly did not reach
_READ_EVERY = 3600.0  # how often the admins are read, for when the database cannot be
_SEND_SECONDS = 30.0
_LOCKED = phrase("The database cannot be used: another process has locked it. End that process; then it works again.")
_UNKNOWN = phrase("The database cannot be used. The log says why.")


@dataclass(frozen=True, slots=True)
class _Admin:
    address: str
    zone: str
    language: str


class OutageAlarm:
    """Detects database outages from the writes of each tick and notifies the admins.

    An outage begins with the first failed tick and ends with the first that writes again. `admins` are told on the
    platforms in `senders`, as are people with that role in the database. Durations are measured by `monotonic`, in
    seconds, so setting the wall clock changes nothing.
    """

    def __init__(
        self,
        briefings: Briefings,
        admins: Collection[str],
        senders: Collection[str],
        direct: Direct,
        zone: str,
        monotonic: Callable[[], Seconds] = time.monotonic,
    ) -> None:
        """`zone` is used for admins whose chat couldn't be read."""
        self._briefings, self._senders, self._direct = briefings, senders, direct
        self._admins = [_Admin(each, zone, "") for each in admins if platform_of(each) in senders]
        self._configured, self._zone, self._monotonic = tuple(admins), zone, monotonic
        self._read_at: Seconds | None = None
        self._begun = monotonic()  # when the current tick began
        self._since: Seconds | None = None
        self._reason = ""
        self._waiting: list[_Admin] | None = None  # those who are still to be warned of this outage
        self._tried_at: Seconds | None = None
        self._warning: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Registers the start of a tick."""
        self._begun = self._monotonic()

    async def worked(self, now: datetime) -> None:
        """Registers a successful write; after an outage of more than a minute, the admins get one message."""
        if self._since is not None:
            lasted = self._ago(self._since)
            addresses = [each.address for each in await self._read()] if lasted > _TOLD_AFTER else []
            await self._briefings.outbox.warn_of_outage(addresses, now - timedelta(seconds=lasted), now, self._reason)
            _log.warning("the database takes writes again", extra={"seconds": round(lasted)})
            self._since, self._waiting = None, None
        elif self._read_at is None or self._ago(self._read_at) >= _READ_EVERY:
            self._admins, self._read_at = await self._read(), self._monotonic()

    def failed(self, now: datetime, error: Exception) -> bool:
        """Registers a failed tick; False if the database isn't the cause."""
        if not is_outage(error):
            return False
        self._reason = error.sentence if isinstance(error, Broken) else _LOCKED if isinstance(error, Busy) else _UNKNOWN
        if self._since is None:
            self._since = self._begun
            _log.error("the database takes no writes, trying again", extra={"failure": error})
        lasted = self._ago(self._since)
        if lasted >= _WARNED_AFTER and (self._warning is None or self._warning.done()):
            self._warn(now - timedelta(seconds=lasted))
        return True

    def _ago(self, then: Seconds) -> Seconds:
        return self._monotonic() - then

    async def join(self) -> None:
        """Waits for a warning being sent."""
        if self._warning is not None:
            await asyncio.wait({self._warning})

    async def close(self) -> None:
        """Cancels a warning being sent."""
        if self._warning is not None:
            self._warning.cancel()
            with suppress(asyncio.CancelledError):
                await self._warning

    def _warn(self, since: datetime) -> None:
        apart = _WARNED_APART if self._waiting is None else _RETRY_AFTER
        if self._waiting == [] or (self._tried_at is not None and self._ago(self._tried_at) < apart):
            return
        self._tried_at = self._monotonic()
        self._warning = asyncio.create_task(self._warn_all(since), name="database outage")

    async def _warn_all(self, since: datetime) -> None:
        """Warns the admins; those certainly not reached are tried again."""
        if self._waiting is None:
            with suppress(Exception):  # the outage itself: then they are as they were read before it
                self._admins = await self._read()
        wanted = self._admins if self._waiting is None else self._waiting
        self._waiting = []
        self._waiting = [admin for admin in wanted if not await self._settled(admin, since)]

    async def _settled(self, admin: _Admin, since: datetime) -> bool:
        """Whether an admin was warned or must not be tried again."""
        with language_set(admin.language):
            message = database_fails(since, self._reason, admin.zone)
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await self._direct(admin.address, message)
        except DeliveryFailed as error:
            _log.warning("an admin was not warned", extra={"address": admin.address, "reason": error.reason})
            return error.kind != "retry"
        except Exception:  # noqa: BLE001 - a warning that breaks stops nothing else
            _log.exception("an admin was perhaps not warned", extra={"address": admin.address})
        return True

    async def _read(self) -> list[_Admin]:
        found = dict.fromkeys([*self._configured, *await self._briefings.people.with_role("admin")])
        chats = {each: await self._briefings.chats.chat(each) for each in found if platform_of(each) in self._senders}
        return [_Admin(each, chat.zone, chat.language or chat.heard) for each, chat in chats.items()]
