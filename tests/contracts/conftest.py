"""What the contracts of pushing may ask for."""

import pytest

from briefings.service import Briefings
from tests.fakes.town import Town, at


@pytest.fixture
async def town(core: Briefings) -> Town:
    """A core on each database in turn, whose sender is ready."""
    return Town(core, await core.outbox.take_over("telegram", at("2026-03-01T12:00")))
