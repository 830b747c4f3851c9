"""Composes chosen excerpts: each sentence once, in the order of the text within a section, joined where safe."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from briefings.model.briefing import Prose, Said
from briefings.summarising.composing.capitals import Capitals
from briefings.summarising.composing.excerpts import Excerpt, in_order, spaced
from briefings.summarising.composing.frames import joinable
from briefings.summarising.composing.language import Language, language_of, language_within
from briefings.summarising.lengths import word_count
from briefings.summarising.passages import Composed, Sentence

# They only add: what contrasts, causes or follows in time is for the text to say.
_CONNECTIVES: Mapping[Language, Mapping[str, str]] = {
    "en": {"and": ", and ", ";": "; ", "in addition": ". In addition, "},
    "ru": {"и": ", и ", ";": "; ", "кроме того": ". Кроме того, "},
    "zh": {"；": "；", "此外": "。此外，"},
    "other": {},
}
_LISTED = frozenset(join for language in _CONNECTIVES.values() for join in language)
_STOPS: Mapping[Language, str] = {"en": ".", "ru": ".", "zh": "。", "other": ""}
_MOST_JOINED = 3  # excerpts of a sentence
_LONGEST_CONNECTIVE = 2  # words
_ENGLISH_FRONTS_TEXT = """
in on at by from during for since under between with among after before
"""
_ENGLISH_FRONTS = frozenset(_ENGLISH_FRONTS_TEXT.split())

Joins = Mapping[frozenset[int], str]


def connectives(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The connectives of the language in which most of the sentences are."""
    return tuple(_CONNECTIVES[language_of(" ".join(each.text for each in sentences))])


def compose(plan: Sequence[Composed], known: Mapping[str, Excerpt], sentences: Sequence[Sentence], words: int) -> Prose:
    """The prose of at most `words` words.

    Where a composed sentence does not hold, the excerpts that it names come as sentences of their own, unwritten.
    """
    chosen = _chosen(plan, known, sentences, words)
    runs = _runs([known[id_] for id_ in chosen], sentences)
    said = list(_said(runs, _joins(plan, known), sentences, {int(id_) - 1 for id_, holds in chosen.items() if holds}))
    return Prose(tuple(said), sum(one.written for one in said), len(plan))


def _chosen(
    plan: Sequence[Composed], known: Mapping[str, Excerpt], sentences: Sequence[Sentence], words: int
) -> dict[str, bool]:
    """The ids that fit, in the model's order, and whether the composed sentence that named each holds."""
    chosen: dict[str, bool] = {}
    taken = set[int]()
    for composed in plan:
        holds = _holds(composed, known)
        for id_ in composed.excerpts:
            new = set(known[id_].sentences) - taken if id_ in known else set[int]()
            size = sum(word_count(sentences[index].text) for index in new) + _LONGEST_CONNECTIVE
            if new and size - (_LONGEST_CONNECTIVE if len(composed.excerpts) == 1 else 0) <= words:
                words -= size
                taken |= new
                chosen[id_] = holds
    return chosen


def _holds(composed: Composed, known: Mapping[str, Excerpt]) -> bool:
    fits = 0 < len(composed.excerpts) <= _MOST_JOINED and len(composed.connectives) == len(composed.excerpts) - 1
    return fits and known.keys() >= set(composed.excerpts) and _LISTED.issuperset(composed.connectives)


def _joins(plan: Sequence[Composed], known: Mapping[str, Excerpt]) -> Joins:
    """The connective that was put between two sentences."""
    return {
        frozenset(int(id_) - 1 for id_ in pair): join
        for composed in plan
        if _holds(composed, known)
        for pair, join in zip(pairwise(composed.excerpts), composed.connectives, strict=True)
    }


def _runs(chosen: Sequence[Excerpt], sentences: Sequence[Sentence]) -> list[list[int]]:
    """The sentences in the order in which they are told; those that come together in one list."""
    together = {pair for excerpt in chosen for pair in pairwise(excerpt.sentences)}
    runs: list[list[int]] = []
    for index in in_order(sentences, [index for excerpt in chosen for index in excerpt.sentences]):
        if runs and (runs[-1][-1], index) in together:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _said(
    runs: Sequence[Sequence[int]], joins: Joins, sentences: Sequence[Sentence], written: set[int]
) -> Iterator[Said]:
    connecting = _Connecting(sentences)
    text, rests = "", list[int]()
    for before, run in zip([(), *runs], runs, strict=False):
        whole = spaced([sentences[index].text for index in run])
        connected = connecting.of(text, before, joins, run)
        if connected is None and rests:
            yield Said(text, tuple(rests), written=not written.isdisjoint(rests))
            rests = []
        text = whole if connected is None else text[:-1] + connected
        rests += run
    if rests:
        yield Said(text, tuple(rests), written=not written.isdisjoint(rests))


class _Connecting:
    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._texts = [each.text for each in sentences]
        self._around = " ".join(self._texts)
        self._capitals = Capitals.of(self._texts)
        self._added = False  # whether something was told "in addition": twice reads like a list

    def of(self, text: str, before: Sequence[int], joins: Joins, run: Sequence[int]) -> str | None:
        """A connective and the one sentence behind it; None where a new sentence has to begin."""
        if len(before) != 1 or len(run) != 1 or frozenset((before[0], run[0])) not in joins:
            return None
        told, follows = self._texts[before[0]], self._texts[run[0]]
        language, own = (language_within(each, self._around) for each in (told, follows))
        sign, stop = _CONNECTIVES[language].get(joins[frozenset((before[0], run[0]))]), _STOPS[language]
        inside = self._capitals.inside(follows)
        if sign is None or inside is None or own != language or not (text.endswith(stop) and follows.endswith(stop)):
            return None
        adds = sign.startswith(stop)
        if not (joinable(told, language) and joinable(follows, language)) or (adds and self._added):
            return None
        if not adds and (_fronted(told) or _fronted(follows)):
            return None
        self._added = self._added or adds
        return f"{sign}{inside}"


def _fronted(text: str) -> bool:
    """Whether an English sentence opens with a time or place that may be taken to hold for another as well."""
    return text.split()[0].lower() in _ENGLISH_FRONTS
