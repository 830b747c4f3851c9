"""Splits a sentence with several wishes into parts that are carried out one after the other. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.commands.natural_language.classifier import Guess, classify
from bot.commands.natural_language.command_lines import is_changing
from bot.commands.natural_language.confidence import SURE, TEXTS
from bot.commands.phrases import comparison, normalise, rule_of, understand
from bot.commands.phrases.refusal_phrases import refusal
from bot.commands.phrases.required_words import has_required_words
from briefings.text import CHINESE_SIGN, lazy_re

MOST = 4  # wishes that are carried out
_LONGEST = 300  # characters; what is longer is a text
_SHORTEST, _SHORTEST_ZH = 6, 4  # characters of a question by itself; "and when" belongs to what it follows
_AND = (
    r"(?:and|then|also|plus|next|afterwards|after that|finally|as well as|и|а|затем|потом|после этого|ещё|еще|также"
    r"|заодно|наконец)"
)
_AND_ZH = r"(?:然后|之后|接着|随后|(?<![别要用必])再|并且|并|同时|顺便|另外|最后|还有|也|还|而且)"
_JOINT = lazy_re(
    rf"(?:[;?!.]+|,|\s[-–—])?\s+(?:{_AND}\b,?\s+)*|\s*[，；;。！？?!]\s*(?:{_AND}\b\s+|{_AND_ZH})*|{_AND_ZH}+"
    rf"|(?<!\d)\s*和(?=\s?a\d+\s?的)",
    re.IGNORECASE,
)
_JOINED = lazy_re(rf"[;?!.,，；。！？]|\b{_AND}\b|{_AND_ZH}|和", re.IGNORECASE)
QUOTED = lazy_re(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|「[^」]*」|《[^》]*》")
_ENDS = " \t,;，；。"
_LEADING = lazy_re(r"^(?:先|请先|同时|顺便|另外|并且|然后)+(?=\S)")
_ORDERS = (
    r"summari[sz]e|sum up|recap|list|show|display|read|open|give|tell|send|get|remind|alert|notify|ping|search|find"
    r"|look (?:up|for)|mute|unmute|snooze|set|change|switch|turn|subscribe|unsubscribe|audit|check|compare|export"
    r"|stop|cancel|delete|remove|drop|mark|undo|skip|brief|move|quiet|don'?t|do not|dont|no (?:more|digest|reminder)s?"
    r"|print|mail|explain"
    r"|tl;?dr|sources|quotes|events|timeline|sections|summary|preview|schedule|lower|raise|let"
)
_ORDERS_RU = (
    r"перескаж\w+|излож\w+|резюмир\w+|кратко|суммир\w+|обобщ\w+|покаж\w+|выведи\w*|дай\w*|найди\w*|поищи\w*|напомни\w*"
    r"|предупреди\w*|перечисли\w*|читай|прочитай\w*|прочти\w*|открой\w*|проверь\w*|сравни\w*|отключи\w*|выключи\w*"
    r"|включи\w*|отмени\w*|останови\w*|удали\w*|убери\w*|пришли\w*|присылай\w*|отправ\w+|поставь\w*|установи\w*"
    r"|измени\w*|скажи\w*|расскажи\w*|верни\w*|подпиши\w*|экспортируй\w*|выгрузи\w*"
    r"|не (?:присылай|напоминай|сообщай|отправляй|шли|беспокой)\w*|заглуши\w*|пропусти\w*"
    r"|источники|события|цитаты|список|понизь\w*|повысь\w*|объясни\w*"
)
_ORDERS_ZH = (
    r"总结|概括|概述|归纳|摘要|列出|列一下|列举|显示|展示|看看|看一下|查看|给我|发给我|告诉|提醒|通知|搜索|搜一下|搜|查找|查一下|查"
    r"|找|读|打开|审核|检查|核对|屏蔽|静音|设置|设|订阅|取消|停止|停|比较|对比|导出|把|将|别|不要|跳过|撤销|每[天周个]|在"
    r"|提前.{1,8}(?:提醒|通知)(?:我们|我)(?!一[次下遍声])."
)
_OF_ANOTHER = (  # what is wanted of an analysis, beside something of another one
    r"(?:the )?(?:sources|quotes|quotations|timeline|sections|summary|actors|author|length) of a\d"
    r"|(?:хронологи|раздел|разногласи|содержани)\w+ (?:(?:для|в|между|из) )?a\d"
    r"|a\d+\s?的(?:来源|时间线|摘要|引文|引语|作者|章节)"
)
_SETTING = (  # what a list of settings names without a verb
    r"(?:(?:my|the|an?|our) )?(?:(?:daily|weekly|weekday|morning|evening) )?"
    r"(?:time ?zone|quiet hours|digest|briefing|newsletter)(?!\w)"
    r"|(?:часовой )?пояс(?!\w)|тихие часы|(?:ежедневн\w+ |утренн\w+ )?(?:сводк|дайджест|рассылк)\w*"
    r"|时区|[^，,。]{0,16}(?:免打扰|勿扰)|[^，,。]{0,12}(?:简报|摘要)"
)
_QUESTIONS = (
    r"who|whom|whose|what|what'?s|when|where|which|how|is|are|does|do|did|has|have|was|were|any"
    r"|кто|кого|что|когда|где|какие|какой|какая|сколько|есть ли|как"
)
_QUESTIONS_ZH = r"谁|什么|哪|有什么|有哪些|几|何时|怎么|为什么|是否"
COURTESY = (
    r"(?:(?:please|pls|can you|could you|would you|will you|just|пожалуйста|можешь|请|请你|帮我|麻烦你?|先|可以)\s*)*"
)
_ORDER = lazy_re(rf"{COURTESY}(?:(?:{_ORDERS}|{_ORDERS_RU})(?!\w)|{_ORDERS_ZH})", re.IGNORECASE)
_BESIDE = lazy_re(rf"{_OF_ANOTHER}", re.IGNORECASE)
_SETTINGS = lazy_re(_SETTING, re.IGNORECASE)
_QUESTION = lazy_re(rf"{COURTESY}(?:(?:{_QUESTIONS})(?!\w)|.{{0,8}}?(?:{_QUESTIONS_ZH}))", re.IGNORECASE)
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|ten)"
_LEAD = rf"{_COUNT} (?:day|week|hour|month)s? (?:before|ahead of|prior to) (?!it\b|that\b|and\b)"
_LEAD_RU = r"за (?:\w+ )?(?:день|дня|дней|недел\w+|час\w*|месяц\w*|сутки) до "
_REMINDER = lazy_re(
    rf"(?P<head>.*?\bremind (?:me|us)|.*?\bнапомни\w*(?: мне| нам)?) (?:{_LEAD}|{_LEAD_RU}).+", re.IGNORECASE
)
_NEXT_LEAD = lazy_re(rf",? (?:and|и|а также|,) (?={_LEAD}|{_LEAD_RU})", re.IGNORECASE)
_BETWEEN_IDS = r"(?:\s*[,，、]\s*(?:and |и )?|\s*(?:\band\b|&|\bи\b|和|与|及)\s*)"
_IDS = lazy_re(
    rf"(?<![A-Za-z0-9_:-])(?P<all>(?P<kind>[ae])\d{{1,9}}(?:{_BETWEEN_IDS}(?P=kind)\d{{1,9}})+)(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_TOGETHER = lazy_re(
    r"\b(?:compar|contrast|differ|disagree|contradict|between|both|same|merge|join|agree|versus|vs|common|combine)"
    r"|сравн|сопостав|отлич|различ|противореч|расход|между|общего|объедин|比较|对比|区别|不同|矛盾|合并|之间|共同|差异|相同",
    re.IGNORECASE,
)


_CONDITION = lazy_re(
    r"\b(?:if|unless|whether|in case|whenever|should (?:i|we)|what would|если|вдруг|при условии|ли)\b"
    r"|如果|要是|假如|万一|除非|的话|是否",
    re.IGNORECASE,
)
_NOT = lazy_re(
    rf"{COURTESY}(?:(?:don'?t|do not|never|no longer)(?!\w)|не(?!\w)|никогда(?!\w)|别|不要|不用|不必|勿)",
    re.IGNORECASE,
)


def wishes_in(line: str) -> tuple[str, ...]:
    """The parts of a sentence with several wishes, in order; () for a sentence with one.

    A sentence is split only before an order or a question, and only if one of its parts is surely a command.
    """
    line = " ".join(line.split())
    if len(line) > _LONGEST or not (_JOINED.search(line) or _IDS.search(line)):
        return ()
    parts = [each for part in _split(line) for each in _each_lead(part)]
    parts = [each for part in parts for each in _each_id(part)]
    if len(parts) < 2 or not any(map(_is_command, parts)) or _is_conditional(line, parts):
        return ()
    return tuple(parts)


def _is_conditional(line: str, parts: Sequence[str]) -> bool:
    """Whether a change among the parts depends on a condition, or on a "not" whose reach is unclear."""
    changing = [at for at, part in enumerate(parts) if at and _changes(part) and not _NOT.match(part)]
    if not changing:
        return False
    return bool(_CONDITION.search(line)) or any(map(_forbids, parts[: changing[-1]]))


def _forbids(part: str) -> bool:
    """Whether words say not to change something: "don't remove a1", but not "don't disturb me"."""
    found = _NOT.match(part)
    return found is not None and _changes(part[found.end() :].strip())


def _split(line: str) -> list[str]:
    """The line, parted before each order and question that follows a joint outside of quotation marks."""
    quoted = [found.span() for found in QUOTED.finditer(line)]
    parts, start = list[str](), 0
    for found in _JOINT.finditer(line):
        at = found.end()
        if not _JOINED.search(found[0]) or any(begin < at < end for begin, end in quoted):
            continue
        before = line[start : found.start() + 1].rstrip() if found[0][:1] in "?？" else line[start : found.start()]
        if before.strip(_ENDS) and _goes_on(before, line[at:], found[0]):
            parts.append(before.strip(_ENDS))
            start = at
    parts.append(line[start:].strip(_ENDS))
    if len(parts) == 1:
        return parts
    return [_LEADING.sub("", each) for each in _without_courtesies(parts) if each]


def _goes_on(before: str, after: str, joint: str) -> bool:
    """Whether a wish of its own follows a joint."""
    ordered, asked = _ORDER.match(after), _QUESTION.match(after)
    if _names_another(before, after):
        return True
    if not (ordered or asked) or _is_courtesy(before) or refusal(before) is not None or not _is_wish(before):
        return False
    if ordered:
        return not CHINESE_SIGN.search(after) or _is_command(_up_to_joint(after))
    if len(after) < (_SHORTEST_ZH if CHINESE_SIGN.search(after) else _SHORTEST):
        return False
    ends = any(sign in joint for sign in ";?!.；。！？")
    return ends or (not _changes(before) and (bool(_QUESTION.match(before)) or _asks_for_fact(after)))


def _names_another(before: str, after: str) -> bool:
    """Whether a further setting, or a wish of another analysis, follows without a verb of its own."""
    if _SETTINGS.match(after):
        first = next((after[: each.start()] for each in _JOINT.finditer(after) if _JOINED.search(each[0])), after)
        return bool(_SETTINGS.search(before)) and _is_wish(before) and any(map(_is_command, (after, first)))
    return bool(_BESIDE.match(after)) and not _TOGETHER.search(before) and _is_wish(before) and _is_command(after)


def _asks_for_fact(part: str) -> bool:
    """Whether words surely ask for a fact of an analysis: its author, date or length."""
    top = _first_guess(part, rule_of(understand(part)))
    return top.kind.startswith("info") and top.likelihood >= SURE


def _is_wish(part: str) -> bool:
    """Whether words are an order or a question, and not only when or why something is wanted."""
    return bool(_ORDER.match(part) or _QUESTION.match(part)) or bool(rule_of(understand(part)))


def _up_to_joint(words: str) -> str:
    found = lazy_re(r"[，；;。！？?]").search(words, 1)
    return words[: found.start()] if found else words


def _is_courtesy(part: str) -> bool:
    return bool(understand(part).talk) or not _JOINED.sub("", part).strip()


def _without_courtesies(parts: Sequence[str]) -> Iterator[str]:
    return (each for each in parts if not understand(each).talk)


def _is_command(part: str) -> bool:
    """Whether words by themselves are surely a command, rather than a question that the texts answer."""
    meaning = understand(part)
    if meaning.varies or (meaning.certain and rule_of(meaning)):
        return True
    top = _first_guess(part, rule_of(meaning))
    return top.likelihood >= SURE and top.kind != "offer" and top.kind not in TEXTS and top.kind[:1] != "="


def _first_guess(part: str, rule: str) -> Guess:
    guesses = (each for each in classify(part, rule) if has_required_words(each.kind, part))
    return next(guesses)


def _changes(part: str) -> bool:
    meaning = understand(part)
    return any(is_changing(each.line) or not each.sure for each in meaning.wishes[:1])


def _each_lead(part: str) -> list[str]:
    """A reminder of each event: "a day before the vote and a week before the summit" are two."""
    asked = _REMINDER.fullmatch(part)
    if asked is None:
        return [part]
    first, *others = _NEXT_LEAD.split(part)
    return [first, *(f"{asked['head']} {each}" for each in others)]


def _each_id(part: str) -> list[str]:
    """A wish for each id of a list: "summarise a1 and a3" are two; what compares them stays one."""
    found = _IDS.search(part)
    if found is None or _TOGETHER.search(part) or comparison(normalise.bare(part)):
        return [part]
    ids = re.findall(r"[ae]\d+", found["all"], re.IGNORECASE)
    each = [f"{part[: found.start()]}{id_}{part[found.end() :]}" for id_ in ids]
    return each if _is_command(each[0]) else [part]
