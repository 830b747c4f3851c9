"""A brief in five lines: what was decided or recommended, the figures, the dates ahead, and the main points."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from briefings.summarising.decisions import decisiveness, is_claim
from briefings.summarising.extractive import LEARNED, choose, introductions, stands_alone
from briefings.summarising.features import NAMES, DocumentStatistics, document_statistics, rows
from briefings.summarising.figures_and_dates import OF_COUNT
from briefings.summarising.passages import ChosenSentence, Passage
from briefings.text import lazy_re

BriefKind = Literal["decided", "figures", "ahead", "points"]
_MOST_LINES = 5
_AHEAD, _SUM, _COUNT = map(NAMES.index, ("tells a date that is to come", "gives a sum or a measure", "counts things"))
_FIRST: tuple[BriefKind, ...] = ("decided", "ahead", "figures")  # what the first lines tell, if there is one
_THEN: tuple[BriefKind, ...] = ("ahead", "decided", "points", "figures")  # over and over, until all are full
_MOST_WORDS = 45  # of a line, where there are shorter ones
_SAME = 0.6  # share of the shorter sentence's content words from which on two say the same
_GIST_WORDS = 110  # of the short summary that holds the main points
_LEAST_WORTH = {"decided": 1.4, "figures": 0.5, "points": 0.4}
_MOST_FACTS = 1.5  # of the weight of key facts that a decision counts
_FACTS_OF_DECISION = 0.6  # times the weight of its key facts, added to how far a sentence decides


@dataclass(frozen=True, slots=True)
class Brief:
    """The chosen sentences by what they tell, each in text order, and how many sentences with dates ahead are left."""

    told: dict[BriefKind, list[ChosenSentence]]
    leads: dict[ChosenSentence, ChosenSentence]  # the lines that introduce some of them as items of a list
    further_dates: int


def brief(title: str, sections: Sequence[Passage], over: Collection[ChosenSentence] = ()) -> Brief:
    """At most five sentences by what they tell; kinds without a sentence are left out.

    Each sentence is understood without the ones before it, except the line that introduces it as an item of a list.
    Those `over` tell only dates that had passed when the text was published, whatever their words.
    """
    text = document_statistics(title, sections)
    places = [ChosenSentence(i, n) for i, part in enumerate(sections) for n in range(len(part.sentences))]
    candidates = _candidates(text, title, sections, places, over)
    lines = _Lines(text, candidates)
    for kind in _FIRST:
        lines.add(kind)
    while lines.left and any(candidates.values()):
        for kind in _THEN:
            lines.add(kind)
    told = {kind: [places[n] for n in sorted(numbers)] for kind, numbers in lines.chosen.items() if numbers}
    taken = [n for numbers in lines.chosen.values() for n in numbers]
    introduced = introductions(text)
    leads = {places[n]: places[lead] for n in taken if (lead := introduced[n]) is not None}
    return Brief(told, leads, lines.unsaid("ahead"))


_NUMBER = lazy_re(r"\d+")


class _Lines:
    """The lines chosen so far, each from the best candidates of its kind that say something new."""

    def __init__(self, text: DocumentStatistics, candidates: dict[BriefKind, list[int]]) -> None:
        self.chosen: dict[BriefKind, list[int]] = {kind: [] for kind in get_args(BriefKind)}
        self.left = _MOST_LINES
        self._text = text
        self._candidates = candidates

    def add(self, kind: BriefKind) -> None:
        """Takes the best candidate that is left, unless there is none or no line is free."""
        while self.left and self._candidates[kind]:
            number = self._candidates[kind].pop(0)
            if self._is_new(number):
                self.chosen[kind].append(number)
                self.left -= 1
                return

    def unsaid(self, kind: BriefKind) -> int:
        """The number of candidates left that say something new."""
        return sum(map(self._is_new, self._candidates[kind]))

    def _is_new(self, number: int) -> bool:
        taken = [other for numbers in self.chosen.values() for other in numbers]
        return number not in taken and not any(_same(self._text, number, other) for other in taken)


def _same(text: DocumentStatistics, one: int, other: int) -> bool:
    """Whether two sentences share most of their words, and a number if both have some."""
    first, second = frozenset(text.content[one]), frozenset(text.content[other])
    numbers, others = (frozenset(_NUMBER.findall(text.texts[n])) for n in (one, other))
    if numbers and others and not numbers & others:
        return False
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def _candidates(
    text: DocumentStatistics,
    title: str,
    sections: Sequence[Passage],
    places: Sequence[ChosenSentence],
    over: Collection[ChosenSentence],
) -> dict[BriefKind, list[int]]:
    """The sentences that may be told of each kind, best first; dates ahead in text order."""
    table, alone = [*rows(text)], stands_alone(text)
    worth = [LEARNED.facts(row) for row in table]
    able = [n for n in range(len(places)) if alone(n) and not _is_loose(text.texts[n])]
    ahead = [n for n in able if places[n] not in over and _lies_ahead(text.texts[n], told=bool(table[n][_AHEAD]))]
    others = sorted({*able}.difference(ahead))
    decides = {n: decisiveness(text.texts[n], sections[places[n].section].heading) for n in others}
    decided = {n: by + _FACTS_OF_DECISION * min(worth[n], _MOST_FACTS) for n, by in decides.items() if by}
    figures = {n: worth[n] * weight for n in others if (weight := table[n][_SUM] + OF_COUNT * table[n][_COUNT])}
    gist = frozenset(_gist(text, title, sections, places))
    points = {n: worth[n] for n in others if n in gist and not is_claim(text.texts[n])}
    scores: dict[BriefKind, dict[int, float]] = {"decided": decided, "figures": figures, "points": points}
    found = {kind: _best(text, score, _LEAST_WORTH[kind]) for kind, score in scores.items()}
    if not found["decided"] and found["points"]:  # a text that decides nothing begins with what it is about
        first = min(found["points"])
        found["points"].sort(key=lambda n: n != first)
    return {**found, "ahead": ahead}


def _best(text: DocumentStatistics, score: dict[int, float], least: float) -> list[int]:
    """The sentences of some worth, best first; one that is too long for a line counts less."""
    fair = {n: worth * _fairness(text, n) for n, worth in score.items() if worth >= least}
    return sorted(fair, key=lambda n: (-fair[n], n))


def _fairness(text: DocumentStatistics, number: int) -> float:
    """1, or less for a sentence that is too long for a line or names something by "this"."""
    told = _OF_BACKWARD if _BACKWARD.search(text.texts[number]) else 1.0
    return told / max(1.0, text.sizes[number] / _MOST_WORDS)


_OF_BACKWARD = 0.7
_BACKWARD = lazy_re(
    r"\b(?:this|these|those|such|the (?:same|latter|former)) (?!year|week|month|summer|winter|spring|autumn|fall|"
    r"morning|"
    r"evening|report|paper|study|article|document|court|case|appeal|committee|council|board|code|agreement|as\b|"
    r"that\b)"
    r"\w+|\b(?:do|did|does|doing|done) so\b|\b(?:here|there|thereof)[.,;]",
    re.IGNORECASE,
)


def _gist(
    text: DocumentStatistics, title: str, sections: Sequence[Passage], places: Sequence[ChosenSentence]
) -> list[int]:
    """The sentences of a short summary."""
    numbers = {place: number for number, place in enumerate(places)}
    return [numbers[place] for place in choose(title, sections, min(_GIST_WORDS, text.words // 2 + 1))]


_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"январ\w*|феврал\w*|марта?|апрел\w*|ма[йя]|июн\w*|июл\w*|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*)"
)
_SINCE = lazy_re(rf"\b(?:since|с) (?:early |late |mid-?)?(?:\d{{1,2}} )?(?:{_MONTH}|last\b|\d{{4}})", re.IGNORECASE)
_WILL = lazy_re(r"\b(?:will|shall|is to|are to|due|deadline|scheduled)\b|состоится|будет", re.IGNORECASE)
_ANNOUNCED = lazy_re(
    rf"\b(?:brings?|introduces?|launches|changes|moves|returns?|publishes|holds|signs|replaces?)\b.{{1,80}}"
    rf"\bon (?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})",
    re.IGNORECASE,
)  # the present tense of a timetable, with its day


def _lies_ahead(text: str, *, told: bool) -> bool:
    """Whether a sentence tells a date to come: as `told` by its features, or in the present tense of a timetable."""
    if _SINCE.search(text) and not _WILL.search(text):
        return False
    return told or _ANNOUNCED.search(text) is not None


_LOOSE = lazy_re(
    r"\W*$|.*\bdo(?:es|ne|ing)? so\b.{0,12}$|alternatively\b|.*[?？][\"”’)*_\s]*$|.*\b(?:pic\.twitter|https?://)|"
    r"[\"“].*[^.!?…\"”]$|(?:oh|hi|yes|ok|thanks?|play it)\b|"
    r"(?:regressions|status|recent|topic|updates?|presentation|discussion|overview|including|title|present|absent|"
    r"guests)\b[^.]*$|[(\[].*[)\]]$",
    re.IGNORECASE,
)  # questions, greetings, posts, labels


def _is_loose(text: str) -> bool:
    return _LOOSE.match(text) is not None
