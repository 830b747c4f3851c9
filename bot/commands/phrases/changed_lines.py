"""The command line that makes a person's last change again with another time of day or another lead. Pure."""

from collections.abc import Sequence

from bot.commands.phrases.refusal_phrases import NewValue
from bot.commands.phrases.reminder_digest_phrases import WEEK
from briefings.errors import NotFound
from briefings.model.delivery import Lead, Subscription
from briefings.model.undo import RemindersSet, Step, Subscribed

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
        case RemindersSet(event=event, after=after) if after:
            return _changed_lead(event, step.before or (), after, value)
        case _:
            return ""


def _changed_lead(event: int, before: Sequence[Lead], after: Sequence[Lead], value: NewValue) -> str:
    """The line that changes the lead which was set last, with its hour and zone, and keeps those that stood before.

    It is "" for a time of day where several leads were set, or one in hours.
    """
    new = [each for each in after if each not in before] or list(after)
    wall = new[0].wall if len(new) == 1 and new[0].unit == "d" else ""
    if value.lead:
        changed = f"{value.lead}@{wall.replace(' ', '@')}" if wall and value.lead.endswith("d") else value.lead
    elif value.at and len(new) == 1 and new[0].unit == "d":
        changed = "@".join((f"{new[0].count}d", value.at, *wall.split()[1:]))
    else:
        return ""
    kept = [str(each).replace(" ", "@") for each in after if each not in new]
    return " ".join((f"remind e{event}", *kept, changed))


def _moved(orders: Sequence[Subscription], at: str) -> str:
    order = orders[0]
    return "" if order.words or order.owner != order.address else f"settings digest {days_of(order.days)} {at}"


def _on(order: Subscription, days: frozenset[int]) -> str:
    """The line that sends a digest on other days; "" for one about a topic, and for one sent elsewhere."""
    return "" if order.words or order.owner != order.address else f"settings digest {days_of(days)} {order.at:%H:%M}"


def days_of(days: frozenset[int]) -> str:
    """ISO weekdays as `/subscribe` takes them: "daily", "weekdays", "mon,thu"."""
    return _WHOLE.get(days) or ",".join(WEEK[day - 1] for day in sorted(days))


def line_without(orders: Sequence[Subscription], days: frozenset[int]) -> str:
    """The line that ends the only digest of a chat, or that of those days, or leaves the days out of the only one.

    Where that is several of them, the list of digests. Raises NotFound if there are digests but none on those days.
    """
    if days and orders and not any(each.days & days for each in orders):
        raise NotFound(
            "No digest comes here on those days, so I changed nothing. Type /subscriptions to see this chat's."
        )
    meant = [each for each in orders if not days or each.days == days]
    if len(meant) == 1:
        return f"unsubscribe {meant[0].id}"
    if not meant and len(orders) == 1 and orders[0].days < days:  # "the daily digest" that comes on weekdays
        return f"unsubscribe {orders[0].id}"
    if not meant and len(orders) == 1 and days < orders[0].days:
        return _on(orders[0], orders[0].days - days) or "subscriptions"
    return "subscriptions"
