"""What a clause says of its own standing: supposed, possible, forecast, an opinion, a plan, denied, corrected. Pure."""

import re
from collections.abc import Sequence

from briefings.model.analysis import Statement
from briefings.model.disagreements import Force
from briefings.text.caseless import Caseless, CaselessSet

_SUPPOSED = Caseless(
    r"\b(?:if|unless|whether|provided that|in case|would|suppos\w+|hypothetical\w*|otherwise|were to|depends on|"
    r"depending on|subject to|as long as|once)\b|^(?:should|had|were)\s"
    r"|如果|假如|若|倘若|除非|是否|一旦|只要|的话|\b(?:если|бы|ли|в случае|при условии)\b",
    words="if unless whether provided case would suppose hypothetical otherwise were depends depending subject long "
    "once should had",
)
_ASKED = Caseless(r"^(?:should|had|were|will|does|did|is|are|has|can)\s[^,.]*\?", needs=("?",))
_UNKNOWN = Caseless(
    r"\b(?:not known|unknown|unclear|undecided|not (?:yet )?(?:been )?(?:decided|confirmed|clear|announced)|remains to "
    r"be seen|"
    r"differ on|disagree|disputed?|rumou?r\w*|reportedly|allegedly|unconfirmed|contradict\w*|asked)\b|"
    r"尚不清楚|未知|有待|неизвестно|неясно",
    words="known unknown unclear undecided decided confirmed clear announced remains differ disagree dispute rumour "
    "rumor reportedly allegedly unconfirmed contradict asked",
)
_POSSIBLE = Caseless(
    r"\b(?:may(?! \d)|might|could|can(?!not| (?:carry|hold|take|seat|reach|produce|store|transport|accommodate))|"
    r"possibl[ey]|probabl[ey]|perhaps|maybe|likely|unlikely|potentially|considering|"
    r"wants? to|hopes?|hoped|wish\w*|seeks?|sought|aims?|intends? to raise|would like|proposes?|proposed|proposal|"
    r"tentative\w*|seems?|appears?|apparently)\b(?! \d{1,2} )|可能|或许|也许|或将|有望|希望|考虑|拟议|建议"
    r"|\b(?:может|могут|возможно|вероятно|видимо|хочет|надеется|предлагает)\b",
    words="may might could can possible possibly probable perhaps maybe likely unlikely potentially considering want "
    "hope wish seek sought aim aims intend would propose tentative seem appear apparently",
)
_MAY_MONTH = re.compile(r"\bMay\b")
_FORECAST = Caseless(
    r"\b(?:forecasts?|predicts?|predicted|projects?(?= that| growth| a| an)|projected|expects?|anticipates?|outlook|"
    r"estimates? that|sees|foresees?)\b|\b(?:is|are|was|were) (?:expected|forecast|projected|predicted|estimated|"
    r"likely|seen)\b|预计|预测|预期|料将|ожида\w+|прогноз\w*",
    words="forecast predict project expect anticipate outlook estimate sees foresee likely seen",
)
_PLANNED = Caseless(
    r"\b(?:is|are) expected (?:to (?:visit|travel|meet|sign|open|begin|start|launch|arrive|attend|take place|be "
    r"(?:held|signed|"
    r"opened|published|completed|launched)|go|publish|vote|leave|return|resume|close|end|expire|finish|complete|"
    r"release|host|"
    r"address|speak|deliver|fly|reopen|decide|rule|move|take office|take effect|come into force|enter|hold|convene|"
    r"land)|in|on|at)\b"
    r"|预计.{0,12}(?:访问|举行|签署|开放|启用|启动|开幕|抵达|出席|发射|完工|通车)|ожида\w+.{0,6}(?:визит|приезд|встреч|открыт|подписан)"
)
_OPINION = Caseless(
    r"\b(?:should|ought|believes?|believed|thinks?|thought|in (?:our|my|his|her|their) (?:view|opinion)|argues?|argued|"
    r"considers?|regards?|feels?|doubts?|fears?|feared|warns?|warned|deserv\w+|convinced|recommend\w*|urges?|urged|"
    r"calls? (?:for|on)|called (?:for|on)|critics)\b"
    r"|认为|应该|应当|主张|担心|看来|\b(?:считает|считают|следует|полагает|уверен|по мнению|мнению|думает)\b",
    words="should ought believe think thought view opinion argue consider regard feel doubt fear warn deserve "
    "convinced recommend urge call critics",
)
_JUDGING = Caseless(
    r"\b(?:must|hails?|hailed|praised?|success\w*|failure|good|bad|better|worse|best|worst|fair|unfair|wise|unwise|too|"
    r"worth(?:while)?|"
    r"dangerous|mistake|important|legal|illegal|calls?(?! off)|called(?! off))\b"
    r"|必须|成功|失败|\b(?:должен|должна|должны|успех|провал|"
    r"важн\w+)\b",
    words="must hail praise success failure good bad better worse best worst fair unfair wise unwise too worth "
    "dangerous mistake important legal illegal call",
)
_CORRECTED = Caseless(
    r"\b(?:moved (?:from|to)|postponed|rescheduled|brought forward|put (?:off|back)|delayed|deferred|pushed back|"
    r"revised|corrected|correction|"
    r"originally|initially|first (?:estimate|reported|announced|planned)|earlier (?:report|estimate|figure)s?|"
    r"previously|"
    r"was to\b|were to\b|had been|instead of|rather than|replac\w+|succeed(?:s|ed)\b|has (?:since )?risen to|rose "
    r"(?:from|to)|rises to|up from|down from|"
    r"updated?|changed|no longer planned|after a delay|formerly|retract\w*|wrongly|erroneous\w*|mistakenly|contrary to|"
    r"not \S+ as|not (?:in|on|at|by)? ?\d|, not|"
    r"new date|relocated|switched)\b"
    r"|推迟|延期至|改为|改期|提前至|更正|修正|上调至|下调至|原定|原计划|最初|升至|取代|移至|调整"
    r"|\b(?:перенес\w*|перенёс\w*|перенос\w*|отложен\w*|исправ\w+|уточн\w+|ранее|первоначально|изначально|вместо|"
    r"сменил\w*|заменил\w*|вырос до|выросло до|пересмотр\w+)\b",
    words="moved postponed rescheduled brought put delayed deferred pushed revised corrected correction originally "
    "initially first earlier previously was were been instead rather replace succeed risen rose rises up down "
    "update changed longer delay formerly retract wrongly erroneous mistakenly contrary not date relocated "
    "switched",
)
_HABIT = Caseless(
    r"\b(?:often|usually|(?<!working )(?<!running )(?<!operating )normally|typically|generally|sometimes|always|"
    r"regularly|every (?:day|week|month|year|monday|tuesday|wednesday|thursday|friday)|each (?:year|month)|"
    r"in general|tends?|as a rule|rarely|seldom|frequently)\b|"
    r"\bwhen\b(?![^.]*\b(?:(?:19|20)\d\d|was|were|had|[a-z]{3,}ed)\b)|"
    r"\b(?:daily|weekly|monthly|quarterly|annually|yearly)\W*$"
    r"|经常|通常|往往|一般|有时|每当"
    r"|\b(?:часто|обычно|как правило|иногда|всегда|регулярно|когда)\b",
    words="often usually normally typically generally sometimes always regularly every each general tend rule rarely "
    "seldom frequently when daily weekly monthly quarterly annually yearly",
)
_GENERIC = Caseless(
    r"^(?:some(?! \d)|many|most|few|several|other|others|various|any|certain|all|both sides|a number of|no)\s(?!of "
    r"the\s\d)|"
    r"^an?\s(?:[a-z]+\s){1,3}(?:is|has|can|begins|starts|ends|expires|carries|needs|usually|will|costs|takes|does)\b|"
    r"^(?:有些|一些|许多|不少|大多数|多数|任何|部分)|^(?:одни|другие|некоторые|многие|большинство|любой|любая)\b"
)
_PLAN = Caseless(
    r"\b(?:will|won['’]t|shall|going to|plans? to|planned for|(?:is|are) (?:set|due|scheduled|planned|slated|expected)|"
    r"(?:is|are) (?:staying|going|skipping|boycotting|joining|pulling|attending|coming|flying|travelling|visiting|"
    r"meeting|hosting|leaving)|promis\w+|pledg\w+|vow\w*|agreed to|(?:is|are) to (?:be\s)?[a-z]{3,})\b"
    r"|将|(?<![议大协员社国证峰机公工商理])会(?!议|谈|晤|见|员|长|场)|计划|拟|定于"
    r"|\b(?:будет|будут|намерен\w*|планиру\w+|запланирован\w*|намечен\w*|назначен\w* на|предстоит|обеща\w+)\b",
    words="will won shall going plan planned promise pledge vow* agreed is are",
)
_LAW = Caseless(
    r"\b(?:courts?|judges?|tribunal|rul(?:ed|ing)|ordered|regulators?|watchdog|authority|law|decree|sentenced)\b|"
    r"法院|法官|裁定|判决|\bсуд\w*"
)
_ORDERED = Caseless(
    r"\b(?:must|has to|have to|ordered|required|obliged|told)\b.{0,60}\b(?:pay|repay|refund|return|sell|hand|close|"
    r"leave|stop|halt|publish|remove|withdraw|vacate|compensate)\b|(?:须|必须|判令|责令)|\b(?:обязал\w*|обязан\w*|должн\w+)\b",
    words="must has have ordered required obliged told",
)
_PAST = Caseless(
    r"\b(?:was|were|did|had|[a-z]{2,}ed|has|have|fell|rose|sank|left|began|met|won|lost|held|sold|bought|built|grew|"
    r"took|made|came|went|paid)\b|了|已|\b\w+(?:л|ла|ло|ли|лся|лась|лось|лись)\b"
)
_PRESENT = Caseless(
    r"\b(?:is|are|isn['’]t|aren['’]t|remains?|stands?|still|currently|now)\b|目前|仍|正在|现|处于|\b(?:сейчас|остаётся|"
    r"остается|находится|по-прежнему|закрыт[аоы]?|открыт[аоы]?|приостановлен[аоы]?|действует|работает)\b| — ",
    words="is are isn aren remain stand stands still currently now",
)
_NEGATION = Caseless(
    r"\b(?:not|never|no longer|nor|neither|without|cannot)\b|n['’]t\b|\bfail(?:s|ed)? to\b|\bden(?:y|ies|ied) "
    r"(?:that|having|it|they|he|she)\b|\b(?:refus|declin)\w+ to\b|\bhas yet to\b|\bhave yet to\b|\brul\w+ out\b"
    r"|(?:不会|不再|不是|没有|没|尚未|并未|未能|未|不)(?!断|少|久|仅|过|同|足|到|来|超|及|必|得不|管|良|动产)|否认|拒绝(?=出|参|签)"
    r"|\b(?:не|нет|никогда|отказал\w+)\b(?! (?:только|менее|более|меньше|больше))",
    words="not never longer nor neither without cannot t fail fails failed deny denies denied refuse decline yet out",
)
_NOT_ONLY = Caseless(
    r"\bleft\b[^.]{0,60}\bwithout\b|\bnot (?:only|least|just|less|more|fewer)\b|\bno (?:less|more|fewer)\b|не только",
    words="without not no",
)
_YET = Caseless(
    r"\byet\b|尚未|还没|还未|ещё не|еще не|пока не|\bso far\b|until now",
    words="yet far now*",
)
_AGAIN = Caseless(
    r"\b(?:again|another|second|third|fourth|further|other|returns?|returned|latest|repeat\w*)\b|再次|再度|又|另|第[二三四五]|"
    r"\b(?:снова|опять|вновь|второй|вторая|повторн\w+|другой|другая|ещё один)\b",
    words="again another second third fourth further other return latest repeat",
)
_INDEFINITE = Caseless(
    r"^(?:an?|another)\s|"
    r"(?=\s(?:an?|another|some|several)\s)(?<!\bin)(?<!\bof)(?<!\bwith)(?<!\bfor)(?<!\bby)(?<!\bat)(?<!\bto)(?<!\bon)(?<!\bas)(?<!\bfrom)(?<!\bafter)"
    r"(?<!\bis)(?<!\bwas)(?<!\bsuch)(?<!\bthan)(?<!\bhalf)\s(?:an?|another|some(?=\s[a-z])|several)\s"
    r"(?!year|month|week|day|total|record|budget|trade|profit|loss|deficit|surplus|turnover|capacity|staff|key|meeting "
    r"with|summit|loan|fine|population|agreement|deal|accord|treaty|majority|licen[cs]e|permit|visa|quarter|third|half|fifth|tenth|statement)"
    r"|^(?:(?:new|fresh|mass|violent)\s)?(?:protests|demonstrations|rallies|riots|clashes|strikes|(?:wild)?fires|floods|"
    r"explosions|blasts|attacks|fighting|violence|unrest|shelling)\b"
    r"|(?:爆发|发生)了?(?:抗议|示威|冲突|骚乱|罢工|火灾|爆炸)"
    r"|^(?:протесты|демонстрации|митинги|беспорядки|столкновения|забастовки|пожары|взрывы|обстрелы|бои)\b",
    words="a an another some several protests demonstrations rallies riots clashes strikes fires wildfires floods "
    "explosions blasts attacks fighting violence unrest shelling",
)
_PASSIVE = Caseless(
    r"\b(?:was|were|been|is|are)\s(?:\w+ly\s)?\w+(?:ed|en|t|n)\s(?:out\s|over\s)?by\s",
    words="by",
)
_AGENTLESS = Caseless(
    r"\b(?:was|were|been|be|is|are)\s(?:\w+ly\s)?\w+(?:ed|en|wn|ght|ld|lt|nt)\b(?!.*\bby\s(?:the\s)?[A-Za-z])",
    words="was were been be is are",
)
_PERIOD = {
    "on the year": r"\b(?:on the year|year[- ]on[- ]year|(?:from|than) a year (?:ago|earlier)|over 12 months|"
    r"over (?:the )?twelve months)\b|同比|годовом выражении",
    "on the month": r"\b(?:on the month|month[- ]on[- ]month|(?:from|than) (?:the previous|last) month)\b|环比|"
    r"месячном выражении",
    "on the quarter": r"\b(?:on the quarter|quarter[- ]on[- ]quarter|from the previous quarter|in the quarter)\b",
    "half": r"\b(?:half[- ]year|six months|(?:winter|summer) half)\b|半年|полугоди\w+",
    "full": r"\b(?:full[- ]year|whole year|entire year)\b|全年|за весь год",
    "months": r"\b(?:nine|three|five|four|ten|eleven) months\b|前\w{1,2}个?月|с начала года|"
    r"(?:девять|три|пять) месяцев",
    "years": r"\b(?:two|three|four|five|ten) years\b|[两三五十]年来|(?:два|три|пять) (?:года|лет)",
    "since": r"\b(?:so far|to date|cumulative\w*|in all|in total)\b|累计|迄今|截至",
    "season": r"\b(?:winter|summer|spring|autumn|season)\b"
    r"(?=[^.]*\b(?:loss|lost|profit|earn\w*|sales|revenue|harvest|yield)\b)",
}
_PERIOD_WORDS = {
    "on the year": "year month",
    "on the month": "month",
    "on the quarter": "quarter",
    "half": "half six",
    "full": "year",
    "months": "months",
    "years": "years",
    "since": "far date cumulative all total",
    "season": "winter summer spring autumn season",
}
_PERIODS = {f"period {name}": Caseless(pattern, words=_PERIOD_WORDS[name]) for name, pattern in _PERIOD.items()}
_DUE = Caseless(
    r"\b(?:due|deadline|scheduled|set for|planned for|slated)\b|定于|截止"
    r"|\b(?:намечен\w*|назначен\w*|запланирован\w*)\b",
    words="due deadline scheduled set planned slated",
)
_HOSTS = Caseless(
    r"\b(?:host|hosts|hosted|hosting)\b|主办|承办",
    words="host",
)


