"""What a reminder of an event that no text mentions finds in the library, on each database."""

import pytest

from briefings.model.delivery import Lead, ReminderDue
from tests.fakes.town import Town, at, instant

NOTES = b"""Shipwrights of the north
Work
Together they accomplish bigger and better things. The keel of the Zephyr is laid by hand. No thing is wasted.
Launches
A launch draws the whole town. The Zephyr is launched with a song.
"""


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Zed thing", []),
        ("Big thing", []),
        ("Launch", []),
        ("Zephyr", ["The Zephyr is launched with a song.", "The keel of the Zephyr is laid by hand."]),
        ("Launch of the Zephyr", ["The Zephyr is launched with a song."]),
    ],
)
async def test_only_what_says_enough_of_the_title_is_quoted(town: Town, title: str, quoted: list[str]):
    await town.core.library.add("notes.txt", NOTES, at("2026-02-01T12:00"))
    await town.remind(await town.event(instant("2026-03-09T14:00"), title), Lead(1, "h"))
    [notice] = await town.notices("2026-03-09T13:00")
    assert isinstance(notice, ReminderDue)
    assert sorted(point.text for point in notice.points) == sorted(quoted)
