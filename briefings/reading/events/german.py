"""Announcements in German sentences: a named occasion right before its date, or subject and verb."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.other_languages import DATE, part_of, without_dates, without_marks
from briefings.reading.events.titles import EventPhrase, titled

_IDLE = re.compile(
    r"§|\b(?:falls|wenn|sofern|soweit|sobald|könnten?|würden?|hätten?|wären?|dürften?|nicht|kein\w*|abgesagt|jede[snrm]?|jährlich|täglich|monatlich|"
    r"wöchentlich|üblicherweise|gewöhnlich|seit|nach)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:wurden?|war(?:en)?|hatten?|habe?n?\b.*\bge\w+(?:t|en)|ha(?:t|ben)\b.*\b(?:(?:be|ver|ent|er|zer|ge)\w+(?:t|en)|\w+iert)|kam(?:en)?|ging(?:en)?|fand(?:en)?|"
    r"begann(?:en)?|endeten?|traf(?:en)?|tagten?|beschloss(?:en)?|sagten?|erklärten?|ist\b.*\bge\w+en)\b"
)
_VERBS = (
    r"beginn(?:t|en)|ende[tn]|tag(?:t|en)|trifft|treffen|findet|finden|tritt|treten|öffne[tn]|schließ(?:t|en)|startet|starten|"
    r"läuft|laufen|entscheidet|entscheiden|berät|beraten|stimmt|stimmen|wählt|wählen|reist|reisen|besucht|besuchen|verhandelt|"
    r"verhandeln|veröffentlicht|veröffentlichen|erscheint|erscheinen|eröffnet|eröffnen|feiert|feiern|kommt|kommen|hält|halten|"
    r"nehmen|nimmt|lädt|laden|legt|legen|wird|werden|soll|sollen|muss|müssen|ist|sind|gilt|gelten|fährt|fahren|zieht|ziehen|"
    r"unterzeichnet|unterzeichnen|stellt|stellen|gibt|geben|verkündet|verkünden|ändert|ändern|steigt|steigen|sinkt|sinken"
)
_VERB = re.compile(rf"\b(?P<verb>{_VERBS})\b")
_PLAN = re.compile(r"\bsoll(?:en)?\b")
_NEXT_VERB = re.compile(r"en\sund\s")
_PREP = re.compile(
    r"(?:\b(?:[Aa]m|[Ii]m|[Vv]om|[Zz]um|[Aa]b|[Bb]is|[Dd]en|[Dd]er|dem|[Ss]eit|[Ff]ür|und|um|[Ii]n|der Nacht)\s)+$"
)
_INSERTED = re.compile(r"^\s*,[^,]{1,120},\s")
_ASIDE = re.compile(
    r",\s(?:der|die|das|den|dem|deren|dessen|wo|wobei|so|wie|laut|nach)\s[^,]{1,120},(?=\s)|\s[–—]\s[^–—]{1,80}\s[–—](?=\s)|\s\([^()]{1,80}\)"
)
_ARTICLE = re.compile(
    r"^(?:Der|Die|Das|Den|Dem|Ein|Eine|Einen|Unser|Unsere|der|die|das|den|dem|ein|eine|einen|unsere?)\s"
)
_FORCE = re.compile(r"(?:in|außer)\sKraft\b")
_THIS_LAW = re.compile(r"^Diese[rs]?\s(?=[A-ZÄÖÜ])")
_PRONOUN = re.compile(
    r"^(?:Allerdings|Zudem|Jedoch|Außerdem|Trotzdem|Demnach|Auch|Noch|Bis|Dabei|Damit|Daher|Dazu|Darin|Danach|Dann|Hier|Hierzu|Dort|Dies|Diese[rsmn]?|"
    r"Er|Sie|Es|Wir|Ich|Ihr|Man|er|sie|es|wir|ich|man|Los|Wer|Was|Alle[sr]?|Beide|Viele|Einige)\b|(?:Das|Datum|Termin|Tag|Start|Beginn|Ende)$"
)
_ADVERB = re.compile(
    r"^(?:(?:[Ss]chon|[Bb]ereits|[Ee]rst|[Aa]uch|[Dd]ort|[Dd]ann|[Dd]azu|[Hh]ier|[Ww]ieder|[Ee]rneut|[Nn]un|[Ss]ich|[Dd]abei|[Zz]udem|[Aa]ußerdem|"
    r"[Aa]llerdings|[Dd]eshalb|[Vv]oraussichtlich|[Jj]edoch|[Dd]ie\snächste\sWoche)\s)+"
)
_PLACED = re.compile(
    r"^(?:In|Im|An|Am|Auf|Bei|Beim|Mit|Nach|Für|Zu|Zum|Zur|Von|Vom|Vor|Ab|Bis|Neben|Kurz|Ins|Unter|Über|Während|Seit|Um|Aus)\s"
)
_PLACE = re.compile(r"^(?:In|Im)\s(?:der\s|dem\s)?[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?$")
_LEFT_OVER = re.compile(
    r"(?:^|(?<=\s))(?:(?:von|vom|bis|zum|zur|einschließlich|den|dem|ab|am|zwischen|und|um|an)\s)+(?=(?:bis|einschließlich|bzw|und|an|um|in|im|bundesweit)\b|$)"
    r"|\s(?:bis|von|vom|einschließlich|den|ab|am|an|um|bis\szum|jeweils)$|^an\s(?=[a-z])"
)
_CUT = re.compile(r"[,;:(]|\s(?:weil|dass|damit|wobei|nachdem|bevor|bzw\.?|solange|sowie|um\s[^,]{1,80}\szu)(?=\s|$)")
_OCCURS = re.compile(
    r"(?:^|\s)(?:statt|abgehalten|veranstaltet|stattfinden|statt\sfinden|geben|durchgeführt)(?:\swerden)?$"
)
_GIVES = re.compile(
    r"\b(?:es|Es)\b(?P<between>(?:\s[^,.;]{0,60}?)?)\s(?P<what>(?:(?:ein|eine|einen|der|die|das|den|zwei|drei)\s)?(?:[a-zäöüß]+(?:e|en|er|es)\s)?[A-ZÄÖÜ][\w-]{3,}(?:\s(?:der|des|für|zum|zur|mit|über|von)\s[^,.;]{3,40}?)?)(?:\sgeben)?$"
)
_OCCASION = re.compile(
    rf"(?:^|[\s(„»])(?P<what>(?:[a-zäöüß]+(?:en|er|es|e)\s)?[A-ZÄÖÜ][\w-]*(?i:wahl(?:en)?|treffen|konferenz|sitzung|gipfel|fest|messe|versammlung|tagung|"
    r"konzert|sommer|lauf|marathon|turnier|abstimmung|anhörung|prozess|verhandlung|premiere|ausstellung|vortrag|abend|workshop|kongress|parteitag|"
    r"feier|feierstunde|krönung|markt|führung|demonstration|demo|streik|referendum|volksentscheid|prüfung|klausur|ferien|start|eröffnung|"
    r"spatenstich|finale|spiel|derby|debatte|sprechstunde|stammtisch|besuch|reise|urteil|frist))"
    rf"[,\s]*(?:(?:am|vom|ab|zum|bis\szum|im)\s)?{DATE}"
)
_ASIDE_BEHIND = re.compile(r",\s(?:wobei|da|weil|obwohl|damit|sodass|während|denn|doch|aber|um)\s")
_DATELINE = re.compile(r"^[A-ZÄÖÜ][\w/. ]{1,30}\s[–—]\s")
_AUXILIARY = re.compile(r"(?:^|(?<=\s))(?:werden|sein|haben)$")
_TO_DO = re.compile(r"(?:\bzu\s\w+en|\b\w{2,6}zu\w+en)$")
_NO_START = re.compile(r"(?:Für|Mit|Von|Aus|Ohne|Wegen|Laut|Bis|Zu|Zum|Zur)\s")
_SPLIT_OFF = re.compile(r"\s(?:tritt|treten)$")  # a verb without the rest of it
_SHORT_REST = 3  # words
_MOST_WORDS = 10


def german_events(
    sentence: str, stated: Sequence[DateFound], wanted: Sequence[DateFound]
) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a German sentence announces for each of the wanted dates."""
    for found in wanted:
        part, start = part_of(sentence, found)
        part = _planned(sentence, stated, found, part, start)
        clause = part[: found.start - start] + _ASIDE_BEHIND.split(part[found.start - start :])[0]
        if not part or _IDLE.search(_unfinished(clause)) or _PAST.search(clause):
            continue
        words = without_marks(without_dates(sentence, stated, start, len(part), _PREP))
        title = _told(_ASIDE.sub("", words)) or _named(sentence, found)
        if title and not (_NO_START.match(title) or _SPLIT_OFF.search(title)):
            yield found, EventPhrase(title, start, found.end)


