"""Exports a reference list as BibTeX, RIS or CSL-JSON. Pure.

Keys are the first author's name and the year. They are unique, the same in all three formats, and keep the letters of
the list.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from briefings.bibliography import bibtex, csl, ris
from briefings.model.analysis import Reference

__all__ = []

_YEAR = re.compile(r"(?P<year>\d{4})(?P<letter>[a-zабвд]?)|n\.\s?d\.-?(?P<undated>[a-z]?)")
_LONGEST = 24  # characters of a name
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = str.maketrans("абвд", "abce")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "þ": "th", "ð": "d"})

_Written = Callable[[Sequence[tuple[str, Reference]]], str]


@dataclass(frozen=True, slots=True)
class Form:
    """A format: `title` is its name, `ending` its file extension."""

    title: str
    ending: str
    media_type: str
    write: _Written


FORMS = {
    "bibtex": Form("BibTeX", ".bib", "application/x-bibtex", bibtex.write),
    "ris": Form("RIS", ".ris", "application/x-research-info-systems", ris.write),
    "csl": Form("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", csl.write),
}


def bibliography(references: Sequence[Reference], form: str, only: Collection[int] | None = None) -> bytes:
    """The references as UTF-8 file contents, in order; `form` is a key of FORMS.

    With `only`, a selection by index; keys are those of the whole list.
    """
    entries = [*zip(keys(references), references, strict=True)]
    return FORMS[form].write([one for at, one in enumerate(entries) if only is None or at in only]).encode()


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
