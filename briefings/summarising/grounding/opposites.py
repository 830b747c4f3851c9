"""Antonyms by subject, and near-synonyms."""

from collections.abc import Mapping
from functools import lru_cache

from briefings.summarising.grounding.tokens import Token, tokens

# One thing a line: the words of one side, a bar, those of the other.
_OPPOSITES = """
rise increase grow climb gain surge jump expand soar swell widen raise boost lengthen growth | fall drop decline
decrease shrink sink slump slip slide plunge narrow reduce cut lower shorten dwindle contract reduction
support back favour favor endorse welcome praise | oppose resist criticise criticize condemn denounce
accept approve adopt pass | reject refuse veto block
allow permit authorise authorize legalise | ban forbid prohibit outlaw bar
begin start open launch commence | end stop close finish cease conclude shut
strengthen tighten harden improve recover | weaken ease loosen soften worsen deteriorate
join enter | leave quit exit withdraw
success successful | failure unsuccessful
import | export
true correct accurate right | false wrong inaccurate incorrect
cheap cheaper inexpensive | expensive dear costly dearer
fast faster quick quicker rapid | slow slower
early earlier | late
inside | outside
ally friend friendly partner | enemy foe hostile rival
include including | exclude excluding except
confirm affirm | contradict refute
surplus | deficit shortfall
best better | worst worse
majority most | minority few fewest
optimistic hopeful confident | pessimistic doubtful
safe safer secure | dangerous unsafe risky
strong stronger | weak weaker
large larger big bigger high higher tall | small smaller low lower little
largest biggest highest most | smallest lowest least
long longer | short shorter
new newer newest young younger youngest | old older oldest
buyer | seller
suspend stop halt interrupt | resume restart
known | unknown
public | private
north northern | south southern
east eastern | west western
domestic home | foreign abroad
agree consent | disagree dissent
legal lawful | illegal unlawful
guilty convict | innocent acquit
temporary provisional | permanent
joint jointly | separate separately independent independently
voluntary optional | mandatory compulsory obligatory
remember | forget
build construct | demolish destroy dismantle
hire recruit | fire dismiss
up upward | down downward
accelerate hasten | delay postpone decelerate
minimum | maximum
urban | rural
вырасти расти рост увеличить увеличиться повысить повыситься | упасть падать падение снизить снизиться сократить
поддержать поддерживать | осудить отвергнуть
разрешить | запретить
начать начаться открыть | закончить завершить закрыть
增加 上升 增长 提高 | 减少 下降 降低 下滑
支持 赞成 | 反对
允许 | 禁止
开始 | 结束
"""
# The same, of two sides of one happening: who does the one to somebody has the other done by them.
_CONVERSES = """
buy purchase | sell supply
win beat defeat outpace outnumber exceed overtake surpass outweigh outsell | lose trail lag
more greater above over higher larger longer older faster better stronger | less fewer below under lower smaller shorter
younger slower worse weaker
before precede ahead earlier | after follow behind later
lend | borrow
give | receive
"""
Sides = Mapping[str, tuple[str, int]]


@lru_cache(maxsize=2)
def sides(*, converse: bool) -> Sides:
    """Each word with its pair of opposites and its side; `converse` for pairs that depend on word order."""
    told: dict[str, tuple[str, int]] = {}
    for name, line in enumerate(_lines(_CONVERSES if converse else _OPPOSITES)):
        for side, words in enumerate(line.split("|")):
            for token in tokens(words):
                told.setdefault(token.term, (f"{name}", side))
    return told


def _lines(text: str) -> list[str]:
    """Joins lines without a bar to the line before."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if "|" in line:
            lines.append(line)
        else:
            lines[-1] += f" {line}"
    return lines


def prefixed(one: Token, other: Token) -> bool:
    """Whether one word is the other with “un”, “dis” or a similar prefix."""
    longer, shorter = sorted((one.term, other.term), key=len, reverse=True)
    return len(shorter) > 3 and any(
        longer == f"{prefix}{shorter}" for prefix in ("un", "in", "im", "dis", "il", "ir", "non")
    )
