"""Reads from a sentence what a command line needs: a period, a time, weekdays, leads, a language, a file format. Pure.

English, Russian and Chinese sentences are read; what is found is written as it would be typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.commands.phrases import normalise, spoken_times
from briefings.errors import BriefingError
from briefings.parsing import parse_when
from briefings.text import lazy_re

_MONTHS = (
    ("january", r"january|jan\b|январ\w+|一月|\b1月"),
    ("february", r"february|feb\b|феврал\w+|二月|\b2月"),
    ("march", r"march|mar\b|марта?\b|марте|三月|\b3月"),
    ("april", r"april|apr\b|апрел\w+|四月|\b4月"),
    ("may", r"(?<!you )\bmay\b(?! i)|мая\b|мае\b|май\b|五月|\b5月"),
    ("june", r"june|июн\w+|六月|\b6月"),
    ("july", r"july|июл\w+|七月|\b7月"),
    ("august", r"august|aug\b|август\w*|八月|\b8月"),
    ("september", r"september|sept?\b|сентябр\w+|九月|\b9月"),
    ("october", r"october|oct\b|октябр\w+|十月(?![一二])|\b10月"),
    ("november", r"november|nov\b|ноябр\w+|十一月|\b11月"),
    ("december", r"december|dec\b|декабр\w+|十二月|\b12月"),
)
_SPANS = (
    ("next week", r"ne?xt (?:week|wk)|следующей неделе|следующую неделю|下周|下星期|下礼拜"),
    ("this week", r"this week|the week\b|этой неделе|на неделе|эту неделю|这周|本周|这个星期"),
    ("next month", r"ne?xt mo?nth|следующем месяце|следующий месяц|下个?月"),
    ("this month", r"this mo?nth|этом месяце|这个月|本月"),
    ("next year", r"next year|следующем году|следующий год|明年"),
    ("this year", r"this year|этом году|今年"),
    ("tomorrow", r"tomorrow|завтра|明天"),
    ("today", r"today|tonight|сегодня|今天"),
    ("last week", r"(?:last|past|previous) week|прошл\w+ недел\w+|上周|上星期|上礼拜"),
    ("last month", r"(?:last|past|previous) month|прошл\w+ месяц\w*|上个?月"),
    ("last year", r"(?:last|past|previous) year|прошл\w+ год\w*|去年"),
    ("yesterday", r"yesterday|вчера|昨天"),
)
_FEASTS = (
    (r"christmas|xmas|рождеств\w+|圣诞节?", 12, 25),
    (r"new year'?s?(?: eve| day)?|нов\w+ год\w*|新年|元旦", 1, 1),
    (r"(?:the )?end of the year|year'?s? end|конца года|конец года|年底|年末", 12, 31),
)
_PAST = lazy_re(
    r"\b(?:happened|occurred|took|taken place|went on|was|were|been|held|did|had|decided|ago|yesterday|last|past)\b"
    r"|произош|случил|\bбыл[оаи]?\b|прош[её]?л|состоял|решил|вчера|(?<![为到])了(?!解)|(?<!通)过(?!程|期)|昨|去年|上个?[周月]"
    r"|曾|已经",
    re.IGNORECASE,
)
_AHEAD = lazy_re(
    r"\b(?:will|going to|is due|are due|next|upcoming|tomorrow)\b|'ll\b|\bбуд[еу]т|состо[ия]тся|произойд|запланир"
    r"|предсто|ожида|следующ|завтра|(?<![议峰大开例晤])会(?![议谈晤面])|(?<!否)将|即将|明天|明年|下个?[周月]",
    re.IGNORECASE,
)
_ON_DAY = r"(?:\b(?:on|since) |\b(?:во?|со?) |(?<!每)(?<!每个)(?:本|这个?|上个?)?)"
_BEFORE = lazy_re(r"\b(?:before|until|till|by|between now and|up to|ahead of|до|перед)\b|(?:之前|以前|前)", re.I)
_AFTER = lazy_re(r"\b(?:after|from|since|past|после|начиная с)\b|(?:之后|以后|后|起)", re.I)
_HAN_SIGN = lazy_re(r"(?:之前|以前|前|之后|以后|后|起)")
_DAY_BEFORE = lazy_re(r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|-го|-е)?(?: of)? $")
_DAY_AFTER = lazy_re(r" ?(?P<day>\d{1,2})(?:st|nd|rd|th|[日号])?(?!\d|[:.]\d)(?! ?[ap]m)")
_YEAR = lazy_re(r"(?<!\d)(20\d\d)(?!\d)")
_DAYS = (
    ("mon", r"mon(?:day)?s?\b|понедельник\w*|周一|星期一|礼拜一"),
    ("tue", r"tue(?:s|sday)?s?\b|вторник\w*|周二|星期二|礼拜二"),
    ("wed", r"wed(?:nesday)?s?\b|сред[ауыеам]+\b|周三|星期三|礼拜三"),
    ("thu", r"thu(?:r|rs|rsday)?s?\b|четверг\w*|周四|星期四|礼拜四"),
    ("fri", r"fri(?:day)?s?\b|пятни\w+|周五|星期五|礼拜五"),
    ("sat", r"sat(?:urday)?s?\b|суббот\w+|周六|星期六|礼拜六"),
    ("sun", r"sun(?:day)?s?\b|воскресень\w+|周日|周天|星期天|星期日|礼拜天"),
    ("weekdays", r"week ?days?\b|workdays?\b|будн\w+|рабочи\w+ дн\w+|工作日"),
    ("daily", r"daily|every ?day|each day|every morning|each morning|ежедневн\w*|кажд\w+ (?:день|утро)|每天|每日"),
)
WEEK = tuple(typed for typed, _ in _DAYS[:7])
_LANGUAGES = (
    ("en", r"english|английск\w+|英语|英文"),
    ("ru", r"russian|русск\w+|俄语|俄文"),
    ("zh", r"chinese|mandarin|китайск\w+|中文|汉语|普通话"),
)
_FORMATS = (
    ("csl", r"csl(?![a-z])|json"),
    ("bibtex", r"bib ?tex|bib(?![a-z])|latex|jabref"),
    ("ris", r"ris(?![a-z])|zotero|endnote|mendeley|citavi|зотеро|reference manager"),
)
_LENGTHS = (
    (
        "short",
        (
            r"(?:very |super |really )?short|brief|quick|concise|tiny|gist|tl;?dr|nutshell"
            r"|(?:one|two|three|a few|few)[ -](?:lines?|sentences?|words|paragraph)|кратк\w+|коротк\w+|в двух словах"
            r"|в (?:одном|двух|трёх) предложени\w+|одним предложением|简短|简要|简单|短|[一两三几]句话|一段话"
        ),
    ),
    ("long", r"long|detailed|in detail|thorough|подробн\w+|длинн\w+|развёрнут\w+|详细|长一点"),
)
_UNTIL = lazy_re(r"\b(?:until|till|до)\s+(?P<rest>.+)", re.IGNORECASE)
_DATE_SIGN = lazy_re(
    r"\b(?:to|on|until|till|is|now|for|starts|be|на|в|дата)\b[\s:]*(?:now |the date of )?(?=\S)"
    r"|(?:改到|改在|改成|改为|改期到|推迟到|延期到|延到|提前到|移到|换到|到|于|在)了?",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOPICS = (
    ("remind", r"remind|alert|напомин|提醒"),
    ("subscribe", r"digest|subscri|briefing|newsletter|дайджест|сводк|подпис|рассылк|摘要|订阅|简报"),
    ("import", r"upload|import|file|pdf|format|document|paper|add|загру|импорт|файл|формат|добав|上传|导入|文件|格式"),
)
_COUNTS = {
    **dict.fromkeys(("a", "an", "the", "one", "один", "одну", "一", ""), 1),
    **dict.fromkeys(("two", "два", "две", "两", "二"), 2),
    **dict.fromkeys(("three", "три", "三"), 3),
    **dict.fromkeys(("four", "четыре", "四"), 4),
    **dict.fromkeys(("five", "пять", "五"), 5),
    **dict.fromkeys(("six", "шесть", "六"), 6),
    **dict.fromkeys(("seven", "семь", "七"), 7),
    **dict.fromkeys(("ten", "десять", "十"), 10),
}
_UNITS = (  # how a unit begins, how many of the typed one it is, and how that is typed
    *((("day", "д", "сут", "天", "日"), 1, "d"), (("week", "wk", "недел", "周", "星期", "礼拜"), 7, "d")),
    *((("fortnight",), 14, "d"), (("mo", "месяц", "月"), 30, "d")),
    *((("h", "час", "小时"), 1, "h"), (("m", "минут", "分钟"), 1, "m"), (("d",), 1, "d"), (("w",), 7, "d")),
)
_COUNT = rf"\d{{1,4}}|{'|'.join(word for word in _COUNTS if len(word) > 1 or word == 'a')}"
_HAN_COUNT = "[一两二三四五六七十]"
_UNIT = (
    r"days?|weeks?|fortnights?|months?|hours?|minutes?|mins?|hrs?|mo\b|(?<=\d)[dhwm]\b"
    r"|дн[яей]+|день|сутки|недел\w+|месяц\w*|час(?:а|ов)?\b|минут\w*|天|周|星期|个?小时|个?月|分钟"
)
_ONE_LEAD = rf"(?:(?:{_COUNT}|{_HAN_COUNT})[\s-]?)?(?:{_UNIT})"
_LEAD = lazy_re(
    rf"(?<![A-Za-zа-яё\d.:])(?:(?P<count>{_COUNT}|{_HAN_COUNT})[\s-]?|(?<![\d.:]))个?(?P<unit>{_UNIT})", re.IGNORECASE
)
_AND = r"(?:,? (?:and|и|а также|then|&) (?:again )?(?:за )?|, ?|和|、| )"
_LEADS = lazy_re(
    rf"(?<![^\W\u4e00-\u9fff])(?<![\d.:])(?:{_ONE_LEAD})(?:{_AND}(?:{_ONE_LEAD}))*"
    r"\s?(?=before|ahead|prior|early|earlier|in advance|beforehand|до\b|前|之前|提醒|通知)"
    rf"|\bза (?:{_ONE_LEAD})(?: (?:и|а также)(?: за)? (?:{_ONE_LEAD}))*"
    rf"|前(?:\d{{1,3}}|{_HAN_COUNT})个?(?:天|周|星期|小时|月|分钟)",
    re.IGNORECASE,
)
_OWN_EVENT = lazy_re(r"(?:before|ahead of|prior to|до) (?!it\b|that\b|and\b|него|неё)\w{2}", re.IGNORECASE)
_ENDED_LEAD = lazy_re(
    rf"(?<!\w)(?<!for )(?<!in )(?<!next )(?<!на )(?<!через )"
    rf"(?:(?P<count>{_COUNT})(?:[\s-]|(?<=\d))|(?<=за ))(?P<unit>{_UNIT}|(?<=\d)[dhwm])\b"
    r"|(?:(?P<after>\d{1,3}|[一两二三四五六七十])个?(?P<han>天|周|星期|小时|月|分钟))(?=前|的|提醒|那)",
    re.IGNORECASE,
)
_ONLY_LEAD = lazy_re(
    rf"(?:за |提前)?(?:(?:{_COUNT}|[一两二三四五六七十])[\s-]?)?(?:{_UNIT}|[dhwm])前?"
    r"(?: (?:before|ahead|early|in advance))?的?",
    re.IGNORECASE,
)
_CLOCK = lazy_re(
    r"(?<![\d:])(?<!за )(?<!через )(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s?(?:час(?:а|ов)?\s)?(?P<late>вечера|дня|in the (?:evening|afternoon)|at night)"
    r"|\s?(?P<early>утра|ночи|in the morning))?(?P<han>[点點时])?(?P<thirty>半)?",
    re.IGNORECASE,
)
_SPELT = (  # hours in words that `spoken_times` leaves alone
    (lazy_re(r"\b(?:noon|midday|полдень|полудня)\b|中午(?!\d)", re.I), "12:00"),
    (lazy_re(r"\b(?:midnight|полночь|полуночи)\b|午夜", re.I), "00:00"),
)
_RU_HOURS = ("час", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать")
_RU_CASES = ("часа", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти", "одиннадцати")
_EN_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTH_HEADS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|март|апр|мая|июн|июл|авг|сент|окт|ноя|дек)"
_HAN_NIGHT = lazy_re(r"(?:夜里|半夜|晚上|深夜|午夜|凌晨|夜间)\s?12(?=[点點时:])")
_HAN_MINUTES = lazy_re(r"(\d{1,2})[点點时時](\d\d)分?")
_HAN_LATE = lazy_re(r"(?:下午|晚上|夜里|傍晚)\s?(?P<hour>\d{1,2})")
_BARE = lazy_re(
    r"\bat (?P<hour>[1-6]|one|two|three|four|five|six)\b"
    r"(?!\s?(?:[:.]\d|[ap]\.?m|in the|at night|\d|days?|weeks?|hours?|minutes?))",
    re.IGNORECASE,
)
_BARE_RU = lazy_re(
    r"\bв (?P<hour>[1-6]|два|три|четыре|пять|шесть)\b"
    r"(?!\s?(?:[:.]\d|\d|утра|вечера|дня|ночи|час\w* (?:утра|вечера|дня)|дн|недел))",
    re.IGNORECASE,
)
_BARE_HAN = lazy_re(r"(?<![午上里晨\d])(?P<hour>[1-6一两二三四五六])点(?!\d)")


def period_in(sentence: str, today: date, *, published: bool = False, past: bool | None = None) -> str:
    """The period that a sentence names, as `/events` takes it: "before 2026-12-25", "in december"; "" for none.

    A weekday is the last one where the sentence speaks of the past or of what was `published`; `past` says of which
    time it speaks where that is known.
    """
    plain, past = sentence.lower(), speaks_of_past(sentence) if past is None else past
    for pattern, month, day in _FEASTS:
        if found := re.search(pattern, plain):
            near = _nearest(today, month, day, past=past).isoformat()
            return f"{_sign(plain, found)} {near}".strip() if past else f"{_sign(plain, found) or 'before'} {near}"
    for typed, pattern in _SPANS:
        if found := re.search(pattern, plain):
            return " ".join(filter(None, (_sign(plain, found, early=False), typed)))
    for typed, pattern in reversed(_MONTHS):
        if found := re.search(rf"(?<![a-zа-я]){pattern}" if pattern[:1].isalpha() else pattern, plain):
            year = _YEAR.search(plain)
            if one := _day_of(plain, found, typed, int(year[1]) if year else 0, today, past=past):
                return one
            known = year[1] if year else f"{_nearest(today, _month(typed), 1, past=True).year}" if past else ""
            return " ".join(filter(None, (_sign(plain, found) or "in", typed, known)))
    if one := _weekday_in(plain, today, past=past or published):
        return one
    if found := _YEAR.search(plain):
        return " ".join(filter(None, (_sign(plain, found), found[1])))
    return ""


def _day_of(sentence: str, found: re.Match[str], month: str, year: int, today: date, *, past: bool) -> str:
    """The day beside a month's name, with "before" or "after" where said: "2026-12-13"; "" for no day."""
    before = _DAY_BEFORE.search(sentence[: found.start()])
    beside = before or _DAY_AFTER.match(sentence, found.end())
    if beside is None:
        return ""
    at = _month(month)
    try:
        day = date(year, at, int(beside["day"])) if year else _nearest(today, at, int(beside["day"]), past=past)
    except ValueError:  # 31 June
        return ""
    return f"{_sign(sentence, before or found)} {day.isoformat()}".strip()


