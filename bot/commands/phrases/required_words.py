"""Words that decide on /undo, /quiet, /link, a length or the end of a reminder, whatever the classifier says."""

import re
from types import MappingProxyType

from briefings.text import lazy_re

_UNDO = lazy_re(
    r"\b(?:undo\w*|revert\w*|roll(?:ed)?[ -]?(?:(?:it|that|this) )?back|take (?:it|that|this) back"
    r"|(?:put|set|change|bring|restore) (?:it|that|this|everything) (?:back|as)|restore|reverse"
    r"|(?:scratch|strike|cancel|forget) that|mistake|accident|mistyped|(?:that|it) was (?:wrong|not what)"
    r"|never ?mind|did(?: not|n't) (?:mean|want)|(?:as|how|way) it was)\b"
    r"|отмен|верн|откат|ошиб|\bназад\b|обратно|как было|по-старому|не то\b|не это имел"
    r"|撤|恢复|还原|取消|改回|退回|变回|回到|错|不要了|别改|当我没说",
    re.IGNORECASE,
)
_QUIET = lazy_re(
    r"\b(?:quiet\w*|silen\w+|hush\w*|nights?|nighttime|overnight|evenings?|hours|sleep\w*|asleep|bed|disturb\w*"
    r"|bother\w*|bug me|wake|weekends?|peace|leave me alone|after (?:work|\d)|any ?time|before \d"
    r"|(?:stop|no|don't|do not) (?:\w+ )?(?:messag|ping|notif|alert|writ|text)\w*)\b"
    r"|тих|тиш|ноч|беспок|трево|буди|сн[ауе]\b|спл?[юи]|спать|поспать|помолч|вечер|после \d|до утра|выходн"
    r"|в покое|любое время|静|勿扰|打扰|夜|晚|睡|吵|烦|周末|下班|深更|安静",
    re.IGNORECASE,
)
_NO_REMINDER = lazy_re(
    r"(?<!not )(?<!n't )(?<!never )\b(?:forget|stop|cancel|drop|delete|remove|kill|scrap|ditch|clear|unset|call off"
    r"|get rid of|no (?:longer|more)|(?:turn|switch) off|(?:do not|don't) need)\b.{0,30}\bremind"
    r"|(?<!не )\b(?:забудь|отмени|убери|сними|удали|не нужн)\w*\b.{0,20}напомин"
    r"|(?:取消|忘掉|删除|停止|去掉|撤掉|不用|不必|无需|不要|别再).{0,14}提醒",
    re.IGNORECASE,
)
_LINK = lazy_re(
    r"^(?!.*(?:telegram|slack):\S)(?:.*(?:\b(?:link|connect|join|pair|tie|tying|merge|merging|unite|hook|combin"
    r"|couple|same person|accounts?|both|slack|telegram)|связ|свяж|соедин|привяж|привяз|объедин|подключ|аккаунт"
    r"|уч[её]тн|слак|телеграм|关联|绑定|绑|连接|连起来|链接|合并|账号|帐号|账户|电报))",
    re.IGNORECASE | re.DOTALL,
)
_LENGTH = lazy_re(r"^(?!.*\bhow long (?:does|did|do|will|would) .*\b(?:take|last)\b)", re.IGNORECASE)
_NEEDED = MappingProxyType({"undo": _UNDO, "quiet": _QUIET, "quiet off": _QUIET, "link": _LINK, "info length": _LENGTH})


_DATE = (
    r"(?:on|in|at|of|the|during|last|past|next|this|week|month|year|yesterday|today|tomorrow|\d{1,4}(?:st|nd|rd|th)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|christmas|xmas|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE_RU = (
    r"(?:в|во|на|за|прошл\w+|следующ\w+|эт\w+|недел\w+|месяц\w*|год\w*|вчера|сегодня|завтра|\d{1,4}|январ\w+|феврал\w+"
    r"|март\w*|апрел\w+|ма[яей]|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+"
    r"|понедельника?|вторника?|сред[уы]|четверга?|пятниц[уы]|суббот[уы]|воскресень[ея])"
)
_DATE_ZH = (
    r"(?:\d{1,4}[年月日号]|[一二三四五六七八九十]{1,3}[月日号]|[去今明]年|[昨今明]天"
    r"|[上下本这]个?(?:周|星期|礼拜|月)[一二三四五六日天]?|(?:周|星期)[一二三四五六日天])"
)
_EVENTS_OF = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"(?:so )?(?:what|which|did|was|were|is|are|has|have|anything|list|show|any|events?)"
            r"(?: (?:what|which|events?|meetings?|things|me|happened|happens?|happening|took|takes?|place|occurred|held"
            r"|was|were|is|are|there|did|does|do|anything|something|due|planned|scheduled|going|went|has|have|been|will|be"
            rf"|{_DATE}))* {_DATE}"
        ),
        (
            r"(?:а )?(?:что|какие|какое|было ли|были ли|покажи)"
            r"(?: (?:событи\w+|встреч\w+|мероприяти\w+|произошло|происходило|происходит|произойд[её]т|случилось"
            r"|случится|было|были|прошли|прошло|прош[её]л|будет|будут|запланирован\w+|намечен\w+|состоялись|состоялось|состоится"
            rf"|ожидается|предстоит|есть|у|нас|там|что-то|что-нибудь|{_DATE_RU}))* {_DATE_RU}"
        ),
        (
            rf"{_DATE_ZH}+(?:那天|里|份)?(?:都|会|将|要|有没有)?(?:有|发生|举行|安排|召开|计划|到期)(?:了|过|着)?"
            r"(?:什么|哪些|啥)?(?:样的)?(?:事情?|事件|会议|活动|安排)?(?:发生)?(?:了|吗|呢)?"
        ),
    )
)


