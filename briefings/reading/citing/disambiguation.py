"""Guesses which of several references an ambiguous citation means, with the evidence.

Evidence is a word that only one candidate's title has, in the citation's clause, its sentence, the neighbouring
sentences, the section or its heading; or the day that the sentence names. Initials in the citation are checked first
and exclude authors with others. Similar titles ("Call with A", "Call with B") are told apart by the nearest place with
words of only one. Without clear evidence there is no guess.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from briefings.model.analysis import Author, Citation, Reference, Section, Sentence
from briefings.text.terms import content_terms, is_function, spans
from briefings.translatable import phrase

_MOST_CANDIDATES = 12  # with more nothing in the text is clear
_LONGEST_SENTENCE = 1500  # characters
_CLAUSE, _SENTENCE, _NEIGHBOUR, _HEADING, _SECTION, _DAY = 4.0, 2.5, 1.0, 2.0, 0.25, 12.0
_MOST_COUNTED = 4  # times that a word counts in a section
_ENOUGH = (
    6.0  # in weights of places, where a word that a text has once counts one; set with _CLEARLY on known citations
)
_CLEARLY = 5.0  # times as much as for any other candidate
_ALIKE = 0.5  # share of their words that titles have in common which differ in little
_MONTHS = (
    "jan январ", "feb феврал", "mar март", "apr апрел", "may ма[йя]", "jun июн", "jul июл", "aug август", "sep сентябр",
    "oct октябр", "nov ноябр", "dec декабр",
)  # fmt: skip
_DAY_LENGTH = len("2026-02-04")


@dataclass(frozen=True, slots=True)
class _Sign:
    """A word or date that favours a reference: its place, its weight, and how it is described."""

    place: str
    weight: float
    shown: str


_Place = tuple[str, float, Mapping[str, int]]


class Context:
    """The running text around citations; `text` has blanks instead of citations."""

    def __init__(self, text: str, sections: Sequence[Section], sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._sections = sections
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]

    @cached_property
    def _terms(self) -> list[frozenset[str]]:
        return [frozenset(content_terms(self._said(at))) for at in range(len(self._sentences))]

    @cached_property
    def _common(self) -> Counter[str]:
        return Counter(term for terms in self._terms for term in terms)

    @cached_property
    def _in_section(self) -> dict[int | None, Counter[str]]:
        known: dict[int | None, Counter[str]] = {}
        for sentence, terms in zip(self._sentences, self._terms, strict=True):
            known.setdefault(sentence.section, Counter()).update(terms)
        return known

    def rarity(self, term: str) -> float:
        """The weight of a term, by how few sentences contain it."""
        many = len(self._sentences) + 1
        return max(0.0, log(many / (self._common[term] + 0.5)) / log(many + 1))

    def at(self, offset: int) -> int:
        """The sentence that contains an offset."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def holds(self, citation: Citation) -> bool:
        """Whether a citation is in a sentence of the running text, not in a note."""
        return any(one.start <= citation.start < one.end for one in self._sentences[self.at(citation.start) :][:1])

    def near(self, citation: Citation, before: int) -> Iterator[_Place]:
        """Each place around a citation, closest first, with its weight and term counts."""
        at = self.at(citation.start)
        sentence = self._sentences[at]
        clause = self._text[max(sentence.start, before, citation.start - _LONGEST_SENTENCE) : citation.start]
        yield phrase("sentence"), _CLAUSE, Counter(set(content_terms(clause)))
        yield phrase("sentence"), _SENTENCE, Counter(self._terms[at])
        for neighbour in (at - 1, at + 1):
            if 0 <= neighbour < len(self._sentences) and self._sentences[neighbour].section == sentence.section:
                yield phrase("sentence beside it"), _NEIGHBOUR, Counter(self._terms[neighbour])
        if sentence.section is not None:
            yield phrase("heading"), _HEADING, Counter(set(content_terms(self._sections[sentence.section].heading)))
        yield phrase("section"), _SECTION, self._in_section[sentence.section]

    def sentence(self, citation: Citation) -> str:
        """The words of a citation's sentence."""
        return self._said(self.at(citation.start))

    def _said(self, at: int) -> str:
        one = self._sentences[at]
        return self._text[one.start : min(one.end, one.start + _LONGEST_SENTENCE)]


def likely_references(
    citations: Sequence[Citation], references: Sequence[Reference], context: Context
) -> tuple[Citation, ...]:
    """The citations; ambiguous ones with the reference that the context suggests, if any."""
    made: list[Citation] = []
    for number, citation in enumerate(citations):
        before = citations[number - 1].end if number else 0
        doubtful = (
            citation.status == "ambiguous" and len(citation.references) <= _MOST_CANDIDATES and context.holds(citation)
        )
        made.append(_told(citation, before, references, context) if doubtful else citation)
    return tuple(made)


