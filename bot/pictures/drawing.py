"""Draws pictures: the SVG card that all of them share (colours, texts, shapes), and its PNG.

One card serves light and dark clients, because no platform tells a bot the reader's theme. Its background is dark
enough for the night, and its border is visible on both white and black. Each picture is rendered in a separate
process, because the library blocks the interpreter while it renders, and recent ones are cached.
"""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from bot.message import Picture
from bot.pictures.fonts import FAMILIES, font_files, lines

_log = logging.getLogger(__name__)

WIDTH = 960  # pixels; as wide as a phone shows without enlarging
MARGIN = 40
ROOM = WIDTH - 2 * MARGIN

GROUND, EDGE = "#25303b", "#6b7a88"
TEXT, MUTED = "#f4f6f8", "#bac5cf"
AHEAD, PAST, NOW, TRACK = "#6cb6ff", "#93a1ae", "#ffb454", "#3a4754"
KEPT = 64  # pictures; about 5 MB
_SECONDS = 20.0  # for one picture; one that takes longer is given up
_PROGRAM = """
import os, sys, resvg_py
os.nice(10)  # those who wait for words come first
svg = sys.stdin.buffer.read().decode()
drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=sys.argv[1:])
sys.stdout.buffer.write(bytes(drawn))
"""


def words(
    x: float, y: float, label: str, size: float, fill: str = TEXT, *, bold: bool = False, end: bool = False
) -> str:
    """A line of legible text with its baseline starting or ending at a point."""
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}"{weight}{anchor}>{escape(label)}</text>'


def head(title: str, about: str) -> tuple[list[str], float]:
    """The title and the line below it, and their height."""
    shapes, y = [], float(MARGIN)
    for each in lines(title, 36, ROOM, 2, bold=True):
        y += 40
        shapes.append(words(MARGIN, y - 6, each, 36, bold=True))
    for each in lines(about, 24, ROOM, 1):
        y += 36
        shapes.append(words(MARGIN, y - 4, each, 24, MUTED))
    return shapes, y + 14


def bar(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A bar with round ends."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:g}" rx="{height / 2:g}" fill="{fill}"/>'


def line(x: float, top: float, bottom: float, fill: str) -> str:
    """A bar of 3 pixels around `x`, from `top` to `bottom`, in SVG."""
    return f'<rect x="{x - 1.5:.1f}" y="{top:.1f}" width="3" height="{bottom - top:.1f}" fill="{fill}"/>'


def card(height: float, shapes: Iterable[str]) -> str:
    """The whole picture, opaque, because platforms put their own background behind it."""
    size = f'width="{WIDTH}" height="{height:g}"'
    inner = f'x="3" y="3" width="{WIDTH - 6}" height="{height - 6:g}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family={quoteattr(FAMILIES)}>',
            f'<rect {size} fill="{EDGE}"/>',
            f'<rect {inner} fill="{GROUND}"/>',
            *shapes,
            "</svg>",
        )
    )


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
