"""Connected prose by the owner's language model: requested once, within the token budget of a chat, and cached.

Without a model nothing leaves the machine. The cache key covers the model, the task and the exact sentences with their
neighbours, so a new revision is written about again only where these changed.
"""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256

from briefings.answers.context import in_context, missing_context
from briefings.answers.token_budget import TokenAccount, TokenBudget
from briefings.errors import Unwritten
from briefings.library import cache
from briefings.library.cache import Cache
from briefings.library.reports.provenance import quote
from briefings.library.summaries import summary_input
from briefings.model.analysis import Analysis
from briefings.model.delivery import CitedSentence
from briefings.model.marking import Marking, viewer, viewing
from briefings.model.summary import Prose
from briefings.store import Connection, Store, analyses
from briefings.store import language_model as rows
from briefings.store.analyses import Stamp
from briefings.summarising.composing import relative
from briefings.summarising.language_model import ModelServer, command_line, cost, line_cost, write
from briefings.summarising.passages import SourceSentence
from briefings.summarising.prompts import Task
from briefings.translatable import phrase

_FORM = 6  # rises when the rules for the model or for its sentences change, so that what was kept is written anew
_ANSWER_WORDS = 200
NO_MODEL = phrase("No language model is set up. The owner can set LLM_MODEL.")


@dataclass(frozen=True, slots=True)
class ProseResult:
    """Prose with its source sentences, in index order."""

    prose: Prose
    quotes: tuple[CitedSentence, ...]


class ProseWriter:
    """Writes prose with the model at `server` (None if there is none); each chat may use `per_day` tokens, 0 for no
    limit.
    """

    def __init__(self, store: Store, memory: Cache, server: ModelServer | None, per_day: int) -> None:
        self._store, self._memory = store, memory
        self._server = server
        self._budget = TokenBudget(store, per_day)
        self._coming: dict[str, asyncio.Task[Prose]] = {}

    @property
    def ready(self) -> bool:
        """Whether there is a model."""
        return self._server is not None

    async def kept_summary(self, analysis: Analysis, length: str, section: int | None) -> ProseResult | None:
        """The cached prose summary, if any."""
        if self._server is None:
            return None
        task, quotes, sentences = await asyncio.to_thread(_summary, analysis, length, section)
        prose = await self._kept(_key(self._server, task, sentences))
        return None if prose is None else ProseResult(prose, quotes)

    async def summary(self, analysis: Analysis, length: str, section: int | None, asker: TokenAccount) -> ProseResult:
        """A summary in prose, at most as long as the plain one. Raises Unwritten."""
        task, quotes, sentences = await asyncio.to_thread(_summary, analysis, length, section)
        return ProseResult(await self._prose(task, quotes, sentences, asker), quotes)

    async def kept_answer(self, question: str, quotes: Sequence[CitedSentence]) -> ProseResult | None:
        """The cached prose answer from the same sentences, if any."""
        if self._server is None:
            return None
        completed, sentences = await self._in_context(quotes)
        prose = await self._kept(_key(self._server, _question(question), sentences))
        return None if prose is None else ProseResult(prose, completed)

    async def answer(self, question: str, quotes: Sequence[CitedSentence], asker: TokenAccount) -> ProseResult:
        """An answer in prose from the sentences found for a question. Raises Unwritten."""
        completed, sentences = await self._in_context(quotes)
        return ProseResult(await self._prose(_question(question), completed, sentences, asker), completed)

    async def line(self, said: str, commands: Sequence[str], asker: TokenAccount) -> str:
        """The model's command line for plain words, or "". Raises Unwritten."""
        server = self._server
        if server is None:
            raise Unwritten(NO_MODEL)
        return await self._budget.pay(asker, line_cost(said, commands), lambda: command_line(server, said, commands))

    async def close(self) -> None:
        """Cancels the prose being written."""
        coming = tuple(self._coming.values())
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)

    async def _in_context(
        self, quotes: Sequence[CitedSentence]
    ) -> tuple[tuple[CitedSentence, ...], list[SourceSentence]]:
        """The quotes with the sentences they depend on, and all of them with their positions."""
        ids = {quote.analysis for quote in quotes}
        loaded = await self._store.read(lambda connection: cache.cached_analysis(connection, self._memory, ids))
        analyses = cache.cached(self._memory, loaded)
        completed = await asyncio.to_thread(_completed, quotes, analyses)
        return completed, await asyncio.to_thread(_situated, completed, analyses)

    async def _kept(self, key: str) -> Prose | None:
        return await self._store.read(lambda connection: rows.cached_prose(connection, key))

    async def _prose(
        self, task: Task, quotes: Sequence[CitedSentence], sentences: Sequence[SourceSentence], asker: TokenAccount
    ) -> Prose:
        if self._server is None:
            raise Unwritten(NO_MODEL)
        await self._refuse_above(self._server.ceiling or viewer().default, {each.analysis for each in quotes})
        key = _key(self._server, task, sentences)
        if key not in self._coming:
            kept = await self._kept(key)
            if kept is not None:
                return kept
        if key not in self._coming:
            self._coming[key] = asyncio.create_task(self._written(self._server, key, task, sentences, asker))
            self._coming[key].add_done_callback(lambda done: self._settled(key, done))
        return await asyncio.shield(self._coming[key])

    async def _refuse_above(self, ceiling: Marking, ids: Collection[int]) -> None:
        """Raises Unwritten if the model may not be shown the whole of these texts, as whoever asks sees them."""

        def stamps(connection: Connection) -> list[Stamp]:
            return analyses.stamps_of(connection, ids)

        own = await self._store.read(stamps)
        with viewing(viewer().up_to(ceiling)):
            if await self._store.read(stamps) != own:
                raise Unwritten(
                    "The language model may be shown TLP:{most} at most. This text, or a section of it, is marked more "
                    "strictly, or nobody has marked it yet. The owner can set READOUT_LLM_MARKING.",
                    most=ceiling,
                )

    def _settled(self, key: str, done: asyncio.Task[Prose]) -> None:
        del self._coming[key]
        if not done.cancelled():
            done.exception()  # whoever still waits gets it; where nobody does, it is no fault of the loop's

    async def _written(
        self, server: ModelServer, key: str, task: Task, sentences: Sequence[SourceSentence], asker: TokenAccount
    ) -> Prose:
        async def made() -> tuple[Prose, int]:
            answered = await write(server, task, sentences)
            return answered.prose, answered.tokens

        prose = await self._budget.pay(asker, await asyncio.to_thread(cost, task, sentences), made)
        await self._store.write(
            lambda connection: rows.cache_prose(connection, key, prose, asker.now), bookkeeping=True
        )
        return prose


