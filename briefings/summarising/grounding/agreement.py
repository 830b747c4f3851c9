"""Checks that clauses agree with the source: not negated, swapped or recombined."""

from collections.abc import Sequence

from briefings.summarising.grounding.clauses import Clause, has_verb, nearest
from briefings.summarising.grounding.opposites import prefixed
from briefings.summarising.grounding.tokens import is_past


def contradicted(said: Sequence[Clause], known: Sequence[Clause]) -> bool:
    """Whether a clause negates, or states the opposite of, the most similar source clauses."""
    for clause in said:
        near = nearest(clause, known)
        if near and all((clause.denied != other.denied) != _turned(clause, other) for other in near):
            return True
    if any(_asserts_what_is_denied(clause, known) or _takes_from_a_denial(clause, known) for clause in said):
        return True
    affirmed = not any(clause.denied for clause in known)
    return affirmed and any(c.denied for c in said) and not any(_turned(c, other) for c in said for other in known)


def recombined(said: Sequence[Clause], known: Sequence[Clause]) -> bool:
    """Whether a clause replaces a word of its most similar source clauses by one from another clause."""
    everywhere = {term for clause in known if has_verb(clause.text) for term in clause.terms}
    everywhere |= {word.term for clause in known for word in clause.words if word.capital and word.content}
    for clause in said:
        if not has_verb(clause.text) and any(word.figure for word in clause.words):
            continue  # a date that was moved to the front, with the subject after it
        mine = set(clause.terms)
        near = [set(other.terms) for other in nearest(clause, known)]
        if near and all(theirs - mine and (mine & everywhere) - theirs for theirs in near):
            return True
    return False


def _turned(clause: Clause, other: Clause) -> bool:
    """Whether one clause has an antonym of a word in the other, but not the word itself."""
    theirs = other.sides
    turned = any((name, 1 - side) in theirs and (name, side) not in theirs for name, side in clause.sides)
    return turned or any(prefixed(one, another) for one in clause.words for another in other.words)


def _asserts_what_is_denied(clause: Clause, known: Sequence[Clause]) -> bool:
    """Whether a clause has a verb found only in negated source clauses, not in its most similar ones."""
    near = {term for other in nearest(clause, known) for term in other.terms}
    if clause.denied or not near:
        return False
    verbs = [w.term for w in clause.words if w.content and is_past(clause.text[w.start : w.end]) and w.term not in near]
    holders = [[other for other in known if verb in other.terms] for verb in verbs]
    return any(found and all(other.denied and not _turned(clause, other) for other in found) for found in holders)


def _takes_from_a_denial(clause: Clause, known: Sequence[Clause]) -> bool:
    """Whether a clause affirms something the source names only in a verbless denial ("none in reading")."""
    if clause.denied:
        return False
    holders = [[other for other in known if term in other.terms] for term in clause.terms]
    return any(found and all(other.denied and not has_verb(other.text) for other in found) for found in holders)
