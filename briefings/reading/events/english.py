"""Announcements in English sentences: for each date, who does what then, in words that can head a reminder."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events import vocabulary
from briefings.reading.events.clauses import (
    DATE,
    MOVED,
    Clause,
    Verb,
    clauses,
    governing,
    is_background,
    is_told_of,
    masked,
    moves,
)
from briefings.reading.events.titles import EventPhrase, is_plural, subject_of, titled, without_article
from briefings.reading.events.verbs import ACTS, PAST, third
from briefings.reading.events.vocabulary import NOUN_LIKE_ORDERS, NOUNS, PRONOUNS

_LIMITS = frozenset({"by", "before"})  # a deadline where something must be done
_UNTIL = frozenset({"until", "till", "through"})
_NO_DAY = frozenset({"after", "since", "to", "of", "than", "like", "for", "about", "from"})  # unless the verb takes it
_LEAD = re.compile(
    r"(?:\s+(?:on|in|at|by|from|before|until|till|through|during|around|about|to|of|for|as|between|starting|beginning|"
    r"effective|early|late|mid|only|this|next|the|or|night|morning|evening|afternoon|week|weekend|end|start|coming|no|later|"
    r"than|not)\b|\s*[:(,|]|\s[-–—])+\s*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(on|in|at|by|from|before|until|till|through|after|since|to|of|for|than|about|between)\s"
    r"(?:or before\s|the\s|no later than\s|about\s|around\s|early\s|late\s|(?:night|morning|evening|afternoon|"
    r"week|end|start)\sof\s(?:the\s)?)*"
    r"(?:week\s)?$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"^[\W]*(?:(?:and|but|while|then|so)\s)?(?:In\s[A-Z]\w+\s)?(?:(?:on|in|at|by|from|during|as of|starting|"
    rf"beginning|effective|around|between|"
    rf"before|until|next|this)\s)?(?:the\s)?(?:(?:night|morning|evening|afternoon|week|weekend|end|start|beginning)\sof\s(?:the\s)?)?"
    rf"{DATE}+(?:['’]s\b)?[\s,]*(?:and\s(?:{DATE}+|\d{{4}})[\s,]*)?",
    re.IGNORECASE,
)
_TAIL_WORDS = re.compile(
    r"\s?(?:in|at|to|against|on|for|with|between|into|about|of)\s[^,.;:!?()\x01]{2,60}", re.IGNORECASE
)
_CUT = re.compile(
    r"\s(?:if|unless|as|because|so|which|that|who|where|when|while|after|before|until|since|but|although)\s"
)
_LONGEST_REST = 8  # words
_MOST_SUBJECT = 10
_ORDER = re.compile(
    r"^(?:[-*•☐]\s|\[\s?\]\s|\d{1,2}[.)]\s|[Pp]lease\s|[Tt]o\s|[Rr]emember\sto\s|[Dd]on[’']t\sforget\sto\s)*"
)
_NOUN = re.compile(rf"\b(?:{'|'.join(NOUNS)})\b", re.IGNORECASE)
_TIED = re.compile(
    r"\s(?:(?:of|for|on|with|to|between|in|at|against)\s(?:the\s|an?\s)?(?:[\w’'-]+\s){1,5}?)?"
    r"(?:(?:is|are|lasts?)\s)?(?:(?:on|in|of|for|at|from|between|this|next|the|set|scheduled|planned|due)\s)*",
)
_PERSONAL = frozenset(vocabulary.words("i you he she it we they"))
_BEFORE_EVENTS = frozenset(
    ("prepare", "organise", "organize", "discuss", "announce", "propose", "arrange", "schedule", "call")
)
_NO_THING = frozenset(
    vocabulary.words(
        "and but the for with from that which when where will shall are was were has have had can may must"
    )
)
_WISHES = frozenset(("want", "hope", "wish", "like"))
_FINITE = frozenset(vocabulary.words("is are was were will has have had can may must should would"))
_STATUS = frozenset(
    vocabulary.words(
        "in on at out off under away closed open live free available ready absent back down up over online without"
    )
)
_IT = re.compile(r"(?<![\w’'])it\s(?:\w+ly\s|also\s|then\s)?$", re.IGNORECASE)
_LONGEST_SUBJECT = 7  # words of what "it" stands for
_RELATIVE = re.compile(r"[\s,](?:that|which|who|whom|whose|where|when)\s*$", re.IGNORECASE)
_LASTING = frozenset(("continue", "run", "last", "stay", "extend", "remain"))
_STANDS_FOR = re.compile(r"(?:it|them|him|her|so|this|that|us)(?:\s(?:on|in|at|up|to|with|for)\b|$)")
_AGAIN = re.compile(r"^(?:again|also|then|next|only|finally)\b\s?")
_LOOSE_VERB = re.compile(r"(?:\s(?:is|are|lasts?|will be|will|be|due|set|scheduled|planned|slated|held))+$")
_HAND_IN = frozenset(vocabulary.words("send submit file return reply respond register apply pay deliver"))
_PROPER = re.compile(r"[A-Z][\w’-]*[a-z]{2}[\w’-]*(?<!s)|[A-Z][\w’-]*[A-Z\d][\w’-]*")  # a name alone: no plural
_VAGUE = frozenset(
    vocabulary.words("people someone nobody everyone everybody others some many most all none one what something")
)


def english_events(
    sentence: str, stated: Sequence[DateFound], wanted: Sequence[DateFound], antecedent: str = ""
) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What an English sentence announces for each of the wanted dates; `antecedent` is what its "it" stands for."""
    days = [found for found in stated if found in wanted or found.when.precision not in ("year", "quarter")]
    words = masked(sentence, [(found.start, found.end) for found in days])
    parts = clauses(words)
    for found in wanted:
        for index, part in enumerate(parts):
            if part.tokens and part.tokens[0].start <= found.start < part.tokens[-1].end:
                meant = next(filter(None, (_main_subject(words, each) for each in parts[:index])), antecedent)
                if phrase := _announced(words, part, found, meant):
                    yield found, phrase
                break


