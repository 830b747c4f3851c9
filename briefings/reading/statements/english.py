"""Reads English statements."""

import re
from dataclasses import replace
from itertools import islice

from briefings.model.analysis import StatementKind
from briefings.reading.events import vocabulary
from briefings.reading.events.verbs import BASES
from briefings.reading.statements.english_verbs import VERB, Finite, main_verb
from briefings.reading.statements.grammar import (
    DATE,
    Force,
    Framed,
    Grammar,
    Said,
    Span,
    clauses,
    forced,
    framed,
    trimmed,
)
from briefings.reading.statements.normative import is_normative

_MOST_VERBS = 8  # verbs of a clause that are tried for its holder
_MOST_SUBJECT = 14  # words that name a holder
_MOST_BEHIND = 80  # characters behind "Lund said", as in "on Tuesday in a statement"
_QUOTES = '“”"„«»‘'

_NONE = re.compile(
    r"\?[”\"’)*_]*\s*$|^\W*(?:Suppose|Imagine|Consider|Assume|Say|Picture)\s|^\W*(?:Dear|Thank|Thanks|Sincerely)\b"
    r"|^\W*(?:The\skey\s?words\b.{0,200}\binterpreted\b|Readers\sare\sadvised\b|Note\sthat\sother\s)|\bis\sto\sbe\s(?:interpreted|understood|read)\sas\b"
)
_PARTS = re.compile(
    r";\s|,\s(?:and|but|while|whereas|yet|although|though)\s(?=\S)|\s(?:while|whereas)\s(?=\S)|\s[—–]\s(?=but\s|and\s)|(?P<bare>\sand\s)(?=\S)"
)
_OPENING = re.compile(
    r"^\s*\d{1,2}[.)]\s|^(?:(?:And|But|So|Yet|Still|Also|However|Meanwhile|Moreover|Furthermore|Nevertheless|Nonetheless|Instead|Separately|"
    r"(?:First|Second|Third|Fourth|Fifth|Firstly|Secondly|Thirdly|Lastly|Next|Well|Yes|No|Therefore|Thus|Hence|Otherwise|Similarly|"
    r"Additionally|Consequently|Accordingly|Unfortunately|Fortunately|Importantly|Ultimately|Specifically|Clearly|Actually)(?=,)|"
    r"Earlier|Later|Today|Yesterday|Finally|In\saddition|For\sexample|In\sfact|Indeed|Then|Now|Here|That\ssaid)[,\s]\s?)+|^[\s•*·“\"-]+"
)
_ADVERBIAL = re.compile(
    r"^(?:In|On|At|By|After|Before|As|While|When|With|For|During|Until|Since|Although|Though|Under|Following|From|"
    r"Despite|Through|Because|Amid|Between|Within|To|Asked|Speaking|Writing|Citing|\x01)[^,]*,\s(?!(?:and|or)\s)"
    r"|^Having\s[^,]*,\s|^[A-Z][a-z]+ing\s(?:(?:an?|the|his|her|its|their|that|to|on|in|at|for|about|from|what|how)\s|reporters\b)[^,]*,\s"
    r"|^[^,]{2,60}\b(?:ago|earlier|later|so\sfar),\s|^(?:Just|Only|Nearly|Almost|About|Over|More|Less|Late|Early|Some|Barely)\s[^,]{0,40}\x01,\s"
)
_AUXILIARY = re.compile(
    r"(?:[’'](?:ve|d|ll|re)\b|\s(?:has|have|had|also|then|again|once|later|already|since|repeatedly|still|now|first|even|only|not|never|both|"
    r"all|each|did|does|do|\w{3,}ly|\x01+|on\s\x01+|in\s\x01+))+\s*$"
)
_ASIDE = re.compile(r",\s[^,]{1,120},\s?$|\([^()]*\)\s*$")
_NO_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|may|might|must|should|shall|that|which|if|because|whether|than|to|not)\b"
)
_BARRED_BEFORE = re.compile(
    r"(?:\b(?:to|be|been|is|are|was|were|being|not\sbe|of|the|an?|its|their|his|her|our|my|your|these|those|such|no|any|"
    r"some|all|other|several|many|two|three|four|five|six|seven|eight|nine|ten|and|or|by|for|with|from|as|in|on|at|more|most|new|and\sthe|get|got|so-called|than|widely|which)|[’']s|s[’'])\s*$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"\s(?:of|are|were|is|was|have|has|by|from|about|between|against|due|submitted|filed)\b")
_PASSIVE_AFTER = re.compile(r"\s(?:by|in\s\x01+\sby)\s")
_TELL = re.compile(
    r"(?:told|tells?|warn\w*|assure\w*|remind\w*|inform\w*|promise\w*|advise\w*|convince\w*|persuade\w*|notif\w*)$"
)
_TOLD_WHEN = (
    r"(?:\s(?:to|in|on|at|during|via|through|after|before|by|from|from|late|early|earlier|last|yesterday|today|again|also|"
    r"however|publicly|privately|\w+ly|\x01+)(?:\s(?:\w[\w’'-]*|\x01+)){0,9}?)?"
)
_THAT = re.compile(rf"^{_TOLD_WHEN},?\s(?:[^,]{{2,50}},\s)?that\s")
_TOLD_THAT = re.compile(r"^[^,:;“”\"]{0,70}?\bthat\s")
_PERSONS = (
    r"(?:reporters|journalists|lawmakers|parliament|him|her|them|us|me|MPs|senators|members|investors|staff|shareholders|"
    r"(?:the|a|an|its|his|her|their)\s(?:[\w’'-]+\s){0,3}?(?:newspaper|agency|broadcaster|committee|council|parliament|press|"
    r"board|court|conference|channel|paper|magazine|programme|house|assembly|meeting|hearing|commission|panel|audience)|[A-Z]\w+(?:\s[A-Z]\w+)*)"
)
_TOLD_ASIDE = re.compile(
    rf"^(?:\s{_PERSONS}(?=\s))?(?:\s(?:late\s|early\s)?(?:on\s|in\s|at\s)?\x01+,?)?"
    r"(?:\s(?:in|at|during)\s(?:a|an|its|his|her|their)\s(?:\w+\s){1,4}?(?=the\b|it\b|they\b|he\b|she\b|we\b))?"
)
_NO_CALLED = re.compile(r"^\s(?:off|for|on|upon|in|up|by|at)\b")
_SOURCE = re.compile(
    r"^(?:According\sto|In\sthe\s(?:view|words|opinion|eyes|judgement|judgment|assessment)\sof|For|As)\s(?P<holder>[^,]{2,90}?)"
    r"(?:\s(?:put\sit|sees?\sit|saw\sit|said|says|note[sd]|wrote|writes|tells\sit|told\sit))?,\s"
)
_SOURCE_KIND = re.compile(r"^(?:For|As)\s")
_AS_SAID = re.compile(r"\s(?:put\sit|sees?\sit|saw\sit|said|says|note[sd]|wrote|writes|tells\sit|told\sit)$")
_OWN_VIEW = re.compile(
    r"^In\s(?P<holder>[^,]{2,60}?)(?:[’']s|(?<=s)[’'])\s(?:\w+\s)?(?:view|opinion|words|assessment|judgement|judgment|eyes|reading|account|estimate|telling),?\s"
)
_HIS_VIEW = re.compile(
    r"^In\s(?P<holder>his|her|their|its|my|our)\s(?:own\s)?(?:view|opinion|words|assessment|judgement|judgment|eyes|reading|account|estimate|telling),?\s"
)
_SOURCE_BEHIND = re.compile(
    r",?\s(?:according\sto|in\sthe\s(?:view|words|opinion|assessment)\sof)\s(?P<holder>[^,;]{2,90}?)(?=[,.;]|\s*$)"
)
_INVERTED = re.compile(
    r"^\s(?P<holder>(?:[Tt]he\s|[Aa]n?\s)?[\w’'.-]+(?:\s(?!on\b|in\b|at\b|who\b|after\b|during\b|when\b|before\b|as\b)[\w’'.-]+){0,6}?)"
    r"(?=[,.;]|\s(?:on|in|at|who|of|after|during|when|before|as)\b|\s*\x01|\s*$)"
)
_NEEDS_CLAUSE = frozenset(
    vocabulary.words(
        """
        found find finds see sees saw feel feels felt hold holds show shows showed think thinks thought believe
        believes call calls called announced announces add adds added tell tells told say says said reported
        reports wrote writes repeated saying consider considers considered revealed reveals observed observes
        conclude concludes concluded declared declares recalled recalls suspect suspects suspected
        """
    )
)
_INDIRECT = re.compile(
    r"(?<!raising\s)(?<!raised\s)(?<!raises\s)\b(?:knows?|knew|unclear|uncertain|unknown|unsure|wonder\w*|ask\w*|question\w*|(?:remains|yet)\sto\sbe\sseen|depends?|decide\w*|determines?)\b"
    r"[^,;]{0,30}\b(?:how|whether|what|who|when|where|why|which|if)\b"
)

_IF = re.compile(
    r"\b(?:if|unless|provided\sthat|providing\sthat|provided|assuming(?:\sthat)?|as\slong\sas|so\slong\sas|on\s(?:the\s)?condition\sthat|"
    r"in\sthe\sevent\sthat|in\sthe\sevent\sof|in\scase\sof|in\scase|contingent\son|subject\sto|depending\son)\s",
    re.IGNORECASE,
)
_IF_FRONT = re.compile(
    r"^\W*(?:(?:And|But|So|Yet|However|Even\sso)[,\s]\s?)?(?:(?:only\s)?(?:If|Unless|Provided(?:\sthat)?|Providing\sthat|Assuming(?:\sthat)?|"
    r"As\slong\sas|In\sthe\sevent\s(?:that|of)|In\scase(?:\sof)?|On\scondition\sthat|Subject\sto|Should|Were|Had)|if|unless|provided\sthat|should|were)\s"
)
_NO_CONDITION = re.compile(
    r"\b(?:as|even|whether|what|ask\w*|know|see|wonder\w*|unclear|decide|determine|check)\s$", re.IGNORECASE
)
_NO_CASE = re.compile(r"^(?:any|possible|necessary|needed|so|not|at\sall|applicable|required|appropriate|only)\b")
_GENERIC = re.compile(
    r"^(?:an?|any|anyone|each|every|no|one|you|somebody|someone|either|neither|people|\w+s\s(?:fail|do|are|have|lose|want|need|leave|use))\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:always|usually|generally|normally|typically|often|rarely|seldom|whenever|every\s(?:year|month|week|day|time)|each\s(?:year|month|week|day)|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days|monthly|weekly|daily|yearly|of\sthe\s(?:first|second|third|following|next|same)\s(?:year|month)|annually|as\sa\srule|in\sgeneral)\b",
    re.IGNORECASE,
)
_CASE_MODAL = re.compile(
    r"\b(?:will|would|could|might|won[’']t|wouldn[’']t|going\sto|ready\sto|set\sto|likely|possible|at\srisk|expect\w*|\w+[’']ll|ll)\b"
)
_HAVE_BEEN = re.compile(r"\b(?:would|could|might|should|may)\s(?:not\s)?have\b")
_WHEN = re.compile(
    r"\b(?:when|whenever|where|once|as\ssoon\sas|until|if)\s(?:an?|the|any|its|their|his|her|it|they|(?!this\b|is\b|was\b)\w+s)\b",
    re.IGNORECASE,
)

_BY = (
    r"(?:by|before|until|till|no\slater\sthan|not\slater\sthan|on\sor\sbefore|at\sthe\slatest\sby|at\sthe\slatest\son|"
    r"up\sto|prior\sto|within)"
)
_BY_DATE = re.compile(
    rf"\b{_BY}\s(?:(?:on|at|noon|midnight|the|close\sof\sbusiness|\d\S*)\s|,?\s?)*{DATE}|\bin\stime\sfor\s",
    re.IGNORECASE,
)
_NO_LATER = re.compile(r"\b(?:no|not)\slater\sthan\b|\bat\sthe\slatest\b|\bon\sor\sbefore\b", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:deadlines?|cut-?off(?:\sdate)?|closing\sdate|time\slimit|last\s(?:day|date)|final\s(?:day|date))\b[^;]{0,90}"
    r"\b(?:is|are|falls?|ends?|expires?|will\sbe|was\sset|has\sbeen\s(?:set|extended)|runs?\sout|set|extended)\b"
    rf"|\b(?:has|have|had|was\sgiven|were\sgiven|is\sgiven|are\sgiven|get|gets)\b[^;]{{0,30}}\b(?:until|till|by)\s(?:\w+\s){{0,3}}{DATE}"
    rf"|\b(?:is|are|be|falls?|fall)\sdue\s(?:(?:back|in\sfull)\s)?(?:by|before|no\slater\sthan|not\slater\sthan)\b",
    re.IGNORECASE,
)
_TO_HAND_IN = (
    r"(?:applications?|submissions?|comments?|bids?|tenders?|replies|responses?|motions?|briefs?|payments?|fees?|rents?|"
    r"tax(?:es)?|returns?|instal+ments?|forms?|objections?|registrations?|nominations?|entries|proposals?|claims?|"
    r"declarations?|amendments?|abstracts?|papers|dues|invoices?|contributions?|questionnaires?|answers?|complaints?|appeals?)"
)
_IS_DUE = re.compile(
    rf"\b{_TO_HAND_IN}\b[^;]{{0,50}}\b(?:is|are|falls?|will\sbe)\sdue\b|\b{_TO_HAND_IN}\b[^;]{{0,60}}\b(?:close[sd]?|ends?|(?:must|should|shall|will)\sclose)\s(?:on\s|at\s)?"
    rf"|\b{_TO_HAND_IN}\b[^;]{{0,50}}\b(?:is|are|will\sbe)\s(?:open|accepted|welcome|received|invited)\b[^;]{{0,30}}\b(?:until|till|by)\b",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"(?:must|shall|ha(?:s|ve)\sto|ha(?:s|ve)\sgot\sto|needs?\sto|(?:is|are)\s(?:\w+\s)?(?:required|obliged|obligated|ordered|compelled|bound\sby\slaw|legally\sbound)\sto|will\shave\sto|will\sbe\srequired\sto)\b"
)
_OPEN_UNTIL = re.compile(
    rf"(?:can|may)\s[^;]{{2,60}}\b(?:until|till|by|before|no\slater\sthan)\s(?:\w+\s){{0,2}}{DATE}"
)
_IS_TO = re.compile(r"(?:is|are)\s(?:not\s)?to\s(?:be\s)?[a-z]")
_ADVICE = re.compile(
    r"(?:should(?!\s(?:not\s|never\s|also\s)?have\b)|ought\sto(?!\shave\b)|had\sbetter|(?:is|are)\s(?:well\s|strongly\s)?(?:advised|urged|recommended|encouraged|asked|invited|requested)\b|"
    r"(?:is|are)\s(?:\w+\s)?(?:recommended|advisable|desirable|imperative|essential)\b|deserves?\sto\sbe|would\sdo\swell\sto)"
)
_READY = re.compile(
    r"should\s(?:\w+\s)?(?:be\s(?:ready|complete|completed|finished|available|open|done|in\splace|operational|over)|arrive|reach|follow|take)\b"
)
_SCHEDULED = re.compile(
    r"(?:is|are|has\sbeen|have\sbeen|was|were|will\sbe|remains?|had\sbeen)\s(?:\w{2,}ly\s|now\s|also\s|currently\s|still\s)?"
    r"(?:scheduled|slated|planned|timed|booked|arranged|billed|rescheduled|postponed|put\soff|brought\sforward|pencill?ed\sin|"
    r"convened|called\sfor|fixed\sfor|moved\sto|delayed\s(?:to|until)|adjourned|due|set\s(?:to|for)|set\sdown\sfor|earmarked\sfor|on\sthe\scalendar)\b"
)
_MOVED = re.compile(
    rf"\b(?:postponed|moved|put\soff|rescheduled|delayed|brought\sforward|adjourned|deferred|set|fixed|scheduled|pushed\sback|called|slated|due|booked|planned)\b"
    rf"[^;]{{0,60}}?\s(?:to|until|till|for|on|in|by)\s(?:\w+\s){{0,2}}{DATE}"
)
_CHANGE = re.compile(
    r"\b(?:rise|fall|grow|increase|decrease|decline|shrink|drop|exceed|reach|improve|worsen|recover|remain|stay|become|be|"
    r"have|need|lose|gain|depend|suffer|benefit|cost|slow|surge|double|halve|triple|expand|contract|deteriorate|weaken|"
    r"strengthen|ease|continue|prove|mean|help|hurt|face|see|make|bring|leave|affect|shape|lead|cause|require|employ|total|amount|average|hit|climb|soften|persist|want|know|find)$"
)
_FORESEEN = re.compile(
    r"(?:is|are|was|were|remains?|has\sbeen|have\sbeen)\s(?:(?:widely|also|now|still|not|generally|currently|\w+ly)\s)?"
    r"(?:expected|forecast|predicted|projected|anticipated|likely|unlikely|poised|about\sto|bound\sto|tipped|on\s(?:track|course)|"
    r"certain\sto|sure\sto|estimated\sto|assumed|foreseen|hoped|feared|seen\s(?:rising|falling)|thought\slikely|possible\s(?:that|in|by)|conceivable|probable|in\ssight|at\srisk\sof)\b"
)
_LOOKS_LIKELY = re.compile(
    r"(?:does|do)(?:n[’']t|\snot)\slook\s(?:to|like)\b|(?:looks?|seems?|appears?)\s(?:\w+ly\s)?(?:likely|unlikely|set|certain|poised|bound)\b|stands?\sto\b|promises?\sto\sbe\b|threatens?\sto\b"
)
_EFFECT = re.compile(
    r"\b(?:takes?|take|comes?|enters?)\s(?:effect|into\s(?:force|effect))|\b(?:expires?|lapses?|elapses?|ends?|begins?|starts?|opens?|closes?|reopens?|resumes?|runs?|meets?|convenes?|sits?|votes?|falls?|goes|go|"
    r"kicks?\soff|follows?|changes?|returns?|arrives?|leaves?|departs?|decides?|reports?|publishes|publish|hosts?|visits?|holds?|travels?|retires?|launches|launch|continues?)\b"
)
_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|tenth|dozen|hundred|thousand|million|billion|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_IMPERATIVE = re.compile(
    r"^\W*(?:Please\s)?(?:Register|Submit|Send|Apply|Reply|Return|Pay|File|Hand\sin|Book|Enter|Respond|Confirm|Complete|Sign\sup|Vote|Renew|Cancel|Report|Deliver|Order|Nominate|Comment|Let\sus\sknow|RSVP|Upload|Email)\b"
)
_PLEASE = re.compile(r"^\W*(?:(?:But|And|So)\s)?[Pp]lease\s(?:make\ssure\s|do\s)?\w")
_REPORTEDLY = re.compile(
    r"\b(?:reportedly|allegedly|apparently)\b|\b(?:it\sis|is|are)\s(?:said|reported|rumou?red|believed|understood)\s(?:that|to)\b",
    re.IGNORECASE,
)
_PROGRESS = re.compile(r"\b(?:under\s?way|in\sprogress|in\sforce|on\shold|at\sa\sstandstill)\b")
_INDEFINITE = re.compile(r"^\W*(?:An?|Any|Anyone|Each|Every|No\sone|Whoever|Nobody|One|You|All)\s", re.IGNORECASE)
_TOLD = re.compile(
    r"(?:had|was|were)\b|ha(?:s|ve)\s(?:(?:not|never|also|since|already|now|long|just|\w+ly)\s)?(?:been|\w{2,}(?:ed|en|wn|ught|pt|ne|id|ft|ost|old|ade|ung|un|ut))\b"
)
_NOUNS = frozenset(
    vocabulary.words(
        """
        call plan hope demand promise offer appeal fear doubt bet forecast pledge vow guarantee aim plead claim
        report estimate find show hold see feel note order threat worry insist caution blame answer petition
        advocate project
        """
    )
)
_PLURAL = re.compile(r"(?:[^s\W]s|people|police|men|women|[Ww]e|[Tt]hey|[Yy]ou|I|who|staff|ly)$")
_HAD = re.compile(r"\bhad\s(?:\w+ly\s|all\s|also\s)?$")
_POSSESSIVE = re.compile(r"(?:[’']s|s[’'])\s*$")
_NO_HOLDER = re.compile(
    r"\W*(?:If|When|While|Although|Since|Because|See|E\.g\.?|I\.e\.?|[Ww]ith|[Ff]or|[Bb]y|[Oo]f|[Ll]ike|[Tt]han|[Vv]ia|[Pp]er|Whether|Unless|What|How|Why|There|This|That|These|Nobody|No\sone|None|Few|"
    r"Nothing|To\s[a-z]+)\b|.*\s(?:we|they|you|I|he|she)$"
)
_AMBIGUOUS = frozenset(
    vocabulary.words("notes reports claims estimates shows calls answers replies holds finds projects demands states")
)
_CLAIMS = re.compile(r"\s(?:that|the|it|its|their|how|a|an|no|on|for|upon)\b|[,:]|\s[“\"]")
_RAISED = re.compile(
    r"\s(?!(?:need|speed|United|hundred|bed|red|undersigned|deceased|accused|unemployed|injured|wounded|detained|elected)\b)[a-z]{3,}ed$"
)
_SELF_REFERENCE = re.compile(
    r"^\W*(?:This|The\spresent|Our|The\sfollowing)\s(?:paper|report|article|note|study|essay|section|chapter|analysis|brief|memo|document|text|part)s?\b"
)
_ORDER = re.compile(
    r"^\W*(?:Please\s|Do\snot\s)?(?P<verb>[A-Z][a-z]+)\s(?!will|would|has|have|had|is|are|was|were|can|may|must|should)"
)
_QUESTION_PART = re.compile(
    r"^\W*(?:which|what|whether|how|who|where|why|that(?!\s(?:will|would|could|may|might|is|was|has)\b))\s"
)
_WHOEVER = re.compile(
    r"^\W*(?:An?|Any|Every|Each|No)\s(?:[\w-]+\s){1,3}(?:who|that|which)\b|^\W*(?:Anyone|Whoever|Those\s(?:who|that|with|of\syou)|Everyone)\b"
)
_OWN = re.compile(r"^\W*(?:it|he|she|they|we|I)\b|^to\s", re.IGNORECASE)
_PAST_FORM = re.compile(r"(?<![\w-])(?!(?:need|speed|feed|seed|breed|hundred|indeed)\b)[a-z]{2,}ed\b")
_CLOSED = re.compile(r"\s(?:open|closed|shut|available|out\sof|off|on\s|in\s|away|held|under\sway|back|there|at\s)")
_THING = re.compile(
    r"\b(?:changes?|reforms?|bills?|laws?|acts?|rules?|regulations?|plans?|projects?|programmes?|programs?|polic(?:y|ies)|"
    r"measures?|proposals?|initiatives?|schemes?|amendments?|guidelines?|papers?|reports?|stud(?:y|ies)|agreements?|treat(?:y|ies)|"
    r"processes|process|exercises?|drills?|sections?|tools?|systems?|events?|sites?|goals?|this|that|these)$",
    re.IGNORECASE,
)
_LEAD_CLAUSE = re.compile(
    r"^\W*(?:Once|As\ssoon\sas|After|Before|Until|While|Although|Though|Even\sthough|Since|Because|When|As)\s[^,;:]{3,140},\s"
)
_LIKELY = re.compile(
    r"\b(?:will|would|should)\s(?:(?:very|most|quite)\s)?(?:likely|probably|possibly|perhaps|presumably)\b"
)
_CANNOT = re.compile(r"could\s?(?:not|n[’']t)\b")
_NOBODY = re.compile(r"^\W*(?:no|none|nobody|neither|not\sone)\b", re.IGNORECASE)
# What a thing is for, and what may generally be so: neither is a forecast.
_PURPOSE = re.compile(
    r"(?:the|its|our|their|this)\s(?:[\w-]+\s){0,3}(?:objective|purpose|aim|idea|point)s?\b[^,]{0,60}?\b(?:is|are|was|were)\sto\b",
    re.IGNORECASE,
)
_CAPABLE = re.compile(
    r"^(?:[A-Z][a-z]+s|(?:[Nn]ote\sthat\s)?other\s\w+s)\b[^,]{0,60}\b(?:may|might|could)\s(?:also\s|still\s)?"
    r"(?:include|contain|exist|vary|differ|depend|need|want|require|have|distribute|be\s(?:used|found|exposed|useful|necessary))\b"
    r"|^(?:\w+ing)\s[^,]{1,60}\b(?:may|might|could)\sinclude\b"
)
_ANYBODY = re.compile(r"^\W*(?:[Ii]f\s|[Uu]nless\s)?(?:you(?:r\s\W?\w+\W?)?|one|set|given|present)(?:\s|\W*$)")
_SECOND_SET = re.compile(
    r",?\s(?:and|but|while|then)\s(?:the|an?|its|their|our|another)\s(?:[\w’'-]+\s){1,5}?(?:follows?|begins?|starts?|opens?|"
    r"closes?|ends?|resumes?|meets?|convenes?|votes?|returns?|takes?\splace|(?:is|are)\s(?:due|set|scheduled|planned))\s"
    rf"(?:[a-z]+\s){{0,3}}{DATE}"
)
_SECOND_FORESEEN = re.compile(
    r",?\s(?:but|and|yet)\s(?:is|are|was|were)\s(?:now\s|still\s)?(?:expected|due|set|likely|scheduled|forecast)\s(?:to|for)\b"
)
_STATE = re.compile(r"(?:marks?|represents?|includes?|shows?|means?|covers?|contains?|reflects?)\b")
_DAYS_TO = re.compile(
    r"ha(?:s|ve)\s[\w-]+\s(?:\w+\s)?(?:days|weeks|months|hours)\b[^;]*\sto\s[a-z]|will\shave\s[\w-]+\s(?:\w+\s)?(?:days|weeks|months|hours)\b[^;]*\sto\s[a-z]"
)
_WITHIN = re.compile(
    r"\b(?:within|in)\s(?:the\snext\s)?[\w-]+\s(?:(?:calendar|business|working)\s)?(?:hours|days|weeks|months)\b",
    re.IGNORECASE,
)
_WILL_ASK = re.compile(r"\b(?:will|shall|going\sto)\s(?:be\s)?\w+")
_AGREED = re.compile(
    r"^\W*It\s(?:was|has\sbeen|is)\s(?:\w+ly\s)?(?:agreed|decided|resolved|proposed|suggested)\s(?:that\s)?(?=\w)"
)
_DUE_TO = re.compile(r"\w+\s(?:\w+\s)?due\sto\s(?:be\s)?(?P<act>[a-z-]+)")
_IS_WHEN = re.compile(r"(?:is|are)\s(?:(?:on|in|at|from|for)\s)?\x01")
_LABELLED = re.compile(r"^\W*(?P<label>[A-Z][^:.!?;]{2,60}?)(?::\s|\s[–—-]\s)(?:\w{2,9}\s)?\x01")
_SENTENCE = re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|said|says|told|adds?|noted?|announced)\b")
_DAY_LABEL = re.compile(r"^\W*\x01+(?:\s\d{1,2}[:.]\d\d)?(?::\s|\s[–—-]\s)(?=\w)")
_TO_BE_IN = re.compile(r"\b(?:due|deadline|closes?|close|cut-?off|last\sday|final\sday|rsvp|submit)\b", re.IGNORECASE)
_APPOSED = re.compile(r",[”\"]?\s(?P<holder>(?:the|an?|its|their|his|her)\s[^,]{2,80},\s[A-Z][^,]{1,40}),\s(?:who\s)?$")
_FATE = re.compile(
    r"\b(?:win|lose|rain|survive|rise|fall|grow|recover|suffer|be\sable|have|need|benefit|struggle|remain|be|become)$"
)


