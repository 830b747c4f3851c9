"""Splits a sentence with several wishes at each joint between two of them. Pure."""

import re

from bot.commands.phrases import slots, spoken_times, understand
from bot.commands.phrases.classifier import Guess
from briefings.text import lazy_re

MOST = 4  # wishes that get a button
_LONGEST = 300  # characters; what is longer is a text
_JOINT = lazy_re(
    r"(?:\s*[;?!.,，；。！？]+|\s[-–—])?\s*"
    r"(?:\b(?:and|then|also|plus|afterwards|finally|и|а|затем|потом|ещё|еще|также|заодно)\b,?\s*"
    r"|然后|之后|接着|(?<![别要用必])再|并且|并|同时|顺便|另外|还有|也)+|[;?!,，；。！？]\s*|\.\s+|和(?=\s?a\d)",
    re.IGNORECASE,
)
_QUOTED = lazy_re(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|「[^」]*」|《[^》]*》")
_IDS = lazy_re(
    r"(?<![A-Za-z0-9_:-])(?P<all>(?P<kind>[ae])\d{1,9}"
    r"(?:\s*(?:[,，、&和与及]|\b(?:and|и)\b)\s*(?:and |и )?(?P=kind)\d{1,9})+)"
    r"(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_CONDITION = lazy_re(
    r"\b(?:if|unless|whether|in case|whenever|если|вдруг|ли)\b|如果|要是|假如|万一|除非|(?<!谁)的话|是否", re.IGNORECASE
)
_BESIDE = 0.7  # likelihood of a wish beside one that the whole sentence is taken for
_BEHIND_SEARCH = 0.9  # likelihood of a wish behind a search, whose words may be any
_NOT = lazy_re(r"(?:please )?(?:don'?t|do not|never)\b|не\b|别|不要|勿", re.IGNORECASE)
_UNDONE_BY_NOT = ("remove", "event change", "forget")  # kinds that a "not" turns round
_TOGETHER = ("compare", "disagree", "event edit", "clearance", "mark")  # kinds of which one line holds several ids
_SHORTEST, _OFFERED = 6, 0.75  # bytes of a wish; likelihood of one that no command carries out
_NEARLY = 0.6  # share of the whole sentence's likelihood that two wishes together must have
_JOINED_END = lazy_re(r"[\s,，]*(?:\b(?:and|и)|和|并)?[\s,，]*$", re.IGNORECASE)
_ENDS = " \t,;，；。.!"


def wishes_in(line: str) -> tuple[str, ...]:
    """The parts of a sentence with several wishes, in order; () for a sentence with one, or with a condition."""
    line = spoken_times.whole_units(" ".join(line.split()))  # "an hour and a half" is one
    if len(line) > _LONGEST:
        return ()
    parts = [each for part in _split(line) for each in _each_lead(part)]
    parts = [each for part in parts for each in _each_id(part)]
    if len(parts) < 2 or _CONDITION.search(line):
        return ()
    return tuple(parts)


def _split(line: str) -> list[str]:
    """The line, parted at each joint outside of quotation marks that stands between two wishes."""
    quoted = [found.span() for found in _QUOTED.finditer(line)]
    joints = [found for found in _JOINT.finditer(line) if not any(at < found.end() < end for at, end in quoted)]
    parts, start = list[str](), 0
    for number, found in enumerate(joints):
        before, after = line[start : found.start()], line[found.end() :]
        first = line[found.end() : joints[number + 1].start()] if number + 1 < len(joints) else after
        if any(_are_two(before, each, whole=line[start:]) for each in (after, first)):
            parts.append(before.strip(_ENDS))
            start = found.end()
    last = line[start:].strip(_ENDS)
    parts = [each.removeprefix("先") for each in parts]
    return [*parts, *([] if parts and understand(last).talk else [last])]


def _are_two(before: str, after: str, whole: str) -> bool:
    """Whether words before and after a joint are requests of two kinds, nearly as surely as the whole is one."""
    one, two = _command(before), _command(after)
    all_ = understand(whole)
    if not (one and two) or one.kind == two.kind or (all_.sure and all_.kind in _TOGETHER):
        return False
    other = two if all_.kind == one.kind else one
    if one.kind == "offer" or (one.kind == "search" and two.likelihood < _BEHIND_SEARCH):
        return False
    if all_.kind in (one.kind, two.kind) and other.likelihood < _BESIDE:
        return False
    return one.likelihood * two.likelihood > _NEARLY * all_.guesses[0].likelihood


def _command(part: str) -> Guess | None:
    """The request that words surely are by themselves; None for a question that the texts answer, and for talk."""
    words = part.strip(_ENDS)
    meant = understand(words)
    searches = meant.kind == "search" and meant.sure and slots.sought_in(words) not in ("", words)
    if len(words.encode()) < _SHORTEST or meant.talk or meant.kind in ("new value", "event new"):
        return None
    if _NOT.match(words) and meant.kind in _UNDONE_BY_NOT:
        return None
    return (
        meant.guesses[0]
        if meant.certain or searches or (meant.kind == "offer" and meant.guesses[0].likelihood >= _OFFERED)
        else None
    )


def _each_lead(part: str) -> list[str]:
    """A reminder of each event: "a day before the vote and a week before the summit" are two."""
    starts = slots.lead_starts(part)
    if len(starts) < 2 or understand(part).kind != "remind":
        return [part]
    ends = [*starts[1:], len(part)]
    chunks = (part[at:end].strip(_ENDS) for at, end in zip(starts, ends, strict=True))
    return [part[: starts[0]] + _JOINED_END.sub("", each) for each in chunks]


def _each_id(part: str) -> list[str]:
    """A wish for each id of a list: "summarise a1 and a3" are two; what holds them together stays one."""
    found = _IDS.search(part)
    if found is None or understand(part).kind in _TOGETHER:
        return [part]
    ids = re.findall(r"[ae]\d+", found["all"], re.IGNORECASE)
    each = [f"{part[: found.start()]}{id_}{part[found.end() :]}" for id_ in ids]
    return each if _command(each[0]) else [part]
