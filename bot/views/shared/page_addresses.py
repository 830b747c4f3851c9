"""Addresses in the reading room: of the library, of an analysis, and of each sentence within its page."""

from bisect import bisect_right
from urllib.parse import urlencode

from briefings.model import table_rows
from briefings.model.analysis import Analysis, Draft
from briefings.model.corrections import QuotedSpan

FOLDER = "r"  # of all links
AT = "at"  # the parameter that names the part of a long text, by an offset in it
_SHORT = 6_000  # characters


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
                *(row.start for _table, row in table_rows.rows(draft)),
            }
        )

    def offset(self, start: int) -> int | None:
        """The offset of the anchor of what starts there, or else of the last one before it; None if none is."""
        at = bisect_right(self._known, start) - 1
        return self._known[at] if at >= 0 else None

    def nearest(self, start: int) -> str:
        """The anchor of what starts at an offset, or else of the last one before it; "" if none is."""
        at = self.offset(start)
        return "" if at is None else anchor(at)


def library_address(base: str, token: str) -> str:
    """The address of the library page; `base` is that of the web server."""
    return f"{base.rstrip('/')}/{FOLDER}/{token}/"


def page_address(base: str, token: str, analysis: Analysis, start: int | None = None, *, newest: bool = True) -> str:
    """The address of an analysis's page, or of what starts there; of this revision unless it is the `newest`."""
    at = None if start is None else Anchors(analysis.draft).offset(start)
    revision = None if newest else analysis.revision
    return library_address(base, token) + place_address(analysis.id, at, revision, whole=is_short(analysis.draft))


def quoted_address(base: str, of: QuotedSpan) -> str:
    """The address of a quoted span, without a token: it leads on in a browser that has opened a page of its reader."""
    return f"{base.rstrip('/')}/{FOLDER}/a{of.analysis}?{urlencode({'rev': of.revision, AT: of.start})}"


def place_address(
    analysis: int, at: int | None, revision: int | None = None, language: str = "", *, whole: bool = False
) -> str:
    """The address of what starts at an offset, within a link's folder; `whole` if one page holds all of the text."""
    named = {"rev": revision, AT: None if whole else at, "lang": language or None}
    query = urlencode({name: value for name, value in named.items() if value is not None})
    return f"a{analysis}{f'?{query}' if query else ''}{'' if at is None else f'#{anchor(at)}'}"


def is_short(draft: Draft) -> bool:
    """Whether a text is so short that its page surely has no parts."""
    return len(draft.text) <= _SHORT
