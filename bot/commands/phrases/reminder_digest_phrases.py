"""Parses reminders and digests in plain words, with event, lead, days, time and zone in any order."""

import re
from collections.abc import Sequence

from bot.commands.phrases import normalise
from bot.commands.phrases.intent import Intent
from bot.commands.phrases.zone_words import zone_name
from bot.languages.zones import parse_spoken_zone
from briefings.model.schedule.recurrence import Recurrence
from briefings.reading import recurrence_at_head
from briefings.text import lazy_re

_USUAL = "7d 1d"  # leads where none was said
_COUNTS = {
    **dict.fromkeys(("a", "an", "the", "one", "за", "один", "одну", "一", ""), 1),
    **dict.fromkeys(("two", "couple of", "a couple of", "два", "две", "两", "二"), 2),
    **dict.fromkeys(("three", "три", "三"), 3),
    **dict.fromkeys(("four", "четыре", "四"), 4),
    **dict.fromkeys(("five", "пять", "五"), 5),
    **dict.fromkeys(("six", "шесть", "六"), 6),
    **dict.fromkeys(("seven", "семь", "七"), 7),
    **dict.fromkeys(("ten", "десять", "十"), 10),
}
_UNITS = (
    *((("day", "день", "дня", "дней", "сутки", "天", "日"), 1, "d"), (("week", "недел", "周", "星期", "礼拜"), 7, "d")),
    *((("hour", "час", "小时", "个小时"), 1, "h"), (("minute", "минут", "分钟"), 1, "m")),  # "m" is a minute
    *((("fortnight",), 14, "d"), (("month", "месяц", "个月", "月"), 30, "d")),
)
_COUNT = rf"\d{{1,4}}|{'|'.join(sorted((word for word in _COUNTS if word.isascii() and word), key=len, reverse=True))}"
_UNIT = r"days?|weeks?|fortnights?|months?|hours?|minutes?|d|w|h|m"
_LEAD = rf"(?:{_COUNT})\s?(?:{_UNIT})\b"
_AHEAD = r"(?:before|ahead of|ahead|prior to|in advance of|in advance|beforehand|earlier|early)"
_LEADS = lazy_re(
    rf"\s*(?P<leads>(?:{_LEAD})(?:(?:,\s?(?:and\s)?|\sand\s(?:again\s|then\s)?|\s&\s|\s)(?:{_LEAD}))*)\s{_AHEAD}\b\s*",
    re.IGNORECASE,
)
_REMIND = lazy_re(
    r"(?:(?:remind|notify|alert|warn|nudge|ping|ring|call|phone|buzz|prod|tell|text|wake|message)\s(?:me|us)|let\s(?:me|us)\sknow"
    r"|(?:send|give|set|create|add|make|put|schedule|have)(?:\sup)?(?:\s(?:me|us))?"
    r"\s(?:an?(?:other|\sextra|\sadditional|\sfurther|\ssecond)?|the|one(?:\smore)?)?\s?"
    r"(?:reminders?|heads[- ]?up|warning|ping|notification|alert)(?:\sfor\s(?:me|us))?"
    r"|(?:(?:an?|another|one more)\s)?(?:reminders?|heads[- ]?up))\b,?\s*(?:again\s)?(?P<rest>.*)",
    re.IGNORECASE,
)
_TOLD = lazy_re(r"(?:remind|(?:an?\s)?reminder|set|create|add|schedule)", re.IGNORECASE)  # reminds also without a lead
_LAST = lazy_re(
    r"(?P<what>.+?),?\s(?:please\s)?(?P<asked>(?:remind|notify|alert|warn|ping|tell)\s(?:me|us)|let\s(?:me|us)\sknow|send\s(?:me|us)\sa\sreminder)",
    re.IGNORECASE,
)  # the order at the end
_ABOUT = lazy_re(r"^(?:of|about|for|when|that|on|before|regarding)\s+", re.IGNORECASE)
_ALSO = lazy_re(r"^(?:also|additionally|plus|instead)\s+|,?\s+(?:too|also|as well|instead)$", re.IGNORECASE)
_JOINED = lazy_re(  # what joins several leads, left over around the event
    r"^(?:[\s,;:]|(?:and|then|also|again|plus|once more)\b)+|(?:[\s,;]|\b(?:and|then|also|again|plus|once more)\b)+"
    r"(?:(?:it|that)\b[\s,]*)?$",
    re.IGNORECASE,
)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY = lazy_re(
    rf"(?<!\w)(?:(?:{'|'.join(WEEK)}|tues|thurs?)\b|every|each|daily|weekdays?|weekends?|weekly|on|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?"
    r"|sundays?|ежедневно|кажд\w+|по\s(?:будням|выходным|понедельникам|вторникам|средам|четвергам|пятницам)|每|工作日)",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    """
    subscribe sign up send give brief update email write message ping post deliver schedule set order me us a an
    the my our digest digests briefing briefings summary news newsletter report overview updates roundup please
    with here in this chat channel group of what is new for to and it everything something out at from you now
    start sending weekly daily weekday morning подпиши пришли присылай присылайте шли шлите пришлите отправляй
    отправляйте пиши пишите меня нам
    мне нас дайджест сводку сводка рассылку новости на и обзор подписка хочу получать
    """.split()  # noqa: SIM905  as a list it would fill a page
)
_CHINESE_FILLER = lazy_re(
    r"(?:请|给我|帮我|把|我|想|要|订阅|发|发送|推送|一份|摘要|简报|新闻|更新|日报|吧|上|的|在|，|\s)*"
)
_TOPIC = lazy_re(
    r"^(?:(?:the|a|my)\s)?(?:digests?|briefings?|summary|news|updates?|newsletter|report|дайджест|сводк\w|новости)?\s*"
    r"(?:(?:about|on|regarding|concerning|of|with news (?:on|about)|о|об|про|по)\s+(?P<topic>.+)|(?P<to>to\s\S+))?$",
    re.IGNORECASE,
)


