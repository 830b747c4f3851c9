"""Analyses, their revisions and cached summaries."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    type_coerce,
    update,
)

from briefings.errors import Damaged
from briefings.model.analysis import Analysis, Draft, Entry
from briefings.model.export import StoredRevision
from briefings.model.summary import Summary
from briefings.store.markings import Hidden, hidden, labeller, restricted_number, unrestricted, visible
from briefings.store.sql import ILLEGIBLE, check_zone, one, one_of, one_of_named, readable
from briefings.store.tables import (
    analysis,
    event,
    follow,
    last_read,
    marked_span,
    mention,
    revision,
    sentence,
    sentence_vectors,
    summary,
)
from briefings.store.unreadable_rows import UnreadableRow
from briefings.text.redaction import redacted
from briefings.text.terms import words_in

_NAMESAKES = 12  # analyses with which a file is compared
_LOCK = 7_310_642_119  # any number, the same in every version
_OLD_SENTENCES = delete(sentence).where(sentence.c.analysis == bindparam("own"))
_OLD_VECTORS = delete(sentence_vectors).where(sentence_vectors.c.analysis == bindparam("own"))
_NEW_SENTENCES = insert(sentence)
_SET_CURRENT = update(analysis).where(analysis.c.id == bindparam("own"))
_NEW, _NEW_REVISION = insert(analysis).returning(analysis.c.id), insert(revision)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Identifies a reading of a text, as a viewer sees it, permanently: the same stamp always means the same draft."""

    id: int
    revision: int
    reading: int
    cut: tuple[tuple[int, int], ...] = ()  # spans that are hidden from the viewer


@dataclass(frozen=True, slots=True)
class KnownAnalysis:
    """An analysis that a file may belong to; `given_date` is its publication date as set by a person."""

    stamp: Stamp
    title_key: str
    text_hash: str
    given_date: date | None


