"""Names of time zones in each language: finds zones by city or country, corrects typing errors, and shows a zone."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global

from bot.languages.catalogs import LANGUAGES, locale
from bot.languages.cities import cities

_MOST = 6
_CLOSE = 0.75  # difflib's measure of likeness
_CLOSE_IF_LONG, _LONG = 0.82, 6  # of names with so many letters: "Atlantis" is no Atlanta
_SHORTEST = 3  # letters of a beginning
_LARGE = frozenset(  # where most people of a country with many zones live
    {
        *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto"),
        *("America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax", "America/Mexico_City"),
        *("America/Tijuana", "America/Sao_Paulo", "America/Manaus", "America/Argentina/Buenos_Aires"),
        *("America/Santiago", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok"),
        *("Europe/Kaliningrad", "Asia/Krasnoyarsk", "Asia/Almaty", "Asia/Shanghai", "Asia/Jakarta", "Asia/Makassar"),
        *("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth", "Australia/Adelaide"),
        *("Europe/Lisbon", "Europe/Madrid", "Europe/Berlin", "Europe/Kyiv", "Pacific/Auckland", "Africa/Kinshasa"),
    }
)

_RUSSIAN_ADJECTIVE = re.compile(r"(?P<base>\w+?)[йь]?ск(?:ому|ое|ого)")
_CYRILLIC = re.compile("[а-я]")
_LOCAL = frozenset(("местному", "нашему", "моему", "местное", "наше", "мое"))


def zones_like(words: str) -> tuple[str, ...]:
    """Zones, by IANA name, of cities and countries that match words, best first; at most six.

    Exact matches come before prefixes, and those before likely typos.
    """
    wanted, names = _key(words), _names()
    begun = sorted(name for name in names if name.startswith(wanted)) if len(wanted) >= _SHORTEST else []
    close = () if wanted in names or begun else _near(wanted, names)
    found = [zone for name in (wanted, *begun, *close) for zone in names.get(name, ())]
    return tuple(dict.fromkeys(found))[:_MOST]


def _near(wanted: str, names: Iterable[str]) -> list[str]:
    """The names of which a word is a likely typo, best first."""
    cutoff = _CLOSE if len(wanted) < _LONG else _CLOSE_IF_LONG
    return get_close_matches(wanted, list(names), n=_MOST, cutoff=cutoff)


def nearly_zone(word: str) -> str:
    """The zone of a city that a capitalised word is a likely typo of: "Londn"; "" for none."""
    if _key(word) in _names() or not word[:1].isupper() or word.isupper() or len(word) <= _SHORTEST:
        return ""
    known = {_key(city): zone for city, zone in _cities()}
    near = [name for name in known if name.startswith(_key(word))]
    near = near or get_close_matches(_key(word), known, n=1, cutoff=_CLOSE)
    return _usual(known[near[0]]) if near else ""


def zones_called(name: str) -> tuple[str, ...]:
    """Zones of the city or country with exactly this name in any language, the usual one first; at most six."""
    older = _usual(name.title())  # Turkey, Japan and some others have been names of zones
    return _names().get(_key(name), (older,) if "/" in older.removeprefix("Etc/") and "/" not in name else ())[:_MOST]


def zone_called(name: str) -> str | None:
    """The zone of the city with exactly this name in any language; None for other words and countries."""
    zones = _by_city().get(_key(name), ())
    return zones[0] if len(zones) == 1 else None


def parse_spoken_zone(words: Sequence[str]) -> tuple[str, int] | None:
    """The zone named by the first words in Russian or Chinese ("по Берлину", "上海时间"), and their number.

    "" is the local zone ("по местному времени"); None if there is no zone.
    """
    spoken = [_small(word.strip(".,;:!")) for word in words[:4]]
    start = 1 if spoken[:1] == ["по"] else 0
    for count in (2, 1) if len(spoken) > start + 1 else (1,):
        name, after = " ".join(spoken[start : start + count]), spoken[start + count : start + count + 1]
        timed = after in (["времени"], ["время"])
        zone = "" if name in _LOCAL and timed else _russian_zone(name) if name and (start or timed) else None
        if zone is not None:
            return zone, start + count + timed
    if spoken[start : start + 1] == ["мск"]:
        return "Europe/Moscow", start + 1
    chinese = _names().get(spoken[0].removesuffix("时间"), ()) if spoken and spoken[0].endswith("时间") else ()
    return (chinese[0], 1) if chinese else None


def _russian_zone(name: str) -> str | None:
    adjective = _RUSSIAN_ADJECTIVE.fullmatch(name)
    forms = (f"{adjective['base']}ск",) if adjective else (name, name[:-1]) if name[-1:] in "уюеи" else (name,)
    return next((_russian_stems()[form] for form in forms if form in _russian_stems()), None)


@cache
def _russian_stems() -> dict[str, str]:
    """Zones by the stem of a city's name and of its adjective; indeclinable names are kept whole."""
    known = Locale.parse("ru").time_zones.items()
    filed = [(str(of["city"]), _usual(zone)) for zone, of in known if "city" in of]
    stems = {"московск": "Europe/Moscow", "пражск": "Europe/Prague", "гринвич": "UTC"}
    several = {_small(name) for name, _ in cities() if len(_by_city()[_key(name)]) > 1}
    for name, zone in (*cities(), *sorted(filed, key=lambda each: each[1] not in _LARGE)):
        city = _small(name)
        if city in several or not _CYRILLIC.match(city):
            continue
        stems.setdefault(city if city[-1] in "иоуеэ" else city.rstrip("аяйь"), zone)
        stems.setdefault(f"{city.rstrip('аяйьоеы')}ск", zone)
    return stems


def _small(word: str) -> str:
    return word.casefold().replace("ё", "е").replace("-", " ")


def city_of(zone: str) -> str:
    """A zone's city in the current language: "Lisbon" for Europe/Lisbon."""
    cities = locale().time_zones
    known = cities.get(zone) or cities.get(_older().get(zone, ""), {})
    return str(known.get("city", zone.rpartition("/")[2].replace("_", " ")))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    for name, zone in (*_cities(), *_countries()):
        names.setdefault(_key(name), {})[_usual(zone)] = None
    return {name: tuple(sorted(zones, key=lambda zone: zone not in _LARGE)) for name, zones in names.items()}


@cache
def _by_city() -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    for name, zone in _cities():
        names.setdefault(_key(name), {})[_usual(zone)] = None
    return {name: tuple(zones) for name, zones in names.items()}


def _cities() -> Iterator[tuple[str, str]]:
    yield from cities()
    for zone in _of_places():
        yield zone.rpartition("/")[2].replace("_", " "), zone
    for tag in LANGUAGES:
        for zone, known in Locale.parse(tag).time_zones.items():
            if "city" in known:
                yield known["city"], zone


def _countries() -> Iterator[tuple[str, str]]:
    zones = get_global("territory_zones")
    for tag in LANGUAGES:
        for territory, name in Locale.parse(tag).territories.items():
            for zone in zones.get(territory, ()):
                yield name, zone


@cache
def _of_places() -> frozenset[str]:
    """Zones that the tz database lists by country, under their current names."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    return frozenset(line.split("\t")[2] for line in table.splitlines() if not line.startswith("#"))


@cache
def _older() -> dict[str, str]:
    """The older name that CLDR uses for a zone, by the current one."""
    return {new: old for old, new in get_global("zone_aliases").items()}


def _usual(zone: str) -> str:
    return str(get_global("zone_aliases").get(zone, zone))


def _key(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold().replace("’", "'").replace("-", " ").replace(".", ""))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
