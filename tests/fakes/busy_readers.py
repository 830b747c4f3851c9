"""An SQLite database whose reading threads are all busy, as with long reports."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from briefings.service import Briefings

MORE_THAN_THERE_ARE = 16  # steps; a store has four threads that read


@asynccontextmanager
async def no_reads(core: Briefings) -> AsyncIterator[None]:
    """During the block, whatever reads waits; what writes doesn't."""
    ended = threading.Event()
    steps = [
        asyncio.create_task(core.outbox._store.read(lambda _connection: ended.wait()))
        for _ in range(MORE_THAN_THERE_ARE)
    ]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        ended.set()
        await asyncio.gather(*steps)
