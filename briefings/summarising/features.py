"""Features of sentences: word statistics of the whole text, cue words, signs of what a sentence states, position."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, count, pairwise
from math import log, sqrt

from briefings.summarising.decisions import decisiveness, is_claim
from briefings.summarising.figures_and_dates import figure_weight, lies_ahead
from briefings.summarising.lines import list_places, wording
from briefings.summarising.passages import Passage
from briefings.summarising.substrings import mentions, parts
from briefings.text.patterns import lazy_re
from briefings.text.terms import content_terms, terms, without_function, word_count

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SectionStatistics:
    """A section with sentences: `index` among all passages, `rank` among those with sentences, `words` its size."""

    index: int
    rank: int
    first: int  # number of its first sentence in the whole text
    words: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class DocumentStatistics:
    """The sentences of a text in columns, and counts over all of them."""

    parts: tuple[SectionStatistics, ...]
    texts: Sequence[str]  # without markup
    sizes: Sequence[int]  # words
    terms: Sequence[tuple[str, ...]]
    content: Sequence[tuple[str, ...]]  # without function words and repeats
    holding: Counter[str]  # sentences that hold a term
    rare: frozenset[str]  # terms that one sentence holds
    opening: tuple[frozenset[str], frozenset[str]]  # terms in the first sentence of a section, and of several
    pairs: Sequence[slice]  # of neighbouring terms, as places in the next two columns
    repeated: bytes  # 1 where more than one sentence has the pair, else 0
    shared: Sequence[float]  # the logarithm of how many sections have the pair
    title: frozenset[str]
    headings: frozenset[str]
    words: int


def document_statistics(title: str, sections: Sequence[Passage]) -> DocumentStatistics:
    """Reads all sentences once.

    Terms are stored in tuples, which the garbage collector scans only once: a long text has millions.
    """
    said = [passage.text[start:end] for passage in sections for start, end in passage.sentences]
    sizes = [word_count(text) for text in said]
    texts = [*map(wording, said)]
    words = [tuple(terms(text)) for text in texts]
    content = [tuple(dict.fromkeys(without_function(found))) for found in words]
    parts = _parts(sections, sizes)
    holding = Counter(chain.from_iterable(content))
    opening = Counter(term for part in parts for term in content[part.first])
    pairs, repeated, shared = _pairs(parts, words)
    return DocumentStatistics(
        parts=parts,
        texts=texts,
        sizes=sizes,
        terms=words,
        content=content,
        holding=holding,
        rare=frozenset(term for term, sentences in holding.items() if sentences == 1),
        opening=(frozenset(opening), frozenset(term for term, sections in opening.items() if sections > 1)),
        pairs=pairs,
        repeated=repeated,
        shared=shared,
        title=frozenset(content_terms(title)),
        headings=frozenset(term for passage in sections for term in content_terms(passage.heading)),
        words=sum(sizes),
    )


def pairs_of(words: Sequence[str]) -> set[Pair]:
    """The pairs of neighbouring words."""
    return set(pairwise(words))


def _parts(sections: Sequence[Passage], sizes: Sequence[int]) -> tuple[SectionStatistics, ...]:
    parts: list[SectionStatistics] = []
    first = 0
    for index, passage in enumerate(sections):
        after = first + len(passage.sentences)
        if passage.sentences:
            parts.append(SectionStatistics(index, len(parts), first, sum(sizes[first:after]), passage))
        first = after
    return tuple(parts)


def _pairs(
    parts: Sequence[SectionStatistics], words: Sequence[tuple[str, ...]]
) -> tuple[list[slice], bytes, list[float]]:
    """The positions of each sentence's word pairs; which pairs repeat, and how widely they are shared.

    A pair is identified by its first position, since a long text has a million different ones. The position between two
    sentences is that of the pair across their border, which is never counted.
    """
    known: dict[Pair, int] = {}
    firsts = array("I", map(known.setdefault, pairwise(chain.from_iterable(words)), count()))
    known.clear()
    ends = [*accumulate(map(len, words))]
    places = [slice(end - len(found), max(end - len(found), end - 1)) for end, found in zip(ends, words, strict=True)]
    repeated, sections = bytearray(len(firsts)), array("I", bytes(4 * len(firsts)))
    for part in parts:
        here: set[int] = set()
        for place in places[part.first : part.first + len(part.passage.sentences)]:
            for again in here.intersection(firsts[place]):
                repeated[again] = 1
            here.update(firsts[place])
        for pair in here:
            sections[pair] += 1
            if sections[pair] > 1:
                repeated[pair] = 1
    logs = [0.0, *map(log, range(1, len(parts) + 1))]
    shared = [*map(logs.__getitem__, map(sections.__getitem__, firsts))]
    return places, bytes(map(repeated.__getitem__, firsts)), shared


_AIM = """
propose introduce present describe develop investigate explore examine aim address goal purpose focus
предлагать цель рассматривать анализировать посвящен 提出 目的 旨在 探讨
"""
_INSTANCE = "example instance including contact например в частности 例如 比如"
_EXHIBIT = "figure fig table section appendix equation рис рисунок таблица 图表 附录"
_MODAL = "should must would could may might need will должен может следует 应该 必须 可能"
_LINK = """
however moreover furthermore addition additionally also but and yet nevertheless thus therefore hence consequently
similarly likewise meanwhile instead finally then first second third so or nor for
однако поэтому также кроме но и а затем 但是 然而 因此 此外 同时 另外
"""
_BACKWARD = """
this these that those it its they their he she his her such here there
это эти этот эта он она они оно его ее их там 这些 这一 这种 他们 它们 其中
"""
_OPENING = lazy_re(r"introduc|overview|backgr|motivat|введен|предыстор|引言|导言|背景", re.IGNORECASE)
_CLOSING = lazy_re(r"conclu|summar|discuss|overall|заключ|вывод|итог|结论|总结|结语", re.IGNORECASE)
_ASIDE = lazy_re(
    r"acknowl|append|future|limitation|ethic|reference|note|funding|glossar|thanks|благодар|приложен|примечан|附录|"
    r"致谢|注释",
    re.IGNORECASE,
)
_DECIDING = lazy_re(
    r"deci[ds]|resol[uv]|disposition|order|ruling|recommend|action|conclu|propos|what to do|advice|outlook|next step|"
    r"finding|found|result|impact|cause|cost|decline|vote|lesson|goal|caveat|risk|open question|"
    r"contributing|решени|вывод|рекоменд|итог|决定|建议|结论|结果|原因",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _cues_by_kind() -> tuple[frozenset[str], ...]:
    """Cue terms anywhere in a sentence, by kind: aims, examples, exhibits, modals."""
    return tuple(frozenset(terms(words)) for words in (_AIM, _INSTANCE, _EXHIBIT, _MODAL))


@lru_cache(maxsize=1)
def _all_cues() -> frozenset[str]:
    """All cue terms of `_cues_by_kind`."""
    return frozenset[str]().union(*_cues_by_kind())


@lru_cache(maxsize=1)
def _opening_cues() -> tuple[frozenset[str], ...]:
    """Cue terms at the start of a sentence, by kind: connectives, and words that refer back."""
    return tuple(frozenset(terms(words)) for words in (_LINK, _BACKWARD))


def _heading_kinds(heading: str) -> tuple[bool, bool, bool, bool]:
    """Whether a heading announces an introduction, a conclusion, side matter, or a decision or finding."""
    opening, closing, aside, deciding = (
        pattern.search(heading) is not None for pattern in (_OPENING, _CLOSING, _ASIDE, _DECIDING)
    )
    return opening, closing, aside, deciding


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
_DAY = lazy_re(r"\b\d{1,2}(?:st|nd|rd|th)? May\b|\bMay \d{1,2}\b|\d{1,2} мая\b|\d{1,2}月|\b\d{4}-\d\d-\d\d\b")
_YEAR = lazy_re(r"\b(?:19|20)\d\d\b(?!,)")
_AMOUNT = lazy_re(
    r"[$£€¥₽]\s?\d|\d\s?(?:%|[mb]n?\b)|\d[.,]* (?:per ?cent|[mbtr]+illion|thousand|hundred|euros?|dollars?|pounds?|"
    r"crowns?|francs|yuan|basis|points?|tonnes?|hectares?|процент\w*|млн|млрд|тыс|руб\w*)\b|\d[万亿元]",
    re.IGNORECASE,
)
_LABELLED = lazy_re(
    r"(?:\b(?:PEP|RFC|Rule|Article|Section|Chapter|Item|Order|Stage|Step|Figure|Table|Part|Phase|Version|Appendix|"
    r"Level|"
    r"Tier|Type|Issue|PR|Proposal|Act|No|Nos|Exhibit|Python|Ruby|Rust)\b\.?|§) ?\d[\w.-]*(?:\(\w+\))*|"
    r"\b\d+ (?:[A-Z][\w.]{0,7} ?){1,4}\d+(?:, \d+)*\b|\bv?\d+\.\d+\.\d+\b"
)  # numbers that name a thing: "Rule 24.035", "580 S.W.3d 895", "1.28.1"
_NUMBER = lazy_re(r"(?<![\w#/-])\d+(?:[.,:]\d+)*")
_COMPARED = lazy_re(r"\bfrom [^,;]{1,25}? to \S*\d|\bagainst \S*\d|\bcompared with\b|\d (?:in|of|out of) ")
_PASSIVE = lazy_re(r" (?:is|are|was|were|be|been) (?:\w+ly )?\w+(?:ed|en|wn|ld|ught|set|cut|shut|id)\b")
_PASSIVE_NOW = lazy_re(r" (?:is|are|remains?) (?:\w+ly )?\w+(?:ed|en|wn|set|cut|shut)\b")
_PAST = (" was ", " were ", " had ", " did ", "ed ", "ed.")
_MOST = 3  # words of a kind that count
_WRITER = list(_KINDS).index("writer")

_STATEMENTS = (
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


def _statement_signs(text: str, size: int, found: Sequence[str]) -> tuple[float, ...]:
    """The signs of a sentence of `size` words with the terms `found`; columns as in _STATEMENTS."""
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
    if any(map(str.isdigit, text)):
        text = _LABELLED.sub("", text)
    numbers = len(_NUMBER.findall(text))
    if not numbers:
        return 0, False, month, False, "compared with" in text
    years, days = len(_YEAR.findall(text)), len(_DAY.findall(text))
    dated = month or days > 0
    figures = max(0, min(4, numbers - years - (days or month)))
    return figures, _AMOUNT.search(text) is not None, dated, years > 0, _COMPARED.search(text) is not None


Row = tuple[float, ...]

# Each name says what its number measures; "x" is a product, "first" means the first sentence of its section.
NAMES = (
    "nearness to the section's start",
    "nearness to the paragraph's start",
    "paragraphs before it in the section",
    "sections before, as a share",
    "in the first section",
    "words before, as a share",
    "nearness to start x sections",
    "nearness to paragraph's start x section's words",
    "nearness to paragraph's start x sections",
    "first x section's words",
    "nearness to start x in the first section",
    "nearness to start x in the only headed section",
    "heading announces an opening",
    "heading announces a closing",
    "heading announces an aside",
    "heading announces a decision or finding",
    "words, up to 80",
    "words, up to 8",
    "words x sections",
    "citations",
    "quotation marks",
    "colons and semicolons",
    "commas",
    "ends as a sentence",
    "begins in small letters",
    "content terms, as a share",
    "states an aim",
    "gives an instance",
    "points at an exhibit",
    "weighs what may be",
    "opens with a link",
    "opens with a word that points back",
    "frequency of its terms in the section",
    "frequency of its terms in the rest of the section",
    "terms that no other sentence has",
    "terms of the title",
    "terms of the title x in the only section",
    "terms of headings",
    "terms of other sections' first sentences",
    "pairs that come back",
    "frequency of its pairs in other sections",
    "last of its section",
    "last of its paragraph",
    "last of the text",
    "nearness of its paragraph to the text's start",
    "nearness of its paragraph to the text's start x no headings",
    "in the first tenth of the words",
    "item of a list",
    "item that a line introduces",
    "opens with a contrast",
    "opens with a speaker",
    *_STATEMENTS,
    "decides outright",
    "rules or advises",
    "proposes",
    "reports a claim",
    "gives a sum or a measure",
    "counts things",
    "tells a date that is to come",
    "points back within it",
    "concludes",
    "limits or doubts",
    "tells a cause or an effect",
    "decides x heading of decisions",
)
_CITATION = lazy_re(r"\([^()]{0,60}(?:19|20)\d\d|\[\d")
_NO_CUES = (0, 0, 0, 0)
_LONG, _SHORT = 80, 8  # words up to which lengths count
_CLOSERS = "\"'”’»)]」』）"
_STOPS = (".", "!", "?", "…", "。", "！", "？")


def rows(survey: DocumentStatistics) -> Iterator[Row]:
    """The features of each sentence, in text order; columns as in NAMES."""
    before = paragraphs = 0
    for part in survey.parts:
        spans = [*_paragraphs(part)]
        yield from _part_rows(survey, part, before, spans, paragraphs)
        before += part.words
        paragraphs += spans[-1][0] + 1


def _part_rows(
    survey: DocumentStatistics,
    part: SectionStatistics,
    before: int,
    spans: Sequence[tuple[int, int]],
    paragraphs_before: int,
) -> Iterator[Row]:
    last = part.first + len(part.passage.sentences)
    counts = Counter(chain.from_iterable(survey.content[part.first : last]))
    logs = [0.0, *map(log, range(1, max(counts.values(), default=0) + 1))]
    rest = {term: count for term, count in counts.items() if count > 1}  # a term that comes once counts nothing
    of_counts = {term: logs[count] for term, count in rest.items()}
    heading, where, many = _heading_kinds(part.passage.heading), _where(survey, part), log(len(survey.parts))
    heading_missing = len(survey.parts) == 1 and not part.passage.heading
    paragraphs, listed = [*spans, (0, 0)], [*list_places(part.passage)]
    for number, (paragraph, within_it) in zip(range(part.first, last), paragraphs, strict=False):
        many_terms = len(survey.content[number]) or 1
        recurring = [*filter(of_counts.__contains__, survey.content[number])]
        frequency = (
            sum(map(of_counts.__getitem__, recurring)) / many_terms,
            sum(map(logs.__getitem__, map(rest.__getitem__, recurring))) / many_terms,
        )
        place = _place(where, number - part.first, paragraph, within_it, before / (survey.words or 1))
        company = _company(survey, number, survey.opening[number == part.first])
        ends = paragraphs[number - part.first + 1][1] == 0
        end = (number == last - 1, ends, number == len(survey.texts) - 1)
        opening = (paragraphs_before + paragraph, heading_missing, 10 * before < survey.words)
        form = _form(survey.texts[number], listed[number - part.first], opening)
        stated = _statement_signs(survey.texts[number], survey.sizes[number], survey.terms[number])
        told = _told(survey.texts[number], part.passage.heading, dated=bool(stated[_DATED]), counts=stated[_FIGURE] > 0)
        yield (*place, *heading, *_wording(survey, number, many), *frequency, *company, *end, *form, *stated, *told)
        for term in recurring:
            rest[term] -= 1
        before += survey.sizes[number]


_DATED, _FIGURE = _STATEMENTS.index("has a date"), _STATEMENTS.index("figures")
_CONCLUDES = lazy_re(
    r"\b(?:conclu(?:de[sd]?|sions?)|(?:in|on) (?:short|sum|balance|the whole)|overall|as a result|therefore|thus|"
    r"hence|"
    r"we (?:find|found|learned|believe|judge|expect|estimate)|(?:this|it|which|that) (?:means|shows|suggests|"
    r"implies|proves)|"
    r"(?:shows?|showed|found|finds|suggests?|confirm(?:s|ed)?|indicates?|reveal(?:s|ed)?|demonstrat\w+|estimates?|"
    r"estimated|expects?|forecasts?) that|the (?:reason|lesson|point|result|cause|problem|risk|question|answer|truth|"
    r"root cause|key) (?:is|was)|(?:is|are|was|were) (?:likely|unlikely|probably|clear|responsible|caused|due)|"
    r"turn(?:s|ed) out|in the end|most important)\b|вывод|означает|показыва|свидетельств|表明|意味着|说明|由此可见|"
    r"結論|结论",
    re.IGNORECASE,
)
_LIMITS = lazy_re(
    r"\b(?:but|however|although|though|despite|unless|except|only if|as long as|provided|until|without|yet|still|"
    r"(?:does|do|did|is|are|was|were|has|have|had|can|could|will|would|may|might)(?: not|n['’]t)|cannot|never|nothing|"
    r"nobody|none|no (?:evidence|data|plan|date|one|longer|decision|agreement)|remains?|uncertain\w*|unknown|unclear|"
    r"depends?|risks?|caveats?|limit(?:s|ed|ation\w*)|exclud\w+|exempt\w*|excepts?|rather than|not (?:a|the|all|"
    r"every))\b|"
    r"\b(?:не|но|однако|хотя|кроме|если|пока)\b|但|然而|尚未|除非|不過|不过|並未|并未|仍",
    re.IGNORECASE,
)
_CAUSES = lazy_re(
    r"\b(?:because|caus(?:e[sd]?|ing)|due to|owing to|led to|leads to|result(?:s|ed|ing)? (?:in|from)|so that|"
    r"thanks to|"
    r"triggered|blamed|allow(?:s|ed|ing)|prevent(?:s|ed)|which means|forced|stems? from|driven by|after)\b|"
    r"потому|из-за|привел|причин|因为|由于|导致|因此|使得",
    re.IGNORECASE,
)
# Parts of words without which these patterns can't match.
_OF_CONCLUSION = parts("""
conclu short sum balance whole overall result therefore thus hence mean show suggest impl prove find found learned
believe judge expect estimate confirm indicat reveal demonstrat forecast reason lesson point cause problem risk question
answer truth key likely probably clear responsible due turn important end
вывод означает показыва свидетельств 表明 意味着 说明 由此可见 結論 结论
""")
_OF_LIMIT = parts("""
but however though despite unless except only long provided until without yet still not n't n’t never nothing nobody
none remain uncertain unknown unclear depend risk caveat limit exclud exempt rather no_
не но однако хотя кроме если пока 但 然而 尚未 除非 不 並 并 仍
""")
_OF_CAUSE = parts("""
caus due owing led leads result that thanks trigger blamed allow prevent means forced stem driven after
потому из-за привел причин 因 由于 导致 使得
""")
_POINTS_BACK = lazy_re(
    r"(?<!^)\b(?:this|these|those|such|the (?:same|latter|former|other|others)) (?!year|week|month|report|paper|"
    r"study|as\b|that\b)\w+",
    re.IGNORECASE,
)


def _told(text: str, heading: str, *, dated: bool, counts: bool) -> Row:
    """Features of what a sentence tells a reader of a brief."""
    lowered = text.lower()
    decides = decisiveness(text, heading)
    figure = figure_weight(text, counts=counts)
    return (
        decides >= _OUTRIGHT,
        _ADVICE <= decides < _OUTRIGHT,
        0 < decides < _ADVICE,
        is_claim(text),
        figure == 1,
        0 < figure < 1,
        lies_ahead(text, dated=dated),
        _POINTS_BACK.search(text) is not None,
        mentions(lowered, _OF_CONCLUSION) and _CONCLUDES.search(text) is not None,
        mentions(lowered, _OF_LIMIT) and _LIMITS.search(text) is not None,
        mentions(lowered, _OF_CAUSE) and _CAUSES.search(text) is not None,
        decides if _DECIDING.search(heading) else 0.0,
    )


_ADVICE, _OUTRIGHT = 1.5, 3.0  # how far a sentence decides that advises, and one that tells a decision
_CONTRAST = lazy_re(
    r"(?:but|however|yet|although|though|while|nevertheless|nonetheless|despite|still|even so|no|not|nor|neither|"
    r"nobody|no one|nothing|unless|если|однако|но|хотя|但|然而|尽管|如果)\b",
    re.IGNORECASE,
)
_SPEAKER = lazy_re(r"[A-Z][\w.]*(?: [A-Z][\w.]*)?(?: \([^()]{1,20}\))?: ")


def _form(text: str, listed: tuple[bool, bool], opening: tuple[int, bool, bool]) -> Row:
    """Features of a sentence's place in the text and in lists, and of its first words."""
    paragraph, only, early = opening
    near = 1 / (1 + paragraph)
    contrast, speaker = _CONTRAST.match(text) is not None, _SPEAKER.match(text) is not None
    return near, near if only else 0.0, early, *listed, contrast, speaker


