"""Answers a question, or briefs on a topic, from the whole library."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from briefings.answers import comparison
from briefings.answers import passages as answering
from briefings.answers.quoted_words import (
    MOST_PLACES,
    QuotedPlace,
    Verification,
    candidates,
    closest,
    places_of,
    sharing,
)
from briefings.library import summaries
from briefings.library.library import Library
from briefings.library.meaning import Meaning
from briefings.library.passages import Span
from briefings.library.reports.provenance import quote
from briefings.library.search import mentioned_in
from briefings.model.analysis import Analysis
from briefings.model.delivery import CitedSentence
from briefings.model.summary import Comparison, Reply, TopicBrief, TopicComparison, TopicPoint
from briefings.store import Store
from briefings.summarising.topic import Wording, are_alike, wording_of
from briefings.text.terms import content_terms, terms, word_count

_LOOKED_AT = 12  # analyses that are read through for an answer
_BOTH, _TOGETHER = 40, 3  # sentences that are looked through for two topics, and shown
_SENTENCE = 5  # words; a shorter line is no passage by its meaning alone
_DAMPING = 60  # of a rank, in reciprocal rank fusion (Cormack et al., 2009)
_MOST = 3  # passages that an answer has
_SEARCHED = 40  # analyses that are looked through for a topic
_QUOTED = 8  # analyses that a brief quotes
_ASKED, _ASKED_CHARACTERS = 12, 120  # with which the closest sentence is looked for
_WORDS, _LEAST = 320, 60  # of a brief in all, and of each analysis in it at least


class LibraryAnswers:
    """Answers from the texts in a store."""

    def __init__(self, store: Store, library: Library, meaning: Meaning) -> None:
        self._store, self._library, self._meaning = store, library, meaning

    async def ask(self, text: str) -> Reply:
        """The passages that answer a question, best first, or the closest sentences; never a guess.

        Words alone decide whether a passage answers. The closest are those near in words and in meaning.
        """
        question = answering.parse(text)
        if not question.words:
            return Reply(text, ())
        analyses, counts = await self.gathered(question)
        passages, near = await asyncio.to_thread(answering.answer, question, analyses, counts, _MOST)
        claims = tuple(number for number, each in enumerate(passages) if each.claimed)
        closest = [] if passages else await self._closest(text, near)
        return Reply(text, _quoted(passages), _quoted(closest), claims)

    async def _closest(self, text: str, near: Sequence[answering.FoundPassage]) -> list[answering.FoundPassage]:
        """Of the passages near in words, best first, and of those near in meaning, the best by both orders."""
        meant = await self._meaning.closest([text])
        known = {each.id: each for each in await self._readable(list(dict.fromkeys(each.analysis for each in meant)))}
        alike = [
            answering.FoundPassage(known[each.analysis], each.start, each.end)
            for each in meant
            if each.analysis in known and known[each.analysis].revision == each.revision
        ]
        alike = [each for each in alike if word_count(each.analysis.draft.text[each.start : each.end]) >= _SENTENCE]
        ranks: dict[answering.FoundPassage, float] = {}
        for found in (near, alike):
            for rank, each in enumerate(found):
                same = next((other for other in ranks if each.overlaps(other)), each)
                ranks[same] = ranks.get(same, 0.0) + 1 / (_DAMPING + rank)
        return sorted(ranks, key=lambda each: -ranks[each])[:_MOST]

    async def gathered(self, question: answering.Question) -> tuple[list[Analysis], Mapping[str, int]]:
        """The analyses that cover most of a question's words, and the number of sentences with each word."""
        wanted = {word.term: frozenset(answering.wordings(word)) for word in question.words}
        found = await self._store.read(lambda connection: mentioned_in(connection, wanted, _LOOKED_AT))
        return await self._readable(found.analyses), found.counts

    async def _readable(self, ids: Sequence[int]) -> list[Analysis]:
        """The analyses with these ids, in order, without those that were removed or can't be read."""
        found = await self._library.several(ids)
        return [found[id_] for id_ in ids if id_ in found]

    async def verify(self, words: str, within: int | None = None) -> Verification:
        """Where the library, or one analysis, has the words; or else the closest sentence. Raises NotFound."""
        known = [await self._library.get(within)] if within is not None else []
        only = None if within is None else [within]
        said, more = await self._store.read(lambda connection: candidates(connection, words, only))
        places = await self._placed(words, [each.id for each in known] or said)
        if not places and not known:
            near = await self._store.read(lambda connection: sharing(connection, words))
            headed = [place.analysis.id for place in await self._library.headed(words)]
            places = await self._placed(words, list(dict.fromkeys([*headed, *near])))
        if places:
            return Verification(tuple(places))
        asked = " ".join(words.split()[:_ASKED])[:_ASKED_CHARACTERS]
        hits = (await self._library.search(asked, within=only)).hits
        return Verification((), await asyncio.to_thread(closest, words, hits), complete=not more)

    async def _placed(self, words: str, ids: Sequence[int]) -> list[QuotedPlace]:
        """Where these analyses have the words, those that have them verbatim first."""
        found: list[QuotedPlace] = []
        for at in range(0, len(ids), _LOOKED_AT):
            for analysis in await self._readable(ids[at : at + _LOOKED_AT]):
                found += await asyncio.to_thread(places_of, analysis, words)
            if len(found) >= MOST_PLACES:
                break
        return sorted(found, key=lambda place: not place.verbatim)[:MOST_PLACES]

    async def compare(self, first: Analysis, second: Analysis) -> Comparison:
        """What two analyses say about the same points, and the sources of both."""
        return await asyncio.to_thread(comparison.compare, first, second)

    async def compare_topics(self, first: str, second: str) -> TopicComparison:
        """What the library says on each of two topics, and in one sentence on both."""
        one, other = await self.brief(first), await self.brief(second)
        found = await self._library.search(f"{first} {second}", _BOTH)
        return TopicComparison(one, other, comparison.about_both(found.hits, (first, second))[:_TOGETHER])

    async def brief_within(self, words: str, within: int) -> TopicBrief:
        """What one analysis says about a topic, or under the heading that names it in another language.

        Raises NotFound.
        """
        analysis = await self._library.get(within)
        told = await asyncio.to_thread(topic_brief, words, [analysis])
        if told.points:
            return told
        place = await self._library.section_about(words, within, headed=True)
        if place is None or place.section is None:
            return told
        return await asyncio.to_thread(topic_brief, analysis.draft.sections[place.section].heading, [analysis])

    async def brief(self, words: str) -> TopicBrief:
        """What the analyses say about a topic, oldest first; repeated statements once, with those that agree."""
        wanted = {term: frozenset({term}) for term in content_terms(words) or terms(words)}
        if not wanted:
            return TopicBrief(words, ())
        found = await self._store.read(lambda connection: mentioned_in(connection, wanted, _SEARCHED))
        analyses = await self._readable(found.analyses)
        told = await asyncio.to_thread(topic_brief, words, analyses)
        if told.points:
            return told
        headed = {place.analysis.id: place.analysis for place in await self._library.headed(words)}
        return await asyncio.to_thread(topic_brief, words, [*headed.values()])


