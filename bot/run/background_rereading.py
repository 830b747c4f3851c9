"""Reads stored texts again in the background after an upgrade, while everything else goes on."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings

_log = logging.getLogger(__name__)
_PAUSE = 0.2  # seconds between two texts, so that files people send come first
_AGAIN = 30.0  # seconds after a failure, for instance of the database
_EVERY = 100  # texts between two lines in the log


@asynccontextmanager
async def reread_stored(briefings: Briefings, clock: Callable[[], datetime]) -> AsyncGenerator[None]:
    """Reads what an older version has read for the duration of the block, until nothing is left."""
    with viewing(SYSTEM):
        reading = asyncio.create_task(_until_done(briefings, clock), name="rereading")
    try:
        yield
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading


async def _until_done(briefings: Briefings, clock: Callable[[], datetime]) -> None:
    count = 0
    while True:
        try:
            if not await briefings.rereading.read_next(clock()):
                break
        except Exception:  # noqa: BLE001 - the task's edge: it tries again
            _log.exception("a stored text could not be read again")
            await asyncio.sleep(_AGAIN)
            continue
        count += 1
        if count % _EVERY == 1:
            progress = await briefings.rereading.progress()
            _log.info("reading stored texts again", extra={"last": f"a{progress.last}", "until": f"a{progress.until}"})
        await asyncio.sleep(_PAUSE)
    if count:
        _log.info("all stored texts have been read again", extra={"texts": count})
