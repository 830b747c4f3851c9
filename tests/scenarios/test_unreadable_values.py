"""Whatever stands in whichever column: what cannot be read is listed, and everybody else is answered and gets theirs.

Each column of each table has a row of its own in which it holds rubbish, so that one library holds all of them.
"""

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, Table, UniqueConstraint
from sqlalchemy.types import TypeEngine

from bot.commands import Roles
from briefings.model.delivery import Lead
from briefings.service import Briefings, open_briefings
from briefings.store.sql import Day, Instant, Word
from briefings.store.tables import metadata
from tests.examples import slow_but
from tests.fakes.town import ALL_DAYS, Town, at
from tests.scenarios.stage import ADMIN, Stage

MONDAY, DUE, NEXT = "2026-03-01T12:00", "2026-03-02T09:30", "2026-03-03T09:30"
HEALTHY = ["telegram:1", "telegram:41", "telegram:42"]
RUBBISH = {
    "bytes": b"\xff\x00rubbish",
    "letters": "rubbish",
    "no UTF-8": "CAST(x'72ff62' AS TEXT)",
    "huge": 2**62,
    "below zero": -(2**62),
    "a fraction": 0.5,
    "half a JSON": '{"kind": [',
    "nothing": "",
}
LISTS = ("home", "list", "events", "changes a1", "changes", "deliveries", "subscriptions", "schedule", "status")
COMMANDS = (
    *(
        *LISTS,
        "list storm",
        "events past",
        "event e1",
        "log",
        "people",
        "summary a1",
        "sources a1",
        "quotes a1",
        "timeline a1",
    ),
    *("actors a1", "audit a1", "audit", "search ferries", "ask who gains from the pact?", "brief ferries", "settings"),
    *("diff a1", "where a1 pact", "read a1", "calendar", "link", "help", "language", "timezone", "quiet"),
    *("published a1 2026-01-25", "event e1 2026-05-07", "undo", "remind e1 2d", "unsubscribe 1"),
    *(
        "subscribe daily 10:00",
        "mute e1",
        "mute e1 off",
        "snooze e1 tomorrow",
        "invite",
        "preview",
        "summary a1 short",
        "import",
    ),
)
NOTE = b"Report on the quay\n\nSummary\nThe quay was dredged again, the report says.\n"
NUMBERS = (Instant, Integer, Boolean)


async def _furnished(core: Briefings) -> None:
    """Three chats that are to get a digest and a reminder, over one analysis with an event."""
    stage = Stage(core, at(MONDAY))
    assert "a1" in await stage.import_ferries()
    for chat in HEALTHY:
        await core.chats.open(chat, chat, at(MONDAY))
        await core.subscriptions.subscribe(chat, chat, ALL_DAYS, time(9), None, "", chat, at(MONDAY))
    await stage.say("event e1 2026-03-03", sender=ADMIN)
    for chat in HEALTHY:
        await core.subscriptions.remind(chat, 1, [Lead(1, "d")], chat, at(MONDAY))
    await stage.say("summary a1", sender=HEALTHY[1])
    await core.library.add("harbour.txt", NOTE.replace(b"quay", b"harbour"), at("2026-03-01T13:00"))
    await core.outbox.take_over("telegram", at(MONDAY))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rubbish") / "readout.db"

    async def furnish() -> None:
        async with opened(path) as core:
            await _furnished(core)

    asyncio.run(furnish())
    return path


def _copy(library: Path, folder: Path) -> Path:
    return Path(shutil.copy(library, folder / "readout.db"))


def _fitting(column: Column[Any], number: int) -> Any:
    """Something that can be read, another in each row where it must differ."""
    if column.name == "address":
        return f"telegram:{9000 + number}"
    if column.foreign_keys:
        return None if column.nullable else 1
    unique = column.unique or column.primary_key or _in_a_unique_pair(column)
    match column.type:
        case Word(words=words):
            return words[0]
        case Instant():
            return int(at(MONDAY).timestamp() * 1_000_000)
        case Day():
            return "2026-03-01"
        case JSON():
            return '{"kind": "digest", "until": "2026-03-01T12:00:00+00:00", "words": ""}'
        case Boolean():
            return 0
        case LargeBinary():
            return b"x%d" % number
        case Integer():
            return 1000 + number if unique else 1
        case _:
            return FIXED.get(f"{column.table.name}.{column.name}", f"x{number}" if unique else "x")


FIXED = {
    "delivery.sender": "telegram",
    "delivery.owner": "subscription:1",
    "subscription.platform": "telegram",
    "subscription.at": "09:00",
    "reminder.platform": "telegram",
    "chat.zone": "Europe/London",
    "chat.quiet": "",
    "follow.paused": "",
    "subscription.paused": "",
    "subscription.zone": "UTC",
}