def subject_in(sentence: str) -> str:
    """The subject of a sentence that the next one may call "it"; "" for none, several or a pronoun."""
    words = masked(sentence, ())
    return next(filter(None, (_main_subject(words, part) for part in clauses(words))), "")


def _main_subject(words: str, part: Clause) -> str:
    if not part.verbs or not part.verbs[0].first:
        return ""
    subject = _subject(words[part.tokens[0].start : part.tokens[part.verbs[0].first].start]) or ""
    said = subject.split()
    return subject if 0 < len(said) <= _LONGEST_SUBJECT and not is_plural(said, "") else ""


def moved_to(sentence: str, found: DateFound) -> bool:
    """Whether two days are told of a move, so that only the second one counts."""
    return (
        re.search(rf"\b(?:{'|'.join(MOVED)}|brought\sforward|put\soff|pushed\sback)\b", sentence[: found.start])
        is not None
    )


def _announced(words: str, part: Clause, found: DateFound, meant: str) -> EventPhrase | None:
    if part.idle or DATE not in words[found.start : found.end]:
        return None
    at = next((i for i, token in enumerate(part.tokens) if token.start <= found.start < token.end), None)
    if at is None:
        return None
    start = part.tokens[0].start
    verb = governing(part, at)
    if verb is None:
        return _order(words, part, found) or _named(words, part, found, None)
    if verb.negated or verb.first <= at < verb.end or is_told_of(part, verb, at) or _describes(words, found):
        return None
    named = _named(words, part, found, verb)
    behind = part.tokens[verb.first].start
    if named and (named.start < behind or verb.kind in ("copula", "occasion") or verb.word in _BEFORE_EVENTS):
        return named
    before = words[start:behind] if verb.first else part.inherited
    if it := _IT.search(before):
        if not meant:
            return None
        before = f"{before[: it.start()]}{meant} "
    told = _told(words, part, found, verb, before, _preposition(words, start, found))
    return told or (named if named and len(named.title.split()) > 1 else None)


def _describes(words: str, found: DateFound) -> bool:
    """Whether a date only says which thing is meant: "our September 1 anomaly"; a kind of event may be named so."""
    behind = re.match(r"\s([a-z]{3,})\b(?:\s(\w+))?", words[found.end :])
    if behind and behind[1] not in _NO_THING and re.search(r"\b(?:of|for|in)\s$", words[: found.start]):
        return (behind[2] in PAST or behind[2] in _FINITE) and not _NOUN.match(behind[1])  # "of December prices found"
    return (
        behind is not None
        and re.search(r"\b(?:our|the|a|an|its|their|his|her|my|this)\s$", words[: found.start]) is not None
        and not _NOUN.match(behind[1])
        and behind[1] not in ACTS
        and behind[1] not in _NO_THING
    )


