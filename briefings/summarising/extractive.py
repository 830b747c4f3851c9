"""The extractive summariser: which sentences can be told, which sections are due, and what is worth most in the room.

No network, deterministic. Each sentence has one worth; the summary is the set of sentences that together are worth most
within its words, with a point for each section of substance.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from statistics import fmean

from briefings.errors import BadInput
from briefings.summarising.anaphora import announces, depends_on_previous
from briefings.summarising.lines import begins_inside, contexts, is_cut, is_fragment, is_marginal, is_roll, topics
from briefings.summarising.passages import Choice, ChosenSentence, Passage
from briefings.summarising.selection import Group, Part, most_worth
from briefings.summarising.statistics import Sentence, Text, text_of
from briefings.summarising.worth import Worth
from briefings.text.terms import word_count


@dataclass(frozen=True, slots=True)
class Length:
    """A share of the text, `least` to `most` words; up to `grown` where sections of substance need more."""

    share: float
    least: int
    most: int
    grown: int


LENGTHS = {
    "short": Length(share=0.12, least=40, most=120, grown=120),
    "medium": Length(share=0.30, least=80, most=220, grown=400),
    "long": Length(share=0.45, least=140, most=450, grown=700),
}
_OF_A_SECTION = {"short": (0.20, 1), "medium": (0.35, 2), "long": (0.55, 4)}  # share of it, and least sentences
_WEIGHTY = 15  # words; a shorter section may go without a sentence
_LEAST_DUE, _MOST_DUE = 3, 12  # sections that a summary goes by
_OF_THE_BEST = 0.5  # share of the sections' mean best from which on an opening or closing says something of its own
_OF_THE_CITED = 0.7  # share of the other sentences with sources for which there is room
_CANDIDATES, _OF_EACH_SECTION = 150, 4
_PADDING, _BY_LENGTH = 8, 0.6  # of the worth by which candidates are ranked
_ALIKE = 0.5  # cosine from which on two sentences say the same
_LONGEST_CHAIN = 2  # sentences that one sentence may pull in
_LEANED_ON = 0.5  # of the worth of a sentence that comes along
_RELATED = 0.5  # the least worth of a sentence on a topic
_LEAST = 4  # words; less is a heading, a label or a splinter
_LEAST_IN_LETTERS = 3  # of these
_MOST_IN_BYLINE = 6  # words with letters
_OPENINGS = 2  # sentences of which a text without sections has one


def summarise(
    title: str,
    sections: Sequence[Passage],
    length: str = "medium",
    *,
    words: int | None = None,
    within: Collection[int] | None = None,
) -> Choice:
    """Chooses sentences for a summary of a length, or of at most a number of words, in text order.

    `within` has the indexes of the passages that are summarised; all are weighed. A short summary is chosen from the
    points of the medium one, and a long one has all of these. Raises BadInput for an unknown length.
    """
    if words is None and length not in LENGTHS:
        raise BadInput("“{length}” isn't a summary length; use short, medium or long.", length=length)
    document = Document(title, sections)
    if within is not None:
        return document.of_sections(within, length, words)
    return document.of_words(words) if words is not None else document.of_length(length)


def is_substantial(passage: Passage) -> bool:
    """Whether a section is long enough to be missed if a summary leaves it out."""
    return bool(passage.sentences) and word_count(passage.text) >= _WEIGHTY


class Document:
    """The sentences of a text that can be told, by section, with their worth."""

    def __init__(self, title: str, sections: Sequence[Passage]) -> None:
        self._sections = sections
        self.text: Text = text_of(title, sections)
        self.worth = Worth(self.text)
        self.sentences: Sequence[Sentence] = self.text.sentences
        self.places = [ChosenSentence(each.section, each.rank) for each in self.sentences]
        self.contexts = [words for passage in sections for words in contexts(passage)]
        self._rolls = _rolls(sections)
        self._worths: Sequence[float] = ()
        self._density: Sequence[float] = ()

    def of_length(self, length: str) -> Choice:
        """A summary of a length. Each is chosen with the next shorter one in mind."""
        medium = self._chosen(self._room(LENGTHS["medium"]), due=True)
        if length == "short":
            room = self._room(LENGTHS["short"], due=False)
            return self._choice(self._chosen(room, due=False, among=medium))
        if length == "long":
            medium = self._chosen(self._room(LENGTHS["long"]), due=True, with_=medium)
        return self._choice(medium, due=True)

    def of_words(self, words: int) -> Choice:
        """A summary of at most a number of words; of all sections if it has the room of a medium one."""
        if sum(each.size for each in self.sentences) <= words:
            return Choice(tuple(self.places))
        due = words >= self._room(LENGTHS["medium"])
        return self._choice(self._chosen(words, due=due), due=due)

    def of_sections(self, within: Collection[int], length: str, words: int | None) -> Choice:
        """A summary of some sections; sentences that say nothing come last."""
        inside = [each.number for each in self.sentences if each.section in within]
        size = self._size_of(within)
        share, least = _OF_A_SECTION[length]
        told = min(least, len(inside))
        room = words if words is not None else min(round(share * size), LENGTHS[length].grown)
        chosen: frozenset[int] = frozenset()
        while True:
            chosen = self._chosen(room, due=False, within=frozenset(within))
            if words is not None or len(chosen) >= told or room > size:
                return self._choice(chosen)
            room += max(room // 8, 5)

    def _size_of(self, sections: Collection[int]) -> int:
        return sum(each.size for each in self.sentences if each.section in sections)

    def stands_alone(self, number: int) -> bool:
        """Whether a sentence can be understood with its context alone."""
        return self.chain(number) == ()

    def can_be_told(self, number: int) -> bool:
        """Whether a sentence may be a point at all, whatever it is worth."""
        return _has_words(self.sentences[number]) and self.chain(number) is not None

    def likeness(self, bound: float) -> "Likeness":
        """What tells sentences that say the same, from a cosine on."""
        return Likeness(self.text, bound)

    def size(self, number: int) -> int:
        """The words of a sentence with its context."""
        return self.sentences[number].size + word_count(self.contexts[number])

    def chain(self, number: int) -> tuple[int, ...] | None:
        """The earlier sentences that a sentence refers back to; None if it can't be told.

        That is a fragment, the heading of a list, what only announces the next sentences, and what refers to such.
        """
        if self._is_untold(number):
            return None
        chain: list[int] = []
        while number not in self._openers and self._leans(number):
            number -= 1
            chain.insert(0, number)
            if len(chain) > _LONGEST_CHAIN or self._is_untold(number):
                return None
        return tuple(chain)

    @cached_property
    def _openers(self) -> frozenset[int]:
        """The first sentence of each section that can be told at all, which has nothing to refer back to."""
        found: dict[int, int] = {}
        for each in self.sentences:
            if each.section not in found and _has_words(each) and not self._is_untold(each.number):
                found[each.section] = each.number
        return frozenset(found.values()) | {each.number for each in self.sentences if not each.rank}

    def _leans(self, number: int) -> bool:
        before, text = self.sentences[number - 1].text, self.sentences[number].text
        if self.contexts[number] and self.contexts[number] != self.contexts[number - 1]:
            return False
        return depends_on_previous(text) or (begins_inside(text) and is_cut(before))

    def _is_untold(self, number: int) -> bool:
        """Whether a line is never told: a lead-in, an announcement, a fragment, a caption, or a name in a roll."""
        each = self.sentences[number]
        if number in self._leads or each.section in self._rolls:
            return True
        return announces(each.text) or is_fragment(each.text) or is_marginal(each.text) or _is_byline(each)

    @cached_property
    def _leads(self) -> frozenset[int]:
        return frozenset(topics(self._sections))

    @cached_property
    def _whole(self) -> bool:
        """Whether there is nothing but sentences that say nothing."""
        return all(self.worth.tells_nothing(each) or not self.can_be_told(each.number) for each in self.sentences)

    def _words(self, numbers: Collection[int]) -> int:
        return sum(map(self.size, numbers))

    def _room(self, length: Length, *, due: bool = True) -> int:
        room = min(max(round(length.share * self.text.words), length.least), length.most)
        if not due:
            return room
        self._weigh(room)
        parts = [part for part in self._parts(due=True) if part.groups]
        best = {part.best.number: part.best.size for part in parts if part.is_due}
        cited = sum(
            group.size for part in parts for group in part.groups if self._cites(group) and group.number not in best
        )
        return min(max(room, sum(best.values()) + round(_OF_THE_CITED * cited)), length.grown)

    def _cites(self, group: Group) -> bool:
        return bool(self.sentences[group.number].marks.citations)

    def about(self, shares: Sequence[float], words: int) -> tuple[ChosenSentence, ...]:
        """The sentences on a topic, of which each holds a share, that are worth most in so many words."""
        self._weigh(words)
        groups = self._candidates((number for number, share in enumerate(shares) if share), empty=True)
        held = [replace(group, worth=max(group.worth, _RELATED) * shares[group.number]) for group in groups]
        different = self._different(sorted(held, key=lambda group: (-group.worth, group.number)), ())
        chosen = most_worth([Part(tuple(different), is_due=False)], words, cost=0.0)
        return tuple(self.places[n] for n in sorted({n for group in chosen for n in group.members}))

    def _chosen(
        self,
        room: int,
        *,
        due: bool,
        among: frozenset[int] = frozenset(),
        with_: Collection[int] = (),
        within: frozenset[int] | None = None,
    ) -> frozenset[int]:
        """The sentences, by number, that are worth most within the room."""
        self._weigh(room, None if within is None else self._size_of(within))
        parts = self._parts(due=due, among=among, with_=with_, within=within)
        left = room - self._words(with_)
        groups = most_worth(parts, max(left, 0))
        return frozenset([*with_, *(member for group in groups for member in group.members)])

    def _parts(
        self,
        *,
        due: bool,
        among: frozenset[int] = frozenset(),
        with_: Collection[int] = (),
        within: frozenset[int] | None = None,
    ) -> list[Part]:
        """The candidates by the section that they count for, without what others say better."""
        numbers = (
            each.number
            for each in self.sentences
            if (not among or each.number in among) and (within is None or each.section in within)
        )
        groups = self._candidates(numbers, with_)
        if among:
            groups = [group for group in groups if among.issuperset(group.members)]
        groups = self._different(groups, with_)
        spans = self._due_spans(groups) if due else []
        told = {self.sentences[number].section for number in with_}
        if due and not spans:
            return self._opening(groups, is_due=not with_)
        return [
            Part(
                tuple(group for group in groups if self.sentences[group.number].section in span),
                is_due and told.isdisjoint(span),
            )
            for span, is_due in self._all_spans(spans)
        ]

    def _opening(self, groups: Sequence[Group], *, is_due: bool) -> list[Part]:
        """The first sentences that stand alone, one of which a text without sections is due, and the others."""
        first = [group for group in groups if len(group.members) == 1][:_OPENINGS]
        others = tuple(group for group in groups if group not in first)
        return [Part(tuple(first), is_due), Part(others, is_due=False)]

    def _candidates(self, numbers: Iterable[int], with_: Collection[int] = (), *, empty: bool = False) -> list[Group]:
        """What can be told: the best of the text for their length, and of each section; the worthiest first."""
        ranked = sorted(numbers, key=lambda n: (-self._density[n], n))
        found: list[Group] = []
        counted: dict[int, int] = {}
        for number in ranked:
            section = self.sentences[number].section
            if number in with_ or (len(found) >= _CANDIDATES and counted.get(section, 0) >= _OF_EACH_SECTION):
                continue
            group = self._group(self.sentences[number], with_, empty=empty or self._whole)
            if group is not None:
                found.append(group)
                counted[section] = counted.get(section, 0) + 1
        return sorted(found, key=lambda group: (-group.worth, group.number))

    def _weigh(self, words: int, of: int | None = None) -> None:
        """Weighs all sentences for so many words of a summary, of the whole text or of a part of so many words."""
        share = words / max(self.text.words if of is None else of, 1)
        self._worths = [self.worth.of(each, share) for each in self.sentences]
        self._density = [self._worths[each.number] / (each.size + _PADDING) ** _BY_LENGTH for each in self.sentences]

    def _group(self, sentence: Sentence, with_: Collection[int], *, empty: bool) -> Group | None:
        number = sentence.number
        if not _has_words(sentence) or (self.worth.tells_nothing(sentence) and not empty):
            return None
        chain = self.chain(number)
        if chain is None:
            return None
        members = tuple(n for n in (*chain, number) if n not in with_)
        leaned = sum(self._worths[n] for n in chain if n not in with_)
        worth = self._worths[number] + _LEANED_ON * max(leaned, 0.0)
        return Group(number, members, self._words(members), worth)

    def _different(self, groups: Sequence[Group], with_: Collection[int]) -> list[Group]:
        """The groups, in text order, of which none says what a worthier one says."""
        likeness = self.likeness(_ALIKE)
        for number in with_:
            likeness.add(self.sentences[number])
        kept: list[Group] = []
        said: set[int] = set()
        for group in groups:
            if not any(likeness.known(self.sentences[n]) for n in group.members if n not in said):
                kept.append(group)
                said.add(group.number)
                likeness.add(self.sentences[group.number])
        return sorted(kept, key=lambda group: group.number)

    def _all_spans(self, due: Sequence[range]) -> Iterator[tuple[range, bool]]:
        """All sections in order: those that are due together, and the others one by one."""
        at = 0
        for span in [*due, range(len(self._sections), len(self._sections))]:
            yield from ((range(index, index + 1), False) for index in range(at, span.start))
            if span:
                yield span, True
            at = span.stop

    def _due_spans(self, groups: Sequence[Group]) -> list[range]:
        """The sections that are due a point, as ranges of passages that count as one."""
        best: dict[int, float] = {}
        for group in groups:
            section = self.sentences[group.number].section
            best[section] = max(best.get(section, 0.0), group.worth)
        spans = self._divided()
        worth = {span: max((best[n] for n in span if n in best), default=0.0) for span in spans}
        usual = fmean([value for value in worth.values() if value] or [0.0])
        inner = [
            span for span in spans if worth[span] and (not self._frames(span) or worth[span] >= _OF_THE_BEST * usual)
        ]
        most = sorted(inner, key=lambda span: (-worth[span], span.start))[:_MOST_DUE]
        return sorted(most, key=lambda span: span.start)

    def _frames(self, span: range) -> bool:
        """Whether sections open or close the text."""
        full = self._full
        first = self._sections[span.start]
        return bool(full) and (full[0] in span or full[-1] in span or first.opens or first.closes)

    @cached_property
    def _full(self) -> list[int]:
        """The sections long enough to be missed."""
        return [index for index, passage in enumerate(self._sections) if is_substantial(passage)]

    def _divided(self) -> list[range]:
        """The sections of substance at the deepest level that has few enough; one alone is none."""
        full = self._full
        if len(full) < _LEAST_DUE - 1:
            return []
        spans = [range(index, index + 1) for index in full]
        for level in sorted({self._sections[index].level for index in full}, reverse=True):
            if len(spans) <= _MOST_DUE:
                break
            wider = self._below(level, full)
            if len(wider) < _LEAST_DUE:  # all stand under one heading
                break
            spans = wider
        return spans

    def _below(self, level: int, full: Sequence[int]) -> list[range]:
        """The sections of substance, those of a level and deeper with what they stand under."""
        heads = [index for index, passage in enumerate(self._sections) if passage.level < level or not index]
        ends = [*heads[1:], len(self._sections)]
        spans = [range(start, end) for start, end in zip(heads, ends, strict=True)]
        return [span for span in spans if any(index in span for index in full)]

    def _choice(self, chosen: Collection[int], *, due: bool = False) -> Choice:
        told = {self.sentences[number].section for number in chosen}
        skipped = [index for index in self._full if due and index not in told and index not in self._rolls]
        return Choice(tuple(self.places[number] for number in sorted(chosen)), tuple(skipped))


class Likeness:
    """Finds sentences that say the same as one before, by the cosine of their rare words."""

    def __init__(self, text: Text, bound: float) -> None:
        self._weights, self._bound = text.weights, bound
        self._holding: dict[str, list[int]] = {}
        self._norms: list[float] = []

    def add(self, sentence: Sentence) -> None:
        """Notes a sentence."""
        for term in sentence.content:
            self._holding.setdefault(term, []).append(len(self._norms))
        self._norms.append(self._norm(sentence))

    def known(self, sentence: Sentence) -> bool:
        """Whether a noted sentence says the same."""
        shared: dict[int, float] = {}
        for term in sentence.content:
            for other in self._holding.get(term, ()):
                shared[other] = shared.get(other, 0.0) + self._weights.get(term, 0.0) ** 2
        norm = self._norm(sentence)
        return any(value > self._bound * norm * self._norms[other] for other, value in shared.items())

    def _norm(self, sentence: Sentence) -> float:
        return sqrt(sum(self._weights.get(term, 0.0) ** 2 for term in sentence.content)) or 1.0


def _is_byline(sentence: Sentence) -> bool:
    """Whether a line is a day beside a few words with capitals: "Rachel Ode 18 February 2026"."""
    words = [each for each in sentence.text.split() if each[0].isalpha()]
    capitals = len(words) <= _MOST_IN_BYLINE and all(each[0].isupper() for each in words)
    return bool(sentence.marks.dates) and capitals and sentence.text.rstrip()[-1:].isalnum()


def _has_words(sentence: Sentence) -> bool:
    """Whether it has more than a splinter's or a reference's words: "27 (2), pp. 148 to 160" has hardly any."""
    return sentence.size >= _LEAST and sum(map(str.isalpha, sentence.terms)) >= _LEAST_IN_LETTERS


def _rolls(sections: Sequence[Passage]) -> frozenset[int]:
    """The sections that hold names, links, addresses or notices, unless there is nothing else."""
    found = frozenset(index for index, passage in enumerate(sections) if is_roll(passage.heading))
    return found if len(found) < sum(bool(passage.sentences) for passage in sections) else frozenset()
