"""Parts of a sentence that say the same on their own as within it, and a sentence with its two clauses turned round."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from briefings.summarising.composing.capitals import Capitals, capitalised
from briefings.summarising.composing.frames import framed
from briefings.summarising.composing.language import Language
from briefings.summarising.grounding.clauses import has_verb
from briefings.summarising.grounding.tokens import is_past

_ENGLISH = re.compile(r"(?P<cut>; |, (?:and|but|while|whereas) |,? (?:because|although|though) )")
_RUSSIAN = re.compile(r"(?P<cut>; |, а )")
_CHINESE = re.compile(r"(?P<cut>；)")
_BOUND_TO_MAIN = re.compile(r"because|though")
_DEPENDENT = re.compile(
    r"\b(?:it|its|itself|they|their|theirs|them|themselves|he|him|his|himself|she|her|hers|herself|this|that|these|"
    r"those|such|which|"
    r"who|whom|whose|where|when|what|why|how|there|then|so|ones|others?|same|former|latter|else|too|also|instead|"
    r"however|since|"
    r"as|than|we|us|our|i|my|you|your|each|again|still|even|already|alone|together|after|before|once|"
    r"(?:the|this|that|each|last|next|new|old|another) one)\b|^one\b|\d\)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:they|their|them|he|him|his|she|her)\b", re.IGNORECASE)
_NO_SUBJECT_TEXT = """
in on at by from during for under between with among to of into over through without against about like per via
not never is are was were be been has have had do does did will can cannot or nor and but because although though
while whereas today yesterday tomorrow now here soon often sometimes perhaps later earlier
"""
_NO_SUBJECT = frozenset(_NO_SUBJECT_TEXT.split())
_BASE_VERBS_TEXT = """
pay take use hold lose gain cost run work carry cover bring come go grow rise fall live die stay leave keep buy sell
build own lead serve produce export import employ earn spend save win meet support oppose favour attack defend
contain include receive offer provide supply cause drive move travel drink eat lie stand sit open close begin end
start stop lower raise cut store burn break reach enter join return depend belong differ remain increase decrease
"""
_BASE_VERBS = frozenset(_BASE_VERBS_TEXT.split())
_BEFORE_NOUNS = frozenset(("a", "an", "the", "of", "in", "on", "to", "for", "by", "with", "from", "and", "no"))
_CITATION = re.compile(r" ?[(（\[](?:[^()（）\[\]]*\b(?:19|20)\d\d[a-z]?|\d{1,3}(?:[,–-] ?\d{1,3})*)[)）\]]")
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_RU_VERB = re.compile(
    r"\b[а-яё]{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ёт|ит|ут|ют|ат|ят|ется|ится|утся|ются|атся|ятся|рос|лёг|лег|"
    r"мог|гиб|тиг|нёс|нес|вёз|вез|лёк|лек)\b",
    re.I,
)
_RU_DEPENDENT = re.compile(
    r"\b(?:он|она|оно|они|его|её|ее|их|им|ему|ей|эт\w+|так\w*|сво\w+|котор\w+|где|когда|там|тогда|тоже|также|же|"
    r"потом|затем|не|нет|"
    r"если|хотя|потому|поскольку|как|чем|друг\w*|сам\w*|все|всё)\b",
    re.IGNORECASE,
)
_RU_NO_SUBJECT = re.compile(
    r"(?:в|во|на|с|со|из|от|по|к|ко|за|под|над|о|об|при|до|для|без|у|через|между|после|перед|также|лишь)\b", re.I
)
_ZH_DEPENDENT = re.compile(r"[他她它这那此其该彼并但而也还又却则均都仍]|同样|之后|以后|后者|前者|没有|不")
_LEAST_CHINESE = 6  # characters of a part
_TURNS = re.compile(r"(?P<comma>,?) (?P<word>because|although|though|while|whereas|if|unless|when|after|before|once) ")
_FRONTED = re.compile(r"(?P<word>Because|Although|Though|While|Whereas|If|Unless|When|After|Before|Once) ")
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|cannot|without|fail\w*|lack\w*)\b|n['’]t\b", re.IGNORECASE
)
_QUALIFIES = re.compile(
    r"(?:\b(?:only|just|even|mainly|partly|largely|not|exactly|precisely|except|long|shortly|soon|years?|months?|"
    r"weeks?|days?|hours?|"
    r"minutes?|ever|and|or|but|than|as|such|especially|particularly|simply|merely|right|immediately|well|time|moment|"
    r"day|case|"
    r"likely|more|less|\w+ly)|,)$",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\bto (?!the\b|an?\b|[A-Z0-9])|\b\w+ing\b", re.IGNORECASE)


def parts(text: str, language: Language) -> list[str | None]:
    """The parts of a sentence in order, None for one that would say something else alone; empty if nothing is cut."""
    way = _WAYS.get(language)
    masked = _CITATION.sub(lambda found: " " * len(found[0]), text)
    if way is None or framed(masked, language):
        return []
    boundary, stop, stands = way
    if not text.endswith(stop):
        return []
    body = len(text) - len(stop)
    found = list(boundary.finditer(masked, 0, body))
    edges = [(0, 0), *(match.span() for match in found), (body, body)]
    spans, marks = [(left[1], right[0]) for left, right in pairwise(edges)], ["", *(match["cut"] for match in found)]
    pieces = [masked[start:end].rstrip() for start, end in spans]
    alone = list(map(stands, pieces))
    kept = all(one or _adds(piece, mark) for one, piece, mark in zip(alone, pieces, marks, strict=True))
    reason_denied = any(map(_BOUND_TO_MAIN.search, marks)) and _DENIES.search(masked)
    if len(pieces) < 2 or not kept or reason_denied:
        return []
    free = [one and not _BOUND_TO_MAIN.search(mark) for one, mark in zip(alone, marks, strict=True)]
    # What comes behind a part that may only be left out may only be left out too.
    return [
        f"{capitalised(text[start:end])}{stop}" if all(free[: number + 1]) else None
        for number, (start, end) in enumerate(spans)
    ]


def _adds(piece: str, mark: str) -> bool:
    """Whether an English part says one thing more of somebody or something named before it, and no more than that."""
    return mark == ", and " and _english(_PERSONAL.sub("men", piece))


def _english(piece: str) -> bool:
    plain = _NUMBER_COMMA.sub("", piece)
    return "," not in plain and not _DEPENDENT.search(piece) and _begins_with_subject(piece) and _has_predicate(piece)


def _begins_with_subject(piece: str) -> bool:
    first = piece.split()[0] if piece.split() else ""
    low = first.lower()
    return bool(first) and not (low in _NO_SUBJECT or low.endswith(("ly", "ing")) or (first == low and is_past(low)))


def _has_predicate(piece: str) -> bool:
    rest = piece.partition(" ")[2]
    return has_verb(rest) or _has_plural_verb(piece.split())


def _has_plural_verb(words: Sequence[str]) -> bool:
    """Whether a verb without an ending follows on a noun in the plural, and not on an article or preposition."""
    return any(
        word in _BASE_VERBS
        and before.lower() not in _BEFORE_NOUNS
        and any(each.endswith("s") for each in words[:number])
        for number, (before, word) in enumerate(pairwise(words), 1)
    )


def _russian(piece: str) -> bool:
    first, _, rest = piece.partition(" ")
    if "," in _NUMBER_COMMA.sub("", piece) or _RU_DEPENDENT.search(piece) or _RU_NO_SUBJECT.match(piece):
        return False
    return not _RU_VERB.fullmatch(first) and _RU_VERB.search(rest) is not None


def _chinese(piece: str) -> bool:
    return "，" not in piece and not _ZH_DEPENDENT.search(piece) and len(piece) >= _LEAST_CHINESE


_WAYS: Mapping[Language, tuple[re.Pattern[str], str, Callable[[str], bool]]] = {
    "en": (_ENGLISH, ".", _english),
    "ru": (_RUSSIAN, ".", _russian),
    "zh": (_CHINESE, "。", _chinese),
}


def turned(text: str, language: Language, capitals: Capitals) -> str | None:
    """An English sentence with its subordinate clause moved to the front or the back; None where that is not sure to
    say the same."""
    if language != "en" or not text.endswith("."):
        return None
    body = text[:-1]
    fronted = _FRONTED.match(body)
    return _moved_back(body, fronted) if fronted else _moved_front(body, capitals)


def _moved_front(body: str, capitals: Capitals) -> str | None:
    found = list(_TURNS.finditer(body))
    if len(found) != 1:
        return None
    main, word, sub = body[: found[0].start()], found[0]["word"], body[found[0].end() :]
    inside = capitals.inside(main)
    if inside is None or _QUALIFIES.search(main) or not _turns(main, sub):
        return None
    return f"{capitalised(word)} {sub}, {inside}."


def _moved_back(body: str, fronted: re.Match[str]) -> str | None:
    sub, comma, main = body[fronted.end() :].partition(", ")
    if not comma or _TURNS.search(f" {body[fronted.end() :]}") or not _turns(main, sub):
        return None
    between = ", " if fronted["word"] in ("Although", "Though", "While", "Whereas") else " "
    return f"{capitalised(main)}{between}{fronted['word'].lower()} {sub}."


def _turns(main: str, sub: str) -> bool:
    clear = not framed(main, "en") and not framed(sub, "en")
    return clear and _english(main) and _english(sub) and not _DENIES.search(main) and not _INFINITIVE.search(main)