_TOPIC_FIRST = lazy_re(
    r"(?P<order>.*?\b(?:digest|briefing|newsletter|roundup|updates?|дайджест|сводк\w|рассылк\w|обзор)) (?:only )?"
    r"(?:about|on|over|regarding|concerning|covering|о|об|про|по(?! будням| выходным| \w+ам ))"
    rf" (?!{_EVERY.pattern}|the \d|\d|the (?:first|last) )(?:the )?"
    rf"(?P<topic>.+?)(?: only| только)?,? (?P<when>{_EVERY.pattern}.*)",
    re.IGNORECASE,
)


def reminder(sentence: str) -> Intent | None:
    """Parses a request for reminders, such as "remind me a week before the April meeting at 9"; None otherwise."""
    alone = _ALSO.sub("", sentence)
    if alone != sentence and (further := _LEADS.match(alone)) and not _JOINED.sub("", alone[further.end() :]):
        return lead_wish("", _leads(further["leads"]), "", "")  # "and also an hour before"
    timeless, at, zone = normalise.timed(alone)
    if (last := _LAST.fullmatch(timeless)) and not _REMIND.match(timeless) and _LEADS.search(last["what"]):
        timeless = f"{last['asked']} {last['what']}"
    asked = _REMIND.fullmatch(timeless)
    if asked is None:
        return None
    rest = asked["rest"]
    leads = [each for found in _LEADS.finditer(rest) for each in _leads(found["leads"])]
    usual, said = part_before(rest)
    if not leads and usual:
        return lead_wish(normalise.event(rest.replace(said, "").strip(" ,")), [(1, "d")], at or usual, zone)
    if not leads:
        about = _ABOUT.match(rest)
        plain = (
            about
            and _TOLD.match(sentence)
            and not re.search(
                r"\b(?:tomorrow|tonight|evening|later|next week|in (?:an?|one|two|three|\d+) (?:hour|minute|month))",
                rest,
            )
        )
        return Intent(f"remind {{event}} {_USUAL}", normalise.event(rest[about.end() :])) if about and plain else None
    words = _JOINED.sub("", _LEADS.sub(" ", rest)).strip()
    return lead_wish(normalise.event(_ABOUT.sub("", words)), leads, at, zone)


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


