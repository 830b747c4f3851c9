"""Deliveries in doubt: finds the next one whose arrival nobody knows, and settles it as sent, pending or unknown."""

from datetime import datetime

from briefings.delivery.outbox import Batch, Outbox
from briefings.model.delivery import DeliveryState, Outcome
from briefings.store import Connection, Store
from briefings.store.outbox import claim, couriers
from briefings.store.webhooks import posts


class Doubts:
    """The deliveries in doubt of a store."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        self._store, self._outbox = store, outbox

    async def next(self, sender: str, epoch: int, now: datetime) -> Batch | None:
        """The next message in doubt; None if there is none. Its content isn't made again.

        Unless it is settled or put off, it comes again soon: whatever broke while it was looked into.
        """
        lost: list[int] = []
        claimed = await self._store.read(lambda connection: claim.in_doubt(connection, sender, epoch, now, lost))
        if lost:
            await self._outbox.give_up(lost, now)
        if not claimed:
            return await self.next(sender, epoch, now) if lost else None
        batch = Batch(tuple(claimed), ())
        extended = await self._store.write(
            lambda connection: claim.extend_claim(connection, batch.ids, epoch, now, now + couriers.ENDS)
        )
        return batch if extended else None

    async def put_off(self, doubt: Batch, epoch: int, at: datetime) -> None:
        """Leaves a doubt that couldn't be looked into, to be looked into again from `at` on."""
        await self._store.write(lambda connection: claim.release_claim(connection, doubt.ids, epoch, at))

    async def settle(self, doubt: Batch, epoch: int, receipt: str | None, reason: str, now: datetime) -> DeliveryState:
        """Settles a doubt: sent with a receipt, pending if it never arrived, unknown if nobody can tell.

        `receipt` is None if the message isn't there, and "" if the platform can't look.
        """
        if receipt:
            return await self._outbox.settle(doubt, epoch, Outcome("sent", reason, receipt), now)
        if receipt is None:
            return await self._outbox.settle(doubt, epoch, Outcome("retry", reason), now)

        def step(connection: Connection) -> None:
            claim.settle(connection, doubt.ids, epoch, "unknown", now, reason=reason)
            posts.note_failures(connection, now)

        await self._store.write(step)
        return "unknown"