def _preposition(words: str, start: int, found: DateFound) -> str:
    near = re.sub(r"\s+", " ", words[max(start, found.start - 40) : found.start])
    if re.search(r"\b(?:no|not)\slater\sthan\s$", near):
        return "by"
    match = _PREPOSITION.search(near)
    return match[1].lower() if match else ""


def _order(words: str, part: Clause, found: DateFound) -> EventPhrase | None:
    """A request: "Renew the lease by"."""
    start = part.tokens[0].start
    said = words[start : part.tokens[-1].end]
    lead = _ORDER.match(said)
    rest = said[lead.end() :] if lead else said
    another = DATE in words[start : found.start]
    if another:  # "open the lock on 3 May, close it on 5 May"
        rest = re.sub(r"^[\s,;]*(?:and|then)?\s*", "", words[start : found.start].rpartition(DATE)[2])
    first = re.match(r"[A-Za-z]+", rest)
    if first is None or first[0].lower() not in ACTS or first[0].lower() in NOUN_LIKE_ORDERS:
        return None
    said_before = _preposition(words, start, found)
    if said_before == "for" and found.when.precision not in ("day", "instant"):
        return None  # "quotes for next week"
    if not said_before and found.when.precision not in ("day", "instant", "week"):
        return None
    title = titled(_rest_before(rest.split(DATE)[0]))
    count = len(title.split())
    whole = count > 2 or (another and count > 1) or (count > 1 and not title.endswith("s")) or title == "RSVP"
    return EventPhrase(title, start, found.end) if whole else None


def _told(words: str, part: Clause, found: DateFound, verb: Verb, before: str, said: str) -> EventPhrase | None:
    if verb.kind == "state":
        return None
    lasts = verb.word in _LASTING and verb.tense in ("future", "present")
    until = said in _UNTIL and (verb.modal == "can" or (verb.kind == "copula" and "open" in words) or lasts)
    moved = (verb.kind == "occasion" and verb.word in MOVED) or (verb.word in ("move", "shift") and said == "to")
    if verb.word in ("move", "shift") and words[found.end : found.end + 2] in ("'s", "’s"):
        return None
    if moved or (verb.kind == "occasion" and verb.tense == "past" and said == "for"):
        pass
    elif verb.tense in ("past", "supposed") and not until and not _obliges(verb, said, found):
        if not _has_moved(verb, said):
            return None
        moved = True
    if not _fits(verb, said, moved=moved, until=until) or is_background(words, part, verb, found.start):
        return None
    if moved and verb.kind == "active" and (thing := titled(without_article(_object(words, part, found, verb)))):
        return EventPhrase(thing, part.tokens[verb.first].start, found.end)
    if verb.kind == "active" and re.search(r"\b(?:plan|goal|aim|idea|intention|hope)s?\s*$", before):
        before = "We "
    subject = _subject(before)
    if subject is None:
        return None
    rest = _object(words, part, found, verb)
    title = _title(subject, verb, rest, until=until, moved=moved)
    whole = " " in title or _is_name_alone(title, before, verb, rest)
    return EventPhrase(title, part.tokens[verb.first].start, found.end) if title and whole else None


def _is_name_alone(title: str, before: str, verb: Verb, rest: str) -> bool:
    """Whether a title of one word says enough: a kind of event, a name of what takes place, or all of its clause."""
    held = _takes_place(verb, rest) or verb.kind == "occasion" or verb.word in ("held", "return")
    named = held and _PROPER.fullmatch(title) is not None
    return named or _NOUN.fullmatch(title) is not None or _is_alone(before, title)


def _is_alone(before: str, title: str) -> bool:
    """Whether a title of one word is a name, or all that its clause says."""
    return (title in before and not before.lstrip().startswith(title)) or bool(
        re.match(r"\W*(?:The|A|An)\s\S+\s*$", before)
    )


def _has_moved(verb: Verb, said: str) -> bool:
    return verb.kind == "active" and moves(verb) and said in ("to", "until", "till")


def _obliges(verb: Verb, said: str, found: DateFound) -> bool:
    """Whether somebody should act by a day: "objections should be filed by 3 May"."""
    asked = verb.kind == "passive" or verb.word in _HAND_IN
    return verb.modal == "should" and said in _LIMITS and asked and found.when.precision in ("day", "instant")