def asks_for_events(sentence: str) -> bool:
    """Whether a sentence asks for nothing but what took or takes place at a time: "what happened on 3 November?"."""
    plain = " ".join(sentence.replace("’", "'").replace("what's", "what is").strip(" .!?。！？").split())
    return any(pattern.fullmatch(plain) for pattern in _EVENTS_OF)


_WORK = r"(?:papers?|analys[ei]s|texts?|reports?|documents?|articles?|notes?|studies|pieces|essays)"
_WORK_RU = r"(?:анализ|стат[ьеё]|текст|доклад|записк|запис[оа]к|отч[её]т|документ|материал)\w*"
_WORK_ZH = r"(?:论文|文章|分析|报告|文件|资料|文档|文本)"
_OUT = r"(?:published|released|issued|list)"
_OUT_RU = r"(?:вышл[оиа]|опубликова\w+|появил\w+|выпустили|список|перечисли\w*)"
_ANY = r"(?:anything|everything)"
_LISTS_OF = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?=.*\b(?:{_WORK}|{_ANY}.*\b{_OUT}|{_OUT}.*\b{_ANY}|what .*\b(?:{_OUT}|c[ao]me out))\b)"
            rf"(?:please|can|could|you|what|which|who|show|list|give|see|me|us|all|of|the|any|are|there|is|do|does|did|have|has|had|we|i"
            r"|in|out|up|c[ao]me out|were|was|been|be|appeared|dated|written|new|that|it|from|your|our|only|just"
            rf"|with|a|an|for|on|since|before|after|until|{_WORK}|{_OUT}|{_ANY}|{_DATE}|\s)+"
        ),
        (
            rf"(?=.*\b(?:{_WORK_RU}|{_OUT_RU})\b)"
            r"(?:а|и|что|какие|какая|какой|покажи\w*|дай\w*|мне|нам|все|всё|новы[ехм]|новая|за|с|со|до|после|из|есть|у|нас|был[иоа]?"
            rf"|пожалуйста|нового|{_WORK_RU}|{_OUT_RU}|{_DATE_RU}|\s)+"
        ),
        (
            rf"(?=.*{_WORK_ZH})(?:请|列出|列一下|显示|看看|看一下|给我|有|都|哪些|什么|的|发表|发布|出版|新|了|所有|全部"
            rf"|在|吗|呢|年|里|份|以来|之后|以后|之前|以前|{_WORK_ZH}|{_DATE_ZH}|\s)+"
        ),
    )
)


def asks_for_list(sentence: str) -> bool:
    """Whether a sentence asks for nothing but the analyses of a time: "papers from October"."""
    plain = " ".join(sentence.replace("’", "'").replace("what's", "what is").strip(" .,!?。！？").split())
    return any(pattern.fullmatch(plain) for pattern in _LISTS_OF)


_MANAGERS = lazy_re(r"zotero|bib ?tex|endnote|mendeley|citavi|jabref|зотеро", re.IGNORECASE)
_REFERENCES = lazy_re(
    r"\b(?:references?|sources|citations|bibliograph\w+|literature)\b|литератур|источник|библиограф|ссыл"
    r"|参考文献|文献|来源|书目",
    re.IGNORECASE,
)


def asks_for_export(sentence: str) -> bool:
    """Whether a sentence wants the references for a reference manager that it names."""
    return bool(_MANAGERS.search(sentence) and _REFERENCES.search(sentence))


def has_required_words(kind: str, sentence: str) -> bool:
    """Whether a sentence holds the words that this kind of request needs; most kinds need none."""
    needed = _NEEDED.get(kind)
    return needed is None or bool(needed.search(sentence.replace("’", "'")))


def ends_reminders(sentence: str) -> bool:
    """Whether a sentence plainly wants a reminder gone: "forget the reminder", but not "don't forget to remind me"."""
    return bool(_NO_REMINDER.search(sentence.replace("’", "'")))
