"""Whether a sentence's first word keeps its capital in the middle of another sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.text.terms import is_function, terms

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STEM = 5  # letters in which a Russian word and one of its other forms agree
_RUSSIAN_COMMON = re.compile(
    r"\w{3,}(?:ость|ости|ение|ения|ание|ания|ция|ции|ство|ства|изм|ики|тели|ники|ые|ый|ная|ое|ские|цкие|ого|ому|"
    r"ых|их|ым|им)$|(?:зимой|весной|летом|осенью|утром|вечером|банки|цены|рынки|доходы|расходы|компания|компании)$"
)
_CYRILLIC = re.compile(r"[а-яё]+$")
# Some English common nouns, how others end, and what follows on a plural.
_COMMON = re.compile(
    r"(?:\w{3,}(?:tion|ment|ness|ity|ance|ence|fall|age|ism|ship|ings?|ers|ists|tions|ments|ities|gers))\b|"
    r"(?:imports|exports|prices|wages|rents|banks|farmers|workers|sales|profits|losses|costs|taxes|schools|hospitals|"
    r"factories|ports|roads|rates|deaths|voters|officials|soldiers|talks|elections|reserves|stocks|shares|crops|"
    r"output|demand|growth|trade|inflation|unemployment|turnout|production|rail|roads|water|oil|gas|coal|wheat)\b|"
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
        if word not in self.names and _COMMON.match(low[0] + text[1:]):
            return low[0] + text[1:]
        if word not in self.names and self._russian(low):
            return low[0] + text[1:]
        named = word in self.names or word.isupper() or (follows[:1] == " " and follows[1:].isupper())
        return text if named or "’s" in word or "'s" in word else None

    def _russian(self, low: str) -> bool:
        """Whether a Russian word is none of a name, as its ending or another form of it shows."""
        if not _CYRILLIC.match(low):
            return False
        other = len(low) >= _STEM and any(each.startswith(low[:_STEM]) for each in self.small)
        return other or _RUSSIAN_COMMON.match(low) is not None
