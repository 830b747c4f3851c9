"""Suggests how to rewrite ambiguous citations so that each fits one reference. Pure."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefings.model.analysis import Author, Reference
from briefings.parsing import names as naming

_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d[a-zабвд]?\b|\bn\.\s?d\.(?:-?[a-z]\b)?")
_FIRST_WORDS = re.compile(r"[^.(]*.?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Key = tuple[tuple[str, str, str], ...]


def authors_key(reference: Reference) -> Key:
    """A key for the authors of a reference: their names, or the entry itself if it names none."""
    if not reference.authors:
        return (("", "", naming.key(reference.entry)),)
    return tuple(tuple(map(naming.key, (each.family, each.given, each.literal))) for each in reference.authors)  # type: ignore[misc]


def called(reference: Reference) -> str:
    """A short name for a reference's authors: "Xinhua", "Holm and Berg", "Holm et al."; else its first words."""
    names = [author.name for author in reference.authors if author.name]
    if not names:
        return reference.title or _FIRST_WORDS.match(reference.entry)[0].strip()  # type: ignore[index]
    return names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."


class Disambiguation:
    """Rewrites citations of a reference list so that each fits one reference; in linear time for the whole list."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._references = references
        self._keys = [authors_key(reference) for reference in references]
        self._alike: dict[tuple[str, Key], list[int]] = {}
        for index in range(len(references)):
            self._alike.setdefault(self._dated(index), []).append(index)

    def rewrites(self, candidates: Sequence[int], words: str) -> tuple[str, ...]:
        """For each candidate of a citation, a wording that is unambiguous: "Xinhua, 2026a", or "D. Smith, 2013".

        `words` are the citation's. Letters follow the order of the list, unless the list has its own; initials
        distinguish authors with the same surname.
        """
        shared = len({self._keys[index] for index in candidates if self._references[index].authors}) > 1
        return tuple(self._rewrite(index, candidates, words, full=shared) for index in candidates)

    def _rewrite(self, index: int, candidates: Sequence[int], words: str, *, full: bool) -> str:
        reference = self._references[index]
        lettered = self._lettered(index, candidates)
        year = _YEAR.search(words)
        if full and reference.authors:
            return f"{_in_full(reference.authors)}, {lettered}"
        if year is None:
            return f"{called(reference)}, {lettered}"
        return f"{words[: year.start()]}{lettered}{words[year.end() :]}"

    def _lettered(self, index: int, candidates: Sequence[int]) -> str:
        """The year with its letter from the list, or with the letter for its position among works of the same year."""
        year, _ = self._dated(index)
        like = self._alike[self._dated(index)]
        if not self._references[index].authors:  # who wrote it is not known, but the citation fits it like the others
            like = [each for each in candidates if self._dated(each)[0] == year]
        place = like.index(index) if len(like) <= len(_LETTERS) else bisect_left(like, index)
        if len(like) == 1 or place >= len(_LETTERS):
            return year
        return f"{year}{'' if year[-1].isdigit() else '-'}{_LETTERS[place]}"

    def _dated(self, index: int) -> tuple[str, Key]:
        return self._references[index].year or "n.d.", self._keys[index]


def _in_full(authors: Sequence[Author]) -> str:
    names = [f"{author.given} {author.name}".strip() for author in authors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
