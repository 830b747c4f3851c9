"""Gives the rows about an analysis their labels after its marking, or that of a section, was changed."""

import json

from sqlalchemy import ColumnElement, Connection, Text, cast, func, literal, or_, select, update

from briefings.store.markings.labels import number_of_both
from briefings.store.markings.visibility import unrestricted
from briefings.store.sql import one_of
from briefings.store.tables import (
    analysis,
    claim,
    correction,
    disagreement,
    event,
    journal,
    marked_span,
    mention,
    section_mark,
    sentence,
    statement,
)


@unrestricted
def relabel(connection: Connection, id_: int) -> None:
    """Gives every row about an analysis the label of the analysis, or of the section in which it stands.

    Its corrections and events come next, then `relabel_log`.
    """
    current = select(analysis.c.revision).where(analysis.c.id == id_).scalar_subquery()
    for table in (sentence, claim, mention, statement):
        # while a revision is stored, mentions and statements still stand in the one before
        label = _label_at(id_, table.c.revision if "revision" in table.c else current, table.c.start)
        connection.execute(update(table).where(table.c.analysis == id_).values(label=label))
    for side in ("first", "second"):
        _relabel_side(connection, id_, side)


def _relabel_side(connection: Connection, id_: int, side: str) -> None:
    """Labels the side of each disagreement that stands in an analysis; one that can't be read has that of the whole."""
    mine = disagreement.c[f"{side}_analysis"] == id_
    rows = select(disagreement.c.id, cast(disagreement.c[side], Text).label("place")).where(mine)
    places: dict[tuple[int, int], list[int]] = {}
    for row in connection.execute(rows):
        try:
            place = json.loads(row.place)
            at = int(place["revision"]), int(place["start"])
        except (ValueError, TypeError, KeyError):
            at = 0, 0
        places.setdefault(at, []).append(row.id)
    for (revision, start), ids in places.items():
        label = _label_at(id_, literal(revision), literal(start))
        connection.execute(update(disagreement).where(one_of(disagreement.c.id, ids)).values({f"{side}_label": label}))


def _label_at(id_: int, revision: ColumnElement[int], start: ColumnElement[int]) -> ColumnElement[int | None]:
    """SQL: the label of the innermost marked section around a place, or else that of the analysis."""
    around = marked_span.c.start <= start, marked_span.c.end > start, marked_span.c.revision == revision
    inside = select(marked_span.c.label).where(marked_span.c.analysis == id_, *around)
    innermost = inside.order_by(marked_span.c.end - marked_span.c.start, marked_span.c.label).limit(1)
    whole = select(analysis.c.label).where(analysis.c.id == id_)
    return func.coalesce(innermost.scalar_subquery(), whole.scalar_subquery())


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
