"""Whether the first word of a sentence keeps its capital inside another sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.words import is_function, terms

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# How English common nouns end, and what follows on a plural.
_COMMON = re.compile(
    r"(?:\w{3,}(?:tion|ment|ness|ity|ance|ence|fall|age|ism|ship|ings?|ers|ists|tions|ments|ities|gers))\b|"
    r"\w+[^us]s (?:are|were|have) "
)
_ARTICLES_TEXT = """
a an the one two three four five six seven eight nine ten
"""
_ARTICLES = frozenset(_ARTICLES_TEXT.split())


@dataclass(frozen=True, slots=True)
class Capitals:
    """The words that stand with a small letter somewhere, and those with a capital inside a sentence."""

    small: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Capitals":
        """What texts show."""
        small, names = set[str](), set[str]()
        for text in texts:
            for number, word in enumerate(_WORD.findall(text)):
                if word[0].islower():
                    small.add(word)
                elif number:
                    names.add(word)
        return cls(frozenset(small), frozenset(names))

    def inside(self, text: str) -> str | None:
        """The text as it goes on behind other words; None where that cannot be told."""
        found = _WORD.match(text)
        if found is None or found[0][0].islower() or found[0][0].lower() == found[0][0].upper():
            return text
        word, low = found[0], found[0].lower()
        follows = text[found.end() : found.end() + 2]
        if low in _ARTICLES or low in self.small or (word not in self.names and all(map(is_function, terms(low)))):
            return text if word == "I" else low[0] + text[1:]
        if word not in self.names and _COMMON.match(text):
            return low[0] + text[1:]
        named = word in self.names or word.isupper() or (follows[:1] == " " and follows[1:].isupper())
        return text if named or "’s" in word or "'s" in word else None


def capitalised(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]
