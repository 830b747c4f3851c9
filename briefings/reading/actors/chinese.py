"""Names in Chinese, which has no capitals: known names, typical endings, and people next to a title."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from briefings.model.analysis import Actor, ActorKind
from briefings.reading.actors.gazetteer import CHINESE_LEADERS, chinese
from briefings.reading.speech_verbs import CHINESE, simplified
from briefings.text import CHINESE_SIGN

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文习耿梁庄区欧麦骆温邝单卓毛邬费齐毕冼崔关詹阮岑霍凌翁"
    "利葛祝柯柳游甘翟焦盛童颜苗芦岳裴舒鲍喻庞尤滕殷涂佘倪祁褚窦俞卞晏柏谌缪"
)
_SOUNDS = (  # characters in which foreign names are written
    "阿埃艾安奥巴贝比彼波伯博布达戴丹德迪蒂多厄恩尔法菲费弗福盖戈格古哈海赫亨胡霍基吉加杰卡凯坎科克肯库拉莱兰朗勒雷里利莉林隆卢鲁伦罗洛马迈曼梅"
    "米蒙密摩莫姆穆纳奈内尼诺努帕佩皮普奇乔切森萨塞桑沙舍施史斯索塔泰坦特滕提图托瓦万威韦维温沃西希夏谢辛休雅亚耶伊尤扎泽詹朱兹登顿默茨岸田石破"
)
_ADVERBS = "则也还亦就再曾又已仍更均都并"  # between a name and its verb
_ENDS = rf"(?={CHINESE}|[同与和对在将于就及的、，。（；：]|通[电话过]|会[见谈晤上]|访|当[天日选]|今|昨|向|出席|抵达)"
_FOLLOWS = (  # what comes between a speaker's name and the verb, or at once behind the name
    rf"(?=[{_ADVERBS}]{{0,2}}(?:{CHINESE})|[{_ADVERBS}]?(?:近年|近日|日前|其后|随后|当[天日时场]|"
    r"[昨今上下]?[日天午早晚]|上周|本周|接受|在|于|向|对|就|从|忍不住|笑|公开|明确|特别|一再|再次|到场|这样|出席|引用|主持|披露|同与|，|（))"
)
_TITLES = (
    "主席|总统|总理|部长|外长|防长|发言人|教授|大使|国务卿|首相|总书记|专家|学者|主任|秘书长|特使|院长|研究员|负责人|校长|局长|市长|"
    "省长|州长|处长|科长|所长|会长|社长|店长|站长|队长|议员|委员|代表|经理|总裁|董事长|创始人|导演|演员|作家|诗人|画家|歌手|教练|球员|"
    "运动员|律师|法官|检察官|医生|护士|老师|教师|学生|博士生|硕士生|研究生|博士|警司|警员|警长|专员|司令|将军|上校|记者|编辑|主编|"
    "讲师|农民|村民|市民|居民|店主|司机|工程师|科学家|学家|分析师|设计师|志愿者|书记|镇长|县长|村长|秘书|顾问|助理|主持人|作者|领袖|"
    "召集人|选手|队员|船长|机长|舵手"
)
_TITLED = re.compile(
    rf"(?:{_TITLES})(?P<name>[{_SOUNDS}]{{2,5}}?(?:·[\u4e00-\u9fff]{{1,6}}?)?|[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    rf"(?:{_ENDS}|{_FOLLOWS})"
)
_FOREIGN = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{_SOUNDS}]{{2,5}}?)(?=[{_ADVERBS}]?(?:在[^，。；：「“]{{2,30}}?)?(?:{CHINESE}))"
)
_WROTE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=在[^，。；：「“]{{2,30}}(?:{CHINESE}|[：:][「“]))"
)
_SPEAKER = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=(?:[{_ADVERBS}]|其后|随后)?(?:{CHINESE}))"
)
_RANKED = re.compile(  # behind a noun for a person, and before a verb or a time
    r"(?:(?<=[长员授师席使记卿臣])(?P<ranked>"
    rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[{_ADVERBS}]?(?:{CHINESE})|[昨今上下]?[日天午早晚]|接受|披露|有着|其后|随后|，|（|在|"
    rf"陈词)|(?<=[长员授师席人手士家官生者任理卿相记使工民友表])(?P<spoke>[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    rf"(?=(?:[{_ADVERBS}]|其后|随后|昨日|今日)?(?:{CHINESE})))"
)
_DOTTED = re.compile(
    rf"(?:[{_SOUNDS}]{{1,5}}|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,5}})·[\u4e00-\u9fff]{{1,6}}?"
    rf"(?=[^\u4e00-\u9fff·]|[同与和对在将于的曾也还又]|{CHINESE})"
)
_OFFICE = re.compile(
    "[^\\W\\d_a-zA-Z我你他她哋及的在和与对向由被是于将说称据同]{2,10}?(?:大学|委员会|研究院|研究所|公司|集团|银行|组织|联盟|通讯社|日报|理事会|议会|国会)"
)
_OFFICE_TITLE = (
    "主席|总统|总理|部长|外长|防长|发言人|教授|大使|国务卿|首相|总书记|主任|秘书长|特使|院长|研究员|"
    "书记|司令|将军|先生|女士|医生|律师|记者|博士"
)
_BEFORE_TITLE = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[和与同对向由的见晤]))"
    rf"(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[副代]?(?:{_OFFICE_TITLE}))"
)
_VERBS = re.compile(
    "利用|利益|利率|利润|利好|说|表示|指出|称|强调|认为|写道|宣布|警告|呼吁|回应|通电|通话|会见|会谈|会晤|访|出席|抵达|发表|主持|签署|举行|致电|同意|提出|介绍|"
    "证实|否认|透露|答|问|高级|金融|常务|文化|高等|万国|黄金|国家|方面|首席|部|外交|国防"
)
_NO_NAME = frozenset("起来去出住哋咗佢嘅及跟把让没不了着过呢吗吧啊一个些每某的在和与对向由被是于将说称据同他她它我们")
_GENERIC = re.compile(
    "..(?:公司|集团|银行|组织)|.*(?:要求|成立|拒绝|另立|权益|今日|根据|不用|没有|每[天年日]|为什么|怎么|什么|如何).*"
    r"|.*[去到进读上](?:公司|大学|银行)"
)  # as "ferry company" is no name
NO_ENDING = f"中上下时后里间前内外是经{_ADVERBS}"
_LONGEST = 8


def chinese_names(prose: str, spans: Sequence[tuple[int, int]]) -> list[Actor]:
    """All actors named in Chinese in the given spans, in order of first mention."""
    told = [(start, end) for start, end in spans if CHINESE_SIGN.search(prose, start, end)]
    if not told:
        return []
    prose, written = simplified(prose), prose
    known = _learnt(prose, told) | _known()
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
    mentions: dict[str, list[tuple[int, int]]] = {}
    for start, end in told:
        for match in pattern.finditer(prose, start, end):
            mentions.setdefault(match[0], []).append(match.span())
    return [Actor(written[slice(*found[0])], known[name], tuple(found)) for name, found in mentions.items()]


@cache
def _known() -> dict[str, ActorKind]:
    places, organisations = chinese()
    known: dict[str, ActorKind] = dict.fromkeys(places, "place")
    known.update(dict.fromkeys(organisations, "organisation"))
    known.update(dict.fromkeys(CHINESE_LEADERS.split("|"), "person"))
    return known


def _learnt(prose: str, spans: Sequence[tuple[int, int]]) -> dict[str, ActorKind]:
    """Names that the text clearly marks as names somewhere."""
    found: dict[str, ActorKind] = {}
    for start, end in spans:
        for match in _OFFICE.finditer(prose, start, end):
            if not _GENERIC.fullmatch(match[0]):
                found.setdefault(match[0], "organisation")
        for name in _persons(prose, start, end):
            if len(name) <= _LONGEST and _NO_NAME.isdisjoint(name):
                found.setdefault(name, "person")
    return found


def _persons(prose: str, start: int, end: int) -> Iterator[str]:
    for pattern in (_TITLED, _SPEAKER, _RANKED, _BEFORE_TITLE, _FOREIGN, _WROTE):
        found = (match[match.lastgroup or 0] for match in pattern.finditer(prose, start, end))
        yield from (name for name in found if not _VERBS.search(name) and name[-1] not in NO_ENDING)
    yield from (match[0] for match in _DOTTED.finditer(prose, start, end))
