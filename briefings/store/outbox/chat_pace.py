"""When a chat may get its next message where several processes send: turns in PostgreSQL, by the server's clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete

from briefings.store.sql import Instant
from briefings.store.tables import chat_pace

_SECOND = 1_000_000  # microseconds
_LATE = 0.05  # seconds by which messages may come closer together on their way
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
# Takes the next turn of a chat and returns the microseconds until then. The row stays locked until the transaction
# ends, so the next turn is given by what the server's clock says afterwards. $2 is the interval in microseconds, $3 how
# many messages a minute may hold, 0 for no limit.
TURN = f"""
INSERT INTO chat_pace AS pace (chat, free_at, recent)
VALUES ($1::text, {_NOW} + $2::bigint, CASE WHEN $3::int > 0 THEN {_NOW}::text ELSE '' END)
ON CONFLICT (chat) DO UPDATE SET (free_at, recent) = (
    SELECT slot + $2::bigint,
        CASE WHEN $3::int > 0
            THEN array_to_string(times[greatest(1, cardinality(times) - $3::int + 2):] || slot, ',') ELSE '' END
    FROM (
        SELECT times, greatest(pace.free_at, {_NOW}, times[cardinality(times) - $3::int + 1] + 60050000) AS slot
        FROM (SELECT string_to_array(nullif(pace.recent, ''), ',')::bigint[] AS times) AS kept
    ) AS next
)
RETURNING greatest(0, free_at - $2::bigint - {_NOW})
"""  # noqa: S608 - our own text
# A message that had to wait longer than until its turn is sent now: the next turn comes $2 microseconds later.
LATE = f"UPDATE chat_pace SET free_at = greatest(free_at, {_NOW} + $2::bigint) WHERE chat = $1"  # noqa: S608
# What a process that sent alone knows of a chat: $2 is how many microseconds ago its last messages were sent.
KNOWN = f"""
INSERT INTO chat_pace (chat, free_at, recent)
SELECT $1::text, {_NOW} - min(age) + {_SECOND}, string_agg(({_NOW} - age)::text, ',' ORDER BY age DESC)
FROM unnest($2::bigint[]) AS age
ON CONFLICT (chat) DO NOTHING
"""  # noqa: S608 - our own text


def turn_of(chat: str, interval: float, per_minute: int) -> tuple[str, int, int]:
    """The values of `TURN`; `interval` is in seconds."""
    return chat, round((interval + _LATE) * _SECOND) if interval else 0, per_minute


def take_turn(connection: Connection, chat: str, interval: float, per_minute: int) -> float:
    """Takes the next turn of a chat in this transaction; returns the seconds until then.

    Other transactions that want a turn of this chat wait for the end of this one.
    """
    found = connection.exec_driver_sql(TURN, turn_of(chat, interval, per_minute))
    return float(found.scalar_one()) / _SECOND


def ages(seconds: Sequence[float]) -> list[int]:
    """Seconds as microseconds, for `KNOWN`."""
    return [round(each * _SECOND) for each in seconds]


def prune(connection: Connection, before: datetime) -> None:
    """Deletes what no limit asks for any more."""
    kept = Instant().process_bind_param(before, connection.dialect)
    connection.execute(delete(chat_pace).where(chat_pace.c.free_at < kept))
