"""Analyses a question: its content words, the required ones, and the expected kind of answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import Stemmer

from briefings.text.patterns import lazy_re
from briefings.text.synonyms import disambiguated, is_action, synonyms_of
from briefings.text.terms import content_terms, spans, terms

_ELISION = lazy_re(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_ELIDED = ("l", "d", "qu", "s", "n")  # before a vowel; a term of the text holds them: "l'étude" is "letud"
_VOWELS = "aeiouyh"
_WORD = lazy_re(r"[^\W\d_]+")
_LEAST = 3  # letters of a stem to which endings are added
_FRENCH = """
a ai as au aux avec ce ces cet cette c combien comment d dans de des du elle elles en est et étaient était été eu il
ils j l la le les leur leurs lorsque m n ne on ont ou où par pas pour pourquoi pris prend qu quand que quel quelle
quelles quels qui quoi s sa se sera seront ses son sont sur t un une vers y jusqu jusque depuis avait avaient sous
chez donc fait font
"""
_GERMAN = """
am an auf aus bei beim bis da das dass dem den denn der des die dies diese diesem dieser durch ein eine einem einen
einer eines er es für gab gibt hat hatte hatten haben hoch ihr ihre im in ist kann mit nach nicht oder sich sie sind
so über um und viel viele vom von vor wann war waren warum was welche welchem welchen welcher welches wem wen wer
werden wie wieder wieso weshalb wird wo woher wohin wurde wurden zu zum zur
"""
# Words that English questions have too tell no language.
_SHARED = """
a ai as an am in die so was war on pour font son des den dies es do he me no or by not her pas par sa sur t s d m l n
"""
_FRENCH_SYNONYMS = """
coûter coûte coûté coût coûtent coûtera prix montant tarif
employer emploie emploi employés salariés
ouvrir ouvre ouvrira ouverture ouvert ouverte
retard retardé retardés retardée retarder
livrer livre livré livraison
diriger dirige direction directeur directrice
commencer commencent commencé début démarrer
construire construit construction bâtir
payer paie payé verser versé financer finance financé
"""
_GERMAN_SYNONYMS = """
kosten kostet kostete Preis Betrag Gebühr
leiten leitet Leitung Leiter Leiterin Chef führt
öffnen öffnet eröffnet Eröffnung wiedereröffnet geöffnet
verzögern verzögert verzögerte Verzögerung verspätet
lagern lagert gelagert
beginnen beginnt begann Beginn Start
bauen baut gebaut Bau errichtet
zahlen zahlt gezahlt bezahlt finanziert
"""
# "" stands for the stem itself.
_FRENCH_ENDINGS = (
    "",
    "e",
    "s",
    "es",
    "é",
    "ée",
    "és",
    "ées",
    "er",
    "ent",
    "ait",
    "aient",
    "ant",
    "era",
    "a",
    "ir",
    "t",
)
_GERMAN_ENDINGS = ("", "e", "en", "er", "ern", "es", "em", "n", "s", "t", "te", "ten", "et", "st", "ung", "ungen")

Kind = Literal["number", "time", "cause", "person", "place", "any"]
KINDS: tuple[Kind, ...] = ("number", "time", "cause", "person", "place", "any")


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """A word of the question: `term`, and `kin`, its synonyms.

    `deed`: a verb of action. `exact`: a name or number. `sort`: it only names the kind of thing asked for.
    """

    term: str
    kin: frozenset[str]
    deed: bool
    exact: bool
    sort: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question; `words` is empty if there is nothing to search for.

    `counted` is the thing to be counted, `measure` a key of MEASURES or "much"; `by_role`: a person is asked for by
    role or name rather than by action. `language` is that of a French or German question.
    """

    text: str
    kind: Kind
    words: tuple[AnswerKind, ...]
    counted: frozenset[str] = frozenset()
    measure: str = ""
    by_role: bool = False
    language: str = ""


