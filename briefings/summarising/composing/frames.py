"""Words that change the meaning of nearby sentences: attribution, doubt, denial, question, plan.

The lists are broad on purpose: a sentence that must come with others only reduces the choice.
"""

import re

from briefings.summarising.composing.language import Language, language_of
from briefings.text.patterns import lazy_re

# What may hold for the sentences behind one as well: who says it, that it is supposed or planned, whom it concerns.
_CARRIED = (
    r"say(?:s|ing)?|said|tell(?:s|ing)?|told|claim\w*|argu(?:es?|ed|ing)|maintains? that|insist\w*|assert\w*|alleg\w+|"
    r"contend\w*|declar\w+|announc\w+|report(?:s|ed|ing|edly)|suggest\w*|believ\w+|beliefs?|think\w*|thought\w*|"
    r"fear(?:s|ed)|hop(?:e|es|ed|ing)|expect\w*|predict\w*|forecast\w*|project(?:s|ed|ions?)|warn\w*|promis\w+|"
    r"pledg\w+|vow\w*|threat\w*|propos\w+|plan(?:s|ned|ning)?|intend\w*|dream\w*|imagin\w+|suppos\w+|assum\w+|"
    r"preten\w+|according|rumou?r\w*|legend\w*|myths?|stor(?:y|ies)|tales?|novel|film|play|fiction\w*|theor(?:y|ies)|"
    r"hypothe\w+|scenario\w*|simulation\w*|war games?|draft\w*|bill|views?|opinions?|accounts?|versions?|narrative\w*|"
    r"writes?|wrote|written|testif\w+|testimon\w+|witness\w*|describ\w+|depict\w*|portray\w*|paints?|painted|blam\w+|"
    r"accus\w+|charges? (?:that|him|her|them)|press releases?|statements?|speech\w*|spoke|speaks?|lectur\w+|sermons?|"
    r"posters?|leaflets?|broadcasts?|brochures?|pamphlets?|prospectus|advert\w*|propaganda|official(?:ly)?|on paper|"
    r"in theory|in principle|supposedly|apparently|seemingly|ostensibly|nominally|demand(?:s|ed)|urg(?:es|ed)|visions?|"
    r"manifestos?|slogans?|agenda|blueprint|roadmap|seen from|point of view|eyes of|mind of|imagination|words of|"
    r"would|could|might|(?-i:may)|if|unless|provided|as long as|in case|perhaps|maybe|possibly|probably|"
    r"wants?|wanted|wish\w*|aims?|aimed|seeks?|sought|model(?:s|led)?|estimat\w+|calculat\w+|"
    r"explanations?|reasons? (?:is|are|given)|replies|replied|answer(?:s|ed)|explain(?:s|ed)|prophe\w+|prais\w+|"
    r"sees|foresee\w*|"
    r"envisag\w+|anticipat\w+|regards?|reckon\w*|bets?|attribut\w+|credits?|credited|deem\w*|admit\w*|conced\w+|"
    r"confess\w*|recall\w*|remember\w*|swears?|swore|vouch\w*|gossip|hearsay|whisper\w*|shout\w*|boast\w*|lament\w*|"
    r"complain\w*|jok\w+|quip\w*|tweet\w*|posted|blogs?|interviews?|memos?|letters?|diar(?:y|ies)|memoirs?|columns?|"
    r"editorials?|headlines?|advis\w+|recommend\w*|detects?|senses?|trusts?|doubts?|den(?:y|ies|ied)|disput\w+|"
    r"superstition"
)
# What it denies is closed: nothing behind the sentence is denied.
_DENIES = lazy_re(
    r"It (?:is|was|would be) (?:[\w-]+ ){0,3}(?:wrong|mistake|false|error|mistaken|untrue|incorrect|absurd|"
    r"misleading) to "
    r"[a-z]+|There is no (?:evidence|sign|proof|indication)|Было бы (?:\S+ )?(?:неверно|ошибк\w+|неправильно) \S+|"
    r"(?:Ошибочно|Неверно) \S+|如果说.+那就错了",
)
_FRONTED = lazy_re(
    r"(?:in|among|under|within|inside|outside|across|throughout|for|to|with|without|beyond|on|at)"
    r"(?! (?:\w+ ){0,3}(?:\d{4}|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"mid\w*|spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|years?|months?|"
    r"weeks?|"
    r"days?|decades?|century|addition|contrast)\b) |"
    r"(?:were|had|should) (?:the|a|an|[a-z]+|[A-Z]\w+) |"
    r"(?:в|во|среди|под|при|для|у|на|согласно|по)(?! (?:\S+ ){0,3}(?:\d{4}|январ|феврал|март|апрел|ма[ея]|июн|июл|"
    r"август|"
    r"сентябр|октябр|ноябр|декабр|год|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень|итоге|"
    r"результате)) |"
    r"在.{1,12}(?:中|里|内|看来|眼中|眼里|上|方面)|对.{1,10}(?:来说|而言)|(?:按照?|依据?|根据|一旦)",
    re.IGNORECASE,
)
_RUSSIAN_CARRIED = (
    r"сказ\w+|говор\w+|утвержда\w+|заяв\w+|сообщ\w+|счита\w+|полага\w+|дума\w+|увер\w+|обеща\w+|предлож\w+|предлага\w+|"
    r"план\w*|ожида\w+|опас\w+|страх\w*|надежд\w+|наде(?:ет|ют|ял)\w*|предполага\w+|предполож\w+|представ(?:ьте|им)|"
    r"допустим|словам|"
    r"мнению|данным|"
    r"версии|якобы|будто|возможно|вероятно|может|могут|мог(?:ла|ли|ло)?|если|бы|миф\w*|слух\w*|легенд\w*|роман\w*|"
    r"фильм\w*|пис(?:ал|ать|ал[аи]|ет|ут)|объясн\w+|пообеща\w+|призва\w+|хот(?:ят|ел\w*)|хочет|намер\w+|сценари\w+|"
    r"проект\w*|речь|речи|выступ(?:ил|ает|ление)\w*|мечт\w+|прогноз\w*|обвин\w+|свидетел\w+|листовк\w+|плакат\w*|"
    r"официальн\w+|теории|бумаге|глазами|взгляд\w*|рассказ\w+|описыва\w+|пропаганд\w+|видит|видят|жд[её]т|ждут|"
    r"предвид\w+|рассчитыва\w+|жалу\w+|хваст\w+|пишут|вспомина\w+|помн\w+|"
    r"призна\w+|письм\w+|дневник\w*|мемуар\w*|записк\w+|отрица\w+|сомнева\w+|отчита\w+|худш\w+ случа\w+"
)
_CHINESE_CARRIED = (
    r"说|称|认为|以为|据|表示|指出|宣布|报道|承诺|计划|预计|预测|希望|担心|假设|假如|设想|想象|如果|若|除非|可能|也许|或许|会|谣|传言|"
    r"传闻|传说|故事|小说|电影|方案|草案|神话|要是|倘|一旦|只要|相信|觉得|坚称|主张|警告|演讲|讲话|宣传|指控|指责|证人|梦|眼中|"
    r"看来|理论上|名义上|官方|建议|记得|回忆|承认|否认|怀疑|看好|押注|信中|日记|提议|愿景|情景|最坏|模型|估计|新闻稿|海报|传单|声明"
)
_CARRIES: dict[Language, re.Pattern[str]] = {
    "en": lazy_re(rf"\b(?:{_CARRIED})\b", re.IGNORECASE),
    "ru": lazy_re(rf"\b(?:{_RUSSIAN_CARRIED})\b", re.IGNORECASE),
    "zh": lazy_re(_CHINESE_CARRIED),
}
_HYPOTHESIS = lazy_re(
    r"(?:(?:let us|let's|now|first|next|but|and|please) )?(?:suppose|imagine|assume|consider|picture|pretend|envisage|"
    r"take the|say that)\b|let us\b|let's\b|.*\b(?:worst|best|harshest|extreme|hypothetical)[ -]case\b|what if\b|"
    r"what would\b|"
    r"(?:in|under) (?:this|that|the|one|another|a|such a) (?:[\w-]+ ){0,2}(?:scenario|novel|film|story|dream|future)\b|"
    r"(?:a|the|our|this|one|another|such a) (?:[\w-]+ ){0,2}(?:scenario|thought experiment|war game|simulation)\b|"
    r"legend has it|once upon a time|"
    r"(?:давайте )?(?:представ(?:ьте|им)|допустим|предположим|вообраз\w+|рассмотрим)\b|что,? если\b|.*\bхудш\w+ случа|"
    r"(?:假设|假如|设想|想象|试想|不妨)|.*最坏",
    re.IGNORECASE,
)
_CLAIMS_HEADING = lazy_re(
    r"[?？\"“”«»]|^(?:if|what if|suppose|imagine|whether)\b|"
    r"\b(?:lies|falsehoods?|misconceptions?|fallac\w+|fantas\w+|conspirac\w+|charges against|excuses?|objections?|"
    r"critics|supporters|opponents|counterfactuals?|worst case|best case|case (?:for|against)|arguments?|"
    r"(?:official|government'?s?|party|common|popular|their|his|her|kremlin|public|received) (?:line|position|wisdom)|"
    r"если|аргумент\w*|возражени\w+|верси\w+|заблуждени\w+|предложени\w+|гипотез\w+|позици\w+|вымыс\w+)\b|"
    r"剧本|迷思|论点|观点|立场|怎么|误解|谎言|提案",
    re.IGNORECASE,
)
_NUMBER = r"(?:two|three|four|five|six|seven|eight|several|many|some|various|these|following|a few|a number of|\d+)"
_LISTS = lazy_re(
    rf"\b{_NUMBER} (?:[\w-]+ ){{0,2}}(?:claims|errors|myths|lies|rumou?rs|stories|accusations|allegations|assertions|"
    r"promises|slogans|arguments|sentences|statements|mistakes|explanations|theories|versions|accounts|views|charges|"
    r"reasons|objections|predictions|forecasts|beliefs|scenarios|options|answers|hypotheses|narratives|readings|"
    r"proposals|demands|complaints|questions|things|points|ideas|assumptions|excuses)\b|"
    r"\b(?:два|две|три|четыре|пять|несколько|такие|следующие) (?:\w+ )?(?:утвержден|миф|слух|легенд|обвинен|ошиб|верси|"
    r"объяснен|довод|аргумент|предположен|сценари|требован|вопрос|мнени)\w+|"
    r"[两二三四五几多]([个种条项点])?(?:不同的?)?(?:说法|谣言|传说|传言|错误|指控|解释|版本|观点|理由|看法|假设|主张|情景|问题)",
    re.IGNORECASE,
)
_LEADS_IN = lazy_re(
    r"^(?:this|here|that) (?:is|was|are) (?:how|what|the)\b|^вот\b|"
    r"(?:[:：]|\b(?:as follows|the following|следующ\w+)\.?|如下。?)[\"'”’»」』) ]*$",
    re.IGNORECASE,
)
_UNITS = lazy_re(
    r"(?:all |the |these )?(?:figures?|amounts?|prices|sums|values|numbers|dates|percentages|shares|data|totals)"
    r"(?: \w+){0,3} (?:is|are|exclude|include|refer|cover|relate|come|stem|were|was)\b|"
    r"(?:все )?(?:цифры|суммы|данные|цены|показатели)(?: \S+){0,3} (?:указаны|приведены|даны|приводятся|в|за|без)\b|"
    r"(?:以下|下列|所有)?(?:数字|金额|数据|价格|单位).{0,6}(?:单位|均|以|含|为|按)",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "“«「『", "”»」』"


def changes_neighbours(text: str) -> bool:
    """Whether a sentence's attribution or restriction may also apply to the sentences after it."""
    cue = _CARRIES.get(language_of(text)) or _CARRIES["en"]
    text = _DENIES.sub("", text)
    named = _UNITS.match(text) or _FRONTED.match(text.lstrip("“\"'«"))
    return bool(named or cue.search(text)) or supposes(text) or lists(text) or leads_in(text)


def asks(text: str) -> bool:
    """Whether a sentence is a question."""
    return text.rstrip("\"'”’»」』) ").endswith(("?", "？")) or text.rstrip("。 ").endswith(("吗", "呢"))


def leads_in(text: str) -> bool:
    """Whether a sentence only introduces the next ones."""
    return _LEADS_IN.search(text.rstrip()) is not None


def lists(text: str) -> bool:
    """Whether a sentence counts claims, explanations or the like, which may follow."""
    return _LISTS.search(text) is not None


def supposes(text: str) -> bool:
    """Whether a sentence opens a hypothetical case."""
    return _HYPOTHESIS.match(text.lstrip("“\"'«")) is not None


def heads_claims(heading: str) -> bool:
    """Whether the text under a heading may be a claim, a hypothetical case or the answer to a question."""
    cue = _CARRIES.get(language_of(heading)) or _CARRIES["en"]
    return bool(_CLAIMS_HEADING.search(heading) or cue.search(heading)) or supposes(heading)


def open_quotation(text: str, *, inside: bool) -> int:
    """The change in the number of open quotations over a text."""
    depth = sum((sign in _OPENING) - (sign in _CLOSING) for sign in text)
    if text.count('"') % 2:
        depth += -1 if inside else 1
    return depth
