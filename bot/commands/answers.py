"""Commands over the whole library: /search, /ask and /brief."""

from dataclasses import replace

from bot.commands.registry import Argument, Call, command, page_of
from bot.commands.search_scope import SearchScope, search_scope
from bot.message import Message, quoted_spans, say
from bot.views import disagreements as disagreeing
from bot.views.answers import ask as views
from bot.views.answers import prose
from bot.views.answers.ask import SearchedIn
from bot.views.library import search as searching
from briefings.errors import NotFound, Unwritten
from briefings.library import Found
from briefings.model.summary import Reply

_HITS = 10
_PAGES = 40  # of a search


@command(
    "search",
    "Finds sentences across the library, or in one analysis",
    Argument("WORDS", many=True),
    forms=("WORDS", "WORDS in ANALYSIS"),
    examples=("search taiwan", "search taiwan in a1"),
    shows="quotes",
)
async def search(call: Call) -> Message:
    """Shows the best matching sentences with analysis, section and sources; "page N" at the end shows more."""
    args, page = page_of(call.args)
    where = await search_scope(args or call.args, call.briefings, call.now)
    if where.about.startswith("a"):
        await call.place([where.about])
    if not 1 <= page <= _PAGES:
        raise NotFound("A search shows at most {pages} pages; there is no page {page}.", pages=_PAGES, page=page)
    if call.request.whole and args == call.args:
        found = await call.briefings.library.search(where.words, None, where.analyses)
        return await _results(call, where, found, searching.SearchView(where.words, where.name, where.about))
    found = await call.briefings.library.search(where.words, page * _HITS + 1, where.analyses)
    hits = found.hits[(page - 1) * _HITS : page * _HITS]
    if found.hits and not hits:
        raise NotFound("There are no more matches: “{words}” has no page {page}.", words=where.words, page=page)
    more = len(found.hits) > page * _HITS and page < _PAGES
    shown = searching.SearchView(where.words, where.name, where.about, page, more=more)
    return await _results(call, where, replace(found, hits=hits), shown)


async def _results(call: Call, where: SearchScope, found: Found, shown: searching.SearchView) -> Message:
    """The sentences, or the titles and headings with the words where no sentence has them, or a correction."""
    headed = [] if found.hits else await call.briefings.library.headed(where.words)
    places = [each for each in headed if where.analyses is None or each.analysis.id in where.analyses]
    if places:
        return searching.found_in_headings(places, shown)
    meant = "" if found.hits else await call.briefings.library.corrected(where.words)
    return searching.search_results(found, replace(shown, meant=meant), call.prefix)


@command(
    "ask",
    "Answers a question with passages from the library, or says that none does",
    Argument("QUESTION", many=True),
    examples=("ask when does the treaty expire?",),
    usual=True,
    shows="quotes",
)
async def ask(call: Call) -> Message:
    """Shows the passages that answer, best first, followed by prose if a language model is set up."""
    reply = await call.briefings.library_answers.ask(" ".join(call.args))
    plain = await _compared_with_others(call, views.answer_page(reply, call.prefix))
    return await _fluent(call, reply, plain) if call.briefings.prose_writer.ready and len(reply.passages) > 1 else plain


async def _fluent(call: Call, reply: Reply, plain: Message) -> Message:
    """Cached prose at once, or the passages at once and prose later."""
    prose_writer = call.briefings.prose_writer
    kept = await prose_writer.kept_answer(reply.question, reply.passages)
    if kept is not None:
        return prose.answer(reply.question, kept)

    async def written() -> Message:
        try:
            return prose.answer(reply.question, await prose_writer.answer(reply.question, reply.passages, call.asker))
        except Unwritten as failed:
            return say(prose.prose_failed(failed.sentence))

    return replace(plain, blocks=prose.prose_pending(plain), later=written)


@command(
    "brief",
    "Briefs you on a topic across the library, oldest first, or in one analysis",
    Argument("WORDS", many=True),
    forms=("WORDS", "WORDS in ANALYSIS"),
    examples=("brief soya beans", "brief soya beans in a1"),
    shows="quotes",
)
async def brief(call: Call) -> Message:
    """Shows the main sentences on a topic with place, date and sources."""
    where = await search_scope(call.args, call.briefings, call.now)
    if where.about.startswith("a"):
        return await _brief_within(call, where)
    page = views.brief_page(await call.briefings.library_answers.brief(" ".join(call.args)), call.prefix)
    return await _compared_with_others(call, page, agreements=True)


async def _brief_within(call: Call, where: SearchScope) -> Message:
    """What one analysis says on a topic."""
    place = await call.place([where.about])
    found = await call.briefings.library_answers.brief_within(where.words, place.analysis.id)
    page = views.brief_page(found, call.prefix, SearchedIn(where.about, where.name))
    return await _compared_with_others(call, page, agreements=True)


async def _compared_with_others(call: Call, message: Message, *, agreements: bool = False) -> Message:
    """An answer with the disagreements that touch its sentences, and on request how many analyses say the same."""
    spans, core = quoted_spans(message), call.briefings.disagreements
    agreed = await core.agreements(spans) if agreements else ()
    return disagreeing.with_disagreements(message, await core.touching(spans), agreed)