def _is_none(words: str) -> bool:
    return _NONE.search(words) is not None


def _parts(words: str) -> list[Span]:
    """Coordinated clauses, each with a subject and a finite verb of its own."""
    return clauses(words, _PARTS, _divides)


def _divides(match: re.Match[str], left: str, right: str) -> bool:
    coordinated = not _opens_condition(left) and _is_clause(left) and _has_own_subject(right)
    return coordinated and (not match["bare"] or _are_dated(left, right))


def _are_dated(left: str, right: str) -> bool:
    """Whether two clauses joined by "and" alone each have their own time and verb, and nobody's report holds both."""
    verb = main_verb(right)
    own = verb is not None and DATE in right[verb.end :] and DATE in left and main_verb(left) is not None
    return own and not _IF_FRONT.match(left) and _held(left) is None and _held(right) is None


def _opens_condition(words: str) -> bool:
    return bool(_IF_FRONT.match(words)) and "," not in words


def _is_clause(words: str) -> bool:
    return main_verb(words) is not None or _PAST_FORM.search(words) is not None


def _has_own_subject(words: str) -> bool:
    verb = main_verb(words)
    start = verb.start if verb else form.start() if (form := _PAST_FORM.search(words)) else 0
    return bool(re.search(r"\w", words[:start]))


