"""Summary lengths in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.errors import BadInput
from briefings.summarising.passages import Passage

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CHARACTERS_A_WORD = 1.6  # Chinese characters that say as much as one English word
_WEIGHTY = 15  # words; a shorter section may go without a sentence


@dataclass(frozen=True, slots=True)
class Length:
    """A part of the text, at least `least` and at most `most` words, whatever the text's size."""

    share: float
    least: int
    most: int
    every_section: bool


LENGTHS = {
    "short": Length(share=0.10, least=40, most=110, every_section=False),
    "medium": Length(share=0.20, least=80, most=220, every_section=True),
    "long": Length(share=0.35, least=140, most=450, every_section=True),
}


def word_count(text: str) -> int:
    """The words of a text; Chinese and Japanese characters count by what they say, 1.6 to a word."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    return (
        len(_UNSPACED.sub(" ", text).split()) + round(unspaced / _CHARACTERS_A_WORD) if unspaced else len(text.split())
    )


def budget(passages: Sequence[Passage], length: str) -> int:
    """The words that a summary of "short", "medium" or "long" length may have; raises BadInput for other lengths.

    Where every section is to have its say, the budget grows until each has room for one sentence of usual size.
    """
    if length not in LENGTHS:
        raise BadInput("A summary is short, medium or long, not “{length}”.", length=length)
    chosen = LENGTHS[length]
    sizes = [word_count(passage.text) for passage in passages]
    words = min(max(round(chosen.share * sum(sizes)), chosen.least), chosen.most)
    return max(words, _one_each(passages, sizes)) if chosen.every_section else words


def weighty(passage: Passage) -> bool:
    """Whether a section is long enough to be missed when a summary leaves it out."""
    return bool(passage.sentences) and word_count(passage.text) >= _WEIGHTY


def _one_each(passages: Sequence[Passage], sizes: Sequence[int]) -> int:
    pairs = zip(passages, sizes, strict=True)
    return round(sum(size / len(p.sentences) for p, size in pairs if p.sentences and size >= _WEIGHTY))
