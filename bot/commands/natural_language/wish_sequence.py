"""Carries out the wishes of one sentence in order, and says of each that isn't why."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.natural_language.natural_language import PlainRequest, Run, answer
from bot.commands.natural_language.several_wishes import MOST
from bot.commands.natural_language.typing_slips import slips_of
from bot.commands.phrases import Interpretation, understand
from bot.commands.registry import Command, Registry, line_words
from bot.languages import translate
from bot.message import Message, say
from bot.paging import page_of_message
from bot.views import natural_language as views
from bot.views import refusals
from bot.views.shared.names_and_dates import prefix_of
from briefings.errors import Ambiguous, BadInput, NotAllowed, NotFound


class _Held(Exception):
    """A change that waits, because a wish before it failed or its question is open."""


async def answer_each(wishes: Sequence[str], spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answers to several wishes in one message.

    After a question whether to make a change, or a wish that failed, later wishes that change something are not
    carried out, but offered: what they call "it" may not be what was meant.
    """
    answers = list[tuple[str, Message]]()
    left = list[str]()
    for words in wishes[:MOST]:
        held = any(each.proposes or each.awaits or each.failed or each.puzzled for _, each in answers)
        one = replace(spoken, request=replace(spoken.request, line=words))
        message = await _answer(one, _holding(run) if held else run, registry)
        if message is None or (held and message.proposes):
            left.append(words)
        else:
            answers.append((words, page_of_message(message)))
    return views.several(answers, left, wishes[MOST:])


async def answer_respelt(meaning: Interpretation, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer to a sentence without its slips, and what they were read as; a change is asked first."""
    one = replace(spoken, request=replace(spoken.request, line=meaning.meant))
    asking = _asking(run, prefix_of(spoken.request.address))
    if meaning.parts:
        message = await answer_each(meaning.parts, one, asking, registry)
    else:
        message = await answer(understand(meaning.meant), one, asking, registry)
    return views.with_slips(message, slips_of(spoken.request.line, meaning.meant))


async def _answer(spoken: PlainRequest, run: Run, registry: Registry) -> Message | None:
    """The answer to one wish, or the sentence of its failure; None for a change that waits."""
    try:
        return await answer(understand(spoken.request.line), spoken, run, registry)
    except _Held:
        return None
    except (NotFound, Ambiguous, BadInput, NotAllowed) as failure:
        names = [each.name for each in registry]
        sentence = refusals.prefixed(translate(failure.sentence), names, prefix_of(spoken.request.address))
        return replace(say(sentence), failed=True)


def _asking(run: Run, prefix: str) -> Run:
    """Asks before a line changes anything."""

    async def asked(command: Command, rest: str) -> Message:
        if _changes(command, rest):
            return views.confirm(f"{command.name} {rest}".strip(), prefix)
        return await run(command, rest)

    return asked


def _changes(command: Command, rest: str) -> bool:
    return command.changes is not None and len(line_words(rest)) >= command.changes


def _holding(run: Run) -> Run:
    """Runs what only shows something."""

    async def shown(command: Command, rest: str) -> Message:
        if _changes(command, rest):
            raise _Held
        return await run(command, rest)

    return shown
