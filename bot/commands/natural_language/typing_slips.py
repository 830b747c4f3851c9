"""Finds slips of typing in the words that a request is made of: one letter, two swapped letters, another layout. Pure.

A word is corrected only if it is no word that people write, and if the corrected sentence is surely a request.
"""

import re
from functools import lru_cache

from bot.commands.natural_language.classifier import classify
from bot.commands.natural_language.confidence import SURE, TEXTS
from bot.commands.phrases import rule_of, understand
from bot.commands.phrases.required_words import has_required_words
from bot.commands.registry import is_slip
from briefings.text import lazy_re, stem_of

_WORDS = frozenset(
    (
        *("summary", "summaries", "summarise", "summarize", "sources", "source", "references", "remind", "reminder"),
        *("reminders", "list", "papers", "paper", "analysis", "analyses", "when", "what", "which", "where", "show"),
        *("upcoming", "events", "event", "meetings", "meeting", "search", "find", "section", "sections", "quoted"),
        *("quotes", "quote", "subscribe", "unsubscribe", "weekday", "weekdays", "mute", "unmute", "snooze", "timeline"),
        *("compare", "audit", "delete", "remove", "digest", "digests", "calendar", "language", "timezone", "tomorrow"),
        *("before", "every", "daily", "weekly", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
        *("sunday", "stop", "undo", "help", "schedule", "changes", "brief", "status", "settings", "quiet", "read"),
        *(
            "give",
            "tell",
            "revisions",
            "corrections",
            "preview",
            "deliveries",
            "subscriptions",
            "statements",
            "library",
        ),
    )
)
_RUSSIAN = frozenset(
    (
        *("напомни", "напомните", "покажи", "покажите", "перескажи", "перескажите", "источники", "источников"),
        *("события", "событие", "событий", "анализы", "анализов", "анализ", "статьи", "статей", "список", "кратко"),
        *("найди", "найдите", "напоминания", "напоминание", "напоминаний", "цитаты", "цитат", "ближайшие", "встречи"),
        *("отмени", "отмените", "останови", "отключи", "раздел", "разделы", "сравни", "проверь", "дайджест", "сводку"),
        *(
            "подробно",
            "впереди",
            "когда",
            "какие",
            "расскажи",
            "удали",
            "перечисли",
            "прочитай",
            "открой",
            "голосования",
        ),
    )
)
_KNOWN = _WORDS | _RUSSIAN
_REAL = frozenset(  # words that differ from one above by a letter
    (
        *(
            "quite",
            "quota",
            "quotas",
            "factors",
            "chances",
            "charges",
            "changed",
            "evens",
            "summery",
            "starch",
            "lecture",
        ),
        *(
            "remand",
            "rewind",
            "remainder",
            "remainders",
            "digress",
            "compere",
            "statue",
            "statues",
            "stratus",
            "impart",
        ),
        *("capers", "tapers", "melting", "sundry", "thereby", "form", "analyst", "analyze", "analyse", "analyzes"),
        *(
            "selections",
            "pager",
            "papery",
            "reference",
            "referenced",
            "statement",
            "correction",
            "revision",
            "research",
        ),
        *("caper", "taper", "pauper", "paupers", "unmated", "invents", "stats", "states", "remote", "weakly", "rebind"),
        *("отмерь", "отмели", "отвези", "сносок", "открыл", "кратно", "какое", "встреч", "найти", "покажу", "покажет"),
        *("расскажу", "перескажу", "цитата"),
    )
)
_SUFFIXES = ("s", "d", "ed", "r", "rs", "ing", "ings", "er", "ers", "'s", "ly", "able")
_OF_WORDS = frozenset(("search", "brief", "where", "quotes", "compare"))
_SHORT = 6  # letters from which on any one letter may be wrong; in shorter words two must have changed places
_ID = lazy_re(r"(?P<kind>[aeфу])(?P<number>\d{1,9})", re.IGNORECASE)
_WORD = lazy_re(r"[^\W\d_]+(?:'[a-z]+)?")
_LONGEST = 200  # characters
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_ALIKE = str.maketrans("aceopxykABCEHKMOPTX", "асеорхукАВСЕНКМОРТХ")
_MIXED = lazy_re(r"(?=\w*[а-яё])(?=\w*[a-z])[^\W\d_]+", re.IGNORECASE)
_ENDS = " .,!?。！？"


def without_slips(line: str) -> str:
    """The sentence as it was meant, if it has slips and is then surely a request; else ""."""
    if len(line) > _LONGEST:
        return ""
    meant = in_other_layout(line) or _respelt(line)
    return meant if meant != line and not _holds_any_words(line) and _is_request(meant) else ""


def _holds_any_words(line: str) -> bool:
    """Whether a line is surely a search or the like, whose words are the reader's own."""
    meaning = understand(line)
    return meaning.certain and rule_of(meaning) in _OF_WORDS


def in_other_layout(line: str) -> str:
    """The words of a line that was typed in the other keyboard layout, Latin or Russian; "" for other lines."""
    words = line.lower().split()
    first = words[0].rstrip("!?") if words else ""
    for table, known in ((_TO_LATIN, _WORDS), (_TO_CYRILLIC, _RUSSIAN)):
        if first not in _KNOWN and first.translate(table) in known:
            return " ".join(_translated(word, table) for word in words)
    return ""


def _translated(word: str, table: dict[int, int]) -> str:
    if found := _ID.fullmatch(word):
        return f"{found['kind'].translate(_TO_LATIN)}{found['number']}"
    letters = word.strip("!?")
    wrong = set(letters) <= set(_CYRILLIC) if table is _TO_LATIN else set(letters) <= set(_LATIN)
    return word.translate(table) if wrong else word


def _respelt(line: str) -> str:
    alike = _MIXED.sub(lambda found: found[0].translate(_ALIKE), line)
    return _WORD.sub(lambda found: _corrected(found[0]), alike)


@lru_cache(maxsize=4096)  # most words of requests come again
def _corrected(word: str) -> str:
    """The one word of requests from which a word differs by a slip; the word itself if it is a real one."""
    plain = word.lower()
    if plain in _KNOWN or plain in _REAL or word[:1].isupper() or _is_inflected(plain):
        return word
    near = [each for each in _KNOWN if _is_near(plain, each)]
    return near[0] if len(near) == 1 else word


def _is_near(word: str, known: str) -> bool:
    if _has_letter_too_many(word, known):
        return True
    if not is_slip(word, known) or stem_of(word) == stem_of(known):
        return False
    swapped = sorted(word) == sorted(known)
    doubled = len(word) == len(known) + 1 and re.sub(r"(.)\1", r"\1", word) == re.sub(r"(.)\1", r"\1", known)
    if len(known) < _SHORT:
        return swapped or doubled or (len(known) == _SHORT - 1 and len(word) < len(known) and known in _RUSSIAN)
    return swapped or word[0] == known[0]


def _has_letter_too_many(word: str, known: str) -> bool:
    """Whether the last letter was typed twice, or an "e" after a consonant: "источникии", "reminde"."""
    silent = known in _WORDS and known[-1] not in "aeiouyr"
    return len(known) >= _SHORT and word in (known + known[-1], known + "e" * silent)


def _is_inflected(word: str) -> bool:
    """Whether a word is one of requests with an ending."""
    return any(word.removesuffix(end) in _WORDS for end in _SUFFIXES if word.endswith(end) and not word.endswith("ss"))


def _is_request(line: str) -> bool:
    """Whether a line is surely a command in plain words, rather than a search or a question to the texts."""
    meaning = understand(line)
    rule = rule_of(meaning)
    if meaning.talk or meaning.varies or (meaning.certain and rule):
        return True
    top = next(each for each in classify(line, rule) if has_required_words(each.kind, line))
    return meaning.caught is False and top.likelihood >= SURE and top.kind not in (*TEXTS, "offer")


def slips_of(line: str, meant: str) -> list[tuple[str, str]]:
    """The words that were changed, as typed and as read; the whole lines if they differ in all words."""
    typed, read = line.split(), meant.split()
    if len(typed) != len(read):
        return [(line.strip(_ENDS), meant.strip(_ENDS))]
    return [(one.strip(_ENDS), other.strip(_ENDS)) for one, other in zip(typed, read, strict=True) if one != other]
