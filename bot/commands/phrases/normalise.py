"""Removes greetings and courtesies, and rewrites places, events, times and choices as they would be typed."""

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
_ARTICLE = lazy_re(
    r"^(?:the|an?|my|our|your|this|that|these|those|its|their|all(?: of)? the|all(?: of)?)\s+", re.IGNORECASE
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HAN_NUMBERS = "一二三四五六七八九十"
_RUSSIAN = tuple(f"{stem}\\w+" for stem in ("перв", "втор", "трет", "четв", "пят", "шест", "седьм", "восьм", "девят"))
_NUMBERS = {word: str(n) for words in (_ORDINALS, _CARDINALS, _HAN_NUMBERS) for n, word in enumerate(words, 1)}
_NUMBER = rf"\d{{1,3}}(?:st|nd|rd|th)?|{'|'.join(_NUMBERS)}"
_PART = r"(?:sections?|sect?\.|parts?|chapters?|paragraphs?|passages?|bits?|§)"
_WORK = (
    r"(?:papers?|analys[ie]s|reports?|documents?|articles?|texts?|essays?|briefs?|pieces?|stud(?:y|ies)|files?|memos?)"
)
PART = "§"  # before words that were said to be about a part, which may speak of them without bearing their name
_HERE = lazy_re(
    rf"(?:(?:whole|full|entire|complete|latest|newest|last|current|same)\s)*(?:{_WORK}|thing|lot)?(?:\s(?:itself|here))?"
    r"|этот|это|этом|этого|анализ\w*|документ\w*|текст\w*|отчёт\w*|стать\w+|这|这个|这篇|这篇文章|本文|它"
    r"|it|this|that|this one|that one|them|those|these|here|there|everything|all|me|us",
    re.IGNORECASE,
)
_CONTRACTIONS = tuple(
    (lazy_re(pattern, re.IGNORECASE), long)
    for pattern, long in (
        (r"\b(what|who|when|where|how|which|that|it|there|here)'?s(?=\s)(?<!its)", r"\1 is"),
        *((r"\bcan't\b", "can not"), (r"\bwon't\b", "will not"), (r"n't\b", " not"), (r"\bdont\b", "do not")),
        *((r"\b(i|we|they|you)'(?:ve)\b", r"\1 have"), (r"\bi'?m\b", "i am"), (r"'re\b", " are"), (r"'ll\b", " will")),
        *((r"\b(i|we|you|they|he|she)'d\b", r"\1 would"), (r"\bgonna\b", "going to"), (r"\bu\b", "you")),
    )
)
_PLACES = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:the )?(?P<number>{_NUMBER}) {_PART}(?:,? (?:of|in|from) (?P<work>.+))?",
        rf"(?:the )?{_PART} ?(?:number |no\.? ?|#)?(?P<number>{_NUMBER})(?:,? (?:of|in|from) (?P<work>.+))?",
        rf"(?P<work>a-?\d+),? (?:the )?(?:{_PART} ?)?(?:number |no\.? ?|#)?(?P<number>{_NUMBER})",
        rf"(?P<work>.+?),? (?:the )?{_PART} ?(?P<number>{_NUMBER})",
        rf"{_PART} (?:called|named|titled|about|on|for|concerning) (?P<heading>.+?)(?: in (?P<work>.+))?",
        rf"(?P<heading>.+?) {_PART}(?:,? (?:of|in|from) (?P<work>.+))?",
        r"(?P<heading>[^\d\W]\S*(?: \S+){0,3}) (?:of|in|from) (?P<work>a-?\d+)",
        r"(?:раздел\w*|глав\w+|част\w+|пункт\w*) (?:номер |№ ?)?(?P<number>\d{1,3})(?: (?:в|из) (?P<work>.+))?",
        rf"(?P<number>{'|'.join(_RUSSIAN)}) (?:раздел\w*|глав\w+|част\w+)(?: (?:в|из) (?P<work>.+))?",
        rf"(?P<number>{'|'.join(_RUSSIAN)}|\d{{1,3}})(?:-\w{{1,2}})? (?:раздел\w*|глав\w+|част\w+) (?P<work>a-?\d+)",
        (
            r"(?:раздел\w*|глав\w+|част\w+) (?:№ ?)?(?P<number>\d{1,3}),? (?:(?:в|из) )?"
            r"(?:(?:записк|анализ|стать|доклад|отч[её]т|документ|текст)\w* )?(?P<work>a-?\d+)"
        ),
        r"(?:записк|анализ|стать|доклад|отч[её]т|документ|текст)\w* (?P<work>a-?\d+)",
        r"(?P<number>\d{1,3})-?\w{0,2} (?:раздел\w*|глав\w+|част\w+)",
        r"(?:раздел\w*|глав\w+|част\w+) (?:(?:о|об|про) )?[«“\"]?(?P<heading>.+?)[»”\"]?",
        rf"(?P<work>a-?\d+)?的?第(?P<number>\d{{1,3}}|[{_HAN_NUMBERS}])[节章部]分?",
        r"(?:关于)?(?P<heading>.+?)的?(?:那一?)?(?:部分|章节|一节|一章)",
        rf"{_WORK} (?P<work>a-?\d+)",
        rf"{_WORK} (?:called|named|titled|about|on|concerning|by) (?P<work>.+)",
        rf"(?P<work>.+?) {_WORK}",
    )
)
_ZONE_BEFORE = lazy_re(r"\s[(（][^()（）]+ time[)）]$")
_CLOCK = lazy_re(
    r"\b(?:(?:at|by|around|about|@|в|к) )?(?:(?P<noon>noon|midday|midnight)\b"
    r"|(?P<past>half past )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?: ?o'? ?clock)?)"
    r"(?: sharp)?(?: (?P<part>in the (?:morning|afternoon|evening)|at night|tonight|утра|дня|вечера))?(?!\S*\d)",
    re.IGNORECASE,
)
_IT = lazy_re(
    r"it|this|that|this one|that one|them|event|one|него|нее|неё|них|ней|нём|нем|этого|этом|это"
    r"|此|它|这个|该事件|这件事",
    re.IGNORECASE,
)
_HOURS = {
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


def plain(sentence: str) -> str:
    """One line with plain apostrophes and without final punctuation."""
    return " ".join(sentence.translate(_MARKS).split()).strip(_ENDS)


def asks(sentence: str) -> bool:
    """Whether it has a question mark."""
    return "?" in sentence or "？" in sentence


def expanded(sentence: str) -> str:
    """Expands contractions: "what's" becomes "what is"."""
    for short, long in _CONTRACTIONS:
        sentence = short.sub(long, sentence)
    return sentence


def bare(sentence: str) -> str:
    """The text without greeting, courtesies and final punctuation."""
    words = plain(sentence)
    while True:
        shorter = _CLOSINGS.sub("", _WISHES.sub("", _OPENINGS.sub("", words))).strip(_ENDS)
        if shorter == words or not shorter:
            return words
        words = shorter


def place(words: str) -> str:
    """Words for an analysis or section as typed: "the third section of a1" becomes "a1 3"."""
    name = _ARTICLE.sub("", words.strip(_ENDS)).removesuffix("'s")
    if _HERE.fullmatch(name):
        return ""
    for pattern in _PLACES:
        if found := pattern.fullmatch(name):
            got = found.groupdict()
            number = (got.get("number") or "").lower()
            number = next((str(n) for n, stem in enumerate(_RUSSIAN, 1) if re.fullmatch(stem, number)), number)
            work, heading = place(got.get("work") or "").lstrip(PART), got.get("heading")
            parts = (work, _NUMBERS.get(number) or number.rstrip("stndrh"), _ARTICLE.sub("", heading or ""))
            return ("" if work or not heading else PART) + " ".join(filter(None, parts))
    return name


def event(words: str) -> str:
    """Words for an event without article and trailing phrases: "the summit going to be" becomes "summit"."""
    name = _ARTICLE.sub("", words.strip(_ENDS))
    name = re.sub(
        r"\s+(?:(?:going|supposed|due|scheduled|planned|set|expected|meant) to (?:be|take place|happen|start|begin)"
        r"|scheduled|planned|held|due|happening|taking place|on|again|event)$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"^event\s+(?=e-?\d)", "", name, flags=re.IGNORECASE)
    name = re.sub(r"^(?:请问|(?:请)?告诉我|(?:你)?(?:知不知道|知道))", "", name)
    return "" if _IT.fullmatch(name) else name


def visit(words: str) -> str:
    """The event asked about in Chinese: "特朗普什么时候访华" becomes "特朗普访华"."""
    return event(re.sub(r"(?:什么时候|何时|哪天|哪一天|几号)(?:会|要|将|去)?", "", words))


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


def wall(time: str) -> str:
    """A time of day as HH:MM: "10 pm" becomes 22:00; other words stay unchanged."""
    return timed(f"at {time}")[1] if time else ""


def length(choice: str) -> str:
    """A summary length, or connected prose."""
    word = choice.lower()
    if word in ("medium", "fluent"):
        return word
    long = any(sign in word for sign in ("long", "detail", "depth", "thorough", "подробн", "длинн", "развёрн", "详细"))
    return "long" if long else "short" if word else ""


def until(choice: str) -> str:
    """A snooze time as /snooze takes it."""
    word = choice.lower()
    for signs, typed in _UNTIL:
        if any(sign in word for sign in signs):
            return typed
    number = re.search(r"\d+", word)
    spelt = next((_HOURS[each] for each in word.split() if each in _HOURS), "1")
    return f"{number[0] if number else spelt}h"


def topic(choice: str) -> str:
    """The command for a way of naming it."""
    word = choice.lower()
    return next((name for sign, name in _TOPICS if word.startswith(sign)), word)
