"""Recognises what is no sentence in court papers: bare citations of decisions, and the lines that name the parties."""

import re
from collections.abc import Sequence

from briefings.reading.layout import Block

_LONGEST_CITATION, _LONGEST_PARTY, _LONGEST_NAME = 400, 600, 150  # characters
_SIGNAL = r"(?:(?:[Bb]ut )?[Ss]ee(?:,? (?:also|e\.g\.,?|generally))?,? |[Cc]f\.,? |[Aa]ccord,? |[Cc]ompare )?"
_PAGES = r"\d[\d–—,* -]{0,30}(?:\s?(?:nn?\.|&\s?n\.)\s?\d{1,3})?"
_BRACKETS = r"(?:\s?\([^()]{1,160}\)){0,4}"
_NAMES = r"(?:(?:[A-ZÀ-Þ][\w.’'&/-]{0,30}|of|the|and|for|ex|rel\.|in|re|&|de|la|et|al\.),?\s){1,12}"
_REPORTER = r"\d{1,4}\s(?:[A-Z][\w.’']{0,10}\s?){1,4}(?:\d[a-z]{1,2}\s)?(?:at\s)?"
_ONE = (
    rf"{_SIGNAL}(?:[Ii]d\.|[Ii]bid\.)(?:,?\sat\s{_PAGES})?{_BRACKETS}"
    rf"|{_SIGNAL}(?:{_NAMES}v\.\s{_NAMES}|In\sre\s{_NAMES})?{_REPORTER}{_PAGES}{_BRACKETS}"
)
_CITATION = re.compile(rf"(?:{_ONE})(?:;\s(?:{_ONE})){{0,5}}\s?[.;]?")
_NUMBERED = re.compile(r"[Ii]d\.|[Ii]bid\.|\(\d|\d{4}\)|\sv\.\s|In\sre\s")  # what tells a citation from an amount
_NAMED_ROLES = ("Plaintiff", "Defendant", "Petitioner", "Respondent", "Appellant", "Appellee", "Debtor", "Movant")
_ANY = "|".join((*_NAMED_ROLES, *map(str.upper, _NAMED_ROLES)))
_ROLE = rf"(?:{_ANY}|Intervenor|Claimant|Cross-[A-Z][a-z]+)(?:\(?[sS]\)?)?"
_ROLES = rf"{_ROLE}(?:[\s/,-]{{1,3}}(?:and\s)?{_ROLE}){{0,4}}"
_VERSUS = r"(?:[Vv]s?\.|-\s?(?:against|v)\s?-)"
_DOCKET = r"(?:(?:Case|CASE|Docket|Civil Action|Cause|Appeal)\s)?N(?:o|O|os)\.\s?\d[\w:()/-]{1,30}"
_PARTY_LINE = re.compile(
    rf"{_DOCKET}|{_ROLES}[.,;]?(?:\s{_VERSUS})?|{_VERSUS}|[^!?]{{2,250}}?,\s{_ROLES}[.,;]?(?:\s{_VERSUS}\s.{{1,300}})?"
)
# What a line with parties doesn't have: a verb of a court or a party, or a second sentence.
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|shall|may|must|can|could|did|does|denie[sd]|grant(?:s|ed)|holds|held|"
    r"rul(?:es|ed)|affirm(?:s|ed)|revers(?:es|ed)|dismiss(?:es|ed)|order(?:s|ed)|ask(?:s|ed)|sa(?:ys|id)|appeal(?:s|ed)|"
    r"mov(?:es|ed)|sue[sd]|lost|won|add(?:s|ed)|decid(?:es|ed)|heard|remand(?:s|ed)|vacat(?:es|ed)|reject(?:s|ed)|"
    r"claim(?:s|ed)|contend(?:s|ed)|argue[sd]|file[sd]|agree[sd]|stay(?:s|ed)|met|told|wrote|paid)\b"
)
_SECOND_SENTENCE = re.compile(
    r"(?<!\bInc)(?<!\bCorp)(?<!\bCo)(?<!\bLtd)(?<!\bBros)(?<!\bal)(?<!\b[VvJS]s)(?<!\bNo)(?<!\b[DMJS]r)(?<!\bSt)"
    r"(?<!\bAssoc)(?<!\bIns)(?<!\bDist)(?<=[a-z\d)]{2})[.?!][\"”’]?\s+(?=[A-Z][\w’']*\s[a-z])"
)


def is_legal_citation(words: str) -> bool:
    """Whether a sentence is only a citation of a court's decision: "Id. at 38.", "Holm v. Ice, 512 U.S. 34 (1994)."."""
    if len(words) > _LONGEST_CITATION or not _NUMBERED.search(words):
        return False
    return _CITATION.fullmatch(" ".join(words.split())) is not None


def party_lines(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The starts of the blocks that name the parties at the head of a court's paper, with their roles or "v."."""
    words = [" ".join(text[each.start : min(each.end, each.start + _LONGEST_PARTY)].split()) for each in blocks]
    roles = [_is_party_line(each) for each in words]
    if not any(roles):
        return frozenset()
    after = [*roles[1:], False]
    return frozenset(
        block.start
        for block, said, role, follows in zip(blocks, words, roles, after, strict=True)
        if role or (follows and said.endswith(",") and len(said) < _LONGEST_NAME)
    )


def _is_party_line(words: str) -> bool:
    """Whether words only name parties; a sentence may name one with its role too."""
    if not _PARTY_LINE.fullmatch(words):
        return False
    return _VERB.search(words) is None and _SECOND_SENTENCE.search(words) is None