def _paragraphs(part: SectionStatistics) -> Iterator[tuple[int, int]]:
    """For each sentence, the paragraphs before its own, and the sentences before it in its paragraph."""
    text, spans = part.passage.text, part.passage.sentences
    gap = "\n\n" if "\n\n" in text else "\n"
    paragraph = within_it = 0
    for number, (start, _) in enumerate(spans):
        if number:
            parted = text.find(gap, spans[number - 1][1], start) >= 0
            paragraph, within_it = (paragraph + 1, 0) if parted else (paragraph, within_it + 1)
        yield paragraph, within_it


def _where(survey: DocumentStatistics, part: SectionStatistics) -> Row:
    """A section's features: relative position, size, number of sections, whether it is the first or the only one."""
    sections = len(survey.parts)
    only = sections == 1 and part.passage.heading != ""  # a text without headings opens like any other
    return part.rank / max(1, sections - 1), log(1 + part.words), log(sections), part.rank == 0, only


def _place(where: Row, number: int, paragraph: int, within_it: int, before: float) -> Row:
    sections_before, size, many, first_section, only = where
    near, near_paragraph = 1 / (1 + number), 1 / (1 + within_it)
    return (
        near,
        near_paragraph,
        min(paragraph, 20),
        sections_before,
        first_section,
        before,
        near * many,
        near_paragraph * size,
        near_paragraph * many,
        size if number == 0 else 0.0,
        near if first_section else 0.0,
        near if only else 0.0,
    )


