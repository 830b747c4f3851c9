"""Reads the statements of each sentence: its clauses, who holds them, their condition, kind and due date."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.model.analysis import (
    AUTHOR,
    Draft,
    Mention,
    Sentence,
    Statement,
    StatementKind,
)
from briefings.reading.dates import DateFound, find, may_have_dates
from briefings.reading.quotations.marks import in_curly_marks
from briefings.reading.speech_verbs import simplified
from briefings.reading.statements import chinese, english, russian
from briefings.reading.statements.due import due, is_fine, times_to_come
from briefings.reading.statements.grammar import DATE, Framed, Grammar, Said, Span, trimmed
from briefings.reading.statements.holders import Holders, is_pronoun
from briefings.reading.statements.normative import is_manual, is_rule, is_rulebook

_LONGEST = 1000  # characters of a sentence that is read
_CYRILLIC, _HAN = re.compile(r"[а-яё]{3}", re.IGNORECASE), re.compile(r"[\u4e00-\u9fff]{2}")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]{2}")
_SINGLE = re.compile(r"[A-Za-zА-Яа-яЁё]*[^\w\s]*")  # a single word states nothing
_PERSONAL = frozenset(("he", "she", "his", "her", "он", "она", "его", "её", "ее", "他", "她"))
_UNLESS = re.compile(r"\b(?:[Uu]nless|если не)\s$")
_WITHIN = re.compile(r"\b[Ww]ithin\b|\b(?:в течение|через)\b|[天周月年]内")
_FORECASTS = frozenset(("expected", "promised"))
_LABEL = re.compile(r"[A-Z][^:.!?;,]{2,60}:\s\x01+[.\s]*$")  # "Candidates published: September 19"
_YEAR = re.compile(r"\d{4}")
_RULING = frozenset(("expected", "conditional", "recommended", "promised"))  # what a rule looks like
_FACTS = frozenset(("reported", "attributed"))
_LETTER = re.compile("[a-zа-яё]")
_REPORTED_ON = re.compile(r"\b(?:would|had|could|might)\b")


@dataclass(frozen=True, slots=True)
class Material:
    """A draft to be read; in `prose` its citations are blanked out, and `mentions` are its events by their start.

    `published` is only the newest day the text names where it is `guessed`.
    """

    draft: Draft
    prose: str
    published: date | None
    guessed: bool
    mentions: Mapping[int, Sequence[Mention]]


def with_statements(draft: Draft, prose: str, published: date | None, *, guessed: bool) -> Draft:
    """The draft with all statements in text order, and without events in sentences that tell none."""
    mentions: dict[int, list[Mention]] = {}
    for each in draft.mentions:
        mentions.setdefault(each.start, []).append(each)
    reader = _Reader(Material(draft, prose, published, guessed, mentions))
    found = tuple(each for sentence in draft.sentences for each in reader.read(sentence))
    found = _without_rules(draft, found)
    return replace(draft, statements=found, mentions=_without_facts(draft.text, draft.mentions, found))


def _without_rules(draft: Draft, found: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements without what a specification, a licence or a manual rules for no time and by nobody's word."""
    size = len(draft.sentences)
    ruled = is_rulebook(draft.text, size)
    if not ruled and not is_manual(draft.text, size):
        return found
    return tuple(
        each
        for each in found
        if each.due
        or each.holder != AUTHOR
        or each.kind not in _RULING
        or not is_rule(draft.text[each.start : each.end], expected=each.kind == "expected", ruled=ruled)
    )


def _without_facts(text: str, mentions: Sequence[Mention], found: Sequence[Statement]) -> tuple[Mention, ...]:
    """The mentions of events without those in sentences that only tell facts or suppose something.

    What happens unless something prevents it stays.
    """
    kinds: dict[tuple[int, int], set[bool]] = {}
    for each in found:
        kinds.setdefault((each.start, each.end), set()).add(_is_idle(text, each))
    idle = {span for span, told in kinds.items() if told == {True}}
    return tuple(each for each in mentions if (each.start, each.end) not in idle)


def _is_idle(text: str, one: Statement) -> bool:
    if one.condition and _UNLESS.search(text[one.start : one.condition[0]]):
        return False
    return one.kind in ("reported", "conditional")


