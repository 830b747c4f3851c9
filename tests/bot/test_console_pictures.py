"""A picture in a terminal is its words, and a file that can be looked at."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.message import Heading, Picture, say
from bot.platforms.console.adapter import ConsolePlatform

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n and so on"
PICTURE = Picture("timeline-a1.png", PNG, "Two events: a fair in May, a vote in June.")
SHORT = say(Heading("Ports"), PICTURE, "Ice is melting.")


def test_a_picture_is_told_in_plain_text():
    assert SHORT.plain().split("\n\n")[1] == PICTURE.alt


async def test_a_terminal_tells_it_and_where_it_was_put(tmp_path: Path):
    out = io.StringIO()
    folder = tmp_path / "pictures"
    console = ConsolePlatform(io.StringIO(), out, lambda: NOW, interactive=False, kept=tmp_path)
    await console.send("terminal:local", SHORT, "key")
    assert (folder / PICTURE.name).read_bytes() == PNG
    assert f"{PICTURE.alt}\n\nPicture: {folder / PICTURE.name}\n\nIce" in out.getvalue()


@pytest.mark.parametrize("where", ["nowhere", "in the way"])
async def test_a_terminal_tells_it_where_it_cannot_be_put(tmp_path: Path, where: str):
    (tmp_path / "in the way").write_text("a file")
    out = io.StringIO()
    folder = None if where == "nowhere" else tmp_path / where
    console = ConsolePlatform(io.StringIO(), out, lambda: NOW, interactive=False, kept=folder)
    await console.send("terminal:local", SHORT, "key")
    assert f"{PICTURE.alt}\n\nIce" in out.getvalue()
