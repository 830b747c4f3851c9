"""Prepares a French sentence for the finder of names in Latin script: titles masked, ordinary words in lower case."""

import re
from collections.abc import Iterator

from briefings.reading.actors.english import Seen, certain, names_in
from briefings.reading.actors.english_words import words
from briefings.reading.actors.gazetteer import foreign_places
from briefings.reading.speech_verbs import FRENCH

_TITLE = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mlle|Me|Dr|Pr|Monsieur|Madame|(?:[Vv]ice-)?[Pp]résidente?|[Mm]inistre|[Cc]hanceli[eè]re?|"
    r"[Mm]aire|[Pp]réf[eè]te?|[Dd]éputée?|[Ss]énat(?:eur|rice)|[Aa]mbassad(?:eur|rice)|[Pp]orte-parole|[Gg]énéral|"
    r"[Aa]miral|[Cc]olonel|[Dd]irect(?:eur|rice)|[Pp]rofesseure?|[Dd]octeur|[Jj]uge|[Aa]vocate?|[Éé]conomiste|"
    r"[Hh]istorien(?:ne)?|[Cc]herch(?:eur|euse)|[Pp]rince(?:sse)?|[Rr]oi|[Rr]eine|[Pp]ape|[Cc]apitaine|[Ss]ecrétaire)"
    r"(?=\s[A-ZÀ-Þ])"
)
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)[’'](?=[A-ZÀ-Þ])", re.IGNORECASE)
_SAID = re.compile(rf"(?:\b{FRENCH}|\b[Ss]elon|\b[Dd][’']après)[\s,]+$")
_SPOKEN = re.compile(rf"\s{FRENCH}\b")
_PLAIN = words(
    """
    a à afin ailleurs ainsi alors après au aucun aucune aujourd'hui auparavant auprès aussi autant autre autres aux
    avant avec beaucoup c ça car ce ceci cela celle celles celui cependant certains certaines ces cet cette ceux
    chacun chaque chez comme comment contre d dans de début deçà depuis derrière des dès désormais deux devant dix
    donc dont du durant elle elles en encore enfin enquête ensuite entre environ est et été être eux face faute fin
    grâce hier hors huit ici il ils j je jeudi jusque l la là le les lesquels leur leurs lors lorsque lui lundi m ma
    mais malgré mardi même mercredi mes mieux moins mon n ne ni nos notre nous nul on or ou où outre par parce
    parfois parmi pas pendant personne peu plus plusieurs plutôt pour pourquoi pourtant premier première près puis
    puisque qu quand quant quatre que quel quelle quelles quels quelque quelques qui quoi quoique rien s sa samedi
    dimanche sans sauf se selon sept ses seul seule si sinon six soit son sont sous surtout sur tant tandis tel
    telle tels telles toujours tous tout toute toutefois toutes trois très tu un une vendredi vers via voici voilà
    vos votre vous y janvier février mars avril mai juin juillet août septembre octobre novembre décembre noël
    pâques français française françaises américain américaine américains anglais anglaise allemand allemande
    allemands britannique britanniques chinois chinoise russe russes européen européenne européens espagnol italien
    japonais ukrainien ukrainiens israélien palestiniens brexit internet covid pib pme tva pdg nord sud ouest état
    états etat etats gouvernement parlement république défense intérieur finances justice village chapitre figure
    tableau annexe article lire publié photo vidéo
    """
)
_OPENING = re.compile(r"[A-ZÀ-ÖØ-Þ][\w]*")
_AFTER_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]*\s$")


def prepared(sentence: str) -> str:
    """The sentence, of the same length, as `names_in` takes it."""
    shown = _TITLE.sub(lambda match: "\x01" * len(match[0]), sentence)
    shown = _ELISION.sub(lambda match: match[0][:-1].lower() + " ", shown)
    return _OPENING.sub(lambda match: _lowered(match, shown), shown)


def _lowered(word: re.Match[str], shown: str) -> str:
    """A word in lower case unless it can be part of a name; "Le" in "Marine Le Pen" can."""
    plain = word[0].casefold() in _PLAIN
    return (
        word[0].lower()
        if plain and not _AFTER_NAME.search(shown[max(0, word.start() - 20) : word.start()])
        else word[0]
    )


def names(sentence: str, common: frozenset[str]) -> Iterator[Seen]:
    """The names in a sentence; `common` are the words that the text has in lower case."""
    for each in names_in(prepared(sentence), common, foreign_places("fr")):
        yield from certain(sentence, each, _SAID, _SPOKEN)