_MEASURED = (
    "many|much|long|old|far|big|large|high|tall|deep|full|fast|often|wide|heavy|late|early|expensive|likely",
    "longer|more|less|fewer|higher|lower|bigger|smaller|later|earlier|cheaper|faster",
    "share|percentage|proportion|part|number|amount|quantity|price|fraction",
    "price|cost|number|amount|size|share|salary|wage|budget|length|height|weight|width|depth|age|rate|tariff|fee|capacity",
)
_AMOUNT = (
    rf"how (?:{_MEASURED[0]})\b(?: (?:{_MEASURED[1]})\b)?|(?:what|which) (?:{_MEASURED[2]})\b(?: of)?"
    rf"|what (?:is|was|are|were) the (?=(?:[a-z]+ )?(?:{_MEASURED[3]})\b)"
    rf"|what (?:is|was|are|were) (?=[^?]*['’]s (?:{_MEASURED[3]})\b)"
    r"|what (?:(?:do|does|did|will|would) )?(?=.*\b(?:do|does|did|will|would|)\b.*\b(?:cost|pay|earn)\b)"
    r"|сколько(?: времени)?|на сколько|насколько|какая (?:доля|часть)|каков[аы]? (?:доля|цена|стоимость)|во сколько"
    r"|多少时间|多长时间|多少|几(?=[个家户次年月天人名])|多大|多长|多久|多高|百分之几"
)
_TIME = (
    r"(?:by |until |since )?when\b|(?:(?:in|on) )?(?:what|which) (?:year|month|day|date)\b"
    r"|когда|в каком (?:году|месяце)|с какого|до какого|什么时候|何时|哪一?年|哪一?天|几月|几号"
)
_CAUSE = (
    r"why\b|for what reason\b|what (?:is|was|are|were) the (?:reason|cause)s? (?:for|of|why)\b"
    r"|почему|отчего|зачем|为什么|为何|何故"
)
_PERSON = (
    r"who(?:m|se)?\b|what (?:is|was|are|were) the names? of\b|which (?:person|people)\b|кто|кого|кому|кем"
    r"|чей|чья|чьё|чьи|谁|哪位"
)
_PLACE = r"where\b|(?:in|at|to) (?:what|which) (?:town|city|country|place|port)\b|где|куда|откуда|哪里|哪儿|何处"
_PATTERNS: dict[Kind, str] = {
    "number": _AMOUNT,
    "time": _TIME,
    "cause": _CAUSE,
    "person": _PERSON,
    "place": _PLACE,
}
_KINDS = tuple((kind, lazy_re(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS.items())
_OPENER = lazy_re(
    r"(?:what|which|where|how|does|did|do|is|are|was|were|has|have|will|would|can|could|should|shall)\b"
    r"|где|куда|откуда|как|какой|какая|какие|какое|что|ли|什么|哪里|哪儿|哪些|哪个|哪|如何|怎么样?|怎样|是否|有没有|吗|呢|[是的有]",
    re.IGNORECASE,
)
IN_MONEY = ("cost", "pay", "paid", "spend", "earn", "price", "salary", "wage", "fee")
MEASURES = ("long", "far", "late", "early", "old", "high", "tall", "deep", "wide", "heavy", *IN_MONEY)
_AUXILIARY = lazy_re(r"\b(?:do|does|did|are|is|was|were|will|would|have|has|had|can|could|may|should)\b", re.IGNORECASE)
_WHICH = lazy_re(r"\s*(?:in |at |on |to |for )?(?:which|what)\s+(?:other |of the )?([^\W\d_]+)", re.IGNORECASE)
_OTHER = lazy_re(r"\b(?:what|which|how|что|какой|какая|какие|как)\b", re.IGNORECASE)
_POLITE = frozenset(
    terms(
        "please tell me know say says said happen happens happened take takes place there according text paper "
        "analysis analyses library author report article name named called kind sort thing main actually "
        "total altogether exactly overall currently "
        "скажи расскажи пожалуйста известно будет будут может больше меньше"
    )
)
_LIGHT = frozenset(
    terms("make made take took taken give gave given get got have had hold held go went gone put do done")
)
_HEAVY = 2  # words beside which a light verb tells nothing
_LASTS = frozenset(terms("last take"))  # what "how long" asks with
# "How far below" asks for an excess, not for a distance.
_BEYOND = lazy_re(r"\b(?:under|over|below|above|short of|ahead of|behind) ", re.IGNORECASE)
_BY_ROLE = lazy_re(
    r"who(?:'s| is| was| are| were) (?:the |\w+['’]s )|what (?:is|was|are|were) the names? of ", re.IGNORECASE
)
_PERSON_OPENER = lazy_re(r"\s*who(?:['’]s| is| was| are| were) ", re.IGNORECASE)
# "Who is Northern?" asks what the texts say of a name.
_WHO_IS = lazy_re(r"\s*(?i:who(?:['’]s| is| was| are| were)) [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*\s*\??\s*$")
_CAPITAL = lazy_re(r"[^\W\d_]")


def parse(question: str) -> Question:
    """Parses a question in English, French, German, Russian or Chinese; other languages give words without a kind."""
    language = language_of(question)
    if language:
        return _foreign(language, question)
    question = disambiguated(question)
    kind, opener, rest = _kind(question)
    counted = _counted(opener, rest)
    exact = _exact(question)
    plain = _OPENER.sub(" ", rest) if re.search(r"[\u4e00-\u9fff]", rest) else rest
    wanted = list(dict.fromkeys(content_terms(plain)))
    wanted = [term for term in wanted if term not in _POLITE or term in exact] or wanted
    if _measure(kind, opener, rest) == "long":
        wanted = [term for term in wanted if term not in _LASTS] or wanted
    heavy = [term for term in wanted if term not in _LIGHT or term in exact]
    wanted = heavy if len(heavy) >= _HEAVY else wanted
    sort = _sort(question)
    words = (AnswerKind(term, synonyms_of(term), is_action(term), term in exact, term in sort) for term in wanted)
    return Question(
        question,
        kind,
        tuple(words),
        counted,
        _measure(kind, opener, rest),
        by_role=_BY_ROLE.match(question) is not None,
    )


@dataclass(frozen=True, slots=True)
class Language:
    """`kinds` has a pattern of question words for each kind of answer; `starts` tells the language at the start."""

    name: str
    starts: re.Pattern[str]
    function: frozenset[str]
    kinds: Mapping[str, re.Pattern[str]]
    counted: re.Pattern[str]
    by_role: re.Pattern[str]
    endings: tuple[str, ...]
    synonyms: tuple[frozenset[str], ...]  # by which an answer may say what is done
    prefix: str = ""  # of a participle

    def is_action(self, term: str) -> bool:
        """Whether a term is known as a word for an action."""
        return any(term in group for group in self.synonyms)

    def plain(self, question: str) -> str:
        """The question without elided articles, prepositions and pronouns."""
        return _ELISION.sub(" ", question) if self.name == "french" else question

    def forms(self, word: str) -> frozenset[str]:
        """The terms that other forms of a word of the question have in a text."""
        # A stemmer keeps its word while at work, so that threads must not share one; making one costs next to nothing.
        stem = cast(str, Stemmer.Stemmer(self.name, maxCacheSize=0).stemWord(word.lower()))
        stems = {stem, stem.removeprefix(self.prefix).removesuffix("t")} if self.prefix else {stem}
        inflected = {
            start + each + ending
            for each in stems
            if len(each) >= _LEAST
            for ending in self.endings
            for start in dict.fromkeys(("", self.prefix))
        }
        return frozenset(terms(" ".join(inflected | {word})))


def _foreign(language: Language, question: str) -> Question:
    """Parses a French or German question; German nouns are no names though capitalised."""
    plain = language.plain(question)
    found = [
        (match.start(), each, match)
        for each in KINDS
        if (match := language.kinds[each].search(plain) if each in language.kinds else None)
    ]
    first = min(found, key=lambda one: one[0], default=None)
    kind: Kind = first[1] if first else "any"
    opener = first[2] if first else None
    rest = plain[: opener.start()] + " " + plain[opener.end() :] if opener else plain
    wanted = [term for term in dict.fromkeys(terms(rest)) if term not in language.function]
    exact = _exact(plain) if language.name != "german" else _with_digits(plain)
    forms = dict(_inflections(language, plain))
    words = (
        AnswerKind(term, forms.get(term, frozenset({term})), language.is_action(term), term in exact) for term in wanted
    )
    counted = frozenset(wanted[:1]) if language.counted.match(question.strip()) else frozenset()
    by_role = language.by_role.match(question) is not None
    return Question(question, kind, tuple(words), counted, by_role=by_role, language=language.name)


def _kind(question: str) -> tuple[Kind, str, str]:
    """The kind, the words that show it, and the question without them."""
    if _WHO_IS.match(question):
        return "any", "", _PERSON_OPENER.sub(" ", question)
    first = [(found.start(), kind, found) for kind, pattern in _KINDS if (found := pattern.search(question))]
    other = _OTHER.search(question)
    if not first or (other and other.start() < min(start for start, *_ in first)):
        return "any", "", question
    _, kind, found = min(first, key=lambda one: one[0])
    return kind, found[0].lower(), f"{question[: found.start()]} {question[found.end() :]}"


def _counted(opener: str, rest: str) -> frozenset[str]:
    """The thing to be counted: the words up to the verb, at most two."""
    if not re.match(r"how many|сколько|多少|几", opener):
        return frozenset()
    return frozenset(content_terms(_AUXILIARY.split(rest)[0])[: 2 if opener.isascii() else 1])


def _sort(question: str) -> frozenset[str]:
    """The word for the kind of thing, as in "Which hospital was ..."."""
    found = _WHICH.match(question)
    return frozenset(terms(found[1])) if found else frozenset()


def _measure(kind: Kind, opener: str, rest: str) -> str:
    if kind != "number":
        return ""
    worded = [*opener.split(), *rest.lower().strip(" ?").split()]
    if opener == "how far" and _BEYOND.search(rest):
        return ""
    named = [name for name in MEASURES if name in (worded if name in IN_MONEY else opener.split())]
    return next(iter(named), "much" if opener.startswith("how much") else "")


def _exact(question: str) -> frozenset[str]:
    """Numbers and names: words with a digit, and capitalised ones not at the start."""
    placed = list(spans(question))
    letters = [(term, question[start]) for term, start, _ in placed if _CAPITAL.match(question[start])]
    capitals = [term for term, letter in letters[1:] if letter.isupper()]
    names = capitals if 2 * len(capitals) <= len(letters) + 2 else []
    return frozenset(names) | _with_digits(question)


def _with_digits(question: str) -> frozenset[str]:
    return frozenset(term for term in terms(question) if term.isascii() and any(map(str.isdigit, term)))


def elided(found: frozenset[str]) -> frozenset[str]:
    """French terms, also as they stand in a text behind an elided word."""
    return found | {start + term for term in found if term[:1] in _VOWELS for start in _ELIDED}


def language_of(question: str) -> Language | None:
    """French or German, by the question words and function words; None for any other language."""
    for language in _languages():
        held = {term for term in terms(language.plain(question)) if term in language.function - _shared()}
        # Two function words do without a question word: "Hat die Bahn das Dach repariert?"
        if language.starts.match(question) or len(held) >= 2:
            return language
    return None


def _inflections(language: Language, question: str) -> Iterator[tuple[str, frozenset[str]]]:
    for word in _WORD.findall(language.plain(question)):
        for term in terms(word):
            if term not in language.function:
                found = language.forms(word).union(*(each for each in language.synonyms if term in each))
                yield term, elided(found) if language.name == "french" else found


def _pattern(words: str) -> re.Pattern[str]:
    return lazy_re(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


def _groups(lines: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms(line)) for line in lines.strip().splitlines())


@cache
def _shared() -> frozenset[str]:
    return frozenset(terms(_SHARED))


@cache
def _languages() -> tuple[Language, ...]:
    return _french(), _german()


def _french() -> Language:
    amounts = "prix|coût|montant|nombre|part|taux|taille|budget|longueur|hauteur|surface|durée"
    kinds = {
        "number": rf"combien(?: de temps)?|quel(?:le)? (?:est|était|sera) (?:le |la |l['’])?(?={amounts})",
        "time": r"(?:jusqu['’]à |depuis )?quand|(?:en |à )?quel(?:le)? (?:année|mois|jour|date)",
        "cause": "pourquoi|pour quelles? raisons?",
        "person": "qui",
        "place": "où|(?:dans|à|en) quel(?:le)? (?:ville|pays|lieu|port)",
    }
    return Language(
        "french",
        _pattern(
            r"\W*(?:(?:à|de|en|pour|depuis|par|avec|jusqu['’]à|d['’])\s*)?"
            r"(?:combien|quel(?:le)?s?|quand|qui|quoi|pourquoi|où|comment|que|qu['’](?=\w)|est-ce)"
        ),
        frozenset(terms(_FRENCH)) | {"t"},
        {kind: _pattern(words) for kind, words in kinds.items()},
        lazy_re(r"combien (?:de |d['’])(?!temps)", re.IGNORECASE),
        lazy_re(r"qui (?:est|était|sont) l(?:a |e |es |['’])", re.IGNORECASE),
        _FRENCH_ENDINGS,
        _groups(_FRENCH_SYNONYMS),
    )


def _german() -> Language:
    kinds = {
        "number": "wie ?viele?|wie (?:hoch|lange?|groß|alt|weit|oft|tief|breit|schwer|teuer|schnell)"
        r"|was (?=.*\bkoste\w*)",
        "time": "(?:bis |seit |ab )?wann|(?:in |an )?welche[mnrs]? (?:jahr|monat|tag|datum)",
        "cause": "warum|wieso|weshalb|wozu",
        "person": "wer|wem|wen|wessen",
        "place": "wo|wohin|woher|in welche[mrn] (?:stadt|land|ort|hafen)",
    }
    return Language(
        "german",
        _pattern(
            r"\W*(?:(?:bis|seit|ab|in|mit|von|für|an|auf|aus|um|zu) )?"
            r"(?:wie|wann|wer|wem|wen|wessen|wo|wohin|woher|warum|wieso|weshalb|wozu|wof[üu]r|welche[mnrs]?)"
        ),
        frozenset(terms(_GERMAN)),
        {kind: _pattern(words) for kind, words in kinds.items()},
        _pattern("wie ?viele"),
        lazy_re(r"wer (?:ist|war|sind|waren) (?:der|die|das) ", re.IGNORECASE),
        _GERMAN_ENDINGS,
        _groups(_GERMAN_SYNONYMS),
        "ge",
    )
