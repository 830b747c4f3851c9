"""/compare: what differs between two analyses or topics, and sentences of the library that can't both be right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.permissions import JUDGE_DISAGREEMENT, allows, needed_by
from bot.commands.registry import Argument, Call, Resolve, command
from bot.commands.undo import with_undo_button
from bot.message import Message, quoted_spans
from bot.views import disagreements as views
from bot.views.answers import compare as comparing
from bot.views.shared.names_and_dates import joined
from briefings.disagreements import is_about
from briefings.errors import Ambiguous, BadInput, NotFound
from briefings.model.analysis import Analysis
from briefings.model.disagreements import Disagreement, Judgement
from briefings.model.summary import Comparison, TopicComparison
from briefings.model.undo import DisagreementJudged
from briefings.parsing import name_of_document, named_titles, parse_id
from briefings.service import Briefings
from briefings.text import lazy_re
from briefings.translatable import phrase

_TITLES = 300  # newest analyses whose titles are compared with a name
_LISTED = 4  # of the analyses that a name could mean
_BETWEEN = lazy_re(r"\s+(?:and|with|vs\.?|versus|и|с|со)\s+|\s*[和与跟]\s*", re.IGNORECASE)
_ELSE_BETWEEN = lazy_re(r"\s+(?:to|against)\s+|\s*[,，、]\s*", re.IGNORECASE)
_ALL = "all"
_NUMBER = re.compile(r"[dD#]?(-?\d{1,9})")
_VERDICTS: dict[str, Judgement] = {
    "first": "first",
    "second": "second",
    "none": "none",
    "not": "none",
    "superseded": "superseded",
    "open": "open",
}


@command(
    "compare",
    "Shows what differs between analyses or topics, and what contradicts",
    Argument("ANALYSES|TOPICS", required=False, many=True, offers="analysis"),
    forms=(
        "ANALYSIS and ANALYSIS",
        "WORDS and WORDS",
        "[WORDS|ANALYSIS] [all]",
        "N first|second|none|superseded|open",
        "N",
    ),
    examples=("compare a1 and a2", "compare Chile and Bolivia", "compare Taiwan", "compare d3 first"),
    shows="quotes",
    aliases={"disagree": ""},
)
async def compare(call: Call) -> Message:
    """Compares two sides, lists disagreements or shows one; with a verdict, sets it."""
    number = _NUMBER.fullmatch(call.args[0]) if call.args else None
    verdict = len(call.args) > 1 and (_verdict(call.args[1]) or not call.args[0].isdecimal())
    if number and verdict:
        call.require(needed_by(JUDGE_DISAGREEMENT), phrase("Deciding on a disagreement"))
        return await _judged(call, int(number[1]), call.args[1])
    if number and len(call.args) == 1:
        found = await call.briefings.disagreements.find(int(number[1]))
        return views.disagreement(found, editor=allows(call.role, JUDGE_DISAGREEMENT))
    everything = call.args[-1:] == (_ALL,)
    words = call.args[:-1] if everything else call.args
    current = await call.briefings.chats.current(call.request.address, call.request.sender)
    sides = await compared(words, call.briefings, current)
    if sides is None:
        about = " ".join(_sides(" ".join(words))).split()  # without an "and" at the end
        return await _listed(call, about, everything=everything)
    if isinstance(sides, ComparedAnalyses):
        return await _side_by_side(call, sides, everything=everything)
    message = comparing.topics(sides, call.prefix)
    touching = await call.briefings.disagreements.touching(quoted_spans(message))
    return views.with_disagreements(message, touching)


async def _side_by_side(call: Call, of: "ComparedAnalyses", *, everything: bool) -> Message:
    """Two analyses with what they contradict each other on."""
    core, pair = call.briefings, (of.first.id, of.second.id)
    found, _about = await disagreements_of(core, [f"a{each}" for each in pair], call.resolve, settled=everything)
    message = comparing.analyses(of.first, of.second, of.comparison)
    none = () if found else views.nothing_found(await core.disagreements.compared(pair), everything=everything)
    return views.with_disagreements(message, found, none=none, most=views.SHOWN)


async def _listed(call: Call, words: Sequence[str], *, everything: bool) -> Message:
    found, about = await disagreements_of(call.briefings, words, call.resolve, settled=everything)
    line = " ".join(["/compare", *words])
    if not found:
        return views.no_disagreement(
            await call.briefings.disagreements.compared(None), about, line, everything=everything
        )
    editor = allows(call.role, JUDGE_DISAGREEMENT)
    whole = everything or call.request.whole
    return views.disagreements(found, about, line, editor=editor, everything=whole)


@dataclass(frozen=True, slots=True)
class ComparedAnalyses:
    """Two analyses and what they have in common."""

    first: Analysis
    second: Analysis
    comparison: Comparison


async def compared(
    words: Sequence[str], briefings: Briefings, current: int | None
) -> ComparedAnalyses | TopicComparison | None:
    """The comparison that typed words ask for, None unless they have two sides; `current` is the analysis read last.

    Raises NotFound or BadInput.
    """
    names = _sides(" ".join(words))
    if len(names) != 2:
        return None
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


def _sides(words: str) -> Sequence[str]:
    """The words split at "and" or the like; two ids without it are the two sides."""
    words = f"{words.rstrip(' ?!.？。！')} "
    parting = _BETWEEN if _BETWEEN.search(words) else _ELSE_BETWEEN
    sides = [each.strip() for each in parting.split(words, maxsplit=1) if each.strip()]
    ids = words.split()
    return ids if len(sides) == 1 and len(ids) == 2 and all(map(parse_id, ids)) else sides


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


async def disagreements_of(
    core: Briefings, words: Sequence[str], resolve: Resolve, *, settled: bool
) -> tuple[list[Disagreement], str]:
    """The disagreements about a topic, of an analysis, or all, and what they are about. Raises NotFound."""
    if not words:
        return await core.disagreements.all(settled=settled), ""
    if len(words) == 2 and all(map(parse_id, words)):
        pair = {(await resolve([each])).analysis.id for each in words}
        found = await core.disagreements.all(pair, settled=settled)
        return [each for each in found if {each.first.analysis, each.second.analysis} == pair], " ".join(words)
    typed = parse_id(words[0]) if len(words) == 1 else None
    if typed is None:
        topic = " ".join(words)
        everything = await core.disagreements.all(settled=settled)
        about = [each for each in everything if is_about(each, topic)]
        if about:
            return about, topic
        try:
            place = await resolve(words)
        except NotFound:
            return [], topic
    else:
        place = await resolve(words)
    found = await core.disagreements.all([place.analysis.id], settled=settled)
    return found, f"a{place.analysis.id} {place.analysis.title}"


def _verdict(word: str) -> Judgement | None:
    return _VERDICTS.get(word.lower().rstrip(".,;:"))


async def _judged(call: Call, id_: int, word: str) -> Message:
    verdict = _verdict(word)
    if verdict is None:
        raise BadInput(
            "“{word}” isn't a verdict. After {prefix}compare d{id}, type first, second, none, superseded or open.",
            word=word,
            prefix=call.prefix,
            id=id_,
        )
    since, before = await call.briefings.disagreements.settle(id_, verdict, call.who, call.now)
    message = views.judged(since)
    step = DisagreementJudged(id_, before.state, since.rev)
    return await with_undo_button(call, message, None if since is before else step)
