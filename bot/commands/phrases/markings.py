"""Reads markings, embargoes, people and reasons from a sentence, for /mark and /clearance. Pure."""

import re
from collections.abc import Mapping

from bot.commands.phrases import normalise
from bot.commands.phrases.slots import ENDS
from briefings.text import lazy_re

_LEVEL = lazy_re(
    r"(?<![A-Za-zа-яё])(?:tlp\s?[:：]?\s?)?(?:(?P<strict>amber(?:\s?\+\s?|\s(?:plus |and )?)strict|strict amber"
    r"|янтарн\w+[- +]строг\w+|琥珀色?[加+]?严格)|(?P<amber>amber|янтарн\w+|琥珀)|(?P<red>red|красн\w+|红)"
    r"|(?P<green>green|зел[её]н\w+|绿)"
    r"|(?P<clear>clear(?! (?:up|to|for|that|the|@|\w+:))|white|бел(?:ый|ым|ого|ой|ую|ое)"
    r"|прозрачн\w+|白色?|透明))(?![A-Za-zа-яё])",
    re.IGNORECASE,
)
_REASON = lazy_re(
    r"[,;]?\s(?:because|since|as (?=he|she|they|it|we|i)|потому что|так как|поскольку|ибо)\s(?P<why>.+)"
    r"|[，,；;]?\s?(?:因为|由于)(?P<han>.+)",
    re.IGNORECASE,
)
_ADDRESS = (
    r"telegram:-?\d{1,20}|slack:[A-Za-z][A-Za-z0-9]{1,20}|<[@#][A-Za-z0-9]{2,20}(?:\|[^<>]*)?>|terminal:local"
    r"|@[A-Za-z0-9_-]{1,40}"
)
_HOLDER = lazy_re(
    rf"(?P<typed>{_ADDRESS})|(?P<here>\b(?:this|our|the) (?:chat|group|channel|room)\b"
    r"|\bour (?=clearance)|\b(?:we|us)\b"
    r"|\b(?:эт\w+|наш\w*) (?:чат|групп|канал)\w*|\bдопуск\w* чата|(?:这个|本|该|我们的?)(?:群聊|聊天|群组?|频道))"
    r"|(?P<me>\bme\b|\bмне\b)|\bthe (?P<group>board|editors|desk|team)\b",
    re.IGNORECASE,
)
_EMBARGO = lazy_re(r"embargo|эмбарго|禁发|禁令|禁止发布|保密期", re.IGNORECASE)
_ALL = lazy_re(
    r"\b(?:everyone|everybody|anyone|audience|restrictions?|ограничен\w+|аудитори\w+|все)\b|限制|受众|所有人", re.I
)
_UNSURE = lazy_re(r"(?:set|make|put) (?!.*tlp).*(?:clear|white)", re.IGNORECASE)  # "make it clear"
_NOT = lazy_re(r"(?:don'?t|do not|never)\b|не\b|别|不要", re.IGNORECASE)
_ONLY = lazy_re(r"\b(?:only|nobody|no one|none|restrict|limit|alone|только|лишь|никто)\b|只|仅", re.IGNORECASE)
_ASKS = lazy_re(
    r"^(?:who|whom|what|how|is|was|are|show(?! .+ only)|tell|may|can(?! you)"
    r"|кто|кому|как\w*|для кого|у кого|что|покажи)(?!\w)"
    r"|谁|什么|哪",
    re.IGNORECASE,
)
_UNTIL = lazy_re(
    r"\b(?:until|till)\s(?P<en>.+)|\bдо\s(?P<ru>.+)|(?P<zh>(?:(?<![A-Za-z0-9-])\d|今|明|后|周|下|星期).+?)(?:之前|以前|前)(?:都)?"
    r"|(?:禁发期?|直)(?:到|至|设为|改到)(?P<to>.+)",
    re.IGNORECASE,
)
_DEFAULT = lazy_re(
    r"\b(?:default|usual|normal|reset|restore)\b|\b(?:обычн|прежн|стандартн|сброс)\w*|默认|重置|恢复", re.I
)
_RULED_OUT = lazy_re(r"(?:\bnot\b|n't\b|\bno longer\b|\bне\b|\bбез\b|不|别)[^,;，；]{0,40}$", re.IGNORECASE)
_NO_MORE_THAN = lazy_re(
    r"\b(?:more than|anything above|beyond|up to|only|больше|выше|только|до)(?: the)? $|(?:高于|超过|只能看|只看)$",
    re.I,
)
_HAN_CLOCK = lazy_re(
    r"(?P<half>上午|早上|下午|晚上|中午)?\s?(?P<hour>\d{1,2})(?:[点點时](?P<thirty>半)?|[:：])(?P<minute>\d\d)?分?"
)
_HAN_DAY = lazy_re(r"(?<=[日号天一二三四五六])(?=\d|上|下|早|晚|中)")
_NOON = (
    (lazy_re(r"\b(?:at )?(?:noon|midday)\b", re.IGNORECASE), "12:00"),
    (lazy_re(r"\b(?:at )?midnight\b", re.IGNORECASE), "00:00"),
)
_AFTERNOON, _NOON_HOUR = ("下午", "晚上"), 12
_SHORTEST = 3  # letters that two spellings of a name share


