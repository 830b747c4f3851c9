"""Names in Latin script: runs of capitalised words, what kind each is, and which are not names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from briefings.model.analysis import ActorKind
from briefings.reading.actors.english_words import (
    ABBREVIATIONS,
    AFFIXES,
    HEADS,
    NEITHER,
    NO_PERSON,
    OPENING_VERB,
    ORGANISATION,
    PLACE,
    PLAIN,
    ROLE,
    SAYS,
)
from briefings.reading.actors.gazetteer import organisations, places
from briefings.reading.actors.given_names import GIVEN_NAMES
from briefings.text.cities import CITIES

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞİĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_WORD = (
    rf"(?:(?:[{_UPPER}]\.){{2,4}}|[{_UPPER}]\.(?=\s?[{_UPPER}])|(?:O[’'])?[{_UPPER}][^\W_\u3400-\u9fff]*"
    rf"(?:-[{_UPPER}][^\W_\u3400-\u9fff]*|-(?!(?:{AFFIXES})\b)[a-zà-ÿ]{{2,8}}\b|’(?=[a-z]{{2,}}))*)"
)
_PARTICLE = r"(?:de|da|del|della|di|dos|du|der|den|la|le|van|von|bin|ibn|al|el|ten|ter|zu)"
_JOINT = rf"(?:of|for|on|and|{_PARTICLE})"
_NOBLE = r"(?:von\s(?:der\s|dem\s|den\s)?|van\s(?:der?\s|den\s))"  # "van" alone is a car
_IS_NOBLE = re.compile(_NOBLE)
_UNBROKEN = re.compile(r"\S+")
_RUN = re.compile(rf"(?<![\w’'-])(?:{_NOBLE})?{_WORD}(?:\s(?:{_JOINT}\s(?:the\s|{_PARTICLE}\s)?)?{_WORD}){{0,9}}")
_IS_PARTICLE = re.compile(_PARTICLE)
_PIECE = re.compile(rf"{_WORD}|{_JOINT}|the")
_SPOKEN = re.compile(rf"(?:\s\w+ly)?\s{SAYS}\b")
_TOLD = re.compile(rf"(?:\b{SAYS}\s|\b(?:[Aa]ccording to|[Aa]s)\s)$")
_OPENS = re.compile(r"(?:^|[.!?:“\"‘(—]\s?)$")
_AT = re.compile(r"\b(?:in|near|outside|across)\s$")
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s(?:\x01+\s)?$")
_MEASURED = re.compile(r"[\d.,]\s?$|[$€£%]\s?$|/$")
_ACTS = re.compile(
    rf"(?:\s(?:\w+ly|also|has|had|have|will|would|then|later))*\s(?:{SAYS}|met|meets|plans|planned|expects|expected|voted|"
    r"approved|agreed|launched|called|decided|adopted|published|reported|opened|raised|cut|kept|wants|asked|warned|"
    r"a|ont|hat|habe|soll|will|wollen)\b|[’'](?:s\s)?(?:\s?)(?:chief|head|director|president|spokes\w+|board|members|"
    r"chair\w*|secretary|office|staff|report|forecast)"
)
_BY = re.compile(r"\b(?:by|of|from|with|at|to|that|selon|par|de|laut|von|bei|der|die)\s(?:the|l[’'])?\s?$")
_DOMAIN = re.compile(r"\.(?:com|org|net|ru|de|fr|co|io|uk)\b")
_NEXT_NAME = re.compile(rf"(?:,|\sand|\sor)\s(?:in\s)?(?P<name>[{_UPPER}][\w.’-]+(?:\s[{_UPPER}][\w.’-]+)?)")
_OF_NOUN = re.compile(
    r"\s(?:\d|v\d|(?!and|or|on|in|at|to|for|from|with|by|is|was|will|has|had|the|a|after|before|when|where|who|"
    r"next|this|last|during|since|until|as|but|are|were|said|says|have|would|there|today|yesterday|tomorrow|near|under)[a-z]+s?\b(?!ly))"
)
_GROUND = re.compile(
    r"\b(?:towns?|city|cities|villages?|ports?|harbou?rs?|quays?|docks?|streets?|rivers?|islands?|county|province|region|district|"
    r"mayor|residents?|inhabitants?|hospitals?|schools?|church|mosque|airports?|stations?|markets?|factory|factories|plants?|mine|"
    r"court|prison|police|council|embassy|museum|hotel|home|house|houses|born|lives?|lived|living|died|dies|arrived?s?|moved|"
    r"travel\w*|based|located|headquarter\w*|held|meets?|met|meetings?|conference|summit|talks|opens?|opened|grew\sup|"
    r"study|studied|buried|killed|protest\w*|flood\w*|earthquake|storm|near|(?:north|south|east|west)(?:ern)?|rural|remains|bodies|deaths?|dead|massacre|suicides?|murders?|survivors|emigrat\w*|happened|ferr(?:y|ies)|sold|signed)\b",
    re.IGNORECASE,
)
_NEAR = 80  # characters
_MOST_LETTERS = 6
_MOST_PERSON = 4  # words


@dataclass(frozen=True, slots=True)
class Seen:
    """A name where it occurs; `kind` is None if only other mentions can tell; then `hint` is the likely kind.

    A `doubtful` person has neither a common given name nor a title nor a verb of saying; the surname alone elsewhere in
    the text, or a mention without doubt, makes up for it.
    """

    name: str
    start: int
    end: int
    kind: ActorKind | None = None
    hint: ActorKind | None = None
    opens: bool = False
    doubtful: bool = False

    def moved(self, by: int) -> "Seen":
        """The name, further on by some characters."""
        return Seen(self.name, self.start + by, self.end + by, self.kind, self.hint, self.opens, self.doubtful)


def names_in(sentence: str, common: frozenset[str], known: Mapping[str, str] | None = None) -> Iterator[Seen]:
    """All runs of capitalised words that may be names; `common` are the words the text has in lower case.

    `known` are the places that the language of the text names, English ones by default.
    """
    known = places() if known is None else known
    shown = ROLE.sub(lambda match: "\x01" * len(match[0]), sentence)
    for run in _RUN.finditer(shown):
        if _DOMAIN.match(shown, run.end()):
            continue
        for start, end in _parts(shown, run.start(), run.end(), known):
            trimmed = _without_plain(shown, start, end, common, known)
            if trimmed is not None:
                yield from _judged(shown, *trimmed, known, opens=bool(_OPENS.search(shown[max(0, start - 3) : start])))


def certain(sentence: str, found: Seen, said: re.Pattern[str], spoken: re.Pattern[str]) -> Iterator[Seen]:
    """A name found in French or German, from its given name on; a person without given name, title or verb is doubtful.

    `said` is sought in front of the name and `spoken` behind it.
    """
    words = [*re.finditer(r"\S+", sentence[found.start : found.end])]
    given = next((word.start() for word in words[:-1] if word[0] in GIVEN_NAMES), -1)
    start = found.start + max(given, 0)
    titled = found.kind == "person" and found.hint == "person"
    told = spoken.match(sentence, found.end) or said.search(sentence[max(0, start - 40) : start])
    spoke: ActorKind | None = "person" if told else None
    hint = found.hint if _is_abbreviation(found.name) else spoke
    sure = found.kind != "person" or given >= 0 or titled or told
    kind = found.kind if sure else None
    if sure or len(words) == 1:
        yield replace(found, name=sentence[start : found.end], start=start, kind=kind, hint=hint)


def _parts(text: str, start: int, end: int, known: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """A run split at its small words, except those inside the name of an office, a school or the like."""
    if text[start:end] in known or text[start:end] in organisations():
        yield start, end
        return
    pieces = [(start + m.start(), start + m.end()) for m in _PIECE.finditer(text[start:end])]
    opened, last, of = -1, -1, False
    noble = _IS_NOBLE.match(text, start, end)
    if noble:
        opened, pieces = start, [piece for piece in pieces if piece[0] >= noble.end()]
    for left, right in pieces:
        word = text[left:right]
        if word[:1].islower():
            heads = opened >= 0 and any(each in HEADS for each in re.split(r"\s", text[opened:last]))
            of = of or word in ("of", "for", "on")
            particle = word == "the" or _IS_PARTICLE.fullmatch(word)
            ends = word == "and" and text.startswith(" the ", right)
            if opened >= 0 and not particle and (ends or not (heads and of)):
                yield opened, last
                opened, of = -1, False
        else:
            opened = left if opened < 0 else opened
            last = right
    if opened >= 0:
        yield opened, last


def _without_plain(
    text: str, start: int, end: int, common: frozenset[str], known: Mapping[str, str]
) -> tuple[int, int] | None:
    """The run without leading words that aren't part of a name."""
    if text[start:end] in known or text[start:end] in organisations():
        return start, end
    first = _OPENS.search(text[max(0, start - 3) : start]) is not None
    while start < end:
        word = _UNBROKEN.match(text, start, end)
        if word is None:
            return None
        rest = text[start:end].partition(" ")[2]
        heads_office = bool(rest) and any(each in ORGANISATION or each in PLACE for each in rest.split())
        verb = first and bool(rest) and OPENING_VERB.fullmatch(word[0]) is not None
        lower = first and (word[0].lower() in common or verb) and not heads_office
        if not lower and (word[0] not in PLAIN or (heads_office and word[0] not in ("The", "In", "At", "On", "A"))):
            return start, end
        start, first = start + len(word[0]), False
        start += len(text[start:end]) - len(text[start:end].lstrip())
    return None


