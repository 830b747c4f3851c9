"""Announcements in Chinese sentences."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.titles import EventPhrase
from briefings.reading.speech_verbs import simplified

_HAN = re.compile(r"[\u4e00-\u9fff]")
_IDLE = re.compile(
    r"如果|假如|倘若|若(?!干)|一旦|可能|或许|也许|取消|不会|没有|并未|每年|每月|每周|通常|以来|估计|假设|考虑|据传|盛传|原定(?!的?.{0,12}(?:维持|不变|改))"
)
_PAST = re.compile(
    r"了|曾|已(?!定|于)|于.{0,12}举行了|上周|昨(?:天|日|公布|宣布)|此前|去年|被|获悉|要求|去信|遂|指出|表示"
)
_HELD = (
    "举行|召开|进行|开幕|开始|启动|开通|揭幕|登场|举办|投票|裁决|裁定|判刑|宣判|提堂|开审|开庭|上庭|聆讯|审理|审讯|首映|上映|上演|加演|公演|"
    "发布|出版|发售|开售|推出|实施|施行|截止|到期|失效|生效|关闭|停航|停运|恢复|重开|结束|闭幕|抵达|访问|会晤|会谈|会见|出席|签署|表决|选举|"
    "开学|开业|开放|交付|交货|提交|公投|大选|登记|报名|回复|预约|搬|换届|复工|复课|接种|维修|检修"
)
_AHEAD = re.compile(rf"将|必须|[须需请]于|请在|定于|计划|拟|预计|起|届时|会议|峰会|论坛|大会|{_HELD}")
_PLANNED = (
    r"(?:预计|即将|将会|将|计划|拟|预定|安排|定|须|需|可以|可|应|维持|改期|押后|延期|推迟|还押|延至|原先|并|亦|也|又|仍|至|到|"
    r"于|在|自|从|为|是|由|的)"
)
_ACT = re.compile(rf"会议|峰会|论坛|大会|会$|赛$|展$|节$|礼$|典$|日$|CFP|{_HELD}")
_BEFORE = re.compile(rf"{_PLANNED}{{1,6}}$")
_OF_DAY = "凌晨|清晨|早晨|[早晚]上|[上中下正]午|傍晚|晚间|午夜|[早晚午]"
_AFTER = re.compile(
    rf"^(?:起|(?:{_OF_DAY})(?![\u4e00-\u9fff]?[会报餐宴])|开始(?=[\u4e00-\u9fff]{{2}})|及[\u4e00-\u9fff]{{0,3}}|将会|将|会|再|才|正式|拟|计划|，)*(?:作一|作)?"
)
_LIMIT = re.compile(r"^(?:或之前|或以前|之前|以前|前|截止)")
_SINCE = re.compile(r"开始[\u4e00-\u9fff]{2}")  # as a story goes on, unless something says that it lies ahead
_WILL = re.compile(r"将|会|可|须|定|拟|计划|预")
# How long something is kept up, behind which the day of its end follows: "对版本22的支持将持续至".
_LASTS = re.compile(
    r"对?(?P<what>[^，。；]{0,20}(?:支持|维护|更新|服务|补丁)[\u4e00-\u9fff]{0,2}?)"
    r"(?:即将|将)?会?(?:一直|继续)?(?:持续|延续|提供|延长|维持)?(?:至|到)\s?"
)
_STANDS = re.compile(r"在$")
_ONLY_HELD = re.compile(
    r"(?:正式|再次|同时|陆续)?(?:举行|召开|举办|进行|开幕|截止|开始|启动|上映|首映|发布|出版|生效|实施|投票)?"
)
_TO_COME = re.compile(r"(?:即将|将会|将|拟|计划)(?=[\u4e00-\u9fff])")
_LEADS = re.compile(
    r"^(?:举行|召开|举办|进行)(?=[^，。]{3})|^(?:另外|此外|同时|其中|此次|今次|下次|而|并|亦|也|又|则|案件)(?=[^，。]{4})"
)
_ENDS = re.compile(r"(?<=[^，。]{3})(?:举行|召开|进行|举办)$")
_NO_TITLE = re.compile(
    r"^(?:他|她|它|我|你|这|那|其|该|双方也|要|在|令|以|如|因|为|希望|或|向|从|与|和|至|但|所以|让|使|把|将|就)|[「『“《](?![^「『“《]*[」』”》])|"
    r"^[^「『“《]*[」』”》]|的$|前[「“]"
)
_OPENS = {"「": "」", "『": "』", "“": "”"}
_STOP = re.compile(r"[，。；！？：、\n]+|——|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_MOST = 28  # characters
_LEAST = 4
_GATHERINGS = ("会", "會", "赛", "賽", "展", "节", "節", "礼", "禮", "典", "CFP")


def chinese_events(sentence: str, wanted: Sequence[DateFound]) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a Chinese sentence announces for each of the wanted dates."""
    plain = simplified(sentence)
    if not _HAN.search(sentence) or _IDLE.search(plain):
        return
    for found in wanted:
        start, end = _clause(sentence, found)
        said = plain[start : found.start] + plain[found.end : end]
        if lasts := _LASTS.fullmatch(plain, start, found.start):
            yield found, EventPhrase(f"截止：{sentence[slice(*lasts.span('what'))]}", start, found.end)
            continue
        if _PAST.search(said) or _is_spoken(sentence, found.start):
            continue
        if not (_AHEAD.search(said) or _STANDS.search(plain[start : found.start])):
            continue
        if _SINCE.match(plain, found.end) and not _WILL.search(said):
            continue
        if title := _title(sentence, plain, found, start, end):
            yield found, EventPhrase(title, start, found.end)


