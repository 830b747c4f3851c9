"""Parses the topic of a digest, and wishes to limit it to one, in three languages: "only about lithium, please"."""

import re

from bot.commands.phrases import slots
from briefings.text import lazy_re

_DIGEST = r"(?:digests?|briefings?|newsletters?)"
_TOPIC = r"(?P<topic>[^?!.]{1,80}?)"
_OWN = rf"(?:the|my|our) (?:\w+ )?{_DIGEST}"
_ORDER = "(?:tell|ask|make|get|set|want|let|have)"
_TELL = r"(?:be|talk|tell|write|report|speak|come|cover)?(?: only| just)? (?:about|on)"
_LIMITED = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:please )?{_ORDER} {_OWN} (?:to )?(?:only |just )?{_TELL} {_TOPIC}(?: only| please)*",
        rf"{_OWN} (?:should|must|shall|needs? to|is to) (?:only |just )?{_TELL} {_TOPIC}(?: only| please)*",
        rf"(?:please )?(?:limit|restrict|narrow|confine) {_OWN} (?:down )?to {_TOPIC}(?: please)?",
        rf"only {_TOPIC} in (?:the|my|our) {_DIGEST}(?: please)?",
        rf"(?:пусть |хочу, чтобы )?(?:дайджест|сводка)(?: пусть)?(?: будет| был)? только (?:про|об?|по) {_TOPIC}",
        rf"(?:в дайджесте|в сводке) только (?:про|об?|по)? ?{_TOPIC}",
        rf"(?:摘要|简报)(?:里)?(?:请)?只(?:要|发|讲|看|包含|关注)(?:关于|有关)?{_TOPIC}(?:的内容|的新闻|的消息|的|方面的?)?",
    )
)
_ONLY = lazy_re(r"\b(?:only|just|limit|restrict|narrow|confine)\b|только|只", re.IGNORECASE)

ABOUT = lazy_re(
    r"\b(?:about|regarding|concerning|related to|around|про|о|об|по|на тему)\s+(?P<topic>[^?!.]+)"
    r"|(?:关于|有关|和)(?P<han>[\u4e00-\u9fff]{1,8}?)(?:有关)?的",
    re.IGNORECASE,
)
_DIGEST_ON = lazy_re(
    r"\b(?:digest|briefing|newsletter|roundup|updates?|news) (?:on|over|covering) "
    r"(?!(?:mon|tue|wed|thu|fri|sat|sun|week|every|each|\d|the \d))(?P<topic>[^?!.]+)",
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


def limited_topic(sentence: str) -> str:
    """The topic to which a sentence limits the digest; "" for other sentences."""
    plain = sentence.strip(" .!。！").replace("’", "'")
    found = next(filter(None, (each.fullmatch(plain) for each in _LIMITED)), None) if _ONLY.search(plain) else None
    topic = found["topic"].removeprefix("the ").strip() if found else ""
    return "" if slots.days_in(topic) or slots.times_in(topic) else topic


def digest_topic(words: str) -> str:
    """What a digest is to be about: the words behind "about" or "digest on", up to a comma or the days and the time."""
    words = _ON_DAYS.sub(", ", words)
    found = ABOUT.search(words) or _DIGEST_ON.search(words)
    topic = (found["topic"] or found.groupdict().get("han") or "") if found else ""
    return _WHEN.split(topic, maxsplit=1)[0].strip(" ,，").removesuffix(" only").removeprefix("the ")
