"""The pages of the reading room as a browser gets them over HTTP on loopback."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from bot.commands import Roles
from bot.message import LINK_SIGN, Bullets, Message, Note, Run, quoted_spans, say, text, texts
from bot.platforms.slack.sending.render import render as render_slack
from bot.platforms.telegram.sending.render import render as render_telegram
from bot.views.library.reading_room import link, links, page_until
from bot.views.shared.page_addresses import Anchors
from bot.views.shared.place_links import with_place_links
from bot.web.connections import ConnectionLimits
from bot.web.reading_room.templates import style
from bot.web.reading_room.text import sections_of
from briefings.model import table_rows
from briefings.model.analysis import Analysis, Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import Label
from briefings.model.people import WebLink
from briefings.service import SAMPLE, Briefings, open_briefings
from briefings.text.metadata_header import front_matter_end
from tests.conftest import SAMPLES
from tests.fakes.accessibility import Page, contrast, faults
from tests.fakes.deadline import HANGS
from tests.fakes.reading_room import Room, reading_room
from tests.scenarios.stage import ADMIN, EDITOR, FERRIES, READER, Stage

LANGUAGES = ("en", "zh", "ru")
TEXTS = [*sorted((SAMPLES / "reading").glob("*.*")), FERRIES, SAMPLE]
LONG_WORD = re.compile(r"\w{4,}")
HOSTILE = (
    '<script>alert(1)</script> Harbour & "Quay"\n\n'
    "The <img src=x onerror=alert(2)> ferry's bell rings on 5 March 2026.\n\n"
    'See [here](javascript:alert(3)) and [there](https://example.org/?a=1&b="2") or <b>bold</b>.\n'
)


@pytest.fixture
async def core() -> AsyncIterator[Briefings]:
    async with open_briefings("sqlite:///:memory:") as briefings:
        yield briefings


@pytest.fixture
async def stage(core: Briefings, now: datetime) -> Stage:
    return Stage(core, now)


@pytest.fixture
async def room(core: Briefings, stage: Stage) -> AsyncIterator[Room]:
    async with reading_room(stage, core) as opened:
        yield opened


async def added(stage: Stage, path: Path) -> Analysis:
    data = await asyncio.to_thread(path.read_bytes)
    return (await stage.briefings.library.add(path.name, data, stage.now)).analysis


async def fewer(limits: ConnectionLimits, most: int) -> None:
    """Waits until at most so many connections are open."""
    async with asyncio.timeout(HANGS):
        while limits.open > most:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.01)


async def revised(stage: Stage, old: bytes, new: bytes) -> Analysis:
    return (
        await stage.briefings.library.add("ferries.txt", FERRIES.read_bytes().replace(old, new), stage.now)
    ).analysis


async def test_the_page_has_the_text_with_the_references_beside_it(room: Room) -> None:
    analysis = await added(room.stage, SAMPLE)
    opened = await room.open(await room.link())
    assert (opened.status, faults(opened.text)) == (200, [])
    page, draft = opened.page, analysis.draft
    assert page.named("h1")[0][1] == analysis.title
    shown = [words for _, words in page.named("h2", "h3")]
    assert [each.heading for each in draft.sections] == shown[: len(draft.sections)]
    for sentence in draft.sentences:
        assert page.text_of(f"s{sentence.start}") == " ".join(draft.text[sentence.start : sentence.end].split())
    noted = page.with_class("notes")
    assert len(noted) == 3
    assert all(draft.references[3].entry in each and draft.references[4].entry in each for each in noted[:2])
    assert (
        "“Xinhua, 2026” could be [4] or [5] of the sources; probably [5] because the section says “Trump”" in noted[0]
    )
    assert [draft.references[index].entry in page.text_of(f"r{index + 1}") for index in range(5)] == [True] * 5


async def test_every_panel_stands_below_the_text(room: Room) -> None:
    await added(room.stage, SAMPLE)
    page = (await room.open(await room.link())).page
    names = (
        "sources",
        "timeline",
        "audit",
        "outlook",
        "disagreements",
        "corrections",
        "changes",
        "revisions",
        "export",
    )
    assert [each for each in page.ids() if each in names] == list(names)
    assert "4 citations that fit several references" in [words for _, words in page.named("h3")]
    assert "Due: the day has passed" in [words for _, words in page.named("h3")]
    assert len(page.named("rect")) == 2 * len(page.named("tbody")[0][1].strip().split("\n"))
    assert page.with_class("mark") == ["[due 5 Feb; outcome not in this text]"]


async def test_each_bar_of_the_timeline_has_the_date_of_its_row_as_its_name(room: Room) -> None:
    await added(room.stage, SAMPLE)
    page = (await room.open(await room.link())).page
    named = [words for _, words in page.named("title")][1:]
    rows = [words.split("\n")[0] for _, words in page.named("th") if words.strip()]
    assert len(named) == len(page.named("rect")) // 2
    assert "On 5 February 2026 (past)" in named
    assert [each for each in rows if each in named] == named


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
async def test_each_sentence_row_and_reference_has_one_anchor_and_no_word_is_lost(stage: Stage, path: Path) -> None:
    draft = (await added(stage, path)).draft
    units = [
        unit for section in sections_of(draft, {}) for row in section.rows for _, units in row.items for unit in units
    ]
    anchors = [unit.anchor for unit in units if unit.anchor]
    assert sorted(anchors) == sorted({f"s{sentence.start}" for sentence in draft.sentences})
    shown = [row.table for section in sections_of(draft, {}) for row in section.rows if row.table]
    assert [name for table in shown for name, _ in table.rows] == [f"s{row.start}" for _, row in table_rows.rows(draft)]
    told = [piece.words for unit in units for piece in unit.pieces]
    told += [draft.title, *(each.heading for each in draft.sections), *(each.entry for each in draft.references)]
    told += [cell for table in shown for _, cells in table.rows for cell in (*cells, *table.header)]
    body = draft.text[front_matter_end(draft.text) :]
    fences = {"text"}  # the language that a fence of one sample names
    assert set(LONG_WORD.findall(body)) - set(LONG_WORD.findall(" ".join([*told, code_in(draft)]))) <= fences


async def test_places_without_an_anchor_of_their_own_lead_to_the_one_before(stage: Stage) -> None:
    draft = (await added(stage, FERRIES)).draft
    assert Anchors(draft).nearest(draft.sections[1].start) == f"s{draft.sections[1].start}"
    assert Anchors(draft).nearest(draft.sentences[2].start) == f"s{draft.sentences[2].start}"
    assert Anchors(draft).nearest(draft.sentences[2].start + 5) == f"s{draft.sentences[2].start}"
    assert Anchors(draft).nearest(draft.references[1].start) == f"s{draft.references[1].start}"
    assert Anchors(draft).nearest(0) == ""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_valid_and_accessible_in_each_language(room: Room, language: str) -> None:
    for path in (SAMPLE, FERRIES, SAMPLES / "reading" / "chinese.txt", SAMPLES / "reading" / "russian.txt"):
        await added(room.stage, path)
    await room.stage.message("settings language " + language)
    library = await room.link("open library")
    pages = [
        library,
        f"{library}?q=ferries",
        f"{library}?q=nothingatall",
        *(f"{library}a{number}" for number in range(1, 5)),
    ]
    pages += [f"{library}a77", f"{library}x/y", room.base + "/r/" + "A" * 32]
    for address in pages:
        opened = await room.open(address, Accept_Language=language)
        assert (address, faults(opened.text)) == (address, [])
        assert f'<html lang="{language}">' in opened.text
        assert opened.header("Content-Language") == language


async def test_the_pages_speak_the_language_of_the_address_then_of_the_chat_then_of_the_browser(room: Room) -> None:
    await added(room.stage, FERRIES)
    link = (await room.link()).partition("#")[0]
    assert '<html lang="ru">' in (await room.open(link, Accept_Language="fr, ru;q=0.5")).text
    await room.stage.message("settings language zh")
    assert '<html lang="zh">' in (await room.open(link, Accept_Language="ru")).text
    assert '<html lang="en">' in (await room.open(f"{link}?lang=en", Accept_Language="ru")).text


async def test_what_a_text_says_is_never_markup_and_never_a_script(room: Room) -> None:
    await room.stage.briefings.library.add("hostile.txt", HOSTILE.encode(), room.stage.now)
    library = await room.link("open library")
    for address in (f"{library}a1", library, f"{library}?q=%3Cscript%3Ealert(1)%3C/script%3E%22"):
        opened = await room.open(address)
        assert (opened.status, faults(opened.text)) == (200, [])
        assert "<img" not in opened.text
        assert "<script" not in opened.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in (await room.open(f"{library}a1")).text


async def test_a_browser_is_told_to_load_keep_index_and_frame_nothing(room: Room) -> None:
    await added(room.stage, FERRIES)
    link = await room.link()
    opened = await room.open(link)
    policy = opened.header("Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert opened.header("X-Robots-Tag") == "noindex, nofollow, noarchive"
    assert opened.header("Referrer-Policy") == "no-referrer"
    assert opened.header("Cache-Control") == "no-store, private"
    assert opened.header("X-Content-Type-Options") == "nosniff"
    assert "Disallow: /" in (await room.open("/robots.txt")).text
    chat = await room.open(await room.link(sender=ADMIN))
    assert "frame-ancestors https://web.telegram.org" in chat.header("Content-Security-Policy")
    style_of = next(
        attributes["href"] for attributes, _ in opened.page.named("link") if "stylesheet" in attributes["rel"]
    )
    kept = await room.open(f"{link.rpartition('/')[0]}/{style_of}")
    assert (kept.status, kept.text) == (200, style().decode())
    assert "immutable" in kept.header("Cache-Control")


async def test_a_link_that_expired_or_was_revoked_says_so_with_410(room: Room) -> None:
    await added(room.stage, FERRIES)
    link = await room.link()
    assert (await room.open(link)).status == 200
    await room.stage.say("links revoke all")
    gone = await room.open(link)
    assert (gone.status, faults(gone.text)) == (410, [])
    assert "This link was revoked. To get a new one, type /open" in gone.text
    later = await room.link()
    room.stage.now += timedelta(days=7)
    gone = await room.open(later)
    assert gone.status == 410
    assert "This link has expired" in gone.text


async def test_a_link_ends_with_its_readers_access(room: Room) -> None:
    await added(room.stage, FERRIES)
    room.stage.roles = Roles(frozenset({ADMIN}))
    code = await room.stage.say("invite reader", sender=ADMIN)
    found = re.search(r"\d+-[a-z2-7]{26}", code)
    assert found
    await room.stage.say(f"start {found[0]}", sender=READER)
    link = await room.link(sender=READER)
    assert (await room.open(link)).status == 200
    await room.stage.say(f"people remove {READER} yes", sender=ADMIN)
    gone = await room.open(link)
    assert gone.status == 410
    assert "no longer has access" in gone.text


async def test_forged_and_foreign_links_open_nothing(room: Room) -> None:
    await added(room.stage, FERRIES)
    await added(room.stage, SAMPLE)
    link = (await room.link("open a1")).partition("#")[0]
    token = link.split("/")[-2]
    other = ("B" if token[0] != "B" else "C") + token[1:]
    for forged in (other, token[:-1], token + "A", token.lower() + "x", "A" * 64):
        assert (await room.open(f"/r/{forged}/a1")).status == 404
    foreign = await room.open(f"/r/{token}/a2")
    assert foreign.status == 403
    assert "This link opens only a1. To get another one, type /open a2" in foreign.text
    assert (await room.open(f"/r/{token}/a2/text")).status == 403
    assert (await room.open(f"/r/{token}/")).url.endswith("/a1")
    assert (await room.open(f"/r/{token}")).url.endswith("/a1")


@pytest.mark.parametrize(
    "path",
    [
        *("a1/../a1/../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "a1/%2e%2e%2fsecret", "..%5c..%5cwindows", "a1%00"),
        *("a1/bibtex/../../x", "a1/nothing", "a1/text.exe", "a01x", "a-1", "a9999999999", "a1?rev=%2e", "a1?rev=9"),
        *("a1?rev=-1", "a1?rev=99999999999", "//example.org/", "a1/text/more", "style.css", "a٣", "a1?rev=٣"),
    ],
)
async def test_odd_paths_are_not_found_and_nothing_of_the_machine_is(room: Room, path: str) -> None:
    await added(room.stage, FERRIES)
    library = await room.link("open library")
    room.redirects = False
    opened = await room.open(f"{library}{path}")
    assert opened.status == 404
    assert "root:" not in opened.text


async def test_a_page_shows_its_marking_and_what_the_readers_chat_may_see_alone(room: Room) -> None:
    await added(room.stage, FERRIES)
    await room.stage.briefings.library.add(
        "secret.txt", b"TLP:RED\n\nThe quiet quay\n\nA quay opens.\n", room.stage.now
    )
    code = re.search(r"\d+-[a-z2-7]{26}", await room.stage.say("invite reader", sender=ADMIN))
    assert code
    await room.stage.say(f"start {code[0]}", sender=READER)
    library = await room.link("open library", sender=READER)
    assert "TLP:AMBER" in (await room.open(f"{library}a1")).page.with_class("facts")[0]
    assert (await room.open(f"{library}a2")).status == 404
    for address in (library, f"{library}?q=quay"):
        assert "quiet quay" not in (await room.open(address)).text
    unknown = await room.open(f"{library}a9")
    assert (await room.open(f"{library}a2")).text == unknown.text.replace("a9", "a2")


async def test_only_reading_is_answered(room: Room) -> None:
    await added(room.stage, FERRIES)
    link = (await room.link()).partition("#")[0]
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert (await room.open(link, method)).status == 405
    async with room.client.post(link, data=BytesIO(b"x" * 3_000_000)) as answer:
        assert answer.status in (405, 413)
    head = await room.open(link, "HEAD")
    assert (head.status, head.text) == (200, "")


async def raw(room: Room, request: bytes) -> bytes:
    """What comes back for bytes that no client would send."""
    host, port = room.base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        with suppress(ConnectionError):
            await writer.drain()
        return await asyncio.wait_for(reader.read(), HANGS)
    finally:
        writer.close()


async def test_broken_and_oversized_requests_get_a_status_and_leave_no_token_in_the_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await added(room.stage, FERRIES)
    link = (await room.link()).partition("#")[0]
    path, token = "/" + link.split("/", 3)[3], link.split("/")[-2]
    caplog.set_level(logging.DEBUG)
    for request in (
        f"GET {path} HTTP/9.9\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: x\r\nBroken header {token}\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: x\r\nX: {token}{'a' * 20_000}\r\n\r\n",
        f"GET {path}?{'q' * 40_000} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"\x16\x03\x01{path}\r\n\r\n",
    ):
        answer = await raw(room, request.encode("latin-1"))
        assert answer.split()[:2][1] == b"400"
    injected = await raw(
        room, f"GET {path}?lang=en%0d%0aSet-Cookie:x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    )
    assert b"\r\nset-cookie:x" not in injected.lower().replace(b": ", b":")
    for address in (link, f"{link}x", f"{link}/bibtex", f"{link}?rev=7", link.rpartition("/")[0]):
        await room.open(address)
    logged = [record for record in caplog.records if not record.name.startswith("asyncio")]
    assert [record.getMessage() for record in logged if token in repr(vars(record))] == []
    routes = {record.__dict__["route"] for record in logged if record.getMessage() == "a page was asked for"}
    assert "/r/{token}/a{id}" in routes


class BrokenLibrary:
    """A library that can't give a text."""

    async def get(self, _id: int) -> None:
        raise ZeroDivisionError("broken on purpose")


