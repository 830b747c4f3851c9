"""Prepares a German sentence for the finder of names in Latin script: titles masked, nouns in lower case.

German writes every noun with a capital. A noun is known by an article or number before it somewhere in the text, or by
its ending; what is left over counts as a name only beside a title, a first name or a verb of saying.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefings.reading.actors.english import Seen, certain, names_in
from briefings.reading.actors.english_words import words
from briefings.reading.actors.gazetteer import foreign_places
from briefings.reading.actors.given_names import GIVEN_NAMES
from briefings.reading.speech_verbs import GERMAN_SPEECH

_TITLE = re.compile(
    r"\b(?:Herrn?|Frau|Dr\.|Prof\.|[\wÄÖÜäöüß-]{0,30}(?:[Mm]inister|[Pp]räsident|[Kk]anzler|[Ss]precher|[Dd]irektor|[Tt]rainer|"
    r"[Pp]romoter|"
    r"[Mm]eister|[Vv]orsitzender?|[Vv]orsitzende|[Cc]hef|[Ee]xpert|[Ee]xperte|[Ff]orscher|[Pp]rofessor|[Bb]otschafter|"
    r"[Kk]apitän|[Ss]enator|[Aa]bgeordneter?|[Ll]eiter|[Aa]nalyst|[Öö]konom|[Hh]istoriker|[Aa]utor|[Rr]ichter|"
    r"[Kk]ommissar|[Gg]eneral|[Kk]önig|[Pp]rinz|[Kk]önigin|[Pp]rinzessin|[Pp]apst|[Ll]andrat|[Aa]nwalt|[Aa]nwältin|[Ss]ekretär|"
    r"[Gg]eschäftsführer|[Pp]olitiker|[Gg]esandter?|[Ss]änger|[Ss]chauspieler|[Rr]egisseur|[Mm]anager|[Gg]ründer|[Vv]orstand)"
    r"(?:in|en|s|n|innen)?)(?=\s[A-ZÄÖÜ])"
)
_NOUN_ENDING = re.compile(
    r"(?i:.*(?:ung|heit|keit|schaft|tion|tät|ismus|ungen|heiten|keiten|schaften|tionen|täten|nis|nisse|tum|ling|linge|"
    r"ität|enz|anz|ment|mente|zeit|jahr|jahre|tag|tage|recht|gesetz|markt|land|länder|stadt|haus|werk|preis|preise|"
    r"geld|platz|straße|bahn|verkehr|system|krieg|politik|wirtschaft|gruppe|arbeit|arbeiter|kraft|kräfte|stoff|gas|strom|"
    r"energie|minister|ministerium|präsident|sprecher|sprecherin|chef|chefin|experte|experten|trainer|"
    r"er?innen|leute|menschen|"
    r"(?:minister|präsident|kanzler|direktor|leiter|politiker|forscher|richter|botschafter)(?:in|innen|s|n)))"
)
_ARTICLE = re.compile(
    r"\b(?:(?<!von )(?<!van )der|die|das|dem|(?<!van )den|des|ein|eine|einen|einem|einer|eines|kein|keine|keinen|"
    r"keiner|im|am|zum|zur|vom|beim|ins|"
    r"ans|diese[rsmn]?|jede[rsmn]?|alle[rsmn]?|viele[rn]?|mehr|mehrere[rn]?|einige[rn]?|seine?[rsmn]?|ihre?[rsmn]?|"
    r"unsere?[rsmn]?|\d[\d.,]*)(?:\s[a-zäöüß]+(?:en|er|es|em|e))?\s(?P<noun>[A-ZÄÖÜ][\wäöüß-]+)"
)
_SAID = re.compile(rf"(?:\b{GERMAN_SPEECH}|\b[Ss]o|\b[Ll]aut)\s$")
_SPOKEN = re.compile(rf"\s{GERMAN_SPEECH}\b")
_PLAIN = words(
    """
    ab aber alle allem allen aller alles allerdings als also am an anders auch auf aus außerdem bei beide beim
    bereits bis bisher da dabei dadurch dafür dagegen daher dahinter damals damit danach daneben dann daran darauf
    daraus darin darüber darum darunter das dass davon davor dazu dem demnach den denn dennoch der deren des deshalb
    dessen deswegen die dies diese diesem diesen dieser dieses doch dort drei du durch ein eine einem einen einer
    eines einige einmal er erst erste ersten es etwa etwas euch für ganz gegen gegenüber gestern gibt gut hat hatte
    heute hier hierbei hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indes insgesamt ins ist ja je
    jede jeden jeder jedes jedoch jemand jetzt kann kaum kein keine laut man manche mehr mehrere mein meine meist
    mit mittlerweile möglich nach nachdem natürlich neben neue neuen nicht nichts noch nun nur ob obwohl oder ohne
    pro rund schließlich schon sehr sein seine seinem seinen seiner seit seitdem selbst sich sie sind so sobald
    sodass sogar solche sollte sollten somit sondern sonst soweit sowie später statt stattdessen trotz trotzdem über
    überall um umso und unklar unter vergangene viel viele vielen vielleicht vier von vom vor vorher während wann
    war waren warum was wegen weil weiter weitere welche wenige weniger wenn wer werden wie wieder wir wird wo wobei
    wohl wurde wurden zudem zu zuletzt zuerst zugleich zum zunächst zur zusammen zuvor zwar zwei zwischen ende
    anfang mitte januar februar märz april mai juni juli august september oktober november dezember montag dienstag
    mittwoch donnerstag freitag samstag sonntag prozent euro dollar millionen milliarden grad celsius uhr kilometer
    meter tonnen brite briten deutsche deutscher deutschen ukrainer russen russe dänen däne franzose amerikaner
    kenianer spanier chinesen türke türken türkin herzog samstagabend ehepaar familie internet brexit covid bip gmbh
    kg kwh mwh twh iban lng app apps us pkw lkw foto bild video quelle kapitel tabelle abbildung anhang bundesamt
    bundesregierung
    """
)
_WORD = re.compile(r"(?<![\w-])[A-ZÄÖÜ][\wäöüß]*(?:-[\w]+)*")
_LOOSE = re.compile(
    r"(?:\b(?P<given>[\w-]{1,30})\s)?(?<!\w)(?<!von )(?<!van )"
    r"(?:von der|von dem|von|zu|zum|der|den|la|du)(?=\s[A-ZÄÖÜ])"
)  # "von" before no surname
_OWNED = re.compile(r"\s[A-ZÄÖÜ]")
_ADJECTIVE = re.compile(r".*(?:isch|ische|ischen|ischer|isches)")


def nouns_of(sentences: Iterable[str]) -> frozenset[str]:
    """The capitalised words that a text uses behind an article, an adjective or a number."""
    return frozenset(match["noun"] for sentence in sentences for match in _ARTICLE.finditer(sentence))


def prepared(sentence: str, nouns: frozenset[str]) -> str:
    """The sentence, of the same length, as `names_in` takes it; `nouns` are those of the text."""
    shown = _TITLE.sub(lambda match: "\x01" * len(match[0]), sentence)
    shown = _WORD.sub(lambda match: _lowered(match, shown, nouns), shown)
    return _LOOSE.sub(lambda match: match[0] if match["given"] in GIVEN_NAMES else _cut(match), shown)


def _cut(match: re.Match[str]) -> str:
    """A preposition replaced, so that no name goes on behind it; the word before it stays."""
    kept = match[0][: match.end("given") - match.start()] if match["given"] else ""
    return kept + "," * (len(match[0]) - len(kept))


def _lowered(word: re.Match[str], shown: str, nouns: frozenset[str]) -> str:
    """A word in lower case unless it can be part of a name; any word behind a given name can."""
    before = shown[max(0, word.start() - 20) : word.start()].rpartition(" ")[0].split(" ")[-1]
    surname = before in GIVEN_NAMES and shown[word.start() - 1] == " " and word[0].casefold() not in _PLAIN
    return word[0] if surname or not _is_ordinary(word[0], nouns) else word[0].lower()


def _is_ordinary(word: str, nouns: frozenset[str]) -> bool:
    if word in GIVEN_NAMES or (word.isupper() and len(word) > 1):
        return word.casefold() in _PLAIN
    return (
        word in nouns or word.casefold() in _PLAIN or bool(_NOUN_ENDING.fullmatch(word) or _ADJECTIVE.fullmatch(word))
    )


def names(sentence: str, nouns: frozenset[str]) -> Iterator[Seen]:
    """The names in a sentence; `nouns` are those of the text."""
    known = foreign_places("de")
    for each in names_in(prepared(sentence, nouns), frozenset(), known):
        if each.name.endswith("s") and each.name[:-1] in known:  # as in "Hessens Ministerin"
            yield replace(each, name=each.name[:-1], end=each.end - 1, kind="place", hint=None)
        elif not (each.name.endswith("s") and " " not in each.name and _OWNED.match(sentence, each.end)):
            yield from certain(sentence, each, _SAID, _SPOKEN)
