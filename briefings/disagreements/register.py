"""The register of disagreements: compares what an import claims with the library, and keeps the editors' verdicts."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256

from briefings.disagreements.claims import claims
from briefings.disagreements.comparison import DatedClaim, agrees, dissent
from briefings.disagreements.keys import keys
from briefings.errors import BadInput, NotFound
from briefings.model.agenda import EventDate
from briefings.model.analysis import AUTHOR, Draft
from briefings.model.audit_log import Record
from briefings.model.corrections import QuotedSpan
from briefings.model.disagreements import Agreement, Claim, Compared, Disagreement, Judgement, Side
from briefings.store import Connection, Store
from briefings.store import disagreements as rows
from briefings.store.accounts import audit_log
from briefings.store.disagreements import Candidates
from briefings.text.terms import content_terms, terms

_MOST = 50  # disagreements of one text, or of a part of it, that are kept
_SHORT = 80
_FEW = 8  # analyses whose disagreements are looked up in the event loop's thread


def sync(
    connection: Connection, id_: int, revision: int, draft: Draft, now: datetime, own: Sequence[Claim] | None = None
) -> list[int]:
    """Takes over the claims of an analysis's current text; returns the ids of new disagreements with other analyses.

    `own` are its claims if they are known. Verdicts on disagreements between the same two sentences stay.
    """
    keyed = [(each, keys(each)) for each in (claims(draft) if own is None else own)]
    rows.put_claims(connection, id_, keyed)
    others = rows.candidates(connection, id_, (key for _, mine in keyed for key in mine))
    heads = rows.heads(connection, {each.analysis for each in others.claims.values()})
    found: list[tuple[str, Disagreement]] = []
    part, kept = rows.PartFinder(connection), Counter[rows.Part]()  # what one part has takes nothing from another
    for mine, its, other in _pairs(keyed, others):
        head, place = heads.get(other), part((id_, mine.start), (other, its.start))
        if head is None or kept[place] >= _MOST:
            continue
        told = dissent(DatedClaim(mine, draft.published), DatedClaim(its, head.published))
        if told:
            ours = Side(id_, revision, mine.start, mine.end, mine.text, mine.holder, draft.published, draft.title)
            theirs = Side(other, head.revision, its.start, its.end, its.text, its.holder, head.published, head.title)
            days = [(each.published or date.min, each.analysis) for each in (ours, theirs)]
            sides, source = (ours, theirs) if days[0] >= days[1] else (theirs, ours), _same_source(mine, its)
            found.append((_digest(ours, theirs), Disagreement(0, told.kind, told.reason, *sides, source=source)))
            kept[place] += 1
    return rows.put(connection, id_, found, now)


def _pairs(keyed: Sequence[tuple[Claim, Sequence[int]]], others: Candidates) -> Iterator[tuple[Claim, Claim, int]]:
    """The pairs of claims that share a key, each with the other's analysis."""
    for mine, own_keys in keyed:
        for id_ in sorted(frozenset().union(*(others.sharing[key] for key in own_keys))):
            yield mine, others.claims[id_].claim, others.claims[id_].analysis


def _digest(one: Side, other: Side) -> str:
    places = sorted(f"a{each.analysis} {' '.join(each.text.split())}" for each in (one, other))
    return sha256("\n".join(places).encode()).hexdigest()


def _same_source(one: Claim, other: Claim) -> str:
    """The work or holder that both claims rest on: name, date and title or link, parted by bars; "" if none."""
    both = [each for each in one.sources if each in other.sources]
    if both:
        return both[0]
    return one.holder if one.holder == other.holder != AUTHOR else ""


