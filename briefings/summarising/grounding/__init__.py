"""Checks that a generated sentence says only what its source sentences say. Pure.

Numbers, dates, names, quotations, addresses and enough content words must occur in the sources, and negation,
contrast, certainty and instructions must agree. When in doubt the sentence is rejected and replaced by the text's own:
a false alarm costs style, a miss costs truth.
"""

from collections.abc import Sequence
from typing import Literal

from briefings.summarising.grounding.agreement import contradicted, recombined
from briefings.summarising.grounding.certainty import overstated
from briefings.summarising.grounding.clauses import clauses, nearest
from briefings.summarising.grounding.figures import (
    displaced_figures,
    misplaced_figures,
    unsupported_dates,
    unsupported_figures,
)
from briefings.summarising.grounding.frames import invented_cause, other_modal, unframed
from briefings.summarising.grounding.named import unsupported_names
from briefings.summarising.grounding.opposites import sides
from briefings.summarising.grounding.part_words import exchanged, other_owner, partial_words
from briefings.summarising.grounding.persons import misassigned
from briefings.summarising.grounding.quoted import misattributed, unsupported_addresses, unsupported_quotations
from briefings.summarising.grounding.roles import swapped
from briefings.summarising.grounding.tokens import Token, is_past, stems, tokens
from briefings.text.terms import is_function

__all__ = ["Fault", "grounding_faults"]

Fault = Literal[
    "empty",
    "figure",
    "date",
    "name",
    "quotation",
    "address",
    "content",
    "contradiction",
    "strength",
    "order",
    "frame",
    "cause",
    "half",
    "owner",
]

_ENOUGH = 0.84  # share of a sentence's content words that the cited sentences have to hold
# Words that a writer may put in without saying more.
_HARMLESS = stems(
    "also accord add account according tell state note report show find keep remain become stay follow followed lead "
    "due result number total amount today current now further already still there it one part way case include have do "
    "make take come go get set like say said point out explain describe mention text year promise"
)


def grounding_faults(sentence: str, cited: Sequence[str]) -> tuple[Fault, ...]:
    """The ways in which a sentence isn't supported by the sentences it cites; empty if it is supported."""
    source = "\n".join(cited)
    if not any(token.content for token in tokens(sentence)) or not cited:
        return ("empty",)
    said, known = clauses([sentence]), clauses(cited)
    judged: dict[Fault, bool] = {
        "figure": unsupported_figures(sentence, source)
        or misplaced_figures(sentence, source)
        or any(displaced_figures(clause.text, [near.text for near in nearest(clause, known)]) for clause in said),
        "date": unsupported_dates(sentence, source),
        "name": unsupported_names(sentence, source),
        "quotation": unsupported_quotations(sentence, cited) or misattributed(sentence, cited),
        "address": unsupported_addresses(sentence, source),
        "content": not _enough(sentence, source),
        "contradiction": contradicted(said, known),
        "strength": overstated(sentence, source, said, known),
        "order": swapped(sentence, cited) or recombined(said, known) or misassigned(sentence, cited),
        "frame": unframed(sentence, cited) or other_modal(sentence, source),
        "cause": invented_cause(sentence, source),
        "half": partial_words(sentence, source),
        "owner": other_owner(sentence, source) or exchanged(sentence, cited),
    }
    return tuple(fault for fault, found in judged.items() if found)


def _enough(sentence: str, source: str) -> bool:
    there = {token.term for token in tokens(source)}
    content = [token for token in tokens(sentence) if token.content and not is_function(token.term)]
    held = [
        token.term in there or token.figure or token.capital or _in_pieces(token, source) or _same_side(token, there)
        for token in content
    ]
    if any(
        is_past(sentence[token.start : token.end]) and not known and token.term not in _HARMLESS
        for token, known in zip(content, held, strict=True)
    ):
        return False
    harmless = sum(token.term in _HARMLESS and not known for token, known in zip(content, held, strict=True))
    return sum(held) >= _ENOUGH * (len(content) - harmless)


def _in_pieces(token: Token, source: str) -> bool:
    """Whether the source has both characters of a pair, which reordered words may have brought together."""
    return token.unspaced and all(character in source for character in token.term)


def _same_side(token: Token, there: set[str]) -> bool:
    """Whether the source has a near synonym or an antonym; other checks judge antonyms."""
    for about in (sides(converse=False), sides(converse=True)):
        claimed = about.get(token.term)
        if claimed is not None and any(about[term][0] == claimed[0] for term in there if term in about):
            return True
    return False