def _judged(text: str, start: int, end: int, known: Mapping[str, str], *, opens: bool) -> Iterator[Seen]:
    words = text[start:end]
    if "-" in words and words not in known and all(part in known for part in words.split("-")):
        at = start
        for part in words.split("-"):
            yield Seen(known[part], at, at + len(part), "place")
            at += len(part) + 1
        return
    found = Seen(words, start, end, opens=opens)
    pieces = words.split()
    after, before = text[end : end + 30], text[max(0, start - 12) : start]
    if words in known:
        yield replace(found, name=known[words], kind="place")
    elif words in organisations() or _is_organisation(pieces):
        yield replace(found, kind="organisation")
    elif not (NEITHER | NO_PERSON).isdisjoint(pieces) or any(any(map(str.isdigit, word)) for word in pieces):
        return
    elif pieces[-1] in PLACE:
        yield replace(found, kind="place")
    elif before.endswith("\x01 "):
        yield replace(found, kind="person", hint="person")
    elif len(pieces) == 1:
        yield from _alone(text, found, before, after)
    elif len(pieces) <= _MOST_PERSON and not _ARTICLE.search(before) and not any(map(_is_acronym, pieces)):
        yield _person(text, found)


def _alone(text: str, found: Seen, before: str, after: str) -> Iterator[Seen]:
    """A single word, which only the words beside it make a name."""
    if _is_abbreviation(found.name):
        yield from _abbreviation(found, before, after)
    else:
        hint = _likely(before, after)
        sure = hint != "place" or _is_placed(text, found)
        yield replace(found, hint=hint) if hint and sure else found