def _sign(sentence: str, found: re.Match[str], *, early: bool = True) -> str:
    """ "before" or "after" if a word beside a period says so; Chinese puts it behind, others in front."""
    beside = _HAN_SIGN.match(sentence[found.end() : found.end() + 4].lstrip("份的节 "))
    near = beside[0] if beside else " ".join(sentence[: found.start()].split()[-3:])
    if _AFTER.search(near):
        return "after"
    return "before" if early and _BEFORE.search(near) else ""


def speaks_of_past(sentence: str) -> bool:
    """Whether a sentence asks about what was, in any of the languages."""
    return bool(_PAST.search(sentence)) and not _AHEAD.search(sentence)


def _weekday_in(plain: str, today: date, *, past: bool) -> str:
    """The day of a weekday that a sentence names behind "on": the last one in the past, else the next; "" for none."""
    for number, (_, pattern) in enumerate(_DAYS[:7], 1):
        if found := re.search(rf"{_ON_DAY}(?:last |this |прошл\w+ )?(?:{pattern})", plain):
            ahead = (number - today.isoweekday()) % 7
            day = today + timedelta(days=ahead - 7 if past and ahead else ahead)
            return f"{_sign(plain, found)} {day.isoformat()}".strip()
    return ""


def _month(name: str) -> int:
    return [known for known, _ in _MONTHS].index(name) + 1


