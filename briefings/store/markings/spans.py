"""The spans of marked sections: who may see what begins where, and where things stand for who may not see them."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from briefings.model.corrections import QuotedSpan
from briefings.model.marking import viewer
from briefings.store.markings.visibility import unrestricted, visible
from briefings.store.sql import one_of_named
from briefings.store.tables import analysis, marked_span
from briefings.text.redaction import Cuts

T = TypeVar("T")
_NO_CUTS = Cuts(())
_OF_ANALYSES = one_of_named(marked_span.c.analysis, "ids")
_ANY_MARKED = select(marked_span.c.analysis).where(_OF_ANALYSES).limit(1)
_SEEN = select(marked_span).where(_OF_ANALYSES, visible(marked_span.c.label))
_PLACE = (marked_span.c.analysis, marked_span.c.revision, marked_span.c.start, marked_span.c.end)
_TWIN = marked_span.alias()  # a span with several labels is for whoever may see one of them
_SEEN_OTHERWISE = exists().where(*(_TWIN.c[each.name] == each for each in _PLACE), visible(_TWIN.c.label))
_HIDDEN = (
    select(*_PLACE)
    .add_columns(analysis.c.revision.label("current"))
    .join(analysis)
    .where(_OF_ANALYSES, ~visible(marked_span.c.label), ~_SEEN_OTHERWISE)
)
_LABEL = select(analysis.c.label, analysis.c.partial).where(analysis.c.id == bindparam("analysis"))


class Labeller:
    """Gives the label of what begins at an offset of an analysis."""

    def __init__(self, whole: int | None, spans: Iterable[tuple[int, int, int]]) -> None:
        self.whole, self.spans = whole, list(spans)

    def __call__(self, start: int) -> int | None:
        """The label; None is unmarked."""
        inside = ((end - begin, label) for begin, end, label in self.spans if begin <= start < end)
        return min(inside, default=(0, self.whole))[1]


@unrestricted
def labeller(connection: Connection, id_: int, revision: int | None = None) -> Labeller:
    """The labels of an analysis and its marked sections in a revision, by default the current one, for new rows."""
    whole = connection.execute(_LABEL, {"analysis": id_}).first()
    if whole is None or not whole.partial:
        return Labeller(whole.label if whole else None, ())
    number = analysis.c.revision if revision is None else revision
    mine = marked_span.c.analysis == id_, marked_span.c.revision == number
    spans = select(marked_span.c.start, marked_span.c.end, marked_span.c.label).join(analysis).where(*mine)
    return Labeller(whole.label, ((row.start, row.end, row.label) for row in connection.execute(spans)))


def put_spans(connection: Connection, id_: int, revision: int, spans: Iterable[tuple[int, int, int]]) -> None:
    """Replaces the marked spans of a revision, given with their labels."""
    connection.execute(delete(marked_span).where(marked_span.c.analysis == id_, marked_span.c.revision == revision))
    rows = [
        {"analysis": id_, "revision": revision, "start": start, "end": end, "label": label}
        for start, end, label in sorted(set(spans))
    ]
    if rows:
        connection.execute(insert(marked_span), rows)


@unrestricted
def labelled_spans(connection: Connection, id_: int, revision: int) -> list[tuple[int, int, int]]:
    """The marked spans of a revision with their labels."""
    columns = select(marked_span.c.start, marked_span.c.end, marked_span.c.label).order_by(marked_span.c.start)
    mine = marked_span.c.analysis == id_, marked_span.c.revision == revision
    return [(row.start, row.end, row.label) for row in connection.execute(columns.where(*mine))]


def marked_sections(connection: Connection, id_: int) -> dict[int, Cuts]:
    """All marked spans of an analysis, by revision, whoever may see them."""
    columns = select(marked_span.c.revision, marked_span.c.start, marked_span.c.end)
    found: dict[int, list[tuple[int, int]]] = {}
    for row in connection.execute(columns.where(marked_span.c.analysis == id_)):
        found.setdefault(row.revision, []).append((row.start, row.end))
    return {revision: Cuts(spans) for revision, spans in found.items()}


@unrestricted
def any_marked(connection: Connection, ids: Collection[int]) -> bool:
    """Whether one of these analyses has marked sections, whoever may see them."""
    return connection.execute(_ANY_MARKED, {"ids": sorted(ids)}).first() is not None


class Hidden:
    """What the viewer may not see of analyses, by analysis and revision."""

    def __init__(self, cuts: dict[tuple[int, int], Cuts], current: dict[int, int]) -> None:
        self._cuts, self._current = cuts, current

    def of(self, id_: int, revision: int | None = None) -> Cuts:
        """The spans that are hidden in a revision, in the current one if none is named."""
        number = self._current.get(id_, 0) if revision is None else revision
        return self._cuts.get((id_, number), _NO_CUTS)

    @property
    def analyses(self) -> frozenset[int]:
        """The analyses of which something is hidden."""
        return frozenset(self._current)

    def moved(self, each: T, analysis_: int, revision: int | None = None) -> T:
        """A span of any kind at its place in the text that the viewer sees."""
        cuts: Any = self.of(analysis_, revision)
        return cuts.moved(each) if cuts.spans else each


_NOTHING = Hidden({}, {})


def hidden(connection: Connection, ids: Collection[int]) -> Hidden:
    """What the viewer may not see of these analyses."""
    if viewer().everything or not ids:
        return _NOTHING
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    current: dict[int, int] = {}
    for row in connection.execute(_HIDDEN, {"ids": sorted(set(ids))}):
        found.setdefault((row.analysis, row.revision), []).append((row.start, row.end))
        current[row.analysis] = row.current
    return Hidden({key: Cuts(spans) for key, spans in found.items()}, current) if found else _NOTHING


def labels_quoted(connection: Connection, quotes: Collection[QuotedSpan]) -> dict[QuotedSpan, set[int]]:
    """The labels of the marked sections in which each span stands; offsets count the text that the viewer sees."""
    ids = {each.analysis for each in quotes}
    marked: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for row in connection.execute(_SEEN, {"ids": sorted(ids)}):
        marked.setdefault((row.analysis, row.revision), []).append((row.start, row.end, row.label))
    cuts, found = hidden(connection, ids) if marked else _NOTHING, dict[QuotedSpan, set[int]]()
    for each in quotes:
        of = cuts.of(each.analysis, each.revision)
        start, end = of.full(each.start), of.full_end(each.end)
        near = marked.get((each.analysis, each.revision), ())
        found[each] = {label for first, last, label in near if first < end and start < last}
    return found


def moved_all(connection: Connection, found: Iterable[T], where: Any) -> list[T]:
    """Spans at their places for the viewer; `where` gives the analysis and the revision of one."""
    items = list(found)
    cuts = hidden(connection, {where(each)[0] for each in items})
    return items if cuts is _NOTHING else [cuts.moved(each, *where(each)) for each in items]