def _told(citation: Citation, before: int, references: Sequence[Reference], context: Context) -> Citation:
    initials, candidates = _initialled(citation, references)
    if len(candidates) == 1:
        told = phrase("the citation says “{initials}”, the initials of that author", initials=initials)
        return replace(citation, likely=candidates[0], reason=told)
    titles = [_shown_terms(references[index]) for index in candidates]
    places = [*context.near(citation, before)]
    signs = _signs(titles, places, context)
    for at, day in _days([references[index] for index in candidates], context.sentence(citation)):
        signs[at].append(_Sign("day", _DAY, day))
    found = _closest(titles, places) or _clearest(signs)
    if not found:
        return citation
    return replace(citation, likely=candidates[found[0]], reason=_reason(found[1]))


def _initialled(citation: Citation, references: Sequence[Reference]) -> tuple[str, Sequence[int]]:
    """The initials before the name in a citation, and the references with those initials; else all that fit."""
    authors = [next(iter(references[index].authors), Author()) for index in citation.references]
    families = "|".join({re.escape(author.family) for author in authors if author.family})
    match = re.search(rf"\b((?:[^\W\d_]\.[\s-]?){{1,3}})\s?(?:{families})\b", citation.text) if families else None
    if not match:
        return "", citation.references
    said = _letters(match[1])
    having = [
        index
        for index, author in zip(citation.references, authors, strict=True)
        if _letters(author.given)[:1] == said[:1]
    ]
    return match[1].strip(), having or citation.references


def _letters(given: str) -> str:
    """The initials of given names; "JM" counts as two."""
    return "".join(part if part.isupper() else part[:1] for part in re.findall(r"[^\W\d_]+", given))


def _clearest(signs: Sequence[Sequence[_Sign]]) -> tuple[int, _Sign] | None:
    """The candidate with far more evidence than any other, and its strongest sign."""
    scores = [sum(sign.weight for sign in found) for found in signs]
    best = max(range(len(scores)), key=scores.__getitem__)
    second = max(score for at, score in enumerate(scores) if at != best)
    if scores[best] < _ENOUGH or scores[best] < _CLEARLY * second:
        return None
    return best, max(signs[best], key=lambda sign: sign.weight)


def _closest(titles: Sequence[Mapping[str, str]], places: Sequence[_Place]) -> tuple[int, _Sign] | None:
    """Among similar titles, the one whose distinctive words occur in the closest place with any such words."""
    common = set(titles[0]).intersection(*titles[1:])
    if len(common) < _ALIKE * max(map(len, titles)):
        return None
    own = [set(title).difference(*(other for other in titles if other is not title)) for title in titles]
    for place, _, counts in places:
        there = [at for at, words in enumerate(own) if not words.isdisjoint(counts)]
        if there:
            said = [term for term in titles[there[0]] if term in own[there[0]] and term in counts]
            shown = titles[there[0]][max(said, key=counts.__getitem__)]
            return (there[0], _Sign(place, 0.0, shown)) if len(there) == 1 else None
    return None


def _reason(sign: _Sign) -> str:
    if sign.place == "day":
        return phrase("the sentence names {day}, the day of that reference", day=sign.shown)
    return phrase("the {place} says “{word}”, a word of that title", place=sign.place, word=sign.shown)


def _signs(titles: Sequence[Mapping[str, str]], places: Sequence[_Place], context: Context) -> list[list[_Sign]]:
    """The signs for each candidate; words in all titles don't count."""
    shared = Counter(term for title in titles for term in title)
    telling = {term: (1 - (times - 1) / (len(titles) - 1)) * context.rarity(term) for term, times in shared.items()}
    return [
        [
            _Sign(place, weight * min(counts[term], _MOST_COUNTED) * telling[term], title[term])
            for place, weight, counts in places
            for term in title
            if term in counts and telling[term]
        ]
        for title in titles
    ]


def _shown_terms(reference: Reference) -> dict[str, str]:
    title = reference.title or ""
    return {term: title[start:end] for term, start, end in spans(title) if not is_function(term)}


def _days(candidates: Sequence[Reference], sentence: str) -> Iterable[tuple[int, str]]:
    """The one candidate whose date the sentence names, if the candidates' dates differ."""
    days = [one.date if one.date and len(one.date) == _DAY_LENGTH else "" for one in candidates]
    found = [(at, match[0]) for at, day in enumerate(days) if day and (match := _day(day).search(sentence))]
    return found if len(found) == 1 else ()


def _day(date: str) -> re.Pattern[str]:
    """A pattern for a date in English, Russian and Chinese, with or without its year."""
    month, day = int(date[5:7]), int(date[8:10])
    english, russian = _MONTHS[month - 1].split()
    return re.compile(
        rf"\b{english}[a-z]{{0,6}}\.?\s0?{day}\b|\b0?{day}\s{english}[a-z]{{0,6}}\b|\b{day}\s{russian}\w?|"
        rf"(?<!\d){month}月{day}日",
        re.IGNORECASE,
    )
