"""Links and tokens for the web server: each is bound to a chat and a person, expires and can be revoked.

Each is a random text of 192 bits. Only its SHA-256 is stored, so whoever reads the database can open nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from briefings.model.analysis import Analysis
from briefings.model.people import LinkKind, WebLink, WebVisit
from briefings.store import Connection, Store, analyses
from briefings.store.accounts import web_links

LINK_LASTS = timedelta(days=7)
MOST_LINKS = 50  # of one person and kind at a time; a further one ends the oldest
TOKEN_LENGTH = 32  # characters
_VISIT_GAP = timedelta(minutes=30)  # without a page, after which the next one begins another visit
_OPENED_EVERY = timedelta(minutes=1)  # the shortest time between two notes of the same use


Visits = tuple[WebVisit, WebVisit | None] | None  # the last one, and the last one of the visit before


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A new link with its token, which is shown once."""

    link: WebLink
    token: str


class WebLinks:
    """The links and tokens in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def issue(
        self,
        address: str,
        person: str,
        analysis: int | None,
        now: datetime,
        *,
        private: bool,
        lasts: timedelta = LINK_LASTS,
        kind: LinkKind = "page",
        name: str = "",
    ) -> IssuedLink:
        """Makes a link to an analysis, or to the library, with the rights of the chat `address`.

        `private`: the chat is a conversation between this person and the bot alone.
        """
        token = secrets.token_urlsafe(TOKEN_LENGTH * 3 // 4)
        new = WebLink(0, address, person, private, analysis, now, now + lasts, kind=kind, name=name)

        def step(connection: Connection) -> WebLink:
            known = web_links.live(connection, person, now, kind)
            if len(known) >= MOST_LINKS:
                web_links.revoke(connection, [each.id for each in known[MOST_LINKS - 1 :]])
            return web_links.add(connection, _hash(token), new)

        return IssuedLink(await self._store.write(step), token)

    async def find(self, token: str, kind: LinkKind = "page") -> WebLink | None:
        """The link of a kind with a token, also an expired or revoked one; None for one that was never issued."""
        if len(token) != TOKEN_LENGTH:
            return None
        found = await self._store.look_up(lambda connection: web_links.find(connection, _hash(token)))
        return found if found and found.kind == kind else None

    async def live(self, person: str, now: datetime, kind: LinkKind = "page") -> list[WebLink]:
        """The links of a person that still open something, newest first."""
        return await self._store.read(lambda connection: web_links.live(connection, person, now, kind))

    async def live_of(self, address: str, now: datetime, kind: LinkKind) -> list[WebLink]:
        """The links of a chat that still open something, newest first."""
        return await self._store.read(lambda connection: web_links.live_of(connection, address, now, kind))

    async def revoke(
        self, person: str, now: datetime, id_: int | None = None, kind: LinkKind = "page"
    ) -> list[WebLink]:
        """Ends one of a person's links, or all of a kind; returns those that it ended."""

        def step(connection: Connection) -> list[WebLink]:
            live = web_links.live(connection, person, now, kind)
            return _ended(connection, [each for each in live if id_ in (None, each.id)])

        return await self._store.write(step)

    async def revoke_of(self, address: str, now: datetime, kind: LinkKind) -> list[WebLink]:
        """Ends all links of a kind that a chat has; returns those that it ended."""

        def step(connection: Connection) -> list[WebLink]:
            return _ended(connection, web_links.live_of(connection, address, now, kind))

        return await self._store.write(step)

    async def opened(self, link: WebLink, now: datetime) -> None:
        """Notes that a link was used, once a minute at most."""
        if link.opened_at is None or now - link.opened_at >= _OPENED_EVERY:
            step = partial(web_links.note_opened, id_=link.id, now=now)
            await self._store.write(step, durable=False, bookkeeping=True)

    async def visits(self, link: WebLink, analysis: int) -> Visits:
        """When a reader last opened the page of an analysis."""
        key = link.address, link.person, analysis
        return await self._store.look_up(lambda connection: web_links.visits(connection, *key))

    async def note_visit(self, link: WebLink, analysis: Analysis, known: Visits, now: datetime) -> WebVisit | None:
        """Notes that a reader opens the page of an analysis, and returns their visit before this one, if any.

        `known` is what `visits` returned. Pages that are opened within half an hour of each other belong to the same
        visit.
        """
        last = WebVisit(analysis.revision, now)
        earlier = known and (known[0] if now - known[0].at > _VISIT_GAP else known[1])
        if known and known[0].revision == last.revision and now - known[0].at < _OPENED_EVERY:
            return earlier

        def note(connection: Connection) -> None:
            if analyses.stays(connection, analysis.id):
                web_links.put_visit(connection, link.address, link.person, analysis.id, last, earlier)

        await self._store.write(note, durable=False, bookkeeping=True)
        return earlier


def _ended(connection: Connection, links: list[WebLink]) -> list[WebLink]:
    web_links.revoke(connection, [each.id for each in links])
    return links


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