def _nearest(today: date, month: int, day: int, *, past: bool) -> date:
    """The next such day from today on, or the last one up to today."""
    this = date(today.year, month, day)
    if past:
        return this if this <= today else date(today.year - 1, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def past_date_in(sentence: str, today: date) -> str:
    """The first day that a sentence names, the last such day up to today if it names no year; "" for none."""
    typed = re.search(r"\d{4}-\d\d-\d\d", sentence)
    period = typed[0] if typed else period_in(sentence.replace("年", "年 "), today, past=True)
    return next((each for each in period.split() if re.fullmatch(r"\d{4}-\d\d-\d\d", each)), "")


def length_in(sentence: str) -> str:
    """The length of a summary that a sentence asks for: "short", "long", "150 words"; "" for none."""
    if found := re.search(r"(?<!\d)(\d{2,4}) (?:words|слов)", sentence.lower()):
        return f"{found[1]} words"
    return next(iter(_named(sentence, _LENGTHS)), "")


_NEXT_DAY = lazy_re(r"\bnext \w+day|\bследующ\w+ (?:пон|вто|сре|чет|пят|суб|вос)|下个?(?:周|星期)[一二三四五六日天]")


def skipped_in(sentence: str, now: datetime, zone: str) -> str:
    """The day or period of digests to leave out, as `/skip` takes it; "" for the next one."""
    plain, today = sentence.lower(), now.date()
    if found := _UNTIL.search(plain):
        day = _read_date(found["rest"], now, zone)
        return f"until {day}" if day else ""
    if days := _named(sentence, _DAYS[:7]):
        day = next(full for full in _WEEKDAYS if full.startswith(days[0]))
        return f"next {day}" if _NEXT_DAY.search(plain) else day
    if re.search(_SPANS[0][1], plain):
        return "next week"
    if re.search(_SPANS[-2][1], plain):
        return "tomorrow"
    return new_date_in(sentence, now, zone) or next(iter(re.findall(r"\d{4}-\d\d-\d\d", period_in(plain, today))), "")


def new_date_in(sentence: str, now: datetime, zone: str) -> str:
    """The date, with its time if said, behind "to", "on" and the like: "2027-01-16 10:00"; "" for none."""
    starts = (found.end() for found in _DATE_SIGN.finditer(sentence))
    return next(filter(None, (_read_date(sentence[at:], now, zone) for at in starts)), "")


def _read_date(words: str, now: datetime, zone: str) -> str:
    plain = re.sub(r"[,.;:!?，。！？](?=\s|$)", " ", words)
    spaced = re.sub(r"(?<=[日号])(?=\S)", " ", plain).split()
    try:
        when, _ = parse_when(spaced, now, zone)
    except BriefingError:
        return ""
    if when.at is not None:
        return f"{when.at:%Y-%m-%d %H:%M}"
    if when.precision == "day":
        return when.first.isoformat()
    return f"{when.first:%Y-%m}" if when.precision == "month" else ""


def days_in(sentence: str) -> str:
    """The weekdays that a sentence names, as `/subscribe` takes them: "mon,thu", "daily"; "" for none."""
    found = _named(sentence, _DAYS)
    whole = next((each for each in found if each in ("weekdays", "daily")), "")
    return whole or ",".join(found)


def weekdays_in(sentence: str) -> list[str]:
    """The single weekdays that a sentence names: ["mon", "sun"]."""
    return _named(sentence, _DAYS[:7])


def language_in(sentence: str) -> str:
    """The last language that a sentence names, as its tag; "" for none."""
    named = [(found.start(), tag) for tag, pattern in _LANGUAGES if (found := re.search(pattern, sentence, re.I))]
    return max(named)[1] if named else ""


def format_in(sentence: str) -> str:
    """The format for references that a sentence asks for, BibTeX by default."""
    return next(iter(_named(sentence, _FORMATS)), "bibtex")


def topic_in(sentence: str) -> str:
    """The command whose use a sentence asks about; "" for none."""
    return next(iter(_named(sentence, _TOPICS)), "")


def _named(sentence: str, table: Sequence[tuple[str, str]]) -> list[str]:
    plain = sentence.lower()
    return [typed for typed, pattern in table if re.search(rf"(?<![a-zа-я])(?:{pattern})", plain)]


def leads_in(sentence: str) -> str:
    """How long ahead to remind, as `/remind` takes it: "2d 1w"; the usual ones if the sentence names none."""
    return " ".join(leads_named(sentence)) or "7d 1d"


def leads_named(sentence: str) -> list[str]:
    """How long ahead a sentence wants reminders: ["2d", "1h"]."""
    sentence = spoken_times.whole_units(sentence)
    found = [_lead(each) for all_ in _LEADS.finditer(sentence) for each in _LEAD.finditer(all_[0])]
    return list(dict.fromkeys(found or ["1d"] * bool(part_before(sentence)[0])))


def lead_starts(sentence: str) -> list[int]:
    """Where the leads of each event begin in a sentence that names an event behind each of them; [] for others."""
    starts = [found.start() for found in _LEADS.finditer(sentence)]
    chunks = (sentence[at:end] for at, end in pairwise([*starts, len(sentence)]))
    return starts if all(map(_OWN_EVENT.search, chunks)) else []


def leads_to_end(sentence: str) -> list[str]:
    """The leads whose reminders a sentence wants ended: "the one hour reminder"."""
    return list(dict.fromkeys(_lead(each) for each in _ENDED_LEAD.finditer(sentence)))


def is_lead(words: str) -> bool:
    """Whether words that stand where an event is named only say how long ahead: "an hour before"."""
    return _ONLY_LEAD.fullmatch(words.strip()) is not None


def _lead(found: re.Match[str]) -> str:
    said = found.groupdict()
    return lead(said["count"] or said.get("after") or "", said["unit"] or said.get("han") or "")


def lead(count: str, unit: str) -> str:
    """How long ahead, as `/remind` takes it, from a number and a unit in words: "14d", "1h", "30m"."""
    number = int(count) if count.isdecimal() else _COUNTS.get(count.lower().strip(), 1)
    plain = unit.lower().removeprefix("个")
    size, sign = next(((size, sign) for words, size, sign in _UNITS if plain.startswith(words)), (1, plain[:1]))
    return f"{number * size}{sign}"


_PARTS_BEFORE = {
    "18:00": (
        r"(?:on )?the (?:evening|eve) (?:before|of)|вечером (?:накануне|перед)|накануне вечером"
        r"|的?前一(?:天|日)(?:的)?(?:晚上?|傍晚)|前一晚"
    ),
    "20:00": r"the night before",
    "09:00": r"(?:on )?the morning before|утром накануне|накануне утром|前一(?:天|日)(?:的)?(?:早上?|上午)",
    "14:00": r"(?:on )?the afternoon before|днём накануне|накануне днём|前一(?:天|日)(?:的)?下午",
}


def part_before(sentence: str) -> tuple[str, str]:
    """The time of a part of the day before an event as HH:MM, and its words: "the evening before"; "" for none."""
    for at, pattern in _PARTS_BEFORE.items():
        if found := re.search(pattern, sentence, re.IGNORECASE):
            return at, found[0]
    return "", ""


def times_in(sentence: str) -> list[str]:
    """The times of day in a sentence, as HH:MM, in order."""
    found = []
    for match in _CLOCK.finditer(_in_digits(sentence)):
        bare = not (match["minute"] or match["half"] or match["late"] or match["early"] or match["han"])
        if (wall := _wall(match)) and not (bare and not _is_hour(match)) and not _is_lead_in_days(match):
            found.append(wall)
    return found


def _is_lead_in_days(match: re.Match[str]) -> bool:
    """Whether "2 дня" are days before something rather than two o'clock: "за два дня до"."""
    return match["late"] == "дня" and "час" not in match[0] and match.string[: match.start()].rstrip().endswith("за")


def _in_digits(sentence: str) -> str:
    plain = spoken_times.hours_in_digits(sentence.lower())
    for number, words in enumerate(zip(_RU_HOURS, _RU_CASES, strict=True), 1):
        plain = re.sub(
            rf"\b(?:{'|'.join(words)})\b(?= (?:вечера|утра|дня|ночи))|(?<=[сдвк] |о )(?:{'|'.join(words)})\b",
            str(number),
            plain,
        )
    for number, word in enumerate(_EN_HOURS, 1):
        plain = re.sub(rf"\b{word}\b(?= in the | at night|\s?[ap]m)", str(number), plain)
    for pattern, wall in _SPELT:
        plain = pattern.sub(f" {wall} ", plain)
    plain = _HAN_MINUTES.sub(r"\1:\2", _HAN_NIGHT.sub("0", plain))
    return _HAN_LATE.sub(lambda found: f"{int(found['hour']) % 12 + 12}", plain)


def _is_hour(match: re.Match[str]) -> bool:
    """Whether a bare number stands where an hour would: after "at", "to" and the like."""
    before = match.string[: match.start()].rstrip().rsplit(" ", 1)[-1]
    after = match.string[match.end() :].lstrip()[:6]
    word = before in (
        "at",
        "to",
        "until",
        "till",
        "from",
        "after",
        "between",
        "and",
        "by",
        "в",
        "с",
        "до",
        "после",
        "на",
    )
    return word and not re.match(rf"(?:days?|weeks?|hours?|дн|недел|час|\d|{_MONTH_HEADS})", after)


def _wall(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), 30 if match["thirty"] else int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if (half.startswith("p") or match["late"]) and hour < 12:
        hour += 12
    elif (half.startswith("a") or match["early"]) and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def bare_hour(sentence: str) -> int:
    """An hour from 1 to 6 that may be meant by night or in the afternoon, as in "at 4"; 0 for none."""
    found = _BARE.search(sentence) or _BARE_RU.search(sentence) or _BARE_HAN.search(sentence)
    if found is None:
        return 0
    word = found["hour"].lower()
    if word.isdecimal():
        return int(word)
    for names in (_EN_HOURS, _RU_HOURS, ("一", "二", "三", "四", "五", "六")):
        if word in names:
            return names.index(word) + 1
    return 2  # 两


def quiet_in(sentence: str) -> str:
    """The quiet hours that a sentence names, or the usual night: "22:00-07:00"."""
    found = [_in_evening(each, number) for number, each in enumerate(times_in(sentence)[:2])]
    if len(found) == 2:
        return f"{found[0]}-{found[1]}"
    return f"{found[0]}-07:00" if found and found[0] >= "19:00" else "22:00-07:00"


def _in_evening(wall: str, number: int) -> str:
    """Quiet hours that begin from 7 to 11 begin in the evening."""
    hour = int(wall[:2])
    return f"{hour + 12:02}{wall[2:]}" if number == 0 and 7 <= hour < 12 else wall


def subject_of(sentence: str) -> str:
    """The words behind "about", "for" and the like, or else the sentence."""
    plain = normalise.bare(sentence)
    found = re.search(
        r"(?:\b(?:about|on|regarding|concerning|mentions? of|mentions?|mentioning|for|between|compare|contrast|"
        r"о|об|про|по|сравни(?:ть)?|сопоставь|между|упоминани\w+)\b|关于|(?<!没)有关(?!于)|比较|对比|提到|搜索|查找|搜|查|找)\s*(?P<rest>.+)",
        plain,
        re.IGNORECASE,
    )
    return found["rest"].strip(" ,.?!？。").removesuffix("的内容") if found else plain


ENDS = lazy_re(  # that something is to end or to go
    r"\b(?:lift|end|remove|drop|cancel|stop|release|reset|unmark|declassify|delete|kill|revoke|disable|withdraw|expire"
    r"|invalidate|no (?:more|longer)|get rid of|take away|(?:turn|switch) off|off)\b"
    r"|\b(?:сним|сня|убер|отмен|останов|отключ|удал|отзов|закро|выключ)\w*"
    r"|解除|取消|结束|撤销|吊销|去掉|移除|删|停|关[闭掉]|作废",
    re.IGNORECASE,
)
_NUMBER = lazy_re(r"(?<![A-Za-z\d:.-])\d{1,9}(?![\d:.])")
_URL = lazy_re(r"https?://[^\s<>|]+")
_CALLED = lazy_re(
    r"(?:\b(?:called|named|for|with the name|с названием|с именем|по имени|для)\s+(?:(?:my|the|our|a) )?"
    r"|名为|名叫|叫做?)(?P<name>[^,，。]+?)(?:的?新?(?:令牌|密钥|token))?[.!?。]*$",
    re.IGNORECASE,
)


def number_in(sentence: str) -> str:
    """The first bare number of a sentence, or "all" if it names none."""
    found = _NUMBER.search(sentence)
    return found[0] if found else "all"


def address_in(sentence: str) -> str:
    """The web address in a sentence; "" for none."""
    found = _URL.search(sentence)
    return found[0] if found else ""


def name_in(sentence: str) -> str:
    """What something new is to be called; "" if the sentence doesn't say."""
    found = _CALLED.search(sentence)
    return found["name"].strip() if found else ""


_SEEK = lazy_re(
    r"^(?:please |пожалуйста )?(?:search|find|look (?:up|for)|scan|google|най(?:ди|дите)|поищи\w*)(?: me| мне)?"
    r"(?: (?:in |through )?(?:the |all )?"
    r"(?:library|papers|texts|everything|all|sentences|passages|mentions|вс[её]|упоминани\w+))*"
    r"(?: (?:for|about|on|with|of|про|об?|по))?(?: the)? |^(?:请)?(?:搜索|查找|搜一?下?|查一?下?|找一?下?)",
    re.IGNORECASE,
)


def sought_in(sentence: str) -> str:
    """The words that a sentence looks for: those behind "find" and the like, or all."""
    return _SEEK.sub("", normalise.bare(sentence)).strip(" ,.?!？。")


_WORK = (
    r"(?:[aA]\d+|(?:\S+ )?(?:paper|analysis|report|document|article|text|library)s?"
    r"|записк\w+|стать\w+|анализ\w*|библиотек\w+)"
)
_TOPIC = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:sa(?:ys?|id|ying)|writ\w+|tells?(?: us)?|reports?) (?:about|on|regarding) (?P<topic>.+)",
        r"\b(?:think|make|speak|talk|know) of (?P<topic>.+)",
        r"\b(?:about|regarding|concerning|on|mentions?|discuss(?:es)?|covers?|о|об|обо|про|насч[её]т)\s+(?P<topic>.+)",
        r"упомина\w+(?: ли)? \S+ (?P<topic>.+)",
        r"(?:关于|提到过?)(?P<topic>.+?)(?:的|说|怎么|有什么|了|吗|是|$)",
        r"怎么(?:说|看待?|评价)(?P<topic>[^的？?]+)",
        r"[对里中][，,]?(?P<topic>[^，,]+?)(?:是?怎么[说看]|有什么看法)",
    )
)
_IN_WORK = lazy_re(rf"\s+(?:in|from|в|из)\s+(?:the |this |our |этой |этом )?{_WORK}$", re.IGNORECASE)


