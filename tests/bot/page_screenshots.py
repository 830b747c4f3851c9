"""`python -m tests.bot.page_screenshots [FOLDER]`: the main pages as a Chromium shows them, for docs/pictures."""

import asyncio
import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.async_api import Browser

from briefings.model.marking import SYSTEM, viewing
from briefings.service import open_briefings
from tests.fakes import shelf
from tests.fakes.browser import chromium, executable
from tests.fakes.reading_room import Room, reading_room
from tests.scenarios.stage import Stage

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_COLOURS = 64  # of a picture, which makes it three times smaller


class Shot(NamedTuple):
    """A picture: the page, the size of the window, the theme, and the element to which it is scrolled, "" for none."""

    path: str
    width: int
    height: int
    theme: str = "light"
    to: str = ""


_CITING = "h2:has-text('Washington on the Line')"
SHOTS = {
    "page": Shot(shelf.CALLS, 1180, 700, "light", _CITING),
    "page-dark": Shot(shelf.CALLS, 1180, 700, "dark", _CITING),
    "page-phone": Shot(shelf.CALLS, 390, 700, "dark", _CITING),
    "page-timeline": Shot(shelf.TIMETABLE, 1180, 560, "light", "h2#timeline"),
    "library-page": Shot("?q=harbour+summit", 1180, 620),
}


async def _shot(browser: Browser, library: str, of: Shot) -> bytes:
    size = {"width": of.width, "height": of.height}
    page = await browser.new_page(viewport=size, color_scheme=of.theme)  # type: ignore[arg-type]
    await page.goto(f"{library}{of.path}")
    if of.to:
        await page.locator(of.to).first.evaluate("element => element.scrollIntoView()")
    taken = await page.screenshot()
    await page.close()
    return taken


def _smaller(png: bytes) -> bytes:
    """The picture with few colours."""
    made = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()


async def shots(room: Room) -> dict[str, bytes]:
    """Each picture by its name."""
    library = await room.link("open library")
    async with chromium() as browser:
        return {name: _smaller(await _shot(browser, library, of)) for name, of in SHOTS.items()}


async def _main(folder: Path) -> None:
    with viewing(SYSTEM):
        async with open_briefings("sqlite:///:memory:") as core:
            stage = Stage(core, NOW)
            await shelf.fill(stage)
            async with reading_room(stage, core) as room:
                for name, png in (await shots(room)).items():
                    await asyncio.to_thread((folder / f"{name}.png").write_bytes, png)
                    print(f"{name}.png: {len(png) / 1000:.0f} kB")


if __name__ == "__main__":
    if not executable():
        sys.exit("This needs a Chromium.")
    asyncio.run(_main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
