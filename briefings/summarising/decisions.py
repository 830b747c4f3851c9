"""How far a sentence tells a decision, a rule or advice, rather than what a party claims or a speaker supposes."""

import re

from briefings.summarising.substrings import mentions, parts
from briefings.text.patterns import lazy_re

_BODY = (
    r"(?:(?i:we|courts?|judges?|tribunal|panel|jury|councils?|councillors|boards?|committees?|commission|"
    r"commissioners|"
    r"groups?|team|meeting|parliament|senate|house|congress|cabinet|governments?|ministry|ministers?|trustees|"
    r"shareholders|members|staff|voters|residents|lawmakers|regulators?|authorit(?:y|ies)|agency|officials|states?|"
    r"city|"
    r"county|bank|maintainers|president|governor|mayor)|I|[A-Z]{2,5})"
)
_ACT = (
    r"(?:affirm|revers|remand|dismiss|grant|deni|approv|adopt|reject|accept|decid|agre|vot|order|resolv|authori[sz]|"
    r"appoint|recommend|postpon|deferr?|suspend|cancell?|ratifi|elect|award|confirm|declin|vacat|impos|prohibit|"
    r"abolish|"
    r"outlaw|extend|allocat|expell?|dissolv|overturn)"
)
_DONE = (
    rf"(?:{_ACT}ed|fined|banned|upheld|set aside|ruled|chose|withdrew|lifted|held that|cut|passed|signed into law)\b"
)
_WE_DO = (
    r"(?:affirm|reverse|remand|dismiss|grant|deny|approve|adopt|reject|accept|decide|agree|order|resolve|recommend|"
    r"decline|vacate|award|uphold|hold that|conclude)\b"
)
_ADVERBS = (
    r"(?:(?:unanimously|therefore|thus|also|hereby|have|has|had|formally|finally|then|later|again|today|instead|"
    r"narrowly|all|already|properly|correctly|only|discussed(?:,? (?:read up on,? )?and)?),? ){0,3}"
)
_ALSO = r"(?:(?:hereby|therefore|unanimously|also|now|then) )?"
_OUTRIGHT = lazy_re(
    rf"\b{_BODY} {_ADVERBS}(?:{_DONE}|{_ACT}e?s\b)(?! by\b)"
    rf"|\b{_BODY} (?:took|made|reached) (?:the|that|this|its) decision\b"
    r"|\b[Nn]o (?:\w+ ){1,2}(?:was|were|has been|have been) (?:paid|taken|made|given|found|granted|allowed|charged)\b"
    rf"|\b(?:[Ww]e|I) {_ADVERBS}{_WE_DO}"
    rf"|(?<!that )(?<!which )(?<!who )\b(?:was|were|been) {_ALSO}{_DONE}(?! in\b| that\b)"
    rf"|(?<!that )(?<!which )(?<!who )\b(?:is|are|be) {_ALSO}{_DONE}(?! in\b| that\b| by\b| to\b)"
    rf"|\b[Dd]iscuss.{{1,200}}\b(?:and|then) {_DONE}\b"
    rf"|^(?:[\w.@ -]{{1,30}}[:,] |[^?]{{3,90}}\? ?(?:…|\.{{3}}) ?)?(?i:{_DONE}|(?:accepting|closing|deferring|"
    rf"dropping|merging)\b)"
    r"|\b(?:AFFIRM|REVERSE|VACATE|DISMISS|GRANT|DEN(?:Y|IE)|REMAND|ORDER)(?:ED|D|S)?\b"
    r"|\b(?:vote|motion|nomination|resolution|proposal|bill|measure|amendment|petition)s?\b.{0,60}"
    r"\b(?:passed|carried|failed|carries|adopted|fails|was lost)\b"
    r"|\b[Nn]o (?:concerns/)?objections?\b|\bdefer(?:red)? to\b|\bagreed\b(?! with\b)|\bconsensus (?:is|was|to|"
    r"that)\b|\b(?:decision|agreement) to\b|"
    r"\bmoved? forward with(?:out)?\b|\breceived and filed\b|… (?:approved|merged|agreed)|\.\.\. (?:approved|"
    r"merged|agreed)|"
    r"\b(?:sentenced|convicted|acquitted|arrested|pleaded guilty|resigned|signed an? (?:order|law|agreement|treaty))\b"
)
_OUTRIGHT_ELSEWHERE = lazy_re(
    r"\b(?:wurden?|ist|sind|hat|haben)\b[^.]{0,160}\b(?:beschlossen|genehmigt|festgestellt|vergeben|abgelehnt|"
    r"angenommen|"
    r"verabschiedet|entschieden|gebilligt|bewilligt|untersagt|aufgehoben)\b|\bbeschloss(?:en)?\b|"
    r"\b(?:a|ont|est|sont)\s(?:été\s)?(?:décid|adopt|approuv|vot|rejet|autoris|interdit)(?:ée?)?s?\b|"
    r"\b(?:ha|han|fue|fueron)\s(?:sido )?(?:aprobad|decidid|rechazad|adoptad|autorizad)[oa]s?\b|"
    r"реш(?:ил|ено)|постанов(?:ил|лено)|одобр(?:ил|ен)|утверд(?:ил|жд[её]н)|запрет(?:ил|ен)|отклон(?:ил|ен)|"
    r"决定|批准|通过了|否决|禁止|罚款|认定|決定|批准|否決|通過|同意",
    re.IGNORECASE,
)
_RULE = lazy_re(
    r"(?<!\bi )(?<!\bhe )(?<!\bit )(?<!\bshe )(?<!\bone )(?<!\bthou )(?<!\bthere )(?<!\bthis )(?<!\bthat )"
    r"\b(?:must|shall)\b(?! (?:wait|have|be (?:the|a|some|seen))\b)|\bmay not (?!be\b|have\b)"
    r"|\b(?:is|are|be) (?:not )?(?:required|forbidden|prohibited|obliged|allowed|permitted|banned|entitled|"
    r"eligible|limited) "
    r"|\bwill (?:not )?be (?:banned|excluded|closed|charged|fined|removed|held|elected|required|set|extended|"
    r"suspended)\b"
    r"|\b(?:is|are) (?:hereby |therefore )?(?:moved|fixed|closed|stopped|refused)\b"
    r"|\b(?:a|the) (?:maximum|minimum) of\b|\bno longer\b"
    r"|\b(?:we|i) (?:strongly |therefore |would |urge and |also )?(?:recommend|advise|urge|ask|call on|caution|"
    r"award|order)\b"
    r"|\brecommend(?:s|ed)?\b|\brecommendation (?:is|that|to)\b|\burges?\b|\badvis(?:e|es|ed)\b|\bcall(?:s|"
    r"ed)? (?:on|for)\b|\bwe will (?:exclude|close|stop|start|not)\b"
    r"|^(?:do not|never|avoid|stop|ensure|make sure|refrain)\b|\bare not welcome\b|\bwe do(?:n['’]t|"
    r" not) (?:tolerate|accept)\b",
    re.IGNORECASE,
)
_RULE_ELSEWHERE = lazy_re(
    r"\b(?:muss|müssen|darf|dürfen|soll(?:te|ten|en)?(?!\b[^.]*\b(?:worden\ssein|haben|gewesen\ssein)\b)|empf(?:iehlt|ehlen|ohlen))\b|\b(?:doit|doivent|devra|devront|"
    r"recommande)\b|"
    r"рекоменд|совету|следует|должн|обяза|建议|应当|必须|建議|應當|必須|不得",
    re.IGNORECASE,
)
_MILD = lazy_re(
    r"\b(?:should|ought to|proposes?|proposed|suggests? (?:that|we)|would like to see|next steps?\b|plans? to|planned|"
    r"announced|launch(?:es|ed)|(?:will|to) (?:take action|follow up|open|land|send|publish|close|draft|contact|ask)|"
    r"(?<!no )needs? to be|going to|would be (?:nice|good|better))\b"
    r"|\bI (?:don't|do not) believe\b|\bmakes? sense to\b|\bour view\b",
    re.IGNORECASE,
)
_CLAIM = lazy_re(
    r"\b(?:argu(?:es?|ed|ing)|contend(?:s|ed|ing)?|claim(?:s|ed)|alleg(?:es?|ed|ing|edly)|assert(?:s|ed|ing)|"
    r"maintains?|insist(?:s|ed)|disputes?|accus(?:es?|ed)|purport\w+|sought|seeks|demand(?:s|ed)|petition(?:s|ed) for|"
    r"advised the|believed|moved to|asks? the court|submits?|according to the (?:plaintiff|defendant|appell|"
    r"petition|union))\b"
    r"|\b(?:counsel|attorney|lawyer|plaintiff|defendant|appellant|appellee|petitioner|respondent|"
    r"prosecutor)s?(?: (?:for|of) [\w ]{1,30})? "
    r"(?:says?|said|states?|stated|believes?|wants?|wrote|writes)\b"
    r"|утвержда|声称|主张|辩称|聲稱|主張",
    re.IGNORECASE,
)
_HOLDS = lazy_re(
    r"\b(?:we|this court|the court|the board|the panel) (?:\w+ ){0,2}(?:affirm|revers|reject|dismiss|hold|find|"
    r"conclud|"
    r"grant|den|disagree|agree)|\b(?:AFFIRMED|REVERSED|VACATED|DISMISSED)\b|\b(?:is|are) (?:hereby )?(?:affirmed|"
    r"reversed|dismissed|denied|granted|vacated)\b",
    re.IGNORECASE,
)
_BELOW = lazy_re(
    r"\b(?:district|trial|circuit|lower|superior|county|magistrate|family|bankruptcy) court", re.IGNORECASE
)
_SUPPOSED = lazy_re(
    r"(?:if|where|when|whether|should|had|unless|suppose|maybe|perhaps|imagine|let['’]s say|why|how|what|do you|"
    r"does|did|is it|are there|can|could|would|given)\b|[^.]{0,40}\bno decision\b|если\b|如果",
    re.IGNORECASE,
)
_UNDECIDED = lazy_re(
    r"\b(?:nobody|no one|none)\b.{0,80}\bvoted\b|\b(?:not|n['’]t|never|"
    r"yet to be) (?:yet )?(?:been )?(?:yet )?(?:decided|adopted|"
    r"approved|agreed|accepted)\b|"
    r"(?:沒有|没有|尚未|未有|並未|并未)[^，。；]{0,20}(?:決定|决定|批准|同意|通過|通过|回應|回应)|"
    r"\bno formal vote\b|\bsigned up\b|\b(?:discuss(?:ed|ion)|debate)d? (?:if|whether)\b",
    re.IGNORECASE,
)
_SUBORDINATE = lazy_re(r"\b(?:after|once|when|if|before|unless|until|since|because|whether)\b[^,;:]*$", re.IGNORECASE)
_LABELLED = lazy_re(r"^[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,2}(?: \([^()]{1,20}\))?(?:: |, (?=[a-z]))")
_REPORTED = lazy_re(
    r"\b(?:said|says|noted|emphasi[sz]ed|explained|clarified|stressed|suggested|told|added|asked|writes|wrote|thinks|"
    r"believes|questioned|mentioned|shared)\b",
    re.IGNORECASE,
)
_QUOTED = lazy_re(r"[\"“„«].{20,}[\"”“»]")
_TO_DO = lazy_re(
    r"\W*(?:[\dIVX]+[.)]? )?(?:(?:our|key|main|list of|summary of|agreed|proposed) )*(?:action items?|actions?\W*$|"
    r"next steps?|to.?do|recommend\w*|short.term|long.term|what to do|follow.ups?|решени|рекоменд|建议|行动)",
    re.IGNORECASE,
)
_OUTRIGHT_WORTH, _RULE_WORTH, _MILD_WORTH, _TASK_WORTH = 3.0, 2.0, 1.0, 1.8
_OF_LOWER_COURT = 0.5  # times what a ruling that is under review counts
_OF_TASK = 0.4  # times what advice counts in a section of tasks
_OF_HOLDING = 0.7  # added where a court or board holds something itself
_OF_SPEAKER = 0.4  # times what a speaker's rule or advice counts in a meeting


