"""Selects sentences on a topic or an event, and detects sentences that say the same."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, sqrt

from briefings.summarising.extractive import Document
from briefings.summarising.passages import ChosenSentence, Passage, Relevant
from briefings.text import lazy_re, number_words
from briefings.text.terms import content_terms, is_function, spans, terms

_TITLE, _HEADING = 0.6, 0.7  # what a word of the topic counts that stands there and not in the sentence
_ENOUGH = 0.65  # share of the topic that a sentence must say
_SAME = 0.6  # share of the longer sentence's content words that the other holds too
_NUMBER = lazy_re(r"\d+(?:[.,]\d+)*")
_BRACKET = lazy_re(r"[(（\[][^()（）\[\]]*\d[^()（）\[\]]*[)）\]]")
_NEGATION = lazy_re(
    r"\b(?:not?|never|none|nobody|nothing|neither|nor|without|cannot|не|нет|ни|без|никто|ничто|никогда)\b|n[’']t\b|[不没未无非]",
    re.IGNORECASE,
)
_VALUES = {word: value for word, value in (number_words.ENGLISH | number_words.RUSSIAN).items() if value != 1}
# Words that say how sure something is, or of how much of a thing it is said.
_LIMITS = """
may might could can must should would likely probably perhaps possibly reportedly all every most many some few only
half third quarter может могут должен должны вероятно возможно все многие только 可能 可以 应该 必须 所有 只有
"""
# The two sides of one thing, with forms that a stemmer does not bring together.
_OPPOSITES = """
rise rose risen increase grow grew grown gain raise expand growth | fall fell fallen drop decline decrease shrink cut
support back favour approve accept adopt | oppose reject refuse condemn criticise
allow permit | ban forbid forbade prohibit
begin began begun start open | end stop close finish
strengthen improve recover | weaken worsen deteriorate
join enter | leave quit withdraw withdrew
succeed success win won | fail failure lose lost
import | export
high large more better early | low small less fewer worse late
вырос выросли рост увеличить повысить | упал упали падение снизить сократить
поддержать | осудить отвергнуть
разрешить | запретить
начать открыть | закончить закрыть
增加 上升 增长 提高 | 减少 下降 降低
支持 赞成 | 反对
允许 | 禁止
开始 | 结束
"""


@dataclass(frozen=True, slots=True)
class TopicSentences:
    """The chosen sentences in text order, and all relevant ones, best first."""

    chosen: tuple[ChosenSentence, ...]
    concerned: tuple[ChosenSentence, ...]


def topic_sentences(topic: str, title: str, sections: Sequence[Passage], words: int) -> TopicSentences:
    """What a text says on a topic in at most `words` words; may be empty."""
    shares = _shares_of(topic, title, sections)
    if not any(shares):
        return TopicSentences((), ())
    return TopicSentences(Document(title, sections).about(shares, words), _best(_places(sections), shares))


def concerned_sentences(topic: str, title: str, sections: Sequence[Passage]) -> tuple[ChosenSentence, ...]:
    """The sentences on a topic, best first, none of which is weighed against the rest of the text."""
    return _best(_places(sections), _shares_of(topic, title, sections))


def _shares_of(topic: str, title: str, sections: Sequence[Passage]) -> list[float]:
    wanted = frozenset(content_terms(topic) or terms(topic))
    shares = _shares(wanted, title, sections)
    return shares if any(shares) else _headed(wanted, title, sections)


def _places(sections: Sequence[Passage]) -> list[ChosenSentence]:
    return [ChosenSentence(i, n) for i, passage in enumerate(sections) for n in range(len(passage.sentences))]


def _best(places: Sequence[ChosenSentence], shares: Sequence[float]) -> tuple[ChosenSentence, ...]:
    best = sorted((number for number, share in enumerate(shares) if share), key=lambda number: -shares[number])
    return tuple(places[number] for number in best)


def _shares(wanted: frozenset[str], title: str, sections: Sequence[Passage]) -> list[float]:
    """The share of a topic in each sentence, with title and heading counted in; 0 if too small."""
    titled = wanted.intersection(terms(title))
    found = []
    for passage in sections:
        around = dict.fromkeys(titled, _TITLE) | dict.fromkeys(wanted & {*terms(passage.heading)}, _HEADING)
        for start, end in passage.sentences:
            held = wanted.intersection(terms(_BRACKET.sub(" ", passage.text[start:end])))
            share = sum(1 if term in held else around.get(term, 0) for term in wanted) / max(1, len(wanted))
            found.append(share if held and share >= _ENOUGH else 0.0)
    return found


def _headed(wanted: frozenset[str], title: str, sections: Sequence[Passage]) -> list[float]:
    """1 for each sentence below a heading that has the whole topic, or of a text whose title has it; else 0."""
    headed = [bool(wanted) and wanted <= {*terms(passage.heading)} for passage in sections]
    if wanted and not any(headed) and wanted <= {*terms(title)}:
        headed = [True] * len(sections)
    return [float(each) for passage, each in zip(sections, headed, strict=True) for _ in passage.sentences]


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a sentence is compared with others, without what stands in brackets.

    `terms` are its content words in order, each once; `names` those of them with a capital letter inside the sentence.
    `claim` holds what must be equal in both: numbers, words that limit what is claimed, and whether it is denied.
    """

    terms: tuple[str, ...]
    names: frozenset[str]
    claim: frozenset[str]
    sides: frozenset[tuple[int, int]]


