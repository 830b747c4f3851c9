"""Future deliveries: the next ones of a chat, and all within a period.

They are computed in `briefings/model/schedule/forecast.py`; here they are read from the store.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice, takewhile

from briefings.model.delivery import Subscription
from briefings.model.schedule.forecast import ScheduledDelivery, pushes
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.reminders.followers import described
from briefings.store import Connection, Store, follows, subscriptions
from briefings.store.accounts import chats


class Forecast:
    """Future deliveries from a store; `zone` is the default zone."""

    def __init__(self, store: Store, zone: str) -> None:
        self._store, self._zone = store, zone

    async def ahead(self, address: str, now: datetime, count: int) -> list[ScheduledDelivery]:
        """The next deliveries to a chat or thread, at most `count`."""
        return list(islice((p for p in await self._pushes(address, now) if p.address == address), count))

    async def next_digest(self, address: str, now: datetime) -> tuple[Subscription, ScheduledDelivery] | None:
        """The subscription with the next digest for a chat or thread, and when."""

        def known(connection: Connection) -> tuple[list[Subscription], Mapping[str, ChatTimes]]:
            return subscriptions.of_chat(connection, address), chats.chat_times(connection, [address], self._zone)

        orders, chat_times = await self._store.look_up(known)
        found = [
            (next(each for each in pushes([subscription], (), chat_times, now) if not each.skipped), subscription)
            for subscription in orders
            if subscription.address == address and not subscription.paused
        ]
        push, subscription = min(found, key=lambda each: each[0].at, default=(None, None))
        return (subscription, push) if subscription and push else None

    async def between(self, after: datetime, until: datetime, address: str | None = None) -> list[ScheduledDelivery]:
        """All deliveries after one instant and up to another, to all chats or one with its threads."""
        return list(takewhile(lambda push: push.at <= until, await self._pushes(address, after)))

    async def _pushes(self, address: str | None, after: datetime) -> Iterator[ScheduledDelivery]:
        def known(connection: Connection) -> Iterator[ScheduledDelivery]:
            orders = subscriptions.of_chat(connection, address)
            followed = described(connection, follows.of_chat(connection, address))
            addresses = [*(subscription.address for subscription in orders), *(follow.address for follow in followed)]
            return pushes(orders, followed, chats.chat_times(connection, addresses, self._zone), after)

        return await (self._store.read(known) if address is None else self._store.look_up(known))
