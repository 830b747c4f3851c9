"""Backup, restore and drill for the command line: files and pipes, the words about them, and how long a drill took."""

import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bot.chat import Request, no_direct
from bot.commands import Conversation, Roles
from bot.run.settings import Settings
from bot.run.wiring import now, url_of
from briefings import backups
from briefings.backups import Contents
from briefings.errors import Unavailable
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings

_PIPE = Path("-")
_OWNER = ("terminal:drill", "terminal:owner")
RELEASE = "To list them: readout deliveries --state unknown. To send them all the same: readout release all"
Show = Callable[[str], None]


async def make(settings: Settings, file: Path, *, verified: bool) -> str:
    """Writes a backup to a new file, or to standard output for `-`, and says what it holds."""
    target = sys.stdout.buffer if file == _PIPE else file
    contents = await backups.make(url_of(settings), target, now())
    if not verified:
        return f"Written: {file}, {_size(contents)}"
    return f"Written: {file}. {await verify(file)}"


async def verify(file: Path) -> str:
    """Restores a backup into a scratch database, compares both and says so."""
    with _opened(file) as (opened, name):
        contents = await backups.verify(opened, name)
    return f"It restores into a scratch SQLite database: {_size(contents)}, with the same counts and hashes."


async def restore(settings: Settings, file: Path, *, moved: bool) -> str:
    """Restores a backup into the empty database of the settings and says what waits for the operator."""
    editors = sorted(settings.editors or settings.admins)
    with _opened(file) as (opened, name):
        restored = await backups.restore(
            url_of(settings), opened, name, now(), zone=settings.timezone, editors=editors, moved=moved
        )
    made_at = datetime.fromisoformat(restored.contents.head.made_at)
    told = f"Restored: {_size(restored.contents)}, as of {made_at:%Y-%m-%d %H:%M:%S} UTC."
    return f"{told}\n{possibly_sent(restored.set_aside)} {RELEASE}" if restored.set_aside else told


def possibly_sent(number: int) -> str:
    """What waits for the operator after a restore."""
    what, them = ("1 message was due", "it") if number == 1 else (f"{number:,} messages were due", "them")
    return f"{what} since the backup, and possibly sent before the restore. Readout doesn't send {them} again."


async def drill(settings: Settings, show: Show) -> None:
    """Backs up, restores into a scratch database, starts on it and answers; shows how long each took."""
    with tempfile.TemporaryDirectory(prefix="readout-") as folder:
        file, scratch = Path(folder) / "drill.backup", f"sqlite:///{folder}/drill.db"
        with _timed("Backup", show) as told:
            contents = await backups.make(url_of(settings), file, now())
            told.append(f"{_size(contents)}, {file.stat().st_size / 1e6:,.1f} MB")
        with _timed("Restore", show) as told, file.open("rb") as opened:
            await backups.restore(scratch, opened, "The backup", now(), zone=settings.timezone)
            told.append("into a scratch SQLite database, with what may have been sent set aside")
        with _timed("Verify", show) as told, file.open("rb") as opened:
            await backups.verify(opened, "The backup")
            told.append("the same counts and hashes")
        await _started(settings, scratch, show)


async def _started(settings: Settings, scratch: str, show: Show) -> None:
    begun = time.monotonic()
    async with _core(settings, scratch) as core:
        _tell("Start", begun, "the database opens and its tables are there", show)
        conversation = Conversation(core, Roles(), now, {}, direct=no_direct)
        newest = await core.library.entries(limit=1)
        for line in ("list", *(f"summary a{each.id}" for each in newest), "events", "deliveries"):
            with _timed("Answer", show) as told:
                answer = await conversation.answer(Request(*_OWNER, line, now(), private=True))
                if answer is None or answer.failed:
                    raise Unavailable("The restored database does not answer /{line}.", line=line)
                told.append(f"/{line}")


@asynccontextmanager
async def _core(settings: Settings, url: str) -> AsyncGenerator[Briefings]:
    default = settings.default_marking
    async with open_briefings(url, zone=settings.timezone, default_marking=default) as core:
        with viewing(SYSTEM):
            yield core


@contextmanager
def _timed(step: str, show: Show) -> Iterator[list[str]]:
    """Shows how long the block took, with what it adds to the list."""
    begun, told = time.monotonic(), list[str]()
    yield told
    _tell(step, begun, ", ".join(told), show)


def _tell(step: str, begun: float, what: str, show: Show) -> None:
    show(f"{step:<8} {time.monotonic() - begun:7.2f} s  {what}")


@contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, str]]:
    """A file, or standard input for `-`, with its name in sentences."""
    if file == _PIPE:
        yield sys.stdin.buffer, "The backup"
        return
    with file.open("rb") as opened:
        yield opened, str(file)


def _size(contents: Contents) -> str:
    return f"{contents.rows:,} rows in {len(contents.tables)} tables"
