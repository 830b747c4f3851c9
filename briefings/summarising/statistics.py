"""The sentences of a text in columns: what each holds, and how its words are spread over the text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log, sqrt

from briefings.summarising.lines import wording
from briefings.summarising.passages import Marks, Passage
from briefings.summarising.roots import CLAIMS, signals
from briefings.text.patterns import lazy_re
from briefings.text.terms import content_terms, is_function, terms, without_function, word_count

Name = tuple[str, ...]  # the stems of its words

_FIGURE = lazy_re(r"(?<![\w.#§/-])[-+]?\d[\d.,]*(?![\w-])|\d[\d.,]*(?=[%％‰万亿元成个年月人吨倍]|\s?[a-zа-я]{1,3}\b)")
_YEAR = lazy_re(r"(?:1[5-9]|20)\d\d")
_CHINESE_FIGURE = lazy_re(r"[一二三四五六七八九十百千两]+(?:成|倍|万|亿|名|家|人|元|吨|次|项|个百分点)|百分之")
_DIGIT = lazy_re(r"\d")
_SYMBOL = lazy_re(r"[$€£¥₽%％‰]")
_CAPITALS = r"[A-ZА-ЯЁ][\w’'&-]*"
_NAME = lazy_re(rf"{_CAPITALS}(?:\.?\s(?:of\s|for\s|de\s|von\s|van\s)?{_CAPITALS}){{0,6}}|《[^》]{{2,40}}》")
_LATIN_IN_CHINESE = lazy_re(r"[A-Za-z][A-Za-z.-]+")
_QUOTED = lazy_re(r"“[^“”]{2,}[”\"]|«[^«»]{2,}»|「[^「」]{2,}」|„[^„“]{2,}“|\"[^\"]{2,}\"")
_OPENS_QUOTED = lazy_re(r"\W{0,2}[“«「„\"]")
_CJK = lazy_re(r"[\u3040-\u9fff]")
_SEVERAL = 3  # sections from which on the last of them concludes a text
_NOUNS_IN_CAPITALS = 0.22  # share of words in capitals from which on capitals name nothing, as in German
_NAMED_BEFORE = ("the", "these", "those", "this", "of")  # before a number word that only counts again what was named


@dataclass(frozen=True)
class Sentence:
    """One sentence: its wording without citations, what it holds and what its words signal.

    `figures` counts numbers that are no dates; `names` holds the names in it that the title lacks.
    """

    number: int  # in the whole text
    section: int  # index among the passages
    rank: int  # place within its section
    text: str
    size: int  # words
    terms: tuple[str, ...]
    content: tuple[str, ...]  # without function words and repeats
    figures: int
    measured: bool
    names: frozenset[Name]
    signals: Counter[str]
    quoted_share: float
    opens_quoted: bool
    marks: Marks

    @property
    def dated(self) -> bool:
        """Whether it names a day or another time."""
        return bool(self.marks.dates)

    @cached_property
    def is_empty(self) -> bool:
        """Whether it holds no figure, date, name, quoted phrase or source, and signals nothing that is done or advised.

        Two vague words make up for any signal.
        """
        return self._says_little and not self.names

    @property
    def has_names_alone(self) -> bool:
        """Whether it would be empty without its names."""
        return self._says_little and bool(self.names)

    @cached_property
    def _says_little(self) -> bool:
        if self.figures or self.quoted_share or self.marks.dates or self.marks.citations:
            return False
        if self.marks.advised or self.marks.ahead:
            return False
        weak = all(signal in _WEAK or not self.signals[signal] for signal in CLAIMS)
        return weak or self.signals["vague"] > 1


_WEAK = frozenset(["finding", "negation", "ahead"])  # signals that a sentence without any fact can have as well


@dataclass(frozen=True, slots=True)
class Text:
    """All sentences of a text, and what is counted over those that are not empty.

    `words` is the size of these together. Empty sentences count nowhere, so that one more or less changes nothing.
    """

    sentences: tuple[Sentence, ...]
    title: frozenset[str]
    words: int
    holding: Counter[str]  # sentences that hold a term
    weights: dict[str, float]  # of a term, by rarity
    named: Counter[Name]  # sentences that hold a name
    repeated: Counter[tuple[str, str]]  # sentences that hold a pair of neighbouring terms
    full: int  # sentences that are not empty
    centrality: tuple[float, ...]  # of each sentence, as a share of the highest
    closing: frozenset[int]  # the sections that conclude


def text_of(title: str, sections: Sequence[Passage]) -> Text:
    """Reads all sentences once."""
    titled = frozenset(content_terms(title))
    sentences = tuple(_sentences(titled, sections))
    full = [each for each in sentences if not each.is_empty] or list(sentences)
    holding = Counter(term for each in full for term in each.content)
    weights = {term: log(1 + len(full) / count) for term, count in holding.items()}
    return Text(
        sentences,
        titled,
        sum(each.size for each in full),
        holding,
        weights,
        Counter(name for each in full for name in each.names),
        _pairs(full),
        len(full),
        _centrality(sentences, full, weights),
        _closing(sections, full),
    )


def _closing(sections: Sequence[Passage], full: Sequence[Sentence]) -> frozenset[int]:
    """The sections that conclude by their heading, else the last of several; those that say nothing are none."""
    telling = {each.section for each in full}
    named = frozenset(index for index in telling if sections[index].closes)
    return named or frozenset([max(telling)] if len(telling) >= _SEVERAL else ())


def _pairs(sentences: Sequence[Sentence]) -> Counter[tuple[str, str]]:
    return Counter(pair for each in sentences for pair in set(pairwise(each.terms)))


def _sentences(title: frozenset[str], sections: Sequence[Passage]) -> Iterable[Sentence]:
    nouns = _nouns_in_capitals(sections)
    number = 0
    for index, passage in enumerate(sections):
        for rank, (start, end) in enumerate(passage.sentences):
            marks = passage.marks[rank] if passage.marks else Marks()
            yield _sentence(number, index, rank, passage.text, start, end, marks, title, nouns=nouns)
            number += 1


def _nouns_in_capitals(sections: Sequence[Passage]) -> bool:
    """Whether so many words begin with a capital that it tells no names apart."""
    words = [word for passage in sections[:20] for word in passage.text[:4_000].split()]
    inside = [word for before, word in pairwise(words) if before[-1:] not in ".!?:" and word[:1].isalpha()]
    return sum(word[0].isupper() for word in inside) > _NOUNS_IN_CAPITALS * max(len(inside), 1)


def _sentence(
    number: int,
    section: int,
    rank: int,
    source: str,
    start: int,
    end: int,
    marks: Marks,
    title: frozenset[str],
    *,
    nouns: bool,
) -> Sentence:
    plain = wording(_without(source, start, end, marks.citations))
    undated = wording(_without(source, start, end, (*marks.citations, *marks.dates))) if marks.dates else plain
    found = tuple(terms(plain))
    known = signals()
    signal = Counter([kind for term in found if term in known for kind in known[term]])
    quoted = list(_QUOTED.finditer(plain))
    return Sentence(
        number,
        section,
        rank,
        plain,
        word_count(source[start:end]),
        found,
        tuple(dict.fromkeys(without_function(found))),
        _figures(undated, found, signal),
        bool(_SYMBOL.search(undated) or signal["unit"]),
        frozenset(_names(undated, marks, title, nouns=nouns)),
        signal,
        (sum(len(match[0]) for match in quoted) or bool(marks.quoted)) / max(len(plain), 1),
        bool(_OPENS_QUOTED.match(plain)),
        marks,
    )


def _without(source: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """A sentence without some spans of its passage."""
    kept, at = [], start
    for first, last in sorted(spans):
        if at <= first < end:
            kept.append(source[at:first])
            at = min(last, end)
    return "".join([*kept, source[at:end]])


def _figures(text: str, found: Sequence[str], signal: Counter[str]) -> int:
    """How many numbers a sentence holds that are no dates."""
    digits = [match[0] for match in _FIGURE.finditer(text)] if _DIGIT.search(text) else []
    spelt = 0
    if signal["number"]:
        known = signals()
        pairs = pairwise(("", *found))
        spelt = sum("number" in known.get(term, ()) and before not in _NAMED_BEFORE for before, term in pairs)
    chinese = len(_CHINESE_FIGURE.findall(text)) if _CJK.search(text) else 0
    return sum(not _YEAR.fullmatch(each.strip(".,")) for each in digits) + spelt + chinese


def _names(text: str, marks: Marks, title: frozenset[str], *, nouns: bool) -> Iterable[Name]:
    """The names in a sentence that the title lacks."""
    if _CJK.search(text):
        words: list[str] = [*marks.names, *_LATIN_IN_CHINESE.findall(text), *re.findall(r"《[^》]{2,40}》", text)]
        names = [tuple(terms(word)) for word in words]
    elif nouns and marks.names:
        names = [tuple(terms(word)) for word in marks.names]
    else:
        names = [_name(match[0], opens=match.start() < 2) for match in _NAME.finditer(text)]
    return (name for name in names if name and not title.issuperset(name))


def _name(words: str, *, opens: bool) -> Name:
    """The stems of words in capitals; () where only the sentence's beginning makes the capital."""
    found = [term for term in terms(words) if not is_function(term)]
    alone = len(words.split()) == 1 or len(found) < len(words.split())
    return () if opens and len(found) == 1 and alone and not words[1:2].isupper() else tuple(found)


def _centrality(
    sentences: Sequence[Sentence], full: Sequence[Sentence], weights: dict[str, float]
) -> tuple[float, ...]:
    """How near each sentence's words are to those of all others, as a share of the nearest."""
    norms = [_norm(each.content, weights) for each in sentences]
    whole: dict[str, float] = {}
    for each in full:
        for term in each.content:
            whole[term] = whole.get(term, 0.0) + 1 / norms[each.number]
    shared = {term: value * weights[term] ** 2 for term, value in whole.items()}
    near = [sum([shared[term] for term in each.content if term in shared]) / norms[each.number] for each in sentences]
    highest = max(near, default=0.0) or 1.0
    return tuple(value / highest for value in near)


def _norm(content: Sequence[str], weights: dict[str, float]) -> float:
    return sqrt(sum([weights[term] ** 2 for term in content if term in weights])) or 1.0
