"""Views of quiet hours, upcoming deliveries, the digest preview and past deliveries."""

from collections.abc import Sequence

from bot.languages import _, msgid, ngettext, translate
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Text, bold, code, filled, say, text
from bot.views.delivery import reminders_and_digests
from bot.views.delivery.subscriptions import order
from bot.views.shared.dates_and_numbers import clock, event_outcome
from briefings.model.delivery import Delivery, DigestDue, Subscription, chat_of
from briefings.model.quiet_hours import QuietHours
from briefings.model.schedule import Push
from briefings.store import UnreadableRow
from briefings.translatable import Phrase

_ASIDE = 20  # rows shown; doctor names them all
_STATES = {
    "sending": msgid("on its way"),
    "sent": msgid("sent"),
    "in_doubt": msgid("in doubt"),
    "unknown": msgid("may have arrived; nobody can tell, so it is not sent again"),
    "dead": msgid("failed"),
    "refused": msgid("refused"),
    "expired": msgid("skipped"),
    "cancelled": msgid("skipped"),
}
_KINDS = {
    "digest": msgid("Digest"),
    "reminder": msgid("Reminder"),
    "moved": msgid("Notice of another date"),
    "stopped": msgid("Notice of an event called off"),
    "asked": msgid("Question about a past event"),
    "notice": msgid("Notice to admins"),
}


def quiet(hours: QuietHours | None, zone: str, prefix: str) -> Message:
    """A chat's quiet hours."""
    if hours is None:
        return say(_("There are no quiet hours here. {prefix}quiet 22:00-07:00 sets some.", prefix=prefix))
    return say(
        _(
            "Quiet hours are {hours} {zone}. What falls due inside comes in one message when they end; a reminder of "
            "an event that starts by then comes before they begin.",
            hours=hours,
            zone=zone,
        ),
        Buttons(((Button(_("No quiet hours"), "/quiet off"),),)),
    )


def quiet_hours_off() -> Message:
    """Quiet hours were turned off."""
    return say(_("There are no quiet hours here from now on. What they held back comes at once."))


def schedule(ahead: Sequence[Push], zone: str, prefix: str) -> Message:
    """The next deliveries of a chat or thread."""
    if not ahead:
        return say(
            _(
                "Nothing is to come. {prefix}subscribe orders a digest, {prefix}remind sets reminders of an event.",
                prefix=prefix,
            )
        )
    return say(Heading(_("What comes next")), Bullets(tuple(_push(push, zone) for push in ahead)))


def _push(push: Push, zone: str) -> Text:
    only = _(", if anything is new") if push.if_new else ""
    return text(bold(clock(push.at, push.zone or zone)), f": {delivery_line(push)}{only}")


def delivery_line(push: Push) -> str:
    """A delivery in a few words: "reminder, Harbour summit"."""
    title = translate(push.title) if isinstance(push.title, Phrase) else push.title
    return _("digest, {title}", title=title) if push.kind == "digest" else _("reminder, {title}", title=title)


def preview(of: Subscription, push: Push, due: DigestDue, zone: str) -> Message:
    """The next digest as it would be now."""
    comes = _("The next digest here is due on {time}.", time=clock(push.at, push.zone))
    ordered = Note(text(_("Subscription {id}: {order}.", id=of.id, order=order(of, zone))))
    if due.silent:
        return say(comes, ordered, _("Nothing is new yet. If that stays so, it will not be sent."))
    return say(comes, ordered, _("As of now it would say:"), *reminders_and_digests.digest(due).blocks, whole="/list")


def no_preview(prefix: str) -> Message:
    """A preview without a digest."""
    return say(_("No digest comes here. {prefix}subscribe weekdays 08:00 orders one.", prefix=prefix))


def deliveries(
    latest: Sequence[Delivery], here: str, zone: str, aside: Sequence[UnreadableRow] = (), *, everywhere: bool
) -> Message:
    """The delivery log, newest first; `everywhere` adds the chats, `aside` are its unreadable rows."""
    if not latest:
        return say(_("Nothing has been due yet."), *_aside(aside))
    number = len(latest)
    told = (
        ngettext(
            "{number} delivery in all chats, the newest first.",
            "{number} deliveries in all chats, the newest first.",
            number,
        )
        if everywhere
        else ngettext(
            "{number} delivery here, the newest first.", "{number} deliveries here, the newest first.", number
        )
    )
    return say(
        Heading(_("Deliveries")),
        Note(text(told)),
        Bullets(tuple(_delivery(each, here, zone) for each in latest)),
        *_aside(aside),
        line=f"/deliveries {len(latest)}",
    )


def _aside(rows: Sequence[UnreadableRow]) -> tuple[Block, ...]:
    """The unreadable rows, for the operator."""
    if not rows:
        return ()
    told = tuple(text(code(f"{each.table} {each.row}"), f" {each.address}: {each.why}") for each in rows[:_ASIDE])
    return Heading(_("Set aside, since it cannot be read"), 2), Bullets(told)


def _delivery(of: Delivery, here: str, zone: str) -> Text:
    target = filled(_(" to {address}"), address=code(of.address)) if chat_of(of.address) != chat_of(here) else ()
    due = _(", due {time}: ", time=clock(of.due_at, zone))
    return text(code(f"{of.id}"), f" {_(_KINDS[of.kind])}", *target, due, bold(delivery_state(of, zone)))


def delivery_state(of: Delivery, zone: str) -> str:
    """A delivery's state and the reason."""
    if of.state == "pending" and of.held_until is not None:
        return event_outcome(of.held_until, zone)
    told = _("waiting") if of.state == "pending" else _(_STATES[of.state])
    tried = ngettext(" after {number} attempt", " after {number} attempts", of.attempts) if of.attempts > 1 else ""
    return f"{told}{tried}{f': {translate(of.reason)}' if of.reason else ''}"
