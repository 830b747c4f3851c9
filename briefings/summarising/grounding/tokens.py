"""Tokens for the checks: stems, base forms of irregular verbs, and word shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.text.terms import content_terms, is_function, spans, terms

# Forms that a stemmer does not bring together, each line's first word being the base.
_IRREGULAR = """
arise arose arisen|beat beaten beating|become became|begin began begun|bring brought|build built|buy bought|catch caught
choose chose chosen|come came|cut cutting|deal dealt|draw drew drawn|drive drove driven|eat ate eaten|fall fell fallen
feed fed|fight fought|find found|fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen
get got gotten|give gave given|go went gone goes|grow grew grown|hang hung|have had has|hear heard|hide hid hidden
hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent|let letting|lose lost|make made|mean meant
meet met|overcome overcame|overtake overtook overtaken|pay paid|put putting|rise rose risen|run ran running|say said
see saw seen|seek sought|sell sold|send sent|set setting|shake shook shaken|shrink shrank shrunk|sink sank sunk
slide slid|speak spoke spoken|spend spent|stand stood|steal stole stolen|strike struck|swear swore sworn|take took taken
teach taught|tell told|think thought|throw threw thrown|undergo underwent|understand understood|win won
withdraw withdrew withdrawn|write wrote written|
"""
_UNCHANGED = frozenset(["cut", "put", "set", "let", "hit", "shut", "split", "spread"])
# Nouns that say what a verb says, and other kin that stems part.
_KIN = """
ship shipment|agree agreement|pay payment|invest investment|grow growth|sell sale sales
lose loss losses|decide decision|arrive arrival|approve approval|refuse refusal|propose proposal|build building
argue argument|employ employment|move movement|see sight|hundred|man men|woman women|child children
produce production|reduce reduction|expand expansion|inspect inspection|elect election|invade invasion
discuss discussion
exceed excess|warn warning|meet meeting|analyse analysis analyses analyst|economy economic economist|finance financial
"""

_NO_OBJECT = frozenset(
    [
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "for",
        "with",
        "from",
        "while",
        "that",
        "who",
        "were",
        "was",
        "is",
        "are",
        "had",
        "has",
        "have",
        "will",
        "would",
        "can",
        "could",
        "may",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word with its place; `unspaced` for a pair of characters in a script without spaces."""

    term: str
    start: int
    end: int
    capital: bool
    figure: bool
    unspaced: bool
    content: bool


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """All words of a text in order."""
    found = []
    for term, start, end in spans(text):
        surface = text[start:end]
        base = _base(surface.casefold(), term)
        found.append(
            Token(
                base,
                start,
                end,
                capital=surface[:1].isupper(),
                figure=any(map(str.isdecimal, surface)),
                unspaced=surface[:1].isalpha() and surface[:1].lower() == surface[:1].upper(),
                content=not is_function(term),
            )
        )
    return tuple(found)


def _base(word: str, term: str) -> str:
    bases = _bases()
    if word in bases:
        return bases[word]
    return f"un{bases[word[2:]]}" if word.startswith("un") and word[2:] in bases else term


def stems(words: str) -> frozenset[str]:
    """The terms of a list of words, stemmed as in tokens."""
    return frozenset(_base(word.casefold(), term) for word in words.split() for term in terms(word))


def content(found: Sequence[Token]) -> list[str]:
    """The content terms, without numbers."""
    return [token.term for token in found if token.content and not token.figure]


@lru_cache(maxsize=1)
def _bases() -> dict[str, str]:
    return {
        form: (content_terms(base) or [base])[0]
        for base, *forms in _lines(_IRREGULAR + "|" + _KIN)
        for form in (base, *forms)
    }


@lru_cache(maxsize=1)
def _pasts() -> frozenset[str]:
    return frozenset(form for _, *forms in _lines(_IRREGULAR) for form in forms if not form.endswith("ing"))


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.replace("\n", "|").split("|") if line.strip()]


def is_past(word: str) -> bool:
    """Whether an English word looks like a past tense or participle."""
    low = word.casefold()
    return (low.endswith("ed") and not low.endswith("eed") and len(low) > 3) or low in _pasts() or low in _UNCHANGED


def is_third_person(surface: str, after: str) -> bool:
    """Whether a word may be a verb directly followed by its object."""
    if not surface.endswith("s") or surface.endswith(("ss", "us", "is", "’s", "'s")):
        return False
    follows = after.split()[:1] if after[:1] == " " else []
    return bool(follows) and follows[0].lower() not in _NO_OBJECT
