"""The pages of the reading room in a real Chromium: accessibility, narrow screens, keyboard, print, and the policy."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page

from briefings.model.marking import SYSTEM, viewing
from briefings.service import open_briefings
from tests.fakes import shelf
from tests.fakes.browser import MARKER, chromium
from tests.fakes.reading_room import Room, reading_room
from tests.scenarios.stage import ADMIN, Stage

pytestmark = [getattr(pytest.mark, MARKER), pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
PANELS = ("sources", "timeline", "audit", "outlook", "disagreements", "corrections", "changes", "revisions")
KINDS = {
    "library": "",
    "search": "?q=harbour+summit",
    "nothing found": "?q=nothingatall",
    "short": shelf.CALLS,
    "corrected": shelf.STRAIT_NOTE,
    "contradicted": shelf.SUMMIT_NOTE,
    "table of dates": shelf.TIMETABLE,
    "older": f"{shelf.STRAIT_NOTE}?rev=1",
    "chinese": shelf.CHINESE,
    "russian": shelf.RUSSIAN,
    "part": shelf.LONG,
    "next part": f"{shelf.LONG}?at=30000",
    **{f"{name} alone": f"{shelf.LONG}?show={name}" for name in PANELS},
    "not found": "a77",
}
TRANSLATED = ("library", "search", "corrected", "contradicted", "part", "older", "not found")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def room() -> AsyncIterator[Room]:
    with viewing(SYSTEM):
        async with open_briefings("sqlite:///:memory:") as core:
            stage = Stage(core, NOW)
            await shelf.fill(stage)
            async with reading_room(stage, core) as opened:
                await shelf.read_before(opened)
                yield opened


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def library(room: Room) -> str:
    return await room.link("open library")


@asynccontextmanager
async def window(browser: Browser, **how: object) -> AsyncIterator[tuple[BrowserContext, Page, list[str]]]:
    """A window with what its console complains of and each request to another host than the server's."""
    context = await browser.new_context(**how)  # type: ignore[arg-type]
    page, wrong = await context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda sent: None if re.match(r"http://127\.0\.0\.1:|data:", sent.url) else wrong.append(sent.url)
    )
    try:
        yield context, page, wrong
    finally:
        await context.close()


async def looked_at(page: Page) -> list[str]:
    """What axe-core finds wrong, with the element of each fault."""
    found = await Axe().run(page)
    return [f"{each['id']}: {node['html']}" for each in found.response["violations"] for node in each["nodes"]]


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("zh", "light"), ("ru", "dark")])
async def test_no_page_has_a_fault_of_accessibility(browser: Browser, library: str, language: str, theme: str) -> None:
    kinds = KINDS if language == "en" else {kind: KINDS[kind] for kind in TRANSLATED}
    async with window(browser, color_scheme=theme, viewport={"width": 1280, "height": 900}) as (_, page, wrong):
        for kind, path in kinds.items():
            address = f"{library}{path}"
            await page.goto(f"{address}{'&' if '?' in path else '?'}lang={language}")
            assert (kind, await page.get_attribute("html", "lang")) == (kind, language)
            assert (kind, await looked_at(page)) == (kind, [])
        assert [each for each in wrong if "status of 404" not in each] == []


async def test_no_page_scrolls_sideways_at_320_pixels(browser: Browser, library: str) -> None:
    async with window(browser, viewport={"width": 320, "height": 600}) as (_, page, _wrong):
        for kind, path in KINDS.items():
            await page.goto(f"{library}{path}")
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert (kind, wide) == (kind, 320)


async def test_references_stand_beside_the_text_on_a_wide_screen_and_below_on_a_narrow_one(
    browser: Browser, library: str
) -> None:
    async with window(browser, viewport={"width": 1280, "height": 900}) as (_, page, _wrong):
        await page.goto(f"{library}{shelf.CALLS}")
        words, notes = page.locator(".row:has(.notes) > p").first, page.locator(".notes").first
        left, right = await words.bounding_box(), await notes.bounding_box()
        assert left
        assert right
        assert right["x"] >= left["x"] + left["width"]
        assert abs(right["y"] - left["y"]) < 20
        await page.set_viewport_size({"width": 400, "height": 900})
        left, right = await words.bounding_box(), await notes.bounding_box()
        assert left
        assert right
        assert right["y"] >= left["y"] + left["height"]