def _frame(words: str, part: Span) -> Framed:
    return framed(words, part, _held)


def _held(said: str) -> Framed | None:
    """The holder before, behind or around the words."""
    if source := _source(said):
        return source
    verbs = [*islice(VERB.finditer(said), _MOST_VERBS)]
    for match in verbs:
        if match.lastgroup == "claim" and (around := _apposed_behind(said, match)):
            return around
    for match in verbs:
        if _is_barred(said[: match.start()], match[0]) or _is_negated_noun(said, match):
            continue
        force: Force = match.lastgroup  # type: ignore[assignment]
        behind = _behind(said, match) if force in ("claim", "expected", "promised", "recommended") else None
        if found := behind or _ahead(said, match, force):
            return found
    return None


def _is_barred(before: str, verb: str) -> bool:
    """Whether a form is no verb here, behind an article or a possessive; "Moody's warned" is one all the same."""
    if _POSSESSIVE.search(before) and verb.endswith(("ed", "said", "told", "wrote", "says")):
        return False
    return _BARRED_BEFORE.search(before) is not None


def _is_negated_noun(said: str, match: re.Match[str]) -> bool:
    """Whether a form such as "claims" or "plans" is a noun."""
    if match[0] in _NOUNS and not _PLURAL.search(said[: match.start()].rstrip()):
        return True
    if match[0] in _AMBIGUOUS and not _CLAIMS.match(said, match.end()):
        return True
    return match[0].endswith("s") and bool(_NOUN_AFTER.match(said, match.end())) and match[0] not in ("says", "thinks")


