"""Announcements in German and French sentences."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.phrase import EventPhrase, titled

_MASK = "\x01"
_DE_IDLE = re.compile(
    r"§|\b(?:falls|wenn|sofern|soweit|sobald|könnten?|würden?|hätten?|wären?|dürften?|nicht|kein\w*|abgesagt|jede[snrm]?|jährlich|monatlich|"
    r"wöchentlich|üblicherweise|gewöhnlich|seit|nach)\b",
    re.IGNORECASE,
)
_DE_PAST = re.compile(
    r"\b(?:wurden?|war(?:en)?|hatten?|habe?n?\b.*\bge\w+(?:t|en)|ha(?:t|ben)\b.*\b(?:(?:be|ver|ent|er|zer|ge)\w+(?:t|en)|\w+iert)|kam(?:en)?|ging(?:en)?|fand(?:en)?|"
    r"begann(?:en)?|endeten?|traf(?:en)?|tagten?|beschloss(?:en)?|sagten?|erklärten?|ist\b.*\bge\w+en)\b"
)
_DE_VERBS = (
    r"beginn(?:t|en)|ende[tn]|tag(?:t|en)|trifft|treffen|findet|finden|tritt|treten|öffne[tn]|schließ(?:t|en)|startet|starten|"
    r"läuft|laufen|entscheidet|entscheiden|berät|beraten|stimmt|stimmen|wählt|wählen|reist|reisen|besucht|besuchen|verhandelt|"
    r"verhandeln|veröffentlicht|veröffentlichen|erscheint|erscheinen|eröffnet|eröffnen|feiert|feiern|kommt|kommen|hält|halten|"
    r"nehmen|nimmt|lädt|laden|legt|legen|wird|werden|soll|sollen|muss|müssen|ist|sind|gilt|gelten|fährt|fahren|zieht|ziehen|"
    r"unterzeichnet|unterzeichnen|stellt|stellen|gibt|geben|verkündet|verkünden|ändert|ändern|steigt|steigen|sinkt|sinken"
)
_DE_VERB = re.compile(rf"\b(?P<verb>{_DE_VERBS})\b")
_DE_PLAN = re.compile(r"\bsoll(?:en)?\b")
_NEXT_VERB = re.compile(r"en\sund\s")
_DE_PREP = re.compile(
    r"(?:\b(?:[Aa]m|[Ii]m|[Vv]om|[Zz]um|[Aa]b|[Bb]is|[Dd]en|[Dd]er|dem|[Ss]eit|[Ff]ür|und|um|[Ii]n|der Nacht)\s)+$"
)
_FR_IDLE = re.compile(
    r"\b(?:si|s’il|s'il|pourrai(?:t|ent)|serai(?:t|ent)|aurai(?:t|ent)|devrai(?:t|ent)|ne|n’|n'|annulée?s?|chaque|toujours|"
    r"habituellement|tous les|toutes les|depuis|après)\b",
    re.IGNORECASE,
)
_FR_PAST = re.compile(
    r"\b(?:a|ont|avons|avait|avaient|ai)\s(?:été\s)?\w+(?:é|i|u|is|it|ert|rit)e?s?\b|\b(?:était|étaient|fut|furent)\b"
    r"|\b(?:est|sont)\s(?:né|mort|venu|arrivé|parti|devenu)e?s?\b"
)
_FR_VERB = re.compile(
    r"\b(?:(?:se|s’|s')\s?)?(?P<verb>(?:réuni(?:t|ssent|ra|ront)|commence(?:nt|ra|ront)?|débute(?:nt|ra|ront)?|fini(?:t|ssent|ra)|"
    r"ferme(?:nt|ra|ront)?|r?ouvr(?:e|ent|ira|iront)|entre(?:nt|ra|ront)?|aur(?:a|ont)\slieu|a\slieu|ont\slieu|tien(?:t|dra|nent|dront)|"
    r"vote(?:nt|ra|ront)?|décide(?:nt|ra|ront)?|publie(?:nt|ra|ront)?|arrive(?:nt|ra|ront)?|visite(?:nt|ra|ront)?|ser(?:a|ont)\s\w+|"
    r"doi(?:t|vent)\s\w+|présente(?:nt|ra|ront)?|signe(?:nt|ra|ront)?|rend(?:ra|ront)?|expire(?:nt|ra|ront)?|prend(?:ra|ront)?|"
    r"part(?:ira|iront|ent)?|parait|paraît|paraîtra|examine(?:ra|nt|ront)?|rencontre(?:ra|nt|ront)?|clôture(?:nt|ra)?|termine(?:nt|ra)?|\w{3,}(?:era|eront|ira|iront|dra|dront)))\b"
)
_FR_PREP = re.compile(
    r"(?:\b(?:Le|le|Du|du|Au|au|En|en|Dès|dès|Jusqu’au|jusqu’au|Jusqu'au|jusqu'au|À|à|Avant|avant|à partir|de)\s)+$"
)
_BOUND = re.compile(r"[;:]\s")
_INSERTED = re.compile(r"^\s*,[^,]{1,120},\s")
_ARTICLE_DE = re.compile(r"^(?:Der|Die|Das|Den|Ein|Eine|Unser|Unsere|der|die|das|ein|eine)\s")
_ARTICLE_FR = re.compile(r"^(?:Le|La|Les|L’|L'|Un|Une|Notre|Nos|le|la|les|l’|l')\s?")
_PRONOUN = re.compile(
    r"^(?:Allerdings|Zudem|Jedoch|Außerdem|Trotzdem|Demnach|Auch|Noch|Bis|Dabei|Damit|Daher|Dazu|Darin|Danach|Dann|Hier|Hierzu|Dort|Dies|Diese[rsmn]?|Er|Sie|Es|Wir|Ich|Ihr|Man|er|sie|es|wir|ich|man|Il|Elle|Ils|Elles|On|Nous|Vous|Je|Cela|Ce)\b"
)
_MOST_WORDS = 10


def german_events(
    sentence: str, stated: Sequence[DateFound], wanted: Sequence[DateFound]
) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a German sentence announces for each of the wanted dates."""
    for found in wanted:
        part, start = _part(sentence, found)
        part = _planned(sentence, stated, found, part, start)
        if _DE_IDLE.search(_unfinished(part)) or _DE_PAST.search(part):
            continue
        words = _without_dates(sentence, stated, start, len(part), _DE_PREP)
        verb = _DE_VERB.search(words)
        if verb is None:
            continue
        before, after = words[: verb.start()].strip(" ,"), _INSERTED.sub(" ", words[verb.end() :]).strip(" ,.")
        subject, rest = (before, after) if before else _inverted(after)
        if subject and not _PRONOUN.match(subject) and (title := _german_title(subject, verb["verb"], rest)):
            yield found, EventPhrase(title, start + verb.start(), found.end)
        elif _PRONOUN.match(subject) and (
            named := re.search(r"\b(?:zur|zum)\s(?P<what>[A-ZÄÖÜ]\w+)|(?P<till>[A-ZÄÖÜ]\w+en)\b", f"{subject} {rest}")
        ):
            yield found, EventPhrase(titled(named["what"] or f"Frist: {named['till']}"), start, found.end)


