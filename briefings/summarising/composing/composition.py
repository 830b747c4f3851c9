"""Composes chosen excerpts: each sentence once, in the order of the text within a section, with nothing added."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from briefings.model.summary import Prose, ProseSentence
from briefings.summarising.composing.excerpts import Excerpt, in_order, spaced
from briefings.summarising.passages import SourceSentence
from briefings.text.terms import word_count


def compose(ids: Sequence[str], known: Mapping[str, Excerpt], sentences: Sequence[SourceSentence], words: int) -> Prose:
    """The prose of at most `words` words; ids that are not known, or too much, count for nothing."""
    chosen = _chosen(ids, known, sentences, words)
    parts = tuple(_said(run, sentences) for run in _runs([known[id_] for id_ in chosen], sentences))
    return Prose(parts, len(chosen), len(ids))


def _chosen(
    ids: Sequence[str], known: Mapping[str, Excerpt], sentences: Sequence[SourceSentence], words: int
) -> list[str]:
    """The ids that add something and fit, in the model's order."""
    chosen: list[str] = []
    taken = set[int]()
    for id_ in ids:
        new = set(known[id_].sentences) - taken if id_ in known else set[int]()
        size = sum(word_count(sentences[index].text) for index in new)
        if new and size <= words:
            words -= size
            taken |= new
            chosen.append(id_)
    return chosen


def _runs(chosen: Sequence[Excerpt], sentences: Sequence[SourceSentence]) -> list[list[int]]:
    """The sentences in output order, with those that belong together in one list."""
    together = {pair for excerpt in chosen for pair in pairwise(excerpt.sentences)}
    runs: list[list[int]] = []
    for index in in_order(sentences, [index for excerpt in chosen for index in excerpt.sentences]):
        if runs and (runs[-1][-1], index) in together:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _said(run: Sequence[int], sentences: Sequence[SourceSentence]) -> ProseSentence:
    return ProseSentence(spaced([sentences[index].text for index in run]), tuple(run))
