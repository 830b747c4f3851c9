"""Parses reminders in Russian and Chinese, with leads, time of day and zone."""

import re

from bot.commands.phrases import normalise
from bot.commands.phrases.intent import Intent
from bot.commands.phrases.reminder_digest_phrases import lead, lead_wish, part_before
from bot.languages.zones import parse_spoken_zone
from briefings.text import lazy_re

_RU_COUNT = r"(?:\d{1,4}|одну|один|две|два|три|четыре|пять|шесть|семь|десять)\s"
_RU_LEAD = rf"за\s(?:{_RU_COUNT})?(?:день|дня|дней|сутки|недел\w+|месяц\w*|час\w*|минут\w*)"
_RU_LEADS = lazy_re(rf"\s*(?P<leads>{_RU_LEAD}(?:(?:,|\sи)\s{_RU_LEAD})*)\s*", re.IGNORECASE)
_RU_ASKED = lazy_re(
    r"(?:напомни|напомните|напоминай|напоминайте|напомнить|предупреди|предупредите|предупредить|сообщи|сообщите|позвони|позвоните"
    r"|(?:(?:поставь|сделай|создай|установи|добавь|нужно)\s)?(?:(?:ещё|еще)\s)?(?:одно\s)?напоминание)(?:\s(?:мне|нам|меня|нас))?\b(?P<rest>.*)",
    re.IGNORECASE,
)
_RU_LAST = lazy_re(
    r"(?P<what>за\s.+?),?\s(?P<asked>(?:напомни|напомните|предупреди|предупредите)(?:\s(?:мне|нам|меня|нас))?)",
    re.IGNORECASE,
)  # the order at the end
_RU_ABOUT = lazy_re(r"^\s*(?:до|перед|о|об|про|к)\s+|\s+(?:до|перед)\s*$", re.IGNORECASE)
_RU_ALSO = lazy_re(
    r"^(?:(?:и|а|ещё|еще|также|тоже|вместо этого)\s+)+(?=\S+\s)|,?\s+(?:тоже|также|ещё раз|еще раз)$", re.IGNORECASE
)
_RU_JOINED = lazy_re(  # what joins several leads, left over around the event
    r"^(?:[\s,;]|(?:и|а|потом|затем|ещё|еще|также|тоже)\b)+|(?:[\s,;]|\b(?:и|а|потом|затем|ещё|еще|также|тоже|раз)\b)+$",
    re.IGNORECASE,
)
_RU_ZONE = lazy_re(r"\s*по\s(?P<city>[а-яё]+)(?:\sвремени)?", re.IGNORECASE)
_ZH_LEAD = r"(?:\d{1,4}|[一两二三四五六七十])个?(?:天|周|星期|礼拜|月|小时|分钟)"
_ZH_LEADS = rf"(?P<leads>{_ZH_LEAD}(?:[和、及]{_ZH_LEAD})*)"
_ZH_JOINED = lazy_re(rf"(?<=[天周期拜月时钟])(?:[和、及，,]|以及|还有|再)+(?:提前|之前|前)(?={_ZH_LEAD})")
_ZH_AGAIN = lazy_re(
    rf"[，,](?:再|并|然后|还要|还|也)*(?:在)?(?:提前|之前|前)(?P<lead>{_ZH_LEAD})"
    r"(?:再|也)*(?:提醒|通知)(?:我们|我)?(?:一次|一下|一遍)?$"
)
_ZH_ALSO = lazy_re(r"^(?:另外|还有|同时|也)[，,]?|也(?=(?:请)?(?:提醒|通知|提前))|(?<=提醒我)一次$")
_ZH_TIME = lazy_re(
    r"[的，,于在]{0,2}(?:(?P<city>[\u4e00-\u9fff]{2,8})时间)?[的，,]?"
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|晚上)?(?P<hour>\d{1,2})(?:[点時时](?P<half>半|\d{1,2}分?)?|:(?P<minute>\d\d))整?"
    r"(?:[的，,]?(?P<after>[\u4e00-\u9fff]{2,8}?)时间|\s(?P<bare>[\u4e00-\u9fff]{2,8}?)(?=$|提醒|[，,]))?"
)
_CAPITALS = {"北京": "Asia/Shanghai", "华盛顿": "America/New_York", "格林尼治": "UTC"}  # of no zone of their own
_LINKED = lazy_re(r"[的，,于在]{0,2}")
_ZH_ME = r"(?:请|麻烦)?(?:你)?(?:再)?(?:提醒|通知)(?:一下)?(?:我们|我)?(?:一下|一声)?"
_ZH_BEFORE = r"(?:开始|举行|召开)?(?:之|的|以)?(?:前|提前)(?:的)?"
_ZH = tuple(
    lazy_re(pattern)
    for pattern in (
        rf"(?:请|麻烦)?(?:你)?提前{_ZH_LEADS}[，,]?{_ZH_ME}(?P<event>)",
        rf"(?:请|麻烦)?(?:再|另外)?(?:加|设|添加|增加|来)(?:上|置)?(?:一?[个条])?(?P<event>.*?){_ZH_BEFORE}{_ZH_LEADS}的?(?:提醒|通知)",
        rf"(?:请|麻烦)?在?(?P<event>.+?){_ZH_BEFORE}{_ZH_LEADS}[，,]?{_ZH_ME}",
        rf"(?:请|麻烦)?(?:你)?提前{_ZH_LEADS}[，,]?{_ZH_ME}[，,]?(?:关于|有关|参加)?(?P<event>.+)",
        rf"{_ZH_ME}[，,]?在?(?P<event>.+?){_ZH_BEFORE}{_ZH_LEADS}",
        rf"{_ZH_ME}(?:关于|有关|参加)?(?P<event>.+?)[，,]提前{_ZH_LEADS}",
        rf"(?P<event>.+?)[，,]?(?:请)?提前{_ZH_LEADS}[，,]?{_ZH_ME}",
    )
)
_ZH_NOT = lazy_re(r"(?:不用|不要|不必|无需|不再|别)(?!忘)(?:再)?.{0,12}(?:提醒|通知)")
_ZH_PLAIN = lazy_re(r"(?:请|麻烦)?提醒(?:我们|我)(?:关于|有关|参加)?(?P<event>.+)")


