"""Whether a sentence gives a figure that counts something, or a date that is still to come."""

import re

from briefings.summarising.substrings import mentions
from briefings.text.patterns import lazy_re

_NO_FIGURE = lazy_re(
    r"\b(?:art|sec|nr|no|nos|pep|rfc|rule|version|channel|page|pages|vol|chapter|planet|python|level|phase|stage|tier|"
    r"suite|pr|issue|proposal|appendix|topic|tc?pa?|grade|formula|pier|route|interstate|"
    r"highway)\.?\s?#?(?:[a-z]\.?\s?)?[\d.-]+|"
    r"\bvotes?:\s\d+\s?[-–:]\s?\d+|@\w+|#\w+|\b(?-i:[a-zA-Z_-]{2,}-?\d)\w*|\b\d+\.\d+\.\w+|\b\d+v\d+s?\b|\b9-1-1\b|"
    r"\b\d{1,2}[:.]\d\d\b(?:\s?[ap]\.?m)?|\b\d{1,2}\s?[ap]\.?m\b|\b\d+(?:st|nd|rd|th)\b|\b\d+[- ](?:minute|"
    r"hour)s? mark\b|"
    r"\b\d+[- ](?:year|yr)s?[- ]old\b|\b\d+ met(?:re|er)s? (?:relay|freestyle|sprint|race)\b|,\s\d\d,|\b(?:in|by|"
    r"since|until|from|to|of|early|late|before|after)?\s?(?:19|20)\d\d(?:s\b|[-–]\d\d)?|"
    r"\d{2,4}\s?(?:年|月|日)(?:\d+月)?(?:\d+日)?|\d+[月日歲岁屆届]|第\d+|\b\d+ (?:or \d+ )?guys\b|\b\d['’]\d+[\"”]|"
    r"[§¶]+\s?[\d.]+|\(\d+\)|"
    r"(?:\b(?:tel(?:ephone|efon)?|phone|fax)\b\.?:?\s?|\+(?=\d)|\b(?=0\d{2,4}[ /-]))[\d ()/.-]{6,20}|"
    r"\b\d+ [A-Z][\w. ]{1,14} \d+\b|\bat \*\d+",
    re.IGNORECASE,
)  # numbers that count nothing: articles of a law, versions, votes, names, times, ages, years and telephones
_SUM = lazy_re(
    r"[$£€¥₽]\s?\d|\d\s?%|\d[\d.,]*\s?(?:per ?cent|prozent|pour cent|процент)|\d[\d.,]*\s?(?:[kmb]n?\b|[mbtr]+illion|"
    r"thousand|hundred|euros?|dollars?|pounds?|francs|yuan|tonnes?|tons?|hectares?|kilomet\w+|miles|megawatts?|"
    r"[gmk]wh?|"
    r"petabytes?|terabytes?|degrees|grad|basis points?|people|residents|victims|deaths|jobs|homes|households|млн|"
    r"млрд|тыс|руб)|"
    r"\b(?:half a|an?|two|three|four|five|six|seven|eight|nine|ten|several) (?:hundred|million|billion|thousand)\b|"
    r"\d[万亿元萬億]|"
    r"\b(?:doubled|halved|tripled|quadrupled)\b",
    re.IGNORECASE,
)
_COUNT = lazy_re(
    r"(?<![\w-])\d[\d.,]*(?:[+]| (?:or|to|of|out of|and) \d[\d.,]*)? (?:[a-zà-ÿа-яё]{2,}[- ]){0,2}[a-zà-ÿа-яё]{3,}|"
    r"\d[名位人家個个間间項项宗]"
)
_DIGITS = tuple(map(str, range(10)))
_OF_SUM = ("hundred", "thousand", "illion", "doubled", "halved", "tripled", "quadrupled", *_DIGITS)
OF_COUNT = 0.7  # times what a sum counts
_CELLS = lazy_re(r"\s\|\s|\t|\S {3,}(?=\S)")
_FEWEST_CELLS = 2  # gaps between cells, with which a line reads as a table's


def figure_weight(text: str, *, counts: bool) -> float:
    """1 for a sentence with a sum, a share or a measure, less for one that counts things, 0 for one without.

    `counts` tells whether it has a number besides dates at all.
    """
    if not mentions(text.lower(), _OF_SUM):
        return 0.0
    if len(_CELLS.findall(text)) >= _FEWEST_CELLS:
        return 0.0
    told = _NO_FIGURE.sub(" ", text)
    if _SUM.search(told):
        return 1.0
    return OF_COUNT if counts and _COUNT.search(told) else 0.0


_COMES = lazy_re(
    r"\b(?:will|shall|must|by|until|before|from|due|next|deadline|scheduled|planned|expected|set for|ahead|upcoming|"
    r"(?:opens?|closes?|ends?|begins?|starts?|meets?|hears?|expires?|lapses?|falls?|comes?|votes?|decides?|visits?|"
    r"runs?|"
    r"takes? (?:effect|place|up|evidence)|goes|go|applies|is|are)\b|(?:clos|open|end|start|beginn|runn|tak|com)ing)|"
    r"\b(?:wird|werden|bis|ab dem|beginnt|endet|startet|findet|tritt|démarrera|commencera|aura lieu|auront lieu|jusqu|"
    r"à partir|avant le|se tiendra|dès le|hasta|antes del|comenzará)\b|"
    r"начн|состоится|назначен|пройд|истека|вступ|до \d|将|截止|开始|之前|前|將|開始|預計|预计",
    re.IGNORECASE,
)
_PAST = lazy_re(
    r"\b(?:was|were|had|did|came|fell|rose|went|struck|began|held|took|said|gave|made|met|lost|wurde[n]?|war|hatte|"
    r"(?!need|feed|speed|seed|proceed)\w{3,}ed)\b(?! to\b)|"
    r"(?:ился|илась|лось|лись)\b|了",
    re.IGNORECASE,
)
_DAY_ELSEWHERE = lazy_re(
    r"\b\d{1,2}(?:er|º)?\.? (?:de )?(?:januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|"
    r"avril|juin|"
    r"juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    r"octubre|noviembre|diciembre)\b|\bmay \d{1,2}(?:st|nd|rd|th)\b|今年|明年|下(?:月|周|週)",
    re.IGNORECASE,
)


_OF_DAY = (*_DIGITS, "今年", "明年", "下")
_SCHEDULED = lazy_re(r"[^:.\d]{3,60}: (?!.*\b(?:19|20)[01]\d\b)[^.]{0,40}\d{1,2}$")  # "Election meeting: October 3"


def lies_ahead(text: str, *, dated: bool) -> bool:
    """Whether a sentence names a date that is still to come from where it stands."""
    dated = dated or (any(map(text.__contains__, _OF_DAY)) and _DAY_ELSEWHERE.search(text) is not None)
    if dated and _SCHEDULED.match(text):
        return True
    return dated and _COMES.search(text) is not None and _PAST.search(text) is None