def wording_of(sentence: str) -> Wording:
    """The wording of a sentence, for comparison with many."""
    text = _BRACKET.sub(" ", sentence)
    found = [(term, text[start].isupper() and number > 0) for number, (term, start, _) in enumerate(spans(text))]
    content = dict.fromkeys(term for term, _ in found if not is_function(term))
    numbers = {*_NUMBER.findall(text)} | {f"{_VALUES[word]}" for word in text.lower().split() if word in _VALUES}
    denied = {"not"} if len(_NEGATION.findall(text)) % 2 else set[str]()
    all_terms = {term for term, _ in found}
    return Wording(
        tuple(content),
        frozenset(term for term, capital in found if capital and term in content),
        frozenset(numbers | denied | (all_terms & _limits())),
        frozenset(_sides()[term] for term in all_terms & _sides().keys()),
    )


def say_the_same(one: str, other: str) -> bool:
    """Whether two sentences say the same."""
    return are_alike(wording_of(one), wording_of(other))


def are_alike(one: Wording, other: Wording) -> bool:
    """Whether two sentences say the same, if in doubt not.

    They share most content words, in the same order except for what moved from one end to the other. Numbers, limits
    and denials are equal, no word has its opposite in the other, and no name is replaced by another.
    """
    shared = [term for term in one.terms if term in other.terms]
    if not shared or one.claim != other.claim or len(shared) < _SAME * max(len(one.terms), len(other.terms)):
        return False
    if (one.names - {*other.terms} and other.names - {*one.terms}) or _opposed(one.sides, other.sides):
        return False
    there = [term for term in other.terms if term in shared]
    turn = there.index(shared[0])
    return there[turn:] + there[:turn] == shared


def _opposed(one: frozenset[tuple[int, int]], other: frozenset[tuple[int, int]]) -> bool:
    return any((pair, 1 - side) in other and (pair, side) not in other for pair, side in one)


@lru_cache(maxsize=1)
def _limits() -> frozenset[str]:
    return frozenset(terms(_LIMITS))


@lru_cache(maxsize=1)
def _sides() -> dict[str, tuple[int, int]]:
    """The pair of opposites to which a term belongs, and its side."""
    return {
        term: (pair, side)
        for pair, line in enumerate(_OPPOSITES.strip().splitlines())
        for side, words in enumerate(line.split("|"))
        for term in terms(words)
    }


_ENOUGH_WEIGHT = 0.5  # share of the topic's weight that a sentence must hold
_NEAR_BEST = 0.8  # share of the best sentence's score below which the others speak of something else


def relevant(topic: str, sections: Sequence[Passage], limit: int) -> list[Relevant]:
    """The sentences on a topic or an event's title, best first, at most `limit`; may be empty.

    A sentence must contain half of the topic's words, weighted by rarity, at least two if there are several, and nearly
    as many as the best sentence.
    """
    wanted = frozenset(content_terms(topic))
    found = [(i, j, held) for i, j, held in _terms_held(wanted, sections) if held]
    common = Counter(term for _, _, held in found for term in held)
    weight = {term: 1 / sqrt(1 + common[term]) for term in sorted(wanted)}
    least, total = min(2, len(wanted)), sum(weight.values())
    scored = [Relevant(i, j, fsum(map(weight.__getitem__, held)) / total) for i, j, held in found if len(held) >= least]
    bar = max([_ENOUGH_WEIGHT, *(_NEAR_BEST * one.score for one in scored)])
    best = sorted((one for one in scored if one.score >= bar), key=lambda one: (-one.score, one.section, one.sentence))
    return best[:limit]


def _terms_held(wanted: frozenset[str], sections: Sequence[Passage]) -> list[tuple[int, int, frozenset[str]]]:
    return [
        (i, j, wanted.intersection(terms(passage.text[start:end])))
        for i, passage in enumerate(sections)
        for j, (start, end) in enumerate(passage.sentences)
    ]
