"""The health of a platform's connection: each change is told once, and failures in a row are waited for ever longer."""

from collections.abc import Awaitable, Callable, Iterator
from itertools import chain, repeat

import pytest

from bot.platforms.shared.health import Failure, Health, Pauses

DOWN, REFUSED = Failure("down", "down"), Failure("token", "no token", refused=True, by_person=True)
ONCE = Failure("", "asks to wait", seconds=7.0)


class Failed(Exception):
    def __init__(self, trouble: Failure) -> None:
        super().__init__()
        self.trouble = trouble


class Told:
    """What was told, and how long was waited."""

    def __init__(self) -> None:
        self.told: list[tuple[str | None, bool]] = []
        self.waited: list[float] = []
        self.health = Health(
            "a platform", self.tell, Pauses(1.0, 4.0, 60.0, 30.0), Failed, lambda error, _: error.trouble, self.sleep
        )

    async def tell(self, reason: str | None, *, refused: bool = False) -> None:
        self.told.append((reason, refused))

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.fixture
def told() -> Told:
    return Told()


def failing(*troubles: Failure) -> Callable[[], Awaitable[str]]:
    """A step that fails so, and then succeeds."""
    ends: Iterator[Failure | None] = chain(troubles, repeat(None))

    async def step() -> str:
        if trouble := next(ends):
            raise Failed(trouble)
        return "done"

    return step


async def test_each_change_is_told_once(told: Told) -> None:
    assert await told.health.keep_trying(failing(DOWN, DOWN, REFUSED, REFUSED)) == "done"
    assert told.told == [("down", False), ("no token", True), (None, False)]
    assert told.health.state == ""


async def test_failures_in_a_row_are_waited_for_ever_longer(told: Told) -> None:
    await told.health.keep_trying(failing(*[DOWN] * 4))
    for seconds, longest in zip(told.waited, (1.0, 2.0, 4.0, 4.0), strict=True):
        assert longest / 2 <= seconds <= longest


async def test_what_only_a_person_can_mend_is_tried_slowly_and_a_pause_that_is_asked_for_is_kept(told: Told) -> None:
    await told.health.keep_trying(failing(REFUSED, ONCE))
    assert 30.0 <= told.waited[0] <= 60.0
    assert told.waited[1] == 7.0
    assert told.told == [("no token", True), (None, False)]


async def test_a_connection_that_opens_and_is_lost_at_once_ends_no_series(told: Told) -> None:
    for _ in range(3):
        await told.health.keep_trying(failing(), proof=False)
        await told.health.lost(0.5)
    assert told.waited[-1] >= 2.0
    await told.health.lost(30.0)
    await told.health.lost(0.5)
    assert told.waited[-1] <= 1.0
