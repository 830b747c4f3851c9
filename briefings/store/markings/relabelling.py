"""Gives the rows about an analysis their labels after its marking, or that of a section, was changed."""

import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select, update

from briefings.store.markings.labels import number_of_both
from briefings.store.markings.spans import Labeller, labeller
from briefings.store.markings.visibility import unrestricted
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
def relabel(connection: Connection, id_: int) -> None:
    """Gives every row about an analysis the label of the analysis, or of the section in which it stands.

    Its events come next, then `relabel_log`.
    """
    labels = labeller(connection, id_)
    _by_place(connection, sentence, sentence.c.analysis == id_, labels)
    for table in (mention, statement):  # while a revision is stored, they still stand in the one before
        revisions = select(table.c.revision).where(table.c.analysis == id_).distinct()
        for number in list(connection.execute(revisions).scalars()):
            mine = and_(table.c.analysis == id_, table.c.revision == number)
            _by_place(connection, table, mine, labeller(connection, id_, number))
    connection.execute(update(correction).where(correction.c.analysis == id_).values(label=labels.whole))
    if labels.spans:
        query = select(claim.c.id, claim.c.data).where(claim.c.analysis == id_)
        found = {row.id: labels(json.loads(row.data)["start"]) for row in connection.execute(query)}
        _set(connection, claim, "label", found)
        _sides(connection, id_, labels)
    else:  # one label for all, whether or not they can be read
        connection.execute(update(claim).where(claim.c.analysis == id_).values(label=labels.whole))
        for side in ("first", "second"):
            mine = disagreement.c[f"{side}_analysis"] == id_
            connection.execute(update(disagreement).where(mine).values({f"{side}_label": labels.whole}))


def _by_place(connection: Connection, table: Table, mine: ColumnElement[bool], labels: Labeller) -> None:
    connection.execute(update(table).where(mine).values(label=labels.whole))
    for start, end, number in sorted(labels.spans, key=lambda span: span[0] - span[1]):
        inside = (table.c.start >= start, table.c.start < end)
        connection.execute(update(table).where(mine, *inside).values(label=number))


def _sides(connection: Connection, id_: int, labels: Labeller) -> None:
    for side in ("first", "second"):
        query = select(disagreement.c.id, disagreement.c[side]).where(disagreement.c[f"{side}_analysis"] == id_)
        found = {row[0]: labels(row[1]["start"]) for row in connection.execute(query)}
        _set(connection, disagreement, f"{side}_label", found)


def _set(connection: Connection, table: Table, column: str, labels: Mapping[int, int | None]) -> None:
    for number in set(labels.values()):
        mine = [id_ for id_, each in labels.items() if each == number]
        connection.execute(update(table).where(one_of(table.c.id, mine)).values({column: number}))


@unrestricted
def relabel_log(connection: Connection, id_: int) -> None:
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
        mine = one_of(journal.c.subject, subjects)
        connection.execute(update(journal).where(mine).values(label=number))
    _marks_of_sections(connection, id_)
    _moves(connection, id_)


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


def _moves(connection: Connection, id_: int) -> None:
    """Hides the moves of events by a text with the text, also where the events are open."""
    whole = connection.execute(select(analysis.c.label).where(analysis.c.id == id_)).scalar_one()
    if whole is not None:
        moved = journal.c.deed == "moved", journal.c.note == f"a{id_}", journal.c.label.is_(None)
        connection.execute(update(journal).where(*moved).values(label=whole))
