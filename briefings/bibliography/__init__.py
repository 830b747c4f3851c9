"""Exports a reference list as BibTeX, RIS or CSL-JSON. Pure.

Keys are the first author's name and the year. They are unique, the same in all three formats, and keep the letters of
the list.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from briefings.bibliography import bibtex, csl, ris
from briefings.bibliography.keys import keys
from briefings.model.analysis import Reference

__all__ = []

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
