"""Maps Russian and Chinese names of countries, months, meetings and document parts to English.

So a question in one language finds titles and headings in another. Pure.
"""

import re
from functools import cache

from briefings.text.plain_words import CHINESE_SIGN

# English | beginnings of Russian words, with "$" for a whole word | Chinese words
_TABLE = """
Russia|росси|русск|рф$ 俄罗斯 俄国 俄方
America|америк сша$ соединенн\\w+\\sштат 美国 美方
China|кита кнр$ 中国 中方
Ukraine|украин 乌克兰
Britain|британ великобритан 英国
France|франци француз 法国
Germany|герман немецк 德国
Japan|япон 日本
Korea|коре[йяюи] южнокоре северокоре 韩国 朝鲜
India|инди[ияюей] индийск 印度 印
Iran|иран 伊朗
Israel|израил 以色列
Turkey|турци турецк 土耳其
Europe|европ евросоюз ес$ 欧洲 欧盟
Taiwan|тайван 台湾
Poland|польш польск 波兰
Italy|итали итальян 意大利
Spain|испани испанск 西班牙
Egypt|егип 埃及
Pakistan|пакистан 巴基斯坦
Saudi|саудовск 沙特阿拉伯 沙特
Australia|австрали 澳大利亚
Canada|канад 加拿大
Brazil|бразили 巴西
Mexico|мексик 墨西哥
Vietnam|вьетнам 越南
Moscow|москв московск 莫斯科
Washington|вашингтон 华盛顿
Beijing|пекин 北京
Kremlin|кремл 克里姆林宫
Trump|трамп 特朗普 川普
Putin|путин 普京
Xi|си$ 习近平 习
January|январ 一月 1月
February|феврал 二月 2月
March|март 三月 3月
April|апрел 四月 4月
May|май$ ма[яею]$ майск 五月 5月
June|июн 六月 6月
July|июл 七月 7月
August|август 八月 8月
September|сентябр 九月 9月
October|октябр 十月 10月
November|ноябр 十一月 11月
December|декабр 十二月 12月
meeting|встреч встрет 会晤 会议 会面 会见 见面
summit|саммит 峰会
talks|переговор 会谈 谈判
visit|визит поездк 访问 到访
visit China|访华 来华
call|звон созвон разговор 通话 电话
vote|голосован 投票 表决
election|выбор 选举 大选
hearing|слушан 听证会
New START|снв$ снв-3$
New START Treaty|新削减战略武器条约
treaty|договор 条约
expires|истека истеч истёк 到期 失效
introduction|введени вступлени 引言 导言 前言 绪论 介绍
background|предыстори предпосыл контекст 背景
conclusion|заключени вывод 结论 结语 总结
implications|последстви 影响 启示
analysis|анализ 分析
references|литератур 参考文献
engagement|взаимодейств 接触 交往
energy|энерг 能源
trade|торгов 贸易
Chile|чили 智利
Bolivia|боливи 玻利维亚
Argentina|аргентин 阿根廷
Peru|перу 秘鲁
Santiago|сантьяго 圣地亚哥
Hamburg|гамбург 汉堡
Rotterdam|роттердам 鹿特丹
Geneva|женев 日内瓦
London|лондон 伦敦
Kazan|казан[ьи]$ казанск 喀山
Berlin|берлин 柏林
Paris|париж 巴黎
Vienna|вен[аыеу]$ венск 维也纳
Brussels|брюссел 布鲁塞尔
Tokyo|токи[йо] 东京
Seoul|сеул 首尔
Kyiv|киев 基辅
Istanbul|стамбул 伊斯坦布尔
Cairo|каир 开罗
Delhi|дели$ 德里 新德里
Singapore|сингапур 新加坡
Shanghai|шанха 上海
Hong Kong|гонконг 香港
Oslo|осло$ 奥斯陆
Stockholm|стокгольм 斯德哥尔摩
Copenhagen|копенгаген 哥本哈根
Helsinki|хельсинк 赫尔辛基
Warsaw|варшав 华沙
Prague|праг[аеиуо]$ пражск 布拉格
Rome|рим(?:а|е|у|ом)?$ 罗马
Madrid|мадрид 马德里
Lisbon|лиссабон 里斯本
Munich|мюнхен 慕尼黑
Amsterdam|амстердам 阿姆斯特丹
Zurich|цюрих 苏黎世
New York|нью-йорк 纽约
Panama|панам 巴拿马
Kenya|кени[яиюей] кенийск 肯尼亚
Norway|норвеги норвежск 挪威
Sweden|швеци шведск 瑞典
Denmark|дани[яию] датск 丹麦
Finland|финлянди финск 芬兰
Switzerland|швейцар 瑞士
Austria|австри 奥地利
Greece|греци греческ 希腊
Hungary|венгри венгерск 匈牙利
Kazakhstan|казахстан 哈萨克斯坦
Indonesia|индонези 印度尼西亚 印尼
Nigeria|нигери 尼日利亚
Andes|анд(?:ы|ах|ам)?$ андск 安第斯
Arctic|арктик арктическ 北极
Baltic|балтик балтийск балтийское 波罗的海
lithium|лити[йяюе]$ литием литиев 锂矿 锂
copper|мед[ьи]$ медн(?:ый|ого|ой|ая|ые|ых)$ 铜
steel|сталь$ стальн 钢铁
gas|газ(?:а|у|ом|е)?$ газов[аоы]\\w*$ 天然气
oil|нефт 石油
coal|угол[ьн] угля 煤炭 煤
grain|зерн 粮食
wheat|пшениц 小麦
ports|порт(?:а|у|ы|ов|ам|ах|ом|е)?$ портов[аоы]\\w*$ 港口
freight|фрахт грузов 货运
shipping|судоходств 航运
rail|железнодорожн 铁路
strikes|забастовк забастовок 罢工
dock workers|докер 码头工人
conference|конференц 大会
forum|форум 论坛
climate|климат 气候
migration|миграц 移民
tariffs|пошлин тариф 关税
sanctions|санкци 制裁
budget|бюджет 预算
housing|жиль жилищ 住房
vaccine|вакцин 疫苗
arms control|контрол\\w+\\sнад\\sвооружени 军控 军备控制
outlook|прогноз перспектив 展望
mining|горнодобыч добыч 采矿 矿业
"""


