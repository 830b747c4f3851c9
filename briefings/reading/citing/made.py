"""How a citation is made of a place and the references that fit."""

from collections.abc import Sequence

from briefings.model.analysis import Citation, CitationStatus


def citation(text: str, start: int, end: int, references: Sequence[int]) -> Citation:
    """A citation of one work; its status follows from how many references fit."""
    fits = tuple(sorted(set(references)))
    status: CitationStatus = "missing" if not fits else "linked" if len(fits) == 1 else "ambiguous"
    return Citation(start, end, text[start:end], status, fits)
