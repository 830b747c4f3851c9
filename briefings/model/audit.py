"""Findings of an audit: a position in the text and a sentence about the problem."""

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal[
    "missing_reference",
    "ambiguous_citation",
    "never_cited",
    "no_reference_list",
    "section_without_source",
    "quotation_without_source",
    "overdue_statement",
    "source_concentration",
    "reference_without_date",
    "reference_without_link",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; the span is that of the citation, reference, section, quotation or sentence concerned.

    `references` are the indexes of the references concerned; `likely` is a sentence naming the probable one.
    """

    kind: FindingKind
    start: int
    end: int
    message: str
    references: tuple[int, ...] = ()
    likely: str = ""

    @property
    def whole(self) -> str:
        """The message followed by the probable answer, if any."""
        return f"{self.message} {self.likely}".rstrip()
