"""Claims of current texts under the keys by which others are compared with them, and the disagreements found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache, partial
from itertools import chain, count
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, bindparam, delete, distinct, func, insert, or_, select, update

from briefings.model.disagreements import Claim, Compared, Disagreement, Judgement, Side
from briefings.model.marking import viewer
from briefings.store.markings import Hidden, hidden, labeller, restricted_number, unrestricted, visible
from briefings.store.sql import grouped_ids, ids_in, listed, one_of, one_of_named, parts, readable
from briefings.store.tables import analysis, claim, claim_key, disagreement

_SEEN = visible(claim.c.label)
_BOTH_SEEN = visible(disagreement.c.first_label, disagreement.c.second_label)
_OF_A_KEY = 60  # newest claims under one key that are looked at
_CANDIDATES = 600  # claims that one import is compared with, those that share most keys first
_KNOWN_CLAIMS = 1024  # claims kept as they were read: texts imported in a row are compared with nearly the same ones
_OLD_CLAIMS = delete(claim).where(claim.c.analysis == bindparam("own"))
_NEW_CLAIMS, _NEW_KEYS = insert(claim), insert(claim_key)
_NUMBERS = select(claim.c.id).where(claim.c.analysis == bindparam("own")).order_by(claim.c.id)


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim of the current revision of an analysis, and the `data` from which it was read."""

    id: int
    analysis: int
    claim: Claim
    data: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Claims of other analyses by id, in its order, and the ids of those among them under each key that was asked."""

    claims: Mapping[int, StoredClaim]
    sharing: Mapping[int, frozenset[int]]


@unrestricted
def put_claims(connection: Connection, id_: int, claims: Sequence[tuple[Claim, Sequence[int]]]) -> None:
    """Replaces the claims of an analysis."""
    connection.execute(_OLD_CLAIMS, {"own": id_})
    labels = labeller(connection, id_)
    for some in parts(claims):
        made = [
            {
                "analysis": id_,
                "start": each.start,
                "data": _claim().dump_json(each, exclude_defaults=True).decode(),
                "label": labels(each.start),
            }
            for each, _ in some
        ]
        connection.execute(_NEW_CLAIMS, made)
    numbers = connection.execute(_NUMBERS, {"own": id_}).scalars()  # ids rise in the order of insertion
    keyed = [{"key": key, "claim": number} for number, (_, keys) in zip(numbers, claims, strict=True) for key in keys]
    for some_keys in parts(keyed):
        connection.execute(_NEW_KEYS, list(some_keys))


def candidates(connection: Connection, id_: int, keys: Iterable[int]) -> Candidates:
    """Claims of other analyses that share most keys, of the newest under each key."""
    query = _newest(connection.dialect.name, everything=viewer().everything)
    newest = {key: ids_in(value) for key, value in connection.execute(query, {"keys": sorted(set(keys))})}
    # The ids that are found most often, the newest first of those found equally often.
    times = Counter(chain.from_iterable(newest.values()))
    newest_first = sorted(times, reverse=True)
    most = sorted(newest_first, key=times.__getitem__, reverse=True)[:_CANDIDATES]
    found = {each.id: each for each in _placed(connection, _OF_OTHERS, {"ids": sorted(most), "own": id_})}
    ids = frozenset(found)
    return Candidates(found, {key: ids.intersection(under) for key, under in newest.items()})


@cache
def _newest(dialect: str, *, everything: bool) -> Select[Any]:
    """The newest claims that the viewer sees under each of the parameter `keys`.

    They are read from the newest on, because a window over a key would read each claim of a common one. They are
    counted in Python: grouping some 20,000 of them takes SQLite four times as long.
    """
    wanted = listed(dialect, claim_key.c.key, "keys")
    of_key = select(claim_key.c.claim).where(claim_key.c.key == wanted.c.value)
    if not everything:
        of_key = of_key.join(claim, claim.c.id == claim_key.c.claim).where(_SEEN)
    newest = of_key.order_by(claim_key.c.claim.desc()).limit(_OF_A_KEY).correlate(wanted).subquery()
    return select(wanted.c.value, select(grouped_ids(dialect, newest.c.claim)).scalar_subquery())


_COLUMNS = (claim.c.id, claim.c.analysis, claim.c.data)
_OF_OTHERS = (
    select(*_COLUMNS)
    .where(one_of_named(claim.c.id, "ids"), claim.c.analysis != bindparam("own"), _SEEN)
    .order_by(claim.c.id)
)
_MEASURED = or_(claim.c.data.contains('"dates":['), claim.c.data.contains('"quantities":['))  # empty ones are left out
_COMPARED = select(func.count(claim.c.id), func.count(distinct(claim.c.analysis))).where(_MEASURED, _SEEN)
_OF_ANALYSES = select(*_COLUMNS).where(one_of_named(claim.c.analysis, "analyses"), _SEEN)


def of_analyses(connection: Connection, ids: Iterable[int]) -> list[StoredClaim]:
    """The claims of the current texts of analyses."""
    return _placed(connection, _OF_ANALYSES, {"analyses": sorted(set(ids))})


def compared(connection: Connection, analyses: Iterable[int] | None = None) -> Compared:
    """The claims with a figure or a day in the current texts of analyses, or in all."""
    query = _COMPARED if analyses is None else _COMPARED.where(one_of(claim.c.analysis, sorted(analyses)))
    return Compared(*connection.execute(query).one())


def _placed(connection: Connection, query: Select[Any], given: Mapping[str, Any]) -> list[StoredClaim]:
    """The claims of a query that the viewer may see, at their places."""
    found = readable(connection.execute(query, given), _stored, "claim")
    if viewer().everything:
        return found
    cuts = hidden(connection, {each.analysis for each in found})
    return [replace(each, claim=cuts.moved(each.claim, each.analysis)) for each in found]


def _stored(row: Any) -> StoredClaim:
    return StoredClaim(row[0], row[1], unpacked(row[2]), row[2])


@lru_cache(maxsize=_KNOWN_CLAIMS)
def unpacked(data: str) -> Claim:
    """The claim of stored `data`. Raises ValueError."""
    return _claim().validate_json(data)


_HEADS = select(analysis.c.id, analysis.c.title, analysis.c.revision, analysis.c.published).where(
    one_of_named(analysis.c.id, "ids"), visible(analysis.c.label)
)
_DIGESTS = select(
    disagreement.c.id,
    disagreement.c.digest,
    disagreement.c.state,
    disagreement.c.first_label,
    disagreement.c.second_label,
).where(or_(disagreement.c.first_analysis == bindparam("own"), disagreement.c.second_analysis == bindparam("own")))


def heads(connection: Connection, ids: Iterable[int]) -> Mapping[int, Any]:
    """Title, revision and publication date of analyses by id."""
    return {row.id: row for row in connection.execute(_HEADS, {"ids": sorted(set(ids))})}


Part = tuple[int | None, int | None]  # the labels of the parts in which the two sides stand
_Key = tuple[str, Part]  # a digest of two sentences, and where they stand


class PartFinder:
    """Tells in which parts two sides of a disagreement stand."""

    def __init__(self, connection: Connection) -> None:
        self._labels = cache(partial(labeller, connection))

    def __call__(self, first: tuple[int, int], second: tuple[int, int]) -> Part:
        """The labels of two places, each an analysis and an offset in its current text."""
        one, other = (self._labels(id_)(start) for id_, start in (first, second))
        return one, other


@unrestricted
def put(connection: Connection, id_: int, found: Iterable[tuple[str, Disagreement]], now: datetime) -> list[int]:
    """Replaces the disagreements of an analysis, given with digests of their sentences; returns the ids of new ones.

    Those with the same sentences in other parts are apart. The verdicts on those that were known stay. One that is
    gone is deleted, unless it has a verdict.
    """
    rows, part = _known(connection, id_), PartFinder(connection)
    wanted = {(digest, part(*map(_place, (each.first, each.second)))): each for digest, each in found}
    kept = _matched(wanted.keys(), rows)
    others = [row for row in rows.values() if row not in kept.values()]
    for some in parts([row.id for row in others if row.state == "open"]):
        connection.execute(delete(disagreement).where(disagreement.c.id.in_(some)))
    new: list[int] = []
    taken = {row.digest for row in rows.values()}
    for (digest, (first, second)), each in wanted.items():
        row = _row(each) | {"first_label": first, "second_label": second}
        if (digest, (first, second)) in kept:
            number = kept[digest, (first, second)].id
            connection.execute(update(disagreement).where(disagreement.c.id == number).values(row))
            continue
        free = next(name for nth in count() if (name := f"{digest}#{nth}" if nth else digest) not in taken)
        taken.add(free)
        row |= _number(connection, row)
        added = connection.execute(insert(disagreement).values(row | {"digest": free, "at": now}))
        new.append(added.inserted_primary_key[0] if added.inserted_primary_key else 0)
    return new


def _known(connection: Connection, id_: int) -> dict[_Key, Any]:
    """The stored disagreements of an analysis by digest and part."""
    rows = connection.execute(_DIGESTS, {"own": id_}).all()
    return {(_base(row.digest), (row.first_label, row.second_label)): row for row in rows}


def _matched(wanted: AbstractSet[_Key], rows: Mapping[_Key, Any]) -> dict[_Key, Any]:
    """The stored rows of what is found again; a row whose part has been marked otherwise since goes to a like one."""
    kept = {key: rows[key] for key in wanted if key in rows}
    others = [row for key, row in rows.items() if key not in kept]
    for key in sorted(wanted - kept.keys(), key=lambda key: key[1] != (None, None)):  # open ones first
        same = next((row for row in others if _base(row.digest) == key[0]), None)
        if same is not None:
            others.remove(same)
            kept[key] = same
    return kept


def _base(digest: str) -> str:
    """The digest of sentences, without what tells parts with the same ones apart."""
    return digest.partition("#")[0]


def _place(side: Side) -> tuple[int, int]:
    return side.analysis, side.start


def _number(connection: Connection, row: Mapping[str, Any]) -> dict[str, int]:
    own = restricted_number(connection, disagreement, row["first_label"])
    return own or restricted_number(connection, disagreement, row["second_label"])


def _row(each: Disagreement) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "reason": each.reason,
        "source": each.source,
        "first_analysis": each.first.analysis,
        "second_analysis": each.second.analysis,
        "first": _side().dump_python(each.first, mode="json"),
        "second": _side().dump_python(each.second, mode="json"),
    }


def all_of(
    connection: Connection, analyses: Iterable[int] | None = None, *, settled: bool = False
) -> list[Disagreement]:
    """The disagreements between current analyses, newest first; those with a verdict only if `settled`."""
    if analyses is None:
        return _found(connection, _all(settled=settled, named=False))
    return _found(connection, _all(settled=settled, named=True), {"analyses": sorted(set(analyses))})


@cache
def _all(*, settled: bool, named: bool) -> Select[Any]:
    query = select(disagreement).order_by(disagreement.c.id.desc())
    current = select(analysis.c.id).where(visible(analysis.c.label))
    query = query.where(_BOTH_SEEN)
    query = query.where(disagreement.c.first_analysis.in_(current), disagreement.c.second_analysis.in_(current))
    if not settled:
        query = query.where(disagreement.c.state == "open")
    if named:
        sides = disagreement.c.first_analysis, disagreement.c.second_analysis
        query = query.where(or_(*(one_of_named(each, "analyses") for each in sides)))
    return query


def among(connection: Connection, ids: Iterable[int]) -> list[Disagreement]:
    """Disagreements by id, those that the viewer may see."""
    return _found(connection, select(disagreement).where(one_of(disagreement.c.id, sorted(ids)), _BOTH_SEEN))


def find(connection: Connection, id_: int) -> Disagreement | None:
    """A disagreement by id."""
    found = _found(connection, select(disagreement).where(disagreement.c.id == id_, _BOTH_SEEN))
    return found[0] if found else None


def _found(connection: Connection, query: Select[Any], given: Mapping[str, Any] | None = None) -> list[Disagreement]:
    """The disagreements of a query, each side at its place in the text that the viewer sees.

    What several parts say in the same words is one.
    """
    rows = {_base(row.digest): row for row in reversed(connection.execute(query, given).all())}
    found = readable(reversed(rows.values()), _disagreement, "disagreement")
    cuts = hidden(connection, {side.analysis for each in found for side in (each.first, each.second)})
    return [replace(each, first=_moved(each.first, cuts), second=_moved(each.second, cuts)) for each in found]


def _moved(side: Side, cuts: Hidden) -> Side:
    return cuts.moved(side, side.analysis, side.revision)


def _disagreement(row: Row[Any]) -> Disagreement:
    sides = (_side().validate_python(row.first), _side().validate_python(row.second))
    return Disagreement(row.id, row.kind, row.reason, *sides, row.state, row.source, row.rev)


def settle(connection: Connection, id_: int, rev: int, verdict: Judgement, by: str, now: datetime) -> bool:
    """Sets the verdict on a disagreement if it is still at this `rev`."""
    mine = disagreement.c.id == id_, disagreement.c.rev == rev
    values = {"state": verdict, "rev": rev + 1, "settled_by": by, "settled_at": now}
    return connection.execute(update(disagreement).where(*mine).values(values)).rowcount == 1


@cache
def _claim() -> TypeAdapter[Claim]:
    """Converts claims. Made at its first use: it takes 2 ms, which a start does without."""
    return TypeAdapter(Claim)


@cache
def _side() -> TypeAdapter[Side]:
    """Converts the sides of disagreements, as `_claim` does claims."""
    return TypeAdapter(Side)
