"""English verbs that say whose statement a clause is, and the finite verb by which its kind is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefings.reading.events.clauses import DATE, Tense, VerbKind, clauses

CLAIM = (
    r"said|says|say|saying|told|tells|tell|stated|states|announced|announces|announcing|note[sd]|warn(?:s|ed|ing)?|"
    r"argue[sd]?|arguing|insist(?:s|ed)?|claim(?:s|ed)?|belie?ve[sd]?|believe[sd]?|think|thinks|thought|"
    r"maintain(?:s|ed)|report(?:s|ed)|"
    r"den(?:y|ies|ied)|clarif(?:y|ies|ied)|elaborated|confirm(?:s|ed)?|add(?:s|ed)|explain(?:s|ed)?|stress(?:es|ed)?|emphasi[sz]e[sd]?|"
    r"underline[sd]?|highlight(?:s|ed)|reiterate[sd]?|repeated|observe[sd]|remark(?:s|ed)|declare[sd]?|wrote|writes|"
    r"acknowledge[sd]?|admit(?:s|ted)?|concede[sd]?|allege[sd]?|assert(?:s|ed)?|contend(?:s|ed)?|"
    r"accuse[sd]?|describe[sd]?|describing|characteri[sz]e[sd]|praise[sd]|criticise[sd]|criticize[sd]|condemn(?:s|ed)|"
    r"blame[sd]?|call(?:s|ed)|complain(?:s|ed)?|point(?:s|ed)?\sout|found|finds|find|conclude[sd]?|show(?:s|ed)|"
    r"suspect(?:s|ed)?|suggest(?:s|ed)?|estimate[sd]?|reckon(?:s|ed)?|consider(?:s|ed)?|see|sees|saw|dismiss(?:es|ed)|"
    r"reject(?:s|ed)|dispute[sd]?|disclose[sd]|reveal(?:s|ed)|recall(?:s|ed)|testif(?:y|ies|ied)|"
    r"caution(?:s|ed)?|replied|replies|answered|answers|feel|feels|felt|hold|holds"
)
EXPECTED = (
    r"expect(?:s|ed|ing)?|predict(?:s|ed|ing)?|forecast(?:s|ed)?|anticipate[sd]?|foresee[sn]?|foresaw|project(?:s|ed)|"
    r"hope[sd]?|hoping|fear(?:s|ed)?|doubt(?:s|ed)?|bet(?:s|ting)?|worr(?:y|ies|ied)"
)
PROMISED = (
    r"promise[sd]?|promising|pledge[sd]?|pledging|vow(?:s|ed|ing)?|undert(?:akes?|ook|aken)|guarantee[sd]?|swore|swears|"
    r"commit(?:s|ted)?(?=\s(?:to|itself|themselves|himself|herself|itself\sto)\b)|"
    r"(?:is|are|was|were|remains?)\scommitted(?=\sto\b)|(?:is|are)\sdetermined(?=\sto\b)|"
    r"agree[sd]?(?=\s(?:\x01+\s|on\s\x01+\s)?(?:to|that)\b)|offer(?:s|ed)?(?=\sto\b)|assure[sd]?|resolve[sd]?(?=\sto\b)|"
    r"threaten(?:s|ed)?(?=\sto\b)|intend(?:s|ed)?|aim(?:s|ed)?(?=\sto\b)|seek(?:s)?(?=\sto\b)|"
    r"(?:has|have|had)\scommitted(?=\sto\b)"
)
PLANNED = (
    r"(?:announce[sd]?|unveil(?:s|ed)?|has|have|had|drew\sup|laid\sout|set\sout)\s(?:new\s|its\s|their\s)?plans(?=\sto\b)|"
    r"plan(?:s|ned|ning)?(?=\sto\b|\son\b)|prepar(?:e|es|ing)(?=\sto\b)"
)
RECOMMENDED = (
    r"recommend(?:s|ed|ing)?|urge[sd]?|urging|advise[sd]?|advising|propose[sd]?|advocate[sd]?|demand(?:s|ed|ing)?|"
    r"call(?:s|ed|ing)?(?=\s(?:on|for|upon)\b)|appeal(?:s|ed)?(?=\s(?:to|for)\b)|encourage[sd]?|press(?:es|ed)?(?=\sfor\b)|"
    r"(?:want|wants|wanted|asks|ask|asked|tells|told)(?=\s(?!to\b)(?:[\w’'.-]+\s){1,6}to\s[a-z])|"
    r"suggest(?:s|ed)?(?=\s(?:that\s(?:(?!will|would|is|was|are|were|had|has)\S+\s){1,6}(?:should|be|not)\b|\w+ing\b))|"
    r"favou?rs|favou?red|plead(?:s|ed)?(?=\sfor\b)|insist(?:s|ed)?(?=\son\b)|petition(?:s|ed)|lobb(?:y|ies|ied)(?=\sfor\b)"
)
ORDERED = (
    r"order(?:s|ed)?(?=\s(?:[\w’'.-]+\s){1,6}to\s[a-z])|require[sd]?(?=\s(?:[\w’'.-]+\s){1,6}to\s[a-z])|"
    r"instruct(?:s|ed)?(?=\s)|direct(?:s|ed)(?=\s(?:[\w’'.-]+\s){1,5}to\s[a-z])|oblige[sd]?|"
    r"(?:gives?|gave|given)(?=\s(?:[\w’'.-]+\s){1,5}until\b)"
)
VERB = re.compile(
    r"(?<![\w’'-])(?:"
    rf"(?P<recommended>{RECOMMENDED})|(?P<ordered>{ORDERED})|(?P<promised>{PROMISED})|(?P<planned>{PLANNED})|"
    rf"(?P<expected>{EXPECTED})|(?P<claim>{CLAIM}))(?![\w’'-])"
)
_ADVICE = re.compile(r"(?<![\w-])(?:ought\sto|needs?\sto|had\sbetter|deserves?\sto\sbe)\b")
_RELATIVE = frozenset(("who", "which", "that", "whose", "where", "when", "whom"))


_ASIDE = re.compile(r"\s[—–]\s[^—–;]{3,160}\s[—–](?=\s)")
_QUANTIFIER = re.compile(r"\s(?:each|all|both|also|then|now|still)$")
_NOUN_BEHIND = re.compile(r"\b(?!thing|king|spring)[a-z]{2,}ing\s$")  # "raising questions": no verb
_CONTRACTED = re.compile(
    r"\b(?:[Ww]e|[Tt]hey|[Yy]ou|[Ii]t|[Hh]e|[Ss]he|I|[Tt]here|[Tt]hat)[’'](?:re|m|s)\s(?P<doing>(?:\w+ly\s|now\s|also\s)?\w+ing\b)?"
)
_PAST = re.compile(
    r"(?<!\b(?:be|to)\s)(?<!\b(?:is)\s)(?<!\b(?:are|was|has|had|the)\s)(?<!\b(?:were|been|have|that)\s)(?<![\w-])"
    r"(?P<word>(?!(?:need|speed|feed|seed|breed|hundred|indeed|based|related|united)\b)[a-z]{2,}ed)\s(?!by\b|to\sbe\b)"
)
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|what)\s(?:[\w’'-]+\s){0,4}$|(?:,\sso|\b(?:about|over)\swhether|\bbecause|\bsince|\balthough|\bthough|\bwhere|\bwhen|\bwhile)\s[^,;]*$"
)


@dataclass(frozen=True, slots=True)
class Finite:
    """A finite verb by its place in a sentence; `word` is its base or participle."""

    start: int
    end: int
    tense: Tense
    kind: VerbKind
    word: str
    modal: str
    weak: bool


def finite_verbs(words: str) -> Iterator[Finite]:
    """The finite verbs of masked words in their order, without those of relative clauses behind their subject."""
    for clause in clauses(words):
        for verb in clause.verbs:
            first, last = clause.tokens[verb.first], clause.tokens[min(verb.end, len(clause.tokens)) - 1]
            before = _QUANTIFIER.sub("", words[: first.start].rstrip()).rpartition(" ")[2].lower().strip(",")
            if _NOUN_BEHIND.search(words[: first.start]) and words[first.start : last.end].endswith("s"):
                continue
            if before not in _RELATIVE or (
                before == "that" and not words[: first.start].lower().replace("that", "").strip()
            ):
                yield Finite(first.start, last.end, verb.tense, verb.kind, verb.word, verb.modal, verb.weak)


@lru_cache(maxsize=256)
def main_verb(words: str) -> Finite | None:
    """The first finite verb that is surely one, else the first that may be one."""
    words = _ASIDE.sub(lambda aside: " " * len(aside[0]), words)
    found = [*finite_verbs(words)]
    if advice := _ADVICE.search(words):
        found.append(Finite(*advice.span(), "future", "active", "", "", weak=False))
    elif contracted := _CONTRACTED.search(words):
        doing = contracted["doing"] or ""
        found.append(Finite(*contracted.span(), "present", "doing" if doing else "copula", doing, "", weak=False))
    found.sort(key=lambda verb: verb.start)
    first = next(iter(found), None)
    firm = next((verb for verb in found if not verb.weak), first)
    if firm is None or DATE in words[firm.start :]:
        return firm
    if first and first.weak and first.tense == "past" and _SUBORDINATE.search(words[first.end : firm.start]):
        return first
    if (past := _PAST.search(words, 0, firm.start)) and _SUBORDINATE.search(words, past.end(), firm.start):
        return Finite(*past.span(), "past", "active", past["word"], "", weak=True)
    return firm
