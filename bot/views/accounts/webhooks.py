"""Views of webhooks and of the posts to them."""

from collections.abc import Sequence

from bot.languages import _, msgid, ngettext, translate
from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Text, bold, code, filled, say, text
from bot.views.accounts.markings import ceiling_note
from bot.views.shared.names_and_dates import clock
from briefings.delivery import Endpoint, IssuedWebhook, host_of
from briefings.model.delivery import Delivery
from briefings.model.marking import Marking

_STATES = {
    "pending": msgid("waiting"),
    "sending": msgid("on its way"),
    "sent": msgid("taken"),
    "in_doubt": msgid("in doubt"),
    "unknown": msgid("given up, may have arrived"),
    "dead": msgid("given up"),
    "refused": msgid("refused"),
    "expired": msgid("skipped"),
    "cancelled": msgid("skipped"),
}
FINAL = ("sent", "unknown", "dead", "refused", "expired", "cancelled")
_MOST_BUTTONS = 3


def created(of: IssuedWebhook, prefix: str, ceiling: Marking) -> Message:
    """A new webhook with its secret, which is shown this once; it is told of nothing above the `ceiling`."""
    title = _("Webhook {number} posts to {host}.", number=of.endpoint.id, host=host_of(of.endpoint.url))
    test = filled(_("To try it, type {line}"), line=code(f"{prefix}webhook test {of.endpoint.id}"))
    limit = ceiling_note(of.endpoint.target, ceiling, prefix)
    return say(title, _events(of.endpoint), *_secret(of.secret), limit, Note(test))


def rotated(of: IssuedWebhook, prefix: str) -> Message:
    """A webhook with its new secret, which is shown this once."""
    title = _("Webhook {number} has a new secret.", number=of.endpoint.id)
    both = _("For 24 hours, posts are signed with the former secret too.")
    test = filled(_("To try it, type {line}"), line=code(f"{prefix}webhook test {of.endpoint.id}"))
    return say(title, *_secret(of.secret), both, Note(test))


def _secret(secret: str) -> tuple[Paragraph | str, ...]:
    once = _("Keep the secret now: I show it only once. Your server checks with it that a post comes from me.")
    return Paragraph((code(secret),)), once


def _events(of: Endpoint) -> str:
    if not of.events:
        return _("It gets posts about every event.")
    return _("It is told of: {events}", events=", ".join(of.events))


def webhooks(found: Sequence[Endpoint], zone: str, prefix: str, *, everybody: bool) -> Message:
    """A person's webhooks, or everybody's, newest first."""
    new = filled(_("To make one, type {line}"), line=code(f"{prefix}webhook new URL"))
    if not found:
        return say(_("There are no webhooks.") if everybody else _("You have no webhooks."), Note(new))
    lines = tuple(_line(each, zone, everybody=everybody) for each in found)
    more = filled(_("To see its posts, type {line}"), line=code(f"{prefix}webhook list {found[0].id}"))
    return say(Heading(_("Webhooks"), 1), Bullets(lines), Note(more))


def _line(of: Endpoint, zone: str, *, everybody: bool) -> Text:
    whose = f" ({of.person})" if everybody else ""
    return text(bold(f"{of.id}"), " ", code(of.url), f"{whose}: {_state(of, zone)}")


def _state(of: Endpoint, zone: str) -> str:
    if of.off:
        return _("off: {reason}", reason=translate(of.off))
    if of.failing_since:
        return _("failing since {time}", time=clock(of.failing_since, zone))
    if of.reached_at:
        return _("last post taken {time}", time=clock(of.reached_at, zone))
    return _("nothing posted yet")


def webhook(of: Endpoint, posts: Sequence[tuple[Delivery, str]], zone: str, prefix: str, ceiling: Marking) -> Message:
    """One webhook with its newest posts, those that ended with a button to post them again."""
    lines = tuple(_post(each, event, zone) for each, event in posts)
    end = filled(_("To end it, type {line}"), line=code(f"{prefix}webhook revoke {of.id}"))
    return say(
        Heading(_("Webhook {number}", number=of.id), 1),
        Paragraph(text(code(of.url), f": {_state(of, zone)}")),
        _events(of),
        *((Bullets(lines),) if lines else ()),
        *replays([each for each, _event in posts]),
        ceiling_note(of.target, ceiling, prefix),
        Note(end),
    )


def _post(of: Delivery, event: str, zone: str) -> Text:
    tried = ngettext(" after {number} attempt", " after {number} attempts", of.attempts) if of.attempts > 1 else ""
    why = f": {translate(of.reason)}" if of.reason else ""
    return text(code(f"{of.id}"), f" {event}, {clock(of.due_at, zone)}: ", bold(f"{_(_STATES[of.state])}{tried}"), why)


def replays(posts: Sequence[Delivery]) -> tuple[Buttons, ...]:
    """Buttons that post again what wasn't taken, or else the newest post."""
    ended = [each for each in posts if each.kind == "webhook" and each.state in FINAL]
    chosen = [each for each in ended if each.state != "sent"][:_MOST_BUTTONS] or ended[:1]
    buttons = tuple(Button(_("Post {id} again", id=each.id), f"/webhook replay {each.id}") for each in chosen)
    return (Buttons((buttons,)),) if buttons else ()


def tested(of: Endpoint, prefix: str) -> Message:
    """A test was written for a webhook."""
    told = _("A test is on its way to {host}.", host=host_of(of.url))
    return say(
        told, Note(filled(_("To see what became of it, type {line}"), line=code(f"{prefix}webhook list {of.id}")))
    )


def turned_off(of: Endpoint, prefix: str) -> Message:
    """That its posts are cancelled, and how to turn it on again."""
    told = _("Webhook {number} is off. What waited for it is cancelled.", number=of.id)
    return say(told, Note(filled(_("To turn it on again, type {line}"), line=code(f"{prefix}webhook on {of.id}"))))


def turned_on(of: Endpoint) -> Message:
    """A webhook is on again."""
    return say(_("Webhook {number} is on. It gets posts about what changes from now on.", number=of.id))


def replayed(id_: int, of: Endpoint) -> Message:
    """A post is sent once more."""
    same = _("It keeps its id, by which your server recognises it.")
    return say(f"{_('Post {id} goes to {host} again.', id=id_, host=host_of(of.url))} {same}")


def revoked(ended: Sequence[Endpoint]) -> Message:
    """How many webhooks were deleted."""
    if not ended:
        return say(_("You have no such webhook."))
    told = ngettext(
        "I deleted {number} webhook with its secret.", "I deleted {number} webhooks with their secrets.", len(ended)
    )
    return say(told)
