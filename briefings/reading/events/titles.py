"""Titles of events: the subject of a clause, its number, and a heading of few words."""

import re
from dataclasses import dataclass

_DATE_WORD = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)[a-z]*|Q[1-4]|\d{1,4}"
)
_CLAUSE = re.compile(r"[;:—]\s|,\s(?:and|but|while|as|when)\s|\b(?:that|when|while|before|after|because|until)\s")
_SET_AHEAD = re.compile(
    r"^(?:In|On|At|By|After|Before|As|While|If|When|With|For|During|Until|Since|Although|Under|According to|"
    r"Following|From|"
    r"Despite|Meanwhile|However|Likewise|Similarly|Moreover|Furthermore|Additionally|Lastly|Also|Next|Finally|Then|Here|Earlier|Separately|Instead)\b[^,]*,\s"
)
_DATED_AHEAD = re.compile(rf"^(?:On|In|By|At|Next)\s(?:the\s)?(?:(?:{_DATE_WORD.pattern})(?:st|nd|rd|th)?,?\s)+")
_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|our|my|your|and|but|both|then|so)(?:\s|$)", re.IGNORECASE)
_SALUTATION = re.compile(r"^(?:Dear|Hi|Hello|Hey)\s[^,.;:]{1,40},\s")
_SEVERAL = frozenset(("people", "police", "men", "women", "children"))
_ONE_NAME = r"(?:the\s)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,4}"
_LISTED = re.compile(rf"(?:^|\s)(?P<names>{_ONE_NAME}(?:,\s{_ONE_NAME}){{1,6}},?\sand\s{_ONE_NAME})\s*$")
_LOOSE_END = re.compile(
    r"(?:[\s,]+(?:and|or|of|the|with|to|in|on|for|between|is|are|will|a|an|at|by|from|its|their|before|no|than|about|into|under|that|und|oder|der|die|das|für|mit|von|zum|zur|im))+$"
)
_LINKS = frozenset({"of", "on", "for", "in", "between", "with", "against", "to", "from", "at"})
_BEFORE_PHRASE = _LINKS | {"and", "by", "under", "as", "into", "over", "through", "while", "during"}
_FEWEST_WORDS, _MOST_WORDS = 5, 11
_FEWEST_SAID = 4  # words of a title that may end in a pronoun


_BETWEEN_CELLS = re.compile(r"\s*\|\s*")
_NOTE_MARKS = re.compile(r"[¹²³⁰-⁹]+")
# Words of a title that begin no subject: a conjunction, a denial, what a text calls itself, or a mere time.
_NO_START = re.compile(
    r"^(?:while|although|though|because|since|if|when|whereas|as|already|additionally|instead|today|now|yes|other\sthan|without|"
    r"with|who|which|whose|no|not|never|nor|neither|what|why|how|where|even|none|nothing|nobody|maybe|perhaps|have|not\sonly|diese[rsmn]?|dies|dieser|ce|cette|ces|"
    r"на|в|во|по|для|из|от|likewise|similarly|moreover|see|look|wanneer|waar|where|when|wann|wo|quand|où|cuándo|dónde|kiedy|gdzie|"
    r"will|would|should|could|shall|can|following|latter|former|same|such|the\s(?:latter|former|same)|"
    r"(?:next|same|following|previous)\s(?:day|week|month|year|morning|evening))(?:[\s:]|$)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*|__")
