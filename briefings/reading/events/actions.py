"""Events expressed by an action on a future date, such as "sign a trade deal"."""

import re
from collections.abc import Iterator

from briefings.reading.dates import DateFound
from briefings.reading.dates.present_tense import RUSSIAN
from briefings.reading.events.english import EventPhrase, is_plural, subject_of, titled
from briefings.reading.events.vocabulary import DEEDS, PRONOUNS

_BASES = {form: base for base, forms in DEEDS.items() for form in (base, forms[0])}
_LEAD = (
    r"(?:will|shall|(?:is|are)\s(?:now\s|still\s)?(?:set|due|scheduled|expected|slated|poised)\sto|(?:is|are)\sto"
    r"|agreed\sto|(?:plan|hope|intend)s?\sto)\s(?:also\s|next\s|formally\s|jointly\s|then\s)?"
)
_DOES = re.compile(
    rf"\b(?P<lead>{_LEAD})?(?P<verb>{'|'.join(sorted(_BASES, key=len, reverse=True))})\b"
    r"(?!\s(?:is|are|was|were|will)\b)"
)
_IS_DONE = re.compile(
    rf"\b(?P<lead>(?:will|shall|is\sto|are\sto|(?:is|are)\s(?:set|due|scheduled|expected)\sto)\sbe)\s"
    rf"(?P<done>{'|'.join(forms[1] for forms in DEEDS.values())})\b"
)
_STOP = re.compile(r"[.,;:!?()]|\s[–—]\s|\b(?:that|which|who|when|while|before|after|as|because|if|unless|but)\b")
_BEFORE_DATE = re.compile(r"(?:\s(?:on|in|at|the|this|from|during|of|early|late|around|next))*\s*$", re.IGNORECASE)
_LIMITS = frozenset(("by", "until", "till", "before", "after", "since", "not", "never", "no"))
_BARRED = _LIMITS | {"will", "would", "may", "might", "could", "can", "should", "must", "do", "does", "did", "to"}
_MOST_SUBJECT, _MOST_REST = 8, 7  # words
_RU_DOES = re.compile(rf"(?<!\w)(?:{RUSSIAN})(?!\w)", re.IGNORECASE)
_RU_END = re.compile(r"(?:\s(?:в|во|на|к|до|с|по|около))*\s*$")
_RU_PRONOUN = re.compile(r"(?:он[аио]?|они|мы|вы|я|это|котор\w+|что|кто)(?!\w)", re.IGNORECASE)
_ZH_WILL = re.compile(r"(?:即将|将会|将|定于|计划于|拟于|预计)(?:于|在)?$")
_ZH_CLAUSE = re.compile(r"[^，。；！？：、\s“”（）()]*$")
_ZH_REST = re.compile(r"(?:将|会)*(?P<what>[\u4e00-\u9fff《》]{2,16})(?=[，。；！？]|$)")
_ZH_PRONOUN = re.compile(r"^(?:他|她|它|我|你|这|那|其)")
_ZH_LONGEST = 14
_ZH_BEHIND = re.compile(
    r"[，,]?(?P<who>[\u4e00-\u9fff]{1,14}?)(?:即将|将会|将|拟|计划)(?P<what>[\u4e00-\u9fff《》]{2,16})(?=[，。；！？]|$)"
)


def actions(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    """The actions that the sentence says take place on that date."""
    yield from _russian(sentence, found)
    yield from _chinese(sentence, found)
    for shape in (_IS_DONE, _DOES):
        for match in shape.finditer(sentence):
            if title := _title(sentence, found, match):
                yield EventPhrase(title, match.start(), match.end())


def _title(sentence: str, found: DateFound, match: re.Match[str]) -> str:
    """Subject, verb and what follows, without the date; "" if the clause isn't about that date."""
    rest = _rest(sentence, found, match.end())
    subject = subject_of(sentence[found.end if found.end <= match.start() else 0 : match.start()].lstrip(" ,"))
    words = subject.split()
    low = {word.lower() for word in words}
    if rest is None or not 0 < len(words) <= _MOST_SUBJECT or low & (PRONOUNS | _BARRED):
        return ""
    if "done" in match.groupdict():
        return titled(f"{subject} {match['done']}{rest}")
    base, lead = _BASES[match["verb"]], match["lead"] or ""
    plural = is_plural(words, lead)
    if not lead and (plural != (match["verb"] == base) or not rest):
        return ""  # a noun, or bare words of a heading
    return titled(f"{subject} {base if plural else DEEDS[base][0]}{rest}")


def _rest(sentence: str, found: DateFound, at: int) -> str | None:
    """The text from the verb to the date or the end of its clause; None if another clause is in between."""
    if at <= found.start:
        words = _BEFORE_DATE.sub("", sentence[at : found.start])
        near = not _STOP.search(words) and _LIMITS.isdisjoint(words.lower().split())
    else:
        stop = _STOP.search(sentence, at)
        words = sentence[at : stop.start() if stop else len(sentence)].rstrip()
        near = not re.search(r"[;:.]\s", sentence[found.end : at])
    return words if near and len(words.split()) <= _MOST_REST else None


def _russian(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    for match in _RU_DOES.finditer(sentence):
        start = found.end if found.end <= match.start() else 0
        before = sentence[start : match.start()].strip(" ,").rpartition(", ")[2]
        stop = _STOP.search(sentence, match.end())
        end = found.start if match.end() <= found.start else stop.start() if stop else len(sentence)
        rest = _RU_END.sub("", sentence[match.end() : end])
        few = 0 < len(before.split()) <= _MOST_SUBJECT and len(rest.split()) <= _MOST_REST
        if few and not _STOP.search(rest) and not _RU_PRONOUN.match(before) and not before.endswith(" не"):
            yield EventPhrase(titled(f"{before} {match[0]}{rest}"), match.start(), match.end())


def _chinese(sentence: str, found: DateFound) -> Iterator[EventPhrase]:
    behind = _ZH_BEHIND.match(sentence, found.end)
    if behind and not _ZH_PRONOUN.match(behind["who"]):
        yield EventPhrase(behind["who"] + behind["what"], *behind.span())
    before = sentence[: found.start]
    will = _ZH_WILL.search(before)
    clause = _ZH_CLAUSE.search(before[: will.start()]) if will else None
    rest = _ZH_REST.match(sentence, found.end)
    if clause and rest and 0 < len(clause[0]) <= _ZH_LONGEST and not _ZH_PRONOUN.match(clause[0]):
        yield EventPhrase(clause[0] + rest["what"], clause.start(), rest.end())
