"""Reads Chinese statements."""

import re

from briefings.model.analysis import StatementKind
from briefings.reading.statements.grammar import (
    DATE,
    Force,
    Framed,
    Grammar,
    Said,
    Span,
    clauses,
    forced,
    framed,
    trimmed,
)

_CLAIM = (
    "表示|指出|认为|强调|透露|宣布|警告|声称|宣称|坦言|直言|解释|补充|回应|介绍|承认|否认|重申|批评|指责|质疑|写道|"
    "报告|报道|证实|确认|披露|发现|显示|说明|提醒|提到|描述|(?<![来來而])[说說](?![明法服])|称|稱|認為|強調|指(?=[，,：:「“]|該|该|如果|若)|警告说|相信|判断|怀疑|谴责|赞扬|形容"
)
_EXPECTED = "预计|预期|预测|预料|估计|料想|期待|期望|希望|担心|担忧|看好|预估|預計|預測|盼望"
_PROMISED = "承诺|保证|答应|允诺|许诺|誓言|发誓|同意|力争|决心|有意|打算|承諾|保證|立誓|矢言"
_PLANNED = "计划|拟|規劃|規劃|计划在|筹划"
_RECOMMENDED = (
    "建议|呼吁|敦促|要求|主张|提议|劝告|促请|倡议|力促|催促|建議|呼籲|请求|希望(?=[^，。]{1,12}(?:尽快|能够|能))"
)
_ORDERED = "责令|命令|勒令|判令|裁定|下令"
_VERB = re.compile(
    rf"(?P<recommended>{_RECOMMENDED})|(?P<ordered>{_ORDERED})|(?P<promised>{_PROMISED})|(?P<planned>{_PLANNED})|"
    rf"(?P<expected>{_EXPECTED})|(?P<claim>{_CLAIM})"
)
_HOLDER_END = re.compile(
    r"(?:专家|分析师|学者|机构|官员|公司|集团|银行|央行|部门?|局|厅|署|委|会|组织|人士|方面?|政府|当局|经济学家|研究人员|科学家|"
    r"研究员|团队|媒体|通讯社|社|报|院|校|所|厂|行|联盟|党|国|代表|发言人|主席|总统|总理|部长|局长|市长|省长|县长|行长|主任|院长|校长|"
    r"教授|博士|先生|女士|经理|总裁|董事长|议员|记者|律师|医生|工会|协会|商会|农户|居民|企业|厂商|商|者|员|师|家|们|界|军|警方|警察|法院|检方|"
    r"中国|美国|俄罗斯|日本|韩国|英国|法国|德国|印度|欧盟|北约|联合国|双方|各方|中方|美方|俄方|日方|市场|业界|他|她|我|团|组|队|司|[A-Za-z]{2,})$"
)
_OPENING = re.compile(
    r"^\W*[\w“”]{2,14}\*{0,2}：(?=[\u4e00-\u9fff]{2,30}[说称示出为述道]，)|^(?:[“”\"\s]*(?:但是?|而且?|不过|然而|此外|另外|同时|对此|为此|因此|其中|目前|随后|近日|日前|当天|昨天|今天|近期|据悉|[\x01]+)[，,]?)+"
)
_TRAILING = re.compile(
    r"(?:(?:也|还|曾|则|再次|随后|同时|普遍|一致|均|都|已经?|今天|昨天|昨日|今日|当天|日前|近日|明确|公开|强烈|[\x01]+|(?:在|于)[^，。]{1,20}(?:上|中|时|后|里|会|期间|点|地|现场|市|省|县)|(?:在|于)\x01+|对[^，。]{1,12}|向[^，。]{1,12})[，,]?)+$"
)
_SOURCE = re.compile(
    r"^[“”\s]*(?:据|根据|按照|依据|援引|引述)(?P<holder>[^，。]{1,24}?)(?:的)?(?:报道|消息|介绍|统计|数据|估计|透露|称|说法|报告|分析|说|表示|预测|预计|调查|公告|通报|看法|文件|研究)[，,：:]?(?:显示|指出|称)?[，,：:]?"
)
_IN_VIEW = re.compile(r"^[“”\s]*在(?P<holder>[^，。]{1,20}?)看来[，,]")
_BEHIND = re.compile(
    r"[”\"，,](?P<holder>[^，。“”\"：:]{1,24}?)(?:笑着|补充|解释|介绍|回忆|强调|警告)?(?:说|表示|称|说道|指出)[。.]?\s*$"
)
_OCCASION = re.compile(
    r"(?:[峰大年例展览听证论坛晚]会|会[议谈晤]|工程|项目|仪式|活动|比赛|列车|航班|疫苗|大桥|铁路|报告|价格|产量|利率|人口)$"
)
_SPOKEN = re.compile(r"(?:威胁|警告|回应|解释|补充|强调|介绍|透露|坦言|笑着|告诉记者)$")
_NO_HOLDER = re.compile(
    r"[，。；：“”!?？！]|^(?:可以|应该?|必须|如果|若|这|那|它|没有|不(?!少)|即使|即便|虽然|尽管|因为|由于|对|当(?!地|局)|让|使|把|被|从|与|以|但|而|所以|因此)"
)
_LONGEST_HOLDER, _SHORT_HOLDER = 40, 24  # characters
OFFICES = (
    r"总统|总理|首相|主席|部长|司长|外长|财长|防长|发言人|市长|州长|省长|行长|局长|处长|总裁|首席执行官|总经理|经理|教授|博士|博士生|院长|校长|会长|"
    r"议长|议员|秘书长|秘书|书记|专员|大使|参赞|导演|律师|医生|记者|创始人|总设计师|设计师|工程师|技师|研究员|院士|主任|主管|董事长|分析师|经济学家|专家|负责人"
)
_HOLDER_OR_NAME = re.compile(rf"(?:{OFFICES})[\u4e00-\u9fff·]{{2,6}}$|{_HOLDER_END.pattern}")
_EMPTY = re.compile(r"^(?:[称说道指](?=[，,：:]))?[，,：:“”\"\s]*")

