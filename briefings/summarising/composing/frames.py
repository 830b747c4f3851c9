"""Words that change what the clauses beside them mean: who says it, whether it is real, denied, asked or ordered.

A sentence with such a word is never cut. The lists are broad on purpose: a sentence that stays whole costs nothing but
style.
"""

import re

from briefings.summarising.composing.language import Language

_SAYING = (
    r"say(?:s|ing)?|said|tell(?:s|ing)?|told|stat(?:e|es|ed|ing)|claim\w*|argu\w+|maintain\w*|insist\w*|assert\w*|"
    r"alleg\w+|"
    r"contend\w*|declar\w+|announc\w+|report\w*|suggest\w*|believ\w+|belief\w*|think\w*|thought\w*|feels?|felt|"
    r"fear\w*|hop(?:e|es|ed|ing)|"
    r"expect\w*|predict\w*|forecast\w*|estimat\w+|warn\w*|den(?:y|ies|ied|ying|ial)|doubt\w*|disput\w+|question\w*|"
    r"wonder\w*|"
    r"ask(?:s|ed|ing)?|order(?:s|ed|ing)?|urg\w+|demand\w*|request\w*|instruct\w*|propos\w+|promis\w+|pledg\w+|"
    r"vow\w*|threat\w*|"
    r"plan(?:s|ned|ning)?|intend\w*|consider\w*|imagin\w+|suppos\w+|assum\w+|preten\w+|dream\w*|conclu\w+|according|"
    r"allegation\w*|accus\w+|rumou?r\w*|legend\w*|myth\w*|stor(?:y|ies)|tales?|novel|film|fiction\w*|theor\w+|"
    r"hypothe\w+|"
    r"scenario\w*|draft\w*|bill|model\w*|idea\w*|notion\w*|views?|opinion\w*|account|wrong\w*|false\w*|untrue|"
    r"mistak\w+|"
    r"incorrect\w*|error\w*|lies?|lied|lying|jok\w+|hoax\w*|paper|theory|deny|refus\w+|reject that|call(?:s|"
    r"ed)? (?:it|them|for|on)|"
    r"names?|named|known as|so-called|quot\w+|want\w*|wish\w*|prefer\w*|need(?:s|ed)?|desir\w+|aim(?:s|ed)?|seeks?|"
    r"sought|hear\w*|"
    r"saw|seen?|sees|watch\w*|describ\w+|depict\w*|portray\w*|show(?:s|ed|n|ing)?|prov(?:e|es|ed|en|ing)|find(?:s|"
    r"ing|ings)?|found|"
    r"know(?:s|n|ing)?|knew|learn\w*|reali[sz]\w+|notic\w+|means?|meant|remember\w*|forg[eo]t\w*|agree\w*|decid\w+|"
    r"decision\w*|"
    r"vot(?:e|es|ed|ing)|rul(?:e|es|ed|ing)|teach\w*|taught|not(?:e|es|ed|ing)|stress\w*|emphasi\w+|acknowledg\w+|"
    r"conced\w+|"
    r"confirm\w*|reveal\w*|disclos\w+|discover\w*|guess\w*|suspect\w*|trusts|trusted|calculat\w+|project(?:s|ed|ion|"
    r"ions)|"
    r"speculat\w+|lets?|allow\w*|help(?:s|ed|ing)?|mak(?:e|es|ing)|made|requir\w+|recommend\w*|advis\w+|advice|"
    r"demonstrat\w+|indicat\w+|"
    r"impl(?:y|ies|ied)|hint\w*|signal\w*|hypothetical\w*|ironic\w*|in theory|on paper|nominally|officially|formally|"
    r"wrote|writes?|written|repl\w+|answer\w*|explain\w*|admit\w*|swear\w*|swore|testif\w+"
)
_UNREAL = (
    r"if|unless|whether|would|could|might|should|may|must|were to|otherwise|as though|provided|assuming|in case|"
    r"perhaps|"
    r"maybe|possibly|probably|(?:un)?likely|supposedly|reportedly|apparently|seemingly|ostensibly|not only|either|"
    r"neither|nor|"
    r"both|so that|in order|only|lest|as long as|hardly|barely|except|until|first|respectively|in turn|"
    r"under the (?:\w+ )?(?:deal|pact|terms|agreement|treaty)"
)
_RUSSIAN = (
    r"сказ\w+|говор\w+|говорят|утвержда\w+|утверждени\w+|заяв\w+|сообщ\w+|счита\w+|полага\w+|дума\w+|увер\w+|"
    r"отрица\w+|сомнева\w+|"
    r"спрос\w+|спраш\w+|велел\w*|приказ\w+|прос(?:ит|ят|ил\w*)|попрос\w+|потребова\w+|треб\w+|предлож\w+|предлага\w+|"
    r"обеща\w+|выясн\w+|показ\w+|узна\w+|зна(?:ет|ют|л\w*)|доказ\w+|подтверд\w+|признал\w*|решил\w*|"
    r"план\w+|ожида\w+|опаса\w+|наде\w+|предполага\w+|предполож\w+|представ(?:ьте|им)|допустим|словам|мнению|данным|"
    r"якобы|будто|"
    r"возможно|вероятно|может|могут|мог\w*|должн\w+|если|бы|ли|ложн\w+|лож[ьи]|неверн\w+|ошиб\w+|неправ\w+|миф\w*|"
    r"слух\w*|легенд\w+|"
    r"роман\w*|фильм\w*|верси\w+|иначе|чтобы|ни|либо|только|отказ\w+|пис(?:ал|ать)\w*|объясн\w+|вывод\w*|"
    r"пообеща\w+|призва\w+|хот\w+|намер\w+|сценари\w+|проект\w*|закон\w*|что"
)
_CHINESE = (
    r"说|称|认为|以为|声称|据|表示|指出|宣布|报道|否认|怀疑|问|令|要求|命|建议|提议|承诺|计划|预计|预测|希望|担心|假设|假如|设想|想象|如果|"
    r"若|除非|是否|可能|也许|或许|应该|必须|否则|错|假|谎|谣|传|故事|小说|电影|方案|草案|神话|误|吗|呢|要是|倘|只有|只要|不仅|既|虽|尽管|无论|不管|"
    r"因为|由于|相信|觉得|坚持|坚称|想|发现|证明|显示|知道|得知|确认|承认|透露|同意|决定|主张|警告|写|答|解释"
)
_CUES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(rf"\b(?:{_SAYING}|{_UNREAL})\b", re.IGNORECASE),
    "ru": re.compile(rf"\b(?:{_RUSSIAN})\b", re.IGNORECASE),
    "zh": re.compile(_CHINESE),
}
_SIGNS = re.compile(r"[?？!！\"“”„«»「」『』‘()（）\[\]:：—–…]|\B['’]|\s-\s")
# Sentences that begin so ask, order, or turn their words round.
_INVERTED = re.compile(
    r"(?:had|were|should|did|do|does|don['’]t|never|not|no sooner|little|rarely|seldom|please|be|write|keep|ensure|"
    r"take|give|put|stop|"
    r"start|use|try|check|add|show|send|print|output|ignore|forget|follow|remove|delete|repeat|return|select|choose|"
    r"get|go|come|turn|"
    r"open|close|avoid|call|leave|look|read|respond|reply|include|exclude|compare|summari[sz]e|translate|\w+(?:йте|"
    r"ите|айте)(?:сь)?|"
    r"давай\w*|пусть|пускай|请|别|勿|务必|让|把)(?![\w-])",
    re.IGNORECASE,
)
_HYPOTHESIS = re.compile(
    r"(?:let us |let's |now )?(?:suppose|imagine|assume|consider|picture|pretend)\b|what if\b|(?:in|under) (?:this|"
    r"that|the|one|"
    r"another|such a) (?:\w+ )?(?:scenario|novel|film|story|plan|proposal|model)\b|legend has it|(?:the|"
    r"one) (?:story|legend|rumou?r|"
    r"myth)\b|(?:представ(?:ьте|им)|допустим|предположим|вообраз\w+)\b|(?:假设|设想|想象|试想)",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "“«「『(（[", "”»」』)）]"
_ALL_OF_IT = re.compile(
    r"^(?:that|this|so|such|it|thus|as|these|those|or so)\b|\b(?:this|that|so|otherwise)[.!]$|^(?:это|так|такое)\b|"
    r"\bэто[.!]$|^(?:这|那|此)",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|several|many|some|these|following|\d+) (?:\w+ )?"
    r"(?:claims|errors|myths|lies|rumou?rs|"
    r"stories|accusations|allegations|assertions|promises|slogans|arguments|sentences|statements|mistakes)\b|"
    r"\b(?:in (?:a|an|the|his|her|their) (?:\w+ )?(?:dream|novel|film|legend|tale|story|scenario))\b|"
    r"\b(?:два|две|три|четыре|пять|несколько) (?:\w+ )?(?:утвержден|миф|слух|легенд|обвинен|ошиб)\w+|"
    r"[两三四五几]个?(?:说法|谣言|传说|错误|指控)",
    re.IGNORECASE,
)
_SHORT = 14  # words of a sentence that introduces another
_INTRODUCES = re.compile(
    r"\b(?:claims?|errors?|statements?|myths?|arguments?|sentences?|stor(?:y|ies)|rumou?rs?|accusations?|slogans?|"
    r"lies|promises?|"
    r"allegations?|assertions?|scenarios?|dreams?|dream(?:ed|t)|novels?|films?|legends?|tales?|follow(?:s|ing)|"
    r"posters?|leaflets?|"
    r"manifestos?|answers?|repl(?:y|ies)|reads?|version|theor(?:y|ies)|belie(?:f|fs|ve|ves)|imagine\w*|predict\w*|"
    r"forecasts?|"
    r"утверждени\w*|миф\w*|слух\w*|легенд\w*|рассказ\w*|роман\w*|фильм\w*|сценари\w*|лозунг\w*|обвинени\w*|"
    r"следующ\w*|сон|сне|"
    r"верси\w*)\b|说法|谣言|传说|故事|小说|电影|口号|指控|梦|如下|神话|设想|假设",
    re.IGNORECASE,
)
_BARE_DENIAL = re.compile(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)(?: not|n['’]t)[.!]$|^(?:\S+ ){0,4}(?:not|"
    r"never|нет|не)\b[^,;]{0,12}[.!]$|"
    r"^(?:并没有|没有|并不|其实不|不)[^，]{0,4}。$",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:false|wrong|untrue|not (?:quite |entirely |at all )?(?:true|so|right|correct|the case)|no truth|far from|"
    r"myths?|lies?|"
    r"fictions?|mistake\w*|mistaken|den(?:y|ies|ied)|opposite|contrary|reverse|claim\w*|alleg\w+|rumou?rs?|joke|hoax|"
    r"dream\w*|"
    r"invented|nonsense|disput\w+|doubt\w*|according|said|says|say|argue\w*|believe\w*|withdr\w+|retract\w*|"
    r"correct(?:ed|ion)|"
    r"propaganda|legend|version|story|thought|think\w*|plan(?:s|ned)?|hope[sd]?|nobody|no one|at least|or so|"
    r"suppos\w+|pretend\w*|told|неправд\w+|ложь|ложн\w+|неверн\w+|не так|миф\w*|выдум\w+|слух\w*|опроверг\w+|"
    r"утвержда\w+|"
    r"заяв\w+|говор\w+|ошиб\w+|сомн\w+)\b|错|假|谎|谣|并非|不是|否认|相反|声称|误|说|虚构|不实|不属实",
    re.IGNORECASE,
)


def framed(text: str, language: Language) -> bool:
    """Whether a text holds anything that changes what one of its clauses means."""
    cue = _CUES.get(language)
    return cue is None or bool(_SIGNS.search(text) or cue.search(text) or _INVERTED.match(text))


def asks(text: str) -> bool:
    """Whether a sentence is a question."""
    return text.rstrip("\"'”’»」』) ").endswith(("?", "？")) or text.rstrip("。 ").endswith(("吗", "呢"))


def introduces(text: str) -> bool:
    """Whether the sentence behind a short one may be what that speaks of: a claim, a story, a dream."""
    short = len(text.split()) <= _SHORT and len(text) <= _SHORT * 8
    return short and _INTRODUCES.search(text) is not None


def supposes(text: str) -> bool:
    """Whether a sentence opens a case that is not said to be real, or a list of what somebody says."""
    opens = _HYPOTHESIS.match(text.lstrip("“\"'«")) or _LISTS.search(text)
    return opens is not None or text.rstrip().endswith((":", "："))


def takes_back(text: str) -> bool:
    """Whether a sentence that leans on the one before it may speak of that as of a claim."""
    return bool(_TAKES_BACK.search(text) or _BARE_DENIAL.search(text)) or bool(
        _ALL_OF_IT.search(text) and any(cue.search(text) for cue in _CUES.values())
    )


def open_quotation(text: str) -> int:
    """1 where a quotation or bracket is left open, -1 where one ends that did not begin, 0 where neither."""
    depth, lowest = 0, 0
    for sign in text:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        lowest = min(lowest, depth)
    if depth == lowest == 0 and text.count('"') % 2:
        return 1 if text.lstrip().startswith('"') else -1
    return -1 if lowest < 0 else int(depth > 0)
