"""Names known without context: countries in three languages, capitals, regions, common organisations."""

import re
from functools import cache

from babel import Locale

_NO_PLACES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # codes of CLDR for unions and for tests
_ADDED = re.compile(r" SAR China$|\s*[(（].*| - .*")  # Congo - Kinshasa, Myanmar (Burma)
_SHORTENED = {"&": "and", "St.": "Saint", "о-в": "остров", "о-ва": "острова", "Св.": "Святой"}
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
    "Viet Nam": "Vietnam", "Lao People's Democratic Republic": "Laos", "Syrian Arab Republic": "Syria",
    "Brunei Darussalam": "Brunei", "Cabo Verde": "Cape Verde", "Macao": "Macau", "Palestine": "Palestine",
    "Côte d'Ivoire": "Ivory Coast", "Côte d’Ivoire": "Ivory Coast", "Holy See": "Vatican", "Vatican City": "Vatican",
    "Sao Tome and Principe": "São Tomé and Príncipe", "Falklands": "Falkland Islands",
    "Saint Vincent and the Grenadines": "Saint Vincent and Grenadines",
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
Antarctica|Greenland|Okinawa|Hiroshima|Osaka|Nevada|Arizona|Oregon|Colorado|Utah|
Idaho|Montana|Wyoming|New Mexico|Nebraska|Kansas|Oklahoma|Minnesota|Iowa|Missouri|Arkansas|Louisiana|Wisconsin|Illinois|
Indiana|Michigan|Ohio|Kentucky|Tennessee|Mississippi|Alabama|Massachusetts|Connecticut|Rhode Island|New Hampshire|
Vermont|Maine|New Jersey|Pennsylvania|Delaware|Maryland|West Virginia|North Carolina|South Carolina|
North Dakota|South Dakota|
Las Vegas|Oakland|Sacramento|San Diego|San José|San Jose|Portland|Denver|Phoenix|Detroit|Minneapolis|Indianapolis|
Cleveland|Pittsburgh|Baltimore|New Orleans|Nashville|Salt Lake City|St. Louis|Kansas City|Anchorage|Honolulu|Quebec|
Ontario|British Columbia|Alberta|Manitoba|Vancouver|Calgary|Winnipeg|Manchester|Liverpool|Leeds|
Bristol|Sheffield|Glasgow|
Cardiff|Belfast|Amazonas|Munich|Frankfurt|Hamburg|Milan|Venice|Barcelona|Sahel|Levant|Gulf|Scandinavia
"""
_ORGANISATIONS = """
NATO|EU|UN|U.N.|E.U.|WHO|WTO|IMF|OPEC|ASEAN|BRICS|European Union|United Nations|World Bank|Kremlin|White House|Pentagon|
State Department|Xinhua|Reuters|Bloomberg|TASS|AFP|BBC|CNN|CGTN|Associated Press|Al Jazeera|New York Times|
Washington Post|Financial Times|Wall Street Journal|Global Times|People’s Daily|Truth Social|Twitter|Facebook|Telegram|
WeChat|Weibo|Google|Apple|Microsoft|Amazon|Meta|Nvidia|Huawei|TikTok|ByteDance|Alibaba|Tencent|Boeing|Airbus|Tesla|Gazprom|
Rosneft|Hamas|Hezbollah|Taliban|Houthis|Islamic State|Red Cross|Greenpeace|Politburo|Bundestag|Duma|Knesset|Fed|
Interpol|ONU|OTAN|FMI|OMS|UE|OMC|UNO|EZB|SPD|CDU|CSU|FDP|AfD|CGT|CFDT|OECD|OCDE|ECB|FBI|CIA|NASA|ESA|IAEA|FAO|UNICEF|UNESCO|ILO|
UNHCR|G7|G20|EPA|FDA|SEC|FTC|NHS|ITV|ZDF|ARD|NDR|WDR|BR|SWR|ORF|SNCF|EDF|RTE|CNRS|AP|NBC|CBS|ABC|PBS|MI5|MI6|KGB|FSB|
IPCC|IEA|IMO|ICC|ICJ|OSCE|WTO|WHO|WWF|FIFA|UEFA|IOC|NBA|NFL|BMW|SAP|IBM|HSBC|UBS|ADAC|DGB|BKA|LKA|BND|THW|DRK
"""
_FOREIGN = {
    "fr": """