@dataclass(frozen=True, slots=True)
class RelatedAnalyses:
    """Stored analyses related to an incoming text: the one with this current text, the older revision (analysis and
    number) with it, and the newest ones with its title or file name.
    """

    same: KnownAnalysis | None
    older: tuple[int, int] | None
    namesakes: tuple[KnownAnalysis, ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """A sentence as stored in the search index."""

    section: int | None
    start: int
    end: int
    terms: str


_STAMP = (analysis.c.id, analysis.c.revision, analysis.c.reading, analysis.c.partial)
_SEEN = visible(analysis.c.label)
_MOST_SIZE = 10**10  # characters of what was found in a text
_CURRENT = and_(revision.c.analysis == analysis.c.id, revision.c.revision == analysis.c.revision)
_STAMP_OF = select(*_STAMP).where(analysis.c.id == bindparam("id"), _SEEN)
_STAMPS_OF = select(*_STAMP).where(one_of_named(analysis.c.id, "ids"), _SEEN)
WHOLE = select(*_STAMP, revision.c.text, revision.c.draft).where(_CURRENT, _SEEN)


def _stamps(connection: Connection, rows: Iterable[Any]) -> list[Stamp]:
    """The stamps of rows that begin with `_STAMP`, with what is hidden from the viewer."""
    found = list(rows)
    cuts = hidden(connection, [row.id for row in found if row.partial])
    return [Stamp(row.id, row.revision, row.reading, tuple(cuts.of(row.id, row.revision).spans)) for row in found]


def lock(connection: Connection) -> None:
    """Blocks other transactions that change texts until this one ends; SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def stamp_of(connection: Connection, id_: int) -> Stamp | None:
    """The current stamp of an analysis."""
    rows = connection.execute(_STAMP_OF, {"id": id_})
    return next(iter(_stamps(connection, rows)), None)


def stays(connection: Connection, id_: int) -> bool:
    """Whether an analysis exists; if so, it can't be deleted until this transaction ends."""
    query = select(analysis.c.id).where(analysis.c.id == id_, _SEEN).with_for_update(read=True, key_share=True)
    return connection.execute(query).first() is not None


def stamps_of(connection: Connection, ids: Collection[int]) -> list[Stamp]:
    """The current stamps of analyses."""
    return _stamps(connection, connection.execute(_STAMPS_OF, {"ids": sorted(ids)}))


def newest_stamp(connection: Connection) -> Stamp | None:
    """The stamp of the analysis added or revised last."""
    query = select(*_STAMP).where(_SEEN).order_by(analysis.c.changed_at.desc(), analysis.c.id.desc()).limit(1)
    return next(iter(_stamps(connection, connection.execute(query))), None)


def newest_first(connection: Connection) -> list[Stamp]:
    """The stamps of all analyses, the one that was added or revised last at the head."""
    query = select(*_STAMP).where(_SEEN).order_by(analysis.c.changed_at.desc(), analysis.c.id.desc())
    return _stamps(connection, connection.execute(query))


def load(connection: Connection, id_: int) -> tuple[Stamp, Analysis] | None:
    """The current revision of an analysis; None where there is none. Raises Damaged for one that can't be read."""
    row = connection.execute(WHOLE.where(analysis.c.id == id_)).first()
    found = one(row, partial(loaded, _cuts(connection, [row] if row else ())), "analysis") if row else None
    if found is None and stays(connection, id_):
        raise Damaged(id_)
    return found


def title_of(connection: Connection, id_: int) -> tuple[Stamp, str] | None:
    """The current stamp and the title of an analysis, also of one that can't be read."""
    row = connection.execute(select(*_STAMP, analysis.c.title).where(analysis.c.id == id_, _SEEN)).first()
    return (Stamp(*row[:3]), row.title) if row else None


def _cuts(connection: Connection, rows: Iterable[Any]) -> Hidden:
    """What the viewer may not see of analyses, for rows of `WHOLE`."""
    return hidden(connection, [row.id for row in rows if row.partial])


def loaded(cuts: Hidden, row: Any) -> tuple[Stamp, Analysis]:
    """Converts a row of `WHOLE` to an analysis without what is hidden from the viewer."""
    cut = cuts.of(row.id, row.revision)
    stamp = Stamp(row.id, row.revision, row.reading, tuple(cut.spans))
    draft = unpacked(row.draft, row.text)
    return stamp, Analysis(row.id, row.revision, redacted(draft, cut) if cut.spans else draft, row.reading)


def related(
    connection: Connection, file_name: str, title_key: str, hashes: Collection[str], also: int | None = None
) -> RelatedAnalyses:
    """Finds stored analyses related to an incoming text with one of these hashes.

    `also` is treated as a namesake whatever its title is. Analyses that the viewer can't see, or not as a whole, are
    left out: who doesn't know a text can't revise it.
    """
    asked = {"hashes": sorted(hashes), "title_key": title_key, "also": also or 0, "file_name": file_name}
    same, named, older = _related()
    found = connection.execute(same, asked).first()
    was = connection.execute(older, asked).first()
    return RelatedAnalyses(
        _known(found) if found else None,
        (was.analysis, was.revision) if was else None,
        tuple(_known(row) for row in connection.execute(named, asked)),
    )


@cache
def _related() -> tuple[Select[Any], Select[Any], Select[Any]]:
    """The analysis with one of the texts, the namesakes, and an earlier revision with one of the texts."""
    known = select(*_STAMP, analysis.c.title_key, revision.c.text_hash, revision.c.given_date)
    known = known.where(_CURRENT, _SEEN, _seen_whole())
    of_text = one_of_named(revision.c.text_hash, "hashes")
    same = known.where(of_text).order_by(analysis.c.id.desc()).limit(1)
    titled, meant = analysis.c.title_key == bindparam("title_key"), analysis.c.id == bindparam("also")
    named = known.where(titled | meant | (analysis.c.file_name == bindparam("file_name")))
    named = named.order_by(meant.desc(), titled.desc(), analysis.c.id.desc()).limit(_NAMESAKES)
    past = of_text & (revision.c.revision != analysis.c.revision)
    older = select(revision.c.analysis, revision.c.revision).join(analysis).where(past, _SEEN, _seen_whole())
    return same, named, older.order_by(revision.c.analysis.desc(), revision.c.revision.desc()).limit(1)


def is_partial(connection: Connection, id_: int) -> bool:
    """Whether sections of an analysis have markings of their own."""
    query = select(analysis.c.partial).where(analysis.c.id == id_, _SEEN)
    return bool(connection.execute(query).scalar_one_or_none())


def _seen_whole() -> ColumnElement[bool]:
    """Whether nothing of an analysis is hidden from the viewer."""
    mine = marked_span.c.analysis == analysis.c.id
    return ~analysis.c.partial | ~exists().where(mine, ~visible(marked_span.c.label))


def any_text(connection: Connection, hashes: Collection[str]) -> bool:
    """Whether any revision has one of these text hashes."""
    query = select(revision.c.analysis).join(analysis).where(_SEEN)
    query = query.where(one_of(revision.c.text_hash, sorted(hashes))).limit(1)
    return connection.execute(query).first() is not None


def _known(row: Any) -> KnownAnalysis:
    return KnownAnalysis(Stamp(row.id, row.revision, row.reading), row.title_key, row.text_hash, row.given_date)


def source_of(connection: Connection, id_: int) -> tuple[Stamp, str, Draft] | None:
    """The current stamp of an analysis, its file name and its stored draft. Raises Damaged."""
    found = load(connection, id_)
    return (found[0], file_name(connection, id_), found[1].draft) if found else None


def _heading_row(draft: Draft, title_key: str, words: int, now: datetime) -> dict[str, Any]:
    return {
        "title": draft.title,
        "title_key": title_key,
        "published": draft.published,
        "sections": len(draft.sections),
        "words": words,
        "changed_at": now,
    }


def packed(draft: Draft) -> str:
    """A draft in its stored form; the text is stored separately."""
    return _draft().dump_json(replace(draft, text="")).decode()


def unpacked(kept: str, words: str) -> Draft:
    """Restores a draft from its stored form and its text. Raises ValueError for an unreadable one."""
    draft = _draft().validate_json(kept)
    for when in (*(each.when for each in draft.mentions), *(each.when for each in draft.dates)):
        check_zone(when.zone)
    return replace(draft, text=words)


def add(
    connection: Connection,
    file_name: str,
    title_key: str,
    draft: Draft,
    words: int,
    now: datetime,
    label: int | None = None,
) -> Stamp:
    """Inserts an analysis without a text, with the label of those who may see it; call `put_revision` next."""
    row = {
        **restricted_number(connection, analysis, label),
        "label": label,
        **_heading_row(draft, title_key, words, now),
        "file_name": file_name,
        "revision": 1,
        "reading": 1,
        "created_at": now,
    }
    id_ = connection.execute(_NEW, row).scalar_one()
    return Stamp(id_, 1, 1)


def put_revision(
    connection: Connection,
    stamp: Stamp,
    kept: StoredRevision,
    draft: str,
    text_hash: str,
) -> None:
    """Stores a revision under its stamp; `draft` must be `packed` before the transaction begins."""
    row = {
        "analysis": stamp.id,
        "revision": stamp.revision,
        "text": kept.draft.text,
        "text_hash": text_hash,
        "given_date": kept.given_date,
        "draft": draft,
        "added_by": kept.by,
        "created_at": kept.at,
    }
    connection.execute(_NEW_REVISION, row)


def put_reading(connection: Connection, stamp: Stamp, draft: Draft, given: date | None) -> None:
    """Replaces the draft of a revision; its text stays the same."""
    where = (revision.c.analysis == stamp.id, revision.c.revision == stamp.revision)
    connection.execute(update(revision).where(*where).values(draft=packed(draft), given_date=given))


def given_date(connection: Connection, stamp: Stamp) -> date | None:
    """The publication date that a person set for a revision."""
    where = revision.c.analysis == stamp.id, revision.c.revision == stamp.revision, _SEEN
    query = select(revision.c.given_date).join(analysis).where(*where)
    found: date | None = connection.execute(query).scalar_one_or_none()
    return found


def changed_at(connection: Connection, id_: int) -> datetime:
    """When an analysis was last added or revised."""
    query = select(analysis.c.changed_at).where(analysis.c.id == id_, _SEEN)
    at: datetime = connection.execute(query).scalar_one()
    return at


def current_since(connection: Connection, ids: Collection[int]) -> dict[int, datetime]:
    """When the current revision of each analysis was added."""
    query = select(analysis.c.id, revision.c.created_at).where(_CURRENT, one_of(analysis.c.id, sorted(ids)), _SEEN)
    return {row.id: row.created_at for row in connection.execute(query)}


def set_current(connection: Connection, stamp: Stamp, title_key: str, draft: Draft, words: int, now: datetime) -> None:
    """Makes a revision and reading the current one."""
    row = {**_heading_row(draft, title_key, words, now), "revision": stamp.revision, "reading": stamp.reading}
    connection.execute(_SET_CURRENT, row | {"own": stamp.id})


def index_sentences(connection: Connection, id_: int, sentences: Iterable[Indexed]) -> None:
    """Replaces the sentences of an analysis in the search index; they have no vectors until they are encoded."""
    labels = labeller(connection, id_)
    for old in (_OLD_SENTENCES, _OLD_VECTORS):
        connection.execute(old, {"own": id_})
    rows = [
        {
            "analysis": id_,
            "section": s.section,
            "start": s.start,
            "end": s.end,
            "terms": s.terms,
            "label": labels(s.start),
        }
        for s in sentences
    ]
    if rows:
        connection.execute(_NEW_SENTENCES, rows)


_ENTRY = (analysis.c.id, analysis.c.title, analysis.c.revision, analysis.c.published, analysis.c.sections)
_ENTRIES = select(*_ENTRY, analysis.c.words, analysis.c.partial).where(_SEEN)
_NEWEST = (analysis.c.changed_at.desc(), analysis.c.id.desc())
_NEWEST_ENTRIES = _ENTRIES.order_by(*_NEWEST).limit(bindparam("most"))


def entries(
    connection: Connection, words: Sequence[str], limit: int | None, days: tuple[date, date] | None = None
) -> list[Entry]:
    """Analyses whose title contains all words (given as title keys), newest first.

    With `days`, only those that were published from the first to the last of them; a month without a day counts from
    its first day on.
    """
    if not words and limit is not None and days is None:
        return _listed(connection, _NEWEST_ENTRIES, {"most": limit})
    query = _ENTRIES
    if days is not None:
        first, last = (each.isoformat() for each in days)
        published = type_coerce(analysis.c.published, String)
        query = query.where(published >= first.removesuffix("-01"), published <= last)
    for word in words:
        query = query.where(analysis.c.title_key.contains(word, autoescape=True))
    return _listed(connection, query.order_by(*_NEWEST).limit(limit))


def _listed(
    connection: Connection, query: Select[Any], values: Mapping[str, Any] = MappingProxyType({})
) -> list[Entry]:
    rows = connection.execute(query, dict(values)).all()
    partial_ = [row.id for row in rows if row.partial]
    cut = {stamp.id: found.draft for stamp, found in current(connection, partial_)} if partial_ else {}
    return [_entry(Entry(*row[:6]), cut.get(row.id)) for row in rows]


def _entry(of: Entry, seen: Draft | None) -> Entry:
    """A row of the list; of an analysis with marked sections, what the viewer sees counts."""
    return of if seen is None else replace(of, sections=len(seen.sections), words=words_in(seen.text))


def longest(connection: Connection, most: int) -> list[Entry]:
    """The longest analyses and the shortest one, by what the viewer sees of them; of equal ones the newest first."""
    whole = _ENTRIES.where(~analysis.c.partial)
    length, first_added = analysis.c.words, (analysis.c.changed_at, analysis.c.id)
    first = _listed(connection, whole.order_by(length.desc(), *_NEWEST).limit(most))
    last = _listed(connection, whole.order_by(length, *first_added).limit(1))
    parts = _listed(connection, _ENTRIES.where(analysis.c.partial).order_by(*_NEWEST))
    found = sorted([*first, *parts], key=lambda each: -each.words)
    return _ends(found, [*last, *parts], most, lambda each: each.words)


def oldest(connection: Connection, most: int) -> list[Entry]:
    """The analyses that were published first and the last one; those without a date come last."""
    day = (analysis.c.published.is_(None), analysis.c.published, analysis.c.id)
    first = _listed(connection, _ENTRIES.order_by(*day).limit(most))
    last = _listed(connection, _ENTRIES.order_by(*(each.desc() for each in day)).limit(1))
    return _ends(first, last, most, lambda _: 0)


def _ends(found: list[Entry], last: list[Entry], most: int, key: Callable[[Entry], int]) -> list[Entry]:
    """The first ones and the last one of an order."""
    shown = found[:most]
    end = min(last, key=key, default=None)
    return [*shown, end] if end is not None and end not in shown else shown


def word_count(connection: Connection) -> int:
    """How many words all analyses have together, as far as the viewer sees them."""
    whole = select(func.coalesce(func.sum(analysis.c.words), 0)).where(_SEEN, ~analysis.c.partial)
    parts = _listed(connection, _ENTRIES.where(analysis.c.partial))
    return int(connection.execute(whole).scalar_one()) + sum(each.words for each in parts)


_NEWEST_ID = select(func.max(analysis.c.id)).where(_SEEN)


def newest_id(connection: Connection) -> int:
    """The highest id of an analysis, 0 if there is none."""
    return connection.execute(_NEWEST_ID).scalar_one() or 0


def lowest_id(connection: Connection) -> int:
    """The lowest id of an analysis, negative if there are restricted ones; 1 if there is none."""
    found: int | None = connection.execute(select(func.min(analysis.c.id)).where(_SEEN)).scalar_one()
    return 1 if found is None else found


def next_id(connection: Connection, after: int) -> int | None:
    """The lowest id of an analysis above one."""
    query = select(func.min(analysis.c.id)).where(analysis.c.id > after, _SEEN)
    found: int | None = connection.execute(query).scalar_one()
    return found


_COUNT = select(func.count()).select_from(analysis).where(_SEEN)


def count(connection: Connection) -> int:
    """The number of analyses."""
    number: int = connection.execute(_COUNT).scalar_one()
    return number


def changed_between(connection: Connection, since: datetime, until: datetime) -> list[int]:
    """Ids of the analyses added or revised within a period, its end excluded, oldest first."""
    query = (
        select(analysis.c.id)
        .where(analysis.c.changed_at >= since, analysis.c.changed_at < until, _SEEN)
        .order_by(analysis.c.changed_at, analysis.c.id)
    )
    return list(connection.execute(query).scalars())


def cached_summary(connection: Connection, id_: int, length: str) -> tuple[Stamp | None, Summary | None]:
    """The current stamp of an analysis, and the summary cached for exactly that reading.

    None is cached of an analysis with marked sections, of which each viewer sees something else.
    """
    of_this_reading = and_(summary.c.revision == analysis.c.revision, summary.c.reading == analysis.c.reading)
    kept = summary.c.analysis == analysis.c.id, summary.c.length == length, of_this_reading
    query = select(*_STAMP, summary.c.summary).join_from(analysis, summary, and_(*kept), isouter=True)
    row = connection.execute(query.where(analysis.c.id == id_, _SEEN)).first()
    if row is None or row.partial:  # or what was kept cannot be read: then it is made anew
        return stamp_of(connection, id_), None
    return Stamp(*row[:3]), one(
        row, lambda row: _summary().validate_json(row.summary), "summary"
    ) if row.summary else None


def cache_summary(connection: Connection, stamp: Stamp, length: str, made: Summary) -> None:
    """Caches a summary, replacing an older one, if its reading is still the current one."""
    current = select(*_STAMP).where(analysis.c.id == stamp.id, _SEEN).with_for_update()
    held = connection.execute(current).first()
    if held is None or held.partial or Stamp(*held[:3]) != stamp:
        return
    edition = length.partition("/")[0]
    others = or_(summary.c.length == length, summary.c.length.not_like(f"{edition}/%"))
    connection.execute(delete(summary).where(summary.c.analysis == stamp.id, others))
    row = {
        "analysis": stamp.id,
        "length": length,
        "revision": stamp.revision,
        "reading": stamp.reading,
        "summary": _summary().dump_json(made).decode(),
    }
    connection.execute(insert(summary).values(row))


# Every revision of an analysis, and what is gone with it.
def older_stamp(connection: Connection, id_: int, number: int) -> Stamp | None:
    """What identifies an older revision as the viewer sees it; None if it isn't there.

    Its findings may be read again without a new reading of the current one. So the size of the findings counts too, and
    the number is none that a current revision has.
    """
    columns = select(analysis.c.reading, func.length(revision.c.draft).label("size")).join(analysis)
    mine = revision.c.analysis == id_, revision.c.revision == number, revision.c.revision < analysis.c.revision, _SEEN
    row = connection.execute(columns.where(*mine)).first()
    if row is None:
        return None
    spans = hidden(connection, [id_]).of(id_, number).spans
    return Stamp(id_, number, -(row.reading * _MOST_SIZE + row.size), tuple(spans))


def load_revision(connection: Connection, id_: int, number: int) -> Analysis | None:
    """An analysis as of a revision; None if it isn't there, can't be read or is hidden as a whole."""
    mine = revision.c.analysis == id_, revision.c.revision == number, _SEEN
    row = connection.execute(select(revision).join(analysis).where(*mine)).first()
    found = one(row, partial(_kept, hidden(connection, [id_])), "revision") if row else None
    return Analysis(id_, number, found.draft, 0) if found and found.draft.text.strip() else None


def current(connection: Connection, ids: Collection[int]) -> list[tuple[Stamp, Analysis]]:
    """The current revisions of the given analyses; missing and unreadable ones are left out."""
    rows: Sequence[Any] = connection.execute(WHOLE.where(one_of(analysis.c.id, sorted(ids)))).all()
    return readable(rows, partial(loaded, _cuts(connection, rows)), "analysis")


@unrestricted
def unreadable_texts(connection: Connection) -> list[UnreadableRow]:
    """Revisions whose draft can't be read."""
    found = []
    for key in connection.execute(select(revision.c.analysis, revision.c.revision)):
        mine = revision.c.analysis == key.analysis, revision.c.revision == key.revision
        for row in connection.execute(select(revision).where(*mine)):
            try:
                _kept(_WHOLE, row)
            except ILLEGIBLE:
                why = "draft: what was found in its text cannot be read"
                found.append(UnreadableRow("revision", f"{row.analysis} {row.revision}", "", why))
    return found


def revisions_of(connection: Connection, id_: int, limit: int | None = None) -> list[StoredRevision]:
    """The revisions of an analysis, newest first."""
    query = select(revision).join(analysis).where(revision.c.analysis == id_, _SEEN)
    rows = connection.execute(query.order_by(revision.c.revision.desc()).limit(limit)).all()
    return readable(rows, partial(_kept, hidden(connection, [id_])), "revision")


def revision_at(connection: Connection, id_: int, moment: datetime) -> int | None:
    """The revision of an analysis current just before a moment; None before the first, and if it is unreadable."""
    query = select(func.max(revision.c.revision)).join_from(revision, analysis)
    query = query.where(revision.c.analysis == id_, revision.c.created_at < moment, _SEEN)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


_WHOLE = Hidden({}, {})


def _kept(cuts: Hidden, row: Row[Any]) -> StoredRevision:
    draft, cut = unpacked(row.draft, row.text), cuts.of(row.analysis, row.revision)
    shown = redacted(draft, cut) if cut.spans else draft
    return StoredRevision(row.revision, row.created_at, row.added_by, row.given_date, shown)


def file_name(connection: Connection, id_: int) -> str:
    """The name of the file an analysis was imported from."""
    return str(connection.execute(select(analysis.c.file_name).where(analysis.c.id == id_, _SEEN)).scalar_one())


def remove(connection: Connection, id_: int) -> None:
    """Deletes an analysis with its revisions, summaries, index entries and mentions."""
    connection.execute(delete(analysis).where(analysis.c.id == id_))


def drop_newest(connection: Connection, id_: int, number: int, before: int) -> None:
    """Deletes the newest revision and its summaries; its readers are recorded as having read the one `before`."""
    connection.execute(delete(revision).where(revision.c.analysis == id_, revision.c.revision == number))
    connection.execute(delete(summary).where(summary.c.analysis == id_))
    read = last_read.c.analysis == id_, last_read.c.revision == number
    connection.execute(update(last_read).where(*read).values(revision=before))


def orphaned_events(connection: Connection, id_: int) -> list[int]:
    """Followed events that no person set and no other analysis mentions."""
    other = mention.alias()
    query = (
        select(event.c.id)
        .where(exists().where(mention.c.event == event.c.id, mention.c.analysis == id_))
        .where(~exists().where(other.c.event == event.c.id, other.c.analysis != id_))
        .where(exists().where(follow.c.event == event.c.id), ~event.c.by_person, visible(event.c.label))
        .order_by(event.c.id)
    )
    return list(connection.execute(query).scalars())


def added_since(connection: Connection, since: datetime, limit: int) -> list[int]:
    """Ids of the analyses added after an instant, newest first."""
    query = select(analysis.c.id).where(analysis.c.created_at > since, _SEEN)
    query = query.order_by(analysis.c.created_at.desc(), analysis.c.id.desc()).limit(limit)
    return list(connection.execute(query).scalars())


@cache
def _draft() -> TypeAdapter[Draft]:
    """Converts drafts. Made at its first use: it takes 6 ms, which a start does without."""
    return TypeAdapter(Draft)


@cache
def _summary() -> TypeAdapter[Summary]:
    """Converts summaries. Made at its first use: it takes 1 ms, which a start does without."""
    return TypeAdapter(Summary)
