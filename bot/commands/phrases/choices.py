"""Parses a choice among a few: a summary length, a snooze time, a command. Pure."""

import re

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
}
_UNTIL = (
    (("tomorrow", "завтра", "明天"), "tomorrow"),
    (("tonight", "evening", "вечером", "今晚", "晚上"), "evening"),
    (("week", "days", "недел", "周"), "week"),
)
_TOPICS = (
    *(
        ("remind", "remind"),
        ("subscri", "subscribe"),
        ("digest", "subscribe"),
        ("summar", "summary"),
        ("snooz", "snooze"),
    ),
    *(("import", "import"), ("upload", "import"), ("file", "import"), ("anal", "import"), ("paper", "import")),
    *(("document", "import"), ("mut", "mute"), ("search", "search"), ("quiet", "quiet"), ("unsubscri", "unsubscribe")),
    *(("time", "timezone"), ("calendar", "calendar"), ("event", "event"), ("date", "event"), ("source", "sources")),
    ("quote", "quotes"),
)


def length(said: str) -> str:
    """A summary length, or connected prose."""
    word = said.lower()
    if word in ("medium", "fluent"):
        return word
    long = any(sign in word for sign in ("long", "detail", "depth", "thorough", "подробн", "длинн", "развёрн", "详细"))
    return "long" if long else "short" if word else ""


def until(said: str) -> str:
    """A snooze time as /snooze takes it."""
    word = said.lower()
    for signs, typed in _UNTIL:
        if any(sign in word for sign in signs):
            return typed
    number = re.search(r"\d+", word)
    spelt = next((_NUMBERS[each] for each in word.split() if each in _NUMBERS), "1")
    return f"{number[0] if number else spelt}h"


def topic(said: str) -> str:
    """The command for a way of naming it."""
    word = said.lower()
    return next((name for sign, name in _TOPICS if word.startswith(sign)), word)
