"""Notes with author-year citations: "See Lee (2025).", "Lee 2025, 44", "a long aside (Lee, 2025; Tan, 2019)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.model.analysis import Citation
from briefings.reading.citing.author_year import author_year
from briefings.reading.citing.reference_index import Index
from briefings.reading.citing.unmatched_citations import whole_name
from briefings.reading.references.entries import ReferenceEntry

_YEAR = r"(?:1[4-9]|20)\d{2}[a-zабвд]?"
_BARE_YEAR = re.compile(rf"(?<=[^\W\d_]),?\s({_YEAR})(?=[,;.:\s]|$)")
_ALONE = re.compile(
    rf"[(（]?(?P<names>[^()（）\d]{{1,80}}?)[,，]?\s?(?:[(（]\s?)?{_YEAR}(?:[,:，：]?\s?(?:pp?|с|стр|第)?\.?\s?[\d–—-]{{1,12}}页?)?"
    r"[)）]?(?:[,:，：]\s?(?:pp?|с|стр|第)?\.?\s?[\d–—-]{1,12}页?)?[.。]?"
)

Fits = tuple[int, ...]


def dated_notes(body: str, index: Index) -> list[Fits]:
    """For each author and year in a note, the references that fit; [()] if the note is only a missing reference."""
    bracketed = body if "(" in body or "（" in body else _BARE_YEAR.sub(r" (\1)", body)
    found = [one.references for one in author_year(bracketed, index, elsewise=True) if one.references]
    return [*dict.fromkeys(found)] or ([()] if _is_lost(body) else [])


def notes_without_mark(
    text: str, notes: Sequence[ReferenceEntry], called: frozenset[str], index: Index
) -> Iterator[Citation]:
    """Citations in notes that no mark in the text calls; they are placed in the note."""
    for note in notes:
        if not note.mark or note.mark not in called:
            found = author_year(text[note.body : note.end].replace("\n", " "), index, elsewise=True)
            placed = (replace(one, start=note.body + one.start, end=note.body + one.end) for one in found)
            yield from (one for one in placed if one.references)


def _is_lost(body: str) -> bool:
    """Whether a note is only names and a year, with a bracket or a word such as "see"."""
    alone = _ALONE.fullmatch(body.strip())
    names = whole_name(alone["names"]) if alone else ""
    marked = bool(re.search("[(（]", body)) or (alone is not None and names != alone["names"].strip())
    return bool(names) and marked