def _source(said: str) -> Framed | None:
    """A source named before or behind the words: "According to Lund, ..."."""
    opening = _OPENING.match(said)
    start = opening.end() if opening and said[: opening.end()].strip('•*·“" -') else 0
    for pattern in (_SOURCE, _OWN_VIEW, _HIS_VIEW):
        match = pattern.match(said[start:])
        if match and (not _SOURCE_KIND.match(match[0]) or _AS_SAID.search(match[0].rstrip(", "))):
            return Framed(
                trimmed(said, (start + match.end(), len(said))),
                (start + match.start("holder"), start + match.end("holder")),
                "claim",
            )
    behind = _SOURCE_BEHIND.search(said)
    if not behind:
        return None
    content = (0, behind.start()) if _is_clause(said[: behind.start()]) else (behind.end(), len(said))
    return Framed(trimmed(said, content), behind.span("holder"), "claim")


def _behind(said: str, match: re.Match[str]) -> Framed | None:
    """A holder behind the words: "..., Lund said on Tuesday" or "..., said Lund"."""
    before, after = said[: match.start()], said[match.end() :]
    stripped = before.rstrip()
    told = match.lastgroup == "claim"
    if told and stripped.endswith((",", "”", '"')) and (named := _INVERTED.match(after)) and _is_clause(before):
        return _closing(said, (0, len(stripped)), match, named.span("holder"))
    cut = max(before.rfind(", "), before.rfind("” "), before.rfind('" '))
    if cut < 0:
        return None
    subject = _AUXILIARY.sub("", before[cut + 2 :])
    whole_after = after.split(".")[0] if len(after) > _MOST_BEHIND else after
    short = len(whole_after) <= _MOST_BEHIND and not re.match(r"\s(?:that|to|it|he|she|they)\b", whole_after)
    head = before[: cut + 1]
    quoted = head.strip().startswith(("“", '"')) and head.rstrip().endswith(("”", '"'))
    if not (short and _names(subject) and (quoted or _is_clause(head)) and not _ADVERBIAL.match(head.strip() + " ")):
        return None
    if main_verb(after.strip(" .")) is not None:
        return None
    start = match.start() - (len(before) - cut - 2)
    return Framed(trimmed(said, (0, cut + 1), ' ,;.“”"'), (start, start + len(subject.rstrip())), _forced(match))


