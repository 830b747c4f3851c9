"""Reduces a clause to what it says: without who reports it, without what it denies, and with plain verbs. Pure.

Blanks keep their length, so that places in the text stay the same.
"""

import re
from functools import lru_cache
from pathlib import Path

from briefings.text import lazy_re
from briefings.text.caseless import Caseless

_LEAST = 6  # characters that are left of a clause
_SAYS = (
    r"(?:says?|said|ruled?|rules|confirm(?:s|ed)?|announce[sd]?|report(?:s|ed)?|writes?|wrote|found|finds|adds?|added|"
    r"notes?|noted|tells?|told|states?|stated|claim(?:s|ed)?|shows?|showed|explain(?:s|ed)?|insist(?:s|ed)?|"
    r"has it|ha(?:s|ve|d) (?:said|reported|written|claimed|put it))"
)
_SAYS_RUSSIAN = (
    r"(?:сообщ\w+|заяв\w+|пишет|пишут|писал[аои]?|утвержда\w+|рассказал\w*|уточнил\w*|подтвердил\w*|отметил\w*|"
    r"указыва\w+|следует из|говорится в)"
)
_SAYS_CHINESE = r"(?:称|说|所说|所称|报道|所报道|表示|介绍|透露|指出|宣布|写道)"
# Who reports it: a tail or a head of the sentence that says nothing else.
_THEN = r"(?:\s(?:on|in|late|this|last|yesterday|today)\b[^,]{0,30})?"
_REPORTED_LATIN = (
    lazy_re(rf",\s(?:as\s)?(?:[\w’'.&-]+\s){{1,7}}{_SAYS}{_THEN}\W*$"),
    lazy_re(rf",\s(?:as\s)?{_SAYS}\s(?:[\w’'.&-]+\s?){{1,7}}\W*$"),
    lazy_re(r",?\s(?:according to|in the words of|by the account of)\s[^,;]{3,70}\W*$"),
    lazy_re(r"^\W*(?:according to|under|as part of|in line with)\s[^,;]{3,70},\s", re.IGNORECASE),
    lazy_re(rf"^\W*(?:as|so)\s(?:[\w’'.&-]+\s){{1,7}}{_SAYS},\s", re.IGNORECASE),
)
_REPORTED = (
    *_REPORTED_LATIN,
    lazy_re(rf",\s(?:как\s)?(?:[\w«»-]+\s){{0,5}}{_SAYS_RUSSIAN}(?:\s[\w«»-]+){{0,6}}\W*$"),
    lazy_re(r"^\W*(?:по (?:данным|словам|сообщению|информации|сведениям)|согласно)\s[^,;]{3,70},\s", re.IGNORECASE),
    lazy_re(r"^\W*как (?:сообщ\w+|пиш\w+)\s[^,;]{3,70},\s", re.IGNORECASE),
    lazy_re(r"^\W*(?:据|按照?|根据)[^，,。]{1,16}[，,]"),
    lazy_re(rf"^[^，,。]{{1,12}}{_SAYS_CHINESE}[，,：:]"),
    lazy_re(rf"[，,][^，,。]{{1,12}}{_SAYS_CHINESE}[。\s]*$"),
)
# A description or a remark on the time or place, which says no more of the thing.
_REMARK = (
    lazy_re(r",\s(?:an?|the)\s[a-z][^,;.]{2,50},(?=\s)"),
    lazy_re(r",\s(?:when|where|while)\s[^,;]{8,90}\W*$"),
    lazy_re(r"\s(?:in both directions|at full (?:capacity|power|tilt|speed))\b"),
)
_SOURCE = rf"(?:as|like)\s[^,;.]{{2,60}}?\b{_SAYS}\b[^,;.]{{0,40}}?"
_SOURCE_RUSSIAN = rf"как\s[^,;.]{{0,40}}?{_SAYS_RUSSIAN}[^,;.]{{0,40}}?"
# What is denied because another text says so.
_DENIED_LATIN = (
    lazy_re(
        r"(?:,\s(?:and\s)?not|\sand\snot|,?\s(?:rather than|instead of))\s"
        rf"(?:[^,;]|,\d){{2,60}}?,?\s{_SOURCE}(?=[,;.]|$)"
    ),
    lazy_re(rf"\bnot\s(?=[^,;.]{{2,60}},\s{_SOURCE},\sbut\s)[^,;.]{{2,60}},\s{_SOURCE},\sbut\b"),
    lazy_re(
        r",?\s(?:contrary to|unlike|despite)\s"
        r"(?:what\b|(?:the )?(?:claims?|reports?|figures?|dates?)\b|[A-Z])[^,;]{2,80}\W*$"
    ),
    lazy_re(r"^\W*(?:contrary to|unlike|despite)\s[^,;]{3,80},\s", re.IGNORECASE),
)
_DENIED = (
    *_DENIED_LATIN,
    lazy_re(rf",\sа\sне\s(?:[^,;]|,\d){{2,60}},\s{_SOURCE_RUSSIAN}(?=[,;.]|$)"),
    lazy_re(rf"\bне\s(?=[^,;.]{{2,60}},\s{_SOURCE_RUSSIAN},\sа\s)[^,;.]{{2,60}},\s{_SOURCE_RUSSIAN},\sа\b"),
    lazy_re(r"^\W*(?:вопреки|в отличие от)\s[^,;]{3,80},\s", re.IGNORECASE),
    lazy_re(r",\sвопреки\s[^,;]{3,80}\W*$"),
    lazy_re(rf"[，,]?(?:而不是|而非|并非|不是)(?:如)?[^，,。]{{1,16}}{_SAYS_CHINESE}的[^，,。]{{0,12}}"),
    lazy_re(rf"^\W*(?:与|跟|和|不同于)[^，,。]{{1,20}}(?:{_SAYS_CHINESE})?的?[^，,。]{{0,6}}(?:不同|相反)[，,]"),
)
_AS_SAID_LATIN = (lazy_re(rf",\s{_SOURCE}(?=,|\W*$)"),)
_AS_SAID = (*_AS_SAID_LATIN, lazy_re(rf",\s{_SOURCE_RUSSIAN}(?=,|\W*$)"))
# A frame that makes the rest untrue.
_FALSE = r"\s(?:is|are|was|were)\s(?:false|wrong|untrue|incorrect|mistaken|unfounded|not true)\W*$"
_FALSE_RUSSIAN = r"(?:неверн|ложн|не соответству)\w+(?: действительности)?\W*$"
_UNTRUE_LATIN = (
    lazy_re(
        r"^\W*it (?:is|was) (?:not true|untrue|false|wrong|incorrect|not correct|not the case)"
        r"(?:, [^,]{3,60},)? that\s",
        re.IGNORECASE,
    ),
    lazy_re(
        r"^\W*(?:[\w’'.&-]+\s){1,6}(?:is|was|are|were) (?:wrong|mistaken) "
        r"(?:that|to (?:say|write|report|claim) that|in (?:saying|writing|reporting|claiming) that)\s"
    ),
    lazy_re(
        r"^\W*(?:the\s)?(?:claims?|reports?|statements?|assertions?|news|rumou?rs?)\s(?:(?:by|in|of|from)\s[^,;]{2,50}?\s)?"
        rf"that\s(?=.*{_FALSE})",
        re.IGNORECASE,
    ),
)
_UNTRUE = (
    *_UNTRUE_LATIN,
    lazy_re(r"^\W*(?:неверно|неправда|не соответствует действительности)(?:, [^,]{3,60})?, что\s", re.IGNORECASE),
    lazy_re(rf"^\W*(?:сообщени[ея]|утверждени[ея])\s[^,;]{{0,50}}?,?\sчто\s(?=.*\s{_FALSE_RUSSIAN})", re.IGNORECASE),
)
_UNTRUE_END = lazy_re(rf"{_FALSE}|,?\s{_FALSE_RUSSIAN}")
_UNTRUE_CHINESE = lazy_re(
    rf"^[^，,。]{{0,16}}(?:关于|所谓|{_SAYS_CHINESE})[，,]?(?P<told>.+?)(?:的(?:说法|报道|消息))?"
    r"(?:并)?(?:不实|不属实|不正确|有误|是错误的)[。\s]*$"
)
# A description in front of a name, as in "retired judge Wren".
_BEFORE_NAME = lazy_re(r"(?:^|\bby\s|\bthe\s|\ban?\s|,\s|\band\s|\bto\s)(?P<words>(?:[a-z][a-z-]+\s){1,3})$")