def topic_of(sentence: str) -> str:
    """What a text or a person is asked about: "gas" of "is there anything about gas in a2?"; "" for nothing."""
    plain = normalise.bare(sentence)
    found = next(filter(None, (each.search(plain) for each in _TOPIC)), None)
    topic = _IN_WORK.sub("", found["topic"].strip(" ,.?!？。，")) if found else ""
    return re.sub(r"^(?:the|an?)\s+", "", topic)


_ABOUT = lazy_re(
    r"\b(?:about|regarding|concerning|related to|around|про|о|об|по|на тему)\s+(?P<topic>[^?!.]+)"
    r"|(?:关于|有关|只(?:要|讲|看|发|关注)(?:关于)?)(?P<han>[\u4e00-\u9fff]{1,8}?)(?:有关)?(?:的|$)",
    re.IGNORECASE,
)
_DIGEST_ON = lazy_re(
    r"\b(?:digest|briefing|newsletter|roundup|updates?|news) (?:on|over|covering|to) "
    r"(?!(?:mon|tue|wed|thu|fri|sat|sun|week|every|each|\d|the \d))(?P<topic>[^?!.]+)"
    r"|\bonly (?P<only>.+) in (?:the|my|our)\b|только (?P<ru>(?!по|про|об?)[^?!.]+)",
    re.IGNORECASE,
)
_WHEN = lazy_re(
    r"[,，;]|\b(?:only|every|each|daily|weekly|weekdays|on (?:mon|tue|wed|thu|fri|sat|sun)\w*|at \d|\d{1,2}[:.]\d\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|кажд\w+|ежедневно|в \d"
    r"|по (?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень|будн)\w+)",
    re.IGNORECASE,
)
_RU_DAY = (
    r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень|будн|выходн|рабоч|утр|вечер)\w*"
    r"(?: (?:дням|утрам|вечерам))?"
)
_ON_DAYS = lazy_re(rf"\bпо {_RU_DAY}(?:(?:,| и| или|, а также)(?: по)? {_RU_DAY})*", re.IGNORECASE)  # no topic


