"""Backups of either database: makes one, proves that one restores, and restores one without sending anything twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from briefings.model.delivery import platform_of
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings
from briefings.store import backup as rows
from briefings.store.backup import Contents

__all__ = ["Contents", "Restored", "make", "restore", "verify"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and how many deliveries wait for the operator because they may have been sent."""

    contents: Contents
    set_aside: int


async def make(url: str, target: Path | BinaryIO, now: datetime) -> Contents:
    """Writes a backup to a new file or a stream. See `store.backup`."""
    return await rows.backup(url, target, version("readout"), now)


async def verify(file: BinaryIO, name: str) -> Contents:
    """Restores a backup into a scratch database and compares both. Raises BadInput if they differ."""
    return await rows.verify(file, name)


async def restore(
    url: str,
    file: BinaryIO,
    name: str,
    now: datetime,
    *,
    zone: str = "UTC",
    editors: Sequence[str] = (),
    moved: bool = False,
) -> Restored:
    """Restores a backup into the empty database at `url`, whole or not at all.

    What was due between the backup and `now` may have been sent by the database that was lost: it is set aside, and
    leaves only if the operator releases it. `moved` says that nothing was sent since the backup. `zone` and `editors`
    are as in the settings. Raises Unavailable for a database that isn't empty, BadInput for a bad file.
    """
    async with rows.restoring(url) as target:
        contents = await rows.load(target, file, name)
        async with open_briefings(target, zone=zone, restoring=True) as core:
            with viewing(SYSTEM):
                await core.outbox.forget_processes()
                return Restored(contents, 0 if moved else await _set_aside(core, now, editors))


async def _set_aside(core: Briefings, now: datetime, editors: Sequence[str]) -> int:
    """Sets aside what was due, and what the first check for due messages writes: no message of it is new."""
    number, newest = await core.outbox.set_aside_restored(now), await core.outbox.newest_id()
    platforms = await core.outbox.senders()
    asked = [each for each in editors if platform_of(each) in platforms]
    await core.outbox.enqueue_due(platforms, now, asked)
    await core.reviews.work(platforms, now, asked)
    return number + await core.outbox.set_aside_restored(now, newest)
