"""The routes of the reading room: who opens a page by a link that `/open` gives, and which page it is.

An address is `/r/TOKEN/a12`, `/r/TOKEN/` for the library. The token says who reads: a page has the rights of the chat
for which the link was made, and nobody else's.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from aiohttp import web

from bot.languages import LANGUAGES, _, known, language_set, set_language, translate
from bot.views.shared.names_and_dates import prefix_of
from bot.views.shared.page_addresses import AT, FOLDER, Anchors, is_short, place_address
from bot.web.callers import running_of
from bot.web.reading_room.addresses import SHOW, RequestedPlace
from bot.web.reading_room.analysis_page import TEXT, Reader, analysis_page
from bot.web.reading_room.library_page import library_page
from bot.web.reading_room.responses import file_response, html_response, redirect, robots_response, style_response
from bot.web.reading_room.templates import STYLE, rendered
from bot.web.server import PREFIX, Running, route_of
from briefings.bibliography import FORMS, bibliography
from briefings.errors import BriefingError, Busy, Damaged, NotFound, Unavailable
from briefings.model.analysis import Analysis
from briefings.model.delivery import platform_of
from briefings.model.marking import Viewer, viewing

_log = logging.getLogger(__name__)
_FOLDER = f"/{FOLDER}/"
_TOKEN_LETTERS = "[A-Za-z0-9_-]{1,64}"  # noqa: S105 - the pattern of a token, not one
_TOKEN = f"{{token:{_TOKEN_LETTERS}}}"
_OF_LIBRARY, _OF_ANALYSIS = "readout", "readout-one"  # cookies: the last link that opened all, and one analysis
_ANALYSIS = r"a{id:-?[0-9]{1,9}}"
_FILE = "{name:[a-z]{1,12}}"
_AT_ONCE = 8  # pages that are made at the same time; others wait
_TELEGRAM_WEB = "https://web.telegram.org"  # shows web apps in a frame
_RETRY_SECONDS = "5"
_DIGITS = 9  # of a revision's number and of an offset
Page = Callable[["Visit"], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request by the owner of a valid link."""

    request: web.Request
    running: Running
    reader: Reader
    token: str