def head_of(sentence: str) -> str:
    """A sentence without the reason that it gives."""
    return _REASON.split(sentence, maxsplit=1)[0]


def _because(sentence: str) -> str:
    found = _REASON.search(sentence)
    return f" because {(found['why'] or found['han']).strip(' .!。！')}" if found else ""


def marking_in(sentence: str) -> str:
    """What `/mark` is to set, as it is typed behind the place; "" where a sentence only asks."""
    head = normalise.bare(head_of(sentence))
    if _ASKS.search(head) or _NOT.match(head) or _UNSURE.fullmatch(head):
        return ""
    level, until, holders = _granted(head), _until(head), _holders(head)
    if _EMBARGO.search(head) and ENDS.search(head) and not level:
        options = "until now"
    elif level or until:
        options = " ".join(filter(None, (level, f"until {until}" if until else "")))
    elif holders and _ONLY.search(head):
        options = f"for {' '.join(holders)}"
    elif _ALL.search(head):
        options = "for all"
    else:
        options = "none" if ENDS.search(head) or _DEFAULT.search(head) else ""
    return f"{options}{_because(sentence)}" if options else ""


def asks(sentence: str) -> bool:
    """Whether a sentence asks for a marking or a clearance rather than setting one."""
    return bool(_ASKS.search(normalise.bare(head_of(sentence))))


def clearance_in(sentence: str, people: Mapping[str, str]) -> str:
    """What `/clearance` is to show or set, as it is typed: "here green"; `people` are known names by address."""
    head = normalise.bare(head_of(sentence))
    holder = next(iter(_holders(head)), "") or _person(head, people)
    level = "" if _ASKS.search(head) or normalise.asks(sentence) else _granted(head)
    if not holder or not (level or _DEFAULT.search(head)):
        return holder
    return f"{holder} {level or 'default'}{_because(sentence)}"


def _holders(head: str) -> list[str]:
    found = (
        "here" if each["here"] else "me" if each["me"] else each["typed"] or f"@{each['group'].lower()}"
        for each in _HOLDER.finditer(head)
    )
    return list(dict.fromkeys(found))


def _person(head: str, people: Mapping[str, str]) -> str:
    """The address of the only person of whose names a sentence holds most, in whatever case; "" for none or several."""
    held = {holder: sum(_is_said(part, head.casefold()) for part in name.split()) for holder, name in people.items()}
    most = max(held.values(), default=0)
    named = [holder for holder, count in held.items() if most and count == most]
    return named[0] if len(named) == 1 else ""


def _is_said(name: str, said: str) -> bool:
    plain = name.casefold()
    stem = plain if len(plain) <= _SHORTEST or not re.search("[а-яё]", plain) else plain[:-1]
    return stem in said


def _granted(head: str) -> str:
    """The last level that a sentence doesn't rule out; "" for none."""
    granted = ""
    for found in _LEVEL.finditer(head):
        before = head[: found.start()]
        if _NO_MORE_THAN.search(before) or not _RULED_OUT.search(before):
            granted = next(name for name, words in found.groupdict().items() if words)
    return "amber+strict" if granted == "strict" else granted


def _until(head: str) -> str:
    """The end of an embargo as it is typed: the day, the time as HH:MM and the zone; "" for none."""
    ends = (next(filter(None, found.groups())) for found in _UNTIL.finditer(head))
    words = next((each for each in ends if not _LEVEL.match(each)), "")
    for pattern, wall in _NOON:
        words = pattern.sub(wall, words)
    words = _HAN_CLOCK.sub(_wall, _HAN_DAY.sub(" ", words)) if re.search("[\u4e00-\u9fff]", words) else words
    rest, at, zone = normalise.timed(words.strip(" ，,"))
    return " ".join(filter(None, (rest, at, zone))) if at else words.strip()


def _wall(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    late = found["half"] in _AFTERNOON and hour < _NOON_HOUR
    return f" {hour + 12 * late:02}:{30 if found['thirty'] else int(found['minute'] or 0):02}"