_CONDITION = re.compile(
    r"(?P<if>如果说?|假如|假若|倘若|倘|若是|若|要是|一旦|只要|除非|万一|如(?=[^今何此同下上期果图实]))(?P<condition>[^。；]{2,60}?)(?:的话)?[，,](?P<main>(?:则|那么|就|否则)?.{2,})$"
)
_RULE = re.compile(
    r"^[^，。]{0,6}(?:凡|任何|每当|每逢|一般来说|通常|往往|一般而言|总是)|(?:之日|之时)起?(?:即)?(?:生效|成立|计算|起算)|一律|者[，]?(?:应|须|必须|不得|可)|时[，](?:应|须|可|不得|自动|会自动|即)"
)
_ANYBODY = re.compile(r"(?:如果|要是|假如|倘若|除非|只要|当)?(?:你|您|一个人|我(?!们|国|方))")
# 将 before an object, as 把: "将毛线编织成围巾".
_OBJECT = (
    r"(?![于在从由被会把向对与继达成是有不再进\x01])[^，。；]{2,20}?(?:编织|改|转|换|做|变|分|写|译|看|当|带|送|放|推|交|加|装|存|融|引|列|纳|归|"
    r"划|视|作|称|翻|拆|合|组|连|打造|建|制)(?:成|为|到|给|入|进|至|作)"
)
_FUTURE = re.compile(
    rf"将(?!军|领|士|其|近|来临之际|信将疑)(?!{_OBJECT})|即将|将会|(?<![委员协社大国议工机学商理董晚年峰教聚宴开博展盟公运省市联奥不机])(?<![理董监执]事)(?<!基金|十字|座谈|研讨|发布|听证|说明|音乐|演唱|拍卖|博览|招聘)(?<!酒)会(?!(?<=体会)[很到了深])(?![议谈晤见员计长场所展堂费面同合社]|自动|默认)|拟(?!议)|将于|要(?=在\x01)|定于|有望|料将|或将|届时"
)
_POSSIBLE = re.compile(
    r"(?<!成为)可能|或许|也许|或(?=\x01|将|于|在|会|达|升|降|涨|跌)|有望|预计|预期|预料|预测|估计|料(?!理|子|想|及)|大概|恐怕?将?|势必|必将|注定|前景"
)
_DEADLINE = re.compile(
    rf"截止(?:日期|时间|日)?|截至日期|最迟|最晚|不迟于|不晚于|不得晚于|不得迟于|期限(?:为|至|到|是)|到期日|{DATE}(?:之前|以前|前(?!后|夕|往|来|去|提下)|止|为止|底前|末前|内)"
)
_OBLIGED = re.compile(
    r"必须|须(?!知)|务必|(?<![适反供响相对效回感顺呼因])应(?!对|邀|急|用|有|变|届|聘|战|诉|验|援|酬|声|付|运|该是|当是)|(?<![的按有所])需要?(?!求)|不得|有义务"
)
_ADVICE = re.compile(
    r"应该|应当|(?<![适反供响相对效回感顺呼因])应(?!对|邀|急|用|有|变|届|聘|战|诉|验|援|酬|声|付|运)|建议|最好|不宜|宜(?=[^居])|有必要|值得|(?<![的按有所])需要(?!求)|必须|须(?!知)|务必|不妨|切勿"
)
_SCHEDULED = re.compile(
    rf"定于|定在|将于|拟于|拟在|计划于|计划在|计划(?=\x01)|安排在|安排于|预定|原定|排定|推迟到|推迟至|延期至|延至|改期|提前到|改为\x01|(?:自|从){DATE}(?:之日)?起|{DATE}(?:起)?(?:开始)?(?:施行|实施|生效|执行|到期|届满|开幕|闭幕|开业|开放|上映|启用|投产|通车|开工|竣工|举行|召开|举办)"
)
_IS_AHEAD = re.compile(
    rf"{_FUTURE.pattern}|{_POSSIBLE.pattern}|{_SCHEDULED.pattern}|{_DEADLINE.pattern}|{_OBLIGED.pattern}|{_ADVICE.pattern}"
)
_CHANGE = re.compile(
    r"上涨|下跌|上升|下降|增长|减少|增加|升至|降至|达到|超过|跌破|突破|放缓|加快|恶化|改善|恢复|萎缩|扩大|缩小|持续|保持|维持|走弱|走强|翻番|回升|回落|反弹|好转|衰退|受到|面临|影响|成为|导致"
)
_PAST = re.compile(r"了(?!解)|已经?|曾经?|过(?=[，。；了]|\w{0,3}$)|未能|刚刚|刚(?=\w)|此前|先后|截至|发生|当时|原来")
_PAST_TIME = re.compile(r"上(?:个?月|周|星期|年|季度|半年)|去年|前年|昨[天日晚]|前[天日]|日前|不久前|当时|年前(?=[，])")
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两]+[%％个万亿吨元人次倍成年月日天家名架艘公里度]|[\d.]+%|\d")
_PROGRESS = re.compile(r"正在|正(?=[^确式常义好是因面])|仍然?|持续|依然|尚未|至今|目前")
_QUESTION = re.compile(r"[？?][”\"』」]?\s*$|^\W*(?:谁|什么|为什么|怎么|如何)")
_OWN_ACT = re.compile(r"(?:我们?|我方|本公司|我国)(?:也|还|都|一定|今后|未来)?(?:将|会|要)")
_OWN = re.compile(r"^(?:将|会|会在|要|不会|绝不|它|他|她|我们?|公司|该公司|自己|本)")
_LEAST = 6  # characters of a clause
_SPLIT = re.compile(r"；|，(?=但|而(?!且)|不过|然而|同时)")