def _fits(verb: Verb, said: str, *, moved: bool, until: bool) -> bool:
    """Whether the preposition before the date lets it be the day of what the verb says."""
    if said in _UNTIL:
        return until or moved
    if said in _LIMITS:
        return verb.tense == "future" or verb.word == "due" or verb.modal == "should"
    if said == "to":
        return moved
    if said == "for":
        return verb.kind == "occasion" or verb.word in ("schedule", "set", "plan", "call", "convene", "fix", "list")
    return said not in _NO_DAY or (
        said == "from" and verb.word != "follow" and (verb.kind != "copula" or verb.tense == "future")
    )


def _subject(before: str) -> str | None:
    """The subject in the text before a verb, "" for "we"; None if there is none that can head a title."""
    before = re.sub(r"\s+", " ", _HEAD.sub("", before))
    if DATE in before:
        before = re.sub(rf",?\s(?:on|in|at)\s(?:the\s)?{DATE}+,?\s?$", " ", before)
        if DATE in before:
            return None
    if _RELATIVE.search(before):
        return None
    subject = subject_of(before.rpartition(": ")[2])
    words = subject.split()
    if not words or len(words) > _MOST_SUBJECT:
        return None
    low = words[0].lower()
    if len(words) == 1 and low in ("we", "i", "you"):
        return ""
    if (
        any(word.lower() in _PERSONAL for word in words)
        or low in PRONOUNS
        or low in ("no", "let's", "let’s")
        or (low in _VAGUE and len(words) == 1)
        or not re.search(r"\w{2}", subject)
    ):
        return None
    return subject


def _object(words: str, part: Clause, found: DateFound, verb: Verb) -> str:
    """What follows the verb, without the date."""
    start = part.tokens[verb.end].start if verb.end < len(part.tokens) else len(words)
    end = part.tokens[-1].end
    if start > found.start:
        return _shortened(re.split(rf"[,;:!?()]|{DATE}", words[start:end])[0])
    between = words[start : found.start]
    rest = _rest_before(between.split(DATE)[0])
    if not rest.strip(" ,") and verb.kind != "copula" and (tail := _TAIL_WORDS.match(words, found.end, end)):
        rest = tail[0]
    return _shortened(rest)


def _rest_before(between: str) -> str:
    return _LEAD.sub("", f" {between}").strip()


def _shortened(rest: str) -> str:
    rest = _CUT.split(rest)[0]
    words = rest.split()
    if len(words) <= _LONGEST_REST:
        return " ".join(words)
    kept = words[:_LONGEST_REST]
    stops = [
        i
        for i, word in enumerate(kept)
        if i > 1 and word in {"in", "on", "for", "with", "by", "at", "from", "under", "and", "to"}
    ]
    return " ".join(kept[: stops[-1]] if stops else kept)


def _title(subject: str, verb: Verb, rest: str, *, until: bool, moved: bool) -> str:
    """Subject, act and object in few words; "" where these say nothing."""
    if _STANDS_FOR.match(rest):
        return ""
    rest = _AGAIN.sub("", rest)
    if until:
        return _last_day(subject, verb, rest)
    if moved or (verb.kind == "occasion" and verb.word != "due") or _takes_place(verb, rest):
        return titled(subject)
    match verb.kind:
        case "occasion":
            return titled(f"{subject} due {rest}")
        case "copula":
            return _status(subject, verb, rest)
        case "passive":
            return _passive(subject, verb, rest)
    return _act(subject, verb, rest)


def _last_day(subject: str, verb: Verb, rest: str) -> str:
    if verb.word in _LASTING:
        return titled(f"Last day: {subject}") if subject else ""
    if not subject:
        return titled(f"Last day to {verb.word} {rest}") if verb.word else ""
    return titled(f"Last day: {subject} {'can be ' if verb.kind == 'passive' else ''}{verb.word or 'open'}")


def _takes_place(verb: Verb, rest: str) -> bool:
    return verb.word in ("happen", "occur") or (verb.word == "take" and rest.startswith("place"))


def _status(subject: str, verb: Verb, rest: str) -> str:
    """ "The lift will be out of service", and what simply is on a day."""
    state = rest.split()[0] if rest else ""
    here = state in ("in", "at") and _NOUN.search(subject)
    if state and not here and (verb.tense != "future" or state not in _STATUS):
        return ""
    return titled(f"{subject} {rest}")


