"""Translates plain sentences into command lines by rules. Pure.

`normalise` removes courtesies and reads places, events and times. The files in `phrases` hold the sentences of each
language. `reminder_digest_phrases` parses reminders and digests in any word order (`russian_chinese` does for these).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.commands.phrases import normalise, russian_chinese, spoken_times
from bot.commands.phrases.intent import Intent
from bot.commands.phrases.link_phrases import sharing
from bot.commands.phrases.marking_phrases import marking
from bot.commands.phrases.normalise import PART
from bot.commands.phrases.phrase_files import SentencePattern, phrases
from bot.commands.phrases.reminder_days import without_day
from bot.commands.phrases.reminder_digest_phrases import digest, reminder
from bot.commands.phrases.skip_phrases import skipping, stopping
from bot.languages import AUTO, calls_itself, language_called
from briefings.text import lazy_re

_SIDE, _OTHER = r"(?P<first>[^,;:?!]{1,80}?)", r"(?P<second>[^,;:?!]{1,80}?)"
_ENDS = r"(?:\s(?:side by side|please|pls|for me))?[?.!？。]*$"
_COMPARED = tuple(
    lazy_re(f"{pattern}{_ENDS}", re.IGNORECASE)
    for pattern in (
        rf"\b(?:compare|contrast|comparison of) (?:the )?{_SIDE} (?:and|with|to|vs\.?|versus|against) {_OTHER}",
        rf"\b(?:differences?|comparison|similarities) between {_SIDE} and {_OTHER}",
        rf"^how (?:does|do|is|are) {_SIDE} (?:compared?|different|differ) (?:to|with|from|against) {_OTHER}",
        rf"(?:сравни\w*|сопостав\w*|сравнение) {_SIDE} (?:и|с|со) {_OTHER}",
        rf"^(?:чем|в чём|в чем) {_SIDE} (?:отлича\w+|различа\w+) (?:от|и) {_OTHER}",
        rf"^(?:чем|в чём|в чем) (?:отлича\w+|различа\w+) {_SIDE} (?:от|и) {_OTHER}",
        rf"(?:разниц\w+|различи\w+) между {_SIDE} и {_OTHER}",
        rf"(?:比较|对比|比一比|对照)(?:一下)?{_SIDE}[和与跟及]{_OTHER}(?:的(?:区别|差异|不同))?",
        rf"^{_SIDE}[和与跟]{_OTHER}(?:有什么|有何|的|之间)?(?:区别|不同|差别|差异|比较)(?:是什么)?",
        rf"^{_SIDE} (?:vs\.?|versus|compared (?:to|with)|против|в сравнении с) {_OTHER}",
    )
)
_CLASH = lazy_re(
    r"\b(?:disagree\w*|contradict\w*|conflict\w*|at odds|clash\w*)|\b(?:разноглас|противореч|расход[ия]тся|расхожд)"
    r"|分歧|矛盾|冲突|不一致|相反",
    re.IGNORECASE,
)
_IDS = lazy_re(r"(?<![A-Za-z0-9:-])[aA]\d{1,9}(?![A-Za-z0-9-])")

__all__ = ["PART", "Intent", "Interpretation", "comparison", "rule_of", "understand"]

_LONGEST = 300  # characters; what is longer is a text, not a wish
_HAN, _CYRILLIC = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u0400-\u04ff]")
Talk = Literal["", "greeting", "thanks", "goodbye"]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The possible command lines, likeliest first, or the kind of small talk.

    `varies` says how to vary the last answer: "shorter", "longer", "next", "further", "sources" or "again". `certain`
    is false if the words are only searched for, `caught` is false if no rule matched at all. `parts` are the wishes of
    a sentence with several, each to be interpreted by itself. `meant` is a sentence with slips of typing without them;
    what it changes is asked first.
    """

    wishes: tuple[Intent, ...] = ()
    talk: str = ""
    varies: str = ""
    certain: bool = True
    caught: bool = True
    parts: tuple[str, ...] = ()
    meant: str = ""


