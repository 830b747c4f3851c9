"""Composes the entry that a reader sees of a work that a text describes by fields, such as CSL's or BibTeX's."""

from collections.abc import Sequence
from dataclasses import replace

from briefings.model.analysis import Author, Reference

_MOST_NAMED = 20  # authors of one work


def composed(work: Reference) -> Reference:
    """The work with an entry in the manner of APA: "Wang, L., & Li, Q. (2026). Title. Journal, 12(3), 4-9"."""
    lead = f"{_names(work.authors)} ({work.year or 'n.d.'})." if work.authors else ""
    title = _stopped(work.title or "") + ("" if lead or not work.title else f" ({work.year or 'n.d.'}).")
    address = f"https://doi.org/{work.doi}" if work.doi else work.url or ""
    parts = (lead, title, _stopped(_place(work)), address)
    return replace(work, entry=" ".join(filter(None, parts)))


def _names(authors: Sequence[Author]) -> str:
    """ "Wang, L., & Li, Q.": family names first."""
    names = [
        f"{author.family}, {author.given}" if author.family and author.given else author.name
        for author in authors[:_MOST_NAMED]
    ]
    if len(authors) > _MOST_NAMED:
        return f"{', '.join(names)}, et al."
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _place(work: Reference) -> str:
    """Where a work appeared: journal or book, volume, issue, pages, publisher."""
    issue = f"({work.issue})" if work.issue else ""
    numbers = f"{work.volume or ''}{issue}"
    return ", ".join(filter(None, (work.container, numbers, work.pages, work.publisher)))


def _stopped(words: str) -> str:
    return words if not words or words[-1] in ".?!。？！" else f"{words}."