def lead_wish(event: str, leads: Sequence[tuple[int, str]], at: str, zone: str) -> Intent:
    """Builds a request for reminders from leads; a time of day applies to one lead in days."""
    if at and len(leads) == 1 and leads[0][1] == "d":
        count = leads[0][0]
        when = f"at {at} {zone_name(zone)}".strip()
        return Intent(f"remind {count} {'day' if count == 1 else 'days'} before {{event}} {when}", event)
    return Intent(f"remind {{event}} {' '.join(f'{count}{unit}' for count, unit in leads)}", event)


def _leads(leads: str) -> list[tuple[int, str]]:
    found = re.findall(rf"(?<!\w)(\d{{1,4}}|(?:{_COUNT})(?=\s))\s?({_UNIT})\b", leads, re.IGNORECASE)
    return [lead(count, unit) for count, unit in found]


def lead(count: str, unit: str) -> tuple[int, str]:
    """A lead in days ("d"), hours ("h") or minutes ("m") from a number and a unit in words."""
    number = int(count) if count.isdecimal() else _COUNTS.get(count.lower().strip(), 1)
    for words, size, sign in _UNITS:
        if any(unit.lower().startswith(word) for word in words) or (unit.lower() == words[0][0] and unit.isascii()):
            return number * size, sign
    return number, unit[:1]


def digest(sentence: str) -> Intent | None:
    """Parses a request for a digest, such as "every weekday at 8 London"; None otherwise."""
    if first := _TOPIC_FIRST.fullmatch(sentence):  # "a digest about ports, mondays at 8"
        sentence = f"{first['order']} {first['when']} about {first['topic']}"
    rest, at, zone = normalise.timed(sentence)
    for found in _EVERY.finditer(rest):
        head = rest[: found.start()]
        rule = recurrence_at_head(rest[found.start() :]) if _only_fillers(head) else None
        if rule is None:
            continue
        when, tail = rule[0], rule[1].strip(" ,")
        at, zone = at or (f"{when.at:%H:%M}" if when.at else ""), zone or when.zone or ""
        if not zone and (named := parse_spoken_zone(tail.split())):
            zone, tail = named[0], " ".join(tail.split()[named[1] :])
        topic = _TOPIC.fullmatch("" if _only_fillers(tail) else tail)
        if topic is None or not (at or _orders(head, tail)):
            continue
        zone_name(zone)  # raises what is wrong with it
        days = _days(when) or rest[found.start() :].removesuffix(rule[1]).strip(" ,")
        about = (
            tail if tail.endswith(" времени") else f"about {topic['topic']}" if topic["topic"] else topic["to"] or ""
        )
        return Intent(" ".join(f"subscribe {days} {at} {zone} {about}".split()))
    return None


def _days(rule: Recurrence) -> str:
    """The days of a weekly rule as /subscribe takes them; "" for other rules."""
    if rule.weekdays is None:
        return ""
    whole = {frozenset(range(1, 8)): "daily", frozenset(range(1, 6)): "weekdays", frozenset((6, 7)): "weekends"}
    return whole.get(rule.weekdays) or ",".join(WEEK[day - 1] for day in sorted(rule.weekdays))


def _orders(head: str, tail: str) -> bool:
    """Whether words without a time of day ask for something to be sent."""
    return bool(
        re.search(
            r"subscri|digest|brief|send|news|update|подпи|дайджест|свод|присыл|订阅|摘要|简报|推送",
            f"{head} {tail}".lower(),
        )
    )


def _only_fillers(head: str) -> bool:
    return bool(_CHINESE_FILLER.fullmatch(head)) or set(re.findall(r"\w+", head.lower())) <= _FILLERS
