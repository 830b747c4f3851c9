"""Gives the rows about an analysis their labels after its marking, or that of a section, was changed."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, insert, or_, select, update

from briefings.store.markings.clause import unrestricted
from briefings.store.markings.labels import number_of_both
from briefings.store.markings.numbers import restricted_number
from briefings.store.markings.spans import Labeller, labeller
from briefings.store.sql import one_of
from briefings.store.tables import (
    analysis,
    claim,
    correction,
    disagreement,
    event,
    journal,
    mention,
    section_mark,
    sentence,
    statement,
)


@unrestricted
def relabel(connection: Connection, id_: int, now: datetime) -> None:
    """Gives every row about an analysis the label of the analysis, or of the section in which it stands."""
    labels = labeller(connection, id_)
    for table in (sentence, mention, statement):
        _by_place(connection, table, id_, labels)
    connection.execute(update(correction).where(correction.c.analysis == id_).values(label=labels.whole))
    _claims(connection, id_, labels)
    _sides(connection, id_, labels)
    _part_events(connection, id_, now)
    _journal(connection, id_)


def _by_place(connection: Connection, table: Table, id_: int, labels: Labeller) -> None:
    mine = table.c.analysis == id_
    connection.execute(update(table).where(mine).values(label=labels.whole))
    for start, end, number in sorted(labels.spans, key=lambda span: span[0] - span[1]):
        inside = (table.c.start >= start, table.c.start < end)
        connection.execute(update(table).where(mine, *inside).values(label=number))


def _claims(connection: Connection, id_: int, labels: Labeller) -> None:
    query = select(claim.c.id, claim.c.data).where(claim.c.analysis == id_)
    found = {row.id: labels(json.loads(row.data)["start"]) for row in connection.execute(query)}
    _set(connection, claim, "label", found)


def _sides(connection: Connection, id_: int, labels: Labeller) -> None:
    for side in ("first", "second"):
        query = select(disagreement.c.id, disagreement.c[side]).where(disagreement.c[f"{side}_analysis"] == id_)
        found = {row[0]: labels(row[1]["start"]) for row in connection.execute(query)}
        _set(connection, disagreement, f"{side}_label", found)


def _set(connection: Connection, table: Table, column: str, labels: Mapping[int, int | None]) -> None:
    for number in set(labels.values()):
        mine = [id_ for id_, each in labels.items() if each == number]
        connection.execute(update(table).where(one_of(connection, table.c.id, mine)).values({column: number}))


def _part_events(connection: Connection, id_: int, now: datetime) -> None:
    """Gives the events of an analysis its label; one that others announce too stays as it is, beside a new one."""
    query = select(mention.c.event).where(mention.c.analysis == id_).distinct()
    for number in sorted(connection.execute(query).scalars()):
        row = connection.execute(select(event).where(event.c.id == number)).mappings().one()
        columns = select(mention.c.id, mention.c.label).where(mention.c.event == number)
        mentions = {each.id: each.label for each in connection.execute(columns)}
        labels = set(mentions.values())
        if row["label"] not in labels and not row["by_person"]:
            connection.execute(update(event).where(event.c.id == number).values(label=min(labels, key=_first)))
            labels.discard(min(labels, key=_first))
        for other in labels - {row["label"]}:
            mine = [each for each, label in mentions.items() if label == other]
            _split(connection, dict(row), mine, other, now)


def _first(label: int | None) -> int:
    """Orders labels, the unmarked first."""
    return label or 0


def _split(
    connection: Connection, of: Mapping[str, object], mentions: Collection[int], label: int | None, now: datetime
) -> None:
    """A new event with a label, which takes over some mentions of one."""
    copied = {name: value for name, value in of.items() if name not in ("id", "label", "created_at", "changed_at")}
    row = copied | {"label": label, "rev": 1, "created_at": now, "changed_at": now, "by_person": False}
    new = insert(event).values(row | restricted_number(connection, event, label)).returning(event.c.id)
    number = connection.execute(new).scalar_one()
    mine = one_of(connection, mention.c.id, sorted(mentions))
    connection.execute(update(mention).where(mine).values(event=number, was=None))


def _journal(connection: Connection, id_: int) -> None:
    """Hides and shows the entries of the audit log with what they are about."""
    own = select(mention.c.event).where(mention.c.analysis == id_)
    sides = or_(disagreement.c.first_analysis == id_, disagreement.c.second_analysis == id_)
    strict = disagreement.c.first_label, disagreement.c.second_label
    found: dict[str, int | None] = {}
    for letter, query in (
        ("a", select(analysis.c.id, analysis.c.label).where(analysis.c.id == id_)),
        ("e", select(event.c.id, event.c.label).where(event.c.id.in_(own))),
        ("s", select(statement.c.id, statement.c.label).where(statement.c.analysis == id_)),
        ("c", select(correction.c.id, correction.c.label).where(correction.c.analysis == id_)),
        ("d", select(disagreement.c.id, strict[0], strict[1]).where(sides)),
    ):
        for row in connection.execute(query):
            found[f"{letter}{row[0]}"] = number_of_both(connection, row[1], row[-1])
    for number in set(found.values()):
        subjects = [subject for subject, each in found.items() if each == number]
        mine = one_of(connection, journal.c.subject, subjects)
        connection.execute(update(journal).where(mine).values(label=number))
    _marks_of_sections(connection, id_)


def _marks_of_sections(connection: Connection, id_: int) -> None:
    """Hides what the audit log says of the marking of a section, whose heading it names, with the section."""
    whole = connection.execute(select(analysis.c.label).where(analysis.c.id == id_)).scalar_one()
    found: dict[str, int | None] = {}
    marks = select(section_mark.c.heading, section_mark.c.label).where(section_mark.c.analysis == id_)
    for row in connection.execute(marks):
        begin = marking_note(row.heading, "")
        found[begin] = number_of_both(connection, found.get(begin, whole), row.label)
    for begin, number in found.items():
        named = journal.c.note.startswith(begin, autoescape=True)
        mine = journal.c.subject == f"a{id_}", journal.c.deed == "marked", named
        connection.execute(update(journal).where(*mine).values(label=number))


def marking_note(heading: str, told: str) -> str:
    """What the audit log says of a marking; `heading` is the key of a section, "" for the whole analysis."""
    return f"{heading.partition(' ')[2]}; {told}" if heading else told
