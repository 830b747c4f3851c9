"""Stores incoming updates in the core's database."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from briefings.model.intake import Update
from briefings.service import Briefings

_log = logging.getLogger(__name__)


class KeptIntake:
    """The intake of every platform of a bot."""

    def __init__(self, briefings: Briefings, clock: Callable[[], datetime]) -> None:
        self._intake, self._clock = briefings.intake, clock

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """The names of those that are new; raises Busy, and what the database raises."""
        return await self._intake.keep(updates)

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """What a process before this one left."""
        found = await self._intake.unfinished(platform)
        if found:
            _log.info("taking up what was left", extra={"platform": platform, "updates": len(found)})
        return found

    async def begin_again(self, name: str) -> None:
        """Without that note an update is only taken up once more than it should be."""
        try:
            await self._intake.begin_again(name)
        except Exception:  # noqa: BLE001
            _log.exception("an attempt was not noted", extra={"update": name})

    async def finish(self, name: str) -> None:
        """Without that note an update is answered again after the next start."""
        try:
            await self._intake.finish(name, self._clock())
        except Exception:  # noqa: BLE001
            _log.exception("an answer was not noted", extra={"update": name})
