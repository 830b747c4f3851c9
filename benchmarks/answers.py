"""`python -m benchmarks.answers [TIMES]`: what an answer takes inside the process, on SQLite and on PostgreSQL.

A kept `/summary` and other commands in a private chat, so many times (400) each, without a platform: wall milliseconds
of an answer, CPU of the process, visits to the database, and turns of the event loop. Exits with 1 if `/summary` takes
5 ms or more at p99.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.crash import _postgresql
from benchmarks.figures import line, percentile
from benchmarks.promises import Promises
from bot.chat import Request
from bot.commands import Conversation, Roles
from briefings.model.intake import Update
from briefings.service import SAMPLE, Briefings, open_briefings

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_LINES = ("summary a1", "sources a1", "events", "search taiwan", "read a1 2", "status", "help summary")
_PERSON = "telegram:5"
_WARM = 20
_MOST = 5.0  # milliseconds


def main() -> None:
    """Prints the tables, and exits with 1 where a promise is missed."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    sys.exit(asyncio.run(_measure(times)))


async def _measure(times: int) -> int:
    promises = Promises()
    with tempfile.TemporaryDirectory() as folder:
        await _on("SQLite", f"sqlite:///{folder}/readout.db", times, promises)
    async with _postgresql() as (url, _):
        await _on("PostgreSQL", url, times, promises)
    return promises.status()


async def _on(name: str, url: str, times: int, promises: Promises) -> None:
    async with open_briefings(url) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
        answer = Conversation(core, Roles(open_access=True), lambda: NOW).answer
        for said in _LINES:
            taken = await _said(name, said, partial(_say, core, answer), times)
            if said == _LINES[0]:
                promises.hold(f"{name}: /{said}, kept, p99, ms", percentile(taken, 0.99), _MOST)


async def _say(core: Briefings, answer: Callable[[Request], Awaitable[Any]], said: str, number: int) -> float:
    """Milliseconds until the answer was there; the update was stored before and is marked as handled after that."""
    update = f"telegram:{said}:{number}"
    await core.intake.keep([Update(update, "telegram", _PERSON, _PERSON, "{}", NOW)])
    start = time.perf_counter()
    request = Request(_PERSON, _PERSON, said, NOW, private=True, command=True, update=update, language="en")
    assert (await answer(request)) is not None
    taken = 1000 * (time.perf_counter() - start)
    await core.intake.finish(update, NOW)
    return taken


async def _said(name: str, said: str, say: Callable[[str, int], Awaitable[float]], times: int) -> list[float]:
    """Milliseconds of each answer; prints them, with what an answer costs from storing its update to its end."""
    for number in range(_WARM):
        await say(said, -1 - number)
    with _counted() as count:
        used = time.process_time()
        taken = [await say(said, number) for number in range(times)]
        used = 1000 * (time.process_time() - used) / times
    visits, turns = (each / times for each in count.values())
    print(line(f"{name}: /{said}", taken), f" {used:.2f} ms of CPU, {visits:.1f} transactions, {turns:.1f} turns")
    return taken


@contextmanager
def _counted() -> Iterator[dict[str, int]]:
    """Counts transactions of all databases and turns of the event loop meanwhile."""
    count = {"transactions": 0, "turns": 0}
    loop: Any = asyncio.get_running_loop()
    run_once = loop._run_once  # noqa: SLF001 - there is no public hook

    def began(_connection: object) -> None:
        count["transactions"] += 1

    def turn() -> None:
        count["turns"] += 1
        run_once()

    event.listen(Engine, "begin", began)
    loop._run_once = turn  # noqa: SLF001
    try:
        yield count
    finally:
        event.remove(Engine, "begin", began)
        del loop._run_once  # noqa: SLF001


if __name__ == "__main__":
    main()
