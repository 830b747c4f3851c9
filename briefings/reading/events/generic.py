"""Generic events that count only with a date: a "summit", "the leaders" who meet, what "is planned for" a day.

Each is tied to one date, with only words of time or place between them.
"""

import re
from collections.abc import Iterator

from briefings.reading.dates import DateFound
from briefings.reading.events.actions import actions
from briefings.reading.events.english import NOUN, VERB, EventPhrase, clause_of, subject_of, titled
from briefings.reading.events.vocabulary import PRONOUNS, TIES, TWOFOLD, VERBS

_OCCURS = re.compile(
    r"\b(?:(?:will|shall|should|must|is\sto|are\sto)\s(?:\w+ly\s|now\s|also\s|next\s)?(?:be\sheld|take\splace|happen)"
    r"|takes?\splace|falls?\son(?=\s\d)|(?:is|are|was|were|has\sbeen|have\sbeen)\s(?:\w+ly\s|now\s|also\s)?"
    r"(?:scheduled|rescheduled|planned|due|set|slated|fixed|arranged|moved|postponed))\b"
)
_BEFORE_NOUN = re.compile(r"(?:^|\s)(?:the|an?|its|their|his|her|another|next|new)\s$", re.IGNORECASE)
_OPENS = re.compile(r"[,:]?\s(?:[–—-]\s)?(?:(?:the|an?|its|their|his|her|new|next)\s)*")
_ENDS = re.compile(r"\s?(?:[.,;:)!?]|$)")
_BARRED = frozenset({"until", "till", "through", "before", "after", "since", "not", "never", "no"})
_OPENING = re.compile(
    r"(?:(?:[Ii]n|[Aa]t)\s[A-Z]\w+\s)?(?:(?:[Oo]n|[Ii]n|[Aa]t|[Ff]rom|[Dd]uring|[Nn]ext)\s)?(?:(?:[Tt]he|[Ee]arly|[Ll]ate|[Mm]id)[\s-])*"
)
_SUBJECT = re.compile(r"(?:[\w’'-]+\s){1,6}")
_CLAUSE_REACH = 70  # characters between what somebody will do and the day
_MOST_SUBJECT = 8  # words


def generic_events(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    """The events that a sentence names for a date, in few words, most telling first."""
    yield from _bare_nouns(sentence, found)
    yield from _plain_clauses(sentence, found)
    yield from _occasions(sentence, found)
    yield from actions(sentence, found)


def _bare_nouns(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    for match in NOUN.finditer(sentence):
        noun = match["noun"]
        if noun.lower() in TWOFOLD and not _BEFORE_NOUN.search(sentence[: match.start()]):
            continue
        if (
            _tied(sentence[match.end() : found.start])
            if match.end() <= found.start
            else _follows(sentence, found, match)
        ):
            yield EventPhrase(titled(noun), match.start(), match.end())


def _follows(sentence: str, found: DateFound, match: re.Match[str]) -> bool:
    """Whether the noun comes right after the date and no other noun follows."""
    if match.start() < found.end or not _OPENS.fullmatch(sentence, found.end, match.start()):
        return False
    rest = sentence[match.end() :]
    return bool(_ENDS.match(rest)) or rest.split()[0].lower() in TIES


def _plain_clauses(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    for match in VERB.finditer(sentence):
        first, second = (match.end(), found.start) if match.end() <= found.start else (found.end, match.start())
        gap = sentence[first:second]
        loose = bool(match["lead"]) and len(gap) <= _CLAUSE_REACH and not re.search(r"[,;:]\s", gap.lstrip(" ,"))
        loose = loose or (match.start() >= found.end and _opens(sentence, found, match))
        if not (_tied(gap) or (loose and _BARRED.isdisjoint(gap.lower().split()))):
            continue
        start = found.end if found.end <= match.start() else 0
        if title := clause_of(sentence, match, plain=True, start=start):
            yield EventPhrase(title, match.start("verb"), match.end("verb"))


def _opens(sentence: str, found: DateFound, verb: re.Match[str]) -> bool:
    """Whether the date opens the sentence, with only a subject between it and a present-tense verb."""
    between = sentence[found.end : verb.start()].lstrip(" ,")
    present = verb["verb"] in VERBS or any(verb["verb"] == forms[0] for forms in VERBS.values())
    return present and bool(_OPENING.fullmatch(sentence, 0, found.start)) and bool(_SUBJECT.fullmatch(between))


def _occasions(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    """Everything said to be held, planned or due then."""
    for match in _OCCURS.finditer(sentence, 0, found.start):
        words = subject_of(sentence[: match.start()]).split()
        telling = 0 < len(words) <= _MOST_SUBJECT and words[0].lower() not in PRONOUNS | _BARRED
        if telling and _tied(sentence[match.end() : found.start]):
            yield EventPhrase(titled(" ".join(words)), match.start(), match.end())


def _tied(gap: str) -> bool:
    """Whether all words between are words of time and place, or names."""
    words = [word.strip(",:()–—-") for word in gap.split()]
    return all(word.lower() in TIES or word[:1].isupper() or not word for word in words)
