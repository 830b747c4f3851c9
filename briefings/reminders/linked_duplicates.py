"""Suppresses duplicates across linked accounts.

The preferred chat gets the message. The other delivery is written as cancelled, with a reason and the delivery that
replaces it, and is sent after all if that one fails or can't be sent for a while.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile

from briefings.model.delivery import Lead, Subscription, chat_of, platform_of
from briefings.model.people import LinkedAccount
from briefings.model.schedule.due import fires_on, latest_fire
from briefings.reminders.quiet_hours import reapply_quiet_hours
from briefings.store import Connection, subscriptions
from briefings.store.accounts import chats, people
from briefings.store.outbox import duplicates
from briefings.store.outbox.duplicates import LostDuplicate
from briefings.store.outbox.pending import NewDelivery
from briefings.store.sql import parts
from briefings.translatable import phrase

ELSEWHERE = {  # by the platform at which one person would rather be told
    "telegram": phrase("sent to the same person in Telegram instead"),
    "slack": phrase("sent to the same person in Slack instead"),
}
_INSTEAD = {  # by the platform at which it can arrive
    "telegram": phrase("couldn't be sent; goes to the same person in Telegram instead"),
    "slack": phrase("couldn't be sent; goes to the same person in Slack instead"),
}
OVERTAKEN = phrase("a newer reminder of the same event took its place")
NEXT_DIGEST = phrase("the next digest took its place")
_TO_PERSONS = ("asked", "erratum", "clock", "database", "alarm", "outage")  # kinds whose keys end with the address
_PATIENCE = timedelta(minutes=5)  # for so long a platform may fail to take what the other one would
_AT_ONCE = 500
_PART = 200  # orders at a time: others have their turn in between
_APART = timedelta(hours=14)  # at most: the same wall time in two zones


def digest_key(order: int, due_at: datetime) -> str:
    """The delivery key of a subscription's digest that is due at an instant."""
    return f"digest:{order}:{due_at.isoformat()}"


def linked_address(
    due_at: datetime, here: Subscription, there: Subscription, zone: str, now: datetime
) -> datetime | None:
    """When another subscription's digest with the same content as the one of `due_at` is due; None if never.

    Both share words and days, and the same instant or the same wall time; `zone` is that of `there`.
    """
    nearest = _nearest(there.days, there.at, zone, due_at, same_wall=here.at == there.at)
    if nearest is not None and there.due_at <= nearest <= now:
        return latest_fire(there.days, there.at, zone, there.due_at, now, there.skips)[0]
    return nearest


@lru_cache(maxsize=4096)
def _nearest(days: frozenset[int], at: time, zone: str, to: datetime, *, same_wall: bool) -> datetime | None:
    around = takewhile(lambda due: due <= to + _APART, fires_on(days, at, zone, to - _APART - timedelta.resolution))
    return min((due for due in around if due == to or same_wall), key=lambda due: abs(due - to), default=None)


def suppress(
    connection: Connection, new_deliveries: Sequence[NewDelivery], reached: Callable[[str], bool]
) -> list[NewDelivery]:
    """The deliveries as they are to be written: one that its person also gets in a preferred account is cancelled.

    This is the one step for reminders, notices and questions; digests have `suppress_digests`. `reached` says whether
    a platform can be sent to.
    """
    preferred = people.preferred_addresses(connection, {each.address for each in new_deliveries})
    keys = {each.key for each in new_deliveries}
    return [_suppressed(connection, each, preferred.get(each.address, ()), keys, reached) for each in new_deliveries]


def _suppressed(
    connection: Connection,
    new_delivery: NewDelivery,
    there: Sequence[str],
    keys: Collection[str],
    reached: Callable[[str], bool],
) -> NewDelivery:
    if (
        not there
        or new_delivery.state != "pending"
        or new_delivery.facts["kind"] == "snooze"
        or not reached(platform_of(there[0]))
    ):
        return new_delivery
    rather = _counterpart(connection, new_delivery, there, keys)
    if not rather:
        return new_delivery
    return replace(new_delivery, state="cancelled", reason=ELSEWHERE[platform_of(there[0])], rather=rather)


def _counterpart(connection: Connection, new_delivery: NewDelivery, there: Sequence[str], keys: Collection[str]) -> str:
    """The key of the same delivery at one of the addresses `there`, or ""."""
    kind, _, rest = new_delivery.key.split(":", 2)
    if kind in _TO_PERSONS:
        question = new_delivery.key.removesuffix(new_delivery.address)
        return next((key for each in reversed(there) if (key := question + each) in keys), "")
    lead = Lead.parse(new_delivery.facts["lead"]) if kind == "reminder" else None
    follow = people.follows_there(connection, there, new_delivery.facts["event"], lead)
    return "" if follow is None else f"{kind}:{follow}:{rest}"


def suppress_digests(
    connection: Connection, ids: Sequence[int], due_at: datetime, platforms: Iterable[str], zone: str, now: datetime
) -> None:
    """Cancels new digests that duplicate one in the person's linked account; `zone` is the default zone."""
    served = list(platforms)
    for some in parts(duplicates.less_preferred(connection, ids), _PART):
        both = duplicates.duplicate_orders(connection, some, served)
        chat_times = chats.chat_times(connection, [each.there.address for each in both], zone)
        reasons: dict[str, str] = {}
        spared: list[tuple[str, str]] = []
        for each in both:
            where = each.there.zone or chat_times[chat_of(each.there.address)].zone
            at = linked_address(due_at, each.here, each.there, where, now)
            key = digest_key(each.here.id, due_at)
            if at is not None and key not in reasons:
                reasons[key] = ELSEWHERE[platform_of(each.there.address)]
                spared.append((key, digest_key(each.there.id, at)))
                duplicates.align_covered(connection, (each.here, each.there))
        duplicates.cancel(connection, reasons, now)
        duplicates.note(connection, spared)


def align_covered(connection: Connection, links: Iterable[LinkedAccount]) -> None:
    """Sets a person's equal subscriptions to start where the most advanced one ended."""
    alike: dict[object, list[Subscription]] = {}
    for place in dict.fromkeys(place for link in links for place in (link.person, link.place)):
        for order in subscriptions.of_address(connection, place):
            if order.address == place:
                alike.setdefault((order.words, order.days, order.at), []).append(order)
    for orders in alike.values():
        duplicates.align_covered(connection, orders)


def release(connection: Connection, platforms: Sequence[str], zone: str, now: datetime) -> int:
    """Releases cancelled duplicates whose counterpart was lost or is stuck; returns how many."""
    if not duplicates.settle(connection, now):
        return 0
    lost = duplicates.failed_originals(connection, platforms, now, now - _PATIENCE, _AT_ONCE)
    return sum([_release(connection, each, platforms, zone, now) for each in lost])


def _release(connection: Connection, of: LostDuplicate, platforms: Sequence[str], zone: str, now: datetime) -> bool:
    if not of.state and duplicates.is_still_due(connection, of.rather, platforms):
        return False
    chat = chat_of(of.address)
    if of.reason in (OVERTAKEN, NEXT_DIGEST) or subscriptions.paused_in(connection, chat):
        duplicates.forget(connection, of.key)
        return False
    if of.state == "pending" and not duplicates.cancel_original(
        connection, of.rather, _INSTEAD[platform_of(of.address)], now
    ):
        return False
    duplicates.forget(connection, of.key)
    duplicates.reactivate(connection, of.key, now)
    reapply_quiet_hours(connection, chat, zone, now)
    return True
