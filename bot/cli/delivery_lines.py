"""Lines for the terminal about messages that are due, deliveries, and entries of the audit log."""

from bot.platforms.console.screen import visible
from bot.views.accounts.audit_log import change_line
from bot.views.delivery.schedule import delivery_state
from bot.views.shared.names_and_dates import clock
from briefings.model.audit_log import Record
from briefings.model.delivery import Delivery
from briefings.model.schedule.forecast import ScheduledDelivery


def push_line(push: ScheduledDelivery) -> str:
    """When a message is due in its chat's zone, where, and what it is."""
    only = ", if anything is new" if push.if_new else ""
    return visible(f"{clock(push.at, push.zone)}  {push.address}  {push.kind}, {push.title}{only}")


def delivery_line(of: Delivery, zone: str) -> str:
    """A delivery's number, due date in a zone, address, kind and state."""
    return visible(f"{of.id}  {clock(of.due_at, zone)}  {of.address}  {of.kind}: {delivery_state(of, zone)}")


def record_line(of: Record, zone: str) -> str:
    """What was changed, by whom, and when in a zone."""
    return visible(f"{clock(of.at, zone)}  {change_line(of, zone)}")
