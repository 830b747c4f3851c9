"""A brief in a few lines: what was decided or recommended, the figures, the dates ahead."""

import re
from collections.abc import Callable, Sequence
from typing import Literal, get_args

from briefings.summarising.extractive import LEARNED, stands_alone
from briefings.summarising.features import NAMES, DocumentStatistics, Row, document_statistics, rows
from briefings.summarising.passages import ChosenSentence, Passage

BriefKind = Literal["decided", "figures", "ahead"]
_LINES = {"decided": 2, "figures": 2, "ahead": 1}  # of each kind, where the text has so many
_MOST_LINES = sum(_LINES.values())
_MOST_WORDS = 45  # of a line, where there are shorter ones
_SAME = 0.6  # share of the shorter sentence's content words from which on two say the same
_DECIDED = re.compile(
    r"\b(?:decided|approved|adopted|resolved|agreed to|voted|ruled|held that|granted|denied|dismissed|reversed|"
    r"affirm(?:ed|s)?|remand(?:ed|s)?|deferred|accepted|ordered|fined|banned|prohibit(?:s|ed)|rejected|refused|"
    r"awarded|signed(?! up)|suspended|cancelled|postponed|elected|appointed|allowed|upheld|set aside|carried|ruled out|"
    r"announced|authori[sz]ed|"
    r"confirmed|abolished|lifted|"
    r"(?:is|are) (?:hereby |therefore )?(?:moved|fixed|set|closed|stopped|required|forbidden|extended|refused)|"
    r"recommend(?:s|ed|ation)?|advi[sc]e[sd]?|urges?|proposes?|should|must(?! (?:wait|have)\b)|"
    r"ought to|call(?:s|ed)? on|shall|(?:we|i) (?:would|will|find|conclude|hold|award|order|ask for)|"
    r"will be \w+ed|will (?:close|shut|stop))\b|"
    r"\b(?:wurden?|ist|sind|hat|haben)\b[^.]{0,160}\b(?:beschlossen|genehmigt|festgestellt|vergeben|abgelehnt|angenommen|"
    r"verabschiedet|entschieden|gebilligt|bewilligt|untersagt)\b|\bbeschloss(?:en)?\b|"
    r"\b(?:a|ont)\s(?:été\s)?(?:décid|adopt|approuv|vot|rejet|autoris)ée?s?\b|"
    r"реш(?:ил|ено|ение)|постанов|одобр|утверд|запрет|рекоменд|совету|следует|должн|обяза|"
    r"决定|批准|通过|否决|禁止|建议|应当|必须|罚款|认定",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(r"\b(?:nobody|no one|none)\b.{0,80}\bvoted\b", re.IGNORECASE)
_NO_FIGURE = re.compile(
    r"\b(?:art|sec|nr|no)\.\s?(?:[a-z]\.?\s?)?[\d.-]+|\bversion\s[\d.]+|\bvotes?:\s\d+\s?[-–:]\s?\d+|@\w+|\b(?-i:[a-z_]{3,}\d)\w*|"
    r"(?:\b(?:tel(?:ephone|efon)?|phone|fax)\b\.?:?\s?|\+(?=\d)|\b(?=0\d{2,4}[ /-]))[\d ()/.-]{6,20}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_CELLS = re.compile(r"\s\|\s|\t|\S {3,}(?=\S)")
_FEWEST_CELLS = 2  # gaps between cells, with which a line reads as a table's
_ACT = (
    r"(?:affirm|revers|remand|dismiss|grant|den(?:y|ie)|uph[eo]ld|approv|adopt|reject|accept|decid|agre|vot|order|"
    r"resolv|authori[sz]|appoint|recommend|postpon|defer|ban|fin)(?:e?d|s|es)?"
)
_OUTRIGHT = re.compile(
    r"\b(?:we|i|court|council|board|committee|commission|group|jury|parliament|senate|cabinet|government|ministry|"
    rf"trustees|shareholders|members|staff) (?:unanimously |therefore |also |hereby |have |has ){{0,2}}{_ACT}\b|"
    rf"\b(?:is|are|was|were|be) (?:hereby |therefore |unanimously )?{_ACT}\b|^{_ACT}\b|\bvote was\b|\bmotion carried\b",
    re.IGNORECASE,
)  # a body decides, or something is decided
_MORE = 1.6  # times the worth of a sentence that tells a decision outright
_SUPPOSED = re.compile(r"(?:if|where|when|whether|should|had|unless)\b|no decision\b|если\b|如果", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:will|shall|must|by|until|before|from|due|next|deadline|scheduled|planned|expected|set for|"
    r"(?:opens?|closes?|ends?|begins?|starts?|meets?|hears?|expires?|lapses?|falls?|comes?|votes?|decides?|visits?|runs?|"
    r"takes? (?:effect|place|up|evidence)|goes|go|applies|is|are)\b)|начн|состоится|назначен|пройд|истека|вступ|до \d|"
    r"将|截止|开始|之前|前",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|came|fell|rose|went|struck|began|held|took|said|gave|made|met|lost|\w{3,}ed)\b(?! to\b)|"
    r"(?:ился|илась|лось|лись)\b|了",
    re.IGNORECASE,
)


def brief(title: str, sections: Sequence[Passage]) -> dict[BriefKind, list[ChosenSentence]]:
    """At most five sentences by what they tell, each in text order; kinds without a sentence are left out.

    Each sentence is understood without the ones before it.
    """
    text = document_statistics(title, sections)
    places = [ChosenSentence(i, n) for i, part in enumerate(sections) for n in range(len(part.sentences))]
    table = [*rows(text)]
    alone = stands_alone(text)
    best = sorted(filter(alone, range(len(places))), key=lambda n: (-_worth(table[n], text.sizes[n]), n))
    chosen: dict[BriefKind, list[int]] = {kind: [] for kind in get_args(BriefKind)}
    fit = {kind: [n for n in best if told(text.texts[n], table[n])] for kind, told in _KINDS.items()}
    fit["decided"].sort(key=lambda n: -_worth(table[n], text.sizes[n]) * _weight_of_decision(text.texts[n]))
    for kind, numbers in fit.items():
        _fill(text, chosen, kind, numbers, _LINES[kind])
    for kind in ("decided", "figures"):
        _fill(text, chosen, kind, fit[kind], _MOST_LINES - sum(map(len, chosen.values())))
    return {kind: [places[n] for n in sorted(numbers)] for kind, numbers in chosen.items() if numbers}


def _fill(
    text: DocumentStatistics,
    chosen: dict[BriefKind, list[int]],
    kind: BriefKind,
    candidates: Sequence[int],
    most: int,
) -> None:
    """Adds at most so many of the candidates, best first, that say something new."""
    for number in candidates:
        taken = [other for numbers in chosen.values() for other in numbers]
        if most <= 0:
            return
        if number not in taken and not any(_same(text, number, other) for other in taken):
            chosen[kind].append(number)
            most -= 1


def _same(text: DocumentStatistics, one: int, other: int) -> bool:
    first, second = frozenset(text.content[one]), frozenset(text.content[other])
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def _worth(row: Row, size: int) -> float:
    """The weight of a sentence's key facts; less where it is too long for a line."""
    return LEARNED.facts(row) / max(1.0, size / _MOST_WORDS)


def _of(name: str) -> int:
    return NAMES.index(name)


_FIGURES, _AMOUNT, _DATE, _DEBATE = _of("figures"), _of("has an amount"), _of("has a date"), _of("cues of debate")


def _decides(text: str, row: Row) -> bool:
    if _UNDECIDED.search(text):
        return False
    return _DECIDED.search(text) is not None and _SUPPOSED.match(text) is None and not row[_DEBATE]


def _weight_of_decision(text: str) -> float:
    return _MORE if _OUTRIGHT.search(text) else 1.0


def _counts(text: str, row: Row) -> bool:
    if len(_CELLS.findall(text)) >= _FEWEST_CELLS or (_NUMBER.search(text) and not _NUMBER.search(_told(text))):
        return False
    return bool(row[_AMOUNT] or row[_FIGURES])


def _told(text: str) -> str:
    """The text without the figures that count nothing: articles of a law, versions, votes, names and telephones."""
    return _NO_FIGURE.sub("", text)


def _lies_ahead(text: str, row: Row) -> bool:
    return bool(row[_DATE]) and _COMES.search(text) is not None and _PAST.search(text) is None


_KINDS: dict[BriefKind, Callable[[str, Row], bool]] = {
    "decided": _decides,
    "ahead": _lies_ahead,
    "figures": _counts,
}
