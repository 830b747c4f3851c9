"""What a question wants beyond its words: an opinion or a decision, the past or the future, an amount's unit."""

import re
from dataclasses import dataclass

from briefings.answers.passages.question import Question
from briefings.text.patterns import lazy_re

_CLAIMED = lazy_re(
    r"\b(?:say|says|said|claims?|claimed|argues?|argued|according|thinks?|thought|believes?|believed|views?|opinion|"
    r"alleged?|alleges|contends?|wants?|wanted|describes?|described|calls?|called|accused?|accuses|suggests?|suggested|"
    r"proposes?|proposed|recommends?|recommended|fears?|expects?|predicts?|blames?|warns?|warned|promises?|promised|"
    r"insists?|hopes?)\b|сч[еи]та|сказал|заявил|утвержда|предлага|认为|说|声称|主张|表示|建议",
    re.IGNORECASE,
)
_DECIDED = lazy_re(
    r"\b(?:who won|rul(?:es?|ed|ing)|decid\w+|decision|courts?|judges?|outcome|overturn\w*|side with|uph[eo]ld|verdict|"
    r"result|conclu\w+|found|find|affirm\w*|revers\w*|order\w*|appeals?|must|have to|allowed?|lose|lost|win|fault|"
    r"guilty|liable|responsible)\b|решил|суд|判决|裁定|法院",
    re.IGNORECASE,
)
_POLAR = lazy_re(
    r"(?:do|does|did|is|are|was|were|has|have|will|would|can|could|should|may|must)\b|.*[吗]|.*是否", re.IGNORECASE
)
_FUTURE = lazy_re(r"\b(?:will|next|going to|upcoming|будет|будут)\b|将|明年", re.IGNORECASE)
_PAST = lazy_re(r"\b(?:did|was|were|had)\b|[了过]", re.IGNORECASE)
_NUMBER = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|half|third|quarter|"
    r"hundred|thousand|million|billion|several)\b|[一二三四五六七八九十百千万半]"
)
_AMOUNT = lazy_re(_NUMBER, re.IGNORECASE)
_UNITS = {
    name: lazy_re(pattern, re.IGNORECASE)
    for name, pattern in {
        "money": r"[$£€¥]|\b(?:dollars?|euros?|pounds?|francs?|crowns?|yen|yuan|rou?bles?|cents?|centimes?|marks?|"
        r"bitcoin|usd|eur)\b|рубл|元|\d ?[kMB]\b",
        "time": r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies))\b|"
        r"since|until|\baged?\b|год|лет|дн[ейя]|недел|месяц|час|[年月天日周]|小时|分钟",
        "age": r"\baged?\b|years?[- ]old|(?<=is )\d\d\b|(?<=was )\d\d\b|, \d\d,|лет|岁",
        "length": r"\b(?:met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|foot|inch(?:es)?|cm|mm|m)\b|米|公里|метр|км",
        "share": r"%|\bper ?cent\b|percent|\b(?:half|third|quarter|fifth|tenth)s?\b|процент|百分",
        "speed": r"km/h|mph|\bper hour\b|\ban hour\b",
        "weight": r"\b(?:kg|kilos?|kilograms?|tons?|tonnes?|pounds?|grams?|stone)\b|公斤|吨|тонн",
    }.items()
}
_MONEY = (
    r"\b(?:costs?|price|pay|pays|paid|salary|wage|fee|rent|money|budget|damage|worth|spen[dt]|sum|earn|fine|award|"
    r"charge|dear|dearer|cheap|expensive|asking for)\b|сто[ия]т|цена|多少钱|"
    r"\b(?:co[ûu]t\w*|prix|montant|kost\w*|preis|gebühr\w*)\b"
)
_ASKED_UNITS = (
    ("age", r"how old|what age|сколько лет|几岁|多大"),
    ("time", r"how (?:long|late|early)\b|сколько времени|多久|多长时间"),
    ("share", r"\b(?:share|percent\w*|proportion|what part|how full)\b|доля|百分"),
    ("money", _MONEY),
    ("length", r"how (?:far|high|tall|deep|wide|thick)\b"),
    ("speed", r"how fast|speed"),
    ("weight", r"how heavy|weigh"),
)
_MEASURED = tuple((name, lazy_re(pattern, re.IGNORECASE)) for name, pattern in _ASKED_UNITS)
_BESIDE = 14  # characters between a unit and its number


@dataclass(frozen=True, slots=True)
class Intent:
    """`claimed`: somebody's words or opinion are asked for; `decided`: a decision; `unit`: a key of the units or ""."""

    claimed: bool
    decided: bool
    polar: bool
    future: bool
    past: bool
    unit: str


def intent(question: Question) -> Intent:
    """What a question wants beyond its words."""
    text = question.text
    return Intent(
        claimed=_CLAIMED.search(text) is not None,
        decided=_DECIDED.search(text) is not None,
        polar=_POLAR.match(text) is not None,
        future=_FUTURE.search(text) is not None,
        past=_PAST.search(text) is not None,
        unit=next((name for name, pattern in _MEASURED if pattern.search(text)), "") if question.kind != "time" else "",
    )


def has_unit(unit: str, words: str) -> bool:
    """Whether an amount in this unit stands in a passage."""
    return any(
        _AMOUNT.search(words, max(0, found.start() - _BESIDE), found.end() + _BESIDE)
        for found in _UNITS[unit].finditer(words)
    )