def _summary(
    analysis: Analysis, length: str, section: int | None
) -> tuple[Task, tuple[CitedSentence, ...], list[SourceSentence]]:
    words, spans = summary_input(analysis.draft, length, section)
    chosen = [quote(analysis, span.start, span.end) for span in spans]
    quotes = tuple(sorted(_completed(chosen, {analysis.id: analysis}), key=lambda each: each.start))
    return Task(analysis.title, words), quotes, _situated(quotes, {analysis.id: analysis})


def _completed(quotes: Sequence[CitedSentence], analyses: Mapping[int, Analysis]) -> tuple[CitedSentence, ...]:
    """The quotes, followed by the sentences they depend on."""
    more = [
        quote(analysis, *span)
        for id_, analysis in analyses.items()
        for span in missing_context(
            analysis.draft, [(q.start, q.end) for q in quotes if q.analysis == id_ and _stands(q, analysis)]
        )
    ]
    return (*quotes, *more)


def _situated(quotes: Sequence[CitedSentence], analyses: Mapping[int, Analysis]) -> list[SourceSentence]:
    """The quotes in context, or without it if their text has changed."""
    found = [SourceSentence(quote.text) for quote in quotes]
    for id_, analysis in analyses.items():
        there = [n for n, each in enumerate(quotes) if each.analysis == id_ and _stands(each, analysis)]
        spans = [(quotes[n].start, quotes[n].end) for n in there]
        for n, sentence in zip(there, in_context(analysis.draft, spans, str(id_)), strict=True):
            found[n] = sentence
    return found


def _stands(quote: CitedSentence, analysis: Analysis) -> bool:
    return analysis.draft.text[quote.start : quote.end] == quote.text


def _question(question: str) -> Task:
    return Task(" ".join(question.split()), _ANSWER_WORDS, asks=True)


def _key(server: ModelServer, task: Task, sentences: Sequence[SourceSentence]) -> str:
    """The cache key of a request; positions count only relative to each other."""
    parts = [_FORM, server.url, server.model, astuple(task), relative(sentences)]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
