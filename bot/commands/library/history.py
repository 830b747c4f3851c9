"""What changed: what is new, revisions, corrections with the editors' verdicts, and removal of analyses."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.permissions import CORRECT, allows
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Block, Message
from bot.views import corrections as correcting
from bot.views.library import history as views
from briefings.corrections import GRACE
from briefings.errors import BadInput, Damaged
from briefings.library import ResolvedPlace
from briefings.model.corrections import Verdict
from briefings.model.undo import CorrectionDecided, Removed

_NUMBER = re.compile(r"[cC#]?(-?[0-9]{1,9})")
_VERDICTS: dict[str, Verdict] = {"correction": "correction", "wording": "wording"}
_WITHOUT_REASON = (("unexplained",), ("without", "reason"), ("without", "a", "reason"))
_EACH = "each"
_CURRENT = "it"  # the analysis that was asked for last here, as "was that corrected?" means it
_YES = "yes"
_EVERY = 1_000_000  # revisions; as many as there are


@command(
    "changes",
    "Shows what is new since you last read here, revisions and corrections",
    Argument("analysis", required=False, many=True, offers="analysis"),
    forms=("[analysis]", "N", "N correction|wording [why]"),
    examples=("changes", "changes a1", "changes 3", "changes 3 correction The figure was wrong."),
    aliases={"revisions": "", "corrections": ""},
)
async def changes(call: Call) -> Message:
    """Shows the changes of all analyses or of one, which it marks as read; with a number, one correction."""
    number = _number(call.args[0]) if call.args else None
    if number is None:
        return await (_of_analysis(call) if call.args else _of_all(call))
    told = await call.briefings.corrections.get(number)
    if len(call.args) == 1:
        return correcting.one(told, call.zone, decides=allows(call.role, CORRECT))
    call.require("editor", f"{call.prefix}changes {number} …")
    if call.args[1].lower() == _EACH:
        return correcting.ask_each(told.correction)
    return await _decide(call, number)


async def _of_all(call: Call) -> Message:
    request = call.request
    news = await call.briefings.history.news(request.address, request.sender)
    message = views.news(news, call.zone, call.prefix, everything=request.whole)
    return views.with_corrections(message, await _corrections(call, None))


async def _of_analysis(call: Call) -> Message:
    """What is new in an analysis, its revisions and its corrections. Raises NotFound, and BadInput for a section."""
    history, request = call.briefings.history, call.request
    analysis = _whole(await call.resolve(() if call.args == (_CURRENT,) else call.args)).analysis
    unread = await history.unread(request.address, request.sender, analysis)
    await call.briefings.chats.remember(request.address, request.sender, analysis, call.now, read=unread is not None)
    most = _EVERY if request.whole else views.SHOWN
    revised = await history.revisions(analysis.id, most + 1)
    message = views.changes(analysis, unread, revised, call.zone, most, everything=request.whole)
    return views.with_corrections(message, await _corrections(call, analysis.id))


async def _corrections(call: Call, analysis: int | None) -> Sequence[Block]:
    core = call.briefings.corrections
    open_ = await core.asked(analysis, correcting.SHOWN) if allows(call.role, CORRECT) else []
    return correcting.log(await core.log(analysis, correcting.SHOWN + 1), open_, call.zone)


async def _decide(call: Call, id_: int) -> Message:
    """Stores a verdict on one sentence or on all, or asks why it is a correction."""
    sentence = _number(call.args[1])
    said = call.args[2:] if sentence is not None else call.args[1:]
    verdict = _VERDICTS.get(said[0].lower()) if said else None
    if verdict is None:
        raise BadInput(
            "After the number, type “correction” with one line of why, or “wording”: {prefix}changes {id} wording.",
            prefix=call.prefix,
            id=id_,
        )
    why = "" if (plain := _is_without_reason(said[1:])) else " ".join(said[1:])
    told = await call.briefings.corrections.get(id_)
    if verdict == "correction" and not (why or plain) and told.correction.state == "asked":
        if sentence is not None and not 1 <= sentence <= len(told.correction.items):
            raise BadInput("Give the number of a sentence, from 1 to {most}.", most=len(told.correction.items))
        which = f"{id_} {sentence}" if sentence else f"{id_}"
        return replace(correcting.ask_why(told.correction, sentence, call.prefix), awaits=f"changes {which} correction")
    decided = await call.briefings.corrections.decide(id_, verdict, why, call.now, by=call.who, number=sentence)
    message = correcting.decided(decided, int(GRACE.total_seconds()))
    return await with_undo_button(call, message, CorrectionDecided(decided.before))


def _is_without_reason(words: Sequence[str]) -> bool:
    """Whether an editor says that a correction needs no reason."""
    return tuple(word.lower().rstrip(".") for word in words) in _WITHOUT_REASON


def _number(word: str) -> int | None:
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None


@command(
    "remove",
    "Removes an analysis with all its revisions, and tells its readers if you say why",
    Argument("ANALYSIS", many=True, offers="analysis"),
    forms=("ANALYSIS", "ANALYSIS yes [why]"),
    examples=("remove a2", "remove a2 yes The source was withdrawn."),
    changes=2,
)
async def remove(call: Call) -> Message:
    """Removes an analysis after a confirmation: "yes", behind which a reason has the chats told that were shown it."""
    name, why, sure = _confirmed(call.args)
    id_ = await _id_of(call, name)
    history = call.briefings.history
    removal = await history.removal(id_)
    if not sure:
        return views.confirm_removal(removal, call.prefix)
    also = None
    if why:
        title, place = removal.analysis.title, call.request.address
        also = await call.briefings.corrections.withdrawal(id_, title, why, call.now, by=call.who, place=place)
    gone = await history.remove(id_, call.now, by=call.who, also=also)
    step = Removed(gone.analysis.id, gone.analysis.title, gone.kept, why)
    return await with_undo_button(call, views.analysis_removed(gone, call.prefix, why), step)


def _confirmed(args: Sequence[str]) -> tuple[Sequence[str], str, bool]:
    """The analysis's name, the reason, and whether the removal is confirmed: "a2 yes", "Ice on the Quay yes"."""
    if len(args) > 1 and args[1].lower() == _YES:
        return args[:1], " ".join(args[2:]), True
    if len(args) > 1 and args[-1].lower() == _YES:
        return args[:-1], "", True
    return args, "", False


async def _id_of(call: Call, words: Sequence[str]) -> int:
    """The id of a whole analysis, also of one that can't be read."""
    try:
        return _whole(await call.briefings.library.resolve(words, None)).analysis.id
    except Damaged as error:
        return error.analysis


def _whole(place: ResolvedPlace) -> ResolvedPlace:
    if place.section is not None:
        raise BadInput("This works on a whole analysis, for example a{id}, not on a section.", id=place.analysis.id)
    return place
