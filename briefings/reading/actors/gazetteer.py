"""Names known without context: countries in three languages, capitals, regions, common organisations."""

import gettext
import re
from functools import cache

import pycountry

_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:ого|ому|ими|ыми|ей|ой|ем|ом|ым|им|ых|их|ий|ый|(?<=[внкшжщ])ая|яя|ую|ое|ее|ые|ие|[аеиоуыьюяй])$"
)
_ALIASES = {
    "US": "United States", "U.S.": "United States", "USA": "United States", "U.S.A.": "United States",
    "America": "United States", "United States of America": "United States", "UK": "United Kingdom",
    "U.K.": "United Kingdom", "Britain": "United Kingdom", "Great Britain": "United Kingdom", "England": "England",
    "PRC": "China", "People’s Republic of China": "China", "People's Republic of China": "China",
    "Russian Federation": "Russia", "Russia": "Russia", "Turkey": "Turkey", "Türkiye": "Turkey", "UAE": "UAE",
    "DPRK": "North Korea", "ROK": "South Korea", "Korea": "Korea", "Syria": "Syria", "Laos": "Laos",
    "Czech Republic": "Czechia", "Burma": "Myanmar", "Ivory Coast": "Ivory Coast", "Soviet Union": "Soviet Union",
    "USSR": "Soviet Union", "Kosovo": "Kosovo", "Scotland": "Scotland", "Wales": "Wales", "Vatican": "Vatican",
    "Washington, D.C.": "Washington", "Washington DC": "Washington", "Kiev": "Kyiv", "Peking": "Beijing",
}  # fmt: skip
_PLACES = """
Beijing|Washington|Moscow|London|Paris|Berlin|Tokyo|Seoul|Pyongyang|Taipei|New Delhi|Delhi|Mumbai|Islamabad|Kabul|
Tehran|Baghdad|Damascus|Jerusalem|Tel Aviv|Gaza|West Bank|Cairo|Riyadh|Doha|Abu Dhabi|Dubai|Ankara|Istanbul|Athens|
Rome|Madrid|Lisbon|Brussels|The Hague|Amsterdam|Geneva|Zurich|Bern|Davos|Vienna|Prague|Warsaw|Budapest|Bucharest|Sofia|
Belgrade|Kyiv|Kharkiv|Odesa|Crimea|Donbas|Donetsk|Luhansk|Minsk|Vilnius|Riga|Tallinn|Helsinki|Stockholm|Oslo|Bergen|
Copenhagen|Reykjavik|Dublin|Edinburgh|Ottawa|Toronto|Montreal|New York|Los Angeles|San Francisco|Chicago|Boston|Texas|
California|Florida|Alaska|Hawaii|Guam|Mexico City|Havana|Caracas|Bogotá|Lima|Santiago|Buenos Aires|Brasília|Brasilia|
São Paulo|Nairobi|Addis Ababa|Khartoum|Tripoli|Tunis|Algiers|Rabat|Lagos|Abuja|Accra|Dakar|Kinshasa|Pretoria|
Johannesburg|Cape Town|Canberra|Sydney|Melbourne|Wellington|Auckland|Jakarta|Manila|Hanoi|Bangkok|Kuala Lumpur|
Singapore|Phnom Penh|Yangon|Dhaka|Colombo|Kathmandu|Ulaanbaatar|Astana|Tashkent|Bishkek|Dushanbe|Baku|Tbilisi|Yerevan|
Shanghai|Hong Kong|Macau|Shenzhen|Guangzhou|Wuhan|Chengdu|Chongqing|Tianjin|Xinjiang|Tibet|Busan|Vladivostok|
St. Petersburg|Saint Petersburg|Kaliningrad|Siberia|Europe|Asia|Africa|Latin America|South America|North America|
Central Asia|Southeast Asia|South Asia|East Asia|Middle East|Indo-Pacific|Asia-Pacific|Eurasia|Balkans|Caucasus|Arctic|
Antarctica|Greenland|Okinawa|Hiroshima|Osaka|Munich|Frankfurt|Hamburg|Milan|Venice|Barcelona|Sahel|Levant|Gulf|Scandinavia
"""
_ORGANISATIONS = """
NATO|EU|UN|U.N.|E.U.|WHO|WTO|IMF|OPEC|ASEAN|BRICS|European Union|United Nations|World Bank|Kremlin|White House|Pentagon|
State Department|Xinhua|Reuters|Bloomberg|TASS|AFP|BBC|CNN|CGTN|Associated Press|Al Jazeera|New York Times|
Washington Post|Financial Times|Wall Street Journal|Global Times|People’s Daily|Truth Social|Twitter|Facebook|Telegram|
WeChat|Weibo|Google|Apple|Microsoft|Amazon|Meta|Nvidia|Huawei|TikTok|ByteDance|Alibaba|Tencent|Boeing|Airbus|Tesla|Gazprom|
Rosneft|Hamas|Hezbollah|Taliban|Houthis|Islamic State|Red Cross|Greenpeace|Politburo|Bundestag|Duma|Knesset|Fed|Interpol
"""
_RUSSIAN_PLACES = (
    "Россия|РФ|США|КНР|КНДР|ОАЭ|СССР|Соединённые Штаты|Великобритания|Британия|Америка|Европа|Азия|Африка|Москва|Пекин|"
    "Вашингтон|Киев|Лондон|Париж|Берлин|Токио|Сеул|Пхеньян|Брюссель|Женева|Вена|Минск|Тегеран|Анкара|Стамбул|Дели|Дубай|"
    "Абу-Даби|Санкт-Петербург|Петербург|Крым|Донбасс|Сибирь|Шанхай|Гонконг|Тайбэй|Нью-Йорк|Ближний Восток|Южная Корея|"
    "Северная Корея|Варшава|Прага|Рим|Мадрид|Астана|Ташкент|Баку|Ереван|Тбилиси|Евросоюз"
)
_RUSSIAN_ORGANISATIONS = (
    "Кремль|Евросоюз|Белый дом|Пентагон|Госдеп|Госдума|Синьхуа|Интерфакс|Коммерсантъ|Газпром|Роснефть|Росатом|"
    "Минобороны|Минфин|Центробанк|Совбез|Политбюро|Рейтер|Блумберг"
)
_CHINESE_PLACES = (
    "美国|中国|俄罗斯|英国|法国|德国|日本|韩国|朝鲜|印度|乌克兰|伊朗|以色列|欧洲|亚洲|非洲|中东|台湾|香港|澳门|新疆|西藏|"
    "北京|上海|广州|深圳|武汉|莫斯科|华盛顿|伦敦|巴黎|柏林|东京|首尔|平壤|基辅|日内瓦|布鲁塞尔|纽约|釜山|新德里|德黑兰"
)
_CHINESE_ORGANISATIONS = (
    "新华社|联合国|欧盟|北约|东盟|世卫组织|世界卫生组织|世贸组织|白宫|克里姆林宫|五角大楼|外交部|商务部|国防部|财政部|国务院|"
    "中共中央|政治局|全国人大|美联储|路透社|塔斯社|彭博社|法新社|人民日报|环球时报|华为|国际货币基金组织|世界银行"
)
CHINESE_LEADERS = (
    "特朗普|普京|拜登|泽连斯基|马克龙|朔尔茨|默茨|斯塔默|莫迪|石破茂|高市早苗|李在明|金正恩|内塔尼亚胡|埃尔多安|拉夫罗夫|鲁比奥|布林肯|"
    "佩斯科夫|冯德莱恩|古特雷斯|卢卡申科|万斯|贝森特|习近平|李强|王毅|李克强|毛宁|林剑|郭嘉昆"
)


