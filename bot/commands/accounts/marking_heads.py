"""The marking at the head of an answer: the strictest one of what it quotes, names or tells of."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.commands.registry import Call, Command
from bot.message import Buttons, Heading, Message, Run, quoted_spans, texts
from briefings.errors import BriefingError, Broken, Busy
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import Marking
from briefings.service import Briefings

_NAMED = re.compile(r"(?<![\w-])(?P<kind>[ae])(?P<id>-?\d{1,9})(?![\w-])")
_ANALYSIS = re.compile(r"a(?P<id>-?\d{1,9})(?: (?P<section>\d{1,9}))?")


async def with_marking_of_content(message: Message, call: Call, command: Command) -> Message:
    """The answer of a command with the strictest marking of what it shows, if that is above the default.

    So has what comes later. A marking that the answer has already is kept.
    """
    if make := message.later:

        async def later() -> Message:
            return await with_marking_of_content(await make(), call, command)

        message = replace(message, later=later)
    if command.shows == "nothing" or message.marking:
        return message
    return replace(message, marking=await _marking(message, call, command) or "")


async def mark_error(error: BriefingError, briefings: Briefings) -> None:
    """Gives an error the strictest marking of the analyses that its sentence names, if the database can be asked."""
    if not isinstance(error, Broken | Busy):
        error.marking = await briefings.markings.above_default(words=str(error.sentence)) or ""


async def _marking(message: Message, call: Call, command: Command) -> Marking | None:
    said = _said(message)
    named = [(each["kind"], int(each["id"])) for each in _NAMED.finditer(f"{said} {_buttons(message)} {message.about}")]
    analyses, events = ({id_ for each, id_ in named if each == kind} for kind in "ae")
    quotes, whole = (*quoted_spans(message), *await _section(message, call)), _whole(message, call, command)
    if command.name == "schedule":
        events |= {each.event.id for each in await call.briefings.subscriptions.follows(call.request.address)}
    words = said if command.shows == "texts" else ""
    return await call.briefings.markings.above_default(whole, events, quotes, analyses - whole, words)


def _whole(message: Message, call: Call, command: Command) -> set[int]:
    """The analyses of which an answer may show more than it quotes: those that the command got, or is about."""
    if command.shows != "texts":
        return set()
    about = _ANALYSIS.fullmatch(message.about)
    if about is None:
        return call.given
    return call.given - {int(about["id"])} if about["section"] else call.given | {int(about["id"])}


async def _section(message: Message, call: Call) -> tuple[QuotedSpan, ...]:
    """The span of the section that an answer is about; () if it is about no single one."""
    about = _ANALYSIS.fullmatch(message.about)
    if about is None or not about["section"]:
        return ()
    analysis = await call.briefings.library.get(int(about["id"]))
    sections = analysis.draft.sections[int(about["section"]) - 1 :][:1]
    return tuple(QuotedSpan(analysis.id, analysis.revision, each.start, each.end) for each in sections)


def _said(message: Message) -> str:
    """What an answer says itself: a sentence that it quotes may hold what looks like an id."""
    headings = (block.text for block in message.blocks if isinstance(block, Heading))
    return " ".join((*headings, *(run.text for run in _runs(message) if run.origin is None)))


def _runs(message: Message) -> Iterator[Run]:
    return (run for block in message.blocks for runs in texts(block) for run in runs)


def _buttons(message: Message) -> str:
    rows = (row for block in message.blocks if isinstance(block, Buttons) for row in block.rows)
    return " ".join(button.says for row in rows for button in row)