def _title(sentence: str, plain: str, found: DateFound, start: int, end: int) -> str:
    """Subject and act in the words of the clause; a clause of an act alone takes the noun before it."""
    left = start + len(plain[start : found.start].rstrip())
    left = start + len(plain[start : left - len(_matched(_BEFORE, plain[start:left]))].rstrip())
    limit = _matched(_LIMIT, plain[found.end : end])
    right = found.end + len(limit)
    right += len(_matched(_AFTER, plain[right:end]))
    before, after = sentence[start:left].strip(" ，"), sentence[right:end].strip(" ，。；：、")
    if not before and _ONLY_HELD.fullmatch(simplified(after)):
        before = _noun_before(sentence, start)
        if not before:
            return ""
    if not after and not _ACT.search(simplified(before)):
        return ""
    joint = " " if before[-1:].isascii() and after[:1].isascii() and before and after else ""
    title = _trimmed(f"{before}{joint}{after}")
    least = 2 if limit or title.endswith(_GATHERINGS) else _LEAST
    refused = not limit and _NO_TITLE.search(simplified(title))
    if refused or not least <= len(title) <= _MOST or not re.search(r"\w{2}", title):
        return ""
    return f"截止：{title}" if limit and "截止" not in title else title


def _matched(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[0] if found else ""


def _trimmed(words: str) -> str:
    """The words without an empty verb of taking place at either end, and without the sign of the future."""
    plain = simplified(words)
    ended = _ENDS.search(plain)
    words, plain = (words[: ended.start()], plain[: ended.start()]) if ended else (words, plain)
    if later := _TO_COME.search(plain):
        words, plain = words[: later.start()] + words[later.end() :], plain[: later.start()] + plain[later.end() :]
    return words[len(_matched(_LEADS, plain)) :].strip()


def _noun_before(sentence: str, start: int) -> str:
    """The noun that ends the clause before: "由…组织的开发者活动，"."""
    words = sentence[:start].rstrip("，。；！？：、 \n—")
    stops = [0, *(match.end() for match in _STOP.finditer(words))]
    clause = words[stops[-1] :]
    noun = clause.rpartition("的")[2].strip()
    return noun if _LEAST <= len(noun) + 1 <= _MOST // 2 and not re.search(r"[了着过]$", noun) else ""


def _is_spoken(sentence: str, at: int) -> bool:
    """Whether a place stands in words that somebody says."""
    return any(sentence.count(left, 0, at) > sentence.count(right, 0, at) for left, right in _OPENS.items())


def _clause(sentence: str, found: DateFound) -> tuple[int, int]:
    """The stretch between commas around a date, with the next one where the date stands alone."""
    edges = [0, *(m.end() for m in _STOP.finditer(sentence)), len(sentence)]
    at = max(i for i, edge in enumerate(edges) if edge <= found.start)
    start, end = edges[at], edges[min(at + 1, len(edges) - 1)]
    alone = not _HAN.search(sentence[start : found.start] + sentence[found.end : end])
    return (start, edges[min(at + 2, len(edges) - 1)]) if alone else (start, end)
