"""Renders an SVG as PNG, with a cache of recent pictures.

Each picture is rendered in a separate process, because the library blocks the interpreter while it renders.
"""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable
from functools import lru_cache

from bot.message import Picture
from bot.pictures.letters import font_files

_log = logging.getLogger(__name__)
KEPT = 64  # pictures; about 5 MB
_SECONDS = 20.0  # for one picture; one that takes longer is given up
_PROGRAM = """
import os, sys, resvg_py
os.nice(10)  # those who wait for words come first
svg = sys.stdin.buffer.read().decode()
drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=sys.argv[1:])
sys.stdout.buffer.write(bytes(drawn))
"""


@lru_cache(maxsize=KEPT)
def png(svg: str) -> bytes:
    """The PNG of an SVG, cached by content. Raises ValueError for invalid SVG."""
    line = (sys.executable, "-I", "-c", _PROGRAM, *map(str, font_files()))
    made = subprocess.run(line, input=svg.encode(), capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    if made.returncode:
        raise ValueError(made.stderr.decode(errors="replace").strip()[-200:])
    return made.stdout


async def draw(name: str, make: Callable[[], str], alt: str) -> Picture | None:
    """The picture, or None if drawing fails, so that a picture never costs the answer."""
    try:
        return Picture(name, await asyncio.to_thread(png, make()), alt)
    except Exception:  # noqa: BLE001 - whatever breaks, there are the words
        _log.exception("A picture could not be drawn", extra={"picture": name})
        return None
