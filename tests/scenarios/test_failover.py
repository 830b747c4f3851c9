"""A second `readout run` follows a first one that was killed, froze or lost its network, whoever holds it up."""

import pytest

from tests.fakes.failover import ENDS, End, followed_after

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("end", ENDS)
async def test_a_second_process_follows_a_first_one_that_does_not_send_any_more(postgresql: str, end: End) -> None:
    assert await followed_after(postgresql, end, 40) > 0
