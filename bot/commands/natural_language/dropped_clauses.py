"""Finds the wishes of a sentence that the command line carried out doesn't hold: "... and translate it". Pure."""

import re

from bot.commands.natural_language.several_wishes import COURTESY, QUOTED
from briefings.text import lazy_re

_VERBS = (
    r"add|analy[sz]e|approve|archive|arrange|ask|attach|block|book|bring|buy|calculate|call|chart|close|compile"
    r"|convert|copy|count|create|ditch|download|draft|draw|edit|email|e-mail|enable|disable|evaluate|fetch|forget"
    r"|forward|generate|grab|group|hide|highlight|hush|ignore|inform|invite|kill|message|monitor|order"
    r"|pause|phone|pin|plot|post|postpone|prepare|produce|publish|rank|rename|reply|resume|rewrite|ring"
    r"|save|schedule|scrap|share|silence|sort|start|tag|text|track|translate|tweet|upload|verify|wake|warn|watch|write"
)
_OBJECT = (
    r"(?:it|them|this|that|these|those|him|her|me|us|my|our|your|his|their|the|an?|all|everything|everybody|everyone"
    r"|each|some|every|something|[ae]\d+)"
)
_RU = (
    r"(?:за|по)?молчи|забудь|переведи|разбуди|позвони|напиши|нарисуй|добавь|создай|сделай|запиши|сохрани|скачай"
    r"|забронируй|купи|закажи|подготовь|составь|посчитай|вычисли|оцени|проанализируй|перешли|поделись|опубликуй"
    r"|пригласи|перенеси|начни|продолжи|прекрати|перестань|хватит|заткнись|утихни|убавь|следи|отслеживай|игнорируй"
    r"|спрячь|закрой|исправь|обнови|переименуй|спроси|ответь|узнай|построй|распечатай|напечатай|собери|сгенерируй"
    r"|помоги|успокойся|вызови"
)
_ZH = (
    r"翻译|翻成|译成|写一?[封份篇个段]|画一?[张个幅]|打(?:个|一个)?电话|给[^，。；]{1,8}打电话|发邮件|叫醒|闭嘴|安静|忘[了掉记]|保存|下载|转发|分享"
    r"|添加|加[到入]|创建|做一?[个张份]|生成|制作|预订|购买|计算|分析|评[价估]|打印|发布|编辑|修改|更新|整理|联系"
)
_LATER = r"(?:then|afterwards|after that|also|finally|next)"
_SMALL = (
    r"a|an|the|at|on|in|by|for|of|to|from|with|before|after|again|about|until|till|every|each|one|two|three|is|are|was|were"
    r"|does|do|did|has|have|had|what|who|when|where|how|why|which|i|we|you|they|he|she|it|thank|thanks|will|would|can"
)
_ENGLISH = lazy_re(
    rf"(?:[,;.]\s*|\s+[-–—]\s+|\s+)(?:(?:and|&)\s+)?{_LATER}\b,?\s+{COURTESY}"
    rf"(?=(?:{_VERBS})(?!\w)|(?!(?:{_SMALL})\b)[a-z]+\s+{_OBJECT}(?!\w)|(?:shut up|keep quiet|be quiet|hush)(?!\w))"
    rf"|(?:[,;.]\s*(?:and\s+)?|\s+(?:and|&)\s+|\s+[-–—]\s+){COURTESY}"
    rf"(?=(?:{_VERBS})\s+{_OBJECT}(?!\w)|(?:shut up|keep quiet|be quiet|hush)(?!\w))",
    re.IGNORECASE,
)
_RUSSIAN = lazy_re(
    rf"(?:[,;.]\s*|\s+[-–—]\s+|\s+)(?:(?:и|а)\s+)?(?:потом|затем|после этого|также|ещё|еще|заодно|наконец)\s+{COURTESY}"
    rf"(?=(?:{_RU})(?:те)?(?!\w))|(?:[,;.]\s*(?:и\s+|а\s+)?|\s+(?:и|а)\s+|\s+[-–—]\s+){COURTESY}(?=(?:{_RU})(?:те)?(?!\w))",
    re.IGNORECASE,
)
_CHINESE = lazy_re(
    rf"(?:[，,；;。]\s*(?:然后|之后|接着|随后|再|并且|并|同时|顺便|另外|最后|还有|也|还)?|然后|之后|接着|随后|再|并且|并|同时|顺便|另外|最后)"
    rf"(?:{COURTESY})(?=(?:把.{{1,8}}?)?(?:{_ZH}))"
)
_END = lazy_re(r"[,;!?，；。！？]|\.(?!\w)")
_WORD = lazy_re(r"[^\W\d_]{4,}|[\u4e00-\u9fff]{2}")


def dropped_clauses(said: str, line: str) -> tuple[str, ...]:
    """The clauses of a sentence, behind "and" or "then", that order something and of which the line holds no word."""
    quoted = [found.span() for found in QUOTED.finditer(said)]
    heads = sorted(
        (found.start(), found.end())
        for pattern in (_ENGLISH, _RUSSIAN, _CHINESE)
        for found in pattern.finditer(said)
        if found.start() and not any(begin < found.end() < end for begin, end in quoted)
    )
    ends = [*(start for start, _end in heads[1:]), len(said)]
    clauses = (_clause(said[end:after]) for (_start, end), after in zip(heads, ends, strict=False))
    return tuple(dict.fromkeys(each for each in clauses if each and not _is_taken(each, line)))


def _clause(words: str) -> str:
    found = _END.search(words)
    return (words[: found.start()] if found else words).strip()


def _is_taken(clause: str, line: str) -> bool:
    return any(word in line.lower() for word in _WORD.findall(clause.lower()))