def _act(subject: str, verb: Verb, rest: str) -> str:
    if not subject:
        held = verb.word in ("hold", "have", "host")
        return titled(without_article(rest) if held else f"{verb.word} {rest}") if rest else ""
    if verb.modal == "must":
        return titled(f"{subject} must {verb.word} {rest}")
    return titled(f"{subject} {verb.word if is_plural(subject.split(), '') else third(verb.word)} {rest}")


def _passive(subject: str, verb: Verb, rest: str) -> str:
    if verb.word == "held" or not subject:
        return titled(subject)
    obliged = verb.modal == "must"
    return titled(f"{subject} {'must be ' if obliged else ''}{verb.word} {rest}")


def _named(words: str, part: Clause, found: DateFound, verb: Verb | None) -> EventPhrase | None:
    """An event that a noun names right before its date: "the auction on 3 March"."""
    start = part.tokens[0].start
    behind = verb is not None and part.tokens[verb.first].start > found.start
    if verb is not None and ((verb.tense == "supposed" and not behind) or verb.negated or verb.word in _WISHES):
        return None
    nouns = [
        match for match in _NOUN.finditer(words, start, found.start) if _TIED.fullmatch(words, match.end(), found.start)
    ]
    if not nouns:
        return None
    noun = nouns[0]
    if verb is not None and _is_verb(part, noun, verb):
        return None
    said = _preposition(words, start, found)
    ranged = said in ("from", "between") and found.when.precision == "range"
    if said in ("after", "since", "until", "till", "through", "before", "from") and not ranged:
        return None
    if verb and verb.tense == "past" and found.when.precision not in ("day", "instant") and not ranged:
        return None
    before = _noun_start(start, noun.start(), part)
    if _is_agent(words, before, noun) or re.match(r"(?:no|neither|without)\b", words[before:].lstrip(), re.IGNORECASE):
        return None
    title = without_article(words[before : found.start].strip())
    title = titled(_LOOSE_VERB.sub("", _LEAD.sub("", title)))
    if len(title.split()) == 1 and (tail := _TAIL_WORDS.match(words, found.end)):
        title = titled(title + tail[0])
    if verb is not None and verb.kind == "occasion" and verb.word == "due" and verb.end <= len(part.tokens):
        title = (
            titled(f"{title} due")
            if part.tokens[verb.first].end <= found.start and noun.end() <= part.tokens[verb.first].start
            else title
        )
    if verb is None and len(title.split()) > 10:
        return None
    return EventPhrase(title, noun.start(), found.end) if title and not _bare(title, noun) else None


def _is_agent(words: str, before: int, noun: re.Match[str]) -> bool:
    """Whether a noun names who acts: "certified by Congress"."""
    return words[noun.start()].isupper() and re.search(r"\bby(?:\sthe)?\s?$", words[:before]) is not None


def _is_verb(part: Clause, noun: re.Match[str], verb: Verb) -> bool:
    return any(
        part.tokens[i].start == noun.start()
        for v in (verb, *part.verbs)
        for i in range(v.first, min(v.end, len(part.tokens)))
    )


def _bare(title: str, noun: re.Match[str]) -> bool:
    return len(title.split()) == 1 and noun[0].lower() in (
        "decision",
        "releases",
        "round",
        "rounds",
        "mission",
        "trip",
        "call",
        "calls",
    )


def _noun_start(start: int, noun: int, part: Clause) -> int:
    """Where the phrase of a noun begins: behind the last verb, preposition or comma before it."""
    bounds = [start]
    for token in part.tokens:
        if token.start >= noun:
            break
        low = token.text.lower()
        if token.is_date or low in _BREAKS or low in _ARTICLES or not re.match(r"[\w’']", token.text):
            bounds.append(token.end)
    ends = (part.tokens[one.end - 1].end for one in part.verbs if one.end <= len(part.tokens))
    return max([*bounds, *(end for end in ends if end <= noun)])


_ARTICLES = frozenset(("a", "an", "the", "its", "their", "our", "his", "her"))
_BREAKS = frozenset(
    vocabulary.words(
        "on in at by from before until after since to for with about of that which who as during into over "
        "against under than and "
        "hold holds held attend face faces"
    )
)
