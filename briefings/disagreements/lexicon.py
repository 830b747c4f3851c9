"""Words that claims are compared by: synonyms and opposites in three languages, and words that say little."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from babel import Locale

from briefings.text.terms import is_function, terms

# Words that say nothing of what is claimed: plans, officials, positions in front of names.
_LIGHT = """
be set due amount receive receives received consist consists comprise comprises plan planned plans schedule
scheduled take takes took place expect expected official officials say said says tell told according currently now
still already yet new newly recently also both two pair will would shall monday tuesday wednesday thursday friday
saturday sunday day week month year date early late mid middle mr mrs ms dr professor sir lady total altogether
overall reach stand come see make do have get around about approximately nearly almost roughly some over more than
least most up to under fewer less only just exactly go goes went
people person persons men women man woman human life lives
million billion thousand hundred trillion mn bn percent per cent euro euros dollar dollars pound pounds yuan report
reported reports figure figures number spokesman spokeswoman statement announce announced announcement confirm
confirmed note noted add added state stated its his her their our this that these those it he she they whole entire
spring summer autumn winter quarter half next last coming following previous then there here finally held hold host
быть будет будут был была были стало составил составила составило составили запланировать запланирован запланирована
намечен намечена намечено назначить назначен назначена назначено планируется ожидается год года году январь февраль
март апрель май июнь июль август сентябрь октябрь ноябрь декабрь понедельник вторник среда четверг пятница суббота
воскресенье сообщил сообщила сообщили заявил заявила заявили словам данным человек людей человека тысяча тысяч млн
млрд миллион миллионов миллиард процент процентов рублей долларов евро юаней пройти пройдёт пройдет состоится
пройдут прошёл прошли состоялся состоялись около примерно почти более менее новый новая новое срок принять принимать
precede precedes preceded follow follows followed предшествует предшествовали предшествовало следует последует
достиг достигла достигло достигли достигнет составляет составят равен равна равно превысил превысила насчитывает
сейчас теперь уже ещё по величине время дня
"""
_TITLES = """
president premier prime minister chancellor secretary king queen mayor governor ambassador general admiral senator
commissioner chairman chairwoman director chief judge ministers leader spokesman spokeswoman президент премьер
министр господин посол генерал губернатор мэр глава директор
"""
_SCOPE = """
part parts section stage phase half first second third core headline urban rural youth young male female northern
southern eastern western north south east west domestic foreign monthly weekly daily annual annually average net
gross real nominal operating interim provisional preliminary final partial partly fully permanent temporary other
another again additional extra further upper lower outer inner old former previous alone remaining rest main minor
local national regional global worldwide civil military private public commercial passenger freight adult child
children women men household business small large medium day night morning evening return single joint draft revised
estimated potential per capita each every some several many часть частично первый второй третий средний базовый
городской сельский молодёжь северный южный восточный западный ещё повторный внутренний внешний другой основной этап
очередь
"""
_RECURRING_BODIES = frozenset(
    terms("council committee board cabinet club parliament assembly commission group panel senate jury")
)
_MEETS = frozenset(terms("meet meets met meeting sit sits hold holds convene convenes session"))
# Acts that the same people repeat, so that another day may be another time.
_REPEATED = frozenset(
    terms(
        "visit visited travel travelled trip meet met meeting speak spoke call called talk talked attack attacked "
        "strike "
        "cut lower lowered reduce reduced hike hiked inspect inspected inspection "
        "deliver delivered pay paid payment warn warned warning appear appeared "
        "perform performed dock docked "
        "sail sailed fly flew arrive arrived leave left update updated cross crossed speech briefing raise raised "
        "sell sold win won lose lost "
        "publish published report interview test launch fire storm flood storms shell raid hit land play match game "
        "посетить посетил встретиться встретился встретились встреча поговорил визит обстрел удар "
    )
)
# Acts of bodies that do them again and again, each time with another number.
_COUNTED_OFTEN = frozenset(
    terms(
        "arrest arrested detain detained find found sentence sentenced seize seized rescue rescued sell sold "
        "shoot shot kidnap "
    )
)
_UNIQUE_AGENTS = frozenset(
    terms(
        "lead leads led head heads headed chair chairs chaired chairman chiefexecutive ceo elect elected appoint "
        "appointed win won "
        "winner build built design designed write wrote written author found founded founder invent invented "
        "discover discovered own owns "
        "owned owner succeed succeeded replace replaced nominate nominated sign signed negotiate open opened host "
        "hosts hosted command "
        "commands minister premier chancellor mayor governor secretary captain director leader spokesman "
        "ambassador president editor mediator mediate mediates sponsor sponsored fund funded "
        "finance financed buy bought acquire acquired sell sold kill killed propose proposed draft drafted "
        "release released supply supplied "
        "возглавить возглавит возглавил возглавляет руководит глава директор избран назначен выиграл построил "
        "основал подписал подписать "
        "является председатель "
    )
)
_CHINESE_AGENTS = (
    "主持",
    "率领",
    "带领",
    "担任",
    "当选",
    "负责",
    "赢得",
    "中标",
    "承建",
    "任命",
    "创办",
    "签署",
    "率团",
    "出任",
    "收购",
)
_REGIONS = (
    "Saxony|Bavaria|Hesse|Brandenburg|Scotland|Wales|England|Catalonia|Andalusia|Brittany|Normandy|Sicily|Sardinia|Lombardy|"
    "Tuscany|Crimea|Siberia|Donbas|Tibet|Xinjiang|Guangdong|Sichuan|Texas|California|Florida|Alaska|Hawaii|Virginia|Ohio|"
    "Ontario|Quebec|Alberta|Punjab|Sindh|Bengal|Kerala|Gujarat|Kashmir|Kurdistan|Scandinavia|Balkans|Caucasus|Middle "
    "East "
)
_CHINESE_REGIONS = """
河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾
内蒙古 广西 西藏 宁夏 新疆 华北 华东 华南 华中 东北 西北 西南 欧洲 亚洲 非洲 中东 东南亚 中亚 北欧
东欧 西欧 南欧 南美 北美
拉美 长三角 珠三角
"""
_REGION_WORDS = frozenset(terms("province region county district oblast область края край республика округ район"))
Family = tuple[int, int]  # line and side


@lru_cache(maxsize=1)
def families() -> Mapping[str, frozenset[Family]]:
    """The families of each stem: the number of a line and 0 for its words, 1 for their opposites."""
    found: dict[str, set[Family]] = defaultdict(set)
    for number, line in enumerate(_lines()):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                found[_stem(word)].add((number, side))
    return {word: frozenset(known) for word, known in found.items()}


@lru_cache(maxsize=1)
def _lines() -> list[str]:
    """The families, one a line."""
    lines = Path(__file__).with_name("families.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _stem(word: str) -> str:
    if "\u4e00" <= word[0] <= "\u9fff":
        return word
    return "".join(terms(word.replace("-", "")))


@lru_cache(maxsize=1)
def chinese_words() -> tuple[str, ...]:
    """The Chinese words of the families, the longest first."""
    known = {word for word in families() if "\u4e00" <= word[0] <= "\u9fff"}
    return tuple(sorted(known, key=lambda word: (-len(word), word)))  # the same in each process


@lru_cache(maxsize=1)
def light() -> frozenset[str]:
    """Stems that say nothing of what is claimed."""
    return frozenset(terms(_LIGHT))


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Stems of titles and offices."""
    return frozenset(terms(_TITLES))


