"""Parses sentences about pages, links, tokens, webhooks, calendars and feeds, in English, Russian and Chinese. Pure.

A page and a list are given at once; what makes or ends a link or a token is confirmed first.
"""

import re
from collections.abc import Iterator

from bot.commands.phrases import normalise
from bot.commands.phrases.intent import Intent
from briefings.text import lazy_re

_EN_GIVE = r"(?:(?:give|send|get|make|show|share|create|generate|issue|hand|i need|i want|we need) (?:me |us )?)?"
_RU_GIVE = (
    r"(?:(?:дай|пришли|отправь|покажи|создай|сделай|выдай|сгенерируй|мне нуж\w+|нам нуж\w+|хочу|нуж\w+)(?:те)? "
    r"(?:мне |нам )?)?"
)
_ZH_GIVE = (
    r"(?:请)?(?:给我|帮我|发给我|发我|我要|我想要|我需要|给我们|生成|新建|创建|给我新建|给我生成|帮我生成|帮我新建)?"
)
_EN_END = (
    r"(?:revoke|kill|end|cancel|delete|remove|get rid of|disable|withdraw|"
    r"invalidate|expire|switch off|turn off|stop)"
)
_RU_END = r"(?:отзови|отмени|убери|удали|отключи|закрой|аннулируй|останови|сделай недействительн\w+)(?:те)?"
_ZH_END = r"(?:撤销|吊销|取消|删除|作废|停用|关闭|关掉|移除)"
_EN_BROWSER = r"(?:in (?:my|the|a) browser|on the (?:web|internet)|online|as a (?:web ?)?page|in the reading room)"
_RU_BROWSER = r"(?:в (?:браузере|интернете|сети)|как (?:веб-)?страницу|онлайн)"
_ZH_BROWSER = r"(?:在)?(?:浏览器|网上|网页|网络)(?:里|中|上)?"
_NUMBER = r"(?:number |no\.? ?|№ ?|#)?(?P<number>\d{1,9})"
_ALL = r"(?P<all>all(?: of)?(?: my| the| these)?|every one of my|my|the|these)"
_EN_KEYS = r"(?:(?:api|access)[ -])?tokens?"
_RU_KEYS = r"(?:api[- ])?токен\w*"
_ZH_KEYS = r"(?:API)?(?:令牌|密钥|token)"
_LIBRARY = lazy_re(
    r"(?:the |my |our )?(?:whole )?(?:library|reading room)|(?:всю )?библиотек\w+|(?:整个)?(?:资料库|图书馆|阅览室)",
    re.IGNORECASE,
)
_NO_PLACE = lazy_re(
    r"\b(?:calendar|feed|rss|atom|digest|event|account|календар|лент|дайджест|аккаунт)|日历|订阅|账号", re.IGNORECASE
)
BESIDE_HAN = lazy_re(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
_EN_HOOK, _RU_HOOK, _ZH_HOOK = r"webhooks?", r"(?:вебхук|webhook)\w*", r"(?:webhook|网络钩子)"
_ADDRESS = r"<?(?P<name>https?://[^\s<>|]+)(?:\|[^<>]*)?>?"
_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "webhook new",
        (
            rf"{_EN_GIVE}(?:(?:add|register) )?(?:an? )?(?:new )?{_EN_HOOK} (?:for|to|at|with|on) {_ADDRESS}",
            rf"(?:post|send) (?:all |the )?changes to {_ADDRESS}",
            rf"{_RU_GIVE}(?:(?:добавь|зарегистрируй)(?:те)? )?(?:новый )?{_RU_HOOK} (?:для|на|по адресу) {_ADDRESS}",
            rf"(?:请)?(?:新建|添加|创建|{_ZH_GIVE})(?:一个)?{_ZH_HOOK}(?:到|，|:|：)?\s?{_ADDRESS}",
        ),
    ),
    (
        "webhook off",
        (
            rf"(?:pause|switch off|turn off|disable|stop) {_EN_HOOK} {_NUMBER}",
            rf"(?:приостанови|отключи|выключи)(?:те)? {_RU_HOOK} {_NUMBER}",
            rf"(?:请)?(?:暂停|停用|关闭|关掉){_ZH_HOOK}\s?(?P<count>\d{{1,9}})",
        ),
    ),
    (
        "webhook on",
        (
            rf"(?:resume|switch on|turn on|enable|restart) {_EN_HOOK} {_NUMBER}",
            rf"(?:включи|возобнови)(?:те)? {_RU_HOOK} {_NUMBER}",
            rf"(?:请)?(?:启用|恢复|打开){_ZH_HOOK}\s?(?P<count>\d{{1,9}})",
        ),
    ),
    (
        "webhook revoke",
        (
            rf"{_EN_END} (?:my |the )?{_EN_HOOK} {_NUMBER}|{_EN_END} {_ALL} {_EN_HOOK}",
            rf"{_RU_END} {_RU_HOOK} {_NUMBER}|{_RU_END} (?P<every>все) (?:мои )?{_RU_HOOK}",
            rf"(?:请)?{_ZH_END}{_ZH_HOOK}\s?(?P<count>\d{{1,9}})|(?:请)?{_ZH_END}(?:我的?)?(?P<every>所有|全部)的?{_ZH_HOOK}",
        ),
    ),
    (
        "webhook list",
        (
            (
                rf"(?:show|list|show me|what are|which are) (?:all )?(?:of )?my {_EN_HOOK}|"
                rf"(?:what|which) {_EN_HOOK} do i have"
            ),
            rf"(?:покажи|перечисли|какие)(?:те)? (?:мне )?(?:все )?(?:у меня |мои )?(?:есть )?{_RU_HOOK}",
            rf"(?:我有哪些|列出我的?(?:所有)?|显示我的?|查看我的?)的?{_ZH_HOOK}",
        ),
    ),
    (
        "calendar revoke",
        (
            rf"{_EN_END} (?:the |my |our |this chat's )?calendar (?:links?|address(?:es)?|urls?|subscriptions?)",
            rf"{_RU_END} (?:адрес|ссылк|подписк)\w* (?:на )?календар\w*(?: эт\w+ чата)?",
            rf"(?:请)?{_ZH_END}(?:本群的?|这个聊天的?|我的)?日历(?:的)?(?:订阅)?(?:链接|地址|订阅)",
        ),
    ),
    (
        "calendar link",
        (
            rf"{_EN_GIVE}(?:an? |the |my |our )?(?:ics |ical )?calendar (?:address|link|url|subscription)(?: .+)?",
            (
                rf"{_EN_GIVE}(?:an? |the )?(?:address|link|url) (?:to|for|of) (?:the |"
                r"my |our |this chat's )?calendar(?: .+)?"
            ),
            r"subscribe (?:to )?(?:the |this |my |our )?calendar (?:on|in|with|from) .+",
            rf"{_RU_GIVE}(?:адрес|ссылк\w+|подписк\w+) (?:на |для )?календар\w*(?: .+)?",
            rf"{_ZH_GIVE}(?:一个|一条)?(?:可以订阅的)?日历(?:的)?(?:订阅)?(?:链接|地址)",
        ),
    ),
    (
        "feed revoke",
        (
            (
                rf"{_EN_END} (?:the |my |our |this chat's )?(?:rss|atom|news)(?: feeds?)"
                r"?(?: (?:links?|address(?:es)?))?(?: of this chat)?"
            ),
            rf"{_EN_END} (?:the |my |our |this chat's )?feeds? (?:links?|address(?:es)?|urls?)",
            rf"{_RU_END} (?:(?:rss|atom)(?:[- ]лент\w+)?|лент\w+)(?: эт\w+ чата)?",
            rf"(?:请)?{_ZH_END}(?:本群的?|这个聊天的?|我的)?(?:RSS|Atom)(?:的)?(?:订阅)?(?:源|链接|地址|订阅)?",
        ),
    ),
    (
        "feed link",
        (
            rf"{_EN_GIVE}(?:an? |the |my |our )?(?:rss|atom)(?: feed)?(?: (?:address|link|url))?(?: (?:of|for) .+)?",
            rf"{_EN_GIVE}(?:an? |the |my |our )?feed (?:address|link|url)(?: (?:of|for) .+)?",
            rf"{_RU_GIVE}(?:(?:адрес|ссылк\w+) (?:на )?)?(?:rss|atom)(?:[- ]лент\w+)?(?: .+)?",
            rf"{_ZH_GIVE}(?:一个)?(?:本群的?|这个聊天的?)?(?:RSS|Atom)(?:的)?(?:订阅)?(?:源|链接|地址)?",
        ),
    ),
    (
        "token revoke",
        (
            rf"(?:.+[,;.] )?{_EN_END} (?:my |the )?{_EN_KEYS} {_NUMBER}",
            rf"{_EN_END} {_ALL} {_EN_KEYS}",
            rf"(?:.+[,;.] )?{_RU_END} {_RU_KEYS} {_NUMBER}|{_RU_END} (?P<every>все) (?:мои )?{_RU_KEYS}",
            (
                rf"(?:.+[，,。])?(?:请)?{_ZH_END}(?:第)?(?P<count>\d{{1,9}})号?{_ZH_KEYS}|"
                rf"(?:请)?{_ZH_END}(?:我的?|我)?(?P<every>所有|全部)的?{_ZH_KEYS}"
            ),
            rf"(?:请)?(?:把)?{_ZH_KEYS}(?P<count>\d{{1,9}}){_ZH_END}",
        ),
    ),
    (
        "token new",
        (
            (
                rf"{_EN_GIVE}(?:an? )?(?:new )?{_EN_KEYS} (?:called|named|for|with the name)"
                r" (?:(?:my|the|our|a) )?(?P<name>.+?)"
            ),
            rf"{_RU_GIVE}(?:новый )?{_RU_KEYS} (?:с (?:названием|именем)|по имени|под названием|для) (?P<name>.+?)",
            rf"{_ZH_GIVE}(?:一个)?(?:名为|名叫|叫做?|名字叫)(?P<name>.+?)的?(?:新的?)?{_ZH_KEYS}",
        ),
    ),
    (
        "token list",
        (
            (
                r"(?:show|list|show me|tell me|what are|which are) (?:all )?(?:of )?my "
                rf"{_EN_KEYS}|what {_EN_KEYS} do i have|which {_EN_KEYS} do i have"
            ),
            (
                r"(?:покажи|перечисли|какие)(?:те)? (?:мне )?(?:все )?(?:у меня |мои "
                rf")?{_RU_KEYS}|какие у меня (?:есть )?{_RU_KEYS}"
            ),
            rf"(?:我有哪些|列出我的?(?:所有)?|显示我的?(?:所有)?|查看我的?)的?{_ZH_KEYS}",
        ),
    ),
    (
        "links revoke",
        (
            rf"(?:.+[,;.] )?{_EN_END} (?:my |the )?(?:page )?link {_NUMBER}",
            rf"{_EN_END} {_ALL} (?:page )?links",
            rf"(?:.+[,;.] )?{_RU_END} ссылк\w+ {_NUMBER}|{_RU_END} (?P<every>все) (?:мои )?ссылк\w+",
            (
                rf"(?:请)?{_ZH_END}(?:第)?(?P<count>\d{{1,9}})号?(?:网页)?链接|(?:请)?{_ZH_END}(?:我的?|"
                r"我)?(?P<every>所有|全部)的?(?:网页)?链接"
            ),
            rf"(?:请)?(?:把)?(?:网页)?链接(?P<count>\d{{1,9}}){_ZH_END}",
        ),
    ),
    (
        "links",
        (
            r"(?:show|list|show me|tell me|what are|which are) (?:all )?(?:of )?my (?:page )?links",
            (
                r"(?:what|which) (?:page )?links (?:do i have|(?:of mine )?(?:still )"
                r"?(?:work|are (?:still )?(?:open|valid|active|live)))(?: .+)?"
            ),
            (
                r"(?:покажи|перечисли|какие)(?:те)? (?:мне )?(?:все )?(?:мои )?ссылки(?: "
                r"(?:ещё |еще )?(?:работают|действуют|открыты))?"
            ),
            r"(?:列出|显示|查看)我的?(?:所有)?的?(?:网页)?链接|我有哪些(?:网页)?链接|(?:我的)?哪些(?:网页)?链接还(?:有效|能用)",
        ),
    ),
    (
        "open {place}",
        (
            rf"(?:open|read|view|see|show(?: me)?) (?P<place>.+?) {_EN_BROWSER}",
            (
                rf"{_EN_GIVE}(?:an? |the )?(?:web ?)?(?:link|url|page|web page|web link)"
                rf" (?:to|for|of) (?P<place>.+?)(?: {_EN_BROWSER})?"
            ),
            rf"where can (?:i|we) (?:read|see|view|open) (?P<place>.+?) {_EN_BROWSER}",
            (
                rf"(?:открой|покажи)(?:те)? (?P<place>.+?) {_RU_BROWSER}|(?:хочу|где|можно|"
                rf"как) (?:можно )?(?:про)?чита\w+ (?P<other>.+?) {_RU_BROWSER}"
            ),
            rf"{_RU_GIVE}ссылк\w+ на (?:страницу )?(?P<place>.+?)",
            rf"(?:我想|我要|请)?{_ZH_BROWSER}(?:打开|看|阅读|查看)(?P<place>.+?)",
            rf"{_ZH_GIVE}(?P<place>.+?)的?(?:网页|页面)的?(?:链接|地址)",
        ),
    ),
)
_COMPILED = tuple((line, tuple(lazy_re(each, re.IGNORECASE) for each in those)) for line, those in _PATTERNS)
_AT_ONCE = ("token list", "webhook list", "links", "open {place}")


