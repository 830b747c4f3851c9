"""Resolves notes to the works they cite: in full, in short form, by title or by "ibid."."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from briefings.model.analysis import Reference
from briefings.reading.citing.dated_notes import Fits, dated_notes
from briefings.reading.citing.reference_index import Index, Work, words_of
from briefings.reading.references.entries import ReferenceEntry

SHORT = 0.99  # a short title counts a little less than a whole one
Words = frozenset[str]

_IBID = re.compile(r"\s*(?:see\s)?(?:ibid|id(?=\.)|там же|idem|同上)\b\.?", re.IGNORECASE)
_LEAD = re.compile(r"(?:see also|see|cf\.|e\.g\.,?|compare|but see|and|also)\s", re.IGNORECASE)
_PARTS = re.compile(r"(?<=[\d)”\".*–]);\s+(?:and\s+)?|(?<=[.”\"])\s+(?=See\b)")
_PAGES = re.compile(
    r",?\s*(?:(?:pp?|at|ch|chap|vol|esp)\.?\s)?\d{1,4}(?:\s?[–—-]\s?\d{1,4})?(?:,\s\d{1,4}(?:[–—-]\d{1,4})?){0,5}\.?$"
)
_PRINTED = re.compile(
    r"\([^()]{2,60}:\s[^()]{2,80},\s(?:1[4-9]|20)\d\d\)|\((?:[^()]{2,60},\s)?(?:1[4-9]|20)\d\d\)[,:]\s*\d"
)
_NO_TITLE = frozenset({"and", "the", "et", "al", "in", "of", "a", "an", "see", "also", "cf"})
_QUOTED = re.compile(r"[“\"«*](.{3,300}?)[”\"»*]")
_LEAST_OVERLAP = 0.6  # share of the title's words, or of a short title's, that must be there
_MOST_PARTS = 60  # of a note that are told apart
_LEAST_WORDS = 2  # in a title that stands without its author
_PLAIN_WORDS = 4  # in a title that nothing marks as one


@dataclass(frozen=True, slots=True)
class Note:
    """`works` holds, for each work the note names, all references that fit; an empty one is missing."""

    mark: str
    works: tuple[Fits, ...]


def unlisted(text: str, notes: Sequence[ReferenceEntry], references: Sequence[Reference]) -> list[ReferenceEntry]:
    """The notes that name no reference, or one that the list lacks."""
    known = resolve(text, notes, references, Index(references))
    return [note for note in notes if note.mark and not any(known[note.mark].works)]


def resolve(
    text: str, notes: Sequence[ReferenceEntry], references: Sequence[Reference], index: Index
) -> dict[str, Note]:
    """The notes by their marks; a note that describes a work itself cites that one, whatever else is like it."""
    shelf = _Shelf(index)
    starts = sorted((reference.start, number) for number, reference in enumerate(references))
    made: dict[str, Note] = {}
    before: tuple[Fits, ...] = ()
    lost: set[str] = set()  # words of the authors whose works the list lacks
    for entry in notes:
        body = " ".join(text[entry.body : entry.end].split())
        body = body.replace("*", "") if "“" in body else body
        own = _between(starts, entry.start, entry.end)
        works = before[-1:] if _IBID.match(body) else ()
        for part in _PARTS.split(body, maxsplit=_MOST_PARTS):
            if _IBID.match(part):
                continue
            fits = shelf.fits(part)
            fits = () if fits is None and _repeats(part, lost) else fits
            lost |= {word.text for word in words_of(_head(part))} if fits == () else set()
            works = works if fits is None else (*works, _owned(fits, own))
        works = _with_rest(_with_own_dated(works, dated_notes(body, index), own), own)
        made[entry.mark] = Note(entry.mark, works)
        before = works or before
    return made


def _between(starts: Sequence[tuple[int, int]], start: int, end: int) -> frozenset[int]:
    """The references that begin in a stretch of the text."""
    return frozenset(number for _, number in starts[bisect_left(starts, (start, 0)) : bisect_left(starts, (end, 0))])


def _owned(fits: Fits, own: frozenset[int]) -> Fits:
    """Of the references that fit those that the note describes itself; all where it describes none of them."""
    return tuple(number for number in fits if number in own) or fits


def _with_own_dated(works: tuple[Fits, ...], found: Sequence[Fits], own: frozenset[int]) -> tuple[Fits, ...]:
    """The works of a note and those told by author and year, which say nothing new of works that it describes."""
    described = own.intersection(*[[number for fits in works for number in fits]])
    others = [_owned(fits, own) for fits in found if described.isdisjoint(fits)]
    return _with_dated(works, others)


def _with_dated(works: tuple[Fits, ...], found: Sequence[Fits]) -> tuple[Fits, ...]:
    """The works of a note, where matches by author and year replace looser matches of the same works."""
    if not found or (works and not found[0]):
        return works
    sure = {number for fits in found for number in fits}
    return (*(fits for fits in works if fits and sure.isdisjoint(fits)), *found)


def _with_rest(works: tuple[Fits, ...], own: frozenset[int]) -> tuple[Fits, ...]:
    """The works of a note with those that it describes and nothing else told, such as an address."""
    rest = own.difference(*works)
    return (*filter(None, works), *((number,) for number in sorted(rest))) if rest else works


def _head(part: str) -> str:
    """The words of a part of a note up to its first comma."""
    return _LEAD.sub("", part.strip(), count=1).partition(",")[0]


def _repeats(part: str, lost: set[str]) -> bool:
    """Whether a short note names only an author again whose work the list lacks."""
    said = [word.text for word in words_of(_head(part))]
    short = _PAGES.search(part.strip().rstrip("."))
    return bool(said and short) and all(word in lost for word in said)


class _Shelf:
    """The listed works, looked up by what a part of a note says; many notes say the same."""

    def __init__(self, index: Index) -> None:
        self._titles, self._authors = Titles(index.works), Authors(index.works)
        self._long = {work.index for work in index.works if len(work.title) >= _PLAIN_WORDS}
        self._known: dict[str, Fits | None] = {}
        self._shortened: dict[tuple[tuple[str, ...], bool], Fits] = {}

    def fits(self, part: str) -> Fits | None:
        """The references that a part of a note can mean; None where it cites nothing."""
        if part not in self._known:
            self._known[part] = self._fits(part)
        return self._known[part]

    def _fits(self, part: str) -> Fits | None:
        words = frozenset(word.text for word in words_of(part))
        quoted = _QUOTED.search(part)
        short = frozenset(word.text for word in words_of(quoted[1])) if quoted else frozenset[str]()
        if fits := self._titled(words, short) or self._by_short_form(part):
            return fits
        cites = quoted or _PRINTED.search(part)
        return () if cites and _LEAD.sub("", part.strip(), count=1)[:1].isupper() else None

    def _titled(self, words: frozenset[str], short: frozenset[str]) -> Fits:
        """The works of the authors that are named, else any, whose title stands there."""
        if fits := self._authors.closest(words, short, _LEAST_OVERLAP):
            return fits
        if len(short) >= _LEAST_WORDS and (fits := self._titles.closest(words, short, _LEAST_OVERLAP)[1]):
            return fits
        return tuple(number for number in self._titles.closest(words, frozenset(), 1.0)[1] if number in self._long)

    def _by_short_form(self, part: str) -> Fits:
        """The works that "Burns, Back Channel, 368" or "Burns, 368" can mean, whose authors open the note."""
        whole = _LEAD.sub("", part.strip(), count=1).strip().rstrip(".")
        bare = _PAGES.sub("", whole)
        said, paged = tuple(word.text for word in words_of(bare)), len(bare) < len(part.strip().rstrip("."))
        if (said, paged) not in self._shortened:
            self._shortened[said, paged] = self._shortened_to(said, paged=paged)
        return self._shortened[said, paged]

    def _shortened_to(self, said: tuple[str, ...], *, paged: bool) -> Fits:
        telling = [word for word in said if word not in _NO_TITLE]
        return tuple(
            work.index
            for work in self._authors.holding(telling, frozenset(said))
            if _opens(said, telling, work, paged=paged)
        )


def _opens(said: Sequence[str], telling: Sequence[str], work: Work, *, paged: bool) -> bool:
    """Whether an author of a work opens a note that says no more than authors, words of the title and pages."""
    names = {word for name in work.names for word in name.words}
    rest = [word for word in telling if word not in names]
    return said[0] in names and work.title.issuperset(rest) and (paged or bool(rest))


class Titles:
    """An inverted index of titles: the works by each word, those with the shortest title first."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._by_word: dict[str, list[Work]] = defaultdict(list)
        for work in sorted(works, key=lambda work: len(work.title)):
            for word in work.title:
                self._by_word[word].append(work)
        self._told: dict[tuple[Words, Words, int, float], tuple[float, tuple[int, ...]]] = {}

    def closest(self, words: Words, short: Words, least: float) -> tuple[float, tuple[int, ...]]:
        """The best score of a note's words, and the indexes of the works that have it; none below `least`.

        `short` holds the words of a title that the note quotes. The score is the share of the title's words that the
        note holds, or a little less than the share of the quoted words that the title holds.
        """
        known = frozenset(word for word in words if word in self._by_word)
        key = known, short & known, len(short), least
        if key not in self._told:
            self._told[key] = self._searched(known, short, least)
        return self._told[key]

    def _searched(self, known: Words, short: Words, least: float) -> tuple[float, tuple[int, ...]]:
        """Goes through the words from the rarest on: a title without the rare ones soon cannot be the best."""
        left = sorted(known, key=lambda word: (len(self._by_word[word]), word))
        best, found, seen = least, list[int](), set[int]()
        for at, word in enumerate(left):
            longest = _longest(left[at:], short, best)
            for work in self._by_word[word]:
                if len(work.title) > longest:
                    break
                if work.index in seen:
                    continue
                seen.add(work.index)
                # How much of the title stands in the note, or how much of the note's own quoted title in the title.
                whole = len(work.title & known) / len(work.title)
                score = max(whole, SHORT * len(work.title & short) / len(short)) if short else whole
                if score > best:
                    best, found = score, []
                if score == best:
                    found.append(work.index)
        return best, tuple(sorted(found))


