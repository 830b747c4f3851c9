"""Stores incoming updates in the core's database."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from briefings.model.intake import Update
from briefings.service import Briefings

_log = logging.getLogger(__name__)


class DatabaseIntake:
    """The intake of all platforms."""

    def __init__(self, briefings: Briefings, clock: Callable[[], datetime]) -> None:
        self._intake, self._clock = briefings.intake, clock

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """The ids of new updates. Raises Busy and database errors."""
        return await self._intake.keep(updates)

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """Updates left by an earlier process."""
        found = await self._intake.unfinished(platform)
        if found:
            _log.info("taking up what was left", extra={"platform": platform, "updates": len(found)})
        return found

    async def begin_again(self, name: str) -> None:
        """Counts an attempt. If that fails, the update is only tried once more than intended."""
        try:
            await self._intake.begin_again(name)
        except Exception:  # noqa: BLE001
            _log.exception("an attempt was not noted", extra={"update": name})

    async def finish(self, name: str) -> None:
        """Marks an update as handled. If that fails, it is answered again after the next start."""
        try:
            await self._intake.finish(name, self._clock())
        except Exception:  # noqa: BLE001
            _log.exception("an answer was not noted", extra={"update": name})