class _Notice(Exception):
    """Ends a request with a page of one sentence."""

    def __init__(self, status: HTTPStatus, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.title, self.sentence = status, title, sentence


def reading_room_routes() -> list[web.AbstractRouteDef]:
    """The pages below `/r/TOKEN/`, the style, robots.txt, and addresses without a token."""
    room, gate = f"{_FOLDER}{_TOKEN}", asyncio.Semaphore(_AT_ONCE)
    pages: tuple[tuple[str, Page], ...] = (
        ("", _to_folder),
        ("/", _library),
        (f"/{_ANALYSIS}", _analysis),
        (f"/{_ANALYSIS}/{_FILE}", _export),
    )
    return [
        web.get("/robots.txt", _robots),
        web.get(f"{_FOLDER}{STYLE}", _style),
        web.get(f"{_FOLDER}{_ANALYSIS}", _page(_to_remembered, gate)),
        *(web.get(f"{room}{path}", _page(page, gate)) for path, page in pages),
        web.get(f"{room}/{{rest:.*}}", _page(_nothing, gate)),
    ]


async def _robots(_request: web.Request) -> web.Response:
    return robots_response()


async def _style(_request: web.Request) -> web.Response:
    return style_response()


def _page(page: Page, gate: asyncio.Semaphore) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that lets in the owners of valid links, in their language; all others get a sentence."""

    async def handler(request: web.Request) -> web.StreamResponse:
        began = time.perf_counter()
        with language_set(_wanted(request) or _accepted(request)):
            response = await _answer(request, page, gate)
        _log.info(
            "a page was asked for",
            extra={
                "route": route_of(request),
                "status": response.status,
                "ms": round((time.perf_counter() - began) * 1000),
            },
        )
        return response

    return handler


async def _answer(request: web.Request, page: Page, gate: asyncio.Semaphore) -> web.StreamResponse:
    try:
        running = running_of(request)
        token = request.match_info.get("token", "")
        if token:
            reader, viewer = await _admitted(request, running, token)
        else:
            reader, viewer, token = await _remembered(request, running)
        async with gate:
            with viewing(viewer):
                response = await page(Visit(request, running, reader, token))
        if "token" in request.match_info:
            await _remember(response, request, running, reader)
        return response
    except _Notice as notice:
        return _notice(request, notice)
    except (Busy, Unavailable) as error:
        busy = _Notice(HTTPStatus.SERVICE_UNAVAILABLE, _("Not available now"), translate(error.sentence))
        response = _notice(request, busy)
        response.headers["Retry-After"] = _RETRY_SECONDS
        return response
    except NotFound as error:
        return _notice(request, _Notice(HTTPStatus.NOT_FOUND, _("Not found"), translate(error.sentence)))
    except BriefingError as error:
        return _notice(request, _Notice(HTTPStatus.BAD_REQUEST, _("Not found"), translate(error.sentence)))


async def _remembered(request: web.Request, running: Running) -> tuple[Reader, Viewer, str]:
    """The reader of a link that this browser opened, and its token. Raises _Notice if none opens the analysis."""
    id_ = int(request.match_info["id"])
    for name in (_OF_LIBRARY, _OF_ANALYSIS):
        token = request.cookies.get(name, "")
        if not re.fullmatch(_TOKEN_LETTERS, token):
            continue
        with suppress(_Notice):
            reader, viewer = await _admitted(request, running, token)
            if reader.link.analysis in (None, id_):
                return reader, viewer, token
    line = " ".join(filter(None, (f"open a{id_}", f"r{_rev(request)}", request.query.get(AT, ""))))
    sentence = _(
        "This address works in a browser that has opened a page of yours. In your chat with Readout, type {line} (in "
        "Slack {slack}) and open the link here. For seven days, such addresses then lead to their places.",
        line=f"/{line}",
        slack=f"/readout {line}",
    )
    raise _Notice(HTTPStatus.FORBIDDEN, _("Open a page first"), sentence)


def _rev(request: web.Request) -> int:
    return _number(request.query.get("rev", "")) or 1


async def _remember(response: web.StreamResponse, request: web.Request, running: Running, reader: Reader) -> None:
    """Has the browser keep the link, so that addresses without a token, as answers have them, lead to their places."""
    link = reader.link
    response.set_cookie(
        _OF_LIBRARY if link.analysis is None else _OF_ANALYSIS,
        request.match_info["token"],
        max_age=max(0, int((link.expires_at - reader.now).total_seconds())),
        path=f"{request.app[PREFIX]}{_FOLDER}",
        secure=(await running.conversation.web.address()).startswith("https:"),
        httponly=True,
        samesite="Lax",
    )


async def _to_remembered(visit: Visit) -> web.StreamResponse:
    """Leads to the place in the page of the link that this browser opened before."""
    analysis, place = await _asked(visit), _place(visit.request)
    at = None if place.at is None else Anchors(analysis.draft).offset(place.at)
    address = place_address(analysis.id, at, place.revision, place.language, whole=is_short(analysis.draft))
    return redirect(f"{visit.token}/{address}")


async def _admitted(request: web.Request, running: Running, token: str) -> tuple[Reader, Viewer]:
    """The reader whose link this is, and what they may see. Raises _Notice for a link that opens nothing."""
    core, now = running.briefings, running.clock()
    link = await core.web_links.find(token)
    if link is None:
        raise _Notice(HTTPStatus.NOT_FOUND, _("Not found"), _("This address leads nowhere. Ask the bot for a link."))
    (chat, admitted), viewer = await asyncio.gather(
        running.conversation.access.place(link.address, link.person),
        core.markings.viewer(link.address, link.person, now, private=link.private),
    )
    if not _wanted(request):
        set_language(await core.chats.language(chat, link.person, _accepted(request)))
    new = f"{prefix_of(link.address)}open"
    if link.revoked:
        raise _gone(_("This link was revoked. To get a new one, type {line}", line=new))
    if link.expires_at <= now:
        raise _gone(_("This link has expired. To get a new one, type {line}", line=new))
    if not admitted:
        raise _gone(_("This link no longer works, because its reader no longer has access."))
    await core.web_links.opened(link, now)
    return Reader(link, chat.zone, now), viewer.reading_in(link.address)


def _gone(sentence: str) -> _Notice:
    return _Notice(HTTPStatus.GONE, _("This link has ended"), sentence)


async def _to_folder(visit: Visit) -> web.StreamResponse:
    """The library or the analysis of a link whose address lacks the last slash."""
    analysis = visit.reader.link.analysis
    return _moved("" if analysis is None else f"a{analysis}", visit.request)


async def _library(visit: Visit) -> web.StreamResponse:
    """The library page, or the analysis if the link opens only that one."""
    link = visit.reader.link
    if link.analysis is not None:
        return _moved(f"a{link.analysis}", visit.request)
    request, typed = visit.request, visit.request.query.get("q", "")
    made = library_page(
        visit.running.briefings, visit.reader, typed, _root(request), _spoken(request), _wanted(request)
    )
    return html_response(await made, frame=_frame(visit))


async def _analysis(visit: Visit) -> web.StreamResponse:
    """The page of an analysis, at its newest revision or at the one that `rev` names."""
    request, core, place = visit.request, visit.running.briefings, _place(visit.request)
    id_, root, spoken = int(request.match_info["id"]), _root(request), _spoken(request)
    page = await analysis_page(core, visit.reader, id_, _asked(visit), place, root, spoken)
    return html_response(page, frame=_frame(visit))


def _place(request: web.Request) -> RequestedPlace:
    """What the query of an address names within an analysis. Raises NotFound for what is no number."""
    query = request.query
    return RequestedPlace(
        _number(query.get("rev", "")), _number(query.get(AT, "")), query.get(SHOW, ""), _wanted(request)
    )


def _number(typed: str) -> int | None:
    """The number in an address, None for ""; raises NotFound."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
        raise NotFound("There is no page with this address.")
    return int(typed)


async def _export(visit: Visit) -> web.StreamResponse:
    """The text or the reference list as a file."""
    name = visit.request.match_info["name"]
    if name != TEXT and name not in FORMS:
        return await _nothing(visit)
    analysis = await _asked(visit)
    if name == TEXT:
        return file_response(f"readout-a{analysis.id}.txt", analysis.draft.text.encode(), "text/plain")
    form = FORMS[name]
    data = await asyncio.to_thread(bibliography, analysis.draft.references, name)
    return file_response(f"readout-a{analysis.id}{form.ending}", data, form.media_type)


async def _nothing(_visit: Visit) -> web.StreamResponse:
    raise NotFound("There is no page with this address.")


async def _asked(visit: Visit) -> Analysis:
    """The analysis and revision in the address. Raises _Notice for one that the link doesn't open."""
    id_, link = int(visit.request.match_info["id"]), visit.reader.link
    if link.analysis is not None and link.analysis != id_:
        other = f"{prefix_of(link.address)}open a{id_}"
        sentence = _("This link opens only {id}. To get another one, type {line}", id=f"a{link.analysis}", line=other)
        raise _Notice(HTTPStatus.FORBIDDEN, _("Not with this link"), sentence)
    try:
        # The analysis with an id, at the revision in the address.
        revision, library = _place(visit.request).revision, visit.running.briefings.library
        return await (library.get(id_) if revision is None else library.revision(id_, revision))
    except Damaged:
        raise
    except NotFound:
        sentence = _("There is no analysis {id} here, or not this revision of it.", id=f"a{id_}")
        raise _Notice(HTTPStatus.NOT_FOUND, _("Not found"), sentence) from None


def _moved(to: str, request: web.Request) -> web.Response:
    """Leads to another page of the same link, by an address relative to the link's folder."""
    folder = "" if request.path.endswith("/") else f"{request.match_info['token']}/"
    language = _wanted(request)
    query = f"?{urlencode({'lang': language})}" if language else ""
    return redirect(f"{folder}{to}{query}" or "./")


def _notice(request: web.Request, notice: _Notice) -> web.Response:
    """A page of one sentence."""
    page = rendered("notice.html", root=_root(request), spoken=(), title=notice.title, sentence=notice.sentence)
    return html_response(page, status=notice.status)


def _frame(visit: Visit) -> str:
    """Who may show the page in a frame: Telegram's web client, where the page opens as a web app."""
    return _TELEGRAM_WEB if platform_of(visit.reader.link.address) == "telegram" else "'none'"


def _root(request: web.Request) -> str:
    """The relative address of the folder above all links, so that a proxy may put it below any path."""
    prefix, resource = request.app[PREFIX], request.match_info.route.resource
    below = prefix if resource and resource.canonical.startswith(f"{prefix}{_FOLDER}") else ""
    return "../" * (request.path.count("/") - below.count("/") - _FOLDER.count("/")) or "./"


def _spoken(request: web.Request) -> tuple[tuple[str, str], ...]:
    """The languages, each with the address of the same page in it."""
    kept = {name: request.query[name] for name in ("q", "rev", AT, SHOW) if name in request.query}
    return tuple((tag, f"?{urlencode(kept | {'lang': tag})}") for tag in LANGUAGES)


def _wanted(request: web.Request) -> str:
    """The language in the address, or ""."""
    return known(request.query.get("lang", ""))


def _accepted(request: web.Request) -> str:
    """The first supported language that the browser accepts, or ""."""
    named = request.headers.get("Accept-Language", "").split(",")
    return next((tag for each in named if (tag := known(each.split(";")[0].strip()))), "")
