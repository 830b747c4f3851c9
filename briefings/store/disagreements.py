"""Claims of current texts under the keys by which others are compared with them, and the disagreements found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from briefings.model.disagreements import Claim, Disagreement, Judgement, Side
from briefings.model.marking import viewer
from briefings.store.markings import Hidden, hidden, labeller, restricted_number, unrestricted, visible
from briefings.store.sql import grouped_ids, ids_in, listed, one_of, one_of_named, parts, readable
from briefings.store.tables import analysis, claim, claim_key, disagreement

_SEEN = visible(claim.c.label)
_BOTH_SEEN = visible(disagreement.c.first_label, disagreement.c.second_label)
_side = TypeAdapter(Side)
_OF_A_KEY = 60  # newest claims under one key that are looked at
_CANDIDATES = 600  # claims that one import is compared with, those that share most keys first
_new_claims = insert(claim).returning(claim.c.id, sort_by_parameter_order=True)


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim of the current revision of an analysis, with the keys that it shares."""

    id: int
    analysis: int
    claim: Claim
    keys: frozenset[int] = frozenset()


def put_claims(connection: Connection, id_: int, claims: Sequence[tuple[Claim, Sequence[int]]]) -> None:
    """Replaces the claims of an analysis."""
    connection.execute(delete(claim).where(claim.c.analysis == id_))
    labels = labeller(connection, id_)
    numbers: list[int] = []
    for some in parts(claims):
        made = [{"analysis": id_, "data": _packed(each), "label": labels(each.start)} for each, _ in some]
        numbers += connection.execute(_new_claims, made).scalars()
    keyed = [{"key": key, "claim": number} for number, (_, keys) in zip(numbers, claims, strict=True) for key in keys]
    for some_keys in parts(keyed):
        connection.execute(insert(claim_key), list(some_keys))


def _packed(of: Claim) -> str:
    return _claim().dump_json(of, exclude_defaults=True).decode()


def candidates(connection: Connection, id_: int, keys: Iterable[int]) -> list[StoredClaim]:
    """Claims of other analyses that share most keys, of the newest under each key, by id."""
    query = _sharing(connection.dialect.name, everything=viewer().everything)
    found = connection.execute(query, {"keys": sorted(set(keys))})
    shared = {claim_id: frozenset(ids_in(value)) for claim_id, value in found}
    others = select(claim).where(one_of(claim.c.id, sorted(shared)), claim.c.analysis != id_)
    return _placed(connection, others, shared)


@cache
def _sharing(dialect: str, *, everything: bool) -> Select[Any]:
    """The claims that share most of the parameter `keys`, each with those; of a key, the newest that the viewer sees.

    They are read from the newest on, because a window over a key would read each claim of a common one.
    """
    wanted, older = listed(dialect, claim_key.c.key, "keys"), claim_key.alias()
    oldest = select(older.c.claim).where(older.c.key == wanted.c.value).correlate(wanted)
    query = select(claim_key.c.claim, grouped_ids(dialect, claim_key.c.key))
    source = wanted.join(claim_key, claim_key.c.key == wanted.c.value)
    if not everything:
        other = claim.alias()
        oldest = oldest.join(other, other.c.id == older.c.claim).where(visible(other.c.label))
        source = source.join(claim, claim.c.id == claim_key.c.claim)
        query = query.where(_SEEN)
    last = oldest.order_by(older.c.claim.desc()).limit(1).offset(_OF_A_KEY - 1).scalar_subquery()
    newest = query.select_from(source).where(claim_key.c.claim >= func.coalesce(last, 0))
    most = newest.group_by(claim_key.c.claim).order_by(func.count().desc(), claim_key.c.claim.desc())
    return most.limit(_CANDIDATES)


def of_analyses(connection: Connection, ids: Iterable[int]) -> list[StoredClaim]:
    """The claims of the current texts of analyses."""
    return _placed(connection, select(claim).where(one_of(claim.c.analysis, sorted(set(ids)))))


def _placed(
    connection: Connection, query: Select[Any], keys: Mapping[int, frozenset[int]] = MappingProxyType({})
) -> list[StoredClaim]:
    """The claims of a query that the viewer may see, at their places; `keys` are those shared by each."""
    found = readable(connection.execute(query.where(_SEEN)), lambda row: _stored(row, keys), "claim")
    if viewer().everything:
        return found
    cuts = hidden(connection, {each.analysis for each in found})
    return [replace(each, claim=cuts.moved(each.claim, each.analysis)) for each in found]


def _stored(row: Row[Any], keys: Mapping[int, frozenset[int]]) -> StoredClaim:
    return StoredClaim(row.id, row.analysis, _claim().validate_json(row.data), keys.get(row.id, frozenset()))


def heads(connection: Connection, ids: Iterable[int]) -> Mapping[int, Any]:
    """Title, revision and publication date of analyses by id."""
    columns = (analysis.c.id, analysis.c.title, analysis.c.revision, analysis.c.published)
    query = select(*columns).where(one_of(analysis.c.id, sorted(set(ids))), visible(analysis.c.label))
    return {row.id: row for row in connection.execute(query)}


@unrestricted
def put(connection: Connection, id_: int, found: Mapping[str, Disagreement], now: datetime) -> list[int]:
    """Replaces the disagreements of an analysis, each under the digest of its sentences; returns the ids of new ones.

    The verdicts on those that were known stay. One that is gone is deleted, unless it has a verdict.
    """
    mine = or_(disagreement.c.first_analysis == id_, disagreement.c.second_analysis == id_)
    columns = (disagreement.c.id, disagreement.c.digest, disagreement.c.state)
    known = {row.digest: row for row in connection.execute(select(*columns).where(mine))}
    gone = [row.id for digest, row in known.items() if digest not in found and row.state == "open"]
    for some in parts(gone):
        connection.execute(delete(disagreement).where(disagreement.c.id.in_(some)))
    new: list[int] = []
    for digest, each in found.items():
        row = _row(each) | _labels(connection, each)
        if digest in known:
            connection.execute(update(disagreement).where(disagreement.c.id == known[digest].id).values(row))
        else:
            row |= _number(connection, row)
            added = connection.execute(insert(disagreement).values(row | {"digest": digest, "at": now}))
            new.append(added.inserted_primary_key[0] if added.inserted_primary_key else 0)
    return new


def _labels(connection: Connection, each: Disagreement) -> dict[str, Any]:
    sides = (("first_label", each.first), ("second_label", each.second))
    return {name: labeller(connection, side.analysis)(side.start) for name, side in sides}


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
        "first": _side.dump_python(each.first, mode="json"),
        "second": _side.dump_python(each.second, mode="json"),
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
    """The disagreements of a query, each side at its place in the text that the viewer sees."""
    found = readable(connection.execute(query, given), _disagreement, "disagreement")
    cuts = hidden(connection, {side.analysis for each in found for side in (each.first, each.second)})
    return [replace(each, first=_moved(each.first, cuts), second=_moved(each.second, cuts)) for each in found]


def _moved(side: Side, cuts: Hidden) -> Side:
    return cuts.moved(side, side.analysis, side.revision)


def _disagreement(row: Row[Any]) -> Disagreement:
    sides = (_side.validate_python(row.first), _side.validate_python(row.second))
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
