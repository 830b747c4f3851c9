"""Event phrases in English: the words that name a meeting, a vote, an expiry."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefings.reading.dates import DateFound
from briefings.reading.events.vocabulary import NOUN_LIKE, NOUNS, PRONOUNS, STOPS, VERBS, WITH_OBJECT

_ONE_FORM = {form: one for one, forms in VERBS.items() for form in (one, *forms)}
_FORMS = "|".join(sorted(_ONE_FORM, key=len, reverse=True))
NOUN = re.compile(rf"\b(?P<noun>{'|'.join(NOUNS)})\b", re.IGNORECASE)
VERB = re.compile(
    r"(?P<lead>\b(?:(?:is|are|was|were)\s(?:\w+ly\s|now\s|still\s)?(?:set|due|scheduled|expected|slated|poised|likely)\sto"
    rf"|(?:is|are)\sto|(?:ha(?:s|ve)\s)?agreed\sto|(?:plan|hope|intend)s?\sto|will|would|must|shall)\s(?:also\s|next\s)?)?\b(?P<verb>{_FORMS})\b"
)
_NAME = r"[A-Z0-9][\w.’'-]*(?:\s(?:[A-Z0-9][\w’'-]*|of|the|and(?=\s[A-Z]))){0,10}"
_RIGHT = re.compile(rf"\s(?P<link>of|between|with|to|on|for|in)\s(?:the\s)?(?P<what>{_NAME})")
_ABOUT = re.compile(r"\s(?:of|for|on)\s(?:the\s|an?\s)?(?P<what>[a-z][\w-]+(?:\s[a-z][\w-]+){0,2})")
_OBJECT = re.compile(rf"\s(?:with\s|in\s|on\s|to\s)?(?:the\s)?{_NAME}")
_DATE_WORD = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)[a-z]*|Q[1-4]|\d{1,4}"
)
_CLAUSE = re.compile(r"[;:—]\s|,\s(?:and|but|while|as|when)\s|\b(?:that|when|while|before|after|because|until)\s")
_SET_AHEAD = re.compile(
    r"^(?:In|On|At|By|After|Before|As|While|If|When|With|For|During|Until|Since|Although|Under)\b[^,]*,\s"
)
_DATED_AHEAD = re.compile(rf"^(?:On|In|By|At|Next)\s(?:the\s)?(?:(?:{_DATE_WORD.pattern})(?:st|nd|rd|th)?,?\s)+")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|and|but|both)(?:\s|$)", re.IGNORECASE)
_COPULA = re.compile(r"\s(?:is|are|was|were|will|would|has|have|had)\b")
_SEVERAL = frozenset(("people", "police", "men", "women", "children"))
_ONE_NAME = r"(?:the\s)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,4}"
_LISTED = re.compile(rf"(?:^|\s)(?P<names>{_ONE_NAME}(?:,\s{_ONE_NAME}){{1,6}},?\sand\s{_ONE_NAME})\s*$")
_LOOSE_END = re.compile(r"(?:\s(?:and|of|the|with|to|in|on|for|between|is|are|will|a|an))+$")
_LINKS = frozenset({"of", "on", "for", "in", "between", "with", "against", "to", "from"})
_MOST_BEFORE = 6  # words before a noun
_MOST_SUBJECT = 8
_MOST_WORDS = 10
_VERB_WEIGHT = 20


@dataclass(frozen=True, slots=True)
class EventPhrase:
    """A phrase that names an event in a sentence, with the place of its noun or verb."""

    title: str
    start: int
    end: int
    weight: int = 0  # how many characters nearer than it stands it counts


def event_phrases(sentence: str, dates: Iterable[DateFound] = ()) -> Iterator[EventPhrase]:
    """All events that an English sentence names, in its own words; titles contain no date."""
    for match in NOUN.finditer(sentence):
        if title := _noun_phrase(sentence, match):
            yield EventPhrase(title, match.start(), match.end())
    for match in VERB.finditer(sentence):
        if title := _undated(sentence, match, dates):
            yield EventPhrase(title, match.start("verb"), match.end("verb"), _VERB_WEIGHT)


def _undated(sentence: str, verb: re.Match[str], dates: Iterable[DateFound]) -> str:
    """The clause of a verb; if it would contain a date, only the text between the date and the verb."""
    title = clause_of(sentence, verb, plain=False)
    for found in dates:
        said = sentence[found.start : found.end]
        if found.end <= verb.start() and _ARTICLE.sub("", said).lower() in title.lower():
            is_subject = not found.start and said.startswith("The ")  # "The week of 7 December sees talks resume"
            title = "" if is_subject else clause_of(sentence, verb, plain=False, start=found.end)
    return title


def _noun_phrase(sentence: str, match: re.Match[str]) -> str:
    """The noun with its modifiers; "" for a bare noun, which is too vague."""
    before = _words_before(sentence[: match.start()])
    named = any(word[:1].isupper() for word in before)
    after = _RIGHT.match(sentence, match.end())
    if after and not _DATE_WORD.match(after["what"]) and (not named or after["link"] == "to"):
        tail = after[0]
    else:
        tail = "" if named else _about(sentence, match.end())
    return titled(" ".join([*before, match["noun"]]) + tail) if before or tail else ""


def _words_before(text: str) -> list[str]:
    words: list[str] = []
    for word in reversed(text.split()[-_MOST_BEFORE:]):
        bare = word.strip("“”\"'‘(")
        if not re.match(r"\w", bare) or word[-1] in ',;:.)”"' or bare.lower() in STOPS or _DATE_WORD.fullmatch(bare):
            break
        if bare.islower() and bare.endswith(("ly", "ing", "ed")):
            break
        words.insert(0, bare)
    return words


def _about(sentence: str, at: int) -> str:
    """The subject of a vote or the purpose of a deadline, in words without capitals."""
    match = _ABOUT.match(sentence, at)
    if not match:
        return ""
    words = match["what"].split()
    stop = next((i for i, word in enumerate(words) if word in STOPS), len(words))
    return match[0][: match.start("what") - match.start()] + " ".join(words[:stop]) if stop else ""


def clause_of(sentence: str, match: re.Match[str], *, plain: bool, start: int = 0) -> str:
    """Subject and verb; "" if the subject is a pronoun, too long or, unless `plain`, too vague for the verb.

    `match` is one of VERB's; the subject is searched from `start` on.
    """
    one = _ONE_FORM[match["verb"]]
    subject = subject_of(sentence[start : match.start()])
    words = subject.split()
    if _is_noun(match, words, sentence):
        return ""
    named = any(word[:1].isupper() for word in words)
    if not 0 < len(words) <= (_MOST_SUBJECT if named else _MOST_BEFORE) or words[0].lower() in PRONOUNS:
        return ""
    if not (named or plain) and one in WITH_OBJECT:
        return ""
    verb = VERBS[one][0] if is_plural(words, match["lead"] or "") else one
    after = _OBJECT.match(sentence, match.end()) if one in WITH_OBJECT else None
    return titled(f"{subject} {verb}{after[0] if after and not _DATE_WORD.search(after[0]) else ''}")


def _is_noun(match: re.Match[str], subject: list[str], sentence: str) -> bool:
    """Whether the verb form is a noun here: "a vote is due", "the final votes are counted"."""
    if match["lead"]:
        return False
    bare = match["verb"] in NOUN_LIKE and not (subject and is_plural(subject, ""))
    return bare or bool(_COPULA.match(sentence, match.end()))


def subject_of(before: str) -> str:
    """The subject at the start of a clause, without a fronted phrase or a parenthesis between commas."""
    if listed := _LISTED.search(_DATED_AHEAD.sub("", before)):
        return _ARTICLE.sub("", listed["names"], count=1)
    if before.rstrip().endswith(","):
        before = _SET_AHEAD.sub("", before).split(",", 1)[0]
    else:
        before = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
        before = _DATED_AHEAD.sub("", _SET_AHEAD.sub("", before))
    return _ARTICLE.sub("", before.split(",")[0].strip(' “”"'), count=1)


def is_plural(words: list[str], lead: str) -> bool:
    """Whether a subject is plural, by its auxiliary verb, "and", or its head noun."""
    head = next((words[i - 1] for i, word in enumerate(words) if i and word in _LINKS), words[-1])
    return (
        lead.startswith(("are", "were"))
        or head.lower() in _SEVERAL
        or (" and " in " ".join(words) and head == words[-1])
        or (head.endswith("s") and not head.endswith(("ss", "’s")) and (head.islower() or head == words[0]))
    )


def titled(words: str) -> str:
    """A title of few words, cut before an "and" rather than within a name."""
    kept = words.split()
    short = " ".join(kept[:_MOST_WORDS])
    if len(kept) > _MOST_WORDS:
        short = short.rsplit(" and ", 1)[0]
    short = _LOOSE_END.sub("", short.strip(" ,.’'"))
    return short[:1].upper() + short[1:]