def without_reporter(words: str) -> str:
    """A clause without the words that only name who reports it, and without remarks on its time."""
    for pattern in (*(_REPORTED_LATIN if words.isascii() else _REPORTED), *_REMARK):
        words = _blanked(words, pattern)
    return words


def without_denial(words: str) -> tuple[str, bool]:
    """A sentence without what it denies because another text says so, and whether all that is left is called untrue."""
    latin = words.isascii()  # then the patterns in other scripts can't match
    for pattern in (*_DENIED_LATIN, *_AS_SAID_LATIN) if latin else (*_DENIED, *_AS_SAID):
        words = _blanked(words, pattern)
    for pattern in _UNTRUE_LATIN if latin else _UNTRUE:
        if match := pattern.match(words):
            rest = " " * match.end() + words[match.end() :]
            return _blanked(rest, _UNTRUE_END), True
    if match := None if latin else _UNTRUE_CHINESE.match(words):
        start, end = match.span("told")
        return " " * start + words[start:end] + " " * (len(words) - end), True
    return words, False


def _blanked(words: str, pattern: re.Pattern[str]) -> str:
    """Words in which the first match is blank, unless little would be left."""
    match = pattern.search(words)
    if match is None or len((words[: match.start()] + words[match.end() :]).strip(" .,;。")) < _LEAST:
        return words
    return words[: match.start()] + " " * (match.end() - match.start()) + words[match.end() :]