def _apposed_behind(said: str, match: re.Match[str]) -> Framed | None:
    """A holder behind the words with his office: "..., the city's spokesman, Ivo Lang, told reporters"."""
    named = _APPOSED.search(said[: match.start()])
    if named is None or len(said) - match.end() > _MOST_BEHIND or not _is_clause(said[: named.start()]):
        return None
    return Framed(trimmed(said, (0, named.start()), ' ,;.“”"'), named.span("holder"), _forced(match))


def _forced(match: re.Match[str]) -> Force:
    return match.lastgroup  # type: ignore[return-value]


def _closing(said: str, content: Span, match: re.Match[str], holder: Span) -> Framed:
    by = match.end()
    return Framed(trimmed(said, content, ' ,;.“”"'), (by + holder[0], by + holder[1]), _forced(match))


def _names(subject: str) -> bool:
    """Whether words can name a holder: short, without a verb, and no clause of their own."""
    words = subject.split()
    if (
        _NO_HOLDER.match(subject)
        or _RAISED.search(subject)
        or re.match(r"(?:Nobody|No\sone|None|Few|Nothing)\b", subject)
    ):
        return False
    if not 0 < len(words) <= _MOST_SUBJECT or "," in subject.strip(" ,") or _NO_SUBJECT.search(subject):
        return False
    verb = main_verb(subject)
    if verb is not None and not verb.weak:
        return False
    return bool(
        re.match(
            r"\W*(?:[A-Z]|(?:the|an?|its|their|his|her|our|some|many|most|several|few|two|three|both|he|she|they|it|we|officials|experts|analysts|critics|scientists|economists|traders|sources|residents|supporters|opponents|observers|\w+s|(?:[a-z][\w-]*\s){1,4}[A-Z]\w*)\b)",
            subject,
        )
    )


