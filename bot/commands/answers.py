"""Commands over the whole library: /search, /ask, /brief and /compare."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.registry import Argument, Call, command, page_of
from bot.commands.search_scope import SearchScope, search_scope
from bot.message import Message, quoted_spans, say
from bot.views import disagreements as disagreeing
from bot.views.answers import ask as views
from bot.views.answers import compare as comparing
from bot.views.answers import prose
from bot.views.answers.ask import SearchedIn
from bot.views.library import search as searching
from bot.views.shared.names_and_dates import joined
from briefings.errors import Ambiguous, BadInput, NotFound, Unwritten
from briefings.library import Found
from briefings.model.analysis import Analysis
from briefings.model.summary import Comparison, Reply, TopicComparison
from briefings.parsing import name_of_document, named_titles, parse_id
from briefings.service import Briefings
from briefings.text import lazy_re

_HITS = 10
_TITLES = 300  # newest analyses whose titles are compared with a name
_LISTED = 4  # of the analyses that a name could mean
_PAGES = 40  # of a search
_BETWEEN = lazy_re(r"\s+(?:and|with|vs\.?|versus|и|с|со)\s+|\s*[和与跟]\s*", re.IGNORECASE)
_ELSE_BETWEEN = lazy_re(r"\s+(?:to|against)\s+|\s*[,，、]\s*", re.IGNORECASE)


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


@command(
    "compare",
    "Compares two analyses or topics: what both say and what differs",
    Argument("ANALYSES|TOPICS", many=True, offers="analysis"),
    forms=("ANALYSIS and ANALYSIS", "WORDS and WORDS"),
    examples=("compare a1 and a2", "compare Chile and Bolivia"),
    shows="quotes",
)
async def compare(call: Call) -> Message:
    """Compares two analyses if both names are theirs, or else what the library says on two topics."""
    current = await call.briefings.chats.current(call.request.address, call.request.sender)
    found = await compared(call.args, call.briefings, current, call.prefix)
    if isinstance(found, ComparedAnalyses):
        return comparing.analyses(found.first, found.second, found.comparison)
    return comparing.topics(found, call.prefix)


@dataclass(frozen=True, slots=True)
class ComparedAnalyses:
    """Two analyses and what they have in common."""

    first: Analysis
    second: Analysis
    comparison: Comparison


async def compared(
    words: Sequence[str], briefings: Briefings, current: int | None, prefix: str
) -> ComparedAnalyses | TopicComparison:
    """The comparison that typed words ask for; `current` is the analysis read last. Raises NotFound or BadInput."""
    names = _sides(" ".join(words), prefix)
    first, second = [await _analysis(briefings, each) for each in names]
    if first and second and first.id != second.id:
        return ComparedAnalyses(first, second, await briefings.library_answers.compare(first, second))
    if first and second and all(parse_id(each) for each in names):
        raise BadInput("These are the same analysis. Name two different ones, or two topics.")
    topics = [await _topic(briefings, each, current) for each in names]
    return await briefings.library_answers.compare_topics(*topics)


async def _topic(briefings: Briefings, words: str, current: int | None) -> str:
    """The words, or the heading of the section that they name in another language, if no sentence has the words."""
    library = briefings.library
    if (await library.search(words, 1)).hits or not await library.count():
        return words
    place = await library.section_about(words, current, headed=True)
    return words if place is None or place.section is None else place.analysis.draft.sections[place.section].heading


def _sides(words: str, prefix: str) -> tuple[str, str]:
    """Splits the words at "and" or the like; two ids without it are the two sides."""
    words = words.rstrip(" ?!.？。！")
    parting = _BETWEEN if _BETWEEN.search(words) else _ELSE_BETWEEN
    first, *others = [each for each in parting.split(f"{words} ", maxsplit=1) if each.strip()] or [""]
    ids = words.split()
    if not others and len(ids) == 2 and all(map(parse_id, ids)):
        first, *others = ids
    if not others:
        raise BadInput("Name two analyses or two topics: {prefix}compare Chile and Bolivia.", prefix=prefix)
    return first.strip(), others[0].strip()


async def _analysis(briefings: Briefings, name: str) -> Analysis | None:
    """The analysis with an id or title. None for other words; raises NotFound for an unknown id."""
    typed = parse_id(name)
    if typed and typed[0] == "analysis":
        return await briefings.library.get(typed[1])
    try:
        place = await briefings.library.resolve(name.split(), None)
    except (Ambiguous, NotFound):
        return await _document(briefings, name)
    return place.analysis if place.section is None else None


async def _document(briefings: Briefings, name: str) -> Analysis | None:
    """The analysis that words such as "the Altona page" speak of; None for others. Raises Ambiguous for several."""
    said = name_of_document(name)
    entries = await briefings.library.entries(limit=_TITLES) if said else []
    found = [entries[at] for at in named_titles(said, [each.title for each in entries])]
    if len(found) > 1:
        names = [f"a{each.id} ({each.title})" for each in found[:_LISTED]]
        raise Ambiguous("“{name}” could mean {names}.", names, name=name, names=joined(names, "or"))
    return await briefings.library.get(found[0].id) if found else None
