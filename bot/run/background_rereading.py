"""Reads stored texts again after an upgrade and encodes their sentences, in the background."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings

_log = logging.getLogger(__name__)
_PAUSE = 0.2  # seconds between two texts, so that files people send come first
_AGAIN = 30.0  # seconds after a failure, for instance of the database
_EVERY = 100  # texts between two lines in the log
_LOOKS = 10.0  # seconds until it looks for new texts to encode; a chat that is over before loads no encoder


@asynccontextmanager
async def reread_stored(briefings: Briefings, clock: Callable[[], datetime]) -> AsyncGenerator[None]:
    """Reads what an older version has read for the duration of the block, then encodes what isn't encoded yet."""
    with viewing(SYSTEM):
        reading = asyncio.create_task(_until_done(briefings, clock), name="rereading")
    try:
        yield
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading


async def _until_done(briefings: Briefings, clock: Callable[[], datetime]) -> None:
    async def read_next(count: int) -> bool:
        found = await briefings.rereading.read_next(clock())
        if found and count % _EVERY == 0:
            progress = await briefings.rereading.progress()
            _log.info("reading stored texts again", extra={"last": f"a{progress.last}", "until": f"a{progress.until}"})
        return found

    if count := await _each(read_next, "a stored text could not be read again"):
        _log.info("all stored texts have been read again", extra={"texts": count})
    while briefings.meaning.encoder:
        await asyncio.sleep(_LOOKS)
        await _each(lambda _: briefings.meaning.encode_next(), "a text could not be encoded")


async def _each(step: Callable[[int], Awaitable[bool]], failure: str) -> int:
    """Takes a step for one text after the other until it finds none; how many that were."""
    count = 0
    while True:
        try:
            if not await step(count):
                return count
        except Exception:  # noqa: BLE001 - the task's edge: it tries again
            _log.exception(failure)
            await asyncio.sleep(_AGAIN)
            continue
        count += 1
        await asyncio.sleep(_PAUSE)
