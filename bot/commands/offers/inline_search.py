"""Inline search: the newest analyses, the next events, an id, or matches for words."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat import Card, Cards, SearchQuery
from bot.languages import language_set
from bot.message import quoted_spans
from bot.views import offers
from bot.views.shared.quotations import strip_markdown
from bot.views.shared.statement_marks import mark, with_marks
from briefings.errors import NotFound
from briefings.library import section_at
from briefings.model.agenda import EventWindow
from briefings.model.analysis import Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import viewing
from briefings.parsing import parse_id
from briefings.service import Briefings

_PAGE = 12  # cards at a time; the first ones are there at once
_NEWEST = 24
_COMING = 200  # events
_HITS = 60  # sentences of which the sections are shown


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A search hit: an event by number, an analysis, or a section with the matching sentence."""

    event: int = 0
    analysis: int = 0
    section: int | None = None
    sentence: str = ""
    origin: QuotedSpan | None = None  # of the sentence

    @property
    def key(self) -> tuple[int, int, int | None]:
        """Identifies duplicates."""
        return self.event, self.analysis, self.section


@dataclass(frozen=True, slots=True)
class InlineSearch:
    """Answers inline queries; `admits` says who may search, by private chat and sender."""

    briefings: Briefings
    admits: Callable[[str, str], Awaitable[bool]]
    clock: Callable[[], datetime]

    async def look_up(self, lookup: SearchQuery) -> Cards:
        """A page of results."""
        chats, now = self.briefings.chats, self.clock()
        chat = await chats.chat(lookup.address)
        with language_set(await chats.language(chat, lookup.sender, lookup.language)):
            if not await self.admits(lookup.address, lookup.sender):
                return offers.outsider()
            viewer = await self.briefings.markings.viewer(lookup.address, lookup.sender, now, private=True)
            with viewing(viewer.anywhere):
                return await self._found(lookup, now, chat.zone)

    async def _found(self, lookup: SearchQuery, now: datetime, zone: str) -> Cards:
        finds = _once(await self._finds(lookup.words.strip(), now))
        page = finds[lookup.offset : lookup.offset + _PAGE]
        made = [await self._marked(find, await self._card(find, now, zone), now, zone) for find in page]
        more = len(finds) > lookup.offset + _PAGE
        return offers.found(tuple(card for card in made if card), more=more, first=not lookup.offset)

    async def _marked(self, find: SearchHit, card: Card | None, now: datetime, zone: str) -> Card | None:
        """The card with the marks of the statements that its message or its description quotes."""
        if card is None:
            return None
        spans = (*quoted_spans(card.message), *((find.origin,) if find.origin else ()))
        found = await self.briefings.outlook.quoted(spans, now, zone)
        said = [
            each
            for each in found
            if any(
                each.analysis == span.analysis and span.start < each.end and each.start < span.end
                for span in quoted_spans(card.message)
            )
        ]
        today = now.astimezone(ZoneInfo(zone)).date()
        marks = [mark(each, today) for each in found if strip_markdown(each.text) in strip_markdown(card.description)]
        description = " ".join([card.description, *marks])
        return replace(card, message=with_marks(card.message, said, now, zone), description=description)

    async def _finds(self, words: str, now: datetime) -> list[SearchHit]:
        if not words:
            newest = [SearchHit(analysis=entry.id) for entry in await self.briefings.library.entries(limit=_NEWEST)]
            page = await self.briefings.agenda.page(EventWindow(), now, _COMING)
            coming = [SearchHit(event=each.event.id) for each in page.events]
            return [*newest[: _PAGE // 2], *coming[: _PAGE // 2], *newest[_PAGE // 2 :], *coming[_PAGE // 2 :]]
        name, *rest = words.split()
        typed = parse_id(name)
        if typed and typed[0] == "event" and not rest:
            return [SearchHit(event=typed[1])]
        if typed and typed[0] == "analysis" and (not rest or (len(rest) == 1 and rest[0].isdecimal())):
            return [SearchHit(analysis=typed[1], section=int(rest[0]) - 1 if rest else None)]
        return await self._about(words)

    async def _about(self, words: str) -> list[SearchHit]:
        """Analyses and events by title, sections by heading and content."""
        library = self.briefings.library
        titled = [entry.id for entry in await library.entries(words, _NEWEST)]
        newest = [entry.id for entry in await library.entries(limit=_NEWEST)]
        events = await self.briefings.agenda.titled(lambda title: _holds(title, words))
        hits = (await library.search(words, _HITS)).hits
        looked_into = dict.fromkeys([*titled, *(hit.analysis for hit in hits), *newest])
        known = await library.several(looked_into)
        drafts = {id_: known[id_].draft for id_ in looked_into if id_ in known}
        return [
            *(SearchHit(analysis=id_) for id_ in titled),
            *(SearchHit(event=id_) for id_ in events),
            *_headed(drafts, words),
            *(
                SearchHit(
                    0,
                    hit.analysis,
                    section_at(drafts[hit.analysis], hit.start),
                    hit.text,
                    QuotedSpan(hit.analysis, hit.revision, hit.start, hit.end),
                )
                for hit in hits
                if hit.analysis in drafts
            ),
        ]

    async def _card(self, find: SearchHit, now: datetime, zone: str) -> Card | None:
        """The result card; None if the thing was removed meanwhile."""
        library = self.briefings.library
        try:
            if find.event:
                return offers.event(await self.briefings.agenda.show(find.event, now), now, zone)
            analysis = await library.get(find.analysis)
        except NotFound:
            return None
        portions = await self.briefings.markings.portions(analysis)
        if find.section is None:
            return offers.analysis(analysis, portions, await library.summary(analysis, offers.LENGTH))
        if not 0 <= find.section < len(analysis.draft.sections):
            return None
        summary = await library.summary(analysis, offers.LENGTH, section=find.section)
        return offers.section(analysis, portions, find.section, summary, find.sentence)


def _once(finds: Sequence[SearchHit]) -> list[SearchHit]:
    """Removes duplicates, keeping the first."""
    kept: dict[tuple[int, int, int | None], SearchHit] = {}
    for find in finds:
        kept.setdefault(find.key, find)
    return list(kept.values())


def _headed(drafts: Mapping[int, Draft], words: str) -> Iterator[SearchHit]:
    """Sections whose headings contain the words, in the results and in the newest analyses."""
    for id_, draft in drafts.items():
        yield from (SearchHit(0, id_, i) for i, section in enumerate(draft.sections) if _holds(section.heading, words))


def _holds(title: str, words: str) -> bool:
    folded = title.casefold()
    return all(word in folded for word in words.casefold().split())
