"""What each answer in JSON asks of the core, for the command line, the API and language models alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bot.commands.compare import disagreements_of
from bot.commands.library.library import word_limit
from bot.commands.outlook import statements_of
from bot.commands.search_scope import search_scope
from bot.json_answers import content_shapes, shapes
from bot.json_answers.shapes import Shape
from bot.views.outlook import today_in
from briefings.library import ResolvedPlace, audit_analysis, shares, sources_of
from briefings.model.analysis import Analysis
from briefings.service import Briefings

_TOGETHER = 20  # analyses that are read at once
_STATEMENTS = 1_000
LENGTHS = ("brief", "short", "medium", "long")


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose behalf is asked: the chat and the person, their time zone, and the instant."""

    core: Briefings
    address: str
    person: str
    zone: str
    now: datetime

    async def place(self, words: Sequence[str]) -> ResolvedPlace:
        """The analysis or section that words name; without words, the one read last, else the newest."""
        current = await self.core.chats.current(self.address, self.person)
        return await self.core.library.resolve_typed(words, current)


async def entries(asker: Asker, words: str = "") -> list[Shape]:
    """The analyses whose titles have the words, newest first."""
    return [shapes.entry(entry) for entry in await asker.core.library.entries(words, limit=None)]


async def analysis(asker: Asker, words: Sequence[str]) -> Shape:
    """An analysis with its text and everything found in it."""
    found = (await asker.place(words)).analysis
    settled = await asker.core.outlook.settled_in(found.id, asker.now, "UTC")
    findings = audit_analysis(found.draft, asker.now, settled=settled)
    return shapes.analysis(found, await asker.core.agenda.all(asker.now), findings)


async def summary(asker: Asker, place: ResolvedPlace, length: str = "medium", most: int | None = None) -> Shape:
    """The summary of an analysis or a section: of a length, or with at most so many words."""
    chosen = await asker.core.library.summary(place.analysis, length, words=most, section=place.section)
    return shapes.summary(place.analysis, chosen)


async def typed_summary(
    asker: Asker, words: Sequence[str], most: int | None = None
) -> tuple[ResolvedPlace, str, Shape]:
    """The summary that typed words name, such as "a1 methods short" or "a1 130 words", with its place and length."""
    typed, rest = word_limit(tuple(words)) if words[-1:] == ["words"] else (0, tuple(words))
    length = rest[-1] if rest and rest[-1] in LENGTHS else ""
    place = await asker.place(rest[:-1] if length else rest)
    length = length or "medium"
    return place, length, await summary(asker, place, length, most or typed or None)


async def sources(asker: Asker, words: Sequence[str]) -> Shape:
    """The sources that an analysis or a section cites."""
    place = await asker.place(words)
    return shapes.sources(place.analysis, place.section, sources_of(place.analysis.draft, place.section))


async def audit(asker: Asker, words: Sequence[str]) -> Shape:
    """The problems in an analysis."""
    of = (await asker.place(words)).analysis
    settled = await asker.core.outlook.settled_in(of.id, asker.now, "UTC")
    return shapes.audit(of, audit_analysis(of.draft, asker.now, settled=settled), shares(of.draft))


async def ask(asker: Asker, question: str) -> Shape:
    """The passages that answer a question."""
    return shapes.reply(await asker.core.library_answers.ask(question))


async def brief(asker: Asker, words: str) -> Shape:
    """What the library says on a topic."""
    return shapes.brief(await asker.core.library_answers.brief(words))


async def events(asker: Asker, *, everything: bool) -> list[Shape]:
    """Events by date, soonest first; with `everything` past ones too."""
    agenda = asker.core.agenda
    found = await (agenda.all(asker.now) if everything else agenda.upcoming(asker.now))
    return [shapes.event(each) for each in found]


async def search(asker: Asker, words: Sequence[str]) -> Shape:
    """The sentences with these words, best first; "in a1" or "in e1" at the end narrows the search."""
    scope = await search_scope(words, asker.core, asker.now)
    found = await asker.core.library.search(scope.words, None, scope.analyses)
    return content_shapes.search(scope.words, scope.about, found)


async def outlook(asker: Asker, words: Sequence[str]) -> list[Shape]:
    """The statements about the future of an analysis, an event or a holder, or the first 1,000 of all, by due date."""
    asked = await statements_of(asker.core, words, asker.place, asker.now)
    most = _STATEMENTS if asked.found is None else None
    page = await asked.page(asker.core, today_in(asker.now, asker.zone), most)
    found = sorted(page.statements, key=lambda each: (each.awaited.last if each.awaited else date.max, each.id))
    known: dict[int, Analysis] = {}
    ids = sorted({each.analysis for each in found})
    for at in range(0, len(ids), _TOGETHER):
        known |= await asker.core.library.several(ids[at : at + _TOGETHER])
    shape = partial(content_shapes.statement, today=today_in(asker.now, asker.zone))
    return [shape(each, known[each.analysis].draft) for each in found if each.analysis in known]


async def disagreements(asker: Asker, words: Sequence[str], *, settled: bool) -> list[Shape]:
    """The disagreements about a topic or of an analysis, or all."""
    found, _about = await disagreements_of(asker.core, words, asker.place, settled=settled)
    return [content_shapes.disagreement(each) for each in found]
