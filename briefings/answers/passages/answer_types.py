"""Recognises answers by kind: an amount, a time, a reason, a person, a place."""

import re

from briefings.answers.passages.question import IN_MONEY, Question
from briefings.text.patterns import lazy_re
from briefings.text.terms import terms

_PARTED = re.compile(r",(?![^{}]*\})")  # a comma that does not stand in {1,2}


def _any(words: str) -> str:
    """A pattern for any of several comma-separated words, which may be patterns."""
    return rf"\b(?:{'|'.join(' '.join(word.split()) for word in _PARTED.split(words))})\b"


_COUNTS = _any(
    """two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,sixteen,seventeen,eighteen,
    nineteen,twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety,hundreds?,thousands?,millions?,billions?,dozens?,
    half,halves,(?:a|one) (?:third|fourth|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|year|month|week|day),
    two-thirds,three-quarters,twice,double[ds]?,one,once,nobody,none"""
)
_RUSSIAN_COUNTS = _any(
    r"""од(?:ин|на|но),дв[аеу]\w*,тр[иеё]\w*,четыр\w*,пят\w*,шест\w*,сем[ьи]\w*,вос(?:ем|ьм)\w*,девят\w*,десят\w*,
    \w+надцать,сорок,сто,тысяч\w*,миллион\w*,миллиард\w*,половин\w*,треть\w*,четверт\w*,вдвое,втрое"""
)
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
_AMOUNT = lazy_re(
    rf"(?<![\d.,])(?!{_YEAR}(?![\d.,]\d))\d[\d.,]*|{_COUNTS}|{_RUSSIAN_COUNTS}|[一二两三四五六七八九十百千万亿半]+(?=[^\s，。])",
    re.IGNORECASE,
)
_DATES = _any(
    rf"""{_YEAR},\d{{1,2}}:\d\d,January,February,March,April,May,June,July,August,September,October,November,December,
    Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,spring,summer,autumn,fall,winter,today,tomorrow,yesterday,
    (?:next|last|this) (?:year|month|week),(?:years?|months?|weeks?|days?|hours?) (?:ago|later|before|after),
    within,by the end,since"""
)
_RUSSIAN_DATES = _any(
    r"""январ\w*,феврал\w*,март\w*,апрел\w*,ма[йяе],июн\w*,июл\w*,август\w*,сентябр\w*,октябр\w*,ноябр\w*,декабр\w*,
    весн\w*,лет[оау],осен\w*,зим\w*,завтра,вчера,сегодня"""
)
_TIME = lazy_re(rf"{_DATES}|{_RUSSIAN_DATES}|[\d一二三四五六七八九十]+[年月日]|今年|去年|明年|[春夏秋冬]")
_REASONS = _any(
    r"""because,since,due to,owing to,so that,for reasons?,reasons?,explain\w*,attribut\w*,cause[ds]?,causing,result\w*,
    thanks to,therefore,that is why,why,as,blame\w*,after,in order,led to,leads to,comes? from,in return,for fear,so,to,
    потому,из-за,так как,поскольку,вследствие,благодаря,чтобы,причин\w*,поэтому,ввиду"""
)
_CAUSE = lazy_re(rf"{_REASONS}|因为|由于|因此|所以|为了|导致|使", re.IGNORECASE)
_NO_PLACE_BEFORE = "".join(rf"(?<!\b{word} )" for word in ("in", "of", "at", "to", "from", "near", "In", "At", "From"))
_BODIES = _any(
    r"""\w{3,}(?:ers|ors|ists|ians|ants),union,council,ministry,minister,government,company,court,museum,mayor,judge,
    director,association,federation,board,trust,fund,foundation,bank,committee,parliament,members,crews,elders,officials,
    analysts,experts,critics,state,city,county,province"""
)
_RUSSIAN_BODIES = _any(
    r"""бюджет\w*,министерств\w*,министр\w*,мэр\w*,област\w*,город\w*,совет\w*,компани\w*,подрядчик\w*,суд\w*,инженер\w*,
    жител\w*,правительств\w*,банк\w*,власт\w*,эксперт\w*,учёны\w*"""
)
_NO_MONTH = f"(?!{_DATES})"
_CAPITALISED = rf"{_NO_MONTH}[A-ZÀ-ÞА-ЯЁ][\w’'-]+"
_PERSON = lazy_re(
    rf"{_NO_PLACE_BEFORE}(?<=[^\s.!?:] ){_CAPITALISED}|^{_CAPITALISED} {_CAPITALISED}"
    rf"|(?i:{_BODIES}|{_RUSSIAN_BODIES})|[\u4e00-\u9fff]"
)
_SITES = _any("capital,city,town,port,coast,village,harbour,province,region,country,river,building,house")
_PLACE = lazy_re(
    r"\b(?:in|at|to|from|near|off|outside|towards?|within) (?:the )?(?:[a-z]+ )?[A-ZÀ-Þ][\w’'-]+"
    rf"|{_SITES}|\b(?:в|во|на|из|до|от|под|у) [А-ЯЁ]\w+|[\u4e00-\u9fff]"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = lazy_re(rf"\b\d{{1,2}} (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}}(?!\d)")
_FOREIGN = {
    "number": _any(
        """deux,trois,quatre,cinq,six,sept,huit,neuf,dix,onze,douze,treize,quatorze,quinze,seize,vingt,trente,quarante,
        cinquante,soixante,cents?,mille,une? (?:tiers|quart|dizaine|douzaine|vingtaine|centaine),moitié,double,
        zwei,drei,vier,fünf,sechs,sieben,acht,neun,zehn,elf,zwölf,zwanzig,dreißig,vierzig,fünfzig,sechzig,siebzig,
        achtzig,neunzig,hundert,tausend,millionen,milliarden,hälfte,drittel,viertel,doppelt"""
    ),
    "time": _any(
        """janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre,lundi,mardi,mercredi,
        jeudi,vendredi,samedi,dimanche,printemps,été,automne,hiver,demain,hier,depuis,il y a,januar,februar,märz,juni,
        juli,oktober,dezember,montag,dienstag,mittwoch,donnerstag,freitag,samstag,sonnabend,sonntag,frühjahr,frühling,
        sommer,herbst,gestern,morgen,seit"""
    ),
    "cause": _any(
        """parce qu['’e],car,en raison,à cause,afin,puisqu['’e],faute de,grâce,pour,raisons?,
        weil,denn,da,wegen,aufgrund,damit,um,dank,deshalb,daher,grund,gründe"""
    ),
    "person": r"\b(?:par|von|vom|durch) [A-ZÀ-Þ]\w+",
    "place": r"\b(?:à|en|dans|au|aux|chez|vers|nach|aus|bei|von|im|am|zum|zur|über) [A-ZÀ-Þ][\w’'-]+",
}
_SIGNS = {"number": _AMOUNT, "time": _TIME, "cause": _CAUSE, "person": _PERSON, "place": _PLACE}

_FOREIGN_SIGNS = {
    kind: lazy_re(rf"{pattern.pattern}|(?i:{_FOREIGN[kind]})", pattern.flags)
    if kind in ("number", "time", "cause")
    else lazy_re(rf"{pattern.pattern}|{_FOREIGN[kind]}", pattern.flags)
    for kind, pattern in _SIGNS.items()
}


def _followed_by(units: str) -> re.Pattern[str]:
    return lazy_re(rf"[ -](?:(?!cubic|square)\w+[ -]){{0,2}}{_any(units)}")


_LENGTHS = "met(?:er|re)s?,kilomet(?:er|re)s?,km,m,cm,mm,miles?,feet,foot,yards?,inch(?:es)?"
_PERIODS = "seconds?,minutes?,hours?,days?,nights?,weeks?,months?,years?,decades?,centur(?:y|ies),terms?"
_OF_TIME = lazy_re(r"\b(?:time|longer|shorter|later|earlier|older|younger)\b", re.IGNORECASE)
_PERIOD = _followed_by(f"{_PERIODS},times")
# What follows an amount that says how long, how old and so on; a price is no share.
_MEASURES = {
    **dict.fromkeys(("long", "far"), _followed_by(f"{_LENGTHS},{_PERIODS}")),
    **dict.fromkeys(("late", "early", "old"), _followed_by(_PERIODS)),
    **dict.fromkeys(("high", "tall", "deep", "wide"), _followed_by(_LENGTHS)),
    "heavy": _followed_by("tons?,tonnes?,kilos?,kilograms?,kg,pounds?,grams?"),
    **dict.fromkeys(IN_MONEY, lazy_re(r"(?! ?(?:%|per ?cent\b))")),
}
_BRACKET = lazy_re(r"[(（\[][^()（）\[\]\d]*+\[?\d[^()（）\[\]]*+[)）\]]")


def shown(question: Question, passage: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Where a passage contains the kind of answer asked for, other than what the question contains.

    `names` are the words capitalised within a sentence. Empty for other kinds of question.
    """
    if question.kind == "any":
        return []
    signs = _FOREIGN_SIGNS if question.language else _SIGNS
    plain = _BRACKET.sub(lambda found: " " * len(found[0]), passage)  # a citation's year and number answer nothing
    if question.kind == "cause":
        return [match.span() for match in signs["cause"].finditer(plain)]
    known = question.text.casefold()
    found = [match.span() for match in signs[question.kind].finditer(plain) if match[0].casefold() not in known]
    if question.kind == "person":
        first = re.match(r"\W*([\w’'-]+)", plain)
        opens = first is not None and first[1] in names and first[1].casefold() not in known
        return [first.span(1), *found] if first is not None and opens else found
    days = _DAY.finditer(plain) if question.kind == "number" else ()
    dated = {at for match in days for at in range(*match.span())}
    return [(start, end) for start, end in found if _measures(question, plain, end) and start not in dated]


def _measures(question: Question, passage: str, end: int) -> bool:
    """Whether an amount ending there is of the kind asked for: no length for an age, no count for a price."""
    if question.measure == "much" or (question.measure in IN_MONEY and not question.counted):
        after = re.match(r"\W*([^\W\d_]+)", passage[end : end + 40])
        if not _OF_TIME.search(question.text) and _PERIOD.match(passage, end):
            return False
        if after and frozenset(terms(after[1])) & {word.term for word in question.words}:
            return False
    return question.measure in ("", "much") or _MEASURES[question.measure].match(passage, end) is not None


def amounts(sentence: str) -> list[tuple[int, int]]:
    """The positions of amounts in a sentence."""
    plain = _BRACKET.sub(lambda found: " " * len(found[0]), sentence)
    plain = _DAY.sub(lambda found: " " * len(found[0]), plain)
    return [match.span() for match in _AMOUNT.finditer(plain)]
