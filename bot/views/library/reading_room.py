"""Views of links to the reading room: a new one, and those that still open something."""

from collections.abc import Mapping, Sequence

from bot.languages import _, ngettext
from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Run, Text, bold, code, say, text
from bot.views.shared.names_and_dates import clock
from briefings.model.delivery import platform_of
from briefings.model.people import WebLink

_REVOKE = "/links revoke"
_IN_ROW = 6
_BUTTONS = 24  # links with a button of their own


def link(address: str, about: str, of: WebLink, zone: str, prefix: str, *, pressed: bool, inside: bool) -> Message:
    """A new link to the page of `about`, behind a button where buttons can be `pressed`."""
    opens = _("{title} as a page", title=about) if about else _("The library as a page")
    line = f"{prefix}links"
    until = _(
        "The link is yours alone: it shows what this chat may see, until {time}. To end it sooner, type {line}",
        time=clock(of.expires_at, zone),
        line=line,
    )
    if _ends_with_the_chat(of):
        until = _(
            "The link is yours alone: it shows what this chat may see, until you leave the chat. To end it sooner, "
            "type {line}",
            line=line,
        )
    if pressed:
        shown = Buttons(((Button(_("Open the page"), link=address, inside=inside),),))
        return say(Paragraph(text(opens)), Note(text(until)), shown)
    return say(Paragraph(text(f"{opens}: ", Run(address, link=address))), Note(text(until)))


def links(live: Sequence[WebLink], titles: Mapping[int, str], zone: str, prefix: str) -> Message:
    """The links of a person that still open something, each with a button that ends it."""
    if not live:
        return say(_("You have no link to a page. To get one, type {line}", line=f"{prefix}open"))
    buttons = [Button(str(each.id), f"{_REVOKE} {each.id}") for each in live[:_BUTTONS]]
    rows = [tuple(buttons[at : at + _IN_ROW]) for at in range(0, len(buttons), _IN_ROW)]
    return say(
        Heading(_("Links to pages")),
        Bullets(tuple(_line(each, titles, zone) for each in live)),
        Note(text(_("To end a link, press its number or type {line}", line=f"{prefix}links revoke N"))),
        Buttons((*rows, (Button(_("End all"), f"{_REVOKE} all"),))),
        line="/links",
    )


def _line(of: WebLink, titles: Mapping[int, str], zone: str) -> Text:
    name = _("the library") if of.analysis is None else titles.get(of.analysis, _("an analysis that is gone"))
    id_ = () if of.analysis is None else (code(f"a{of.analysis}"), " ")
    used = _("opened {time}", time=clock(of.opened_at, zone)) if of.opened_at else _("not opened yet")
    until = (
        _("works until you leave the chat")
        if _ends_with_the_chat(of)
        else _("works until {time}", time=clock(of.expires_at, zone))
    )
    return text(bold(f"{of.id}. "), *id_, f"{name}: {until}; {used}")


def page_until(of: WebLink, zone: str) -> str:
    """For how long a page stays open to its reader."""
    if _ends_with_the_chat(of):
        return _("Your link works until you leave the chat.")
    return _("Your link works until {time}.", time=clock(of.expires_at, zone))


def _ends_with_the_chat(of: WebLink) -> bool:
    """Whether the page's server is the terminal's, which ends with the chat there."""
    return platform_of(of.address) == "terminal"


def revoked(number: int) -> Message:
    """So many links were ended."""
    sentence = ngettext(
        "{number} link was ended. Its page can't be opened any more.",
        "{number} links were ended. Their pages can't be opened any more.",
        number,
    )
    return say(sentence)