def _is_none(words: str) -> bool:
    return bool(_QUESTION.search(words))


def _parts(words: str) -> list[Span]:
    return clauses(words, _SPLIT, lambda _match, left, right: len(left) >= _LEAST and len(right) >= _LEAST)


def _frame(words: str, part: Span) -> Framed:
    return framed(words, part, lambda said: _source(said) or _ahead(said) or _behind(said))


def _source(said: str) -> Framed | None:
    for pattern in (_SOURCE, _IN_VIEW):
        if match := pattern.match(said):
            force: Force = "expected" if re.search(r"预[测计期]|估计", match[0][-6:]) else "claim"
            return Framed(trimmed(said, (match.end(), len(said))), match.span("holder"), force)
    return None


def _behind(said: str) -> Framed | None:
    match = _BEHIND.search(said)
    if not match or match.start() < 4:
        return None
    return Framed(trimmed(said, (0, match.start()), ' ，。“”"'), match.span("holder"), "claim")


def _ahead(said: str) -> Framed | None:
    """A holder before the verb: "外交部发言人表示，..."."""
    opening = _OPENING.match(said)
    start = opening.end() if opening else 0
    for match in _VERB.finditer(said, start):
        before = said[start : match.start()]
        if "，" in before and (last := _after_clause(said, match, start)):
            start, before = last, said[last : match.start()]
        if _NO_HOLDER.search(_TRAILING.sub("", before)):
            return None
        holder = _SPOKEN.sub("", _TRAILING.sub("", before))
        force: Force = match.lastgroup  # type: ignore[assignment]
        at = match.end() + len(_EMPTY.match(said[match.end() :])[0])  # type: ignore[index]
        if not holder.strip() or not _holds(holder, said, match, force):
            continue
        content = trimmed(said, (at, len(said)), ' ，。“”"：:')
        if content[0] < content[1]:
            return Framed(content, (start, start + len(holder)), force, bool(_OWN.match(said[at:])))
    return None


