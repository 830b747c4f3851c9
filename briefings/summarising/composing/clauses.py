"""The clauses that may be chosen from numbered sentences, each whole with whatever its meaning hangs on.

A sentence that leans on the one before it comes together with that; one that the next sentence takes back comes
together with the next. A part of a sentence is a clause only where nothing in the sentence says that it is claimed,
supposed, denied, asked or ordered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.summarising.composing import cutting
from briefings.summarising.composing.anaphora import needs_before, points_back, with_name
from briefings.summarising.composing.capitals import Capitals
from briefings.summarising.composing.frames import asks, open_quotation, supposes, takes_back
from briefings.summarising.composing.language import Language, language_within
from briefings.summarising.passages import Sentence

_BETWEEN = re.compile(r"(?<=[。！？]) |(?<=[。！？][”』」]) ")
_LONGEST = 2_000  # characters of a sentence; what is longer is no clause, and takes long to judge
_LONGEST_CHAIN = 4  # sentences that come together


@dataclass(frozen=True, slots=True)
class Clause:
    """What may be chosen: the words, in `parts` of one sentence each, and the indexes of the sentences they come from.

    `opens` where it may only stand first, since what it points back to is not there.
    """

    parts: tuple[str, ...]
    sentences: tuple[int, ...]
    language: Language
    opens: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return spaced(self.parts)


def spaced(parts: Sequence[str]) -> str:
    """Sentences one after the other, without a space after a Chinese full stop."""
    return _BETWEEN.sub("", " ".join(parts))


@dataclass(frozen=True, slots=True)
class _Material:
    """The sentences with what they show of language and capitals."""

    sentences: Sequence[Sentence]
    text: str
    capitals: Capitals


def clauses(sentences: Sequence[Sentence]) -> Mapping[str, Clause]:
    """Each clause under its id.

    "3" is the third sentence, "3a" a part of it, "3m" its clauses the other way round, "3n" has a name for its pronoun.
    """
    texts = [each.text for each in sentences]
    material = _Material(sentences, " ".join(texts), Capitals.of(texts))
    return {id_: clause for index in range(len(sentences)) for id_, clause in _of_sentence(material, index)}


def _of_sentence(material: _Material, index: int) -> Iterator[tuple[str, Clause]]:
    sentences = material.sentences
    beside = (sentences[index].text, sentences[index].before or "", sentences[index].after or "")
    if max(map(len, beside)) > _LONGEST:
        return
    language, group = language_within(sentences[index].text, material.text), _group(sentences, index)
    if group is None or language == "other" or asks(sentences[index].text):
        return
    first = sentences[group[0]]
    opens = _needs_before(first)
    if first.before == "" or not opens:
        yield str(index + 1), Clause(tuple(sentences[each].text for each in group), tuple(group), language, opens)
    if group[-1] == index:
        for letter, text in _variants(sentences[index], language, material.capitals):
            yield f"{index + 1}{letter}", Clause((text,), (index,), language)


def _variants(sentence: Sentence, language: Language, capitals: Capitals) -> Iterator[tuple[str, str]]:
    """What else may be made of a sentence, under the letter that its id ends in."""
    if _needs_before(sentence):
        named = with_name(sentence.text, sentence.before)
        if named is not None:
            yield "n", named
        return
    for letter, part in zip("abcdef", cutting.parts(sentence.text, language), strict=False):
        if part and not points_back(part):
            yield letter, part
    turned = cutting.turned(sentence.text, language, capitals)
    if turned is not None:
        yield "m", turned


def _group(sentences: Sequence[Sentence], index: int) -> list[int] | None:
    """The sentences that have to come together with one, in order; None where one of them is not among those given."""
    group = [index]
    while _needs_before(first := sentences[group[0]]) and first.before != "":
        earlier = _neighbour(sentences, first)
        if earlier is None and len(group) == 1:
            return None if first.quoted or open_quotation(first.text) else group
        if earlier is None or len(group) == _LONGEST_CHAIN:
            return None
        group.insert(0, earlier)
    while after := _needed_after(sentences, group):
        later = next((n for n, each in enumerate(sentences) if each.text == after and n not in group), None)
        if later is None or len(group) == _LONGEST_CHAIN:
            return None
        group.append(later)
    return group


def _needs_before(sentence: Sentence) -> bool:
    inside = sentence.before is not None and open_quotation(sentence.before) > 0
    opened = inside or any(map(supposes, sentence.earlier))
    return opened or open_quotation(sentence.text) < 0 or needs_before(sentence.text, sentence.before)


def _needed_after(sentences: Sequence[Sentence], group: Sequence[int]) -> str | None:
    """The sentence that has to follow, None where none has to; "?" stands for one that is not known."""
    after = sentences[group[-1]].after
    if open_quotation(" ".join(sentences[each].text for each in group)):
        return after or "?"
    if any(sentences[each].quoted for each in group) and all(sentences[each].quoted for each in group):
        return after or "?"
    return after if after and points_back(after) and takes_back(after) else None


def _neighbour(sentences: Sequence[Sentence], sentence: Sentence) -> int | None:
    """The index of the sentence before one, if it is among those given."""
    there = (
        n for n, each in enumerate(sentences) if each.text == sentence.before and each.after in (None, sentence.text)
    )
    return None if sentence.before is None else next(there, None)
