"""Revisions, unread changes and removal of analyses."""

from collections.abc import Sequence

from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views.library import history as views
from briefings.errors import BadInput, Damaged
from briefings.library import ResolvedPlace
from briefings.model.undo import Removed

_YES = "yes"
_EVERY = 1_000_000  # revisions; as many as there are


@command(
    "revisions",
    "Lists the revisions of an analysis: when, by whom, what changed",
    Argument("ANALYSIS", required=False, many=True, offers="analysis"),
    examples=("revisions a1",),
)
async def revisions(call: Call) -> Message:
    """Lists the newest revisions, newest first."""
    place = _whole(await call.place(call.args))
    most = _EVERY if call.request.whole else views.SHOWN
    listed = await call.briefings.history.revisions(place.analysis.id, most + 1)
    return views.revisions(place.analysis, listed, call.zone, most)


@command(
    "changes",
    "Shows what is new since you last read here",
    Argument("analysis", required=False, many=True, offers="analysis"),
    examples=("changes", "changes a1"),
)
async def changes(call: Call) -> Message:
    """Shows what is new in one analysis and marks it as read, or in all that were read here."""
    history, request = call.briefings.history, call.request
    if not call.args:
        news = await history.news(request.address, request.sender)
        return views.news(news, call.zone, call.prefix, everything=request.whole)
    current = await call.briefings.chats.current(request.address, request.sender)
    analysis = _whole(await call.briefings.library.resolve(call.args, current)).analysis
    unread = await history.unread(request.address, request.sender, analysis)
    if unread:
        await call.briefings.chats.remember(request.address, request.sender, analysis, call.now, read=True)
    return views.unread(analysis, unread, everything=request.whole)


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