Londres|Moscou|Pékin|Bruxelles|Genève|Vienne|Varsovie|Rome|Athènes|Lisbonne|Le Caire|Téhéran|Bagdad|Damas|Jérusalem|
Séoul|Washington|Barcelone|Bordeaux|Lyon|Marseille|Lille|Toulouse|Nantes|Nice|Strasbourg|Montpellier|Rennes|Grenoble|
Québec|Montréal|Alger|Rabat|Tunis|Europe|Afrique|Asie|Amérique|Royaume-Uni|Etats-Unis|États-Unis|Ile-de-France|
Île-de-France|Bretagne|Normandie|Alsace|Corse|Proche-Orient|Moyen-Orient|Katmandou|Crimée|Donbass|Catalogne|
Saint-Denis|France|Allemagne|Italie|Espagne|Portugal|Belgique|Suisse|Autriche|Pays-Bas|Luxembourg|Danemark|Suède|
Norvège|Finlande|Islande|Irlande|Angleterre|Écosse|Grande-Bretagne|Pologne|Hongrie|Roumanie|Bulgarie|Grèce|Turquie|
Serbie|Croatie|Slovénie|Slovaquie|Ukraine|Russie|Biélorussie|Géorgie|Arménie|Azerbaïdjan|Kazakhstan|Chine|Japon|Inde|
Pakistan|Afghanistan|Iran|Irak|Syrie|Liban|Israël|Palestine|Gaza|Cisjordanie|Jordanie|Arabie saoudite|
Émirats arabes unis|Qatar|Yémen|Égypte|Libye|Tunisie|Algérie|Maroc|Mali|Niger|Tchad|Sénégal|Côte d'Ivoire|
Côte d’Ivoire|Cameroun|Congo|Rwanda|Kenya|Éthiopie|Soudan|Nigeria|Afrique du Sud|Canada|Mexique|Brésil|Argentine|
Chili|Colombie|Venezuela|Pérou|Cuba|Haïti|Australie|Nouvelle-Zélande|Indonésie|Viêt Nam|Vietnam|Thaïlande|Philippines|
Birmanie|Corée du Nord|Corée du Sud|Taïwan|Taiwan|Népal
""",
    "de": """
