"""Numbers in every writing as terms for search: "£418,000" and "£418k" are 418000 and 418, "1.2bn" is 1200000000."""

import re
from collections.abc import Iterator
from decimal import Decimal

from briefings.text.patterns import lazy_re
from briefings.text.terms import terms

_SCALES = {
    3: r"k|thousand|thsd|tsd\.?|tausend|mille|mil|тыс\.?|тысяч\w{0,3}|千",
    4: r"万|萬",
    6: r"m|mn|mm|mln|millions?|mio\.?|millionen|mill[oó]n(?:es)?|milh(?:ão|ões)|млн\.?|миллион\w{0,3}|百万",
    8: r"亿|億",
    9: r"bn|b|billions?|mrd\.?|milliarden?|milliards?|mds?|млрд\.?|миллиард\w{0,3}|十亿",
    12: r"tn|trn|trillions?|bio\.?|billionen|трлн\.?|триллион\w{0,3}|万亿",
}
_SCALE = "|".join(f"(?P<e{zeros}>{words})" for zeros, words in sorted(_SCALES.items(), reverse=True))
_CHINESE = r"\u3040-\u9fff"  # beside which a number needs no blank
_GROUPS = r"[,.'’\u00a0\u202f ]"
_NUMBER = lazy_re(
    rf"(?<![^\W{_CHINESE}])(?<![.,])(?P<whole>\d{{1,3}}(?:{_GROUPS}\d{{3}}){{1,5}}(?!\d)|\d{{1,15}})(?:[.,](?P<part>\d{{1,6}}))?(?!\d)"
    rf"(?:[ \u00a0\u202f]?(?:{_SCALE})(?![^\W\d_{_CHINESE}]))?",
    re.IGNORECASE,
)
_GROUP = lazy_re(_GROUPS)
_PERCENT = lazy_re(
    r"(?<=\d)[ \u00a0\u202f]?(?:[%％]|(?:per ?cent|pct|prozent|pour ?cent|por ?ciento|por ?cento|процент\w{0,3})\b)",
    re.IGNORECASE,
)
_POINT = "d"  # in a term, which holds letters and digits only


def number_terms(text: str) -> list[str]:
    """The terms of a text's numbers: each in full, as written before "k" or "million", and without its last zeros."""
    found: dict[str, None] = {}
    different = {match[0]: match for match in _NUMBER.finditer(text)}
    for match in different.values():
        scale = _scale(match)
        for value in _values(match):
            told = [value, *([value.scaleb(scale)] if scale else [])]
            for each in told:
                found.update(dict.fromkeys((_term(each), _term(_short(each)))))
    return list(found)


def figures(text: str) -> Iterator[tuple[int, str, str]]:
    """The numbers of a text with their scale and percent sign: where each starts, its value, and its words."""
    for match in _NUMBER.finditer(text):
        value = next(_values(match))
        percent = _PERCENT.match(text, match.end())
        words = text[match.start() : percent.end() if percent else match.end()]
        yield match.start(), f"{_term(value.scaleb(_scale(match)))}{'%' if percent else ''}", words.strip()


def number_query(words: str) -> tuple[str, list[frozenset[str]]]:
    """What is typed without its numbers, and for each of them the terms of which any will do."""
    groups: list[frozenset[str]] = []
    rest: list[str] = []
    at = 0
    words = _PERCENT.sub(" ", words)
    for match in _NUMBER.finditer(words):
        scale = _scale(match)
        if match["part"] and not scale:
            continue  # "1.2" is looked for as it is written
        rest.append(words[at : match.start()])
        at = match.end()
        own = terms("".join(match[0].split()))  # as in texts stored without these terms
        groups.append(frozenset([*(_term(value.scaleb(scale)) for value in _values(match)), *own[: len(own) == 1]]))
    return " ".join([*rest, words[at:]]), groups


def _scale(match: re.Match[str]) -> int:
    """The zeros that the word after a number adds."""
    return next((zeros for zeros in _SCALES if match[f"e{zeros}"]), 0)


def _values(match: re.Match[str]) -> Iterator[Decimal]:
    """What a number can mean: "1.200" is twelve hundred, or one and two tenths."""
    whole, part = match["whole"], match["part"]
    yield Decimal(_GROUP.sub("", whole) + (f".{part}" if part else ""))
    if not part and whole.count(".") == 1:
        yield Decimal(whole) if _GROUP.findall(whole) == ["."] else Decimal(_GROUP.sub("", whole))


def _short(value: Decimal) -> Decimal:
    """The number without whole thousands: 418 for 418,000."""
    while value and value == value.to_integral_value() and not value % 1000:
        value /= 1000
    return value


def _term(value: Decimal) -> str:
    told = f"{value.normalize():f}" if value else "0"
    return told.replace(".", _POINT)
