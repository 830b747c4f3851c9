"""Subcommands about what is in the analyses: search, quotes, timeline, actors, where and changes."""

import argparse
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.answer_command import PLACE, SENDER, answer_command, asker, place_of
from bot.cli.base import MISUSED, CommandFailed, Subcommands
from bot.json_answers import content_shapes
from bot.json_answers.shapes import Shape

if TYPE_CHECKING:
    from briefings.service import Briefings

_PICTURE, _ALL = "picture", "all"


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    takes = "WORDS [in ANALYSIS]"
    answer_command(commands, "search", "search", _search, takes, "the sentences with these words, best first")
    answer_command(commands, "quotes", "quotes", _quotes, "[analysis] [speaker]", "who is quoted, and where")
    answer_command(commands, "timeline", "timeline", _timeline, "[analysis] [section]", "the dates in an analysis")
    answer_command(commands, "actors", "actors", _actors, "[analysis]", "the people, organisations and places")
    answer_command(commands, "where", "where", _where, "WORDS", "a sentence in its paragraph, with its sources")
    about = "[analysis|event|holder|all]"
    answer_command(
        commands, "disagree", "disagree", _disagree, "[topic|analysis|all]", "sentences that contradict each other"
    )
    answer_command(commands, "outlook", "outlook", _outlook, about, "statements about the future, and their outcome")
    answer_command(commands, "changes", "changes", _changes, "[analysis]", "what is new since you last read it")


async def _search(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    words = _needed(arguments, "search needs WORDS.")
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.search(asker(core), words)


async def _quotes(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    # 1 s of commands, which --help need not pay
    from bot.commands.library.quotes_timeline_actors import speakers_asked
    from briefings.library import quotations_by_speaker

    place, asked = await speakers_asked(arguments.rest, partial(place_of, core))
    return content_shapes.quotes(place, asked or quotations_by_speaker(place.analysis.draft, place.section))


async def _timeline(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    from briefings.library import timeline_of  # 0.6 s, which --help need not pay

    place = await place_of(core, _without(_without(arguments.rest, _PICTURE), _ALL))
    events = await core.agenda.mentioned(place.analysis.id)
    return content_shapes.timeline(place, timeline_of(place.analysis.draft, place.section, events))


async def _outlook(core: "Briefings", arguments: argparse.Namespace) -> list[Shape]:
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.outlook(asker(core), _without(arguments.rest, _ALL))


async def _disagree(core: "Briefings", arguments: argparse.Namespace) -> list[Shape]:
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    words = _without(arguments.rest, _ALL)
    return await queries.disagreements(asker(core), words, settled=len(words) < len(arguments.rest))


async def _actors(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    return content_shapes.actors((await place_of(core, _without(arguments.rest, _ALL))).analysis)


async def _where(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    words = _needed(arguments, "where needs WORDS.")
    from bot.commands.library.audit import passages_at  # 1 s of commands, which --help need not pay

    return content_shapes.where(await passages_at(words, " ".join(words), core, partial(place_of, core)))


async def _changes(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    """The unread changes of one analysis or of all; as JSON, nothing is marked as read."""
    if not arguments.rest:
        return content_shapes.news(await core.history.news(PLACE, SENDER))
    analysis = (await place_of(core, arguments.rest)).analysis
    return content_shapes.changes(analysis, await core.history.unread(PLACE, SENDER, analysis))


def _needed(arguments: argparse.Namespace, sentence: str) -> Sequence[str]:
    words: list[str] = [word for word in arguments.rest if word.strip()]
    if not words:
        raise CommandFailed(sentence, MISUSED)
    return words


def _without(words: Sequence[str], option: str) -> Sequence[str]:
    return words[:-1] if words and words[-1].lower() == option else words
