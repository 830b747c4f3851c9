"""Announcements in French sentences: an invitation, a named occasion right before its date, or subject and verb."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.other_languages import DATE, part_of, without_dates, without_marks
from briefings.reading.events.titles import EventPhrase, titled

_IDLE = re.compile(
    r"\b(?:si|s[’']il|pourrai(?:t|ent)|serai(?:t|ent)|aurai(?:t|ent)|devrai(?:t|ent)|ne\s(?!manquez)|n[’'](?!oubliez)|"
    r"chaque|toujours|habituellement|tous les|toutes les|depuis|après)\b",
    re.IGNORECASE,
)
_CALLED_OFF = re.compile(r"\b(?:annulée?s?|reportée?s?|supprimée?s?)\b")
_BARE = re.compile(
    r"(?:journées?|séances?|ouverture|visites?|sorties?|rencontres?|stages?|repas|conférences?|ateliers?|débats?)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:a|ont|avons|avait|avaient|ai)\s(?:été\s|eu\s)?\w+(?:é|i|u|is|it|ert|rit)e?s?\b|\b(?:était|étaient|fut|furent)\b|\ba\seu\slieu\b"
    r"|\b(?:est|sont)\s(?:né|mort|venu|arrivé|parti|devenu)e?s?\b"
)
_OCCASION = (
    r"réunions?|assemblées?(?:\sgénérales?)?|lotos?|bals?|fêtes?|vide[\s-]greniers?|brocantes?|concerts?|conférences?|élections?|"
    r"scrutin|(?:premier|deuxième|second|1er|2e)\stour|marchés?|repas|journées?|ateliers?|spectacles?|expositions?|salons?|festivals?|"
    r"nettoyages?|cérémonies?|commémorations?|conseils?\smunicipa(?:l|ux)|sommets?|sorties?|visites?|marches?|courses?|tournois?|"
    r"matchs?|forums?|inaugurations?|projections?|pique-niques?|kermesses?|carnavals?|foires?|procès|audiences?|votes?|grèves?|"
    r"manifestations?|lancements?|clôture|rentrée|permanences?|collectes?|don\sdu\ssang|séances?|débats?|rencontres?|stages?|"
    r"bourses?|randonnées?|vœux|galas?|congrès|colloques?|webinaires?|référendums?|législatives|présidentielle|municipales|"
    r"ouverture|examens?|épreuves?|enquêtes?\spubliques?|bol\sde\sriz|dîners?|apéros?|apéritifs?"
)
_NAMED = re.compile(
    rf"(?:^|[\s«'’(*-])(?P<what>(?:{_OCCASION})\b(?:\s(?!(?:le|qui|que|sont|est|sera|seront|a|ont|prévue?s?|fixée?s?)\s)[^\s,.;:!?{DATE}]+){{0,7}}?)"
    rf"[,\s]*(?:\(?(?:prévue?s?|fixée?s?|programmée?s?|qui\s(?:aura|auront)\slieu|qui\sse\s(?:tiendra|déroulera)|aura\slieu)\s)?"
    rf"(?:(?:le|du|au|ce|les|pour\sle)\s)?[*_]{{0,2}}{DATE}",
    re.IGNORECASE,
)
_INVITED = re.compile(
    r"\b(?:venez\s(?:\w+ment\s)?(?:nombreux\s)?(?:(?:participer|assister|prendre\spart)\s(?:\w+ment\s)?(?:à|au|aux)|découvrir|fêter|célébrer|voir)|"
    r"(?:participez|assistez|prenez\spart)\s(?:à|au|aux)|rejoignez[\s-]nous\s(?:pour|à|au|aux)|rendez[\s-](?:vous|au)\b[^.;!?]{0,90}?\spour|"
    r"(?:vous|nous)\s(?:invit\w+|convi\w+|attend\w*)\s(?:toutes\set\stous\s)?(?:à|au|aux|pour)|vous\spropose(?:nt)?\s(?:de\s(?:faire|découvrir|"
    r"participer\sà|venir\sà)\s)?|organise(?:nt|ra|ront)?|accueille(?:nt|ra|ront)?|inaugure(?:nt|ra|ront)?|réserve[rz]\b[^.;!?]{0,60}?\spour)"
    r"\s?(?P<what>(?:un[e]?\s|l[ae’']s?\s?|des\s|notre\s|nos\s|sa\s|son\s|ses\s)?[^,.;:!?()]{3,90})",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s(?:organisée?s?|qui|que|où|dont|car|afin|pour\sque|et\ssans|avec\sla\sparticipation|prévue?s?|ainsi|dans\sle\scadre)\b.*$"
)
_LABEL = re.compile(r"[\W_]*(?P<what>[^\W\d_][^.;:!?]{2,60}?)\s?:\s*(?:le|du)?", re.IGNORECASE)
_NO_LABEL = re.compile(
    r"dates?|quand|jour|heure|rappel|publié|mise\sà\sjour|ouverture|horaires?|autres\smanifestations.*", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"^(?:le\s|la\s|les\s|l[’']|un\s|une\s|des\s|du\s|notre\s|nos\s|leur\s|leurs\s|sa\s|son\s|ses\s|à\sla\s)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:(?:se|s’|s')\s?)?(?P<verb>(?:réuni(?:t|ssent|ra|ront)|commence(?:nt|ra|ront)?|débute(?:nt|ra|ront)?|démarre(?:nt|ra|ront)?|"
    r"fini(?:t|ssent|ra)|fe(?:ra|ront)|"
    r"ferme(?:nt|ra|ront)?|r?ouvr(?:e|ent|ira|iront)|entre(?:nt|ra|ront)?|aur(?:a|ont)\slieu|a\slieu|ont\slieu|tien(?:t|dra|nent|dront)|"
    r"vote(?:nt|ra|ront)?|décide(?:nt|ra|ront)?|publie(?:nt|ra|ront)?|arrive(?:nt|ra|ront)?|visite(?:nt|ra|ront)?|ser(?:a|ont)\s\w+|"
    r"doi(?:t|vent)\s\w+|présente(?:nt|ra|ront)?|signe(?:nt|ra|ront)?|rend(?:ra|ront)?|expire(?:nt|ra|ront)?|prend(?:ra|ront)?|"
    r"part(?:ira|iront|ent)?|parait|paraît|paraîtra|examine(?:ra|nt|ront)?|rencontre(?:ra|nt|ront)?|clôture(?:nt|ra)?|"
    r"termine(?:nt|ra)?|\w{3,}(?:era|eront|ira|iront|dra|dront)))\b"
)
_OCCURS = re.compile(
    r"(?:(?:aur(?:a|ont)|a|ont)\slieu|se\s(?:fe(?:ra|ront)|tien(?:t|dra|nent|dront)|déroule(?:ra|ront)?))\b",
    re.IGNORECASE,
)
_PRESENTS = re.compile(r"\b(?:ce|c[’'])\s?(?:sera|seront|est)\s(?P<what>[^,.;:!?()]{3,80})", re.IGNORECASE)
_PREP = re.compile(r"(?:\b(?:les?|la|du|au|en|dès|jusqu[’']au|à|avant|à\spartir|de|ce|depuis)\s)+$", re.IGNORECASE)
_PRONOUN = re.compile(
    r"^(?:il|elle|ils|elles|on|nous|vous|je|cela|ça|ce|cette|ces|ceux|celui|celle|qui|y|en|tout|rien)\b", re.IGNORECASE
)
_REST = re.compile(r"[,;:(]|\s(?:qui|que|car|afin|pour que|dès|si)\s")
_MOST_WORDS = 10


def french_events(
    sentence: str, stated: Sequence[DateFound], wanted: Sequence[DateFound]
) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a French sentence announces for each of the wanted dates."""
    for found in wanted:
        part, start = part_of(sentence, found)
        if _IDLE.search(part) or _PAST.search(part) or _CALLED_OFF.search(sentence):
            continue
        hidden = sentence[: found.start] + DATE * (found.end - found.start)
        if (
            title := _labelled(sentence[: found.start])
            or _named(hidden, start)
            or _invited(part)
            or _told(sentence, stated, start, len(part))
        ):
            yield found, EventPhrase(title, start, found.end)