_SHORT = {"中": "China", "美": "America", "俄": "Russia", "乌": "Ukraine", "英": "Britain", "法": "France"} | {
    "德": "Germany",
    "日": "Japan",
    "韩": "Korea",
    "欧": "Europe",
}  # countries by one character, where two stand together: 中美


_WORD_START = re.compile(r"(?<!\w)[а-яА-Я]")


def in_english(words: str) -> str:
    """Translates the words in the glossary into English; other words stay as they are."""
    if words.isascii():
        return words
    russian, chinese, names = _known()
    words = _without_russian(words.replace("ё", "е").replace("Ё", "Е"), russian, names)
    if CHINESE_SIGN.search(words):
        words = chinese.sub(lambda found: f" {names[found[0]]} ", words)
    return " ".join(words.split())


def _without_russian(words: str, russian: dict[str, re.Pattern[str]], names: dict[str, str]) -> str:
    """Translates Russian words; each is compared only with forms of its first letter."""
    translated, end = [], 0
    for start in _WORD_START.finditer(words):
        forms = russian.get(start[0].lower()) if start.start() >= end else None
        if forms and (found := forms.match(words, start.start())):
            translated += [
                words[end : found.start()],
                names[next(name for name, group in found.groupdict().items() if group is not None)],
            ]
            end = found.end()
    return "".join((*translated, words[end:]))


@cache
def _known() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str], dict[str, str]]:
    """Patterns for Russian words by first letter and for Chinese words (longest first), and their meanings."""
    names: dict[str, str] = {}
    russian: dict[str, list[str]] = {}
    for number, line in enumerate(_TABLE.split("\n")[1:-1]):
        english, _, others = line.partition("|")
        forms = others.replace("|", " ").split()
        names[f"_{number}"] = english
        names |= {form: english for form in forms if _is_han(form)}
        cyrillic = [form for form in forms if not _is_han(form)]
        stems = "|".join(form[:-1] if form.endswith("$") else rf"{form}\w*" for form in cyrillic)
        for letter in {form[0] for form in cyrillic}:
            russian.setdefault(letter, []).append(rf"(?P<_{number}>{stems})")
    han = sorted((form for form in names if not form.startswith("_")), key=len, reverse=True)
    short = "".join(_SHORT)
    han += [rf"[{short}](?=[{short}])", rf"(?<=[{short}])[{short}]"]
    by_letter = {letter: re.compile(rf"(?:{'|'.join(lines)})(?!\w)", re.I) for letter, lines in russian.items()}
    return by_letter, re.compile("|".join(han)), names | _SHORT


def _is_han(form: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in form)
