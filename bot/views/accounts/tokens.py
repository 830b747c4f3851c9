"""Views of tokens for the API."""

from collections.abc import Sequence

from bot.languages import _, ngettext
from bot.message import Bullets, Heading, Message, Note, Paragraph, Text, code, filled, say, text
from bot.views.shared.names_and_dates import clock
from briefings.model.people import WebLink


def created(of: WebLink, token: str, zone: str, prefix: str) -> Message:
    """A new token, which is shown this once."""
    until = _("It works until {time}, with your rights in this chat.", time=clock(of.expires_at, zone))
    once = _("Keep it now: I show it only once, and store nothing from which it could be shown again.")
    end = filled(_("To end it, type {line}"), line=code(f"{prefix}token revoke {of.id}"))
    title = _("Token {number}, “{name}”:", number=of.id, name=of.name)
    return say(title, Paragraph((code(token),)), f"{once} {until}", Note(end))


def tokens(live: Sequence[WebLink], zone: str, prefix: str) -> Message:
    """A person's tokens that still work, newest first."""
    new = filled(_("To make one, type {line}"), line=code(f"{prefix}token new NAME"))
    if not live:
        return say(_("You have no tokens."), Note(new))
    end = filled(_("To end one, type {line}"), line=code(f"{prefix}token revoke {live[0].id}"))
    return say(Heading(_("Your tokens"), 1), Bullets(tuple(_line(each, zone) for each in live)), Note(end))


def revoked(ended: Sequence[WebLink]) -> Message:
    """How many tokens were ended."""
    if not ended:
        return say(_("You have no tokens."))
    return say(
        ngettext(
            "I ended {number} token. It no longer works.",
            "I ended {number} tokens. They no longer work.",
            len(ended),
        )
    )


def _line(of: WebLink, zone: str) -> Text:
    used = _("last used {time}", time=clock(of.opened_at, zone)) if of.opened_at else _("not used yet")
    until = _("works until {time}", time=clock(of.expires_at, zone))
    return text(_("{number}, “{name}”", number=of.id, name=of.name), f": {used}, {until}")