_TIMES = re.compile(
    r"\b(?:at|on|from|until|UTC|GMT|[CEWMP]E?[SD]?T|[ap]\.?m\.?|noon|Pacific|Eastern|Central|local|time)\b|\d",
    re.IGNORECASE,
)
_OPEN_QUOTE = re.compile(r"\s*(?:(?<![\w\"])\"(?=[^\"]*$)(?<!\"\")|“(?=[^”]*$)|„(?=[^“”]*$)|«(?=[^»]*$)).*$")
_STANDING_FOR = re.compile(r"(?<=\w)\s(?:on|about|for|with|over|at)\s(?:it|them|this|that)$")
_NO_END = re.compile(r"(?:\s(?:not|want|wants|hope|hopes|say|says)|[:(])$", re.IGNORECASE)
_OPEN_END = re.compile(r"\s(?:it|them|this|that|him|her|us)$")  # leaves too little said in a title of few words
_WEEKDAY = re.compile(
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|"
    r"poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pondělí|úterý|středa|čtvrtek|pátek|neděle|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    re.IGNORECASE,
)
# What a title may not hold: words that stand for something said before, and the account of a person.
_UNCLEAR = re.compile(
    r"\b(?:of|in|to|for|with|by|from)\s(?:which|whom|whose)\b|\b(?:these|those)\s\w+s\b|\bone\sof\s(?:these|them)\b|@\w",
    re.IGNORECASE,
)
_MALFORMED = re.compile(
    r"^(?:[\W_]|\w{1,2}[).]\s|X-)|\w_\w|\.(?:pdf|html?|docx?|md)\b|\w/\w+/|[{}<>=\\|`]|\s,|\s--?[a-z]\b"
)


def is_heading(title: str) -> bool:
    """Whether a title can head a reminder: it begins and ends like a phrase, and holds no markup."""
    if title.count("(") != title.count(")") or title.count("[") != title.count("]"):
        return False
    if not re.search(r"[^\W\d_]{2}|[\u4e00-\u9fff]", _TIMES.sub("", title)) or _WEEKDAY.fullmatch(title):
        return False
    if len(title.split()) < _FEWEST_SAID and _OPEN_END.search(title):
        return False
    return not (_NO_START.match(title) or _NO_END.search(title) or _UNCLEAR.search(title) or _MALFORMED.search(title))


@dataclass(frozen=True, slots=True)
class EventPhrase:
    """The title of an event, with the place of the words in its sentence that name it."""

    title: str
    start: int
    end: int


def without_article(words: str) -> str:
    """The words without an article or a possessive at their start."""
    return _ARTICLE.sub("", words, count=1)


def subject_of(before: str) -> str:
    """The subject at the start of a clause, without a fronted phrase or a parenthesis between commas."""
    if listed := _LISTED.search(_DATED_AHEAD.sub("", before)):
        return without_article(listed["names"])
    before = _SALUTATION.sub("", before.strip(" -*•[]"))
    before = re.sub(r"^\d{1,2}[.)]\s", "", before)
    if before.rstrip().endswith(","):
        before = _SET_AHEAD.sub("", before).split(",", 1)[0]
    else:
        before = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
        before = _DATED_AHEAD.sub("", _SET_AHEAD.sub("", before))
    return without_article(without_article(before.split(",")[0].strip(' “”"')))


def is_plural(words: list[str], lead: str) -> bool:
    """Whether a subject is plural, by its auxiliary verb, "and", or its head noun."""
    head = next((words[i - 1] for i, word in enumerate(words) if i and word in _LINKS), words[-1])
    return (
        lead.startswith(("are", "were"))
        or head.lower() in _SEVERAL
        or (" and " in " ".join(words) and head == words[-1])
        or (head.endswith("s") and not head.endswith(("ss", "’s", "'s")) and (head.islower() or head == words[0]))
    )


_RELATIVE = re.compile(r"(?<=\w),?\s(?:that|which|who|whose|where)\s")


def titled(words: str) -> str:
    """A title of few words, cut before a preposition or "and" rather than within a name."""
    kept = _BOLD.sub("", words).split()
    if len(kept) > _MOST_WORDS:
        kept = _RELATIVE.split(" ".join(kept))[0].split()
    if len(kept) > _MOST_WORDS:
        stops = [at for at in range(_FEWEST_WORDS, _MOST_WORDS + 1) if kept[at] in _BEFORE_PHRASE]
        kept = kept[: stops[-1] if stops else _MOST_WORDS]
    short = " ".join(kept)
    short = _BETWEEN_CELLS.sub(", ", _NOTE_MARKS.sub("", re.sub(r"^['’]?s\s", "", short)))
    short = _STANDING_FOR.sub("", _OPEN_QUOTE.sub("", short))
    short = _LOOSE_END.sub("", short.strip(" ,.:;–—-|’'“”\"*_"))
    if short.count('"') == 1:
        short = short.replace('"', "")
    return short[:1].upper() + short[1:]
