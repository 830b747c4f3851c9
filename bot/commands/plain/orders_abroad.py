"""Reminders asked for in Russian and Chinese, with leads, time of day and zone."""

import re

from bot.commands.plain import orders, wording
from bot.commands.plain.wishes import Wish

_RU_COUNT = r"(?:\d{1,4}|одну|один|две|два|три|четыре|пять|шесть|семь|десять)\s"
_RU_LEAD = rf"за\s(?:{_RU_COUNT})?(?:день|дня|дней|сутки|недел\w+|месяц\w*|час\w*|минут\w*)"
_RU_LEADS = re.compile(rf"\s*(?P<leads>{_RU_LEAD}(?:(?:,|\sи)\s{_RU_LEAD})*)\s*", re.IGNORECASE)
_RU_ASKED = re.compile(
    r"(?:напомни|напомните|предупреди|предупредите)(?:\s(?:мне|нам|меня|нас))?\b(?P<rest>.*)", re.IGNORECASE
)
_RU_ABOUT = re.compile(r"^\s*(?:до|перед|о|об|про|к)\s+|\s+(?:до|перед)\s*$", re.IGNORECASE)
_RU_ZONE = re.compile(r"\s*по\s(?P<city>[а-яё]+)(?:\sвремени)?", re.IGNORECASE)
_CITIES = (
    *(("моск", "Europe/Moscow"), ("пекин", "Asia/Shanghai"), ("лондон", "Europe/London"), ("киев", "Europe/Kyiv")),
    *(("берлин", "Europe/Berlin"), ("вашингтон", "America/New_York"), ("токи", "Asia/Tokyo"), ("гринвич", "UTC")),
    *(("北京", "Asia/Shanghai"), ("莫斯科", "Europe/Moscow"), ("伦敦", "Europe/London"), ("东京", "Asia/Tokyo")),
    *(("纽约", "America/New_York"), ("华盛顿", "America/New_York")),
)
_ZH_LEAD = r"(?:\d{1,4}|[一两二三四五六七十])个?(?:天|周|星期|礼拜|月|小时)"
_ZH_LEADS = rf"(?P<leads>{_ZH_LEAD}(?:[和、及]{_ZH_LEAD})*)"
_ZH_TIME = (
    r"[的，]?(?:(?P<city>北京|莫斯科|伦敦|东京|纽约|华盛顿)时间)?"
    r"(?P<part>早上|上午|中午|下午|晚上)?(?P<hour>\d{1,2})[点时](?P<half>半|\d{1,2}分)?"
)
_ZH_ME = r"(?:请|麻烦)?(?:你)?(?:再)?提醒(?:一下)?(?:我们|我)?"
_ZH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:请|麻烦)?在?(?P<event>.+?)(?:开始)?(?:之|的|以)?前{_ZH_LEADS}(?:{_ZH_TIME})?{_ZH_ME}",
        rf"(?:请|麻烦)?提前{_ZH_LEADS}(?:{_ZH_TIME})?{_ZH_ME}(?:关于|有关|参加)?(?P<event>.+)",
        rf"{_ZH_ME}(?:在)(?P<event>.+?)(?:开始)?(?:之|的|以)?前{_ZH_LEADS}(?:{_ZH_TIME})?",
    )
)
_ZH_PLAIN = re.compile(r"(?:请|麻烦)?提醒(?:我们|我)(?:关于|有关|参加)?(?P<event>.+)")


def reminder(said: str) -> Wish | None:
    """A wish for reminders, None where the words ask for none."""
    return _russian(said) or _chinese(said)


def _russian(said: str) -> Wish | None:
    asked = _RU_ASKED.fullmatch(said)
    if asked is None:
        return None
    lead = _RU_LEADS.search(asked["rest"])  # before the time of day, for a “дня” may belong to either
    rest = f"{asked['rest'][: lead.start()]} {asked['rest'][lead.end() :]}" if lead else asked["rest"]
    rest, at, named = wording.timed(rest)
    zone = named or next(filter(None, (_zone(found["city"]) for found in _RU_ZONE.finditer(rest))), "") if at else ""
    rest = (_RU_ZONE.sub("", rest) if zone and not named else rest).strip()
    if lead is None:
        about = _RU_ABOUT.match(rest)
        later = re.search(r"\b(?:завтра|вечером|через)\b", rest)
        return Wish("remind {event} 7d 1d", rest[about.end() :].strip()) if about and not later else None
    leads = [_lead(each) for each in re.findall(_RU_LEAD, lead["leads"], re.IGNORECASE)]
    return orders.lead_wish(_RU_ABOUT.sub("", rest).strip(), leads, at, zone)


def _lead(said: str) -> tuple[int, str]:
    count, unit = re.fullmatch(r"за\s(?:(\S+)\s)?(\S+)", said.lower()).groups()  # type: ignore[union-attr]  # it is one
    return orders.lead(count or "один", unit)


def _zone(city: str) -> str:
    return next((zone for stem, zone in _CITIES if city and city.lower().startswith(stem)), "")


def _chinese(said: str) -> Wish | None:
    said = re.sub(r"\s+", "", said)
    for pattern in _ZH:
        if found := pattern.fullmatch(said):
            leads = [
                orders.lead(*part)
                for part in re.findall(
                    r"(\d+|[一两二三四五六七十])(个?\D+?)(?=[和、及\d一两二三四五六七十]|$)", found["leads"]
                )
            ]
            return orders.lead_wish(found["event"], leads, _wall(found), _zone(found["city"] or ""))
    plain = _ZH_PLAIN.fullmatch(said)
    later = plain and re.match(r"明天|今晚|下周|晚上", plain["event"])
    return Wish("remind {event} 7d 1d", plain["event"]) if plain and not later else None


def _wall(found: re.Match[str]) -> str:
    if not found["hour"]:
        return ""
    hour, half = int(found["hour"]), found["half"] or ""
    hour += 12 if found["part"] in ("下午", "晚上") and hour < 12 else 0
    minute = 30 if half == "半" else int(half.removesuffix("分") or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
