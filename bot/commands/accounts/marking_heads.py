"""The marking at the head of an answer: the strictest one of what it quotes, names or tells of."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.commands.registry import Call
from bot.message import Buttons, Heading, Message, Run, quoted_spans, texts
from briefings.model.corrections import QuotedSpan

# Commands whose answers quote all that they show of an analysis.
_QUOTING = frozenset(
    ("summary", "quotes", "where", "search", "ask", "brief", "compare", "disagree", "outlook", "record")
)
_OWN = frozenset(("mark", "clearance", "preview", "log", "undo", "help"))  # what they say of markings is their answer
_NAMED = re.compile(r"(?<![\w-])(?P<kind>[ae])(?P<id>-?\d{1,9})(?![\w-])")
_ANALYSIS = re.compile(r"a(?P<id>-?\d{1,9})(?: (?P<section>\d{1,9}))?")
_PLACED = frozenset(
    ("quotes", "actors", "audit", "sources", "timeline")
)  # about the analysis named last, without saying so


async def with_marking_of_content(message: Message, call: Call, name: str) -> Message:
    """The answer of a command with the strictest marking of what it shows, if that is above the default."""
    if name in _OWN or message.failed or message.marking:
        return message
    words = f"{_said(message)} {_buttons(message)} {message.about}"
    named = [(each["kind"], int(each["id"])) for each in _NAMED.finditer(words)]
    analyses, events = ({id_ for each, id_ in named if each == kind} for kind in "ae")
    quotes, whole = (*quoted_spans(message), *await _section(message, call)), await _whole(message, call, name)
    if name == "schedule":
        events |= {each.event.id for each in await call.briefings.subscriptions.follows(call.request.address)}
    if not (analyses or events or quotes or whole):
        return message
    found = await call.briefings.markings.above_default(whole, events, quotes, analyses - whole)
    return replace(message, marking=found or "")


async def _whole(message: Message, call: Call, name: str) -> set[int]:
    """The analysis that an answer is about, if it may show more of it than it quotes."""
    about = _ANALYSIS.fullmatch(message.about)
    if about is None and name in _PLACED:
        current = await call.briefings.chats.current(call.request.address, call.request.sender)
        return {current} if current else set()
    return {int(about["id"])} if about and not about["section"] and name not in _QUOTING else set()


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
