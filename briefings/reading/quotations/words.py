"""The words around a verb of saying in each language: who can be its subject, in front of it and behind it."""

import re
from dataclasses import dataclass

from briefings.reading.speech_verbs import CHINESE, FRENCH, GERMAN, RUSSIAN

_SAY = (
    r"(?:said|says|saying|stating|told|tells|asked|asks|added|adds|replied|replies|wrote|writes|noted|notes|warned|warns|declared|"
    r"declares|argued|argues|insisted|insists|stated|states|observed|observes|remarked|concluded|concludes|continued|"
    r"explained|explains|answered|announced|announces|called|calls|calling|described|describes|describing|praised|"
    r"praises|likened|compared|proposed|proposes|urged|urges|pledged|promised|vowed|stressed|stresses|emphasi[sz]ed|"
    r"emphasi[sz]es|hailed|hails|dismissed|denounced|condemned|characteri[sz]ed|characteri[sz]es|claimed|claims|"
    r"spoke\sof|speaks\sof|referred\sto|refers\sto|pointed\sout|points\sout|made\sclear|quipped|tweeted|posted|"
    r"recalled|acknowledged|admitted|conceded|predicted|suggested|suggests|reiterated|reaffirmed|demanded|demands|expressed|"
    r"labell?ed|termed|put\sit|puts\sit|responded|responds|recalls|laments|lamented|boasted|"
    r"estimates|estimated|quips|jokes|"
    r"recounted|remembers|professed|shouted|shouting|chanted|wondered|insist|warn|say|countered|counters|agreed|vows|believes|believed|"
    r"maintains|maintained|confirmed|cautioned|complained|joked|commented|testified)"
)
_VERB = re.compile(rf"\b(?:{_SAY}|{RUSSIAN})\b|{CHINESE}", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:with|to|of|by|for|from|against|between|in|on|at|about|than|over|and|told|с|со|о|об|от|к|у|для|против)\s"
    r"(?:the\s)?(?:[\w-]+\s){0,2}$|[同与和对向]$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:^|[\s,“”\"—–-])(?P<pronoun>he|she|он|она)(?=\s)|(?P<chinese>[他她])(?=[^们]|$)", re.IGNORECASE
)
_INVERTED = re.compile(r"[\s,\x02]*(?:the\s)?(?:[\w.-]+\s){0,4}$", re.IGNORECASE)
_PHRASE = re.compile(
    r"(?:^|[,;:—]\s|[”\x02]\s|\bthat\s|\band\s)(?:[Ww]ith\s(?=[A-Z])|[Aa]s\s)?"
    r"(?!(?:[Ww]ith|[Oo]n|[Aa]s|About|Of)\s)(?P<phrase>(?:the|an?|one|its|his|her|their|some|senior|[A-Z]\w*|[a-z]+s|"
    r"[Сс]пикер|[Пп]резидент|[Пп]редставител[ья]\w*|[Гг]лава|[Аа]вторы?|[Мм]инистр|[Рр]уководитель|[Дд]иректор|врач|"
    r"[Ээ]ксперты?|адвокат)"
    r"(?:\s[\w’'-]+){0,5})\s(?:\w+ly\s|has\s|had\s)?$"
)


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The small words of a language around a verb of saying.

    `free` says that a subject may follow its verb behind any opening, not only behind the quotation; `behind_comma`,
    that it may behind a comma.
    """

    verb: re.Pattern[str]
    preposition: re.Pattern[str]
    inverted: re.Pattern[str]
    pronoun: re.Pattern[str]
    pronoun_behind: re.Pattern[str]
    phrase: re.Pattern[str]
    phrase_behind: re.Pattern[str]
    free: bool = False
    behind_comma: bool = False


_ENGLISH = SpeechWords(
    _VERB,
    _PREPOSITION,
    _INVERTED,
    _PRONOUN,
    re.compile(r"\s(?:he|she|он|она)\b"),
    _PHRASE,
    re.compile(
        r"(?:\s(?:тогда|также|затем|позже|ранее|ещё))?"
        r"\s(?P<phrase>(?:(?:[Tt]he|an?)\s(?:\w+\s){0,3}\w+(?=[,.;:]|\s[a-z]+(?:day|ed)\b|$)|(?:[а-яё]+(?:ый|ий|ой|ая)\s)?"
        r"(?:президент|премьер-министр|премьер|министр|канцлер|глава\s\w+|представитель|представительница|спикер|эксперт|"
        r"губернатор|депутат|политик|чиновник|аналитик|собеседник|пресс-секретарь|врач|учёный|ученый|адвокат)\b))"
    ),
)
_FRENCH_WORDS = SpeechWords(
    re.compile(rf"\b{FRENCH}\b", re.IGNORECASE),
    re.compile(
        r"(?:\b(?:de|à|avec|pour|par|contre|chez|sur|du|des|au|aux|entre|dans|en|vers|sans|selon|que)\s|\b[dl][’'])"
        r"(?:(?:le|la|les)\s|l[’'])?(?:[\w.-]+\s){0,3}$",
        re.IGNORECASE,
    ),
    re.compile(r"(?:[\s,]+(?!que\b|qu[’'])[\w’'.-]+){0,10}[\s,]*$", re.IGNORECASE),
    re.compile(r"(?:^|[\s,“”»\x02])(?P<pronoun>il|elle)(?=\s)", re.IGNORECASE),
    re.compile(r"-(?:t-)?(?:il|elle)\b"),
    re.compile(
        r"(?:^|[,;:»\x02]\s?|\bque\s)(?P<phrase>(?:les?|la|une?|l[’'])\s?[\w’'-]+(?:\s[\w’'-]+){0,5})\s$", re.IGNORECASE
    ),
    re.compile(
        r"(?:\s(?:aussi|également|notamment|encore|ainsi|enfin|alors))?"
        r"\s(?P<phrase>(?:les?|la|une?|l[’'])\s?[\w-]+(?:\s(?!(?:dans|lors|sur|à|au|aux|en|lundi|mardi|mercredi|jeudi|"
        r"vendredi|samedi|dimanche|qui|que|après|avant|devant)\b)[\w’'-]+){0,5})(?=[,.;:\s]|$)"
    ),
    behind_comma=True,
)
_GERMAN_WORDS = SpeechWords(
    re.compile(rf"\b(?:{GERMAN}|so(?=\s(?:der|die|das|ein|eine|[A-ZÄÖÜ])))\b"),
    re.compile(
        r"\b(?:mit|von|für|gegen|bei|nach|zu|über|aus|an|auf|in|im|vom|zum|zur|vor|zwischen|um|und|als|dass)\s"
        r"(?:(?:der|die|das|dem|den)\s)?(?:[\w.-]+\s){0,3}$",
        re.IGNORECASE,
    ),
    re.compile(r"(?:[\s,]+(?!dass\b)[\w’'.()-]+){0,8}\s*$", re.IGNORECASE),
    re.compile(r"(?:^|[\s,“”»\x02])(?P<pronoun>er|sie)(?=\s)", re.IGNORECASE),
    re.compile(r"\s(?:er|sie)\b"),
    re.compile(r"(?:^|[,;:»\x02]\s?)(?P<phrase>(?:der|die|das|ein|eine)\s[\w-]+(?:\s[\w-]+){0,4})\s$", re.IGNORECASE),
    re.compile(
        r"\s(?P<phrase>(?:der|die|das|eine?|eine?r?\sder)\s(?:[a-zäöüß][\w-]*\s){0,2}[A-ZÄÖÜ][\w-]+"
        r"(?:\sder\s[A-ZÄÖÜ][\w-]+|\smit\sdem\s[\w-]+)?)"
    ),
    free=True,
)


# Right behind a quotation: a word with the ending of a verb, and a few more up to the name of its subject.
_VERB_BEHIND = re.compile(
    r"[\s,\x02—–-]{1,5}(?!(?:et|ou|mais|and|but|that|which|und|oder|aber|dass|и|но|а|что|который|из|или)\s)"
    r"(?:(?:[Ss][’']|se\s)?[a-zà-ÿ]{3,}(?:e|t|d|é|ed|s|en)|[а-яё]{2,}(?:[еёи]т(?:ся)?|[ую]т|[ая]т|[аеиуя]л[аи]?(?:с[ья])?))\b"
    r"(?P<between>(?:[\s,]+(?!(?:que|qu|that|dass|что|and|und|et|и)\b)[\w’'.-]+){0,8}?[\s,]+|\s)"
)
_OBJECT = re.compile(
    r"\b(?:with|to|of|by|for|from|against|on|at|about|de|du|à|au|avec|pour|par|sur|chez|von|mit|zu|für|bei|über|an|auf|с|со|к|о|об|"
    r"от|у|для|против|из|на|в)\s(?:the\s|le\s|la\s|dem\s|der\s)?(?:M\.|Mme|Mr|Mrs|Ms|Dr|Herrn?|Frau)?\s?$|[dl][’']$",
    re.IGNORECASE,
)
_SUBJECT_ENDS = re.compile(
    r"\s*(?:[,.;:!?()\x02—–-]|$)|\s(?:in|on|at|after|when|who|dans|lors|à|en|qui|après|au|aux|der|die|im|am|nach|gegenüber|"
    r"в|на|во|после|weiter|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\w+day)\b"
)


def is_inverted(shown: str, behind: int, start: int, end: int) -> bool:
    """Whether a name from `start` to `end` is the subject of a verb right behind a quotation, whatever verb it is."""
    return (
        _VERB_BEHIND.fullmatch(shown, behind, start) is not None
        and not _OBJECT.search(shown[max(behind, start - 20) : start])
        and _SUBJECT_ENDS.match(shown, end) is not None
    )


def words_of(language: str) -> SpeechWords:
    """The words of French or German, else those of English, Russian and Chinese together."""
    return {"fr": _FRENCH_WORDS, "de": _GERMAN_WORDS}.get(language, _ENGLISH)
