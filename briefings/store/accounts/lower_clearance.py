"""Lowers a clearance where a chat or an account would otherwise let somebody see more than they may."""

from datetime import datetime

from sqlalchemy import Connection

from briefings.model.audit_log import Record
from briefings.store.accounts import audit_log
from briefings.store.markings import clearances


def lower_clearance(connection: Connection, holder: str, person: str, by: str, now: datetime) -> None:
    """Gives a chat or account no higher clearance than a person has, which the audit log records; "" is nobody."""
    if person and person != holder and (lower := clearances.lower_to(connection, holder, person, now)):
        audit_log.note(connection, Record(now, by, "cleared", holder, "", f"TLP:{lower}"))
