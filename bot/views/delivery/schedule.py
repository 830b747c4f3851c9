"""Views of quiet hours, upcoming deliveries, the digest preview and past deliveries."""

from collections.abc import Collection, Sequence

from bot.languages import _, msgid, ngettext, translate
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Paragraph,
    Text,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.accounts.preferences import set_by
from bot.views.accounts.webhooks import replays
from bot.views.delivery import reminders_and_digests
from bot.views.delivery.subscriptions import order
from bot.views.shared.names_and_dates import clock, hold_note
from briefings.model.audit_log import Record
from briefings.model.delivery import Delivery, DigestDue, Subscription, chat_of
from briefings.model.schedule.forecast import ScheduledDelivery
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.store import UnreadableRow
from briefings.translatable import Phrase

_IN_ROW = 2  # buttons
_ASIDE = 20  # rows shown; doctor names them all
_STATES = {
    "sending": msgid("on its way"),
    "sent": msgid("sent"),
    "in_doubt": msgid("in doubt"),
    "unknown": msgid("may have arrived, so it isn't sent again"),
    "dead": msgid("failed"),
    "refused": msgid("refused"),
    "expired": msgid("skipped"),
    "cancelled": msgid("skipped"),
}
_KINDS = {
    "digest": msgid("Digest"),
    "reminder": msgid("Reminder"),
    "moved": msgid("Date changed"),
    "stopped": msgid("Event cancelled"),
    "asked": msgid("Question to an editor"),
    "erratum": msgid("Correction"),
    "notice": msgid("Notice to admins"),
    "webhook": msgid("Webhook"),
}


def quiet(hours: QuietHours | None, zone: str, prefix: str, record: Record | None = None) -> Message:
    """A chat's quiet hours; `record` tells who set a group's."""
    by = set_by(record, zone)
    if hours is None:
        off = _("Quiet hours are off. To set them, type {prefix}quiet 22:00-07:00.", prefix=prefix)
        return say(Paragraph(text(off, *by)))
    told = _(
        "Quiet hours are {hours} {zone}. Messages due then arrive together when they end; reminders of "
        "events that start by then arrive before they begin.",
        hours=hours,
        zone=zone,
    )
    return say(
        Paragraph(text(told, *by)),
        Buttons(((Button(_("No quiet hours"), "/quiet off"),),)),
    )


def quiet_hours_off() -> Message:
    """Quiet hours were turned off."""
    return say(_("Quiet hours are off. Messages they held back will come now."))


def schedule(ahead: Sequence[ScheduledDelivery], zone: str, prefix: str) -> Message:
    """The next deliveries of a chat or thread."""
    if not ahead:
        return say(
            _(
                "Nothing is scheduled. Type {prefix}subscribe to get a digest or {prefix}remind to get reminders.",
                prefix=prefix,
            )
        )
    return say(Heading(_("Coming up")), _pushes(ahead, zone), *_send_after_all(ahead))


def schedule_by_kind(
    first: str, one: Sequence[ScheduledDelivery], other: Sequence[ScheduledDelivery], zone: str, prefix: str
) -> Message:
    """The next deliveries of a chat or thread, those of one kind first."""
    headings = {"reminder": _("Next reminders"), "digest": _("Next digests")}
    none = {
        "reminder": _("No reminder is set here. To set one, type {prefix}remind EVENT 7d 1d.", prefix=prefix),
        "digest": _("No digest is set up here. To get one, type {prefix}subscribe weekdays 08:00.", prefix=prefix),
    }
    second = "digest" if first == "reminder" else "reminder"
    return say(
        *((Heading(headings[first]), _pushes(one, zone)) if one else (none[first],)),
        *((Heading(headings[second], 2), _pushes(other, zone)) if other else ()),
        *_send_after_all((*one, *other)),
        line=f"/schedule {first}s",
    )


def _send_after_all(ahead: Sequence[ScheduledDelivery]) -> tuple[Buttons, ...]:
    """A button for each digest that has skipped occurrences, which ends that."""
    owners = sorted({push.owner for push in ahead if push.skipped})
    if not owners:
        return ()
    buttons = [Button(_("Don't skip subscription {id}", id=id_), f"/skip {id_} off") for id_ in owners]
    return (Buttons(tuple(tuple(buttons[at : at + _IN_ROW]) for at in range(0, len(buttons), _IN_ROW))),)


