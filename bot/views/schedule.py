"""What will come by itself, and what came: quiet hours, the next pushes, a look at the next digest, past deliveries."""

from collections.abc import Sequence

from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Text, bold, code, say, text
from bot.views import pushes
from bot.views.subscriptions import order
from bot.views.words import clock, counted, held
from briefings.model.delivery import Delivery, DigestDue, Subscription, chat_of
from briefings.model.quiet import Quiet
from briefings.service import Push

_STATES = {
    "sending": "on its way",
    "sent": "sent",
    "in_doubt": "in doubt",
    "unknown": "may have arrived; nobody can tell, so it is not sent again",
    "dead": "failed",
    "expired": "skipped",
    "cancelled": "skipped",
}
_KINDS = {
    "digest": "Digest",
    "reminder": "Reminder",
    "moved": "Notice of another date",
    "stopped": "Notice of an event called off",
    "asked": "Question about a past event",
    "notice": "Notice to admins",
}


def quiet(hours: Quiet | None, zone: str, prefix: str) -> Message:
    """When a chat gets nothing."""
    if hours is None:
        return say(f"There are no quiet hours here. {prefix}quiet 22:00-07:00 sets some.")
    return say(
        f"Quiet hours are {hours} {zone}. What falls due inside comes in one message when they end; a reminder of an "
        "event that starts by then comes before they begin.",
        Buttons(((Button("No quiet hours", "/quiet off"),),)),
    )


def lifted() -> Message:
    """Quiet hours that ended for good."""
    return say("There are no quiet hours here from now on. What they held back comes at once.")


def schedule(ahead: Sequence[Push], zone: str, prefix: str) -> Message:
    """The next pushes of a chat or thread."""
    if not ahead:
        return say(f"Nothing is to come. {prefix}subscribe orders a digest, {prefix}remind sets reminders of an event.")
    return say(Heading("What comes next"), Bullets(tuple(_push(push, zone) for push in ahead)))


def _push(push: Push, zone: str) -> Text:
    unless = ", unless nothing is new" if push.if_new else ""
    return text(bold(clock(push.at, push.zone or zone)), f": {push.kind}, {push.title}{unless}")


def preview(of: Subscription, push: Push, due: DigestDue, zone: str) -> Message:
    """What the next digest would hold if it came now."""
    comes = f"The next digest here is due on {clock(push.at, push.zone)}."
    ordered = Note(text(f"Subscription {of.id}: {order(of, zone)}."))
    if due.silent:
        return say(comes, ordered, "Nothing is new yet. If that stays so, it will not be sent.")
    return say(comes, ordered, "As of now it would say:", *pushes.digest(due).blocks, whole="/list")


def no_preview(prefix: str) -> Message:
    """A preview where no digest comes."""
    return say(f"No digest comes here. {prefix}subscribe weekdays 08:00 orders one.")


def deliveries(latest: Sequence[Delivery], here: str, zone: str, *, everywhere: bool) -> Message:
    """What was sent, or why not, the newest first; `everywhere` names the chats."""
    if not latest:
        return say("Nothing has been due yet.")
    where = "in all chats" if everywhere else "here"
    return say(
        Heading("Deliveries"),
        Note(text(f"{counted(len(latest), 'delivery', 'deliveries')} {where}, the newest first.")),
        Bullets(tuple(_delivery(each, here, zone) for each in latest)),
    )


def _delivery(of: Delivery, here: str, zone: str) -> Text:
    target = text(" to ", code(of.address)) if chat_of(of.address) != chat_of(here) else ()
    return text(
        code(f"{of.id}"), f" {_KINDS[of.kind]}", *target, f", due {clock(of.due_at, zone)}: ", bold(standing(of, zone))
    )


def standing(of: Delivery, zone: str) -> str:
    """What became of a delivery, with the reason."""
    if of.state == "pending" and of.held_until is not None:
        return held(of.held_until, zone)
    told = "waiting" if of.state == "pending" else _STATES[of.state]
    tried = f" after {counted(of.attempts, 'attempt')}" if of.attempts > 1 else ""
    return f"{told}{tried}{f': {of.reason}' if of.reason else ''}"
