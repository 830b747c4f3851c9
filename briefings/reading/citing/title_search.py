"""Finds the works whose titles share the most words with a note, without comparing the note to every title."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from math import inf

from briefings.reading.citing.reference_index import Work

SHORT = 0.99  # a short title counts a little less than a whole one
Words = frozenset[str]


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
