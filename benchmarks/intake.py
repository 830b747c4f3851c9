"""`python -m benchmarks.intake [PEOPLE]`: what people type while `readout run` is killed, and while it is told to end.

So many people (20) on Telegram and on Slack type 9 orders each while the process is killed again and again, then 15
each in a burst amid which it gets SIGTERM. Prints how many orders were lost, how many answers came twice or out of
order, how often a change was made twice, and how long the process took to end. Exits with 1 where an order was lost,
carried out twice or answered out of order, where one answer came twice after a SIGTERM, or an end took 10 seconds.
"""

import asyncio
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.promises import Promises
from briefings.service import open_briefings
from tests.fakes.preloaded_run import spawned_run
from tests.fakes.typists import Service, Typists, now

_PATIENCE = 120.0  # seconds until the last answer
_END_SECONDS = 10.0
_SEED = 7


def main() -> None:
    """Prints both parts."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    promises = Promises()
    asyncio.run(measure(promises, "kill -9", Typists(people, 9), signal.SIGKILL, pause=1.0, ends=12))
    asyncio.run(measure(promises, "SIGTERM", Typists(people, 15), signal.SIGTERM, pause=0.05, ends=4))
    sys.exit(promises.status())


async def measure(
    promises: Promises, name: str, typists: Typists, how: signal.Signals, *, pause: float, ends: int
) -> None:
    """Has everybody type while the service ends so often, and holds what became of it against what is promised."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/readout.db"
        async with open_briefings(database):
            pass
        await typists.open()
        service = typists.service(Path(folder))
        service.spawn = spawned_run
        await service.start()
        begun = time.monotonic()
        typing = asyncio.create_task(typists.type_all(pause))
        taken = await _interrupted(service, how, ends)
        await typing
        await typists.settled(_PATIENCE)
        total = time.monotonic() - begun
        _, last = await service.end(signal.SIGTERM)
        twice = typists.carried_out_twice(await _titles(database))
        await typists.close()
    print(f"{name}: {2 * typists.people * typists.orders} orders typed, {ends} ends, settled after {total:.0f} s")
    promises.hold(f"{name}: orders lost", typists.unanswered(), 0)
    promises.hold(f"{name}: orders carried out twice", twice, 0)
    promises.hold(f"{name}: people answered out of order", typists.unordered(), 0)
    if how == signal.SIGTERM:
        promises.hold(f"{name}: answers that came twice", typists.repeated(), 0)
        promises.hold(f"{name}: slowest end, s", max(last, *taken), _END_SECONDS)
    else:
        print(
            f"         answers that came twice: {typists.repeated()}, where a kill took the note of a message just sent"
        )
    for error in service.errors[:5]:
        print(f"         {error}")


async def _interrupted(service: Service, how: signal.Signals, ends: int) -> list[float]:
    """Ends the service so often, each time at another moment, and starts it again; how many seconds each end took."""
    chance, taken = random.Random(_SEED), []
    for _ in range(ends):
        await asyncio.sleep(chance.uniform(0.1, 2.0))
        status, seconds = await service.end(how)
        if how == signal.SIGTERM and status:
            raise SystemExit(f"The process ended with status {status}")
        taken.append(seconds)
        await service.start()
    return taken


async def _titles(database: str) -> list[str]:
    async with open_briefings(database) as core:
        return [each.event.title for each in await core.agenda.all(now())]


if __name__ == "__main__":
    main()
