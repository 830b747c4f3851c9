"""What people type while the whole program is killed, or told to end, is answered by the next one, in order."""

import asyncio
import signal
from pathlib import Path

import pytest

from briefings.service import open_briefings
from tests.fakes.typists import Typists, now

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_nothing_typed_is_lost(tmp_path: Path, how: signal.Signals):
    database = f"sqlite:///{tmp_path}/readout.db"
    async with open_briefings(database):
        pass
    typists = Typists(3, 4)
    await typists.open()
    service = typists.service(tmp_path)
    await service.start()
    typing = asyncio.create_task(typists.type_all(0.3))
    for pause in (0.4, 1.2):
        await asyncio.sleep(pause)
        status, seconds = await service.end(how)
        if how == signal.SIGTERM:
            assert status == 0
            assert seconds < 10
        await service.start()
    await typing
    await typists.settled(60)
    assert (typists.unanswered(), typists.unordered()) == (0, 0)
    if how == signal.SIGTERM:
        assert typists.repeated() == 0
    await service.end(signal.SIGTERM)
    await typists.close()
    async with open_briefings(database) as core:
        titles = [each.event.title for each in await core.agenda.all(now())]
    assert typists.carried_out_twice(titles) == 0
    assert len(set(titles)) == 2 * 3 * 2
