"""Sentences that depend on the one before them, or comment on it and may retract it.

Whatever refers back comes with what it refers to, so no list of verdicts is needed. When in doubt, a sentence refers
back.
"""

import re

from briefings.summarising.anaphora import depends_on_previous
from briefings.summarising.composing.language import language_of
from briefings.text.patterns import lazy_re

_AUX = (
    r"(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|may|might|must|should|isn['’]t|aren['’]t|"
    r"wasn['’]t|weren['’]t|didn['’]t|doesn['’]t|don['’]t|won['’]t|hasn['’]t|haven['’]t)"
)
_CLAIM = (
    r"(?:claim|statement|allegation|assertion|answer|opposite|reverse|contrary|idea|notion|rumou?r|story|argument|"
    r"accusation|charge|belief|theory|assumption|conclusion|view|prediction|forecast|promise|legend|myth|suggestion|"
    r"suspicion|report|hypothesis|explanation|warning|version|account|result|reason|truth|fact|figure|number|date|"
    r"picture|image|photograph|photo|video|footage|"
    r"document|letter|quotation|quote|source|evidence|reality|impression|case|charges|news|article|post|announcement|"
    r"communiqué|denial|correction|error|mistake|comparison|distinction|difference|effect|cause|consequence|exception|"
    r"reply|response|reaction|decision|move|step|event|incident|attack|plan|proposal|offer|deal)s?"
)
_OPENERS = lazy_re(
    r"(?:but |and |yet |so |or )?(?:"
    r"(?:this|that|these|those|it|its|such|none|neither|nor|either|both|so|nothing of|not|no such|none|"
    r"hardly|scarcely|barely|he|she|they|his|her|hers|him|their|theirs|them|here|there(?! (?:is|are|was|were|has|have|"
    r"had|will|can|may)\b)|then|thereafter|later|earlier|soon|afterwards?|before(?:hand)? (?:that|this)|also|too|even|"
    r"still|again|instead|otherwise|elsewhere|only|rather|quite|likewise|or|yes|no|wrong|true|false|perhaps|maybe|"
    r"indeed|actually|really|apparently|supposedly|allegedly|at (?:least|most|best|first|any rate|that|the time)|"
    r"in (?:fact|reality|truth|short|other words|part|both|neither|either|theory|practice|effect|sum|turn|response|"
    r"return|reply|all|each|one|the end|the meantime|that|this|the former|the latter|the same|hindsight)|"
    r"on the (?:contrary|other hand|ground|one hand)|by (?:then|contrast|comparison|that|this|now)|"
    r"(?:since|until|after|before|for|to|with|from|without|under|despite|against|of|beyond|behind|given|because of|"
    r"thanks to|in|on|at|through|by|among|between) "
    r"(?:that|this|these|those|then|it|them|which|him|her|such)|for one|"
    r"far from (?:it|that|this)|anything but|of course|to be (?:clear|fair|sure|precise)|as (?:if|it|such|a result|"
    r"things|for)|"
    r"same|similar|similarly|like(?:wise)?|thus|hence|consequently|accordingly|"
    r"(?:in|as a) consequence|subsequently|eventually|ultimately|in due course|at once|in the event|all the same|"
    r"even so|"
    r"that said|after all|above all|in particular|besides|equally|therefore|thereupon|"
    r"that is|a (?:day|week|month|year|decade|century|moment|few \w+) (?:later|earlier|before|after)|"
    r"the (?:next|following|previous|preceding|same|opposite|reverse|day|week|month|year)\b)\b|"
    r"(?:all|each|every|one|two|three|four|five|six|several|some|many|most|few|half|another|others?|any|much|more|less|"
    r"fewer|a (?:third|quarter|fifth|tenth|few|handful|minority|majority)|the (?:rest|others?|remainder|majority|first|"
    r"second|third|fourth|last|former|latter|same|two|three|four))"
    rf"(?: of (?:it|this|that|them|these|those|the (?:two|three|four)))?,? (?:also |never |now |even |only )?"
    rf"(?:{_AUX}|\w+ed\b(?! (?:\w+s|men|women|people)\b)|came|went|fell|rose|took|held|left|fled|died|lost|won|got|"
    rf"gave)\b"
    r")",
    re.IGNORECASE,
)
_POINTS_BACK = lazy_re(
    r"\b(?:this|these|those)\b(?! (?:paper|study|article|report|work|analysis|section|brief|briefing|chapter|essay|"
    r"memo|"
    r"note|year|week|month|week's|year's|month's)s?\b)(?! (?:who|in|of|from|with|without|on|at|that|which)\b)|"
    r"\bthat(?=[.,;!]| (?:is|was|were|has|had|will|would|may|might|any|either|anymore|did|does)\b)(?<!\w, that)"
    r"(?<!\bso that)|"
    r"\b(?:shares?|shared|supports?|supported|backs?|backed|rejects?|rejected|denies|denied|disputes?|disputed|"
    r"confirms?|"
    rf"confirmed|for|of|by|with|on|to|from|at|against|behind|in|share|hold|holds|about) that (?:[\w-]+ )?{_CLAIM}\b|"
    r"\b(?:(?:an?|the|another|this|that) (?:[\w-]+ )?ones?|the other|the remaining|the rest of|later|subsequently|"
    r"eventually|in the end|ultimately|meanwhile|"
    r"nevertheless|nonetheless)\b|"
    r"\b(?:such|thereby|thereafter|therein|thereof|thereto|afterwards|beforehand|otherwise|likewise|"
    r"the same|the latter|the former|as a result|in turn|"
    r"the (?:next|following|previous|preceding) (?:day|week|month|year|morning|night)|"
    r"that (?:day|week|month|year|time|moment|night|morning|spring|summer|autumn|winter|date|point|sum|amount|way|"
    r"kind)|"
    r"the (?:opposite|contrary|reverse|others?|rest|first|second|other)(?=[.,;!]| (?:and|or|but)\b)|as well(?=[.,;!])|"
    r"too(?=[.;!])|(?:do|did|does|done|doing|says?|said|thinks?|believes?|hopes?) so|so (?:is|are|was|were|did|do|"
    r"does)|"
    r"(?:not|untrue|true) of|(?:is|are|was|were) (?:not )?(?:so|true|false|wrong|untrue|otherwise|a lie|"
    r"a myth)(?=[.,;!])|"
    r"none of|neither of|either of|both of|another one|otherwise)\b(?! than\b)(?! as\b)|"
    r"\b(?:than|like|against|about|for|of|on|with|without|from|to|in|by|behind|doubts?|doubted|denies|denied|deny|"
    r"deni?al|"
    r"believes?|believed|disputes?|disputed|confirms?|confirmed|know|knew|knows|shows?|showed|share|saw|see|proves?|"
    r"proved|sees|opposed|opposes|oppose|supports?|supported|rejects?|rejected|refused|accepts?|accepted) "
    r"(?:it|them|him|either|one|any|neither|none|so|others)(?=[.,;!])",
    re.IGNORECASE,
)
_EARLY = lazy_re(r"(?:\S+ ){0,2}(?:it|its|they|their|them|he|him|his|she|her|hers)\b(?<!\bmake it)", re.IGNORECASE)
_FRONTED_PRONOUN = lazy_re(r"[^,]{1,40}, (?:it|they|he|she|this|these|those|such)\b", re.IGNORECASE)
_LOWER_PERSON = lazy_re(r"\b(?:he|she|him|her|his)\b")
_NAME_WITHIN = lazy_re(r"(?<=\s)[A-Z][a-z]|\A(?!The\b|A\b|An\b|In\b|On\b|At\b|By\b)[A-Z]\w+ (?:[A-Z]|\w+(?:ed|s)\b)")
_COMMENTS = lazy_re(
    rf"(?:the|an?|that|this|his|her|their|its|one|no|any|official)(?: [\w-]+){{0,2}} {_CLAIM}\b"
    r"(?! (?:of|in|on|for|at|to) )",
    re.IGNORECASE,
)
_TALE = lazy_re(
    r"\b(?:the|that|this) (?:story|stories|claims?|reports?|news|rumou?rs?|allegations?|accusations?|statements?|"
    r"figures?|"
    r"assertions?|version|account|myth|legend|suggestion|prediction|forecast|promise|denial|boast|lie|tale|charges?)"
    r"(?! (?:of|that|by|in|on|for|from|about)\b)",
    re.IGNORECASE,
)
_AFTERWARDS = lazy_re(r"[^，。；]{0,6}(?:之后|以后|过后|后来|后)")
_ELLIPSIS = lazy_re(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|may|might|should|must)(?: not|n['’]t)?[.!]$"
)
# "To its critics the deal is a gift": the pronoun stands for what follows.
_AHEAD = lazy_re(
    r"(?:to|for|among) (?:its|their) (?:critics|opponents|supporters|backers|friends|enemies|authors|makers),? "
    r"(?:the [a-z]|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_HAS_IT = lazy_re(r"\b(?:has|had|have) it(?= that\b)")
_EXPLETIVE = lazy_re(
    r"It (?:is|was|would be|will be|may be|might be|can be|has been|remains|seems|appears)(?: \w+ly| not| quite|"
    r" never| hardly)? (?:(?:\w+|an? \w+|no \w+|too early|often \w+) )?(?:to \w+|that|whether|how|why|"
    r"what) (?:\S+ ){2,}"
)
_SEVERAL = lazy_re(
    r"\b(?:none|neither|both|either|each|all|one|two|three|most|some|any|half|many) of (?:them|these|those|this|"
    r"that|it|"
    r"the (?:two|three|four|five|above))\b|"
    r"^(?:but |and |yet )?(?:none|neither|both|all|these|those|such|each|either)\b(?! (?:banks|states)\b)|"
    r"\b(?:both|these|those|all|neither|either|all three|all four|the two|the three) (?:[\w-]+ )?"
    rf"(?:of these )?{_CLAIM}\b|"
    r"\bthe (?:first|second|third|former|latter|two|three|last)\b(?=[.,;]| (?:and|or|but|is|was|has|claim|charge|"
    r"of these)\b)|"
    r"\b(?:обе|оба|все|ни одн\w+|ни то|ни тот|каждая|каждый|первая|второй|вторая) (?:из )?(?:них|эти\w*|"
    r"утвержден\w+|верси\w+|"
    r"обвинен\w+|слух\w*|миф\w*|заявлен\w+)|^(?:но |и )?(?:ни одн\w+|ни то|оба|обе|все (?:эти|они))\b|"
    r"(?:两者|二者|三者|两种|这两|这三|这些|上述|以上|都不|均不|皆不|全都|都是|均为|前者|后者|没有一)",
    re.IGNORECASE,
)
_RUSSIAN = lazy_re(
    r"\b(?:эт(?:о|от|а|и|ого|ому|им|их|ой|у|ими|ом)|том|тем самым|того|"
    r"так(?:ой|ая|ое|ие|ого|их|им|ими|ова|ов|овы|ую)|там|тогда|затем|потом|тоже|также|напротив|наоборот|то же|"
    r"тот же|те же|последн\w+|предыдущ\w+|позже|позднее|раньше|ранее|"
    r"спустя|иначе|друг(?:ом|ое|ие|ая|ой)|него|неё|нее|нему|ней|ним|ними|них|нём|нем|обратн\w+)\b|"
    r"^(?:(?:но|и|а|однако|впрочем) )?(?:\S+ ){0,2}(?:он|она|оно|они|его|её|ее|их|им|ей|ему|ими)\b|"
    r"^(?:ни|ничего|никто|никак\w*|вовсе|совсем|нет|да|не|так|всё|все это|якобы|вернее|точнее|правда|скорее|лишь|"
    r"только|на самом деле|в действительности|в реальности|на деле|на практике|по сути|по крайней мере|хотя бы|оба|"
    r"обе|большинство|большая часть|первый|первая|второй|вторая|многие|некоторые|часть|тот|та|те|то|там|здесь|"
    r"вскоре|днём|утром|неделей|"
    r"месяцем|годом|сам|сама|сами|само|"
    r"(?:остальн|прочи|слух|легенд|утверждени|заявлени|слова|мнени|верси|вывод|обвинени|ответ|рассказ|сообщени|"
    r"информаци|данные|снимк|фотографи|видео|цифр|правильн|официальн|реальност|действительност|неправд|лож|ошибк|"
    r"результат|причин|план)\w*)\b|"
    r"\b(?:не (?:так|то|правда|верно|подтвердил\w+|соответству\w+))[.!,]",
    re.IGNORECASE,
)
_CHINESE = lazy_re(
    r"这(?!份报告|篇|项研究)|(?<!，)那(?!么多)|此(?!外)|该|上述|以上|前者|后者|同样|也是|亦|也(?=[没不被])|"
    r"^[^，。；]{0,5}(?:他|她|它)|^[^，。；]{0,4}(?:之后|以后|之前)，|(?:他|她|它)[们]?(?:说|否认|表示|承认)|"
    r"^(?:不|没有?|并非|并不|不是|绝非|未必|无非|其实|实际|事实|真相|现实|至少|只是|不过|仅|只有|相反|然后|于是|随后|当时|后来|"
    r"之后|最终|最后|结果|据说|似乎|好像|看来|也许|或许|都|均|全|皆|两|二者|三者|多数|少数|大部分|其中|其|有人|有的|另|同|"
    r"照片|图片|视频|消息|报道|证据|官方|正确|真实|第[一二三四])|"
    r"^(?:传说|谣言|说法|传闻|故事|指控|答案)(?:是|并|不|被|纯)|(?:年|月|天|周)后|事后",
)
_CONTINUES = lazy_re(r"其(?!他|余|实|中一)")
_DEFINITE = lazy_re(r"The (?:[a-z][\w-]* )+")
_FEW = {"en": 3, "ru": 3, "zh": 6}  # words (in Chinese characters) up to which a sentence may be a comment
_FEW_DENYING = {"en": 8, "ru": 6, "zh": 12}  # of one that denies something
_DENYING = lazy_re(
    r"\b(?:not|no|nobody|nothing|none|never|nowhere|neither|hardly|few|little|fail\w*|lack\w*)\b|n['’]t\b|"
    r"\b(?:не|ни|нет|никто|ничего|нигде|никогда)\b|[没不无未非]",
    re.IGNORECASE,
)
_CORRECTS = lazy_re(
    r"\b(?:but|however|yet|although|instead|actually|in fact|in truth|against|contrary|corrected|withdr[ae]w\w*|"
    r"revised|retract\w*|reject\w*|den(?:y|ied|ies)|refut\w*|disprov\w*|false|untrue|wrong|only)\b|"
    r"\b(?:но|однако|зато|напротив|против|наоборот|лишь|только|отозва\w+|опроверг\w+|отверг\w+|ложь|неверн\w+)\b|"
    r"但|却|然而|反而|实际|其实|只有|仅|反对|否认|撤回|更正|错",
    re.IGNORECASE,
)
_FEW_DEFINITE = 7  # words of an English one about something that has been named


def points_back(text: str) -> bool:
    """Whether one of a sentence's words refers to the sentence before it."""
    language, bare = language_of(text), _HAS_IT.sub("says", text.lstrip("“\"'«「‘ "))
    if language == "zh":
        return depends_on_previous(bare) or _CHINESE.search(bare) is not None
    if language == "ru":
        return depends_on_previous(bare) or _RUSSIAN.search(bare) is not None
    return _EXPLETIVE.match(bare) is None and _AHEAD.match(bare) is None and _english(bare)


def may_comment(text: str) -> bool:
    """Whether a sentence may comment on the previous one without referring to it ("Hardly.")."""
    language = language_of(text)
    size = len(text) if language == "zh" else len(text.split())
    few = _FEW_DEFINITE if is_definite(text) else _FEW.get(language, _FEW["en"])
    if _DENYING.search(text):
        few = max(few, _FEW_DENYING.get(language, few))
    if size <= few or _AFTERWARDS.match(text) or _COMMENTS.match(text):
        return True
    return _TALE.search(text) is not None or _ELLIPSIS.search(text) is not None


def _english(text: str) -> bool:
    found = depends_on_previous(text) or _OPENERS.match(text) or _POINTS_BACK.search(text) or _EARLY.match(text)
    return bool(found) or _FRONTED_PRONOUN.match(text) is not None or _unnamed(text)


def _unnamed(text: str) -> bool:
    """Whether a sentence has "he" or "she" but no name."""
    return _LOWER_PERSON.search(text) is not None and _NAME_WITHIN.search(text) is None


def denies(text: str) -> bool:
    """Whether a sentence may retract earlier ones in its paragraph: it denies, contrasts or corrects."""
    return _DENYING.search(text) is not None or _CORRECTS.search(text) is not None


def points_to_several(text: str) -> bool:
    """Whether a sentence refers to several earlier ones ("Neither is true")."""
    return _SEVERAL.search(text) is not None


def continues(text: str) -> bool:
    """Whether a Chinese sentence continues the topic of the previous one."""
    return _CONTINUES.search(text) is not None


def is_definite(text: str) -> bool:
    """Whether an English sentence opens with something possibly introduced before ("The attack killed four")."""
    return _DEFINITE.match(text) is not None
