"""/outlook and /record: statements about the future, what became of them, and the record of holders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import cast, get_args

from bot.commands.permissions import SETTLE_STATEMENT, allows, needed_by
from bot.commands.phrases.zone_words import zone_at_head
from bot.commands.registry import Argument, Call, Resolve, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views import outlook as views
from briefings.errors import BadInput, NotFound
from briefings.library import passage
from briefings.model.corrections import QuotedSpan
from briefings.model.outlook import FATE_STATES, Evidence, FateState, Settlement, TrackedStatement, Verdict
from briefings.model.undo import StatementSettled
from briefings.outlook import MOST, OutlookPage, holder_records, page_of
from briefings.parsing import parse_id, parse_when
from briefings.service import Briefings
from briefings.translatable import phrase

_NUMBER = re.compile(r"[sS#]?(-?\d{1,9})")
_PLACE = re.compile(r"a(-?\d{1,9})(?:\sr(\d{1,6}))?\s(\d{1,9})")
_VERDICTS: tuple[tuple[tuple[str, ...], Verdict], ...] = (
    (("cannot", "be", "told"), "unknown"),
    (("can't", "be", "told"), "unknown"),
    (("did", "not", "happen"), "not"),
    (("didn't", "happen"), "not"),
    (("didn't",), "not"),
    (("has", "not", "happened"), "not"),
    (("not", "happened"), "not"),
    (("cancelled",), "not"),
    (("canceled",), "not"),
    (("no",), "not"),
    (("yes",), "happened"),
    (("partly", "happened"), "partly"),
    (("did", "not"), "not"),
    (("happened",), "happened"),
    (("partly",), "partly"),
    (("moved",), "moved"),
    (("delayed",), "moved"),
    (("postponed",), "moved"),
    (("unknown",), "unknown"),
    (("open",), ""),
)
_STATES = get_args(FateState)
_WHOLE = partial(zone_at_head, whole=True)
_LONGEST = 500  # characters of typed evidence


@command(
    "outlook",
    "Lists statements about the future, due or ahead, and records what became of them",
    Argument("statements", required=False, many=True, offers="analysis"),
    forms=(
        "[ANALYSIS|EVENT|HOLDER] [due|ahead|open|settled] [all]",
        "N happened|did not|partly [evidence]",
        "N moved to DATE [evidence]",
        "N cannot be told",
        "N open",
        "N",
    ),
    examples=(
        "outlook a1",
        "outlook all",
        "outlook s3 happened https://news.example/5",
        "outlook s3 moved to 2026-05-12",
    ),
    changes=2,
    usual=True,
    shows="quotes",
)
async def outlook(call: Call) -> Message:
    """Lists statements, shows one, or sets its outcome."""
    number = _NUMBER.fullmatch(call.args[0]) if call.args else None
    if number is None:
        return replace(await _listed(call), shows=True)
    if len(call.args) == 1:
        return replace(await _shown(call, int(number[1])), shows=True)
    call.require(needed_by(SETTLE_STATEMENT), phrase("Recording an outcome"))
    return await _settled(call, int(number[1]), call.args[1:])


async def _listed(call: Call) -> Message:
    # Splits off "after s5", the end of the page before; 0 if it isn't there.
    number = _NUMBER.fullmatch(call.args[-1]) if len(call.args) > 1 and call.args[-2].lower() == "after" else None
    args, after = (call.args[:-2], int(number[1])) if number else (call.args, 0)
    words = [word for word in args if word.lower() != "all"]
    everything = len(words) < len(args) or call.request.whole or bool(after)
    line = " ".join(["/outlook", *words])
    state = cast(FateState, words[-1].lower()) if words and words[-1].lower() in _STATES else None
    asked = await statements_of(call.briefings, words[:-1] if state else words, call.resolve, call.now)
    most = None if everything else views.SHOWN
    page = await asked.page(call.briefings, views.today_in(call.now, call.zone), most, state, after)
    editor = allows(call.role, SETTLE_STATEMENT)
    return views.outlook(page, asked.about, line, call.now, call.zone, editor=editor, everything=everything)


@dataclass(frozen=True, slots=True)
class AskedStatements:
    """The statements that words name: `found` those of an analysis, an event or a source, which are few.

    Otherwise they are those of the whole library, or what `holders` hold in it.
    """

    about: str = ""
    found: Sequence[TrackedStatement] | None = None
    holders: Sequence[str] | None = None

    async def page(
        self, core: Briefings, today: date, most: int | None = None, state: FateState | None = None, after: int = 0
    ) -> OutlookPage:
        """The first of them in the order of an answer, all if they are few, and how many there are by state."""
        states = FATE_STATES if state is None else (state,)
        if self.found is not None:
            return page_of(self.found, today, most, states)
        return await core.outlook.page(today, most or MOST, states, self.holders, after)


async def statements_of(core: Briefings, words: Sequence[str], resolve: Resolve, now: datetime) -> AskedStatements:
    """The statements of an analysis, an event, a holder, or all, and what they are about. Raises NotFound."""
    if not words:
        return AskedStatements()
    typed = parse_id(words[0]) if len(words) == 1 else None
    if typed and typed[0] == "event":
        return await _about_event(core, words[0], now)
    if typed is None and (held := await _held_by(core, " ".join(words), now)):
        return held
    try:
        place = await resolve(words)
    except NotFound as missing:
        if typed is not None:
            raise
        return await _citing(core, " ".join(words), missing.close)
    found = await core.outlook.statements([place.analysis.id])
    return AskedStatements(f"a{place.analysis.id} {place.analysis.title}", found)


async def _held_by(core: Briefings, name: str, now: datetime) -> AskedStatements | None:
    """What the holders hold whose names have these words; None if the reader sees no statement of such a holder."""
    holders = await core.outlook.held_by(name)
    if not holders or not (await core.outlook.page(now.date(), 1, holders=holders)).total:
        return None
    return AskedStatements(name, holders=holders)


async def _citing(core: Briefings, source: str, close: Sequence[str]) -> AskedStatements:
    """The statements that rest on a source. Raises NotFound."""
    if cited := await core.outlook.citing(source):
        return AskedStatements(source, cited)
    raise NotFound(
        "“{name}” is no analysis, event or section here; nobody of that name holds a statement, and no statement cites "
        "such a source.",
        close,
        name=source,
    )


async def _about_event(core: Briefings, name: str, now: datetime) -> AskedStatements:
    event = await core.agenda.find(name)
    mentions = (await core.agenda.show(event.id, now)).mentions
    found = await core.outlook.statements({each.analysis for each in mentions})
    there = {(each.analysis, each.start) for each in mentions}
    own = [each for each in found if (each.analysis, each.start) in there]
    return AskedStatements(f"e{event.id} {event.title}", own)


async def _shown(call: Call, id_: int) -> Message:
    core = call.briefings.outlook
    found = await core.find(id_)
    title = (await call.briefings.library.get(found.analysis)).title
    editor = allows(call.role, SETTLE_STATEMENT)
    return views.statement(found, title, await core.evidence(found), call.now, call.zone, editor=editor)


async def _settled(call: Call, id_: int, words: Sequence[str]) -> Message:
    core = call.briefings.outlook
    statement = await core.find(id_)
    verdict, rest = _verdict(words, call.prefix, id_)
    to = None
    if verdict == "moved":
        rest = rest[1:] if rest and rest[0].lower() == "to" else rest
        if not rest:
            return replace(views.ask_new_time(statement, call.prefix), awaits=f"outlook s{id_} moved to")
        to, rest = parse_when(rest, call.now, call.zone, zones=_WHOLE)
    settlement = Settlement(verdict, to, await _evidence(call, rest))
    done = await core.settle(id_, settlement, call.who, call.now)
    title = (await call.briefings.library.get(statement.analysis)).title
    offered = await core.closest(statement) if verdict and not rest else ()
    message = views.settled(done, title, offered, await core.evidence(done.statement), call.now, call.zone, call.prefix)
    step = StatementSettled(id_, done.before.settlement, done.statement.rev, done.statement.settlement)
    return await with_undo_button(call, message, None if done.unchanged else step)


def _verdict(words: Sequence[str], prefix: str, id_: int) -> tuple[Verdict, Sequence[str]]:
    said = tuple(word.lower().replace("’", "'").rstrip(".,;:") for word in words)
    for spoken, verdict in _VERDICTS:
        if said[: len(spoken)] == spoken:
            return verdict, words[len(spoken) :]
    raise BadInput(
        "“{words}” isn't an outcome. After {prefix}outlook s{id}, type happened, did not, partly, moved to DATE or "
        "cannot be told.",
        words=" ".join(words),
        prefix=prefix,
        id=id_,
    )


async def _evidence(call: Call, words: Sequence[str]) -> Evidence:
    """A typed line or a link, or the sentence that "a2 r1 120" names. Raises NotFound for a place that isn't there."""
    typed = " ".join(words)
    place = _PLACE.fullmatch(typed)
    if place is None:
        if len(typed) > _LONGEST:
            raise BadInput("Keep the evidence to {most} characters, or give a link.", most=_LONGEST)
        return Evidence(typed)
    library, analysis = call.briefings.library, int(place[1])
    of = await library.revision(analysis, int(place[2])) if place[2] else await library.get(analysis)
    found = passage(of, int(place[3]))
    return Evidence("", QuotedSpan(of.id, of.revision, found.start, found.end))


@command(
    "record",
    "Counts what became of the statements of an analysis or a holder",
    Argument("ANALYSIS|HOLDER", required=False, many=True, offers="analysis"),
    examples=("record", "record a1", "record Xinhua"),
    listed=False,
    shows="quotes",
)
async def record(call: Call) -> Message:
    """Counts statements by verdict, for each holder."""
    asked = await statements_of(call.briefings, call.args, call.resolve, call.now)
    today = views.today_in(call.now, call.zone)
    records = (
        await call.briefings.outlook.records(today, asked.holders)
        if asked.found is None
        else holder_records(asked.found, today)
    )
    return views.record(records, asked.about, " ".join(["/record", *call.args]))
