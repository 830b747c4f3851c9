"""Checks that what is said of a person is said of the same person in the source."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefings.summarising.anaphora import depends_on_previous
from briefings.summarising.grounding.tokens import Token, stems, tokens

_SAYING = stems(
    "say said tell told add state note explain describe mention point out report claim argue warn promise accord"
)
_ENOUGH = 2  # words after a name from which on they tell what the person does; else those before it do


def misassigned(sentence: str, cited: Sequence[str]) -> bool:
    """Whether everything said about a person comes from sentences that don't name them.

    Unknown if a cited sentence opens with a pronoun, which refers to an earlier sentence.
    """
    if len(cited) < 2 or any(map(depends_on_previous, cited)):
        return False
    persons = {term for each in cited for term in _surnames(each)}
    return any(
        _of_another(token, sentence, cited) for token in tokens(sentence) if token.capital and token.term in persons
    )


def _surnames(text: str) -> Iterator[str]:
    """The last words of names with two or more words."""
    for before, last in pairwise(tokens(text)):
        if before.capital and last.capital and before.content and last.content and text[before.end : last.start] == " ":
            yield last.term


def _of_another(name: Token, sentence: str, cited: Sequence[str]) -> bool:
    found = [token for token in tokens(sentence) if token.content and not token.capital and token.term not in _SAYING]
    after = {token.term for token in found if token.start > name.end}
    content = after if len(after) >= _ENOUGH else {token.term for token in found}
    own, others = set[str](), set[str]()
    for each in cited:
        terms = {token.term for token in tokens(each)}
        (own if name.term in terms else others).update(terms)
    return bool(own and content) and not content & own and bool(content & others)