def reminder(sentence: str) -> Intent | None:
    """Parses a request for reminders; None otherwise."""
    return _russian(sentence) or _chinese(sentence)


def _russian(sentence: str) -> Intent | None:
    sentence = _RU_ALSO.sub("", sentence)
    if last := _RU_LAST.fullmatch(sentence):
        sentence = f"{last['asked']} {last['what']}"
    asked = _RU_ASKED.fullmatch(sentence)
    if asked is None:
        return None
    said_leads = re.findall(_RU_LEAD, asked["rest"], re.IGNORECASE)
    rest = asked["rest"]  # without leads before the time of day is read, for a “дня” may belong to either
    if said_leads:
        rest = _RU_JOINED.sub("", _RU_LEADS.sub(" ", rest))
    rest, at, named = normalise.timed(rest)
    if at and not named and (found := _RU_ZONE.search(rest)) and (said_zone := parse_spoken_zone(found[0].split())):
        named, rest = said_zone[0], rest[: found.start()] + rest[found.end() :]
    rest = rest.strip(" ,")
    usual, said = part_before(rest)
    if not said_leads and usual:
        event = _RU_ABOUT.sub("", f" {rest.replace(said, '').strip(' ,')}").strip()
        return lead_wish(normalise.event(event), [(1, "d")], at or usual, named)
    if not said_leads:
        about = _RU_ABOUT.match(rest)
        later = re.search(r"\b(?:завтра|вечером|через)\b", rest)
        return (
            Intent("remind {event} 7d 1d", normalise.event(rest[about.end() :].strip()))
            if about and not later
            else None
        )
    leads = [_lead(each) for each in said_leads]
    return lead_wish(normalise.event(_RU_ABOUT.sub("", rest).strip()), leads, at, named)


def _lead(words: str) -> tuple[int, str]:
    count, unit = re.fullmatch(r"за\s(?:(\S+)\s)?(\S+)", words.lower()).groups()  # type: ignore[union-attr]  # it is one
    return lead(count or "один", unit)


def _chinese(sentence: str) -> Intent | None:
    if _ZH_NOT.search(sentence):
        return None
    sentence = re.sub(r"(?<![A-Za-z0-9])\s+|(?<!\d)\s+(?![A-Za-z0-9])", "", sentence)
    sentence = _ZH_JOINED.sub("和", _ZH_ALSO.sub("", sentence))
    if again := _ZH_AGAIN.search(sentence):
        sentence = sentence[: again.start()]
        sentence = re.sub(_ZH_LEAD, lambda first: f"{first[0]}和{again['lead']}", sentence, count=1)
    rest, at, zone = _timed(sentence)
    for pattern in _ZH:
        if found := pattern.fullmatch(rest):
            each = re.findall(r"(\d+|[一两二三四五六七十])(个?\D+?)(?=[和、及\d一两二三四五六七十]|$)", found["leads"])
            event = normalise.event(found["event"].strip("，, "))
            return lead_wish(event, [lead(*part) for part in each], at, zone)
    plain = _ZH_PLAIN.fullmatch(sentence)
    later = plain and re.match(r"明天|今晚|下周|晚上", plain["event"])
    return Intent("remind {event} 7d 1d", plain["event"]) if plain and not later else None


def _timed(sentence: str) -> tuple[str, str, str]:
    """Splits off the time of day and the zone on either side of it."""
    found = _ZH_TIME.search(sentence)
    at = _wall(found) if found else ""
    if found is None or not at:
        return sentence, "", ""
    kept, zone = "", ""
    if city := found["city"]:
        zone, used = _zone_at_end(city)
        kept = city[: len(city) - used]
    elif after := found["after"] or found["bare"]:
        zone = _zone_at_end(after)[0]
    before = sentence[: found.start()] + _LINKED.match(found[0])[0] * bool(kept)  # type: ignore[index]  # it matches ""
    return f"{before}{kept}{sentence[found.end() :]}".strip("，, "), at, zone


def _zone_at_end(words: str) -> tuple[str, int]:
    """The zone named by a city at the end, and its length in characters; all of them if unknown."""
    for count in range(len(words), 1, -1):
        city = words[-count:]
        if zone := _CAPITALS.get(city) or (parse_spoken_zone([f"{city}时间"]) or ("",))[0]:
            return zone, count
    return "", len(words)


def _wall(found: re.Match[str]) -> str:
    hour, half = int(found["hour"]), found["half"] or ""
    hour += 12 if found["part"] in ("下午", "晚上") and hour < 12 else 0
    minute = 30 if half == "半" else int(found["minute"] or half.removesuffix("分") or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