Moskau|Peking|Brüssel|Genf|Wien|Warschau|Rom|Mailand|München|Köln|Hamburg|Frankfurt|Stuttgart|Düsseldorf|Dresden|
Leipzig|Hannover|Bremen|Nürnberg|Bonn|Mainz|Potsdam|Magdeburg|Erfurt|Zürich|Basel|Bern|Luzern|Graz|Linz|Salzburg|
Innsbruck|Athen|Lissabon|Kairo|Teheran|Jerusalem|Kiew|Krim|Riad|Europa|Afrika|Asien|Amerika|Nordamerika|Südamerika|
Hessen|Bayern|Sachsen|Thüringen|Brandenburg|Niedersachsen|Schleswig-Holstein|Nordrhein-Westfalen|Baden-Württemberg|
Rheinland-Pfalz|Sachsen-Anhalt|Mecklenburg-Vorpommern|Saarland|Tirol|Kärnten|Steiermark|Großbritannien|USA|Dagestan|
Nahost|Grönland|Deutschland|Österreich|Schweiz|Frankreich|Italien|Spanien|Portugal|Belgien|Niederlande|Luxemburg|
Dänemark|Schweden|Norwegen|Finnland|Island|Irland|England|Schottland|Polen|Tschechien|Ungarn|Rumänien|Bulgarien|
Griechenland|Türkei|Serbien|Kroatien|Slowenien|Slowakei|Ukraine|Russland|Belarus|Georgien|Armenien|Aserbaidschan|
Kasachstan|China|Japan|Indien|Pakistan|Afghanistan|Iran|Irak|Syrien|Libanon|Israel|Palästina|Gaza|Westjordanland|
Jordanien|Saudi-Arabien|Katar|Jemen|Ägypten|Libyen|Tunesien|Algerien|Marokko|Mali|Niger|Tschad|Senegal|Kamerun|Kongo|
Ruanda|Kenia|Äthiopien|Sudan|Nigeria|Südafrika|Kanada|Mexiko|Brasilien|Argentinien|Chile|Kolumbien|Venezuela|Peru|
Kuba|Haiti|Australien|Neuseeland|Indonesien|Vietnam|Thailand|Philippinen|Nordkorea|Südkorea|Taiwan|Nepal|
Vereinigte Staaten|Vereinigtes Königreich
""",
}
_RUSSIAN_PLACES = (
    "Россия|РФ|США|КНР|КНДР|ОАЭ|СССР|Соединённые Штаты|Великобритания|Британия|Америка|Европа|Азия|Африка|Москва|Пекин|"
    "Вашингтон|Киев|Лондон|Париж|Берлин|Токио|Сеул|Пхеньян|Брюссель|Женева|Вена|Минск|Тегеран|Анкара|Стамбул|Дели|Дубай|"
    "Абу-Даби|Санкт-Петербург|Петербург|Крым|Донбасс|Сибирь|Шанхай|Гонконг|Тайбэй|Нью-Йорк|Ближний Восток|Южная Корея|"
    "Северная Корея|Российская Федерация|Соединённое Королевство|Молдавия|Южная Африка|ЮАР|Бермуды|Сейшелы|"
    "Антарктика|Палестина|Варшава|Прага|Рим|Мадрид|Астана|Ташкент|Баку|Ереван|Тбилиси|Евросоюз"
)
_RUSSIAN_ORGANISATIONS = (
    "Кремль|Евросоюз|Белый дом|Пентагон|Госдеп|Госдума|Синьхуа|Интерфакс|Коммерсантъ|Газпром|Роснефть|Росатом|"
    "Минобороны|Минфин|Центробанк|Совбез|Политбюро|Рейтер|Блумберг"
)
_CHINESE_PLACES = (
    "美国|中国|俄罗斯|英国|法国|德国|日本|韩国|朝鲜|印度|乌克兰|伊朗|以色列|欧洲|亚洲|非洲|中东|台湾|香港|澳门|新疆|西藏|"
    "北京|上海|广州|深圳|武汉|莫斯科|华盛顿|伦敦|巴黎|柏林|东京|首尔|平壤|基辅|日内瓦|布鲁塞尔|纽约|釜山|新德里|德黑兰|"
    "阿联酋|孟加拉|巴勒斯坦|密克罗尼西亚"
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
    """English place names, each with the canonical name."""
    return {name: name for name in (*_listed(_PLACES), *_countries("en"))} | _ALIASES


@cache
def foreign_places(language: str) -> dict[str, str]:
    """Place names of a French or German text, each with the canonical name."""
    return {name: name for name in (*_listed(_PLACES), *_listed(_FOREIGN[language]))}


@cache
def organisations() -> frozenset[str]:
    """Organisations that English texts name without explanation."""
    return frozenset(_listed(_ORGANISATIONS))


@cache
def russian() -> tuple[dict[str, str], dict[str, str]]:
    """Places and organisations by the stems of their Russian names."""
    names = [*_listed(_RUSSIAN_PLACES), *_countries("ru")]
    return _by_stem(names), _by_stem(_listed(_RUSSIAN_ORGANISATIONS))


@cache
def chinese() -> tuple[frozenset[str], frozenset[str]]:
    """Places and organisations by their Chinese names."""
    return frozenset([*_listed(_CHINESE_PLACES), *_countries("zh")]), frozenset(_listed(_CHINESE_ORGANISATIONS))


def _by_stem(names: list[str]) -> dict[str, str]:
    return {stems(name): name for name in reversed(names)}


def stems(name: str) -> str:
    """A name without case, full stops and Russian endings, so that its inflected forms match.

    Search stems won't do: they would cut the "ов" of a surname in only one of its cases.
    """
    return " ".join(_ENDING.sub("", word) for word in name.casefold().replace("ё", "е").replace(".", " ").split())


def _countries(language: str) -> list[str]:
    """CLDR names of countries and territories in a language, without CLDR's disambiguating additions."""
    told = Locale(language).territories
    return [
        _spelt_out(_ADDED.sub("", name)) for code, name in told.items() if len(code) == 2 and code not in _NO_PLACES
    ]


def _spelt_out(name: str) -> str:
    words = " ".join(_SHORTENED.get(word, word) for word in name.split())
    return words[0].upper() + words[1:]


def _listed(names: str) -> list[str]:
    return names.replace("\n", "").strip("|").split("|")
