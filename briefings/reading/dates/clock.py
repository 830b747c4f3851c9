"""Times of day and time zones next to a date."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from briefings.model.agenda import EventDate
from briefings.reading.dates import chinese
from briefings.text import lazy_re
from briefings.text.cities import CITIES

_REGION = {  # and cities in other languages
    "china": "Asia/Shanghai", "eastern": "America/New_York", "central": "America/Chicago",
    "mountain": "America/Denver", "pacific": "America/Los_Angeles", "greenwich": "UTC", "kiev": "Europe/Kyiv",
    "india": "Asia/Kolkata", "japan": "Asia/Tokyo", "korea": "Asia/Seoul", "moscow": "Europe/Moscow",
    "central european": "Europe/Brussels", "московскому": "Europe/Moscow", "московское": "Europe/Moscow",
    "москве": "Europe/Moscow", "мск": "Europe/Moscow", "киевскому": "Europe/Kyiv", "пекинскому": "Asia/Shanghai",
    "пекину": "Asia/Shanghai", "гринвичу": "UTC", "лондонскому": "Europe/London", "北京": "Asia/Shanghai",
    "莫斯科": "Europe/Moscow", "伦敦": "Europe/London", "华盛顿": "America/New_York", "纽约": "America/New_York",
    "东京": "Asia/Tokyo", "格林尼治": "UTC", "上海": "Asia/Shanghai", "香港": "Asia/Hong_Kong", "台北": "Asia/Taipei",
    "新加坡": "Asia/Singapore", "首尔": "Asia/Seoul", "巴黎": "Europe/Paris", "柏林": "Europe/Berlin",
    "布鲁塞尔": "Europe/Brussels", "基辅": "Europe/Kyiv", "日内瓦": "Europe/Zurich", "迪拜": "Asia/Dubai",
    "新德里": "Asia/Kolkata", "悉尼": "Australia/Sydney", "洛杉矶": "America/Los_Angeles", "芝加哥": "America/Chicago",
}  # fmt: skip
_SHORT = {
    "UTC": "UTC", "GMT": "UTC", "Z": "UTC", "ET": "America/New_York", "EST": "America/New_York",
    "EDT": "America/New_York", "CT": "America/Chicago", "CDT": "America/Chicago", "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "BST": "Europe/London", "CET": "Europe/Brussels",
    "CEST": "Europe/Brussels", "MSK": "Europe/Moscow", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "IST": "Asia/Kolkata",
    "МСК": "Europe/Moscow",
}  # fmt: skip
_NO_CITIES = ("Etc", "Brazil/", "Canada/", "Chile/", "Mexico/", "SystemV/", "posix/", "right/")
_ZH_CITIES = "|".join(city for city in _REGION if re.match("[\u4e00-\u9fff]", city))
_ZONE = (
    r"(?P<iana>[A-Z][A-Za-z]{2,12}/[A-Z]\w{2,20}(?:/\w{2,20})?)"
    r"|(?P<offset>(?:UTC|GMT)?[+−-]\d{1,2}(?::?\d{2})?)(?![\d-])"
    r"|(?P<short>UTC|GMT|Z|ES?T|EDT|CD?T|P[SD]?T|BST|CES?T|MSK|JST|KST|IST|МСК)\b"
    r"|\(?(?:по\s+)?(?P<city>[A-ZА-Яа-я]\w{2,14}(?:\s[A-Z]\w{2,10})?)\s+"
    r"(?:(?:local|standard|daylight|summer)\s)?(?:[Tt]ime\b|времени)\)?"
    r"|по\s+(?P<ru>Москве|Пекину|Гринвичу)"
    rf"|[（(]?(?P<zhafter>{_ZH_CITIES})时间[）)]?"
)
_HOUR = (
    r"(?P<word>noon|midday|midnight|полдень|полночь|中午|正午|午夜)"
    r"|(?P<zh>凌晨|早上|上午|下午|晚上|晚间)?\s?(?P<zhhour>\d{1,2}|[一二三四五六七八九十两兩]{1,3})[时時点點](?:(?P<zhminute>\d{1,2})分|(?P<zhhalf>半)|整)?"
    r"|(?P<hour>\d{1,2}?)(?:[:.]?(?P<minute>\d{2})(?::\d{2})?)?"
    r"(?:\s?(?:[-–—]|to|until)\s?\d{1,2}(?:[:.]\d{2})?)?\s?(?P<half>[ap]\.?\s?m\b\.?)"
    r"|(?P<hour_de>\d{1,2})(?:[:.](?P<minute_de>\d{2}))?\s?(?:Uhr\b|h(?![a-z])(?P<minute_fr>\d{2})?)"
    r"|(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?::\d{2}(?:\.\d{1,6})?)?(?:\s?(?:hrs|hours|часов))?"
    r"|(?P<hour_ru>\d{1,2})\s(?:часов|часа|час)(?:\s(?P<ru_half>утра|дня|вечера|ночи))?"
)
_UNTIL = r"(?:\s?(?:[-–—]|to|until|till|and|bis|à|до)\s?\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\b\.?|Uhr\b))?)?"
# No run of blanks is left open: what isn't prose is blanked out, thousands of characters at a time.
_TIME = rf"(?:{_HOUR}){_UNTIL}(?:\s?,?\s?(?:{_ZONE}))?"
_LEAD = r"(?:T|,?\s?(?:,|at|from|between|starting at|um|ab|gegen|von|à|dès|de|в|с|—|–|-)?\s?(?:about\s|around\s)?\(?)"
# A place after a time, whose clock is meant: "3pm Brussels", "14:00 in Tokyo", "11:00 local time in Singapore".
_PLACE = lazy_re(
    r",?\s(?:\(?local\stime\)?,?\s)?\(?(?:in\s)?(?P<place>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})(?:\s(?:local\s)?time)?\)?"
)
_REGIONS = frozenset(("eastern", "central", "mountain", "pacific", "china", "india", "japan", "korea"))
AFTER = lazy_re(rf"{_LEAD}(?:(?P<zhcity>{_ZH_CITIES})时间)?\s?{_TIME}", re.IGNORECASE)
BEFORE = lazy_re(rf"(?:\b(?:at|from|by|в)\s)?{_TIME}\s?,?\s?(?:on|of|в)?\s?(?:the\s)?$", re.IGNORECASE)


def at_time(when: EventDate, match: re.Match[str], zone: str | None) -> EventDate | None:
    """A day with a matched time as an instant; without a zone, UTC is used and `zone` is None."""
    hour_minute = _hour(match)
    if when.precision != "day" or hour_minute is None:
        return None
    name, offset = _zone(match, zone)
    moment = datetime.combine(when.first, hour_minute, offset)
    return EventDate(when.first, when.last, "instant", moment, name)


def _hour(match: re.Match[str]) -> time | None:
    got = match.groupdict()
    if got["word"]:
        return time(0 if got["word"].lower() in {"midnight", "полночь", "午夜"} else 12)
    hour = (
        chinese.number(got["zhhour"])
        if got["zhhour"]
        else int(got["hour"] or got["hour_de"] or got["hour24"] or got["hour_ru"])
    )
    minutes = got["zhminute"] or got["minute"] or got["minute_de"] or got["minute_fr"] or got["minute24"]
    minute = 30 if got["zhhalf"] else int(minutes or 0)
    if got["half"]:
        hour = hour % 12 + (12 if got["half"].lower().startswith("p") else 0) if 1 <= hour <= 12 else 99
    elif (got["zh"] in {"下午", "晚上", "晚间"} or got["ru_half"] in {"дня", "вечера"}) and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _zone(match: re.Match[str], given: str | None) -> tuple[str | None, tzinfo]:
    got = match.groupdict()
    city = got.get("zhcity") or got["zhafter"] or got["city"] or got["ru"]
    if got["offset"]:
        offset = _offset(got["offset"])
        return (None, offset) if offset.utcoffset(None) else ("UTC", ZoneInfo("UTC"))
    name = got["iana"] or (got["short"] and _SHORT.get(got["short"].upper())) or (city and city_zone(city)) or given
    if name is None or name not in zone_names():
        return None, UTC
    return name, ZoneInfo(name)


def _offset(text: str) -> tzinfo:
    sign = -1 if re.search(r"[-−]", text) else 1
    digits = re.sub(r"\D", "", text)
    hours, minutes = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    return timezone(sign * timedelta(hours=min(hours, 14), minutes=minutes))


def has_zone(when: EventDate) -> bool:
    """Whether the zone of an instant was given, by name or as an offset."""
    return when.at is None or when.zone is not None or bool(when.at.utcoffset())


def in_zone(when: EventDate, zone: str) -> EventDate:
    """An instant without a zone, as that time of day in a zone."""
    if when.at is None:
        return when
    return replace(when, at=when.at.replace(tzinfo=ZoneInfo(zone)), zone=zone)


_NAMED_ZONE = lazy_re(_ZONE)


def zone_in(words: str) -> str | None:
    """The first zone that words name: "CET", "Brussels time"; None if they name none."""
    for match in _NAMED_ZONE.finditer(words):
        got = match.groupdict()
        name = got["iana"] or _SHORT.get(got["short"] or "") or (got["city"] and city_zone(got["city"].split()[-1]))
        if name in zone_names():
            return name
    return None


def place_after(text: str, at: int) -> tuple[str, int] | None:
    """The zone of the place named right after a time, and where its name ends; None if there is none."""
    match = _PLACE.match(text, at)
    if match is None:
        return None
    words = match["place"].split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        whole = count == len(words)
        if (zone := city_zone(name)) and (whole or name.lower() not in _REGIONS):
            return zone, match.end() if whole else match.start("place") + len(name)
    return None


@cache
def zone_names() -> frozenset[str]:
    """All IANA names known on this machine."""
    return frozenset(available_timezones())


@cache
def _cities() -> dict[str, str]:
    parts = (name.rsplit("/", 1) for name in sorted(zone_names()) if "/" in name and not name.startswith(_NO_CITIES))
    return {**{city.replace("_", " ").lower(): f"{area}/{city}" for area, city in parts}, **CITIES, **_REGION}


def city_zone(city: str) -> str | None:
    """The IANA zone of a city or region."""
    words = re.sub(r"\s+(?:local|standard|daylight|summer)$", "", city.strip().lower())
    return _cities().get(words)
