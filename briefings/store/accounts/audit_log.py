"""The audit log: who changed what, and when."""

from typing import Any, get_args

from sqlalchemy import Connection, Row, insert, select

from briefings.model.agenda import EventDate
from briefings.model.audit_log import OfPeople, OfSettings, Record
from briefings.model.marking import Label
from briefings.months import day_or_month
from briefings.store.markings import unrestricted, visible
from briefings.store.markings.labels import labels_by_number, number_of_both
from briefings.store.sql import packed, readable, unpacked
from briefings.store.tables import analysis, correction, disagreement, event, journal, statement
from briefings.store.webhooks import posts
from briefings.store.webhooks.endpoints import WebhookEvent

_SEEN = visible(journal.c.label)
_NEW = insert(journal).returning(journal.c.id)
_UNLABELLED = {*get_args(OfPeople), *get_args(OfSettings)}  # about people and chats; a group may be called "a1"
# What the subject of a change begins with.
_SUBJECTS = {"a": analysis, "e": event, "s": statement, "d": disagreement, "c": correction}
# The changes that are posted to webhooks, by what was done to what.
_POSTED: dict[tuple[str, str], WebhookEvent] = {
    ("added", "a"): "analysis.added",
    ("revised", "a"): "analysis.revised",
    ("restored", "a"): "analysis.revised",
    ("moved", "e"): "event.moved",
    ("postponed", "e"): "event.moved",
    ("cancelled", "e"): "event.moved",
}


def record_in(row: Row[Any]) -> Record:
    """Converts a row to an audit log entry. Raises one of ILLEGIBLE for an unreadable row."""
    if row.deed == "redated":
        day_or_month(row.note)
    before, after = (unpacked(kept) if kept else None for kept in (row.before, row.after))
    return Record(row.at, row.by, row.deed, row.subject, row.title, row.note, before, after)


def note(connection: Connection, record: Record) -> None:
    """Records a change, in the transaction that makes it."""
    row = {
        "label": None if record.deed in _UNLABELLED else _label(connection, record.subject),
        "at": record.at,
        "by": record.by,
        "deed": record.deed,
        "subject": record.subject,
        "title": record.title,
        "note": record.note,
        "before": _date(record.before),
        "after": _date(record.after),
    }
    _post(connection, record, connection.execute(_NEW, row).scalar_one())


def _post(connection: Connection, record: Record, number: int) -> None:
    """Has webhooks told of a change; of a new analysis once, however often it is restored."""
    event = _POSTED.get((record.deed, record.subject[:1]))
    if event is not None:
        once = record.subject if event == "analysis.added" else f"{record.subject}:{number}"
        posts.note_change(connection, event, record.subject, record.at, once=once)


def label_of(connection: Connection, subject: str) -> Label | None:
    """The label of what changes are about, such as "a3", also once that is gone; None is unmarked."""
    number = _label(connection, subject)
    return labels_by_number(connection, [number])[number] if number is not None else None


@unrestricted
def _label(connection: Connection, subject: str) -> int | None:
    """The label of what a change is about; None for what has none, and for what is gone."""
    table, number = _SUBJECTS.get(subject[:1]), subject[1:]
    if table is None or not number.removeprefix("-").isdecimal():
        return None
    columns = (table.c.first_label, table.c.second_label) if table is disagreement else (table.c.label,)
    row = connection.execute(select(*columns).where(table.c.id == int(number))).first()
    return number_of_both(connection, row[0], row[-1]) if row else _last_label(connection, subject)


@unrestricted
def _last_label(connection: Connection, subject: str) -> int | None:
    """The label of the last change of something that is gone, whose sections may have been marked differently."""
    query = select(journal.c.label).where(journal.c.subject == subject, journal.c.deed != "marked")
    return connection.execute(query.order_by(journal.c.id.desc()).limit(1)).scalar_one_or_none()


def latest(connection: Connection, limit: int | None) -> list[Record]:
    """The latest changes, newest first."""
    query = select(journal).where(_SEEN).order_by(journal.c.id.desc()).limit(limit)
    return readable(connection.execute(query), record_in, "journal")


def settings_of(connection: Connection, chat: str) -> list[Record]:
    """The changes of a group's settings, oldest first."""
    chosen = (_SEEN, journal.c.subject == chat, journal.c.deed.in_(get_args(OfSettings)))
    return readable(connection.execute(select(journal).where(*chosen).order_by(journal.c.id)), record_in, "journal")


def names(connection: Connection, subject: str) -> bool:
    """Whether a change of a subject such as "e3" was recorded."""
    query = select(journal.c.id).where(journal.c.subject == subject, _SEEN).limit(1)
    return connection.execute(query).first() is not None


def names_group(connection: Connection, name: str) -> bool:
    """Whether a group of readers was ever set, and so may stand in an audience."""
    query = select(journal.c.id).where(journal.c.subject == name, journal.c.deed == "grouped", _SEEN).limit(1)
    return connection.execute(query).first() is not None


def _date(when: EventDate | None) -> dict[str, object] | None:
    return packed(when) if when else None