class Disagreements:
    """Lists disagreements, and notes the editors' verdicts on them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def all(self, analyses: Collection[int] | None = None, *, settled: bool = False) -> list[Disagreement]:
        """The disagreements of analyses, or all, newest first; those with a verdict only if `settled`."""
        read = self._store.look_up if analyses is not None and len(analyses) <= _FEW else self._store.read
        return await read(lambda connection: rows.all_of(connection, analyses, settled=settled))

    async def compared(self, analyses: Collection[int] | None = None) -> Compared:
        """How many claims with a figure or a day of analyses, or of all, were compared."""
        return await self._store.read(lambda connection: rows.compared(connection, analyses))

    async def find(self, id_: int) -> Disagreement:
        """A disagreement by id. Raises NotFound."""
        found = await self._store.read(lambda connection: rows.find(connection, id_))
        if found is None:
            raise NotFound("There is no disagreement d{id}. Type /compare all to see all of them.", id=id_)
        return found

    async def settle(self, id_: int, verdict: Judgement, by: str, now: datetime) -> tuple[Disagreement, Disagreement]:
        """Sets the verdict; returns the disagreement since and before.

        Raises NotFound, and BadInput if somebody else has just set one.
        """
        before = await self.find(id_)
        if before.state == verdict:
            return before, before

        def step(connection: Connection) -> bool:
            done = rows.settle(connection, id_, before.rev, verdict, by, now)
            if done:
                audit_log.note(connection, Record(now, by, "judged", f"d{id_}", _shortened(before), verdict))
            return done

        if not await self._store.write(step):
            raise BadInput("Somebody else has just decided on d{id}.", id=id_)
        return await self.find(id_), before

    async def restore(self, id_: int, verdict: Judgement, rev: int, by: str, now: datetime) -> None:
        """Sets an earlier verdict again. Raises BadInput if it has changed since."""
        current = await self.find(id_)
        if current.rev != rev:
            raise BadInput("d{id} has been changed again since.", id=id_)
        await self.settle(id_, verdict, by, now)

    async def touching(self, spans: Sequence[QuotedSpan]) -> list[Disagreement]:
        """The open disagreements of which one side stands in a quoted span of its revision."""
        if not spans:
            return []
        found = await self.all({each.analysis for each in spans})
        return [each for each in found if any(_touches(each, span) for span in spans)]

    async def dated(self, found: Sequence[Disagreement]) -> dict[tuple[int, int], EventDate]:
        """The dates that the sentences of disagreements name, by analysis and start of the sentence."""
        ids = {side.analysis for each in found for side in (each.first, each.second)}
        told = await self._store.read(lambda connection: rows.of_analyses(connection, ids)) if ids else []
        return {(each.analysis, each.claim.start): each.claim.dates[0].when for each in told if each.claim.dates}

    async def agreements(self, spans: Sequence[QuotedSpan]) -> list[Agreement]:
        """For each quoted span whose claim other analyses make too: how many say so, and how many rest on one item."""
        ids = {each.analysis for each in spans}
        return await self._store.read(lambda connection: _agreements(connection, ids, spans)) if spans else []


def _touches(of: Disagreement, span: QuotedSpan) -> bool:
    return any(
        side.analysis == span.analysis
        and span.revision in (0, side.revision)
        and span.start < side.end
        and side.start < span.end
        for side in (of.first, of.second)
    )


def _agreements(connection: Connection, ids: Collection[int], spans: Sequence[QuotedSpan]) -> list[Agreement]:
    found: list[Agreement] = []
    told: list[Claim] = []
    for each in rows.of_analyses(connection, ids):
        span = next(
            (s for s in spans if s.analysis == each.analysis and s.start < each.claim.end and each.claim.start < s.end),
            None,
        )
        if span is None or any(known.span == span for known in found) or any(agrees(each.claim, one) for one in told):
            continue
        sharing = rows.candidates(connection, each.analysis, keys(each.claim)).claims.values()
        others = [one for one in sharing if agrees(each.claim, one.claim)]
        sayers = {one.analysis for one in others} | {each.analysis}
        shared = {one.analysis for one in others if _same_source(each.claim, one.claim)}
        if len(sayers) > 1:
            found.append(Agreement(span, each.claim.text, tuple(sorted(sayers)), len(shared) + 1 if shared else 0))
            told.append(each.claim)
    return found


def _shortened(of: Disagreement) -> str:
    words = of.first.text
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…"


def is_about(of: Disagreement, topic: str) -> bool:
    """Whether the sentences of a disagreement have the words of a topic."""
    wanted = set(content_terms(topic) or terms(topic))
    told = {word for side in (of.first, of.second) for word in terms(side.text)}
    return wanted <= told
