"""/corrections: the public log, one correction with the chats that it concerns, and an editor's verdict."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.permissions import CORRECT, allows
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views import corrections as views
from briefings.corrections import GRACE
from briefings.errors import BadInput
from briefings.model.corrections import Verdict
from briefings.model.undo import CorrectionDecided

_NUMBER = re.compile(r"[cC#]?(-?[0-9]{1,9})")
_VERDICTS: dict[str, Verdict] = {"correction": "correction", "wording": "wording"}
_WITHOUT_REASON = (("unexplained",), ("without", "reason"), ("without", "a", "reason"))
_EACH = "each"
_CURRENT = "it"  # the analysis that was asked for last here, as "was that corrected?" means it


@command(
    "corrections",
    "Lists what was corrected and who was told; editors decide on changes",
    Argument("analysis", required=False, many=True, offers="analysis"),
    forms=("[analysis]", "N", "N correction|wording [why]"),
    examples=("corrections", "corrections a1", "corrections 3", "corrections 3 correction The figure was wrong."),
    changes=2,
)
async def corrections(call: Call) -> Message:
    """Shows the log, of an analysis or of all; with a number, one correction; with a verdict, decides it."""
    if not call.args:
        return await _log(call, None, "")
    if (number := _number(call.args[0])) is None:
        about = () if call.args == (_CURRENT,) else call.args
        place = await call.resolve(about) if not about else await call.briefings.library.resolve(about, None)
        return await _log(call, place.analysis.id, place.analysis.title)
    told = await call.briefings.corrections.get(number)
    if len(call.args) == 1:
        return views.one(told, call.zone, decides=allows(call.role, CORRECT))
    call.require("editor", f"{call.prefix}corrections {number} …")
    if call.args[1].lower() == _EACH:
        return views.ask_each(told.correction)
    return await _decide(call, number)


async def _log(call: Call, analysis: int | None, title: str) -> Message:
    core = call.briefings.corrections
    listed = await core.log(analysis, views.SHOWN + 1)
    open_ = await core.asked(analysis, views.SHOWN) if allows(call.role, CORRECT) else []
    line = f"/corrections a{analysis}" if analysis else "/corrections"
    return views.log(listed, open_, title, call.zone, line)


async def _decide(call: Call, id_: int) -> Message:
    """Stores a verdict on one sentence or on all, or asks why it is a correction."""
    sentence = _number(call.args[1])
    said = call.args[2:] if sentence is not None else call.args[1:]
    verdict = _VERDICTS.get(said[0].lower()) if said else None
    if verdict is None:
        raise BadInput(
            "After the number, type “correction” with one line of why, or “wording”: {prefix}corrections {id} wording.",
            prefix=call.prefix,
            id=id_,
        )
    why = "" if (plain := _is_without_reason(said[1:])) else " ".join(said[1:])
    told = await call.briefings.corrections.get(id_)
    if verdict == "correction" and not (why or plain) and told.correction.state == "asked":
        if sentence is not None and not 1 <= sentence <= len(told.correction.items):
            raise BadInput("Give the number of a sentence, from 1 to {most}.", most=len(told.correction.items))
        which = f"{id_} {sentence}" if sentence else f"{id_}"
        return replace(views.ask_why(told.correction, sentence, call.prefix), awaits=f"corrections {which} correction")
    decided = await call.briefings.corrections.decide(id_, verdict, why, call.now, by=call.who, number=sentence)
    message = views.decided(decided, int(GRACE.total_seconds()))
    return await with_undo_button(call, message, CorrectionDecided(decided.before))


def _is_without_reason(words: Sequence[str]) -> bool:
    """Whether an editor says that a correction needs no reason."""
    return tuple(word.lower().rstrip(".") for word in words) in _WITHOUT_REASON


def _number(word: str) -> int | None:
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None
