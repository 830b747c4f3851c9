"""Cue words for the function of a sentence and of a heading, as terms."""

import re
from functools import lru_cache

from briefings.text.terms import terms

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
_OPENING = re.compile(r"introduc|overview|backgr|motivat|введен|предыстор|引言|导言|背景", re.IGNORECASE)
_CLOSING = re.compile(r"conclu|summar|discuss|overall|заключ|вывод|итог|结论|总结|结语", re.IGNORECASE)
_ASIDE = re.compile(
    r"acknowl|append|future|limitation|ethic|reference|note|funding|glossar|thanks|благодар|приложен|примечан|附录|致谢|注释",
    re.IGNORECASE,
)
_DECIDING = re.compile(
    r"deci[ds]|resol[uv]|disposition|order|ruling|recommend|action|conclu|propos|what to do|advice|outlook|next step|"
    r"finding|found|result|impact|cause|cost|decline|vote|решени|вывод|рекоменд|итог|决定|建议|结论|结果|原因",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def within() -> tuple[frozenset[str], ...]:
    """Cue terms anywhere in a sentence, by kind: aims, examples, exhibits, modals."""
    return tuple(frozenset(terms(words)) for words in (_AIM, _INSTANCE, _EXHIBIT, _MODAL))


@lru_cache(maxsize=1)
def anywhere() -> frozenset[str]:
    """All cue terms in `within`."""
    return frozenset[str]().union(*within())


@lru_cache(maxsize=1)
def at_start() -> tuple[frozenset[str], ...]:
    """Cue terms at the start of a sentence, by kind: connectives, and words that refer back."""
    return tuple(frozenset(terms(words)) for words in (_LINK, _BACKWARD))


def announced(heading: str) -> tuple[bool, bool, bool, bool]:
    """Whether a heading announces an introduction, a conclusion, side matter, or a decision or finding."""
    opening, closing, aside, deciding = (
        pattern.search(heading) is not None for pattern in (_OPENING, _CLOSING, _ASIDE, _DECIDING)
    )
    return opening, closing, aside, deciding
