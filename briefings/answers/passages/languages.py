"""French and German questions: their question words, function words, elisions and inflected forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import Stemmer

from briefings.text.patterns import lazy_re
from briefings.text.terms import terms

_ELISION = lazy_re(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_ELIDED = ("l", "d", "qu", "s", "n")  # before a vowel; a term of the text holds them: "l'étude" is "letud"
_VOWELS = "aeiouyh"
_WORD = lazy_re(r"[^\W\d_]+")
_LEAST = 3  # letters of a stem to which endings are added


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


def inflections(language: Language, question: str) -> dict[str, frozenset[str]]:
    """For each term of a question the terms of its synonyms and other forms."""
    return dict(_inflections(language, question))


def _inflections(language: Language, question: str) -> Iterator[tuple[str, frozenset[str]]]:
    for word in _WORD.findall(language.plain(question)):
        for term in terms(word):
            if term not in language.function:
                found = language.forms(word).union(*(each for each in language.synonyms if term in each))
                yield term, elided(found) if language.name == "french" else found


def _pattern(words: str) -> re.Pattern[str]:
    return lazy_re(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


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