# Parts of words without which a pattern can't match.
_OF_OUTRIGHT = parts("""
affirm revers remand dismiss grant deni deny approv adopt reject accept decid agre vote orde resolv authori appoint
recommend postpon defer suspend cancel ratif elect award confirm declin vacat impos prohibit abolish outlaw extend
allocat expel dissolv overturn fined bann upheld uphold aside ruled chose withdrew lifted held cut pass signed hold
conclu closing dropping merging merged carried failed fails carries lost objection consensus decision forward filed
sentenced convicted acquitted arrested guilty resigned paid taken made given found allowed charged
""")
_OF_RULE = parts("""
must shall may required forbidden prohibited obliged allowed permitted banned entitled eligible limited will moved
fixed closed stopped refused maximum minimum longer recommend urge advis call ask caution award order never avoid stop
ensure sure refrain welcome tolerate accept do_not
""")
_OF_PROPOSAL = parts("""
should ought propos suggest would next plan announc launch will take follow open land send publish close draft contact
ask need going believe sense view
""")
_OF_CLAIM = parts("""
argu contend claim alleg assert maintain insist disput accus purport sought seek demand petition advised believed
moved ask submit according counsel attorney lawyer plaintiff defendant appell respondent prosecutor
утвержда 声称 主张 辩称 聲稱 主張
""")
_OF_OTHER_LANGUAGES = parts("""
_wurde _ist_ _sind_ _hat_ _haben_ beschlo _ont_ _est_ _sont_ _ha_ _han_ _fue _muss _darf _soll empfiehl empfehl empfohl
_doit _doivent _devr _recommande
""")