def _quoted(passages: Sequence[answering.FoundPassage]) -> tuple[CitedSentence, ...]:
    return tuple(quote(each.analysis, each.start, each.end) for each in passages)


def topic_brief(
    words: str,
    analyses: Sequence[Analysis],
    summarise: Callable[[Analysis, str, int], summaries.OnTopic] = summaries.on_topic,
) -> TopicBrief:
    """The brief on a topic from analyses, best match first. Pure.

    `summarise` chooses the sentences of an analysis on the words, at most so many words; only the quoted ones get it.
    """
    concerned = {each.id: summaries.concerned(each, words) for each in analyses}
    speaking = [each for each in analyses if concerned[each.id]]
    room = max(_LEAST, _WORDS // max(1, min(len(speaking), _QUOTED)))
    by_age = sorted(speaking, key=_age)
    said = {each.id: [wording_of(_text_of(each, span)) for span in concerned[each.id]] for each in by_age}
    points: list[TopicPoint] = []
    told: list[Wording] = []
    for analysis in sorted(speaking[:_QUOTED], key=_age):
        for span in summarise(analysis, words, room).told:
            wording = wording_of(_text_of(analysis, span))
            if not any(are_alike(wording, each) for each in told):
                others = (each.id for each in by_age if each is not analysis)
                also = tuple(id_ for id_ in others if any(are_alike(wording, each) for each in said[id_]))
                cited = quote(analysis, span.start, span.end)
                points.append(TopicPoint(cited, analysis.draft.published, also))
                told.append(wording_of(cited.text))
    return TopicBrief(words, tuple(points), max(0, len(speaking) - _QUOTED))


def _text_of(analysis: Analysis, span: Span) -> str:
    return analysis.draft.text[span.start : span.end]


def _age(analysis: Analysis) -> tuple[date, int]:
    return analysis.draft.published or date.max, analysis.id