class _Reader:
    def __init__(self, of: Material) -> None:
        self._of = of
        self._holders = Holders(of.prose, of.draft)
        self._last = ""  # the holder named last

    def read(self, sentence: Sentence) -> list[Statement]:
        """The statements of a sentence."""
        start, end = sentence.start, sentence.end
        grammar = _grammar(self._of.prose[start:end], self._of.draft.language)
        if end - start > _LONGEST or grammar is None:
            return []
        dates = self._dates(start, end)
        words = self._of.prose[start:end]
        words = in_curly_marks(words) if grammar is english.GRAMMAR else words
        hidden = _masked(words, dates)
        hidden = simplified(hidden) if grammar is chinese.GRAMMAR else hidden
        if grammar.is_none(hidden):
            return []
        clauses = _Clauses(self._of, self._holders, grammar, sentence, words, hidden, dates, self._last)
        found = [*_without_repeats(clauses.read())]
        self._last = clauses.last
        return found

    def _dates(self, start: int, end: int) -> list[DateFound]:
        dates = self._of.draft.dates
        first = bisect_left(dates, start, key=lambda each: each.start)
        last = bisect_left(dates, end, key=lambda each: each.start)
        found = [DateFound(each.start - start, each.end - start, each.when) for each in dates[first:last]]
        if self._of.published is None or self._of.guessed or not _WITHIN.search(self._of.prose, start, end):
            return found
        words = self._of.prose[start:end]
        if not may_have_dates(_masked(words, found)):
            return found
        ahead = find(words, self._of.published, leaning="future")
        more = [each for each in ahead if not any(each.start < one.end and one.start < each.end for one in found)]
        return sorted([*found, *more], key=lambda each: each.start)


