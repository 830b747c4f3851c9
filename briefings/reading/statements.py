"""Finds statements about the future: what is to come by a day, and what somebody named promises or demands. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.languages import Language, language_in
from briefings.model.analysis import AUTHOR, Draft, Mention, Sentence, Statement, StatementKind
from briefings.reading.clauses import Clause, Span, clause_around, clause_spans, reported, verb_groups
from briefings.reading.dates import DateFound
from briefings.reading.events.find import dates_within
from briefings.reading.holders import Holders

_LONGEST = 1500  # characters of a sentence that is read
_FINE_DAYS = 62  # days up to which a time needs no verb to say that it lies ahead
_DAYS = ("instant", "day")
_QUESTION = re.compile(r"[?？][\s”\"»]*$")


@dataclass(frozen=True, slots=True)
class _Material:
    draft: Draft
    prose: str
    published: date | None


def with_statements(draft: Draft, prose: str, published: date | None, *, guessed: bool) -> Draft:
    """The draft with all statements in text order; in `prose` its citations are blanked out.

    `published` is only the newest day the text names where it is `guessed`; then only a verb tells what lies ahead.
    """
    holders, of = Holders(prose, draft), _Material(draft, prose, None if guessed else published)
    found = tuple(each for sentence in draft.sentences for each in _read(of, holders, sentence))
    return replace(draft, statements=found)


def _read(of: _Material, holders: Holders, sentence: Sentence) -> Iterator[Statement]:
    """The statements of a sentence: one for each clause with a day ahead, else what a holder promises or demands."""
    words = of.prose[sentence.start : sentence.end]
    if len(words) > _LONGEST or _QUESTION.search(words):
        return
    own = language_in(words, of.draft.language)
    stated = dates_within(of.draft.dates, sentence)
    told: dict[tuple[Span, ...], tuple[Clause, DateFound]] = {}
    for each in stated:
        if of.published is None or each.when.last >= of.published:
            clause = clause_around(words, each, stated, own)
            if _is_of_future(clause, each, of.published):
                before = told.get(clause.pieces)
                told[clause.pieces] = (clause, each) if before is None or _is_nearer(clause, each, before) else before
    for clause, found in told.values():
        yield _made(of, holders, sentence, clause, found)
    if not stated:
        yield from _undated(of, holders, sentence, own)


def _undated(of: _Material, holders: Holders, sentence: Sentence, own: Language) -> Iterator[Statement]:
    """What somebody named promises or demands without a day."""
    for (start, end), force in reported(of.prose[sentence.start : sentence.end], own):
        what = (sentence.start + start, sentence.start + end)
        if holder := holders.named(sentence, what):
            yield Statement(*_span(sentence), "recommended" if force == "must" else "promised", holder, what)
            return
    words = of.prose[sentence.start : sentence.end]
    for (start, end), is_relative in clause_spans(words, own):
        verb = next(verb_groups(words, (start, end), own), None)
        if verb is None or verb[1] != "will" or is_relative or own.negation.search(words, start, end):
            continue
        what = (sentence.start + start, sentence.start + end)
        if subject := holders.subject((what[0], sentence.start + verb[0][0])):
            yield Statement(*_span(sentence), "promised", subject, what)
            return


def _span(sentence: Sentence) -> Span:
    return sentence.start, sentence.end


def _is_of_future(clause: Clause, found: DateFound, published: date | None) -> bool:
    """Whether a clause says what is to come by its day; a long time needs a verb that says so."""
    own, when = clause.language, found.when
    if (
        clause.is_supposed
        or clause.has(own.each)
        or not clause.is_timed
        or (found.when.precision in _DAYS and clause.bound(own.since))
    ):
        return False
    force = clause.force
    if force == "past" and not (clause.bound(own.onto) or clause.bound(own.until)):
        return False
    if published is not None and when.first > published and (when.last - when.first).days <= _FINE_DAYS:
        return when.precision != "month" or clause.bound(own.preposition) or force in ("will", "must", "may")
    return force in ("will", "must", "may") and (clause.bound(own.preposition) or clause.bound(own.until))


def _is_nearer(clause: Clause, found: DateFound, before: tuple[Clause, DateFound]) -> bool:
    """Whether a day is the limit of its clause, or finer than the one that was found before."""
    until = clause.language.until
    if clause.bound(until) != before[0].bound(until):
        return clause.bound(until)
    return found.when.last - found.when.first < before[1].when.last - before[1].when.first


def _made(of: _Material, holders: Holders, sentence: Sentence, clause: Clause, found: DateFound) -> Statement:
    base = sentence.start
    first, last = clause.span
    first = last - len(clause.words[first:last].lstrip())
    if joint := clause.language.coordination.match(clause.words, first):
        first = last - len(clause.words[joint.end() : last].lstrip())
    what = (base + first, base + first + len(clause.words[first:last].rstrip(" ,;:.!?。，；：、")))
    holder = holders.holder(sentence, what, (base + found.start, base + found.end))
    event = _event(of.draft.mentions, sentence, found)
    kind = _kind(clause, holder)
    condition = (base + clause.condition[0], base + clause.condition[1]) if clause.condition else None
    return Statement(base, sentence.end, kind, holder, what, found.when, condition, event)


def _kind(clause: Clause, holder: str) -> StatementKind:
    own, force = clause.language, clause.force
    limit = clause.bound(own.until)
    if clause.condition:
        return "conditional"
    if force == "may":
        return "expected"
    promised = _is_own(clause, own) or (holder != AUTHOR and clause.has(own.pronoun))
    if force == "will" and promised:
        return "promised"
    if limit:
        return "deadline"
    return "recommended" if force == "must" else "scheduled"


def _is_own(clause: Clause, own: Language) -> bool:
    first = clause.pieces[0]
    return own.own.match(clause.words[slice(*first)].lstrip(' “"„«')) is not None


def _event(mentions: Sequence[Mention], sentence: Sentence, found: DateFound) -> str:
    """The title of the event that the sentence announces for this time."""
    at = bisect_left(mentions, sentence.start, key=lambda each: each.start)
    there = (each for each in mentions[at:] if each.start < sentence.end)
    return next(
        (each.title for each in there if each.when.first <= found.when.last and found.when.first <= each.when.last), ""
    )
