"""Removes greetings and courtesies, and splits the time of day and its zone from a line. Pure."""

import re

from bot.commands.phrases.zone_words import split_zone
from briefings.text import lazy_re

_MARKS = str.maketrans("‘’‛`´", "'''''")
_OPENINGS = lazy_re(
    r"^(?:(?:hi|hello|hey|hiya|yo|ok|okay|so|and|but|well|now|right|please|pls|kindly|dear|thanks|thank you|great|cool"
    r"|sorry|readout|bot|good (?:morning|afternoon|evening|day))\b(?: (?:there|readout|bot|all))?[,!.:;]*\s+)+",
    re.IGNORECASE,
)
_WISHES = lazy_re(
    r"^(?:(?:can|could|would|will|may|might) (?:you|u|i|we)(?: please| kindly| also| just)?"
    r"|would you mind|do you mind|are you able to|is it possible to"
    r"|i(?:'d| would) (?:really )?(?:like|love|prefer)(?: you| for you)?(?: to)?"
    r"|i (?:just )?(?:want|need|wish)(?: you)?(?: to)?|i wanna|i(?:'m| am) (?:interested in|looking for)"
    r"|(?:show|tell|give) (?:me|us)(?= (?:what|who|which|when|where|how|why|if|whether)\b)"
    r"|(?:do|did) you know|i wonder|you (?:can|could|should)"
    r"|let (?:me|us)(?! know)|let's|help me(?: to)?|please|pls|just|kindly|go ahead and)\s+(?:(?:also|please|just)\s+)?"
    r"(?:(?:have|get|know|find out|check|see if|learn)\s+)?",
    re.IGNORECASE,
)
_CLOSINGS = lazy_re(
    r"[,;]?\s+(?:please|pls|plz|thanks|thank you|thx|cheers|for me|for us|right now|now|then|again|if you can"
    r"|if possible)$",
    re.IGNORECASE,
)
_ENDS = " \t.,;:!?…。！？，；"
_ZONE_BEFORE = lazy_re(r"\s[(（][^()（）]+ time[)）]$")
_CLOCK = lazy_re(
    r"\b(?:(?:at|by|around|about|@|в|к) )?(?:(?P<noon>noon|midday|midnight)\b"
    r"|(?P<past>half past )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?: ?o'? ?clock)?)"
    r"(?: sharp)?(?: (?P<part>in the (?:morning|afternoon|evening)|at night|tonight|утра|дня|вечера))?(?!\S*\d)",
    re.IGNORECASE,
)


def plain(sentence: str) -> str:
    """One line with plain apostrophes and without final punctuation."""
    return " ".join(sentence.translate(_MARKS).split()).strip(_ENDS)


def asks(sentence: str) -> bool:
    """Whether it has a question mark."""
    return "?" in sentence or "？" in sentence


def bare(sentence: str) -> str:
    """The text without greeting, courtesies and final punctuation."""
    words = plain(sentence)
    while True:
        shorter = _CLOSINGS.sub("", _WISHES.sub("", _OPENINGS.sub("", words))).strip(_ENDS)
        if shorter == words or not shorter:
            return words
        words = shorter


def timed(line: str) -> tuple[str, str, str]:
    """Splits a line into the rest, its time of day as HH:MM, and its zone as spoken ("" for none)."""
    for found in _CLOCK.finditer(line):
        at = _wall(found)
        if at is None:
            continue
        before, after = line[: found.start()].rstrip(" ,"), line[found.end() :].strip(" ,")
        if before[-1:] in ("(", "（") and (end := re.search("[)）]", after)):  # (9:00 Beijing time)
            before, after = (
                before[:-1].rstrip(" ,"),
                f"{after[: end.start()]}, {after[end.end() :].strip()}".strip(" ,"),
            )
        zone, rest = split_zone(after)
        if not zone and (bracketed := _ZONE_BEFORE.search(before)):
            zone, before = split_zone(bracketed[0].strip())[0], before[: bracketed.start()]
        return f"{before} {rest}".strip(), at, zone
    return line, "", ""


def _wall(found: re.Match[str]) -> str | None:
    """The time as HH:MM; None for a number without a word or sign that makes it a time."""
    if found["noon"]:
        return "00:00" if found["noon"].lower() == "midnight" else "12:00"
    marked = found[0].lower().startswith(("at ", "by ", "around ", "@ ", "в ", "к "))
    if not (marked or found["half"] or found["minute"] or found["part"] or "clock" in found[0].lower()):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["past"] else 0))
    part = (found["part"] or "").lower()
    late = (found["half"] or "").lower().startswith("p") or any(
        word in part for word in ("afternoon", "evening", "night", "дня", "вечера")
    )
    early = (found["half"] or "").lower().startswith("a")
    hour = hour + 12 if late and hour < 12 else 0 if early and hour == 12 else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
