"""A real Chromium for tests of the pages, if the machine has one."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium is installed (on Debian: apt install chromium)"
MARKER = "browser"


def executable() -> str:
    """The path of a Chromium; "" if the machine has none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), "")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser during the block; it can't use a sandbox of its own, because tests may run as root in a container."""
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=flags)
        try:
            yield browser
        finally:
            await browser.close()