def sharing(sentence: str) -> Intent | None:
    """The line that a sentence about a page, a link, a token or a feed means; None for other sentences."""
    plain = BESIDE_HAN.sub("", normalise.expanded(sentence.strip(" .!?。！？").replace("’", "'")))
    return next(filter(None, (_meant(line, found) for line, found in _matches(plain))), None)


def _matches(plain: str) -> Iterator[tuple[str, dict[str, str]]]:
    for line, those in _COMPILED:
        for found in filter(None, (each.fullmatch(plain) for each in those)):
            yield line, {name: words for name, words in found.groupdict().items() if words}


def _meant(line: str, found: dict[str, str]) -> Intent | None:
    sure = line in _AT_ONCE
    match line:
        case "open {place}":
            words = found.get("place") or found.get("other", "")
            if _LIBRARY.fullmatch(words):
                return Intent("open library")
            return None if _NO_PLACE.search(words) else Intent(line, normalise.place(words))
        case "token new" | "webhook new":
            return Intent(f"{line} {found['name']}", sure=False)
        case "token revoke" | "links revoke" | "webhook revoke" | "webhook off" | "webhook on":
            return Intent(f"{line} {found.get('number') or found.get('count') or 'all'}", sure=False)
        case _:
            return Intent(line, sure=sure)
