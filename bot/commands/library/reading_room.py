"""/open and /links: links to the pages of the reading room."""

import re
from dataclasses import replace

from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views.library import reading_room as views
from bot.views.shared.names_and_dates import in_line, in_quotes, place
from bot.views.shared.page_addresses import library_address, page_address
from briefings.accounts import IssuedLink
from briefings.errors import BadInput, NotFound
from briefings.library import passage, section_at
from briefings.model.analysis import Analysis
from briefings.model.delivery import platform_of

_LIBRARY = ("library",)
_SENTENCE = re.compile(r"a(-?\d{1,9}) r(\d{1,9}) (\d{1,9})", re.IGNORECASE)
_REVOKE, _ALL = "revoke", "all"
_DIGITS = 9


@command(
    "open",
    "Gives you a link to an analysis or to the library as a page",
    Argument("analysis|section|library", required=False, many=True, offers="section"),
    forms=("[analysis]", "[analysis] section", "library"),
    examples=("open a1", "open a1 background", "open library"),
)
async def open_(call: Call) -> Message:
    """Issues a link for the sender with the rights of this chat, to an analysis, a section, a sentence or all."""
    base = await call.web.address()
    if not base:
        raise BadInput("There are no pages here: the owner of this bot hasn't set READOUT_WEB_URL.")
    if tuple(word.lower() for word in call.args) == _LIBRARY:
        issued = await _issued(call, None)
        return _shown(call, library_address(base, issued.token), "", issued)
    analysis, start, newest = await _asked(call)
    issued = await _issued(call, analysis.id)
    address = page_address(base, issued.token, analysis, start, newest=newest)
    title = in_quotes(analysis.title)
    section = None if start is None else section_at(analysis.draft, start)
    return _shown(call, address, title if section is None else in_line((title, place(analysis.draft, section))), issued)


async def _asked(call: Call) -> tuple[Analysis, int | None, bool]:
    """The analysis, the offset to open it at, and whether it is its newest revision. Raises NotFound."""
    library = call.briefings.library
    if found := _SENTENCE.fullmatch(" ".join(call.args)):
        id_, revision, offset = map(int, found.groups())
        analysis = await library.revision(id_, revision)
        newest = (await library.get(id_)).revision
        return analysis, passage(analysis, offset).start, revision == newest
    here = await call.place(call.args)
    section = None if here.section is None else here.analysis.draft.sections[here.section]
    return here.analysis, None if section is None else section.start, True


async def _issued(call: Call, analysis: int | None) -> IssuedLink:
    request = call.request
    links = call.briefings.web_links
    return await links.issue(request.address, request.sender, analysis, call.now, private=request.private)


def _shown(call: Call, address: str, about: str, issued: IssuedLink) -> Message:
    """The link behind a button, which Telegram opens as a web app in a private chat; in a terminal as text."""
    platform, request = platform_of(call.request.address), call.request
    inside = platform == "telegram" and request.private and address.startswith("https://")
    pressed = platform != "terminal" and not request.whole
    message = views.link(address, about, issued.link, call.zone, call.prefix, pressed=pressed, inside=inside)
    return replace(message, personal=True)


@command(
    "links",
    "Lists your links to pages and ends them",
    Argument("revoke", required=False, choices=(_REVOKE,)),
    Argument("N|all", required=False),
    forms=("", "revoke N", "revoke all"),
    examples=("links", "links revoke 3", "links revoke all"),
    changes=2,
    listed=False,
)
async def links(call: Call) -> Message:
    """Lists the sender's links that still open something, or ends one or all of them."""
    core, sender = call.briefings.web_links, call.request.sender
    if len(call.args) < 2:
        live = await core.live(sender, call.now)
        named = {each.analysis for each in live if each.analysis is not None}
        titles = {id_: each.title for id_, each in (await call.briefings.library.several(named)).items()}
        return views.links(live, titles, call.zone, call.prefix)
    word = call.args[1].lower()
    if word == _ALL:
        return views.revoked(len(await core.revoke(sender, call.now)))
    number = int(word) if word.isascii() and word.isdecimal() and len(word) <= _DIGITS else None
    ended = [] if number is None else await core.revoke(sender, call.now, number)
    if not ended:
        raise NotFound(
            "You have no link {number}. To see your links, type {prefix}links", number=word, prefix=call.prefix
        )
    return views.revoked(len(ended))
