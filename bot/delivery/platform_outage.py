"""Warns admins on the other platforms of a platform that can't be reached for a while, once while it lasts.

Of several processes that can't reach it, one warns them.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime

from bot.chat import DeliveryFailed, Direct
from bot.languages import language_set
from bot.views.delivery.reminders_and_digests import platform_unreachable
from briefings.model.delivery import platform_of
from briefings.service import Briefings
from briefings.translatable import Phrase

_log = logging.getLogger(__name__)
_TOLD_AFTER = 120.0  # seconds that an outage must last


class PlatformOutages:
    """The outages under way; `admins` and people with that role are told on the platforms in `senders`."""

    def __init__(
        self,
        briefings: Briefings,
        admins: Collection[str],
        senders: Collection[str],
        direct: Direct,
        clock: Callable[[], datetime],
        told_after: float = _TOLD_AFTER,
    ) -> None:
        """`told_after` is in seconds."""
        self._briefings, self._admins, self._senders, self._direct = briefings, tuple(admins), senders, direct
        self._clock, self._told_after = clock, told_after
        self._warnings: dict[str, asyncio.Task[None]] = {}

    def begun(self, platform: str, reason: str | Phrase) -> None:
        """Registers that a platform can't be reached; repeated reports of an outage count once."""
        if platform not in self._warnings:
            warning = asyncio.create_task(self._warn(platform, reason), name=f"{platform} can't be reached")
            self._warnings[platform] = warning

    def ended(self, platform: str) -> None:
        """Registers that a platform works again."""
        if warning := self._warnings.pop(platform, None):
            warning.cancel()

    async def close(self) -> None:
        """Cancels warnings that wait."""
        waiting = list(self._warnings.values())
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _warn(self, platform: str, reason: str | Phrase) -> None:
        await asyncio.sleep(self._told_after)
        try:
            if not await self._briefings.outbox.tells_outage(platform, self._clock()):
                return
            found = dict.fromkeys([*self._admins, *await self._briefings.people.with_role("admin")])
            for admin in found:
                if platform_of(admin) in self._senders and platform_of(admin) != platform:
                    await self._tell(admin, platform, reason)
        except Exception:  # noqa: BLE001 - a warning that breaks stops nothing else
            _log.exception("admins were perhaps not warned", extra={"platform": platform})

    async def _tell(self, admin: str, platform: str, reason: str | Phrase) -> None:
        chat = await self._briefings.chats.chat(admin)
        with language_set(chat.language or chat.heard):
            message = platform_unreachable(platform, reason)
        try:
            await self._direct(admin, message)
        except DeliveryFailed as failed:
            _log.warning("an admin was not warned", extra={"address": admin, "reason": failed.reason})
