"""Addresses in the reading room: of the library, of an analysis, and of each sentence within its page."""

from bisect import bisect_right

from briefings.model import tables
from briefings.model.analysis import Analysis, Draft

FOLDER = "r"  # of all links


def anchor(start: int) -> str:
    """The anchor of what starts at an offset."""
    return f"s{start}"


class Anchors:
    """The anchors of a text: those of its sentences, table rows, references and headings."""

    def __init__(self, draft: Draft) -> None:
        self._known = sorted(
            {
                *(sentence.start for sentence in draft.sentences),
                *(section.start for section in draft.sections),
                *(reference.start for reference in draft.references if not reference.inline),
                *(row.start for _table, row in tables.rows(draft)),
            }
        )

    def nearest(self, start: int) -> str:
        """The anchor of what starts at an offset, or else of the last one before it; "" if none is."""
        at = bisect_right(self._known, start) - 1
        return anchor(self._known[at]) if at >= 0 else ""


def library_address(base: str, token: str) -> str:
    """The address of the library page; `base` is that of the web server."""
    return f"{base.rstrip('/')}/{FOLDER}/{token}/"


def page_address(base: str, token: str, analysis: Analysis, start: int | None = None, *, newest: bool = True) -> str:
    """The address of an analysis's page, or of what starts there; of this revision unless it is the `newest`."""
    revision = "" if newest else f"?rev={analysis.revision}"
    place = "" if start is None else Anchors(analysis.draft).nearest(start)
    return f"{library_address(base, token)}a{analysis.id}{revision}{f'#{place}' if place else ''}"
