"""The processes that send from one database: who lives, what each may send a second, and what they tell each other."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import IntEnum

from briefings.store import Replica, Store
from briefings.store.outbox import chat_pace, couriers
from briefings.store.outbox.couriers import CHANNEL, CourierRow

_LEAST = 2  # messages a second that a process keeps when it wants little
# Counts a beat of this process for each platform, and returns the rows as they were before.
_BEAT = """
WITH beaten AS (
    UPDATE courier SET beats = courier.beats + 1, wanted = mine.wanted
    FROM unnest($1::text[], $2::int[], $3::int[]) AS mine (sender, epoch, wanted)
    WHERE courier.sender = mine.sender AND courier.epoch = mine.epoch
)
SELECT sender, epoch, replica, beats, tokens, wanted FROM courier ORDER BY sender, epoch
"""
_TELL = "SELECT pg_notify($1, $2)"


class Want(IntEnum):
    """What a process wants of the rate limit: little, its part, or more than that."""

    LITTLE, FAIR, MORE = range(3)


def share_of(limit: int, wanted: Mapping[int, int], epoch: int) -> int:
    """The part of a limit that the process of an epoch may use: equal parts, and what idle processes leave.

    `wanted` tells for each epoch how much its process wants. The parts of all add up to the limit at most.
    """
    even, more = divmod(limit, len(wanted))
    parts = {each: even + (place < more) for place, each in enumerate(sorted(wanted))}
    hungry = sorted(each for each, want in wanted.items() if want == Want.MORE)
    if hungry:
        for each, want in wanted.items():
            parts[each] = min(parts[each], _LEAST) if want == Want.LITTLE else parts[each]
        extra, rest = divmod(limit - sum(parts.values()), len(hungry))
        for place, each in enumerate(hungry):
            parts[each] += extra + (place < rest)
    return parts[epoch]


def differing_settings(rows: Iterable[CourierRow]) -> dict[str, list[list[str]]]:
    """Settings that aren't the same in all processes, each with the places of those that agree."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for name, hashed in _settings_of(row).items():
            found[name][hashed].add(row.place or row.replica)
    return {name: sorted(map(sorted, of.values())) for name, of in sorted(found.items()) if len(of) > 1}


def _settings_of(row: CourierRow) -> dict[str, str]:
    """The hashes that a process has stored; none if an earlier version runs there."""
    try:
        stored = json.loads(row.settings)
    except ValueError:
        return {}
    return {str(name): str(hashed) for name, hashed in stored.items()} if isinstance(stored, dict) else {}


class Couriers:
    """The processes that send from a database, as one of them sees the others."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def replica(self) -> Replica:
        """This process among those that answer and send from the database."""
        return self._store.replica

    async def rows(self, sender: str) -> list[CourierRow]:
        """The processes that send for a platform, the oldest first."""
        return await self._store.read(lambda connection: couriers.couriers(connection, sender))

    async def serving(self) -> list[CourierRow]:
        """The processes that send for any platform, by platform, the oldest first; `beat_at` is their heartbeat."""
        return await self._store.read(couriers.serving)

    async def beat(self, mine: Mapping[str, tuple[int, int]]) -> dict[str, list[CourierRow]]:
        """Shows the other processes that this one works; returns all of them by platform.

        `mine` holds this process's epoch for each platform, and how much it wants of the limit.
        """
        values = list(mine), [epoch for epoch, _ in mine.values()], [wanted for _, wanted in mine.values()]
        found: dict[str, list[CourierRow]] = {sender: [] for sender in mine}
        for sender, epoch, replica, beats, tokens, wanted in await self.replica.fetch(_BEAT, *values):
            if sender in mine:
                want = mine[sender][1] if epoch == mine[sender][0] else wanted
                found[sender].append(CourierRow(sender, epoch, replica, "", beats, None, tokens, want))
        return found

    async def bury(self, name: str, epochs: Mapping[str, int], now: datetime) -> bool:
        """Ends the claims of another process if it is dead, and makes them doubts of these epochs, by platform."""
        async with self.replica.without(name) as gone:
            if gone:
                await self._store.write(
                    lambda connection: [
                        couriers.fence(connection, sender, epoch, name, now) for sender, epoch in epochs.items()
                    ]
                )
            return gone

    async def set_tokens(self, sender: str, epoch: int, tokens: int, limit: int) -> int:
        """Changes this process's part of a platform's limit; returns it: what others leave of the limit at most."""
        return await self._store.write(lambda connection: couriers.set_tokens(connection, sender, epoch, tokens, limit))

    async def take_turn(self, chat: str, interval: float, per_minute: int) -> float:
        """Takes the next turn of a chat; returns the seconds until then."""
        found = await self.replica.fetch(chat_pace.TURN, *chat_pace.turn_of(chat, interval, per_minute))
        return float(found[0][0]) / 1_000_000 if found else 0.0

    async def late(self, chat: str, interval: float) -> None:
        """Tells that a chat gets the message of its last turn only now."""
        await self.replica.fetch(chat_pace.LATE, *chat_pace.turn_of(chat, interval, 0)[:2])

    async def know(self, chats: Mapping[str, Sequence[float]]) -> None:
        """Tells other processes how many seconds ago the last messages went to chats with a limit per minute."""
        for chat, times in chats.items():
            await self.replica.fetch(chat_pace.KNOWN, chat, chat_pace.ages(times))

    async def tell(self, word: str) -> None:
        """Tells all processes a word."""
        await self.replica.fetch(_TELL, CHANNEL, word)