def _told(words: str) -> str:
    """Subject and verb of a clause without its dates."""
    verb = _VERB.search(words)
    if verb is None:
        return ""
    before = _ADVERB.sub("", _DATELINE.sub("", words[: verb.start()].strip(" ,")) + " ").strip()
    after = _INSERTED.sub(" ", words[verb.end() :]).strip(" ,.")
    clause = _CUT.split(f"{before} {verb['verb']} {after}")[0].strip()
    if force := _FORCE.search(after):
        law = _THIS_LAW.sub("", before or _inverted(after)[0])
        law = _ARTICLE.sub("", law.split(",")[0])
        return titled(f"{law} {verb['verb']} {force[0]}") if law and not _PRONOUN.match(law) else ""
    if verb["verb"] in ("gibt", "soll", "wird") and (gives := _GIVES.search(clause)):
        return titled(_ARTICLE.sub("", gives["what"]))
    turned = not before or before.isdigit() or _PLACED.match(before)
    subject, rest = _inverted(_ADVERB.sub("", after.replace('"', "").replace("„", ""))) if turned else (before, after)
    if _PRONOUN.match(subject):
        return _asked(f"{subject} {rest}")
    title = _german_title(subject, verb["verb"], rest) if subject else ""
    return titled(f"{title} {before[:1].lower()}{before[1:]}") if title and _PLACE.match(before) else title


