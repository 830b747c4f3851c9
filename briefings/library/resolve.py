"""Resolves typed words to an analysis and a section."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from briefings.errors import Ambiguous, Damaged, NotFound
from briefings.model.analysis import Analysis, Entry
from briefings.parsing import names as naming
from briefings.text import lazy_re
from briefings.text.terms import content_terms, terms
from briefings.translatable import in_quotes, phrase, plural

_LISTED = 6
_LOOKED = 100  # newest analyses whose headings are looked through
_SHORTEST = 3  # characters of a name that is looked for in other analyses
_TITLE_WORDS = 25  # of a title before the name of a section; more are a text, which would take a search for each word
_NOUN = lazy_re(
    r"analysis|paper|report|text|document|article|анализ\w*|текст\w*|документ\w*|стать\w+|отч[её]т\w*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """An analysis, or one section of it by index."""

    analysis: Analysis
    section: int | None = None

    @property
    def name(self) -> str:
        """What to type for it, with its title or heading in brackets."""
        if self.section is None:
            return phrase("a{id} (“{title}”)", id=self.analysis.id, title=self.analysis.title)
        heading = self.analysis.draft.sections[self.section].heading
        return phrase("a{id} {number} (“{title}”)", id=self.analysis.id, number=self.section + 1, title=heading)


class AnalysisLookup(Protocol):
    """An interface for looking up analyses; `Library` implements it."""

    async def get(self, id_: int) -> Analysis:
        """The current revision. Raises NotFound."""

    async def several(self, ids: Collection[int]) -> dict[int, Analysis]:
        """The current revisions of the readable ones among these ids, by id."""

    async def newest(self) -> Analysis | None:
        """The analysis added or revised last."""

    async def entries(self, words: str = "", limit: int | None = 50) -> list[Entry]:
        """Analyses whose title contains all the words, newest first."""


def uses_current_analysis(words: Sequence[str]) -> bool:
    """Whether the meaning of words depends on the current analysis, as it does unless they start with an id."""
    typed = naming.parse_id(words[0]) if words else None
    return typed is None or typed[0] != "analysis"


async def resolve(shelf: AnalysisLookup, words: Sequence[str], current: int | None) -> ResolvedPlace:
    """See `Library.resolve`."""
    if len(words) > 1 and _NOUN.fullmatch(words[0]) and not uses_current_analysis(words[1:]):
        words = words[1:]
    if words and (typed := naming.parse_id(words[0])) and typed[0] == "analysis":
        analysis, rest = await shelf.get(typed[1]), " ".join(words[1:])
        return ResolvedPlace(analysis, naming.section_named(analysis.draft, rest) if rest else None)
    here = await _here(shelf, current)
    return await _meant(shelf, words, here) if words else ResolvedPlace(here)


async def _here(shelf: AnalysisLookup, current: int | None) -> Analysis:
    if current is not None:
        try:
            return await shelf.get(current)
        except NotFound:
            pass  # it was removed since
    newest = await shelf.newest()
    if newest is None:
        raise NotFound("The library is empty. Editors add analyses with /import.")
    return newest


async def _meant(shelf: AnalysisLookup, words: Sequence[str], here: Analysis) -> ResolvedPlace:
    line = " ".join(words)
    places = [ResolvedPlace(here, section) for section in naming.sections_named(here.draft, line)]
    if not line.isdecimal():
        titled = await _titled(shelf, words)
        # The analysis at hand is meant without a word, so that a word which its title shares names the section.
        places += [place for place in titled if not places or place.analysis.id != here.id]
    if not places and not line.isdecimal():
        places = await _elsewhere(shelf, line)
    if len(places) == 1:
        return places[0]
    if places:
        names = [place.name for place in places[:_LISTED]]
        more = phrase(", among others") if len(places) > _LISTED else ""
        raise Ambiguous("“{line}” could mean {names}{more}.", names, line=line, names=naming.either(names), more=more)
    raise await _nothing_like(shelf, line, here)


async def _elsewhere(shelf: AnalysisLookup, line: str) -> list[ResolvedPlace]:
    """Sections of other analyses that words name."""
    if len(naming.key(line)) < _SHORTEST:
        return []
    newest = await _newest(shelf)
    return [ResolvedPlace(each, section) for each in newest for section in naming.sections_named(each.draft, line)]


async def headed(shelf: AnalysisLookup, words: str) -> list[ResolvedPlace]:
    """The analyses whose title has all the words, in any form, and the sections whose heading does."""
    wanted = frozenset(content_terms(words) or terms(words))
    found = []
    for each in await _newest(shelf) if wanted else ():
        if wanted <= frozenset(terms(each.title)):
            found.append(ResolvedPlace(each))
        for number, section in enumerate(each.draft.sections):
            if section.heading != each.title and wanted <= frozenset(terms(section.heading)):
                found.append(ResolvedPlace(each, number))
    return found


async def _newest(shelf: AnalysisLookup) -> list[Analysis]:
    """The newest analyses that can be read."""
    try:
        return await _readable(shelf, [entry.id for entry in await shelf.entries(limit=_LOOKED)])
    except Damaged:
        return []


async def _titled(shelf: AnalysisLookup, words: Sequence[str]) -> list[ResolvedPlace]:
    """Readings where the first words name an analysis and the rest, if any, name one of its sections."""
    for count in (*([len(words)] if len(words) > _TITLE_WORDS else []), *range(min(len(words), _TITLE_WORDS), 0, -1)):
        title, rest = " ".join(words[:count]), " ".join(words[count:])
        entries = await shelf.entries(title, limit=_LISTED + 1)
        entries = [entry for entry in entries if naming.key(entry.title) == naming.key(title)] or entries
        analyses = await _readable(shelf, [entry.id for entry in entries])
        if analyses and not rest:
            return [ResolvedPlace(analysis) for analysis in analyses]
        if analyses:
            return [ResolvedPlace(a, section) for a in analyses for section in naming.sections_named(a.draft, rest)]
    return []


async def _readable(shelf: AnalysisLookup, ids: Sequence[int]) -> list[Analysis]:
    """The analyses with these ids that can be read. Raises Damaged if none of them can."""
    known = await shelf.several(ids)
    if ids and not known:
        await shelf.get(ids[0])
    return [known[id_] for id_ in ids if id_ in known]


async def _nothing_like(shelf: AnalysisLookup, line: str, here: Analysis) -> NotFound:
    if line.isdecimal():
        count = len(here.draft.sections)
        has = plural("has {number} section", "has {number} sections", count) if count else phrase("has no sections")
        return NotFound(
            "“{title}” (a{id}) {has}; there is no section {line}.", title=here.title, id=here.id, has=has, line=line
        )
    titles = {entry.title: f"a{entry.id} {entry.title}" for entry in await shelf.entries(limit=300)}
    close = naming.similar_names(line, [section.heading for section in here.draft.sections])
    close += [titles[title] for title in naming.similar_names(line, list(titles))]
    hint = phrase("Type /list to see all analyses.")
    if close:
        hint = phrase("Similar: {names}.", names=naming.either([in_quotes(name) for name in close[:4]]))
    return NotFound(
        "I found no analysis and no section of “{title}” called “{line}”. {hint}",
        close,
        title=here.title,
        line=line,
        hint=hint,
    )
