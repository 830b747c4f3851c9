"""Signs that a sentence states a key fact: a decision, figure, date ahead, recommendation, conclusion or caveat."""

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log

from briefings.text.terms import terms

# Cue words by kind, in English, Russian and Chinese.
_KINDS = {
    "decision": """
approve adopt decide decision resolve agree vote rule hold grant deny dismiss reverse affirm remand order fine ban
prohibit reject refuse award sign suspend shut withdraw cancel postpone authorise authorize elect appoint resign sue
uphold carried motion resolution decline accept announce confirm abolish allow forbid require oblige permit lift impose
decree sentence acquit convict settle commit instruct direct bind approval verdict judgment discharge waive exclude
решить решение принять утвердить одобрить постановить запретить отклонить назначить обязать разрешить согласиться
проголосовать отменить объявить подписать отказать оштрафовать приостановить
决定 批准 通过 同意 否决 驳回 宣布 禁止 处罚 罚款 任命 签署 取消 暂停 认定 要求
""",
    "recommendation": """
recommend recommendation advise urge should ought must
рекомендовать советовать следует должен
建议 应当 应该 必须
""",
    "conclusion": """
conclude conclusion find found finding show mean likely expect forecast estimate project judge view consider confirm
prove suggest evidence risk responsible fail failure misled breach
вывод заключение показать ожидать прогноз оценка вероятно доказать подтвердить
结论 表明 预计 预测 估计 发现 证明 显示
""",
    "request": """
advice propose proposal suggest need call ask ensure
предлагать необходимо призывать просить
呼吁 提议 需要
""",
    "reason": """
because since therefore accordingly hence thus cause result due
потому поэтому следовательно причина вызвать
原因 因此 导致 由于
""",
    "caveat": """
if unless until provided subject condition only except however although might depend assume assumption uncertain unknown
yet whether without exempt risk lapse otherwise limit limitation pending dispute reserve
если кроме только однако хотя зависеть условие пока неизвестно риск
如果 除非 但是 只有 尚未 尚无 前提 条件 风险
""",
    "duty": "must shall cannot can't won't may ought обязан нельзя 必须 不得 应当",
    "future": """
will shall won't it'll we'll deadline expire end close begin start open due by before after from next until effect plan
intend будет начаться завершить срок пройти вступить истечь до после следующий
将 将于 截止 开始 结束 下次 实施 施行
""",
    "change": """
rise rose risen fall fell fallen increase decrease cut raise reduce drop grow grew grown lose lost gain double halve up
down more less fewer higher lower against compared than most least record worth cost pay paid total average median
вырасти снизиться увеличить уменьшить рост падение больше меньше сравнение цена стоить
增长 下降 上升 减少 增加 超过 同比 环比 平均 成本
""",
    "number in words": """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety hundred twice double doubled
два три четыре пять шесть семь восемь девять десять
""",
    "harm": """
kill death die dead injury injured hurt victim damage loss fire leak fraud attack outage expose default bankrupt
insolvency closure redundancy layoff evict arrest charge flood collapse
погибнуть пострадать ущерб авария пожар утечка сбой смерть
死亡 受伤 火灾 事故 泄漏 损失
""",
    "courtesy": """
thank grateful welcome apology apologise sorry hello dear friend colleague reader please enjoy glad happy luck regards
sincerely hope love lovely kindly coffee tea lunch dinner cake weather joke laugh funny course
спасибо благодарить уважаемый рад дорогой
感谢 各位 欢迎 大家
""",
    "self-reference": """
section chapter paper note report review briefing document annex appendix table figure below above following remainder
describe outline background introduction overview purpose aim method survey interview sample template glossary circular
summary scope раздел глава отчёт обзор 本文 本报告 下文
""",
    "debate": """
discuss discussion debate talk speak spoke speaker comment question say said argue argument opinion heard hear remark
mention tell told explain express обсуждать говорить мнение вопрос 讨论 认为 表示 发言
""",
    "vagueness": """
always usual usually often ever every sometimes seldom rarely many much some several few various perhaps nobody
everyone everybody anyone people thing matter kind sort way plenty всегда обычно часто иногда многие некоторые
往往 通常 常常 许多
""",
    "writer": "i we our my us i'd we'd i've we've i'm we're мы наш я 我们 我",
    "reader": "you your you'll you're вы ваш 你 您",
    "negation": """
no not none never nobody neither nothing didn't doesn't don't hasn't haven't isn't aren't wasn't weren't couldn't
не нет
""",
    "vote": "vote votes unanimous majority motion проголосовать голос 表决 投票",
}
_IMPERATIVES = """
check tell start stop keep use do don't read write call take send make ask look publish patch apply give let move test
never please buy sell avoid go put get see add set
"""
_MONTHS = """
january february march april june july august september october november december
января февраля марта апреля июня июля августа сентября октября ноября декабря
"""
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? May\b|\bMay \d{1,2}\b|\d{1,2} мая\b|\d{1,2}月|\b\d{4}-\d\d-\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!,)")
_AMOUNT = re.compile(
    r"[$£€¥₽]\s?\d|\d\s?(?:%|[mb]n?\b)|\d[\d.,]* (?:per ?cent|[mbtr]+illion|thousand|hundred|euros?|dollars?|pounds?|"
    r"crowns?|francs|yuan|basis|points?|tonnes?|hectares?|процент\w*|млн|млрд|тыс|руб\w*)\b|\d[万亿元]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_COMPARED = re.compile(r"\bfrom [^,;]{1,25}? to \S*\d|\bagainst \S*\d|\bcompared with\b|\d (?:in|of|out of) ")
_PASSIVE = re.compile(r" (?:is|are|was|were|be|been) (?:\w+ly )?\w+(?:ed|en|wn|ld|ught|set|cut|shut|id)\b")
_PASSIVE_NOW = re.compile(r" (?:is|are|remains?) (?:\w+ly )?\w+(?:ed|en|wn|set|cut|shut)\b")
_PAST = (" was ", " were ", " had ", " did ", "ed ", "ed.")
_MOST = 3  # words of a kind that count
_WRITER = list(_KINDS).index("writer")

NAMES = (
    *(f"cues of {kind}" for kind in _KINDS),
    "figures",
    "has an amount",
    "has a date",
    "has a year",
    "date ahead",
    "comparison of figures",
    "any of figure, date or cue",
    "passive",
    "passive now",
    "past tense",
    "perfect tense",
    "begins as an order",
    "writer's decision, advice or conclusion",
    "asks or exclaims",
    "begins with a name",
    "logarithm of its words",
    "under 8 words",
    "over 30 words",
)


@lru_cache(maxsize=1)
def _kinds_of() -> dict[str, tuple[int, ...]]:
    """The kinds of each cue term, by index."""
    kinds: dict[str, tuple[int, ...]] = {}
    for index, words in enumerate(_KINDS.values()):
        for term in dict.fromkeys(terms(words)):
            kinds[term] = (*kinds.get(term, ()), index)
    return kinds


@lru_cache(maxsize=1)
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    """The terms of imperatives and of months."""
    return frozenset(terms(_IMPERATIVES)), frozenset(terms(_MONTHS))


def signs(text: str, size: int, found: Sequence[str]) -> tuple[float, ...]:
    """The signs of a sentence of `size` words with the terms `found`; columns as in NAMES."""
    counts = _counts(found)
    imperatives, months = _openers()
    past = any(map(text.__contains__, _PAST))
    figures, amount, dated, year, compared = _figures(text, month=not months.isdisjoint(found))
    decision, recommendation, conclusion = counts[:3]
    return (
        *counts,
        figures,
        amount,
        dated,
        year,
        dated and not past,
        compared,
        bool(figures or dated or decision or recommendation or conclusion),
        _PASSIVE.search(text) is not None,
        _PASSIVE_NOW.search(text) is not None,
        past,
        " has been " in text or " have been " in text,
        bool(found) and found[0] in imperatives,
        bool(counts[_WRITER]) and bool(decision or recommendation or conclusion),
        "?" in text or "!" in text or "？" in text or "！" in text,
        text[:1].isupper() and text.find(" ") > 0 and text[text.find(" ") + 1 :][:1].isupper(),
        log(1 + size),
        size < 8,
        size > 30,
    )


def _counts(found: Sequence[str]) -> list[int]:
    """The cue words of each kind in a sentence, each once, up to `_MOST`."""
    counts = [0] * len(_KINDS)
    kinds = _kinds_of()
    for term in {term for term in found if term in kinds}:
        for kind in kinds[term]:
            if counts[kind] < _MOST:
                counts[kind] += 1
    return counts


def _figures(text: str, *, month: bool) -> tuple[int, bool, bool, bool, bool]:
    """The number of figures besides dates; whether there is an amount, a date, a year, a comparison."""
    numbers = len(_NUMBER.findall(text))
    if not numbers:
        return 0, False, month, False, "compared with" in text
    years, days = len(_YEAR.findall(text)), len(_DAY.findall(text))
    dated = month or days > 0
    figures = max(0, min(4, numbers - years - (days or month)))
    return figures, _AMOUNT.search(text) is not None, dated, years > 0, _COMPARED.search(text) is not None
