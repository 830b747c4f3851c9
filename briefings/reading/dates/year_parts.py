"""Whether a half or quarter is one of a year where none is named: "sales fell in the second half", unlike a match's."""

import re

from briefings.reading.dates.context import Context
from briefings.text.patterns import lazy_re

_TIME_BEFORE = lazy_re(
    r"\b(?:in|by|for|during|from|since|until|till|through|over|before|after|of|to|this|next|last)(?:\sthe)?\s(?:\w+\s)?$"
    r"|(?<!\w)(?:в|во|до|к|ко|с|со|за|на|по)\s$",
    re.IGNORECASE,
)
_MONEY = lazy_re(
    r"\b(?:profits?|revenues?|sales|earnings?|results|growth|gr[eo]w|exports?|imports?|inflation|GDP|output|prices?|markets?|"
    r"econom\w+|fiscal|budgets?|demand|deliver(?:y|ies)|production|forecasts?|orders|losses|margins?|shares|trade|investments?|"
    r"investors?|tax(?:es)?|tourism|harvests?|spending|wages|rates?|recession|recovery?|shipments?|supply|costs?|outlook|year)\b"
    r"|выручк|прибыл|доход|экспорт|импорт|инфляц|ВВП|цен[аыу]?\b|рост|рын|эконом|бюджет|спрос|производств|выпуск|поставк|ставк|налог",
    re.IGNORECASE,
)
_QUESTION = lazy_re(r"[:.)]\s|\s(?:asks|asked|was\sanswered|headings?|tags?|titles?|elements?|receptors?|blockers?)\b")
_SENTENCE_END = lazy_re(r"[.!?;](?:\s|$)|\n")
_LETTER_AND_NUMBER = 2  # characters of "Q3" and "H2"
_REACH = 140  # characters of the sentence looked at on either side


def is_of_year(context: Context, what: str) -> bool:
    """Whether the words around a half or quarter without a year make it a time; a phrase that is all date is one."""
    if context.leaning:
        return True
    before, behind = _beside(context)
    if len(context.text[context.start : context.end]) == _LETTER_AND_NUMBER:
        return not _QUESTION.match(context.text, context.end) and (what == "Q" or bool(_TIME_BEFORE.search(before)))
    told = bool(_MONEY.search(before) or _MONEY.search(behind))
    named = _TIME_BEFORE.search(before) is not None
    if what.lower().startswith(("h", "полов")):
        return named and told
    return named or told


def _beside(context: Context) -> tuple[str, str]:
    """The sentence of a date, before and behind it, within reach."""
    before = context.text[max(0, context.start - _REACH) : context.start]
    behind = context.text[context.end : context.end + _REACH]
    begins = max((stop.end() for stop in _SENTENCE_END.finditer(before)), default=0)
    stop = _SENTENCE_END.search(behind)
    return before[begins:], behind[: stop.start()] if stop else behind