def _asked(words: str) -> str:
    """What "we" invite to or ask for: "wir laden zur Sitzung", "wir nehmen Bewerbungen an"."""
    named = re.search(r"\b(?:zur|zum)\s(?P<what>[A-ZÄÖÜ]\w+)|(?P<till>[A-ZÄÖÜ]\w+en)\b", words)
    return titled(named["what"] or f"Frist: {named['till']}") if named and re.match(r"[Ww]ir\b|[Ii]ch\b", words) else ""


def _named(sentence: str, found: DateFound) -> str:
    """The occasion right before a date: "bei der Präsidentschaftswahl am"."""
    told = _OCCASION.search(sentence[: found.start] + DATE, max(0, found.start - 90))
    return titled(_ARTICLE.sub("", told["what"])) if told else ""


def _planned(sentence: str, stated: Sequence[DateFound], found: DateFound, part: str, start: int) -> str:
    """The part of a plan with "sollen" up to the verb of a date; "" where another date has the first verb."""
    if not _PLAN.search(part):
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


def _without_rests(words: str) -> str:
    """The words without the prepositions that a date leaves behind."""
    before = ""
    while words != before:
        before, words = words, _LEFT_OVER.sub("", words).strip()
    return words


def _german_title(subject: str, verb: str, rest: str) -> str:
    subject, rest = _without_rests(_ARTICLE.sub("", subject).split(",")[0]), _without_rests(_CUT.split(rest)[0])
    if not subject or _PRONOUN.match(subject):
        return ""
    if verb in ("findet", "finden") or _OCCURS.search(rest):
        return titled(subject)
    if verb in ("lädt", "laden") and (named := re.search(r"\b(?:zur|zum)\s(.+?)(?:\sein)?$", rest)):
        return titled(named[1])
    if verb in ("ist", "sind"):
        return titled(f"{subject} {rest}" if _TO_DO.search(rest) else subject if _is_short(rest) else "")
    if verb in ("wird", "werden", "soll", "sollen"):
        act = _AUXILIARY.sub("", rest).strip()
        return titled(f"{subject} {act}") if act else ""
    return titled(" ".join(f"{subject} {verb} {rest}".split()[:_MOST_WORDS]))


def _is_short(rest: str) -> bool:
    """Whether so few words follow "ist" beside the date that the subject is what takes place then."""
    return len(rest.split()) <= _SHORT_REST


def _unfinished(part: str) -> str:
    """The part without "nach dem" and the like inside names, so that only what governs the clause is seen."""
    return re.sub(r"\bnach\s[A-ZÄÖÜ]\w+", "", part)