def _in_a_unique_pair(column: Column[Any]) -> bool:
    return any(isinstance(each, UniqueConstraint) and column.name in each.columns for each in column.table.constraints)


def _rubbish_in(database: sqlite3.Connection, table: Table, column: Column[Any], kind: str, number: int) -> bool:
    """Adds a row with rubbish in one column; False where the database itself refuses it."""
    row = {each.name: _fitting(each, number) for each in table.c}
    if "id" in table.c:
        row["id"] = 5000 + number
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(str(RUBBISH[kind]) if kind == "no UTF-8" and name == column.name else "?" for name in row)
    values = [RUBBISH[kind] if name == column.name else value for name, value in row.items()]
    if kind == "no UTF-8":
        values.pop(list(row).index(column.name))
    try:
        database.execute(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', values)  # noqa: S608
    except (sqlite3.IntegrityError, sqlite3.OperationalError) as error:
        if "mismatch" in str(error) or "UNIQUE" in str(error):
            return False
        raise
    return True


def _unreadable(of: TypeEngine[Any], kind: str) -> bool:
    """Whether a column of this type cannot hold such a thing."""
    if isinstance(of, NUMBERS):
        out_of_range = kind in ("huge", "below zero") and isinstance(of, Instant | Boolean)
        return out_of_range or kind not in ("huge", "below zero")
    if isinstance(of, Word):
        return RUBBISH[kind] not in of.words  # "" is the word for an event that is kept
    if isinstance(of, Day | JSON):
        return True
    if isinstance(of, LargeBinary):
        return kind not in ("bytes", "no UTF-8")
    return kind in ("bytes", "no UTF-8")


def _spoilt(path: Path, kind: str, tables: tuple[str, ...] | None = None) -> set[tuple[str, str]]:
    """Puts rubbish into every column of the tables, or of all; the columns that hold what they cannot."""
    numbers, expected = count(1), set()
    with closing(sqlite3.connect(path)) as database, database:
        for table in metadata.sorted_tables:
            for column in table.c if tables is None or table.name in tables else ():
                if _rubbish_in(database, table, column, kind, next(numbers)) and _unreadable(column.type, kind):
                    expected.add((table.name, column.name))
    return expected


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Briefings]:
    async with open_briefings(f"sqlite:///{path}", zone="Europe/London") as core:
        yield core


async def _all_is_well_for_the_others(core: Briefings, caplog: pytest.LogCaptureFixture) -> None:
    town = Town(core, await core.outbox.take_over("telegram", at(MONDAY)))
    for now in (DUE, NEXT):
        messages = await town.messages(now, [ADMIN])
        got = {(address, type(notice).__name__) for address, notices in messages for notice in notices}
        assert got >= {(chat, "DigestDue") for chat in HEALTHY}
        assert now == NEXT or got >= {(chat, "ReminderDue") for chat in HEALTHY}
        await core.library.add("quay.txt", NOTE, at("2026-03-02T13:00"))
        await core.outbox.wakes_at("telegram")
        await core.doubts.next("telegram", town.epoch, at(now))
        await core.outbox.heartbeat_age(at(now))
        await core.outbox.signs(["telegram"], timedelta(minutes=2), at(now))
    stage = Stage(core, at(NEXT), roles=Roles(frozenset({ADMIN})))
    broken = []
    for line in COMMANDS:
        for sender in (ADMIN, HEALTHY[1]) if line in LISTS else (ADMIN,):
            message = await stage.message(line, sender=sender)
            assert message
            if any(record.getMessage() == "An answer broke" for record in caplog.records):
                broken.append((line, [r for r in caplog.records if r.getMessage() == "An answer broke"][-1]))
                caplog.clear()
    for line, record in broken:
        assert record.exc_info
        print("BROKEN", line, logging.Formatter().formatException(record.exc_info)[-900:])
    assert not broken
    await core.outbox.prune(at(NEXT), timedelta(days=30))


async def test_all_is_well_where_nothing_is_spoilt(furnished: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    path = _copy(furnished, tmp_path)
    async with opened(path) as core:
        assert await core.outbox.unreadable_rows() == []
        await _all_is_well_for_the_others(core, caplog)


@pytest.mark.parametrize("kind", slow_but(["no UTF-8", "half a JSON"], RUBBISH))
async def test_rubbish_in_every_column_of_every_table_harms_nobody_else(
    furnished: Path, tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
):
    path = _copy(furnished, tmp_path)
    expected = _spoilt(path, kind)
    async with opened(path) as core:
        told = {(each.table, each.why.partition(":")[0]) for each in await core.outbox.unreadable_rows()}
        assert expected - told == set()
        await _all_is_well_for_the_others(core, caplog)
