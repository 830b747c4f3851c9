"""Supervises the service's tasks: one that fails is restarted after a growing pause."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from briefings.errors import Broken, Busy, new_reference

_log = logging.getLogger(__name__)
_STEADY_SECONDS = 60.0  # a task that has run for so long starts again after the first pause
_FIRST, _LONGEST = 1.0, 60.0  # seconds before a restart

Told = Callable[[str, str], Awaitable[None]]


async def supervised(
    name: str, run: Callable[[], Awaitable[None]], report: Told, pauses: tuple[float, float] = (_FIRST, _LONGEST)
) -> None:
    """Runs a task again and again until cancelled; `report` gets its name and the log's reference where it broke.

    A database that went away breaks no task: it ends, and goes on with the database.
    """
    clock, pause = asyncio.get_running_loop().time, pauses[0]
    while True:
        began = clock()
        reference = new_reference()
        about = {"task": name, "reference": reference}
        try:
            await run()
            _log.error("a task has ended by itself and is started again", extra=about)
            await report(name, reference)
        except (Broken, Busy) as error:
            _log.warning("a task waits for the database", extra={"task": name, "failure": error})
        except Exception:  # noqa: BLE001 - the edge of all that lasts: whatever breaks a task ends no other
            _log.exception("a task broke and is started again", extra=about)
            await report(name, reference)
        if clock() - began >= _STEADY_SECONDS:
            pause = pauses[0]
        await asyncio.sleep(pause)
        pause = min(2 * pause, pauses[1])