_FORCES = CaselessSet(
    {
        "supposed": _SUPPOSED,
        "asked": _ASKED,
        "unknown": _UNKNOWN,
        "ordered": _ORDERED,
        "forecast": _FORECAST,
        "opinion": _OPINION,
    }
)
_OF_SENTENCES = CaselessSet({"corrected": _CORRECTED, "habit": _HABIT, "judging": _JUDGING})
_OF_CLAUSES = CaselessSet(
    {
        "yet": _YET,
        "again": _AGAIN,
        "indefinite": _INDEFINITE,
        "passive": _PASSIVE,
        "agentless": _AGENTLESS,
        "due": _DUE,
        "hosts": _HOSTS,
        **_PERIODS,
    }
)


def force_of(clause: str, sentence: str, own: Statement | None) -> Force:
    """Whether a clause states a fact or a plan, or only supposes, expects or judges."""
    found = _FORCES.found(sentence)
    unsure = not found.isdisjoint(("supposed", "asked", "unknown")) or sentence.rstrip().endswith(("?", "？"))
    if unsure or (own and own.kind == "conditional"):
        return "supposed"
    ordered = "ordered" in found and bool(_LAW.search(sentence))
    if own and own.kind == "recommended" and not ordered:
        return "opinion"
    if _POSSIBLE.search(_MAY_MONTH.sub("", sentence)):
        return "possible"
    if "forecast" in found and not _PLANNED.search(sentence):
        return "forecast"
    if "opinion" in found:
        return "opinion"
    return "plan" if ordered or is_plan(clause, own) else "fact"