def _ahead(said: str, match: re.Match[str], force: Force) -> Framed | None:
    """A holder before the verb, and the words behind it."""
    before = said[: match.start()]
    start = 0
    for pattern in (_OPENING, _ADVERBIAL, _OPENING):
        while (found := pattern.match(before[start:])) and found.end():
            start += found.end()
    subject = _AUXILIARY.sub("", before[start:].rstrip())
    named = _ASIDE.sub("", subject) if subject.rstrip().endswith((",", ")")) else subject
    aside = re.sub(r",\s(?:who|whose|which)\s.*$", "", named)
    named = (
        aside
        if aside != named
        else re.sub(r",\s(?:the|an?|[a-z])[^,]*$", "", named)
        if named.count(",") == 1
        else named
    )
    holder = (start, start + len(subject.rstrip(" ,")))
    if not _names(_ASIDE.sub("", named).rstrip(" ,")) or _PASSIVE_AFTER.match(said[match.end() :]):
        return None
    content = _content(said, match.end(), force)
    if force == "expected" and _HAD.search(before):
        return None
    if force == "claim" and match[0] in _NEEDS_CLAUSE and not _is_claimed(said, match, content):
        return None
    if content[0] >= content[1] or (force == "promised" and not _promises(said, match)):
        return None
    if force == "promised" and _is_intended(named, match[0]):
        return None
    own = _speaks_of_itself(said[slice(*content)], named)
    return Framed(content, holder, force, own)


def _is_intended(subject: str, verb: str) -> bool:
    """Whether a thing such as a plan is only meant for something: "the changes aim to help"."""
    return bool(_THING.search(subject)) and bool(re.match(r"aim|seek|intend", verb))


def _is_claimed(said: str, match: re.Match[str], content: Span) -> bool:
    """Whether a verb such as "found" or "called" has a claim behind it, not a thing."""
    after = said[match.end() :]
    if match[0].startswith("call") and not _NO_CALLED.match(after):
        return any(mark in after for mark in '“"')
    return _is_clause(said[slice(*content)])


