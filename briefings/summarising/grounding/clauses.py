"""Splits sentences into clauses and matches them with clauses of the source."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings.summarising.grounding.opposites import sides
from briefings.summarising.grounding.tokens import Token, is_past, is_third_person, tokens
from briefings.text.patterns import lazy_re

_WHOLE_SCOPE = "".join(
    rf"(?<!\b{word} )" for word in ["deny", "denies", "denied", "denying", "unlikely", "impossible", "doubtful"]
)
_BOUNDARY = lazy_re(
    r",(?!\d)|[;:—–()（），；：。？！、]|[.?!](?=\s)|\n|(?<=\w)\s(?=(?:we|they|he|she)\s)|\b(?:but|without|after|before|since|"
    r"and(?!\s\d)|while|whereas|although|though|because|which|who|if|unless|until|yet|when|so that|"
    rf"{_WHOLE_SCOPE}that|и|но|а|что|котор\w+|если|хотя|потому)\b",
    re.IGNORECASE,
)
_DENIAL = lazy_re(
    r"\b(?:neither\b.{1,60}?\bnor|not(?! only\b)|never|no(?! one\b|\. ?\d)|no one|nobody|nothing|none|neither|nor|"
    r"without|cannot|hardly|barely|scarcely|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|"
    r"unable|unlikely|den(?:y|ies|ied|ying)|lack(?:s|ed|ing)?|absence|impossible|doubtful|far from|stopped short|"
    r"rul(?:e|es|ed|ing) out|"
    r"не|нет|ни|никогда|без|никто|ничего|нельзя|отказал\w*|отверг\w*)\b|n['’]t\b|[不没未無无非莫]|拒绝|否认",
    re.IGNORECASE,
)
_DOUBLE = lazy_re(r"\bnot (?:un|in|im)\w+", re.IGNORECASE)
_HEDGE = lazy_re(
    r"\b(?:according to|in the view of|(?-i:may)|might|could|would|should|can|perhaps|possibly|probably|likely|"
    r"unlikely|"
    r"alleged(?:ly)?|reportedly|apparently|suggest(?:s|ed)?|claim(?:s|ed)?|propos\w+|plan(?:s|ned|ning)?|expect\w*|"
    r"hop(?:e|es|ed|ing)|fear(?:s|ed)?|want(?:s|ed)?|seeks?|sought|aim(?:s|ed)?|intend\w*|consider\w*|threat\w*|promis\w+|"
    r"pledg\w+|ask(?:s|ed)?|call(?:s|ed)? (?:for|on)|urg\w+|"
    r"believ\w+|think|thought|argu\w+|warn\w*|predict\w*|"
    r"forecast\w*|estimat\w*|risk\w*|potential\w*|if|unless|whether|rumou?r\w*|will|shall|is to|are to|demand\w*|"
    r"doubt\w*|unclear|"
    r"uncertain|draft|try|tries|tried|attempt\w*|about to|due to be|set to|может|могут|мог\w*|возможно|вероятно|якобы|"
    r"план\w+|обещ\w+|предлож\w+|хотят|хочет|хотел\w*|если|будет|будут|ожида\w+|считают|считает|опаса\w+|боится|боятся)\b|"
    r"可能|也许|或许|计划|承诺|建议|据称|如果|预计|将|希望|担心|认为",
    re.IGNORECASE,
)
_AUXILIARY = lazy_re(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did)\b")
_AND = lazy_re(r"\s*\b(?:and|и)\b", re.IGNORECASE)
_AND_NOT = lazy_re(r"\s*\b(?:and (?:none|no|not|nothing|neither|never)|и (?:не|ни|нет|никто|никогда))\b", re.IGNORECASE)
_FRONTED = lazy_re(
    r"\s*(?:in|on|at|by|from|during|for|since|under|between|with|among|at|в|во|на|с|после|до)\b", re.IGNORECASE
)
_SHARED = 2  # content words that two clauses have to share to be about the same
_FIGURE = 2.2  # weight of a number that they share
_FIRST = 0.6  # weight of a clause's first word, which another clause may well take over


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; `denied` if it negates something, `hedged` if it doesn't assert it."""

    text: str
    words: tuple[Token, ...]
    denied: bool
    hedged: bool

    @property
    def terms(self) -> list[str]:
        """Its content words, without numbers."""
        about = sides(converse=False)
        return [word.term for word in self.words if (word.content or word.term in about) and not word.figure]

    @property
    def sides(self) -> set[tuple[str, int]]:
        """The opposites its words belong to, and which side each one takes."""
        about = sides(converse=False)
        return {about[word.term] for word in self.words if word.term in about}


def clauses(sentences: Iterable[str]) -> list[Clause]:
    """The clauses of sentences in order, without those that have no content words."""
    return [clause for clause in map(_clause, parts(sentences)) if clause.terms]


def parts(sentences: Iterable[str]) -> list[str]:
    """The clauses of sentences as text; parts joined by “and” stay together unless both have a verb."""
    whole: list[str] = []
    for sentence in sentences:
        for number, piece in enumerate(_cut(sentence)):
            if number and _joins(whole[-1], piece, second=number == 1):
                whole[-1] += piece
            else:
                whole.append(piece)
    return whole


def _joins(before: str, piece: str, *, second: bool) -> bool:
    """Whether a piece continues the one before it: after “and” alone, or after an opening “In Senna,”."""
    if _AND.match(piece):
        return not _AND_NOT.match(piece) and not (has_verb(piece) and has_verb(before))
    return second and piece[0] == "," and _FRONTED.match(before) is not None and not has_verb(before)


def _cut(sentence: str) -> list[str]:
    starts = [0, *(match.start() for match in _BOUNDARY.finditer(sentence))]
    cuts = zip(starts, [*starts[1:], len(sentence)], strict=True)
    return [sentence[start:end] for start, end in cuts if sentence[start:end].strip()]


def _clause(part: str) -> Clause:
    denials = len(_DENIAL.findall(part)) + len(_DOUBLE.findall(part))
    return Clause(part, tokens(part), denials % 2 == 1, _HEDGE.search(part) is not None)


def has_verb(text: str) -> bool:
    """Whether a piece seems to have a verb, so that it is a clause of its own."""
    words = [word for word in tokens(text) if word.content]
    shown = any(is_past(text[w.start : w.end]) or is_third_person(text[w.start : w.end], text[w.end :]) for w in words)
    return shown or _AUXILIARY.search(text) is not None or any(word.unspaced for word in words)


def nearest(clause: Clause, known: Sequence[Clause]) -> list[Clause]:
    """The most similar clauses of the source; several if they are equally similar."""
    scored = [(_shared(clause, other), other) for other in known]
    best = max((score for score, _ in scored), default=0.0)
    least = min(_SHARED, len(set(clause.terms))) - (1 - _FIRST)
    return [other for score, other in scored if score == best] if best >= least and best > 0 else []


def _shared(clause: Clause, other: Clause) -> float:
    mine, theirs = clause.terms, set(other.terms)
    figures = {word.term for word in clause.words if word.figure} & {word.term for word in other.words if word.figure}
    opposed = clause.sides & {(name, 1 - side) for name, side in other.sides}
    same = sum(_FIRST if number == 0 else 1.0 for number, term in enumerate(mine) if term in theirs)
    return same + len(opposed) + _FIGURE * len(figures)
