"""Which answers tell of a change, so that a platform must not tell them twice."""

import pytest

from tests.scenarios.stage import Stage


@pytest.mark.parametrize(
    ("line", "once"),
    [
        ("list", False),
        ("event e1", False),
        ("event e1 2031-05-02", True),
        ("quiet", False),
        ("quiet 22:00-07:00", True),
        ("settings zone", False),
        ("settings length short", True),
        ("subscribe daily 08:00", True),
        ("subscribe daily 99:00", False),
        ("remove a1", False),
        ("remove a1 yes", True),
    ],
)
async def test_what_changes_something_is_told_once(stage: Stage, line: str, once: bool):
    await stage.import_ferries()
    message = await stage.message(line)
    assert message
    assert message.once == once


async def test_plain_words_that_only_look_are_told_like_their_command(stage: Stage):
    await stage.import_ferries()
    message = await stage.message("what is new?", command=False)
    assert message
    assert not message.once


async def test_the_yes_to_plain_words_is_told_once(stage: Stage):
    assert (await stage.message("send me a digest every day at 8", command=False)).proposes
    assert (await stage.message("yes", command=False)).once
