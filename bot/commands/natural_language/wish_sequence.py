"""Carries out the wishes of one sentence in order, and says of each that isn't why."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bot.chat import Request
from bot.commands.natural_language.natural_language import PlainRequest, Run, answer
from bot.commands.natural_language.several_wishes import MOST, wishes_in
from bot.commands.natural_language.typing_slips import slips_of
from bot.commands.phrases import Interpretation, understand
from bot.commands.phrases.variation import KEPT, with_place_by_id
from bot.commands.registry import Command, Registry, line_words
from bot.message import Message
from bot.paging import page_of_message
from bot.views import natural_language as views
from bot.views.shared.names_and_dates import prefix_of
from briefings.model.intake import Change


class _Held(Exception):
    """A change that waits, because a wish before it failed or its question is open."""


Make = Callable[[], Awaitable[Message | None]]
OrFailure = Callable[[Request, Make, Change], Awaitable[Message | None]]  # a message, or why making it failed


@dataclass(frozen=True, slots=True)
class Desk:
    """What wishes are carried out with."""

    run: Run
    registry: Registry
    or_failure: OrFailure


async def answer_each(wishes: Sequence[str], spoken: PlainRequest, desk: Desk) -> Message:
    """The answers to several wishes in one message.

    After a question whether to make a change, or a wish that failed, later wishes that change something are not
    carried out, but offered: what they call "it" may not be what was meant. It is noted of each wish by itself that its
    change is saved.
    """
    answers = list[tuple[str, Message]]()
    left, lines = list[str](), [""]
    desk = replace(desk, run=_remembering(desk.run, lines))
    for number, words in enumerate(wishes[:MOST], 1):
        held = any(each.proposes or each.awaits or each.failed or each.puzzled for _, each in answers)
        one = replace(spoken, request=replace(spoken.request, line=words), answered=lines[-1])
        with spoken.briefings.intake.wish(number) as change:
            message = await _answer(one, replace(desk, run=_holding(desk.run)) if held else desk, change)
        if message is None or (held and message.proposes):
            left.append(words)
        else:
            answers.append((words, page_of_message(message)))
    return views.several(answers, left, wishes[MOST:])


def interrupted(line: str, saved: Collection[int]) -> Message | None:
    """What a restart left of a sentence with several wishes, by the numbers of those that are saved; None if nothing.

    A wish that says "it" is not offered: what it means is known only from the answer before, which nobody got.
    """
    wishes = wishes_in(line)
    done = [words for number, words in enumerate(wishes, 1) if number in saved]
    left = [words for number, words in enumerate(wishes, 1) if number not in saved]
    if not (done and left):
        return None
    return views.several_interrupted(done, left, [words for words in left if not _refers_back(words)])


def _refers_back(words: str) -> bool:
    meaning = understand(words)
    return bool(meaning.varies) or any(wish.gap and not wish.words for wish in meaning.wishes)


async def answer_respelt(meaning: Interpretation, spoken: PlainRequest, desk: Desk) -> Message:
    """The answer to a sentence without its slips, and what they were read as; a change is asked first."""
    one = replace(spoken, request=replace(spoken.request, line=meaning.meant))
    asking = replace(desk, run=_asking(desk.run, prefix_of(spoken.request.address)))
    if meaning.parts:
        message = await answer_each(meaning.parts, one, asking)
    else:
        message = await answer(understand(meaning.meant), one, asking.run, asking.registry)
    return views.with_slips(message, slips_of(spoken.request.line, meaning.meant))


async def _answer(spoken: PlainRequest, desk: Desk, change: Change) -> Message | None:
    """The answer to one wish, or the sentence of its failure; None for a change that waits."""
    ended = False

    async def make() -> Message | None:
        nonlocal ended
        try:
            message = await answer(understand(spoken.request.line), spoken, desk.run, desk.registry)
        except _Held:
            message = None
        ended = True
        return message

    message = await desk.or_failure(spoken.request, make, change)
    return message if ended or message is None else replace(message, failed=True)


def _remembering(run: Run, lines: list[str]) -> Run:
    """Adds each line that "it" may refer to; what the database holds of it is written only after the whole sentence."""

    async def remembered(command: Command, rest: str) -> Message:
        message = await run(command, rest)
        if command.name in KEPT:
            lines.append(with_place_by_id(f"{command.name} {rest}".strip(), message.about))
        return message

    return remembered


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
