"""Checks that claims, conditions, permissions and causes keep their status."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from briefings.summarising.grounding.tokens import tokens
from briefings.text.patterns import lazy_re

# Each kind of frame: told, asked and ordered, supposed, denied as a whole, allowed, due.
_KINDS = {
    "told": r"say(?:s|ing)?|said|tell(?:s|ing)?|told|claim\w*|argu\w+|maintain\w*|insist\w*|assert\w*|alleg\w+|"
    r"contend\w*|declar\w+|"
    r"according|belie[fv]\w*|think\w*|thought|rumou?r\w*|legend\w*|myth\w*|stor(?:y|ies)|tale|novel|film|state|"
    r"states|stated|"
    r"repl\w+|warn\w*|deny|denies|denied|announc\w+|сказ\w+|говор\w+|утвержда\w+|заяв\w+|счита\w+|полага\w+|"
    r"словам|мнению|слух\w*|"
    r"声称|坚称|认为|表示|据|说|称",
    "ordered": r"ignore\w*|disregard|forget|outputs?|respond|write|shall|should (?:add|say|write)|"
    r"vergiss|schreib\w*|oublie\w*|écri\w*|"
    r"répond\w*|antworte|забуд\w+|игнорир\w+|напиши\w*|сообщите|忽略|忘记|写道|告诉|回答|order(?:s|ed)?|"
    r"instruct\w*|ask(?:s|ed)?|tells? \w+(?: \w+)? to|told to|urg\w+|requir\w+|"
    r"велел\w*|приказ\w+|попрос\w+|奉命|要求|命令|被要求",
    "supposed": r"if|unless|suppos\w+|imagin\w+|assum\w+|proposal|scenario|если|допустим|如果|若|除非|假设|假如",
    "denied": r"wrong to|mistake to|false|untrue|no evidence|nobody has|has not shown|not (?:say|claim|show|"
    r"prove)|неверно|ошибочно|неправда|错误的?|错了|invented",
    "can": r"can|could|able to|может|могут|可以|能够",
    "may": r"may|might|perhaps|possibly|возможно|可能",
    "must": r"must|ha(?:s|ve) to|obliged|required|долж\w+|必须",
}
_FRAMES = {
    kind: lazy_re(rf"\b(?:{words})\b" if words.isascii() else rf"(?<![a-zа-яё])(?:{words})(?![a-z])", re.I)
    for kind, words in _KINDS.items()
}
_MODALS = {
    "will": lazy_re(r"\b(?:will|shall|would|going to|будет|будут)\b|(?<!可)将|会(?!议)", re.IGNORECASE),
    **{kind: _FRAMES[kind] for kind in ("can", "must")},
}
_AS_GOOD = {
    "told": ("told", "ordered", "denied"),
    "ordered": ("ordered",),
    "denied": ("denied", "told"),
    "may": ("may", "can", "told"),
}
_CAUSE = lazy_re(
    r"\b(?:because|since(?! \d| \w+ \d)|so(?= \w+ \w+)(?<!\bso that)|therefore|thus|hence|due to|owing to|"
    r"as a result|caus\w+|led to|leading to|"
    r"thanks to|потому|поэтому|из-за|так как|поскольку|вследствие)\b|因为|由于|所以|因此|导致|因而",
    re.IGNORECASE,
)
_BECAUSE = lazy_re(r"\b(?:because|потому что)\b", re.IGNORECASE)
_SEGMENT = lazy_re(r"; |, (?:but|while|whereas|and) |；|, (?:а|но) |(?<=[.?!]) ")
_PARTS = lazy_re(rf"{_SEGMENT.pattern}|\b(?:that|что)\b")
_GO_ON = {True: {"told", "denied", "supposed"}, False: {"supposed"}}  # behind "and", after a "that" or not
_ASKS = lazy_re(r"[?？][”»」'\"]?\s*$")
_ON = lazy_re(r"\b(?:that|что)\b", re.IGNORECASE)


def unframed(sentence: str, cited: Sequence[str]) -> bool:
    """Whether it states as fact what the source only claims, orders, supposes, denies, asks or allows."""
    sentence, cited = _plain(sentence), [_plain(source) for source in cited]
    has = {kind for kind, frame in _FRAMES.items() if frame.search(sentence)}
    around = [segment for source in cited for segment in _segments(source)]
    return any(_unframed(part, has, around) for part in _PARTS.split(sentence) if part)


def _plain(text: str) -> str:
    """The text with full-width letters as plain ones and without invisible characters."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")


def _unframed(part: str, has: set[str], around: Sequence[tuple[str, frozenset[str]]]) -> bool:
    mine = _terms(part)
    best = max((_share(mine, text) for text, _ in around), default=0)
    near = [kinds for text, kinds in around if best and _share(mine, text) == best]
    return bool(near) and all(any(not _meets(has, kind) for kind in kinds) for kinds in near)


def _meets(has: set[str], kind: str) -> bool:
    return bool(has.intersection(_AS_GOOD.get(kind, (kind,))))


def _segments(source: str) -> list[tuple[str, frozenset[str]]]:
    """The parts of a sentence with the kinds of frames that apply to each; claims continue after "and"."""
    cuts = [0, *(found.start() for found in _SEGMENT.finditer(source)), len(source)]
    found: list[tuple[str, frozenset[str]]] = []
    for start, end in pairwise(cuts):
        text = source[start:end]
        kinds = {kind for kind, frame in _FRAMES.items() if frame.search(text)}
        if found and text.startswith(", and "):
            kinds |= found[-1][1] & _GO_ON[_ON.search(found[-1][0]) is not None]
        if _ASKS.search(source):
            kinds.add("asked")
        found.append((text, frozenset(kinds)))
    return found


def _share(mine: set[str], text: str) -> int:
    return len(mine & {token.term for token in tokens(text)})


def other_modal(sentence: str, source: str) -> bool:
    """Whether it says that something will, must or can be where the source has a different modal."""
    return any(modal.search(sentence) and not modal.search(source) for modal in _MODALS.values()) and (
        any(frame.search(source) for frame in (*_MODALS.values(), _FRAMES["may"]))
    )


def invented_cause(sentence: str, source: str) -> bool:
    """Whether it gives a reason the source doesn't give, or swaps reason and result."""
    if _CAUSE.search(source) is None:
        return _CAUSE.search(sentence) is not None
    mine, theirs = _reason(sentence), _reason(source)
    if mine is None or theirs is None:
        return False
    return _share(_terms(mine[1]), theirs[0]) > _share(_terms(mine[1]), theirs[1])


def _reason(text: str) -> tuple[str, str] | None:
    """The result and its reason; None without a "because"."""
    found = _BECAUSE.search(text)
    if found is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    if before.strip():
        return before, after
    reason, _, rest = after.partition(", ")
    return rest, reason


def _terms(text: str) -> set[str]:
    return {token.term for token in tokens(text) if token.content and not token.figure}