def plain_verbs(words: str) -> str:
    """Words in which verbs of several words are plain synonyms."""
    if _any_verb().search(words):
        for pattern, plain in _verbs():
            words = pattern.sub(plain, words)
    return words


# Each verb of several words has one of these.
_OF_VERBS = """
absent action administrators ahead away bail bars behind bring brings brought bust came cease claim come comes control
cost custody debt detention down enter fall fell file files filed foot give given gives gave go goes going gone hands
head helm hold inflation jail keep kept large late left liberty live lose lost maintenance miss mothballed off online
operation out over owned paid part pay pays paying present prison product put puts running schedule service since snap
snaps stay switch take taking there time took track vote votes voted voting wave waved waves went without
"""


@lru_cache(maxsize=1)
def _verbs() -> tuple[tuple[Caseless, str], ...]:
    """The verbs of several words, each as a pattern and the plain word."""
    return tuple((Caseless(rf"(?<!\w)(?:{pattern})(?!\w)"), f" {plain} ") for pattern, plain in _lines())


@lru_cache(maxsize=1)
def _any_verb() -> Caseless:
    """Finds any of them, since most sentences have none."""
    return Caseless(rf"(?<!\w)(?:{'|'.join(pattern for pattern, _ in _lines())})(?!\w)", words=_OF_VERBS)


def _lines() -> list[list[str]]:
    lines = Path(__file__).with_name("verbs.txt").read_text("utf-8").splitlines()
    return [line.rsplit("  ", 1) for line in lines if line and not line.startswith("#")]


def description(before: str) -> str:
    """The description that ends in front of a name, "" if there is none."""
    match = _BEFORE_NAME.search(before)
    return match["words"] if match else ""
