"""Holds deliveries during quiet hours and releases them when quiet hours end or are lifted.

Which hours are quiet, and until when a message is held, is decided in `briefings/model/schedule/quiet_hours.py`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from briefings.model.agenda import EventDate
from briefings.model.delivery import chat_of
from briefings.model.schedule.due import start_of
from briefings.model.schedule.quiet_hours import ChatTimes, held_until, window_at
from briefings.store import Connection, is_outage
from briefings.store import agenda as events
from briefings.store.accounts import chats
from briefings.store.outbox import pending
from briefings.store.outbox.pending import NewDelivery, PendingDelivery
from briefings.store.sql import ILLEGIBLE, unpacked

_SPARE = timedelta(hours=1)  # what is held back matters for at least so long once it may leave
_ABOUT_A_DATE = ("reminder", "snooze", "moved", "stopped")  # these cannot wait when the event starts meanwhile


def earliest_release(dates: Iterable[EventDate], zone: str, now: datetime) -> datetime | None:
    """The first start that is still ahead, or None."""
    return min((starts for when in dates if (starts := start_of(when, zone)) >= now), default=None)


def held_back(
    new_delivery: NewDelivery, chat_times: ChatTimes, now: datetime, starts: datetime | None = None
) -> NewDelivery:
    """A delivery with quiet hours applied; `starts` is the start of its event."""
    until = held_until(chat_times, max(new_delivery.due_at, now), starts)
    if until is None:
        return new_delivery
    return replace(
        new_delivery, not_before=until, held_until=until, expires_at=max(new_delivery.expires_at, until + _SPARE)
    )


def in_quiet_hours(connection: Connection, addresses: Iterable[str], zone: str, now: datetime) -> list[str]:
    """The chats of these addresses that are in quiet hours now; `zone` is the default zone."""
    chat_times = chats.chat_times(connection, addresses, zone)
    return [chat for chat, here in chat_times.items() if _is_asleep(here, now)]


def _is_asleep(here: ChatTimes, now: datetime) -> bool:
    try:
        return window_at(here, now) is not None
    except ILLEGIBLE:  # its zone is unknown; what is due there is refused by itself
        return False


def reapply_quiet_hours(connection: Connection, chat: str, zone: str, now: datetime) -> None:
    """Holds or releases a chat's pending deliveries by its current quiet hours; `zone` is the default zone."""
    chat_times = chats.chat_times(connection, [chat], zone)[chat_of(chat)]
    changed = [_held_anew(connection, each, chat_times, now) for each in pending.waiting(connection, chat)]
    pending.keep(connection, changed)


def _held_anew(
    connection: Connection, waiting: PendingDelivery, chat_times: ChatTimes, now: datetime
) -> PendingDelivery:
    """A delivery with the current quiet hours applied; unreadable ones stay unchanged."""
    try:
        return _anew(connection, waiting, chat_times, now)
    except ILLEGIBLE as error:
        if is_outage(error):
            raise
        return waiting


def _anew(connection: Connection, waiting: PendingDelivery, chat_times: ChatTimes, now: datetime) -> PendingDelivery:
    starts = earliest_release(_dates(connection, waiting), chat_times.zone, now)
    until = held_until(chat_times, max(waiting.due_at, now), starts)
    if until is not None:
        return replace(waiting, not_before=until, held_until=until, expires_at=max(waiting.expires_at, until + _SPARE))
    if waiting.held_until is not None:
        return replace(waiting, not_before=waiting.due_at, held_until=None)
    return waiting


def _dates(connection: Connection, waiting: PendingDelivery) -> list[EventDate]:
    """The dates a delivery is about: an event's, and its previous one."""
    facts = waiting.facts
    event = events.find(connection, facts["event"]) if facts["kind"] in _ABOUT_A_DATE else None
    return [*([event.when] if event else []), *([unpacked(facts["before"])] if "before" in facts else [])]
