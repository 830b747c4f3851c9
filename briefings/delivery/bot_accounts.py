"""The bot account as which a platform is served: all processes of a database have the same one."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime

from briefings.errors import OtherAccount
from briefings.store import Store, key_value
from briefings.store.accounts import chats as rows

_log = logging.getLogger(__name__)
_PATIENCE = 10.0  # seconds after which a process that died or froze serves nothing any more
_HEARD_SECONDS = 2.0  # after which another process counts as working if it was heard of meanwhile
_PLATFORMS = ("telegram", "slack")
_PAUSE = 0.5  # seconds between two attempts


@dataclass(frozen=True, slots=True)
class ReplacedAccount:
    """A bot account that another one replaced on a day, "2026-11-28"; `paused` chats get nothing from the new one."""

    before: str
    day: str
    paused: int


class BotAccounts:
    """The bot accounts of a database, by platform."""

    def __init__(self, store: Store, patience: float = _PATIENCE) -> None:
        """`patience` is for how many seconds a silent process that serves another account is waited for."""
        self._store, self._patience = store, patience

    async def claim(self, platform: str, account: str, now: datetime) -> None:
        """Serves a platform as this account from now on; a changed one is logged, with what it means.

        Raises OtherAccount if another process serves the platform as another account.
        """
        replica, group, begun = self._store.replica, f"bot account of {platform}", time.monotonic()
        while True:
            async with replica.alone(group) as alone:
                if alone:
                    await self._store_account(platform, account, now)
                    await replica.enter_group(group)
                    return
            if await replica.enter_group(group):
                serves = await self.account(platform)
                if serves == account:
                    return
                await replica.leave_group(group)
                if await self._lasts(group, time.monotonic() - begun):
                    raise _refusal(platform, account, serves)
            await asyncio.sleep(_PAUSE)

    async def _lasts(self, group: str, waited: float) -> bool:
        """Whether those in a group go on serving: they were heard of while this process waited, or it waited enough."""
        if waited >= self._patience:
            return True
        return waited >= _HEARD_SECONDS and await self._store.replica.silence_of(group) < waited

    async def account(self, platform: str) -> str:
        """The account that was served last; "" if none was."""
        return await self._store.read(lambda connection: key_value.value(connection, _name(platform))) or ""

    async def _store_account(self, platform: str, account: str, now: datetime) -> None:
        before = await self._store.write(lambda connection: key_value.exchange(connection, _name(platform), account))
        if before and before != account:
            replaced = f"{now:%Y-%m-%d} {before}"
            await self._store.write(
                lambda connection: key_value.exchange(connection, _replaced_name(platform), replaced)
            )
            _log.warning(
                "the database is served as another bot from now on; chats that the new bot isn't in are paused, with "
                "all that they follow, until somebody types /start there",
                extra={"platform": platform, "before": before, "now": account},
            )

    async def served(self) -> dict[str, str]:
        """The account that was served last, by platform."""
        return {platform: found for platform in _PLATFORMS if (found := await self.account(platform))}

    async def all_replaced(self) -> dict[str, ReplacedAccount]:
        """The account that was replaced last, by platform."""
        return {platform: found for platform in _PLATFORMS if (found := await self.replaced(platform))}

    async def replaced(self, platform: str) -> ReplacedAccount | None:
        """The account that was replaced last; None if none was."""
        stored = await self._store.read(lambda connection: key_value.value(connection, _replaced_name(platform)))
        if not stored:
            return None
        day, _, before = stored.partition(" ")
        return ReplacedAccount(before, day, await self._store.read(lambda c: rows.number_paused(c, platform)))


def _name(platform: str) -> str:
    return f"bot account of {platform}"


def _replaced_name(platform: str) -> str:
    return f"replaced bot account of {platform}"


def _refusal(platform: str, account: str, serves: str) -> OtherAccount:
    return OtherAccount(
        "Another process serves {platform} from this database as the bot {serves}; this one's token belongs to the bot "
        "{account}. Give both the same bot's token, or end the other process first.",
        platform=platform.capitalize(),
        serves=serves,
        account=account,
    )