class _Clauses:
    """The clauses of one sentence."""

    def __init__(
        self,
        of: Material,
        holders: Holders,
        grammar: Grammar,
        sentence: Sentence,
        words: str,
        hidden: str,
        dates: Sequence[DateFound],
        last: str,
    ) -> None:
        self._of, self._holders, self._grammar = of, holders, grammar
        self._sentence, self._words, self._hidden, self._dates = sentence, words, hidden, dates
        self.last = last
        self._found_ahead: list[DateFound] | None = None  # the dates of the sentence, read as future ones
        self._before: tuple[str, Framed] | None = None  # the clause before, where somebody holds it

    def read(self) -> Iterator[Statement]:
        """The statements, in order."""
        for part in self._grammar.parts(self._hidden):
            if made := self._statement(trimmed(self._hidden, part)):
                yield made

    def _statement(self, part: Span) -> Statement | None:
        grammar, hidden = self._grammar, self._hidden
        supposed, framed = grammar.condition(hidden, part), grammar.frame(hidden, part)
        if supposed and framed.holder and part[0] < framed.content[0] <= supposed[0][0]:
            supposed = None  # the holder says both the condition and what depends on it
        elif supposed:
            framed = grammar.frame(hidden, supposed[1])
        if supposed is None and (inner := grammar.condition(hidden, framed.content)):
            supposed = inner
            framed = replace(framed, content=inner[1])
        what = trimmed(hidden, framed.content, ' ,;:.!?。，；：！？、\n“”"')
        if what[0] >= what[1]:
            return None
        holder = self._holder(framed, what)
        ahead = times_to_come(hidden, self._dates, what, self._of.published)
        if supposed and not ahead:
            ahead = times_to_come(hidden, self._dates, supposed[0], self._of.published)
        own = framed.own or self._is_first_person(what)
        said = self._said(what, framed, holder, ahead, own=own)
        kind = self._kind(said, supposed, what, dated=bool(ahead))
        if (kind in _FORECASTS or _LABEL.match(hidden, *what)) and not ahead and (ahead := self._read_ahead(what)):
            said = self._said(what, framed, holder, ahead, own=own)
            kind = self._kind(said, supposed, what, dated=True)
        return self._made(kind, holder, what, ahead, supposed) if kind else None

    def _read_ahead(self, what: Span) -> list[DateFound]:
        """The dates without a year in a forecast that were read as past ones, because of who reports it, as future."""
        if self._of.published is None or self._of.guessed or _YEAR.search(self._words[slice(*what)]):
            return []
        if self._found_ahead is None:
            self._found_ahead = find(self._words, self._of.published, leaning="future")
        return times_to_come(self._words, self._found_ahead, what, self._of.published)

    def _kind(self, said: Said, supposed: tuple[Span, Span] | None, what: Span, *, dated: bool) -> StatementKind | None:
        if supposed is None:
            kind = self._grammar.kind(said)
            return "reported" if kind == "attributed" and not said.attributed else kind
        condition, main = self._hidden[slice(*supposed[0])], self._hidden[slice(*what)]
        return "conditional" if self._grammar.is_case(condition, main, dated) else None

    def _said(self, what: Span, framed: Framed, holder: str, ahead: Sequence[DateFound], *, own: bool) -> Said:
        inside = [each for each in self._dates if what[0] <= each.start and each.end <= what[1]]
        return Said(
            self._hidden[slice(*what)],
            framed.force,
            attributed=holder != AUTHOR,
            own=own,
            dated=bool(ahead),
            finely=any(is_fine(each.when) for each in ahead),
            past=bool(inside) and not ahead,
            begun=bool(ahead) and self._has_begun(ahead),
        )

    def _has_begun(self, ahead: Sequence[DateFound]) -> bool:
        published = self._of.published
        return published is not None and all(each.when.first <= published for each in ahead)

    def _is_first_person(self, what: Span) -> bool:
        words = self._hidden[slice(*what)].lower().lstrip('“" ')
        own = (each for each in self._grammar.first_person if words.startswith(each))
        return any(not _LETTER.match(words, len(each)) for each in own)

    def _holder(self, framed: Framed, what: Span) -> str:
        base = self._sentence.start
        quoted = self._holders.speaker((base + what[0], base + what[1]))
        if framed.holder is None:
            return quoted or self._carried(what)
        words = self._words[slice(*framed.holder)]
        low = words.strip(" ,").lower()
        if low in self._grammar.first_person:
            return self._holders.speaker((base + framed.holder[0], base + framed.holder[1])) or AUTHOR
        if is_pronoun(words, self._grammar):
            since = min(framed.holder[0], framed.content[0])  # whoever the words name is not who says them
            named = self._holders.person_before(base + since) if low in _PERSONAL else ""
            named = named or self.last or AUTHOR
        else:
            named = self._holders.name((base + framed.holder[0], base + framed.holder[1]), self._grammar.article)
        self.last = self.last if named == AUTHOR else named
        self._before = (named, framed)
        return named

    def _carried(self, what: Span) -> str:
        """The holder of the clause before, whose report goes on: "..., and the line would close"."""
        if self._before and _REPORTED_ON.search(self._hidden[slice(*what)]) and self._before[1].content[1] <= what[0]:
            return self._before[0]
        return AUTHOR

    def _made(
        self,
        kind: StatementKind,
        holder: str,
        what: Span,
        ahead: Sequence[DateFound],
        supposed: tuple[Span, Span] | None,
    ) -> Statement:
        base = self._sentence.start
        when = None if kind in _FACTS else due(self._words, ahead, self._grammar)
        return Statement(
            self._sentence.start,
            self._sentence.end,
            kind,
            holder,
            (base + what[0], base + what[1]),
            when,
            (base + supposed[0][0], base + supposed[0][1]) if supposed and kind == "conditional" else None,
            self._event(when.first, when.last) if when else "",
        )

    def _event(self, first: date, last: date) -> str:
        """The title of the event that the sentence mentions for this time."""
        there = self._of.mentions.get(self._sentence.start, ())
        return next((each.title for each in there if each.when.first <= last and first <= each.when.last), "")


def _without_repeats(found: Iterator[Statement]) -> Iterator[Statement]:
    """The statements of a sentence without a second fact of one holder."""
    told: set[tuple[str, str]] = set()
    for each in found:
        key = (each.kind, each.holder)
        if each.kind in _FACTS and key in told:
            continue
        told.add(key)
        yield each


def _grammar(words: str, language: str) -> Grammar | None:
    if _SINGLE.fullmatch(words):
        return None
    if _CYRILLIC.search(words):
        return None if _UKRAINIAN.search(words) else russian.GRAMMAR
    if _HAN.search(words):
        return chinese.GRAMMAR
    return english.GRAMMAR if language == "en" and _LATIN.search(words) else None


def _masked(words: str, dates: Sequence[DateFound]) -> str:
    for each in dates:
        words = words[: each.start] + DATE * (each.end - each.start) + words[each.end :]
    return words
