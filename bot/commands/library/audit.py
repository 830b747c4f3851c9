"""/audit and /where: citation problems, and the context of a quotation."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.registry import Argument, Call, Resolve, command
from bot.message import Message
from bot.views.disagreements import with_disagreements
from bot.views.library import audit as views
from bot.views.library import provenance
from briefings.errors import BadInput, NotFound
from briefings.library import PassageInContext, audit_analysis, passage, places_in, positions_of, shares
from briefings.model.audit import Finding
from briefings.parsing import parse_id
from briefings.service import Briefings
from briefings.translatable import plural

_HITS = 6


@command(
    "audit",
    "Lists problems with citations, references, quotations and dates",
    Argument("analysis", required=False, many=True, offers="analysis"),
    forms=("[analysis]", "[analysis] all", "[analysis] NUMBER"),
    examples=("audit a1", "audit a1 3"),
    aliases={"check": ""},
)
async def audit_(call: Call) -> Message:
    """Shows all findings, or one in context."""
    words, last = call.args, call.args[-1].lower() if call.args else ""
    chosen = last == "all" or last.isdecimal()
    place = await call.place(words[:-1] if chosen else words)
    if place.section is not None:
        raise BadInput(
            "You can only audit a whole analysis: {prefix}audit a{id}.", prefix=call.prefix, id=place.analysis.id
        )
    settled = await call.briefings.outlook.settled_in(place.analysis.id, call.now, call.zone)
    findings = await asyncio.to_thread(audit_analysis, place.analysis.draft, call.now, call.zone, settled)
    if last.isdecimal():
        if not 1 <= int(last) <= len(findings):
            raise NotFound(
                plural(
                    "“{title}” has {number} finding; there is no finding {last}.",
                    "“{title}” has {number} findings; there is no finding {last}.",
                    len(findings),
                    title=place.analysis.title,
                    last=last,
                )
            )
        one = findings[int(last) - 1]
        return provenance.where(passage(place.analysis, one.start), (one,), place.analysis.revision)
    everything = last == "all" or call.request.whole
    page = views.audit(place.analysis, findings, shares(place.analysis.draft), call.prefix, everything=everything)
    return with_disagreements(page, await call.briefings.disagreements.all([place.analysis.id]))


@command(
    "where",
    "Shows a sentence in its paragraph, with its section, revision and sources",
    Argument("WORDS", many=True),
    forms=("WORDS", "ANALYSIS PLACE"),
    examples=("where grand plan", "where a1 1341"),
    shows="quotes",
)
async def where(call: Call) -> Message:
    """Shows the positions that a button names, or the sentences with the given words."""
    passages = await passages_at(call.args, call.rest, call.briefings, call.resolve)
    if len(passages) > 1 and not call.request.whole:
        return provenance.choice(passages)
    await call.briefings.chats.remember(call.request.address, call.request.sender, passages[0].analysis, call.now)
    shown = [await _where(call, each) for each in passages]
    return replace(shown[0], blocks=tuple(block for each in shown for block in each.blocks))


async def _where(call: Call, found: PassageInContext) -> Message:
    newest = (await call.briefings.library.get(found.analysis.id)).revision
    return provenance.where(found, await _about(call, found), newest)


async def passages_at(args: Sequence[str], rest: str, briefings: Briefings, resolve: Resolve) -> list[PassageInContext]:
    """The passages at the positions that words name, or with these words; never none. Raises NotFound or BadInput."""
    named = parse_id(args[0])
    by_place = len(args) > 1 and named is not None and named[0] == "analysis"
    return await (_placed(args, briefings) if by_place else _saying(rest, briefings, resolve))


async def _placed(args: Sequence[str], briefings: Briefings) -> list[PassageInContext]:
    library = briefings.library
    found: dict[tuple[int, int, int], PassageInContext] = {}
    for id_, revision, offset in places_in(args):
        analysis = await (library.get(id_) if revision is None else library.revision(id_, revision))
        here = passage(analysis, offset)
        found.setdefault((id_, analysis.revision, here.start), here)
    if not found:
        raise BadInput("Give a position: /where a1 1341 is character 1341 of a1.")
    return list(found.values())


async def _saying(rest: str, briefings: Briefings, resolve: Resolve) -> list[PassageInContext]:
    """Sentences with these exact words, in the current text or else in any; or else search results."""
    library, words = briefings.library, rest.strip().strip('"“”')
    here = (await resolve(())).analysis
    if exact := positions_of(here, words):
        return exact
    hits = [passage(await library.get(hit.analysis), hit.start) for hit in (await library.search(words, _HITS)).hits]
    if not hits:
        raise NotFound("No sentence in the library contains “{words}”.", words=words)
    verbatim = [hit for hit in hits if hit in positions_of(hit.analysis, words)]
    return verbatim or hits


async def _about(call: Call, of: PassageInContext) -> list[Finding]:
    """The findings about a passage or about words in it."""
    settled = await call.briefings.outlook.settled_in(of.analysis.id, call.now, call.zone)
    found = await asyncio.to_thread(audit_analysis, of.analysis.draft, call.now, call.zone, settled)
    heading = of.section is not None and of.analysis.draft.sections[of.section].start == of.start
    return [
        one for one in found if of.start <= one.start < of.end and (heading or one.kind != "section_without_source")
    ]
