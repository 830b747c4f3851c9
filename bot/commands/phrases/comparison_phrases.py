"""Parses comparisons in English, Russian and Chinese: "what is the difference between X and Y?"."""

import re

from bot.commands.phrases.intent import Intent
from briefings.text import lazy_re

_SIDE, _OTHER = r"(?P<first>[^,;:?!]{1,80}?)", r"(?P<second>[^,;:?!]{1,80}?)"
_ENDS = r"(?:\s(?:side by side|please|pls|for me))?[?.!？。]*$"
_COMPARED = tuple(
    lazy_re(f"{pattern}{_ENDS}", re.IGNORECASE)
    for pattern in (
        rf"\b(?:compare|contrast|comparison of) (?:the )?{_SIDE} (?:and|with|to|vs\.?|versus|against) {_OTHER}",
        rf"\b(?:differences?|comparison|similarities) between {_SIDE} and {_OTHER}",
        rf"^how (?:does|do|is|are) {_SIDE} (?:compared?|different|differ) (?:to|with|from|against) {_OTHER}",
        rf"(?:сравни\w*|сопостав\w*|сравнение) {_SIDE} (?:и|с|со) {_OTHER}",
        rf"^(?:чем|в чём|в чем) {_SIDE} (?:отлича\w+|различа\w+) (?:от|и) {_OTHER}",
        rf"^(?:чем|в чём|в чем) (?:отлича\w+|различа\w+) {_SIDE} (?:от|и) {_OTHER}",
        rf"(?:разниц\w+|различи\w+) между {_SIDE} и {_OTHER}",
        rf"(?:比较|对比|比一比|对照)(?:一下)?{_SIDE}[和与跟及]{_OTHER}(?:的(?:区别|差异|不同))?",
        rf"^{_SIDE}[和与跟]{_OTHER}(?:有什么|有何|的|之间)?(?:区别|不同|差别|差异|比较)(?:是什么)?",
        rf"^{_SIDE} (?:vs\.?|versus|compared (?:to|with)|против|в сравнении с) {_OTHER}",
    )
)
_CLASH = lazy_re(
    r"\b(?:disagree\w*|contradict\w*|conflict\w*|at odds|clash\w*)|\b(?:разноглас|противореч|расход[ия]тся|расхожд)"
    r"|分歧|矛盾|冲突|不一致|相反",
    re.IGNORECASE,
)
_IDS = lazy_re(r"(?<![A-Za-z0-9:-])[aA]\d{1,9}(?![A-Za-z0-9-])")


def disagreement(sentence: str) -> Intent | None:
    """The disagreements between two analyses that a sentence asks for; None for other sentences."""
    ids = list(dict.fromkeys(each.lower() for each in _IDS.findall(sentence)))
    return Intent(f"disagree {ids[0]} {ids[1]}") if len(ids) == 2 and _CLASH.search(sentence) else None


def comparison(sentence: str) -> Intent | None:
    """The comparison that a sentence asks for; None for other sentences."""
    found = next(filter(None, (each.search(sentence) for each in _COMPARED)), None)
    if not found:
        return None
    first, second = (found[side].strip(' .？。“”"') for side in ("first", "second"))
    return Intent(f"compare {first} and {second}") if first and second else None
