"""Parses the words of /mark and /clearance: a level, an embargo, an audience and a reason behind a place. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from bot.chat import Request
from bot.commands.phrases.zone_words import zone_at_head
from briefings.errors import Ambiguous, BadInput
from briefings.model.delivery import chat_of
from briefings.model.marking import GROUP, HOLDER, MARKINGS, OUTLET, LabelChange, Marking, typed_marking
from briefings.parsing import parse_when

UNMARKED, DEFAULT, NOBODY = "none", "default", "none"
_HERE, _ME, _YES = "here", "me", "yes"
_EVERYBODY = ("all", "everybody", "everyone", "anyone")
_BECAUSE = "because"
_PARTS = ("until", "for", _BECAUSE)
_MENTION = re.compile(r"<[@#](?P<id>[A-Z][A-Z0-9]{1,20})(?:\|[^<>]*)?>")  # of a person or channel, as Slack writes it
_RU_NAME, _RU_ENDING = re.compile(r"[а-яё-]+"), re.compile(r"(?:[аяоеуюыиьй]|ой|ей|ого|его|ому|ему|ом|ем|ым|им|ую|юю)$")
_SHORTEST_STEM = 3  # letters of a Russian name before its ending
_WHOLE = partial(zone_at_head, whole=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a line: `change` is None where the marking goes, `asks` a part that is still to be typed."""

    place: tuple[str, ...]
    options: tuple[str, ...] = ()
    change: LabelChange | None = None
    reason: str = ""
    sure: bool = False
    asks: Literal["", "until", "for"] = ""

    @property
    def shows(self) -> bool:
        """Whether the line sets nothing."""
        return not self.options


def readings(
    words: Sequence[str], request: Request, now: datetime, zone: str
) -> tuple[list[Typed], BadInput | Ambiguous | None]:
    """What a line can mean, likeliest first, and why options in it can't be read.

    A title may hold such words too, so options begin wherever all words up to the end can be read as some. The last
    reading is a place without options.
    """
    found: list[Typed] = []
    failed: BadInput | Ambiguous | None = None
    for at in _starts(words):
        try:
            found.append(_read(tuple(words[:at]), tuple(words[at:]), request, now, zone))
        except (BadInput, Ambiguous) as failure:
            failed = failed or failure
    return [*found, Typed(tuple(words))], failed


def _starts(words: Sequence[str]) -> Iterator[int]:
    """Where options may begin: at a level, at the name of a part, or at a yes before one."""
    reasons = list(takewhile(lambda word: word.lower() != "because", words))
    return (
        at
        for at, word in enumerate(words)
        if ((_is_level(word) or _is_sure(words[at:])) and at <= len(reasons)) or word.lower() in _PARTS
    )


def _is_sure(words: Sequence[str]) -> bool:
    """Whether words begin with a yes before the name of a part, where no level stands."""
    said, *rest = [each.lower() for each in words[:2]]
    return said == _YES and any(each in _PARTS for each in rest)


def _read(place: tuple[str, ...], options: tuple[str, ...], request: Request, now: datetime, zone: str) -> Typed:
    level = options[0] if _is_level(options[0]) else ""
    rest = options[bool(level) :]
    sure = [each.lower() for each in rest[:1]] == [_YES]
    parts = _parts(rest[sure:])
    reason = " ".join(parts.get("because", ()))
    if level.lower() == UNMARKED:
        if parts.keys() - {"because"}:
            raise BadInput("Without a marking, there is no embargo and no audience.")
        return Typed(place, options, None, reason, sure)
    if asked := next((name for name in parts if not parts[name]), None):
        return Typed(place, options, LabelChange(), reason, sure, _asked(asked))
    until, audience = parts.get("until"), parts.get("for")
    change = LabelChange(
        level_of(level) if level else None,
        _until(until, now, zone) if until else None,
        _audience(audience, request) if audience else None,
    )
    if change == LabelChange():
        raise BadInput("Type a level, until or for before the reason.")
    return Typed(place, options, change, reason, sure)


def _asked(part: str) -> Literal["until", "for"]:
    """The part that is asked for. Raises BadInput for a reason without words."""
    if part == "because":
        raise BadInput("Type the reason after “because”.")
    return "until" if part == "until" else "for"