def is_small(word: str) -> bool:
    """Whether a stem says little of a name: a title, or a light word."""
    return word in light() or word in titles()


@lru_cache(maxsize=1)
def scope() -> frozenset[str]:
    """Stems that narrow or widen what a claim is about."""
    return frozenset(terms(_SCOPE))


_NO_SCOPE = frozenset(terms("former retired acting current old new small large medium average"))


def is_scope(word: str) -> bool:
    """Whether a stem in front of a name tells it from another of that name."""
    return word in scope() and word not in _NO_SCOPE


@lru_cache(maxsize=1 << 16)
def same(word: str, other: str) -> bool:
    """Whether two stems say the same."""
    if word == other or _derived(word, other):
        return True
    known = families()
    return bool(known.get(word, frozenset()) & known.get(other, frozenset()))


@lru_cache(maxsize=1 << 16)
def opposite(word: str, other: str) -> bool:
    """Whether two stems say opposite things."""
    known = families()
    others = known.get(other, frozenset())
    return any((line, 1 - side) in others for line, side in known.get(word, frozenset()))


def _derived(word: str, other: str) -> bool:
    """Whether one word comes from the other: "inflat", "inflation"; both have a common stem of six letters."""
    shorter = min(len(word), len(other))
    if not (word[:1].isascii() and other[:1].isascii()):
        return shorter >= 5 and word[: shorter - 1] == other[: shorter - 1] and abs(len(word) - len(other)) <= 2
    return shorter >= 6 and word[:shorter] == other[:shorter]


def has_opposite(word: str) -> bool:
    """Whether a stem names an act that has an opposite."""
    return any("|" in _lines()[line] for line, _ in families().get(word, frozenset()))


def is_act(word: str) -> bool:
    """Whether a stem names an act or a state that claims share."""
    return word in families()


def is_repeated(words: Iterable[str]) -> bool:
    """Whether the act is one that the same people do more than once."""
    return any(word in _REPEATED or word in ("访问", "会晤", "会见", "会面", "到访") for word in words)


@lru_cache(maxsize=1)
def _countries() -> frozenset[tuple[str, ...]]:
    """The stems of the names of countries and continents in English, Russian and Chinese."""
    names = (name for code in ("en", "ru", "zh") for name in Locale(code).territories.values())
    chinese = {(name,) for name in Locale("zh").territories.values()}
    return (
        frozenset(
            tuple(each for each in terms(name) if not is_function(each)) for name in (*names, *_REGIONS.split("|"))
        )
        | chinese
    )


def is_country(name: tuple[str, ...]) -> bool:
    """Whether the stems of a name are those of a country, continent or region."""
    return (
        name in _countries()
        or bool(_REGION_WORDS & set(name))
        or any(each in _CHINESE_REGIONS.split() or each.endswith(("省", "自治区", "自治州", "地区")) for each in name)
    )


def is_regular(words: Iterable[str]) -> bool:
    """Whether a body meets, as it does again and again."""
    own = frozenset(words)
    return bool(own & _RECURRING_BODIES) and bool(own & _MEETS)


def is_counted_often(words: Iterable[str]) -> bool:
    """Whether the act is one that is done again and again, with other numbers."""
    return any(word in _COUNTED_OFTEN for word in words)


def has_one_agent(words: Iterable[str]) -> bool:
    """Whether only one person or body can have done this."""
    return any(word in _UNIQUE_AGENTS or word in _CHINESE_AGENTS for word in words)
