"""`python -m benchmarks.web [COUNT]`: pages of COUNT (6) analyses of 100 kB, as a browser gets them over loopback.

Prints the size of their HTML before compression, and the time that a page takes: the first after a start of the server,
one that is asked for the first time, and one that was asked for before; beside a file of the same size from the same
server. Exits with 1 if a page has more than 60 kB, or if 1 % of the pages take more than 15 ms.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import aiohttp
from aiohttp import web

from benchmarks.corpus import long_analysis
from benchmarks.figures import line, percentile
from benchmarks.promises import Promises
from bot.commands import Conversation, Roles
from bot.delivery.courier import Courier
from bot.web.reading_room.analysis_page import OF_NEWEST, OF_TEXT
from bot.web.reading_room.parts import MOST_BYTES
from bot.web.reading_room.routes import reading_room_routes
from bot.web.server import Part, Running, Service, serve_web
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
OWNER, CHAT = "terminal:owner", "terminal:local"
SIZE, COUNT, MOST_MS = 100_000, 6, 15.0
_ROUNDS = 12  # in which each page is asked for again
_PART = '<a href="a'


async def _serve(url: str, folder: Path) -> NoReturn:
    """Serves the pages in this process, and prints the address of the library, until the process is ended."""
    async with open_briefings(url) as core:
        link = await core.web_links.issue(CHAT, OWNER, None, NOW, private=True)
        service = Service()
        conversation = Conversation(core, Roles(), lambda: NOW, {})
        service.running = Running(core, conversation, Courier(core, [], lambda: NOW), lambda: NOW, timedelta())
        parts: list[Part] = [reading_room_routes(), [web.static("/static", folder)]]
        async with serve_web("127.0.0.1", 0, service, parts) as port:
            print(f"http://127.0.0.1:{port} {link.token}", flush=True)
            await asyncio.Event().wait()
    raise AssertionError


@dataclass(frozen=True, slots=True)
class _Server:
    """A process that serves: its address, and that of the library in it."""

    base: str
    library: str
    tasks: Path  # its threads, as the system shows them

    def cpu(self) -> float:
        """Milliseconds of CPU that it has used; 0 where the system doesn't tell."""
        spent = (int((task / "schedstat").read_text().split()[0]) for task in self.tasks.glob("[0-9]*"))
        return sum(spent) / 1e6


@asynccontextmanager
async def _server(url: str, folder: Path) -> AsyncIterator[_Server]:
    """A process that serves during the block."""
    command = (sys.executable, "-m", "benchmarks.web", "serve", url, str(folder))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout
        base, token = (await process.stdout.readline()).decode().split()
        yield _Server(base, f"{base}/r/{token}/", Path(f"/proc/{process.pid}/task"))
    finally:
        process.terminate()
        await process.wait()


async def _fill(core: Briefings, count: int) -> None:
    for number in range(count):
        await core.library.add(f"year-{number}.md", long_analysis(SIZE, number), NOW)


async def _pages(client: aiohttp.ClientSession, library: str, count: int) -> list[str]:
    """The addresses of all pages of all analyses: those of the text's parts, then those of the panels."""
    found: list[str] = []
    for number in range(1, count + 1):
        address, page = f"a{number}", ""
        while address:
            found.append(address)
            async with client.get(library + address) as answer:
                page = await answer.text()
            step = page.partition('<nav class="steps"')[2].partition("</nav>")[0]
            _before, _found, behind = step.rpartition('<li><a href="')
            address = behind.partition('"')[0].replace("&amp;", "&") if "Next part" in behind else ""
        found += [f"a{number}?show={name}" for name in (*OF_TEXT, *OF_NEWEST)]
    return found


async def _timed(client: aiohttp.ClientSession, address: str) -> tuple[float, int]:
    """The milliseconds until the last byte of an answer, and its size before compression."""
    start = time.perf_counter()
    async with client.get(address) as answer:
        body = await answer.read()
        assert answer.status == 200, (address, answer.status)
    return 1000 * (time.perf_counter() - start), len(body)


@dataclass
class _Taken:
    """Milliseconds of each kind of request, those of CPU in the server, and the bytes of each page's HTML."""

    cold: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    first_cpu: list[float] = field(default_factory=list)
    again_cpu: list[float] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)


async def _measured(url: str, folder: Path, count: int) -> _Taken:
    found = _Taken()
    async with _server(url, folder) as server, aiohttp.ClientSession() as client:
        pages = await _pages(client, server.library, count)
    async with _server(url, folder) as server, aiohttp.ClientSession() as client:
        await _timed(client, f"{server.base}/robots.txt")
        await _first(client, server, pages, found)
        (folder / "page.html").write_text("x" * max(found.sizes.values()))
        for page in pages * _ROUNDS:
            spent = server.cpu()
            found.again.append((await _timed(client, server.library + page))[0])
            found.again_cpu.append(server.cpu() - spent)
            found.plain.append((await _timed(client, f"{server.base}/static/page.html"))[0])
    return found


async def _first(client: aiohttp.ClientSession, server: _Server, pages: list[str], found: _Taken) -> None:
    """Asks for each page for the first time; the first one of each analysis is counted apart."""
    seen: set[str] = set()
    for page in pages:
        spent = server.cpu()
        taken, found.sizes[page] = await _timed(client, server.library + page)
        if (analysis := page.partition("?")[0]) in seen:
            found.first.append(taken)
            found.first_cpu.append(server.cpu() - spent)
        else:
            found.cold.append(taken)
        seen.add(analysis)


def _tell(found: _Taken, promises: Promises) -> None:
    sizes, target = found.sizes, f"p99 {MOST_MS:.0f} ms"
    largest = max(sizes, key=lambda page: sizes[page])
    print(
        f"{len(sizes)} pages, {sum(sizes.values()) / len(sizes) / 1000:.0f} kB of HTML each; {largest} is the largest"
    )
    print(line("an analysis, first after a start", found.cold))
    print(line("a page, first time", found.first, target))
    print(line("  of it CPU of the server", found.first_cpu))
    print(line("a page, later", found.again, target))
    print(line("  of it CPU of the server", found.again_cpu))
    print(line("a file of the largest page's size", found.plain))
    print(f"a later page takes {percentile(found.again, 0.5) / percentile(found.plain, 0.5):.1f} times the file's p50")
    promises.hold("bytes of HTML in the largest page", max(sizes.values()), MOST_BYTES)
    promises.hold("ms at p99, first time", round(percentile(found.first, 0.99), 1), MOST_MS)
    promises.hold("ms at p99, later", round(percentile(found.again, 0.99), 1), MOST_MS)


async def _main(count: int) -> int:
    promises = Promises()
    with TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/readout.db"
        (folder / "static").mkdir()
        async with open_briefings(url) as core:
            with viewing(SYSTEM):
                await _fill(core, count)
        _tell(await _measured(url, folder / "static", count), promises)
    return promises.status()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(_serve(sys.argv[2], Path(sys.argv[3])))
    sys.exit(asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)))