async def test_an_error_in_a_page_is_logged_by_route_and_shows_a_reference(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await added(room.stage, FERRIES)
    link = (await room.link()).partition("#")[0]
    assert room.service.running
    core = replace(room.stage.briefings, library=BrokenLibrary())  # type: ignore[arg-type]
    room.service.running = replace(room.service.running, briefings=core)
    opened = await room.open(link)
    assert opened.status == 500
    assert "broken on purpose" not in opened.text
    logged = [record for record in caplog.records if record.getMessage() == "a request broke"]
    assert [record.__dict__["route"] for record in logged] == ["/r/{token}/a{id}"]
    assert link.split("/")[-2] not in caplog.text


async def test_a_client_that_sends_nothing_or_reads_nothing_is_cut_off(core: Briefings, stage: Stage) -> None:
    limits = ConnectionLimits(head_seconds=0.2, answer_seconds=0.4)
    async with reading_room(stage, core, limits) as room:
        await added(stage, SAMPLE)
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: x\r\n"):
            assert (await raw(room, begun)).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        link = (await room.link()).partition("#")[0]
        path = "/" + link.split("/", 3)[3]
        answer = await raw(room, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())  # then it stays silent
        assert answer.startswith(b"HTTP/1.1 200")
        await fewer(limits, 0)


@pytest.mark.parametrize("path", ["/bot", "/r", "/r/r"])
async def test_pages_open_below_the_path_of_the_address_whether_or_not_a_proxy_takes_it_out(
    core: Briefings, stage: Stage, path: str
) -> None:
    async with reading_room(stage, core, path=path) as room:
        await added(stage, SAMPLE)
        link = "/" + (await room.link()).partition("#")[0].split("/", 3)[3]
        for address in (link, f"{path}{link}"):
            opened = await room.open(address)
            assert opened.status == 200, address
            [sheet] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', opened.text)
            assert (await room.open(urljoin(opened.url, sheet))).status == 200, sheet
        assert (await room.open(f"/other{link}")).status == 404


async def test_a_process_that_stands_by_says_so(room: Room) -> None:
    await added(room.stage, FERRIES)
    link = await room.link()
    room.service.running = None
    waiting = await room.open(link)
    assert (waiting.status, waiting.header("Retry-After"), faults(waiting.text)) == (503, "5", [])


async def test_the_page_says_what_changed_since_the_readers_last_visit(room: Room) -> None:
    await added(room.stage, FERRIES)
    link = await room.link()
    assert "This is your first visit to this page." in (await room.open(link)).text
    room.stage.now += timedelta(minutes=10)
    assert "This is your first visit to this page." in (await room.open(link)).text
    room.stage.now += timedelta(hours=1)
    assert (
        "Nothing has changed since your last visit: Tuesday 10 February 2026, 12:10 UTC."
        in (await room.open(link)).text
    )
    await revised(room.stage, b"eleven ships", b"twelve ships")
    room.stage.now += timedelta(hours=1)
    changed = await room.open(await room.link())
    assert "Your last visit: Tuesday 10 February 2026, 13:10 UTC, revision 1." in changed.text
    assert "1 sentence added; 1 sentence removed." in changed.text
    other = await room.open(await room.link(sender=ADMIN))
    assert "This is your first visit to this page." in other.text


async def test_an_older_revision_has_a_page_that_says_so(room: Room) -> None:
    await added(room.stage, FERRIES)
    await revised(room.stage, b"eleven ships", b"twelve ships")
    link = (await room.link()).partition("#")[0]
    newest, older = await room.open(link), await room.open(f"{link}?rev=1")
    assert faults(older.text) == []
    assert "twelve ships" in newest.text
    assert "eleven ships" in older.text
    assert "This is revision 1; revision 2 is the newest." in older.text
    assert 'href="a1?rev=1"' in newest.text
    assert "outlook" not in older.page.ids()


async def test_the_library_page_lists_and_searches(room: Room) -> None:
    await added(room.stage, FERRIES)
    await added(room.stage, SAMPLE)
    library = await room.link("open library")
    listed = (await room.open(library)).page
    assert [words for attributes, words in listed.named("a") if re.fullmatch(r"a\d", attributes["href"])] == [
        "Two Calls in One Day: What Beijing Told Washington and Moscow",
        "Three Harbours, One Timetable: The Strait Ferries After the January Pact",
    ]
    await room.stage.briefings.markings.mark(1, None, Label("CLEAR"), ADMIN, room.stage.now, "published")
    marked = (await room.open(library)).page.with_class("small")
    assert [re.findall(r"a\d · TLP:[A-Z]+", words) for words in marked[:2]] == [["a2 · TLP:AMBER"], ["a1 · TLP:CLEAR"]]
    found = (await room.open(f"{library}?q=harbour+summit")).page
    assert found.with_class("facts") == ["TLP:AMBER · 2 analyses"]
    hits = [attributes["href"] for attributes, _ in found.named("a") if "#s" in attributes["href"]]
    assert hits[0] == "a1?rev=1&at=639#s639"
    assert (await room.open(f"{library}{hits[0]}")).page.text_of("s639").startswith("A harbour summit in April")
    assert (await room.open(f"{library}?q={'x' * 5000}")).status == 200
    await room.stage.briefings.markings.mark(2, None, Label("RED"), ADMIN, room.stage.now)
    heads = {
        q: (await room.open(f"{library}?q={q}")).page.with_class("facts")[0][:8] for q in ("harbour+summit", "Xi", "")
    }
    assert heads == {"harbour+summit": "TLP:AMBE", "Xi": "TLP:RED ", "": "TLP:RED "}


async def test_a_page_is_headed_by_the_marking_of_the_other_side_where_it_quotes_it(room: Room) -> None:
    core = room.stage.briefings
    for name, month in (("april.txt", "April"), ("may.txt", "May")):
        text = f"Note of {month}\n\nPresident Keller will visit Oslo in {month} 2026. The weather is mild.\n"
        await core.library.add(name, text.encode(), room.stage.now)
    link = await room.link("open a1")
    assert "TLP:AMBER" in (await room.open(link)).page.with_class("facts")[0]
    await core.markings.mark(2, None, Label("RED"), ADMIN, room.stage.now)
    for show, head in (("", "TLP:RED"), ("?show=disagreements", "TLP:RED"), ("?show=sources", "TLP:AMBER")):
        shown = await room.open(f"{link.partition('#')[0]}{show}")
        assert {each for each in shown.page.with_class("marking") if each} == {head}, show
        assert shown.page.with_class("facts")[0].startswith("TLP:AMBER"), show  # what the analysis itself has
        assert ("Oslo in May" in shown.text) is (head == "TLP:RED")


async def test_the_exports_are_files(room: Room) -> None:
    analysis = await added(room.stage, FERRIES)
    link = (await room.link()).partition("#")[0]
    for name, ending, begins in (("bibtex", "bib", "@"), ("ris", "ris", "TY  - "), ("csl", "json", "[")):
        opened = await room.open(f"{link}/{name}")
        assert (opened.status, opened.text.strip()[: len(begins)]) == (200, begins)
        assert opened.header("Content-Disposition") == f'attachment; filename="readout-a1.{ending}"'
    assert (await room.open(f"{link}/text")).text == analysis.draft.text


async def test_the_database_holds_no_token(room: Room, core: Briefings) -> None:
    await added(room.stage, FERRIES)
    token = (await room.link()).split("/")[-2]
    await room.open(f"/r/{token}/a1")
    kept = await core.web_links.live("terminal:owner", room.stage.now)
    assert len(kept) == 1
    assert token not in repr(kept)


def code_in(draft: Draft) -> str:
    """The blocks of code of a text, which a page shows as they are."""
    return " ".join(row.code for section in sections_of(draft, {}) for row in section.rows)


def themes() -> list[dict[str, str]]:
    """The colours of the light and of the dark theme, by name."""
    css = style().decode()
    light = dict(re.findall(r"--(\w+): (#\w+)", css.partition("@media (prefers-color-scheme: dark)")[0]))
    dark = dict(
        re.findall(r"--(\w+): (#\w+)", css.partition("@media (prefers-color-scheme: dark)")[2].partition("}")[0])
    )
    return [light, light | dark]


@pytest.mark.parametrize("colours", themes(), ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(colours: dict[str, str]) -> None:
    behind = {
        "paper": ("ink", "soft", "link", "doubt", "now"),
        "panel": ("ink", "soft", "link"),
        "hit": ("ink", "link", "doubt"),
    }
    pairs = [(front, back) for back, fronts in behind.items() for front in fronts] + [("paper", "link")]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    for shape in ("ahead", "over", "now"):
        assert contrast(colours[shape], colours["paper"]) >= 3


def test_the_checks_find_what_is_wrong() -> None:
    wrong = (
        '<!DOCTYPE html><html><head><title></title></head><body><main><h1>x</h1><h3></h3><a href="#no"></a>'
        '<input id="q"><nav></nav><p id="a" onclick="x()"><p id="a"><script></script>'
        '<img src="//x.org/y"></main></body></html>'
    )
    assert len(faults(wrong)) >= 11
    assert any(each.startswith("markup") for each in faults("<html lang=en><p>x"))
    assert Page('<p class="a b">x <b>y</b></p>').with_class("b") == ["x y"]


def links_of(message: Message | None) -> list[str]:
    """The addresses behind the signs of quoted sentences."""
    assert message
    return [run.link for block in message.blocks for runs in texts(block) for run in runs if run.text == LINK_SIGN]


async def test_a_quoted_sentence_has_a_link_that_leads_to_its_place_in_a_browser_that_opened_a_page(room: Room) -> None:
    await added(room.stage, FERRIES)
    told = await room.stage.message("ask how many ships are there?", address=READER)
    links = links_of(told)
    assert links
    assert all(re.fullmatch(rf"{room.base}/r/a1\?rev=1&at=\d+", link) for link in links)
    assert links_of(await room.stage.message("ask how many ships are there?", address="terminal:local")) == []
    unknown = await room.open(links[0])
    assert (unknown.status, faults(unknown.text)) == (403, [])
    assert "/open a1 r1" in unknown.text
    opened = await room.open(await room.link(address=READER))
    cookie = opened.header("Set-Cookie")
    assert re.search(r"^readout-one=[\w-]+; HttpOnly; Max-Age=604800; Path=/r/; SameSite=Lax$", cookie), cookie
    place = await room.open(links[0], Cookie=cookie.partition(";")[0])
    start = parse_qs(urlsplit(links[0]).query)["at"][0]
    assert told
    assert place.page.text_of(f"s{start}") in told.plain()
    room.redirects = False
    leads = await room.open(links[0], Cookie=cookie.partition(";")[0])
    assert leads.header("Location").endswith(f"/a1?rev=1#s{start}")


async def test_a_link_of_another_analysis_or_one_that_ended_leads_nowhere(room: Room) -> None:
    await added(room.stage, FERRIES)
    await added(room.stage, SAMPLE)
    one = (await room.open(await room.link("open a2"))).header("Set-Cookie").partition(";")[0]
    every = (await room.open(await room.link("open library"))).header("Set-Cookie").partition(";")[0]
    assert every.startswith("readout=")
    assert (await room.open("/r/a1?rev=1&at=0", Cookie=one)).status == 403
    assert (await room.open("/r/a1?rev=1&at=0", Cookie=f"{one}; {every}")).status == 200
    for forged in ("readout=", "readout=abc", "readout=../x", "readout-one=%00"):
        assert (await room.open("/r/a1?rev=1&at=0", Cookie=forged)).status == 403
    await room.stage.say("links revoke all")
    assert (await room.open("/r/a1?rev=1&at=0", Cookie=every)).status == 403
    fresh = (await room.open(await room.link("open library"))).header("Set-Cookie").partition(";")[0]
    assert (await room.open("/r/a1?rev=9&at=0", Cookie=fresh)).status == 404
    assert (await room.open("/r/a1?rev=x", Cookie=fresh)).status == 404


async def test_sentences_that_follow_each_other_get_one_link_and_a_page_of_text_none(room: Room) -> None:
    await added(room.stage, FERRIES)
    assert len(links_of(await room.stage.message("where a1 639", address=READER))) == 1
    assert links_of(await room.stage.message("read a1", address=READER)) == []
    summary = await room.stage.message("summary a1", address=READER)
    assert summary
    assert len(links_of(summary)) == len({each.start for each in quoted_spans(summary)})


def test_the_sign_is_a_link_on_both_platforms_and_its_address_stands_in_no_text() -> None:
    def quoted(start: int) -> Run:
        return Run("It was cold.", origin=QuotedSpan(1, 2, start, start + 12))

    told = say(Bullets((text(quoted(5), " [3] (a1)"), text(quoted(90), "."))), Note(text("No quotation.")))
    told = with_place_links(told, "https://readout.example.org/")
    (telegram,) = render_telegram(told)
    links = [str(each.url) for each in telegram.entities if each.type == "text_link"]
    assert links == [f"https://readout.example.org/r/a1?rev=2&at={at}" for at in (5, 90)]
    assert telegram.text == "• It was cold. [3] (a1) ↗\n• It was cold.. ↗\n\nNo quotation."
    (slack,) = render_slack(told)
    assert [each for each in links if each not in json.dumps(slack.blocks)] == []
    assert "example.org" not in (slack.text or "")


@pytest.mark.parametrize(
    ("chat", "until"), [("terminal:local", "until you leave the chat"), ("telegram:7", "until Tuesday 28 April")]
)
def test_a_link_says_for_how_long_its_address_answers(chat: str, until: str) -> None:
    made = datetime.fromisoformat("2026-04-21T09:00:00Z")
    of = WebLink(1, chat, "terminal:owner", private=True, analysis=1, made_at=made, expires_at=made + timedelta(days=7))
    assert until in link("http://127.0.0.1:9/r/x", "Docks", of, "UTC", "", pressed=False, inside=False).plain()
    assert f"works {until}" in links([of], {1: "Docks"}, "UTC", "").plain()
    assert f"works {until}" in page_until(of, "UTC")


async def test_a_cleared_reader_sees_the_marking_of_each_section_and_its_embargo(room: Room) -> None:
    core, chat = room.stage.briefings, EDITOR
    await core.library.add(
        "pier.md", b"# Pier\n\n## Costs\n\nIt cost 9 crowns.\n\n## Plans\n\nIt will open.\n", room.stage.now
    )
    link = (await room.link("open a1", sender=EDITOR, address=EDITOR)).partition("#")[0]
    assert "[TLP:" not in (await room.open(link)).text
    await core.markings.clear(chat, "RED", ADMIN, room.stage.now, "a test")
    await core.markings.mark(1, 0, Label("RED"), ADMIN, room.stage.now)
    until = room.stage.now + timedelta(days=9)
    await core.markings.mark(1, None, Label("GREEN", until, (chat,)), ADMIN, room.stage.now, "a test")
    shown = await room.open(link)
    assert "under embargo until" in shown.page.with_class("facts")[0]
    assert f"for {chat} only" in shown.page.with_class("facts")[0]
    assert shown.text.count("[TLP:RED]") == 4  # in the list of contents and at the headings
    await core.markings.mark(1, None, Label("GREEN"), ADMIN, room.stage.now, "it was lifted")
    shown = await room.open(link)
    assert [shown.text.count(f"[TLP:{each}]") for each in ("RED", "GREEN")] == [2, 2]
    assert shown.page.with_class("marking") == ["TLP:RED", "TLP:RED"]