def _speaks_of_itself(content: str, holder: str) -> bool:
    """Whether words are about an act of their holder; several holders are no "it"."""
    if re.match(r"\W*it\b", content, re.IGNORECASE) and _PLURAL.search(holder.rstrip(" ,")):
        return False
    return bool(_OWN.match(content)) or content.lower().startswith(holder.lower())


def _promises(said: str, match: re.Match[str]) -> bool:
    """Whether what follows is promised: an act or, with some verbs, a thing."""
    after = said[match.end() :]
    if re.match(r"agree|intend|resolve", match[0]):
        return bool(re.match(r"\s(?:\x01+\s|on\s\x01+\s)?(?:to|that)\b", after))
    return not re.match(r"\s(?:by|of)\b", after)


def _content(said: str, at: int, force: Force) -> Span:
    """The words behind a verb, without "that", whom they were told and when."""
    after = said[at:]
    tells = _TELL.search(said[:at])
    if force in ("claim", "expected", "promised") and (that := (_TOLD_THAT if tells else _THAT).match(after)):
        return trimmed(said, (at + that.end(), len(said)), ' ,;:.“”"')
    if force == "claim" and (aside := _TOLD_ASIDE.match(after)):
        at += aside.end()
    return trimmed(said, (at, len(said)), ' ,;:.“”"')


def _condition(words: str, part: Span) -> tuple[Span, Span] | None:
    """A condition at the start or the end of a clause, and the clause that it governs."""
    said = words[slice(*part)]
    if front := _IF_FRONT.match(said):
        for comma in re.finditer(r",\s", said):
            rest = said[comma.end() :]
            if _is_clause(rest) and not re.match(r"(?:and|or|who|which)\s", rest):
                start = part[0] + front.end()
                return trimmed(words, (start, part[0] + comma.start())), (part[0] + comma.end(), part[1])
        return None
    for match in _IF.finditer(said):
        if _NO_CONDITION.search(said[: match.start()]) or _NO_CASE.match(said[match.end() :]) or match.start() == 0:
            continue
        if _is_clause(said[: match.start()]) or re.match(r"to\s", said):
            main = trimmed(words, (part[0], part[0] + match.start()))
            return trimmed(words, (part[0] + match.end(), part[1])), main
    return None


def _is_case(condition: str, main: str, dated: bool) -> bool:  # noqa: FBT001  # a field of the grammar
    """Whether a condition speaks of one case: what follows is still to come or dated, about no indefinite subject."""
    if _HAVE_BEEN.search(main) or _HABIT.search(main):
        return False
    if dated:
        return True
    verb = main_verb(main)
    if _ANYBODY.search(condition) or (verb and is_normative(main, verb.start)):
        return False
    generic = _GENERIC.match(condition) or _INDEFINITE.match(main)
    modal = _CASE_MODAL.search(main)
    if modal:
        return not (
            generic
            and re.search(r"\bwill\b", modal[0])
            and re.match(r"(?:an?|any|each|every|no)\b", main.strip(), re.IGNORECASE)
        )
    return bool(re.search(r"\b(?:may|should|must|shall)\b|^to\s", main)) and not generic


def _kind(said: Said) -> StatementKind | None:
    words = said.words
    if kind := forced(said):
        return kind
    if said.force == "promised":
        return _promise(said)
    if not said.dated and (_PURPOSE.match(words) or _CAPABLE.search(words)):
        return "attributed" if said.attributed else None
    if said.dated and not said.force and (label := _LABELLED.match(words)) and not _SENTENCE.search(label["label"]):
        return None if said.begun else "deadline" if _TO_BE_IN.search(label["label"]) else "scheduled"
    if said.dated and not said.force and not said.begun and _DAY_LABEL.match(words):
        return "scheduled"
    if said.dated and (_DEADLINE.search(words) or _IS_DUE.search(words) or _NO_LATER.search(words) or _is_order(words)):
        return "deadline"
    if _is_request(words, said) or _QUESTION_PART.match(words) or (_SELF_REFERENCE.match(words) and not said.dated):
        return None
    if (indirect := _INDIRECT.search(words)) and not _WILL_ASK.search(words, 0, indirect.end()):
        return "attributed" if said.attributed else None
    if (main := _main_clause(words)) != words:
        said = replace(said, words=main)
    verb = main_verb(main)
    return _unless_rule(said, verb) if verb else _without_verb(said)


def _unless_rule(said: Said, verb: Finite) -> StatementKind | None:
    """What a clause with a verb says, if it doesn't rule or describe how a thing works."""
    if not said.dated and not said.force and not said.own and is_normative(said.words, verb.start):
        return "attributed" if said.attributed else None
    return _by_verb(said, verb)


def _main_clause(words: str) -> str:
    """The words without a clause in front that tells when or why; a rule such as "when a tenant leaves" keeps it."""
    if agreed := _AGREED.match(words):
        return words[agreed.end() :]
    lead = _LEAD_CLAUSE.match(words)
    if lead is None or _WHEN.search(lead[0]) or main_verb(lead[0]) is None:
        return words
    rest = words[lead.end() :]
    return rest if _has_own_subject(rest) else words


def _is_request(words: str, said: Said) -> bool:
    """Whether words ask the reader to do something: they open with a verb."""
    order = _ORDER.match(words)
    if not order or said.force or order["verb"].lower() not in BASES:
        return False
    verb = main_verb(words)
    return verb is None or verb.weak


def _is_order(words: str) -> bool:
    return bool((_IMPERATIVE.match(words) or _PLEASE.match(words)) and _BY_DATE.search(words))


def _promise(said: Said) -> StatementKind:
    """A promise, or a claim that the verb of promising only stresses: "assured us that it had paid"."""
    verb = main_verb(said.words)
    told = verb is not None and not said.words.startswith("to ") and verb.tense in ("past",) and not verb.weak
    return "attributed" if told and not said.dated else "promised"


def _without_verb(said: Said) -> StatementKind | None:
    """A clause without a known finite verb: a past form, or what is expected, announced or claimed as a noun."""
    if said.force in ("", "claim") and _PAST_FORM.search(said.words):
        return "attributed" if said.attributed else "reported"
    if said.force == "expected":
        return "expected"
    if said.force != "claim":
        return "scheduled" if said.dated and re.match(r"to\s", said.words) else None
    return "scheduled" if said.dated and not said.past else "attributed"