async def test_each_page_works_without_scripts(browser: Browser, library: str) -> None:
    async with window(browser, java_script_enabled=False) as (_, page, wrong):
        await page.goto(library)
        await page.fill("#q", "harbour summit")
        await page.click("button")
        await page.click(".hits a.quoted >> nth=0")
        assert "#s" in page.url
        await page.goto(f"{library}{shelf.LONG}")
        await page.click("text=Next part")
        await page.click("text=Previous part")
        await page.click(".notes a >> nth=0")
        assert "show=sources#r" in page.url
        await page.set_viewport_size({"width": 400, "height": 800})
        await page.click("summary")
        await page.click(".contents >> text=Timeline")
        await page.click("table a >> nth=0")
        assert re.search(r"\?at=(\d+)#s\1$", page.url)
        assert wrong == []


async def test_the_sentence_of_an_address_is_shown_and_marked(browser: Browser, room: Room, library: str) -> None:
    draft = (await room.stage.briefings.library.get(7)).draft
    start = draft.sentences[len(draft.sentences) // 2].start
    async with window(browser, viewport={"width": 800, "height": 600}) as (_, page, _wrong):
        await page.goto(await room.link(f"open a7 r2 {start}"))
        box = await page.locator(f"#s{start}").bounding_box()
        assert box
        assert 0 <= box["y"] < 600
        colour = "element => getComputedStyle(element).backgroundColor"
        assert await page.locator(f"#s{start}").evaluate(colour) != "rgba(0, 0, 0, 0)"


async def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(browser: Browser, library: str) -> None:
    shown = """() => {
        const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
        return [at.tagName, at.textContent.trim(), style.outlineStyle, box.left >= 0 && box.width > 0,
                [...document.querySelectorAll("a, button, input, summary, [tabindex]")].indexOf(at)];
    }"""
    async with window(browser, viewport={"width": 1280, "height": 900}) as (_, page, _wrong):
        for path in ("", shelf.CALLS, shelf.LONG):
            await page.goto(f"{library}{path}")
            await page.keyboard.press("Tab")
            first = await page.evaluate(shown)
            assert first[:2] == ["A", "Skip to the text"]
            places = [first]
            while True:
                await page.keyboard.press("Tab")
                place = await page.evaluate(shown)
                if place[0] == "BODY" or len(places) > 400:
                    break
                places.append(place)
            assert len(places) > 8
            assert not path or "Timeline" in [each[1] for each in places]
            assert [each for each in places if each[2] == "none" or not each[3]] == []
            assert [each[4] for each in places] == sorted(each[4] for each in places)
        await page.goto(f"{library}{shelf.CALLS}")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "main"


async def test_a_printed_page_has_the_text_and_the_references_without_menus(browser: Browser, library: str) -> None:
    async with window(browser, color_scheme="dark") as (_, page, _wrong):
        await page.goto(f"{library}{shelf.CALLS}")
        await page.emulate_media(media="print", color_scheme="dark")
        for hidden in (".contents", "header.site nav", ".exports", ".skip"):
            assert (hidden, await page.locator(hidden).first.is_visible()) == (hidden, False)
        for seen in ("h1", ".notes", "#sources"):
            assert (seen, await page.locator(seen).first.is_visible()) == (seen, True)
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert len(await page.pdf()) > 10_000


async def test_a_browser_enforces_the_policy(browser: Browser, library: str) -> None:
    """What a text could smuggle in would neither run nor load: the policy is in force, not only sent."""
    async with window(browser) as (_, page, wrong):
        failed: list[str] = []
        page.on("requestfailed", lambda sent: failed.append(f"{sent.url} {sent.failure}"))
        await page.goto(f"{library}{shelf.CALLS}")
        assert (wrong, failed) == ([], [])
        await page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            document.body.append(Object.assign(new Image(), {src: "https://example.org/seen.png"}));
            document.body.setAttribute("style", "color: red");
        }""")
        await page.wait_for_timeout(200)
        assert await page.evaluate("window.ran") is None
        refused = [each for each in wrong if "Content Security Policy" in each]
        assert len(refused) >= 3
        assert failed == ["https://example.org/seen.png csp"]


async def test_an_ended_link_says_so(browser: Browser, room: Room) -> None:
    link = await room.link("open a3", sender=ADMIN)
    later = await room.link("open a3", sender=ADMIN)
    await room.stage.say("links revoke all", sender=ADMIN)
    until, room.stage.now = room.stage.now, room.stage.now + timedelta(days=8)
    try:
        async with window(browser) as (_, page, _wrong):
            for address in (link, later):
                answer = await page.goto(address)
                assert answer
                assert answer.status == 410
                assert "This link was revoked. To get a new one, type /open" in await page.inner_text("main")
                assert await looked_at(page) == []
    finally:
        room.stage.now = until