def _after_clause(said: str, match: re.Match[str], start: int) -> int:
    """Where the holder begins whose verb of saying stands behind a clause or a place; 0 for none."""
    at = said.rfind("，", start, match.start()) + 1
    holder = said[at : match.start()]
    told = match.lastgroup == "claim" and re.match(r"[称说道指]?[，,：:]", said[match.end() :])
    return at if told and 1 < len(holder) <= _LONGEST_HOLDER and _HOLDER_OR_NAME.search(holder) else 0


def _holds(holder: str, said: str, match: re.Match[str], force: Force) -> bool:
    """Whether words before a verb name somebody who can hold the words behind it."""
    after = said[match.end() :]
    if match[0] in ("说", "称", "報告", "报告", "显示", "发现", "介绍", "说明") and re.match(r"[的明法书为]", after):
        return False
    punctuated = bool(re.match(r"[称说道指]?[，,：:]", after))
    if len(holder) > (_LONGEST_HOLDER if punctuated and force == "claim" else _SHORT_HOLDER):
        return False
    if force == "claim":
        return punctuated or bool(_HOLDER_END.search(holder)) or len(holder) <= 4
    if force in ("expected", "planned"):
        return bool(_HOLDER_END.search(holder)) and (
            punctuated
            or (not re.match(r"[在于将会]", after) and not _OCCASION.search(holder))
            or force == "planned"
            or bool(re.search(r"(?:专家|分析师|学者|机构|人士|研究人员|经济学家|员|者|师|家|银行|央行)$", holder))
        )
    return bool(_HOLDER_END.search(holder)) or len(holder) <= 6


def _condition(words: str, part: Span) -> tuple[Span, Span] | None:
    said = words[slice(*part)]
    match = _CONDITION.search(said)
    if not match or (match.start() > 0 and not re.search(r"[，,：:“”]$|^.{0,6}$", said[: match.start()])):
        return None
    main = trimmed(words, (part[0] + match.start("main"), part[1]))
    return trimmed(words, (part[0] + match.start("condition"), part[0] + match.end("condition"))), main