def decisiveness(text: str, heading: str) -> float:
    """0 for a sentence without a decision or advice, about 1 for a proposal, 2 for a rule, 3 for a decision."""
    if (
        text.rstrip("\"'”’)*_ ").endswith(("?", "？"))
        or _SUPPOSED.match(text)
        or _UNDECIDED.search(text)
        or is_claim(text)
    ):
        return 0.0
    if _is_outright(text):
        holds = _HOLDS.search(text) is not None
        return (
            _OUTRIGHT_WORTH + _OF_HOLDING
            if holds
            else _OUTRIGHT_WORTH * (_OF_LOWER_COURT if _BELOW.search(text) else 1)
        )
    return _advice(text, heading)


def _is_outright(text: str) -> bool:
    """Whether a main clause tells a decision; "after the plan was adopted" does not."""
    lowered = text.lower()
    main = mentions(lowered, _OF_OUTRIGHT) and any(
        _SUBORDINATE.search(text, 0, found.start()) is None for found in _OUTRIGHT.finditer(text)
    )
    return main or (_is_elsewhere(lowered) and _OUTRIGHT_ELSEWHERE.search(text) is not None)


def _is_elsewhere(lowered: str) -> bool:
    """Whether a text may be in another language than English."""
    return not lowered.isascii() or mentions(lowered, _OF_OTHER_LANGUAGES)


def is_claim(text: str) -> bool:
    """Whether a sentence reports what a party claims and no body decides in it."""
    if not mentions(text.lower(), _OF_CLAIM):
        return False
    return _CLAIM.search(text) is not None and _HOLDS.search(text) is None


def _advice(text: str, heading: str) -> float:
    """What a sentence counts that tells a rule, advice, a proposal or a task."""
    lowered = text.lower()
    rules = mentions(lowered, _OF_RULE) and _RULE.search(text) is not None
    rules = rules or (_is_elsewhere(lowered) and _RULE_ELSEWHERE.search(text) is not None)
    proposes = mentions(lowered, _OF_PROPOSAL) and _MILD.search(text) is not None
    worth = _RULE_WORTH if rules else _MILD_WORTH if proposes else 0.0
    if worth and any(found.search(text) for found in (_LABELLED, _REPORTED, _QUOTED)):
        worth *= _OF_SPEAKER
    return _TASK_WORTH + _OF_TASK * worth if _TO_DO.match(heading) else worth
