"""10,000 connections at once that send nothing, or their request a byte at a time, while others ask the web server.

Prints the server's memory before, during and after, and how long the others waited: `python -m benchmarks.connections`.
"""

import asyncio
import random
import resource
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import cast

from bot.commands import Conversation, Roles
from bot.commands.accounts.tokens import PREFIX
from bot.delivery.courier import Courier
from bot.json_answers.callers import RequestLimit
from bot.web.api.routes import api_routes
from bot.web.health import health_routes
from bot.web.language_tools import tool_routes
from bot.web.server import Running, Service, serve_web
from briefings.model.marking import SYSTEM, viewing
from briefings.service import SAMPLE, open_briefings

CONNECTIONS, SECONDS = 10_000, 15.0
_EVERY, _STEP = 0.05, 2.0  # seconds between requests of the others, and between two bytes of a slow client
_BEGIN, _AGAIN = (
    6.0,
    10.0,
)  # seconds until the connections are there, and until one that was ended comes again, on average
_IDLE, _TRICKLING = "idle", "trickling"
_PERSON = "telegram:1"
_HOST = "127.0.0.1"


@dataclass
class Figures:
    """What was measured while connections were held."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    memory: int = 0  # kB, the most


async def serve() -> None:
    """Serves the sample until standard input ends, and prints the port and a token first."""
    now = datetime.now(UTC)
    async with open_briefings("sqlite:///:memory:") as core:
        with viewing(SYSTEM):
            await core.library.add(SAMPLE.name, await asyncio.to_thread(SAMPLE.read_bytes), now)
        conversation = Conversation(core, Roles(open_access=True), lambda: now, {})
        service, limit = Service(), RequestLimit(1e9, 1e9)
        service.running = Running(core, conversation, cast(Courier, None), lambda: now, timedelta(seconds=60))
        token = (await core.web_links.issue(_PERSON, _PERSON, None, now, private=True, kind="token", name="x")).token
        parts = (health_routes(), api_routes(limit), tool_routes(limit))
        async with serve_web(_HOST, 0, service, parts) as port:
            print(port, f"{PREFIX}{token}", flush=True)
            await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def server() -> AsyncIterator[tuple[int, int, str]]:
    """A server in a process of its own: its process id, its port and a token."""
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.connections", "serve", stdin=pipe, stdout=pipe
    )
    assert program.stdin
    assert program.stdout
    port, token = (await program.stdout.readline()).decode().split()
    try:
        yield program.pid, int(port), token
    finally:
        program.stdin.close()
        await program.wait()


def memory_of(pid: int) -> int:
    """The resident memory of a process in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


async def ask(port: int, token: str, figures: Figures) -> None:
    """One request on a connection of its own."""
    begun = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection(_HOST, port)
        sent = ("GET /api/v1/search?q=soya HTTP/1.1", "Host: x", f"Authorization: Bearer {token}", "Connection: close")
        writer.write("\r\n".join((*sent, "", "")).encode())
        answer = await asyncio.wait_for(reader.read(), SECONDS)
        writer.close()
    except (OSError, TimeoutError):
        answer = b""
    if answer.startswith(b"HTTP/1.1 200 "):
        figures.milliseconds.append((time.perf_counter() - begun) * 1000)
    else:
        figures.failed += 1


async def hold(port: int, begun: bytes, *, trickling: bool) -> None:
    """A connection that sends so much and then nothing, or a byte now and then; it comes again when it is ended."""
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(_HOST, port)
            writer.write(begun)
            reading = asyncio.create_task(reader.read())
            try:
                while not reading.done():
                    await asyncio.wait({reading}, timeout=_STEP)
                    if trickling:
                        writer.write(b"y")
            finally:
                reading.cancel()
                writer.transport.abort()
        await asyncio.sleep(random.uniform(0, 2 * _AGAIN))


async def hold_all(port: int, *, trickling: bool) -> None:
    """Holds all connections until standard input ends."""
    begun = b"GET / HTTP/1.1\r\nHost: x\r\nX: " if trickling else b""
    holding = [asyncio.create_task(hold(port, begun, trickling=trickling)) for _ in range(CONNECTIONS)]
    await asyncio.to_thread(sys.stdin.read)
    for each in holding:
        each.cancel()
    await asyncio.gather(*holding, return_exceptions=True)


@asynccontextmanager
async def held(port: int, how: str) -> AsyncIterator[None]:
    """The connections, held by a process of its own during the block; "" for none."""
    if not how:
        yield
        return
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.connections", how, str(port), stdin=asyncio.subprocess.PIPE
    )
    assert program.stdin
    try:
        await asyncio.sleep(_BEGIN)
        yield
    finally:
        program.stdin.close()
        await program.wait()


async def measured(pid: int, port: int, token: str, how: str = "") -> Figures:
    """Asks for some seconds while connections are held, or none."""
    figures = Figures()
    async with held(port, how):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            await ask(port, token, figures)
            figures.memory = max(figures.memory, memory_of(pid))
            await asyncio.sleep(_EVERY)
    return figures


def line(name: str, of: Figures) -> str:
    """A row of the table."""
    waits = quantiles(of.milliseconds, n=100) if len(of.milliseconds) > 1 else [0.0] * 99
    answered = f"{len(of.milliseconds)} of {len(of.milliseconds) + of.failed}"
    return f"| {name} | {of.memory / 1024:.0f} MB | {answered} | {waits[49]:.1f} ms | {waits[98]:.1f} ms |"


async def main() -> None:
    """Measures, and prints the figures."""
    async with server() as (pid, port, token):
        await ask(port, token, Figures())
        print(f"| {CONNECTIONS:,} connections | Memory of the server | Others answered | Median | p99 |")
        print("|---|---|---|---|---|")
        print(line("none", await measured(pid, port, token)))
        print(line("that send nothing", await measured(pid, port, token, _IDLE)))
        print(line("that send a byte now and then", await measured(pid, port, token, _TRICKLING)))
        print(line("none again", await measured(pid, port, token)))


def role(words: list[str]) -> Coroutine[None, None, None]:
    """What this process does: measure, serve, or hold connections."""
    if words == ["serve"]:
        return serve()
    if words:
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        return hold_all(int(words[1]), trickling=words[0] == _TRICKLING)
    return main()


if __name__ == "__main__":
    asyncio.run(role(sys.argv[1:]))
