"""Sentences that mean something only after the one before them, and the name for which a pronoun stands there."""

import re

from briefings.summarising.composing.frames import introduces, supposes
from briefings.summarising.composing.language import language_of
from briefings.summarising.leaning import leans

_CLAIM = (
    r"(?:claim|statement|allegation|assertion|answer|opposite|reverse|contrary|idea|notion|rumou?r|story|argument|"
    r"accusation|"
    r"charge|belief|theory|assumption|conclusion|view|prediction|forecast|promise|legend|myth|suggestion|suspicion|"
    r"report|"
    r"hypothesis|explanation|warning|version|account|result|reason|same|truth|fact|others?|rest|latter|former|two|"
    r"three)s?"
)
_OPENERS = re.compile(
    r"(?:or (?:so|at least|rather|that)|at least|at any rate|or not|in short|that is|in other words|"
    r"nobody (?:believes|thinks))\b|"
    rf"(?:the|that|this|these|those|such|no such|an?other|neither|either|both|all|none|some|most|"
    rf"many)(?: \w+)? {_CLAIM}"
    r"(?: (?!of\b|that\b|by\b|in\b|from\b|about\b|to\b|for\b|on\b|with\b|between\b|behind\b)|[.,;])|"
    r"(?:then|so|nor|neither|also|too|not|no|yes|wrong|true|false|there(?! (?:is|are|was|were|has|have|had|will|can|"
    r"may)\b)|here|"
    r"only|even|still|again|nothing of|anything but|quite|rather|hardly|in (?:fact|reality|truth)|of course|far from|"
    r"on the contrary|by then|at that|since then|until then|after that|before that|for that|in that|to that|"
    r"with that|from that)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\bthat(?=[.,;!]| (?:is|was|were|has|had|will|would|may|might|any|either|anymore)\b)(?<!\w, that)(?<!\bso that)|"
    r"\b(?:this|these|those|such|thereby|thereafter|therein|otherwise|likewise|afterwards|later|earlier|the (?:next|"
    r"following|"
    r"previous|preceding) (?:day|week|month|year|morning|night)|that (?:day|week|month|year|time|moment)|the same|"
    r"the latter|the former|"
    r"the opposite|the contrary|the reverse|as well|too|did so|do so|does so|doing so|done so|so (?:is|are|was|were|"
    r"did|do|does)|"
    r"(?:not|untrue|true) of|said so|says so|think so|thinks so|(?:is|are|was|were) (?:not )?(?:so|true|false|wrong|"
    r"untrue|a lie|a "
    r"myth))\b(?! (?:paper|study|article|report|work|analysis|section|brief|briefing|chapter|"
    r"essay|memo|note|year|week|month|than|as)s?\b)",
    re.IGNORECASE,
)
_EARLY = re.compile(r"(?:\S+ ){0,2}(?:it|its|they|their|them|he|him|his|she|her|hers)\b(?<!\bmake it)", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|may|might|should|must)(?: not|n['’]t)?[.!]$"
)
_EXPLETIVE = re.compile(
    r"It (?:is|was|would be|will be|may be|might be|can be|has been|remains|seems|appears)(?: \w+ly| not| quite|"
    r" never| hardly)? "
    r"(?:(?:wrong|right|true|false|untrue|mistaken|an? (?:mistake|error|myth|lie|fact)|clear|unclear|likely|unlikely|"
    r"possible|"
    r"impossible|important|necessary|hard|difficult|easy|known|unknown|said|believed|thought|claimed|reported|"
    r"expected|estimated|"
    r"feared|hoped|argued|doubtful|certain|uncertain|no (?:secret|surprise|accident)|misleading|tempting|"
    r"often (?:said|claimed)|"
    r"fair|worth|too early|incorrect|inaccurate|absurd) )?(?:to|that|whether|how|why|what)\b"
)
_RUSSIAN = re.compile(
    r"\b(?:эт(?:о|от|а|и|ого|ому|им|их|ой|у|ими)|так(?:ой|ая|ие|ого|их|им|ова)|там|тогда|затем|потом|тоже|также|"
    r"напротив|наоборот|"
    r"то же|тот же|последн\w+|предыдущ\w+|позже|раньше|спустя|иначе)\b|^(?:\S+ ){0,2}(?:он|она|оно|они|его|её|ее|их|"
    r"им|ей|ему|"
    r"нем|нём|ней|них)\b|^(?:слух|легенд|утверждени|заявлени|слова|мнени|верси|вывод|обвинени|ответ|"
    r"рассказ)\w*\s(?!о\b|об\b|что\b|"
    r"про\b|\w+ (?:о|об|что)\b)|^(?:нет|да|неправда|ложь|не так)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"这(?!份报告|篇|项研究)|(?<!，)那(?!么多)|此(?!外)|该|其(?!他|实|余)|上述|前者|后者|同样|也是|亦|^[^，。；]{0,4}(?:他|她|它)|"
    r"^(?:不|没有?|并非|不是|相反|然后|于是|随后|当时|后来|之后)|^(?:传说|谣言|说法|传闻|故事|指控|答案)(?:是|并|不|被|纯)|(?:年|月|天|周)后"
)
_FEWEST = {"en": 3, "ru": 2, "zh": 5}  # words (characters in Chinese) below which a sentence is a splinter
_HE = re.compile(r"(He|She) (?=[a-z])")
_ON = re.compile(r"(Он|Она) (?=[а-яё])")
_NAME = r"(?P<name>[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z'’-]+){1,2})"
_SUBJECT = re.compile(rf"{_NAME} (?=[a-z]+(?:ed|s)?\b)(?!and\b|or\b|of\b|'s)")
_PERSON = re.compile(
    r"\b(?:a|an|the|his|her|their|its|one|another|who|whom|whose)\b[^,.;]*?\b(?:\w{2,}(?:er|or|ist|ian|ant|ent|ee)|"
    r"m[ae]n|wom[ae]n|"
    r"\w+m[ae]n|\w+wom[ae]n|king|queen|prince|princess|brother|sister|mother|father|son|daughter|wife|husband|friend|"
    r"boy|girl|child|"
    r"person|chief|head|judge|guest|aide|clerk|nurse|pilot|poet|bishop|priest|duke|count|heir|widow|aunt|uncle|guard|"
    r"captain|"
    r"general|mayor|official|rival|colleague|pupil|fellow|chair|spy|ally|host|coach|monk|abbot|niece|nephew|"
    r"cousin)s?\b",
    re.IGNORECASE,
)
_NOT_A_PERSON = re.compile(
    r"\b(?:New|North|South|East|West|Northern|Southern|Eastern|Western|Great|United|Saint|San|Los|Las|Port|Cape|Lake|"
    r"Mount|Fort|Bank|"
    r"Sea|Bay|Trust|Union|Party|Council|University|College|School|Hospital|Museum|Court|Group|Company|Institute|"
    r"Foundation|City|"
    r"County|River|Valley|Island|Islands|Street|Road|Bridge|House|Hall|Church|Times|Post|News|Press|Air|Airlines|"
    r"Motors|Energy|"
    r"Republic|Kingdom|States|Army|Navy|Force|Agency|Board|Office|Ministry|Committee|Commission|Association|"
    r"Federation|League|Club|"
    r"Society|Service|Services|Act|Treaty|Pact|Fund|Works|Mill|Mine|Yard|Railway|Lines|Systems|Industries|Partners|"
    r"The|A|An|All|"
    r"Most|Some|Many|Both|Two|Three|Last|Next|First|Second|Chinese|Russian|American|German|French|British|European)\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near) (?:the )?(?:[A-Z][\w-]+ ?)+|\b(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_OBJECT_NAME = re.compile(r"\bthe (?:[A-Z][\w-]+ ?)+")
_RU_SUBJECT = re.compile(r"(?P<name>[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё-]+) (?P<verb>[а-яё]+)")
_RU_CAPITAL = re.compile(r"(?<=\s)[А-ЯЁ]")


def points_back(text: str) -> bool:
    """Whether a sentence may lean on the one before it; in doubt it does."""
    language = language_of(text)
    if language == "zh":
        return leans(text) or _CHINESE.search(text) is not None or len(text) < _FEWEST["zh"]
    if language == "ru":
        return leans(text) or _RUSSIAN.search(text) is not None or len(text.split()) < _FEWEST["ru"]
    if _EXPLETIVE.match(text):
        return False
    found = leans(text) or _OPENERS.match(text.lstrip("“\"'")) or _POINTS_BACK.search(text) or _EARLY.match(text)
    return bool(found) or _ELLIPSIS.search(text) is not None or len(text.split()) < _FEWEST["en"]


def needs_before(text: str, before: str | None) -> bool:
    """Whether a sentence may only stand right behind the one that stands before it in its text."""
    return points_back(text) or (before is not None and (supposes(before) or introduces(before)))


def with_name(text: str, before: str | None) -> str | None:
    """The sentence with a name for its first pronoun, that of the only person in the sentence before, its subject."""
    if not before or supposes(before) or introduces(before):
        return None
    english, russian = _HE.match(text), _ON.match(text)
    name = _english_name(before) if english else _russian_name(before, russian[1]) if russian else None
    if name is None:
        return None
    named = name + text[text.index(" ") :]
    return None if points_back(named) else named


def _english_name(before: str) -> str | None:
    found = _SUBJECT.match(before)
    if found is None or points_back(before) or _NOT_A_PERSON.search(found["name"]):
        return None
    rest = _OBJECT_NAME.sub(" ", _PLACE_BEFORE.sub(" ", before[found.end() :]))
    return None if re.search(r"[A-Z]|[“”\"]", rest) or _PERSON.search(before[found.end() :]) else found["name"]


def _russian_name(before: str, pronoun: str) -> str | None:
    found = _RU_SUBJECT.match(before)
    ending = r"ла(?:сь)?" if pronoun == "Она" else r"[^а]л(?:ся)?"
    if found is None or not re.search(rf"{ending}$", found["verb"]) or _RU_CAPITAL.search(before[found.end() :]):
        return None
    return found["name"]