def _planned(sentence: str, stated: Sequence[DateFound], found: DateFound, part: str, start: int) -> str:
    """The part of a plan with "sollen" up to the verb of a date; "" where another date has the first verb."""
    if not _DE_PLAN.search(part):
        return part
    others = [each for each in stated if start <= each.start < start + len(part)]
    if any(_NEXT_VERB.search(sentence, each.end, found.start) for each in others if each.end <= found.start):
        return ""
    later = next((each.start for each in others if each.start >= found.end), found.end)
    cut = _NEXT_VERB.search(sentence, found.end, later)
    return part[: cut.start() - start + len("en")] if cut else part


def _inverted(after: str) -> tuple[str, str]:
    """Subject and rest where the verb stands before the subject: "beginnt der Umbau des Bahnhofs"."""
    match = re.match(
        r"(?:(?:wieder|auch|dann|erneut|nun|sich)\s)?(?P<who>(?:(?:der|die|das|ein|eine|unser\w*|wir|sie|er|es|man|ihr\w*)\s?)?"
        r"(?:(?:[a-zäöüß]\w*(?:e|er|es|en)\s)?[A-ZÄÖÜ][\w-]*(?:\s(?:und|des|der|von|für|zum|zur)\s(?:[a-z]\w+\s)?[A-ZÄÖÜ][\w-]*)*)?)",
        after,
    )
    return (match["who"].strip(), after[match.end() :].strip(" ,")) if match and match["who"] else ("", "")


def _german_title(subject: str, verb: str, rest: str) -> str:
    subject = _ARTICLE_DE.sub("", subject).split(",")[0]
    rest = re.split(r"[,;:(]|\s(?:weil|dass|damit|wobei|nachdem|bevor)\s", rest)[0].strip()
    if verb in ("findet", "finden") or rest == "statt":
        return titled(subject)
    if verb in ("lädt", "laden") and (named := re.search(r"\b(?:zur|zum)\s(.+?)(?:\sein)?$", rest)):
        return titled(named[1])
    if verb in ("wird", "werden", "soll", "sollen"):
        return titled(f"{subject} {rest}")
    if verb in ("ist", "sind"):
        return titled(subject)
    return titled(" ".join(f"{subject} {verb} {rest}".split()[:_MOST_WORDS]))


def french_events(
    sentence: str, stated: Sequence[DateFound], wanted: Sequence[DateFound]
) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a French sentence announces for each of the wanted dates."""
    for found in wanted:
        part, start = _part(sentence, found)
        if _FR_IDLE.search(part) or _FR_PAST.search(part):
            continue
        words = _without_dates(sentence, stated, start, len(part), _FR_PREP)
        verb = _FR_VERB.search(words)
        if verb is None:
            continue
        subject = _ARTICLE_FR.sub("", words[: verb.start()].strip(" ,").rpartition(", ")[2])
        if not subject or _PRONOUN.match(subject) or len(subject.split()) > _MOST_WORDS:
            continue
        rest = re.split(r"[,;:(]|\s(?:qui|que|car|afin|pour que)\s", words[verb.end() :])[0]
        lieu = "lieu" in verb["verb"]
        yield (
            found,
            EventPhrase(titled(subject if lieu else f"{subject} {verb[0]} {rest}"), start + verb.start(), found.end),
        )


def _part(sentence: str, found: DateFound) -> tuple[str, int]:
    """The stretch between semicolons that holds a date, and its start."""
    start = max((m.end() for m in _BOUND.finditer(sentence, 0, found.start)), default=0)
    stop = _BOUND.search(sentence, found.end)
    return sentence[start : stop.start() if stop else len(sentence)], start


def _unfinished(part: str) -> str:
    """The part without "nach dem" and the like inside names, so that only what governs the clause is seen."""
    return re.sub(r"\bnach\s[A-ZÄÖÜ]\w+", "", part)


def _without_dates(sentence: str, stated: Sequence[DateFound], start: int, length: int, lead: re.Pattern[str]) -> str:
    parts: list[str] = []
    at = start
    for found in stated:
        if start <= found.start and found.end <= start + length:
            parts.append(lead.sub("", sentence[at : found.start]))
            at = found.end
    parts.append(sentence[at : start + length])
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" .,")
