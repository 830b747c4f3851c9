"""Parses the arguments of /subscribe: days, time, time zone, topic and target chat."""

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from bot.commands.phrases import normalise
from bot.commands.phrases.zone_words import zone_at_head, zone_word
from bot.languages import msgid
from bot.languages.zones import nearly_zone, parse_spoken_zone
from briefings.errors import BadInput
from briefings.parsing import parse_days, time_at_head, zone_named
from briefings.reading import recurrence_at_head

# An address, or what is meant as one: a channel's name, a person's, a number or an id without its platform.
_ADDRESS = re.compile(r"[a-zA-Z]+:\S*|[#@]\S+|-\d+|\d{6,}|(?=\D+\d)[CDGUW][A-Z0-9]{7,}")
USUAL_TIME = time(8)  # of a digest for which no time is given
_NO_TIME = msgid("Give a time as HH:MM, for example 08:00.")


@dataclass(frozen=True, slots=True)
class Order:
    """The parsed arguments of /subscribe; `zone_word` was read as a zone but could mean something else.

    `plain` means that "about" preceded the words, so they can only be a topic; `timeless` that no time was given.
    """

    days: frozenset[int]
    at: time
    zone: str | None
    zone_word: str
    words: str
    target: str
    plain: bool
    timeless: bool = False


def parse_digest_order(args: tuple[str, ...]) -> Order:
    """Parses the arguments. Raises BadInput for invalid days, times or zones."""
    typed, timeless = args, _is_timeless(args)
    if timeless:
        args = (*args[:timeless], f"{USUAL_TIME:%H:%M}", *args[timeless:])
    days, at, named, args = _phrase(args) or _days_and_time(args)
    words, target = _target(args)
    zone, zone_word, words = (named, "", words) if named else _zone(words)
    plain = bool(words) and words[0].lower() == "about"
    if plain:
        words = words[1:]
    elif not target and len(words) > 1 and words[0].lower() == "to":
        raise BadInput(
            "“{word}” isn't a chat address. Type status in that chat to see its address. For a digest about a "
            "topic, type: subscribe {start} about {words}.",
            word=words[1],
            start=" ".join(typed[: -len(words)]),
            words=" ".join(words),
        )
    elif len(words) == 1 and not zone and not target:
        _check_meant(words[0], typed)
    return Order(days, at, zone, zone_word, " ".join(words), target, plain, bool(timeless))


def _is_timeless(args: tuple[str, ...]) -> int:
    """The number of words for days, if nothing or "about" follows them; 0 if a time may follow."""
    count = next((at for at, word in enumerate(args) if word.lower() == "about"), len(args))
    spoken = recurrence_at_head(" ".join(args[:count]))
    if spoken:
        rule, rest_of_line = spoken
        return count if rule.weekdays and rule.at is None and not rest_of_line.strip() else 0
    try:
        _, rest = _days(args[:count])
    except BadInput:
        return 0
    return 0 if rest else count


def _days_and_time(args: tuple[str, ...]) -> tuple[frozenset[int], time, str | None, tuple[str, ...]]:
    days, args = _days(args)
    return days, *_time(args)


def _time(words: tuple[str, ...]) -> tuple[time, str | None, tuple[str, ...]]:
    if words and words[0].lower() == "в":
        left, wall, zone = normalise.timed(" ".join(words))
        words = (wall, zone, *left.split()) if zone else (wall, *left.split())
    at, rest = time_at_head(words)
    if at is None:
        raise BadInput(_NO_TIME)
    return at, None, tuple(rest)


def _phrase(args: tuple[str, ...]) -> tuple[frozenset[int], time, str | None, tuple[str, ...]] | None:
    """Parses a phrase such as "every weekday at 8 am Beijing time" and returns the remaining words; None for the short
    form.

    Raises BadInput for a rule without weekdays or without a time.
    """
    line = " ".join(args)
    found = recurrence_at_head(line)
    if found is None:
        return None
    rule, rest = found
    if rule.weekdays is None:
        phrase = line.removesuffix(rest).strip(" ,")
        raise BadInput(
            "A digest repeats on days of the week; “{said}” is a different rule. Try every Friday 08:00.", said=phrase
        )
    if rule.at is None:
        return rule.weekdays, *_time(tuple(rest.split()))
    return rule.weekdays, rule.at, rule.zone, tuple(rest.split())


def _target(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Extracts "to ADDRESS" from anywhere in the words; "#name" is kept as one word."""
    for at, (word, address) in enumerate(pairwise(words)):
        last = at + 2 == len(words)
        if word.lower() == "to" and _ADDRESS.fullmatch(address) and (last or not address.endswith(":")):
            return words[:at] + words[at + 2 :], address
    return words, ""


def _days(args: tuple[str, ...]) -> tuple[frozenset[int], tuple[str, ...]]:
    """Parses days; they may be separated by a comma and a space."""
    count = 1
    while count < len(args) and (args[count - 1].endswith(",") or args[count].startswith(",")):
        count += 1
    return parse_days("".join(args[:count])), args[count:]


def _zone(words: tuple[str, ...]) -> tuple[str | None, str, tuple[str, ...]]:
    """Parses a zone at the front: its name, the words for it if ambiguous, and the rest.

    Raises BadInput for a word that can only be a zone and is unknown.
    """
    strange = words[:1] == ("по",) and not parse_spoken_zone(words)
    if strange and (times := [at for at in (2, 3) if words[at : at + 1] == ("времени",)]):
        zone_named(" ".join(words[: times[0] + 1]))
    found = zone_at_head(words)
    if found is None:
        return None, "", words
    zone, count = found
    return zone or None, zone_word(("", *words[:count]), zone), words[count:]


def _check_meant(word: str, args: tuple[str, ...]) -> None:
    """Raises BadInput for a single word that may be a misspelt zone as well as a topic."""
    if city := nearly_zone(word):
        raise BadInput(
            "I don't know the time zone “{word}”. Did you mean {zone}? For a digest about a topic, type: "
            "subscribe {start} about {word}.",
            word=word,
            zone=city,
            start=" ".join(args[:-1]),
        )