def is_ordered(sentence: str) -> bool:
    """Whether a court or another authority orders what a sentence says."""
    return bool(_ORDERED.search(sentence) and _LAW.search(sentence))


def is_plan(clause: str, own: Statement | None) -> bool:
    """Whether a clause is about what is to come."""
    if _PLAN.search(clause):
        return True
    return bool(own and own.kind in ("expected", "promised", "scheduled", "deadline") and not _PAST.search(clause))


def negations(clause: str) -> int:
    """How often a clause denies."""
    return sum(1 for _ in _NEGATION.finditer(_NOT_ONLY.sub("", clause)))


def marks_of(clause: str, sentence: str) -> frozenset[str]:
    """What a clause says of itself besides: corrected, habit, judging, yet, again, indefinite, passive, due, hosts."""
    found = _OF_SENTENCES.found(sentence)
    if "judging" in found and is_ordered(sentence):
        found -= {"judging"}
    if "habit" not in found and _GENERIC.search(sentence.strip()):
        found |= {"habit"}
    return found | _OF_CLAUSES.found(clause)


def is_present(clause: str) -> bool:
    """Whether a clause tells how things stand."""
    return bool(_PRESENT.search(clause)) and not _PLAN.search(clause)


def without(clause: str, spans: Sequence[tuple[int, int]]) -> str:
    """A clause in which spans are blanked out."""
    for start, end in spans:
        clause = clause[:start] + " " * (end - start) + clause[end:]
    return clause
