"""Copies of ephemeral answers, kept for a while so that they can be shared."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, bindparam, delete, func, select, update

from briefings.store import sql
from briefings.store.tables import hidden_answer

MOST, MOST_CHARACTERS = 200, 6_000_000  # kept for one chat or thread; what is beyond goes, the oldest first

_RENEWING = update(hidden_answer).where(hidden_answer.c.token == bindparam("which")).values(at=bindparam("now"))


def put(connection: Connection, token: str, address: str, answer: str, now: datetime) -> None:
    """Stores an answer under its token; an existing one is renewed."""
    if connection.execute(_RENEWING, {"which": token, "now": now}).rowcount:
        return
    row = {"token": token, "address": address, "answer": answer, "size": len(answer), "at": now}
    connection.execute(_adding(connection.dialect.name), row)
    _bound(connection, address)


@cache
def _adding(dialect: str) -> Any:
    new = sql.insert_of(dialect, hidden_answer)
    return new.on_conflict_do_update(index_elements=[hidden_answer.c.token], set_={"at": new.excluded.at})


def get(connection: Connection, token: str) -> str | None:
    """The answer stored under a token; None if it was pruned."""
    return connection.execute(select(hidden_answer.c.answer).where(hidden_answer.c.token == token)).scalar_one_or_none()


def prune(connection: Connection, before: datetime) -> None:
    """Deletes answers last shown before an instant."""
    connection.execute(delete(hidden_answer).where(hidden_answer.c.at < before))


def _beyond() -> Delete:
    newest = (hidden_answer.c.at.desc(), hidden_answer.c.token)
    ranked = (
        select(
            hidden_answer.c.token,
            func.row_number().over(order_by=newest).label("rank"),
            func.sum(hidden_answer.c.size).over(order_by=newest).label("characters"),
        )
        .where(hidden_answer.c.address == bindparam("place"))
        .subquery()
    )
    beyond = select(ranked.c.token).where((ranked.c.rank > MOST) | (ranked.c.characters > MOST_CHARACTERS))
    return delete(hidden_answer).where(hidden_answer.c.token.in_(beyond))


_BEYOND = _beyond()


def _bound(connection: Connection, address: str) -> None:
    """Deletes a chat's oldest answers beyond the limits of number and size."""
    connection.execute(_BEYOND, {"place": address})
