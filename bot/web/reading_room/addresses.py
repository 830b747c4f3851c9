"""Addresses on the page of an analysis: of its sentences and panels, on the same page, or on another one."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.views.shared.page_addresses import AT, Anchors, anchor, place_address
from bot.web.reading_room.parts import Span
from briefings.model.analysis import Analysis
from briefings.model.corrections import QuotedSpan

SHOW, ALL = "show", "all"  # the parameter that names a panel with a page of its own; everything on one page
SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class RequestedPlace:
    """What a request names within an analysis: a revision, an offset, a panel, and a language; None or "" for none."""

    revision: int | None = None
    at: int | None = None
    show: str = ""
    language: str = ""

    def query(self) -> str:
        """The place as the query of an address, with "?" unless it is empty."""
        named = {"rev": self.revision, AT: self.at, SHOW: self.show or None, "lang": self.language or None}
        query = urlencode({name: value for name, value in named.items() if value is not None})
        return f"?{query}" if query else ""


class PageAddresses:
    """Addresses as the page of an analysis writes them, whose text from `shown[0]` to `shown[1]` is on this page."""

    def __init__(self, analysis: Analysis, place: RequestedPlace, shown: Span, *, whole: bool, library: bool) -> None:
        """`whole`: the panels are on the same page as the text; `library`: the link opens all analyses."""
        self._analysis, self._shown, self._library, self.whole = analysis, shown, library, whole
        self._place = replace(place, at=None, show="")
        self._anchors = Anchors(analysis.draft)
        self._listed = {each.start for each in analysis.draft.references if not each.inline}
        self.key = (self._place, shown, whole, library)  # of what differs between the addresses on two pages of a text

    def page(self, at: int | None = None, show: str = "") -> str:
        """The address of the page with an offset of the text, or with a panel."""
        return f"a{self._analysis.id}{replace(self._place, at=at, show=show).query()}"

    def revision(self, number: int) -> str:
        """The address of a revision's page."""
        return place_address(self._analysis.id, None, number, self._place.language)

    def panel(self, name: str) -> str:
        """The address of a panel: an anchor on the page of a short text, or a page of its own."""
        return f"#{name}" if self.whole else self.page(show=name)

    def reference(self, number: int) -> str:
        """Where a reference of the list stands."""
        return f"{'' if self.whole else self.page(show=SOURCES)}#r{number}"

    def start(self, start: int) -> str:
        """Where the sentence, heading, row or reference stands that has an offset; "" if there is none."""
        at = self._anchors.offset(start)
        if at is None:
            return ""
        if at in self._listed:
            return f"{'' if self.whole else self.page(show=SOURCES)}#{anchor(at)}"
        return f"{'' if self._shown[0] <= at < self._shown[1] else self.page(at)}#{anchor(at)}"

    def quoted(self, of: QuotedSpan) -> str:
        """Where a quoted span stands: on this page, on another one that the link opens, or "" if it opens none."""
        if (of.analysis, of.revision) == (self._analysis.id, self._analysis.revision):
            return self.start(of.start)
        if of.analysis == self._analysis.id or self._library:
            return place_address(of.analysis, of.start, of.revision, self._place.language)
        return ""
