"""A newcomer without a manual: five own documents, by the bot's own buttons, become a digest in Telegram and in Slack.

The transcript of each platform stands beside this file: `python -m tests.scenarios.test_newcomer` writes them anew.
"""

import asyncio
import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.commands import Roles
from tests.contracts.loopback_platforms import WORLDS, SeenMessage
from tests.fakes.papers import Part, as_docx
from tests.fakes.slack_world import SlackWorld
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.recording import ME, Player, playing

_ALLOTMENTS = """The Allotments of Norrby
Water
The upper pump fails twice a week. The town will vote on a new pump on 3 December 2026. It costs 9,000 euros.
"""
_BRIDGE = "<html><body><h1>The Footbridge</h1><h2>Planks</h2><p>{}</p></body></html>"
_ROOM = (
    Part("title", "The Reading Room"),
    Part("heading", "Hours", 1),
    Part("paragraph", "The reading room opens on Sundays from January. Volunteers hold the keys."),
)
DOCUMENTS = {
    "allotments.txt": _ALLOTMENTS.encode(),
    "market.md": b"# The Night Market\n\n## Stalls\n\nForty stalls open on 5 December. Rain kept half of them shut.\n",
    "footbridge.html": _BRIDGE.format("The planks of the footbridge are rotten. It stays shut until spring.").encode(),
    "library.docx": as_docx(_ROOM),
    "ferry.rst": b"The Winter Ferry\n================\n\nTimes\n-----\n\nThe last ferry leaves at nine. Two rest.\n",
}


async def digest_of_five(player: Player) -> list[str]:
    """What the newcomer sends and sees, line by line."""
    world = player.world
    assert isinstance(world, TelegramWorld | SlackWorld)
    told: list[str] = []

    async def heard(label: str) -> SeenMessage:
        """The next message with this button; notes on what is being done aren't kept."""
        seen = await world.heard()
        while label not in seen.buttons:
            seen = await world.heard()
        told.append(f"bot: {seen.text}")
        told.extend(f"     [{label}]" for label in seen.buttons)
        return seen

    told.append("me: start")
    await world.say("start")
    seen = await heard("Help")
    orders = ("Daily digest at 08:00", "Stop it"), ("Time zone", "Berlin", "Digest", "Every day", "08:00", "Undo")
    first, *then = next(each for each in orders if each[0] in seen.buttons)
    for label, next_label in pairwise((first, *then)):
        told.append(f"me: [{label}]")
        await world.press(seen, label)
        seen = await heard(next_label)
    await player.becomes(world.now.replace(minute=40))
    for name, content in DOCUMENTS.items():
        told.append(f"me: (the file {name})")
        if isinstance(world, TelegramWorld):
            await world.message("private", document=world.upload(name, content))
        else:
            await world.direct("", files=[world.upload(name, content)], subtype="file_share")
        offer = await heard("Import")
        told.append("me: [Import]")
        await world.press(offer, "Import")
        await heard("Summary")
    told.append("(the next morning)")
    await player.becomes(world.now.replace(day=26, hour=8, minute=0))
    await heard("Stop this digest")
    return told


async def transcript(platform: str) -> str:
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        return (
            "\n".join(re.sub(r"\bslack:\S+|\btelegram:\S+", "(here)", line) for line in await digest_of_five(player))
            + "\n"
        )


def stored(platform: str) -> Path:
    return Path(__file__).with_name(f"newcomer_{platform}.txt")


@pytest.mark.parametrize("platform", WORLDS)
async def test_five_documents_become_a_digest_by_the_bots_own_buttons(platform: str):
    told = await transcript(platform)
    assert told == stored(platform).read_text("utf-8")
    digest = told.rpartition("(the next morning)")[2]
    for title in (
        "The Allotments of Norrby",
        "The Night Market",
        "The Footbridge",
        "The Reading Room",
        "The Winter Ferry",
    ):
        assert title in digest
    assert "Your first digest: 5 analyses" in digest


if __name__ == "__main__":
    for each in WORLDS:
        stored(each).write_text(asyncio.run(transcript(each)), "utf-8")