def _by_verb(said: Said, verb: Finite) -> StatementKind | None:
    at = said.words[verb.start :]
    if verb.tense == "present" and said.dated and _HABIT.search(said.words):
        return None
    if said.dated and said.force in ("", "claim") and verb.tense == "past" and _MOVED.search(at):
        return "scheduled"
    if _is_limited(said, at):
        return "deadline"
    if not said.force and (_SECOND_FORESEEN.search(at) or _LIKELY.match(at)):
        return "expected"
    if said.dated and _SECOND_SET.search(at):
        return "scheduled"
    if _OBLIGED.match(at) or (_IS_TO.match(at) and _BY_DATE.search(at)):
        return None if _is_general(said) else "recommended"
    if _ADVICE.match(at) and not _READY.match(at):
        return "recommended"
    if said.force == "expected" or _READY.match(at):
        return "expected"
    return _by_plan(said, verb)


def _is_limited(said: Said, at: str) -> bool:
    """Whether something must be done by a time: "may be sent until 5 May", "have ten days to reply"."""
    if _DAYS_TO.match(at) or (_IS_TO.match(at) and _WITHIN.search(at)):
        return True
    if not said.dated:
        return False
    obliged = _OBLIGED.match(at) or (_IS_TO.match(at) and _BY_DATE.search(at))
    if (obliged and _BY_DATE.search(said.words)) or _OPEN_UNTIL.match(at):
        return True
    return bool(_ADVICE.match(at) and not _READY.match(at) and _NO_LATER.search(at))


def _by_plan(said: Said, verb: Finite) -> StatementKind | None:
    """What is foreseen, scheduled or ahead, else what is."""
    at = said.words[verb.start :]
    if _FORESEEN.match(at) or _LOOKS_LIKELY.match(at):
        return "expected" if not re.match(r"(?:was|were)\b", at) or said.dated or said.attributed else _fact(said, verb)
    if not said.dated and (due := _DUE_TO.match(at)) and due["act"].removeprefix("re") not in BASES:
        return _fact(said, verb)
    if _SCHEDULED.match(at) or (_IS_TO.match(at) and said.dated):
        past = re.match(r"(?:was|were|had)\b", at)
        return _fact(said, verb) if past and not said.dated else "scheduled"
    return _ahead_of_time(said, verb) if _is_ahead(verb) else _present(said, verb)


def _is_ahead(verb: Finite) -> bool:
    return bool(verb.modal in ("will", "would", "may", "might", "could", "shall", "ll") or verb.tense == "future")


def _ahead_of_time(said: Said, verb: Finite) -> StatementKind | None:
    """What will, would or may be."""
    if _HAVE_BEEN.search(said.words[verb.start : verb.end + 8]) and not said.dated:
        return "attributed" if said.attributed else None
    if _is_intended(said.words[: verb.start].rstrip(), said.words[verb.start :]):
        return None
    if _CANNOT.match(said.words, verb.start) or (verb.modal == "could" and _NOBODY.match(said.words)):
        return "attributed" if said.attributed else "reported"
    if verb.modal in ("may", "might", "could"):
        return ("attributed" if said.attributed else None) if _is_general(said) else "expected"
    if _is_general(said) and not said.dated:
        return None
    if said.own and not _FATE.search(_base(said, verb)):
        return "promised"
    if said.finely and verb.kind == "copula" and _CLOSED.match(said.words, verb.end):
        return "scheduled"
    firm = said.finely and (verb.modal != "would" or said.attributed)
    return "scheduled" if firm and not _CHANGE.search(_base(said, verb)) else "expected"


def _base(said: Said, verb: Finite) -> str:
    return verb.word or said.words[verb.start : verb.end].rpartition(" ")[2]


def _present(said: Said, verb: Finite) -> StatementKind | None:
    at = said.words[verb.start :]
    if said.dated and _IS_WHEN.match(at):
        return "scheduled"
    if said.begun and (verb.kind in ("doing", "passive") or _STATE.match(at)):
        return _fact(said, verb)
    if said.dated and verb.tense == "present" and (verb.kind in ("active", "doing", "passive") or _EFFECT.match(at)):
        return "scheduled"
    if said.force == "expected":
        return "expected"
    return _fact(said, verb)


def _fact(said: Said, verb: Finite) -> StatementKind | None:
    """A claim of a holder, or what the author reports as a fact; opinions and rules are neither."""
    if said.attributed:
        return "attributed"
    if _is_general(said):
        return None
    told = verb.tense == "past" or _TOLD.match(said.words[verb.start :])
    firm = _NUMBER.search(said.words[verb.end :]) or _PROGRESS.search(said.words) or verb.kind in ("doing", "passive")
    return "reported" if told or firm or _REPORTEDLY.search(said.words) else None


def _is_general(said: Said) -> bool:
    """Whether words tell what always holds, not one case."""
    if _HABIT.search(said.words) or _WHOEVER.match(said.words):
        return True
    verb = main_verb(said.words)
    if verb is None or verb.tense == "past" or said.dated or said.past:
        return False
    return bool(_INDEFINITE.match(said.words) or _WHEN.search(said.words[verb.end :])) and verb.modal not in (
        "will",
        "would",
    )


def _ends(before: str, said: str) -> bool:
    """Whether a date is the end of a period by which something is due."""
    return bool(re.match(r"(?:the\s)?(?:very\s)?(?:end|close)\s+of\b", said, re.IGNORECASE)) and bool(
        re.search(rf"\b{_BY}\s(?:the\s)?$", before, re.IGNORECASE)
    )


def _without_article(words: str) -> str:
    return re.sub(r"^(?:the|an?)\s", "", words, flags=re.IGNORECASE)


GRAMMAR = Grammar(
    is_none=_is_none,
    parts=_parts,
    frame=_frame,
    condition=_condition,
    is_case=_is_case,
    kind=_kind,
    ends=_ends,
    pronouns=frozenset(("he", "she", "it", "they", "his", "her", "its", "their")),
    first_person=frozenset(("we", "i", "my", "our")),
    article=_without_article,
)