def understand(line: str) -> Interpretation:
    """Interprets plain words; unmatched questions go to /ask, other words to /search."""
    language = "chinese" if _HAN.search(line) else "russian" if _CYRILLIC.search(line) else "english"
    whole, sentence, asks = normalise.plain(line), normalise.bare(line), normalise.asks(line)
    if len(sentence) <= _LONGEST:
        spoken = _without_wish(whole, language)
        courteous = None if spoken else _without_wish(sentence, language)
        if spoken := spoken or (courteous if courteous and courteous.varies else None):
            return Interpretation(talk=spoken.talk, varies=spoken.varies)
        if tag := language_called(sentence).removesuffix(AUTO):
            return Interpretation((Intent(f"language {tag}", sure=calls_itself(sentence)),))
        in_digits = spoken_times.hours_in_digits(spoken_times.whole_units(sentence))
        undated = without_day(in_digits)
        for ordered in (
            reminder(undated),
            russian_chinese.reminder(undated),
            digest(in_digits),
            disagreement(sentence),
            comparison(sentence),
            stopping(sentence),
            skipping(sentence),
        ):
            if ordered:
                return Interpretation((ordered,))
        shared = sharing(sentence)
        if marked := ((shared,) if shared else marking(sentence, asks=asks)):
            return Interpretation(marked)
        for phrase in phrases(language):
            if wishes := _wishes(phrase, sentence, asks=asks):
                return Interpretation(wishes, certain=wishes[0].line != "ask {said}")
    return Interpretation(
        (Intent(f"ask {sentence}?" if asks else f"search {sentence}"),) if sentence else (), certain=False, caught=False
    )


def rule_of(meaning: Interpretation) -> str:
    """What the rules say of a sentence in a word or two: "summary", "remind off", "=thanks"; "" for nothing.

    Questions and words that are only looked for in the texts say nothing.
    """
    if meaning.talk:
        return f"={meaning.talk}"
    if meaning.varies:
        return f"+{meaning.varies}"
    if not (meaning.certain and meaning.wishes):
        return ""
    first = meaning.wishes[0].line.split()
    if first[0] == "ask":
        return ""
    if first[0] == "calendar" and first[-1] in ("link", "revoke"):
        return f"{first[0]} {first[-1]}"
    return f"{first[0]} off" if first[-1] == "off" else first[0]


def _without_wish(sentence: str, language: str) -> SentencePattern | None:
    """A sentence that names no command."""
    known = (phrase for phrase in phrases(language) if phrase.talk or phrase.varies)
    return next((phrase for phrase in known if phrase.pattern.fullmatch(f"{normalise.expanded(sentence)} ")), None)


_CLEAN: Mapping[str, Callable[[str], str]] = {
    "event": normalise.event,
    "place": normalise.place,
    "part": normalise.place,
    "work": normalise.place,
    "visit": normalise.visit,
    "length": normalise.length,
    "until": normalise.until,
    "topic": normalise.topic,
    "form": lambda words: words.lower()[:3].replace("bib", "bibtex"),
    "count": lambda words: f"{words} words" if words else "",
    "digest": lambda words: words.lstrip("#"),
    "when": lambda words: words.rstrip("了啦吧"),
    "zone": lambda words: re.split(r"[,;，；]", words)[0].removesuffix(" time"),
    "from": normalise.wall,
    "to": normalise.wall,
}


def _wishes(phrase: SentencePattern, sentence: str, *, asks: bool) -> tuple[Intent, ...]:
    """The intents of a sentence with the words for their gaps."""
    match = phrase.pattern.fullmatch(f"{normalise.expanded(sentence)} ")
    if match is None or not phrase.lines:
        return ()
    words = {name: _CLEAN.get(name, _as_it_is)((got or "").strip(' ,，"“”')) for name, got in match.groupdict().items()}
    words["place"] = words.get("place", "") or words.get("part", "") or words.get("work", "")
    words["event"] = words.get("event", "") or words.get("visit", "")
    return tuple(
        _wish(
            line,
            words | {"said": f"{sentence}?" if asks else sentence, "about": words.get("place", "").lstrip(PART)},
            sure=sure,
        )
        for line, sure in zip(phrase.lines, phrase.sure, strict=True)
    )


def _as_it_is(words: str) -> str:
    return words


def _wish(line: str, words: Mapping[str, str], *, sure: bool) -> Intent:
    gap = Intent(line).gap
    for name in re.findall(r"\{(\w+)\}", line):
        if name != gap:
            line = line.replace(f"{{{name}}}", words.get(name, ""))
    return Intent(" ".join(line.split()), words.get(gap, ""), sure)


def disagreement(sentence: str) -> Intent | None:
    """The disagreements between two analyses that a sentence asks for; None for other sentences."""
    ids = list(dict.fromkeys(each.lower() for each in _IDS.findall(sentence)))
    return Intent(f"disagree {ids[0]} {ids[1]}") if len(ids) == 2 and _CLASH.search(sentence) else None


def comparison(sentence: str) -> Intent | None:
    """The comparison that a sentence asks for; None for other sentences."""
    found = next(filter(None, (each.search(sentence) for each in _COMPARED)), None)
    if not found:
        return None
    first, second = (found[side].strip(' .？。“”"') for side in ("first", "second"))
    return Intent(f"compare {first} and {second}") if first and second else None
