"""Large cities that have no time zone of their own in the tz database or CLDR, by the zone they use.

A name may belong to several zones: there is a Portland in Oregon and one in Maine.
"""

from collections.abc import Iterator

_CITIES = {
    "Asia/Shanghai": (
        "Beijing|Peking|Пекин|北京|Guangzhou|Canton|Гуанчжоу|广州|Shenzhen|Шэньчжэнь|深圳|Chengdu|Чэнду|成都"
        "|Tianjin|Тяньцзинь|天津|Wuhan|Ухань|武汉|Nanjing|Нанкин|南京|Hangzhou|Ханчжоу|杭州|Xi'an|Xian|Сиань|西安"
        "|Chongqing|Чунцин|重庆|Suzhou|Сучжоу|苏州|Qingdao|Циндао|青岛|Dalian|Далянь|大连|Xiamen|Сямынь|厦门"
        "|Harbin|Харбин|哈尔滨|Shenyang|Шэньян|沈阳"
    ),
    "Asia/Tokyo": (
        "Osaka|Осака|大阪|Kyoto|Киото|京都|Yokohama|Иокогама|横滨|Nagoya|Нагоя|名古屋|Sapporo|Саппоро|札幌|Kobe"
        "|Кобе|神户|Fukuoka|Фукуока|福冈|Hiroshima|Хиросима|广岛|Nagasaki|Нагасаки|长崎|Sendai|仙台"
    ),
    "Asia/Seoul": "Busan|Пусан|釜山|Incheon|Инчхон|仁川|Daegu|大邱",
    "Asia/Taipei": "Kaohsiung|Гаосюн|高雄|Taichung|台中",
    "Asia/Kolkata": (
        "Delhi|New Delhi|Дели|Нью-Дели|德里|新德里|Mumbai|Bombay|Мумбаи|孟买|Bangalore|Bengaluru|Бангалор"
        "|班加罗尔|Chennai|Madras|Ченнаи|金奈|Hyderabad|Хайдарабад|海得拉巴|Pune|Пуна|Ahmedabad|Jaipur|Goa|Гоа"
    ),
    "Asia/Karachi": "Islamabad|Исламабад|伊斯兰堡|Lahore|Лахор|拉合尔|Rawalpindi|Hyderabad",
    "Asia/Bangkok": "Hanoi|Ханой|河内|Chiang Mai|Phuket|Пхукет|普吉",
    "Asia/Ho_Chi_Minh": "Da Nang",
    "Asia/Jakarta": "Bandung|Surabaya|泗水",
    "Asia/Makassar": "Bali|Бали|巴厘岛|Denpasar",
    "Asia/Yangon": "Naypyidaw|Нейпьидо|内比都",
    "Asia/Dubai": "Abu Dhabi|Абу-Даби|阿布扎比|Sharjah",
    "Asia/Riyadh": "Jeddah|Jidda|Джидда|吉达|Mecca",
    "Asia/Jerusalem": "Tel Aviv|Тель-Авив|特拉维夫|Haifa|Хайфа|海法",
    "Asia/Tehran": "Isfahan|Исфахан|Mashhad",
    "Asia/Almaty": "Astana|Астана|阿斯塔纳|Nur-Sultan|Нур-Султан",
    "Asia/Yekaterinburg": "Chelyabinsk|Челябинск|Perm|Пермь|Ufa|Уфа|Tyumen|Тюмень",
    "Europe/Moscow": (
        "Saint Petersburg|Sankt-Peterburg|Petersburg|St Petersburg|Санкт-Петербург|Петербург|СПб|Питер|圣彼得堡"
        "|Kazan|Казань|喀山|Sochi|Сочи|索契|Nizhny Novgorod|Нижний Новгород|Rostov-on-Don|Ростов-на-Дону|Voronezh"
        "|Воронеж|Krasnodar|Краснодар|Murmansk|Мурманск|摩尔曼斯克"
    ),
    "Europe/Kyiv": (
        "Kyiv|Kiev|Київ|Kharkiv|Kharkov|Харьков|哈尔科夫|Odesa|Odessa|Одесса|敖德萨|Lviv|Lvov|Львов|利沃夫"
    ),
    "Europe/Istanbul": "Ankara|Анкара|安卡拉|Izmir|Измир|伊兹密尔",
    "Europe/Berlin": (
        "Munich|München|Muenchen|Мюнхен|慕尼黑|Hamburg|Гамбург|汉堡|Frankfurt|Frankfurt am Main|Франкфурт"
        "|Франкфурт-на-Майне|法兰克福|Cologne|Köln|Кёльн|科隆|Stuttgart|Штутгарт|斯图加特|Düsseldorf|Duesseldorf"
        "|Дюссельдорф|杜塞尔多夫|Leipzig|Лейпциг|莱比锡|Dresden|Дрезден|德累斯顿|Bonn|Бонн|波恩|Hanover|Hannover"
        "|Ганновер|Nuremberg|Nürnberg|Нюрнберг|纽伦堡|Bremen|Бремен|Heidelberg"
    ),
    "Europe/Paris": (
        "Lyon|Лион|里昂|Marseille|Марсель|马赛|Toulouse|Тулуза|图卢兹|Strasbourg|Страсбург|斯特拉斯堡|Bordeaux"
        "|Бордо|波尔多|Lille|Лилль|Cannes|Канны|戛纳"
    ),
    "Europe/Zurich": (
        "Geneva|Genève|Женева|日内瓦|Bern|Берн|伯尔尼|Basel|Базель|巴塞尔|Lausanne|Лозанна|洛桑|Davos|Давос|达沃斯"
    ),
    "Europe/Rome": (
        "Milan|Milano|Милан|米兰|Naples|Napoli|Неаполь|那不勒斯|Turin|Torino|Турин|都灵|Florence|Firenze"
        "|Флоренция|佛罗伦萨|Venice|Venezia|Венеция|威尼斯|Bologna|Болонья|Genoa|Генуя|热那亚"
    ),
    "Europe/Madrid": (
        "Barcelona|Барселона|巴塞罗那|Valencia|Валенсия|瓦伦西亚|Seville|Sevilla|Севилья|塞维利亚|Bilbao|Бильбао"
    ),
    "Europe/Lisbon": "Porto|Порту|波尔图",
    "Europe/Amsterdam": "The Hague|Den Haag|Гаага|海牙|Rotterdam|Роттердам|鹿特丹|Utrecht|Eindhoven",
    "Europe/Brussels": "Antwerp|Antwerpen|Антверпен|安特卫普|Ghent|Bruges",
    "Europe/London": (
        "Manchester|Манчестер|曼彻斯特|Birmingham|Бирмингем|伯明翰|Edinburgh|Эдинбург|爱丁堡|Glasgow|Глазго"
        "|格拉斯哥|Liverpool|Ливерпуль|利物浦|Oxford|Оксфорд|牛津|Cambridge|Кембридж|剑桥|Leeds|Лидс|Bristol"
        "|Бристоль|Cardiff|Кардифф|Belfast|Белфаст|Newcastle|Aberdeen|Portsmouth|Richmond"
    ),
    "Europe/Vienna": "Salzburg|Зальцбург|萨尔茨堡|Graz",
    "Europe/Warsaw": "Krakow|Kraków|Cracow|Краков|克拉科夫|Gdansk|Gdańsk|Гданьск|Wroclaw|Вроцлав",
    "Europe/Prague": "Brno|Брно",
    "Europe/Stockholm": "Gothenburg|Göteborg|Гётеборг|哥德堡|Malmo|Malmö",
    "Europe/Oslo": "Bergen|Берген|卑尔根|Trondheim",
    "Europe/Athens": "Thessaloniki|Салоники",
    "America/New_York": (
        "Washington|Washington DC|Вашингтон|华盛顿|Boston|Бостон|波士顿|Philadelphia|Филадельфия|费城|Atlanta"
        "|Атланта|亚特兰大|Miami|Майами|迈阿密|NYC|Baltimore|Балтимор|Pittsburgh|Питтсбург|匹兹堡|Cleveland"
        "|Orlando|Portland|Портленд|波特兰|Cambridge|Кембридж|剑桥|Richmond|Princeton|Portsmouth|Newark"
        "|Manchester|Columbus"
    ),
    "America/Chicago": (
        "Houston|Хьюстон|休斯敦|Dallas|Даллас|达拉斯|Austin|Остин|奥斯汀|San Antonio|New Orleans|Новый Орлеан"
        "|新奥尔良|St Louis|Saint Louis|Minneapolis|Миннеаполис|Nashville|Memphis|Milwaukee|Kansas City"
        "|Birmingham"
    ),
    "America/Denver": "Salt Lake City|Albuquerque|Colorado Springs",
    "America/Los_Angeles": (
        "San Francisco|Сан-Франциско|旧金山|Seattle|Сиэтл|西雅图|San Diego|Сан-Диего|圣迭戈|Las Vegas|Лас-Вегас"
        "|拉斯维加斯|Portland|Портленд|波特兰|San Jose|Сан-Хосе|圣何塞|Sacramento|Oakland|Palo Alto"
        "|Silicon Valley|Pasadena"
    ),
    "America/Costa_Rica": "San José|Сан-Хосе|圣何塞",
    "America/Toronto": "Ottawa|Оттава|渥太华|Montreal|Montréal|Монреаль|蒙特利尔|Quebec|Квебек|魁北克|Hamilton",
    "Atlantic/Bermuda": "Hamilton",
    "America/Edmonton": "Calgary|Калгари|卡尔加里",
    "America/Mexico_City": "Guadalajara|Puebla",
    "America/Sao_Paulo": (
        "Brasilia|Бразилиа|巴西利亚|Rio de Janeiro|Рио-де-Жанейро|里约热内卢|Belo Horizonte|Curitiba"
    ),
    "America/Guayaquil": "Quito|Кито|基多",
    "America/Bogota": "Medellin|Медельин",
    "Australia/Sydney": "Canberra|Канберра|堪培拉|Newcastle",
    "Australia/Brisbane": "Gold Coast|Cairns",
    "Pacific/Auckland": "Wellington|Веллингтон|惠灵顿|Christchurch|Крайстчерч",
    "Africa/Johannesburg": "Cape Town|Кейптаун|开普敦|Pretoria|Претория|比勒陀利亚|Durban|Дурбан",
    "Africa/Lagos": "Abuja|Абуджа|阿布贾",
    "Africa/Cairo": "Alexandria|Александрия|亚历山大",
    "Africa/Casablanca": "Rabat|Рабат|拉巴特|Marrakesh|Marrakech|Марракеш",
    "Africa/Dar_es_Salaam": "Dodoma|Додома",
}


def cities() -> Iterator[tuple[str, str]]:
    """City names in all spellings, with their zones."""
    for zone, names in _CITIES.items():
        for name in names.split("|"):
            yield name, zone
