"""Findings of an audit: a position in the text and a sentence about the problem."""

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal[
    "missing_reference",
    "ambiguous_citation",
    "never_cited",
    "section_without_source",
    "quotation_without_source",
    "overdue_statement",
    "source_concentration",
    "reference_without_date",
    "reference_without_link",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """The span is that of the citation, reference, section, quotation or sentence which the message is about.

    `references` are indexes of the references that it concerns; `likely` is a sentence on what is probably meant.
    """

    kind: FindingKind
    start: int
    end: int
    message: str
    references: tuple[int, ...] = ()
    likely: str = ""

    @property
    def whole(self) -> str:
        """The message with all that is known."""
        return f"{self.message} {self.likely}".rstrip()