def _pushes(ahead: Sequence[ScheduledDelivery], zone: str) -> Bullets:
    return Bullets(tuple(_push(push, zone) for push in ahead))


def _push(push: ScheduledDelivery, zone: str) -> Text:
    only = _(", skipped") if push.skipped else _(", if anything is new") if push.if_new else ""
    return text(bold(clock(push.at, push.zone or zone)), f": {delivery_line(push)}{only}")


def delivery_line(push: ScheduledDelivery) -> str:
    """A delivery in a few words: "reminder, Harbour summit"."""
    title = translate(push.title) if isinstance(push.title, Phrase) else push.title
    return _("digest, {title}", title=title) if push.kind == "digest" else _("reminder, {title}", title=title)


def preview(of: Subscription, push: ScheduledDelivery, due: DigestDue, zone: str) -> Message:
    """The next digest as it would be now."""
    comes = _("The next digest here is due {time}.", time=clock(push.at, push.zone))
    ordered = Note(text(_("Subscription {id}: {order}.", id=of.id, order=order(of, zone))))
    if due.silent:
        return say(comes, ordered, _("Nothing new yet. If that doesn't change, it won't be sent."))
    return say(comes, ordered, _("If it were sent now:"), *reminders_and_digests.digest(due).blocks, whole="/list")


def no_preview(prefix: str) -> Message:
    """A preview without a digest."""
    return say(_("This chat gets no digest. To set one up, type {prefix}subscribe weekdays 08:00.", prefix=prefix))


def deliveries(
    latest: Sequence[Delivery],
    here: str,
    zone: str,
    aside: Sequence[UnreadableRow] = (),
    own: Collection[str] = (),
    *,
    everywhere: bool,
) -> Message:
    """The delivery log, newest first; `everywhere` adds the chats, `aside` are its unreadable rows.

    Posts to webhooks of the reader's `own` have a button that posts them again.
    """
    if not latest:
        return say(_("Nothing has been due so far."), *_aside(aside))
    number = len(latest)
    summary = (
        ngettext(
            "{number} delivery in all chats, newest first.",
            "{number} deliveries in all chats, newest first.",
            number,
        )
        if everywhere
        else ngettext("{number} delivery here, newest first.", "{number} deliveries here, newest first.", number)
    )
    return say(
        Heading(_("Deliveries")),
        Note(text(summary)),
        Bullets(tuple(_delivery(each, here, zone) for each in latest)),
        *replays([each for each in latest if each.address in own]),
        *_aside(aside),
        line=f"/deliveries {len(latest)}",
    )


def _aside(rows: Sequence[UnreadableRow]) -> tuple[Block, ...]:
    """The unreadable rows, for the operator."""
    if not rows:
        return ()
    items = tuple(text(code(f"{each.table} {each.row}"), f" {each.address}: {each.why}") for each in rows[:_ASIDE])
    return Heading(_("Skipped because it can't be read"), 2), Bullets(items)


def _delivery(of: Delivery, here: str, zone: str) -> Text:
    target = filled(_(" to {address}"), address=code(of.address)) if chat_of(of.address) != chat_of(here) else ()
    due = _(", due {time}: ", time=clock(of.due_at, zone))
    return text(code(f"{of.id}"), f" {_(_KINDS[of.kind])}", *target, due, bold(delivery_state(of, zone)))


def delivery_state(of: Delivery, zone: str) -> str:
    """A delivery's state and the reason."""
    if of.state == "pending" and of.held_until is not None:
        return hold_note(of.held_until, zone)
    state = _waiting(of, zone) if of.state == "pending" else _(_STATES[of.state])
    tried = ngettext(" after {number} attempt", " after {number} attempts", of.attempts) if of.attempts > 1 else ""
    return f"{state}{tried}{f': {translate(of.reason)}' if of.reason else ''}"


def _waiting(of: Delivery, zone: str) -> str:
    """That a delivery waits, and until when if it was put off."""
    if of.not_before is None or of.not_before <= of.due_at or not of.reason:
        return _("waiting")
    return _("waiting until {time}", time=clock(of.not_before, zone))
