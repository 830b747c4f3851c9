"""Labels: stored once for each combination of marking, embargo and audience, and given to analyses and sections."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, Table, Text, bindparam, delete, insert, literal_column, select, union, update

from briefings.model.marking import MARKINGS, NO_READERS, Label, Marking, rank, strictest, viewer
from briefings.store import key_value
from briefings.store.markings.visibility import position, visible
from briefings.store.sql import one_of, one_of_named
from briefings.store.tables import (
    NOT_ENDED,
    analysis,
    correction,
    event,
    label,
    label_audience,
    marked_span,
    section_mark,
)

_OF_ANALYSES = select(analysis.c.id, analysis.c.label).where(
    one_of_named(analysis.c.id, "ids"), visible(analysis.c.label)
)
_WORDS = bindparam("words", type_=Text())
_OF_TITLES = union(
    *(
        select(table.c.label).where(
            table.c.label.is_not(None), position(_WORDS, table.c.title) > 0, visible(table.c.label)
        )
        for table in (analysis, event)
    )
)
_OF_HEADINGS = (
    select(section_mark.c.heading, section_mark.c.label)
    .join(analysis, analysis.c.id == section_mark.c.analysis)
    .where(position(_WORDS, analysis.c.title) > 0, visible(analysis.c.label, section_mark.c.label))
)
_OF_SECTIONS = (
    select(marked_span.c.analysis, marked_span.c.label)
    .where(one_of_named(marked_span.c.analysis, "ids"), visible(marked_span.c.label))
    .distinct()
)
_OF_BOTH = _OF_ANALYSES.add_columns(literal_column("0").label("section")).union_all(
    _OF_SECTIONS.add_columns(literal_column("1"))
)


def label_number(connection: Connection, of: Label, default: Marking) -> int:
    """The id of a label, which is stored when it is first used."""
    return _number(connection, of, restricted=of.restricts(default))


def number_of_both(connection: Connection, one: int | None, other: int | None) -> int | None:
    """The id of the label of what only those may see who may see both; None is unmarked."""
    if one is None or other is None or one == other:
        return one if other is None else other
    known = labels_by_number(connection, {one, other})
    numbers = one_of(label.c.id, sorted({one, other}))
    restricted = connection.execute(select(label.c.id).where(numbers, label.c.restricted)).first() is not None
    return _number(connection, both(known[one], known[other]), restricted=restricted)


def _number(connection: Connection, of: Label, *, restricted: bool) -> int:
    audience = sorted(set(of.audience))
    words = "|".join((of.marking, of.until.isoformat() if of.until else "", *audience))
    key = sha256(words.encode()).hexdigest()  # so that no address stands in it that its chat wants erased
    known: int | None = connection.execute(select(label.c.id).where(label.c.key == key)).scalar_one_or_none()
    if known is not None:
        return known
    row = {"key": key, "rank": rank(of.marking), "until": of.until, "audience": bool(audience)}
    new = insert(label).values(row | {"restricted": restricted}).returning(label.c.id)
    number: int = connection.execute(new).scalar_one()
    if audience:
        connection.execute(insert(label_audience), [{"label": number, "holder": each} for each in audience])
    return number


_HIDDEN = Label("RED", audience=(NO_READERS,))


def labels_by_number(connection: Connection, numbers: Collection[int]) -> dict[int, Label]:
    """The labels with these ids, each with its audience; one that is unknown hides from everybody."""
    if not numbers:
        return {}
    mine = one_of(label.c.id, sorted(numbers))
    audiences: dict[int, list[str]] = {}
    named = select(label_audience).where(one_of(label_audience.c.label, sorted(numbers)))
    for row in connection.execute(named.order_by(label_audience.c.holder)):
        audiences.setdefault(row.label, []).append(row.holder)
    columns = select(label.c.id, label.c.rank, label.c.until).where(mine)
    return dict.fromkeys(numbers, _HIDDEN) | {
        row.id: Label(MARKINGS[row.rank], row.until, tuple(audiences.get(row.id, ())))
        for row in connection.execute(columns)
    }


def both(whole: Label | None, section: Label) -> Label:
    """The label of a section within an analysis: who sees it may see both."""
    if whole is None:
        return section
    untils = [each for each in (whole.until, section.until) if each]
    audience = set(whole.audience) & set(section.audience) if whole.audience and section.audience else None
    named = whole.audience or section.audience if audience is None else tuple(sorted(audience)) or (NO_READERS,)
    return Label(strictest(whole.marking, section.marking), max(untils, default=None), named)


def labels_of(connection: Connection, ids: Collection[int]) -> dict[int, Label | None]:
    """The labels of the analyses that the viewer may see; None for one without a marking of its own."""
    rows = {row.id: row.label for row in connection.execute(_OF_ANALYSES, {"ids": sorted(ids)})}
    known = labels_by_number(connection, {each for each in rows.values() if each is not None})
    return {id_: known.get(number) if number else None for id_, number in rows.items()}


def labels_of_titles_in(connection: Connection, words: str) -> set[int]:
    """The numbers of the labels of what the viewer sees and is named in some words.

    These are analyses and events by their titles, and marked sections by their headings beside their analyses' titles.
    """
    found = set(connection.execute(_OF_TITLES, {"words": words}).scalars())
    said = " ".join(words.casefold().split())
    headings = connection.execute(_OF_HEADINGS, {"words": words})
    return found | {row.label for row in headings if row.heading.partition(" ")[2] in said}


def labels_about(
    connection: Connection, events: Collection[int], corrections: Collection[int]
) -> dict[tuple[str, int], Label]:
    """The labels of events, as ("event", 3), and of corrections; those without one are left out."""
    numbers: dict[tuple[str, int], int] = {}
    for table, ids in ((event, events), (correction, corrections)):
        if ids:
            rows = connection.execute(_labelled(table), {"ids": sorted(ids)})
            numbers |= {(table.name, row.id): row.label for row in rows}
    known = labels_by_number(connection, set(numbers.values())) if numbers else {}
    return {subject: known[number] for subject, number in numbers.items()}


@cache
def _labelled(table: Table) -> Select[Any]:
    """The numbers of the labels of some rows that the viewer may see."""
    mine = one_of_named(table.c.id, "ids")
    return select(table.c.id, table.c.label).where(mine, table.c.label.is_not(None), visible(table.c.label))


def set_label(connection: Connection, id_: int, number: int | None) -> None:
    """Gives an analysis a label; call `relabel` next."""
    connection.execute(update(analysis).where(analysis.c.id == id_).values(label=number))


def section_labels(connection: Connection, id_: int) -> dict[str, Label]:
    """The labels of the marked sections of an analysis, by the key of their heading, as they were set."""
    return section_labels_of(connection, [id_]).get(id_, {})


def section_labels_of(connection: Connection, ids: Collection[int]) -> dict[int, dict[str, Label]]:
    """The same for several analyses; those without marked sections are left out."""
    columns = (section_mark.c.analysis, section_mark.c.heading, section_mark.c.label)
    query = select(*columns).where(one_of(section_mark.c.analysis, sorted(ids))).order_by(section_mark.c.id)
    rows = connection.execute(query).all()
    known = labels_by_number(connection, {row.label for row in rows})
    found: dict[int, dict[str, Label]] = {}
    for row in rows:
        found.setdefault(row.analysis, {})[row.heading] = known[row.label]
    return found


def set_section_label(connection: Connection, id_: int, heading: str, number: int | None) -> None:
    """Gives a section a label, or takes it away; call `relabel` next."""
    mine = section_mark.c.analysis == id_, section_mark.c.heading == heading
    connection.execute(delete(section_mark).where(*mine))
    if number is not None:
        connection.execute(insert(section_mark).values(analysis=id_, heading=heading, label=number))


def set_partial(connection: Connection, id_: int, *, partial: bool) -> None:
    """Notes whether sections of an analysis have markings of their own."""
    connection.execute(update(analysis).where(analysis.c.id == id_).values(partial=partial))


def strictest_of(connection: Connection, ids: Collection[int], default: Marking) -> Marking:
    """The strictest marking that counts now for some analyses and those of their sections that the viewer sees."""
    found = strictest_of_each(connection, ids, default).values()
    return strictest(*found) if found else default


def strictest_of_each(connection: Connection, ids: Collection[int], default: Marking) -> dict[int, Marking]:
    """The strictest marking that counts now for each analysis that the viewer sees, with those of its sections."""
    rows = connection.execute(_OF_BOTH, {"ids": sorted(ids)}).all()
    known = labels_by_number(connection, {row.label for row in rows if row.label is not None})
    found: dict[int, list[Label]] = {}
    for row in rows:
        label_ = known[row.label] if row.section else known.get(row.label)
        found.setdefault(row.id, []).append(label_ or Label(default))
    return {id_: strictest(*(each.at(viewer().now) for each in of)) for id_, of in found.items()}


def ended(connection: Connection, now: datetime) -> list[int]:
    """The labels whose embargo has ended, and nothing was done about it yet."""
    query = select(label.c.id).where(NOT_ENDED, label.c.until <= now)
    return sorted(connection.execute(query).scalars())


def release(connection: Connection, numbers: Sequence[int], now: datetime) -> list[int]:
    """Makes analyses news whose embargo has ended; returns their ids."""
    over = update(label).where(one_of(label.c.id, numbers), ~label.c.ended).values(ended=True)
    again = set(connection.execute(over.returning(label.c.id)).scalars())
    mine = one_of(analysis.c.label, sorted(again))
    news = update(analysis).where(mine).values(changed_at=now, created_at=now).returning(analysis.c.id)
    return sorted(connection.execute(news).scalars())


def analyses_with(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """The analyses that have one of these labels, or a section with one."""
    whole = select(analysis.c.id).where(one_of(analysis.c.label, numbers), visible(analysis.c.label))
    parts = select(marked_span.c.analysis).where(one_of(marked_span.c.label, numbers)).distinct()
    return sorted({*connection.execute(whole).scalars(), *connection.execute(parts).scalars()})


def restricted_number(connection: Connection, table: Table, label_: int | None) -> dict[str, int]:
    """The id of a new row with a label, as a column of the row; {} if it takes the next number of all."""
    if label_ is None or not is_restricted(connection, label_):
        return {}
    name = f"restricted {table.name}"
    number = int(key_value.value(connection, name) or 0) + 1
    key_value.exchange(connection, name, str(number))
    return {"id": -number}


def is_restricted(connection: Connection, label_: int) -> bool:
    """Whether some readers of unmarked analyses may not see a label."""
    return bool(connection.execute(select(label.c.restricted).where(label.c.id == label_)).scalar_one_or_none())
