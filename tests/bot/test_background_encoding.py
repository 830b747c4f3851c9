"""Sentences are encoded in the background, by the task that reads stored texts again; the encoder ends with the bot."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

import pytest

from bot.run import background_rereading
from bot.run.background_rereading import reread_stored
from briefings.service import Briefings, open_briefings
from tests.fakes.deadline import HANGS
from tests.fakes.hashed_meaning import HashedWords

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_LOOKS", "_PAUSE", "_AGAIN"):
        monkeypatch.setattr(background_rereading, name, 0.001)


async def found(core: Briefings, most: int) -> None:
    """Waits until so many sentences are found."""
    async with asyncio.timeout(HANGS):
        for _ in count():
            if len(await core.meaning.closest(["ferry price"])) == most:
                return
            await asyncio.sleep(0.01)


async def test_texts_are_encoded_as_they_come():
    encoder = HashedWords()
    async with open_briefings("sqlite:///:memory:", encoder=encoder) as core:
        await core.library.add("ferry.md", b"# Ferry\n\nA boat costs nine crowns.\n", NOW)
        async with reread_stored(core, lambda: NOW):
            await found(core, 1)
            await core.library.add("pier.md", b"# Pier\n\nThe pier was painted in January.\n", NOW)
            await found(core, 2)
        assert encoder.ended == 0
    assert encoder.ended == 1


class _FailingOnce(HashedWords):
    async def encode(self, sentences: Sequence[str], within: float | None = None) -> list[bytes] | None:
        if not self.asked:
            self.asked.append("")
            raise OSError("the encoder has ended")
        return await super().encode(sentences, within)


async def test_an_encoder_that_fails_is_tried_again():
    async with open_briefings("sqlite:///:memory:", encoder=_FailingOnce()) as core:
        await core.library.add("ferry.md", b"# Ferry\n\nA boat costs nine crowns.\n", NOW)
        async with reread_stored(core, lambda: NOW):
            await found(core, 1)


async def test_without_an_encoder_the_task_ends_when_all_is_read():
    async with open_briefings("sqlite:///:memory:") as core, reread_stored(core, lambda: NOW):
        (task,) = (each for each in asyncio.all_tasks() if each.get_name() == "rereading")
        assert (await asyncio.wait({task}, timeout=HANGS))[0] == {task}
