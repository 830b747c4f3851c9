"""The stage on which lines are typed and answers read."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from briefings.service import open_briefings
from tests.scenarios.stage import Stage


@pytest.fixture
async def stage(now: datetime) -> AsyncIterator[Stage]:
    """An empty library in London, on 10 February 2026."""
    async with open_briefings("sqlite:///:memory:", zone="Europe/London") as briefings:
        yield Stage(briefings, now)