def about_in(sentence: str) -> str:
    """The words behind "about", for events and digests; "" for none."""
    found = _ABOUT.search(sentence)
    return (found["topic"] or found["han"]).strip() if found else ""


def digest_topic(sentence: str) -> str:
    """What a digest is to be about: the words behind "about" or "digest on", up to a comma or the days and the time."""
    plain = _ON_DAYS.sub(", ", sentence)
    found = _DIGEST_ON.search(plain)
    topic = about_in(plain) or (next(filter(None, found.groups()), "") if found else "")
    return _WHEN.split(topic, maxsplit=1)[0].strip(" ,，").removesuffix(" only").removeprefix("the ")


_BETWEEN = lazy_re(
    r"^.*?\b(?:compare|contrast|comparison of|between|how (?:does|do|is|are)"
    r"|сравни\w*|сопостав\w*|между|чем|в ч[её]м)\b"
    r"\s*"
    r"|^.*?(?:比较|对比|比一比|对照)(?:一下)?",
    re.IGNORECASE,
)
_DIFFER = lazy_re(
    r"\b(?:different|differs?|compared?|отлича\w+|различа\w+)\b\s*|(?:有什么|有何|的|之间)*(?:区别|不同|差别|差异|比较)(?:是什么)?$"
    r"|\s(?:side by side|please|pls|for me)$",
    re.IGNORECASE,
)
_SIDES = lazy_re(r"\s+(?:and|with|to|vs\.?|versus|from|against|и|с|со|от|против)\s+|[和与跟及]", re.IGNORECASE)


def sides_in(sentence: str) -> tuple[str, str] | None:
    """The two things that a sentence compares; None for fewer."""
    plain = _DIFFER.sub("", _BETWEEN.sub("", normalise.bare(sentence), count=1)).strip()
    sides = [each.strip(' ,.?！？。“”"').removeprefix("the ") for each in _SIDES.split(plain, maxsplit=1)]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value said after a change: a time of day as HH:MM, a lead such as "3d", or days; "" for each other."""

    at: str = ""
    lead: str = ""
    days: str = ""


def new_value_in(sentence: str) -> NewValue:
    """The value that a sentence puts in the place of the last one."""
    plain = spoken_times.hours_in_digits(sentence.lower())
    number = re.search(r"\d[\d:.]*.*", plain)
    leads = leads_named(plain) or [_lead(each) for each in _LEAD.finditer(plain)]
    times = times_in(plain) or (times_in(f"at {number[0]}") if number and not leads else [])
    if leads:
        return NewValue(lead=leads[0]) if len(leads) == 1 else NewValue()
    return NewValue(at=times[0] if len(times) == 1 else "", days=days_in(plain))
