"""Serves each platform as its bot account, unless another process on the database serves it as another one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.delivery.courier import Courier
from briefings.delivery import BotAccounts
from briefings.errors import OtherAccount
from briefings.store import Replica

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 60.0  # until a platform is tried again that another bot serves


class ServedAccounts:
    """The accounts of this process, which is a leader of tasks too; the courier sends nothing as one it doesn't have.

    Where other processes may serve the database, each platform waits for its claim.
    """

    def __init__(
        self,
        accounts: BotAccounts,
        replica: Replica,
        courier: Courier,
        clock: Callable[[], datetime],
        again: float = _AGAIN_SECONDS,
    ) -> None:
        """`again` is in seconds."""
        self._accounts, self._courier = accounts, courier
        self.leader = replica.leader
        self._clock, self._again = clock, again
        for route in courier.routes.values():
            route.withheld = replica.shares

    async def claim(self, platform: str, account: str) -> None:
        """See `Leadership.claim`."""
        await self._accounts.claim(platform, account, self._clock())
        self._courier.routes[platform].withheld = False
        self._courier.wake()

    async def claim_known(self) -> None:
        """Claims the accounts that are known without asking a platform. Raises OtherAccount."""
        for name, route in self._courier.routes.items():
            if route.account:
                await self.claim(name, route.account)

    async def serve(self, platform: str, serve: Callable[[], Awaitable[None]]) -> None:
        """Serves a platform once no other process serves it as another bot; looks each minute."""
        told = ""
        while True:
            try:
                await serve()
            except OtherAccount as error:
                self._courier.routes[platform].withheld = True
                if told != str(error):
                    _log.error("this process doesn't serve the platform: %s", error, extra={"platform": platform})
                told = str(error)
                await asyncio.sleep(self._again)
            else:
                return