class Authors:
    """The works by the words of their first author, and the titles of each author's."""

    def __init__(self, works: Iterable[Work]) -> None:
        named = sorted((work for work in works if work.names), key=_first_author)
        self._titles: dict[str, list[tuple[Words, Titles]]] = defaultdict(list)
        self._by_word: dict[str, list[Work]] = defaultdict(list)
        for author, those in groupby(named, key=_first_author):
            group = [*those]
            self._titles[author[0]].append((frozenset(author), Titles(group)))
            for work in group:
                for word in work.title.union(*(name.words for name in work.names)):
                    self._by_word[word].append(work)

    def closest(self, words: Words, short: Words, least: float) -> tuple[int, ...]:
        """Of the works whose first author a note names, those whose title is the closest to its words."""
        those = [titles for word in words for author, titles in self._titles.get(word, ()) if author <= words]
        scored = [titles.closest(words, short, least) for titles in those]
        best = max((score for score, found in scored if found), default=least)
        return tuple(sorted(number for score, found in scored if score == best for number in found))

    def holding(self, said: Iterable[str], words: Words) -> list[Work]:
        """The works whose first author is among `words` and that have all that is said in their authors and titles."""
        lists = [self._by_word.get(word, []) for word in said]
        return [work for work in min(lists, key=len, default=[]) if words.issuperset(_first_author(work))]


def _first_author(work: Work) -> tuple[str, ...]:
    return work.names[0].words


def _longest(left: Sequence[str], short: Words, best: float) -> float:
    """How many words a title can have that holds none but these words of a note, and is as close as the best so far."""
    quoted = sum(word in short for word in left)
    return inf if short and SHORT * quoted / len(short) >= best else len(left) / best
