"""Whatever a message holds, both platforms take it, and nothing of it is lost."""

from random import Random

import pytest

from tests.examples import scaled
from tests.fakes.messages import in_slack, in_telegram, lost, message

MESSAGES = scaled(100, 500)


@pytest.mark.parametrize("seen_in", [in_telegram, in_slack])
def test_generated_messages_are_taken_whole(seen_in):
    for seed in range(MESSAGES):
        made = message(Random(seed))  # noqa: S311 - not for secrets
        missing = lost(made, seen_in(made))
        assert not missing, f"message {seed} lost {missing!r}"
