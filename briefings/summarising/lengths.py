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
    """A share of the text, with at least `least` and at most `most` words."""

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
    """The number of words; 1.6 Chinese or Japanese characters count as one word."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    return (
        len(_UNSPACED.sub(" ", text).split()) + round(unspaced / _CHARACTERS_A_WORD) if unspaced else len(text.split())
    )


def budget(passages: Sequence[Passage], length: str) -> int:
    """The word limit of a "short", "medium" or "long" summary. Raises BadInput for other lengths.

    If every section must be covered, the limit grows until each has room for a sentence of usual size.
    """
    if length not in LENGTHS:
        raise BadInput("“{length}” isn't a summary length; use short, medium or long.", length=length)
    chosen = LENGTHS[length]
    sizes = [word_count(passage.text) for passage in passages]
    words = min(max(round(chosen.share * sum(sizes)), chosen.least), chosen.most)
    return max(words, _one_each(passages, sizes)) if chosen.every_section else words


def is_substantial(passage: Passage) -> bool:
    """Whether a section is long enough to be missed if a summary leaves it out."""
    return bool(passage.sentences) and word_count(passage.text) >= _WEIGHTY


def _one_each(passages: Sequence[Passage], sizes: Sequence[int]) -> int:
    pairs = zip(passages, sizes, strict=True)
    return round(sum(size / len(p.sentences) for p, size in pairs if p.sentences and size >= _WEIGHTY))
