"""`python -m benchmarks.stopping`: how long `readout run` takes to end by SIGTERM while something else hangs.

Telegram takes calls and never answers; both platforms do; another process holds the database while 400 messages come
from 40 people on each platform. Reminders fall due meanwhile. Afterwards everything works again and the service is
started anew. Exits with 1 where an end took 10 seconds or had another status than 0, or where a message was not
answered or a reminder neither arrived nor is listed as unknown: Telegram does not tell what became of a cut call.
"""

import asyncio
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.promises import Promises
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.service import open_briefings
from tests.fakes.typists import Typists, now

_MOST = 10.0  # seconds
_SETTLED = 120.0
_PEOPLE, _ORDERS, _PAUSE = 40, 10, 0.4
_REMINDERS, _CHATS = 30, 7000
_TELEGRAM = ("sendMessage", "sendChatAction", "editMessageText", "setMyCommands", "answerCallbackQuery")
_SLACK = ("chat.postMessage", "chat.postEphemeral", "hook", "users.info", "conversations.info", "apps.connections.open")

Begin = Callable[[Typists, Path], Callable[[], None]]


def main() -> None:
    """Prints each end and the promises."""
    promises = Promises()
    for name, people, orders, begin in (
        ("nothing hangs", 4, 5, _nothing),
        ("Telegram never answers", 4, 5, _telegram_hangs),
        ("both platforms never answer", 4, 5, _both_hang),
        ("the database is locked, with a flood", _PEOPLE, _ORDERS, _locked),
    ):
        asyncio.run(_measure(promises, name, Typists(people, orders), begin))
    sys.exit(promises.status())


async def _measure(promises: Promises, name: str, typists: Typists, begin: Begin) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/readout.db"
        await typists.open()
        await _order(database, typists)
        service = typists.service(Path(folder))
        await service.start()
        end = begin(typists, Path(folder) / "readout.db")
        typing = asyncio.create_task(typists.type_all(_PAUSE))
        await asyncio.sleep(_PAUSE * typists.orders + 1)
        if begin in (_telegram_hangs, _both_hang):
            typists.telegram.server.draw["getUpdates"] = typists.telegram.server.draw["sendMessage"]
        status, seconds = await service.end(signal.SIGTERM)
        end()
        await service.start()
        await typing
        await typists.settled(_SETTLED)
        reminded = await _reminded(typists, database)
        await service.end(signal.SIGTERM)
        await typists.close()
    promises.hold(f"{name}: seconds to end", round(seconds, 1), _MOST)
    promises.keep(f"{name}: exit status {status}", kept=status == 0)
    promises.hold(f"{name}: of {2 * typists.people * typists.orders} orders not answered", typists.unanswered(), 0)
    promises.hold(f"{name}: of {_REMINDERS} reminders lost", _REMINDERS - reminded, 0)
    print(f"         answers that came more than once: {typists.repeated()}")
    for error in service.errors[:5]:
        print(f"         {error}")


async def _order(database: str, typists: Typists) -> None:
    """Reminders that fall due from soon after the start on."""
    async with open_briefings(database) as core:
        for number in range(_REMINDERS):
            at, chat = now() + timedelta(hours=1, seconds=4 + 0.1 * number), _CHATS + number
            typists.telegram.server.chat(chat)
            event = await core.agenda.create(
                f"Tide {number}", EventDate(at.date(), at.date(), "instant", at), "Ada", now()
            )
            await core.subscriptions.remind(f"telegram:{chat}", event.id, [Lead(1, "h")], f"telegram:{chat}", now())


async def _reminded(typists: Typists, database: str) -> int:
    """How many reminders have arrived or may have, within a minute."""
    found: set[str] = set()
    for _ in range(60):
        async with open_briefings(database) as core:
            unknown = {row.address for row in await core.outbox.latest(state="unknown", limit=2 * _REMINDERS)}
        chats = {f"telegram:{post.chat.id}" for post in typists.telegram.server.posts if post.chat.id >= _CHATS}
        found = chats | unknown
        if len(found) == _REMINDERS:
            break
        await asyncio.sleep(1)
    return len(found)


def _nothing(_typists: Typists, _file: Path) -> Callable[[], None]:
    return lambda: None


def _telegram_hangs(typists: Typists, _file: Path) -> Callable[[], None]:
    server, never = typists.telegram.server, asyncio.Event()
    server.draw.update(dict.fromkeys(_TELEGRAM, lambda: never))

    def end() -> None:
        server.draw.clear()
        never.set()

    return end


def _both_hang(typists: Typists, file: Path) -> Callable[[], None]:
    server, never, telegram = typists.slack.server, asyncio.Event(), _telegram_hangs(typists, file)
    server.draw.update(dict.fromkeys(_SLACK, lambda: never))

    def end() -> None:
        telegram()
        server.draw.clear()
        never.set()

    return end


def _locked(_typists: Typists, file: Path) -> Callable[[], None]:
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    return writer.close


if __name__ == "__main__":
    main()