def _likely(before: str, after: str) -> ActorKind | None:
    """What a word alone most likely names, by the words beside it."""
    if _SPOKEN.match(after):
        return "person"
    return "place" if _AT.search(before) else "organisation" if _ACTS.match(after) else None


def _is_placed(text: str, found: Seen) -> bool:
    """Whether a name behind "in" is a town: known as one, before a known place, or among words for places."""
    if found.name.lower() in CITIES or _is_before_place(text, found):
        return True
    if _OF_NOUN.match(text, found.end):
        return False
    return _GROUND.search(text[max(0, found.start - _NEAR) : found.end + _NEAR]) is not None


def _is_before_place(text: str, found: Seen) -> bool:
    """Whether a known place follows a name and a comma or an "and": "in Dover, Delaware"."""
    match = _NEXT_NAME.match(text, found.end)
    return match is not None and match["name"] in places()


def _person(text: str, found: Seen) -> Seen:
    """A person by two words or more, from the given name on."""
    words = [*re.finditer(r"\S+", found.name)]
    given = next((word.start() for word in words[:-1] if word[0] in GIVEN_NAMES), -1)
    of_place = given < 0 and len(words) > 2 and words[0][0] in places()  # as in "Iceland Ólafur Grímsson"
    start = found.start + (words[1].start() if of_place else max(given, 0))
    told = _SPOKEN.match(text, found.end) or _TOLD.search(text[max(0, start - 20) : start])
    return replace(
        found,
        name=text[start : found.end],
        start=start,
        kind="person",
        doubtful=given < 0 and not told and not _IS_NOBLE.match(found.name),
    )


def _is_abbreviation(word: str) -> bool:
    bare = word.replace(".", "")
    return bare.isupper() and len(bare) > 1


def _abbreviation(found: Seen, before: str, after: str) -> Iterator[Seen]:
    """An organisation by its letters: one that acts, speaks or is in brackets, no unit, ticker or measure."""
    bare = found.name.replace(".", "")
    if len(bare) <= _MOST_LETTERS and bare not in ABBREVIATIONS and not _MEASURED.search(before):
        yield replace(found, hint="organisation" if _ACTS.match(after) or _BY.search(before) else None)


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) > 2


def _is_organisation(pieces: list[str]) -> bool:
    if len(pieces) == 1:
        return False
    return not ORGANISATION.isdisjoint(pieces) and NEITHER.isdisjoint(pieces[-1:])