def _wording(survey: DocumentStatistics, number: int, many: float) -> Row:
    text, size, terms = survey.texts[number], survey.sizes[number], survey.terms[number]
    count = text.count
    if size > _LONG:
        size = _LONG
    return (
        size,
        size if size < _SHORT else _SHORT,
        size * many,
        min(3, len(_CITATION.findall(text))) if "(" in text or "[" in text else 0,
        min(3, count('"') + count("“") + count("«")),
        min(2, count(":") + count(";")),
        min(6, count(",")),
        text.endswith(_STOPS) or text.rstrip(_CLOSERS).endswith(_STOPS),
        text[:1].islower(),
        len(survey.content[number]) / (len(terms) or 1),
        *_cues(terms),
    )


def _cues(terms: Sequence[str]) -> Row:
    """The number of cues of each kind in a sentence, up to 3; and the kind it opens with."""
    links, backward = _opening_cues()
    opener = terms[0] if terms else ""
    found = _all_cues().intersection(terms)
    cues = [min(3, len(cue & found)) for cue in _cues_by_kind()] if found else _NO_CUES
    return (*cues, opener in links, opener in backward)


def _company(survey: DocumentStatistics, number: int, opening: frozenset[str]) -> Row:
    content, pairs = survey.content[number], survey.pairs[number]
    many, many_pairs = len(content) or 1, (pairs.stop - pairs.start) or 1
    of_title = len(survey.title.intersection(content)) / sqrt(many)
    return (
        len(survey.rare.intersection(content)) / many,
        of_title,
        of_title if len(survey.parts) == 1 else 0.0,
        len(survey.headings.intersection(content)) / sqrt(many),
        len(opening.intersection(content)) / many,
        survey.repeated.count(1, pairs.start, pairs.stop) / many_pairs,
        sum(survey.shared[pairs]) / many_pairs,
    )
