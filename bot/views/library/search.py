"""View of search results."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.languages import _, ngettext
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Text, code, say, text
from bot.views.library.library import OFFERED, summary_buttons
from bot.views.shared.names_and_dates import in_line
from bot.views.shared.quotations import asking_of, numbers_for, quoted, sourced, titles
from briefings.library import Found, ResolvedPlace

_PLACES = 10


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search: `name` is the scope ("" for the library), `about` its id; `more` results follow.

    `meant` holds the words as they are probably spelt, "" if there is nothing to correct.
    """

    words: str
    name: str = ""
    about: str = ""
    page: int = 1
    more: bool = False
    meant: str = ""

    @property
    def line(self) -> str:
        """The line to type for it, without the page."""
        return f"/search {self.words} in {self.about}" if self.about else f"/search {self.words}"


def found_in_headings(places: Sequence[ResolvedPlace], of: SearchView) -> Message:
    """Titles and headings with the words, where no sentence has them."""
    place = of.name or _("the library")
    lines = tuple(_place(each) for each in places[:_PLACES])
    left = len(places) - len(lines)
    ids = list(dict.fromkeys(each.analysis.id for each in places))
    return say(
        Heading(_("“{words}” in {place}", words=of.words, place=place)),
        _("No sentence has these words, but these titles and headings do:"),
        Bullets(lines),
        *((Note(text(ngettext("{number} more.", "{number} more.", left))),) if left else ()),
        Buttons((summary_buttons(ids[:OFFERED]),)),
        about=of.about,
        line=of.line,
    )


def _place(of: ResolvedPlace) -> Text:
    id_, draft = f"a{of.analysis.id}", of.analysis.draft
    name = draft.title if of.section is None else in_line((draft.title, draft.sections[of.section].heading))
    return text(code(id_ if of.section is None else f"{id_} {of.section + 1}"), " ", name)


def search_results(result: Found, of: SearchView, prefix: str) -> Message:
    """A page of sentences, best first, each with analysis, section and sources."""
    place = of.name or _("the library")
    everywhere = (Button(_("In the whole library"), f"/search {of.words}"),) if of.name else ()
    if not result.hits and of.name:
        nothing_found = _("Nothing in {place} mentions “{words}”.", place=place, words=of.words)
        return say(nothing_found, *_meant(of), Buttons((everywhere,)), about=of.about)
    if not result.hits:
        return say(
            _(
                "Nothing in the library mentions “{words}”. Type {prefix}list to see all analyses.",
                words=of.words,
                prefix=prefix,
            ),
            *_meant(of),
        )
    numbers = numbers_for(result.hits)
    analyses = list(dict.fromkeys(hit.analysis for hit in result.hits))
    common = _("One of these words is very common, so only the newest sentences with it were ranked.")
    summaries = summary_buttons(analyses)
    return say(
        Heading(_("“{words}” in {place}", words=of.words, place=place)),
        *((Note(text(_("Page {page}", page=of.page))),) if of.page > 1 else ()),
        *quoted(result.hits, numbers),
        *((Note(text(common)),) if result.bounded else ()),
        *titles(result.hits),
        *sourced(result.hits, numbers),
        Buttons(tuple(row for row in (_turns(of), summaries, asking_of(result.hits), everywhere) if row), most=OFFERED),
        about=of.about,
        line=f"{of.line} page {of.page}",
    )


def _turns(of: SearchView) -> tuple[Button, ...]:
    before = (Button(_("Better matches"), f"{of.line} page {of.page - 1}"),) if of.page > 1 else ()
    return (*before, *((Button(_("More matches"), f"{of.line} page {of.page + 1}"),) if of.more else ()))


def _meant(of: SearchView) -> tuple[Block | str, ...]:
    """Asks whether other words were meant, with a button that searches for them."""
    if not of.meant:
        return ()
    button = Button(of.meant, f"/search {of.meant}")
    return _("Did you mean “{words}”?", words=of.meant), Buttons(((button,),))
