"""Computes future deliveries for the schedule of a chat or a rehearsal of a period. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from typing import Literal

from briefings.model.delivery import Follow, Subscription, chat_of
from briefings.model.schedule.due import fires_on, instant, start_of
from briefings.model.schedule.quiet_hours import ChatTimes, held_until, reminder_due
from briefings.translatable import phrase

_LONGEST_HOLD = timedelta(days=2)  # quiet hours end within a day and a gap


@dataclass(frozen=True, slots=True)
class ScheduledDelivery:
    """A scheduled message at an instant; `zone` is the reader's; `if_new` skips it if there is nothing new.

    A `skipped` one isn't sent, because somebody said so. `owner` is a digest's subscription.
    """

    at: datetime
    kind: Literal["digest", "reminder"]
    title: str
    address: str = ""
    zone: str = ""
    if_new: bool = False
    skipped: bool = False
    owner: int = 0


def pushes(
    orders: Iterable[Subscription], follows: Iterable[Follow], chat_times: Mapping[str, ChatTimes], after: datetime
) -> Iterator[ScheduledDelivery]:
    """All scheduled messages after `after`, in order, with quiet hours applied; `chat_times` holds each chat's.

    Covers what the rules yield, for past periods too; paused and muted items yield nothing.
    """
    digests = [
        _digests(subscription, chat_times[chat_of(subscription.address)], after)
        for subscription in orders
        if not subscription.paused
    ]
    reminders = [
        push
        for follow in follows
        if not (follow.paused or follow.muted)
        for push in _reminders(follow, chat_times[chat_of(follow.address)])
        if push.at > after
    ]
    return merge(*digests, sorted(reminders, key=_order), key=_order)


def _order(push: ScheduledDelivery) -> tuple[datetime, str, str, str]:
    return push.at, push.address, push.kind, push.title


def _digests(subscription: Subscription, here: ChatTimes, after: datetime) -> Iterator[ScheduledDelivery]:
    zone = subscription.zone or here.zone
    left_out = {instant(day, subscription.at, zone) for day in subscription.skips}
    for due in fires_on(subscription.days, subscription.at, zone, after - _LONGEST_HOLD):
        at = held_until(here, due) or due
        if at > after:
            title, skipped = subscription.words or phrase("all news"), due in left_out
            yield ScheduledDelivery(
                at, "digest", title, subscription.address, zone, if_new=True, skipped=skipped, owner=subscription.id
            )


def _reminders(follow: Follow, here: ChatTimes) -> Iterator[ScheduledDelivery]:
    when, starts = follow.event.when, start_of(follow.event.when, here.zone)
    if follow.event.state != "set":
        return
    due = {reminder_due(when, reminder.lead, here) for reminder in follow.reminders}  # of several at once one is sent
    for at in due | ({follow.snoozed} if follow.snoozed else set()):
        yield ScheduledDelivery(
            held_until(here, at, starts) or at, "reminder", follow.event.title, follow.address, here.zone
        )
