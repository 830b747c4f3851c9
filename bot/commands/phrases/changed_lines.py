"""The command line that makes a person's last change again with another time of day or another lead. Pure."""

from collections.abc import Sequence

from bot.commands.phrases.refusal_phrases import NewValue
from briefings.model.delivery import Subscription
from briefings.model.undo import RemindersSet, Step, Subscribed

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHOLE = {
    frozenset(range(1, 8)): "daily",
    frozenset(range(1, 6)): "weekdays",
    frozenset((6, 7)): "weekends",
}


def line_with_value(step: Step | None, value: NewValue, orders: Sequence[Subscription]) -> str:
    """The line of the change with the value; "" if the change holds no such value, or several.

    `orders` are the chat's digests: with more than one, none is moved.
    """
    match step:
        case Subscribed(number=number) if value.at:
            return _moved(orders, value.at) if [each.id for each in orders] == [number] else ""
        case RemindersSet(event=event, after=after) if after and value.lead:
            return f"remind e{event} {value.lead}"
        case RemindersSet(event=event, after=after) if after and len(after) == 1 and after[0].unit == "d" and value.at:
            count = after[0].count
            return f"remind {count} {'day' if count == 1 else 'days'} before e{event} at {value.at}"
        case _:
            return ""


def _moved(orders: Sequence[Subscription], at: str) -> str:
    order = orders[0]
    return "" if order.words or order.owner != order.address else f"settings digest {days_of(order.days)} {at}"


def _on(order: Subscription, days: frozenset[int]) -> str:
    """The line that sends a digest on other days; "" for one about a topic, and for one sent elsewhere."""
    return "" if order.words or order.owner != order.address else f"settings digest {days_of(days)} {order.at:%H:%M}"


def days_of(days: frozenset[int]) -> str:
    """ISO weekdays as `/subscribe` takes them: "daily", "weekdays", "mon,thu"."""
    return _WHOLE.get(days) or ",".join(_WEEK[day - 1] for day in sorted(days))


def line_without(orders: Sequence[Subscription], days: frozenset[int]) -> str:
    """The line that ends the only digest of a chat, or that of those days, or leaves the days out of the only one.

    Where that is none or several of them, the list of digests.
    """
    meant = [each for each in orders if not days or each.days == days]
    if len(meant) == 1:
        return f"unsubscribe {meant[0].id}"
    if not meant and len(orders) == 1 and orders[0].days < days:  # "the daily digest" that comes on weekdays
        return f"unsubscribe {orders[0].id}"
    if not meant and len(orders) == 1 and days < orders[0].days:
        return _on(orders[0], orders[0].days - days) or "subscriptions"
    return "subscriptions"
