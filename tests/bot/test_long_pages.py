"""The pages of a long analysis: none is large, nothing is lost between them, and each link leads to its place."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from html import unescape

import pytest

from benchmarks.corpus import long_analysis
from bot.web.reading_room.parts import MOST_BYTES
from briefings.model.analysis import Analysis
from briefings.model.marking import Label
from briefings.service import Briefings, open_briefings
from tests.conftest import SAMPLES
from tests.fakes import shelf
from tests.fakes.accessibility import faults
from tests.fakes.reading_room import Room, reading_room
from tests.scenarios.stage import ADMIN, Stage

SIZE = 100_000
NEXT = re.compile(r'<a href="([^"]+)">Next part</a>')
HREF = re.compile(r'href="([^"]+)"')


@pytest.fixture
async def core() -> AsyncIterator[Briefings]:
    async with open_briefings("sqlite:///:memory:") as briefings:
        yield briefings


@pytest.fixture
async def room(core: Briefings, now: datetime) -> AsyncIterator[Room]:
    async with reading_room(Stage(core, now), core) as opened:
        yield opened


def chinese() -> bytes:
    text = (SAMPLES / "reading" / "chinese.txt").read_text("utf-8")
    title, _, body = text.partition("\n")
    return f"{title}\n{(body + chr(10)) * (SIZE // len(body.encode()) + 1)}".encode()


def table() -> bytes:
    rows = "".join(
        f"| Port {number} & quay | {number * 7 % 90} ships | “{number}” | due in May 2026 |\n" for number in range(1800)
    )
    return f"# Ports\n\nAll ports of the strait.\n\n| Port | Ships | Sign | When |\n|---|---|---|---|\n{rows}".encode()


def one_paragraph() -> bytes:
    return b"# Quays\n\n" + b" ".join(b"The quay number %d < %d opens & closes." % (at, at + 1) for at in range(2500))


async def pages_of(room: Room, link: str) -> dict[str, str]:
    """The pages of the text by their addresses."""
    found: dict[str, str] = {}
    folder, _, page = link.rpartition("/")
    while page:
        opened = await room.open(f"{folder}/{page}")
        assert opened.status == 200
        found[page] = opened.text
        step = NEXT.search(opened.text)
        page = unescape(step[1]) if step else ""
        assert page not in found
    return found


async def added(room: Room, name: str, data: bytes) -> Analysis:
    return (await room.stage.briefings.library.add(name, data, room.stage.now)).analysis


@pytest.mark.parametrize("make", [long_analysis, chinese, table, one_paragraph], ids=lambda make: make.__name__)
async def test_no_page_of_an_analysis_of_100_kb_is_large_and_no_sentence_is_lost(room: Room, make) -> None:
    data = make(SIZE) if make is long_analysis else make()
    draft = (await added(room, "long.md", data)).draft
    assert len(data) >= 0.9 * SIZE
    pages = await pages_of(room, await room.link())
    assert len(pages) > 2
    anchors = [name for page in pages.values() for name in re.findall(r'id="(s\d+)"', page)]
    starts = {sentence.start for sentence in draft.sentences} | {
        row.start for each in draft.tables for row in each.rows
    }
    listed = [(each.start, each.end) for each in draft.references if not each.inline]
    assert {f"s{at}" for at in starts} <= set(anchors)
    assert not any(f"s{start}" in anchors for start, _end in listed)
    assert {page: len(html.encode()) for page, html in pages.items() if len(html.encode()) > MOST_BYTES} == {}
    assert [each for html in pages.values() for each in faults(html)] == []


async def test_each_link_on_the_pages_of_a_long_analysis_leads_to_its_place(room: Room) -> None:
    await added(room, "long.md", long_analysis(SIZE // 2))
    link = f"{await room.link()}?lang=ru"
    folder, _, page = link.rpartition("/")
    wanted, seen = [page], dict[str, str]()
    while wanted:
        address, _, anchor = wanted.pop().partition("#")
        if address not in seen:
            opened = await room.open(f"{folder}/{address}")
            assert (address, opened.status) == (address, 200)
            seen[address] = opened.text if opened.header("Content-Type").startswith("text/html") else ""
            own = (unescape(each) for each in HREF.findall(seen[address]))
            inner = (
                each if each[0] not in "#?" else f"{address if each[0] == '#' else page.partition('?')[0]}{each}"
                for each in own
            )
            wanted += [
                each for each in inner if re.match(r"a1\b", each) and "lang=en" not in each and "lang=zh" not in each
            ]
            assert not seen[address] or '<html lang="ru">' in seen[address]
        assert not anchor or f'id="{anchor}"' in seen[address], (address, anchor)
    assert len(seen) > 20


async def test_a_link_to_a_sentence_of_a_long_text_opens_the_part_that_holds_it(room: Room) -> None:
    draft = (await added(room, "long.md", long_analysis(SIZE))).draft
    last = draft.sentences[len(draft.sentences) * 3 // 4]
    link = await room.link(f"open a1 r1 {last.start}")
    assert link.endswith(f"/a1?at={last.start}#s{last.start}")
    words = " ".join(draft.text[last.start : last.end].split())
    assert (await room.open(link)).page.text_of(f"s{last.start}") == words
    first = await room.open(link.partition("?")[0])
    assert f'id="s{last.start}"' not in first.text
    everything = await room.open(f"{link.partition('?')[0]}?show=all")
    assert everything.page.text_of(f"s{last.start}") == words
    assert {"sources", "revisions"} <= set(everything.page.ids())


async def test_what_a_panel_says_stands_on_a_page_of_its_own(room: Room) -> None:
    await added(room, "long.md", long_analysis(SIZE))
    link = await room.link()
    for name in ("sources", "timeline", "audit", "outlook", "disagreements", "corrections", "changes", "revisions"):
        opened = await room.open(f"{link}?show={name}")
        assert (opened.status, name in opened.page.ids(), faults(opened.text)) == (200, True, [])
        assert len(opened.text.encode()) <= MOST_BYTES
    for odd in ("nothing", "a" * 500, "../x"):
        assert (await room.open(f"{link}?show={odd}")).status == 404
    for odd in ("x", "-1", "9" * 10, "٣"):
        assert (await room.open(f"{link}?at={odd}")).status == 404
    assert (await room.open(f"{link}?at=999999999")).status == 200


async def test_a_changed_text_says_so_on_its_first_page(room: Room) -> None:
    text = long_analysis(SIZE)
    await added(room, "long.md", text)
    link = await room.link()
    assert "has changed" not in (await room.open(link)).text
    room.stage.now += timedelta(hours=1)
    await added(room, "long.md", text.replace(b"A vote in", b"A ballot in", 1))
    changed = await room.open(link)
    assert "The text has changed since your last visit, when it was revision 1." in changed.text
    assert "1 sentence added; 1 sentence removed." in (await room.open(f"{link}?show=changes")).text


async def test_what_is_kept_of_a_page_never_outlives_a_marking(room: Room) -> None:
    """Views by two readers, before and after a section is marked, and before and after an embargo."""
    analysis = await added(room, "long.md", long_analysis(SIZE))
    first, core, now = analysis.draft.sections[0], room.stage.briefings, room.stage.now
    words = analysis.draft.text[first.body : first.body + 60].strip()
    cleared, other = await room.link(), await room.link(sender=ADMIN)
    assert [words in (await room.open(each)).text for each in (cleared, other)] == [True, True]
    await core.markings.mark(1, 0, Label("RED"), "Ada", now)
    assert [words in (await room.open(each)).text for each in (cleared, other)] == [True, False]
    assert first.heading not in (await room.open(other)).text
    await core.markings.mark(1, 0, Label("AMBER"), "Ada", now, "published")
    assert [words in (await room.open(each)).text for each in (cleared, other)] == [True, True]
    await core.markings.mark(1, None, Label("AMBER", now + timedelta(hours=1)), "Ada", now)
    assert [(await room.open(each)).status for each in (cleared, other)] == [200, 404]
    room.stage.now += timedelta(hours=1)
    assert [words in (await room.open(each)).text for each in (cleared, other)] == [True, True]


async def test_pages_show_what_became_of_a_text(room: Room) -> None:
    """A correction, a disagreement with its mark and its other side, and what a reader missed, as links that open."""
    await shelf.fill(room.stage)
    library = await room.link("open library")
    page = (await room.open(f"{library}{shelf.STRAIT_NOTE}")).page
    words = " ".join(page.words[0].split())
    assert "The pact joins twelve ships and four quays." in words
    assert "The pact joins eleven ships and four quays." in words  # in the correction
    assert "The pact was counted again." in words
    assert page.with_class("mark") == ["[contradicted: d1]"]
    others = [attributes["href"] for attributes, _ in page.named("a") if attributes["href"].startswith("a2")]
    assert len(others) == 1
    opened = await room.open(f"{library}{others[0]}")
    assert (
        opened.page.text_of(others[0].partition("#")[2]) == "The harbour summit in Oslo takes place on 22 April 2026."
    )
    single = await room.link("open a1")
    alone = (await room.open(single)).page
    assert [attributes for attributes, _ in alone.named("a") if attributes["href"].startswith("a2")] == []
