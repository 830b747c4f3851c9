"""/disagree: sentences of different analyses that can't both be right, and the editors' verdicts on them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.permissions import JUDGE_DISAGREEMENT, allows, needed_by
from bot.commands.registry import Argument, Call, Resolve, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views import disagreements as views
from briefings.disagreements import is_about
from briefings.errors import BadInput, NotFound
from briefings.model.disagreements import Disagreement, Judgement
from briefings.model.undo import DisagreementJudged
from briefings.parsing import parse_id
from briefings.service import Briefings
from briefings.translatable import phrase

_NUMBER = re.compile(r"[dD#]?(-?\d{1,9})")
_AND = ("and", "vs", "и", "和", "与")
_VERDICTS: dict[str, Judgement] = {
    "first": "first",
    "second": "second",
    "none": "none",
    "not": "none",
    "superseded": "superseded",
    "open": "open",
}


@command(
    "disagree",
    "Lists sentences of different analyses that contradict each other",
    Argument("disagreements", required=False, many=True, offers="analysis"),
    forms=("[WORDS|ANALYSIS] [all]", "N first|second|none|superseded|open", "N"),
    examples=("disagree Taiwan", "disagree a1", "disagree all", "disagree d3 first"),
    changes=2,
    shows="quotes",
)
async def disagree(call: Call) -> Message:
    """Lists disagreements, shows one, or sets the verdict on it."""
    number = _NUMBER.fullmatch(call.args[0]) if call.args else None
    if number is None:
        return replace(await _listed(call), shows=True)
    editor = allows(call.role, JUDGE_DISAGREEMENT)
    if len(call.args) == 1:
        found = await call.briefings.disagreements.find(int(number[1]))
        return replace(views.disagreement(found, editor=editor), shows=True)
    call.require(needed_by(JUDGE_DISAGREEMENT), phrase("Deciding on a disagreement"))
    return await _judged(call, int(number[1]), call.args[1])


async def _listed(call: Call) -> Message:
    words = [word for word in call.args if word.lower() != "all"]
    everything = len(words) < len(call.args)
    found, about = await disagreements_of(call.briefings, words, call.resolve, settled=everything)
    line = " ".join(["/disagree", *words])
    if not found:
        pair = [(await call.resolve([each])).analysis.id for each in _pair(words)]
        compared = await call.briefings.disagreements.compared(pair or None)
        return views.no_disagreement(compared, about, line, everything=everything)
    editor = allows(call.role, JUDGE_DISAGREEMENT)
    whole = everything or call.request.whole
    return views.disagreements(found, about, line, editor=editor, everything=whole)


async def disagreements_of(
    core: Briefings, words: Sequence[str], resolve: Resolve, *, settled: bool
) -> tuple[list[Disagreement], str]:
    """The disagreements about a topic, of an analysis, or all, and what they are about. Raises NotFound."""
    if not words:
        return await core.disagreements.all(settled=settled), ""
    if pair := _pair(words):
        return await _between(core, pair, resolve, settled=settled)
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


def _pair(words: Sequence[str]) -> tuple[str, ...]:
    """Two ids of analyses, typed beside each other or with "and" between; () for other words."""
    ids = [word for word in (each.rstrip(",") for each in words) if word.lower() not in _AND]
    analyses = [word for word in ids if (parse_id(word) or ("",))[0] == "analysis" and not word.isdecimal()]
    return tuple(ids) if len(ids) == len(analyses) == 2 else ()


async def _between(
    core: Briefings, pair: Sequence[str], resolve: Resolve, *, settled: bool
) -> tuple[list[Disagreement], str]:
    """The disagreements between two analyses. Raises NotFound."""
    ids = [(await resolve([each])).analysis.id for each in pair]
    found = await core.disagreements.all(ids[:1], settled=settled)
    between = [each for each in found if {each.first.analysis, each.second.analysis} == set(ids)]
    return between, " ".join(f"a{each}" for each in ids)


async def _judged(call: Call, id_: int, word: str) -> Message:
    verdict = _VERDICTS.get(word.lower().rstrip(".,;:"))
    if verdict is None:
        raise BadInput(
            "“{word}” isn't a verdict. After {prefix}disagree d{id}, type first, second, none, superseded or open.",
            word=word,
            prefix=call.prefix,
            id=id_,
        )
    since, before = await call.briefings.disagreements.settle(id_, verdict, call.who, call.now)
    message = views.judged(since)
    step = DisagreementJudged(id_, before.state, since.rev)
    return await with_undo_button(call, message, None if since is before else step)
