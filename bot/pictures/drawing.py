"""Turns an SVG into a PNG. A picture that was drawn lately is not drawn again."""

import asyncio
import logging
from collections.abc import Callable
from functools import lru_cache

from bot.message import Picture
from bot.pictures.letters import font_files

_log = logging.getLogger(__name__)
KEPT = 64  # pictures; about 5 MB


@lru_cache(maxsize=KEPT)
def png(svg: str) -> bytes:
    """The image, known by its content. Raises ValueError for what is no SVG."""
    import resvg_py

    drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=list(font_files()))
    return bytes(drawn)


async def drawn(name: str, make: Callable[[], str], alt: str) -> Picture | None:
    """The picture of an SVG, None where it cannot be drawn: a picture never costs the answer."""
    try:
        return Picture(name, await asyncio.to_thread(png, make()), alt)
    except Exception:  # noqa: BLE001 - whatever breaks, there are the words
        _log.exception("A picture could not be drawn", extra={"picture": name})
        return None
