"""A chat's calendar (RFC 5545) and feed (Atom, RFC 4287) at revocable addresses, with the chat's rights."""

import asyncio
import xml.etree.ElementTree as Xml
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from aiohttp import web

from bot.commands.feed_links import FeedKind
from bot.delivery.quoting import shown_again
from bot.delivery.sent_digests import seen_now
from bot.languages import language_set
from bot.message import Heading, Message
from bot.views.agenda.calendar import CalendarEntry, calendar, quoted_by
from bot.views.shared.names_and_dates import day
from bot.web.callers import running_of
from bot.web.server import Running
from briefings.accounts import Chat
from briefings.corrections import SentDigest
from briefings.errors import BriefingError, Busy, Unavailable
from briefings.model.corrections import Correction
from briefings.model.marking import Marking, viewing
from briefings.model.people import WebLink
from briefings.model.schedule.due import end_of
from briefings.text import displayed

_PAST = timedelta(days=90)  # for which events stay in a calendar after their end
_MOST_ENTRIES = 50  # of each kind in a feed
_AT_ONCE = 4  # made at the same time; others wait
_RETRY_SECONDS = "30"
_ATOM = "http://www.w3.org/2005/Atom"
_TOKEN = "{token:[A-Za-z0-9_-]{1,64}}"  # noqa: S105 - the pattern of a token, not one
_PRIVATE = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex"}
_Entry = tuple[datetime, str, str, str, str]  # an instant, a name that stays, a title, a text, and its marking or ""
Made = Callable[["Subscriber"], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The chat that an address belongs to, at an instant."""

    running: Running
    link: WebLink
    chat: Chat
    now: datetime


def feed_routes() -> list[web.AbstractRouteDef]:
    """`/calendar/TOKEN.ics` and `/feed/TOKEN.atom`."""
    gate = asyncio.Semaphore(_AT_ONCE)
    return [
        web.get(f"/calendar/{_TOKEN}.ics", _handler("calendar", _calendar, "text/calendar", gate)),
        web.get(f"/feed/{_TOKEN}.atom", _handler("feed", _feed, "application/atom+xml", gate)),
    ]


def _handler(
    kind: FeedKind, make: Made, media_type: str, gate: asyncio.Semaphore
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            async with gate:
                return await answer(request)
        except (Busy, Unavailable) as error:
            return _told(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"Retry-After": _RETRY_SECONDS})
        except BriefingError as error:
            return _told(HTTPStatus.BAD_REQUEST, str(error))

    async def answer(request: web.Request) -> web.Response:
        running = running_of(request)
        core, now = running.briefings, running.clock()
        link = await core.web_links.find(request.match_info["token"], kind)
        if link is None:
            return _told(HTTPStatus.NOT_FOUND, "This address leads nowhere. Ask the bot for one.")
        if link.revoked or link.expires_at <= now:
            return _told(HTTPStatus.GONE, "This address was revoked or has expired. Ask the bot for another.")
        if not await running.conversation.access.admits(link.address, link.person):
            return _told(HTTPStatus.GONE, "This address has ended, because its chat no longer has access.")
        chat = await core.chats.chat(link.address)
        viewer = await core.markings.viewer(link.address, link.person, now, private=link.private, outlet=link.outlet)
        with language_set(chat.language or "en"), viewing(viewer):
            body = await make(Subscriber(running, link, chat, now))
        await core.web_links.opened(link, now)
        return web.Response(body=body, content_type=media_type, charset="utf-8", headers=_PRIVATE)

    return handle


def _told(status: HTTPStatus, sentence: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=f"{sentence}\n", headers=_PRIVATE | (headers or {}))


async def _calendar(of: Subscriber) -> bytes:
    """The confirmed events that aren't muted and didn't end long ago, with the chat's reminders as alarms."""
    core, zone = of.running.briefings, of.chat.zone
    leads = {
        follow.event.id: tuple(each.lead for each in follow.reminders)
        for follow in await core.subscriptions.follows(of.link.address)
    }
    muted, since = await core.subscriptions.muted(of.link.address), of.now - _PAST
    wanted = [
        each
        for each in await core.agenda.all(of.now)
        if each.confirmed and each.event.id not in muted and end_of(each.event.when, zone) > since
    ]
    quoted = {each.event.id: quoted_by(each.mentions) for each in wanted}
    markings = await core.markings.above_default_beside(quoted)
    entries = [
        CalendarEntry(each.event, leads.get(each.event.id, ()), each.mentions, markings.get(each.event.id))
        for each in wanted
    ]
    spans = [span for each in quoted.values() for span in each]
    marked, origin = await core.outlook.quoted(spans, of.now, zone), await core.agenda.origin()
    return await asyncio.to_thread(calendar, entries, origin, zone, of.now, marked)


async def _feed(of: Subscriber) -> bytes:
    """The newest analyses, corrections and digests of the chat, the last changed first."""
    core = of.running.briefings
    origin, made = await core.agenda.origin(), []
    entries = await core.library.entries(limit=_MOST_ENTRIES)
    corrections = await core.corrections.log(None, _MOST_ENTRIES)
    about = {each.id for each in entries} | {each.analysis for each in corrections}
    markings = {id_: f"TLP:{each}" for id_, each in (await core.markings.highest_of_each(about)).items()}
    since = await core.history.current_since([each.id for each in entries])
    for each in entries:
        if each.id not in since:  # removed meanwhile
            continue
        named = f"a{each.id}" if each.revision == 1 else f"a{each.id}, revision {each.revision}"
        published = f"{named}, {day(each.published)}" if each.published else named
        marking = markings.get(each.id, "")
        made.append((since[each.id], f"a{each.id}.{each.revision}", each.title, published, marking))
    for correction in corrections:
        at, title = correction.decided_at or correction.at, f"Correction: {correction.title}"
        marking = markings.get(correction.analysis, "")
        made.append((at, f"c{correction.id}", title, _corrected(correction), marking))
    made += await _digests(of)
    return _atom(origin, sorted(made, reverse=True), of.now)


async def _digests(of: Subscriber) -> list[_Entry]:
    """What the chat's digests said, as far as it may see that now."""
    core = of.running.briefings
    sent = await core.quote_receipts.digests(of.link.address, _MOST_ENTRIES)
    kept = [(each, digest) for each in sent if (digest := shown_again(each.head, b""))]
    seen = await seen_now(core, [(digest, each.at) for each, digest in kept], of.chat.zone)
    return [_digest(each, digest, core.markings.default) for (each, _), digest in zip(kept, seen, strict=True)]


def _digest(sent: SentDigest, seen: Message, default: Marking) -> _Entry:
    first = next(block for block in seen.blocks if isinstance(block, Heading))
    rest = replace(seen, blocks=tuple(block for block in seen.blocks if block != Heading(first.text)))
    return sent.at, f"digest.{sent.id}", first.text, rest.plain(), f"TLP:{seen.marking or default}"


def _corrected(of: Correction) -> str:
    return "\n".join(f"{item.old} → {item.now}" for item in of.items if item.verdict == "correction")


def _atom(origin: str, entries: list[_Entry], now: datetime) -> bytes:
    """The feed."""
    feed = Xml.Element("feed", xmlns=_ATOM)
    whole = {"id": f"urn:readout:{origin}", "title": "Readout", "updated": _utc(entries[0][0] if entries else now)}
    for name, value in whole.items():
        Xml.SubElement(feed, name).text = value
    Xml.SubElement(Xml.SubElement(feed, "author"), "name").text = "Readout"
    for at, name, title, text, marking in entries:
        entry = Xml.SubElement(feed, "entry")
        told = {"id": f"urn:readout:{origin}:{name}", "title": title, "updated": _utc(at), "content": text}
        for field, value in told.items():
            Xml.SubElement(entry, field).text = displayed(value)
        if marking:
            Xml.SubElement(entry, "category", term=marking)
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True))


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