@cache
def places() -> dict[str, str]:
    """English names of places, each with the one under which it is kept."""
    countries = {name: _short(country) for country in pycountry.countries for name in _names(country)}
    return {name: name for name in _listed(_PLACES)} | countries | _ALIASES


@cache
def organisations() -> frozenset[str]:
    """Organisations that English texts name without explaining them."""
    return frozenset(_listed(_ORGANISATIONS))


@cache
def russian() -> tuple[dict[str, str], dict[str, str]]:
    """Places and organisations by the stems of their Russian names."""
    names = [*_listed(_RUSSIAN_PLACES), *_translated("ru")]
    return _by_stem(names), _by_stem(_listed(_RUSSIAN_ORGANISATIONS))


@cache
def chinese() -> tuple[frozenset[str], frozenset[str]]:
    """Places and organisations as Chinese writes them."""
    return frozenset([*_listed(_CHINESE_PLACES), *_translated("zh_CN")]), frozenset(_listed(_CHINESE_ORGANISATIONS))


def _by_stem(names: list[str]) -> dict[str, str]:
    return {stems(name): name for name in reversed(names)}


def stems(name: str) -> str:
    """A name without case, stops and the endings of Russian words, by which its forms are told to be one.

    Stems for searching would cut the "ов" of a surname in one of its cases alone.
    """
    return " ".join(_ENDING.sub("", word) for word in name.casefold().replace("ё", "е").replace(".", " ").split())


def _translated(language: str) -> list[str]:
    try:
        told = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language])
    except FileNotFoundError:
        return []
    names = (told.gettext(name) for country in pycountry.countries for name in _names(country))
    return [name for name in names if not name.isascii() and 1 < len(name) < 25]


def _names(country: object) -> list[str]:
    given = (getattr(country, name, "") for name in ("common_name", "name"))
    return [name for name in given if name and "," not in name]


def _short(country: object) -> str:
    return min(_names(country) or [getattr(country, "name", "")], key=len)


def _listed(names: str) -> list[str]:
    return names.replace("\n", "").strip("|").split("|")
