"""The library page: the analyses that a reader may see, and a search in their titles and sentences."""

from collections.abc import Iterable, Sequence
from functools import partial

from bot.languages import _, ngettext
from bot.views.library.library import entry_facts, in_part
from bot.views.library.reading_room import page_until
from bot.views.shared.page_addresses import place_address
from bot.views.shared.quotations import numbers_for, quoted_line, sourced
from bot.web.reading_room.analysis_page import Reader
from bot.web.reading_room.blocks import parts_of, words_of
from bot.web.reading_room.panels import Line
from bot.web.reading_room.templates import rendered
from briefings.markings import Levels
from briefings.model.analysis import Entry
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import CitedSentence
from briefings.model.marking import Marking, strictest
from briefings.service import Briefings

MOST_LISTED, MOST_FOUND, LONGEST = 500, 30, 300  # analyses; sentences; characters of a search


async def library_page(
    briefings: Briefings, reader: Reader, typed: str, root: str, spoken: Sequence[tuple[str, str]], chosen: str = ""
) -> str:
    """The page as HTML: all analyses, or what contains the typed words; `chosen` is the language in its address."""
    words = " ".join(typed[:LONGEST].split())
    entries = await briefings.library.entries(words, MOST_LISTED + 1)
    found = (await briefings.library.search(words, MOST_FOUND)).hits if words else ()
    levels = await briefings.markings.levels([each.id for each in entries[:MOST_LISTED]])
    unmarked = Levels(briefings.markings.default, briefings.markings.default)
    numbers = numbers_for(found)
    address = partial(_address, chosen)
    hits = [Line(words_of(quoted_line(hit, numbers), address)) for hit in found]
    empty = _("The library is empty. Editors and admins add documents.")
    facts = await _facts(briefings, [each.strictest for each in levels.values()], found)
    return rendered(
        "library.html",
        root=root,
        spoken=spoken,
        title=_("Library"),
        query=words,
        chosen=chosen,
        longest=LONGEST,
        entries=[_listed(each, levels.get(each.id, unmarked), chosen) for each in entries[:MOST_LISTED]],
        more=_("There are more. Search for words of the title.") if len(entries) > MOST_LISTED else "",
        hits=hits,
        legend=parts_of(sourced(found, numbers), address),
        nothing=_("No title contains “{words}”.", words=words) if words else empty,
        no_hit=_("No sentence contains “{words}”.", words=words),
        marking=facts[0],
        facts=facts,
        until=page_until(reader.link, reader.zone),
        words={
            "search": _("Search the library"),
            "button": _("Search"),
            "analyses": _("Analyses"),
            "sentences": _("Sentences"),
            "all": _("All analyses"),
        },
    )


async def _facts(briefings: Briefings, listed: Iterable[Marking], found: Sequence[CitedSentence]) -> tuple[str, str]:
    """The strictest marking of what is listed and of the sentences that were found, and how many analyses there are."""
    quotes = [QuotedSpan(hit.analysis, hit.revision, hit.start, hit.end) for hit in found]
    quoted = await briefings.markings.above_default(quotes=quotes)
    strict = strictest(briefings.markings.default, *listed, *([quoted] if quoted else []))
    total = await briefings.library.count()
    return f"TLP:{strict}", ngettext("{number} analysis", "{number} analyses", total)


def _listed(entry: Entry, level: Levels, language: str) -> tuple[str, str, str, str]:
    """The id with the marking, the address, the title and the facts of an analysis."""
    address = place_address(entry.id, None, None, language)
    return f"a{entry.id} · TLP:{level.own}", address, entry.title, entry_facts(entry, in_part(level))


def _address(language: str, of: QuotedSpan) -> str:
    return place_address(of.analysis, of.start, of.revision, language)
