"""A core with its sender, in which what is due reaches people at once, and the instants at which it does."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import Follow, Lead, Notice, Outcome
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.service import Briefings

ALL_DAYS = frozenset(range(1, 8))
HERE, TOPIC, THERE, SOMEONE = "telegram:-1", "telegram:-1:9", "telegram:-2", "telegram:42"
NIGHT = QuietHours(time(22), time(7))
MAY = EventDate(date(2026, 5, 1), date(2026, 5, 31), "month")


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(day: str) -> EventDate:
    """A day without a time."""
    first = date.fromisoformat(day)
    return EventDate(first, first, "day")


def instant(text: str) -> EventDate:
    """A date with a time, in UTC."""
    return EventDate(at(text).date(), at(text).date(), "instant", at(text), "UTC")


class Town:
    """A core with its sender; what is sent is accepted at once."""

    def __init__(self, core: Briefings, epoch: int) -> None:
        self.core, self.epoch = core, epoch

    async def event(self, when: EventDate, title: str = "Regatta", now: str = "2026-03-01T12:00") -> Event:
        """A new event."""
        return await self.core.agenda.create(title, when, SOMEONE, at(now))

    async def remind(self, event: Event, *leads: Lead, address: str = HERE, now: str = "2026-03-01T12:00") -> Follow:
        """A chat that is reminded."""
        return await self.core.subscriptions.remind(address, event.id, leads, SOMEONE, at(now))

    async def messages(self, now: str, editors: Sequence[str] = ()) -> list[tuple[str, tuple[Notice, ...]]]:
        """What leaves at an instant: the address and what the message holds."""
        found = []
        await self.core.outbox._due.write_all(("telegram",), at(now), tuple(editors))
        while parcels := await self.core.outbox.ready("telegram", at(now)):
            batch = parcels[0]
            assert await self.core.outbox.claim(batch, self.epoch, at(now))
            await self.core.outbox.settle(batch, self.epoch, Outcome("sent", receipt="1"), at(now))
            found.append((batch.address, batch.notices))
        return found

    async def notices(self, now: str, editors: Sequence[str] = ()) -> list[Notice]:
        """All that leaves at an instant."""
        return [notice for _, notices in await self.messages(now, editors) for notice in notices]

    async def reasons(self, address: str = HERE) -> list[tuple[str, str]]:
        """What became of what was due, the newest first."""
        return [(each.state, each.reason) for each in await self.core.outbox.latest(address)]
