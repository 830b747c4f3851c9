"""Replicas: the processes that answer and send from one database, and the tasks that one of them does at a time."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from math import inf
from typing import Any

from sqlalchemy import Connection, bindparam, select

from briefings.errors import Deposed
from briefings.store.tables import constant
from briefings.translatable import phrase

_EPOCH = select(constant.c.value).where(constant.c.name == bindparam("task")).with_for_update(read=True)
_TAKEN = phrase("Another process of Readout took over here. Please try again.")


class Replica:
    """This process among those on its database; on SQLite it is the only one and leads every task.

    `lost` is set when others may take it for dead: then it must stop answering and sending. `notified` is set when
    another replica passes updates on to it, of `platforms` ("" for any), and `left` when one has ended or leaves
    updates to any other.
    """

    def __init__(self, name: str = "") -> None:
        self.name, self.lost = name, asyncio.Event()
        self.notified, self.left = asyncio.Event(), asyncio.Event()
        self.platforms: set[str] = set()  # of which others passed updates on, since somebody looked
        self.leads: set[str] = set()  # tasks
        self.clock_difference = 0.0  # seconds by which this process's clock is ahead of the database's
        self.ended: set[str] = set()  # other replicas that said that they end
        self.told: Callable[[str], None] = lambda _: None  # called with each word that a process tells all others

    @asynccontextmanager
    async def leader(self, task: str) -> AsyncGenerator[int]:
        """Waits until this process leads the task, which it does during the block; gives the epoch for `check_epoch`.

        A task has one leader at a time, until the block ends or its process dies, or has been silent for six seconds.
        A process that no longer leads one task leads none, and `lost` is set.
        """
        self.leads.add(task)
        try:
            yield 0
        finally:
            self.leads.discard(task)

    @asynccontextmanager
    async def without(self, name: str) -> AsyncGenerator[bool]:
        """Whether another replica is dead; if so, nobody else finds that out during the block."""
        yield name != self.name

    async def sure(self) -> None:
        """Returns if others can't take this process for dead; never if they did.

        A process that was frozen calls this before it sends anything.
        """

    @asynccontextmanager
    async def alone(self, group: str) -> AsyncGenerator[bool]:  # noqa: ARG002
        """Whether no other process is in a group; if so, none enters it during the block."""
        yield True

    async def enter_group(self, group: str) -> bool:  # noqa: ARG002
        """Enters a group until this process ends or leaves; False while another one is alone in it."""
        return True

    async def leave_group(self, group: str) -> None:
        """Ends this process's part in a group, so that the others no longer wait for it."""

    async def silence_of(self, group: str) -> float:  # noqa: ARG002
        """For how many seconds all other members of a group have been silent; infinite if there are none.

        A process that works shows each second that it does.
        """
        return inf

    async def has_others(self) -> bool:
        """Whether another process answers and sends from the same database at this moment."""
        return False

    @property
    def shares(self) -> bool:
        """Whether other processes may answer and send from the same database."""
        return False

    def sure_until(self) -> float:
        """Until when others can't take this process for dead, by the monotonic clock."""
        return inf

    async def fetch(self, statement: str, *values: object) -> Sequence[Sequence[Any]]:  # noqa: ARG002
        """The rows of a statement with $1, $2 ..., run in the session of this process; none where it has no session."""
        return ()


def epoch_of(task: str) -> str:
    """The name of the constant that counts the leaders of a task."""
    return f"epoch of {task}"


def check_epoch(connection: Connection, task: str, epoch: int) -> None:
    """Ensures that a task gets no new leader before the transaction ends. Raises Deposed if it got one."""
    if epoch and connection.execute(_EPOCH, {"task": epoch_of(task)}).scalar_one_or_none() != str(epoch):
        raise deposed()


def deposed() -> Deposed:
    """The error of a process that was taken for dead."""
    return Deposed(_TAKEN)


_PREFIX, _SESSION, _WORK = "readout", "session", "work"
_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity AS work"
_OURS = "datname = current_database() AND usename = current_user"  # only a superuser may end those of other accounts
# Ends the connections with the name $1.
END_OF = f"{_END} WHERE {_OURS} AND application_name = $1"
# Ends the connections of all processes that have no session any more.
END_LEFT = f"""
{_END}
WHERE {_OURS} AND application_name LIKE '{_PREFIX} {_WORK} %' AND NOT EXISTS (
    SELECT FROM pg_stat_activity AS session
    WHERE session.datname = current_database() AND session.application_name LIKE '{_PREFIX} {_SESSION} %'
    AND split_part(session.application_name, ' ', 3) = split_part(work.application_name, ' ', 3)
)
"""


def session_name(replica: str) -> str:
    """The name of the connection that holds a process's advisory locks."""
    return f"{_PREFIX} {_SESSION} {replica}"


def work_name(replica: str) -> str:
    """The name of the connections on which a process reads and writes."""
    return f"{_PREFIX} {_WORK} {replica}"
