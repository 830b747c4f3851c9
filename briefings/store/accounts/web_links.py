"""Links and tokens for the web server, found by the hash of their token, and readers' visits to pages."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from briefings.model.people import LinkKind, WebLink, WebVisit
from briefings.store import sql
from briefings.store.tables import web_link, web_visit

_COLUMNS = [each for each in web_link.c if each is not web_link.c.hash]


def add(connection: Connection, hash_: str, of: WebLink) -> WebLink:
    """Stores a link under the hash of its token; its id is given by the database."""
    values = {"address": of.address, "person": of.person, "private": of.private, "analysis": of.analysis}
    values |= {"kind": of.kind, "name": of.name}
    times = {"made_at": of.made_at, "expires_at": of.expires_at, "revoked": False}
    new = insert(web_link).values(hash=hash_, **values, **times).returning(*_COLUMNS)
    return _link(connection.execute(new).one())


def find(connection: Connection, hash_: str) -> WebLink | None:
    """The link whose token has this hash, also an expired or revoked one."""
    row = connection.execute(select(*_COLUMNS).where(web_link.c.hash == hash_)).first()
    return _link(row) if row else None


def live(connection: Connection, person: str, now: datetime, kind: LinkKind) -> list[WebLink]:
    """The links of a person that still open something, newest first."""
    mine = (web_link.c.person == person, web_link.c.kind == kind, web_link.c.expires_at > now, ~web_link.c.revoked)
    rows = connection.execute(select(*_COLUMNS).where(*mine).order_by(web_link.c.id.desc()))
    return [_link(row) for row in rows]


def live_of(connection: Connection, address: str, now: datetime, kind: LinkKind) -> list[WebLink]:
    """The links of a chat that still open something, newest first."""
    there = (web_link.c.address == address, web_link.c.kind == kind, web_link.c.expires_at > now, ~web_link.c.revoked)
    rows = connection.execute(select(*_COLUMNS).where(*there).order_by(web_link.c.id.desc()))
    return [_link(row) for row in rows]


def revoke(connection: Connection, ids: list[int]) -> None:
    """Ends links; their rows stay until some time after their expiry, so that their pages can say so."""
    connection.execute(update(web_link).where(web_link.c.id.in_(ids)).values(revoked=True))


def is_live(connection: Connection, id_: int) -> bool:
    """Whether a link is there and wasn't revoked."""
    query = select(web_link.c.id).where(web_link.c.id == id_, ~web_link.c.revoked)
    return connection.execute(query).first() is not None


def note_opened(connection: Connection, id_: int, now: datetime) -> None:
    """Notes when a link was opened last."""
    connection.execute(update(web_link).where(web_link.c.id == id_).values(opened_at=now))


def visits(connection: Connection, address: str, person: str, analysis: int) -> tuple[WebVisit, WebVisit | None] | None:
    """A reader's last visit to an analysis and the one before; None if there was none."""
    key = (web_visit.c.address == address, web_visit.c.person == person, web_visit.c.analysis == analysis)
    row = connection.execute(select(web_visit).where(*key)).first()
    if row is None:
        return None
    earlier = None if row.earlier_revision is None else WebVisit(row.earlier_revision, row.earlier_at)
    return WebVisit(row.revision, row.at), earlier


def put_visit(
    connection: Connection, address: str, person: str, analysis: int, last: WebVisit, earlier: WebVisit | None
) -> None:
    """Stores a reader's last visit to an analysis and the one before."""
    values: dict[str, Any] = {"revision": last.revision, "at": last.at}
    values |= {"earlier_revision": earlier and earlier.revision, "earlier_at": earlier and earlier.at}
    new = sql.insert(connection, web_visit).values(address=address, person=person, analysis=analysis, **values)
    connection.execute(new.on_conflict_do_update(index_elements=list(web_visit.primary_key.columns), set_=values))


def _link(row: Row[Any]) -> WebLink:
    who = (row.id, row.address, row.person, row.private)
    times = (row.made_at, row.expires_at, row.opened_at)
    return WebLink(*who, row.analysis, *times, row.revoked, row.kind, row.name)