def _parts(words: Sequence[str]) -> dict[str, list[str]]:
    """The words behind until, for and because. Raises BadInput for words before them."""
    parts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for word in words:
        if word.lower() in _PARTS and word.lower() not in parts and "because" not in parts:
            current = parts.setdefault(word.lower(), [])
        elif current is None:
            raise BadInput("After the level, type until, for or because.")
        else:
            current.append(word)
    return parts


def marking_line(typed: Typed, place: str, *, asks: bool = False) -> str:
    """The line without its prefix, for a place; with `asks`, what is asked for comes last."""
    level = typed.options[:1] if typed.options and _is_level(typed.options[0]) else ()
    rest = list(typed.options[len(level) :])
    if [each.lower() for each in rest[:1]] == [_YES]:
        rest = rest[1:]
    if asks:
        rest.remove(next(each for each in rest if each.lower() == typed.asks))
        rest.append(typed.asks)
    return " ".join(("mark", *filter(None, (place,)), *level, *((_YES,) if typed.sure else ()), *rest))


def _is_level(word: str) -> bool:
    return word.lower() == UNMARKED or typed_marking(word) is not None


def with_reason(words: Sequence[str]) -> tuple[list[str], str]:
    """The words before because, and the reason behind it. Raises BadInput for because without words."""
    line = list(takewhile(lambda word: word.lower() != _BECAUSE, words))
    reason = " ".join(words[len(line) + 1 :])
    if len(line) < len(words) and not (line and reason):
        raise BadInput("Type the reason after “because”.")
    return line, reason


def level_of(word: str) -> Marking:
    """A typed level. Raises BadInput."""
    found = typed_marking(word)
    if found is None:
        raise BadInput("“{word}” isn't a marking. Use {markings}.", word=word, markings=", ".join(MARKINGS))
    return found


def _until(words: Sequence[str], now: datetime, zone: str) -> datetime | Literal["now"]:
    """The end of an embargo; the later one of an hour that clocks show twice. Raises BadInput or Ambiguous."""
    if [each.lower() for each in words] == ["now"]:
        return "now"
    when, rest = parse_when(words, now, zone, zones=_WHOLE)
    if rest or when.at is None:
        raise BadInput("Give the day and the time at which the embargo ends: until 2099-12-04 09:00 Berlin.")
    there = when.at.astimezone(ZoneInfo(when.zone or zone))
    again = there.replace(fold=1)
    until = max(when.at, again.astimezone(when.at.tzinfo), key=datetime.timestamp)
    if until <= now:
        raise BadInput("{time} has passed. Give the day and the time at which the embargo ends.", time=" ".join(words))
    return until


def _audience(words: Sequence[str], request: Request) -> tuple[str, ...]:
    """The addresses of an audience; () for everybody who is cleared. Raises BadInput."""
    if len(words) == 1 and words[0].lower() in _EVERYBODY:
        return ()
    return tuple(sorted({holder_of(each, request, group=True) for each in words}))


def is_holder(word: str) -> bool:
    """Whether a word stands for a chat or person by itself, as "here" or an address does."""
    typed = word.strip(",;")
    return typed.lower() in (_HERE, _ME) or any(each.fullmatch(typed) for each in (_MENTION, HOLDER, OUTLET))


def is_named(person: str, words: str) -> bool:
    """Whether words are part of a person's name; a Russian name may stand in any case."""
    names, said = (each.casefold().replace("(", " ").replace(")", " ").split() for each in (person, words))
    return any(
        len(names[at:]) >= len(said) and all(map(_is_same_name, names[at:], said)) for at in range(len(names))
    ) and bool(said)


def _is_same_name(name: str, said: str) -> bool:
    if name == said:
        return True
    stems = [_RU_ENDING.sub("", each) for each in (name, said)]
    return stems[0] == stems[1] and len(stems[0]) >= _SHORTEST_STEM and _RU_NAME.fullmatch(name) is not None


def holder_of(word: str, request: Request, *, group: bool) -> str:
    """A chat, person or group as it is stored. Raises BadInput."""
    typed = word.strip(",;")
    if typed.lower() == _HERE:
        return chat_of(request.address)
    if typed.lower() == _ME:
        return request.sender
    if mentioned := _MENTION.fullmatch(typed):
        return f"slack:{mentioned['id']}"
    if HOLDER.fullmatch(typed) or (group and GROUP.fullmatch(typed)):
        return typed
    raise BadInput("“{word}” is no chat or person. Type here, telegram:42, slack:U7 or a group: @board.", word=word)
