"""The daily budget of language model tokens of each chat: reserved before a request, corrected after it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from briefings.errors import Unwritten
from briefings.model.delivery import chat_of
from briefings.store import Store
from briefings.store import language_model as rows
from briefings.translatable import phrase

T = TypeVar("T")
_SPENT = phrase("This chat has used its language model budget for today. It resets tomorrow.")


@dataclass(frozen=True, slots=True)
class TokenAccount:
    """The account charged: the chat of an address on its local day; `zone` is the chat's."""

    address: str
    zone: str
    now: datetime


class TokenBudget:
    """The tokens that each chat may use a day; `per_day` 0 means no limit."""

    def __init__(self, store: Store, per_day: int) -> None:
        self._store, self._per_day = store, per_day

    async def pay(self, asker: TokenAccount, reserved: int, make: Callable[[], Awaitable[tuple[T, int]]]) -> T:
        """The result of `make`, charged to the chat's budget. Raises Unwritten."""
        chat, day = chat_of(asker.address), asker.now.astimezone(ZoneInfo(asker.zone)).date()
        bound = self._per_day
        if bound and not await self._store.write(
            lambda connection: rows.reserve(connection, chat, day, reserved, bound), bookkeeping=True
        ):
            raise Unwritten(_SPENT)
        spent = reserved
        try:
            made, used = await make()
            spent = min(used, reserved)  # a server may count whatever it likes
        except Unwritten as failed:
            spent = reserved if failed.worked else 0
            raise
        finally:
            if bound:
                await self._store.write(
                    lambda connection: rows.settle(connection, chat, day, spent - reserved), bookkeeping=True
                )
        return made
