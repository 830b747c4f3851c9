"""/quotes, /actors and /timeline."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.registry import Argument, Call, Resolve, command
from bot.message import Message
from bot.pictures import drawing
from bot.pictures.fonts import installed
from bot.views.library import actors as actor_views
from bot.views.library import quotes as quotation_views
from bot.views.library import timeline as timeline_views
from bot.views.library.pictures import timeline as timelines
from bot.views.library.pictures.picture_answer import PICTURE, described, picture_failed, picture_name, with_picture
from bot.views.shared.names_and_dates import typed
from briefings.errors import BriefingError, NotFound
from briefings.library import ResolvedPlace, SpeakerQuotations, quotations_by_speaker, speakers_named, timeline_of
from briefings.translatable import phrase

_ANALYSIS = Argument("analysis", required=False, many=True, offers="analysis")
_ALL = Argument("all", required=False)
_PICTURE = Argument(PICTURE, required=False)
_TITLE_WORDS = 25  # of an analysis before a speaker's name
_NAMED = 6  # speakers told where another one was asked for


@command(
    "quotes",
    "Lists the people quoted, with sections and sources",
    *(_ANALYSIS, Argument("speaker", required=False, many=True)),
    examples=("quotes a1", "quotes a1 moreau"),
    shows="quotes",
)
async def quotes(call: Call) -> Message:
    """Shows quotations by speaker, or those of one speaker."""
    place, asked = await speakers_asked(call.args, call.resolve)
    await call.briefings.chats.remember(call.request.address, call.request.sender, place.analysis, call.now)
    found = asked or quotations_by_speaker(place.analysis.draft, place.section)
    everything = call.request.whole
    return quotation_views.quotations(place.analysis, found, place.section, chosen=bool(asked), everything=everything)


async def speakers_asked(args: Sequence[str], resolve: Resolve) -> tuple[ResolvedPlace, Sequence[SpeakerQuotations]]:
    """Splits words into a place and a speaker; without a speaker, the second is empty. Raises NotFound."""
    for count in range(len(args)):
        place = await _tried(resolve, args[:count])
        if place and (
            found := speakers_named(quotations_by_speaker(place.analysis.draft, place.section), " ".join(args[count:]))
        ):
            return place, found
    try:
        return await resolve(args), ()
    except NotFound as failed:
        raise await _not_quoted(args, resolve, failed) from failed


async def _tried(resolve: Resolve, words: Sequence[str]) -> ResolvedPlace | None:
    if len(words) > _TITLE_WORDS:
        return None
    try:
        return await resolve(words)
    except BriefingError:
        return None


async def _not_quoted(args: Sequence[str], resolve: Resolve, failed: NotFound) -> NotFound:
    """The error that names the speakers who are quoted."""
    for count in range(len(args) - 1, -1, -1):
        place = await _tried(resolve, args[:count])
        if place:
            names = [
                voice.speaker for voice in quotations_by_speaker(place.analysis.draft, place.section) if voice.speaker
            ][:_NAMED]
            words = " ".join(args[count:])
            nobody = phrase("It doesn't quote anyone by name.")
            known = phrase("It quotes {names}.", names=", ".join(names)) if names else nobody
            return NotFound(
                "“{title}” doesn't quote anyone called “{words}”. {known}",
                names,
                title=place.analysis.title,
                words=words,
                known=known,
            )
    return failed


@command(
    "timeline",
    "Lists the dates in an analysis, in order",
    *(_ANALYSIS, Argument("section", required=False, many=True), _ALL, _PICTURE),
    examples=("timeline a1", "timeline a1 all", "timeline a1 picture"),
)
async def timeline_(call: Call) -> Message:
    """Shows the dated statements nearest to today, or all, or a picture."""
    words, drawn = _without(call.args, PICTURE)
    words, everything = _without(words, "all")
    everything = everything or call.request.whole
    place = await call.place(words)
    draft, section = place.analysis.draft, place.section
    found = timeline_of(draft, section, await call.briefings.agenda.mentioned(place.analysis.id))
    message = timeline_views.timeline(place.analysis, found, call.now, call.zone, section, everything=everything)
    if not drawn or not found:
        return message
    about = timeline_views.timeline_title(draft, section)
    alternative = timelines.alternative(draft, found, call.now, call.zone)
    line = f"/timeline {typed(place.analysis.id, section)}"
    origins = timelines.origins(place.analysis, found, call.now, call.zone)
    if not installed():
        return replace(described(place.analysis, about, alternative, line, section), origins=origins)
    picture = await drawing.draw(
        picture_name("timeline", place.analysis.id, section),
        lambda: timelines.timeline(draft, about, found, call.now, call.zone),
        alternative,
    )
    if not picture:
        return picture_failed(message)
    return replace(with_picture(place.analysis, about, picture, line, section), origins=origins)


@command(
    "actors",
    "Lists the people, organisations and places, with their sections",
    *(_ANALYSIS, _ALL),
    examples=("actors a1", "actors a1 all"),
)
async def actors(call: Call) -> Message:
    """Shows the most frequent actors of each kind, or all."""
    words, everything = _without(call.args, "all")
    place = await call.place(words)
    return actor_views.actors(place.analysis, call.prefix, everything=everything or call.request.whole)


def _without(words: tuple[str, ...], option: str) -> tuple[tuple[str, ...], bool]:
    """Splits off an option at the end and says whether it was there."""
    there = words[-1:] != () and words[-1].lower() == option
    return (words[:-1], True) if there else (words, False)
