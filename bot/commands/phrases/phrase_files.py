"""Parses the phrase files of each language.

    <name> = a part that sentences share
    > summary {place}          the command line for the sentences below; if there are several, they are tried in turn
    ? event {event} cancelled  the same, but to be confirmed first
    = greeting                 sentences without a request
    + shorter                  sentences that vary the last answered line
    [a|b] is optional, (a|b) is a choice, (...)* may repeat; {place} stands for any words

Words are separated by spaces, except in a file that begins with "unspaced".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SLOTS = {
    "e": r"[eE]-?\d{1,15}",
    "a": r"[aA]-?\d{1,15}",
    "other": r"[eE]-?\d{1,15}",
    "digest": r"#?\d{1,15}",
    "count": r"\d{1,4}",
    "date": r"\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?(?:\sof)?\s[A-Za-z]{3,9}(?:,?\s\d{4})?"
    r"|[A-Za-z]{3,9}\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?|\d{1,2}\s[а-я]{3,8}(?:\s\d{4}(?:\sг(?:ода?)?)?)?"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]",
    "form": r"bibtex|bib|ris|csl(?:[- ]json)?",
    "name": r"[^\W\d_](?:[^\W\d_]|[.'-])*(?:\s[^\W\d_](?:[^\W\d_]|[.'-])*){0,2}?",
    "from": r"\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight",
    "length": r"(?:very\s|more\s)?(?:short|shorter|brief|briefer|quick|concise|tiny|long|longer|detailed|in-depth"
    r"|thorough|medium|fluent|кратк\w+|коротк\w+|подробн\w+|длинн\w+|развёрнут\w+|简短|简要|简单|详细)(?:\sas\spossible)?",
    "few": r"(?:a|one|two|three|four|five|\d|a\sfew|a\scouple\sof)[\s-](?:sentences?|lines?|paragraph)|a\sfew\swords"
    r"|в\s(?:двух|трёх|трех|нескольких)\s(?:словах|предложениях|фразах)|в\sодном\s(?:предложении|абзаце)|одним\sабзацем"
    r"|[一两二三四五几]\s?(?:句话|句|段话|段)",
    "part": r"(?:(?:the|this|that)\s)?(?:\S+(?:\s\S+){0,4}?\s(?:section|part|chapter|paragraph|passage|bit)"
    r"|(?:section|part|chapter|paragraph|passage|bit)\s.+?|conclusions?|introduction"
    r"|background|a-?\d{1,15}(?:\s\d{1,3})?|(?:раздел\w*|част\w+|глав\w+)\s.+?)(?:'s)?",
    "work": r"[aA]-?\d{1,15}:?|(?:the|this|that|our|my|your)\s(?:(?:\S+\s){0,4}?"
    r"(?:paper|analysis|report|document|article|text|note|memo|study|piece|one)|author)(?:'s)?|it|this"
    r"|(?:эт\w+\s|наш\w+\s)?(?:записк|анализ|стать|доклад|отч[её]т|документ|текст)\w*(?:\s(?:про|об?|по)\s\S+)?(?:\s[aA]\d{1,15})?"
    r"|н[её]й|н[её]м|[^\W\d_]{2,8}的?(?:那篇|那份|论文|报告|分析|文章)|(?:这|那|本)[篇份]?(?:文章|论文|报告|分析)?",
    "visit": r".+?(?:什么时候|何时|哪天|哪一天|几号)(?:会|要|将|去)?(?:访华|访问.+?|来华|会面|见面|会晤|到访.*?)",
    "until": r"(?:in\s|for\s)?(?:an?|one|two|three|\d{1,2})\s?(?:h|hours?)|tonight|(?:this\s|in\sthe\s)?evening"
    r"|tomorrow(?:\smorning)?|(?:for\s|in\s)?(?:a|one|next|1)?\s?week|(?:in\s)?(?:7|seven)\sdays"
    r"|через\s(?:час|\d{1,2}\sчас\w*|неделю)|вечером|завтра(?:\sутром)?|明天|今晚|晚上|下周|一周后|\d{1,2}小时后|一小时后",
    "topic": r"remind\w*|subscri\w+|summar\w+|import\w*|upload\w*|snooz\w+|mut\w+|search\w*|quiet(?:\shours)?"
    r"|unsubscri\w+|digests?|reminders?|time\s?zones?|calendars?|files?|analys[ei]s|papers?|documents?|events?|sources?|quotes?|dates?",
}
_SLOTS["to"] = _SLOTS["from"]
_ANY = r".+?"
_PART = re.compile(r"<(\w+)> = (.+)")
_TOKEN = re.compile(r"\{(?P<slot>\w+)\}|<(?P<part>\w+)>|(?P<sign>\)\*|[\[\]()|])|(?P<word>[^\s\[\](){}<>|]+)")
_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", ")*": ")*"}


@dataclass(frozen=True, slots=True)
class SentencePattern:
    """A sentence pattern and the lines it may mean; `sure` says which are run without confirmation.

    `talk` names a kind of small talk, `varies` a variation of the last answer.
    """

    pattern: re.Pattern[str]
    lines: tuple[str, ...]
    sure: tuple[bool, ...] = ()
    talk: str = ""
    varies: str = ""


@cache
def phrases(language: str) -> tuple[SentencePattern, ...]:
    """The patterns of "english", "russian" or "chinese", in the order they are tried."""
    text = files("bot.commands.phrases").joinpath("phrases", f"{language}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(_read(lines, spaced=lines[0] != "unspaced"))


def _read(lines: list[str], *, spaced: bool) -> Iterator[SentencePattern]:
    parts: dict[str, str] = {}
    meaning: list[str] = []
    begun = False
    for line in lines:
        if part := _PART.fullmatch(line):
            parts[part[1]] = part[2]
        elif line[:2] in ("> ", "? ", "= ", "+ "):
            meaning = [*meaning, line] if begun else [line]
            begun = True
        elif meaning:
            begun = False
            yield _phrase(line, meaning, parts, spaced=spaced)


def _phrase(line: str, meaning: list[str], parts: Mapping[str, str], *, spaced: bool) -> SentencePattern:
    pattern = re.compile(_pattern(line, parts, spaced=spaced), re.IGNORECASE)
    lines = tuple(each[2:] for each in meaning)
    if meaning[0].startswith("="):
        return SentencePattern(pattern, (), talk=lines[0])
    if meaning[0].startswith("+"):
        return SentencePattern(pattern, (), varies=lines[0])
    return SentencePattern(pattern, lines, sure=tuple(not each.startswith("?") for each in meaning))


def _pattern(line: str, parts: Mapping[str, str], *, spaced: bool) -> str:
    """The regular expression for a pattern; each word includes the space after it."""
    end = r",?\s" if spaced else r"[,，\s]*"
    found = []
    for token in _TOKEN.finditer(line):
        if token["sign"]:
            found.append(_SIGNS[token["sign"]])
        elif token["slot"]:
            found.append(rf"(?P<{token['slot']}>{_SLOTS.get(token['slot'], _ANY)}){end}")
        elif token["part"]:
            found.append(f"(?:{_pattern(parts[token['part']], parts, spaced=spaced)})")
        else:
            found.append(re.escape(token["word"]) + end)
    return "".join(found)