def _is_case(condition: str, main: str, dated: bool) -> bool:  # noqa: FBT001  # a field of the grammar
    if re.search(r"任何|凡|每", condition) or re.search(r"本(?:会|应|可以|来)|早就", main):
        return False
    if not dated and _ANYBODY.match(condition):
        return False
    return dated or bool(
        _FUTURE.search(main) or _POSSIBLE.search(main) or re.search(r"就(?:会|将|要)|打算|计划|准备", main)
    )


def _kind(said: Said) -> StatementKind | None:
    words = said.words
    if kind := forced(said):
        return kind
    if said.force == "promised":
        return (
            "attributed"
            if _PAST.search(words) and not said.dated and not _FUTURE.search(words) and "没有" in words
            else "promised"
        )
    if _RULE.search(words) and not said.dated:
        return None
    if (
        said.dated
        and _DEADLINE.search(words)
        and (_OBLIGED.search(words) or re.search(r"截止|最[迟晚]|不[迟晚]于|不得[晚迟]于|期限", words))
    ):
        return "deadline"
    return _undated(said) if not said.dated else _dated(said)


def _is_told(words: str) -> bool:
    """Whether words tell of the past: a past time, or a finished act and nothing to come."""
    return bool(
        _PAST_TIME.search(words) or (_PAST.search(words) and not _FUTURE.search(words) and not _SCHEDULED.search(words))
    )


def _dated(said: Said) -> StatementKind | None:
    words = said.words
    if _is_told(words) and said.force != "expected":
        return "attributed"
    if said.force == "expected" or re.match(r"\W*(?:预计|预期|预料|估计|有望|料)", words):
        return "expected"
    if said.begun and not _IS_AHEAD.search(words):
        return "attributed" if said.attributed and not (said.own or _OWN_ACT.search(words)) else _begun(said)
    if _POSSIBLE.search(words):
        return "expected"
    if _ADVICE.search(words) and not _FUTURE.search(words):
        return "recommended"
    if said.attributed and (said.own or _OWN_ACT.search(words)):
        return "promised"
    if _CHANGE.search(words) or not said.finely:
        return "scheduled" if _SCHEDULED.search(words) and not _CHANGE.search(words) else "expected"
    if _SCHEDULED.search(words) or _FUTURE.search(words) or not _PAST.search(words):
        return "scheduled"
    return "attributed"


def _begun(said: Said) -> StatementKind:
    """What happens in a time that has begun, without a word of the future: told, if it is not a promise."""
    return "promised" if said.attributed else "reported"


def _undated(said: Said) -> StatementKind | None:
    words = said.words
    if said.force == "expected" or re.match(r"\W*(?:预计|预期|预料|有望|料)", words):
        return "expected"
    if (
        re.search(r"建议|最好|不妨|(?:应该|应当|应|必须|须|(?<![的按有所])需要|务必)", words)
        and _ADVICE.search(words)
        and not _PAST.search(words)
    ):
        return "recommended"
    future = None if said.past or _is_told(words) else _FUTURE.search(words)
    if future and said.attributed and (said.own or _OWN_ACT.search(words)):
        return "promised"
    if (future or _POSSIBLE.search(words)) and not re.search(r"已经?|曾|了[，。]?$", words):
        return "expected"
    if said.attributed:
        return "attributed"
    told = _PAST.search(words) or said.past or _PROGRESS.search(words)
    return "reported" if told or _NUMBER.search(words) else None


def _ends(before: str, said: str) -> bool:
    return bool(re.search(r"[底末]前?", said[-4:])) and not said.startswith("周") and before is not None


GRAMMAR = Grammar(
    is_none=_is_none,
    parts=_parts,
    frame=_frame,
    condition=_condition,
    is_case=_is_case,
    kind=_kind,
    ends=_ends,
    pronouns=frozenset(("他", "她", "他们", "该公司", "其")),
    first_person=frozenset(("我们", "我", "我方", "本公司", "本院", "我国")),
    article=lambda words: words,
)
