"""Citation keys: the first author and the year in ASCII, for example "tan2023a"."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from briefings.model.analysis import Reference

_YEAR = re.compile(r"(?P<year>\d{4})(?P<letter>[a-zабвд]?)|n\.\s?d\.-?(?P<undated>[a-z]?)")
_LONGEST = 24  # characters of a name
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = str.maketrans("абвд", "abce")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "þ": "th", "ð": "d"})


def keys(references: Sequence[Reference]) -> tuple[str, ...]:
    """A unique key for each reference, ignoring case.

    A letter given by the list is kept if possible; other references with the same name and year get the remaining
    letters in order.
    """
    bases = [_base(reference, number) for number, reference in enumerate(references, 1)]
    stems = Counter(stem for stem, _ in bases)
    taken: set[str] = set()
    made: list[str] = [""] * len(bases)
    for at, (stem, letter) in enumerate(bases):
        if letter and stem + letter not in taken:
            made[at] = stem + letter
            taken.add(made[at])
    for at, (stem, _) in enumerate(bases):
        if not made[at]:
            made[at] = next(key for key in _free(stem, alone=stems[stem] == 1) if key not in taken)
            taken.add(made[at])
    return tuple(made)


def _base(reference: Reference, number: int) -> tuple[str, str]:
    """The name with the year, and the letter given by the list; a name in another script becomes a number."""
    name = reference.authors[0].name if reference.authors else " ".join((reference.title or "").split()[:2])
    found = _YEAR.fullmatch((reference.year or "").replace(" ", ""))
    year = found["year"] or "nd" if found else "nd"
    letter = found["letter"] or found["undated"] or "" if found else ""
    return f"{_plain(name) or f'ref{number}-'}{year}", letter.translate(_CYRILLIC)


def _plain(name: str) -> str:
    low = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    letters = "".join(c for c in low if c.isascii() and c.isalnum())
    foreign = sum(c.isalpha() and not c.isascii() for c in low)
    return "" if foreign > len(letters) else letters[:_LONGEST]


def _free(stem: str, *, alone: bool) -> Iterator[str]:
    """Possible keys, best first: "tan2023" if it is the only one, then a to z, then aa."""
    if alone:
        yield stem
    for size in count(1):
        yield from (stem + letter * size for letter in _LETTERS)