def _named(hidden: str, start: int) -> str:
    """The occasion right before a date: "la journée des associations prévue le"."""
    told = [match for match in _NAMED.finditer(hidden, max(0, start - 1)) if match.end() > len(hidden.rstrip(DATE))]
    return _phrase(told[-1]["what"]) if told and not _BARE.fullmatch(told[-1]["what"]) else ""


def _labelled(before: str) -> str:
    """The words before the colon of a line: "Bol de riz : samedi 28 mars"."""
    label = _LABEL.fullmatch(without_marks(before).strip())
    return _phrase(label["what"]) if label and not _NO_LABEL.fullmatch(label["what"].strip()) else ""


def _invited(part: str) -> str:
    """What a text invites to: "venez participer à la marche"."""
    told = _INVITED.search(part)
    return _phrase(told["what"]) if told and re.search(r"[^\W\d_]{3}", told["what"]) else ""


def _phrase(words: str) -> str:
    words = re.split(r"\s(?:le|du|au|les)\s(?=\w+\s?\d|\d)", _CUT.sub("", without_marks(words)))[0]
    words = _ARTICLE.sub("", words.strip())
    return "" if _PRONOUN.match(words) else titled(" ".join(words.split()[:_MOST_WORDS]))


def _told(sentence: str, stated: Sequence[DateFound], start: int, length: int) -> str:
    """Subject and verb."""
    words = without_marks(without_dates(sentence, stated, start, length, _PREP)).strip(" ,.")
    if presents := _PRESENTS.search(words):
        return _phrase(presents["what"])
    verb = _VERB.search(words)
    if verb is None:
        return ""
    subject = _ARTICLE.sub("", words[: verb.start()].strip(" ,").rpartition(", ")[2])
    if not subject or _PRONOUN.match(subject) or len(subject.split()) > _MOST_WORDS:
        return ""
    if _OCCURS.match(verb[0]):
        return titled(subject)
    rest = _REST.split(words[verb.end() :])[0]
    return titled(f"{subject} {verb[0]} {rest}")
