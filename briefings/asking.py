"""Questions to the whole library: which passages answer."""

import asyncio
from collections.abc import Mapping

from briefings import answering
from briefings.library import Library
from briefings.model.analysis import Analysis
from briefings.model.briefing import Reply
from briefings.quoting import quote
from briefings.searching import spoken
from briefings.store import Store

_LOOKED_AT = 12  # analyses that are read through for an answer
_MOST = 3  # passages that an answer has


class Asking:
    """Answers from a store, out of the library's texts alone."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store, self._library = store, library

    async def ask(self, text: str) -> Reply:
        """The passages that answer a question, best first, or the sentence that comes closest; never a guess."""
        question = answering.parse(text)
        if not question.words:
            return Reply(text, ())
        analyses, counts = await self.gathered(question)
        passages, near = await asyncio.to_thread(answering.answer, question, analyses, counts, _MOST)
        closest = quote(near.analysis, near.start, near.end) if near else None
        return Reply(text, tuple(quote(each.analysis, each.start, each.end) for each in passages), closest)

    async def gathered(self, question: answering.Question) -> tuple[list[Analysis], Mapping[str, int]]:
        """The analyses that say most of a question's words, and in how many sentences each of the words stands."""
        async with self._store.look() as look:
            found = await spoken(look, {word.term: word.kin for word in question.words}, _LOOKED_AT)
        return [await self._library.get(id_) for id_ in found.analyses], found.counts
